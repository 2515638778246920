#include "cli/internal.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "page/extract.h"
#include "text/clean.h"
#include "text/date.h"
#include "text/utf8.h"
#include "text/width.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool read_number(const char *text, int64_t *number)
{
	char *end;

	errno = 0;
	*number = strtoll(text, &end, 10);
	return end != text && *end == '\0' && errno == 0 && *number >= 0;
}

bool cli_read_id(const char *text, int64_t *id)
{
	if (read_number(text, id) && *id > 0)
		return true;
	cli_usage(_("not an article's number: '%s'"), text);
	return false;
}

bool cli_read_limit(const struct cli *cli, size_t preset, size_t *limit)
{
	int64_t number;

	*limit = preset;
	if (!cli_has(cli, CLI_OPTION_LIMIT))
		return true;
	if (!read_number(cli->values[CLI_OPTION_LIMIT], &number)) {
		cli_usage(_("--limit: not a number: '%s'"),
		    cli->values[CLI_OPTION_LIMIT]);
		return false;
	}
	*limit = (size_t)number;
	return true;
}

bool cli_read_article(struct cli *cli, int64_t id, struct article *article,
    bool *is_found, struct error *err)
{
	struct build_job *texts;
	size_t count;

	if (!store_read_article(cli->store, id, &cli->arena, article,
	        is_found, err))
		return false;
	if (!*is_found || !article->is_unbuilt)
		return true;
	if (!store_read_unbuilt(cli->store, id, 1, &cli->arena, &texts,
	        &count, err))
		return false;
	if (count == 0) /* built in between */
		return store_read_article(cli->store, id, &cli->arena,
		    article, is_found, err);
	article->body = (struct block_list){0};
	extract_fragment(texts[0].html, texts[0].html_len, texts[0].base,
	    &cli->arena, &article->body);
	article->row.words = (int)block_count_words(&article->body);
	article->is_unbuilt = false;
	return true;
}

bool cli_find_source(struct cli *cli, const char *name,
    struct source *source, int *status)
{
	struct error err = {0};
	bool is_found;

	if (!store_find_source(cli->store, name, &cli->arena, source,
	        &is_found, &err)) {
		*status = cli_fail(&err);
		return false;
	}
	if (is_found)
		return true;
	error_set(&err, ERROR_SOURCE_UNKNOWN, name, 0);
	cli_complain(&err);
	*status = CLI_PART;
	return false;
}

bool cli_read_query(struct cli *cli, struct query *query, int *status)
{
	const char *since = cli->values[CLI_OPTION_SINCE];
	struct source source;

	query->is_unread_only = cli_has(cli, CLI_OPTION_UNREAD);
	query->is_starred_only = cli_has(cli, CLI_OPTION_STARRED);
	if (since != NULL &&
	    !date_parse_when(since, clock_now(), &query->since)) {
		*status = cli_usage(_("--since: not a date or a time: '%s'"),
		    since);
		return false;
	}
	if (!cli_has(cli, CLI_OPTION_SOURCE))
		return true;
	if (!cli_find_source(cli, cli->values[CLI_OPTION_SOURCE], &source,
	        status))
		return false;
	query->source_id = source.id;
	return true;
}

void cli_json_text(struct json_object *object, const char *key,
    const char *text)
{
	if (text != NULL)
		json_object_object_add(object, key,
		    json_object_new_string(text));
}

void cli_json_text_or_null(struct json_object *object, const char *key,
    const char *text)
{
	json_object_object_add(object, key,
	    text == NULL ? NULL : json_object_new_string(text));
}

void cli_json_number(struct json_object *object, const char *key,
    int64_t number)
{
	json_object_object_add(object, key, json_object_new_int64(number));
}

void cli_json_bool(struct json_object *object, const char *key, bool value)
{
	json_object_object_add(object, key, json_object_new_boolean(value));
}

void cli_json_time(struct json_object *object, const char *key, int64_t when)
{
	if (when != 0)
		cli_json_time_or_null(object, key, when);
}

void cli_json_time_or_null(struct json_object *object, const char *key,
    int64_t when)
{
	struct str text;

	str_init(&text);
	if (when != 0)
		date_add_rfc3339(&text, when);
	cli_json_text_or_null(object, key, when == 0 ? NULL : text.data);
	str_release(&text);
}

void cli_json_texts(struct json_object *object, const char *key,
    char *const *texts, size_t count)
{
	struct json_object *array = json_object_new_array();

	for (size_t i = 0; i < count; i++)
		json_object_array_add(array, json_object_new_string(texts[i]));
	json_object_object_add(object, key, array);
}

/* JSON is looked at on terminals too: what json-c leaves of controls. */
void cli_json_print(struct json_object *object)
{
	const char *text = json_object_to_json_string_ext(object,
	    JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
	size_t len = strlen(text), from = 0, used;

	for (size_t at = 0; at < len; at += used) {
		uint32_t code = utf8_read(text + at, len - at, &used);

		if (!text_is_control(code))
			continue;
		fwrite(text + from, 1, at - from, stdout);
		printf("\\u%04x", (unsigned)code);
		from = at + used;
	}
	puts(text + from);
	json_object_put(object);
}

struct json_object *cli_json_row(const struct article_row *row)
{
	struct json_object *object = json_object_new_object();

	if (row->id != 0) {
		cli_json_number(object, "id", row->id);
		cli_json_number(object, "source", row->source_id);
		cli_json_text(object, "source_title", row->source_title);
	}
	cli_json_text(object, "title", row->title);
	cli_json_text(object, "link", row->link);
	cli_json_time(object, "published", row->published);
	if (row->id != 0) {
		cli_json_bool(object, "unread", row->is_unread);
		cli_json_bool(object, "starred", row->is_starred);
		cli_json_bool(object, "whole", row->page == PAGE_READY);
	}
	if (row->story != 0)
		cli_json_number(object, "story", row->story);
	cli_json_text(object, "snippet",
	    row->lead == NULL || row->lead[0] == '\0' ? NULL : row->lead);
	return object;
}

/* "   12 ●★ 08:30    Title" and, indented, what it is from. */
void cli_print_row(const struct article_row *row, int64_t now)
{
	const char *state = !row->is_unread
	    ? (row->page == PAGE_READY ? " " : "◦")
	    : (row->page == PAGE_READY ? "●" : "○");
	struct str line;

	str_init(&line);
	if (row->id != 0)
		str_addf(&line, "%6lld ", (long long)row->id);
	else
		str_add(&line, "       ");
	str_addf(&line, "%s%s %s\n", state, row->is_starred ? "★" : " ",
	    row->title == NULL ? "" : row->title);
	str_add(&line, "          ");
	if (row->source_title != NULL && row->source_title[0] != '\0')
		str_addf(&line, "%s · ", row->source_title);
	if (row->published != 0)
		date_add_relative(&line, row->published, now);
	else if (row->link != NULL)
		str_add(&line, row->link);
	str_add_char(&line, '\n');
	cli_print(line.data);
	str_release(&line);
}

/* How it came to be this address, where that is not what was named. */
static const char *words_of(enum found_how how)
{
	switch (how) {
	case FOUND_ITSELF:
		return NULL;
	case FOUND_LINK:
		return _("the feed that its page names");
	case FOUND_ANCHOR:
		return _("a feed that its page links to");
	case FOUND_GUESS:
		return _("a feed found at a usual path");
	case FOUND_LIST:
		return _("no feed found: the links of its page are read");
	}
	return NULL;
}

void cli_print_added(const struct added *added)
{
	const char *how = words_of(added->how);

	cli_printf(added->is_new ? _("follows %s (%s)\n")
	                         : _("is followed already: %s (%s)\n"),
	    added->title, added->url);
	if (how != NULL)
		cli_printf("    %s\n", how);
	if (added->others > 0)
		cli_printf(ngettext("    %zu more feed there: --all follows it\n",
		    "    %zu more feeds there: --all follows them, --match "
		    "those you name\n", added->others), added->others);
}
