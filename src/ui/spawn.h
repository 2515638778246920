/*
 * Role: starts programs of the user's: a browser without a shell, its
 * descriptors closed, left to itself; a command as typed. Thread: main.
 */
#ifndef UI_SPAWN_H
#define UI_SPAWN_H

#include "base/error.h"

#include <stddef.h>

/*
 * Run command ("firefox --new-tab %s"; %s is the address, else it comes
 * last) with no terminal. ERROR_SYSTEM, subject the program.
 */
MUST_CHECK bool spawn_on_address(const char *command, const char *address,
    struct error *err);

/*
 * Run the user's own command by the shell on this terminal and wait for it:
 * argument (or NULL) comes behind it as one word, which the shell does not
 * read; input (or NULL) is its standard input. *status: what it ended with.
 */
MUST_CHECK bool spawn_in_shell(const char *command, const char *argument,
    const char *input, size_t len, int *status, struct error *err);

#endif
