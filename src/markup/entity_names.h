/*
 * Role: the table of HTML's named character references, for markup/entity.
 */
#ifndef MARKUP_ENTITY_NAMES_H
#define MARKUP_ENTITY_NAMES_H

#include <stddef.h>
#include <stdint.h>

/* In code: the name is also read without its semicolon. */
#define ENTITY_BARE 0x80000000u

struct entity_name {
	char name[32];
	uint32_t code;
};

extern const struct entity_name entity_names[];
extern const size_t entity_name_count;

#endif
