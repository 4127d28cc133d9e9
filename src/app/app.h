// SPDX-License-Identifier: MIT
// The application: settings, what they stand for, and the window's own state. State changes only
// through app_run; what is on the screen reads it and sends commands.
#ifndef ALPHABAR_APP_APP_H
#define ALPHABAR_APP_APP_H

#include "app/history.h"
#include "conf/arguments.h"
#include "conf/command.h"
#include "conf/plots.h"
#include "draw/renderer.h"
#include "model/mixture.h"
#include "model/model.h"
#include "panel/panel.h"
#include "stage/stage.h"

#include <SDL.h>

// Codes of SDL_USEREVENT, from threads.
enum { APP_EVENT_WAKE, APP_EVENT_REDRAW };

typedef struct Script Script;
typedef struct Lesson Lesson;
typedef struct ExportJob ExportJob;
typedef struct ExportPreview ExportPreview;
typedef struct Files Files;
typedef struct Opening Opening;

struct App {
    Settings settings;
    double place; // where t stood in the chain, 0..1, before T changed; see app_follow_steps
    Model model;
    Mixture *mixture; // NULL until something shows it
    PlotRange ranges[PLOTS];

    // What is shown, and how.
    Ui ui;
    Scene scene;
    Stage stage;           // of the text that view_stage gives
    Stage column;          // the controls beside it; count 0: there are none
    PanelStates states;    // of both
    What figure;           // what an export shows of it by itself; WHAT_WINDOW: all
    bool bare;             // an export without a ground
    bool patient;          // an export: what is drawn is whole, however long it takes
    bool hidden;           // there is no window: work is done where it is wanted
    Language own_language; // where the settings say auto

    DrawList list;
    Fonts *fonts;
    Renderer *renderer;
    Textures textures;
    SDL_Window *window; // hidden in an export
    SDL_GLContext context;
    bool full_asked;   // of the system, last: who leaves the full screen there is not sent back
    int width, height; // of the drawn area, pixels
    float density;     // pixels for one of the system's points of length; 0: one
    Rect bar_spare;    // what tabs and words leave of the bar; w 0: there is none

    bool stopped;                           // the last move of a knot, which the message says
    char message[640];                      // on screen until then
    bool message_is_error, message_is_line; // cut to one line
    double message_until;
    bool dirty, quit;  // dirty: a frame is wanted
    float help_scroll; // pixels
    bool black;        // the presenter's screen
    bool shaders_watched;
    bool size_asked;        // by a command, not by the window's frame
    ExportJob *export_job;  // export/job.h
    double export_shown_at; // its bar
    ExportPreview *export_preview;
    double played; // the place in the chain, 0..1, while playing
    double last_frame_at;
    double sampled;    // the place in the mixture's run while it plays, frames
    double sampled_at; // seconds
    unsigned long frames;
    Sender sender;    // of the command that runs
    char *state_path; // where the state is written with a frame; NULL: it is not asked for
    int state_waits;  // frames that left something to be drawn
    Text queue;       // commands sent by this pass, one a line
    unsigned queue_press;
    bool (*run)(App *app, const char *line, Sender sender, Error *error); // app/commands.h
    History history;
    unsigned hand_press; // while commands by hand run: the mouse press they belong to; 0: none
    Script *script;
    Lesson *lesson;
    Files *files;     // app/files/files.h; NULL until it is shown first
    Opening *opening; // app/files/opening.h; NULL until a picture is opened by hand
    bool first_line;  // the message is the one for who starts alphabar for the first time
    char session_path[SETTINGS_PATH]; // what Ctrl+S writes; empty: none yet
    bool mixture_works;               // in the turns of the loop: there is no thread for it
    char *address;                    // the link that was shown or would be; NULL at first
    double address_due;               // when it is looked at again
    bool save_asked;                  // app/save_sheet.h is open
    char save_why[240]; // the name that was typed last is none; empty: nothing is wrong
};

// app/create.c. app_create makes everything but the window. Settings and IMAGE come from
// `arguments`.
bool app_create(App *app, const Arguments *arguments, Error *error);
void app_free(App *app);
// A second one with the picture and the list of betas of `from`; `to` has its settings already.
bool app_copy(App *to, const App *from, Error *error);

// app/app.c
bool app_run(App *app, const char *line, Error *error);         // one command line, as of a script
bool app_run_by_hand(App *app, const char *line, Error *error); // runs of them are one undo step
bool app_run_quietly(App *app, const char *line, Error *error); // what nobody did: no undo step
Moment app_moment(const App *app);                              // as it is; moment_drop when done
bool app_restore(App *app, const Moment *moment, Error *error); // as it was then
void app_say(App *app, bool is_error, const char *text);        // a message on screen

// Takes the settings if everything they stand for can be made; else all stays as it was.
bool app_apply_settings(App *app, const Settings *next, Error *error);
void app_follow_steps(App *app, Settings *next);    // t for another T
void app_follow_schedule(App *app, Settings *next); // after another schedule became its own

// app/option_commands.c: one option, with what that means for others. `value` NULL: its default.
bool app_set_option(App *app, const Option *option, const char *value, Error *error);

// app/written.c
bool app_screenshot(App *app, const char *path, Error *error);

// app/command_line.c: what gives what is on screen; on the clipboard, or in a file.
void app_command_line(const App *app, Text *out);
void app_link(const App *app, Text *out); // the same as conf/link.h has it
// In the page's address, where there is one, soon after a change, but while something is held or t
// is played: once a turn of the loop.
void app_show_address(App *app);
void app_append_ranges(Text *out, const PlotRange ranges[PLOTS]); // --run 'range ...' of each

// app/language.c
Language language_of_environment(void);
Language app_language(const App *app);                     // English where Korean cannot be shown
bool app_has_korean(const App *app);                       // whether it can
void app_use_language(const App *app);                     // for all that is looked up from now on
void app_settle_language(const App *app, Settings *shown); // says Korean where that is shown
void app_check_language(const App *app); // says it where one that was asked for is not there

// app/canvas.c: an OpenGL context with a window, or with a hidden one and an off-screen target.
bool canvas_open_window(App *app, const char *shader_folder, Error *error);
// All that was on the card is lost, as a browser's context may be: it is made again.
bool canvas_renew(App *app, Error *error);
bool canvas_open_hidden(App *app, const char *shader_folder, Error *error);
// In the context that is current, which another application has made.
bool canvas_open_beside(App *app, Error *error);
void canvas_close(App *app);

// app/frame.c: passes until commands have settled, then draws. app_layout only passes.
void app_layout(App *app);
void app_draw(App *app);

// app/mixture.c: the mixture's work while something shows it.
void app_open_mixture(App *app);                 // once; without a thread where there is no window
bool app_needs_mixture(const App *app);          // what is shown has a panel of it
bool app_follow_mixture(App *app, Error *error); // waits for all of it where there is no window
void app_play_mixture(App *app);                 // moves the run with the clock

// app/chrome.c: the window around the stage.
void chrome_draw(App *app);

// app/bar.c: tabs, words, and the menus of what has no room.
void bar_draw(App *app, Rect rect);
void bar_popups(App *app, Rect rect);

// app/help.c: all keys, over everything else.
void help_draw(App *app);

// app/dump.c: the state as JSON.
bool dump_write(App *app, const char *path, Error *error);

#endif
