#include "page/tag.h"

#include <stdlib.h>
#include <string.h>

struct row {
	const char *name;
	unsigned traits;
};

static const struct row rows[] = {
#define X(name, text, traits) {text, traits},
    TAGS(X)
#undef X
};

#define FIRST (TAG_OTHER + 1)

static int compare_row(const void *name, const void *row)
{
	return strcmp(name, ((const struct row *)row)->name);
}

enum tag tag_find(const char *name)
{
	const struct row *row = bsearch(name, rows,
	    sizeof(rows) / sizeof(rows[0]), sizeof(rows[0]), compare_row);

	return row != NULL ? (enum tag)(FIRST + (row - rows)) : TAG_OTHER;
}

const char *tag_name(enum tag tag)
{
	return tag >= FIRST ? rows[tag - FIRST].name : "";
}

unsigned tag_traits(enum tag tag)
{
	return tag >= FIRST ? rows[tag - FIRST].traits : 0;
}
