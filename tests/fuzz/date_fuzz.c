/* Any text as a date: what is read is in bounds and reads back the same. */
#include "fuzz/fuzz.h"
#include "text/date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const struct date_hint hints[] = {{.zone = 0},
	    {.zone = 7 * 3600, .order = DATE_ORDER_DAY},
	    {.zone = -11 * 3600, .order = DATE_ORDER_MONTH}};
	struct str text;

	str_init(&text);
	for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++) {
		int64_t when, again;

		if (!date_parse((const char *)data, len, &hints[i], &when))
			continue;
		fuzz_promise(when > -3 * 86400 && when < 4133980800 + 86400 * 3,
		    "a date lies between 1970 and 2100");
		if (when <= 0)
			continue;
		str_clear(&text);
		date_add_rfc3339(&text, when);
		fuzz_promise(date_parse(text.data, text.len, &hints[i],
		                 &again) && again == when,
		    "a moment reads back as it was written");
	}
	date_order_of((const char *)data, len);
	str_release(&text);
	return 0;
}
