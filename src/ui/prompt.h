/*
 * Role: a field in the hint line's place, and what is done with its text: a
 * row in prompt_kinds.c for each thing that is asked for. Thread: main.
 */
#ifndef UI_PROMPT_H
#define UI_PROMPT_H

#include "ui/field.h"
#include "ui/paint.h"

#include <stdbool.h>
#include <stdint.h>

struct ui;

enum prompt_kind {
	PROMPT_NONE,
	PROMPT_SEARCH,
	PROMPT_NARROW,
	PROMPT_FIND,
	PROMPT_FILTER,
	PROMPT_COMMAND,
	PROMPT_LINK,
	PROMPT_JUMP,
	PROMPT_PROVINCE,
	PROMPT_ADD,
	PROMPT_ADDRESS,
	PROMPT_NAME,
	PROMPT_SAVED_QUERY,
	PROMPT_SAVED_NAME,
	PROMPT_SOURCE_TAGS,
	PROMPT_IMPORT,
	PROMPT_EXPORT,
	PROMPT_PIPE,
	PROMPT_OPEN_WITH,
	PROMPT_SAVE,
	PROMPT_TAG,
	PROMPT_SETTING,
	PROMPT_MUTE,
	PROMPT_OPEN_ADDRESS,
	PROMPT_COUNT,
};

struct prompt_ops {
	const char *label, *hint; /* N_ */
	int settle_ms;            /* before change is called */
	bool has_walk; /* ↓ ↑ move the selection behind the field */
	/* What was typed changed, or is new. */
	void (*change)(struct ui *ui, const char *text);
	/* Enter; false: the field stays open. */
	bool (*accept)(struct ui *ui, const char *text);
	/* Esc: as if it had never been opened. */
	void (*cancel)(struct ui *ui);
	void (*complete)(struct ui *ui); /* Tab */
	/* A key of this field alone; may be NULL. */
	bool (*press)(struct ui *ui, int press);
	/* Append what stands at the right, in place of the hint. */
	void (*add_hint)(struct ui *ui, struct str *out);
};

extern const struct prompt_ops prompt_kinds[PROMPT_COUNT];

struct prompt {
	enum prompt_kind kind;
	struct field field;
	struct str searched; /* the text of the search that is shown */
	enum pane from; /* that had the keys before */
	int64_t subject; /* a source that is edited; a setting's row */
	int64_t due; /* clock_ticks when its text is acted upon; 0: it was */
	int overlay; /* rows painted above the status line */
};

void prompt_init(struct ui *ui);
void prompt_release(struct ui *ui);

void prompt_open(struct ui *ui, enum prompt_kind kind);
void prompt_open_with(struct ui *ui, enum prompt_kind kind,
    const char *text);
void prompt_close(struct ui *ui);
void prompt_press(struct ui *ui, int press);

/* Act upon the text as Enter does. */
void prompt_accept(struct ui *ui);

/* The text stands otherwise: act upon it when it has settled. */
void prompt_changed(struct ui *ui);

/* Act upon what was typed, if it is time. */
void prompt_tick(struct ui *ui, int64_t ticks);

void prompt_paint(struct ui *ui, const struct paint *paint);
void prompt_place_cursor(struct ui *ui, const struct paint *paint);

/* Commands that fit what was typed, over the lowest rows of the body. */
void prompt_paint_overlay(struct ui *ui, const struct paint *page);

#endif
