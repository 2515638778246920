/*
 * Any text read as XML gives elements in pairs and clean text; where nothing
 * was mended and libxml2 takes it too, both have read the same.
 */
#include "base/str.h"
#include "fuzz/fuzz.h"
#include "markup/repair.h"
#include "markup/xml.h"

struct trace {
	struct str events;
	size_t depth, text_len;
};

static void add_name(struct trace *trace, const char *space, const char *name)
{
	str_addf(&trace->events, "%s|%s", space, name);
}

static void on_start(void *ctx, const char *space, const char *name,
    const struct xml_attribute *attributes, size_t count)
{
	struct trace *trace = ctx;
	size_t i;

	trace->depth++;
	fuzz_promise(trace->depth <= XML_DEPTH_MOST, "nesting is bounded");
	fuzz_promise(count <= REPAIR_ATTRIBUTES_MOST, "attributes are few");
	fuzz_promise(name[0] != '\0', "an element has a name");
	str_add_char(&trace->events, '<');
	add_name(trace, space, name);
	for (i = 0; i < count; i++) {
		str_add_char(&trace->events, ' ');
		add_name(trace, attributes[i].space, attributes[i].name);
		str_addf(&trace->events, "=[%s]", attributes[i].value);
	}
	str_add_char(&trace->events, '>');
}

static void on_end(void *ctx, const char *space, const char *name)
{
	struct trace *trace = ctx;

	fuzz_promise(trace->depth > 0, "an end has a start");
	trace->depth--;
	str_add(&trace->events, "</");
	add_name(trace, space, name);
	str_add_char(&trace->events, '>');
}

/* XML 1.0, production 2. */
static void on_text(void *ctx, const char *text, size_t len)
{
	struct trace *trace = ctx;
	size_t at, used;

	fuzz_promise(trace->depth > 0, "text is inside of an element");
	fuzz_promise(utf8_is_valid(text, len), "pieces part no character");
	for (at = 0; at < len; at += used) {
		uint32_t code = utf8_read(text + at, len - at, &used);

		fuzz_promise(code >= 0x20 || code == '\t' || code == '\n' ||
		    code == '\r', "text has no controls");
		fuzz_promise(code != 0xFFFE && code != 0xFFFF,
		    "text has characters only");
	}
	trace->text_len += len;
	str_add_len(&trace->events, text, len);
}

#ifdef HAVE_LIBXML
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

static const char *text_of(const xmlChar *text)
{
	return text == NULL ? "" : (const char *)text;
}

static void on_their_start(void *ctx, const xmlChar *name,
    const xmlChar *prefix, const xmlChar *uri, int space_count,
    const xmlChar **spaces, int count, int default_count,
    const xmlChar **attributes)
{
	struct trace *trace = ((xmlParserCtxtPtr)ctx)->_private;

	(void)prefix, (void)space_count, (void)spaces, (void)default_count;
	str_add_char(&trace->events, '<');
	add_name(trace, text_of(uri), text_of(name));
	for (; count > 0; count--, attributes += 5) {
		str_add_char(&trace->events, ' ');
		add_name(trace, text_of(attributes[2]),
		    text_of(attributes[0]));
		str_addf(&trace->events, "=[%.*s]",
		    (int)(attributes[4] - attributes[3]),
		    text_of(attributes[3]));
	}
	str_add_char(&trace->events, '>');
}

static void on_their_end(void *ctx, const xmlChar *name,
    const xmlChar *prefix, const xmlChar *uri)
{
	struct trace *trace = ((xmlParserCtxtPtr)ctx)->_private;

	(void)prefix;
	str_add(&trace->events, "</");
	add_name(trace, text_of(uri), text_of(name));
	str_add_char(&trace->events, '>');
}

static void on_their_text(void *ctx, const xmlChar *text, int len)
{
	struct trace *trace = ((xmlParserCtxtPtr)ctx)->_private;

	str_add_len(&trace->events, (const char *)text, (size_t)len);
}

static void compare(const struct str *text, const struct trace *ours)
{
	xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
	    .startElementNs = on_their_start, .endElementNs = on_their_end,
	    .characters = on_their_text, .ignorableWhitespace = on_their_text,
	    .cdataBlock = on_their_text};
	struct trace theirs = {.depth = 0};
	xmlParserCtxtPtr parser = xmlCreatePushParserCtxt(&sax, NULL, NULL, 0,
	    NULL);

	str_init(&theirs.events);
	parser->_private = &theirs;
	/* with NOENT "&amp;" in an attribute comes as "&" */
	xmlCtxtUseOptions(parser, XML_PARSE_NOENT | XML_PARSE_NONET |
	    XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_HUGE);
	xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
	xmlParseChunk(parser, text->data, (int)text->len, 1);
	if (parser->wellFormed && parser->nsWellFormed)
		fuzz_promise(str_equal(ours->events.data, theirs.events.data),
		    "what is well-formed is read as libxml2 reads it");
	xmlFreeParserCtxt(parser);
	str_release(&theirs.events);
}
#endif

static bool is_sound(const struct xml_repairs *repairs, const char *text)
{
	return repairs->roots == 1 && !repairs->has_leading &&
	    !repairs->is_cut && repairs->bad_bytes + repairs->controls +
	    repairs->ampersands + repairs->less_thans + repairs->entities +
	    repairs->tags + repairs->ends + repairs->deep == 0 &&
	    strstr(text, "<!D") == NULL && strstr(text, "<!d") == NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct xml_repairs repairs;
	struct trace trace = {.depth = 0};
	const struct xml_handler handler = {on_start, on_end, on_text, &trace};
	struct str text;
	bool is_read;

	str_init(&text);
	str_init(&trace.events);
	/* as UTF-8 without a declaration, so that the charset is settled */
	str_add(&text, "\xEF\xBB\xBF");
	utf8_repair(&text, (const char *)data, len);
	is_read = xml_read(text.data, text.len, NULL, &handler, &repairs,
	    NULL);
	fuzz_promise(is_read == (repairs.roots > 0), "an element is a root");
	fuzz_promise(trace.depth == 0, "elements end");
	/*
	 * A reference gives no more than it takes, and the document's own
	 * entities no more than its size and 64 KiB.
	 */
	fuzz_promise(trace.text_len <= 2 * text.len + 64 * 1024,
	    "text does not swell");
#ifdef HAVE_LIBXML
	if (is_sound(&repairs, text.data) && strlen(text.data) == text.len)
		compare(&text, &trace);
#else
	(void)is_sound(&repairs, text.data);
#endif
	str_release(&trace.events);
	str_release(&text);
	return 0;
}
