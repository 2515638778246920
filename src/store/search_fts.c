/*
 * What the index of words is taught: our tokenizer. A text's words go in by
 * their exact forms alone. A query's word that is typed without marks is asked
 * for by all forms that are known of it: half the index, and half the time to
 * make it, of one that holds each word's folded form as well.
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

	if (text == NULL || len <= 0)
		return SQLITE_OK;
	if ((flags & FTS5_TOKENIZE_QUERY) != 0)
		return tokenize_text(NULL, NULL, ctx, text, (size_t)len, sink);
	return tokenize_text(memory->counter, memory->pairs, ctx, text,
	    (size_t)len, sink);
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
	return code == SQLITE_OK || store_fail(store, code, err);
}
