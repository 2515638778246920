#include "page/picture.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "page/content.h"
#include "text/clean.h"

/* Pixels; smaller is an icon. */
#define SIDE_MIN 60

static bool is_small(const char *side)
{
	char *end;
	long pixels;

	if (side == NULL || side[0] < '0' || side[0] > '9')
		return false;
	pixels = strtol(side, &end, 10);
	return pixels < SIDE_MIN && *end != '%' && strncmp(end, "em", 2) != 0;
}

static bool is_decoration(const char *class)
{
	static const char *const parts[] = {
	    "emoji", "icon", "avatar", "logo", "smiley"};

	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		if (strstr(class, parts[i]) != NULL)
			return true;
	return false;
}

bool picture_is_worth(const struct node *image)
{
	const char *class = node_attribute(image, "class");

	return !is_small(node_attribute(image, "width")) &&
	    !is_small(node_attribute(image, "height")) &&
	    (class == NULL || !is_decoration(class)) &&
	    !content_is_hidden(image);
}

/* The first address of a srcset ("a.jpg 1x, b.jpg 2x"). */
static char *first_of_set(struct arena *arena, const char *set)
{
	size_t len;

	if (set == NULL)
		return NULL;
	set += strspn(set, " \t\r\n,");
	len = strcspn(set, " \t\r\n");
	while (len > 0 && set[len - 1] == ',')
		len--;
	return len > 0 ? arena_dup_len(arena, set, len) : NULL;
}

static bool is_placeholder(const char *src)
{
	static const char *const parts[] = {"blank.gif", "spacer", "1x1",
	    "placeholder", "loading.gif", "lazy", "pixel", "transparent"};

	if (src[0] == '\0' || strncmp(src, "data:", 5) == 0 ||
	    strncmp(src, "about:", 6) == 0)
		return true;
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		if (strstr(src, parts[i]) != NULL)
			return true;
	return false;
}

/* Of <picture>: the sources stand before the image. */
static const char *find_source(const struct node *image)
{
	const struct node *source = node_before(image);

	if (node_parent(image) == NULL ||
	    node_parent(image)->tag != TAG_PICTURE)
		return NULL;
	while (source != NULL && source->tag != TAG_SOURCE)
		source = node_before(source);
	if (source == NULL)
		return NULL;
	return node_attribute(source, "srcset") != NULL
	    ? node_attribute(source, "srcset")
	    : node_attribute(source, "data-srcset");
}

char *picture_url(struct arena *arena, const char *base,
    const struct node *image)
{
	static const char *const late[] = {
	    "data-src", "data-original", "data-lazy-src", "data-url"};
	const char *src = node_attribute(image, "src"), *set;

	for (size_t i = 0; i < ARRAY_LEN(late); i++) {
		const char *value = node_attribute(image, late[i]);

		if (value != NULL && !is_placeholder(value))
			return content_link(arena, base, value);
	}
	if (src != NULL && !is_placeholder(src))
		return content_link(arena, base, src);
	set = node_attribute(image, "data-srcset");
	if (set == NULL)
		set = node_attribute(image, "srcset");
	if (set == NULL)
		set = find_source(image);
	set = first_of_set(arena, set);
	return set != NULL && !is_placeholder(set)
	    ? content_link(arena, base, set)
	    : NULL;
}

static bool ends_with(const char *text, size_t len, const char *end)
{
	size_t end_len = strlen(end);

	return len >= end_len &&
	    strncasecmp(text + len - end_len, end, end_len) == 0;
}

/* "DSC_0012.JPG" */
static bool is_file_name(const char *text, size_t len)
{
	static const char *const ends[] = {
	    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp"};

	for (size_t i = 0; i < ARRAY_LEN(ends); i++)
		if (ends_with(text, len, ends[i]))
			return true;
	return false;
}

/* "Cầu Bến Sỏi thông xe- Ảnh 1.": VCCorp's editor, the article's title. */
static bool is_numbered_title(const char *text, size_t len)
{
	size_t end = len;

	while (end > 0 && text[end - 1] == '.')
		end--;
	len = end;
	while (end > 0 && text[end - 1] >= '0' && text[end - 1] <= '9')
		end--;
	return end < len && ends_with(text, end, "- Ảnh ");
}

char *picture_text(struct arena *arena, const struct node *image)
{
	const char *alt = node_attribute(image, "alt");
	struct str clean;
	char *text;

	str_init(&clean);
	if (alt != NULL)
		text_clean_line(&clean, alt, strlen(alt));
	if (is_file_name(clean.data, clean.len) ||
	    is_numbered_title(clean.data, clean.len))
		str_clear(&clean);
	text = arena_dup_len(arena, clean.data, clean.len);
	str_release(&clean);
	return text;
}
