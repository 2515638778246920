/*
 * The lines that stand around articles: each known by its role however sites
 * write it, as a whole line and never as a part of a sentence; and what pages
 * with such lines, or with the ends of official texts, come out as.
 */
#include "page/clutter.h"

#include "base/arena.h"
#include "page/extract.h"
#include "support/tap.h"

/* clang-format off */
static const char *const related[] = {
	"also read", "articles similaires", "articoli correlati",
	"artículos relacionados", "auch interessant", "bài liên quan",
	"bài viết liên quan", "czytaj także", "các bài đã đưa",
	"các tin cũ hơn", "các tin khác", "các tin mới hơn", "các tin đã đưa",
	"có thể bạn quan tâm", "cùng chuyên mục",
	"das könnte dich auch interessieren",
	"das könnte sie auch interessieren", "don't miss", "keep reading",
	"le puede interesar", "lea", "lea más", "lea también", "lee también",
	"leggi anche", "leia mais", "leia também", "ler mais",
	"lesen sie auch", "lesetipp", "lire aussi", "mehr zum thema",
	"mira también", "more", "more from", "more news", "more on this",
	"more on this story", "more stories", "những tin cũ hơn",
	"những tin mới hơn", "notas relacionadas", "noticias relacionadas",
	"notícias relacionadas", "potrebbe interessarti", "read also",
	"read more", "read next", "recomendamos", "recommended",
	"recommended for you", "related", "related articles",
	"related content", "related links", "related news", "related posts",
	"related stories", "related topics", "saiba mais", "schon gelesen?",
	"see also", "siehe auch", "te puede interesar", "tham khảo thêm",
	"theo dòng sự kiện", "tin bài khác", "tin cùng chuyên mục",
	"tin cũ hơn", "tin khác", "tin liên quan", "tin mới hơn",
	"tin đã đưa", "tin, bài liên quan", "vea también", "veja também",
	"ver también", "video liên quan", "você pode gostar",
	"weitere artikel", "weitere beiträge", "weitere nachrichten",
	"weiterlesen", "xem thêm", "xem thêm tin", "xem tiếp",
	"you may also like", "you may like", "you might also like",
	"zobacz także", "zum thema", "à lire aussi", "à lire également",
	"ähnliche artikel", "ähnliche beiträge", "đọc thêm", "đọc tiếp", NULL};
static const char *const popular[] = {
	"breaking news", "editor's picks", "latest articles", "latest news",
	"latest stories", "les plus lus", "lo más leído", "mais lidas",
	"meistgelesen", "meistgelesene artikel", "most popular", "most read",
	"most viewed", "popular", "popular posts", "tin mới", "tin mới nhất",
	"tin nổi bật", "tin tiêu điểm", "tin xem nhiều", "tin đọc nhiều",
	"tin đọc nhiều nhất", "top stories", "trending", "trending now",
	"xem nhiều", "đọc nhiều", NULL};
static const char *const feedback[] = {
	"add a comment", "bình luận", "comentarios", "comentários", "comment",
	"commentaires", "commenti", "comments", "deixe um comentário",
	"deja un comentario", "deja una respuesta", "diskussion",
	"gửi bình luận", "gửi bình luận của bạn", "gửi phản hồi",
	"join the conversation", "komentarze", "kommentar hinterlassen",
	"kommentar schreiben", "kommentare", "laisser un commentaire",
	"lascia un commento", "leave a comment", "leave a reply",
	"mã an toàn", "mã xác nhận", "phản hồi", "post a comment",
	"reader comments", "schreibe einen kommentar", "show comments",
	"view comments", "viết bình luận", "xem phản hồi", "ý kiến bạn đọc",
	"ý kiến của bạn", NULL};
static const char *const tools[] = {
	"ad", "advertisement", "advertising", "anzeige", "back",
	"back to top", "bản in", "chia sẻ", "chia sẻ bài viết",
	"chia sẻ facebook", "click to share", "close", "compartilhar",
	"compartir", "condividi", "copy link", "cỡ chữ", "cỡ chữ mặc định",
	"drucken", "e-mail", "email", "empfehlen", "facebook", "follow us",
	"getty images", "giảm cỡ chữ", "giới thiệu bài viết cho bạn bè",
	"google news", "gửi bài viết", "gửi email", "gửi tin qua email",
	"iklan", "imprimir", "in bài viết", "in bài viết này", "in ra",
	"in trang", "in ấn", "instagram", "like this", "linkedin", "loading",
	"loading...", "lên đầu trang", "lưu bài viết", "lưu bài viết này",
	"merken", "nghe bài viết", "partager", "pinterest", "play", "print",
	"pubblicità", "publicidad", "publicidade", "publicité", "quay lại",
	"reklama", "sao chép liên kết", "save", "share", "share on facebook",
	"share on twitter", "share on whatsapp", "share this",
	"share this article", "share this on whatsapp", "share this post",
	"share this story", "sign up", "sign up now", "sponsored",
	"subscribe", "teilen", "telegram", "theo dõi", "thích",
	"trở về đầu trang", "tweet", "twitter", "tăng cỡ chữ", "tương phản",
	"view gallery", "voltar", "về trang chủ", "về trang chủ đề",
	"về trang trước", "về đầu trang", "werbung", "whatsapp", "zalo",
	"zurück", "đánh giá bài viết", "đọc bài viết", NULL};
static const char *const counter[] = {
	"lượt thích", "lượt truy cập", "lượt xem", "lượt đọc", "số lượt xem",
	"đã xem", NULL};
static const char *const meta[] = {
	"biên tập", "chuyên mục", "cập nhật", "cập nhật lúc", "file đính kèm",
	"nguồn", "nguồn tin", "ngày cập nhật", "ngày xuất bản", "ngày đăng",
	"tags", "thẻ", "tài liệu đính kèm", "tác giả", "tải về",
	"tệp đính kèm", "từ khóa", "đăng lúc", NULL};
static const char *const footer[] = {
	"bản quyền thuộc", "chịu trách nhiệm", "cơ quan chủ quản",
	"ghi rõ nguồn", "giấy phép số", "thiết kế và phát triển",
	"thống kê truy cập", "trưởng ban biên tập", "tổng biên tập",
	"đang online", "đang truy cập", "điện thoại", "đường dây nóng",
	"địa chỉ", NULL};
/* clang-format on */

static const struct {
	enum clutter role;
	const char *name;
	const char *const *lines;
} roles[] = {
    {CLUTTER_RELATED, "related", related},
    {CLUTTER_POPULAR, "popular", popular},
    {CLUTTER_FEEDBACK, "feedback", feedback},
    {CLUTTER_TOOLS, "tools", tools},
    {CLUTTER_COUNTER, "counter", counter},
    {CLUTTER_META, "meta", meta},
    {CLUTTER_FOOTER, "footer", footer},
};

static enum clutter find(const char *before, const char *line,
    const char *after)
{
	struct str whole;
	enum clutter role;

	str_init(&whole);
	str_add(&whole, before);
	str_add(&whole, line);
	str_add(&whole, after);
	role = clutter_find(whole.data, whole.len, NULL);
	str_release(&whole);
	return role;
}

/* As a site may set it, and as it stands in a sentence. */
static void test_line(enum clutter role, const char *line)
{
	static const struct {
		const char *before, *after;
	} shapes[] = {{"", ""}, {"", ":"}, {"", " (12)"}, {"» ", ""},
	    {"", " »"}, {"", "…"}, {"- ", ":"}, {"■ ", ""}, {"", " ▼"}};
	bool is_known = true;

	for (size_t i = 0; i < ARRAY_LEN(shapes); i++)
		if (find(shapes[i].before, line, shapes[i].after) != role) {
			tap_note("%s%s%s", shapes[i].before, line,
			    shapes[i].after);
			is_known = false;
		}
	tap_ok(is_known, "%s: known in all its shapes", line);
	tap_number(find("Bà con đọc mục ", line, " ở bảng tin của thôn."),
	    CLUTTER_NONE, "%s: not in a sentence", line);
	tap_number(find("", line, " được bà con thôn Bàu Sậy nhắc tới nhiều."),
	    CLUTTER_NONE, "%s: not where one begins", line);
}

/* What a value or a number may follow. */
static void test_values(void)
{
	for (const char *const *line = counter; *line != NULL; line++)
		tap_number(find("", *line, ": 1.234"), CLUTTER_COUNTER,
		    "%s: a number", *line);
	for (const char *const *line = meta; *line != NULL; line++) {
		struct str whole;
		size_t value = 0;

		str_init(&whole);
		str_addf(&whole, "%s: Hồ Văn Thản", *line);
		tap_number(clutter_find(whole.data, whole.len, &value),
		    CLUTTER_META, "%s: a value", *line);
		tap_text(whole.data + value, "Hồ Văn Thản",
		    "%s: where it begins", *line);
		str_release(&whole);
	}
	for (const char *const *line = footer; *line != NULL; line++)
		tap_number(find("", *line, ": xã Trằm Mây, tỉnh Quảng Trị"),
		    CLUTTER_FOOTER, "%s: an imprint", *line);
	tap_number(find("", "In trang | Gửi email | Chia sẻ", ""),
	    CLUTTER_TOOLS, "a bar of tools");
	tap_number(find("", "In trang | Cầu Bến Sỏi thông xe", ""),
	    CLUTTER_NONE, "a bar that holds more is none");
	tap_number(find("", "CÁC TIN KHÁC", ""), CLUTTER_RELATED, "capitals");
	tap_number(find("", "Từ khoá: đê, kè", ""), CLUTTER_META,
	    "the tone's other place");
}

#define ADDRESS "https://xa.example/tin/de.html"
#define TITLE "Trằm Mây đắp xong đoạn đê Hạ Khê trước mùa lũ"
#define FIRST                                                                  \
	"Sáng 22/11, xã Trằm Mây nghiệm thu đoạn đê Hạ Khê dài 640 mét, bà con " \
	"hai bên sông Lệ Khê dự đông đủ."
#define SECOND                                                                 \
	"Ông Hồ Văn Thản, trưởng thôn Cồn Dương, nói mặt đê nay rộng 3 mét, xe " \
	"máy tránh nhau được, trẻ con đi học không phải lội."
#define THIRD                                                                  \
	"Xã giao mỗi thôn giữ một đoạn, hễ có báo động cấp 1 thì đội xung kích " \
	"có mặt trong 15 phút"

static void extract(struct arena *arena, struct page *page, const char *rest,
    struct str *text)
{
	struct extract_options options = {.url = ADDRESS};
	struct error err = {0};
	struct str html;

	str_init(&html);
	str_addf(&html, "<html lang=vi><head><meta charset=utf-8><title>%s"
	    "</title></head><body><h1>%s</h1><div class=noidung><p>%s</p>"
	    "<p>%s</p>%s</div></body></html>", TITLE, TITLE, FIRST, SECOND,
	    rest);
	if (!extract_page(html.data, html.len, &options, arena, page, &err))
		tap_ok(false, "no article: %s", rest);
	else
		block_add_text(text, &page->body);
	str_release(&html);
}

/* The two paragraphs, and what is wanted of the rest. */
static void test_page(const char *name, const char *rest, const char *want,
    const char *author)
{
	struct arena arena;
	struct page page = {0};
	struct str text, whole;

	arena_init(&arena);
	str_init(&text);
	str_init(&whole);
	extract(&arena, &page, rest, &text);
	str_addf(&whole, "%s\n%s\n%s", FIRST, SECOND, want);
	tap_text(text.data, whole.data, "%s", name);
	if (author != NULL)
		tap_text(page.author != NULL ? page.author : "(none)", author,
		    "%s: author", name);
	str_release(&whole);
	str_release(&text);
	arena_release(&arena);
}

/* How official texts end, and what stands below. */
static void test_ends(void)
{
	static const struct {
		const char *name, *rest, *want, *author;
	} cases[] = {
	    {"./.", "<p>" THIRD "./.</p><p>Nơi nhận: như trên; lưu văn thư.</p>",
	        THIRD "./.\n", NULL},
	    {"./. after a blank", "<p>" THIRD " ./.</p><p>Lưu: VT.</p>",
	        THIRD " ./.\n", NULL},
	    {"./. in bold", "<p>" THIRD "<b>./.</b></p><p>Lưu: VT.</p>",
	        THIRD "./.\n", NULL},
	    {". /.", "<p>" THIRD ". /.</p><p>Lưu: VT.</p>",
	        THIRD ". /.\n", NULL},
	    {"./. and a no-break space", "<p>" THIRD "./.&nbsp;</p><p>Lưu: VT.",
	        THIRD "./.\n", NULL},
	    {"./. in quotes", "<p>“" THIRD "./.”</p><p>Lưu: VT.</p>",
	        "“" THIRD "./.”\n", NULL},
	    {"./. in brackets", "<p>(" THIRD "./.)</p><p>Lưu: VT.</p>",
	        "(" THIRD "./.)\n", NULL},
	    {"./. on a line of its own", "<p>" THIRD ".</p><p>./.</p>"
	        "<p>Lưu: VT.</p>", THIRD ".\n./.\n", NULL},
	    {"./. and who signed in the same line", "<p>" THIRD
	        "./. <b>Lê Thị Sậy</b></p>", THIRD "./.\n", "Lê Thị Sậy"},
	    {"./. and who signed below", "<p>" THIRD "./.</p>"
	        "<p style='text-align:right'><b>Lê Thị Sậy</b></p>",
	        THIRD "./.\n", "Lê Thị Sậy"},
	    {"./. and the seal's table", "<p>" THIRD "./.</p><table><tr><td>Nơi "
	        "nhận:<br>- Như trên;<br>- Lưu: VT.</td><td>TM. ỦY BAN NHÂN DÂN"
	        "<br>CHỦ TỊCH<br>Hồ Văn Thản</td></tr></table>",
	        THIRD "./.\n", NULL},
	    {"./. between line breaks", THIRD "./.<br><br>Nguồn: UBND xã",
	        THIRD "./.\n", NULL},
	    {"./. in the last item of a list", "<ul><li>" THIRD
	        "./.</li></ul><p>Lưu: VT.</p>", THIRD "./.\n", NULL},
	    {"no ./., an address of a file", "<p>" THIRD ", xem tệp ./.profile "
	        "của máy trạm đo mực nước đặt ở nhà văn hóa thôn, nơi có thước "
	        "nước và loa báo động.</p>", THIRD ", xem tệp ./.profile của "
	        "máy trạm đo mực nước đặt ở nhà văn hóa thôn, nơi có thước nước "
	        "và loa báo động.\n", NULL},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		test_page(cases[i].name, cases[i].rest, cases[i].want,
		    cases[i].author);
}

/* Each kind of line around and inside a body. */
static void test_bodies(void)
{
	static const char *const boxes[] = {"Tham khảo thêm", "Đọc thêm",
	    "Tin liên quan", "Xem thêm", "Có thể bạn quan tâm",
	    "Theo dòng sự kiện"};
	struct str rest;

	str_init(&rest);
	for (size_t i = 0; i < ARRAY_LEN(boxes); i++) {
		str_clear(&rest);
		str_addf(&rest, "<div><b>%s</b><ul><li><a href=/tin/1.html>Hạ "
		    "Khê trồng lại hàng tre giữ đê</a></ul></div><p>%s.</p>",
		    boxes[i], THIRD);
		test_page(boxes[i], rest.data, THIRD ".\n", NULL);
	}
	for (const char *const *line = tools; *line != NULL; line++) {
		str_clear(&rest);
		str_addf(&rest, "<p>%s</p><p>%s.</p><p>%s</p>", *line, THIRD,
		    *line);
		test_page(*line, rest.data, THIRD ".\n", NULL);
	}
	str_release(&rest);
	test_page("counters below", "<p>" THIRD ".</p><p>Lượt xem: 1.204</p>"
	    "<p>Đã xem: 12</p>", THIRD ".\n", NULL);
	test_page("values below", "<p>" THIRD ".</p><p>Tác giả: Lê Thị Sậy</p>"
	    "<p>Nguồn tin: Trang tin xã Trằm Mây</p><p>Từ khóa: đê, kè</p>",
	    THIRD ".\n", "Lê Thị Sậy");
	test_page("an imprint below", "<p>" THIRD ".</p><p>Chịu trách nhiệm: "
	    "Ban biên tập</p><p>Điện thoại: 0233.000.000</p>", THIRD ".\n",
	    NULL);
	test_page("comments below", "<p>" THIRD ".</p><h3>Ý kiến bạn đọc</h3>"
	    "<p>Bạn đọc Cồn Dương: đê đẹp lắm, mong xã trồng thêm tre phía "
	    "sông.</p>", THIRD ".\n", NULL);
	test_page("other news below", "<p>" THIRD ".</p><h3>Các tin khác</h3>"
	    "<ul><li><a href=/tin/1.html>Hạ Khê trồng lại hàng tre giữ đê</a> "
	    "(20/11/2026)</ul>", THIRD ".\n", NULL);
	test_page("a photo's credit in an inline element", "<div><img src=/a.jpg "
	    "width=600 height=400><div><span class=credit>Hồ Thản, Đài xã"
	    "</span></div></div><p>" THIRD ".</p>", THIRD ".\n", NULL);
	test_page("a paragraph of wide blanks", "<p>\u3000&nbsp;</p><p>" THIRD
	    ".</p>", THIRD ".\n", NULL);
	test_page("such words in a sentence stay", "<p>" THIRD ", còn mục Các "
	    "tin khác và Phản hồi trên bảng tin do cán bộ văn hóa giữ.</p>",
	    THIRD ", còn mục Các tin khác và Phản hồi trên bảng tin do cán bộ "
	    "văn hóa giữ.\n", NULL);
}

int main(void)
{
	for (size_t i = 0; i < ARRAY_LEN(roles); i++)
		for (const char *const *line = roles[i].lines; *line != NULL;
		     line++)
			test_line(roles[i].role, *line);
	test_values();
	test_ends();
	test_bodies();
	return tap_end();
}
