#include "config/catalogue.h"

#include "base/arena.h"
#include "base/file.h"
#include "base/str.h"
#include "text/url.h"
#include "text/utf8.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
	FILE_MOST = 1024 * 1024,
	FIELDS_MOST = 8,
	NAMES_MOST = 16, /* of one province */
	ROWS_MOST = 20000,
	WARNINGS_MOST = 50,
};

struct catalogue {
	struct arena arena;
	struct province *provinces;
	size_t province_count, province_cap;
	struct portal *portals;
	size_t portal_count, portal_cap;
	struct error *warnings;
	size_t warning_count, warning_cap;
};

/* A file that is being read. */
struct reading {
	struct catalogue *catalogue;
	const char *path;
	long line;
	struct portal *own; /* the reader's, or NULL */
	size_t own_count, own_cap;
	bool is_users;
};

struct catalogue *catalogue_new(void)
{
	struct catalogue *catalogue = mem_alloc_zero(1, sizeof(*catalogue));

	arena_init(&catalogue->arena);
	return catalogue;
}

void catalogue_free(struct catalogue *catalogue)
{
	if (catalogue == NULL)
		return;
	arena_release(&catalogue->arena);
	free(catalogue);
}

size_t catalogue_warnings(const struct catalogue *catalogue,
    const struct error **warnings)
{
	*warnings = catalogue->warnings;
	return catalogue->warning_count;
}

size_t catalogue_provinces(const struct catalogue *catalogue,
    const struct province **provinces)
{
	*provinces = catalogue->provinces;
	return catalogue->province_count;
}

size_t catalogue_portals(const struct catalogue *catalogue,
    const struct portal **portals)
{
	*portals = catalogue->portals;
	return catalogue->portal_count;
}

/* --- rows --------------------------------------------------------------- */

static const char *const status_names[] = {
    [PORTAL_SEEN_OK] = "seen-ok",
    [PORTAL_SEEN] = "seen",
    [PORTAL_SEEN_WEAK] = "seen-weak",
    [PORTAL_GUESSED] = "guessed",
    [PORTAL_SITE_ONLY] = "site-only",
    [PORTAL_SEEN_BAD] = "seen-bad",
};

static const char *const kind_names[] = {
    [PORTAL_AUTHORITY] = "portal",
    [PORTAL_NEWSPAPER] = "newspaper",
    [PORTAL_LOCAL] = "local",
    [PORTAL_NATIONAL] = "national",
};

const char *portal_status_name(enum portal_status status)
{
	return status_names[status];
}

const char *portal_kind_name(enum portal_kind kind)
{
	return kind_names[kind];
}

static bool find_name(const char *const *names, size_t count,
    const char *name, int *index)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(names[i], name) == 0) {
			*index = (int)i;
			return true;
		}
	}
	return false;
}

static void warn(const struct reading *reading, const char *what)
{
	struct catalogue *catalogue = reading->catalogue;
	struct str subject;

	if (catalogue->warning_count >= WARNINGS_MOST)
		return;
	catalogue->warnings = arena_grow(&catalogue->arena,
	    catalogue->warnings, &catalogue->warning_cap,
	    catalogue->warning_count + 1, sizeof(*catalogue->warnings));
	str_init(&subject);
	str_addf(&subject, "%s: %s", reading->path, what);
	error_set(&catalogue->warnings[catalogue->warning_count++],
	    ERROR_CATALOGUE_LINE, subject.data, reading->line);
	str_release(&subject);
}

static char *trim(char *text)
{
	char *end;

	text += strspn(text, " ");
	for (end = text + strlen(text); end > text && end[-1] == ' ';)
		end--;
	*end = '\0';
	return text;
}

/* The fields of a line, in place, "" for those that it lacks. */
static size_t split_fields(char *line, char *fields[FIELDS_MOST])
{
	static char empty[1];
	size_t count = 0;

	for (size_t i = 0; i < FIELDS_MOST; i++)
		fields[i] = empty;
	while (line != NULL && count < FIELDS_MOST) {
		char *tab = strchr(line, '\t');

		if (tab != NULL)
			*tab++ = '\0';
		fields[count++] = trim(line);
		line = tab;
	}
	return count;
}

/* "Quảng Nam; Kon Tum" as a list. */
static size_t split_names(struct arena *arena, char *field,
    const char *const **names)
{
	const char **list = arena_array(arena, NAMES_MOST, sizeof(*list));
	size_t count = 0;

	for (char *at = field; at != NULL && count < NAMES_MOST;) {
		char *end = strchr(at, ';');

		if (end != NULL)
			*end++ = '\0';
		at = trim(at);
		if (*at != '\0')
			list[count++] = at;
		at = end;
	}
	*names = list;
	return count;
}

static void read_province(struct reading *reading, char *line)
{
	struct catalogue *catalogue = reading->catalogue;
	struct province *province;
	char *fields[FIELDS_MOST];

	if (split_fields(line, fields) < 2 || *fields[0] == '\0' ||
	    *fields[1] == '\0') {
		warn(reading, line);
		return;
	}
	catalogue->provinces = arena_grow(&catalogue->arena,
	    catalogue->provinces, &catalogue->province_cap,
	    catalogue->province_count + 1, sizeof(*catalogue->provinces));
	province = &catalogue->provinces[catalogue->province_count++];
	province->code = fields[0];
	province->name = fields[1];
	province->former_count = split_names(&catalogue->arena, fields[2],
	    &province->former);
	province->also_count = split_names(&catalogue->arena, fields[3],
	    &province->also);
}

/* The province that a row names by code or name; false: none has it. */
static bool find_province(const struct catalogue *catalogue,
    const char *name, const struct province **province)
{
	struct province_match matches[PROVINCE_MATCHES_MOST];

	*province = NULL;
	if (strcmp(name, "VN") == 0)
		return true;
	if (catalogue_find(catalogue, name, matches) != 1)
		return false;
	*province = matches[0].province;
	return true;
}

static bool is_address(const char *text)
{
	return text == NULL || url_is_web(text);
}

static bool read_fields(struct reading *reading, char *fields[FIELDS_MOST],
    struct portal *portal)
{
	int kind, status;

	*portal = (struct portal){.outlet = fields[1], .section = fields[3],
	    .feed = *fields[4] == '\0' ? NULL : fields[4],
	    .site = fields[5], .is_users = reading->is_users};
	/* a row of the reader's own may leave its status open */
	if (reading->is_users && *fields[6] == '\0')
		fields[6] = arena_dup(&reading->catalogue->arena,
		    portal->feed == NULL ? "site-only" : "seen-ok");
	if (*fields[1] == '\0' ||
	    !find_province(reading->catalogue, fields[0],
	        &portal->province) ||
	    !find_name(kind_names, ARRAY_LEN(kind_names), fields[2], &kind) ||
	    !find_name(status_names, ARRAY_LEN(status_names), fields[6],
	        &status) ||
	    !is_address(portal->feed) ||
	    (*portal->site == '\0' && portal->feed == NULL) ||
	    (*portal->site != '\0' && !is_address(portal->site)) ||
	    (portal->province == NULL) != (kind == PORTAL_NATIONAL))
		return false;
	if (*portal->site == '\0')
		portal->site = portal->feed;
	portal->kind = (enum portal_kind)kind;
	portal->status = (enum portal_status)status;
	return true;
}

static void read_portal(struct reading *reading, char *line)
{
	struct catalogue *catalogue = reading->catalogue;
	char *whole = arena_dup(&catalogue->arena, line);
	char *fields[FIELDS_MOST];
	struct portal portal;

	split_fields(line, fields);
	if (!read_fields(reading, fields, &portal) ||
	    catalogue->portal_count + reading->own_count >= ROWS_MOST) {
		warn(reading, whole);
		return;
	}
	if (reading->is_users) {
		reading->own = arena_grow(&catalogue->arena, reading->own,
		    &reading->own_cap, reading->own_count + 1,
		    sizeof(portal));
		reading->own[reading->own_count++] = portal;
		return;
	}
	catalogue->portals = arena_grow(&catalogue->arena, catalogue->portals,
	    &catalogue->portal_cap, catalogue->portal_count + 1,
	    sizeof(portal));
	catalogue->portals[catalogue->portal_count++] = portal;
}

static bool read_lines(struct reading *reading,
    void (*read_row)(struct reading *reading, char *line),
    struct error *err)
{
	struct catalogue *catalogue = reading->catalogue;
	struct str data;
	char *line;

	str_init(&data);
	if (!file_read(reading->path, FILE_MOST, &data, err)) {
		str_release(&data);
		return false;
	}
	line = arena_dup_len(&catalogue->arena, data.data, data.len);
	if (str_starts(line, "\xEF\xBB\xBF"))
		line += 3;
	for (reading->line = 1; line != NULL; reading->line++) {
		char *end = strpbrk(line, "\r\n"), *next = NULL;

		if (end != NULL) {
			next = end + (end[0] == '\r' && end[1] == '\n') + 1;
			*end = '\0';
		}
		if (line[strspn(line, " \t")] == '\0' || *line == '#')
			; /* a remark */
		else if (utf8_is_valid(line, strlen(line)))
			read_row(reading, line);
		else
			warn(reading, "UTF-8?");
		line = next;
	}
	str_release(&data);
	return true;
}

static bool read_file(struct catalogue *catalogue, const char *folder,
    const char *name,
    void (*read_row)(struct reading *reading, char *line),
    struct error *err)
{
	struct reading reading = {.catalogue = catalogue,
	    .path = arena_printf(&catalogue->arena, "%s/%s", folder, name)};

	return read_lines(&reading, read_row, err);
}

bool catalogue_read(struct catalogue *catalogue, const char *folder,
    struct error *err)
{
	return read_file(catalogue, folder, "provinces.tsv", read_province,
	           err) &&
	    read_file(catalogue, folder, "portals.tsv", read_portal, err);
}

/* Whether a row of the reader's stands in for one of the catalogue's. */
static bool is_replaced(const struct reading *reading,
    const struct portal *portal)
{
	for (size_t i = 0; i < reading->own_count; i++) {
		const struct portal *own = &reading->own[i];

		if (own->feed != NULL ? str_equal(own->feed, portal->feed)
		                      : portal->feed == NULL &&
		            str_equal(own->site, portal->site))
			return true;
	}
	return false;
}

bool catalogue_read_users(struct catalogue *catalogue, const char *path,
    struct error *err)
{
	struct reading reading = {.catalogue = catalogue, .path = path,
	    .is_users = true};
	struct portal *all;
	size_t count;

	if (!file_exists(path))
		return true;
	if (!read_lines(&reading, read_portal, err))
		return false;
	count = reading.own_count;
	all = arena_array(&catalogue->arena, count + catalogue->portal_count,
	    sizeof(*all));
	for (size_t i = 0; i < count; i++)
		all[i] = reading.own[i];
	for (size_t i = 0; i < catalogue->portal_count; i++)
		if (!is_replaced(&reading, &catalogue->portals[i]))
			all[count++] = catalogue->portals[i];
	catalogue->portals = all;
	catalogue->portal_count = catalogue->portal_cap = count;
	return true;
}
