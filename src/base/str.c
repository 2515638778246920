#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What an empty string points to; it is never written. */
static char nothing[1];

void str_init(struct str *str)
{
	*str = (struct str){.data = nothing};
}

void str_release(struct str *str)
{
	if (str->cap > 0)
		free(str->data);
	str_init(str);
}

void str_clear(struct str *str)
{
	str_cut(str, 0);
}

void str_cut(struct str *str, size_t len)
{
	if (len >= str->len)
		return;
	str->len = len;
	str->data[len] = '\0';
}

char *str_reserve(struct str *str, size_t extra)
{
	size_t need = str->len + extra + 1;

	if (need < extra)
		fatal("out of memory");
	if (need > str->cap)
		str->data = mem_grow(str->cap > 0 ? str->data : NULL,
		    &str->cap, need, 1);
	str->data[str->len] = '\0';
	return str->data + str->len;
}

void str_add_len(struct str *str, const char *data, size_t len)
{
	if (len == 0)
		return;
	memcpy(str_reserve(str, len), data, len);
	str->len += len;
	str->data[str->len] = '\0';
}

void str_add(struct str *str, const char *text)
{
	str_add_len(str, text, strlen(text));
}

void str_add_char(struct str *str, char c)
{
	str_add_len(str, &c, 1);
}

void str_add_args(struct str *str, const char *format, va_list args)
{
	va_list again;
	int len;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (len < 0)
		fatal("a format failed: %s", format);
	str_reserve(str, (size_t)len);
	vsnprintf(str->data + str->len, (size_t)len + 1, format, args);
	str->len += (size_t)len;
}

void str_addf(struct str *str, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	str_add_args(str, format, args);
	va_end(args);
}

char *str_detach(struct str *str)
{
	char *data;

	str_reserve(str, 0);
	data = str->data;
	str_init(str);
	return data;
}

bool str_starts(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

bool str_equal(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

int str_hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}
