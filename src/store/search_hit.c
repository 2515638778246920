#include "store/search_hit.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "text/words.h"

enum {
	NEAR_WORDS = 10, /* more than its own may stand between */
	TITLE_BIT = 30, /* of a place; above it: the title's */
};

/* --- words ----------------------------------------------------------------------- */

struct form_list {
	size_t form;
	struct posting *posting;
};

struct walk_word {
	const struct search_word *asked;
	bool is_completed;
	char **forms; /* ascending; the arena's of whoever searches */
	size_t form_count;
	uint64_t *hashes; /* of forms; but for completions of what is asked */
	size_t exact;   /* the form just as typed; form_count: none */
	size_t segment; /* the next to open */
	bool is_open;
	/* by form, then from the newest segment on */
	struct form_list *lists;
	size_t count, cap, bytes;
	struct posting_refs refs; /* of a window */
};

static int compare_forms(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static const struct word_forms *find_forms(const struct search_forms *forms,
    const char *word)
{
	for (size_t i = 0; i < forms->count; i++)
		if (strcmp(forms->rows[i].word, word) == 0)
			return &forms->rows[i];
	return NULL;
}

struct walk_word *walk_word_new(const struct search_word *asked,
    bool is_completed, const struct search_forms *forms)
{
	struct walk_word *word = mem_alloc_zero(1, sizeof(*word));
	const struct word_forms *known = is_completed || !asked->has_marks ?
	    find_forms(forms, is_completed ? MATCH_COMPLETED : asked->exact) :
	    NULL;

	word->asked = asked;
	word->is_completed = is_completed;
	word->form_count = known == NULL ? 1 : known->count;
	word->forms = mem_alloc_zero(word->form_count + 1,
	    sizeof(*word->forms));
	word->forms[0] = asked->exact;
	for (size_t i = 0; known != NULL && i < known->count; i++)
		word->forms[i] = known->forms[i];
	if (word->form_count > 1)
		qsort(word->forms, word->form_count, sizeof(*word->forms),
		    compare_forms);
	word->hashes = mem_alloc_zero(word->form_count + 1,
	    sizeof(*word->hashes));
	for (size_t i = 0; is_completed && i < word->form_count; i++)
		word->hashes[i] = pair_hash_word(word->forms[i],
		    strlen(word->forms[i]));
	if (!is_completed)
		word->hashes[0] = pair_hash_word(asked->exact,
		    strlen(asked->exact));
	word->exact = word->form_count;
	for (size_t i = 0; i < word->form_count; i++)
		if (!asked->has_marks &&
		    strcmp(word->forms[i], asked->exact) == 0)
			word->exact = i;
	return word;
}

void walk_word_close(struct walk_word *word)
{
	for (size_t i = 0; i < word->count; i++)
		posting_free(word->lists[i].posting);
	word->count = word->bytes = word->segment = 0;
	word->is_open = false;
}

void walk_word_free(struct walk_word *word)
{
	walk_word_close(word);
	posting_refs_release(&word->refs);
	free(word->lists);
	free(word->forms);
	free(word->hashes);
	free(word);
}

bool walk_word_is(const struct walk_word *word,
    const struct search_word *asked, bool is_completed)
{
	return word->is_completed == is_completed &&
	    word->asked->has_marks == asked->has_marks &&
	    strcmp(word->asked->exact, asked->exact) == 0;
}

static void add_lists(struct walk_word *word, struct posting **postings)
{
	for (size_t i = 0; i < word->form_count; i++) {
		if (postings[i] == NULL)
			continue;
		word->lists = mem_grow(word->lists, &word->cap,
		    word->count + 1, sizeof(*word->lists));
		word->lists[word->count++] =
		    (struct form_list){i, postings[i]};
		word->bytes += posting_bytes(postings[i]);
	}
}

/* Keeps the order of segments among those of one form. */
static void sort_lists(struct walk_word *word)
{
	struct form_list *sorted = mem_alloc_zero(word->count + 1,
	    sizeof(*sorted));
	size_t *next = mem_alloc_zero(word->form_count + 1, sizeof(*next));

	for (size_t i = 0; i < word->count; i++)
		next[word->lists[i].form + 1]++;
	for (size_t i = 0; i < word->form_count; i++)
		next[i + 1] += next[i];
	for (size_t i = 0; i < word->count; i++)
		sorted[next[word->lists[i].form]++] = word->lists[i];
	free(next);
	free(word->lists);
	word->lists = sorted;
	word->cap = word->count + 1;
}

bool walk_word_open(struct store *store, struct walk_word *word,
    const struct segment_list *segments, int64_t deadline, bool *is_open,
    struct error *err)
{
	struct posting **postings;
	bool is_read = true;

	postings = mem_alloc_zero(word->form_count + 1, sizeof(*postings));
	while (is_read && word->segment < segments->count &&
	    (deadline == 0 || clock_nanos() < deadline)) {
		is_read = postings_open(store,
		    &segments->rows[word->segment++], word->forms,
		    word->form_count, postings, err);
		if (is_read)
			add_lists(word, postings);
	}
	free(postings);
	*is_open = is_read && word->segment == segments->count;
	if (*is_open && !word->is_open) {
		sort_lists(word);
		word->is_open = true;
	}
	return is_read;
}

size_t walk_word_forms(const struct walk_word *word)
{
	return word->form_count;
}

size_t walk_word_bytes(const struct walk_word *word)
{
	return word->bytes;
}

void walk_word_rewind(struct walk_word *word)
{
	for (size_t i = 0; i < word->count; i++)
		posting_rewind(word->lists[i].posting);
}

bool walk_word_find_below(struct store *store, struct walk_word *word,
    int64_t below, int64_t *doc, struct error *err)
{
	*doc = -1;
	for (size_t i = 0; i < word->count; i++) {
		int64_t own;

		if (!posting_find_below(store, word->lists[i].posting, below,
		    &own, err))
			return false;
		if (own > *doc)
			*doc = own;
	}
	return true;
}

bool walk_word_keep(struct store *store, struct walk_word *word,
    struct doc_set *docs, bool *is_any, struct error *err)
{
	size_t size = (docs->span + 63) / 64;
	struct doc_set found, gone;
	uint64_t any = 0;

	found.low = gone.low = docs->low;
	found.span = gone.span = docs->span;
	memset(found.bits, 0, size * sizeof(*found.bits));
	for (size_t i = 0; i < word->count; i++) {
		if (i == 0 || word->lists[i].form != word->lists[i - 1].form)
			memset(gone.bits, 0, size * sizeof(*gone.bits));
		if (!posting_mark(store, word->lists[i].posting, docs,
		    &found, &gone, err))
			return false;
	}
	for (size_t i = 0; i < size; i++)
		any |= docs->bits[i] &= found.bits[i];
	*is_any = any != 0;
	return true;
}

void walk_word_collect(struct walk_word *word, const struct doc_set *docs,
    const struct doc_numbers *numbers)
{
	posting_refs_begin(&word->refs, numbers->count);
	for (size_t i = word->count; i-- > 0;)
		posting_collect(word->lists[i].posting, word->lists[i].form,
		    docs, numbers, &word->refs);
}

bool doc_set_last(const struct doc_set *set, int64_t below, int64_t *doc)
{
	int64_t end = below - set->low;
	size_t at;
	uint64_t bits;

	if (end <= 0)
		return false;
	if (end > (int64_t)set->span)
		end = (int64_t)set->span;
	at = (size_t)(end - 1) / 64;
	bits = set->bits[at] & ~UINT64_C(0) >> (63 - (size_t)(end - 1) % 64);
	while (bits == 0 && at > 0)
		bits = set->bits[--at];
	if (bits == 0)
		return false;
	*doc = set->low + (int64_t)at * 64 + 63 - __builtin_clzll(bits);
	return true;
}

/* --- where words stand -------------------------------------------------------------- */

/*
 * A place is the word's number in its text, above TITLE_BIT in the title; the
 * lowest bit tells the form just as it was typed.
 */
static uint32_t place_of(uint32_t at)
{
	return at >> 1;
}

static bool is_title(uint32_t at)
{
	return (at >> 1 & 1u << TITLE_BIT) != 0;
}

void hit_memory_release(struct hit_memory *memory)
{
	for (size_t i = 0; i < ARRAY_LEN(memory->places); i++)
		free(memory->places[i].at);
	free(memory->text.tokens);
}

static void add_place(struct hit_places *places, uint32_t place,
    bool is_exact)
{
	if (places->count == places->cap)
		places->at = mem_grow(places->at, &places->cap,
		    places->count + 1, sizeof(*places->at));
	places->at[places->count++] = place << 1 | is_exact;
}

static int compare_places(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static void add_places(struct hit_places *places, struct places *read,
    bool is_exact)
{
	uint32_t place;
	bool is_in_title;

	while (places_next(read, &is_in_title, &place)) {
		place &= (1u << TITLE_BIT) - 1;
		if (is_in_title)
			place |= 1u << TITLE_BIT;
		add_place(places, place, is_exact);
	}
}

static bool read_word(struct store *store, const struct walk_word *word,
    size_t number, struct hit_places *places, struct error *err)
{
	const struct posting_refs *refs = &word->refs;
	size_t settled = word->form_count, forms = 0;

	places->count = places->next = 0;
	for (uint32_t at = refs->heads[number]; at != 0;
	     at = refs->rows[at - 1].next) {
		const struct posting_ref *ref = &refs->rows[at - 1];
		struct places read;
		bool is_gone;

		if (ref->form == settled) /* a newer segment has told */
			continue;
		if (!posting_read(store, ref, &read, &is_gone, err))
			return false;
		settled = ref->form;
		if (is_gone)
			continue;
		add_places(places, &read, ref->form == word->exact);
		forms++;
	}
	if (forms > 1)
		qsort(places->at, places->count, sizeof(*places->at),
		    compare_places);
	return true;
}

/* --- the same in a text ------------------------------------------------------------ */

static void add_tokens(struct hit_text *text, const char *bytes,
    bool is_in_title)
{
	uint32_t place = is_in_title ? 1u << TITLE_BIT : 0;
	struct words words;
	struct word word;

	words_init(&words, bytes, strlen(bytes));
	while (words_next(&words, &word)) {
		struct hit_token token = {.place = place++,
		    .exact = pair_hash_word(word.exact, word.exact_len)};

		token.folded = word.has_marks ? pair_hash_word(word.folded,
		    word.folded_len) : token.exact;
		text->tokens = mem_grow(text->tokens, &text->cap,
		    text->count + 1, sizeof(*text->tokens));
		text->tokens[text->count++] = token;
	}
	words_release(&words);
}

bool hit_read_text(struct store *store, int64_t article_id,
    struct hit_memory *memory, bool *found, struct error *err)
{
	const char *title, *body;
	struct arena arena;
	bool is_read;

	memory->text.is_set = true;
	memory->text.count = 0;
	arena_init(&arena);
	is_read = index_read_text(store, article_id, &arena, &title, &body,
	    found, err);
	if (is_read && *found) {
		add_tokens(&memory->text, body, false);
		add_tokens(&memory->text, title, true);
	}
	arena_release(&arena);
	return is_read;
}

static bool is_token(const struct walk_word *word,
    const struct hit_token *token)
{
	if (!word->is_completed)
		return word->hashes[0] == (word->asked->has_marks ?
		    token->exact : token->folded);
	for (size_t i = 0; i < word->form_count; i++)
		if (word->hashes[i] == token->exact)
			return true;
	return false;
}

static void find_word(const struct walk_word *word,
    const struct hit_text *text, struct hit_places *places)
{
	places->count = places->next = 0;
	for (size_t i = 0; i < text->count; i++)
		if (is_token(word, &text->tokens[i]))
			add_place(places, text->tokens[i].place,
			    !word->asked->has_marks && !word->is_completed &&
			    text->tokens[i].exact == word->hashes[0]);
}

/* --- units ---------------------------------------------------------------------------- */

/* What hits in one doc come to. */
struct tally {
	struct hit_rate rates[SEARCH_WORDS_MOST];
	uint32_t exact_title, exact_body; /* words met as typed, a bit each */
};

struct looking {
	const struct walk_unit *unit;
	struct hit_places *places; /* of its words */
	struct tally tally;        /* of hits together or near */
	struct tally all;          /* of any place */
	bool is_met, is_together, is_near, is_in_title;
};

static void note_word(struct tally *tally, size_t word, uint32_t at)
{
	if ((at & 1) == 0)
		return;
	if (is_title(at))
		tally->exact_title |= 1u << word;
	else
		tally->exact_body |= 1u << word;
}

static void note_hit(struct tally *tally, size_t rate, uint32_t at)
{
	rate_hit(&tally->rates[rate], is_title(at),
	    (int)(place_of(at) & ((1u << TITLE_BIT) - 1)));
}

/* Go on to a place or behind it; false: there is none. */
static bool seek(struct hit_places *places, uint32_t place)
{
	while (places->next < places->count &&
	    place_of(places->at[places->next]) < place)
		places->next++;
	return places->next < places->count;
}

static bool is_together(struct looking *looking, uint32_t place)
{
	for (size_t i = 1; i < looking->unit->count; i++) {
		struct hit_places *places = &looking->places[i];

		if (!seek(places, place + (uint32_t)i) ||
		    place_of(places->at[places->next]) != place + i)
			return false;
	}
	return true;
}

static void look_together(struct looking *looking)
{
	const struct hit_places *first = &looking->places[0];

	for (size_t i = 0; i < first->count; i++) {
		if (!is_together(looking, place_of(first->at[i])))
			continue;
		looking->is_met = looking->is_together = true;
		looking->is_near = true;
		looking->is_in_title |= is_title(first->at[i]);
		note_hit(&looking->tally, 0, first->at[i]);
		note_word(&looking->tally, 0, first->at[i]);
		for (size_t k = 1; k < looking->unit->count; k++)
			note_word(&looking->tally, k,
			    looking->places[k].at[looking->places[k].next]);
	}
}

/* The title's places are the last ones. */
static bool is_all_in_title(const struct looking *looking)
{
	for (size_t i = 0; i < looking->unit->count; i++) {
		const struct hit_places *places = &looking->places[i];

		if (!is_title(places->at[places->count - 1]))
			return false;
	}
	return true;
}

/* All words are there, wherever they stand. */
static void look_apart(struct looking *looking)
{
	looking->is_met = true;
	for (size_t i = 0; i < looking->unit->count; i++) {
		const struct hit_places *places = &looking->places[i];

		for (size_t k = 0; k < places->count; k++) {
			note_hit(&looking->all, i, places->at[k]);
			note_word(&looking->all, i, places->at[k]);
		}
	}
}

/* Of the places where the words' turns are: the lowest's word, the highest. */
static size_t find_lowest(const struct looking *looking, uint32_t *lowest,
    uint32_t *highest)
{
	size_t word = 0;

	*lowest = UINT32_MAX;
	*highest = 0;
	for (size_t i = 0; i < looking->unit->count; i++) {
		const struct hit_places *places = &looking->places[i];
		uint32_t place = place_of(places->at[places->next]);

		if (place < *lowest) {
			*lowest = place;
			word = i;
		}
		if (place > *highest)
			*highest = place;
	}
	return word;
}

static void note_near(struct looking *looking, uint32_t noted[])
{
	for (size_t i = 0; i < looking->unit->count; i++) {
		const struct hit_places *places = &looking->places[i];
		uint32_t at = places->at[places->next];

		if (looking->is_near && noted[i] == at)
			continue;
		noted[i] = at;
		note_hit(&looking->tally, i, at);
		note_word(&looking->tally, i, at);
	}
	looking->is_near = true;
}

static void look_near(struct looking *looking)
{
	uint32_t most = NEAR_WORDS + (uint32_t)looking->unit->count + 1;
	uint32_t noted[SEARCH_WORDS_MOST], lowest, highest;

	for (size_t i = 0; i < looking->unit->count; i++)
		looking->places[i].next = 0;
	for (;;) {
		size_t word = find_lowest(looking, &lowest, &highest);
		struct hit_places *places = &looking->places[word];

		if (highest - lowest <= most)
			note_near(looking, noted);
		if (++places->next == places->count)
			return;
	}
}

static double add_rates(const struct walk_unit *unit,
    const struct tally *tally)
{
	static const double worth_title = 3, worth_body = 1.5;
	size_t count = unit->count;
	double sum = worth_title * __builtin_popcount(tally->exact_title) +
	    worth_body * __builtin_popcount(tally->exact_body);

	for (size_t i = 0; i < count; i++)
		sum += tally->rates[i].rate;
	return sum;
}

/* The hash of a word without its marks. */
static uint64_t hash_folded(const struct search_word *word)
{
	struct words words;
	struct word read;
	uint64_t hash = 0;

	words_init(&words, word->exact, strlen(word->exact));
	if (words_next(&words, &read))
		hash = pair_hash_word(read.folded, read.folded_len);
	words_release(&words);
	return hash;
}

size_t unit_add_pairs(const struct walk_unit *unit,
    struct pair pairs[PAIRS_MOST], size_t count)
{
	if (unit->is_loose)
		return count;
	for (size_t i = 1; i < unit->count && count < PAIRS_MOST; i++)
		if (!unit->words[i]->is_completed)
			pairs[count++] = pair_of(
			    hash_folded(unit->words[i - 1]->asked),
			    hash_folded(unit->words[i]->asked));
	return count;
}

bool unit_look(struct store *store, const struct walk_unit *unit,
    size_t number, struct hit_memory *memory, struct unit_hit *hit,
    struct error *err)
{
	struct looking looking = {.unit = unit, .places = memory->places};

	*hit = (struct unit_hit){.is_met = false};
	for (size_t i = 0; i < unit->count; i++) {
		if (memory->text.is_set)
			find_word(unit->words[i], &memory->text,
			    &memory->places[i]);
		else if (!read_word(store, unit->words[i], number,
		    &memory->places[i], err))
			return false;
		if (memory->places[i].count == 0)
			return true;
	}
	look_together(&looking);
	if (unit->is_loose && !looking.is_met) {
		look_apart(&looking);
		look_near(&looking);
	}
	if (unit->is_loose)
		looking.is_in_title = is_all_in_title(&looking);
	*hit = (struct unit_hit){looking.is_met, looking.is_together,
	    looking.is_near, looking.is_in_title, add_rates(unit,
	    looking.is_near ? &looking.tally : &looking.all)};
	return true;
}

/* --- what a hit is worth ---------------------------------------------------------- */

void rate_hit(struct hit_rate *rate, bool is_in_title, int at)
{
	static const double worth_title = 5, worth_body = 1, worth_lead = 1;
	enum { LEAD_WORDS = 60, BODY_MOST = 4 };

	if (is_in_title) {
		/* once; earlier in the title tells a little more */
		if (rate->in_title++ == 0)
			rate->rate += worth_title + 1.0 / (1 + at);
		return;
	}
	if (rate->in_body++ == 0 && at < LEAD_WORDS)
		rate->rate += worth_lead;
	if (rate->in_body <= BODY_MOST)
		rate->rate += worth_body / rate->in_body;
}
