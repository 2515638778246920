/*
 * Role: what the parts of the repair share. Text that needs no repair is
 * never copied: it goes to the sink from where it stands.
 */
#ifndef MARKUP_REPAIR_STATE_H
#define MARKUP_REPAIR_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "markup/repair.h"
#include "markup/repair_prolog.h"

enum {
	REPAIR_NAME_MOST = 64, /* bytes of an entity's name */
	REPAIR_FLUSH = 32 * 1024,
	REPAIR_WASTE_MOST = 16, /* times the document, looked at in vain */
};

struct open_element {
	const char *name;
	size_t len;
};

struct repair {
	const char *end;
	const struct repair_sink *sink;
	struct xml_repairs *repairs;
	struct str out; /* text that had to be mended */

	struct open_element stack[XML_DEPTH_MOST];
	size_t depth;

	/* of the tag that is being read; values lie in the string until it
	 * has stopped moving */
	struct repair_attribute attributes[REPAIR_ATTRIBUTES_MOST];
	size_t attribute_count;
	struct str values;

	struct prolog_entities entities;
	size_t expanded;   /* bytes that the document's own entities gave */
	const char *reach; /* how far a tag was looked for */
	size_t wasted;     /* bytes looked at for tags that were none */
	size_t total;
	size_t searched;   /* elements compared with end tags */
	const char *cdata_end; /* the next "]]>" from where it was last looked
	                        * for; NULL: there is none */
	bool has_cdata_end;    /* it was looked for */
	bool has_no_comment_end, has_no_doctype_end, has_no_pi_end;
};

/* What a byte needs. */
enum repair_byte {
	BYTE_PLAIN = 0,
	BYTE_CONTROL, /* to be left out */
	BYTE_HIGH,    /* begins U+FFFE, U+FFFF or a C1 control */
	BYTE_AMP,
	BYTE_RETURN, /* XML 1.0, 2.11: a line ends with a line feed */
	BYTE_WHITE,  /* XML 1.0, 3.3.3: a blank in an attribute */
	BYTE_LESS,   /* stray in an attribute */
};

extern const uint8_t repair_text_bytes[256];
extern const uint8_t repair_cdata_bytes[256];
extern const uint8_t repair_value_bytes[256];

/* Give text from at to end to the sink, mended. */
void repair_give(struct repair *repair, const char *at, const char *end,
    const uint8_t *bytes);

/* Append what stands from at to end, mended. */
void repair_add(struct repair *repair, struct str *out, const char *at,
    const char *end, const uint8_t *bytes);

/*
 * at is at "<" and a letter: past the tag's end, or NULL: it is none, and
 * nothing has changed.
 */
const char *repair_start_tag(struct repair *repair, const char *at);

/* at is at "</" and a letter; the element and what is open inside it end. */
const char *repair_end_tag(struct repair *repair, const char *at);

/* The element that is open last ends. */
void repair_pop(struct repair *repair);

/* A name with at most one colon inside it; its end, or at: there is none. */
const char *repair_read_name(const char *at, const char *end);

static inline bool repair_is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* 1: may be inside a name, 2: may also begin one. ASCII only, no colon. */
extern const uint8_t repair_name_bytes[256];

static inline bool repair_is_name_start(char c)
{
	return repair_name_bytes[(unsigned char)c] == 2;
}

static inline bool repair_is_name_char(char c)
{
	return repair_name_bytes[(unsigned char)c] != 0;
}

#endif
