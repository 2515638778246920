#include "ui/saved_searches.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "ui/app.h"
#include "ui/format.h"
#include "ui/memory.h"

#include <stdlib.h>
#include <string.h>

enum {
	STEP_MS = 5,
	PAUSE_MS = 300,  /* between two counts */
	PAUSE_TIMES = 20, /* and so many times what a count takes */
	RESULTS_MOST = 2000, /* as a search lists */
};

static const struct saved_search *find_id(const struct ui *ui, int64_t id)
{
	for (size_t i = 0; i < ui->saved.count; i++)
		if (ui->saved.rows[i].id == id)
			return &ui->saved.rows[i];
	return NULL;
}

static const struct saved_search *find_query(const struct ui *ui,
    const char *query)
{
	for (size_t i = 0; i < ui->saved.count; i++)
		if (str_equal(ui->saved.rows[i].query, query))
			return &ui->saved.rows[i];
	return NULL;
}

/* --- counting ------------------------------------------------------------------- */

static void stop_counting(struct saved_searches *saved)
{
	store_search_free(saved->search);
	saved->search = NULL;
	saved->at = 0;
}

static bool is_changed(const struct saved_searches *saved,
    const struct saved_search *rows, size_t count)
{
	if (count != saved->count)
		return true;
	for (size_t i = 0; i < count; i++)
		if (rows[i].id != saved->rows[i].id ||
		    !str_equal(rows[i].query, saved->rows[i].query))
			return true;
	return false;
}

void saved_load(struct ui *ui)
{
	struct saved_searches *saved = &ui->saved, was = *saved;
	struct saved_search *rows;
	struct arena arena;
	int64_t *unread;
	size_t count;

	arena_init(&arena);
	if (!store_read_searches(ui->store, &arena, &rows, &count, NULL)) {
		arena_release(&arena);
		return;
	}
	unread = arena_array(&arena, count + 1, sizeof(*unread));
	for (size_t i = 0; i < count; i++) {
		unread[i] = 0;
		for (size_t k = 0; k < was.count; k++)
			if (was.rows[k].id == rows[i].id)
				unread[i] = was.unread[k];
	}
	if (is_changed(saved, rows, count)) {
		stop_counting(saved);
		saved->is_due = count > 0;
		saved->due = 0;
	}
	saved->rows = rows;
	saved->unread = unread;
	saved->count = count;
	saved->arena = arena;
	arena_release(&was.arena);
}

void saved_release(struct ui *ui)
{
	stop_counting(&ui->saved);
	arena_release(&ui->saved.arena);
}

int64_t saved_due(const struct ui *ui, int64_t ticks)
{
	const struct saved_searches *saved = &ui->saved;

	if (ui->is_migrated)
		return -1;
	if (saved->search != NULL)
		return 0;
	if (!saved->is_due)
		return -1;
	return saved->due > ticks ? saved->due - ticks : 0;
}

static void end_one(struct ui *ui, int64_t ticks)
{
	struct saved_searches *saved = &ui->saved;
	const struct search_result *results;
	size_t count = store_search_results(saved->search, &results);
	int64_t unread;

	if (store_count_unread(ui->store, results, count, &unread, NULL) &&
	    unread != saved->unread[saved->at]) {
		saved->unread[saved->at] = unread;
		sources_view_count_search(ui, saved->rows[saved->at].id,
		    unread);
	}
	store_search_free(saved->search);
	saved->search = NULL;
	if (++saved->at < saved->count)
		return;
	saved->is_due = false;
	saved->at = 0;
	saved->due = ticks + PAUSE_MS + PAUSE_TIMES *
	    ((clock_nanos() - saved->began) / 1000000);
}

void saved_step(struct ui *ui, int64_t ticks)
{
	struct saved_searches *saved = &ui->saved;
	bool is_done = true;

	if (saved->count == 0 || ui->is_migrated)
		return;
	if (!saved->is_due && store_data_version(ui->store) != saved->version)
		saved->is_due = true;
	/* what is typed, and what is searched for, come first */
	if (!saved->is_due || ticks < saved->due ||
	    search_view_is_pending(ui) || bulk_is_pending(ui))
		return;
	if (saved->search == NULL) {
		if (saved->at == 0) {
			saved->began = clock_nanos();
			saved->version = store_data_version(ui->store);
		}
		saved->search = store_search_new(
		    saved->rows[saved->at].query, clock_now(), SEARCH_NEWEST,
		    RESULTS_MOST);
	}
	if (!store_search_step(ui->store, saved->search, STEP_MS, &is_done,
	        NULL))
		is_done = true;
	if (is_done)
		end_one(ui, ticks);
}

/* --- changes ---------------------------------------------------------------------- */

static void say(struct ui *ui, const char *sentence, const char *title)
{
	struct str message;

	str_init(&message);
	str_addf(&message, sentence, title);
	format_dot(&message);
	str_add(&message, _("u undoes"));
	status_say(ui, message.data);
	str_release(&message);
}

/* After any of them. */
static void follow(struct ui *ui)
{
	ui->has_unsynced_marks = true;
	sources_view_load(ui);
}

void saved_remove(struct ui *ui, int64_t id)
{
	const struct saved_search *row = find_id(ui, id);
	char *title = mem_dup(row == NULL ? "" : row->title);
	struct error error;
	bool found, is_done;

	ui_begin_change(ui);
	is_done = store_remove_search(ui->store, id, clock_now(), &found,
	    &error);
	ui_end_change(ui);
	follow(ui);
	if (!is_done)
		status_warn(ui, _("Not removed"), &error);
	else
		say(ui, _("No longer kept: %s"), title);
	free(title);
}

void saved_keep(struct ui *ui)
{
	const char *text = ui->prompt.searched.data;
	const struct saved_search *row;
	struct error error;
	bool is_new, is_done;
	int64_t id;

	if (!ui->list.is_search || text[0] == '\0') {
		status_say(ui, _("Search for something first"));
		return;
	}
	row = find_query(ui, text);
	if (row != NULL) {
		saved_remove(ui, row->id);
		return;
	}
	ui_begin_change(ui);
	is_done = store_save_search(ui->store, NULL, text, clock_now(), &id,
	    &is_new, &error);
	ui_end_change(ui);
	follow(ui);
	if (!is_done)
		status_warn(ui, _("Not kept"), &error);
	else if (is_new)
		say(ui, _("Kept beside the sources: %s"), text);
}

/* Another title or query; NULL: as it is. */
static void set(struct ui *ui, int64_t id, const char *title,
    const char *query)
{
	struct error error;
	bool found, is_done;

	ui_begin_change(ui);
	is_done = store_change_search(ui->store, id, title, query,
	    clock_now(), &found, &error);
	ui_end_change(ui);
	follow(ui);
	if (!is_done)
		status_warn(ui, _("Not changed"), &error);
	else if (!found)
		status_complain(ui, _("That search is kept already"));
	else
		status_say(ui, _("Changed"));
}

void saved_edit_ask(struct ui *ui, int64_t id)
{
	const struct saved_search *row = find_id(ui, id);

	if (row == NULL)
		return;
	prompt_open_with(ui, PROMPT_SAVED_QUERY, row->query);
	ui->prompt.subject = id;
}

/* What it is called follows, where it is called by its words. */
bool saved_query_accept(struct ui *ui, const char *text)
{
	int64_t id = ui->prompt.subject;
	const struct saved_search *row = find_id(ui, id);

	if (row == NULL || text[0] == '\0')
		return true;
	if (!str_equal(row->query, text)) {
		bool is_plain = str_equal(row->title, row->query);

		prompt_close(ui);
		set(ui, id, is_plain ? text : NULL, text);
	}
	row = find_id(ui, id);
	if (row == NULL || !str_equal(row->query, text))
		return true;
	prompt_open_with(ui, PROMPT_SAVED_NAME, row->title);
	ui->prompt.subject = id;
	return true;
}

bool saved_name_accept(struct ui *ui, const char *text)
{
	const struct saved_search *row = find_id(ui, ui->prompt.subject);

	if (row != NULL && text[0] != '\0' && !str_equal(row->title, text))
		set(ui, row->id, text, NULL);
	return true;
}

void saved_carry_over(struct ui *ui)
{
	struct memory *memory = &ui->memory;
	size_t left = 0;

	for (size_t i = 0; i < memory->search_count; i++) {
		bool is_new;
		int64_t id;

		/* it stays in the file where the cache cannot take it */
		if (store_save_search(ui->store, NULL, memory->searches[i],
		        clock_now(), &id, &is_new, NULL))
			free(memory->searches[i]);
		else
			memory->searches[left++] = memory->searches[i];
	}
	memory->search_count = left;
}
