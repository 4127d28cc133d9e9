// SPDX-License-Identifier: MIT
// Whole files in, and files out that are either complete or not there: written beside under
// another name, renamed when done.
#ifndef ALPHABAR_IO_FILE_H
#define ALPHABAR_IO_FILE_H

#include "base/error.h"

#include <signal.h>
#include <stdint.h>
#include <stdio.h>

// Opens a regular file for reading; anything else could keep the program waiting for ever. NULL and
// an error "PATH: WHY" where it is none.
FILE *file_open_to_read(const char *path, Error *error);

// Reads a file of at most `limit` bytes; one '\0' follows the data. free() it. Folders, missing
// and unreadable files and larger ones give "PATH: WHY".
bool file_read(uint8_t **data, size_t *length, const char *path, size_t limit, Error *error);

typedef struct FileOut {
    FILE *stream;
    char *path, *beside;
    bool linked; // the file has other names, which are to see the change
} FileOut;

// A file that is replaced keeps its mode and, where the system lets it, its owner. A symbolic link
// stays one: the file that it names is replaced, or made.
bool file_out_open(FileOut *out, const char *path, Error *error);
// Flushes, closes and renames. On failure nothing is left, and what PATH held before is untouched.
//
// A file with more than one hard link is not renamed over, which would part it from its other
// names: the finished one is copied into it. A full disk shows before anything of it is changed.
// Where the copying breaks off all the same, the whole new file stays beside and the error names
// it.
bool file_out_commit(FileOut *out, Error *error);
void file_out_cancel(FileOut *out); // also after a commit, where it does nothing

// Call once at the start of a program that writes: a signal (interrupt, terminate, hang up) or an
// exit in the middle leaves no unfinished file.
void file_out_clean_up_at_end(void);
// A child process that writes such a file would make it again: it is ended first. 0: there is none
// any more. One at a time. Between its start and this there must be a guard.
void file_out_child(long process);

// Until its end such a signal waits, on this thread and on any other.
typedef struct FileGuard {
    sigset_t before; // the thread's mask
} FileGuard;
void file_guard_begin(FileGuard *guard);
void file_guard_end(const FileGuard *guard);
// Makes a folder for such files, which goes, too, where it is empty then. The name stays valid
// until it is forgotten. One at a time.
bool file_out_make_folder(const char *path, Error *error);
void file_out_forget_folder(void);

bool file_write(const char *path, const void *data, size_t length, Error *error); // all three

#endif
