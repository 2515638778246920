/*
 * Role: what the reader does not want to see: words, sources, sections that
 * hide an article in lists. Nothing is deleted or marked; a rule taken away
 * shows all again. Kept in the setting "mute". Thread: main.
 */
#ifndef UI_MUTES_H
#define UI_MUTES_H

#include "base/arena.h"
#include "base/str.h"
#include "news/article.h"

#include <stdbool.h>
#include <stddef.h>

struct ui;

enum mute_kind { MUTE_WORDS, MUTE_SOURCE, MUTE_SECTION };

struct mute {
	enum mute_kind kind;
	const char *written;
	const char *folded; /* words between blanks; a section's: its slug */
	bool is_exact;      /* written with marks: "lũ" is not "lúa" */
};

enum { MUTES_KNOWN = 512 };

struct mutes {
	struct arena arena;
	struct mute *rows;
	size_t count, cap;
	/* what was found of an article, by its number; id 0: nothing yet */
	struct {
		int64_t id;
		bool is_hidden;
	} known[MUTES_KNOWN];
};

void mutes_init(struct mutes *mutes);
void mutes_release(struct mutes *mutes);

/* "xổ số | source:Báo Lệ Khê | section:Thể thao" */
void mutes_read(struct mutes *mutes, const char *setting);

bool mutes_hide(struct mutes *mutes, const struct article_row *row);

/* A rule added, or the one of that number taken out, as the setting has it. */
void mutes_add_setting(const struct mutes *mutes, const char *added,
    size_t taken_out, struct str *out);

/* Commands: ask for a rule; the screen of them. */
void mutes_ask(struct ui *ui);
bool mutes_accept(struct ui *ui, const char *text);
void mutes_open(struct ui *ui);

/* Take back what the last mute or unmute did; false: nothing to. */
bool mutes_undo(struct ui *ui);
void mutes_forget(struct ui *ui); /* something else was done since */

#endif
