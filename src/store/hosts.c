/*
 * What is known of hosts over restarts, and which process asks them now. A
 * host is claimed whole, so that what is polite for one process is so for
 * two.
 */
#include "store/internal.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

enum { CLAIM_SECONDS = 90 }; /* renewed every 30, see refresh/hosts.c */

bool store_read_host(struct store *store, const char *name, int64_t day,
    struct store_host *host, struct error *err)
{
	int64_t row[3];

	if (!store_read_ints(store, err, "SELECT wait_until, pages_day, pages"
	    " FROM host WHERE name = ?1", BIND(TEXT(name)), row,
	    ARRAY_LEN(row), NULL))
		return false;
	*host = (struct store_host){.wait_until = row[0],
	    .pages = row[1] == day ? row[2] : 0};
	return true;
}

static bool insert_host(struct store *store, const char *name,
    struct error *err)
{
	return store_run(store, err, "INSERT OR IGNORE INTO host (name)"
	    " VALUES (?1)", BIND(TEXT(name)));
}

bool store_set_host_wait(struct store *store, const char *name,
    int64_t until, struct error *err)
{
	return store_begin(store, err) && store_finish(store,
	    insert_host(store, name, err) &&
	    store_run(store, err, "UPDATE host SET wait_until = ?2"
	    " WHERE name = ?1", BIND(TEXT(name), INT(until))), err);
}

bool store_add_host_pages(struct store *store, const char *name,
    int64_t day, int64_t pages, struct error *err)
{
	return store_begin(store, err) && store_finish(store,
	    insert_host(store, name, err) &&
	    store_run(store, err, "UPDATE host SET pages_day = ?2,"
	    " pages = ?3 + CASE pages_day WHEN ?2 THEN pages ELSE 0 END"
	    " WHERE name = ?1", BIND(TEXT(name), INT(day), INT(pages))),
	    err);
}

/* --- robots.txt ------------------------------------------------------------ */

bool store_save_robots(struct store *store, const char *name,
    const struct store_robots *robots, struct error *err)
{
	struct blob blob;
	bool is_done;

	blob_pack(store, robots->text == NULL ? "" : robots->text,
	    robots->len, &blob);
	is_done = store_begin(store, err) && store_finish(store,
	    store_run(store, err, "INSERT OR REPLACE INTO host_robots"
	    " (name, asked, status, body_packing, body)"
	    " VALUES (?1, ?2, ?3, ?4, ?5)",
	    BIND(TEXT(name), INT(robots->asked), INT(robots->status),
	    INT(blob.packing), BLOB(blob.bytes.data, blob.bytes.len))), err);
	str_release(&blob.bytes);
	return is_done;
}

bool store_read_robots(struct store *store, const char *name,
    struct arena *arena, struct store_robots *robots, struct error *err)
{
	struct cursor cursor = cursor_open(store, err,
	    "SELECT asked, status, body_packing, body FROM host_robots"
	    " WHERE name = ?1", BIND(TEXT(name)));
	bool is_read = true;
	char *text;

	*robots = (struct store_robots){0};
	if (cursor_next(&cursor)) {
		is_read = blob_unpack(&cursor, 3, arena, &text, &robots->len,
		    err);
		robots->text = is_read ? text : NULL;
		robots->asked = cursor_int(&cursor, 0);
		robots->status = (int)cursor_int(&cursor, 1);
	}
	return cursor_close(&cursor) && is_read;
}

/* --- claims ---------------------------------------------------------------- */

/* Whether a claim still means something. */
static bool holds(const int64_t claim[2], int64_t claimant, int64_t now)
{
	int64_t age = now - claim[0];

	if (claim[0] == 0 || claim[1] == claimant ||
	    age >= CLAIM_SECONDS || age <= -CLAIM_SECONDS)
		return false;
	/* it may have been killed, or have died with the machine */
	return claim[1] > 0 &&
	    (kill((pid_t)claim[1], 0) == 0 || errno != ESRCH);
}

static bool claim_host(struct store *store, const char *name,
    int64_t claimant, int64_t now, int64_t *taken, struct error *err)
{
	int64_t claim[2];

	if (!store_read_ints(store, err,
	    "SELECT claimed, claimant FROM host WHERE name = ?1",
	    BIND(TEXT(name)), claim, ARRAY_LEN(claim), NULL))
		return false;
	*taken = holds(claim, claimant, now) ? claim[0] : 0;
	return *taken != 0 || (insert_host(store, name, err) &&
	    store_run(store, err, "UPDATE host SET claimed = ?2,"
	    " claimant = ?3 WHERE name = ?1",
	    BIND(TEXT(name), INT(now), INT(claimant))));
}

static bool claim_all(struct store *store, const char *const *names,
    size_t count, int64_t claimant, int64_t now, int64_t *taken,
    struct error *err)
{
	for (size_t i = 0; i < count; i++) {
		if (!claim_host(store, names[i], claimant, now,
		    &taken[i], err))
			return false;
	}
	return true;
}

bool store_claim_hosts(struct store *store, const char *const *names,
    size_t count, int64_t claimant, int64_t now, int64_t *taken,
    struct error *err)
{
	return store_begin(store, err) && store_finish(store,
	    claim_all(store, names, count, claimant, now, taken, err),
	    err);
}

bool store_release_host(struct store *store, const char *name,
    int64_t claimant, struct error *err)
{
	return store_begin(store, err) && store_finish(store,
	    store_run(store, err, "UPDATE host SET claimed = 0, claimant = 0"
	    " WHERE name = ?1 AND claimant = ?2",
	    BIND(TEXT(name), INT(claimant))), err);
}
