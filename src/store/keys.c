#include "store/keys.h"

#include "store/internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

static const char blanks[] = " \t\r\n\f\v";

static int64_t key_hash(const struct article_key *key)
{
	const char *text = key->text + strspn(key->text, blanks);
	size_t len = strlen(text);

	while (len > 0 && strchr(blanks, text[len - 1]) != NULL)
		len--;
	return (int64_t)hash_bytes((uint64_t)key->kind, text, len);
}

/* A key's place in the document, sorted by hash to find equal ones. */
struct seat {
	int64_t hash;
	size_t draft, key;
};

static int compare_seats(const void *a, const void *b)
{
	const struct seat *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	if (x->draft != y->draft)
		return x->draft < y->draft ? -1 : 1;
	return 0;
}

static const int64_t *hash_of_kind(const struct article_draft *draft,
    const struct identity *identity, enum article_key_kind kind)
{
	for (size_t i = 0; i < draft->key_count; i++) {
		if (draft->keys[i].kind == kind)
			return &identity->hashes[i];
	}
	return NULL;
}

/* Two drafts with one key in common: another key says they are not one. */
static bool are_different(const struct article_draft *drafts,
    const struct identity *identities, size_t a, size_t b,
    enum article_key_kind common)
{
	static const enum article_key_kind kinds[] = {ARTICLE_KEY_GUID,
	    ARTICLE_KEY_LINK};

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		const int64_t *x, *y;

		if (kinds[i] == common)
			continue;
		x = hash_of_kind(&drafts[a], &identities[a], kinds[i]);
		y = hash_of_kind(&drafts[b], &identities[b], kinds[i]);
		if (x != NULL && y != NULL && *x != *y)
			return true;
	}
	return false;
}

static void drop_key(const struct article_draft *draft,
    struct identity *identity, size_t key)
{
	for (size_t i = 0; i < draft->key_count; i++) {
		if (i != key && identity->is_usable[i]) {
			identity->is_usable[key] = false;
			return;
		}
	}
}

/*
 * Whether drafts of one link, and no guid, are called by three names: a link
 * written in twice may be a headline that was mended.
 */
static bool have_many_titles(const struct article_draft *drafts,
    const struct identity *identities, const struct seat *seats, size_t count)
{
	int64_t titles[2];
	size_t known = 0;

	for (size_t i = 0; i < count; i++) {
		const int64_t *title = hash_of_kind(&drafts[seats[i].draft],
		    &identities[seats[i].draft], ARTICLE_KEY_TITLE);

		if (title == NULL || (known > 0 && *title == titles[0]) ||
		    (known > 1 && *title == titles[1]))
			continue;
		if (known == ARRAY_LEN(titles))
			return true;
		titles[known++] = *title;
	}
	return false;
}

/*
 * Feeds give all items one guid, or one link (the home page): such a key
 * tells nothing. Where nothing contradicts it, it is one article twice.
 */
static void judge_equals(const struct article_draft *drafts,
    struct identity *identities, const struct seat *seats, size_t count)
{
	enum article_key_kind kind =
	    drafts[seats[0].draft].keys[seats[0].key].kind;
	bool is_shared = kind == ARTICLE_KEY_LINK &&
	    have_many_titles(drafts, identities, seats, count);

	for (size_t i = 1; i < count; i++) {
		if (are_different(drafts, identities, seats[0].draft,
		    seats[i].draft, kind))
			is_shared = true;
	}
	for (size_t i = 0; i < count; i++) {
		if (is_shared)
			drop_key(&drafts[seats[i].draft],
			    &identities[seats[i].draft], seats[i].key);
		else if (i > 0 && seats[i].draft != seats[0].draft)
			identities[seats[i].draft].is_twin = true;
	}
}

static void judge_keys(const struct article_draft *drafts, size_t count,
    struct identity *identities, struct arena *arena)
{
	struct seat *seats = arena_array(arena, count * KEYS_MOST,
	    sizeof(*seats));
	size_t seat_count = 0, end;

	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < drafts[i].key_count; k++) {
			identities[i].hashes[k] =
			    key_hash(&drafts[i].keys[k]);
			identities[i].is_usable[k] = true;
			seats[seat_count++] = (struct seat){
			    identities[i].hashes[k], i, k};
		}
	}
	if (seat_count > 0)
		qsort(seats, seat_count, sizeof(*seats), compare_seats);
	for (size_t i = 0; i < seat_count; i = end) {
		for (end = i + 1; end < seat_count &&
		    seats[end].hash == seats[i].hash; end++)
			;
		if (end - i > 1)
			judge_equals(drafts, identities, seats + i, end - i);
	}
}

static bool find_key(struct store *store, int64_t source_id, int64_t hash,
    int64_t *id, bool *found, struct error *err)
{
	return store_read_ints(store, err, "SELECT article_id"
	    " FROM article_key WHERE source_id = ?1 AND hash = ?2",
	    BIND(INT(source_id), INT(hash)), id, 1, found);
}

static bool has_better_key(const struct article_draft *draft,
    const struct identity *identity)
{
	for (size_t i = 0; i < draft->key_count; i++) {
		if (identity->is_usable[i] &&
		    draft->keys[i].kind != ARTICLE_KEY_TITLE)
			return true;
	}
	return false;
}

/* Look up the keys of one sort; the first that is known decides. */
static bool look_up(struct store *store, int64_t source_id,
    const struct article_draft *draft, struct identity *identity,
    bool is_title, struct error *err)
{
	for (size_t i = 0; i < draft->key_count; i++) {
		int64_t id;

		if (!identity->is_usable[i] ||
		    (draft->keys[i].kind == ARTICLE_KEY_TITLE) != is_title)
			continue;
		if (!find_key(store, source_id, identity->hashes[i], &id,
		    &identity->is_known[i], err))
			return false;
		if (identity->article_id == 0)
			identity->article_id = id;
	}
	return true;
}

/* Whether a draft brings a guid or link that no article has yet. */
static bool has_free_key(const struct article_draft *draft,
    const struct identity *identity)
{
	for (size_t i = 0; i < draft->key_count; i++) {
		if (identity->is_usable[i] && !identity->is_known[i] &&
		    draft->keys[i].kind != ARTICLE_KEY_TITLE)
			return true;
	}
	return false;
}

/*
 * Two drafts that are known as one article, by different keys: the first has
 * it; the other is new if it has a key to be known by, else left out.
 */
static void part_claims(const struct article_draft *drafts, size_t count,
    struct identity *identities, struct arena *arena)
{
	struct seat *seats = arena_array(arena, count, sizeof(*seats));
	size_t seat_count = 0;

	for (size_t i = 0; i < count; i++) {
		if (identities[i].article_id != 0 && !identities[i].is_twin)
			seats[seat_count++] = (struct seat){
			    identities[i].article_id, i, 0};
	}
	if (seat_count > 0)
		qsort(seats, seat_count, sizeof(*seats), compare_seats);
	for (size_t i = 1; i < seat_count; i++) {
		struct identity *identity = &identities[seats[i].draft];

		if (seats[i].hash != seats[i - 1].hash)
			continue;
		identity->article_id = 0;
		if (!has_free_key(&drafts[seats[i].draft], identity))
			identity->is_twin = true;
	}
}

bool keys_identify(struct store *store, int64_t source_id,
    const struct article_draft *drafts, size_t count, struct arena *arena,
    struct identity **identities, struct error *err)
{
	bool is_any_known = false, has_keys;

	*identities = arena_array(arena, count, sizeof(**identities));
	judge_keys(drafts, count, *identities, arena);
	/* a source's first document: nothing to look up three times an item */
	if (!store_read_ints(store, err, "SELECT 1 FROM article_key"
	    " WHERE source_id = ?1 LIMIT 1", BIND(INT(source_id)), NULL, 0,
	    &has_keys))
		return false;
	if (!has_keys)
		return true;
	for (size_t i = 0; i < count; i++) {
		if (!look_up(store, source_id, &drafts[i], &(*identities)[i],
		    false, err))
			return false;
		if ((*identities)[i].article_id != 0)
			is_any_known = true;
	}
	/*
	 * The same title twice on a day may be two articles ("Thông báo");
	 * two lines for one are better than one article lost.
	 */
	for (size_t i = 0; i < count; i++) {
		struct identity *identity = &(*identities)[i];

		if (identity->article_id != 0 ||
		    (has_better_key(&drafts[i], identity) &&
		    (is_any_known || drafts[i].published == 0)))
			continue;
		if (!look_up(store, source_id, &drafts[i], identity, true,
		    err))
			return false;
	}
	part_claims(drafts, count, *identities, arena);
	return true;
}

bool keys_save(struct store *store, int64_t source_id,
    const struct article_draft *draft, const struct identity *identity,
    int64_t article_id, struct error *err)
{
	/* together: a statement takes as long as the row that it writes */
	static const char *const sql[KEYS_MOST] = {
	    "INSERT OR IGNORE INTO article_key (source_id, article_id, hash)"
	    " VALUES (?1, ?2, ?3)",
	    "INSERT OR IGNORE INTO article_key (source_id, article_id, hash)"
	    " VALUES (?1, ?2, ?3), (?1, ?2, ?4)",
	    "INSERT OR IGNORE INTO article_key (source_id, article_id, hash)"
	    " VALUES (?1, ?2, ?3), (?1, ?2, ?4), (?1, ?2, ?5)"};
	struct value values[2 + KEYS_MOST] = {
	    INT(source_id), INT(article_id)};
	size_t count = 0;

	for (size_t i = 0; i < draft->key_count; i++) {
		if (identity->is_usable[i] && !identity->is_known[i])
			values[2 + count++] = (struct value)INT(
			    identity->hashes[i]);
	}
	return count == 0 ||
	    store_run(store, err, sql[count - 1], values, 2 + count);
}
