/*
 * Role: what tells of a photo, by its words and by its element. Thread: any.
 */
#ifndef PAGE_CAPTION_H
#define PAGE_CAPTION_H

#include "page/tree.h"

#include <stdbool.h>
#include <stddef.h>

/* Written as under photos: "(Ảnh: NT)", "Ảnh: TTXVN", "Nguồn ảnh: …". */
bool caption_is_line(const char *text, size_t len);

/* A caption by its tag or the name of its class. */
bool caption_is_element(const struct node *node);

#endif
