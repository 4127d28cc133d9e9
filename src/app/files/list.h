// SPDX-License-Identifier: MIT
// What the sheet of files holds: the folder, what is in it, what of that is shown, what is chosen.
// files/sheet.c draws it, files/keys.c moves in it.
#ifndef ALPHABAR_APP_FILES_LIST_H
#define ALPHABAR_APP_FILES_LIST_H

#include "app/files/files.h"
#include "app/files/listing.h"
#include "app/files/places.h"
#include "app/files/thumbnails.h"

typedef struct FolderReading FolderReading;

struct Files {
    bool open;
    char *folder; // from the root; NULL: the recent files
    Listing listing;
    FolderReading *reading; // the listing of `folder` is not there yet
    char *wanted;           // what is to be chosen then: a name, or a path among the recent files
    unsigned waits;         // for what was opened from it, then it closes: opening_of; 0: for none
    char why[640];          // one line: the folder or the file cannot be opened; empty
    char filter[96];
    size_t *shown; // which of the listing, in the order of the tiles
    size_t shown_count, shown_room;
    int chosen;        // of those shown; −1: none
    int clicked;       // chosen by a press: another one opens it; −1
    bool reveals;      // what is chosen is to come into view
    int top;           // the first row of tiles in view
    int columns, rows; // of tiles, as they were drawn last
    Places places;
    Thumbnails *thumbnails;
};

// Lists a folder, NULL the recent files, and chooses the file of that name where there is one.
void list_go(App *app, const char *folder, const char *name);
void list_go_up(App *app);
void list_follow(App *app); // once a pass: what was read in the meantime
void list_show(Files *files, const char *filter);

// The file at place `index` of those shown; NULL where there is none.
const ListedFile *list_file(const Files *files, int index);
void list_choose(Files *files, int index); // and brings it into view
void list_lay_out(Files *files, int columns, int rows);
void list_scroll(Files *files, int rows);
int list_row_count(const Files *files);

// Where a list of files begins: beside the picture that is shown.
void list_begin(App *app);
void list_end(App *app);

#endif
