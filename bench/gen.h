/*
 * Role: the news that the benches are made of: articles of some 335
 * syllables (2 KB) as Vietnamese portals write them, from a vocabulary of
 * 60,000 words over generated syllables, with Zipf's frequencies, names,
 * numbers, and stories that several articles tell. Article n of one seed is
 * always the same, in whatever order they are asked for. Thread: one.
 */
#ifndef BENCH_GEN_H
#define BENCH_GEN_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "news/article.h"

enum {
	GEN_SEED = 20261122,
	GEN_WORDS = 60000,
	GEN_SOURCES = 200,
	GEN_BATCH = 20,         /* articles in a row of one source */
	GEN_START = 1600000000, /* when the first article was published */
	GEN_SECONDS = 30,       /* between two of them */
};

struct gen;

struct gen *gen_new(uint64_t seed);
void gen_free(struct gen *gen);

struct gen_article {
	int64_t number, published;
	int source; /* 0 to GEN_SOURCES - 1 */
	char *title, *lead, *text; /* text: paragraphs parted by line feeds */
	char *link, *guid;
	struct block_list body; /* the text in blocks */
};

/* Article number, from 0; the older the lower. */
void gen_article(struct gen *gen, int64_t number, struct arena *arena,
    struct gen_article *article);

/*
 * The same as a feed brings it: the lead alone, and the page brings the text;
 * or the whole text, in blocks; or the whole text, as html.
 */
enum gen_text { GEN_LEAD, GEN_BLOCKS, GEN_HTML };
void gen_draft(const struct gen_article *article, enum gen_text text,
    struct arena *arena, struct article_draft *draft);

/* A source's address. */
char *gen_source_url(int source, struct arena *arena);

/*
 * For queries: a word by its rank (0: the most frequent) with its marks, one
 * to three syllables; and a name of two or three syllables.
 */
const char *gen_word(const struct gen *gen, size_t rank);
const char *gen_name(const struct gen *gen, size_t number);

/* A seeded series of numbers in [0, 1); xorshift64*. */
double gen_share(uint64_t *seed);

#endif
