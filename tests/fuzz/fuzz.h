/*
 * Role: what a fuzz target exports, and how it says that a promise was
 * broken. With clang's libFuzzer a target is a program by itself; without,
 * replay.c runs it over files, which is what `make check` does. Thread: one.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static inline void fuzz_promise(bool is_kept, const char *what)
{
	if (is_kept)
		return;
	fprintf(stderr, "promise broken: %s\n", what);
	abort();
}

/* Text for people: valid UTF-8 without controls. NULL is fine. */
static inline void fuzz_promise_clean(const char *text, const char *what)
{
	if (text == NULL)
		return;
	for (const char *c = text; *c != '\0'; c++)
		fuzz_promise((unsigned char)*c >= 0x20 && *c != 0x7F, what);
	fuzz_promise(utf8_is_valid(text, strlen(text)), what);
}

#endif
