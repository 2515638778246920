/*
 * How one source is: what happened, what that means for the reader, what is
 * done about it; then the facts, then what happened lately.
 */
#include "base/clock.h"
#include "base/i18n.h"
#include "news/words.h"
#include "text/date.h"
#include "text/url.h"
#include "ui/app.h"
#include "ui/event_log.h"
#include "ui/format.h"
#include "ui/sheet_view.h"

#include <string.h>

enum { LATELY_MOST = 20 };

/* A sentence with its full stop, its first letter as it is. */
static void add_sentence(struct str *out, const char *words)
{
	if (words[0] == '\0')
		return;
	if (out->len > 0)
		str_add_char(out, ' ');
	str_add(out, words);
	str_add_char(out, '.');
}

static void add_next_try(struct str *out, const struct source *source)
{
	struct str when;

	if (source->health == HEALTH_GONE) {
		add_sentence(out, _("It is not asked any more; r asks it "
		                    "once"));
		return;
	}
	if (source->next_due <= clock_now())
		return;
	str_init(&when);
	date_add_full(&when, source->next_due);
	if (date_local(source->next_due).day_number ==
	    date_local(clock_now()).day_number) {
		str_clear(&when);
		date_add_clock(&when, source->next_due);
	}
	if (out->len > 0)
		str_add_char(out, ' ');
	str_addf(out, _("It is asked again at %s."), when.data);
	str_release(&when);
}

static void fill_summary(struct ui *ui, const struct source *source)
{
	bool is_bad = source_needs_look(source);
	struct str text;

	str_init(&text);
	if (is_bad && source->error.code != ERROR_NONE)
		words_add_error(&text, &source->error);
	else
		words_add_health(&text, source, clock_now());
	str_add_char(&text, '.');
	sheet_add_wrapped(ui, text.data, is_bad ? ROLE_WARN : ROLE_STRONG);
	str_clear(&text);
	if (source->total > 0) {
		format_count(&text, is_bad
		        ? _("%d stored articles can still be read")
		        : _("%d stored articles"), source->total);
		str_add_char(&text, '.');
	}
	add_next_try(&text, source);
	sheet_add_wrapped(ui, text.data, ROLE_TEXT);
	sheet_add(ui, "", ROLE_TEXT);
	str_release(&text);
}

static void add_time_fact(struct ui *ui, const char *label, int64_t when,
    const char *none)
{
	struct str text;

	str_init(&text);
	if (when == 0)
		str_add(&text, none);
	else
		date_add_full(&text, when);
	sheet_add_fact(ui, label, text.data);
	str_release(&text);
}

static const char *kind_name(enum source_kind kind)
{
	return kind == SOURCE_FEED ? _("a feed")
	    : kind == SOURCE_LIST  ? _("a list page of the site")
	                           : _("not known yet");
}

static void fill_counts(struct ui *ui, const struct source *source)
{
	struct str text;

	str_init(&text);
	if (source->status != 0) {
		str_addf(&text, "HTTP %d", source->status);
		format_dot(&text);
		format_bytes(&text, source->bytes);
		sheet_add_fact(ui, _("Answer"), text.data);
	}
	if (source->asked > 0) {
		str_clear(&text);
		/* xgettext:no-c-format */
		format_counts(&text, _("%d% of %d times asked"),
		    (int64_t[]){(int64_t)(source_share_unchanged(source) *
		        100 + 0.5), source->asked}, 2);
		sheet_add_fact(ui, _("Unchanged"), text.data);
	}
	if (source->failures > 0) {
		str_clear(&text);
		format_count(&text, ngettext("%d time in a row",
		    "%d times in a row", (unsigned long)source->failures),
		    source->failures);
		sheet_add_fact(ui, _("Failed"), text.data);
	}
	str_release(&text);
}

/* Its address without a password, and the exceptions made for it. */
static void fill_address(struct ui *ui, const struct source *source)
{
	const struct config *config = ui->config;
	const struct config_place place = {.source_url = source->url};
	struct str text;

	str_init(&text);
	url_without_user(&text, source->url);
	sheet_add_fact(ui, _("Address"), text.data);
	str_clear(&text);
	words_add_exception(&text, config_text_at(config, "tls", &place),
	    *config_text_at(config, "certificate", &place) != '\0');
	if (text.len > 0)
		sheet_add_fact(ui, _("Exception"), text.data);
	str_release(&text);
}

static void fill_tags(struct ui *ui, const struct source *source)
{
	struct str text;

	str_init(&text);
	for (size_t i = 0; i < source->tag_count; i++)
		str_addf(&text, "%s%s", i > 0 ? ", " : "", source->tags[i]);
	if (text.len > 0)
		sheet_add_fact(ui, _("Tags"), text.data);
	str_release(&text);
}

static void fill_health(struct ui *ui)
{
	const struct source *source = sources_view_find(ui, ui->sheet.subject);
	struct str title;

	str_init(&title);
	str_addf(&title, "%s › %s", _("Sources"),
	    source == NULL ? "" : source->title);
	ui->sheet.title = arena_dup(&ui->sheet.arena, title.data);
	str_release(&title);
	if (source == NULL) {
		sheet_add(ui, _("It is not followed any more."), ROLE_TEXT);
		return;
	}
	ui->sheet.right = arena_dup(&ui->sheet.arena,
	    words_health_short(source));
	fill_summary(ui, source);
	fill_address(ui, source);
	sheet_add_fact(ui, _("Kind"), kind_name(source->kind));
	if (source_offered_feed(source) != NULL)
		sheet_add_fact(ui, _("Its feed"), _("its site has one by now "
		                                    "· F follows it"));
	if (source->province[0] != '\0')
		sheet_add_fact(ui, _("Province"), source->province);
	fill_tags(ui, source);
	add_time_fact(ui, _("Last fine"), source->last_success,
	    _("not yet"));
	add_time_fact(ui, _("Last asked"), source->last_attempt,
	    _("not yet"));
	if (source->health != HEALTH_GONE)
		add_time_fact(ui, _("Next time"), source->next_due,
		    _("as soon as you refresh"));
	fill_counts(ui, source);
	sheet_add(ui, "", ROLE_TEXT);
	event_log_fill(ui, source->id, LATELY_MOST);
}

const struct sheet_ops health_ops = {
	.name = N_("how a source is"),
	.fill = fill_health,
	.has_source = true,
};
