#include "news/search.h"

#include "base/str.h"
#include "text/clean.h"
#include "text/date.h"
#include "text/fold.h"
#include "text/utf8.h"
#include "text/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAY_SECONDS = 86400 };

struct parsing {
	struct arena *arena;
	struct search_query *query;
	int64_t now;
	bool is_run; /* the next word goes on with the last phrase */
	bool is_after_or;
};

/* One thing that was typed: up to a blank, or a quote and all in it. */
struct item {
	const char *name; /* before the colon; folded; NULL: none */
	const char *typed_name;
	size_t typed_len;
	const char *text;
	size_t len;
	bool is_quoted, is_excluded;
	size_t end; /* in the query's text */
};

/* --- words -------------------------------------------------------------------- */

static struct search_phrase *add_phrase(struct parsing *parsing,
    struct search_clause *clause, bool is_quoted)
{
	struct search_phrase *phrase;

	clause->phrases = arena_grow(parsing->arena, clause->phrases,
	    &clause->cap, clause->count + 1, sizeof(*clause->phrases));
	phrase = &clause->phrases[clause->count++];
	phrase->count = 0;
	phrase->is_quoted = is_quoted;
	return phrase;
}

static struct search_clause *last_clause(struct parsing *parsing)
{
	struct search_query *query = parsing->query;

	if (query->count == 0 || parsing->is_after_or) {
		query->clauses = arena_grow(parsing->arena, query->clauses,
		    &query->cap, query->count + 1, sizeof(*query->clauses));
		query->clauses[query->count++] = (struct search_clause){0};
		parsing->is_after_or = parsing->is_run = false;
	}
	return &query->clauses[query->count - 1];
}

/* As typed but for capitals, eth and the form of the marks. */
static char *read_start(struct parsing *parsing, const char *text,
    size_t len)
{
	struct str composed, lower;
	char *start;
	size_t used;

	str_init(&composed);
	str_init(&lower);
	text_compose(&composed, text, len);
	for (size_t at = 0; at < composed.len; at += used) {
		struct str one;

		str_init(&one);
		utf8_read(composed.data + at, composed.len - at, &used);
		text_fold_exact(&one, composed.data + at, used);
		str_add_len(&lower, one.data, one.len);
		str_release(&one);
	}
	start = arena_dup_len(parsing->arena, lower.data, lower.len);
	str_release(&composed);
	str_release(&lower);
	return start;
}

static void add_words(struct parsing *parsing, const struct item *item)
{
	struct search_query *query = parsing->query;
	struct search_clause *clause = item->is_excluded ? &query->excluded :
	    last_clause(parsing);
	struct search_phrase *phrase = NULL;
	struct words words;
	struct word word;

	if (!item->is_quoted && !item->is_excluded && parsing->is_run &&
	    clause->count > 0)
		phrase = &clause->phrases[clause->count - 1];
	words_init(&words, item->text, item->len);
	while (words_next(&words, &word)) {
		if (query->word_count >= SEARCH_WORDS_MOST ||
		    query->excluded.count >= SEARCH_WORDS_MOST)
			break;
		if (phrase == NULL)
			phrase = add_phrase(parsing, clause, item->is_quoted);
		if (phrase->count == SEARCH_WORDS_MOST)
			break;
		phrase->words[phrase->count++] = (struct search_word){
		    arena_dup(parsing->arena, word.exact), word.has_marks};
		query->word_count += !item->is_excluded;
		query->start = NULL;
		if (!item->is_quoted && !item->is_excluded &&
		    word.start + word.len == words.len)
			query->start = read_start(parsing,
			    words.text + word.start, word.len);
	}
	words_release(&words);
	parsing->is_run = !item->is_quoted && !item->is_excluded &&
	    (phrase != NULL || parsing->is_run);
}

/* --- filters ------------------------------------------------------------------ */

static char *fold_value(struct parsing *parsing, const struct item *item)
{
	struct str folded;
	char *value;

	str_init(&folded);
	text_fold(&folded, item->text, item->len);
	for (char *at = folded.data; *at != '\0'; at++)
		if (*at == '-' || *at == '_')
			*at = ' ';
	value = arena_dup(parsing->arena, folded.data);
	str_release(&folded);
	return value;
}

static bool add_value(struct parsing *parsing, const struct item *item,
    char **values, size_t *count)
{
	if (*count == SEARCH_FILTERS_MOST)
		return true;
	values[(*count)++] = fold_value(parsing, item);
	return true;
}

/* A whole year or month: its first second, and that after it. */
static bool read_span(const char *text, int64_t now, int64_t span[2])
{
	char *end, first[32], next[32];
	long a = strtol(text, &end, 10), b = 0;
	bool is_year = end == text + 4 && *end == '\0';

	if (!is_year) {
		if ((*end != '/' && *end != '-' && *end != '.') ||
		    end == text)
			return false;
		b = strtol(end + 1, &end, 10);
		if (*end != '\0')
			return false;
		if (a > 12) { /* 2026-05 */
			long swap = a;

			a = b;
			b = swap;
		}
		if (a < 1 || a > 12 || b < 1900 || b > 9999)
			return false;
		snprintf(first, sizeof(first), "01/%02ld/%ld", a, b);
		snprintf(next, sizeof(next), "01/%02ld/%ld", a % 12 + 1,
		    b + (a == 12));
	} else {
		if (a < 1900 || a > 9998)
			return false;
		snprintf(first, sizeof(first), "01/01/%ld", a);
		snprintf(next, sizeof(next), "01/01/%ld", a + 1);
	}
	return date_parse_when(first, now, &span[0]) &&
	    date_parse_when(next, now, &span[1]);
}

static bool read_date(struct parsing *parsing, const struct item *item,
    bool is_end, int64_t *when)
{
	char *text = arena_dup_len(parsing->arena, item->text, item->len);
	int64_t span[2];

	if (read_span(text, parsing->now, span)) {
		*when = is_end ? span[1] - 1 : span[0];
		return true;
	}
	if (!date_parse_when(text, parsing->now, when))
		return false;
	if (is_end && date_is_day(text, strlen(text)))
		*when += DAY_SECONDS - 1;
	return true;
}

/* name:value; false: no filter, so words. */
static bool take_filter(struct parsing *parsing, const struct item *item)
{
	static const struct {
		const char *name, *english;
		enum { SOURCE, PROVINCE, TAG, FROM, TO } kind;
	} rows[] = {
	    {"nguon", "source", SOURCE},
	    {"tinh", "province", PROVINCE},
	    {"nhan", "tag", TAG},
	    {"tu", "from", FROM},
	    {"den", "to", TO},
	};
	struct search_query *query = parsing->query;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (strcmp(item->name, rows[i].name) != 0 &&
		    strcmp(item->name, rows[i].english) != 0)
			continue;
		switch (rows[i].kind) {
		case SOURCE:
			return add_value(parsing, item, query->sources,
			    &query->source_count);
		case PROVINCE:
			return add_value(parsing, item, query->provinces,
			    &query->province_count);
		case TAG:
			return add_value(parsing, item, query->tags,
			    &query->tag_count);
		case FROM:
			return read_date(parsing, item, false, &query->from);
		case TO:
			return read_date(parsing, item, true, &query->to);
		}
	}
	return false;
}

static bool is_among(const char *text, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strcmp(text, *words) == 0)
			return true;
	return false;
}

static bool is_plain(const struct item *item)
{
	return item != NULL && !item->is_quoted && !item->is_excluded &&
	    item->name == NULL;
}

/*
 * Whether `sao` is a word: between words, or where it makes one with its
 * neighbour.
 */
static bool is_star_a_word(struct parsing *parsing, const struct item *before,
    const struct item *after)
{
	static const char *const befores[] = {"vi", "tai", "ngoi", "lam", "ra",
	    "boi", "khong", "chom", "anh", "toi", "cua", "tram", "du", "ban",
	    "may", "bao", "nam", "bon", "ba", "hai", "mot", "den", "tha", NULL};
	static const char *const afters[] = {"vang", "bien", "kim", "hoa",
	    "moc", "tho", "thuy", "mai", "do", "bang", "la", "luu", "chep",
	    "y", "choi", "cho", "nhap", "lai", "viet", "hom", "khong", NULL};
	bool has_before = is_plain(before), has_after = is_plain(after);

	if (has_before && has_after)
		return true;
	if (has_before)
		return is_among(fold_value(parsing, before), befores);
	return has_after && is_among(fold_value(parsing, after), afters);
}

/* unread, starred, OR; false: a word. */
static bool take_sign(struct parsing *parsing, const struct item *before,
    const struct item *item, const struct item *after)
{
	struct search_query *query = parsing->query;
	char *text;

	if (!is_plain(item))
		return false;
	/* in capitals only, as hoặc and or are words */
	if ((item->len == 2 && memcmp(item->text, "OR", 2) == 0) ||
	    (item->len == strlen("HOẶC") &&
	    memcmp(item->text, "HOẶC", item->len) == 0)) {
		if (query->word_count == 0 || after == NULL)
			return false;
		parsing->is_after_or = true;
		return true;
	}
	text = fold_value(parsing, item);
	if (strcmp(text, "chua doc") == 0 || strcmp(text, "unread") == 0) {
		query->is_unread_only = true;
		return true;
	}
	if (strcmp(text, "starred") != 0 && (strcmp(text, "sao") != 0 ||
	    is_star_a_word(parsing, before, after)))
		return false;
	query->is_starred_only = true;
	return true;
}

/* --- items -------------------------------------------------------------------- */

/* The bytes of a quotation mark at the text's beginning; 0: none. */
static size_t quote_length(const char *text)
{
	if (text[0] == '"')
		return 1;
	return str_starts(text, "“") || str_starts(text, "”") ? 3 : 0;
}

static bool is_blank(const char *text)
{
	return *text == ' ' || *text == '\t' || *text == '\n' ||
	    *text == '\r';
}

static void read_quoted(struct item *item, const char **at)
{
	size_t quote = quote_length(*at);

	*at += quote;
	item->text = *at;
	item->is_quoted = true;
	while (**at != '\0' && quote_length(*at) == 0)
		++*at;
	item->len = (size_t)(*at - item->text);
	*at += quote_length(*at);
}

/* A name before a colon that a value follows at once. */
static bool read_name(struct arena *arena, struct item *item,
    const char **at)
{
	size_t len = strcspn(*at, ": \t\n\r\"");
	struct str folded;

	if (len == 0 || len > 16 || (*at)[len] != ':' ||
	    (*at)[len + 1] == '\0' || is_blank(*at + len + 1))
		return false;
	str_init(&folded);
	text_fold(&folded, *at, len);
	item->name = arena_dup(arena, folded.data);
	item->typed_name = *at;
	item->typed_len = len;
	str_release(&folded);
	*at += len + 1;
	return true;
}

static bool read_item(struct arena *arena, const char *text,
    const char **at, struct item *item)
{
	*item = (struct item){0};
	while (is_blank(*at))
		++*at;
	if (**at == '\0')
		return false;
	if (**at == '-' && (*at)[1] != '\0' && !is_blank(*at + 1) &&
	    (*at)[1] != '-') {
		item->is_excluded = true;
		++*at;
	}
	if (!item->is_excluded)
		read_name(arena, item, at);
	if (quote_length(*at) > 0) {
		read_quoted(item, at);
	} else {
		item->text = *at;
		while (**at != '\0' && !is_blank(*at) &&
		    quote_length(*at) == 0)
			++*at;
		item->len = (size_t)(*at - item->text);
	}
	item->end = (size_t)(*at - text);
	return true;
}

static void take_item(struct parsing *parsing, struct item *items,
    size_t at, size_t count)
{
	struct item *item = &items[at];
	struct item as_words;

	if (take_sign(parsing, at > 0 ? item - 1 : NULL, item,
	    at + 1 < count ? item + 1 : NULL)) {
		parsing->is_run = false;
		parsing->query->start = NULL;
		return;
	}
	if (item->name != NULL && take_filter(parsing, item)) {
		parsing->is_run = false;
		parsing->query->start = NULL;
		return;
	}
	if (item->name != NULL) {
		as_words = (struct item){.text = item->typed_name,
		    .len = item->typed_len};
		add_words(parsing, &as_words);
	}
	add_words(parsing, item);
}

/* A query of exclusions alone finds nothing to exclude them from. */
static void settle(struct search_query *query, struct arena *arena)
{
	if (query->word_count > 0 || query->excluded.count == 0 ||
	    search_has_filter(query))
		return;
	query->clauses = arena_alloc(arena, sizeof(*query->clauses));
	query->clauses[0] = query->excluded;
	query->count = query->cap = 1;
	query->excluded = (struct search_clause){0};
	for (size_t i = 0; i < query->clauses[0].count; i++)
		query->word_count += query->clauses[0].phrases[i].count;
}

void search_parse(const char *text, int64_t now, struct arena *arena,
    struct search_query *query)
{
	struct parsing parsing = {arena, query, now, false, false};
	struct item *items = NULL;
	size_t count = 0, cap = 0;
	struct str repaired;
	const char *at;
	char *copy;

	memset(query, 0, sizeof(*query));
	str_init(&repaired);
	utf8_repair(&repaired, text, utf8_cut(text, strlen(text) <
	    SEARCH_BYTES_MOST ? strlen(text) : SEARCH_BYTES_MOST));
	copy = arena_dup(arena, repaired.data);
	str_release(&repaired);
	at = copy;
	for (;;) {
		items = arena_grow(arena, items, &cap, count + 1,
		    sizeof(*items));
		if (!read_item(arena, copy, &at, &items[count]))
			break;
		count++;
	}
	for (size_t i = 0; i < count; i++)
		take_item(&parsing, items, i, count);
	/* a blank behind the last word ends it */
	if (count > 0 && copy[items[count - 1].end] != '\0')
		query->start = NULL;
	settle(query, arena);
}

bool search_has_filter(const struct search_query *query)
{
	return query->source_count > 0 || query->province_count > 0 ||
	    query->tag_count > 0 || query->from != 0 || query->to != 0 ||
	    query->is_unread_only || query->is_starred_only;
}

static bool is_word_met(const struct search_word *asked,
    const struct word *word)
{
	return strcmp(asked->exact, word->exact) == 0 ||
	    (!asked->has_marks && strcmp(asked->exact, word->folded) == 0);
}

bool search_meets(const struct search_query *query, const struct word *word)
{
	for (size_t i = 0; i < query->count; i++) {
		const struct search_clause *clause = &query->clauses[i];

		for (size_t k = 0; k < clause->count; k++)
			for (size_t m = 0; m < clause->phrases[k].count; m++)
				if (is_word_met(&clause->phrases[k].words[m],
				    word))
					return true;
	}
	return query->start != NULL &&
	    (str_starts(word->exact, query->start) ||
	    str_starts(word->folded, query->start));
}
