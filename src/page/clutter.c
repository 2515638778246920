#include "page/clutter.h"

#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "text/clean.h"
#include "text/fold.h"

/* Bytes; a longer line is a sentence. */
#define LINE_MAX_LEN 64
#define COUNTER_MAX_LEN 60
#define VALUE_MAX_LEN 120
#define FOOTER_MAX_LEN 300
#define POINTER_MAX_LEN 240
#define BAR_MAX_LEN 160
#define PLEA_MAX_LEN 320

struct row {
	const char *text;
	enum clutter role;
};

/*
 * Lower case, tones in the old place (text_fold_exact), in the order of
 * strcmp. From NukeViet's language files (modules/news, modules/comment),
 * recorded portals, and what such sites, and those of other languages,
 * commonly say. tests/page/clutter_test has them by role.
 */
/* clang-format off */
static const struct row rows[] = {
	{"ad", CLUTTER_TOOLS},
	{"add a comment", CLUTTER_FEEDBACK},
	{"advertisement", CLUTTER_TOOLS},
	{"advertising", CLUTTER_TOOLS},
	{"also read", CLUTTER_RELATED},
	{"anzeige", CLUTTER_TOOLS},
	{"articles similaires", CLUTTER_RELATED},
	{"articoli correlati", CLUTTER_RELATED},
	{"artículos relacionados", CLUTTER_RELATED},
	{"auch interessant", CLUTTER_RELATED},
	{"back", CLUTTER_TOOLS},
	{"back to top", CLUTTER_TOOLS},
	{"biên tập", CLUTTER_META},
	{"breaking news", CLUTTER_POPULAR},
	{"bài liên quan", CLUTTER_RELATED},
	{"bài viết liên quan", CLUTTER_RELATED},
	{"bình luận", CLUTTER_FEEDBACK},
	{"bản in", CLUTTER_TOOLS},
	{"bản quyền thuộc", CLUTTER_FOOTER},
	{"chia sẻ", CLUTTER_TOOLS},
	{"chia sẻ bài viết", CLUTTER_TOOLS},
	{"chia sẻ facebook", CLUTTER_TOOLS},
	{"chuyên mục", CLUTTER_META},
	{"chịu trách nhiệm", CLUTTER_FOOTER},
	{"click to share", CLUTTER_TOOLS},
	{"close", CLUTTER_TOOLS},
	{"comentarios", CLUTTER_FEEDBACK},
	{"comentários", CLUTTER_FEEDBACK},
	{"comment", CLUTTER_FEEDBACK},
	{"commentaires", CLUTTER_FEEDBACK},
	{"commenti", CLUTTER_FEEDBACK},
	{"comments", CLUTTER_FEEDBACK},
	{"compartilhar", CLUTTER_TOOLS},
	{"compartir", CLUTTER_TOOLS},
	{"condividi", CLUTTER_TOOLS},
	{"copy link", CLUTTER_TOOLS},
	{"czytaj także", CLUTTER_RELATED},
	{"các bài đã đưa", CLUTTER_RELATED},
	{"các tin cũ hơn", CLUTTER_RELATED},
	{"các tin khác", CLUTTER_RELATED},
	{"các tin mới hơn", CLUTTER_RELATED},
	{"các tin đã đưa", CLUTTER_RELATED},
	{"có thể bạn quan tâm", CLUTTER_RELATED},
	{"cùng chuyên mục", CLUTTER_RELATED},
	{"cơ quan chủ quản", CLUTTER_FOOTER},
	{"cập nhật", CLUTTER_META},
	{"cập nhật lúc", CLUTTER_META},
	{"cỡ chữ", CLUTTER_TOOLS},
	{"cỡ chữ mặc định", CLUTTER_TOOLS},
	{"das könnte dich auch interessieren", CLUTTER_RELATED},
	{"das könnte sie auch interessieren", CLUTTER_RELATED},
	{"deixe um comentário", CLUTTER_FEEDBACK},
	{"deja un comentario", CLUTTER_FEEDBACK},
	{"deja una respuesta", CLUTTER_FEEDBACK},
	{"diskussion", CLUTTER_FEEDBACK},
	{"don't miss", CLUTTER_RELATED},
	{"drucken", CLUTTER_TOOLS},
	{"e-mail", CLUTTER_TOOLS},
	{"editor's picks", CLUTTER_POPULAR},
	{"email", CLUTTER_TOOLS},
	{"empfehlen", CLUTTER_TOOLS},
	{"facebook", CLUTTER_TOOLS},
	{"file đính kèm", CLUTTER_META},
	{"follow us", CLUTTER_TOOLS},
	{"getty images", CLUTTER_TOOLS},
	{"ghi rõ nguồn", CLUTTER_FOOTER},
	{"giảm cỡ chữ", CLUTTER_TOOLS},
	{"giấy phép số", CLUTTER_FOOTER},
	{"giới thiệu bài viết cho bạn bè", CLUTTER_TOOLS},
	{"google news", CLUTTER_TOOLS},
	{"gửi bài viết", CLUTTER_TOOLS},
	{"gửi bình luận", CLUTTER_FEEDBACK},
	{"gửi bình luận của bạn", CLUTTER_FEEDBACK},
	{"gửi email", CLUTTER_TOOLS},
	{"gửi phản hồi", CLUTTER_FEEDBACK},
	{"gửi tin qua email", CLUTTER_TOOLS},
	{"iklan", CLUTTER_TOOLS},
	{"imprimir", CLUTTER_TOOLS},
	{"in bài viết", CLUTTER_TOOLS},
	{"in bài viết này", CLUTTER_TOOLS},
	{"in ra", CLUTTER_TOOLS},
	{"in trang", CLUTTER_TOOLS},
	{"in ấn", CLUTTER_TOOLS},
	{"instagram", CLUTTER_TOOLS},
	{"join the conversation", CLUTTER_FEEDBACK},
	{"keep reading", CLUTTER_RELATED},
	{"komentarze", CLUTTER_FEEDBACK},
	{"kommentar hinterlassen", CLUTTER_FEEDBACK},
	{"kommentar schreiben", CLUTTER_FEEDBACK},
	{"kommentare", CLUTTER_FEEDBACK},
	{"laisser un commentaire", CLUTTER_FEEDBACK},
	{"lascia un commento", CLUTTER_FEEDBACK},
	{"latest articles", CLUTTER_POPULAR},
	{"latest news", CLUTTER_POPULAR},
	{"latest stories", CLUTTER_POPULAR},
	{"le puede interesar", CLUTTER_RELATED},
	{"lea", CLUTTER_RELATED},
	{"lea más", CLUTTER_RELATED},
	{"lea también", CLUTTER_RELATED},
	{"leave a comment", CLUTTER_FEEDBACK},
	{"leave a reply", CLUTTER_FEEDBACK},
	{"lee también", CLUTTER_RELATED},
	{"leggi anche", CLUTTER_RELATED},
	{"leia mais", CLUTTER_RELATED},
	{"leia também", CLUTTER_RELATED},
	{"ler mais", CLUTTER_RELATED},
	{"les plus lus", CLUTTER_POPULAR},
	{"lesen sie auch", CLUTTER_RELATED},
	{"lesetipp", CLUTTER_RELATED},
	{"like this", CLUTTER_TOOLS},
	{"linkedin", CLUTTER_TOOLS},
	{"lire aussi", CLUTTER_RELATED},
	{"lo más leído", CLUTTER_POPULAR},
	{"loading", CLUTTER_TOOLS},
	{"loading...", CLUTTER_TOOLS},
	{"lên đầu trang", CLUTTER_TOOLS},
	{"lưu bài viết", CLUTTER_TOOLS},
	{"lưu bài viết này", CLUTTER_TOOLS},
	{"lượt thích", CLUTTER_COUNTER},
	{"lượt truy cập", CLUTTER_COUNTER},
	{"lượt xem", CLUTTER_COUNTER},
	{"lượt đọc", CLUTTER_COUNTER},
	{"mais lidas", CLUTTER_POPULAR},
	{"mehr zum thema", CLUTTER_RELATED},
	{"meistgelesen", CLUTTER_POPULAR},
	{"meistgelesene artikel", CLUTTER_POPULAR},
	{"merken", CLUTTER_TOOLS},
	{"mira también", CLUTTER_RELATED},
	{"more", CLUTTER_RELATED},
	{"more from", CLUTTER_RELATED},
	{"more news", CLUTTER_RELATED},
	{"more on this", CLUTTER_RELATED},
	{"more on this story", CLUTTER_RELATED},
	{"more stories", CLUTTER_RELATED},
	{"most popular", CLUTTER_POPULAR},
	{"most read", CLUTTER_POPULAR},
	{"most viewed", CLUTTER_POPULAR},
	{"mã an toàn", CLUTTER_FEEDBACK},
	{"mã xác nhận", CLUTTER_FEEDBACK},
	{"nghe bài viết", CLUTTER_TOOLS},
	{"nguồn", CLUTTER_META},
	{"nguồn tin", CLUTTER_META},
	{"ngày cập nhật", CLUTTER_META},
	{"ngày xuất bản", CLUTTER_META},
	{"ngày đăng", CLUTTER_META},
	{"những tin cũ hơn", CLUTTER_RELATED},
	{"những tin mới hơn", CLUTTER_RELATED},
	{"notas relacionadas", CLUTTER_RELATED},
	{"noticias relacionadas", CLUTTER_RELATED},
	{"notícias relacionadas", CLUTTER_RELATED},
	{"partager", CLUTTER_TOOLS},
	{"phản hồi", CLUTTER_FEEDBACK},
	{"pinterest", CLUTTER_TOOLS},
	{"play", CLUTTER_TOOLS},
	{"popular", CLUTTER_POPULAR},
	{"popular posts", CLUTTER_POPULAR},
	{"post a comment", CLUTTER_FEEDBACK},
	{"potrebbe interessarti", CLUTTER_RELATED},
	{"print", CLUTTER_TOOLS},
	{"pubblicità", CLUTTER_TOOLS},
	{"publicidad", CLUTTER_TOOLS},
	{"publicidade", CLUTTER_TOOLS},
	{"publicité", CLUTTER_TOOLS},
	{"quay lại", CLUTTER_TOOLS},
	{"read also", CLUTTER_RELATED},
	{"read more", CLUTTER_RELATED},
	{"read next", CLUTTER_RELATED},
	{"reader comments", CLUTTER_FEEDBACK},
	{"recomendamos", CLUTTER_RELATED},
	{"recommended", CLUTTER_RELATED},
	{"recommended for you", CLUTTER_RELATED},
	{"reklama", CLUTTER_TOOLS},
	{"related", CLUTTER_RELATED},
	{"related articles", CLUTTER_RELATED},
	{"related content", CLUTTER_RELATED},
	{"related links", CLUTTER_RELATED},
	{"related news", CLUTTER_RELATED},
	{"related posts", CLUTTER_RELATED},
	{"related stories", CLUTTER_RELATED},
	{"related topics", CLUTTER_RELATED},
	{"saiba mais", CLUTTER_RELATED},
	{"sao chép liên kết", CLUTTER_TOOLS},
	{"save", CLUTTER_TOOLS},
	{"schon gelesen?", CLUTTER_RELATED},
	{"schreibe einen kommentar", CLUTTER_FEEDBACK},
	{"see also", CLUTTER_RELATED},
	{"share", CLUTTER_TOOLS},
	{"share on facebook", CLUTTER_TOOLS},
	{"share on twitter", CLUTTER_TOOLS},
	{"share on whatsapp", CLUTTER_TOOLS},
	{"share this", CLUTTER_TOOLS},
	{"share this article", CLUTTER_TOOLS},
	{"share this on whatsapp", CLUTTER_TOOLS},
	{"share this post", CLUTTER_TOOLS},
	{"share this story", CLUTTER_TOOLS},
	{"show comments", CLUTTER_FEEDBACK},
	{"siehe auch", CLUTTER_RELATED},
	{"sign up", CLUTTER_TOOLS},
	{"sign up now", CLUTTER_TOOLS},
	{"sponsored", CLUTTER_TOOLS},
	{"subscribe", CLUTTER_TOOLS},
	{"số lượt xem", CLUTTER_COUNTER},
	{"tags", CLUTTER_META},
	{"te puede interesar", CLUTTER_RELATED},
	{"teilen", CLUTTER_TOOLS},
	{"telegram", CLUTTER_TOOLS},
	{"tham khảo thêm", CLUTTER_RELATED},
	{"theo dòng sự kiện", CLUTTER_RELATED},
	{"theo dõi", CLUTTER_TOOLS},
	{"thiết kế và phát triển", CLUTTER_FOOTER},
	{"thích", CLUTTER_TOOLS},
	{"thẻ", CLUTTER_META},
	{"thống kê truy cập", CLUTTER_FOOTER},
	{"tin bài khác", CLUTTER_RELATED},
	{"tin cùng chuyên mục", CLUTTER_RELATED},
	{"tin cũ hơn", CLUTTER_RELATED},
	{"tin khác", CLUTTER_RELATED},
	{"tin liên quan", CLUTTER_RELATED},
	{"tin mới", CLUTTER_POPULAR},
	{"tin mới hơn", CLUTTER_RELATED},
	{"tin mới nhất", CLUTTER_POPULAR},
	{"tin nổi bật", CLUTTER_POPULAR},
	{"tin tiêu điểm", CLUTTER_POPULAR},
	{"tin xem nhiều", CLUTTER_POPULAR},
	{"tin đã đưa", CLUTTER_RELATED},
	{"tin đọc nhiều", CLUTTER_POPULAR},
	{"tin đọc nhiều nhất", CLUTTER_POPULAR},
	{"tin, bài liên quan", CLUTTER_RELATED},
	{"top stories", CLUTTER_POPULAR},
	{"trending", CLUTTER_POPULAR},
	{"trending now", CLUTTER_POPULAR},
	{"trưởng ban biên tập", CLUTTER_FOOTER},
	{"trở về đầu trang", CLUTTER_TOOLS},
	{"tweet", CLUTTER_TOOLS},
	{"twitter", CLUTTER_TOOLS},
	{"tài liệu đính kèm", CLUTTER_META},
	{"tác giả", CLUTTER_META},
	{"tăng cỡ chữ", CLUTTER_TOOLS},
	{"tương phản", CLUTTER_TOOLS},
	{"tải về", CLUTTER_META},
	{"tệp đính kèm", CLUTTER_META},
	{"tổng biên tập", CLUTTER_FOOTER},
	{"từ khóa", CLUTTER_META},
	{"vea también", CLUTTER_RELATED},
	{"veja também", CLUTTER_RELATED},
	{"ver también", CLUTTER_RELATED},
	{"video liên quan", CLUTTER_RELATED},
	{"view comments", CLUTTER_FEEDBACK},
	{"view gallery", CLUTTER_TOOLS},
	{"viết bình luận", CLUTTER_FEEDBACK},
	{"você pode gostar", CLUTTER_RELATED},
	{"voltar", CLUTTER_TOOLS},
	{"về trang chủ", CLUTTER_TOOLS},
	{"về trang chủ đề", CLUTTER_TOOLS},
	{"về trang trước", CLUTTER_TOOLS},
	{"về đầu trang", CLUTTER_TOOLS},
	{"weitere artikel", CLUTTER_RELATED},
	{"weitere beiträge", CLUTTER_RELATED},
	{"weitere nachrichten", CLUTTER_RELATED},
	{"weiterlesen", CLUTTER_RELATED},
	{"werbung", CLUTTER_TOOLS},
	{"whatsapp", CLUTTER_TOOLS},
	{"xem nhiều", CLUTTER_POPULAR},
	{"xem phản hồi", CLUTTER_FEEDBACK},
	{"xem thêm", CLUTTER_RELATED},
	{"xem thêm tin", CLUTTER_RELATED},
	{"xem tiếp", CLUTTER_RELATED},
	{"you may also like", CLUTTER_RELATED},
	{"you may like", CLUTTER_RELATED},
	{"you might also like", CLUTTER_RELATED},
	{"zalo", CLUTTER_TOOLS},
	{"zobacz także", CLUTTER_RELATED},
	{"zum thema", CLUTTER_RELATED},
	{"zurück", CLUTTER_TOOLS},
	{"à lire aussi", CLUTTER_RELATED},
	{"à lire également", CLUTTER_RELATED},
	{"ähnliche artikel", CLUTTER_RELATED},
	{"ähnliche beiträge", CLUTTER_RELATED},
	{"ý kiến bạn đọc", CLUTTER_FEEDBACK},
	{"ý kiến của bạn", CLUTTER_FEEDBACK},
	{"đang online", CLUTTER_FOOTER},
	{"đang truy cập", CLUTTER_FOOTER},
	{"điện thoại", CLUTTER_FOOTER},
	{"đánh giá bài viết", CLUTTER_TOOLS},
	{"đã xem", CLUTTER_COUNTER},
	{"đăng lúc", CLUTTER_META},
	{"đường dây nóng", CLUTTER_FOOTER},
	{"địa chỉ", CLUTTER_FOOTER},
	{"đọc bài viết", CLUTTER_TOOLS},
	{"đọc nhiều", CLUTTER_POPULAR},
	{"đọc thêm", CLUTTER_RELATED},
	{"đọc tiếp", CLUTTER_RELATED},
};

/* Those that a value or a number may follow. */
static const struct row openers[] = {
	{"biên tập", CLUTTER_META},
	{"bản quyền thuộc", CLUTTER_FOOTER},
	{"chuyên mục", CLUTTER_META},
	{"chịu trách nhiệm", CLUTTER_FOOTER},
	{"cơ quan chủ quản", CLUTTER_FOOTER},
	{"cập nhật", CLUTTER_META},
	{"cập nhật lúc", CLUTTER_META},
	{"file đính kèm", CLUTTER_META},
	{"ghi rõ nguồn", CLUTTER_FOOTER},
	{"giấy phép số", CLUTTER_FOOTER},
	{"lượt thích", CLUTTER_COUNTER},
	{"lượt truy cập", CLUTTER_COUNTER},
	{"lượt xem", CLUTTER_COUNTER},
	{"lượt đọc", CLUTTER_COUNTER},
	{"nguồn", CLUTTER_META},
	{"nguồn tin", CLUTTER_META},
	{"ngày cập nhật", CLUTTER_META},
	{"ngày xuất bản", CLUTTER_META},
	{"ngày đăng", CLUTTER_META},
	{"số lượt xem", CLUTTER_COUNTER},
	{"tags", CLUTTER_META},
	{"thiết kế và phát triển", CLUTTER_FOOTER},
	{"thẻ", CLUTTER_META},
	{"thống kê truy cập", CLUTTER_FOOTER},
	{"trưởng ban biên tập", CLUTTER_FOOTER},
	{"tài liệu đính kèm", CLUTTER_META},
	{"tác giả", CLUTTER_META},
	{"tải về", CLUTTER_META},
	{"tệp đính kèm", CLUTTER_META},
	{"tổng biên tập", CLUTTER_FOOTER},
	{"từ khóa", CLUTTER_META},
	{"đang online", CLUTTER_FOOTER},
	{"đang truy cập", CLUTTER_FOOTER},
	{"điện thoại", CLUTTER_FOOTER},
	{"đã xem", CLUTTER_COUNTER},
	{"đăng lúc", CLUTTER_META},
	{"đường dây nóng", CLUTTER_FOOTER},
	{"địa chỉ", CLUTTER_FOOTER},
};
/* clang-format on */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Bytes of a mark of the list that the line ends or begins with; 0: none. */
static size_t find_mark(const char *line, size_t len, const char *const *marks,
    bool is_end)
{
	for (; *marks != NULL; marks++) {
		size_t size = strlen(*marks);

		if (len >= size &&
		    memcmp(is_end ? line + len - size : line, *marks, size) ==
			0)
			return size;
	}
	return 0;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Take "(3)", ":", "»", "…", "+" and the like off the end. */
static size_t trim_end(const char *line, size_t len)
{
	static const char *const marks[] = {":", " ", ".", "…", ">", "»",
	    "›", "→", "+", "|", "-", "▼", "▾", NULL};
	bool is_cut = true;

	while (is_cut && len > 0 && !is_letter(line[len - 1])) {
		size_t mark = find_mark(line, len, marks, true);

		len -= mark;
		is_cut = mark > 0;
		if (len > 2 && line[len - 1] == ')') {
			size_t at = len - 1;

			while (at > 0 && is_digit(line[at - 1]))
				at--;
			if (at > 0 && at < len - 1 && line[at - 1] == '(') {
				len = at - 1;
				is_cut = true;
			}
		}
	}
	return len;
}

static size_t trim_start(const char *line, size_t len)
{
	static const char *const marks[] = {" ", "»", "›", ">", "•", "+",
	    "-", "*", "|", "■", "▪", NULL};
	size_t at = 0, mark = 1;

	while (mark > 0 && at < len && !is_letter(line[at])) {
		mark = find_mark(line + at, len - at, marks, false);
		/* a line of marks alone is none that is known */
		if (mark == len - at)
			break;
		at += mark;
	}
	return at;
}

/* Only digits and what stands between them. */
static bool is_number(const char *text)
{
	return strspn(text, "0123456789 .,:()-|") == strlen(text);
}

static enum clutter find_whole(const char *folded)
{
	size_t low = 0, high = ARRAY_LEN(rows);

	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = strcmp(folded, rows[middle].text);

		if (order == 0)
			return rows[middle].role;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return CLUTTER_NONE;
}

/* A row whose words begin the line and are parted from what follows. */
static const struct row *find_start(const char *folded, size_t len)
{
	const struct row *found = NULL;

	for (size_t i = 0; i < ARRAY_LEN(openers); i++) {
		size_t size;

		if (openers[i].text[0] != folded[0])
			continue;
		size = strlen(openers[i].text);
		if (size >= len || memcmp(openers[i].text, folded, size) != 0)
			continue;
		if (folded[size] != ':' && folded[size] != ' ')
			continue;
		if (found == NULL || size > strlen(found->text))
			found = &openers[i];
	}
	return found;
}

static enum clutter judge_start(const struct row *row, const char *folded,
    size_t len)
{
	const char *rest = folded + strlen(row->text);
	bool has_colon = rest[strspn(rest, " ")] == ':';

	if (row->role == CLUTTER_COUNTER)
		return len <= COUNTER_MAX_LEN && is_number(rest)
		    ? CLUTTER_COUNTER
		    : CLUTTER_NONE;
	if (row->role == CLUTTER_META)
		return has_colon && len <= VALUE_MAX_LEN ? CLUTTER_META
		                                         : CLUTTER_NONE;
	return has_colon && len <= FOOTER_MAX_LEN ? CLUTTER_FOOTER
	                                          : CLUTTER_NONE;
}

static enum clutter find_one(const char *line, size_t len, size_t *value)
{
	enum clutter role = CLUTTER_NONE;
	size_t start = trim_start(line, len), end = trim_end(line, len);
	const struct row *row;
	struct str folded;

	if (len > FOOTER_MAX_LEN || end <= start)
		return CLUTTER_NONE;
	str_init(&folded);
	text_fold_exact(&folded, line + start, end - start);
	if (folded.len <= LINE_MAX_LEN)
		role = find_whole(folded.data);
	row = role == CLUTTER_NONE ? find_start(folded.data, folded.len) : NULL;
	if (row != NULL)
		role = judge_start(row, folded.data, folded.len);
	str_release(&folded);
	if (role == CLUTTER_META && value != NULL) {
		const char *colon = memchr(line, ':', len);
		size_t at = colon != NULL ? (size_t)(colon - line) + 1 : len;

		*value = at + strspn(line + at, " ");
	}
	return role;
}

/* "In trang | Gửi email | Chia sẻ": each part is one. */
static enum clutter find_bar(const char *line, size_t len)
{
	enum clutter role = CLUTTER_NONE;

	while (len > 0) {
		const char *bar = memchr(line, '|', len);
		size_t part = bar != NULL ? (size_t)(bar - line) : len;

		role = find_one(line, part, NULL);
		if (role != CLUTTER_TOOLS && role != CLUTTER_COUNTER)
			return CLUTTER_NONE;
		if (bar == NULL)
			break;
		line += part + 1;
		len -= part + 1;
	}
	return role;
}

enum clutter clutter_find(const char *line, size_t len, size_t *value)
{
	if (len <= BAR_MAX_LEN && memchr(line, '|', len) != NULL) {
		enum clutter role = find_bar(line, len);

		if (role != CLUTTER_NONE)
			return role;
	}
	return find_one(line, len, value);
}

bool clutter_is_pointer(const char *line, size_t len)
{
	const char *colon = memchr(line, ':', len);

	return colon != NULL && colon[1] == ' ' && len <= POINTER_MAX_LEN &&
	    clutter_find(line, (size_t)(colon - line), NULL) ==
		CLUTTER_RELATED;
}

static bool starts_folded(const char *line, size_t len,
    const char *const *starts)
{
	struct str folded;
	bool is_found = false;

	str_init(&folded);
	text_fold(&folded, line, len < LINE_MAX_LEN ? len : LINE_MAX_LEN);
	for (; *starts != NULL && !is_found; starts++)
		is_found = str_starts(folded.data, *starts);
	str_release(&folded);
	return is_found;
}

bool clutter_is_plea(const char *line, size_t len)
{
	static const char *const pleas[] = {"newsletter", "subscribe to",
	    "subscribe now", "please subscribe", "sign up for",
	    "follow us on", "follow me on", "download the app",
	    "download our app", "leave a comment", "recaptcha",
	    "if you enjoyed", "abonnieren", "suscribete", "suscribase",
	    "hazte miembro", "inscreva-se", "abonnez-vous", "subskrypcj"};
	struct str folded;
	bool is_found = false;

	/* news of such things in Vietnamese may well end with them */
	if (len > PLEA_MAX_LEN || text_is_vietnamese(line, len))
		return false;
	str_init(&folded);
	text_fold(&folded, line, len);
	for (size_t i = 0; i < ARRAY_LEN(pleas) && !is_found; i++)
		is_found = strstr(folded.data, pleas[i]) != NULL;
	str_release(&folded);
	return is_found;
}

bool clutter_is_author(const char *line, size_t len)
{
	static const char *const starts[] = {"tac gia", "bai va anh",
	    "tin, anh", "tin va anh", "nguoi dua tin", "bai, anh", NULL};

	return starts_folded(line, len, starts);
}

bool clutter_is_source(const char *line, size_t len)
{
	static const char *const starts[] = {"nguon", NULL};

	return starts_folded(line, len, starts);
}

bool clutter_is_attachment(const char *line, size_t len)
{
	static const char *const starts[] = {"file dinh kem", "tep dinh kem",
	    "tai lieu dinh kem", "tep tin dinh kem", "van ban dinh kem",
	    "tap tin dinh kem", "dinh kem", "tai ve", NULL};

	return starts_folded(line, len, starts);
}
