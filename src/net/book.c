#include "net/book.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/log.h"
#include "base/str.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
	ENTRIES_MOST = 20000,
	FILE_MOST = 4 * 1024 * 1024,
	SECONDS_MOST = 2 * 366 * 86400,
	HOST_MOST = 300, /* bytes; RFC 1035: 255, and a port */
};

struct entry {
	char *name; /* "s" or "p", and the host or server */
	int64_t until;          /* s: UTC */
	bool has_all;           /* s: what is below the host too */
	enum book_place place;  /* p */
	bool is_new;            /* said since the file was read */
};

struct book {
	char *path;
	struct entry *entries;
	size_t count, cap;
	uint32_t *slots; /* index + 1 by hash; 0: free. A power of two. */
	size_t slot_count;
	bool is_changed;
};

/* --- a table by name --------------------------------------------------- */

static uint32_t *find_slot(const struct book *book, const char *name)
{
	size_t at = (size_t)hash_text(HASH_START, name);

	for (;; at++) {
		uint32_t *slot = &book->slots[at & (book->slot_count - 1)];

		if (*slot == 0 ||
		    strcmp(book->entries[*slot - 1].name, name) == 0)
			return slot;
	}
}

static void make_slots(struct book *book)
{
	size_t count = book->slot_count == 0 ? 64 : book->slot_count * 2;

	free(book->slots);
	book->slots = mem_alloc_zero(count, sizeof(*book->slots));
	book->slot_count = count;
	for (size_t i = 0; i < book->count; i++)
		*find_slot(book, book->entries[i].name) = (uint32_t)(i + 1);
}

static const struct entry *find(const struct book *book, char kind,
    const char *host)
{
	char name[HOST_MOST];
	size_t len = strlen(host);
	uint32_t slot;

	if (book->count == 0 || len + 2 > sizeof(name))
		return NULL;
	name[0] = kind;
	memcpy(name + 1, host, len + 1);
	slot = *find_slot(book, name);
	return slot == 0 ? NULL : &book->entries[slot - 1];
}

/* The entry of that name, a new one if there is none; NULL: no room. */
static struct entry *make(struct book *book, char kind, const char *host)
{
	struct entry *entry;
	struct str name;
	uint32_t *slot;

	if (strlen(host) + 2 > HOST_MOST || *host == '\0' ||
	    strpbrk(host, " \t\r\n") != NULL)
		return NULL;
	if (2 * (book->count + 1) > book->slot_count)
		make_slots(book);
	str_init(&name);
	str_addf(&name, "%c%s", kind, host);
	slot = find_slot(book, name.data);
	if (*slot != 0) {
		str_release(&name);
		return &book->entries[*slot - 1];
	}
	if (book->count == ENTRIES_MOST) {
		str_release(&name);
		return NULL;
	}
	book->entries = mem_grow(book->entries, &book->cap, book->count + 1,
	    sizeof(*book->entries));
	entry = &book->entries[book->count++];
	*entry = (struct entry){.name = str_detach(&name)};
	*slot = (uint32_t)book->count;
	return entry;
}

/* --- the file ---------------------------------------------------------- */

/* A line is "secure HOST UNTIL all|one", "public SERVER" or "private …". */
static void take_line(struct book *book, char *line)
{
	char *rest, *kind = strtok_r(line, " ", &rest);
	char *host = strtok_r(NULL, " ", &rest);
	char *until = strtok_r(NULL, " ", &rest);
	char *which = strtok_r(NULL, " ", &rest);
	struct entry *entry = NULL;
	bool is_secure, is_public;

	if (host == NULL)
		return;
	is_secure = str_equal(kind, "secure") && which != NULL;
	is_public = str_equal(kind, "public");
	if (is_secure || is_public || str_equal(kind, "private"))
		entry = make(book, is_secure ? 's' : 'p', host);
	if (entry == NULL)
		return;
	if (is_secure && !entry->is_new) {
		entry->until = strtoll(until, NULL, 10);
		entry->has_all = str_equal(which, "all");
	} else if (!is_secure) {
		/* another process may have been first: its word stands */
		entry->place = is_public ? BOOK_PUBLIC : BOOK_PRIVATE;
	}
}

static void read_file(struct book *book)
{
	char *line, *rest;
	struct str data;

	str_init(&data);
	if (file_read(book->path, FILE_MOST, &data, NULL))
		for (line = strtok_r(data.data, "\n", &rest); line != NULL;
		     line = strtok_r(NULL, "\n", &rest))
			if (*line != '#')
				take_line(book, line);
	str_release(&data);
}

struct book *book_open(const char *path)
{
	struct book *book = mem_alloc_zero(1, sizeof(*book));

	book->path = mem_dup(path);
	if (path != NULL)
		read_file(book);
	return book;
}

void book_save(struct book *book)
{
	struct error err = {0};
	struct str data;

	if (!book->is_changed || book->path == NULL)
		return;
	book->is_changed = false;
	read_file(book);
	str_init(&data);
	str_add(&data, "# bantin: hosts that want https, and where named ones"
	               " were found\n");
	for (size_t i = 0; i < book->count; i++) {
		struct entry *entry = &book->entries[i];

		entry->is_new = false;
		if (entry->name[0] == 'p' && entry->place != BOOK_UNKNOWN)
			str_addf(&data, "%s %s\n",
			    entry->place == BOOK_PUBLIC ? "public" : "private",
			    entry->name + 1);
		else if (entry->name[0] == 's' && entry->until > 0)
			str_addf(&data, "secure %s %" PRId64 " %s\n",
			    entry->name + 1, entry->until,
			    entry->has_all ? "all" : "one");
	}
	if (!file_write(book->path, data.data, data.len, &err))
		log_add("net", "the book of hosts is not kept: errno %ld",
		    err.number);
	str_release(&data);
}

void book_close(struct book *book)
{
	if (book == NULL)
		return;
	for (size_t i = 0; i < book->count; i++)
		free(book->entries[i].name);
	free(book->entries);
	free(book->slots);
	free(book->path);
	free(book);
}

/* --- https alone ------------------------------------------------------- */

/* A whole number, bare or in quotes. */
static bool read_age(const char *text, size_t len, int64_t *seconds)
{
	if (len >= 2 && text[0] == '"' && text[len - 1] == '"') {
		text++;
		len -= 2;
	}
	*seconds = 0;
	for (size_t i = 0; i < len; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		*seconds = *seconds * 10 + (text[i] - '0');
		if (*seconds > SECONDS_MOST)
			*seconds = SECONDS_MOST;
	}
	return len > 0;
}

static bool is_directive(const char *text, size_t len, const char *name)
{
	return len == strlen(name) && strncasecmp(text, name, len) == 0;
}

bool book_read_secure(const char *value, int64_t *seconds, bool *has_all)
{
	bool has_age = false;

	*has_all = false;
	while (*value != '\0') {
		size_t len, name_len;

		value += strspn(value, " \t;");
		len = strcspn(value, ";");
		name_len = strcspn(value, " \t;=");
		if (is_directive(value, name_len, "max-age")) {
			const char *at = value + name_len;

			at += strspn(at, " \t");
			if (has_age || *at != '=') /* 6.1: once, with a value */
				return false;
			at++;
			at += strspn(at, " \t");
			if (!read_age(at, strcspn(at, " \t;"), seconds))
				return false;
			has_age = true;
		} else if (is_directive(value, name_len,
		               "includeSubDomains")) {
			if (*has_all)
				return false;
			*has_all = true;
		}
		value += len;
	}
	return has_age;
}

/* 8.1.1: an address in numbers is no host that can say so. */
static bool is_name(const char *host)
{
	const char *last = strrchr(host, '.');

	last = last == NULL ? host : last + 1;
	return *host != '[' && (*last < '0' || *last > '9') && *last != '\0';
}

void book_note_secure(struct book *book, const char *host, const char *value,
    int64_t now)
{
	const struct entry *known = find(book, 's', host);
	struct entry *entry;
	int64_t seconds, until;
	bool has_all;

	if (value == NULL || !is_name(host) ||
	    !book_read_secure(value, &seconds, &has_all) ||
	    (seconds == 0 && known == NULL))
		return;
	until = seconds == 0 ? 0 : now + seconds;
	entry = make(book, 's', host);
	if (entry == NULL)
		return;
	/* a time that moves with each answer is not worth a write each */
	book->is_changed = book->is_changed || entry->has_all != has_all ||
	    until < entry->until || until - entry->until > 86400;
	entry->until = until;
	entry->has_all = has_all;
	entry->is_new = true;
}

bool book_is_secure(const struct book *book, const char *host, int64_t now)
{
	const char *part = host;

	while (part != NULL) {
		const struct entry *entry = find(book, 's', part);

		if (entry != NULL && entry->until > now &&
		    (part == host || entry->has_all))
			return true;
		part = strchr(part, '.');
		if (part != NULL)
			part++;
	}
	return false;
}

/* --- public or private ------------------------------------------------- */

void book_note_place(struct book *book, const char *server, bool is_private)
{
	struct entry *entry = make(book, 'p', server);

	if (entry == NULL || entry->place != BOOK_UNKNOWN)
		return;
	entry->place = is_private ? BOOK_PRIVATE : BOOK_PUBLIC;
	entry->is_new = book->is_changed = true;
}

enum book_place book_find_place(const struct book *book, const char *server)
{
	const struct entry *entry = find(book, 'p', server);

	return entry == NULL ? BOOK_UNKNOWN : entry->place;
}
