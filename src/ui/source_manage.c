#include "ui/source_manage.h"

#include "base/file.h"
#include "base/i18n.h"
#include "ui/app.h"
#include "ui/article_out.h"
#include "ui/format.h"
#include "ui/source_actions.h"

#include <string.h>

enum { TAGS_MOST = 32 };

/* --- what a source is ------------------------------------------------------- */

/* Change it in the store; false, with a message: it was not. */
static bool change(struct ui *ui, const struct source_edit *edit)
{
	struct error error;
	bool is_done;

	ui_begin_change(ui);
	is_done = store_edit_source(ui->store, edit, &error);
	ui_end_change(ui);
	if (!is_done)
		status_warn(ui, _("Not changed"), &error);
	else
		ui_reload(ui);
	return is_done;
}

static struct source_edit edit_of(const struct source *source)
{
	return (struct source_edit){.id = source->id, .url = source->url,
	    .tags = (const char *const *)source->tags,
	    .tag_count = source->tag_count, .is_paused = source->is_paused};
}

void source_tags_ask(struct ui *ui)
{
	const struct source *source = source_current(ui);
	struct str text;

	if (source == NULL)
		return;
	str_init(&text);
	for (size_t i = 0; i < source->tag_count; i++)
		str_addf(&text, "%s%s", i > 0 ? ", " : "", source->tags[i]);
	prompt_open_with(ui, PROMPT_SOURCE_TAGS, text.data);
	ui->prompt.subject = source->id;
	str_release(&text);
}

/* "lũ, trường học" as a list, each once. */
static size_t split_tags(const char *text, struct arena *arena,
    const char **tags)
{
	size_t count = 0;

	while (*text != '\0' && count < TAGS_MOST) {
		size_t len = strcspn(text, ","), shown;
		bool is_known = false;
		const char *tag;

		text += strspn(text, " ,");
		len = shown = strcspn(text, ",");
		while (shown > 0 && text[shown - 1] == ' ')
			shown--;
		tag = arena_dup_len(arena, text, shown);
		for (size_t i = 0; i < count; i++)
			is_known = is_known || str_equal(tags[i], tag);
		if (shown > 0 && !is_known)
			tags[count++] = tag;
		text += len;
	}
	return count;
}

bool source_tags_accept(struct ui *ui, const char *text)
{
	const struct source *source = sources_view_find(ui,
	    ui->prompt.subject);
	const char *tags[TAGS_MOST];
	struct source_edit edit;
	struct arena arena;

	prompt_close(ui);
	if (source == NULL)
		return true;
	arena_init(&arena);
	edit = edit_of(source);
	edit.tags = tags;
	edit.tag_count = split_tags(text, &arena, tags);
	if (change(ui, &edit))
		status_say(ui, _("Changed"));
	arena_release(&arena);
	return true;
}

void source_pause(struct ui *ui)
{
	const struct source *source = source_current(ui);
	struct source_edit edit;
	bool was_paused;

	if (source == NULL)
		return;
	was_paused = source->is_paused;
	edit = edit_of(source);
	edit.is_paused = !was_paused;
	if (change(ui, &edit))
		status_say(ui, was_paused ? _("It is asked again")
		    : _("It rests: asked only when you refresh it"));
}

/* --- order --------------------------------------------------------------------- */

/* The neighbour that is shown above or below it; the place among all. */
static size_t find_beside(const struct ui *ui, const struct source *source,
    int sign)
{
	const struct sources_view *view = &ui->sources;
	size_t at = (size_t)(source - view->sources);

	do
		at += (size_t)sign;
	while (at < view->source_count &&
	    !str_equal(view->sources[at].province, source->province));
	return at;
}

static void move_source(struct ui *ui, int sign)
{
	const struct sources_view *view = &ui->sources;
	const struct source *source = source_current(ui);
	struct error error;
	int64_t before;
	bool is_done;
	size_t beside;

	if (source == NULL)
		return;
	beside = find_beside(ui, source, sign);
	if (beside >= view->source_count) {
		status_say(ui, sign < 0 ? _("It is the first already")
		                        : _("It is the last already"));
		return;
	}
	before = sign < 0                       ? view->sources[beside].id
	    : beside + 1 < view->source_count ? view->sources[beside + 1].id
	                                        : 0;
	ui_begin_change(ui);
	is_done = store_place_source(ui->store, source->id, before, &error);
	ui_end_change(ui);
	if (is_done)
		ui_reload(ui);
	else
		status_warn(ui, _("Not changed"), &error);
}

void source_move_up(struct ui *ui)
{
	move_source(ui, -1);
}

void source_move_down(struct ui *ui)
{
	move_source(ui, 1);
}

/* --- a list page ------------------------------------------------------------------ */

void source_older(struct ui *ui)
{
	const struct source *source = ui->focus == PANE_LIST
	    ? sources_view_find(ui, ui->list.rows.query.source_id)
	    : source_current(ui);

	if (source == NULL) {
		status_say(ui, _("Older news is asked for in one source's "
		                 "list"));
		return;
	}
	if (source->kind != SOURCE_LIST) {
		status_say(ui, _("A feed holds no older news than it shows"));
		return;
	}
	ui->is_adding = true;
	ui_post(ui, REQUEST_OLDER, source->id, 0);
	status_say(ui, _("Looking at the next page of its list…"));
}

void source_older_event(struct ui *ui, const struct event *event)
{
	struct str message;

	ui->is_adding = false;
	if (event->error.code != ERROR_NONE) {
		status_warn(ui, _("No older news"), &event->error);
		return;
	}
	if (event->added == 0) {
		status_say(ui, event->total == 0
		        ? _("Its list ends here: no older news")
		        : _("The next pages hold nothing new · O goes on"));
		return;
	}
	ui_reload(ui);
	str_init(&message);
	format_count(&message, _("%d older articles"), event->added);
	if (event->total > 0) {
		format_dot(&message);
		str_add(&message, _("O goes on"));
	}
	status_say(ui, message.data);
	str_release(&message);
}

void source_use_feed(struct ui *ui)
{
	const struct source *source = source_current(ui);
	const char *feed = source == NULL ? NULL : source_offered_feed(source);
	struct str message;
	struct error error;
	bool is_done;
	int64_t id;

	if (source == NULL)
		return;
	if (feed == NULL) {
		status_say(ui, _("Its page names no feed to go over to"));
		return;
	}
	id = source->id;
	str_init(&message);
	str_addf(&message, _("Followed by its feed now: %s"), feed);
	ui_begin_change(ui);
	is_done = store_switch_source(ui->store, id, feed, &error);
	ui_end_change(ui);
	if (is_done) {
		ui_reload(ui);
		sheet_view_reload(ui);
		ui_post(ui, REQUEST_REFRESH_SOURCE, id, 0);
		status_say(ui, message.data);
	} else {
		status_warn(ui, _("Not changed"), &error);
	}
	str_release(&message);
}

/* --- lists of subscriptions --------------------------------------------------------- */

void source_import_ask(struct ui *ui)
{
	prompt_open(ui, PROMPT_IMPORT);
}

bool source_import_accept(struct ui *ui, const char *text)
{
	struct str path;

	prompt_close(ui);
	if (text[0] == '\0')
		return true;
	str_init(&path);
	article_out_add_path(&path, text);
	ui->is_adding = true;
	ui_post_text(ui, REQUEST_IMPORT, path.data);
	str_release(&path);
	return true;
}

void source_export_ask(struct ui *ui)
{
	prompt_open_with(ui, PROMPT_EXPORT, "~/bantin.opml");
}

bool source_export_accept(struct ui *ui, const char *text)
{
	struct str path;

	prompt_close(ui);
	str_init(&path);
	if (article_out_add_new_path(ui, &path, text)) {
		ui->is_adding = true;
		ui_post_text(ui, REQUEST_EXPORT, path.data);
	}
	str_release(&path);
	return true;
}

void source_exported_event(struct ui *ui, const struct event *event)
{
	struct str message;

	ui->is_adding = false;
	if (event->error.code != ERROR_NONE) {
		status_warn(ui, _("Not written"), &event->error);
		return;
	}
	str_init(&message);
	format_count(&message, _("%d sources written"), event->total);
	status_say(ui, message.data);
	str_release(&message);
}
