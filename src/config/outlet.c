/*
 * The catalogue's rows as outlets, with their addresses in order of trying.
 */
#include "base/str.h"
#include "config/catalogue.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

enum { SECTIONS_MOST = 5 };

/* Whether an address of that section carries all of an outlet's news. */
static bool is_whole(const char *section)
{
	static const char *const names[] = {"trang", "tin moi", "tin noi",
	    "mac dinh", "tat ca", "tong hop"};
	struct str folded;
	bool is_whole = *section == '\0';

	str_init(&folded);
	text_fold(&folded, section, strlen(section));
	for (size_t i = 0; i < ARRAY_LEN(names) && !is_whole; i++)
		is_whole = str_starts(folded.data, names[i]);
	str_release(&folded);
	return is_whole;
}

/* Which sections tell most of a province, those first. */
static int section_rank(const char *section)
{
	static const char *const names[] = {"thoi su", "chinh tri", "xa hoi",
	    "kinh te", "doi song", "phap luat", "van hoa"};
	struct str folded;
	int rank = 0;

	str_init(&folded);
	text_fold(&folded, section, strlen(section));
	while (rank < (int)ARRAY_LEN(names) &&
	    !str_starts(folded.data, names[rank]))
		rank++;
	str_release(&folded);
	return rank;
}

static int compare_whole(const void *a, const void *b)
{
	const struct portal *const *one = a, *const *other = b;

	if ((*one)->status != (*other)->status)
		return (*one)->status < (*other)->status ? -1 : 1;
	return *one < *other ? -1 : *one > *other; /* the files' order */
}

static int compare_sections(const void *a, const void *b)
{
	const struct portal *const *one = a, *const *other = b;
	int rank = section_rank((*one)->section) -
	    section_rank((*other)->section);

	return rank != 0 ? rank : compare_whole(a, b);
}

/* The addresses of rows, once each. */
static const char **list_urls(const struct portal **rows, size_t count,
    struct arena *arena, size_t *url_count)
{
	const char **urls = arena_array(arena, count + 1, sizeof(*urls));

	*url_count = 0;
	for (size_t i = 0; i < count; i++) {
		const char *url = rows[i]->feed != NULL ? rows[i]->feed
		                                        : rows[i]->site;
		bool is_known = false;

		for (size_t k = 0; k < *url_count; k++)
			is_known = is_known || strcmp(urls[k], url) == 0;
		if (!is_known)
			urls[(*url_count)++] = url;
	}
	return urls;
}

static void fill(struct outlet *outlet, const struct portal **rows,
    size_t count, struct arena *arena)
{
	const struct portal **whole = arena_array(arena, count,
	    sizeof(const struct portal *));
	const struct portal **sections = arena_array(arena, count,
	    sizeof(const struct portal *));
	size_t whole_count = 0, section_count = 0;

	for (size_t i = 0; i < count; i++) {
		const struct portal *row = rows[i];

		if (outlet->site == NULL || row->feed == NULL)
			outlet->site = row->site;
		if (row->status == PORTAL_SEEN_BAD)
			continue;
		if (row->feed == NULL || is_whole(row->section))
			whole[whole_count++] = row;
		else if (row->status <= PORTAL_SEEN)
			sections[section_count++] = row;
	}
	qsort(whole, whole_count, sizeof(*whole), compare_whole);
	qsort(sections, section_count, sizeof(*sections), compare_sections);
	if (section_count > SECTIONS_MOST)
		section_count = SECTIONS_MOST;
	outlet->status = whole_count > 0 ? whole[0]->status
	                                 : PORTAL_SITE_ONLY;
	outlet->urls = list_urls(whole, whole_count, arena,
	    &outlet->url_count);
	outlet->sections = list_urls(sections, section_count, arena,
	    &outlet->section_count);
	/* the site leads on where no address answers */
	if (outlet->url_count == 0 ||
	    strcmp(outlet->urls[outlet->url_count - 1], outlet->site) != 0)
		outlet->urls[outlet->url_count++] = outlet->site;
}

static bool is_main(const struct portal *row,
    const struct province_match *match)
{
	return row->kind == PORTAL_AUTHORITY ||
	    row->kind == PORTAL_NEWSPAPER ||
	    (match->is_former && strstr(row->outlet, match->name) != NULL);
}

static int compare_outlets(const void *a, const void *b)
{
	const struct outlet *one = a, *other = b;

	if (one->is_main != other->is_main)
		return one->is_main ? -1 : 1;
	if (one->kind != other->kind)
		return one->kind < other->kind ? -1 : 1;
	return text_compare(one->title, other->title);
}

size_t catalogue_outlets(const struct catalogue *catalogue,
    const struct province_match *match, struct arena *arena,
    struct outlet **outlets)
{
	const struct portal *portals, **rows;
	size_t all = catalogue_portals(catalogue, &portals), count = 0;
	bool *is_taken = arena_array(arena, all + 1, sizeof(*is_taken));

	rows = arena_array(arena, all + 1, sizeof(const struct portal *));
	*outlets = arena_array(arena, all + 1, sizeof(**outlets));
	for (size_t i = 0; i < all; i++) {
		struct outlet *outlet = &(*outlets)[count];
		size_t row_count = 0;

		if (is_taken[i] || portals[i].province != match->province)
			continue;
		for (size_t k = i; k < all; k++) {
			if (portals[k].province != match->province ||
			    strcmp(portals[k].outlet, portals[i].outlet) != 0)
				continue;
			is_taken[k] = true;
			rows[row_count++] = &portals[k];
		}
		*outlet = (struct outlet){.title = portals[i].outlet,
		    .province = match->province, .kind = portals[i].kind,
		    .is_main = is_main(&portals[i], match)};
		fill(outlet, rows, row_count, arena);
		count++;
	}
	qsort(*outlets, count, sizeof(**outlets), compare_outlets);
	return count;
}
