// SPDX-License-Identifier: MIT
// The application: settings, what they stand for, and the window's own state. State changes only
// through app_run; the views read it and send commands.
#ifndef ALPHABAR_APP_APP_H
#define ALPHABAR_APP_APP_H

#include "app/history.h"
#include "app/mixture.h"
#include "app/model.h"
#include "app/plots.h"
#include "conf/arguments.h"
#include "conf/command.h"
#include "core/health.h"
#include "draw/renderer.h"
#include "plot/plot.h"
#include "ui/ui.h"

#include <SDL.h>

// What a texture was made from; it is made again when this differs.
typedef struct TextureKey {
    unsigned x, n, eta, schedule;
    int t, width, height;
} TextureKey;

typedef struct AppTexture {
    int number;
    bool thin; // of the thinned planes
    TextureKey key;
} AppTexture;

typedef struct Pixel {
    bool any, pinned;
    int x, y;
} Pixel;

// The curves of one value of the picture over t; see app/plots.c.
typedef struct PixelCurves {
    float *noise;
    double *x, *z, *mean, *sigma, *deviation, *twice;
    int room;
    TextureKey key;
    size_t index;
    int channel;
} PixelCurves;

// All values of z_t together: see app/values.c.
enum { VALUE_BINS = 56 };
typedef struct Values {
    TextureKey counted; // what the histogram is of
    Histogram histogram;
    double density[VALUE_BINS], prior[VALUE_BINS]; // of z_t, and N(0, 1)
    // Over t, steps + 1 each: expected, and measured where t has been (else NaN).
    double *mean, *variance, *kl, *measured_mean, *measured_variance;
    size_t room;
    TextureKey key; // what these are of
} Values;

// What the Mixture view keeps from pass to pass; see app/mixture_view.c.
typedef enum MixtureTexture {
    MIXTURE_X,
    MIXTURE_Z,
    MIXTURE_MEAN,
    MIXTURE_KNOWN,
    MIXTURE_UNKNOWN,
    MIXTURE_BEST_ROW, // pictures side by side, as the following
    MIXTURE_RUN_Z,
    MIXTURE_RUN_MEAN,
    MIXTURE_RUN_NEAREST,
    MIXTURE_BROWSED,
    MIXTURE_TEXTURES
} MixtureTexture;

typedef struct MixtureView {
    Mixture *work; // NULL until the view is shown
    AppTexture textures[MIXTURE_TEXTURES];
    int columns[MIXTURE_TEXTURES], rows[MIXTURE_TEXTURES]; // of pictures in it
    double *effective; // over t; what lies between the curve's nodes is interpolated
    int effective_room;
    unsigned effective_stamp, effective_shown;
    size_t *listed; // the pictures that are browsed
    size_t listed_count, listed_room;
    int listed_label;
    unsigned listed_set;
    float browse_scroll; // rows
    double sampled;      // the place in the run while it plays, frames
    double sampled_at;   // seconds
} MixtureView;

// Codes of SDL_USEREVENT, from threads.
enum { APP_EVENT_WAKE, APP_EVENT_REDRAW };

typedef struct Script Script;
typedef struct Lesson Lesson;
typedef struct ExportJob ExportJob;
typedef struct ExportPreview ExportPreview;
typedef struct Reverse Reverse;

struct App {
    Settings settings;
    double place; // where t stood in the chain, 0..1, before T changed; see follow_steps in app.c
    Model model;
    Ui ui;
    DrawList list;
    Fonts *fonts;
    Renderer *renderer;
    SDL_Window *window; // hidden in an export
    SDL_GLContext context;
    int width, height; // of the drawn area, pixels

    AppTexture pictures[PICTURE_KINDS], strip[STRIP_CELLS];
    AppTexture compared[COMPARE_MOST][STRIP_CELLS];
    Thin thin; // for pictures larger than their place
    TextureKey thin_key;
    Part thin_part;
    unsigned thin_stamp;
    uint8_t *scratch; // RGBA for the next texture
    size_t scratch_room;
    PlotRange ranges[PLOTS];
    PixelCurves curves;
    Values values;
    MixtureView mixture;
    double *table_columns[3]; // sqrt(alpha), sqrt(1 - alpha), and the notation's level
    unsigned table_stamp;
    int table_notation;
    Reverse *reverse;                    // app/reverse.h; NULL until that view is shown
    bool patient;                        // an export: what is drawn is whole, however long it takes
    Pixel under;                         // the pixel under the pointer
    HealthFinding findings[HEALTH_MOST]; // of the table health_stamp
    int finding_count;
    unsigned health_stamp;
    Schedule before; // the table without zero terminal SNR; empty where that is off
    float panel_scroll;
    // Where in it a knot is held, where its drag began, and where it was last sent to.
    Point knot_grab, knot_from, knot_at;
    bool stopped;         // the last move of a knot, which the message says
    PlotRange knot_range; // of its plot while it is dragged
    Rect family_rect;     // where the list of schedules hangs
    Rect presets_rect, compare_lists[COMPARE_PLOTS]; // and those of presets, of what plots show

    char message[640];                      // on screen until then
    bool message_is_error, message_is_line; // cut to one line
    double message_until;
    bool dirty, quit; // dirty: a frame is wanted
    bool shaders_watched;
    bool size_asked;       // by a command, not by the window's frame
    What figure;           // what an export shows of it by itself; WHAT_WINDOW: all
    bool only_plots;       // it does: there is nothing to click
    bool hidden;           // there is no window: work is done where it is wanted
    ExportJob *export_job; // app/export_job.h
    ExportPreview *export_preview;
    double played; // the place in the chain, 0..1, while playing
    double last_frame_at;
    unsigned long frames;
    Text queue; // commands sent by this pass, one a line
    unsigned queue_press;
    History history;
    unsigned hand_press; // while commands by hand run: the mouse press they belong to; 0: none
    Script *script;
    Lesson *lesson;
    char session_path[SETTINGS_PATH]; // what Ctrl+S writes; empty: none yet
    bool save_asked;                  // app/save_sheet.h is open
    char save_why[160]; // the name that was typed last is none; empty: nothing is wrong
};

// app/app.c. app_create makes everything but the window. Settings and IMAGE come from `arguments`.
bool app_create(App *app, const Arguments *arguments, Error *error);
void app_free(App *app);
bool app_run(App *app, const char *line, Error *error);         // one command line, as of a script
bool app_run_by_hand(App *app, const char *line, Error *error); // runs of them are one undo step
bool app_run_quietly(App *app, const char *line, Error *error); // what nobody did: no undo step
bool app_restore(App *app, const Moment *moment, Error *error); // as it was then
// A second one with the picture and the list of betas of `from`; `to` has its settings already.
bool app_copy(App *to, const App *from, Error *error);
void app_say(App *app, bool is_error, const char *text); // a message on screen
Pixel app_pinned_pixel(const App *app);                  // none where it is outside
Pixel app_followed_pixel(const App *app);                // whose values plots show: always one

// Takes the settings if everything they stand for can be made; else all stays as it was.
bool app_take(App *app, const Settings *next, Error *error);
void app_follow_steps(App *app, Settings *next); // t for another T

// app/open.c, app/written.c: `open`, `export_schedule`, `screenshot`.
bool app_open(App *app, const char *path, Error *error);
bool app_export_schedule(App *app, const Command *command, Error *error);
bool app_write_screenshot(App *app, const Command *command, Error *error);
bool app_screenshot(App *app, const char *path, Error *error);

// app/command_line.c: what gives what is on screen; on the clipboard, or in a file.
void app_command_line(const App *app, Text *out);
void app_append_ranges(Text *out, const PlotRange ranges[PLOTS]); // --run 'range ...' of each
bool app_copy_command_line(App *app, const char *path, Error *error);

// app/canvas.c: an OpenGL context with a window, or with a hidden one and an off-screen target.
bool canvas_open_window(App *app, const char *shader_folder, Error *error);
bool canvas_open_hidden(App *app, const char *shader_folder, Error *error);
// In the context that is current, which another application has made.
bool canvas_open_beside(App *app, Error *error);
void canvas_close(App *app);

// app/frame.c: passes until commands have settled, then draws. app_layout only passes.
void app_layout(App *app);
void app_draw(App *app);

// app/plots.c: the followed pixel's curves in the followed channel.
const PixelCurves *app_pixel_curves(App *app);
int app_channel(const App *app); // 0 of a grey picture

// app/textures.c
// The texture of a picture for a place of width × height pixels that shows `part` of it. On return
// `part` is what of the texture is to be drawn.
int app_texture(App *app, PictureKind kind, Part *part, int width, int height);
// Makes those that are not up to date, at once, which is faster than one by one.
void app_textures(App *app, const PictureKind kinds[], int count, Part *part, int width,
                  int height);
int app_strip_texture(App *app, int cell, int t, int width, int height);

// app/inspector.c: a pixel in numbers. The caption's two lines end at `right`, below `top`, and
// stay right of `left`. Pixels of a picture that shows `part` of itself in `rect` have theirs
// inside from so many units a side on, with bytes from so many.
enum { INSPECTOR_LEAST = 40, INSPECTOR_WIDE = 84 };
Pixel inspected_pixel(const App *app);              // under the pointer, or the pinned one
void inspector_describe(const App *app, Text *out); // as JSON, for the dump
float inspector_room(App *app);                     // what the caption needs, pixels
void inspector_caption(App *app, PictureKind kind, Pixel pixel, float left, float right, float top);
void inspector_pixels(App *app, Rect rect, Rect part, PictureKind kind);

// The views' parts; each draws into its rectangle.
void view_draw(App *app);
void view_middle_draw(App *app, Rect rect); // the view's middle by itself
// Escape, where nothing that lies above the view takes it; once.
bool view_take_escape(App *app);
void view_plots_draw(App *app, Rect rect); // the view's plots by themselves
void panel_draw(App *app, Rect rect);
void panel_popups(App *app);
void pictures_draw(App *app, Rect rect);
// What every picture does: finds the pixel under the pointer, takes clicks (pin), drags and the
// wheel, marks a pixel; pictures of any view show the same part.
void pictures_look(App *app, Rect rect);
void pictures_touch(App *app, Rect rect, const char *label);
void pictures_mark(App *app, Rect rect, Pixel pixel);
Rect pictures_shown_part(const Settings *settings); // 0..1
void strip_draw(App *app, Rect rect);
void plots_draw(App *app, Rect rect);
void values_plot(App *app, Rect rect);      // mean and variance over t
void values_histogram(App *app, Rect rect); // of z_t, beside what it should be
void values_free(Values *values);
void reverse_draw_middle(App *app, Rect rect);
void reverse_draw_right(App *app, Rect rect);
void reverse_draw_plots(App *app, Rect rect);
void timeline_draw(App *app, Rect rect);
void equation_draw(App *app, Rect rect);
void equation_stack(App *app, Rect rect);
void mixture_draw(App *app, Rect rect);       // app/mixture_view.c
void mixture_panel_draw(App *app, Rect rect); // app/mixture_panel.c

// The Mixture view: app/mixture_view.c, mixture_run_view.c, mixture_browse.c, mixture_panel.c,
// mixture_textures.c. `state` is what is at hand, locked while the view is drawn.
bool mixture_open(App *app, Error *error); // waits for all of it where there is no window
void mixture_close(App *app);
void mixture_play(App *app); // moves the run with the clock
void mixture_draw(App *app, Rect rect);
void mixture_panel_draw(App *app, Rect rect);
void mixture_plots_draw(App *app, Rect rect); // alone, for an export
void mixture_run_draw(App *app, const MixtureState *state, Rect rect);
float mixture_run_height(const App *app, const MixtureState *state, float width);
void mixture_browse_draw(App *app, const MixtureState *state, Rect rect);
// Textures of one picture, and of pictures of the set, or bytes like them, side by side. `key` says
// what they are made from.
int mixture_texture(App *app, MixtureTexture which, const Picture *picture, unsigned stamp);
typedef const uint8_t *MixtureBytes(const void *user, size_t index);
int mixture_texture_row(App *app, MixtureTexture which, const Dataset *set, MixtureBytes *bytes,
                        const void *user, size_t count, TextureKey key);
Rect mixture_cell(const App *app, MixtureTexture which, size_t index); // of the texture, 0..1
// The largest whole multiple of a picture's pixels within `width`, where that costs little.
float mixture_whole_pixels(float width, int pixels);

void help_draw(App *app);
void plots_draw_one(App *app, PlotId plot, Rect rect);

// app/figure.c: app->figure by itself, in a window of that size.
void figure_draw(App *app);
float figure_scale(const App *app); // pixels for a unit
// The size where none was asked for.
void figure_size(What what, const Model *model, int *width, int *height);

// app/present.c: presenter mode.
void present_draw(App *app);
bool present_slide(App *app, int by, Error *error); // so many stops on, or back
void presets_button_draw(App *app, Rect rect);      // app/presets_menu.c
void presets_popup(App *app);

void app_follow_health(App *app); // app/health.c: findings and before

// app/dump.c: the state as JSON.
bool dump_write(const App *app, const char *path, Error *error);

#endif
