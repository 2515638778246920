#include "ui/wrap.h"

#include "base/mem.h"
#include "text/breaks.h"
#include "text/utf8.h"
#include "text/width.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

size_t wrap_first_line(const char *text, int columns)
{
	size_t len = strlen(text), fits = text_fit(text, len, columns);
	uint8_t *breaks;
	size_t at = fits;

	if (fits == len)
		return len;
	breaks = mem_alloc(len + 1);
	text_find_breaks(text, len, breaks);
	/* a blank that hangs over the edge is no harm */
	if (text[at] == ' ' && at + 1 < len)
		at++;
	while (at > 0 && breaks[at] == TEXT_BREAK_NO)
		at--;
	free(breaks);
	if (at == 0)
		at = fits;
	/* not even one letter fits: go on all the same */
	if (at == 0 && len > 0)
		utf8_read(text, len, &at);
	return at;
}
