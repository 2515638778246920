/*
 * Role: what a cache must hold after a crash. The process that works on it
 * says, in a file, each fact it is about to write, and then that all so
 * far is acknowledged; the one that looks afterwards holds the cache against
 * that: a fact that was acknowledged stands, unless one said later does.
 */
#ifndef TESTS_STORE_MODEL_H
#define TESTS_STORE_MODEL_H

#include "store/store.h"

#include <stdbool.h>
#include <stdint.h>

enum fact_kind {
	FACT_ARTICLE, /* key: the number in its link; 1: it is there */
	FACT_READ,    /* 1: read */
	FACT_STARRED,
	FACT_TAGGED,  /* 1: it has the tag MODEL_TAG */
	FACT_SOURCE,  /* key: the number in its address; 1: followed */
	FACT_SEARCH,  /* key: a saved one's number; 1: so called, 2: renamed */
	FACT_ACK,     /* all before it is acknowledged */
	FACT_FAILED,  /* what is not yet may be there or not */
};
enum { FACT_KINDS = FACT_ACK, FACT_KEYS = 65536 };

#define MODEL_TAG "giữ lại"

struct fact {
	int32_t kind, key, value;
};

struct model {
	/* bit v: the value v may be found */
	unsigned char allowed[FACT_KINDS][FACT_KEYS];
	unsigned char last[FACT_KINDS][FACT_KEYS]; /* said last; 0 at first */
	unsigned char is_said[FACT_KINDS][FACT_KEYS]; /* since the last ack */
	int next; /* above every article's number */
	int64_t acknowledged;
};

/* What was found otherwise than it must be, by kind. */
struct losses {
	int64_t count[FACT_KINDS];
	int64_t strange; /* rows that nobody wrote */
};

void model_init(struct model *model);
void model_add(struct model *model, const struct fact *fact);

/* Read the facts of a file. */
void model_read(struct model *model, const char *path);

/* Hold the cache against it; what is there is taken as acknowledged. */
void model_check(struct model *model, struct store *store,
    struct losses *losses);

/* Of a cache that is not known: what it holds is what must be there. */
void model_take(struct model *model, struct store *store);

char *model_link(int number, struct arena *arena);
char *model_source(int number, struct arena *arena);
char *model_search(int number, struct arena *arena);

#endif
