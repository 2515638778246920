#include "refresh/draft.h"
#include "support/tap.h"

#include <string.h>

enum { NOW = 1795309200 };

static struct article_draft make(struct arena *arena,
    const struct feed_item *item, bool is_file)
{
	struct feed feed = {0};
	struct article_draft *drafts;
	size_t count;

	*feed_add_item(&feed, arena) = *item;
	draft_feed(&feed, &(struct draft_rules){
	    .url = "https://trammay.example/rss/tin.xml", .now = NOW,
	    .is_file = is_file}, arena, &drafts, &count);
	if (count != 1)
		return (struct article_draft){.title = "(none)"};
	return drafts[0];
}

static const char *key(const struct article_draft *draft,
    enum article_key_kind kind)
{
	for (size_t i = 0; i < draft->key_count; i++)
		if (draft->keys[i].kind == kind)
			return draft->keys[i].text;
	return NULL;
}

static char *text(struct arena *arena, const char *literal)
{
	return arena_dup(arena, literal);
}

static void test_keys(struct arena *arena)
{
	struct feed_item item = {.id = text(arena, "\n  news_12 \t"),
	    .title = text(arena, "Đê Hạ Khê an toàn"),
	    .link = text(arena,
	        "https://TramMay.example/de?ItemID=3&utm_source=rss#dau"),
	    .published = NOW - 3600};
	struct article_draft draft = make(arena, &item, false);

	tap_text(key(&draft, ARTICLE_KEY_GUID), "news_12", "guid, trimmed");
	tap_text(key(&draft, ARTICLE_KEY_LINK),
	    "//trammay.example/de?ItemID=3", "link, canonical");
	tap_text(key(&draft, ARTICLE_KEY_TITLE), "20779 de ha khe an toan",
	    "title and local day");
	tap_text(draft.link, item.link, "the link itself as written");
	tap_text(draft.address, "//trammay.example/de?ItemID=3", "address");
	item.published = NOW - 8 * 3600 - 1; /* the day before, in Vietnam */
	draft = make(arena, &item, false);
	tap_text(key(&draft, ARTICLE_KEY_TITLE), "20778 de ha khe an toan",
	    "the day is the reader's, not Greenwich's");
	item = (struct feed_item){.title = text(arena, "Thông báo"),
	    .id = text(arena, "   ")};
	draft = make(arena, &item, false);
	tap_number((int64_t)draft.key_count, 1, "a blank guid is none");
	tap_text(key(&draft, ARTICLE_KEY_TITLE), "thong bao",
	    "a title alone, without a day");
}

static void test_dates(struct arena *arena)
{
	static const struct {
		int64_t published, updated, want;
		const char *name;
	} cases[] = {
	    {NOW - 60, 0, NOW - 60, "a minute ago"},
	    {NOW + 86400, 0, NOW + 86400, "a day ahead may be a zone"},
	    {NOW + 86401, 0, 0, "more is distrusted"},
	    {0, NOW - 60, NOW - 60, "the update, where nothing else is said"},
	    {0, 0, 0, "none"},
	    {-62135596800, 0, 0, "the year 1"},
	    {86400, 0, 0, "1970"},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct feed_item item = {
		    .title = text(arena, "Tin"),
		    .published = cases[i].published,
		    .updated = cases[i].updated};

		tap_number(make(arena, &item, false).published,
		    cases[i].want, "%s", cases[i].name);
	}
}

static void test_texts(struct arena *arena)
{
	struct feed_item item = {.title = text(arena, "Lũ"),
	    .content = text(arena, "<p>Nước <b>sông Lệ Khê</b> lên.</p>"
	                           "<p>Đoạn hai.</p>"),
	    .summary = text(arena, "<img src=\"/a.jpg\">Tóm tắt &amp; ngắn.")};
	struct article_draft draft = make(arena, &item, false);
	struct str long_text;

	tap_text(draft.lead, "Tóm tắt & ngắn.", "the summary is the lead");
	tap_text(draft.html, item.content, "the content is the text");
	tap_number((int64_t)draft.html_len, (int64_t)strlen(item.content),
	    "whole");
	tap_ok(draft.body == NULL, "and is built later");
	item.summary = NULL;
	draft = make(arena, &item, false);
	tap_text(draft.lead, "Nước sông Lệ Khê lên. Đoạn hai.",
	    "else the content's beginning");
	str_init(&long_text);
	for (int i = 0; i < 100; i++)
		str_add(&long_text, "thuyền nghiêng ");
	item.content = text(arena, long_text.data);
	str_release(&long_text);
	draft = make(arena, &item, false);
	tap_ok(strlen(draft.lead) <= 300 && strlen(draft.lead) > 250 &&
	        draft.lead[strlen(draft.lead) - 1] != ' ',
	    "cut at a blank: %zu bytes", strlen(draft.lead));
	item = (struct feed_item){.summary = text(arena, "Chỉ có lời.")};
	draft = make(arena, &item, false);
	tap_text(draft.title, "Chỉ có lời.", "a title from the text");
	item = (struct feed_item){.id = text(arena, "x")};
	tap_text(make(arena, &item, false).title, "(none)",
	    "an item that says nothing is left out");
}

static void test_links(struct arena *arena)
{
	static const struct {
		const char *link;
		bool is_file, want;
	} cases[] = {
	    {"https://trammay.example/a", false, true},
	    {"http://trammay.example/a", true, true},
	    {"file:///etc/passwd", false, false},
	    {"file:///home/ba/xa/tin.html", true, true},
	    {"javascript:alert(1)", false, false},
	    {"mailto:ubnd@trammay.example", true, false},
	    {"ftp://trammay.example/a", false, false},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct feed_item item = {
		    .title = text(arena, "Tin"),
		    .link = text(arena, cases[i].link)};
		struct article_draft draft = make(arena, &item,
		    cases[i].is_file);

		tap_number(draft.link != NULL, cases[i].want, "%s (%d)",
		    cases[i].link, cases[i].is_file);
		tap_number(draft.address != NULL, cases[i].want,
		    "  and its page");
	}
}

int main(void)
{
	struct arena arena;

	arena_init(&arena);
	test_keys(&arena);
	test_dates(&arena);
	test_texts(&arena);
	test_links(&arena);
	arena_release(&arena);
	return tap_end();
}
