#include "store/model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/drafts.h"
#include "store/search.h"
#include "support/tap.h"

void model_init(struct model *model)
{
	memset(model, 0, sizeof(*model));
	/* at first nothing is there, and nothing is marked */
	memset(model->allowed, 1, sizeof(model->allowed));
}

static void acknowledge(struct model *model)
{
	for (int kind = 0; kind < FACT_KINDS; kind++) {
		for (int key = 0; key < FACT_KEYS; key++) {
			if (!model->is_said[kind][key])
				continue;
			model->is_said[kind][key] = 0;
			model->allowed[kind][key] = (unsigned char)(1u <<
			    model->last[kind][key]);
			model->acknowledged++;
		}
	}
}

void model_add(struct model *model, const struct fact *fact)
{
	if (fact->kind == FACT_ACK) {
		acknowledge(model);
		return;
	}
	if (fact->kind == FACT_FAILED) {
		memset(model->is_said, 0, sizeof(model->is_said));
		return;
	}
	model->last[fact->kind][fact->key] = (unsigned char)fact->value;
	model->is_said[fact->kind][fact->key] = 1;
	model->allowed[fact->kind][fact->key] |=
	    (unsigned char)(1u << fact->value);
	if (fact->kind == FACT_ARTICLE && fact->key >= model->next)
		model->next = fact->key + 1;
}

void model_read(struct model *model, const char *path)
{
	FILE *file = fopen(path, "rb");
	struct fact fact;

	while (file != NULL && fread(&fact, sizeof(fact), 1, file) == 1)
		model_add(model, &fact);
	if (file != NULL)
		fclose(file);
}

char *model_link(int number, struct arena *arena)
{
	return arena_printf(arena, "https://x.vn/tin/%d", number);
}

char *model_source(int number, struct arena *arena)
{
	return arena_printf(arena, "https://x.vn/rss/%d", number);
}

char *model_search(int number, struct arena *arena)
{
	return arena_printf(arena, "lũ /tim/%d", number);
}

/* What a cache holds, by kind and key. */
struct found {
	unsigned char value[FACT_KINDS][FACT_KEYS];
	int64_t strange;
};

static int number_of(const char *address, const char *folder)
{
	const char *at = strstr(address, folder);
	long number = at == NULL ? -1 : strtol(at + strlen(folder), NULL, 10);

	return number < 0 || number >= FACT_KEYS ? -1 : (int)number;
}

static void find_articles(struct store *store, struct arena *arena,
    struct found *found)
{
	struct query query = {0};
	struct error err = {0};
	struct article_row *rows;
	size_t count;

	if (!store_read_articles(store, &query, arena, &rows, &count, &err)) {
		tap_done(false, &err, "listing articles");
		return;
	}
	for (size_t i = 0; i < count; i++) {
		int number = number_of(rows[i].link, "/tin/");

		if (number < 0) {
			found->strange++;
			continue;
		}
		/* its title has the same number, and there is one of it */
		found->strange += number_of(rows[i].title, "số ") != number ||
		    found->value[FACT_ARTICLE][number] != 0;
		found->value[FACT_ARTICLE][number] = 1;
		found->value[FACT_READ][number] = !rows[i].is_unread;
		found->value[FACT_STARRED][number] = rows[i].is_starred;
	}
}

static void find_tagged(struct store *store, struct arena *arena,
    struct found *found)
{
	struct query query = {.tag = MODEL_TAG};
	struct error err = {0};
	struct article_row *rows;
	size_t count;

	if (!store_read_articles(store, &query, arena, &rows, &count, &err)) {
		tap_done(false, &err, "listing what is tagged");
		return;
	}
	for (size_t i = 0; i < count; i++) {
		int number = number_of(rows[i].link, "/tin/");

		if (number >= 0)
			found->value[FACT_TAGGED][number] = 1;
	}
}

static void find_searches(struct store *store, struct arena *arena,
    struct found *found)
{
	struct saved_search *searches;
	struct error err = {0};
	size_t count;

	if (!store_read_searches(store, arena, &searches, &count, &err)) {
		tap_done(false, &err, "listing searches");
		return;
	}
	for (size_t i = 0; i < count; i++) {
		int number = number_of(searches[i].query, "/tim/");
		bool is_plain = strcmp(searches[i].query,
		    searches[i].title) == 0;

		if (number < 0 || found->value[FACT_SEARCH][number] != 0)
			found->strange++;
		else
			found->value[FACT_SEARCH][number] = is_plain ? 1 : 2;
	}
}

static struct found *find_all(struct store *store)
{
	struct found *found = mem_alloc_zero(1, sizeof(*found));
	struct error err = {0};
	struct source *sources;
	struct arena arena;
	size_t count;

	arena_init(&arena);
	find_articles(store, &arena, found);
	find_tagged(store, &arena, found);
	find_searches(store, &arena, found);
	if (!store_read_sources(store, &arena, &sources, &count, &err)) {
		tap_done(false, &err, "listing sources");
	} else {
		for (size_t i = 0; i < count; i++) {
			int number = number_of(sources[i].url, "/rss/");

			if (number >= 0)
				found->value[FACT_SOURCE][number] = 1;
		}
	}
	arena_release(&arena);
	return found;
}

static void take(struct model *model, const struct found *found)
{
	for (int kind = 0; kind < FACT_KINDS; kind++) {
		for (int key = 0; key < FACT_KEYS; key++) {
			unsigned char value = found->value[kind][key];

			model->allowed[kind][key] =
			    (unsigned char)(1u << value);
			model->last[kind][key] = value;
			model->is_said[kind][key] = 0;
			if (kind == FACT_ARTICLE && value != 0 &&
			    key >= model->next)
				model->next = key + 1;
		}
	}
}

void model_take(struct model *model, struct store *store)
{
	struct found *found = find_all(store);

	take(model, found);
	free(found);
}

void model_check(struct model *model, struct store *store,
    struct losses *losses)
{
	struct found *found = find_all(store);

	for (int kind = 0; kind < FACT_KINDS; kind++) {
		for (int key = 0; key < FACT_KEYS; key++) {
			unsigned char value = found->value[kind][key];
			/* an article that is not there has no marks */
			bool is_moot = kind != FACT_ARTICLE &&
			    kind != FACT_SOURCE && kind != FACT_SEARCH &&
			    found->value[FACT_ARTICLE][key] == 0;

			if (is_moot || (model->allowed[kind][key] &
			    1u << value) != 0)
				continue;
			if (losses->count[kind]++ < 10)
				tap_note("fact %d of %d is %d", kind, key,
				    value);
		}
	}
	losses->strange += found->strange;
	take(model, found);
	free(found);
}
