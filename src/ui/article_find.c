#include "ui/article_find.h"

#include "base/mem.h"
#include "text/width.h"
#include "ui/app.h"
#include "ui/article_wide.h"
#include "ui/hits.h"

#include <stdlib.h>
#include <string.h>

void article_find_forget(struct article_view *view)
{
	free(view->sought);
	free(view->hits);
	view->sought = NULL;
	view->hits = NULL;
	view->hit_count = view->hit_at = 0;
}

static void add_hit(struct article_view *view, size_t *cap,
    struct article_hit hit)
{
	view->hits = mem_grow(view->hits, cap, view->hit_count + 1,
	    sizeof(*view->hits));
	view->hits[view->hit_count++] = hit;
}

/* A place in joined text, as one or more pieces of lines. */
static void add_hit_pieces(struct article_view *view, size_t *cap,
    const size_t *starts, struct hit hit)
{
	const struct layout *layout = &view->layout;
	size_t line = 0, end = hit.start + hit.len;

	while (line + 1 < layout->count && starts[line + 1] <= hit.start)
		line++;
	for (; line < layout->count && starts[line] < end; line++) {
		size_t from = hit.start > starts[line]
		    ? hit.start - starts[line] : 0;
		size_t to = end - starts[line];

		if (to > layout->lines[line].len)
			to = layout->lines[line].len;
		if (from < to)
			add_hit(view, cap, (struct article_hit){line, from,
			    to - from});
	}
}

bool article_find_seek(struct ui *ui, const char *folded)
{
	struct article_view *view = &ui->article;
	const struct layout *layout = &view->layout;
	char *sought = mem_dup(folded);
	size_t *starts, at = 0, cap = 0, joined = 0;
	struct hits_text text;
	struct hit hit;

	article_find_forget(view);
	view->sought = sought;
	ui_touch_pane(ui, PANE_ARTICLE);
	if (sought == NULL || sought[0] == '\0')
		return false;
	/* lines as one text, so that a phrase is found across their ends */
	hits_text_init(&text);
	starts = mem_alloc_zero(layout->count + 1, sizeof(*starts));
	for (size_t i = 0; i < layout->count; i++) {
		starts[i] = joined;
		hits_text_add(&text, layout->lines[i].text,
		    layout->lines[i].len, joined);
		joined += layout->lines[i].len;
		hits_text_add(&text, " ", 1, joined++);
	}
	while (hits_next(&text, sought, &at, &hit))
		add_hit_pieces(view, &cap, starts, hit);
	free(starts);
	hits_text_release(&text);
	return view->hit_count > 0;
}


bool article_find_step(struct ui *ui, int sign)
{
	struct article_view *view = &ui->article;
	const struct article_hit *hit;

	if (view->hit_count == 0)
		return false;
	if (sign > 0)
		view->hit_at = (view->hit_at + 1) % view->hit_count;
	else if (sign < 0)
		view->hit_at = (view->hit_at + view->hit_count - 1) %
		    view->hit_count;
	hit = &view->hits[view->hit_at];
	article_view_show_line(ui, (int)hit->line);
	article_wide_show(ui, hit->line, hit->start, hit->len);
	return true;
}

void article_find_end(struct ui *ui)
{
	article_find_forget(&ui->article);
	ui_touch_pane(ui, PANE_ARTICLE);
	ui_touch(ui, DIRTY_STATUS);
}

void article_find_paint(const struct article_view *view,
    const struct paint *paint, int y, int x, size_t number)
{
	const struct layout_line *line = &view->layout.lines[number];

	for (size_t i = 0; i < view->hit_count; i++) {
		const struct article_hit *hit = &view->hits[i];

		if (hit->line != number)
			continue;
		article_wide_paint(view, paint, y, x, line, hit->start,
		    hit->len, ROLE_HIT);
	}
}
