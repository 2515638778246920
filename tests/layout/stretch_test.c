#include "base/str.h"
#include "layout/stretch.h"
#include "support/tap.h"

#include <string.h>

static void check(const char *text, int rest, const char *want)
{
	size_t places[STRETCH_MOST], from = 0;
	struct str out;

	str_init(&out);
	if (stretch_line(text, strlen(text), rest, places)) {
		for (int i = 0; i < rest; i++) {
			str_add_len(&out, text + from, places[i] - from);
			str_add_char(&out, '_');
			from = places[i];
		}
		str_add(&out, text + from);
	}
	tap_text(out.data, want, "%d more in <%s>", rest, text);
	str_release(&out);
}

int main(void)
{
	check("một hai ba bốn", 1, "một hai_ ba bốn");
	check("một, hai ba bốn", 1, "một,_ hai ba bốn");
	check("một hai ba bốn", 2, "");
	check("một hai", 1, "");
	check("một hai ba bốn năm sáu bảy", 2, "một hai_ ba bốn năm_ sáu bảy");
	check("một, hai, ba, bốn năm sáu bảy", 2,
	    "một, hai,_ ba, bốn năm_ sáu bảy");
	check("một hai ba bốn", 0, "");
	check("một hai ba bốn", -1, "");
	return tap_end();
}
