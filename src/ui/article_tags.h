/*
 * Role: tags on the selected article: the field that asks for one. A tag
 * that it has is taken off. Thread: main.
 */
#ifndef UI_ARTICLE_TAGS_H
#define UI_ARTICLE_TAGS_H

#include "base/str.h"

#include <stdbool.h>

struct ui;

void article_tag_ask(struct ui *ui);
bool article_tag_accept(struct ui *ui, const char *text);
void article_tag_complete(struct ui *ui);
void article_tag_hint(struct ui *ui, struct str *out);

/* The one of articles that are kept to be read later, on or off. */
void article_read_later(struct ui *ui);

#endif
