/*
 * Role: the pictures of the open article, once the reader asked for them:
 * read from the store, made to fit, painted where the layout left room.
 * Thread: main.
 */
#ifndef UI_ARTICLE_PICTURES_H
#define UI_ARTICLE_PICTURES_H

#include "base/arena.h"
#include "base/error.h"
#include "layout/layout.h"
#include "picture/cells.h"
#include "store/store.h"
#include "ui/dots.h"
#include "ui/paint.h"

#include <stdbool.h>

struct ui;

struct article_pictures {
	bool is_on;
	struct error stopped; /* why nothing more is to come */
	struct dots dots;

	struct arena arena; /* of those that are kept */
	struct store_picture *kept;
	size_t kept_count;

	/* as they were laid out: one for each block of the article */
	struct arena room_arena;
	struct layout_picture *rooms;
	struct cells *cells;
	size_t count;
	enum cells_depth depth;
	bool is_waiting; /* some have not come yet */
	int rows_most;   /* of one, as the pane was high */
};

void article_pictures_init(struct article_pictures *pictures);
void article_pictures_release(struct article_pictures *pictures);

/* p: show them, and ask for those that are not kept; or hide them. */
void article_pictures_toggle(struct ui *ui);

/* Another article is shown. */
void article_pictures_forget(struct ui *ui);

/* Leave room for them in a text laid out so. */
void article_pictures_fit(struct ui *ui, struct layout_options *options);

/* The pane is higher or lower than they were fitted for. */
bool article_pictures_are_stale(const struct ui *ui);

/* One came, or none is to come. */
void article_pictures_event(struct ui *ui, int64_t id,
    const struct error *error);

/* The row of a picture that a line is. */
void article_pictures_paint(struct ui *ui, const struct paint *paint, int y,
    int x, const struct layout_line *line);

#endif
