// SPDX-License-Identifier: MIT
#include "model/picture_reader.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "base/path.h"
#include "base/thread.h"

#include <stdatomic.h>
#include <stdlib.h>

static const double TOLD = 0.05; // of a picture, between two times that the window hears of it

// The thread and the window share it; the last one that leaves frees it.
struct PictureReader {
    void (*wake)(void);
    Mutex *lock; // of what follows
    Condition *asked;
    int holders;
    bool quit;
    atomic_uint number; // of the wish: counts up, also where it is left. Read without the lock, too
    char *path;         // to be read next; NULL: nothing
    int resolution, theme;
    double done;
    bool ended, good; // the wish; and what became of it
    ReadyPicture ready;
    Error error;
};

// The thread -------------------------------------------------------------------------------------

typedef struct Work {
    PictureReader *reader;
    unsigned number;
} Work;

static bool report(void *user, double done) {
    const Work *work = user;
    PictureReader *reader = work->reader;
    if (atomic_load(&reader->number) != work->number) return false;
    mutex_lock(reader->lock);
    bool wanted = reader->number == work->number;
    if (wanted && done - reader->done >= TOLD) {
        reader->done = done;
        reader->wake();
    }
    mutex_unlock(reader->lock);
    return wanted;
}

static bool make(ReadyPicture *ready, const char *path, Work *work, Error *error) {
    Image image = { 0 };
    Error untold;
    const ImageWatch watch = { report, work };
    if (!image_load_watched(&image, path, &watch, error)) return false;
    ready->picture = opened_picture(image, path_base(path), path);
    // Where there is no memory for its values the model tries it again, and says so.
    if (report(work, 0)) ready_picture_make(ready, &untold);
    return true;
}

// Called and left under the lock.
static void carry_out(PictureReader *reader) {
    Work work = { reader, reader->number };
    ReadyPicture ready = { .resolution = reader->resolution, .theme = reader->theme };
    Error error = { 0 };
    char *path = reader->path;
    reader->path = NULL;
    mutex_unlock(reader->lock);
    bool good = make(&ready, path, &work, &error);
    free(path);
    mutex_lock(reader->lock);
    if (reader->number == work.number) {
        reader->ready = ready;
        ready = (ReadyPicture){ 0 };
        reader->good = good;
        reader->error = error;
        reader->ended = true;
        reader->wake();
    }
    ready_picture_free(&ready);
}

// Called with the lock, which it gives up.
static void leave(PictureReader *reader) {
    bool last = --reader->holders == 0;
    mutex_unlock(reader->lock);
    if (!last) return;
    ready_picture_free(&reader->ready);
    free(reader->path);
    condition_free(reader->asked);
    mutex_free(reader->lock);
    free(reader);
}

static void work(void *user) {
    PictureReader *reader = user;
    parallel_alone(); // the other processors are the window's
    mutex_lock(reader->lock);
    while (!reader->quit) {
        if (reader->path)
            carry_out(reader);
        else
            condition_wait(reader->asked, reader->lock);
    }
    leave(reader);
}

// The window's side ------------------------------------------------------------------------------

PictureReader *picture_reader_create(void (*wake)(void)) {
    PictureReader *reader = mem_alloc(1, sizeof *reader);
    reader->wake = wake;
    reader->lock = mutex_create();
    reader->asked = condition_create();
    reader->holders = 2;
    Thread *thread = thread_start(work, reader);
    if (thread) {
        thread_detach(thread);
        return reader;
    }
    reader->holders = 1;
    mutex_lock(reader->lock);
    leave(reader);
    return NULL;
}

// Under the lock.
static void forget(PictureReader *reader) {
    reader->number++;
    free(reader->path);
    reader->path = NULL;
    ready_picture_free(&reader->ready);
    reader->ended = false;
    reader->done = 0;
}

void picture_reader_free(PictureReader *reader) {
    if (!reader) return;
    mutex_lock(reader->lock);
    forget(reader);
    reader->quit = true;
    condition_signal(reader->asked);
    leave(reader);
}

void picture_reader_ask(PictureReader *reader, const char *path, int resolution, int theme) {
    mutex_lock(reader->lock);
    forget(reader);
    reader->path = mem_copy_text(path);
    reader->resolution = resolution;
    reader->theme = theme;
    condition_signal(reader->asked);
    mutex_unlock(reader->lock);
}

void picture_reader_leave(PictureReader *reader) {
    mutex_lock(reader->lock);
    forget(reader);
    mutex_unlock(reader->lock);
}

bool picture_reader_pop(PictureReader *reader, ReadyPicture *ready, bool *good, Error *error) {
    mutex_lock(reader->lock);
    bool ended = reader->ended;
    if (ended) {
        *ready = reader->ready;
        *good = reader->good;
        *error = reader->error;
        reader->ready = (ReadyPicture){ 0 };
        reader->ended = false;
    }
    mutex_unlock(reader->lock);
    return ended;
}

double picture_reader_done(PictureReader *reader) {
    mutex_lock(reader->lock);
    double done = reader->done;
    mutex_unlock(reader->lock);
    return done;
}
