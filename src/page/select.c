#include "page/select.h"

#include <string.h>

#include "base/mem.h"

#define CONDITIONS_MAX 6

enum condition_kind {
	CONDITION_CLASS,
	CONDITION_ID,
	CONDITION_HAS,
	CONDITION_EQUALS,
	CONDITION_PART,
	CONDITION_START,
};

struct condition {
	enum condition_kind kind;
	const char *name, *value;
	size_t len; /* of value */
};

/* "div#a.b[c=d]"; left is what must stand above it. */
struct compound {
	enum tag tag; /* TAG_TEXT: any */
	struct condition conditions[CONDITIONS_MAX];
	size_t count;
	bool is_child; /* left is the parent, not just an ancestor */
	struct compound *left;
};

struct selector {
	struct compound *last;
	struct selector *next;
	bool is_absent; /* names what the tree has not */
};

static uint32_t hash(char kind, const char *text, size_t len)
{
	uint32_t value = 2166136261u ^ (unsigned char)kind;

	for (size_t i = 0; i < len; i++)
		value = (value ^ (unsigned char)text[i]) * 16777619u;
	return value ^ (value >> 15);
}

static void index_add(struct select_index *index, uint32_t value)
{
	size_t bit = value % (ARRAY_LEN(index->bits) * 64);

	index->bits[bit / 64] |= UINT64_C(1) << (bit % 64);
}

static bool index_has(const struct select_index *index, uint32_t value)
{
	size_t bit = value % (ARRAY_LEN(index->bits) * 64);

	return (index->bits[bit / 64] >> (bit % 64) & 1) != 0;
}

static size_t word_len(const char *text)
{
	return strcspn(text, " \t\n\r\f");
}

void select_index_fill(struct select_index *index, const struct tree *tree)
{
	const struct node *node = tree->root;

	*index = (struct select_index){{0}};
	for (; node != NULL; node = node_next(node, tree->root)) {
		const char *id, *class;

		if (node->tag == TAG_TEXT || node->len == 0)
			continue;
		for (size_t i = 0; i < node->len; i++) {
			const char *name = node->attributes[i].name;

			index_add(index, hash('[', name, strlen(name)));
		}
		id = node_attribute(node, "id");
		class = node_attribute(node, "class");
		if (id != NULL)
			index_add(index, hash('#', id, strlen(id)));
		while (class != NULL && *class != '\0') {
			size_t len = word_len(class);

			if (len > 0)
				index_add(index, hash('.', class, len));
			class += len;
			class += strspn(class, " \t\n\r\f");
		}
	}
}

static bool may_hold(const struct condition *condition,
    const struct select_index *index)
{
	switch (condition->kind) {
	case CONDITION_CLASS:
		return index_has(index,
		    hash('.', condition->value, condition->len));
	case CONDITION_ID:
		return index_has(index,
		    hash('#', condition->value, condition->len));
	default:
		return index_has(index,
		    hash('[', condition->name, strlen(condition->name)));
	}
}

static bool may_occur(const struct compound *compound,
    const struct select_index *index)
{
	for (; compound != NULL; compound = compound->left)
		for (size_t i = 0; i < compound->count; i++)
			if (!may_hold(&compound->conditions[i], index))
				return false;
	return true;
}

static bool is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '-' || c == '_';
}

static size_t name_len(const char *text)
{
	size_t len = 0;

	while (is_name_char(text[len]))
		len++;
	return len;
}

/* at is after "[". Returns what follows "]", NULL if it is none. */
static const char *parse_attribute(struct arena *arena, const char *at,
    struct condition *condition)
{
	size_t len = name_len(at);
	const char *close = strchr(at, ']');

	if (len == 0 || close == NULL)
		return NULL;
	condition->name = arena_dup_len(arena, at, len);
	condition->kind = CONDITION_HAS;
	at += len;
	if (*at == ']')
		return at + 1;
	condition->kind = *at == '*' ? CONDITION_PART
	    : *at == '^'             ? CONDITION_START
	                             : CONDITION_EQUALS;
	at += condition->kind != CONDITION_EQUALS;
	if (*at != '=')
		return NULL;
	at++;
	condition->len = (size_t)(close - at);
	/* CSS has the value in quotes, where it is no name */
	if (condition->len > 1 && (*at == '"' || *at == '\'') &&
	    at[condition->len - 1] == *at) {
		at++;
		condition->len -= 2;
	}
	condition->value = arena_dup_len(arena, at, condition->len);
	return close + 1;
}

static const char *parse_condition(struct arena *arena, const char *at,
    struct compound *compound)
{
	struct condition *condition;
	char kind = *at++;
	size_t len;

	if (compound->count == CONDITIONS_MAX)
		return NULL;
	condition = &compound->conditions[compound->count++];
	if (kind == '[')
		return parse_attribute(arena, at, condition);
	len = name_len(at);
	if (len == 0)
		return NULL;
	condition->kind = kind == '#' ? CONDITION_ID : CONDITION_CLASS;
	condition->value = arena_dup_len(arena, at, len);
	condition->len = len;
	return at + len;
}

static const char *parse_compound(struct arena *arena, const char *at,
    struct compound *compound)
{
	size_t len = name_len(at);

	if (len > 0) {
		compound->tag = tag_find(arena_dup_len(arena, at, len));
		at += len;
	} else if (*at == '*') {
		at++;
	}
	while (at != NULL && (*at == '#' || *at == '.' || *at == '['))
		at = parse_condition(arena, at, compound);
	return at;
}

/* One selector up to a comma or the end; NULL if it is not understood. */
static const char *parse_one(struct arena *arena, const char *at,
    struct compound **last)
{
	struct compound *left = NULL;
	bool is_child = false;

	for (;;) {
		struct compound *compound;
		const char *start;

		at += strspn(at, " ");
		if (*at == '>') {
			is_child = true;
			at++;
			continue;
		}
		if (*at == '\0' || *at == ',')
			break;
		compound = arena_alloc(arena, sizeof(*compound));
		compound->left = left;
		compound->is_child = is_child;
		start = at;
		at = parse_compound(arena, at, compound);
		if (at == NULL || at == start)
			return NULL;
		left = compound;
		is_child = false;
	}
	*last = left;
	return at;
}

struct selector *selector_new(struct arena *arena, const char *text)
{
	struct selector *first = NULL, **end = &first;

	while (text != NULL && *text != '\0') {
		struct compound *last = NULL;

		text = parse_one(arena, text, &last);
		if (text == NULL)
			break;
		if (last != NULL) {
			*end = arena_alloc(arena, sizeof(**end));
			(*end)->last = last;
			end = &(*end)->next;
		}
		text += *text == ',';
	}
	return first;
}

bool selector_is_valid(const char *text)
{
	struct arena arena;
	bool is_valid = true, is_some = false;

	arena_init(&arena);
	while (is_valid && *text != '\0') {
		struct compound *last = NULL;

		text = parse_one(&arena, text, &last);
		is_valid = text != NULL && last != NULL &&
		    (*text == ',' || *text == '\0');
		is_some = is_valid;
		if (is_valid && *text == ',')
			text++;
	}
	arena_release(&arena);
	return is_valid && is_some;
}

static bool condition_holds(const struct condition *condition,
    const struct node *node)
{
	const char *value;

	switch (condition->kind) {
	case CONDITION_CLASS:
		value = node_attribute(node, "class");
		return value != NULL &&
		    node_list_has(value, condition->value, condition->len);
	case CONDITION_ID:
		value = node_attribute(node, "id");
		return value != NULL && strcmp(value, condition->value) == 0;
	case CONDITION_HAS:
		return node_attribute(node, condition->name) != NULL;
	case CONDITION_EQUALS:
		value = node_attribute(node, condition->name);
		return value != NULL &&
		    (strcmp(value, condition->value) == 0 ||
			node_list_has(value, condition->value,
			    condition->len));
	case CONDITION_PART:
		value = node_attribute(node, condition->name);
		return value != NULL &&
		    strstr(value, condition->value) != NULL;
	case CONDITION_START:
		value = node_attribute(node, condition->name);
		return value != NULL &&
		    strncmp(value, condition->value, condition->len) == 0;
	}
	return false;
}

static bool compound_matches(const struct compound *compound,
    const struct node *node)
{
	if (node->tag == TAG_TEXT ||
	    (compound->tag != TAG_TEXT && compound->tag != node->tag))
		return false;
	for (size_t i = 0; i < compound->count; i++)
		if (!condition_holds(&compound->conditions[i], node))
			return false;
	return true;
}

/*
 * Ancestors are taken as soon as they match; trying others again could only
 * matter for "a b > c" chains, which no row has.
 */
static bool chain_matches(const struct compound *compound,
    const struct node *node)
{
	if (!compound_matches(compound, node))
		return false;
	while (compound->left != NULL) {
		bool is_child = compound->is_child;

		compound = compound->left;
		do
			node = node_parent(node);
		while (node != NULL && !is_child &&
		    !compound_matches(compound, node));
		if (node == NULL || !compound_matches(compound, node))
			return false;
	}
	return true;
}

bool selector_matches(const struct selector *selector,
    const struct node *node)
{
	for (; selector != NULL; selector = selector->next)
		if (!selector->is_absent &&
		    chain_matches(selector->last, node))
			return true;
	return false;
}

struct node *selector_find_next(const struct selector *selector,
    const struct node *node, const struct node *top)
{
	struct node *found = node_next(node, top);

	while (found != NULL && !selector_matches(selector, found))
		found = node_next(found, top);
	return found;
}

struct node *selector_find(struct selector *selector,
    const struct select_index *index, const struct node *top)
{
	struct selector *one = selector;
	bool is_possible = index == NULL && selector != NULL;

	for (; index != NULL && one != NULL; one = one->next) {
		one->is_absent = !may_occur(one->last, index);
		is_possible |= !one->is_absent;
	}
	return is_possible ? selector_find_next(selector, top, top) : NULL;
}
