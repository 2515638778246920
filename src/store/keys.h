/*
 * Role: which of a document's drafts are articles that the store knows.
 * Within a transaction. Thread: the handle's.
 */
#ifndef STORE_KEYS_H
#define STORE_KEYS_H

#include "base/arena.h"
#include "base/error.h"
#include "news/article.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct store;

enum { KEYS_MOST = 3 };

struct identity {
	int64_t hashes[KEYS_MOST]; /* beside the draft's keys */
	bool is_usable[KEYS_MOST]; /* tells this draft from the others */
	bool is_known[KEYS_MOST];  /* lies in the store already */
	bool is_twin;              /* stands earlier in the document too */
	int64_t article_id;        /* 0: new */
};

/*
 * The identity of each draft, in the arena. By guid, else by link. By title
 * where a draft has nothing better; and where nothing in the document is
 * known, as after a portal has moved, dated drafts are also known by title
 * and day.
 */
MUST_CHECK bool keys_identify(struct store *store, int64_t source_id,
    const struct article_draft *drafts, size_t count, struct arena *arena,
    struct identity **identities, struct error *err);

/* Make the keys of a draft known as those of an article. */
MUST_CHECK bool keys_save(struct store *store, int64_t source_id,
    const struct article_draft *draft, const struct identity *identity,
    int64_t article_id, struct error *err);

#endif
