/*
 * A copy of what is followed, as OPML, for the day the cache is gone.
 */
#include "base/file.h"
#include "base/i18n.h"
#include "feed/export.h"
#include "refresh/job.h"

#include <string.h>

enum { COPY_MOST = 32 * 1024 * 1024 };

static bool is_same(const char *path, const struct str *text)
{
	struct error ignored = {0};
	struct str old;
	bool is_same;

	str_init(&old);
	is_same = file_exists(path) &&
	    file_read(path, COPY_MOST, &old, &ignored) &&
	    old.len == text->len &&
	    memcmp(old.data, text->data, text->len) == 0;
	str_release(&old);
	return is_same;
}

void job_list_entries(const struct source *sources, size_t count,
    struct import_entry *entries)
{
	for (size_t i = 0; i < count; i++)
		entries[i] = (struct import_entry){.url = sources[i].url,
		    .title = sources[i].title[0] == '\0' ? NULL
		                                         : sources[i].title,
		    .tags = sources[i].tags,
		    .tag_count = sources[i].tag_count};
}

bool job_export(struct store *store, const char *path, bool is_opml,
    size_t *count, struct error *err)
{
	struct import_entry *entries;
	struct source *sources;
	struct arena arena;
	struct str text;
	bool is_good;

	arena_init(&arena);
	str_init(&text);
	is_good = store_read_sources(store, &arena, &sources, count, err);
	if (is_good) {
		entries = arena_array(&arena, *count + 1, sizeof(*entries));
		job_list_entries(sources, *count, entries);
		if (is_opml)
			export_opml(&text, _("Sources of bantin"), entries,
			    *count);
		else
			export_urls(&text, entries, *count);
		is_good = file_write(path, text.data, text.len, err);
	}
	str_release(&text);
	arena_release(&arena);
	return is_good;
}

bool job_keep_copy(struct store *store, const char *path, struct error *err)
{
	struct import_entry *entries;
	struct source *sources;
	struct arena arena;
	struct str text;
	size_t count;
	bool is_good;

	arena_init(&arena);
	str_init(&text);
	is_good = store_read_sources(store, &arena, &sources, &count, err);
	if (is_good) {
		entries = arena_array(&arena, count + 1, sizeof(*entries));
		job_list_entries(sources, count, entries);
		export_opml(&text, _("Sources of bantin"), entries, count);
		/* an emptied list leaves the last copy that held something */
		if (count > 0 && !is_same(path, &text))
			is_good = file_make_folders(path, err) &&
			    file_write(path, text.data, text.len, err);
	}
	str_release(&text);
	arena_release(&arena);
	return is_good;
}
