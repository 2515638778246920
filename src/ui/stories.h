/*
 * Role: stories on the screens: opened and folded in the list, shown beside
 * an article, and marked as a whole where the reader wishes it. Thread: main.
 */
#ifndef UI_STORIES_H
#define UI_STORIES_H

#include "base/arena.h"
#include "news/article.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ui;

/* What was opened or folded last, for u. */
struct story_toggle {
	int64_t story; /* 0: nothing */
	bool is_undone;
};

/* Whether lists show each story once: the setting; not while rows are muted. */
bool stories_are_folded(const struct ui *ui);

/* In the list: open the row's story, or fold it; else: who else tells it. */
void story_show(struct ui *ui);

/* Take the last opening or folding back, or do it again; false: none. */
bool story_undo(struct ui *ui);
bool story_redo(struct ui *ui);

/* Something else is the last change. */
void story_forget(struct ui *ui);

/*
 * The unread articles that are marked with one that is read: those of its
 * story if the setting says so. Not among them: itself.
 */
void story_find_companions(struct ui *ui, const struct article_row *row,
    enum store_mark mark, struct arena *arena, struct article_row **rows,
    size_t *count);

#endif
