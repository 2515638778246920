#include "page/work.h"

#include <string.h>
#include <strings.h>

#include "page/clutter.h"
#include "text/fold.h"
#include "text/url.h"

/* Bytes of one or of several names. */
#define AUTHOR_MAX_LEN 100
#define NAME_MAX_WORDS 5
/* Bytes that stand beside a name in its line. */
#define LABEL_MAX_LEN 12
/* Nodes around the title among which a line with a name is looked for. */
#define NEAR_BEFORE 40
#define NEAR_AFTER 160

bool work_is_site_name(struct work *work, const char *name)
{
	const char *folded = text_dup_folded(work->scratch, name);
	const char *site = work->meta.site;
	struct str host, joined;
	bool is_site;
	size_t dot;

	if (site != NULL &&
	    strcmp(folded, text_dup_folded(work->scratch, site)) == 0)
		return true;
	str_init(&host);
	str_init(&joined);
	if (work->base != NULL)
		url_host(&host, work->base);
	for (const char *at = folded; *at != '\0'; at++)
		if (*at != ' ' && *at != '-')
			str_add_char(&joined, *at);
	if (strncmp(host.data, "www.", 4) == 0)
		memmove(host.data, host.data + 4, host.len - 3);
	dot = strcspn(host.data, ".");
	host.data[dot] = '\0';
	/* "Tuổi Trẻ" at tuoitre.vn, but not "Mattias Geniar" at mattias.be */
	is_site = dot > 3 && strcmp(joined.data, host.data) == 0;
	if (!is_site && dot > 3)
		is_site = strstr(joined.data, host.data) != NULL &&
		    joined.len < dot + 8;
	str_release(&joined);
	str_release(&host);
	return is_site;
}

/* What is written before names, folded. */
static const char *const starts[] = {"written by ", "posted by ",
    "reported by ", "published by ", "more stories by ", "more by ",
    "articles by ", "all posts by ", "by: ", "by ", "author: ", "autor: ",
    "autora: ", "auteur : ", "text: ", "von ", "par ", "por ", "theo ",
    "di ", "door "};

/* What stands there in a name's place, folded. */
static const char *const others[] = {"admin", "administrator", "staff",
    "editor", "see full bio", "read more", "follow", "author", "authors",
    "email", "twitter", "facebook", "guest", "unknown", "anonymous",
    "contact", "view profile", "full bio", "bio", "quan tri",
    "ban bien tap", "super user", "bien tap vien"};

/* Bytes of what a line begins with before the name; 0: it begins with it. */
static size_t find_start(struct work *work, const char *text)
{
	const char *folded = text_dup_folded(work->scratch, text);

	for (size_t i = 0; i < ARRAY_LEN(starts); i++) {
		size_t len = strlen(starts[i]);

		/* these are plain ASCII: as long in the text as folded */
		if (strncmp(folded, starts[i], len) != 0)
			continue;
		if (strcmp(starts[i], "theo ") == 0 || strlen(text) < len)
			return len < strlen(text) ? len : 0;
		return len;
	}
	return 0;
}

/* A company, by how its name ends. */
static bool is_company(const char *folded)
{
	static const char *const ends[] = {" inc.", " inc", " gmbh", " ltd",
	    " ltd.", " llc", " jsc", " corp", " corp.", " media"};
	size_t len = strlen(folded);

	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		size_t end = strlen(ends[i]);

		if (len > end && strcmp(folded + len - end, ends[i]) == 0)
			return true;
	}
	return false;
}

/* "Stephen Collinson, CNN" at CNN. */
static const char *cut_site(struct work *work, const char *text)
{
	const char *comma = strrchr(text, ',');

	if (comma == NULL)
		comma = strrchr(text, '|');
	if (comma == NULL || comma == text || comma[1] != ' ' ||
	    !work_is_site_name(work, comma + 2))
		return text;
	while (comma > text && comma[-1] == ' ')
		comma--;
	return arena_dup_len(work->scratch, text, (size_t)(comma - text));
}

static const char *as_author(struct work *work, const char *text)
{
	size_t len = text != NULL ? strlen(text) : 0;
	const char *folded;

	if (len < 2 || len > AUTHOR_MAX_LEN || strstr(text, "://") != NULL ||
	    strchr(text, '@') != NULL || strpbrk(text, "{}<>") != NULL)
		return NULL;
	if (clutter_is_author(text, len) && strchr(text, ':') != NULL) {
		text = strchr(text, ':') + 1;
		text += strspn(text, " ");
	}
	text += find_start(work, text);
	/* "By" in an element of its own, without a blank */
	if (strncmp(text, "By", 2) == 0 && text[2] >= 'A' && text[2] <= 'Z')
		text += 2;
	text += strspn(text, " ,:-");
	text = cut_site(work, text);
	folded = text_dup_folded(work->scratch, text);
	for (size_t i = 0; i < ARRAY_LEN(others); i++)
		if (strcmp(folded, others[i]) == 0)
			return NULL;
	if (strspn(text, "0123456789 .,:/-") == strlen(text) ||
	    is_company(folded))
		return NULL;
	/* "▲", "►": a way about the page (U+2180 to U+27FF) */
	if (text[0] == '\xE2' && text[1] >= '\x86' && text[1] <= '\x9F')
		return NULL;
	return *text == '\0' || work_is_site_name(work, text) ? NULL : text;
}

static bool is_person_link(const struct node *node)
{
	static const char *const parts[] = {"/author", "/autor", "/auteur",
	    "/staff/", "/editors/", "/users/", "/people/", "/profile/",
	    "/journalist", "/contributor", "/by/", "/writer", "/reporter",
	    "/tac-gia", "/redakteur"};
	const char *href = node->tag == TAG_A ? node_attribute(node, "href")
	                                      : NULL;

	for (size_t i = 0; href != NULL && i < ARRAY_LEN(parts); i++)
		if (strstr(href, parts[i]) != NULL)
			return true;
	return false;
}

/* The link to an author's own page below an element; or NULL. */
static const struct node *find_person(const struct node *top)
{
	const struct node *node = top;

	for (; node != NULL; node = node_next(node, top))
		if (is_person_link(node) && node_text_len(node, 3) >= 3)
			return node;
	return NULL;
}

/* The name an element holds: by microdata, by its link, else all of it. */
static const char *author_of(struct work *work, const struct node *node)
{
	static const char names[] = "[itemprop=name], [class*=author-name],"
	    " [class*=author__name], [class*=authorName],"
	    " [class*=author_name]";
	const struct node *name;
	const char *author;

	if (node == NULL || node->is_dropped)
		return NULL;
	if (node_attribute(node, "content") != NULL)
		return as_author(work, node_attribute(node, "content"));
	name = selector_find(selector_new(work->scratch, names), NULL, node);
	if (name == NULL)
		name = find_person(node);
	author = as_author(work,
	    node_text(name != NULL ? name : node, work->scratch));
	if (author != NULL || name != NULL)
		return author;
	name = node_find(node, TAG_A);
	return name != NULL
	    ? as_author(work, node_text(name, work->scratch))
	    : NULL;
}

/* The first match that holds a name; what stands below the title first. */
static const char *find_named(struct work *work, const char *text)
{
	struct selector *selector = selector_new(work->scratch, text);
	const struct node *root = work->tree.root;
	const struct node *node = selector_find(selector, &work->index, root);
	const char *early = NULL;
	uint32_t from = work->title != NULL ? work->title->index : 0;
	size_t left = 8;

	for (; node != NULL && left > 0; left--) {
		const char *author = author_of(work, node);

		if (author != NULL && node->index >= from)
			return author;
		if (early == NULL)
			early = author;
		node = selector_find_next(selector, node, root);
	}
	return early;
}

static size_t count_words(const char *text)
{
	size_t count = *text != '\0';

	for (; *text != '\0'; text++)
		count += *text == ' ';
	return count;
}

/* "By Lê Văn A" in a line of its own, or "By" and then a link. */
static const char *read_line(struct work *work, const struct node *node)
{
	const struct node *line = node;
	const char *text, *author;
	size_t start;

	if (node->tag != TAG_TEXT || node->len > AUTHOR_MAX_LEN)
		return NULL;
	text = node_text(node, work->scratch);
	if (text == NULL)
		return NULL;
	if (strcasecmp(text, "by") == 0 || strcasecmp(text, "von") == 0 ||
	    strcasecmp(text, "par") == 0)
		line = node_parent(node);
	if (line == node) {
		start = find_start(work, text);
		if (start == 0 || text[start] == '\0' ||
		    str_starts(text_dup_folded(work->scratch, text), "theo "))
			return NULL;
	} else {
		while (node_parent(line) != NULL && node_text_len(line, 4) < 4)
			line = node_parent(line);
		text = node_text_len(line, AUTHOR_MAX_LEN) < AUTHOR_MAX_LEN
		    ? node_text(line, work->scratch)
		    : NULL;
	}
	author = as_author(work, text);
	return author != NULL && count_words(author) <= NAME_MAX_WORDS &&
	        strpbrk(author, ".;?!0123456789") == NULL
	    ? author
	    : NULL;
}

/* Links to authors' pages and lines "By …" about the title. */
static const char *find_near(struct work *work)
{
	const struct node *node = work->tree.root, *root = work->tree.root;
	uint32_t at = work->title != NULL ? work->title->index : 0, end;
	const char *author = NULL;

	if (at == 0 && work->body == NULL)
		return NULL;
	end = at + NEAR_AFTER;
	if (work->body != NULL && (uint32_t)work->body->index + NEAR_BEFORE > end &&
	    at > 0)
		end = work->body->index + NEAR_BEFORE;
	for (; node != NULL && node->index < end && author == NULL;
	     node = node_next(node, root)) {
		if ((uint32_t)node->index + NEAR_BEFORE < at)
			continue;
		if (is_person_link(node) && node->index > at)
			author = as_author(work,
			    node_text(node, work->scratch));
		else
			author = read_line(work, node);
	}
	return author;
}

/* A reader of the page sees it too. */
static bool is_shown(const struct work *work, const char *name)
{
	const struct node *top = work->tree.body, *node = top;
	size_t len = strlen(name);

	while (node != NULL) {
		if (node->tag == TAG_FOOTER) {
			node = node_next_after(node, top);
			continue;
		}
		if (node->tag == TAG_TEXT &&
		    node_text_len(node, len + LABEL_MAX_LEN) <
			len + LABEL_MAX_LEN &&
		    strstr(arena_dup_len(work->scratch, node->text, node->len),
			name) != NULL)
			return true;
		node = node_next(node, top);
	}
	return false;
}

/* Family, JSON-LD, head, named elements, lines about the title. */
static const char *choose_author(struct work *work, const char **how)
{
	static const char *const usual[] = {"[itemprop=author]",
	    "[rel=author]",
	    ".author-name, .author_name, .byline-name, [class*=author-name],"
	    " [class*=author__name], [class*=byline__name],"
	    " [class*=authorName]",
	    ".byline, .author, .post-author, .article-author, .tac-gia,"
	    " .entry-author, .article__author",
	    "[class*=byline], [class*=Byline], [class*=author-info],"
	    " [class*=post-author], [class*=article-author]"};
	const char *author = NULL, *said;

	*how = "family";
	if (work->family != NULL)
		author = author_of(work,
		    work_select(work, work->family->author));
	if (author != NULL)
		return author;
	*how = "JSON-LD";
	author = as_author(work, work->linked.author);
	if (author != NULL)
		return author;
	*how = "head";
	said = as_author(work, work->meta.author);
	/* who owns the site stands in some heads, and nowhere else */
	if (said != NULL && is_shown(work, said))
		return said;
	for (size_t i = 0; i < ARRAY_LEN(usual) && author == NULL; i++) {
		author = find_named(work, usual[i]);
		*how = i == 0 ? "microdata" : usual[i];
	}
	if (author == NULL) {
		*how = "line by the title";
		author = find_near(work);
	}
	if (said == NULL ||
	    (author != NULL && strstr(author, said) == NULL))
		return author;
	*how = "head";
	return said;
}

void work_find_author(struct work *work)
{
	const char *author, *how;

	if (work->page->author != NULL) { /* a line of the body said it */
		work_explain(work, "author", "line of the body", NULL);
		return;
	}
	author = choose_author(work, &how);
	work->page->author = arena_dup(work->arena, author);
	if (author != NULL)
		work_explain(work, "author", how, NULL);
}
