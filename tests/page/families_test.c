/* The reader's own rows: what is read, what is refused, what they take. */
#include "page/extract.h"
#include "support/tap.h"

#include <string.h>

static void add_warning(void *ctx, long line, enum error_code code)
{
	str_addf(ctx, "%ld:%d ", line, (int)code - ERROR_FAMILY_SYNTAX);
}

static void test_reading(void)
{
	static const struct {
		const char *text, *names, *warnings;
	} rows[] = {
	    {"", "", ""},
	    {"# chỉ có lời ghi\n\n", "", ""},
	    {"[Hạ Khê]\nbody = .noi-dung\n", "Hạ Khê ", ""},
	    {"\xEF\xBB\xBF[Hạ Khê]\r\nbody=#tin > p, .x\r\n", "Hạ Khê ", ""},
	    {"[a]\nbody = .a\n[b]\nbody = .b", "a b ", ""},
	    {"body = .a\n[b]\nbody = .b", "b ", "1:0 "},
	    {"[a]\ntitle = h1\n[b]\nbody = .b", "b ", "1:3 "},
	    {"[a]\nnosuch = .x\nbody = .a", "a ", "2:1 "},
	    {"[a]\nbody = .a\ntitle = h1:first-child\n", "a ", "3:2 "},
	    {"[a]\nbody = .a\ntitle = h1 +\n", "a ", "3:2 "},
	    {"[a]\nbody = .a\ntitle =\n", "a ", "3:2 "},
	    {"[a]\nbody = .a,\n", "a ", ""},
	    {"[a]\nbody = ,.a\n", "", "2:2 1:3 "},
	    {"[a\nbody = .a\n", "", "1:0 2:0 "},
	    {"[]\n", "", "1:0 "},
	    {"[a]\nbody .a\nbody = [itemprop=\"x y\"]", "a ", "2:0 "},
	    {"[a]\nbody = .\xff\n", "", "2:0 1:3 "},
	    {"[a]\nhosts = a.example b.example\nbody = p", "a ", ""},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct family_list list = {0};
		struct str names, warnings;
		struct arena arena;

		arena_init(&arena);
		str_init(&names);
		str_init(&warnings);
		families_read(&list, rows[i].text, strlen(rows[i].text),
		    &arena, add_warning, &warnings);
		for (size_t k = 0; k < list.count; k++)
			str_addf(&names, "%s ", list.rows[k].name);
		tap_text(names.data, rows[i].names, "rows of %zu", i);
		tap_text(warnings.data, rows[i].warnings, "warnings of %zu",
		    i);
		str_release(&warnings);
		str_release(&names);
		arena_release(&arena);
	}
}

static const char site[] = "<html lang=vi><head><title>Tin</title></head>"
    "<body><div class='tieu de'>Cồn Dương họp chợ phiên đầu năm</div>"
    "<p class=mo-dau>Chợ Cồn Dương họp lại từ mồng năm.</p>"
    "<div data-part='noi dung'><p>Chợ có hai dãy quầy mới lợp tôn, lối đi "
    "rộng 3 m.</p><p class=qc>Mua ngay</p><p>Chợ họp từ 5 giờ sáng.</p>"
    "</div><i class=ngay>22/11/2026 08:10</i><b class=ai>Lê Văn Cồn</b>"
    "</body></html>";

static void read_site(struct page *page, struct arena *arena,
    const char *rows, const char *url)
{
	struct family_list list = {0};
	struct extract_options options = {.url = url, .families = &list};

	families_read(&list, rows, strlen(rows), arena, NULL, NULL);
	if (!extract_page(site, strlen(site), &options, arena, page, NULL))
		page->title = NULL;
}

static void test_taking(void)
{
	static const char rows[] = "[Cồn Dương]\nhosts = con.example\n"
	    "body = [data-part=\"noi dung\"]\ntitle = .tieu.de\n"
	    "lead = .mo-dau\ndate = .ngay\nauthor = .ai\ndrop = .qc\n";
	struct arena arena;
	struct page page;
	struct str text;

	arena_init(&arena);
	str_init(&text);
	read_site(&page, &arena, rows, "https://www.con.example/1");
	tap_text(page.title, "Cồn Dương họp chợ phiên đầu năm", "title");
	tap_text(page.lead, "Chợ Cồn Dương họp lại từ mồng năm.", "lead");
	tap_text(page.author, "Lê Văn Cồn", "author");
	tap_ok(page.published == 1795309800, "date: %lld",
	    (long long)page.published);
	block_add_text(&text, &page.body);
	tap_text(text.data, "Chợ Cồn Dương họp lại từ mồng năm.\n"
	    "Chợ có hai dãy quầy mới lợp tôn, lối đi rộng 3 m.\n"
	    "Chợ họp từ 5 giờ sáng.\n", "body, without what is dropped");
	tap_text(page.explanation,
	    "body: Cồn Dương ([data-part=\"noi dung\"])\ntitle: family\n"
	    "lead: family\ndate: family\nauthor: family\n", "explanation");
	read_site(&page, &arena, rows, "https://khac.example/1");
	tap_ok(page.rule == NULL || strcmp(page.rule, "Cồn Dương") != 0,
	    "another host is not the row's");
	str_release(&text);
	arena_release(&arena);
}

int main(void)
{
	test_reading();
	test_taking();
	return tap_end();
}
