#include "store/internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/pack.h"
#include "text/url.h"

enum {
	CLAIM_SECONDS = 600,
	DAY_SECONDS = 86400,
	EXTRA_VERSION = 1,
};

/* --- addresses ---------------------------------------------------------- */

static int64_t address_hash(const char *address)
{
	return (int64_t)hash_text(HASH_START, address);
}

static bool is_address_of(const char *address, const char *url)
{
	struct str canonical;
	bool is_same;

	str_init(&canonical);
	url_canonical(&canonical, url);
	is_same = strcmp(canonical.data, address) == 0;
	str_release(&canonical);
	return is_same;
}

bool page_find(struct store *store, const char *address, const char *link,
    struct page_place *place, struct error *err)
{
	struct cursor cursor = cursor_open(store, err,
	    "SELECT id, state, url FROM page WHERE address_hash = ?1",
	    BIND(INT(address_hash(address))));
	struct arena arena;

	memset(place, 0, sizeof(*place));
	arena_init(&arena);
	while (place->id == 0 && cursor_next(&cursor)) {
		const char *url = cursor_text(&cursor, 2, &arena);

		/* another portal could forge the hash */
		if (!is_address_of(address, url))
			continue;
		place->id = cursor_int(&cursor, 0);
		place->state = (enum page_state)cursor_int(&cursor, 1);
		place->is_link = strcmp(url, link) == 0;
	}
	arena_release(&arena);
	return cursor_close(&cursor);
}

bool page_add(struct store *store, const char *address, const char *link,
    int64_t published, struct page_place *place, struct error *err)
{
	if (!store_run(store, err, "INSERT INTO page (address_hash, url,"
	    " state, published) VALUES (?1, ?2, ?3, ?4)",
	    BIND(INT(address_hash(address)), TEXT(link), INT(place->state),
	    INT(published))))
		return false;
	place->id = sqlite3_last_insert_rowid(store->db);
	place->is_link = true;
	return true;
}

bool page_move(struct store *store, const char *address, const char *link,
    struct page_place *place, struct error *err)
{
	if (place->state != PAGE_READY)
		place->state = PAGE_WANTED;
	place->is_link = true;
	return store_run(store, err, "UPDATE page SET address_hash = ?2,"
	    " url = ?3, state = ?4, claimed = 0 WHERE id = ?1",
	    BIND(INT(place->id), INT(address_hash(address)), TEXT(link),
	    INT(place->state)));
}

/* --- jobs --------------------------------------------------------------- */

static bool ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), end_len = strlen(end);

	return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

/* RFC 4291 2.5.3 and 2.5.6, RFC 4193; brackets and all. */
static bool is_private_ipv6(const char *host)
{
	return str_starts(host, "[::1]") || str_starts(host, "[fc") ||
	    str_starts(host, "[fd") || str_starts(host, "[fe8") ||
	    str_starts(host, "[fe9") || str_starts(host, "[fea") ||
	    str_starts(host, "[feb");
}

/* RFC 1918, RFC 3927, RFC 1122 3.2.1.3. */
static bool is_private_ipv4(const char *host)
{
	long second;

	if (!str_starts(host, "172."))
		return str_starts(host, "127.") || str_starts(host, "10.") ||
		    str_starts(host, "192.168.") ||
		    str_starts(host, "169.254.");
	second = strtol(host + strlen("172."), NULL, 10);
	return second >= 16 && second <= 31;
}

/*
 * A host in one's own network, as far as its name tells: pages of such a
 * source may lie there too. Names of one label; RFC 6761, 6762, 8375.
 */
static bool is_private_host(const char *host)
{
	static const char *const ends[] = {".localhost", ".local", ".lan",
	    ".internal", ".home.arpa"};

	if (host[0] == '[')
		return is_private_ipv6(host);
	if (strspn(host, "0123456789.") == strlen(host))
		return is_private_ipv4(host);
	if (strchr(host, '.') == NULL)
		return true;
	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		if (ends_with(host, ends[i]))
			return true;
	}
	return false;
}

static bool is_private_source(const char *url)
{
	struct str host;
	bool is_private;

	if (!url_is_web(url))
		return true;
	str_init(&host);
	url_host(&host, url);
	is_private = is_private_host(host.data);
	str_release(&host);
	return is_private;
}

/* Fill a job from the newest article of its page; found false: none. */
static bool read_job(struct store *store, struct arena *arena,
    struct page_job *job, bool *found, struct error *err)
{
	struct cursor cursor = cursor_open(store, err,
	    "SELECT a.id, t.title, a.source_id, s.url, p.url"
	    " FROM article AS a INDEXED BY article_page"
	    " CROSS JOIN article_text AS t ON t.article_id = a.id"
	    " CROSS JOIN source AS s ON s.id = a.source_id"
	    " CROSS JOIN page AS p ON p.id = a.page_id"
	    " WHERE a.page_id = ?1"
	    " ORDER BY a.published DESC, a.id DESC LIMIT 1",
	    BIND(INT(job->page_id)));

	*found = cursor_next(&cursor);
	if (*found) {
		job->article_id = cursor_int(&cursor, 0);
		job->title = cursor_text(&cursor, 1, arena);
		job->source_id = cursor_int(&cursor, 2);
		job->source_url = cursor_text(&cursor, 3, arena);
		job->may_be_private = is_private_source(job->source_url);
		job->url = cursor_text(&cursor, 4, arena);
	}
	return cursor_close(&cursor);
}

static bool find_wanted(struct store *store, int64_t now, size_t limit,
    struct page_job *jobs, size_t *count, struct error *err)
{
	struct cursor cursor = cursor_open(store, err,
	    "SELECT id FROM page INDEXED BY page_wanted WHERE state = 1"
	    " AND abs(?1 - claimed) >= ?2 ORDER BY published DESC LIMIT ?3",
	    BIND(INT(now), INT(CLAIM_SECONDS), INT((int64_t)limit)));

	*count = 0;
	while (*count < limit && cursor_next(&cursor))
		jobs[(*count)++].page_id = cursor_int(&cursor, 0);
	return cursor_close(&cursor);
}

/* Whether a page is of a source that is followed, or kept by the reader. */
static bool is_awaited(struct store *store, int64_t page_id, bool *is_any,
    struct error *err)
{
	return store_read_ints(store, err, "SELECT 1 FROM article AS a"
	    " INDEXED BY article_page CROSS JOIN source AS s"
	    " ON s.id = a.source_id"
	    " WHERE a.page_id = ?1 AND (s.is_followed = 1"
	    " OR a.is_starred = 1 OR EXISTS (SELECT 1 FROM article_tag AS g"
	    " WHERE g.article_id = a.id AND g.is_set = 1)) LIMIT 1",
	    BIND(INT(page_id)), NULL, 0, is_any);
}

/* Those that wait for a page are related and indexed without it. */
static bool end_waiting(struct store *store, int64_t page_id,
    struct error *err)
{
	return store_run(store, err, "UPDATE article SET relate_state = 0"
	    " WHERE page_id = ?1 AND relate_state = 2",
	    BIND(INT(page_id))) &&
	    store_run(store, err, "UPDATE article SET index_state = 0"
	    " WHERE page_id = ?1 AND index_state = 2", BIND(INT(page_id)));
}

/* What nobody waits for is fetched only when somebody opens it. */
static bool drop_page(struct store *store, int64_t page_id,
    struct error *err)
{
	return end_waiting(store, page_id, err) &&
	    store_run(store, err, "UPDATE page SET state = 0, claimed = 0"
	    " WHERE id = ?1 AND state = 1", BIND(INT(page_id)));
}

static bool claim_page(struct store *store, int64_t now,
    struct arena *arena, struct page_job *job, bool *found,
    struct error *err)
{
	if (!is_awaited(store, job->page_id, found, err))
		return false;
	if (!*found)
		return drop_page(store, job->page_id, err);
	return read_job(store, arena, job, found, err) &&
	    store_run(store, err,
	    "UPDATE page SET claimed = ?2 WHERE id = ?1",
	    BIND(INT(job->page_id), INT(now)));
}

static bool claim_pages(struct store *store, int64_t now, size_t limit,
    struct arena *arena, struct page_job *jobs, size_t *count,
    struct error *err)
{
	size_t wanted, kept = 0;
	bool found;

	do { /* until some of those wanted are worth it */
		if (!find_wanted(store, now, limit, jobs, &wanted, err))
			return false;
		for (size_t i = 0; i < wanted; i++) {
			if (!claim_page(store, now, arena, &jobs[i], &found,
			    err))
				return false;
			if (found)
				jobs[kept++] = jobs[i];
		}
	} while (wanted > 0 && kept == 0);
	*count = kept;
	return true;
}

bool store_claim_pages(struct store *store, int64_t now, size_t limit,
    struct arena *arena, struct page_job **jobs, size_t *count,
    struct error *err)
{
	*jobs = arena_array(arena, limit, sizeof(**jobs));
	*count = 0;
	return store_begin(store, err) && store_finish(store,
	    claim_pages(store, now, limit, arena, *jobs, count, err), err);
}

static bool release_pages(struct store *store, const int64_t *page_ids,
    size_t count, struct error *err)
{
	for (size_t i = 0; i < count; i++) {
		if (!store_run(store, err, "UPDATE page SET claimed = 0"
		    " WHERE id = ?1 AND state = 1", BIND(INT(page_ids[i]))))
			return false;
	}
	return true;
}

bool store_release_pages(struct store *store, const int64_t *page_ids,
    size_t count, struct error *err)
{
	return count == 0 || (store_begin(store, err) &&
	    store_finish(store, release_pages(store, page_ids, count, err),
	    err));
}

static bool drop_pages(struct store *store, const int64_t *page_ids,
    size_t count, struct error *err)
{
	for (size_t i = 0; i < count; i++) {
		if (!drop_page(store, page_ids[i], err))
			return false;
	}
	return true;
}

bool store_drop_pages(struct store *store, const int64_t *page_ids,
    size_t count, struct error *err)
{
	return count == 0 || (store_begin(store, err) &&
	    store_finish(store, drop_pages(store, page_ids, count, err),
	    err));
}

bool store_find_page_job(struct store *store, int64_t article_id,
    struct arena *arena, struct page_job *job, bool *found,
    struct error *err)
{
	memset(job, 0, sizeof(*job));
	*found = false;
	if (!store_read_ints(store, err,
	    "SELECT page_id FROM article WHERE id = ?1",
	    BIND(INT(article_id)), &job->page_id, 1, NULL))
		return false;
	return job->page_id == 0 ||
	    read_job(store, arena, job, found, err);
}

/* --- results ------------------------------------------------------------ */

void page_pack_extra(struct str *out, const struct page *page)
{
	pack_number(out, EXTRA_VERSION);
	pack_text(out, page->canonical);
	pack_text(out, page->title);
	pack_text(out, page->section);
	pack_text(out, page->lead);
	pack_text(out, page->author);
	pack_text(out, page->language);
	pack_text(out, page->feedback);
	pack_signed(out, page->published);
	pack_signed(out, page->updated);
	pack_number(out, page->related_count);
	for (size_t i = 0; i < page->related_count; i++) {
		pack_text(out, page->related[i].title);
		pack_text(out, page->related[i].url);
		pack_signed(out, page->related[i].date);
	}
	pack_number(out, page->attachment_count);
	for (size_t i = 0; i < page->attachment_count; i++) {
		pack_text(out, page->attachments[i].name);
		pack_text(out, page->attachments[i].url);
		pack_signed(out, page->attachments[i].size);
	}
}

/* Text that is never NULL. */
static char *unpack_some(struct unpack *in, struct arena *arena)
{
	char *text = unpack_text(in, arena);

	return text == NULL ? arena_dup(arena, "") : text;
}

bool page_unpack_extra(const void *data, size_t len, struct arena *arena,
    struct page *page)
{
	struct unpack in;

	memset(page, 0, sizeof(*page));
	unpack_init(&in, data, len);
	if (unpack_number(&in) != EXTRA_VERSION)
		return false;
	page->canonical = unpack_some(&in, arena);
	page->title = unpack_some(&in, arena);
	page->section = unpack_some(&in, arena);
	page->lead = unpack_some(&in, arena);
	page->author = unpack_some(&in, arena);
	page->language = unpack_some(&in, arena);
	page->feedback = unpack_some(&in, arena);
	page->published = unpack_signed(&in);
	page->updated = unpack_signed(&in);
	page->related_count = unpack_count(&in);
	page->related = arena_array(arena, page->related_count,
	    sizeof(*page->related));
	for (size_t i = 0; i < page->related_count; i++) {
		page->related[i].title = unpack_some(&in, arena);
		page->related[i].url = unpack_some(&in, arena);
		page->related[i].date = unpack_signed(&in);
	}
	page->attachment_count = unpack_count(&in);
	page->attachments = arena_array(arena, page->attachment_count,
	    sizeof(*page->attachments));
	for (size_t i = 0; i < page->attachment_count; i++) {
		page->attachments[i].name = unpack_some(&in, arena);
		page->attachments[i].url = unpack_some(&in, arena);
		page->attachments[i].size = unpack_signed(&in);
	}
	return !in.is_broken;
}

/* What came of a page, packed before the transaction begins. */
struct result {
	int64_t page_id, now;
	enum page_state state;
	const struct page *page;
	const struct error *why;
	struct blob text, raw;
	bool has_raw;
	size_t words;
};

static bool pack_result(struct store *store, struct result *result,
    const char *raw, size_t raw_len, struct error *err)
{
	static const struct page nothing;
	struct page page = result->page == NULL ? nothing : *result->page;
	struct str bytes;
	bool is_packed;

	if (result->state == PAGE_READY)
		result->words = block_count_words(&page.body);
	else
		page.body = nothing.body;
	str_init(&bytes);
	text_encode(&bytes, &page);
	is_packed = blob_pack_text(store, bytes.data, bytes.len,
	    &result->text, err);
	str_release(&bytes);
	result->has_raw = raw != NULL;
	blob_pack(store, raw == NULL ? "" : raw, raw == NULL ? 0 : raw_len,
	    &result->raw);
	return is_packed;
}

static bool save_content(struct store *store, const struct result *result,
    struct error *err)
{
	if (!text_save(store, result->page_id, &result->text, err))
		return false;
	return !result->has_raw ||
	    raw_save(store, result->page_id, &result->raw, err);
}

/*
 * The page's date for its articles that have none, or one that it tells more
 * of; as is_better of articles.c.
 */
static bool mend_dates(struct store *store, int64_t page_id,
    const struct page *page, struct error *err)
{
	struct cursor cursor = cursor_open(store, err, "UPDATE article SET"
	    " published = ?2, is_date_trusted = ?3,"
	    " index_state = CASE index_state WHEN 1 THEN 0 ELSE index_state"
	    " END WHERE page_id = ?1 AND (is_date_trusted = 0 OR"
	    " (is_date_trusted = 2 AND ?3 = 1 AND"
	    " abs(published - ?2) < ?4)) RETURNING id",
	    BIND(INT(page_id), INT(page->published),
	    INT(page->is_date_rough ? DATE_ROUGH : DATE_TRUSTED),
	    INT(DATE_ROUGH_SECONDS)));
	bool is_done = true;

	while (is_done && cursor_next(&cursor))
		is_done = article_tag_follow_date(store, cursor_int(&cursor, 0), err);
	return cursor_close(&cursor) && is_done;
}

bool page_mend_dates(struct store *store, int64_t page_id,
    const struct page *page, int64_t now, struct error *err)
{
	/* a date in days to come is a mistake of the page */
	return page->published <= 0 || page->published > now + DAY_SECONDS ||
	    mend_dates(store, page_id, page, err);
}

/* An article that was known by its address alone has a title now. */
static bool name_by_page(struct store *store, int64_t page_id,
    const struct page *page, struct error *err)
{
	if (page->title == NULL || page->title[0] == '\0')
		return true;
	return store_run(store, err, "UPDATE article_text SET title = ?2,"
	    " lead = ifnull(lead, nullif(?3, ''))"
	    " WHERE title = (SELECT url FROM page WHERE id = ?1)"
	    " AND article_id IN (SELECT id FROM article"
	    " INDEXED BY article_page WHERE page_id = ?1)",
	    BIND(INT(page_id), TEXT(page->title), TEXT(page->lead)));
}

static bool save_result(struct store *store, const struct result *result,
    struct error *err)
{
	const struct page *page = result->page;
	int64_t old_state;
	bool was_ready;

	if (!store_read_ints(store, err,
	    "SELECT state FROM page WHERE id = ?1",
	    BIND(INT(result->page_id)), &old_state, 1, NULL))
		return false;
	/* a text that is here is kept when another try fails */
	was_ready = old_state == PAGE_READY && result->state != PAGE_READY;
	if (result->state == PAGE_READY &&
	    !index_keep_page(store, result->page_id, err))
		return false;
	if (!store_run(store, err, "UPDATE page SET state = ?2, claimed = 0,"
	    " tried = ?3, tries = tries + 1, error_code = ?4,"
	    " error_number = ?5, error_subject = nullif(?6, url),"
	    " words = CASE ?7 WHEN 1 THEN words ELSE ?8 END WHERE id = ?1",
	    BIND(INT(result->page_id),
	    INT(was_ready ? PAGE_READY : result->state), INT(result->now),
	    INT(result->why == NULL ? 0 : result->why->code),
	    INT(result->why == NULL ? 0 : result->why->number),
	    TEXT(result->why == NULL ? "" : result->why->subject),
	    INT(was_ready), INT((int64_t)result->words))))
		return false;
	if (result->state != PAGE_FAILED && !was_ready &&
	    !save_content(store, result, err))
		return false;
	if (page != NULL &&
	    (!name_by_page(store, result->page_id, page, err) ||
	    !page_mend_dates(store, result->page_id, page, result->now, err)))
		return false;
	return result->state != PAGE_READY ?
	    end_waiting(store, result->page_id, err) :
	    store_run(store, err, "UPDATE article SET relate_state = 0,"
	    " index_state = 0 WHERE page_id = ?1",
	    BIND(INT(result->page_id)));
}

bool store_save_page(struct store *store, int64_t page_id,
    enum page_state state, const struct page *page, const char *raw,
    size_t raw_len, const struct error *why, int64_t now,
    struct error *err)
{
	struct result result = {.page_id = page_id, .now = now,
	    .state = state, .page = page, .why = why};
	bool is_done = false;

	if (pack_result(store, &result, raw, raw_len, err) &&
	    store_begin(store, err))
		is_done = store_finish(store,
		    save_result(store, &result, err), err);
	str_release(&result.text.bytes);
	str_release(&result.raw.bytes);
	return is_done;
}

/* --- giving up ---------------------------------------------------------- */

#define WANTED_OF                                                              \
	" (SELECT p.id FROM page AS p INDEXED BY page_wanted"                  \
	" WHERE p.state = 1 AND (?1 = 0 OR EXISTS (SELECT 1"                   \
	" FROM article AS a INDEXED BY article_page"                           \
	" WHERE a.page_id = p.id AND a.source_id = ?1)))"

static bool give_up(struct store *store, int64_t source_id,
    struct error *err)
{
	return store_run(store, err, "UPDATE article SET relate_state = 0"
	    " WHERE relate_state = 2 AND page_id IN" WANTED_OF,
	    BIND(INT(source_id))) &&
	    store_run(store, err, "UPDATE article SET index_state = 0"
	    " WHERE index_state = 2 AND page_id IN" WANTED_OF,
	    BIND(INT(source_id))) &&
	    store_run(store, err, "UPDATE page SET state = 0"
	    " WHERE id IN" WANTED_OF, BIND(INT(source_id)));
}

static bool give_up_all(struct store *store, const int64_t *source_ids,
    size_t count, struct error *err)
{
	if (source_ids == NULL)
		return give_up(store, 0, err);
	for (size_t i = 0; i < count; i++) {
		if (!give_up(store, source_ids[i], err))
			return false;
	}
	return true;
}

bool store_give_up_pages(struct store *store, const int64_t *source_ids,
    size_t count, struct error *err)
{
	return store_begin(store, err) && store_finish(store,
	    give_up_all(store, source_ids, count, err), err);
}
