#include "related/related.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "related/stop.h"
#include "text/fold.h"
#include "text/utf8.h"

enum { SHOWN_MOST = 3, DIFFERING_MOST = 8 };

/* A run of the article's text that shared pairs make up. */
struct phrase {
	uint32_t start, end;
	size_t order; /* of what tells most in it */
	bool is_name, has_digit;
};

/* A pair with a word of the grammar is a seam of the sentence. */
static bool is_seam(const struct related_text *text,
    const struct related_term *term, struct str *exact)
{
	char *second;

	str_clear(exact);
	text_fold_exact(exact, text->text + term->start, term->len);
	second = strchr(exact->data, ' ');
	if (second == NULL)
		return true;
	*second++ = '\0';
	return stop_has_word(exact->data) || stop_has_word(second) ||
	    stop_has_pair(exact->data, second);
}

static int compare_starts(const void *a, const void *b)
{
	const struct phrase *x = a, *y = b;

	return (x->start > y->start) - (x->start < y->start);
}

/* Names say most to a reader, then words; "ngày 12" says nothing. */
static int rank_of(const struct phrase *phrase)
{
	return phrase->has_digit ? 2 : !phrase->is_name;
}

static int compare_ranks(const void *a, const void *b)
{
	const struct phrase *x = a, *y = b;
	int left = rank_of(x), right = rank_of(y);

	if (left != right)
		return left - right;
	return (x->order > y->order) - (x->order < y->order);
}

static size_t find_phrases(const struct related_text *text,
    const uint32_t *places, size_t count, struct phrase *phrases)
{
	struct str exact;
	size_t found = 0;

	str_init(&exact);
	for (size_t i = 0; i < count; i++) {
		const struct related_term *term = &text->terms[places[i]];

		if (term->kind != TERM_PAIR || is_seam(text, term, &exact))
			continue;
		phrases[found++] = (struct phrase){term->start,
		    term->start + term->len, i, term->is_name,
		    strcspn(text->text + term->start, "0123456789") <
		    term->len};
	}
	str_release(&exact);
	return found;
}

/* "sông Lệ" and "Lệ Khê", one upon the other, are one. */
static size_t join_phrases(struct phrase *phrases, size_t count)
{
	size_t kept = 0;

	if (count > 0)
		qsort(phrases, count, sizeof(*phrases), compare_starts);
	for (size_t i = 0; i < count; i++) {
		struct phrase *last = kept > 0 ? &phrases[kept - 1] : NULL;

		if (last == NULL || phrases[i].start >= last->end) {
			phrases[kept++] = phrases[i];
			continue;
		}
		if (phrases[i].end > last->end)
			last->end = phrases[i].end;
		if (phrases[i].order < last->order)
			last->order = phrases[i].order;
		last->is_name |= phrases[i].is_name;
		last->has_digit |= phrases[i].has_digit;
	}
	return kept;
}

static bool says_already(const struct str *reason, const char *text,
    size_t len)
{
	char *phrase = mem_dup_len(text, len);
	bool is_said = strstr(reason->data, phrase) != NULL;

	free(phrase);
	return is_said;
}

char *related_reason(const struct related_text *text, const uint32_t *places,
    size_t count, struct arena *arena)
{
	struct phrase *phrases = arena_array(arena, count, sizeof(*phrases));
	size_t found = join_phrases(phrases, find_phrases(text, places,
	    count, phrases)), shown = 0;
	struct str reason;
	char *said;

	if (found > 0)
		qsort(phrases, found, sizeof(*phrases), compare_ranks);
	str_init(&reason);
	for (size_t i = 0; i < found && shown < SHOWN_MOST; i++) {
		const char *start = text->text + phrases[i].start;
		size_t len = phrases[i].end - phrases[i].start;

		/* numbers only where there is nothing else */
		if ((shown > 0 && rank_of(&phrases[i]) == 2) ||
		    says_already(&reason, start, len))
			continue;
		if (shown++ > 0)
			str_add(&reason, ", ");
		str_add_len(&reason, start, len);
	}
	said = arena_dup_len(arena, reason.data, reason.len);
	str_release(&reason);
	return said;
}

/* --- what the other says besides -------------------------------------------- */

struct besides {
	uint32_t place;
	float worth;
};

static int compare_besides(const void *a, const void *b)
{
	const struct besides *x = a, *y = b;

	if (x->worth != y->worth)
		return x->worth > y->worth ? -1 : 1;
	return (x->place > y->place) - (x->place < y->place);
}

static int compare_hashes(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

char *related_differs(const struct related_text *a,
    const struct related_text *b, struct arena *arena)
{
	uint32_t *known = arena_array(arena, a->count, sizeof(*known));
	struct besides *besides = arena_array(arena, b->count,
	    sizeof(*besides));
	uint32_t places[DIFFERING_MOST];
	size_t count = 0, kept;

	for (size_t i = 0; i < a->count; i++)
		known[i] = a->terms[i].folded;
	if (a->count > 0)
		qsort(known, a->count, sizeof(*known), compare_hashes);
	for (size_t i = 0; i < b->count; i++) {
		const struct related_term *term = &b->terms[i];

		if (term->kind == TERM_PAIR && term->idf > 0 &&
		    (a->count == 0 || bsearch(&term->folded, known, a->count,
		    sizeof(*known), compare_hashes) == NULL))
			besides[count++] = (struct besides){(uint32_t)i,
			    term->idf * term->weight *
			    (term->is_name ? 2 : 1)};
	}
	if (count > 0)
		qsort(besides, count, sizeof(*besides), compare_besides);
	kept = count < DIFFERING_MOST ? count : DIFFERING_MOST;
	for (size_t i = 0; i < kept; i++)
		places[i] = besides[i].place;
	return related_reason(b, places, kept, arena);
}
