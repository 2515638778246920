#include "bench/gen.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "text/fold.h"
#include "text/url.h"

enum {
	SYLLABLES = 7000,
	NAMES = 12000,
	GUIDE = 1 << 14,      /* where a search among the sums begins */
	STORY_SPAN = 400,     /* articles among which a story is told */
	STORIES_EACH = 20,    /* stories begun in a span */
	STORY_WORDS = 14,
	SYLLABLES_LEAST = 200,
	SYLLABLES_MORE = 270, /* at most; 335 on the average */
};

struct gen {
	struct arena arena;
	uint64_t seed;
	char *syllables[SYLLABLES];
	char *words[GEN_WORDS];
	unsigned char lengths[GEN_WORDS]; /* in syllables */
	double sums[GEN_WORDS];           /* of the frequencies */
	uint32_t guide[GUIDE];
	char *names[NAMES];
};

double gen_share(uint64_t *seed)
{
	*seed ^= *seed >> 12;
	*seed ^= *seed << 25;
	*seed ^= *seed >> 27;
	return (double)((*seed * UINT64_C(0x2545F4914F6CDD1D)) >> 11) /
	    (double)(UINT64_C(1) << 53);
}

static size_t below(uint64_t *seed, size_t limit)
{
	return (size_t)(gen_share(seed) * (double)limit);
}

/* A seed of its own for each number: splitmix64. */
static uint64_t seed_of(uint64_t seed, uint64_t number)
{
	uint64_t mixed = seed + (number + 1) * UINT64_C(0x9E3779B97F4A7C15);

	mixed = (mixed ^ mixed >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94D049BB133111EB);
	mixed ^= mixed >> 31;
	return mixed == 0 ? 1 : mixed;
}

/* Every beginning with every rhyme, in an order that mixes them. */
static void make_syllables(struct gen *gen)
{
	static const char *const starts[] = {"b", "c", "ch", "d", "đ", "g",
	    "gi", "h", "kh", "l", "m", "n", "ng", "nh", "ph", "qu", "r", "s",
	    "t", "th", "tr", "v", "x", ""};
	static const char *const rhymes[] = {"a", "à", "á", "ả", "ã", "ạ",
	    "an", "àn", "án", "ản", "ạn", "ang", "àng", "áng", "ạng", "anh",
	    "ành", "ánh", "ạnh", "ao", "ào", "áo", "ạo", "ay", "ày", "áy",
	    "ăm", "ằm", "ắm", "ăn", "ắn", "ặn", "ăng", "ằng", "ắng", "ặng",
	    "âm", "ầm", "ấm", "ậm", "ân", "ần", "ấn", "ận", "âng", "ầng",
	    "ất", "ật", "âu", "ầu", "ấu", "ậu", "ây", "ầy", "ấy", "ậy", "e",
	    "è", "é", "ẻ", "em", "èm", "en", "èn", "eo", "èo", "éo", "ê", "ề",
	    "ế", "ể", "ễ", "ệ", "ên", "ền", "ến", "ện", "ênh", "ếch", "i",
	    "ì", "í", "ỉ", "ị", "ia", "ìa", "ía", "ích", "ịch", "iêm", "iệm",
	    "iên", "iền", "iến", "iện", "iết", "iệt", "iêu", "iều", "iếu",
	    "in", "ìn", "ính", "ình", "ịnh", "o", "ò", "ó", "ỏ", "ọ", "oa",
	    "òa", "oá", "oan", "oàn", "oán", "oạn", "óc", "ọc", "oi", "òi",
	    "ói", "om", "òm", "on", "òn", "ong", "òng", "óng", "ọng", "ô",
	    "ồ", "ố", "ổ", "ỗ", "ộ", "ôi", "ồi", "ối", "ội", "ôm", "ồm",
	    "ôn", "ồn", "ốn", "ộn", "ông", "ồng", "ống", "ộng", "ốc", "ộc",
	    "ốt", "ột", "ơ", "ờ", "ớ", "ở", "ợ", "ơi", "ời", "ới", "ợi",
	    "ơm", "ợm", "ơn", "ờn", "ớn", "ợp", "u", "ù", "ú", "ủ", "ũ", "ụ",
	    "ua", "ùa", "úa", "úc", "ục", "ui", "ùi", "úi", "ung", "ùng",
	    "úng", "ụng", "uôc", "uốc", "uộc", "uôi", "uổi", "uôn", "uồn",
	    "uống", "uộng", "út", "ụt", "ư", "ừ", "ứ", "ử", "ữ", "ự", "ưa",
	    "ừa", "ứa", "ức", "ực", "ưng", "ừng", "ứng", "ựng", "ước", "ược",
	    "ươi", "ười", "ưới", "ượi", "ương", "ường", "ướng", "ượng", "ướt",
	    "ượt", "ưu", "ựu", "y", "ỳ", "ý", "ỷ", "ỵ"};
	size_t count = ARRAY_LEN(starts) * ARRAY_LEN(rhymes);

	for (size_t i = 0; i < SYLLABLES; i++) {
		size_t at = i * 5003 % count; /* coprime: none comes twice */

		gen->syllables[i] = arena_printf(&gen->arena, "%s%s%s",
		    starts[at % ARRAY_LEN(starts)],
		    rhymes[at / ARRAY_LEN(starts)], i < count ? "" : "p");
	}
}

/* A few syllables carry most words, as đường, nước, dân do. */
static const char *draw_syllable(struct gen *gen, uint64_t *seed)
{
	return gen->syllables[(size_t)(pow(gen_share(seed), 2.2) *
	    SYLLABLES)];
}

static void make_words(struct gen *gen)
{
	uint64_t seed = seed_of(gen->seed, 1);
	double sum = 0;

	for (size_t i = 0; i < GEN_WORDS; i++) {
		double kind = gen_share(&seed);
		/* the most frequent words have one syllable */
		double one = i < 300 ? 0.6 : 0.2;
		const char *first = draw_syllable(gen, &seed);

		gen->lengths[i] = kind < one ? 1 : kind < 0.93 ? 2 : 3;
		gen->words[i] = arena_printf(&gen->arena, "%s%s%s%s%s", first,
		    gen->lengths[i] > 1 ? " " : "",
		    gen->lengths[i] > 1 ? draw_syllable(gen, &seed) : "",
		    gen->lengths[i] > 2 ? " " : "",
		    gen->lengths[i] > 2 ? draw_syllable(gen, &seed) : "");
		sum += 1 / ((double)i + 2.7);
		gen->sums[i] = sum;
	}
	for (size_t i = 0, at = 0; i < GUIDE; i++) {
		while (gen->sums[at] < sum * (double)i / GUIDE)
			at++;
		gen->guide[i] = (uint32_t)at;
	}
}

static void add_capital(struct str *out, const char *word)
{
	if (str_starts(word, "đ")) {
		str_add(out, "Đ");
		word += strlen("đ");
	} else if (*word >= 'a' && *word <= 'z') {
		str_addf(out, "%c", *word++ - 'a' + 'A');
	}
	str_add(out, word);
}

/* Of persons and places; some are foreign, and those are seldom repeated. */
static void make_names(struct gen *gen)
{
	static const char *const parts[] = {"son", "ber", "ric", "mar", "lan",
	    "dor", "fin", "wal", "kov", "ster"};
	uint64_t seed = seed_of(gen->seed, 2);
	struct str name;

	str_init(&name);
	for (size_t i = 0; i < NAMES; i++) {
		size_t count = 2 + below(&seed, 2);

		str_clear(&name);
		for (size_t k = 0; k < count && i % 8 != 7; k++) {
			str_add(&name, k == 0 ? "" : " ");
			add_capital(&name, draw_syllable(gen, &seed));
		}
		for (size_t k = 0; k <= count && i % 8 == 7; k++) {
			const char *part =
			    parts[below(&seed, ARRAY_LEN(parts))];

			if (k == 0)
				add_capital(&name, part);
			else
				str_add(&name, part);
		}
		gen->names[i] = arena_dup(&gen->arena, name.data);
	}
	str_release(&name);
}

struct gen *gen_new(uint64_t seed)
{
	struct gen *gen = mem_alloc_zero(1, sizeof(*gen));

	arena_init(&gen->arena);
	gen->seed = seed;
	make_syllables(gen);
	make_words(gen);
	make_names(gen);
	return gen;
}

void gen_free(struct gen *gen)
{
	if (gen == NULL)
		return;
	arena_release(&gen->arena);
	free(gen);
}

const char *gen_word(const struct gen *gen, size_t rank)
{
	return gen->words[rank % GEN_WORDS];
}

const char *gen_name(const struct gen *gen, size_t number)
{
	return gen->names[number % NAMES];
}

/* The rank of a word, by Zipf's law. */
static size_t draw_rank(const struct gen *gen, uint64_t *seed)
{
	double share = gen_share(seed);
	double at = share * gen->sums[GEN_WORDS - 1];
	size_t rank = gen->guide[(size_t)(share * GUIDE)];

	while (gen->sums[rank] < at)
		rank++;
	return rank;
}

/* --- an article ---------------------------------------------------------- */

struct writing {
	const struct gen *gen;
	struct str out;
	uint64_t seed, story; /* story 0: it tells none */
	size_t syllables;     /* written */
	bool begins;          /* a sentence */
};

static void add_number(struct writing *writing)
{
	static const char *const units[] = {"tỷ đồng", "ha", "hộ dân", "%",
	    "triệu đồng", "người", "km", "tấn"};
	uint64_t *seed = &writing->seed;
	size_t number = below(seed, 999), kind = below(seed, 4);

	if (kind == 0)
		str_addf(&writing->out, "%zu/%zu", 1 + number % 28,
		    1 + number % 12);
	else if (kind == 1)
		str_addf(&writing->out, "%zu.%03zu", 1 + number % 40,
		    below(seed, 1000));
	else
		str_addf(&writing->out, "%zu,%zu", number % 100, number % 10);
	str_addf(&writing->out, " %s", units[number % ARRAY_LEN(units)]);
	writing->syllables += 3;
}

/* What all that tell one story say: its names, its words, side by side. */
static void add_of_story(struct writing *writing)
{
	size_t part = below(&writing->seed, STORY_WORDS);
	uint64_t seed = seed_of(writing->story, part);

	if (part < 4) {
		str_add(&writing->out, gen_name(writing->gen,
		    below(&seed, NAMES)));
		writing->syllables += 2;
		return;
	}
	for (int i = 0; i < 2; i++) {
		size_t rank = 30 + below(&seed, 20000);

		str_addf(&writing->out, "%s%s", i == 0 ? "" : " ",
		    writing->gen->words[rank]);
		writing->syllables += writing->gen->lengths[rank];
	}
}

static void add_word(struct writing *writing)
{
	size_t rank = draw_rank(writing->gen, &writing->seed);

	if (writing->begins)
		add_capital(&writing->out, writing->gen->words[rank]);
	else
		str_add(&writing->out, writing->gen->words[rank]);
	writing->syllables += writing->gen->lengths[rank];
}

static void add_sentence(struct writing *writing, size_t syllables)
{
	size_t end = writing->syllables + syllables, words = 0;

	writing->begins = true;
	while (writing->syllables < end) {
		double kind = gen_share(&writing->seed);

		if (!writing->begins)
			str_add(&writing->out, ++words % 9 == 0 ? ", " : " ");
		if (writing->story != 0 && kind < 0.12) {
			add_of_story(writing);
		} else if (kind > 0.985) {
			add_number(writing);
		} else if (kind > 0.955) {
			str_add(&writing->out, gen_name(writing->gen,
			    below(&writing->seed, NAMES)));
			writing->syllables += 2;
		} else {
			add_word(writing);
		}
		writing->begins = false;
	}
}

/* What was written since the last time, as the arena's. */
static char *take_text(struct writing *writing, struct arena *arena)
{
	char *text = arena_dup_len(arena, writing->out.data,
	    writing->out.len);

	str_clear(&writing->out);
	writing->syllables = 0;
	return text;
}

static void write_body(struct writing *writing, struct arena *arena,
    struct gen_article *article)
{
	size_t syllables = SYLLABLES_LEAST +
	    below(&writing->seed, SYLLABLES_MORE);
	size_t start = 0, sentences = 0;

	while (writing->syllables < syllables) {
		add_sentence(writing, 12 + below(&writing->seed, 20));
		str_add(&writing->out, ".");
		if (++sentences % 4 != 0 && writing->syllables < syllables) {
			str_add(&writing->out, " ");
			continue;
		}
		block_add(&article->body, arena, BLOCK_PARAGRAPH,
		    writing->out.data + start, writing->out.len - start);
		str_add(&writing->out, "\n");
		start = writing->out.len;
	}
	article->text = take_text(writing, arena);
}

void gen_article(struct gen *gen, int64_t number, struct arena *arena,
    struct gen_article *article)
{
	struct writing writing = {.gen = gen,
	    .seed = seed_of(gen->seed, (uint64_t)number + 100)};

	memset(article, 0, sizeof(*article));
	article->number = number;
	article->published = GEN_START + number * GEN_SECONDS;
	article->source = (int)(number / GEN_BATCH % GEN_SOURCES);
	if (gen_share(&writing.seed) < 0.25)
		writing.story = seed_of(gen->seed + 3,
		    (uint64_t)(number / STORY_SPAN * STORIES_EACH) +
		    below(&writing.seed, STORIES_EACH));
	str_init(&writing.out);
	add_sentence(&writing, 9 + below(&writing.seed, 8));
	article->title = take_text(&writing, arena);
	add_sentence(&writing, 25 + below(&writing.seed, 20));
	str_add(&writing.out, ".");
	article->lead = take_text(&writing, arena);
	write_body(&writing, arena, article);
	str_release(&writing.out);
	article->link = arena_printf(arena,
	    "https://trang-%d.example.vn/tin-tuc/bai-viet-so-%lld.html",
	    article->source, (long long)number);
	article->guid = arena_printf(arena, "news_%lld", (long long)number);
}

static void set_text(const struct gen_article *article, enum gen_text text,
    struct arena *arena, struct article_draft *draft)
{
	struct block_list lead = {0};
	struct str bytes;

	str_init(&bytes);
	if (text == GEN_HTML) {
		for (size_t i = 0; i < article->body.count; i++)
			str_addf(&bytes, "<p>%s</p>\n",
			    article->body.blocks[i].text);
		draft->html = arena_dup_len(arena, bytes.data, bytes.len);
		draft->html_len = bytes.len;
	} else {
		block_add(&lead, arena, BLOCK_PARAGRAPH, article->lead,
		    strlen(article->lead));
		block_encode(&bytes, text == GEN_BLOCKS ? &article->body :
		    &lead);
		draft->body = arena_dup_len(arena, bytes.data, bytes.len);
		draft->body_len = bytes.len;
	}
	str_release(&bytes);
}

void gen_draft(const struct gen_article *article, enum gen_text text,
    struct arena *arena, struct article_draft *draft)
{
	struct str bytes;

	memset(draft, 0, sizeof(*draft));
	draft->title = article->title;
	draft->lead = article->lead;
	draft->link = article->link;
	str_init(&bytes);
	url_canonical(&bytes, article->link);
	draft->address = arena_dup(arena, bytes.data);
	str_clear(&bytes);
	text_fold(&bytes, article->title, strlen(article->title));
	draft->keys[0] = (struct article_key){ARTICLE_KEY_GUID,
	    article->guid};
	draft->keys[1] = (struct article_key){ARTICLE_KEY_LINK,
	    draft->address};
	draft->keys[2] = (struct article_key){ARTICLE_KEY_TITLE,
	    arena_printf(arena, "%s %lld", bytes.data,
	    (long long)(article->published / 86400))};
	draft->key_count = 3;
	draft->published = article->published;
	str_release(&bytes);
	set_text(article, text, arena, draft);
}

char *gen_source_url(int source, struct arena *arena)
{
	return arena_printf(arena, "https://trang-%d.example.vn/rss", source);
}
