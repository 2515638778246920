#include "ui/article_tags.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "news/words.h"
#include "text/fold.h"
#include "text/width.h"
#include "ui/app.h"
#include "ui/format.h"

#include <string.h>

enum { HINT_COLUMNS = 48 };

static const struct article_row *selected_row(struct ui *ui)
{
	const struct article_row *row = ui_view(ui->focus)->row == NULL
	    ? NULL : ui_view(ui->focus)->row(ui);

	return row != NULL && row->id != 0 ? row : NULL;
}

void article_tag_ask(struct ui *ui)
{
	if (selected_row(ui) == NULL)
		status_say(ui, _("No article is selected"));
	else
		prompt_open(ui, PROMPT_TAG);
}

static bool has_tag(struct ui *ui, int64_t id, const char *tag)
{
	struct arena arena;
	size_t count = 0;
	char **tags;
	bool is_there = false;

	arena_init(&arena);
	if (store_read_tags(ui->store, id, &arena, &tags, &count, NULL))
		for (size_t i = 0; i < count; i++)
			is_there = is_there || str_equal(tags[i], tag);
	arena_release(&arena);
	return is_there;
}

/* Give the selected article a tag, or take it off, and say so. */
static void change_tag(struct ui *ui, const char *tag, bool is_set,
    const char *sentence)
{
	struct error error;
	struct str message;
	int64_t id = selected_row(ui)->id, changed = 0;
	bool is_done;

	ui_begin_change(ui);
	is_done = store_tag(ui->store, tag, is_set, &id, 1, NULL,
	    clock_now(), &changed, &error);
	ui_end_change(ui);
	if (!is_done) {
		status_warn(ui, _("Not tagged"), &error);
		return;
	}
	ui->has_unsynced_marks = true;
	sources_view_load(ui);
	str_init(&message);
	str_addf(&message, sentence, tag);
	format_dot(&message);
	str_add(&message, _("u undoes"));
	status_say(ui, message.data);
	str_release(&message);
}

bool article_tag_accept(struct ui *ui, const char *text)
{
	const struct article_row *row = selected_row(ui);
	bool is_set;

	if (row == NULL || text[0] == '\0')
		return true;
	is_set = !has_tag(ui, row->id, text);
	prompt_close(ui);
	change_tag(ui, text, is_set, is_set ? _("Tagged “%s”")
	                                    : _("Tag “%s” taken off"));
	return true;
}

void article_read_later(struct ui *ui)
{
	const struct article_row *row = selected_row(ui);
	const char *tag = words_read_later();
	bool is_set;

	if (row == NULL) {
		status_say(ui, _("No article is selected"));
		return;
	}
	is_set = !has_tag(ui, row->id, tag);
	change_tag(ui, tag, is_set, is_set ? _("Kept under “%s”")
	                                   : _("No longer under “%s”"));
}

/* The first tag that begins as typed, whatever its marks; NULL: none. */
static char *find_tag(struct ui *ui, struct arena *arena, size_t skip)
{
	const char *typed = ui->prompt.field.text.data;
	struct str folded, other;
	char **tags, *found = NULL;
	size_t count = 0;

	str_init(&folded);
	str_init(&other);
	text_fold(&folded, typed, strlen(typed));
	if (!store_list_tags(ui->store, arena, &tags, &count, NULL))
		count = 0;
	for (size_t i = 0; i < count && found == NULL; i++) {
		str_clear(&other);
		text_fold(&other, tags[i], strlen(tags[i]));
		if (str_starts(other.data, folded.data) && skip-- == 0)
			found = tags[i];
	}
	str_release(&other);
	str_release(&folded);
	return found;
}

void article_tag_complete(struct ui *ui)
{
	struct arena arena;
	char *tag;

	arena_init(&arena);
	tag = find_tag(ui, &arena, 0);
	if (tag != NULL) {
		field_set(&ui->prompt.field, tag);
		prompt_changed(ui);
	}
	arena_release(&arena);
}

/* The tags that it may be. */
void article_tag_hint(struct ui *ui, struct str *out)
{
	struct arena arena;
	char *tag;

	arena_init(&arena);
	for (size_t i = 0; (tag = find_tag(ui, &arena, i)) != NULL; i++) {
		if (text_width(out->data, out->len) + 3 +
		        text_width(tag, strlen(tag)) > HINT_COLUMNS)
			break;
		format_dot(out);
		str_add(out, tag);
	}
	arena_release(&arena);
}
