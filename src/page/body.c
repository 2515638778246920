#include "page/work.h"

#include <string.h>

#include "text/url.h"

/* Bytes of text that a body has at least, by a rule that names its place. */
#define NAMED_MIN_LEN 40
#define MICRODATA_MIN_LEN 250

/* Whether the page's host is one of a row's, or below it. */
static bool is_on_host(const struct work *work, const char *hosts)
{
	struct str host;
	bool is_found = false;

	if (hosts == NULL)
		return true;
	if (work->base == NULL)
		return false;
	str_init(&host);
	url_host(&host, work->base);
	while (*hosts != '\0' && !is_found) {
		size_t len = strcspn(hosts, " ");

		is_found = host.len >= len &&
		    strncmp(host.data + host.len - len, hosts, len) == 0 &&
		    (host.len == len || host.data[host.len - len - 1] == '.');
		hosts += len;
		hosts += strspn(hosts, " ");
	}
	str_release(&host);
	return is_found;
}

/* The match with the most text. */
static struct node *select_largest(const struct work *work,
    const char *text)
{
	struct selector *selector = selector_new(work->scratch, text);
	struct node *root = work->tree.root, *best = NULL;
	struct node *node = selector_find(selector, &work->index, root);
	size_t best_len = 0;

	while (node != NULL) {
		size_t len = node_text_len(node, SIZE_MAX);

		if (best == NULL || len > best_len) {
			best = node;
			best_len = len;
		}
		/* what is inside a match cannot hold more */
		node = node_next_after(node, root);
		while (node != NULL && !selector_matches(selector, node))
			node = node_next(node, root);
	}
	return best;
}

/*
 * Some name each paragraph the body: then it is the element that holds them,
 * if they are children of one.
 */
static struct node *select_microdata(const struct work *work)
{
	static const char text[] = "[itemprop=articleBody]";
	struct selector *selector = selector_new(work->scratch, text);
	struct node *root = work->tree.root, *top = select_largest(work, text);
	struct node *node = selector_find(selector, &work->index, root);
	size_t all = 0;

	if (top == NULL)
		return NULL;
	for (; node != NULL; node = selector_find_next(selector, node, root))
		if (node_parent(node) == node_parent(top))
			all += node_text_len(node, SIZE_MAX);
	return all > node_text_len(top, SIZE_MAX) ? node_parent(top) : top;
}

/* Mark the boxes inside a body as a family's row says. */
static void mark_boxes(const struct work *work, const struct family *family,
    struct node *top)
{
	struct selector *drop = selector_new(work->scratch, family->drop);
	struct selector *aside = selector_new(work->scratch, family->aside);
	struct node *node = top;

	for (; node != NULL; node = node_next(node, top)) {
		node->is_dropped |= selector_matches(drop, node);
		node->is_aside |= selector_matches(aside, node);
	}
}

static bool read_body(struct work *work, struct node *body, size_t min_len)
{
	if (body == NULL || node_text_len(body, min_len) < min_len)
		return false;
	content_init(&work->content, work->arena, work->base);
	content_add(&work->content, body);
	work->body = body;
	return true;
}

static bool try_family(struct work *work, const struct family *family)
{
	const struct node *cover;
	struct node *body;

	if (!is_on_host(work, family->hosts) ||
	    (family->mark != NULL && work_select(work, family->mark) == NULL))
		return false;
	body = select_largest(work, family->body);
	if (body == NULL)
		return false;
	mark_boxes(work, family, body);
	if (node_text_len(body, NAMED_MIN_LEN) < NAMED_MIN_LEN)
		return false;
	content_init(&work->content, work->arena, work->base);
	cover = work_select(work, family->cover);
	if (cover != NULL && !node_is_below(cover, body))
		content_add(&work->content, cover);
	content_add(&work->content, body);
	work->family = family;
	work->body = body;
	work->rule = family->name;
	return true;
}

bool work_find_body(struct work *work)
{
	const struct family_list *own = work->options->families;

	for (size_t i = 0; own != NULL && i < own->count; i++)
		if (try_family(work, &own->rows[i]))
			return true;
	for (size_t i = 0; i < family_count; i++)
		if (try_family(work, &families[i]))
			return true;
	if (read_body(work, select_microdata(work), MICRODATA_MIN_LEN)) {
		work->rule = "microdata";
		return true;
	}
	work->rule = "score";
	return work_score_body(work);
}
