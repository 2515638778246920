#include "related/related.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "related/stop.h"
#include "support/tap.h"

static struct arena arena;

static struct related_text read_text(const char *title, const char *text)
{
	struct related_text read;

	related_read(title, text, &arena, &read);
	return read;
}

/* A term by its words as they stand; NULL: there is none. */
static const struct related_term *find(const struct related_text *text,
    enum related_kind kind, const char *words)
{
	for (size_t i = 0; i < text->count; i++)
		if (text->terms[i].kind == kind &&
		    text->terms[i].len == strlen(words) && memcmp(text->text +
		    text->terms[i].start, words, strlen(words)) == 0)
			return &text->terms[i];
	return NULL;
}

static bool has_pair(const struct related_text *text, const char *words)
{
	return find(text, TERM_PAIR, words) != NULL;
}

static void test_terms(void)
{
	struct related_text text = read_text("", "Nước sông Lệ Khê dâng cao,"
	    " cầu Bến Sỏi ngập. Đê Hạ Khê đứng vững");

	tap_ok(has_pair(&text, "sông Lệ") && has_pair(&text, "Lệ Khê"),
	    "syllables side by side");
	tap_ok(!has_pair(&text, "cao, cầu"), "not across a comma");
	tap_ok(!has_pair(&text, "ngập. Đê"), "nor a sentence's end");
	tap_ok(find(&text, TERM_PAIR, "Lệ Khê")->is_name &&
	    !find(&text, TERM_PAIR, "sông Lệ")->is_name, "a name is one");
	tap_ok(find(&text, TERM_CAPITAL, "Khê") != NULL &&
	    find(&text, TERM_CAPITAL, "Nước") == NULL,
	    "a sentence's first capital says nothing");
	tap_ok(find(&text, TERM_SYLLABLE, "Khê")->weight >
	    find(&text, TERM_SYLLABLE, "Sỏi")->weight, "twice is more");
	text = read_text("lũ", "ngập");
	tap_ok(!has_pair(&text, "lũ\nngập") && text.count == 2,
	    "title and text do not run together");
	tap_ok(text.terms[0].is_in_title && !text.terms[1].is_in_title &&
	    text.terms[0].weight > text.terms[1].weight,
	    "the title is heavier");
	text = read_text("", "");
	tap_number((int64_t)text.count, 0, "nothing of nothing");
}

static void test_spellings(void)
{
	struct related_text a = read_text("", "hòa bình, giá gạo"),
	    b = read_text("", "HOÀ BÌNH, gia gạo"),
	    c = read_text("", "hoa binh");
	const struct related_term *pair = find(&a, TERM_PAIR, "hòa bình");

	tap_number(find(&b, TERM_PAIR, "HOÀ BÌNH")->exact, pair->exact,
	    "one word in both spellings, in capitals too");
	tap_ok(find(&b, TERM_PAIR, "gia gạo")->exact !=
	    find(&a, TERM_PAIR, "giá gạo")->exact, "marks count");
	tap_number(find(&b, TERM_PAIR, "gia gạo")->folded,
	    find(&a, TERM_PAIR, "giá gạo")->folded, "but not to be found");
	tap_number(find(&c, TERM_PAIR, "hoa binh")->folded, pair->folded,
	    "nor where there are none");
	tap_ok(!a.is_unmarked, "a few words tell nothing of a text");
	a = read_text("", "tin tu que nha gui nguoi o xa ve chuyen lang minh");
	tap_ok(a.is_unmarked, "a text without marks");
}

/* The tables are searched by halves: a word out of order is never found. */
static void test_stop(void)
{
	static const char *const words[] = {"ai", "của", "và", "được", "để",
	    "ở", "những", "ông"};
	static const char *const pairs[][2] = {{"ban", "hành"},
	    {"nhân", "dân"}, {"ubnd", "xã"}, {"ủy", "ban"}, {"chủ", "tịch"},
	    {"đồng", "chí"}, {"tỷ", "đồng"}};

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		tap_ok(stop_has_word(words[i]), "stop word '%s'", words[i]);
	for (size_t i = 0; i < ARRAY_LEN(pairs); i++)
		tap_ok(stop_has_pair(pairs[i][0], pairs[i][1]),
		    "stop pair '%s %s'", pairs[i][0], pairs[i][1]);
	tap_ok(!stop_has_word("cửa") && !stop_has_word("lá") &&
	    !stop_has_word("chợ"), "marks tell words apart");
	tap_ok(!stop_has_pair("sông", "lệ"), "a name is no boilerplate");
}

/* --- several texts ---------------------------------------------------------- */

static struct related_idf idf;

/* As news has them: a syllable is in many articles, a pair in few. */
static void weigh_as_news(struct related_text *text)
{
	uint32_t *all = arena_array(&arena, text->count, sizeof(*all));

	for (size_t i = 0; i < text->count; i++)
		all[i] = text->terms[i].kind == TERM_SYLLABLE ? 120 : 3;
	memset(&idf, 0, sizeof(idf));
	idf.documents = 1000;
	related_weigh(text, all, &idf);
}

/* As if each term were in so many of all articles. */
static void weigh(struct related_text *text, uint32_t holders,
    int64_t documents)
{
	uint32_t *all = arena_array(&arena, text->count, sizeof(*all));

	for (size_t i = 0; i < text->count; i++)
		all[i] = holders;
	memset(&idf, 0, sizeof(idf));
	idf.documents = documents;
	related_weigh(text, all, &idf);
}

static void test_weigh(void)
{
	struct related_text text = read_text("Cầu Bến Sỏi", "cầu mới");
	float rare, common;

	weigh(&text, 2, 1000);
	rare = text.terms[0].idf;
	weigh(&text, 200, 1000);
	common = text.terms[0].idf;
	tap_ok(rare > common && common > 0, "the rare tells more");
	weigh(&text, 251, 1000);
	tap_ok(text.terms[0].idf <= 0, "what a fourth has tells nothing");
	weigh(&text, 10, 12);
	tap_ok(text.terms[0].idf > 0, "but among a dozen");
}

static void test_pick(void)
{
	struct related_text text = read_text("Bến Sỏi mới",
	    "đường làng sạch đẹp");
	uint32_t holders[64] = {0};
	size_t *places, count;

	for (size_t i = 0; i < text.count; i++)
		holders[i] = 1;
	weigh(&text, 1, 100);
	count = related_pick(&text, holders, 64, &arena, &places);
	for (size_t i = 0; i < count; i++)
		if (!text.terms[places[i]].is_in_title)
			tap_ok(false, "a word that nobody else has");
	tap_ok(count > 0, "of what is the article's alone only its title");
	for (size_t i = 0; i < text.count; i++)
		holders[i] = 3;
	tap_number((int64_t)related_pick(&text, holders, 5, &arena, &places),
	    5, "no more than the most");
	tap_ok(text.terms[places[0]].is_in_title, "the title's first");
}

static const char *const matters[][2] = {
    {"Lũ trên sông Lệ Khê lên nhanh", "Mực nước sông Lệ Khê tại cầu"
    " Bến Sỏi lúc 7 giờ là 4,2 m. Thôn Hạ Khê ngập sâu, đò ngang dừng chạy."},
    {"Thôn Hạ Khê dọn bùn sau lũ", "Nước sông Lệ Khê rút khỏi thôn Hạ Khê,"
    " đò ngang chạy lại, mực nước tại cầu Bến Sỏi còn 2,1 m."},
    {"Mở lớp dạy đan giỏ mây", "Lớp học đan giỏ mây của hợp tác xã Tân Lệ có"
    " 20 học viên, bán giỏ ở chợ phiên. Học viên học đan giỏ mây hai tháng."},
    {"Giỏ mây Tân Lệ vào chợ phiên", "Hợp tác xã Tân Lệ bán giỏ mây ở chợ"
    " phiên, học viên lớp đan giỏ mây có việc."},
    {"Lũ sông Lệ Khê lên nhanh, Hạ Khê ngập", "Lũ trên sông Lệ Khê lên"
    " nhanh: 7 giờ tại cầu Bến Sỏi 4,2 m. Đò ngang dừng chạy, thôn Hạ Khê"
    " ngập sâu."},
};
static struct related_text texts[ARRAY_LEN(matters)];

static struct related_candidate candidate(size_t i, int64_t published)
{
	return (struct related_candidate){.text = &texts[i],
	    .published = published};
}

static void test_rank(void)
{
	struct related_candidate own = candidate(0, 0), others[] = {
	    candidate(3, 0), candidate(1, 0), candidate(2, 0)};
	struct related_result *results;
	size_t count;

	for (size_t i = 0; i < ARRAY_LEN(matters); i++) {
		texts[i] = read_text(matters[i][0], matters[i][1]);
		weigh_as_news(&texts[i]);
	}
	count = related_rank(&own, others, 3, 1000, &arena, &results);
	tap_ok(count == 1 && results[0].candidate == 1,
	    "the flood finds the flood, and no baskets");
	tap_ok(results[0].score > 0 && results[0].score < 1, "0 to 1");
	tap_text(related_reason(&texts[0], results[0].shared,
	    results[0].shared_count, &arena),
	    "Thôn Hạ Khê, sông Lệ Khê, cầu Bến Sỏi", "and says by what");
	own = candidate(2, 0);
	count = related_rank(&own, others, 1, 1000, &arena, &results);
	tap_ok(count == 1 && results[0].candidate == 0,
	    "the baskets find the baskets");
	tap_number((int64_t)related_rank(&own, others, 0, 1000, &arena, &results),
	    0, "nothing among nothing");
}

static void test_time_and_place(void)
{
	enum { DAY = 86400 };
	struct related_candidate own = candidate(0, 0), others[] = {
	    candidate(1, 400 * (int64_t)DAY), candidate(1, DAY),
	    candidate(1, DAY)};
	struct related_result *results;
	size_t count;

	others[2].is_near = true;
	count = related_rank(&own, others, 3, 1000, &arena, &results);
	tap_ok(count == 3 && results[0].candidate == 2 &&
	    results[1].candidate == 1 && results[2].candidate == 0,
	    "the same province, then the same days, first");
}

static void test_source_and_page(void)
{
	struct related_candidate own = candidate(0, 0), others[] = {
	    candidate(1, 0), candidate(1, 0), candidate(2, 0)};
	struct related_result *results;
	double apart;
	size_t count;

	own.source_id = others[0].source_id = 1;
	others[1].source_id = others[2].source_id = 2;
	count = related_rank(&own, others, 3, 1000, &arena, &results);
	tap_ok(count == 2 && results[0].candidate == 1 &&
	    results[0].score > results[1].score, "another source first");
	apart = results[0].score;
	others[0].page_id = others[1].page_id = 7;
	count = related_rank(&own, others, 3, 1000, &arena, &results);
	tap_ok(count == 2 && results[0].score > apart,
	    "a page is no neighbour of itself");
}

/* A text without marks is scored by its folded words, among others that have
 * them too. */
static void test_unmarked(void)
{
	struct related_text plain = read_text("Lu tren song Le Khe len nhanh",
	    "Muc nuoc song Le Khe tai cau Ben Soi luc 7 gio la 4,2 m. Thon Ha"
	    " Khe ngap sau, do ngang dung chay.");
	struct related_candidate own = {.text = &plain}, others[] = {
	    candidate(3, 0), candidate(0, 0)};
	struct related_result *results;
	size_t count;

	weigh_as_news(&plain);
	count = related_rank(&own, others, 2, 1000, &arena, &results);
	tap_ok(count == 1 && results[0].candidate == 1, "asking");
	others[1].text = &plain;
	own = candidate(1, 0);
	count = related_rank(&own, others, 2, 1000, &arena, &results);
	tap_ok(count == 1 && results[0].candidate == 1, "asked");
}

static void test_story(void)
{
	tap_ok(related_tells_same(&texts[0], &texts[4], &arena),
	    "the same news in two papers' words");
	tap_ok(!related_tells_same(&texts[0], &texts[1], &arena) &&
	    !related_fits_story(&texts[0], &texts[2], &arena),
	    "a later one of the matter is news of its own");
	tap_ok(related_tells_same(&texts[2], &texts[2], &arena), "itself");
	tap_text(related_differs(&texts[4], &texts[0], &arena), "Mực nước sông",
	    "what it says besides");
	tap_text(related_differs(&texts[0], &texts[0], &arena), "",
	    "nothing besides itself");
}

int main(void)
{
	arena_init(&arena);
	test_terms();
	test_spellings();
	test_stop();
	test_weigh();
	test_pick();
	test_rank();
	test_time_and_place();
	test_source_and_page();
	test_unmarked();
	test_story();
	arena_release(&arena);
	return tap_end();
}
