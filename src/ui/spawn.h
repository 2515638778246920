/*
 * Role: starts a program of the user's (a browser) without a shell, its
 * descriptors closed, and leaves it to itself. Thread: main.
 */
#ifndef UI_SPAWN_H
#define UI_SPAWN_H

#include "base/error.h"

/*
 * Run command ("firefox --new-tab %s"; %s is the address, else it comes
 * last) with no terminal. ERROR_SYSTEM, subject the program.
 */
MUST_CHECK bool spawn_on_address(const char *command, const char *address,
    struct error *err);

#endif
