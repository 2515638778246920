/*
 * Role: a screen of lines that some command asked for, over the pane it was
 * asked from: what an article is made of, how a source is, the log. Each
 * kind is a file and a row in the table of sheet_view.c. Thread: main.
 */
#ifndef UI_SHEET_VIEW_H
#define UI_SHEET_VIEW_H

#include "base/arena.h"
#include "ui/view.h"

#include <stdbool.h>
#include <stdint.h>

enum sheet_kind { SHEET_OUTLINE, SHEET_HEALTH, SHEET_LOG, SHEET_PROVINCE,
	SHEET_OFFERS, SHEET_SETTINGS, SHEET_MUTES,
	SHEET_COUNT };

struct sheet_line {
	const char *label; /* a column of its own before the text; or NULL */
	const char *text;
	enum role role, label_role;
	int indent;
	int64_t target; /* what open gets */
	const char *subject; /* and by name; or NULL */
	bool is_selectable;
};

struct sheet_ops {
	const char *name; /* N_: whose keys help shows */
	/* Add the lines anew, by sheet_add, and the heading's two texts. */
	void (*fill)(struct ui *ui);
	/* Enter on a line; may be NULL. */
	void (*open)(struct ui *ui, const struct sheet_line *line);
	/* Space on a line, where it does not open it; or NULL. */
	void (*tick)(struct ui *ui, const struct sheet_line *line);
	bool has_source; /* that refresh and edit are meant for */
};

extern const struct sheet_ops outline_ops, health_ops, log_ops,
    province_ops, offers_ops, settings_ops, mutes_ops;

struct sheet_view {
	enum sheet_kind kind;
	enum pane from;
	int64_t subject; /* the source it is about; or 0 */
	struct arena arena;
	const char *title, *right; /* of the heading */
	struct sheet_line *lines;
	size_t count, cap;
	int label_columns; /* of the widest label */
	int selected, top;
};

void sheet_view_init(struct ui *ui);
void sheet_view_release(struct ui *ui);

void sheet_view_open(struct ui *ui, enum sheet_kind kind, int64_t subject);

/* Read again what it shows, if it is open; the selected line stays. */
void sheet_view_reload(struct ui *ui);

/* A line that begins as plain text; the text is copied. */
struct sheet_line *sheet_add(struct ui *ui, const char *text,
    enum role role);

/* With a label before it; both are copied. */
struct sheet_line *sheet_add_fact(struct ui *ui, const char *label,
    const char *text);

/* Text over as many lines as the screen's width asks for. */
void sheet_add_wrapped(struct ui *ui, const char *text, enum role role);

/* Whether a command of sheets means something in this one. */
bool sheet_takes(const struct ui *ui, const char *command);

bool sheet_is_open(const struct ui *ui, enum sheet_kind kind);

#endif
