#include "ui/format.h"

#include "base/i18n.h"
#include "text/date.h"
#include "text/width.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Syllables a minute, reading calmly. */
enum { READING_SPEED = 200, NAME_LEAST = 12 };

void format_number(struct str *out, int64_t number)
{
	char digits[32];
	int len = snprintf(digits, sizeof(digits), "%" PRId64, number);

	for (int i = 0; i < len; i++) {
		if (i > 0 && digits[i - 1] != '-' && (len - i) % 3 == 0)
			str_add_char(out, '.');
		str_add_char(out, digits[i]);
	}
}

void format_counts(struct str *out, const char *sentence,
    const int64_t *numbers, size_t count)
{
	const char *mark;
	size_t next = 0;

	while (next < count && (mark = strstr(sentence, "%d")) != NULL) {
		str_add_len(out, sentence, (size_t)(mark - sentence));
		format_number(out, numbers[next++]);
		sentence = mark + 2;
	}
	str_add(out, sentence);
}

void format_count(struct str *out, const char *sentence, int64_t number)
{
	format_counts(out, sentence, &number, 1);
}

void format_bytes(struct str *out, int64_t bytes)
{
	int64_t tenths = (bytes * 10 + 512 * 1024) / (1024 * 1024);

	if (bytes < 1000 * 1024) {
		format_number(out, (bytes + 1023) / 1024);
		str_add(out, " KB");
		return;
	}
	format_number(out, tenths / 10);
	str_addf(out, ",%d MB", (int)(tenths % 10));
}

int format_minutes(int words)
{
	int minutes = (words + READING_SPEED / 2) / READING_SPEED;

	return minutes < 1 ? 1 : minutes;
}

void format_dot(struct str *out)
{
	if (out->len > 0)
		str_add(out, " · ");
}

/* When, and how long to read. */
static void add_facts(struct str *out, const struct article_row *row,
    int columns, int64_t now)
{
	if (row->is_day_only)
		date_add_full_day(out, row->published);
	else if (columns >= 100)
		date_add_full(out, row->published);
	else if (date_local(row->published).day_number ==
	    date_local(now).day_number)
		date_add_clock(out, row->published);
	else
		date_add_relative(out, row->published, now);
	if (!row->is_date_trusted) {
		format_dot(out);
		str_add(out, _("date as first seen"));
	}
	if (row->words == 0)
		return;
	format_dot(out);
	if (columns >= 140) {
		format_count(out, ngettext("%d word", "%d words",
		    (unsigned long)row->words), row->words);
		str_add(out, ", ");
	}
	format_count(out, _("read in %d min"), format_minutes(row->words));
}

void format_article(struct str *out, const struct article_row *row,
    int columns, int room, int64_t now)
{
	struct str facts;

	str_init(&facts);
	add_facts(&facts, row, columns, now);
	room -= 3 + text_width(facts.data, facts.len);
	if (row->source_title != NULL)
		text_truncate(out, row->source_title,
		    room < NAME_LEAST ? NAME_LEAST : room);
	format_dot(out);
	str_add(out, facts.data);
	str_release(&facts);
}
