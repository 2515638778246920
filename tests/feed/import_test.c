#include "feed/import.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "feed/export.h"
#include "support/tap.h"

enum { FILE_MOST = 1024 * 1024 };

static void add_list(struct str *out, const struct import_list *list)
{
	static const char *const reasons[] = {
		[IMPORT_PROGRAM] = "program", [IMPORT_QUERY] = "query",
		[IMPORT_ADDRESS] = "address", [IMPORT_CUT] = "cut"};
	size_t i, k;

	for (i = 0; i < list->count; i++) {
		const struct import_entry *entry = &list->entries[i];

		str_addf(out, "%s\n", entry->url);
		if (entry->title != NULL)
			str_addf(out, "  title: %s\n", entry->title);
		for (k = 0; k < entry->tag_count; k++)
			str_addf(out, "  tag: %s\n", entry->tags[k]);
	}
	for (i = 0; i < list->note_count; i++)
		str_addf(out, "note: line %ld, %s: %s\n", list->notes[i].line,
		    reasons[list->notes[i].reason], list->notes[i].text);
}

static void test_golden(const char *folder, const char *name)
{
	struct str path, data, lines, want;
	struct import_list list;
	struct arena arena;
	struct error err;

	arena_init(&arena);
	str_init(&path);
	str_init(&data);
	str_init(&lines);
	str_init(&want);
	error_clear(&err);
	str_addf(&path, "%s/%s", folder, name);
	if (!tap_done(file_read(path.data, FILE_MOST, &data, &err), &err,
		"%s is there", name) ||
	    !tap_done(import_read(data.data, data.len, &arena, &list, &err),
		&err, "%s is a list", name))
		goto out;
	add_list(&lines, &list);
	str_add(&path, ".expected");
	if (getenv("GOLDEN") != NULL)
		tap_done(file_write(path.data, lines.data, lines.len, &err),
		    &err, "%s is written anew", path.data);
	else if (tap_done(file_read(path.data, FILE_MOST, &want, &err), &err,
		"%s has its lines", name))
		tap_text(lines.data, want.data, "%s reads as it should",
		    name);
out:
	arena_release(&arena);
	str_release(&path);
	str_release(&data);
	str_release(&lines);
	str_release(&want);
}

static int is_document(const struct dirent *entry)
{
	return entry->d_name[0] != '.' &&
	    strstr(entry->d_name, ".expected") == NULL;
}

static void test_all_golden(void)
{
	const char *folder = tap_path("feed/lists");
	struct dirent **entries;
	int count = scandir(folder, &entries, is_document, alphasort), i;

	tap_ok(count >= 5, "there are lists");
	for (i = 0; i < count; i++) {
		test_golden(folder, entries[i]->d_name);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
}

static void test_no_list(void)
{
	static const struct {
		const char *data;
		bool is_list;
	} rows[] = {
		{"", true},
		{"# chỉ có ghi chú\n", true},
		{"<opml><head/><body/></opml>", true},
		{"<rss><channel><title>Tin</title></channel></rss>", false},
		{"<html><body>Xin chào</body></html>", false},
		{"Thư mời họp\nKính gửi bà con\n", false},
		{"{\"version\": \"https://jsonfeed.org/version/1\"}", false},
		{"\x7F" "ELF\x02\x01\x01", false},
	};
	struct import_list list;
	struct arena arena;
	struct error err;
	size_t i;

	arena_init(&arena);
	for (i = 0; i < ARRAY_LEN(rows); i++) {
		error_clear(&err);
		tap_ok(import_read(rows[i].data, strlen(rows[i].data), &arena,
		    &list, &err) == rows[i].is_list, "%s: \"%s\"",
		    rows[i].is_list ? "an empty list" : "no list",
		    rows[i].data);
		tap_number(err.code, rows[i].is_list ? ERROR_NONE
		    : ERROR_IMPORT_UNKNOWN, "its code");
		tap_number((int64_t)list.count, 0, "and no entry");
	}
	arena_release(&arena);
}

/* What is written is read as it was. */
static void test_round_trip(bool is_opml)
{
	char *tags[] = {(char[]){"Quảng Trị"}, (char[]){"lũ & \"bão\""}};
	struct import_entry entries[] = {
		{.url = (char[]){"https://trammay.example/rss?a=1&b=2"},
		    .title = (char[]){"Xã <Trằm Mây> & \"bạn\""},
		    .tags = tags, .tag_count = 2},
		{.url = (char[]){"https://hakhe.example/rss"}},
		{.url = (char[]){"https://conduong.example/rss"},
		    .tags = tags, .tag_count = 1},
	};
	struct import_list list;
	struct str out, got, want;
	struct arena arena;
	struct error err;

	arena_init(&arena);
	str_init(&out);
	str_init(&got);
	str_init(&want);
	error_clear(&err);
	if (is_opml)
		export_opml(&out, "Nguồn & tin", entries, ARRAY_LEN(entries));
	else
		export_urls(&out, entries, ARRAY_LEN(entries));
	add_list(&want, &(struct import_list){.entries = entries,
	    .count = ARRAY_LEN(entries)});
	if (tap_done(import_read(out.data, out.len, &arena, &list, &err), &err,
		"an export as %s is read", is_opml ? "OPML" : "urls"))
		add_list(&got, &list);
	tap_text(got.data, want.data, "as it was");
	arena_release(&arena);
	str_release(&out);
	str_release(&got);
	str_release(&want);
}

/* Folders in folders, with endless names, around many sources. */
static void test_growth(void)
{
	enum { FOLDERS = 60, MEGABYTE = 1024 * 1024 };
	struct import_list list;
	struct arena arena;
	struct str text;
	int i, k;

	arena_init(&arena);
	str_init(&text);
	str_add(&text, "<opml><body>");
	for (i = 0; i < FOLDERS; i++) {
		str_addf(&text, "<outline text=\"%d ", i);
		for (k = 0; k < 1500; k++)
			str_add(&text, "Cồn Dương ");
		str_add(&text, "\">");
	}
	while (text.len < 2 * MEGABYTE)
		str_add(&text, "<outline xmlUrl=\"http://a.example/\"/>");
	tap_ok(import_read(text.data, text.len, &arena, &list, NULL),
	    "2 MB of OPML");
	tap_ok(list.count > 20000 && list.entries[0].tag_count == FOLDERS,
	    "all sources, each with its folders");
	tap_ok(strlen(list.entries[0].tags[0]) <= 1000, "their names cut");
	tap_ok(arena.used < 64 * MEGABYTE, "stay in bounds: %zu KB",
	    arena.used / 1024);
	arena_release(&arena);
	str_release(&text);
}

int main(void)
{
	test_all_golden();
	test_round_trip(true);
	test_round_trip(false);
	test_no_list();
	test_growth();
	return tap_end();
}
