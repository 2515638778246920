/*
 * Role: what stands before a root element and is no element: comments,
 * instructions, document types with the entities they declare. Thread: any.
 */
#ifndef MARKUP_REPAIR_PROLOG_H
#define MARKUP_REPAIR_PROLOG_H

#include <stdbool.h>
#include <stddef.h>

enum { PROLOG_ENTITIES_MOST = 128, PROLOG_VALUE_MOST = 4096 };

/* Borrowed from the document. */
struct prolog_entity {
	const char *name, *value;
	size_t name_len, value_len;
};

struct prolog_entities {
	struct prolog_entity rows[PROLOG_ENTITIES_MOST];
	size_t count;
	bool is_off;       /* nothing is found while it is set */
	bool has_external; /* others may be declared in another file */
};

/* Where needle begins in [at, end), or NULL. Linear. */
const char *prolog_find(const char *at, const char *end, const char *needle);

/* Whether [at, end) begins with text, ASCII letters in any case. */
bool prolog_starts(const char *at, const char *end, const char *text);

/*
 * at is at "<!" of a document type: returns its end, past ">". Internal
 * general entities are kept (entities may be NULL); external ones and
 * parameter entities are not. NULL: it has no end.
 */
const char *prolog_skip_doctype(const char *at, const char *end,
    struct prolog_entities *entities);

const struct prolog_entity *prolog_find_entity(
    const struct prolog_entities *entities, const char *name, size_t len);

#endif
