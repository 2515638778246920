/*
 * Role: the text of one element while it is read, with the markup inside it
 * written out again as HTML. Thread: any.
 */
#ifndef FEED_CAPTURE_H
#define FEED_CAPTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "markup/xml.h"

enum capture_kind {
	CAPTURE_PLAIN,  /* tags inside are passed over */
	CAPTURE_HTML,   /* text is HTML already */
	CAPTURE_TEXT,   /* text is text */
	CAPTURE_XHTML,  /* text is text, tags are tags; the outer div goes */
	CAPTURE_BASE64, /* HTML in base 64 */
	CAPTURE_NOTHING,
	CAPTURE_PERSON, /* a name, or name and email inside */
};

struct capture {
	enum capture_kind kind;
	bool is_typed;     /* the element said its type */
	bool has_children;
	bool has_div;      /* CAPTURE_XHTML's outer div is open */
	size_t depth;      /* elements open inside it */
	size_t person_depth;
	const char *base; /* of addresses in XHTML (XML Base); or NULL */
	size_t gained;    /* bytes, by addresses made absolute, all in all */
	struct str text, name, email;
	struct str *person; /* where a person's text goes */
};

void capture_init(struct capture *capture);
void capture_release(struct capture *capture);

/* base stays the caller's. */
void capture_begin(struct capture *capture, enum capture_kind kind,
    const char *base);
void capture_start(struct capture *capture, const char *name,
    const struct xml_attribute *attributes, size_t count);
void capture_end(struct capture *capture, const char *name);
void capture_add(struct capture *capture, const char *text, size_t len);

/*
 * What was captured, as HTML or, for CAPTURE_PLAIN and CAPTURE_PERSON, as
 * text; the capture's until the next begin.
 */
struct str *capture_finish(struct capture *capture);

/* The kind for Atom's type and mode attributes (either may be NULL). */
enum capture_kind capture_kind_of(const char *type, const char *mode);

#endif
