// SPDX-License-Identifier: MIT
#include "app/files/thumbnails.h"

#include "base/embedded.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "base/path.h"
#include "base/thread.h"
#include "io/file.h"
#include "io/image.h"
#include "io/sniff.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    FILE_MOST = 48 << 20,   // bytes
    PIXELS_MOST = 32 << 20, // of a picture that is decoded for this
    SLOTS = 192,
    WISHES = 96, // of one pass
};

// One wish carried out.
typedef struct Made {
    char *path; // NULL: the built-in picture
    ThumbnailWish wish;
    Thumbnail thumbnail;
    uint8_t *rgba; // NULL: there is none
} Made;

// What the thread and the window share; the last one that leaves frees it.
typedef struct Shared {
    Mutex *mutex;
    Condition *asked;
    void (*wake)(void);
    int holders;
    bool quit;
    Made wishes[WISHES], current; // current: in work, where `busy`
    int wish_count;
    bool busy;
    Made *made;
    size_t made_count, made_room;
} Shared;

typedef struct Slot {
    Made made; // its rgba is on the card already
    Texture texture;
    unsigned used; // the pass that asked for it last; 0: empty
} Slot;

struct Thumbnails {
    Shared *shared; // NULL: without a thread
    Slot slots[SLOTS];
    Made asked[WISHES]; // of this pass, not known yet
    int asked_count;
    unsigned pass;
};

static void made_free(Made *made) {
    free(made->path);
    free(made->rgba);
    *made = (Made){ 0 };
}

static Made made_of(const ThumbnailWish *wish) {
    Made made = { .wish = *wish, .thumbnail.texture = -1 };
    if (wish->path) made.path = mem_copy_text(wish->path);
    made.wish.path = made.path;
    return made;
}

static bool same_file(const ThumbnailWish *a, const ThumbnailWish *b) {
    return a->path && b->path ? strcmp(a->path, b->path) == 0 : a->path == b->path;
}

static bool same_wish(const ThumbnailWish *a, const ThumbnailWish *b) {
    return a->width == b->width && a->height == b->height && a->picture == b->picture &&
           memcmp(a->ground, b->ground, sizeof a->ground) == 0 && same_file(a, b);
}

// Decoding ----------------------------------------------------------------------------------------

// What a header claims is held against the limit before memory is taken for it.
static bool is_small(const uint8_t *bytes, size_t length) {
    Error ignored;
    ImageHeader header;
    ImageFormat format = sniff_format(bytes, length);
    if (format == FORMAT_NONE) return false;
    if (format == FORMAT_PNM) return length <= PIXELS_MOST; // one has about as many pixels as bytes
    return sniff_header(&header, format, bytes, length, &ignored) && header.width > 0 &&
           header.height > 0 && header.width <= PIXELS_MOST / header.height;
}

static uint8_t *rgba_of(const Picture *picture) {
    size_t length = picture_plane_length(picture);
    uint8_t *rgba = mem_try(length, 4);
    for (size_t i = 0; rgba && i < length; i++) {
        for (int c = 0; c < 3; c++) {
            float value = picture_plane(picture, picture->channels == 3 ? c : 0)[i];
            rgba[4 * i + (size_t)c] = (uint8_t)lrintf((value + 1) * 127.5f);
        }
        rgba[4 * i + 3] = 255;
    }
    return rgba;
}

static void scale(Made *made, const Image *image) {
    const ThumbnailWish *wish = &made->wish;
    Picture picture = { 0 };
    Error ignored;
    double across = (double)wish->width / image->width, down = (double)wish->height / image->height;
    double by = fmin(across, down), longest = fmax(image->width, image->height);
    int side = by < 1 ? (int)fmax(1, floor(by * longest)) : 0;
    if (!image_to_picture(&picture, image, side, wish->ground, &ignored)) return;
    made->rgba = rgba_of(&picture);
    if (made->rgba) {
        made->thumbnail.width = picture.width;
        made->thumbnail.height = picture.height;
        made->thumbnail.image_width = image->width;
        made->thumbnail.image_height = image->height;
    }
    picture_free(&picture);
}

static void decode(Made *made, const uint8_t *bytes, size_t length) {
    Image image = { 0 };
    Error ignored;
    if (!is_small(bytes, length) || !image_load_memory(&image, bytes, length, "", &ignored)) return;
    scale(made, &image);
    image_free(&image);
}

static void carry_out(Made *made) {
    uint8_t *bytes = NULL;
    size_t length = 0;
    Error ignored;
    made->thumbnail.known = true;
    if (!made->path) {
        const EmbeddedFile *scene = embedded_find("scene.png");
        decode(made, scene->bytes, scene->length);
        return;
    }
    made->thumbnail.bytes = path_bytes(made->path);
    if (!made->wish.picture || !file_read(&bytes, &length, made->path, FILE_MOST, &ignored)) return;
    decode(made, bytes, length);
    free(bytes);
}

// The thread --------------------------------------------------------------------------------------

// Called with the lock, which it gives up.
static void leave(Shared *shared) {
    bool last = --shared->holders == 0;
    mutex_unlock(shared->mutex);
    if (!last) return;
    for (int i = 0; i < shared->wish_count; i++) made_free(&shared->wishes[i]);
    for (size_t i = 0; i < shared->made_count; i++) made_free(&shared->made[i]);
    free(shared->made);
    condition_free(shared->asked);
    mutex_free(shared->mutex);
    free(shared);
}

static void work(void *user) {
    Shared *shared = user;
    parallel_alone();
    mutex_lock(shared->mutex);
    while (!shared->quit) {
        if (!shared->wish_count) {
            condition_wait(shared->asked, shared->mutex);
            continue;
        }
        Made made = shared->wishes[0];
        memmove(shared->wishes, shared->wishes + 1,
                (size_t)--shared->wish_count * sizeof *shared->wishes);
        shared->current = made;
        shared->busy = true;
        mutex_unlock(shared->mutex);
        carry_out(&made);
        mutex_lock(shared->mutex);
        shared->busy = false;
        shared->made =
            mem_grow(shared->made, &shared->made_room, shared->made_count + 1, sizeof made);
        shared->made[shared->made_count++] = made;
        if (!shared->quit) shared->wake();
    }
    leave(shared);
}

static Shared *start(void (*wake)(void)) {
    Shared *shared = mem_alloc(1, sizeof *shared);
    shared->mutex = mutex_create();
    shared->asked = condition_create();
    shared->wake = wake;
    shared->holders = 2;
    Thread *thread = thread_start(work, shared);
    if (thread) {
        thread_detach(thread);
        return shared;
    }
    shared->holders = 1;
    mutex_lock(shared->mutex);
    leave(shared);
    return NULL;
}

Thumbnails *thumbnails_create(bool beside, void (*wake)(void)) {
    Thumbnails *thumbnails = mem_alloc(1, sizeof *thumbnails);
    if (beside) thumbnails->shared = start(wake);
    return thumbnails;
}

void thumbnails_free(Thumbnails *thumbnails) {
    if (!thumbnails) return;
    Shared *shared = thumbnails->shared;
    if (shared) {
        mutex_lock(shared->mutex);
        shared->quit = true;
        condition_signal(shared->asked);
        leave(shared);
    }
    for (int i = 0; i < thumbnails->asked_count; i++) made_free(&thumbnails->asked[i]);
    for (int i = 0; i < SLOTS; i++) made_free(&thumbnails->slots[i].made);
    free(thumbnails);
}

// What is known -----------------------------------------------------------------------------------

static Slot *find_slot(Thumbnails *thumbnails, const ThumbnailWish *wish, bool any_size) {
    Slot *like = NULL;
    for (int i = 0; i < SLOTS; i++) {
        Slot *slot = &thumbnails->slots[i];
        if (!slot->used) continue;
        if (same_wish(&slot->made.wish, wish)) return slot;
        if (any_size && same_file(&slot->made.wish, wish)) like = slot;
    }
    return like;
}

// Its own, an empty one, or the one that nobody has asked for longest.
static Slot *slot_for(Thumbnails *thumbnails, const ThumbnailWish *wish) {
    Slot *slot = find_slot(thumbnails, wish, false), *oldest = thumbnails->slots;
    for (int i = 0; i < SLOTS; i++)
        if (thumbnails->slots[i].used < oldest->used) oldest = &thumbnails->slots[i];
    return slot ? slot : oldest;
}

// Takes what `made` owns.
static void keep(Thumbnails *thumbnails, Textures *textures, Made *made) {
    Slot *slot = slot_for(thumbnails, &made->wish);
    made_free(&slot->made);
    slot->made = *made;
    slot->used = thumbnails->pass;
    Thumbnail *thumbnail = &slot->made.thumbnail;
    Key key = { .width = thumbnail->width, .height = thumbnail->height };
    Error ignored;
    if (made->rgba && texture_upload(textures, &slot->texture, &key, made->rgba, &ignored))
        thumbnail->texture = texture_number(textures, &slot->texture);
    free(slot->made.rgba);
    slot->made.rgba = NULL;
    *made = (Made){ 0 };
}

void thumbnails_begin(Thumbnails *thumbnails, Textures *textures) {
    Shared *shared = thumbnails->shared;
    thumbnails->pass++;
    if (!shared) return;
    mutex_lock(shared->mutex);
    for (size_t i = 0; i < shared->made_count; i++) keep(thumbnails, textures, &shared->made[i]);
    shared->made_count = 0;
    mutex_unlock(shared->mutex);
}

Thumbnail thumbnails_find(Thumbnails *thumbnails, Textures *textures, const ThumbnailWish *wish) {
    Slot *slot = find_slot(thumbnails, wish, true);
    if (slot) slot->used = thumbnails->pass;
    if (slot && same_wish(&slot->made.wish, wish)) return slot->made.thumbnail;
    if (!thumbnails->shared) {
        Made made = made_of(wish);
        carry_out(&made);
        keep(thumbnails, textures, &made);
        return find_slot(thumbnails, wish, false)->made.thumbnail;
    }
    if (thumbnails->asked_count < WISHES)
        thumbnails->asked[thumbnails->asked_count++] = made_of(wish);
    return slot ? slot->made.thumbnail : (Thumbnail){ .texture = -1 }; // of another size, for now
}

Thumbnail thumbnails_look(Thumbnails *thumbnails, const char *path) {
    const ThumbnailWish wish = { .path = path };
    const Slot *slot = find_slot(thumbnails, &wish, true);
    return slot ? slot->made.thumbnail : (Thumbnail){ .texture = -1 };
}

static bool is_under_way(const Shared *shared, const ThumbnailWish *wish) {
    if (shared->busy && same_wish(&shared->current.wish, wish)) return true;
    for (size_t i = 0; i < shared->made_count; i++)
        if (same_wish(&shared->made[i].wish, wish)) return true;
    return false;
}

// The thread's wishes are those of this pass, and none before.
void thumbnails_end(Thumbnails *thumbnails) {
    Shared *shared = thumbnails->shared;
    if (!shared) return;
    mutex_lock(shared->mutex);
    for (int i = 0; i < shared->wish_count; i++) made_free(&shared->wishes[i]);
    shared->wish_count = 0;
    for (int i = 0; i < thumbnails->asked_count; i++) {
        if (is_under_way(shared, &thumbnails->asked[i].wish))
            made_free(&thumbnails->asked[i]);
        else
            shared->wishes[shared->wish_count++] = thumbnails->asked[i];
    }
    thumbnails->asked_count = 0;
    if (shared->wish_count) condition_signal(shared->asked);
    mutex_unlock(shared->mutex);
}

void thumbnails_forget(Thumbnails *thumbnails) {
    for (int i = 0; i < SLOTS; i++) thumbnails->slots[i].used = 0;
}
