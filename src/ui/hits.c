#include "ui/hits.h"

#include "text/fold.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

void hits_text_init(struct hits_text *text)
{
	str_init(&text->folded);
	text->from = NULL;
	text->cap = 0;
}

void hits_text_release(struct hits_text *text)
{
	str_release(&text->folded);
	free(text->from);
}

void hits_text_add(struct hits_text *text, const char *bytes, size_t len,
    size_t from)
{
	size_t used;

	for (size_t at = 0; at < len; at += used) {
		size_t before = text->folded.len;

		utf8_read(bytes + at, len - at, &used);
		text_fold(&text->folded, bytes + at, used);
		text->from = mem_grow(text->from, &text->cap,
		    text->folded.len + 1, sizeof(*text->from));
		for (size_t i = before; i < text->folded.len; i++)
			text->from[i] = from + at;
		text->from[text->folded.len] = from + at + used;
	}
}

bool hits_next(const struct hits_text *text, const char *phrase, size_t *at,
    struct hit *hit)
{
	size_t len = strlen(phrase);
	const char *found;
	size_t place;

	if (len == 0 || *at >= text->folded.len)
		return false;
	found = strstr(text->folded.data + *at, phrase);
	if (found == NULL)
		return false;
	place = (size_t)(found - text->folded.data);
	hit->start = text->from[place];
	hit->len = text->from[place + len] - hit->start;
	*at = place + len;
	return true;
}

static int compare_hits(const void *a, const void *b)
{
	const struct hit *left = a, *right = b;

	if (left->start != right->start)
		return left->start < right->start ? -1 : 1;
	return left->len > right->len ? -1 : left->len < right->len;
}

static size_t merge_hits(struct hit *hits, size_t count)
{
	size_t kept = 0;

	qsort(hits, count, sizeof(*hits), compare_hits);
	for (size_t i = 0; i < count; i++) {
		struct hit *last = kept > 0 ? &hits[kept - 1] : NULL;

		if (last == NULL || hits[i].start > last->start + last->len) {
			hits[kept++] = hits[i];
		} else if (hits[i].start + hits[i].len >
		    last->start + last->len) {
			last->len = hits[i].start + hits[i].len - last->start;
		}
	}
	return kept;
}

size_t hits_find(const char *text, const char *words, struct hit *hits,
    size_t most)
{
	struct hits_text folded;
	struct str word;
	size_t count = 0, len;

	hits_text_init(&folded);
	str_init(&word);
	hits_text_add(&folded, text, strlen(text), 0);
	for (; *words != '\0'; words += len) {
		size_t at = 0;

		words += strspn(words, " ");
		len = strcspn(words, " ");
		str_clear(&word);
		str_add_len(&word, words, len);
		while (count < most &&
		    hits_next(&folded, word.data, &at, &hits[count]))
			count++;
	}
	str_release(&word);
	hits_text_release(&folded);
	return merge_hits(hits, count);
}
