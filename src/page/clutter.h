/*
 * Role: lines that stand around articles: headings of other lists, comment
 * boxes, share bars, counters, imprints. Only whole short lines count, never
 * a part of a sentence. Thread: any.
 */
#ifndef PAGE_CLUTTER_H
#define PAGE_CLUTTER_H

#include <stdbool.h>
#include <stddef.h>

enum clutter {
	CLUTTER_NONE,
	CLUTTER_RELATED,  /* heads a list of articles that belong to this */
	CLUTTER_POPULAR,  /* heads a list of the site's other articles */
	CLUTTER_FEEDBACK, /* heads the comments */
	CLUTTER_TOOLS,    /* share, print, font size */
	CLUTTER_COUNTER,  /* "Lượt xem: 12" */
	CLUTTER_META,     /* "Nguồn tin: …": a value follows */
	CLUTTER_FOOTER,   /* "Chịu trách nhiệm: …": the site's imprint */
};

/*
 * What a line (clean, one line) is. For META *value is where the value
 * begins, in bytes; else it is not touched. value may be NULL.
 */
enum clutter clutter_find(const char *line, size_t len, size_t *value);

/* "Xem thêm: …", "Đọc thêm: …": a heading and one title in one line. */
bool clutter_is_pointer(const char *line, size_t len);

/* META: the value is the author, or where the text was taken from. */
/* Asks to subscribe, to follow, to comment: none of the text. */
bool clutter_is_plea(const char *line, size_t len);
bool clutter_is_author(const char *line, size_t len);
bool clutter_is_source(const char *line, size_t len);

/* Heads the attachments ("Tệp đính kèm:"). */
bool clutter_is_attachment(const char *line, size_t len);

#endif
