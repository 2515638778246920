/*
 * Role: what a Vietnamese input method, left on, made of the keys that were
 * pressed, turned back into those keys: commands keep working. SCREENS §7,
 * input methods. Pure. Thread: any.
 */
#ifndef UI_IME_H
#define UI_IME_H

#include <stdbool.h>
#include <stddef.h>

enum { IME_KEYS_MOST = 2 };

struct ime {
	bool is_vni;         /* tones and shapes are digits */
	bool has_backspace;  /* the key before, in this read */
	int last;            /* the letter that stands, as far as seen */
};

/* A new read begins: what came before it was acted upon. */
void ime_begin(struct ime *ime);

/* The keys meant by one that arrived, into keys; their count (0 to 2). */
size_t ime_take(struct ime *ime, int press, int keys[IME_KEYS_MOST]);

#endif
