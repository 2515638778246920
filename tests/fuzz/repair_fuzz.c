/* Any text, repaired, is XML that a strict parser takes. */
#include "base/str.h"
#include "fuzz/fuzz.h"
#include "markup/repair.h"

#include <libxml/parser.h>

static bool keep(void *ctx, const char *data, size_t len)
{
	str_add_len(ctx, data, len);
	return true;
}

static void ignore(void *ctx, const char *message, ...)
{
	(void)ctx;
	(void)message;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct xml_repairs repairs = {0};
	struct str text, out;
	struct repair_sink sink = {.write = keep, .ctx = &out};
	xmlDocPtr document;

	str_init(&text);
	str_init(&out);
	utf8_repair(&text, (const char *)data, len);
	repair_xml(text.data, text.len, &sink, &repairs);
	fuzz_promise(utf8_is_valid(out.data, out.len), "repaired is UTF-8");
	/*
	 * A byte becomes 6 at most (&quot;), an open name is written once more
	 * at its end, and the document's own entities give no more than its
	 * size and 64 KiB.
	 */
	fuzz_promise(out.len <= text.len * 16 + 6 * 64 * 1024 + 64,
	    "repair does not swell");
	if (out.len > 0 && out.len < INT32_MAX) {
		xmlSetGenericErrorFunc(NULL, ignore);
		document = xmlReadMemory(out.data, (int)out.len, NULL, "UTF-8",
		    XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
		        XML_PARSE_NONET | XML_PARSE_HUGE);
		fuzz_promise(document != NULL, "repaired is well-formed");
		xmlFreeDoc(document);
	}
	str_release(&out);
	str_release(&text);
	return 0;
}
