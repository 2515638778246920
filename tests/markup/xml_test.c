#include "markup/xml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/tap.h"

/* Events written out again, so that a document compares as one line. */
static void on_start(void *ctx, const char *space, const char *name,
    const struct xml_attribute *attributes, size_t count)
{
	struct str *out = ctx;
	size_t i;

	str_addf(out, "<%s%s%s", space, space[0] == '\0' ? "" : "|", name);
	for (i = 0; i < count; i++)
		str_addf(out, " %s=[%s]", attributes[i].name,
		    attributes[i].value);
	str_add_char(out, '>');
}

static void on_end(void *ctx, const char *space, const char *name)
{
	(void)space;
	str_addf(ctx, "</%s>", name);
}

static void on_text(void *ctx, const char *text, size_t len)
{
	str_add_len(ctx, text, len);
}

static bool read_all(struct str *out, const char *data, size_t len,
    struct xml_repairs *repairs, struct error *err)
{
	const struct xml_handler handler = {on_start, on_end, on_text, out};

	return xml_read(data, len, NULL, &handler, repairs, err);
}

/* One document a row: what is wrong with it, and what must come out. */
static const struct row {
	const char *name, *document, *events;
} rows[] = {
	{"a sound document", "<?xml version=\"1.0\"?><a x=\"1\">b<c/></a>",
	    "<a x=[1]>b<c></c></a>"},
	{"a bare ampersand", "<a>Lan & Hoa a&b=1 &</a>",
	    "<a>Lan & Hoa a&b=1 &</a>"},
	{"references that XML lacks",
	    "<a>Ti&ecirc;u &ldquo;x&rdquo;&nbsp;&hellip; &khong;</a>",
	    "<a>Tiêu “x”\xC2\xA0… &khong;</a>"},
	{"references that XML has", "<a>&lt;b&gt; &amp;amp; &#7843;&#x1EA3;</a>",
	    "<a><b> &amp; ảả</a>"},
	{"numbers that mean windows-1252", "<a>2&#150;3 &#x85;</a>",
	    "<a>2–3 …</a>"},
	{"numbers that are no character", "<a>x&#0;&#11;&#xFFFF;y&#;</a>",
	    "<a>xy&#;</a>"},
	{"a bare less-than", "<a>a < b 3<4 x<y <3</a>",
	    "<a>a < b 3<4 x<y <3</a>"},
	{"what only looks like a tag",
	    "<a>vector<T y <an@b.vn> <http://b.vn/x></a>",
	    "<a>vector<T y <an@b.vn> <http://b.vn/x></a>"},
	{"controls", "<a>Tr\x0B\x01" "ằm M\x7F" "ây\x1F</a>",
	    "<a>Trằm M\x7F" "ây</a>"},
	{"characters that are none", "<a>x\xEF\xBF\xBFy\xEF\xBF\xBEz"
	    "\xEF\xBF\xBD</a>", "<a>xyz\xEF\xBF\xBD</a>"},
	{"blanks before the declaration",
	    "\n\n <?xml version=\"1.0\"?>\n<a>b</a>", "<a>b</a>"},
	{"a mark and a line before the declaration",
	    "\xEF\xBB\xBF\n<?xml version=\"1.0\"?><a>b</a>", "<a>b</a>"},
	{"a sentence before the root", "Tin mới: 3 < 4\n<a>b</a>",
	    "<a>b</a>"},
	{"CDATA", "<a><![CDATA[<b>&nbsp; & < ]] ]>]]></a>",
	    "<a><b>&nbsp; & < ]] ]></a>"},
	{"controls in CDATA", "<a><![CDATA[x\x02y]]></a><b/>",
	    "<a>xy</a><b></b>"},
	{"a control before the end of CDATA", "<a><![CDATA[x]]\x01> ]\x02]>"
	    "]]></a><![CDATa[", "<a>x]]> ]]></a>"},
	{"CDATA in other letters", "<a><![CDATa[<b>]]></a>",
	    "<a><b></a>"},
	{"CDATA whose end was broken", "<a><b><![CDATA[x]] ></b><c>"
	    "<![CDATA[y]]></c></a>", "<a><b>x</b><c>y</c></a>"},
	{"CDATA cut by the end", "<a><![CDATA[xin ch]", "<a>xin ch</a>"},
	{"the end of CDATA in text", "<a>x]]>y</a>", "<a>x]]>y</a>"},
	{"crossed tags", "<a><b><i>x</b></i>y</a>",
	    "<a><b><i>x</i></b>y</a>"},
	{"an end without a start", "<a>x</br></p>y</a>", "<a>xy</a>"},
	{"an end that is missing", "<a><t>x<br>y</t><l>z</l></a>",
	    "<a><t>x<br>y</br></t><l>z</l></a>"},
	{"an end in other letters", "<a><Title>x</title><b>y</b></a>",
	    "<a><Title>x</Title><b>y</b></a>"},
	{"truncation in text", "<a><b>xin", "<a><b>xin</b></a>"},
	{"truncation in a tag", "<a><b>xin</b><c d=\"e", "<a><b>xin</b></a>"},
	{"truncation in a comment", "<a><b>xin</b><!-- x <c>y</c>",
	    "<a><b>xin</b> x <c>y</c></a>"},
	{"two roots", "<a>x</a><a>y</a>", "<a>x</a><a>y</a>"},
	{"attributes without quotation marks",
	    "<a><img width=130 src='x.jpg' nowrap /></a>",
	    "<a><img width=[130] src=[x.jpg] nowrap=[]></img></a>"},
	{"an attribute whose mark is missing",
	    "<a><b c=\"x>y</b><d e=\"f\">z</d></a>",
	    "<a><b c=[x]>y</b><d e=[f]>z</d></a>"},
	{"markup in an attribute", "<a b=\"x < y & z &amp; \xE1\xBA\xA3\"/>",
	    "<a b=[x < y & z & ả]></a>"},
	{"an ampersand told twice in an attribute",
	    "<a b=\"x&amp;amp;y &amp;#38; &#38;\"/>",
	    "<a b=[x&amp;y &#38; &]></a>"},
	{"comments, instructions and types go",
	    "<!DOCTYPE a [<!ELEMENT a ANY>]><!-- a > b --><?php x > y ?>"
	    "<a>x<!-- < -->y<?z ?></a>", "<a>xy</a>"},
	{"an entity of its own",
	    "<!DOCTYPE a [<!ENTITY xa \"x\xC3\xA3 &lt;Tr\xE1\xBA\xB1m>\">]>"
	    "<a>&xa; <b c=\"&xa;\"/></a>",
	    "<a>xã <Trằm> <b c=[xã <Trằm>]></b></a>"},
	{"an entity of a file stays a name",
	    "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
	    "<a>&x;</a>", "<a>&x;</a>"},
	{"entities that name one another",
	    "<!DOCTYPE a [<!ENTITY x \"ha\"><!ENTITY y \"&x;&x;&y;\">]>"
	    "<a>&y;</a>", "<a>&x;&x;&y;</a>"},
	{"namespaces", "<a xmlns=\"urn:a\" xmlns:b=\"urn:b\"><b:c b:d=\"e\"/>"
	    "</a>", "<urn:a|a><urn:b|c d=[e]></c></a>"},
	{"a prefix that was not declared", "<a><media:x media:y=\"1\"/></a>",
	    "<a><media|x y=[1]></x></a>"},
	{"Vietnamese in the place of a tag", "<a>Cầu <Bến Sỏi> <sông></a>",
	    "<a>Cầu <Bến Sỏi> <sông></a>"},
};

static void test_rows(void)
{
	struct xml_repairs repairs;
	struct str out;
	size_t i;

	str_init(&out);
	for (i = 0; i < ARRAY_LEN(rows); i++) {
		str_clear(&out);
		if (!read_all(&out, rows[i].document,
			strlen(rows[i].document), &repairs, NULL))
			str_add(&out, "(failed)");
		tap_text(out.data, rows[i].events, "%s", rows[i].name);
	}
	str_release(&out);
}

static void test_counts(void)
{
	static const char document[] = "x<?xml version=\"1.0\" "
	    "encoding=\"iso-8859-1\"?><a>& & <3 &nbsp;\x01ả<b c=d>"
	    "</i></a><a>";
	struct xml_repairs repairs;
	struct str out;

	str_init(&out);
	tap_ok(read_all(&out, document, strlen(document), &repairs, NULL),
	    "a document with every fault");
	tap_number((int64_t)repairs.ampersands, 2, "stray & are counted");
	tap_number((int64_t)repairs.less_thans, 1, "stray < are counted");
	tap_number((int64_t)repairs.entities, 1, "references are counted");
	tap_number((int64_t)repairs.controls, 1, "controls are counted");
	tap_number((int64_t)repairs.tags, 1, "broken tags are counted");
	tap_number((int64_t)repairs.ends, 2, "crossed tags are counted");
	tap_number((int64_t)repairs.roots, 2, "roots are counted");
	tap_ok(repairs.has_leading, "junk before it is seen");
	tap_ok(repairs.is_cut, "the cut is seen");
	tap_ok(repairs.has_charset_lied, "the wrong charset is seen");
	tap_text(repairs.charset, "utf-8", "and the right one named");

	str_clear(&out);
	tap_ok(read_all(&out, "<a>b</a>\n", 9, &repairs, NULL), "a sound one");
	tap_ok(repairs.ampersands + repairs.less_thans + repairs.entities +
	    repairs.controls + repairs.tags + repairs.ends == 0 &&
	    repairs.roots == 1 && !repairs.has_leading && !repairs.is_cut &&
	    !repairs.has_charset_lied, "needs no repair");
	str_release(&out);
}

static void test_bad_bytes(void)
{
	static const char document[] = "<?xml version=\"1.0\" "
	    "encoding=\"utf-8\"?><a>xã \xE1\xBA Trằm Mây, sông Lệ Khê"
	    "<![CDATA[\xFFth\xC3\xB4n]]></a>";
	struct xml_repairs repairs;
	struct str out;

	str_init(&out);
	tap_ok(read_all(&out, document, strlen(document), &repairs, NULL),
	    "bad bytes, one in CDATA");
	tap_text(out.data, "<a>xã \xEF\xBF\xBD Trằm Mây, sông Lệ Khê"
	    "\xEF\xBF\xBDthôn</a>", "nothing around them is lost");
	tap_number((int64_t)repairs.bad_bytes, 2, "they are counted");
	str_release(&out);
}

static void test_nothing(void)
{
	static const char *const documents[] = {"", "   ", "xin chào",
		"<!-- x -->", "<", "&", "< a", "<!DOCTYPE a [", "<?xml"};
	struct xml_repairs repairs;
	struct error err;
	struct str out;
	size_t i;

	str_init(&out);
	for (i = 0; i < ARRAY_LEN(documents); i++) {
		error_clear(&err);
		tap_ok(!read_all(&out, documents[i], strlen(documents[i]),
		    &repairs, &err) && err.code == ERROR_FEED_UNKNOWN,
		    "no element in \"%s\"", documents[i]);
	}
	tap_text(out.data, "", "and no event");
	str_release(&out);
}

static void test_limits(void)
{
	struct xml_repairs repairs;
	struct str document, out;
	size_t i;

	str_init(&document);
	str_init(&out);
	for (i = 0; i < 300; i++)
		str_addf(&document, "<d>%zu ", i);
	str_add(&document, "giữa");
	for (i = 0; i < 300; i++)
		str_add(&document, "</d>");
	tap_ok(read_all(&out, document.data, document.len, &repairs, NULL),
	    "300 levels");
	tap_ok(strstr(out.data, "299 giữa") != NULL, "no text is lost");
	tap_number((int64_t)repairs.deep, 300 - XML_DEPTH_MOST,
	    "what is deeper is opened up");

	str_clear(&document);
	str_clear(&out);
	str_add(&document, "<a><b");
	for (i = 0; i < 5000; i++)
		str_addf(&document, " x%zu=\"y\"", i);
	str_add(&document, ">c</b></a>");
	tap_ok(read_all(&out, document.data, document.len, &repairs, NULL),
	    "5,000 attributes");
	tap_ok(strstr(out.data, ">c</b></a>") != NULL, "the text is there");

	str_clear(&document);
	str_clear(&out);
	str_add(&document, "<a>");
	while (document.len < 12 * 1024 * 1024)
		str_add(&document, "thôn Bàu Sậy & Cồn Dương ");
	str_add(&document, "</a>");
	tap_ok(read_all(&out, document.data, document.len, &repairs, NULL),
	    "12 MB of text in one element");
	tap_number((int64_t)out.len, (int64_t)document.len,
	    "all of it comes");
	str_release(&document);
	str_release(&out);
}

/* Shapes that have made parsers quadratic; a hang is the failure. */
static void test_hostile(void)
{
	static const char *const shapes[] = {"<", "<a", "<a ", "<a b=\"",
		"<a b='x' ", "<a b=\"<a b=''\" ", "<!--", "<![CDATA[", "]]>",
		"<?x ", "<!DOCTYPE a [", "&", "&x", "&#", "</a>", "]", "<a>",
		"\"'<a ", "<a b=c>", "<b><![CDATA[]]</b>", "<!ENTITY x \""};
	struct xml_repairs repairs;
	struct str document, out;
	size_t i;

	str_init(&document);
	str_init(&out);
	for (i = 0; i < ARRAY_LEN(shapes); i++) {
		str_clear(&document);
		str_clear(&out);
		str_add(&document, "<r>");
		while (document.len < 512 * 1024)
			str_add(&document, shapes[i]);
		(void)read_all(&out, document.data, document.len, &repairs,
		    NULL);
		tap_ok(repairs.roots > 0, "half a megabyte of %s", shapes[i]);
	}
	str_release(&document);
	str_release(&out);
}

static void test_truncated(void)
{
	static const char document[] = "\xEF\xBB\xBF<?xml version='1.0' "
	    "encoding='utf-8'?><!DOCTYPE a [<!ENTITY x 'y'>]><!-- c --><a b='"
	    "&x;'><![CDATA[x]]>&nbsp;&#7843;<c/>ả</a>";
	struct xml_repairs repairs;
	struct str out;
	size_t len;

	str_init(&out);
	for (len = 0; len < sizeof(document); len++) {
		/* on the heap, so that a sanitizer sees a read beyond it */
		char *copy = mem_alloc(len + 1);

		memcpy(copy, document, len);
		copy = mem_resize(copy, len > 0 ? len : 1, 1);
		(void)read_all(&out, copy, len, &repairs, NULL);
		free(copy);
	}
	tap_ok(true, "cut at each byte");
	str_release(&out);
}

static void test_sniff(void)
{
	static const struct {
		const char *document, *root;
	} roots[] = {
		{"<?xml version=\"1.0\"?><!-- <x> --><rss>", "rss"},
		{"\n<!DOCTYPE x [<!ENTITY y \"<z>\">]><rdf:RDF x=\"\">",
		    "RDF"},
		{"<!doctype html><HTML>", "HTML"},
		{"xin chào", ""},
	};
	char name[16];
	size_t i;

	for (i = 0; i < ARRAY_LEN(roots); i++) {
		xml_sniff_root(roots[i].document, strlen(roots[i].document),
		    name, sizeof(name));
		tap_text(name, roots[i].root, "root of %s",
		    roots[i].document);
	}
}

int main(void)
{
	test_rows();
	test_counts();
	test_bad_bytes();
	test_nothing();
	test_limits();
	test_hostile();
	test_truncated();
	test_sniff();
	return tap_end();
}
