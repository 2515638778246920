/*
 * The province that a typed name means.
 */
#include "base/mem.h"
#include "base/str.h"
#include "config/catalogue.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

enum {
	KEY_MOST = 48,     /* bytes of a folded name that are compared */
	NEAR_PER_MOST = 3, /* one letter in so many may differ */
};

/*
 * "TP. Hồ Chí Minh", "tp ho chi minh" as "ho chi minh": folded words, what
 * the thing is called before its name left out.
 */
static void add_key(struct str *key, const char *name)
{
	static const char *const titles[] = {"tinh ", "thanh pho ", "tp "};
	struct tokens tokens;
	struct token token;

	str_clear(key);
	tokens_init(&tokens, name, strlen(name));
	while (tokens_next(&tokens, &token) && key->len < KEY_MOST) {
		if (key->len > 0)
			str_add_char(key, ' ');
		str_add_len(key, token.folded, token.folded_len);
	}
	tokens_release(&tokens);
	for (size_t i = 0; i < ARRAY_LEN(titles); i++) {
		size_t len = strlen(titles[i]);

		if (str_starts(key->data, titles[i]) && key->len > len) {
			memmove(key->data, key->data + len,
			    key->len - len + 1);
			str_cut(key, key->len - len);
			return;
		}
	}
}

/* The names of a province, one by one; false: there are no more. */
static bool name_at(const struct province *province, size_t place,
    struct province_match *match)
{
	*match = (struct province_match){.province = province};
	if (place == 0) {
		match->name = province->name;
		return true;
	}
	place--;
	match->is_former = place < province->former_count;
	if (match->is_former) {
		match->name = province->former[place];
		return true;
	}
	place -= province->former_count;
	match->name = place < province->also_count ? province->also[place]
	                                           : NULL;
	return match->name != NULL;
}

typedef bool is_meant(const char *key, const char *typed);

static bool is_same(const char *key, const char *typed)
{
	return strcmp(key, typed) == 0;
}

static bool is_begun(const char *key, const char *typed)
{
	return str_starts(key, typed);
}

/* Whether a word of the name begins so. */
static bool has_word(const char *key, const char *typed)
{
	while ((key = strchr(key, ' ')) != NULL)
		if (str_starts(++key, typed))
			return true;
	return false;
}

static size_t find(const struct catalogue *catalogue, const char *typed,
    is_meant *is_one, struct province_match *matches)
{
	const struct province *provinces;
	size_t all = catalogue_provinces(catalogue, &provinces), count = 0;
	struct province_match match;
	struct str key;

	str_init(&key);
	for (size_t i = 0; i < all; i++) {
		for (size_t n = 0; count < PROVINCE_MATCHES_MOST &&
		     name_at(&provinces[i], n, &match); n++) {
			add_key(&key, match.name);
			if (!is_one(key.data, typed))
				continue;
			matches[count++] = match;
			break; /* one name is enough */
		}
	}
	str_release(&key);
	return count;
}

size_t catalogue_find(const struct catalogue *catalogue, const char *typed,
    struct province_match matches[PROVINCE_MATCHES_MOST])
{
	const struct province *provinces;
	size_t all = catalogue_provinces(catalogue, &provinces), count;
	struct str key;

	for (size_t i = 0; i < all; i++) {
		if (strcmp(provinces[i].code, typed) == 0) {
			name_at(&provinces[i], 0, &matches[0]);
			return 1;
		}
	}
	str_init(&key);
	add_key(&key, typed);
	count = key.len == 0 ? 0
	                     : find(catalogue, key.data, is_same, matches);
	if (count == 0 && key.len > 0)
		count = find(catalogue, key.data, is_begun, matches);
	if (count == 0 && key.len > 0)
		count = find(catalogue, key.data, has_word, matches);
	str_release(&key);
	return count;
}

/* --- what might have been meant ------------------------------------------- */

/*
 * Letters put in, left out, changed or swapped with the next (the optimal
 * string alignment of Damerau and Levenshtein).
 */
static size_t distance(const char *a, const char *b)
{
	size_t rows[3][KEY_MOST * 2 + 1];
	size_t *before = rows[0], *last = rows[1], *now = rows[2];
	size_t a_len = strlen(a), b_len = strlen(b);

	if (a_len > KEY_MOST * 2 || b_len > KEY_MOST * 2)
		return SIZE_MAX;
	for (size_t j = 0; j <= b_len; j++)
		before[j] = last[j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		size_t *spare = before;

		now[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			size_t best = last[j - 1] + (a[i - 1] != b[j - 1]);

			if (last[j] + 1 < best)
				best = last[j] + 1;
			if (now[j - 1] + 1 < best)
				best = now[j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1] && before[j - 2] + 1 < best)
				best = before[j - 2] + 1;
			now[j] = best;
		}
		before = last;
		last = now;
		now = spare;
	}
	return last[b_len];
}

struct near {
	struct province_match match;
	size_t distance;
};

static int compare_near(const void *a, const void *b)
{
	const struct near *one = a, *other = b;

	if (one->distance != other->distance)
		return one->distance < other->distance ? -1 : 1;
	return text_compare(one->match.name, other->match.name);
}

/* The nearest name of one province. */
static struct near nearest(const struct province *province,
    const char *typed, struct str *key)
{
	struct near best = {.distance = SIZE_MAX};
	struct province_match match;

	for (size_t n = 0; name_at(province, n, &match); n++) {
		size_t off;

		add_key(key, match.name);
		off = distance(key->data, typed);
		if (off < best.distance)
			best = (struct near){match, off};
	}
	return best;
}

size_t catalogue_find_near(const struct catalogue *catalogue,
    const char *typed, struct province_match *matches, size_t most)
{
	const struct province *provinces;
	size_t all = catalogue_provinces(catalogue, &provinces), count = 0;
	struct near *near = mem_alloc_zero(all + 1, sizeof(*near));
	struct str key, wanted;
	size_t limit;

	str_init(&key);
	str_init(&wanted);
	add_key(&wanted, typed);
	limit = wanted.len / NEAR_PER_MOST + 1;
	for (size_t i = 0; i < all; i++) {
		near[count] = nearest(&provinces[i], wanted.data, &key);
		count += near[count].distance <= limit;
	}
	qsort(near, count, sizeof(*near), compare_near);
	if (count > most)
		count = most;
	for (size_t i = 0; i < count; i++)
		matches[i] = near[i].match;
	str_release(&key);
	str_release(&wanted);
	free(near);
	return count;
}
