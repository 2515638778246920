#include "related/related.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "text/fold.h"
#include "text/utf8.h"
#include "text/words.h"

/* What a term weighs where it stands; measured on news of many papers. */
static const float weight_body = 1.0F;
static const float weight_lead = 2.5F;
static const float weight_title = 3.0F;

/* A syllable alone is half a word, where it stands for its article. */
static const float factor_syllable = 0.5F;

/* How far what is rare tells more than what is frequent. */
static const float idf_power = 1.25F;

enum {
	LEAD_BYTES = 400,
	TEXT_BYTES_MOST = 64 << 10, /* the rest of a book tells no more */
	FEW_DOCUMENTS = 50,         /* nothing is too frequent among so few */
	ALONE_MOST = 16,            /* terms that no other article has yet */
	UNMARKED_LEAST = 8,         /* words, to tell */
};

/* --- terms on the way, and a table to find them by ------------------------ */

struct reading {
	struct related_term *terms;
	size_t count, cap;
	uint32_t *slots; /* 1 + place; 0: free */
	size_t slot_count;
};

static uint32_t *find_slot(const struct reading *reading, uint32_t exact)
{
	size_t mask = reading->slot_count - 1, at = exact & mask;

	while (reading->slots[at] != 0 &&
	    reading->terms[reading->slots[at] - 1].exact != exact)
		at = (at + 1) & mask;
	return &reading->slots[at];
}

/* As many terms as a text of len bytes has, about. */
static void make_room(struct reading *reading, size_t len)
{
	reading->terms = mem_grow(NULL, &reading->cap, len / 4 + 64,
	    sizeof(*reading->terms));
	reading->slot_count = 256;
	while (reading->slot_count < len / 2)
		reading->slot_count *= 2;
	reading->slots = mem_alloc_zero(reading->slot_count,
	    sizeof(*reading->slots));
}

static void grow_slots(struct reading *reading)
{
	free(reading->slots);
	reading->slot_count *= 2;
	reading->slots = mem_alloc_zero(reading->slot_count,
	    sizeof(*reading->slots));
	for (size_t i = 0; i < reading->count; i++)
		*find_slot(reading, reading->terms[i].exact) =
		    (uint32_t)i + 1;
}

static void add_term(struct reading *reading,
    const struct related_term *term)
{
	struct related_term *known;
	uint32_t *slot;

	if (reading->count * 2 >= reading->slot_count)
		grow_slots(reading);
	slot = find_slot(reading, term->exact);
	if (*slot == 0) {
		reading->terms = mem_grow(reading->terms, &reading->cap,
		    reading->count + 1, sizeof(*reading->terms));
		reading->terms[reading->count++] = *term;
		*slot = (uint32_t)reading->count;
		return;
	}
	known = &reading->terms[*slot - 1];
	known->weight += term->weight;
	known->is_in_title |= term->is_in_title;
	if (term->is_name && !known->is_name) {
		known->is_name = true;
		known->start = term->start;
		known->len = term->len;
	}
}

/* --- syllables ------------------------------------------------------------- */

struct syllable {
	uint32_t exact, folded, start, end;
	bool is_capital;
};

/* FNV-1a, mixed: terms lie in caches by it, so it stays as it is. */
static uint32_t hash_word(const char *text, size_t len)
{
	uint32_t hash = 2166136261U;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)text[i]) * 16777619U;
	hash ^= hash >> 15;
	hash *= 0x2C1B3C6DU;
	return hash ^ hash >> 13;
}

static uint32_t hash_pair(uint32_t a, uint32_t b)
{
	uint32_t hash = (a << 7 | a >> 25) * 0x9E3779B1U + b;

	hash ^= hash >> 16;
	hash *= 0x85EBCA6BU;
	return hash ^ hash >> 13;
}

static bool is_capital(const char *text, size_t len)
{
	size_t used;

	if ((unsigned char)*text < 0x80)
		return *text >= 'A' && *text <= 'Z';
	return text_is_capital(utf8_read(text, len, &used));
}

/* Whether more than blanks is between two words. */
static bool is_parted(const char *text, size_t from, size_t to)
{
	for (; from < to; from++) {
		if (text[from] == ' ')
			continue;
		/* U+00A0 */
		if (from + 1 < to && (unsigned char)text[from] == 0xC2 &&
		    (unsigned char)text[from + 1] == 0xA0) {
			from++;
			continue;
		}
		return true;
	}
	return false;
}

static float weigh_place(size_t start, size_t title_len)
{
	if (start < title_len)
		return weight_title;
	return start < title_len + LEAD_BYTES ? weight_lead : weight_body;
}

static void add_syllable(struct reading *reading, const struct syllable *now,
    const struct syllable *last, size_t title_len)
{
	struct related_term term = {.exact = now->exact,
	    .folded = now->folded,
	    .weight = weigh_place(now->start, title_len),
	    .start = now->start, .len = now->end - now->start,
	    .kind = TERM_SYLLABLE, .is_in_title = now->start < title_len};

	add_term(reading, &term);
	if (last == NULL)
		return;
	term.exact = hash_pair(last->exact, now->exact);
	term.folded = hash_pair(last->folded, now->folded);
	term.start = last->start;
	term.len = now->end - last->start;
	term.kind = TERM_PAIR;
	term.is_name = last->is_capital && now->is_capital;
	add_term(reading, &term);
	/* the first of a sentence is a capital whatever it means */
	if (!now->is_capital)
		return;
	term.exact = now->exact ^ 0x5BD1E995U;
	term.folded = now->folded ^ 0x5BD1E995U;
	term.start = now->start;
	term.len = now->end - now->start;
	term.kind = TERM_CAPITAL;
	term.is_name = true;
	add_term(reading, &term);
}

static void read_words(struct reading *reading, struct words *words,
    size_t title_len, struct related_text *out)
{
	struct syllable syllables[2];
	const struct syllable *last = NULL;
	size_t count = 0, marked = 0, end = 0;
	struct word word;

	while (words_next(words, &word)) {
		struct syllable *now = &syllables[count++ % 2];

		now->exact = hash_word(word.exact, word.exact_len);
		now->folded = word.has_marks ?
		    hash_word(word.folded, word.folded_len) : now->exact;
		now->start = (uint32_t)word.start;
		now->end = (uint32_t)(word.start + word.len);
		now->is_capital = is_capital(words->text + word.start,
		    word.len);
		if (count == 1 || is_parted(words->text, end, word.start))
			last = NULL;
		add_syllable(reading, now, last, title_len);
		out->length += weigh_place(word.start, title_len);
		marked += word.has_marks;
		last = now;
		end = word.start + word.len;
	}
	out->is_unmarked = count >= UNMARKED_LEAST && marked * 50 < count;
}

void related_read(const char *title, const char *text, struct arena *arena,
    struct related_text *out)
{
	struct reading reading = {0};
	size_t title_len = strlen(title), len = strlen(text);
	struct words words;
	char *whole;

	memset(out, 0, sizeof(*out));
	if (len > TEXT_BYTES_MOST)
		len = TEXT_BYTES_MOST;
	/* the line's end parts the title from the text */
	whole = arena_bytes(arena, title_len + 1 + len + 1);
	memcpy(whole, title, title_len);
	whole[title_len] = '\n';
	memcpy(whole + title_len + 1, text, len);
	whole[title_len + 1 + len] = '\0';
	words_init(&words, whole, title_len + 1 + len);
	if (words.text != whole) {
		const char *line;

		whole = arena_dup_len(arena, words.text, words.len);
		line = strchr(whole, '\n');
		title_len = line == NULL ? 0 : (size_t)(line - whole);
	}
	out->text = whole;
	make_room(&reading, title_len + len);
	read_words(&reading, &words, title_len, out);
	words_release(&words);
	out->count = reading.count;
	out->terms = arena_array(arena, out->count, sizeof(*out->terms));
	if (out->count > 0)
		memcpy(out->terms, reading.terms,
		    out->count * sizeof(*out->terms));
	free(reading.terms);
	free(reading.slots);
}

/* --- what they tell ---------------------------------------------------------- */

float related_idf_of(uint32_t holders, int64_t documents)
{
	float all = (float)(documents < 1 ? 1 : documents);
	float with = (float)(holders < 1 ? 1 : holders);

	if (with > all)
		with = all;
	if (documents >= FEW_DOCUMENTS && with > all / 4)
		return 0;
	return powf(logf(1 + (all - with + 0.5F) / (with + 0.5F)), idf_power);
}

void related_weigh(struct related_text *text, const uint32_t *holders,
    struct related_idf *idf)
{
	for (size_t i = 0; i < text->count; i++) {
		size_t at = (holders[i] * 0x9E3779B1U) >> 22;

		if (idf->known[at].holders != holders[i] + 1) {
			idf->known[at].holders = holders[i] + 1;
			idf->known[at].idf = related_idf_of(holders[i],
			    idf->documents);
		}
		text->terms[i].idf = idf->known[at].idf;
	}
}

float related_worth(const struct related_term *term)
{
	return term->kind == TERM_SYLLABLE ? term->idf * factor_syllable :
	    term->idf;
}

struct worth {
	size_t place;
	float worth;
};

static int compare_worth(const void *a, const void *b)
{
	const struct worth *x = a, *y = b;

	if (x->worth != y->worth)
		return x->worth > y->worth ? -1 : 1;
	return x->place < y->place ? -1 : 1;
}

size_t related_pick(const struct related_text *text, const uint32_t *holders,
    size_t most, struct arena *arena, size_t **places)
{
	struct worth *worths = arena_array(arena, text->count,
	    sizeof(*worths));
	size_t count = 0, alone = 0, kept = 0;

	for (size_t i = 0; i < text->count; i++) {
		const struct related_term *term = &text->terms[i];

		if (term->idf <= 0 || (holders[i] < 2 && !term->is_name &&
		    !term->is_in_title))
			continue;
		worths[count++] = (struct worth){i, sqrtf(related_worth(
		    term)) * term->weight / (term->weight + 2)};
	}
	if (count > 0)
		qsort(worths, count, sizeof(*worths), compare_worth);
	*places = arena_array(arena, count < most ? count : most,
	    sizeof(**places));
	for (size_t i = 0; i < count && kept < most; i++) {
		if (holders[worths[i].place] < 2 && alone++ >= ALONE_MOST)
			continue;
		(*places)[kept++] = worths[i].place;
	}
	return kept;
}
