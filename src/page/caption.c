#include "page/caption.h"

#include <string.h>

#include "base/mem.h"
#include "page/content.h"

#define FIGURE_NODES_MAX 200

static bool starts_with(const char *text, size_t len, const char *start)
{
	size_t start_len = strlen(start);

	return len >= start_len && memcmp(text, start, start_len) == 0;
}

/* Where the last "Ảnh:" begins, or len. */
static size_t find_credit(const char *text, size_t len)
{
	static const char *const words[] = {
	    "Ảnh:", "ảnh:", "ẢNH:", "Ảnh :", "Photo:", "Đồ họa:"};
	size_t found = len;

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		const char *at = text, *next;

		while ((next = strstr(at, words[i])) != NULL)
			at = next + 1;
		if (at > text && (found == len || (size_t)(at - 1 - text) > found))
			found = (size_t)(at - 1 - text);
	}
	return found;
}

bool caption_is_line(const char *text, size_t len)
{
	static const char *const starts[] = {"Ảnh:", "(Ảnh:", "Ảnh minh h",
	    "(Ảnh minh h", "Ảnh tư liệu", "(Ảnh tư liệu", "Nguồn ảnh:",
	    "(Nguồn ảnh:", "Đồ họa:", "(Đồ họa:", "Ảnh chụp màn hình",
	    "Bài và ảnh:", "Tin, ảnh:", "Tin ảnh:", NULL};
	size_t credit;

	if (len > CONTENT_CAPTION_LEN)
		return false;
	for (size_t i = 0; starts[i] != NULL && len < 120; i++)
		if (starts_with(text, len, starts[i]))
			return i < 11;
	credit = find_credit(text, len);
	if (credit == len || credit == 0 || len - credit > 60)
		return false;
	/* "… (Ảnh: NT)", "… Ảnh: NT": a sentence stands before it */
	return text[credit - 1] == '(' || text[credit - 1] == '[' ||
	    (credit > 2 && text[credit - 1] == ' ' &&
		strchr(".)…-–|/", text[credit - 2]) != NULL);
}

static bool names_caption(const char *class)
{
	static const char *const parts[] = {"caption", "Caption", "MoTaAnh",
	    "chuthich", "chu-thich", "ChuThich", "credit"};

	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		if (strstr(class, parts[i]) != NULL)
			return true;
	return false;
}

/*
 * A figure around a photo without words of its own for it: what it says is
 * about the photo. Others hold tables and quotes. Looks at its first nodes.
 */
static bool is_photo_figure(const struct node *figure)
{
	const struct node *node = node_next(figure, figure);
	bool has_photo = false;

	for (int seen = 0; node != NULL && seen < FIGURE_NODES_MAX; seen++) {
		if (node->tag == TAG_TABLE || node->tag == TAG_BLOCKQUOTE ||
		    node->tag == TAG_FIGCAPTION)
			return false;
		has_photo |= node->tag == TAG_IMG;
		node = node_next(node, figure);
	}
	return has_photo;
}

bool caption_is_element(const struct node *node)
{
	const char *class = node_attribute(node, "class");

	if (node->tag == TAG_FIGCAPTION)
		return true;
	if (node->tag == TAG_FIGURE)
		return is_photo_figure(node);
	return class != NULL && names_caption(class) &&
	    node_text_len(node, CONTENT_CAPTION_LEN + 1) <=
		CONTENT_CAPTION_LEN;
}
