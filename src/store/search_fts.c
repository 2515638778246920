/*
 * What the index of words is taught: our tokenizer and our ranking.
 *
 * A text's words go in by their exact forms alone. A query's word that is
 * typed without marks is asked for by all forms that are known of it, at one
 * place, as FTS5 has synonyms: half the index, and half the time to make it,
 * of one that holds each word's folded form as well.
 */
#include "store/search_internal.h"

#include <string.h>

#include "text/words.h"

static int make_tokenizer(void *ctx, const char **args, int count,
    Fts5Tokenizer **tokenizer)
{
	(void)args;
	(void)count;
	/* no state of its own: the handle's */
	*tokenizer = ctx;
	return SQLITE_OK;
}

static void drop_tokenizer(Fts5Tokenizer *tokenizer)
{
	(void)tokenizer;
}

typedef int token_sink(void *ctx, int flags, const char *word, int len,
    int start, int end);

/* A query's word by the forms it was given, the first of them as itself. */
static int put_forms(const struct word_forms *forms, void *ctx,
    token_sink *sink, int start, int end)
{
	int code = SQLITE_OK;

	for (size_t i = 0; i < forms->count && code == SQLITE_OK; i++)
		code = sink(ctx, i == 0 ? 0 : FTS5_TOKEN_COLOCATED,
		    forms->forms[i], (int)strlen(forms->forms[i]), start, end);
	return code;
}

static const struct word_forms *find_forms(const struct search_forms *known,
    const char *word, size_t len)
{
	for (size_t i = 0; i < known->count; i++)
		if (strlen(known->rows[i].word) == len &&
		    memcmp(known->rows[i].word, word, len) == 0)
			return &known->rows[i];
	return NULL;
}

/* What match_write wrote: exact words with a blank between. */
static int tokenize_query(const struct search_forms *known, void *ctx,
    const char *text, size_t len, token_sink *sink)
{
	int code = SQLITE_OK;

	for (size_t at = 0, size; at < len && code == SQLITE_OK;
	     at += size + 1) {
		const char *end = memchr(text + at, ' ', len - at);
		const struct word_forms *forms;

		size = end == NULL ? len - at : (size_t)(end - text) - at;
		forms = find_forms(known, text + at, size);
		if (forms != NULL)
			code = put_forms(forms, ctx, sink, (int)at,
			    (int)(at + size));
		else if (size > 0)
			code = sink(ctx, 0, text + at, (int)size, (int)at,
			    (int)(at + size));
	}
	return code;
}

static int tokenize_text(struct word_counter *counter,
    struct pair_set *pairs, void *ctx, const char *text, size_t len,
    token_sink *sink)
{
	struct words words;
	struct word word;
	int code = SQLITE_OK;

	words_init(&words, text, len);
	if (pairs != NULL)
		pairs_break(pairs);
	while (code == SQLITE_OK && words_next(&words, &word)) {
		if (counter != NULL)
			counter_add(counter, word.exact, word.exact_len);
		if (pairs != NULL)
			pairs_add(pairs, word.folded, word.folded_len);
		code = sink(ctx, 0, word.exact, (int)word.exact_len,
		    (int)word.start, (int)(word.start + word.len));
	}
	words_release(&words);
	return code;
}

static int tokenize(Fts5Tokenizer *tokenizer, void *ctx, int flags,
    const char *text, int len, token_sink *sink)
{
	struct search_memory *memory = &((struct store *)tokenizer)->search;
	bool is_query = (flags & FTS5_TOKENIZE_QUERY) != 0;

	if (text == NULL || len <= 0)
		return SQLITE_OK;
	if (is_query && memory->forms != NULL)
		return tokenize_query(memory->forms, ctx, text, (size_t)len,
		    sink);
	if (is_query)
		return tokenize_text(NULL, NULL, ctx, text, (size_t)len, sink);
	return tokenize_text(memory->counter, memory->pairs, ctx, text,
	    (size_t)len, sink);
}

/* --- ranking ------------------------------------------------------------------ */

enum { COLUMN_TITLE = 1 };

void rate_hit(struct hit_rate *rate, bool is_title, int at)
{
	static const double worth_title = 5, worth_body = 1, worth_lead = 1;
	enum { LEAD_WORDS = 60, BODY_MOST = 4 };

	if (is_title) {
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

/* What one phrase of a query is worth in one article. */
static double rate_phrase(const Fts5ExtensionApi *api, Fts5Context *fts,
    int phrase)
{
	struct hit_rate rate = {0};
	Fts5PhraseIter hits;
	int column, at;

	api->xPhraseFirst(fts, phrase, &hits, &column, &at);
	for (; column >= 0; api->xPhraseNext(fts, &hits, &column, &at))
		rate_hit(&rate, column == COLUMN_TITLE, at);
	return rate.rate;
}

/* search_score(search): how much an article is about what was asked. */
static void score(const Fts5ExtensionApi *api, Fts5Context *fts,
    sqlite3_context *context, int count, sqlite3_value **values)
{
	int phrases = api->xPhraseCount(fts);
	double sum = 0;

	(void)count;
	(void)values;
	for (int i = 0; i < phrases; i++)
		sum += rate_phrase(api, fts, i);
	sqlite3_result_double(context, sum);
}

static fts5_api *find_api(sqlite3 *db)
{
	fts5_api *api = NULL;
	sqlite3_stmt *prepared;

	if (sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &prepared, NULL) !=
	    SQLITE_OK)
		return NULL;
	sqlite3_bind_pointer(prepared, 1, &api, "fts5_api_ptr", NULL);
	sqlite3_step(prepared);
	sqlite3_finalize(prepared);
	return api;
}

bool search_register(struct store *store, struct error *err)
{
	fts5_tokenizer tokenizer = {make_tokenizer, drop_tokenizer, tokenize};
	fts5_api *api = find_api(store->db);
	int code = SQLITE_ERROR;

	if (api != NULL)
		code = api->xCreateTokenizer(api, "bantin", store, &tokenizer,
		    NULL);
	if (code == SQLITE_OK)
		code = api->xCreateFunction(api, "search_score", NULL, score,
		    NULL);
	return code == SQLITE_OK || store_fail(store, code, err);
}
