#include "related/related.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "related/stop.h"
#include "support/tap.h"

static struct arena arena;

static size_t find(const char *title, const char *text,
    struct related_term **terms)
{
	return related_find_terms(title, text, strlen(text), &arena, terms);
}

/* The weight of a pair as it stands in the text; 0: not there. */
static float weight_of(const struct related_term *terms, size_t count,
    const char *text)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(terms[i].text, text) == 0)
			return terms[i].weight;
	return 0;
}

static void test_pairs(void)
{
	struct related_term *terms, *same;
	size_t count = find("", "Nước sông Lệ Khê dâng cao, cầu Bến Sỏi"
	    " ngập. Đê của Hạ Khê đứng vững", &terms);

	tap_ok(weight_of(terms, count, "sông Lệ") > 0 &&
	    weight_of(terms, count, "Lệ Khê") > 0, "adjacent syllables");
	tap_ok(weight_of(terms, count, "cao, cầu") == 0,
	    "not across a comma");
	tap_ok(weight_of(terms, count, "ngập. Đê") == 0,
	    "nor a sentence's end");
	tap_ok(weight_of(terms, count, "Đê của") == 0 &&
	    weight_of(terms, count, "của Hạ") == 0, "no stop words");
	tap_ok(weight_of(terms, count, "Lệ Khê") >
	    weight_of(terms, count, "sông Lệ"), "a name is heavier");
	find("", "sông Lệ", &terms);
	tap_ok(find("", "SÔNG LE", &same) == 1 &&
	    same[0].term == terms[0].term, "folded, all spellings are one");
	tap_number((int64_t)find("", "", &terms), 0, "nothing of nothing");
	tap_number((int64_t)find("lũ", "ngập", &terms), 0,
	    "title and text do not run together");
}

static void test_weights(void)
{
	struct related_term *terms;
	const char *text = "trường học đóng cửa. đường thôn ngập. chợ phiên"
	    " vắng. chợ phiên đông.";
	size_t count = find("đường thôn sạt lở", text, &terms);

	tap_text(terms[0].text, "đường thôn", "the title is heaviest");
	tap_ok(weight_of(terms, count, "chợ phiên") >
	    weight_of(terms, count, "trường học"), "often is heavier");
	tap_ok(weight_of(terms, count, "chợ phiên") <
	    3 * weight_of(terms, count, "trường học"),
	    "but not as many times");
	for (size_t i = 1; i < count; i++)
		if (terms[i].weight > terms[i - 1].weight)
			tap_ok(false, "heaviest first");
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

static void test_pick(void)
{
	struct related_term terms[] = {{5, 2, "a"}, {6, 2, "b"}, {7, 2, "c"},
	    {8, 9, "d"}, {9, 1, "e"}};
	struct related_frequency frequencies[] = {{5, 15}, {6, 2}, {7, 1},
	    {8, 21}, {9, 20}};
	size_t kept = related_pick_terms(terms, 5, frequencies, 5, 100);

	tap_number((int64_t)kept, 3, "the only one's and all ones' go");
	tap_number(terms[0].term, 6, "the rarer first");
	tap_number(terms[1].term, 5, "then the more common");
	tap_ok(terms[0].weight > 7.8F && terms[0].weight < 7.9F,
	    "2 log(1 + 100/2)");
	tap_number((int64_t)related_pick_terms(terms, 2, NULL, 0, 100), 0,
	    "none is known");
}

static void test_pick_most(void)
{
	struct related_term terms[200];
	struct related_frequency frequencies[200];

	for (uint32_t i = 0; i < 200; i++) {
		terms[i] = (struct related_term){i, (float)i, "x"};
		frequencies[i] = (struct related_frequency){i, 3};
	}
	tap_number((int64_t)related_pick_terms(terms, 200, frequencies, 200,
	    1000), RELATED_TERMS_MOST, "no more than the most");
	tap_number(terms[0].term, 199, "the best of them");
}

static void test_rank(void)
{
	static const struct related_term own[] = {{1, 1, ""}, {2, 2, ""},
	    {3, 3, ""}, {4, 4, ""}, {5, 5, ""}, {6, 6, ""}};
	static const struct related_term part[] = {{99, 5, ""}, {3, 3, ""},
	    {1, 1, ""}};
	static const struct related_term other[] = {{50, 1, ""}};
	static const int64_t day = 86400;
	struct related_candidate candidates[] = {
	    {11, other, 1, 0}, {12, part, 3, 0}, {13, own, 6, 0},
	    {14, own, 6, 180 * day}, {15, NULL, 0, 0}, {16, own, 6, 0}};
	struct related_result *results;
	size_t count = related_rank(own, 6, 0, candidates, 6, &arena,
	    &results);

	tap_number((int64_t)count, 4, "what shares nothing is left out");
	tap_ok(results[0].article_id == 16 && results[1].article_id == 13,
	    "the most alike first, the newest of equals");
	tap_ok(results[0].score > 0.999 && results[0].score < 1.001,
	    "the same terms score 1");
	tap_ok(results[2].article_id == 14 && results[2].score > 0.499 &&
	    results[2].score < 0.501, "half a year halves it");
	tap_ok(results[3].article_id == 12 && results[3].score > 0.17 &&
	    results[3].score < 0.19, "the cosine of a part");
	tap_ok(results[0].shared_count == 6 && results[0].shared[0] == 6 &&
	    results[0].shared[5] == 1, "the shared ones, heaviest first");
	tap_ok(results[3].shared_count == 2 && results[3].shared[0] == 3 &&
	    results[3].shared[1] == 1, "all of two");
	tap_number((int64_t)related_rank(own, 0, 0, candidates, 6, &arena,
	    &results), 0, "an article without terms has none");
}

/* Two articles of one matter and one of another, from text to rank. */
static void test_whole(void)
{
	static const char *const texts[][2] = {
	    {"Lũ trên sông Lệ Khê lên nhanh", "Mực nước sông Lệ Khê tại cầu"
	    " Bến Sỏi lúc 7 giờ là 4,2 m. Thôn Hạ Khê ngập sâu, đò ngang"
	    " dừng chạy."},
	    {"Thôn Hạ Khê dọn bùn sau lũ", "Nước sông Lệ Khê rút khỏi thôn"
	    " Hạ Khê, đò ngang chạy lại, mực nước tại cầu Bến Sỏi còn 2,1"
	    " m."},
	    {"Mở lớp dạy đan giỏ mây", "Lớp học đan giỏ mây của hợp tác xã"
	    " Tân Lệ có 20 học viên, bán giỏ ở chợ phiên. Học viên học đan"
	    " giỏ mây hai tháng."},
	    {"Giỏ mây Tân Lệ vào chợ phiên", "Hợp tác xã Tân Lệ bán giỏ mây"
	    " ở chợ phiên, học viên lớp đan giỏ mây có việc."}};
	struct related_candidate candidates[4];
	struct related_result *results;
	size_t result_count;

	for (size_t i = 0; i < 4; i++) {
		struct related_term *terms;

		candidates[i].article_id = (int64_t)i;
		candidates[i].published = 0;
		candidates[i].term_count = find(texts[i][0], texts[i][1],
		    &terms);
		candidates[i].terms = terms;
	}
	result_count = related_rank(candidates[0].terms,
	    candidates[0].term_count, 0, candidates + 1, 3, &arena,
	    &results);
	tap_ok(result_count >= 1 && results[0].article_id == 1,
	    "the flood finds the flood");
	result_count = related_rank(candidates[2].terms,
	    candidates[2].term_count, 0, candidates + 3, 1, &arena,
	    &results);
	tap_ok(result_count == 1 && results[0].score > 0.2,
	    "the baskets find the baskets");
	result_count = related_rank(candidates[0].terms,
	    candidates[0].term_count, 0, candidates + 2, 2, &arena,
	    &results);
	tap_number((int64_t)result_count, 0, "the flood no baskets");
}

int main(void)
{
	arena_init(&arena);
	test_pairs();
	test_weights();
	test_stop();
	test_pick();
	test_pick_most();
	test_rank();
	test_whole();
	arena_release(&arena);
	return tap_end();
}
