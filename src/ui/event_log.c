#include "ui/event_log.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "news/words.h"
#include "text/date.h"
#include "ui/app.h"
#include "ui/format.h"

#include <stdlib.h>
#include <string.h>

static void drop_oldest(struct event_log *log)
{
	free(log->rows[0].words);
	memmove(log->rows, log->rows + 1,
	    (log->count - 1) * sizeof(log->rows[0]));
	log->count--;
}

void event_log_add(struct ui *ui, int64_t source_id, bool is_bad,
    const char *words)
{
	struct event_log *log = &ui->log;

	if (log->rows == NULL)
		log->rows = mem_alloc_zero(EVENT_LOG_MOST,
		    sizeof(log->rows[0]));
	if (log->count == EVENT_LOG_MOST)
		drop_oldest(log);
	log->rows[log->count++] = (struct event_log_row){.when = clock_now(),
	    .source_id = source_id, .words = mem_dup(words),
	    .is_bad = is_bad};
	if (sheet_is_open(ui, SHEET_LOG))
		sheet_view_reload(ui);
}

void event_log_release(struct ui *ui)
{
	for (size_t i = 0; i < ui->log.count; i++)
		free(ui->log.rows[i].words);
	free(ui->log.rows);
}

static void add_row(struct ui *ui, int64_t when, const char *title,
    const char *words, bool is_bad, int64_t source_id)
{
	struct date_parts parts = date_local(when);
	struct sheet_line *line;
	struct str label, text;

	str_init(&label);
	str_init(&text);
	str_addf(&label, "%02d/%02d ", parts.day, parts.month);
	date_add_clock(&label, when);
	str_add(&text, title);
	format_dot(&text);
	str_add(&text, words);
	line = sheet_add_fact(ui, label.data, text.data);
	line->role = is_bad ? ROLE_WARN : ROLE_TEXT;
	line->target = source_id;
	line->is_selectable = ui->sheet.kind == SHEET_LOG;
	str_release(&text);
	str_release(&label);
}

void event_log_fill(struct ui *ui, int64_t source_id, size_t most)
{
	const struct event_log *log = &ui->log;

	for (size_t i = log->count; i > 0 && most > 0; i--) {
		const struct event_log_row *row = &log->rows[i - 1];
		const struct source *source =
		    sources_view_find(ui, row->source_id);

		if (source_id != 0 && row->source_id != source_id)
			continue;
		add_row(ui, row->when, source_id != 0 || source == NULL
		        ? "" : source->title, row->words, row->is_bad,
		    row->source_id);
		most--;
	}
}

static bool is_told(const struct event_log *log, int64_t source_id)
{
	for (size_t i = 0; i < log->count; i++)
		if (log->rows[i].source_id == source_id)
			return true;
	return false;
}

/* What an earlier run found, as far as the cache tells: the last try. */
static void fill_last_tries(struct ui *ui)
{
	struct str words;

	str_init(&words);
	for (size_t i = 0; i < ui->sources.source_count; i++) {
		const struct source *source = &ui->sources.sources[i];

		if (source->last_attempt == 0 ||
		    is_told(&ui->log, source->id))
			continue;
		str_clear(&words);
		words_add_health(&words, source, clock_now());
		add_row(ui, source->last_attempt, source->title, words.data,
		    source_needs_look(source), source->id);
	}
	str_release(&words);
}

static void fill_log(struct ui *ui)
{
	ui->sheet.title = _("Log");
	event_log_fill(ui, 0, EVENT_LOG_MOST);
	fill_last_tries(ui);
	if (ui->sheet.count == 0)
		sheet_add(ui, _("Nothing has happened yet."), ROLE_TEXT);
}

static void open_source(struct ui *ui, const struct sheet_line *line)
{
	int64_t id = line->target;

	if (sources_view_find(ui, id) != NULL)
		sheet_view_open(ui, SHEET_HEALTH, id);
}

const struct sheet_ops log_ops = {
	.name = N_("log"),
	.fill = fill_log,
	.open = open_source,
};
