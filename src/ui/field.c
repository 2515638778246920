#include "ui/field.h"

#include "text/clean.h"
#include "text/utf8.h"
#include "text/width.h"
#include "ui/terminal.h"

#include <string.h>

/* Longer text is no query and no command. */
enum { FIELD_LONGEST = 1024 };

void field_init(struct field *field)
{
	str_init(&field->text);
	field->at = 0;
}

void field_release(struct field *field)
{
	str_release(&field->text);
}

void field_set(struct field *field, const char *text)
{
	str_clear(&field->text);
	text_clean_line(&field->text, text, strlen(text));
	field->at = field->text.len;
}

static bool is_joined(const struct field *field, size_t at)
{
	size_t used;

	return at < field->text.len &&
	    text_width_char(utf8_read(field->text.data + at,
	        field->text.len - at, &used)) == 0;
}

static size_t step_right(const struct field *field, size_t at)
{
	size_t used;

	if (at >= field->text.len)
		return at;
	do {
		utf8_read(field->text.data + at, field->text.len - at, &used);
		at += used;
	} while (is_joined(field, at));
	return at;
}

static size_t step_left(const struct field *field, size_t at)
{
	while (at > 0) {
		do
			at--;
		while (at > 0 &&
		    ((unsigned char)field->text.data[at] & 0xc0) == 0x80);
		if (!is_joined(field, at))
			break;
	}
	return at;
}

static size_t word_left(const struct field *field, size_t at)
{
	while (at > 0 && field->text.data[at - 1] == ' ')
		at--;
	while (at > 0 && field->text.data[at - 1] != ' ')
		at--;
	return at;
}

static void cut_out(struct field *field, size_t from, size_t to)
{
	struct str *text = &field->text;

	memmove(text->data + from, text->data + to, text->len - to);
	str_cut(text, text->len - (to - from));
	field->at = from;
}

/* A letter and its mark may come apart; they stand composed. */
static void insert(struct field *field, uint32_t code)
{
	struct str head, text;

	if (field->text.len > FIELD_LONGEST || (code >= 0x7f && code < 0xa0))
		return;
	str_init(&head);
	str_init(&text);
	str_add_len(&head, field->text.data, field->at);
	utf8_add(&head, code == 0xa0 ? ' ' : code);
	text_compose(&text, head.data, head.len);
	str_clear(&head);
	str_add_len(&head, field->text.data + field->at,
	    field->text.len - field->at);
	field->at = text.len;
	str_add_len(&text, head.data, head.len);
	str_release(&head);
	str_release(&field->text);
	field->text = text;
}

bool field_press(struct field *field, int press)
{
	size_t end = field->text.len;

	switch (press) {
	case PRESS_BACKSPACE:
		cut_out(field, step_left(field, field->at), field->at);
		return true;
	case PRESS_DELETE:
		cut_out(field, field->at, step_right(field, field->at));
		return true;
	case PRESS_CTRL('W'):
		cut_out(field, word_left(field, field->at), field->at);
		return true;
	case PRESS_CTRL('U'):
		cut_out(field, 0, field->at);
		return true;
	case PRESS_CTRL('K'):
		cut_out(field, field->at, end);
		return true;
	case PRESS_LEFT:
		field->at = step_left(field, field->at);
		return true;
	case PRESS_RIGHT:
		field->at = step_right(field, field->at);
		return true;
	case PRESS_HOME:
	case PRESS_CTRL('A'):
		field->at = 0;
		return true;
	case PRESS_END:
	case PRESS_CTRL('E'):
		field->at = end;
		return true;
	default:
		break;
	}
	if (press < 0x20 || press >= PRESS_DOWN)
		return false;
	insert(field, (uint32_t)press);
	return true;
}

int field_column(const struct field *field)
{
	return text_width(field->text.data, field->at);
}
