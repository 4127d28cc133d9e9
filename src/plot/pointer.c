// SPDX-License-Identifier: MIT
#include "plot/pointer.h"

#include <math.h>
#include <stdio.h>

static void send_zoom(const Chart *chart, const char *name, const Axis *whole, double factor,
                      double across, double up) {
    static const double least = 1e-4; // of the whole axis
    Ui *ui = chart->ui;
    Axis x = axis_zoom(&chart->x, factor, across), y = chart->y;
    if (ui->in.shift) y = axis_zoom(&chart->y, factor, up);
    if (whole) {
        double low = axis_place(whole, x.min), high = axis_place(whole, x.max);
        if (low <= 0 && high >= 1) {
            ui_send(ui, "fit %s", name);
            return;
        }
        if (!(high - low > least)) return;
    }
    ui_send(ui, "range %s %.9g %.9g %.9g %.9g", name, x.min, x.max, y.min, y.max);
}

PlotPointer pointer_handle(const Chart *chart, const char *name, bool zooms, const Axis *whole) {
    Ui *ui = chart->ui;
    Rect frame = chart->frame;
    char label[48];
    snprintf(label, sizeof label, "plot %s", name);
    bool double_press = ui->in.double_pressed;
    // A little wider than the frame, so that t = 1 and t = T are easy to reach.
    Rect target = { frame.x - ui_px(ui, 4), frame.y, frame.w + ui_px(ui, 8), frame.h };
    bool pressed = ui_area(ui, label, target, NULL);
    float across = (ui->in.x - frame.x) / frame.w;
    float up = (frame.y + frame.h - ui->in.y) / frame.h;
    PlotPointer pointer = { axis_value(&chart->x, across), ui_over(ui, frame), false };
    if (pressed && double_press && zooms) {
        ui_send(ui, "fit %s", name);
        ui->active = 0;
        return pointer;
    }
    pointer.held = ui->active == ui_id(label) && ui->in.down;
    float notches = pointer.held || !zooms ? 0 : ui_wheel(ui, ui_id(label), target);
    if (notches != 0) send_zoom(chart, name, whole, pow(0.8, notches), across, up);
    return pointer;
}
