/*
 * Role: the names that feeds use, as rows: RSS 0.9x to 2.0, RSS 1.0, Atom
 * 0.3 and 1.0, CDF, and the modules content, dc, dcterms, itunes, media and
 * syndication. A new name is a new row. The modules slash, wfw, thr (comments
 * and where they are) and georss (places) have no rows: no screen shows what
 * they say. Thread: any.
 */
#ifndef FEED_ELEMENTS_H
#define FEED_ELEMENTS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * RSS, RDF's RSS and Atom are one space here: their names do not clash, and
 * feeds mix them.
 */
enum element_space {
	SPACE_NONE,
	SPACE_CORE,
	SPACE_RDF,
	SPACE_CONTENT,
	SPACE_DC,
	SPACE_DCTERMS,
	SPACE_ITUNES,
	SPACE_MEDIA,
	SPACE_SY,
	SPACE_XHTML,
	SPACE_XML,
};

/* Where an element means something; a row may name several. */
enum element_place { IN_FEED = 1, IN_ITEM = 2 };

/* What it is, or the value that it gives. */
enum element_field {
	FIELD_NONE,
	ELEMENT_ROOT,
	ELEMENT_CHANNEL,
	ELEMENT_ITEM,
	ELEMENT_GROUP, /* its children count as its parent's */
	FIELD_TITLE,
	FIELD_LINK,
	FIELD_ID,
	FIELD_SUMMARY, /* of an item; of a feed: its description */
	FIELD_CONTENT,
	FIELD_PUBLISHED,
	FIELD_UPDATED,
	FIELD_AUTHOR,
	FIELD_CATEGORY,
	FIELD_ENCLOSURE,
	FIELD_LANGUAGE,
	FIELD_GENERATOR,
	FIELD_TTL,
	FIELD_PERIOD,    /* "hourly" ... of the syndication module */
	FIELD_FREQUENCY, /* so often in a period */
	FIELD_SKIP_HOUR,
	FIELD_SKIP_DAY,
	FIELD_COUNT
};

/* How the element's text is meant. */
enum element_text {
	TEXT_PLAIN, /* as it stands */
	TEXT_HTML,  /* escaped HTML */
	TEXT_TYPED, /* as its type and mode attributes say (Atom) */
	TEXT_LIST,  /* plain, several between commas */
};

struct element {
	const char *name;
	enum element_space space;
	unsigned places;
	enum element_field field;
	unsigned char rank; /* 1 wins over 2; within a rank see the field */
	enum element_text text;
};

/* By a namespace's URI (of any letter case), or by an undeclared prefix. */
enum element_space element_space(const char *uri);

/* The row, or NULL. Names count in any letter case. */
const struct element *element_find(enum element_space space,
    const char *name, unsigned place);

/* All rows, in the order of their names; for tests. */
const struct element *element_rows(size_t *count);

#endif
