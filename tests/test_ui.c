// SPDX-License-Identifier: MIT
// The controls under a made-up mouse, wheel and keyboard: what each sends, and to whom the keys and
// a turn of the wheel belong.
#include "ui/keys.h"
#include "ui/menu.h"
#include "ui/tooltip.h"
#include "ui/widgets.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

// after what it uses
#include <cmocka.h>

enum { HIGH = 44 }; // of a row, pixels

typedef struct Window {
    Ui ui;
    DrawList list;
    Settings settings;
    Text sent;
    float scroll; // of all rows
    bool scrolls; // a panel around them takes the wheel
    Rect schedule;
} Window;

static void keep(void *user, const char *line) {
    Window *window = user;
    text_append(&window->sent, "%s\n", line);
}

static int open_window(void **state) {
    static Window window;
    Error error;
    window = (Window){ 0 };
    settings_reset(&window.settings);
    Ui *ui = &window.ui;
    ui->list = &window.list;
    ui->fonts = fonts_open(&error);
    assert_non_null(ui->fonts);
    ui->settings = &window.settings;
    ui->width = 800, ui->height = 600, ui->scale = 1;
    ui->in.x = ui->in.y = -1e6f;
    ui->send = keep, ui->user = &window;
    ui->now = 100;
    *state = &window;
    return 0;
}

static int close_window(void **state) {
    Window *window = *state;
    fonts_close(window->ui.fonts);
    ui_free(&window->ui);
    draw_free(&window->list);
    text_free(&window->sent);
    return 0;
}

static const char *title_of(int i) {
    return option_choice(option_row(OPT_SCHEDULE), i);
}

static const char *help_of(int i) {
    (void)i;
    return "help";
}

static Rect row(const Window *window, int i) {
    return (Rect){ 20, 20 + (float)(i * HIGH) - window->scroll, 240, 40 };
}

static void pass(Window *window) {
    Ui *ui = &window->ui;
    const UiChoices choices = { title_of, help_of, 0 };
    const Rect panel = { 0, 0, 300, 600 };
    ui_begin(ui);
    ui_slider(ui, row(window, 0), option_row(OPT_BETA_MIN), HUE_BETA);
    ui_slider(ui, row(window, 1), option_row(OPT_BETA_MAX), HUE_BETA);
    ui_switch(ui, row(window, 2), option_row(OPT_ZERO_SNR));
    ui_segments(ui, row(window, 3), option_row(OPT_COUPLING), NULL, 2);
    if (ui_button(ui, row(window, 4), "new noise", "new noise", "help")) ui_send(ui, "new_noise");
    ui_field(ui, row(window, 5), option_row(OPT_SEED));
    window->schedule = row(window, 6);
    ui_choice(ui, window->schedule, option_row(OPT_SCHEDULE), &choices);
    ui_area(ui, "picture", (Rect){ 400, 20, 200, 200 }, NULL);
    if (window->scrolls) window->scroll -= 40 * ui_wheel(ui, ui_id("panel"), panel);
    ui_choice_popup(ui, window->schedule, option_row(OPT_SCHEDULE), &choices);
    tooltip_draw(ui);
    ui_end(ui);
}

static void expect_sent(Window *window, const char *lines) {
    assert_string_equal(window->sent.data ? window->sent.data : "", lines);
    text_clear(&window->sent);
}

static void point(Window *window, float x, float y) {
    window->ui.in.x = x, window->ui.in.y = y;
    pass(window);
}

static void click(Window *window, float x, float y) {
    point(window, x, y);
    window->ui.in.down = window->ui.in.pressed = true;
    pass(window);
    window->ui.in.down = false, window->ui.in.released = true;
    pass(window);
}

// Whether the controls took it.
static bool key(Window *window, UiKey what) {
    bool taken = keys_take(&window->ui, what, false, false);
    pass(window);
    return taken;
}

static bool key_with(Window *window, UiKey what, bool shift, bool ctrl) {
    bool taken = keys_take(&window->ui, what, shift, ctrl);
    pass(window);
    return taken;
}

static void turn(Window *window, float notches, double after) {
    window->ui.now += after;
    window->ui.in.wheel = notches;
    pass(window);
}

static void test_arrows_leave_what_lies_under_the_pointer(void **state) {
    Window *window = *state;
    point(window, 140, 30);
    assert_false(key(window, UI_KEY_RIGHT));
    assert_false(key(window, UI_KEY_UP));
    expect_sent(window, "");
}

static void test_arrows_move_the_slider_that_was_pressed(void **state) {
    Window *window = *state;
    click(window, 30, 30); // its label
    expect_sent(window, "");
    point(window, 140, 30 + HIGH); // rests on the other
    assert_true(key(window, UI_KEY_RIGHT));
    expect_sent(window, "add beta_min 1\n");
    assert_true(key_with(window, UI_KEY_LEFT, true, false));
    expect_sent(window, "add beta_min -10\n");
    assert_true(key_with(window, UI_KEY_UP, false, true));
    expect_sent(window, "add beta_min 0.100000001\n");
    assert_false(key(window, UI_KEY_SPACE));  // plays on
    assert_false(key(window, UI_KEY_ESCAPE)); // lets go, and is another's too
    assert_false(key(window, UI_KEY_RIGHT));
    expect_sent(window, "");
}

static void test_a_press_elsewhere_lets_go(void **state) {
    Window *window = *state;
    for (int i = 0; i < 2; i++) {
        click(window, 30, 30);
        if (i == 0)
            click(window, 700, 500);
        else
            click(window, 40, 30 + 4 * HIGH);
        assert_false(key(window, UI_KEY_RIGHT));
        assert_false(key(window, UI_KEY_SPACE)); // a button that was clicked does not take it
        expect_sent(window, i == 0 ? "" : "new_noise\n");
    }
}

static void test_tab_walks_and_comes_round(void **state) {
    Window *window = *state;
    static const char *const order[] = { "beta_min",  "beta_max", "zero_snr", "coupling",
                                         "new noise", "seed",     "schedule" };
    enum { STOPS = sizeof order / sizeof order[0] };
    pass(window);
    for (int i = 0; i <= STOPS; i++) {
        assert_true(key(window, UI_KEY_TAB));
        assert_int_equal(window->ui.focus, ui_id(order[i % STOPS]));
    }
    for (int i = STOPS; i > 0; i--) {
        assert_true(key_with(window, UI_KEY_TAB, true, false));
        assert_int_equal(window->ui.focus, ui_id(order[i - 1]));
    }
    assert_true(key(window, UI_KEY_ESCAPE));
    assert_int_equal(window->ui.focus, 0);
    assert_true(key_with(window, UI_KEY_TAB, true, false)); // from the end
    assert_int_equal(window->ui.focus, ui_id("schedule"));
    expect_sent(window, "");
}

static void test_tab_goes_on_from_what_was_pressed(void **state) {
    Window *window = *state;
    click(window, 40, 30 + 4 * HIGH); // the button, which takes no focus
    assert_int_equal(window->ui.focus, 0);
    key(window, UI_KEY_TAB);
    assert_int_equal(window->ui.focus, ui_id("seed"));
    expect_sent(window, "new_noise\n");
}

static void test_a_choice_that_was_clicked_leaves_the_arrows(void **state) {
    Window *window = *state;
    click(window, 40, 30 + 3 * HIGH);
    text_clear(&window->sent);
    assert_false(key(window, UI_KEY_RIGHT));
    key(window, UI_KEY_TAB);
    assert_int_equal(window->ui.focus, ui_id("new noise")); // on from the whole of it
    expect_sent(window, "");
}

static void test_what_is_gone_has_no_focus(void **state) {
    Window *window = *state;
    pass(window);
    key(window, UI_KEY_TAB);
    ui_begin(&window->ui);
    ui_end(&window->ui);
    assert_int_equal(window->ui.focus, 0);
}

// As under a sheet: Tab stays in it, and Return does not reach what it covers.
static void test_what_lies_over_all_has_the_keys(void **state) {
    Window *window = *state;
    Ui *ui = &window->ui;
    pass(window);
    key(window, UI_KEY_TAB);
    ui_begin(ui);
    ui_button(ui, row(window, 0), "beta_min", "below", NULL);
    ui_stops_begin(ui);
    ui_button(ui, row(window, 1), "one", "one", NULL);
    ui_button(ui, row(window, 2), "two", "two", NULL);
    ui_end(ui);
    assert_false(keys_take(ui, UI_KEY_RETURN, false, false));
    keys_walk(ui, false);
    assert_int_equal(ui->focus, ui_id("one"));
    keys_walk(ui, true);
    assert_int_equal(ui->focus, ui_id("two"));
}

static size_t shapes(const Window *window) {
    return window->list.layers[LAYER_BASE].shape_count;
}

static void test_focus_has_a_ring(void **state) {
    Window *window = *state;
    pass(window);
    size_t before = shapes(window);
    key(window, UI_KEY_TAB);
    assert_true(shapes(window) > before);
    key(window, UI_KEY_ESCAPE);
    assert_int_equal(shapes(window), before);
}

static void walk_to(Window *window, const char *label) {
    for (int i = 0; i < 20 && window->ui.focus != ui_id(label); i++) key(window, UI_KEY_TAB);
    assert_int_equal(window->ui.focus, ui_id(label));
}

static void test_return_and_space_press(void **state) {
    Window *window = *state;
    pass(window);
    walk_to(window, "zero_snr");
    assert_true(key(window, UI_KEY_SPACE));
    expect_sent(window, "toggle zero_snr\n");
    walk_to(window, "new noise");
    assert_true(key(window, UI_KEY_RETURN));
    assert_true(key(window, UI_KEY_SPACE));
    expect_sent(window, "new_noise\nnew_noise\n");
    walk_to(window, "coupling");
    int chosen = (int)option_number(&window->settings, option_row(OPT_COUPLING));
    assert_true(key(window, chosen ? UI_KEY_LEFT : UI_KEY_RIGHT));
    expect_sent(window, chosen ? "set coupling jump\n" : "set coupling path\n");
    assert_true(key(window, chosen ? UI_KEY_RIGHT : UI_KEY_LEFT)); // there is no further one
    expect_sent(window, "");
    walk_to(window, "seed");
    assert_true(key(window, UI_KEY_RETURN));
    assert_true(window->ui.editing != 0);
    snprintf(window->ui.in.text, sizeof window->ui.in.text, "7");
    window->ui.in.enter = true;
    pass(window);
    expect_sent(window, "set seed \"7\"\n");
    walk_to(window, "beta_max");
    assert_true(key(window, UI_KEY_RETURN)); // types a value
    assert_true(window->ui.editing != 0);
}

static void test_open_list_takes_the_keys(void **state) {
    Window *window = *state;
    int chosen = (int)option_number(&window->settings, option_row(OPT_SCHEDULE));
    char wanted[96];
    pass(window);
    click(window, 40, window->schedule.y + 20);
    assert_true(window->ui.opened != 0);
    window->ui.in.x = window->ui.in.y = -1e6f;
    assert_true(key(window, UI_KEY_DOWN));
    assert_true(key(window, UI_KEY_DOWN));
    expect_sent(window, "");
    assert_true(key(window, UI_KEY_RETURN));
    snprintf(wanted, sizeof wanted, "set schedule %s\n", title_of(chosen + 2));
    expect_sent(window, wanted);
    assert_int_equal(window->ui.opened, 0);
    assert_false(key(window, UI_KEY_DOWN)); // the window's again
}

static void test_list_opened_by_key_has_ends(void **state) {
    Window *window = *state;
    char wanted[96];
    int last = 0;
    while (title_of(last + 1)) last++;
    pass(window);
    walk_to(window, "schedule");
    assert_true(key(window, UI_KEY_SPACE));
    assert_true(window->ui.opened != 0);
    assert_true(key(window, UI_KEY_END));
    assert_true(key(window, UI_KEY_DOWN));
    assert_true(key(window, UI_KEY_RETURN));
    snprintf(wanted, sizeof wanted, "set schedule %s\n", title_of(last));
    expect_sent(window, wanted);
    assert_true(key(window, UI_KEY_RETURN));
    assert_true(key(window, UI_KEY_DOWN));
    assert_true(key(window, UI_KEY_HOME));
    assert_true(key(window, UI_KEY_RETURN));
    snprintf(wanted, sizeof wanted, "set schedule %s\n", title_of(0));
    expect_sent(window, wanted);
    assert_true(key(window, UI_KEY_RETURN));
    assert_true(key(window, UI_KEY_ESCAPE)); // closes the list, and the focus stays
    assert_int_equal(window->ui.opened, 0);
    assert_int_equal(window->ui.focus, ui_id("schedule"));
    expect_sent(window, "");
}

static void test_keys_go_on_from_the_row_under_the_pointer(void **state) {
    Window *window = *state;
    char wanted[96];
    pass(window);
    walk_to(window, "schedule");
    assert_true(key(window, UI_KEY_RETURN));
    snprintf(wanted, sizeof wanted, "schedule %s", title_of(3));
    const UiItem *item = ui_find(&window->ui, wanted);
    assert_non_null(item);
    point(window, item->rect.x + 20, item->rect.y + item->rect.h / 2);
    assert_true(key(window, UI_KEY_UP));
    assert_true(key(window, UI_KEY_RETURN));
    snprintf(wanted, sizeof wanted, "set schedule %s\n", title_of(2));
    expect_sent(window, wanted);
}

static void test_panel_scrolls_beside_its_controls(void **state) {
    Window *window = *state;
    window->scrolls = true;
    point(window, 290, 100);
    turn(window, -1, 1);
    turn(window, -1, 0.2);
    assert_true(window->scroll == 80);
    expect_sent(window, "");
}

static void test_content_that_moves_gets_no_notch(void **state) {
    Window *window = *state;
    window->scrolls = true;
    point(window, 140, 18); // above the first slider
    turn(window, -0.5f, 1);
    assert_true(window->scroll == 20); // now the slider lies there
    assert_true(rect_holds(row(window, 0), 140, 18));
    for (int i = 0; i < 3; i++) turn(window, -0.25f, 0.3);
    assert_true(window->scroll == 50);
    expect_sent(window, "");
    window->scroll = 20;
    turn(window, 1, 0.5); // another turn
    expect_sent(window, "add beta_min 1\n");
    window->scroll = 0; // and the slider keeps it, though it is gone from there
    turn(window, 1, 0.1);
    expect_sent(window, "add beta_min 1\n");
    assert_true(window->scroll == 0);
}

static void test_turn_that_began_on_nothing_stays_nothings(void **state) {
    Window *window = *state;
    point(window, 140, 18);
    turn(window, 1, 1);
    window->scroll = 10;
    turn(window, 1, 0.2);
    expect_sent(window, "");
}

static void test_pointer_that_moves_on_begins_another_turn(void **state) {
    Window *window = *state;
    point(window, 140, 30);
    turn(window, 1, 1);
    point(window, 140, 30 + HIGH);
    turn(window, 1, 0.1);
    expect_sent(window, "add beta_min 1\nadd beta_max 1\n");
}

// What shows the same quantity stands out while the pointer is on one of them.
static void test_what_is_pointed_at_is_known(void **state) {
    Window *window = *state;
    Ui *ui = &window->ui;
    const Rect picture = { 300, 300, 100, 100 };
    ui->in.x = 350, ui->in.y = 350;
    ui_begin(ui);
    ui_point(ui, picture, HUE_X);
    assert_false(ui_is_pointed(ui, HUE_X)); // from the next pass on
    ui_end(ui);
    assert_true(ui->wake_at > 0); // which is asked for
    ui_begin(ui);
    assert_true(ui_is_pointed(ui, HUE_X));
    assert_false(ui_is_pointed(ui, HUE_MEAN));
    ui_point(ui, (Rect){ 0, 0, 100, 100 }, HUE_MEAN);
    ui_end(ui);
    ui_begin(ui);
    assert_false(ui_is_pointed(ui, HUE_X));
    assert_false(ui_is_pointed(ui, HUE_GROUND)); // none
    ui_end(ui);
}

// Before an audience it calls up nothing, wherever it was left.
static void test_a_resting_pointer_is_outside(void **state) {
    Window *window = *state;
    Ui *ui = &window->ui;
    const Rect picture = { 300, 300, 100, 100 };
    for (int presenting = 0; presenting < 2; presenting++) {
        window->settings.look.presenting = presenting;
        ui->in.x = 350, ui->in.y = 350 + (float)presenting;
        ui_begin(ui);
        assert_true(ui_over(ui, picture));
        ui_end(ui);
        assert_true((ui->wake_at == ui->now + 2) == presenting); // to let go of it
        ui->now += 2;
        ui_begin(ui);
        assert_true(ui_over(ui, picture) == !presenting);
        assert_true(ui->rests == presenting);
        ui_end(ui);
        assert_true(ui->in.x == 350 && ui->pointer_x == 350);
        ui->in.x++;
        ui_begin(ui);
        assert_true(ui_over(ui, picture));
        ui_end(ui);
    }
}

static void test_a_pointer_can_be_let_rest_at_once(void **state) {
    Window *window = *state;
    Ui *ui = &window->ui;
    window->settings.look.presenting = true;
    point(window, 350, 350);
    assert_false(ui->rests);
    ui_rest(ui);
    pass(window);
    assert_true(ui->rests);
    point(window, 351, 350);
    assert_false(ui->rests);
}

// What is dragged or pressed is where it is.
static void test_a_button_that_is_held_does_not_rest(void **state) {
    Window *window = *state;
    Ui *ui = &window->ui;
    window->settings.look.presenting = true;
    point(window, 350, 350);
    ui->in.pressed = ui->in.down = true;
    for (int i = 0; i < 3; i++, ui->now += 10) {
        pass(window);
        assert_false(ui->rests);
    }
    ui->in.down = false;
    ui->now += 2;
    pass(window);
    assert_true(ui->rests);
    ui->in.pressed = ui->in.down = true; // a click there
    pass(window);
    assert_false(ui->rests);
}

int main(void) {
#define IN_WINDOW(NAME) cmocka_unit_test_setup_teardown(NAME, open_window, close_window)
    const struct CMUnitTest tests[] = {
        IN_WINDOW(test_arrows_leave_what_lies_under_the_pointer),
        IN_WINDOW(test_arrows_move_the_slider_that_was_pressed),
        IN_WINDOW(test_a_press_elsewhere_lets_go),
        IN_WINDOW(test_tab_walks_and_comes_round),
        IN_WINDOW(test_tab_goes_on_from_what_was_pressed),
        IN_WINDOW(test_a_choice_that_was_clicked_leaves_the_arrows),
        IN_WINDOW(test_what_is_gone_has_no_focus),
        IN_WINDOW(test_what_lies_over_all_has_the_keys),
        IN_WINDOW(test_focus_has_a_ring),
        IN_WINDOW(test_return_and_space_press),
        IN_WINDOW(test_open_list_takes_the_keys),
        IN_WINDOW(test_list_opened_by_key_has_ends),
        IN_WINDOW(test_keys_go_on_from_the_row_under_the_pointer),
        IN_WINDOW(test_panel_scrolls_beside_its_controls),
        IN_WINDOW(test_content_that_moves_gets_no_notch),
        IN_WINDOW(test_turn_that_began_on_nothing_stays_nothings),
        IN_WINDOW(test_pointer_that_moves_on_begins_another_turn),
        IN_WINDOW(test_what_is_pointed_at_is_known),
        IN_WINDOW(test_a_resting_pointer_is_outside),
        IN_WINDOW(test_a_pointer_can_be_let_rest_at_once),
        IN_WINDOW(test_a_button_that_is_held_does_not_rest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
