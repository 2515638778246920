#include "store/internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "store/keys.h"

/* One source's document on its way in; within a transaction. */
struct saving {
	struct store *store;
	int64_t source_id, now;
	struct save_counts *counts;
	struct error *err;
};

/* What the store has of a known article. */
struct known {
	int64_t id;
	bool is_headline;
	enum date_trust trust;
	int64_t published, content_hash, updated;
	struct page_place page;
};

/* What, when it changes, is a change that a reader may want to see. */
static int64_t content_hash(const struct article_draft *draft)
{
	uint64_t hash = hash_text(HASH_START, draft->title);

	hash = hash_text(hash, draft->lead);
	if (draft->html != NULL)
		hash = hash_block(hash, draft->html, draft->html_len);
	return (int64_t)hash_block(hash, draft->body == NULL ? "" :
	    draft->body, draft->body == NULL ? 0 : draft->body_len);
}

/* The same as the first caches have it. */
static int64_t old_content_hash(const struct article_draft *draft)
{
	uint64_t hash = hash_text(HASH_START, draft->title);

	hash = hash_text(hash, draft->lead);
	return (int64_t)hash_bytes(hash, draft->body == NULL ? "" :
	    draft->body, draft->body == NULL ? 0 : draft->body_len);
}

static size_t count_words(const struct article_draft *draft)
{
	struct block_list list = {0};
	struct arena arena;
	size_t words = 0;

	if (draft->body == NULL)
		return 0;
	arena_init(&arena);
	if (block_decode(draft->body, draft->body_len, &arena, &list))
		words = block_count_words(&list);
	arena_release(&arena);
	return words;
}

/* link NULL: as its page's. */
static bool save_text(struct saving *saving, int64_t id, bool is_new,
    const struct article_draft *draft, const char *link)
{
	const char *title = draft->title == NULL ? "" : draft->title;

	return store_run(saving->store, saving->err, ROW_SQL(is_new,
	    "article_text (article_id, title, link, author, lead)"
	    " VALUES (?1, ?2, ?3, ?4, ?5)"),
	    BIND(INT(id), TEXT(title), TEXT(link), TEXT(draft->author),
	    TEXT(draft->lead)));
}

static bool save_body(struct saving *saving, int64_t id, bool is_new,
    const struct article_draft *draft)
{
	struct blob body;
	bool is_done;

	if (draft->html != NULL && draft->html_len > 0)
		return build_save_html(saving->store, id, is_new, draft,
		    saving->err);
	if (draft->body == NULL || draft->body_len == 0)
		return true;
	is_done = blob_pack_text(saving->store, draft->body, draft->body_len,
	    &body, saving->err) && store_run(saving->store, saving->err,
	    ROW_SQL(is_new, "article_body (article_id, body_packing, body)"
	    " VALUES (?1, ?2, ?3)"), BIND(INT(id), INT(body.packing),
	    BLOB(body.bytes.data, body.bytes.len)));
	str_release(&body.bytes);
	return is_done;
}

bool article_save_text(struct store *store, int64_t id, const char *title,
    const char *link, const char *author, const char *lead,
    struct error *err)
{
	struct saving saving = {.store = store, .err = err};
	const struct article_draft draft = {.title = title,
	    .author = author, .lead = lead};

	return save_text(&saving, id, false, &draft, link);
}

bool article_save_body(struct store *store, int64_t id,
    const struct blob *body, struct error *err)
{
	return store_run(store, err, ROW_SQL(false,
	    "article_body (article_id, body_packing, body)"
	    " VALUES (?1, ?2, ?3)"), BIND(INT(id), INT(body->packing),
	    BLOB(body->bytes.data, body->bytes.len)));
}

static const char *link_to_keep(const struct article_draft *draft,
    const struct page_place *page)
{
	return page->id != 0 && page->is_link ? NULL : draft->link;
}

static bool is_awaited(const struct page_place *page)
{
	return page->id != 0 && page->state == PAGE_WANTED;
}

static int64_t relate_state_for(const struct page_place *page)
{
	return is_awaited(page) ? RELATE_WAITING : RELATE_DUE;
}

static int64_t index_state_for(const struct page_place *page)
{
	return is_awaited(page) ? INDEX_WAITING : INDEX_DUE;
}

/* A date, and how far it can be trusted. */
struct dated {
	int64_t published;
	enum date_trust trust;
};

static struct dated date_of(const struct article_draft *draft)
{
	return (struct dated){draft->published, draft->published == 0 ?
	    DATE_FIRST_SEEN : draft->is_date_rough ? DATE_ROUGH :
	    DATE_TRUSTED};
}

/*
 * Whether a date tells more than another. One once trusted stands: portals
 * write the moment of asking as an article's date, and rows would jump at
 * each refresh. A rough one gives way to the moment that it stands for, but
 * not to one of quite another day.
 */
static bool is_better(const struct dated *date, const struct dated *known)
{
	if (date->trust == DATE_FIRST_SEEN || known->trust == DATE_TRUSTED)
		return false;
	return known->trust == DATE_FIRST_SEEN ||
	    (date->trust == DATE_TRUSTED &&
	    /* halves, since a damaged cache holds any number */
	    llabs(date->published / 2 - known->published / 2) <
	    DATE_ROUGH_SECONDS / 2);
}

/* The best date that another article of the same page has; or none. */
static bool find_page_date(struct saving *saving, int64_t page_id,
    struct dated *date)
{
	int64_t row[2];
	bool found;

	if (!store_read_ints(saving->store, saving->err,
	    "SELECT published, is_date_trusted FROM article"
	    " INDEXED BY article_page"
	    " WHERE page_id = ?1 AND is_date_trusted > 0"
	    " ORDER BY is_date_trusted, published DESC LIMIT 1",
	    BIND(INT(page_id)), row, ARRAY_LEN(row), &found))
		return false;
	*date = (struct dated){0};
	if (found)
		*date = (struct dated){row[0], (enum date_trust)row[1]};
	return true;
}

static enum page_state wanted_state(const struct article_draft *draft)
{
	return draft->is_page_unwanted ? PAGE_NONE : PAGE_WANTED;
}

static bool insert_article(struct saving *saving, size_t place,
    const struct article_draft *draft, const struct identity *identity)
{
	struct dated date = date_of(draft), other;
	struct page_place page = {0};
	int64_t id;

	if (draft->address != NULL && draft->link != NULL) {
		if (!page_find(saving->store, draft->address, draft->link,
		    &page, saving->err))
			return false;
		if (page.id != 0 && date.trust != DATE_TRUSTED) {
			if (!find_page_date(saving, page.id, &other))
				return false;
			if (is_better(&other, &date))
				date = other;
		}
	}
	if (date.trust == DATE_FIRST_SEEN)
		date.published = saving->now - (int64_t)place;
	page.state = page.id != 0 ? page.state : wanted_state(draft);
	if (draft->address != NULL && draft->link != NULL && page.id == 0 &&
	    !page_add(saving->store, draft->address, draft->link,
	    date.published, &page, saving->err))
		return false;
	if (!store_run(saving->store, saving->err,
	    "INSERT INTO article (source_id, page_id, published, is_unread,"
	    " is_date_trusted, is_headline, relate_state, words, first_seen,"
	    " updated, content_hash, index_state)"
	    " VALUES (?1, nullif(?2, 0), ?3, 1, ?4, ?5, ?6, ?7, ?8, ?9, ?10,"
	    " ?11)",
	    BIND(INT(saving->source_id), INT(page.id), INT(date.published),
	    INT(date.trust), INT(draft->is_headline),
	    INT(relate_state_for(&page)), INT((int64_t)count_words(draft)),
	    INT(saving->now), INT(draft->updated), INT(content_hash(draft)),
	    INT(index_state_for(&page)))))
		return false;
	id = sqlite3_last_insert_rowid(saving->store->db);
	saving->counts->added++;
	return save_text(saving, id, true, draft, link_to_keep(draft, &page)) &&
	    save_body(saving, id, true, draft) &&
	    keys_save(saving->store, saving->source_id, draft, identity, id,
	    saving->err);
}

/* *found false: it was known, and has been purged. */
static bool read_known(struct saving *saving, int64_t id,
    struct known *known, bool *found)
{
	int64_t row[7];

	if (!store_read_ints(saving->store, saving->err,
	    "SELECT a.is_headline, a.is_date_trusted, a.content_hash,"
	    " a.updated, p.id, p.state, a.published FROM article AS a"
	    " LEFT JOIN page AS p ON p.id = a.page_id WHERE a.id = ?1",
	    BIND(INT(id)), row, ARRAY_LEN(row), found))
		return false;
	known->id = id;
	known->is_headline = row[0] != 0;
	known->trust = (enum date_trust)row[1];
	known->published = row[6];
	known->content_hash = row[2];
	known->updated = row[3];
	known->page = (struct page_place){
	    .id = row[4], .state = (enum page_state)row[5]};
	return true;
}

/* The page that a known article has now, its old one moved or kept. */
static bool find_known_page(struct saving *saving,
    const struct article_draft *draft, struct known *known)
{
	struct page_place page;

	if (draft->address == NULL || draft->link == NULL)
		return true;
	if (!page_find(saving->store, draft->address, draft->link, &page,
	    saving->err))
		return false;
	if (page.id != 0) {
		/* a text that is here is not given up for one that is not */
		if (page.state == PAGE_READY ||
		    known->page.state != PAGE_READY)
			known->page = page;
		return true;
	}
	if (known->page.id != 0)
		return page_move(saving->store, draft->address, draft->link,
		    &known->page, saving->err);
	known->page.state = wanted_state(draft);
	return page_add(saving->store, draft->address, draft->link,
	    draft->published == 0 ? saving->now : draft->published,
	    &known->page, saving->err);
}

static bool has_new_key(const struct article_draft *draft,
    const struct identity *identity)
{
	for (size_t i = 0; i < draft->key_count; i++) {
		if (draft->keys[i].kind != ARTICLE_KEY_TITLE &&
		    identity->is_usable[i] && !identity->is_known[i])
			return true;
	}
	return false;
}

static bool update_content(struct saving *saving,
    const struct article_draft *draft, struct known *known, bool is_new_text)
{
	if (!index_keep_text(saving->store, known->id, saving->err) ||
	    !find_known_page(saving, draft, known))
		return false;
	if (!store_run(saving->store, saving->err,
	    "UPDATE article SET page_id = nullif(?2, 0), is_headline = ?3,"
	    " updated = max(updated, ?4), content_hash = ?6,"
	    " words = CASE ?5 WHEN 0 THEN words ELSE ?5 END,"
	    " is_updated = max(is_updated, ?7),"
	    " relate_state = CASE ?8 WHEN 1 THEN ?9 ELSE relate_state END,"
	    " index_state = ?10 WHERE id = ?1",
	    BIND(INT(known->id), INT(known->page.id),
	    INT(draft->is_headline), INT(draft->updated),
	    INT((int64_t)count_words(draft)), INT(content_hash(draft)),
	    INT(is_new_text && !(known->is_headline && !draft->is_headline)),
	    INT(is_new_text), INT(relate_state_for(&known->page)),
	    INT(index_state_for(&known->page)))))
		return false;
	return save_text(saving, known->id, false, draft,
	    link_to_keep(draft, &known->page)) &&
	    save_body(saving, known->id, false, draft);
}

static bool mend_date(struct saving *saving,
    const struct article_draft *draft, const struct known *known)
{
	struct dated date = date_of(draft);

	if (!is_better(&date,
	    &(struct dated){known->published, known->trust}))
		return true;
	return store_run(saving->store, saving->err,
	    "UPDATE article SET published = ?2, is_date_trusted = ?3,"
	    " index_state = CASE index_state WHEN 1 THEN 0 ELSE index_state"
	    " END WHERE id = ?1", BIND(INT(known->id), INT(date.published),
	    INT(date.trust))) &&
	    article_tag_follow_date(saving->store, known->id, saving->err);
}

static bool update_article(struct saving *saving,
    const struct article_draft *draft, const struct identity *identity)
{
	bool has_key = has_new_key(draft, identity), is_new_text, found;
	struct known known;

	if (!read_known(saving, identity->article_id, &known, &found))
		return false;
	if (!found) {
		saving->counts->unchanged++;
		return true;
	}
	if (!mend_date(saving, draft, &known))
		return false;
	/* a row of a list page never takes a feed's text away */
	if (draft->is_headline && !known.is_headline) {
		saving->counts->unchanged++;
		return !has_key || keys_save(saving->store,
		    saving->source_id, draft, identity, known.id,
		    saving->err);
	}
	is_new_text = content_hash(draft) != known.content_hash &&
	    old_content_hash(draft) != known.content_hash;
	if (!is_new_text && !has_key) {
		saving->counts->unchanged++;
		return true;
	}
	saving->counts->updated += is_new_text;
	saving->counts->unchanged += !is_new_text;
	return update_content(saving, draft, &known, is_new_text) &&
	    keys_save(saving->store, saving->source_id, draft, identity,
	    known.id, saving->err);
}

static bool save_articles(struct saving *saving,
    const struct article_draft *drafts, size_t count, struct arena *arena,
    const struct source *try)
{
	struct identity *identities;

	if (!keys_identify(saving->store, saving->source_id, drafts, count,
	    arena, &identities, saving->err))
		return false;
	/* oldest first, so that ids grow with time */
	for (size_t i = count; i-- > 0;) {
		const struct identity *identity = &identities[i];

		if (identity->is_twin)
			saving->counts->unchanged++;
		else if (!(identity->article_id == 0 ?
		    insert_article(saving, i, &drafts[i], identity) :
		    update_article(saving, &drafts[i], identity)))
			return false;
	}
	return source_count(saving->store, saving->source_id,
	    saving->counts->added, saving->counts->added, saving->err) &&
	    (try == NULL ||
	    source_save_try(saving->store, try, saving->err));
}

bool store_save_articles(struct store *store, int64_t source_id,
    const struct article_draft *drafts, size_t count,
    const struct source *try, int64_t now, struct save_counts *counts,
    struct error *err)
{
	struct saving saving = {store, source_id, now, counts, err};
	struct arena arena;
	bool is_done;

	memset(counts, 0, sizeof(*counts));
	if (!store_begin(store, err))
		return false;
	arena_init(&arena);
	is_done = store_finish(store,
	    save_articles(&saving, drafts, count, &arena, try), err);
	arena_release(&arena);
	return is_done;
}
