/*
 * What may be typed next in a search: the filters' names, and behind them
 * the names of sources, provinces, tags.
 */
#include "base/i18n.h"
#include "text/fold.h"
#include "text/width.h"
#include "ui/app.h"
#include "ui/format.h"
#include "ui/search_view.h"

#include <string.h>

/* Both names are understood (news/search); the reader's own is offered. */
static const struct {
	const char *name; /* N_ */
	enum { VALUE_NONE, VALUE_SOURCE, VALUE_PROVINCE, VALUE_TAG,
		VALUE_DATE } value;
} filters[] = {
    {N_("source:"), VALUE_SOURCE},
    {N_("province:"), VALUE_PROVINCE},
    {N_("tag:"), VALUE_TAG},
    {N_("from:"), VALUE_DATE},
    {N_("to:"), VALUE_DATE},
    {N_("unread"), VALUE_NONE},
    {N_("starred"), VALUE_NONE},
};

/* The word that is being typed. */
static const char *last_word(const struct ui *ui)
{
	const char *text = ui->prompt.field.text.data;
	const char *blank = strrchr(text, ' ');

	return blank == NULL ? text : blank + 1;
}

/* "Báo Lệ Khê" → "báo-lệ-khê": one word for the query. */
static void add_value(struct str *out, const char *text)
{
	struct str lower;

	str_init(&lower);
	text_fold_exact(&lower, text, strlen(text));
	for (size_t i = 0; i < lower.len; i++)
		str_add_char(out, lower.data[i] == ' ' ? '-' : lower.data[i]);
	str_release(&lower);
}

/* "chưa đọc" is typed "chưa-đọc". */
static void add_word(struct str *out, const char *name)
{
	for (; *name != '\0'; name++)
		str_add_char(out, *name == ' ' ? '-' : *name);
}

static bool begins_folded(const char *text, const char *start)
{
	struct str a, b;
	bool begins;

	str_init(&a);
	str_init(&b);
	text_fold(&a, text, strlen(text));
	text_fold(&b, start, strlen(start));
	begins = str_starts(a.data, b.data);
	str_release(&a);
	str_release(&b);
	return begins;
}

/* Offers in turn; false: there are no more. */
struct offers {
	struct ui *ui;
	struct arena arena;
	const char *word;
	char **tags;
	size_t tag_count, next;
	size_t filter; /* whose values are offered; or ARRAY_LEN(filters) */
};

static void offers_init(struct offers *offers, struct ui *ui)
{
	memset(offers, 0, sizeof(*offers));
	offers->ui = ui;
	offers->word = last_word(ui);
	offers->filter = ARRAY_LEN(filters);
	arena_init(&offers->arena);
	for (size_t i = 0; i < ARRAY_LEN(filters); i++)
		if (filters[i].value != VALUE_NONE &&
		    begins_folded(offers->word, _(filters[i].name)))
			offers->filter = i;
	if (offers->filter < ARRAY_LEN(filters) &&
	    filters[offers->filter].value == VALUE_TAG &&
	    !store_list_tags(ui->store, &offers->arena, &offers->tags,
	        &offers->tag_count, NULL))
		offers->tag_count = 0;
}

static void offers_release(struct offers *offers)
{
	arena_release(&offers->arena);
}

/* The n-th thing that a filter may hold; NULL: no more. */
static const char *value_at(const struct offers *offers, size_t n)
{
	const struct sources_view *view = &offers->ui->sources;

	switch (filters[offers->filter].value) {
	case VALUE_SOURCE:
		return n < view->source_count ? view->sources[n].title : NULL;
	case VALUE_PROVINCE:
		return n < view->source_count ? view->sources[n].province
		                              : NULL;
	case VALUE_TAG:
		return n < offers->tag_count ? offers->tags[n] : NULL;
	default:
		return NULL;
	}
}

static bool is_named_before(const struct offers *offers, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_equal(value_at(offers, i), value_at(offers, n)))
			return true;
	return false;
}

static bool offers_next(struct offers *offers, struct str *out)
{
	str_clear(out);
	if (offers->filter == ARRAY_LEN(filters)) {
		while (offers->next < ARRAY_LEN(filters)) {
			const char *name = _(filters[offers->next++].name);

			if (!begins_folded(name, offers->word))
				continue;
			add_word(out, name);
			return true;
		}
		return false;
	}
	for (;;) {
		const char *value = value_at(offers, offers->next++);

		if (value == NULL)
			return false;
		if (value[0] == '\0' ||
		    is_named_before(offers, offers->next - 1))
			continue;
		str_clear(out);
		str_add(out, _(filters[offers->filter].name));
		add_value(out, value);
		if (begins_folded(out->data, offers->word))
			return true;
	}
}

void search_view_complete(struct ui *ui)
{
	struct offers offers;
	struct str offer, text;
	size_t kept;

	offers_init(&offers, ui);
	str_init(&offer);
	str_init(&text);
	kept = (size_t)(offers.word - ui->prompt.field.text.data);
	if (offers.word[0] != '\0' && offers_next(&offers, &offer)) {
		str_add_len(&text, ui->prompt.field.text.data, kept);
		str_add(&text, offer.data);
		field_set(&ui->prompt.field, text.data);
		prompt_changed(ui);
	}
	str_release(&text);
	str_release(&offer);
	offers_release(&offers);
}

void search_view_add_offers(struct ui *ui, struct str *out, int columns)
{
	struct offers offers;
	struct str offer;

	offers_init(&offers, ui);
	str_init(&offer);
	while (offers_next(&offers, &offer)) {
		if (text_width(out->data, out->len) + 3 +
		        text_width(offer.data, offer.len) > columns)
			break;
		if (out->len > 0)
			str_add(out, "   ");
		str_add(out, offer.data);
	}
	str_release(&offer);
	offers_release(&offers);
}
