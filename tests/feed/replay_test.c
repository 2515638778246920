/*
 * Every document of the folder replay, and of the golden pairs, is read cut
 * at each byte: no crash, no hang, and no byte read beyond the end (each cut
 * lies alone on the heap, for the sanitizers).
 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "feed/feed_read.h"
#include "feed/import.h"
#include "support/tap.h"

enum { FILE_MOST = 64 * 1024 };

static size_t read_once(const char *data, size_t len, bool is_list)
{
	struct feed_options options = {.url = "https://trammay.example/rss"};
	struct import_list list;
	struct arena arena;
	struct feed feed;
	size_t count;

	arena_init(&arena);
	if (is_list)
		count = import_read(data, len, &arena, &list, NULL)
		    ? list.count : 0;
	else
		count = feed_read(data, len, &options, &arena, &feed, NULL)
		    ? feed.item_count : 0;
	arena_release(&arena);
	return count;
}

static void test_cuts(const char *path, const char *name, bool is_list)
{
	struct str data;
	struct error err;
	size_t len, whole, most = 0;

	str_init(&data);
	error_clear(&err);
	if (!tap_done(file_read(path, FILE_MOST, &data, &err), &err,
		"%s is read", name)) {
		str_release(&data);
		return;
	}
	for (len = 0; len <= data.len; len++) {
		char *copy = mem_alloc(len);
		size_t count;

		memcpy(copy, data.data, len);
		count = read_once(copy, len, is_list);
		free(copy);
		most = count > most ? count : most;
	}
	whole = read_once(data.data, data.len, is_list);
	tap_ok(most <= whole + 1, "%s cut at %zu places gives no more than "
	    "it has", name, data.len);
	str_release(&data);
}

static int is_document(const struct dirent *entry)
{
	return entry->d_name[0] != '.' &&
	    strstr(entry->d_name, ".expected") == NULL;
}

static void test_folder(const char *name, bool is_list)
{
	const char *folder = tap_path(name);
	struct dirent **entries;
	struct str path;
	int count = scandir(folder, &entries, is_document, alphasort), i;

	tap_ok(count > 0, "%s has documents", name);
	str_init(&path);
	for (i = 0; i < count; i++) {
		str_clear(&path);
		str_addf(&path, "%s/%s", folder, entries[i]->d_name);
		test_cuts(path.data, entries[i]->d_name, is_list);
		free(entries[i]);
	}
	str_release(&path);
	if (count >= 0)
		free(entries);
}

int main(void)
{
	test_folder("feed/golden", false);
	test_folder("feed/replay", false);
	test_folder("feed/lists", true);
	return tap_end();
}
