/*
 * What the index of words is taught: our tokenizer and our ranking.
 *
 * The tokenizer gives each word in its exact form, and where it has marks the
 * folded one at the same place. A query's word is looked up as it is: typed
 * with marks it meets exact forms only, without marks all of them.
 */
#include "store/search_internal.h"

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

static int put_word(const struct word *word, struct word_counter *counter,
    bool has_folded, void *ctx, token_sink *sink)
{
	int start = (int)word->start, end = (int)(word->start + word->len);
	int code = sink(ctx, 0, word->exact, (int)word->exact_len, start,
	    end);

	if (counter != NULL)
		counter_add(counter, word->exact, word->exact_len);
	if (code != SQLITE_OK || !has_folded || !word->has_marks ||
	    word->folded_len == 0)
		return code;
	if (counter != NULL)
		counter_add(counter, word->folded, word->folded_len);
	return sink(ctx, FTS5_TOKEN_COLOCATED, word->folded,
	    (int)word->folded_len, start, end);
}

static int tokenize(Fts5Tokenizer *tokenizer, void *ctx, int flags,
    const char *text, int len, token_sink *sink)
{
	struct store *store = (struct store *)tokenizer;
	bool is_query = (flags & FTS5_TOKENIZE_QUERY) != 0;
	struct word_counter *counter =
	    is_query ? NULL : store->search.counter;
	struct words words;
	struct word word;
	int code = SQLITE_OK;

	words_init(&words, text == NULL ? "" : text, (size_t)len);
	while (code == SQLITE_OK && words_next(&words, &word))
		code = put_word(&word, counter, !is_query, ctx, sink);
	words_release(&words);
	return code;
}

/* --- ranking ------------------------------------------------------------------ */

enum { COLUMN_BODY = 0, COLUMN_TITLE = 1 };

/* What one phrase of a query is worth in one article. */
static double rate_phrase(const Fts5ExtensionApi *api, Fts5Context *fts,
    int phrase)
{
	static const double worth_title = 5, worth_body = 1, worth_lead = 1;
	enum { LEAD_WORDS = 60, BODY_MOST = 4 };
	Fts5PhraseIter hits;
	int column, at, in_body = 0, in_title = 0;
	double rate = 0;

	api->xPhraseFirst(fts, phrase, &hits, &column, &at);
	for (; column >= 0; api->xPhraseNext(fts, &hits, &column, &at)) {
		if (column == COLUMN_TITLE) {
			/* once; earlier in the title tells a little more */
			if (in_title++ == 0)
				rate += worth_title + 1.0 / (1 + at);
			continue;
		}
		if (in_body++ == 0 && at < LEAD_WORDS)
			rate += worth_lead;
		if (in_body <= BODY_MOST)
			rate += worth_body / in_body;
	}
	return rate;
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
