#include "ui/search_view.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "text/width.h"
#include "text/words.h"
#include "ui/app.h"
#include "ui/format.h"

#include <stdlib.h>
#include <string.h>

enum { STEP_MS = 6, RESULTS_MOST = 2000 };

void search_view_init(struct ui *ui)
{
	arena_init(&ui->search.arena);
	ui->search.order = SEARCH_NEWEST;
}

static void forget(struct search_view *view)
{
	store_search_free(view->search);
	view->search = NULL;
	view->is_done = true;
	memset(view->snippets, 0, sizeof(view->snippets));
	memset(&view->parsed, 0, sizeof(view->parsed));
	arena_release(&view->arena);
}

void search_view_release(struct ui *ui)
{
	forget(&ui->search);
}

void search_view_end(struct ui *ui)
{
	forget(&ui->search);
}

/* --- finding ------------------------------------------------------------------ */

static void show_found(struct ui *ui)
{
	const struct search_result *results;
	size_t count = store_search_results(ui->search.search, &results);

	list_view_set_found(ui, results, count);
}

void search_view_begin(struct ui *ui, const char *text, bool is_everywhere)
{
	struct search_view *view = &ui->search;

	forget(view);
	search_parse(text, clock_now(), &view->arena, &view->parsed);
	if (!is_everywhere)
		return;
	view->search = store_search_new(text, clock_now(), view->order,
	    RESULTS_MOST);
	view->is_done = false;
	view->unindexed = 0;
	if (!store_count_unindexed(ui->store, &view->unindexed, NULL))
		view->unindexed = 0;
	search_view_step(ui);
}

bool search_view_is_pending(const struct ui *ui)
{
	return ui->search.search != NULL && !ui->search.is_done;
}

bool search_view_step(struct ui *ui)
{
	struct search_view *view = &ui->search;
	struct error error;

	if (!search_view_is_pending(ui))
		return false;
	if (!store_search_step(ui->store, view->search, STEP_MS,
	        &view->is_done, &error)) {
		view->is_done = true;
		status_warn(ui, _("The cache could not be read"), &error);
	}
	show_found(ui);
	return true;
}

void search_view_toggle_order(struct ui *ui)
{
	struct search_view *view = &ui->search;

	view->order = view->order == SEARCH_BEST ? SEARCH_NEWEST
	                                         : SEARCH_BEST;
	if (view->search != NULL) {
		list_view_search(ui, ui->prompt.searched.data, false);
		ui_touch(ui, DIRTY_STATUS | DIRTY_HINT);
	}
}

void search_view_add_status(struct ui *ui, struct str *out)
{
	const struct search_view *view = &ui->search;
	int64_t total = ui->list.rows.total;
	bool is_best = view->search != NULL && view->order == SEARCH_BEST;

	if (!is_best)
		format_count(out, ngettext("%d result, newest first",
		    "%d results, newest first", (unsigned long)total), total);
	else
		format_count(out, ngettext("%d result, best first",
		    "%d results, best first", (unsigned long)total), total);
	if (view->search == NULL || view->unindexed == 0)
		return;
	format_dot(out);
	format_count(out, _("indexing, %d to go"), view->unindexed);
}

void search_view_open(struct ui *ui, const char *text)
{
	if (ui->list.is_search)
		list_view_pop(ui);
	list_view_push(ui);
	str_clear(&ui->prompt.searched);
	str_add(&ui->prompt.searched, text);
	ui_focus(ui, PANE_LIST);
	list_view_search(ui, ui->prompt.searched.data, false);
}

/* --- painting ------------------------------------------------------------------- */

int search_view_paint(struct ui *ui, const struct paint *paint, int y, int x,
    int columns, const char *text, enum role role)
{
	int start = x;
	size_t at = 0;
	struct words words;
	struct word word;

	words_init(&words, text, strlen(text));
	/* composed it may be longer: its places are those of words.text */
	while (words_next(&words, &word)) {
		if (!search_meets(&ui->search.parsed, &word))
			continue;
		x += paint_text(paint, y, x, columns - (x - start),
		    words.text + at, word.start - at, role);
		x += paint_text(paint, y, x, columns - (x - start),
		    words.text + word.start, word.len, ROLE_HIT);
		at = word.start + word.len;
	}
	x += paint_text(paint, y, x, columns - (x - start), words.text + at,
	    words.len - at, role);
	words_release(&words);
	return x - start;
}

static const struct search_snippet *find_snippet(struct ui *ui, int64_t id)
{
	struct search_view *view = &ui->search;
	struct search_snippet snippet = {0};
	size_t at;

	for (size_t i = 0; i < SNIPPETS_KEPT; i++)
		if (view->snippets[i].id == id)
			return &view->snippets[i].snippet;
	if (!store_read_snippet(ui->store, id, &view->parsed, &view->arena,
	        &snippet, NULL))
		return NULL;
	at = view->snippet_next++ % SNIPPETS_KEPT;
	view->snippets[at].id = id;
	view->snippets[at].snippet = snippet;
	return &view->snippets[at].snippet;
}

bool search_view_paint_snippet(struct ui *ui, const struct paint *paint,
    int y, int x, int columns, int64_t id)
{
	const struct search_snippet *snippet;
	int end = x + columns;
	size_t at = 0;

	if (ui->search.search == NULL)
		return false;
	snippet = find_snippet(ui, id);
	if (snippet == NULL || snippet->text[0] == '\0')
		return false;
	for (size_t i = 0; i < snippet->hit_count; i++) {
		const struct search_span *hit = &snippet->hits[i];

		x += paint_text(paint, y, x, end - x, snippet->text + at,
		    hit->start - at, ROLE_DIM);
		x += paint_text(paint, y, x, end - x,
		    snippet->text + hit->start, hit->len, ROLE_HIT);
		at = hit->start + hit->len;
	}
	paint_text(paint, y, x, end - x, snippet->text + at,
	    strlen(snippet->text) - at, ROLE_DIM);
	if (text_width(snippet->text, strlen(snippet->text)) > columns)
		paint_words(paint, y, end - 1, 1, "…", ROLE_DIM);
	return true;
}
