/*
 * What a search finds, and in which order: a table of queries against a small
 * cache of news of one commune, written for the spellings that Vietnamese
 * text comes in.
 */
#include "store/drafts.h"
#include "support/tap.h"

#include <stdio.h>
#include <string.h>

#include "store/search.h"
#include "store/search_internal.h"

static struct error err;

/* Known by the letter that an expectation names it with; the newest last. */
static const struct {
	char name;
	const char *title, *body;
} news[] = {
    {'a', "Lũ trên sông Lệ Khê đạt đỉnh",
        "Đê Hạ Khê đứng vững. Ủy ban nhân dân xã Trằm Mây họp khẩn."},
    {'b', "Đại hội Đảng bộ xã Trằm Mây",
        "Đồng chí bí thư đọc báo cáo. Kinh phí 1.234.567 đồng."},
    {'c', "Tin học cho thanh niên thôn Bàu Sậy",
        "Lớp tin học mở mỗi tối thứ Bảy tại nhà văn hoá."},
    {'d', "Tin vui cho các em học sinh vùng lụt",
        "Nhà trường nhận sách vở. Cô giáo Nguyễn Thị Thu Hà cảm ơn."},
    {'e', "Bão số 11 hướng vào Quảng Trị",
        "Gió mạnh cấp 12. Tỉnh uỷ yêu cầu trực ban."},
    {'f', "Báo chí nói về cầu Bến Sỏi",
        "Phóng viên đến từ Hà Nội. Giá lúa tăng 38,1% trong quý I."},
    {'g', "Bảo đảm giao thông nông thôn",
        "Đường liên xã dài 9,8 km. Vận tải bằng xe máy, xe tải."},
    {'h', "Người dân kí cam kết bảo vệ rừng",
        "Kỹ sư lâm nghiệp hướng dẫn. Diện tích 12.500 ha."},
    {'i', "He\xCC\x82\xCC\x81t mu\xCC\x80" "a lu\xCC\x83, trồng hoa",
        "Vườn hoa cúc của chị Hòa nở rộ. Hoà giải ở cơ sở."},
    {'j', "\xC3\x90i\xE1\xBB\x87n l\xE1\xBB\xB1" "c s\xE1\xBB\xAD" "a "
        "\xC4\x91\xC6\xB0\xE1\xBB\x9Dng d\xC3\xA2y",
        "Trạm biến áp 110 kV. Ông Y Ngông ở Ea H'Leo góp ý."},
    {'k', "Sao vàng đất Việt trao giải",
        "Vì sao doanh nghiệp nhỏ thắng? Công ti may mặc Mĩ An."},
    {'l', "Thuý Kiều trên sân khấu làng",
        "Nghệ sỹ Quí Dương hát. Khán giả khoẻ khoắn vỗ tay."},
    {'m', "Covid-19: tiêm mũi nhắc lại ngày 05/9",
        "Từ 19h30, trạm y tế xã tiếp nhận. Điện thoại 0912345678."},
    {'n', "Hợp tác xã Cồn Dương bán lúa",
        "Giá lúa 8.200 đồng một cân; nông dân giữ lại một phần. Xe TP.HCM"
        " ra tận nơi."},
    {'o', "Nước sông rút, dân dọn bùn",
        "Lệ Khê lặng sóng. Nhiều nhà ở Bàu Sậy còn ngập."},
};

/*
 * wants: the names found, best first; with '=' before them in any order; with
 * '^' these are the first ones.
 */
static const struct {
	const char *query, *wants;
} cases[] = {
    /* case, marks, đ */
    {"đỉnh", "=a"}, {"ĐỈNH", "=a"}, {"dinh ", "=a"}, {"Dinh ", "=a"},
    {"đạt", "=a"}, {"dat ", "=ka"}, {"đất", "=k"}, {"ĐẤT", "=k"},
    {"đại hội", "=b"}, {"dai hoi ", "=b"}, {"ĐẠI HỘI", "=b"},
    {"Dai Hoi ", "=b"}, {"đai hôi ", "="}, {"đại hoi ", "=b"},
    {"\xC3\x90" "ại hội", "=b"}, {"\xC6\x89" "ại hội", "=b"},
    {"\xC3\xB0" "ại hội", "=b"}, {"điện lực", "=j"}, {"dien luc ", "=j"},
    {"ĐIỆN LỰC", "=j"}, {"\xC3\x90iện lực", "=j"},
    {"đường dây", "=j"}, {"duong day ", "=j"}, {"đường ", "=gj"},
    {"duong ", "=gjln"}, {"dương ", "=ln"}, {"đê", "^a"},
    {"de ", "=a"}, {"quảng trị", "=e"}, {"quang tri ", "=e"},
    {"QUANG TRI ", "=e"}, {"Quảng trị ", "=e"}, {"quang trị ", "=e"},
    {"ha noi ", "=f"}, {"hà nội", "=f"}, {"nghi quyet ", "="},
    /* just as typed above other forms */
    {"bao ", "=efgbh"}, {"bão", "=e"}, {"báo ", "=fb"}, {"bảo ", "=gh"},
    {"bảo vệ", "=h"}, {"bao ve ", "^hf"}, {"hoa ", "^i"},
    {"hòa ", "=i"}, {"hoà ", "=i"}, {"hoa cúc", "=i"},
    {"gia ", "=fnl"}, {"giá ", "=fn"}, {"giá lúa", "=fn"},
    {"gia lua ", "=fn"}, {"lũ ", "=ai"}, {"lụt", "=d"}, {"lu ", "=ai"},
    {"từ ", "=fm"}, {"tử ", "="},
    /* composed, decomposed, half composed */
    {"he\xCC\x82\xCC\x81t", "=i"}, {"h\xC3\xAA\xCC\x81t", "=i"},
    {"he\xCC\x81\xCC\x82t", "=i"}, {"hết mùa", "=i"},
    {"het mua ", "=i"}, {"h\xE1\xBA\xBFt m\xC3\xB9" "a lu\xCC\x83", "=i"},
    {"\xC4\x91" "a\xCC\xA3i h\xC3\xB4\xCC\xA3i", "=b"},
    {"Que\xCC\x82 hu\xCC\x9Bo\xCC\x9Bng", "="},
    {"Qua\xCC\x89ng Tri\xCC\xA3", "=e"},
    {"nhe\xCC\x82 ", "="}, {"la\xCC\xA3i ", "=mn"},
    /* the tone in either place */
    {"văn hoá", "=c"}, {"văn hóa", "=c"}, {"van hoa ", "=c"},
    {"ủy ban", "^ae"}, {"uỷ ban", "^ae"}, {"uy ban ", "^ae"},
    {"tỉnh ủy", "=e"}, {"tỉnh uỷ", "=e"}, {"TỈNH ỦY", "=e"},
    {"thúy kiều", "=l"}, {"thuý kiều", "=l"}, {"thuy kieu ", "=l"},
    {"khỏe khoắn", "=l"}, {"khoẻ khoắn", "=l"}, {"hòa giải", "=i"},
    {"hoà giải", "=i"}, {"chị hoà", "=i"}, {"chị Hòa", "=i"},
    /* i and y */
    {"quí dương", "=l"}, {"quý dương", "=l"}, {"quy duong ", "=l"},
    {"kỹ sư", "=h"}, {"kĩ sư", "=h"}, {"ki su ", "=h"}, {"ky su ", "=h"},
    {"ký cam kết", "=h"}, {"kí cam kết", "=h"}, {"mỹ an", "=k"},
    {"mĩ an", "=k"}, {"my an ", "=k"}, {"nghệ sĩ", "=l"},
    {"nghệ sỹ", "=l"}, {"công ty", "=k"}, {"công ti", "=k"},
    {"cong ty ", "=k"}, {"quý I", "=f"}, {"quí i ", "=f"},
    {"xe máy", "=g"}, {"xe mái", "="},
    /* numbers */
    {"1.234.567", "=b"}, {"1234567", "=b"}, {"1,234,567", "=b"},
    {"1.234", "="}, {"38,1", "=f"}, {"38.1%", "=f"}, {"38,1%", "=f"},
    {"9,8 km", "=g"}, {"9.8 km", "=g"}, {"12.500 ha", "=h"},
    {"12500", "=h"}, {"8.200 đồng", "=n"}, {"8200", "=n"},
    {"05/9", "=m"}, {"5/9", "=m"}, {"5/09", "=m"}, {"covid-19", "=m"},
    {"Covid 19", "=m"}, {"19h30", "=m"}, {"0912345678", "=m"},
    {"110 kV", "=j"}, {"110kv", "="}, {"bão số 11", "^e"},
    {"cấp 12", "=e"},
    /* names */
    {"Lệ Khê", "^a"}, {"le khe ", "=ao"}, {"LỆ KHÊ", "=ao"},
    {"Nguyễn Thị Thu Hà", "=d"}, {"nguyen thi thu ha ", "=d"},
    {"Thu Hà", "=d"}, {"thu ha ", "=d"}, {"Bến Sỏi", "=f"},
    {"ben soi ", "=f"}, {"Trằm Mây", "^b"}, {"tram may ", "^b"},
    {"Bàu Sậy", "^c"}, {"bau say ", "=co"}, {"Ea H'Leo", "=j"},
    {"ea hleo ", "="}, {"Y Ngông", "=j"}, {"TP.HCM", "=n"},
    {"tp hcm", "=n"}, {"Hạ Khê", "=a"}, {"Cồn Dương", "=n"},
    /* words together before words apart */
    {"tin hoc ", "^cd"}, {"tin học ", "^cd"}, {"\"tin hoc\"", "=c"},
    {"\"tin học\" ", "=c"}, {"học tin ", "^"}, {"\"học tin\"", "="},
    {"sông lệ khê", "^a"}, {"khê sông ", "=ao"},
    {"nông thôn", "^g"}, {"giao thông nông thôn", "=g"},
    {"vỗ tay", "=l"}, {"lúa cồn dương", "^n"}, {"bán lúa", "^n"},
    /* beginnings, whole words above them */
    {"đại hộ", "=b"}, {"quảng tr", "=e"}, {"quang tr", "=e"},
    {"thu", "^d"}, {"biế", "=j"}, {"nghiệ", "=hk"}, {"ngôn", "=j"},
    {"l\xC5\xA9", "^a"}, {"khoắ", "=l"}, {"hoà gi", "=i"}, {"covi", "=m"},
    {"zzz", "="},
    /* without, either, and what means nothing */
    {"lũ -hoa", "=a"}, {"lu -\"le khe\" ", "=i"}, {"xã -đảng ", "=agmn"},
    {"bão OR lụt", "=ed"}, {"bão HOẶC lụt", "=ed"}, {"bão or lụt", "="},
    {"\"điện lực\" OR \"văn hóa\"", "=jc"}, {"đỉnh (", "=a"},
    {"\"đỉnh", "=a"}, {"đỉnh\"", "=a"}, {"đỉnh*", "=a"},
    {"NEAR(đỉnh)", "="}, {"title:đỉnh", "="}, {"^đỉnh", "=a"},
    {"đỉnh AND", "="}, {"--đỉnh", "=a"}, {"-", "="}, {"\"\"", "="},
    {"OR", "="}, {"", "="}, {" ", "="}, {"():*^{}", "="}, {"-đỉnh", "=a"},
    {"a:b:c", "="}, {"\xFF\xFE", "="}, {"'; DROP TABLE article", "="},
    {"vì sao", "=k"}, {"sao vàng", "=k"}, {"\"sao\"", "=k"},
    {"nguồn:khong-co lũ", "="}, {"nguồn:x.vn lụt", "=d"},
    {"source:x.vn lụt", "=d"}, {"chưa-đọc lụt", "=d"},
    {"unread lụt", "=d"}, {"chua-doc lụt", "=d"}, {"sao lụt", "="},
    {"starred lụt", "="}, {"từ:2020 lụt", "=d"}, {"đến:2020 lụt", "="},
    {"từ:bậy lụt", "="}, {"from:2020 to:2030 lụt", "=d"},
    {"tỉnh:quang-tri lụt", "="}, {"nhãn:nuoc lụt", "="},
};

static char name_of(int64_t id)
{
	return id >= 1 && id <= (int64_t)ARRAY_LEN(news) ?
	    news[id - 1].name : '?';
}

/* The names a query finds, in order. */
static void find(struct store *store, const char *query,
    enum search_order order, char names[64])
{
	struct store_search *search = store_search_new(query, NOW, order, 60);
	const struct search_result *results;
	bool is_done = false;
	size_t count;

	if (!store_search_step(store, search, 0, &is_done, &err))
		tap_done(false, &err, "searching for %s", query);
	count = store_search_results(search, &results);
	for (size_t i = 0; i < count; i++)
		names[i] = name_of(results[i].article_id);
	names[count] = '\0';
	store_search_free(search);
}

static bool is_wanted(const char *got, const char *wants)
{
	if (*wants == '^')
		return strncmp(got, wants + 1, strlen(wants + 1)) == 0;
	wants++;
	if (strlen(got) != strlen(wants))
		return false;
	for (; *wants != '\0'; wants++)
		if (strchr(got, *wants) == NULL)
			return false;
	return true;
}

static void test_table(struct store *store)
{
	char got[64];

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		find(store, cases[i].query, SEARCH_BEST, got);
		if (!tap_ok(is_wanted(got, cases[i].wants), "%s: %s",
		    cases[i].query, cases[i].wants))
			tap_note("got %s", got);
	}
	tap_ok(ARRAY_LEN(cases) >= 120, "%zu queries", ARRAY_LEN(cases));
}

static void test_newest(struct store *store)
{
	char got[64];

	find(store, "le khe ", SEARCH_NEWEST, got);
	tap_text(got, "oa", "newest first");
	find(store, "lúa ", SEARCH_NEWEST, got);
	tap_text(got, "nf", "one syllable");
	find(store, "tin hoc ", SEARCH_NEWEST, got);
	tap_text(got, "c", "a word alone, where it is one");
	find(store, "unread", SEARCH_NEWEST, got);
	tap_number((int64_t)strlen(got), (int64_t)ARRAY_LEN(news),
	    "filters alone list by date");
	tap_ok(got[0] == 'o' && got[strlen(got) - 1] == 'a', "the newest");
}

static void test_snippet(struct store *store)
{
	struct search_query query;
	struct search_snippet snippet;

	search_parse("thu ha ", NOW, drafts_arena(), &query);
	tap_done(store_read_snippet(store, 4, &query, drafts_arena(),
	    &snippet, &err), &err, "a snippet");
	tap_text(snippet.text, "Nhà trường nhận sách vở. Cô giáo Nguyễn Thị"
	    " Thu Hà cảm ơn.", "in its marks");
	if (tap_number((int64_t)snippet.hit_count, 2, "two hits"))
		tap_ok(strncmp(snippet.text + snippet.hits[0].start, "Thu",
		    snippet.hits[0].len) == 0 &&
		    strncmp(snippet.text + snippet.hits[1].start, "Hà",
		    snippet.hits[1].len) == 0, "where they stand");
}

/* A text that changes is found by the new one alone, once it is indexed. */
static void test_changes(struct store *store, int64_t source)
{
	struct article_draft draft = make_draft("p0", "https://x.vn/0",
	    "Hồ chứa xả nước", NOW - 100000);
	bool is_good;
	char got[64];

	set_body(&draft, "Thuỷ điện báo trước.");
	save(store, source, &draft, 1);
	find(store, "đỉnh ", SEARCH_BEST, got);
	tap_text(got, "a", "by its old text until then");
	index_all(store);
	find(store, "đỉnh ", SEARCH_BEST, got);
	tap_text(got, "", "no longer");
	find(store, "thủy điện ", SEARCH_BEST, got);
	tap_text(got, "a", "by its new one");
	tap_done(store_verify_index(store, &is_good, &err) && is_good, &err,
	    "the index is what the rows say");
	tap_done(store_execute(store, "UPDATE word SET articles = 7"
	    " WHERE word = 'lũ'", &err), &err, "a count goes wrong");
	tap_done(store_verify_index(store, &is_good, &err), &err, "verify");
	tap_ok(!is_good, "sees it");
	index_all(store);
	tap_done(store_verify_index(store, &is_good, &err) && is_good, &err,
	    "and it is mended");
	find(store, "lũ ", SEARCH_BEST, got);
	tap_ok(strchr(got, 'i') != NULL, "found as before");
}

/* By its name of today, and by one that people go on using. */
static void test_province(struct store *store)
{
	static const char *const names[] = {"tỉnh:quảng-trị lụt",
	    "tỉnh:quảng-bình lụt", "province:\"Quang Binh\" lụt",
	    "tỉnh:quảng lụt"};
	char got[64];

	tap_done(store_execute(store,
	    "UPDATE source SET province = 'Quảng Trị'", &err), &err,
	    "its province");
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		find(store, names[i], SEARCH_NEWEST, got);
		tap_ok(got[0] != '\0', "%s", names[i]);
	}
	find(store, "tỉnh:quảng-nam lụt", SEARCH_NEWEST, got);
	tap_text(got, "", "another's");
}

static void test_saved(struct store *store)
{
	struct saved_search *searches;
	size_t count;
	int64_t id, again;
	bool is_new, found;

	tap_done(store_save_search(store, "", "lũ nguồn:x", NOW, &id, &is_new,
	    &err) && is_new, &err, "save a search");
	tap_done(store_save_search(store, "Lũ", "lũ nguồn:x", NOW, &again, &is_new,
	    &err) && !is_new && again == id, &err, "it is there");
	tap_done(store_change_search(store, id, "Nước", NULL, NOW, &found, &err) &&
	    found, &err, "rename it");
	tap_done(store_read_searches(store, drafts_arena(), &searches, &count,
	    &err), &err, "read them");
	if (tap_number((int64_t)count, 1, "one")) {
		tap_text(searches[0].title, "Nước", "its title");
		tap_text(searches[0].query, "lũ nguồn:x", "its query");
	}
	tap_done(store_remove_search(store, id, NOW, &found, &err) && found, &err,
	    "remove it");
	tap_done(store_remove_search(store, id, NOW, &found, &err) && !found,
	    &err, "it is gone");
}

static void find_in_slices(struct store *store, const char *query,
    enum search_order order, char names[64])
{
	struct store_search *search = store_search_new(query, NOW, order, 60);
	const struct search_result *results;
	bool is_done = false;
	size_t count;

	while (!is_done)
		if (!store_search_step(store, search, 1, &is_done, &err))
			tap_done(false, &err, "%s", query);
	count = store_search_results(search, &results);
	for (size_t i = 0; i < count; i++)
		names[i] = name_of(results[i].article_id);
	names[count] = '\0';
	store_search_free(search);
}

/* Slices of a millisecond come to what one go does. */
static void test_slices(struct store *store)
{
	char whole[64], sliced[64];
	size_t wrong = 0;

	for (size_t i = 0; i < ARRAY_LEN(cases) * 2; i++) {
		enum search_order order = i % 2 == 0 ? SEARCH_BEST :
		    SEARCH_NEWEST;

		find(store, cases[i / 2].query, order, whole);
		find_in_slices(store, cases[i / 2].query, order, sliced);
		if (strcmp(whole, sliced) == 0)
			continue;
		wrong++;
		tap_note("%s: %s, not %s", cases[i / 2].query, sliced, whole);
	}
	tap_number((int64_t)wrong, 0, "in slices as in one go");
}

int main(void)
{
	struct store *store = open_store("search.db", STORE_BACKGROUND);
	int64_t source = add_source(store, "https://x.vn/rss");

	for (size_t i = 0; i < ARRAY_LEN(news); i++) {
		struct article_draft draft = make_draft(
		    arena_printf(drafts_arena(), "p%zu", i),
		    arena_printf(drafts_arena(), "https://x.vn/%zu", i),
		    news[i].title, NOW - 100000 + (int64_t)i * 3600);

		set_body(&draft, news[i].body);
		save(store, source, &draft, 1);
	}
	index_all(store);
	test_table(store);
	test_newest(store);
	test_snippet(store);
	test_slices(store);
	test_changes(store, source);
	test_province(store);
	test_saved(store);
	store_close(store);
	drafts_release();
	return tap_end();
}
