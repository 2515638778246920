/*
 * The part of a text where a query is met: the words around the place that
 * meets most of it, in a window that slides over the text's words.
 */
#include "store/search_internal.h"

#include <stdlib.h>
#include <string.h>

#include "text/words.h"

enum {
	WINDOW_WORDS = 32,
	BEFORE_WORDS = 6, /* the first hit stands behind some words */
	TEXT_WORDS_MOST = 20000,
};

struct place {
	size_t start, len;
	unsigned met; /* 1 + number of the asked word; 0: none */
};

/* The words of a query, one after the other. */
static size_t list_words(const struct search_query *query,
    const struct search_word **words, size_t most)
{
	size_t count = 0;

	for (size_t i = 0; i < query->count; i++)
		for (size_t k = 0; k < query->clauses[i].count; k++) {
			const struct search_phrase *phrase =
			    &query->clauses[i].phrases[k];

			for (size_t m = 0; m < phrase->count; m++)
				if (count < most)
					words[count++] = &phrase->words[m];
		}
	return count;
}

static bool is_met(const struct search_word *asked, const struct word *word)
{
	return strcmp(asked->exact, word->exact) == 0 ||
	    (!asked->has_marks && strcmp(asked->exact, word->folded) == 0);
}

struct window {
	const struct search_query *query;
	const struct search_word *words[SEARCH_WORDS_MOST];
	size_t word_count;
	struct place *places;
	size_t count, cap;
};

static unsigned find_met(const struct window *window,
    const struct word *word)
{
	const char *start = window->query->start;

	for (size_t i = 0; i < window->word_count; i++)
		if (is_met(window->words[i], word))
			return (unsigned)i + 1;
	if (start != NULL && window->word_count > 0 &&
	    (str_starts(word->exact, start) ||
	    str_starts(word->folded, start)))
		return (unsigned)window->word_count;
	return 0;
}

static void read_places(struct window *window, struct words *words)
{
	struct word word;

	while (window->count < TEXT_WORDS_MOST && words_next(words, &word)) {
		window->places = mem_grow(window->places, &window->cap,
		    window->count + 1, sizeof(*window->places));
		window->places[window->count++] = (struct place){word.start,
		    word.len, find_met(window, &word)};
	}
}

/* Different words met count most, then those in the order asked. */
static int rate_window(const struct window *window, size_t from, size_t to)
{
	uint32_t seen = 0;
	int rate = 0;

	for (size_t i = from; i < to; i++) {
		unsigned met = window->places[i].met;

		if (met == 0)
			continue;
		rate += (seen & 1u << (met - 1)) == 0 ? 100 : 1;
		seen |= 1u << (met - 1);
		if (i > from && met > 1 &&
		    window->places[i - 1].met + 1 == met)
			rate += 20;
	}
	return rate;
}

/* The first word of the best window; false: nothing is met. */
static bool choose_window(const struct window *window, size_t *from)
{
	int best = 0;

	for (size_t i = 0; i < window->count; i++) {
		size_t end = i + WINDOW_WORDS - BEFORE_WORDS;
		int rate;

		if (window->places[i].met == 0)
			continue;
		rate = rate_window(window, i,
		    end < window->count ? end : window->count);
		if (rate > best) {
			best = rate;
			*from = i < BEFORE_WORDS ? 0 : i - BEFORE_WORDS;
		}
	}
	return best > 0;
}

static void add_line(struct str *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		str_add_char(out, text[i] == '\n' || text[i] == '\t' ||
		    text[i] == BLOCK_CELL_END ? ' ' : text[i]);
}

static void write_window(const struct window *window, const char *text,
    size_t len, size_t from, struct arena *arena,
    struct search_snippet *snippet)
{
	size_t end = from + WINDOW_WORDS < window->count ?
	    from + WINDOW_WORDS : window->count, cap = 0;
	size_t start = from == 0 ? 0 : window->places[from].start;
	size_t stop = end == window->count ? len :
	    window->places[end - 1].start + window->places[end - 1].len;
	size_t shift;
	struct str out;

	while (stop > start && (text[stop - 1] == '\n' ||
	    text[stop - 1] == ' '))
		stop--;
	str_init(&out);
	if (from > 0)
		str_add(&out, "… ");
	shift = out.len;
	add_line(&out, text + start, stop - start);
	if (end < window->count)
		str_add(&out, " …");
	for (size_t i = from; i < end; i++) {
		const struct place *place = &window->places[i];

		if (place->met == 0)
			continue;
		snippet->hits = arena_grow(arena, snippet->hits, &cap,
		    snippet->hit_count + 1, sizeof(*snippet->hits));
		snippet->hits[snippet->hit_count++] = (struct search_span){
		    shift + place->start - start, place->len};
	}
	snippet->text = arena_dup_len(arena, out.data, out.len);
	str_release(&out);
}

static void make_snippet(const struct search_query *query, const char *text,
    size_t len, struct arena *arena, struct search_snippet *snippet)
{
	struct window window = {.query = query};
	struct words words;
	size_t from;

	window.word_count = list_words(query, window.words,
	    ARRAY_LEN(window.words));
	words_init(&words, text, len);
	read_places(&window, &words);
	if (choose_window(&window, &from)) {
		/* no cut where there is room for all up to the end */
		if (from + WINDOW_WORDS > window.count)
			from = window.count < WINDOW_WORDS ? 0 :
			    window.count - WINDOW_WORDS;
		write_window(&window, words.text, words.len, from, arena,
		    snippet);
	}
	words_release(&words);
	free(window.places);
}

bool store_read_snippet(struct store *store, int64_t article_id,
    const struct search_query *query, struct arena *arena,
    struct search_snippet *snippet, struct error *err)
{
	const char *title, *body;
	bool found;

	*snippet = (struct search_snippet){.text = arena_dup(arena, "")};
	if (!index_read_text(store, article_id, arena, &title, &body, &found,
	    err))
		return false;
	make_snippet(query, body, strlen(body), arena, snippet);
	return true;
}
