/*
 * Role: the links of a list page that could be its articles, and which of
 * them are. Thread: any.
 */
#ifndef PAGE_CANDIDATE_H
#define PAGE_CANDIDATE_H

#include "page/tree.h"
#include "text/date.h"

/* In owners: several candidates are below. */
#define MIXED UINT32_MAX

/* An address that could be an article's; its links, best title first. */
struct candidate {
	const struct node *link;
	const struct node *box; /* the largest element with no other one */
	char *url, *title;
	int64_t date;
	bool is_date_rough;
	char *lead;
	const struct node *picture;
	double score;
	size_t texts;    /* links of its with words */
	size_t words;    /* of its title */
	bool is_heading; /* its title is set as one */
	bool is_section; /* what many items name: no item itself */
	bool is_chosen;
};

/* Whether the lines beside links stand before them; told by the first. */
enum leading { LEADING_UNKNOWN, LEADING_NONE, LEADING_DATE };

struct reader {
	struct arena *arena, *scratch;
	struct tree tree;
	const char *base, *url;
	const char *canonical; /* what the page says it is; or NULL */
	struct date_hint hint;
	struct candidate *candidates;
	size_t count, cap;
	uint32_t *slots;  /* SLOTS of them: find_slot */
	uint32_t *owners; /* by node: candidate + 1 below it, or MIXED */
	uint8_t *leads;   /* by node: enum leading of what is in it */
};

/*
 * Articles' addresses end in a number or in the words of their title;
 * sections' and services' do not.
 */
bool candidate_is_address(const char *url);

/* Sets is_chosen by boxes, scores and addresses; how many are chosen. */
size_t candidate_choose(struct reader *reader);

#endif
