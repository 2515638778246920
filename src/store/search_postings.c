#include "store/search_postings.h"

#include <stdlib.h>
#include <string.h>

#include "store/search_internal.h"

enum {
	PAD = 16, /* bytes behind a page: a damaged number ends in them */
	ID_STRUCTURE = 10,
	BITS_PAGE = 31, /* of a row's id */
	BITS_SEGMENT = 37,
	BIT_DOCLIST_INDEX = 36,
	HEADER = 4, /* bytes of a leaf */
	COLUMN_TITLE = 1,
	LEAF_DOCS_MOST = 4096, /* of 4050 bytes, two a doc at least */
};

/* Docs of one leaf, the lowest first. All lie in one piece behind it. */
struct leaf {
	size_t place, len, count;
	const unsigned char *bytes; /* of the list alone */
	const int64_t *docs;
	const uint16_t *at; /* where the length of each one's places stands */
};

struct leaf_place {
	int64_t page, lowest; /* no doc of it is lower */
};

struct posting {
	int64_t segment;
	size_t start; /* of the list on its first leaf */
	struct leaf_place *places;
	size_t place_count, place_cap;
	size_t left; /* places that may hold docs still asked for */
	struct leaf **leaves; /* those that are read, the highest first */
	size_t leaf_count, leaf_cap;
	size_t bytes;
};

/* --- numbers ----------------------------------------------------------------- */

static inline const unsigned char *read_number(const unsigned char *at,
    uint64_t *number)
{
	uint64_t value = 0;

	if (at[0] < 0x80) {
		*number = at[0];
		return at + 1;
	}
	for (int i = 0; i < 8; i++, at++) {
		value = value << 7 | (*at & 0x7F);
		if (*at < 0x80) {
			*number = value;
			return at + 1;
		}
	}
	*number = value << 8 | *at;
	return at + 1;
}

static size_t read_short(const unsigned char *at)
{
	return (size_t)at[0] << 8 | at[1];
}

/* --- rows of the index -------------------------------------------------------- */

/* A row's bytes, padded, in the handle's memory till the next one is read. */
struct index_row {
	const unsigned char *bytes;
	size_t len;
};

static bool fail_damaged(struct store *store, struct error *err)
{
	return error_set(err, ERROR_STORE_DAMAGED, store->path, 0);
}

static bool read_block(struct store *store, int64_t id, struct index_row *block,
    bool *found, struct error *err)
{
	struct cursor cursor = cursor_open(store, err,
	    "SELECT block FROM search_data WHERE id = ?1", BIND(INT(id)));
	struct str *page = &store->search.page;

	str_clear(page);
	*found = cursor_next(&cursor);
	if (*found)
		str_add_len(page, sqlite3_column_blob(cursor.prepared, 0),
		    (size_t)sqlite3_column_bytes(cursor.prepared, 0));
	memset(str_reserve(page, PAD), 0, PAD);
	block->bytes = (const unsigned char *)page->data;
	block->len = page->len;
	return cursor_close(&cursor);
}

/* A leaf: its bytes up to size, then the index of its terms. */
struct index_page {
	struct index_row block;
	size_t size;  /* of the terms and lists */
	size_t first; /* where its first doc stands before any term; 0: none */
	size_t term;  /* where its first term stands; size: none */
};

static bool read_page(struct store *store, int64_t segment, int64_t number,
    struct index_page *page, struct error *err)
{
	uint64_t term;
	bool found;

	if (!read_block(store, segment << BITS_SEGMENT | number, &page->block,
	    &found, err))
		return false;
	if (!found || page->block.len < HEADER)
		return fail_damaged(store, err);
	page->first = read_short(page->block.bytes);
	page->size = read_short(page->block.bytes + 2);
	if (page->size < HEADER || page->size > page->block.len ||
	    page->first > page->size)
		return fail_damaged(store, err);
	page->term = page->size;
	if (page->size < page->block.len) {
		read_number(page->block.bytes + page->size, &term);
		if (term < page->size)
			page->term = (size_t)term;
	}
	return true;
}

bool segments_read(struct store *store, struct segment_list *list,
    struct error *err)
{
	static const unsigned char second[] = {0xFF, 0, 0, 1};
	const unsigned char *at, *end;
	uint64_t levels, count, number;
	struct index_row block;
	bool found;

	list->count = 0;
	if (!read_block(store, ID_STRUCTURE, &block, &found, err))
		return false;
	if (!found || block.len < HEADER)
		return true;
	at = block.bytes + HEADER;
	end = block.bytes + block.len;
	/* of another kind than we make */
	if (memcmp(at, second, sizeof(second)) == 0)
		return fail_damaged(store, err);
	at = read_number(at, &levels);
	at = read_number(at, &count);
	at = read_number(at, &number); /* of writes */
	while (levels-- > 0 && at < end) {
		size_t before = list->count;

		at = read_number(at, &number); /* being merged */
		at = read_number(at, &count);
		for (; count > 0 && at < end; count--) {
			uint64_t id, first, last;

			at = read_number(at, &id);
			at = read_number(at, &first);
			at = read_number(at, &last);
			list->rows = mem_grow(list->rows, &list->cap,
			    list->count + 1, sizeof(*list->rows));
			/* a level has them from the oldest on */
			memmove(list->rows + before + 1, list->rows + before,
			    (list->count - before) * sizeof(*list->rows));
			list->rows[before] = (struct segment){(int64_t)id,
			    (int64_t)first, (int64_t)last};
			list->count++;
		}
	}
	return true;
}

/* --- finding a list ------------------------------------------------------------- */

struct term_place {
	size_t start, end; /* of its list on this page */
	bool is_last;      /* the list may go on */
};

enum finding { FOUND, FOUND_NONE, FOUND_END };

/*
 * Terms are sorted, each without what it has in common with the one before;
 * same: how much of what is sought that one began with. FOUND_END: all terms
 * of the page are lower.
 */
static enum finding find_term(const struct index_page *page,
    const struct str *term, struct term_place *place)
{
	const unsigned char *bytes = page->block.bytes;
	const unsigned char *index = bytes + page->size;
	const unsigned char *index_end = bytes + page->block.len;
	uint64_t at = 0, step, kept, more;
	size_t same = 0;

	for (bool is_first = true; index < index_end; is_first = false) {
		const unsigned char *text;
		size_t i = 0;

		index = read_number(index, &step);
		at += step;
		if (at >= page->size)
			return FOUND_NONE;
		text = bytes + at;
		kept = 0;
		if (!is_first)
			text = read_number(text, &kept);
		text = read_number(text, &more);
		if (more > (size_t)(bytes + page->size - text) || kept < same)
			return FOUND_NONE;
		if (kept > same)
			continue;
		while (i < more && same < term->len &&
		    text[i] == (unsigned char)term->data[same]) {
			i++;
			same++;
		}
		if (i < more) {
			if (same == term->len ||
			    text[i] > (unsigned char)term->data[same])
				return FOUND_NONE;
			continue;
		}
		if (same < term->len)
			continue;
		place->start = (size_t)(text + more - bytes);
		place->is_last = index >= index_end;
		place->end = page->size;
		if (!place->is_last) {
			read_number(index, &step);
			if (step < page->size - at)
				place->end = (size_t)(at + step);
		}
		return place->start <= place->end ? FOUND : FOUND_NONE;
	}
	return FOUND_END;
}

static void add_place(struct posting *posting, int64_t page, int64_t lowest)
{
	posting->places = mem_grow(posting->places, &posting->place_cap,
	    posting->place_count + 1, sizeof(*posting->places));
	posting->places[posting->place_count++] =
	    (struct leaf_place){page, lowest};
}

/* Leaves as the list's own index tells them: rows of a thousand each. */
static bool list_leaves(struct store *store, struct posting *posting,
    int64_t first, struct error *err)
{
	int64_t id = posting->segment << BITS_SEGMENT |
	    INT64_C(1) << BIT_DOCLIST_INDEX | first;
	int64_t next = 0;
	bool found, is_more = true;

	for (; is_more; id++) {
		const unsigned char *at, *end;
		uint64_t flags, page, doc, step;
		struct index_row block;

		if (!read_block(store, id, &block, &found, err))
			return false;
		if (!found)
			return next != 0 || fail_damaged(store, err);
		end = block.bytes + block.len;
		at = read_number(block.bytes, &flags);
		at = read_number(at, &page);
		at = read_number(at, &doc);
		/* another list's */
		if (next != 0 && ((int64_t)page < next || (flags & 1) == 0))
			return true;
		add_place(posting, (int64_t)page, (int64_t)doc);
		while (at < end) {
			at = read_number(at, &step);
			page++;
			doc += step;
			/* 0: no doc begins on that leaf */
			if (step != 0)
				add_place(posting, (int64_t)page,
				    (int64_t)doc);
		}
		next = (int64_t)page + 1;
		/* one that is not the root has others beside it */
		is_more = (flags & 1) != 0;
	}
	return true;
}

/* A few leaves, up to the one that has another term. */
static bool walk_leaves(struct store *store, struct posting *posting,
    int64_t page, int64_t last, struct error *err)
{
	struct index_page read;

	for (; page <= last; page++) {
		if (!read_page(store, posting->segment, page, &read, err))
			return false;
		if (read.first != 0) {
			uint64_t doc;

			read_number(read.block.bytes + read.first, &doc);
			add_place(posting, page, (int64_t)doc);
		}
		if (read.term < read.size || read.block.len > read.size)
			break;
	}
	return true;
}

/* --- leaves --------------------------------------------------------------------- */

/* The docs that begin on a leaf; one's places may go on behind it. */
static size_t decode(const unsigned char *bytes, size_t len,
    int64_t docs[LEAF_DOCS_MOST], uint16_t places[LEAF_DOCS_MOST])
{
	const unsigned char *at = bytes, *end = bytes + len;
	size_t count = 0;
	uint64_t number;
	int64_t doc = 0;

	while (at < end && count < LEAF_DOCS_MOST) {
		at = read_number(at, &number);
		if (at >= end)
			break;
		doc += (int64_t)number;
		docs[count] = doc;
		places[count++] = (uint16_t)(at - bytes);
		at = read_number(at, &number);
		if (at >= end || number / 2 >= (size_t)(end - at))
			break;
		at += number / 2;
	}
	return count;
}

static struct leaf *leaf_new(size_t place, const unsigned char *bytes,
    size_t len)
{
	int64_t docs[LEAF_DOCS_MOST];
	uint16_t places[LEAF_DOCS_MOST];
	size_t count = decode(bytes, len, docs, places);
	struct leaf *leaf = mem_alloc(sizeof(*leaf) + count * sizeof(*docs) +
	    count * sizeof(*places) + len + PAD);
	int64_t *own_docs = (int64_t *)(leaf + 1);
	uint16_t *own_places = (uint16_t *)(own_docs + count);
	unsigned char *copy = (unsigned char *)(own_places + count);

	memcpy(own_docs, docs, count * sizeof(*docs));
	memcpy(own_places, places, count * sizeof(*places));
	memcpy(copy, bytes, len);
	memset(copy + len, 0, PAD);
	*leaf = (struct leaf){place, len, count, copy, own_docs, own_places};
	return leaf;
}

static void add_leaf(struct posting *posting, size_t place,
    const struct index_page *page, size_t start, size_t end)
{
	struct leaf *leaf = leaf_new(place, page->block.bytes + start,
	    end - start);
	size_t at = posting->leaf_count;

	posting->leaves = mem_grow(posting->leaves, &posting->leaf_cap,
	    posting->leaf_count + 1, sizeof(struct leaf *));
	for (; at > 0 && posting->leaves[at - 1]->place < place; at--)
		posting->leaves[at] = posting->leaves[at - 1];
	posting->leaves[at] = leaf;
	posting->leaf_count++;
}

static const struct leaf *find_leaf(const struct posting *posting,
    size_t place)
{
	for (size_t i = posting->leaf_count; i-- > 0;)
		if (posting->leaves[i]->place == place)
			return posting->leaves[i];
	return NULL;
}

static bool read_leaf(struct store *store, struct posting *posting,
    size_t place, struct error *err)
{
	struct index_page page;
	size_t start = 0, end;

	if (find_leaf(posting, place) != NULL)
		return true;
	store->search.leaves_read++;
	if (!read_page(store, posting->segment, posting->places[place].page,
	    &page, err))
		return false;
	start = place == 0 ? posting->start : page.first;
	end = place == 0 ? page.size : page.term;
	if (start < HEADER || start > end)
		return fail_damaged(store, err);
	add_leaf(posting, place, &page, start, end);
	return true;
}

/* --- lists ---------------------------------------------------------------------- */

static bool find_page(struct store *store, const struct segment *segment,
    const struct str *term, int64_t *page, bool *has_index,
    struct error *err)
{
	int64_t place;

	if (!store_read_ints(store, err, "SELECT pgno FROM search_idx"
	    " WHERE segid = ?1 AND term <= ?2 ORDER BY term DESC LIMIT 1",
	    BIND(INT(segment->id), BLOB(term->data, term->len)), &place, 1,
	    NULL))
		return false;
	*page = place >> 1;
	*has_index = (place & 1) != 0;
	/* what is before was merged away */
	if (*page < segment->first) {
		*page = segment->first;
		*has_index = false;
	}
	return true;
}

/* The list that begins on a page that was read. */
static bool open_list(struct store *store, const struct segment *segment,
    int64_t number, const struct index_page *page, const struct term_place *place,
    bool has_index, struct posting **posting, struct error *err)
{
	struct posting *made = mem_alloc_zero(1, sizeof(*made));
	size_t size = page->size;
	bool is_read = true;

	*posting = made;
	made->segment = segment->id;
	made->start = place->start;
	made->bytes = place->end - place->start;
	add_place(made, number, INT64_MIN);
	add_leaf(made, 0, page, place->start, place->end);
	if (place->is_last)
		is_read = has_index ? list_leaves(store, made, number, err) :
		    walk_leaves(store, made, number + 1, segment->last, err);
	made->bytes += (made->place_count - 1) * size;
	posting_rewind(made);
	return is_read;
}

/* A page that was read last, as long as its bytes are in memory. */
struct opening {
	const struct segment *segment;
	struct index_page page;
	int64_t number; /* 0: none */
	bool has_index;
};

/* Which page a term is on, if it is there: the one before, as a rule. */
static bool open_term(struct store *store, struct opening *opening,
    const struct str *term, struct posting **posting, struct error *err)
{
	struct term_place place;
	enum finding finding = FOUND_END;

	if (opening->number != 0)
		finding = find_term(&opening->page, term, &place);
	if (finding == FOUND_END) {
		if (!find_page(store, opening->segment, term,
		    &opening->number, &opening->has_index, err))
			return false;
		if (opening->number > opening->segment->last) {
			opening->number = 0;
			return true;
		}
		if (!read_page(store, opening->segment->id, opening->number,
		    &opening->page, err))
			return false;
		finding = find_term(&opening->page, term, &place);
	}
	if (finding != FOUND)
		return true;
	if (!open_list(store, opening->segment, opening->number,
	    &opening->page, &place, opening->has_index, posting, err))
		return false;
	if (place.is_last) /* others were read after it */
		opening->number = 0;
	return true;
}

bool postings_open(struct store *store, const struct segment *segment,
    char *const *words, size_t count, struct posting **postings,
    struct error *err)
{
	struct opening opening = {.segment = segment};
	bool is_read = true;
	struct str term;

	for (size_t i = 0; i < count; i++)
		postings[i] = NULL;
	str_init(&term);
	for (size_t i = 0; is_read && i < count; i++) {
		str_clear(&term);
		str_addf(&term, "0%s", words[i]); /* of whole words */
		is_read = open_term(store, &opening, &term, &postings[i],
		    err);
	}
	str_release(&term);
	for (size_t i = 0; !is_read && i < count; i++) {
		posting_free(postings[i]);
		postings[i] = NULL;
	}
	return is_read;
}

/* The highest ones. */
static void drop_leaves(struct posting *posting, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(posting->leaves[i]);
	posting->leaf_count -= count;
	if (count > 0)
		memmove(posting->leaves, posting->leaves + count,
		    posting->leaf_count * sizeof(struct leaf *));
}

void posting_free(struct posting *posting)
{
	if (posting == NULL)
		return;
	drop_leaves(posting, posting->leaf_count);
	free(posting->leaves);
	free(posting->places);
	free(posting);
}

size_t posting_bytes(const struct posting *posting)
{
	return posting->bytes;
}

/* An only leaf is kept from the beginning on. */
void posting_rewind(struct posting *posting)
{
	if (posting->place_count > 1)
		drop_leaves(posting, posting->leaf_count);
	posting->left = posting->place_count;
}

/* How many docs of a leaf are below a bound. */
static size_t count_below(const struct leaf *leaf, int64_t below)
{
	size_t low = 0, high = leaf->count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (leaf->docs[middle] < below)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* What is above is not asked for any more. */
static void pass_leaves(struct posting *posting, int64_t below)
{
	size_t done = 0;

	while (posting->left > 0 &&
	    posting->places[posting->left - 1].lowest >= below)
		posting->left--;
	while (done < posting->leaf_count &&
	    posting->leaves[done]->place >= posting->left)
		done++;
	drop_leaves(posting, done);
}

bool posting_find_below(struct store *store, struct posting *posting,
    int64_t below, int64_t *doc, struct error *err)
{
	*doc = -1;
	pass_leaves(posting, below);
	for (size_t i = posting->left; i-- > 0 && *doc < 0;) {
		const struct leaf *leaf;
		size_t count;

		if (!read_leaf(store, posting, i, err))
			return false;
		leaf = find_leaf(posting, i);
		count = count_below(leaf, below);
		if (count > 0)
			*doc = leaf->docs[count - 1];
	}
	return true;
}

/* --- marking --------------------------------------------------------------------- */

static bool has_any(const struct doc_set *set, int64_t from, int64_t below)
{
	size_t at, end;

	if (from < set->low)
		from = set->low;
	if (below > set->low + (int64_t)set->span)
		below = set->low + (int64_t)set->span;
	if (from >= below)
		return false;
	at = (size_t)(from - set->low);
	end = (size_t)(below - set->low);
	for (; at < end && at % 64 != 0; at++)
		if ((set->bits[at / 64] >> at % 64 & 1) != 0)
			return true;
	for (; at + 64 <= end; at += 64)
		if (set->bits[at / 64] != 0)
			return true;
	for (; at < end; at++)
		if ((set->bits[at / 64] >> at % 64 & 1) != 0)
			return true;
	return false;
}

/* Read the leaves that may hold what is asked for. */
static bool read_leaves(struct store *store, struct posting *posting,
    const struct doc_set *asked, struct error *err)
{
	for (size_t i = posting->left; i-- > 0;) {
		int64_t above = i + 1 < posting->place_count ?
		    posting->places[i + 1].lowest : INT64_MAX;

		if (above <= asked->low)
			break;
		if (has_any(asked, posting->places[i].lowest, above) &&
		    !read_leaf(store, posting, i, err))
			return false;
	}
	return true;
}

static void mark_leaf(const struct leaf *leaf, const struct doc_set *asked,
    struct doc_set *found, struct doc_set *gone)
{
	size_t i = count_below(leaf, asked->low + (int64_t)asked->span);

	while (i-- > 0 && leaf->docs[i] >= asked->low) {
		size_t at = (size_t)(leaf->docs[i] - asked->low);
		uint64_t bit = UINT64_C(1) << at % 64;

		if ((asked->bits[at / 64] & bit) == 0)
			continue;
		/* no places, but perhaps the mark of what was taken out */
		if (leaf->bytes[leaf->at[i]] <= 1)
			gone->bits[at / 64] |= bit;
		else if ((gone->bits[at / 64] & bit) == 0)
			found->bits[at / 64] |= bit;
	}
}

bool posting_mark(struct store *store, struct posting *posting,
    const struct doc_set *asked, struct doc_set *found, struct doc_set *gone,
    struct error *err)
{
	pass_leaves(posting, asked->low + (int64_t)asked->span);
	if (!read_leaves(store, posting, asked, err))
		return false;
	for (size_t i = 0; i < posting->leaf_count; i++)
		mark_leaf(posting->leaves[i], asked, found, gone);
	return true;
}

/* --- docs and their entries ------------------------------------------------------ */

void doc_numbers_set(struct doc_numbers *numbers, const struct doc_set *docs)
{
	size_t size = (docs->span + 63) / 64;

	numbers->count = 0;
	for (size_t i = 0; i < size; i++)
		for (uint64_t left = docs->bits[i]; left != 0;
		     left &= left - 1)
			numbers->numbers[i * 64 +
			    (size_t)__builtin_ctzll(left)] =
			    (uint16_t)numbers->count++;
}

void posting_refs_begin(struct posting_refs *refs, size_t docs)
{
	refs->count = 0;
	refs->head_count = docs;
	refs->heads = mem_grow(refs->heads, &refs->head_cap, docs + 1,
	    sizeof(*refs->heads));
	memset(refs->heads, 0, docs * sizeof(*refs->heads));
}

void posting_refs_release(struct posting_refs *refs)
{
	free(refs->rows);
	free(refs->heads);
}

static void add_ref(struct posting_refs *refs, size_t doc,
    const struct posting_ref *ref)
{
	if (refs->count == refs->cap)
		refs->rows = mem_grow(refs->rows, &refs->cap,
		    refs->count + 1, sizeof(*refs->rows));
	refs->rows[refs->count] = *ref;
	refs->rows[refs->count].next = refs->heads[doc];
	refs->heads[doc] = (uint32_t)++refs->count;
}

void posting_collect(const struct posting *posting, size_t form,
    const struct doc_set *docs, const struct doc_numbers *numbers,
    struct posting_refs *refs)
{
	for (size_t i = 0; i < posting->leaf_count; i++) {
		const struct leaf *leaf = posting->leaves[i];
		size_t entry = count_below(leaf,
		    docs->low + (int64_t)docs->span);

		while (entry-- > 0 && leaf->docs[entry] >= docs->low) {
			size_t at = (size_t)(leaf->docs[entry] - docs->low);
			struct posting_ref ref = {posting, leaf, 0,
			    (uint16_t)entry, (uint16_t)form};

			if ((docs->bits[at / 64] >> at % 64 & 1) != 0)
				add_ref(refs, numbers->numbers[at], &ref);
		}
	}
}

/* --- places ------------------------------------------------------------------------ */

/* Places that go on behind their leaf, put together. */
static bool join_places(struct store *store, const struct posting *posting,
    const struct leaf *leaf, size_t at, size_t size, struct places *places,
    struct error *err)
{
	struct str *joined = &store->search.places;
	int64_t number = posting->places[leaf->place].page;
	struct index_page page;

	str_clear(joined);
	str_add_len(joined, (const char *)leaf->bytes + at, leaf->len - at);
	while (joined->len < size) {
		size_t more = size - joined->len;

		if (!read_page(store, posting->segment, ++number, &page, err))
			return false;
		if (page.size == HEADER)
			return fail_damaged(store, err);
		str_add_len(joined,
		    (const char *)page.block.bytes + HEADER,
		    more < page.size - HEADER ? more : page.size - HEADER);
	}
	memset(str_reserve(joined, PAD), 0, PAD);
	places->at = (const unsigned char *)joined->data;
	places->end = places->at + size;
	return true;
}

bool posting_read(struct store *store, const struct posting_ref *ref,
    struct places *places, bool *is_gone, struct error *err)
{
	const struct leaf *leaf = ref->leaf;
	const unsigned char *at = leaf->bytes + leaf->at[ref->entry];
	uint64_t size;

	at = read_number(at, &size);
	size /= 2;
	*is_gone = size == 0;
	*places = (struct places){at, at + size, false, 0};
	if (size <= (size_t)(leaf->bytes + leaf->len - at))
		return true;
	return join_places(store, ref->posting, leaf,
	    (size_t)(at - leaf->bytes), size, places, err);
}

bool places_next(struct places *places, bool *is_title, uint32_t *place)
{
	uint64_t number;

	if (places->at >= places->end)
		return false;
	places->at = read_number(places->at, &number);
	if (number == 1) { /* another column begins */
		places->at = read_number(places->at, &number);
		places->is_title = number == COLUMN_TITLE;
		places->last = 0;
		places->at = read_number(places->at, &number);
	}
	places->last += (int64_t)number - 2;
	*is_title = places->is_title;
	*place = (uint32_t)places->last;
	return places->at <= places->end;
}
