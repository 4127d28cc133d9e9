// SPDX-License-Identifier: MIT
// Drops files onto the window under a point of the screen, as a file manager does: an XDND source,
// version 5 (freedesktop.org/wiki/Specifications/XDND).
//
//   xdnd_drop X Y URI...
//
// Exit status 0 once the window has said that it is finished with them.
#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SECONDS = 10, VERSION = 5 };

typedef enum AtomId {
    AWARE,
    SELECTION,
    ENTER,
    POSITION,
    STATUS,
    DROP,
    FINISHED,
    COPY,
    URI_LIST,
    TARGETS,
    ATOMS
} AtomId;

static char *const atom_names[ATOMS] = { "XdndAware",    "XdndSelection",  "XdndEnter",
                                         "XdndPosition", "XdndStatus",     "XdndDrop",
                                         "XdndFinished", "XdndActionCopy", "text/uri-list",
                                         "TARGETS" };

typedef struct Source {
    Display *display;
    Window window, target;
    Atom atoms[ATOMS];
    char *list; // the URIs, each line ended by CR LF
    int x, y;
} Source;

static _Noreturn void fail(const char *why) {
    fprintf(stderr, "xdnd_drop: %s\n", why);
    exit(1);
}

static bool is_aware(const Source *source, Window window) {
    Atom type;
    int format;
    unsigned long count, left;
    unsigned char *data = NULL;
    XGetWindowProperty(source->display, window, source->atoms[AWARE], 0, 1, False, XA_ATOM, &type,
                       &format, &count, &left, &data);
    if (data) XFree(data);
    return type == XA_ATOM && count == 1;
}

// The innermost window under the point that takes drops.
static Window find_target(const Source *source) {
    Window root = DefaultRootWindow(source->display), window = root, found = None, child;
    int x, y;
    while (XTranslateCoordinates(source->display, root, window, source->x, source->y, &x, &y,
                                 &child) &&
           child != None) {
        window = child;
        if (is_aware(source, window)) found = window;
    }
    return found;
}

static void tell(const Source *source, AtomId what, long data1, long data2, long data3,
                 long data4) {
    XEvent event = { .xclient = { .type = ClientMessage,
                                  .window = source->target,
                                  .message_type = source->atoms[what],
                                  .format = 32 } };
    const long data[5] = { (long)source->window, data1, data2, data3, data4 };
    memcpy(event.xclient.data.l, data, sizeof data);
    XSendEvent(source->display, source->target, False, NoEventMask, &event);
    XFlush(source->display);
}

// Somebody wants the selection: the list of types, or the URIs.
static void hand_over(const Source *source, const XSelectionRequestEvent *asked) {
    XEvent event = { .xselection = { .type = SelectionNotify,
                                     .requestor = asked->requestor,
                                     .selection = asked->selection,
                                     .target = asked->target,
                                     .property = asked->property,
                                     .time = asked->time } };
    if (asked->target == source->atoms[TARGETS])
        XChangeProperty(source->display, asked->requestor, asked->property, XA_ATOM, 32,
                        PropModeReplace, (const unsigned char *)&source->atoms[URI_LIST], 1);
    else if (asked->target == source->atoms[URI_LIST])
        XChangeProperty(source->display, asked->requestor, asked->property, asked->target, 8,
                        PropModeReplace, (const unsigned char *)source->list,
                        (int)strlen(source->list));
    else
        event.xselection.property = None;
    XSendEvent(source->display, asked->requestor, False, NoEventMask, &event);
}

// Answers requests until the target says `what`; returns that message.
static XClientMessageEvent wait_for(const Source *source, AtomId what) {
    for (;;) {
        XEvent event;
        struct pollfd server = { .fd = ConnectionNumber(source->display), .events = POLLIN };
        if (!XPending(source->display) && poll(&server, 1, SECONDS * 1000) <= 0)
            fail("the window does not answer");
        if (!XPending(source->display)) continue;
        XNextEvent(source->display, &event);
        if (event.type == SelectionRequest) hand_over(source, &event.xselectionrequest);
        if (event.type == ClientMessage && event.xclient.message_type == source->atoms[what])
            return event.xclient;
    }
}

static char *join(int count, char **uris) {
    size_t length = 1;
    for (int i = 0; i < count; i++) length += strlen(uris[i]) + 2;
    char *list = calloc(length, 1);
    if (!list) fail("no memory");
    for (int i = 0; i < count; i++) strcat(strcat(list, uris[i]), "\r\n");
    return list;
}

int main(int argc, char **argv) {
    Source source = { .display = XOpenDisplay(NULL) };
    if (argc < 4) fail("takes X Y URI...");
    if (!source.display) fail("no display");
    source.x = atoi(argv[1]);
    source.y = atoi(argv[2]);
    source.list = join(argc - 3, argv + 3);
    XInternAtoms(source.display, (char **)atom_names, ATOMS, False, source.atoms);
    source.window =
        XCreateSimpleWindow(source.display, DefaultRootWindow(source.display), 0, 0, 1, 1, 0, 0, 0);
    XSetSelectionOwner(source.display, source.atoms[SELECTION], source.window, CurrentTime);
    source.target = find_target(&source);
    if (source.target == None) fail("no window there takes drops");

    tell(&source, ENTER, (long)VERSION << 24, (long)source.atoms[URI_LIST], None, None);
    tell(&source, POSITION, 0, (long)source.x << 16 | source.y, CurrentTime,
         (long)source.atoms[COPY]);
    if (!(wait_for(&source, STATUS).data.l[1] & 1)) fail("the window does not want it");
    tell(&source, DROP, 0, CurrentTime, 0, 0);
    wait_for(&source, FINISHED);
    free(source.list);
    XCloseDisplay(source.display);
    return 0;
}
