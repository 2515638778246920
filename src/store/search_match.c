/*
 * A query as FTS5's MATCH has it. Every word stands in quotes, as text/words
 * has it: letters, digits and a comma at most, so nothing that is typed is
 * ever read as syntax.
 */
#include "store/search_internal.h"

/* Words nearer to each other than this are near. */
enum { NEAR_WORDS = 10 };

struct matching {
	struct str *out;
	enum search_reach reach;
	bool is_completed; /* the last word */
};

static void add_words(struct matching *matching,
    const struct search_phrase *phrase, const char *last, const char *part)
{
	for (size_t i = 0; i < phrase->count; i++)
		str_addf(matching->out, "%s%s", i > 0 ? part : "",
		    last != NULL && i + 1 == phrase->count ? last :
		    phrase->words[i].exact);
}

static void add_once(struct matching *matching,
    const struct search_phrase *phrase, const char *last)
{
	if (phrase->is_quoted || phrase->count == 1 ||
	    matching->reach == REACH_PHRASE) {
		str_add_char(matching->out, '"');
		add_words(matching, phrase, last, " ");
		str_add_char(matching->out, '"');
		return;
	}
	if (matching->reach == REACH_NEAR) {
		str_add(matching->out, "NEAR(\"");
		add_words(matching, phrase, last, "\" \"");
		str_addf(matching->out, "\", %d)",
		    NEAR_WORDS + (int)phrase->count);
		return;
	}
	str_add(matching->out, "(\"");
	add_words(matching, phrase, last, "\" AND \"");
	str_add(matching->out, "\")");
}

static void add_phrase(struct matching *matching,
    const struct search_phrase *phrase, bool is_last)
{
	add_once(matching, phrase, is_last && matching->is_completed ?
	    MATCH_COMPLETED : NULL);
}

static void add_clause(struct matching *matching,
    const struct search_clause *clause, bool is_last)
{
	str_add_char(matching->out, '(');
	for (size_t i = 0; i < clause->count; i++) {
		if (i > 0)
			str_add(matching->out, " AND ");
		add_phrase(matching, &clause->phrases[i],
		    is_last && i + 1 == clause->count);
	}
	str_add_char(matching->out, ')');
}

void match_write(struct str *out, const struct search_query *query,
    enum search_reach reach, bool is_completed)
{
	struct matching matching = {out, reach, is_completed};

	if (reach == REACH_TITLE)
		str_add(out, "title : ");
	str_add_char(out, '(');
	for (size_t i = 0; i < query->count; i++) {
		if (i > 0)
			str_add(out, " OR ");
		add_clause(&matching, &query->clauses[i],
		    i + 1 == query->count);
	}
	str_add_char(out, ')');
	matching.is_completed = false;
	matching.reach = REACH_PHRASE;
	for (size_t i = 0; i < query->excluded.count; i++) {
		str_add(out, " NOT ");
		add_phrase(&matching, &query->excluded.phrases[i], false);
	}
}
