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

/*
 * Lower case, tones in the old place (text_fold_exact). From NukeViet's
 * language files (modules/news, modules/comment), recorded portals, and what
 * such sites commonly say.
 */
/* clang-format off */
static const struct row {
	enum clutter role;
	const char *text;
} rows[] = {
	{CLUTTER_RELATED, "bài liên quan"},
	{CLUTTER_RELATED, "bài viết liên quan"},
	{CLUTTER_RELATED, "các bài đã đưa"},
	{CLUTTER_RELATED, "các tin cũ hơn"},
	{CLUTTER_RELATED, "các tin khác"},
	{CLUTTER_RELATED, "các tin mới hơn"},
	{CLUTTER_RELATED, "các tin đã đưa"},
	{CLUTTER_RELATED, "có thể bạn quan tâm"},
	{CLUTTER_RELATED, "cùng chuyên mục"},
	{CLUTTER_RELATED, "những tin cũ hơn"},
	{CLUTTER_RELATED, "những tin mới hơn"},
	{CLUTTER_RELATED, "tham khảo thêm"},
	{CLUTTER_RELATED, "theo dòng sự kiện"},
	{CLUTTER_RELATED, "tin bài khác"},
	{CLUTTER_RELATED, "tin cùng chuyên mục"},
	{CLUTTER_RELATED, "tin cũ hơn"},
	{CLUTTER_RELATED, "tin khác"},
	{CLUTTER_RELATED, "tin liên quan"},
	{CLUTTER_RELATED, "tin mới hơn"},
	{CLUTTER_RELATED, "tin đã đưa"},
	{CLUTTER_RELATED, "tin, bài liên quan"},
	{CLUTTER_RELATED, "video liên quan"},
	{CLUTTER_RELATED, "xem thêm"},
	{CLUTTER_RELATED, "xem thêm tin"},
	{CLUTTER_RELATED, "xem tiếp"},
	{CLUTTER_RELATED, "đọc thêm"},
	{CLUTTER_RELATED, "đọc tiếp"},
	{CLUTTER_POPULAR, "tin mới"},
	{CLUTTER_POPULAR, "tin mới nhất"},
	{CLUTTER_POPULAR, "tin nổi bật"},
	{CLUTTER_POPULAR, "tin tiêu điểm"},
	{CLUTTER_POPULAR, "tin xem nhiều"},
	{CLUTTER_POPULAR, "tin đọc nhiều"},
	{CLUTTER_POPULAR, "tin đọc nhiều nhất"},
	{CLUTTER_POPULAR, "xem nhiều"},
	{CLUTTER_POPULAR, "đọc nhiều"},
	{CLUTTER_FEEDBACK, "bình luận"},
	{CLUTTER_FEEDBACK, "gửi bình luận"},
	{CLUTTER_FEEDBACK, "gửi bình luận của bạn"},
	{CLUTTER_FEEDBACK, "gửi phản hồi"},
	{CLUTTER_FEEDBACK, "mã an toàn"},
	{CLUTTER_FEEDBACK, "mã xác nhận"},
	{CLUTTER_FEEDBACK, "phản hồi"},
	{CLUTTER_FEEDBACK, "viết bình luận"},
	{CLUTTER_FEEDBACK, "xem phản hồi"},
	{CLUTTER_FEEDBACK, "ý kiến bạn đọc"},
	{CLUTTER_FEEDBACK, "ý kiến của bạn"},
	{CLUTTER_TOOLS, "bản in"},
	{CLUTTER_TOOLS, "chia sẻ"},
	{CLUTTER_TOOLS, "chia sẻ bài viết"},
	{CLUTTER_TOOLS, "chia sẻ facebook"},
	{CLUTTER_TOOLS, "copy link"},
	{CLUTTER_TOOLS, "cỡ chữ"},
	{CLUTTER_TOOLS, "cỡ chữ mặc định"},
	{CLUTTER_TOOLS, "giảm cỡ chữ"},
	{CLUTTER_TOOLS, "giới thiệu bài viết cho bạn bè"},
	{CLUTTER_TOOLS, "google news"},
	{CLUTTER_TOOLS, "gửi bài viết"},
	{CLUTTER_TOOLS, "gửi email"},
	{CLUTTER_TOOLS, "gửi tin qua email"},
	{CLUTTER_TOOLS, "in bài viết"},
	{CLUTTER_TOOLS, "in bài viết này"},
	{CLUTTER_TOOLS, "in ra"},
	{CLUTTER_TOOLS, "in trang"},
	{CLUTTER_TOOLS, "in ấn"},
	{CLUTTER_TOOLS, "lên đầu trang"},
	{CLUTTER_TOOLS, "lưu bài viết"},
	{CLUTTER_TOOLS, "lưu bài viết này"},
	{CLUTTER_TOOLS, "nghe bài viết"},
	{CLUTTER_TOOLS, "quay lại"},
	{CLUTTER_TOOLS, "sao chép liên kết"},
	{CLUTTER_TOOLS, "theo dõi"},
	{CLUTTER_TOOLS, "thích"},
	{CLUTTER_TOOLS, "trở về đầu trang"},
	{CLUTTER_TOOLS, "tăng cỡ chữ"},
	{CLUTTER_TOOLS, "tương phản"},
	{CLUTTER_TOOLS, "về trang chủ"},
	{CLUTTER_TOOLS, "về trang chủ đề"},
	{CLUTTER_TOOLS, "về trang trước"},
	{CLUTTER_TOOLS, "về đầu trang"},
	{CLUTTER_TOOLS, "zalo"},
	{CLUTTER_TOOLS, "đánh giá bài viết"},
	{CLUTTER_TOOLS, "đọc bài viết"},
	{CLUTTER_COUNTER, "lượt thích"},
	{CLUTTER_COUNTER, "lượt truy cập"},
	{CLUTTER_COUNTER, "lượt xem"},
	{CLUTTER_COUNTER, "lượt đọc"},
	{CLUTTER_COUNTER, "số lượt xem"},
	{CLUTTER_COUNTER, "đã xem"},
	{CLUTTER_META, "biên tập"},
	{CLUTTER_META, "chuyên mục"},
	{CLUTTER_META, "cập nhật"},
	{CLUTTER_META, "cập nhật lúc"},
	{CLUTTER_META, "file đính kèm"},
	{CLUTTER_META, "nguồn"},
	{CLUTTER_META, "nguồn tin"},
	{CLUTTER_META, "ngày cập nhật"},
	{CLUTTER_META, "ngày xuất bản"},
	{CLUTTER_META, "ngày đăng"},
	{CLUTTER_META, "tags"},
	{CLUTTER_META, "thẻ"},
	{CLUTTER_META, "tài liệu đính kèm"},
	{CLUTTER_META, "tác giả"},
	{CLUTTER_META, "tải về"},
	{CLUTTER_META, "tệp đính kèm"},
	{CLUTTER_META, "từ khóa"},
	{CLUTTER_META, "đăng lúc"},
	{CLUTTER_FOOTER, "bản quyền thuộc"},
	{CLUTTER_FOOTER, "chịu trách nhiệm"},
	{CLUTTER_FOOTER, "cơ quan chủ quản"},
	{CLUTTER_FOOTER, "ghi rõ nguồn"},
	{CLUTTER_FOOTER, "giấy phép số"},
	{CLUTTER_FOOTER, "thiết kế và phát triển"},
	{CLUTTER_FOOTER, "thống kê truy cập"},
	{CLUTTER_FOOTER, "trưởng ban biên tập"},
	{CLUTTER_FOOTER, "tổng biên tập"},
	{CLUTTER_FOOTER, "đang online"},
	{CLUTTER_FOOTER, "đang truy cập"},
	{CLUTTER_FOOTER, "điện thoại"},
	{CLUTTER_FOOTER, "đường dây nóng"},
	{CLUTTER_FOOTER, "địa chỉ"},
	/* as other languages' sites say it */
	{CLUTTER_RELATED, "related"},
	{CLUTTER_RELATED, "related articles"},
	{CLUTTER_RELATED, "related stories"},
	{CLUTTER_RELATED, "related posts"},
	{CLUTTER_RELATED, "related news"},
	{CLUTTER_RELATED, "related content"},
	{CLUTTER_RELATED, "related topics"},
	{CLUTTER_RELATED, "related links"},
	{CLUTTER_RELATED, "read more"},
	{CLUTTER_RELATED, "read also"},
	{CLUTTER_RELATED, "read next"},
	{CLUTTER_RELATED, "see also"},
	{CLUTTER_RELATED, "also read"},
	{CLUTTER_RELATED, "more"},
	{CLUTTER_RELATED, "more from"},
	{CLUTTER_RELATED, "more on this"},
	{CLUTTER_RELATED, "more on this story"},
	{CLUTTER_RELATED, "more stories"},
	{CLUTTER_RELATED, "more news"},
	{CLUTTER_RELATED, "recommended"},
	{CLUTTER_RELATED, "recommended for you"},
	{CLUTTER_RELATED, "you may also like"},
	{CLUTTER_RELATED, "you might also like"},
	{CLUTTER_RELATED, "you may like"},
	{CLUTTER_RELATED, "don't miss"},
	{CLUTTER_RELATED, "keep reading"},
	{CLUTTER_RELATED, "auch interessant"},
	{CLUTTER_RELATED, "das könnte sie auch interessieren"},
	{CLUTTER_RELATED, "das könnte dich auch interessieren"},
	{CLUTTER_RELATED, "mehr zum thema"},
	{CLUTTER_RELATED, "zum thema"},
	{CLUTTER_RELATED, "lesen sie auch"},
	{CLUTTER_RELATED, "weiterlesen"},
	{CLUTTER_RELATED, "ähnliche beiträge"},
	{CLUTTER_RELATED, "ähnliche artikel"},
	{CLUTTER_RELATED, "weitere artikel"},
	{CLUTTER_RELATED, "weitere beiträge"},
	{CLUTTER_RELATED, "weitere nachrichten"},
	{CLUTTER_RELATED, "lea también"},
	{CLUTTER_RELATED, "lea más"},
	{CLUTTER_RELATED, "te puede interesar"},
	{CLUTTER_RELATED, "artículos relacionados"},
	{CLUTTER_RELATED, "notas relacionadas"},
	{CLUTTER_RELATED, "noticias relacionadas"},
	{CLUTTER_RELATED, "à lire aussi"},
	{CLUTTER_RELATED, "lire aussi"},
	{CLUTTER_RELATED, "à lire également"},
	{CLUTTER_RELATED, "articles similaires"},
	{CLUTTER_RELATED, "leia também"},
	{CLUTTER_RELATED, "leia mais"},
	{CLUTTER_RELATED, "você pode gostar"},
	{CLUTTER_RELATED, "notícias relacionadas"},
	{CLUTTER_RELATED, "veja também"},
	{CLUTTER_RELATED, "leggi anche"},
	{CLUTTER_RELATED, "potrebbe interessarti"},
	{CLUTTER_RELATED, "articoli correlati"},
	{CLUTTER_RELATED, "czytaj także"},
	{CLUTTER_RELATED, "zobacz także"},
	{CLUTTER_POPULAR, "most read"},
	{CLUTTER_POPULAR, "most popular"},
	{CLUTTER_POPULAR, "most viewed"},
	{CLUTTER_POPULAR, "trending"},
	{CLUTTER_POPULAR, "trending now"},
	{CLUTTER_POPULAR, "popular"},
	{CLUTTER_POPULAR, "popular posts"},
	{CLUTTER_POPULAR, "latest news"},
	{CLUTTER_POPULAR, "latest stories"},
	{CLUTTER_POPULAR, "latest articles"},
	{CLUTTER_POPULAR, "top stories"},
	{CLUTTER_POPULAR, "breaking news"},
	{CLUTTER_POPULAR, "editor's picks"},
	{CLUTTER_POPULAR, "meistgelesen"},
	{CLUTTER_POPULAR, "meistgelesene artikel"},
	{CLUTTER_POPULAR, "lo más leído"},
	{CLUTTER_POPULAR, "mais lidas"},
	{CLUTTER_POPULAR, "les plus lus"},
	{CLUTTER_FEEDBACK, "comments"},
	{CLUTTER_FEEDBACK, "comment"},
	{CLUTTER_FEEDBACK, "leave a comment"},
	{CLUTTER_FEEDBACK, "leave a reply"},
	{CLUTTER_FEEDBACK, "post a comment"},
	{CLUTTER_FEEDBACK, "add a comment"},
	{CLUTTER_FEEDBACK, "join the conversation"},
	{CLUTTER_FEEDBACK, "reader comments"},
	{CLUTTER_FEEDBACK, "view comments"},
	{CLUTTER_FEEDBACK, "show comments"},
	{CLUTTER_FEEDBACK, "kommentare"},
	{CLUTTER_FEEDBACK, "kommentar schreiben"},
	{CLUTTER_FEEDBACK, "kommentar hinterlassen"},
	{CLUTTER_FEEDBACK, "schreibe einen kommentar"},
	{CLUTTER_FEEDBACK, "diskussion"},
	{CLUTTER_FEEDBACK, "commentaires"},
	{CLUTTER_FEEDBACK, "laisser un commentaire"},
	{CLUTTER_FEEDBACK, "comentarios"},
	{CLUTTER_FEEDBACK, "deja un comentario"},
	{CLUTTER_FEEDBACK, "deja una respuesta"},
	{CLUTTER_FEEDBACK, "comentários"},
	{CLUTTER_FEEDBACK, "deixe um comentário"},
	{CLUTTER_FEEDBACK, "commenti"},
	{CLUTTER_FEEDBACK, "lascia un commento"},
	{CLUTTER_FEEDBACK, "komentarze"},
	{CLUTTER_TOOLS, "share"},
	{CLUTTER_TOOLS, "share this"},
	{CLUTTER_TOOLS, "share this article"},
	{CLUTTER_TOOLS, "share this story"},
	{CLUTTER_TOOLS, "share this post"},
	{CLUTTER_TOOLS, "share on facebook"},
	{CLUTTER_TOOLS, "share on twitter"},
	{CLUTTER_TOOLS, "share on whatsapp"},
	{CLUTTER_TOOLS, "share this on whatsapp"},
	{CLUTTER_TOOLS, "tweet"},
	{CLUTTER_TOOLS, "print"},
	{CLUTTER_TOOLS, "email"},
	{CLUTTER_TOOLS, "e-mail"},
	{CLUTTER_TOOLS, "save"},
	{CLUTTER_TOOLS, "subscribe"},
	{CLUTTER_TOOLS, "sign up"},
	{CLUTTER_TOOLS, "sign up now"},
	{CLUTTER_TOOLS, "follow us"},
	{CLUTTER_TOOLS, "advertisement"},
	{CLUTTER_TOOLS, "advertising"},
	{CLUTTER_TOOLS, "sponsored"},
	{CLUTTER_TOOLS, "ad"},
	{CLUTTER_TOOLS, "anzeige"},
	{CLUTTER_TOOLS, "werbung"},
	{CLUTTER_TOOLS, "publicidad"},
	{CLUTTER_TOOLS, "publicidade"},
	{CLUTTER_TOOLS, "pubblicità"},
	{CLUTTER_TOOLS, "publicité"},
	{CLUTTER_TOOLS, "iklan"},
	{CLUTTER_TOOLS, "reklama"},
	{CLUTTER_TOOLS, "teilen"},
	{CLUTTER_TOOLS, "drucken"},
	{CLUTTER_TOOLS, "merken"},
	{CLUTTER_TOOLS, "empfehlen"},
	{CLUTTER_TOOLS, "compartir"},
	{CLUTTER_TOOLS, "compartilhar"},
	{CLUTTER_TOOLS, "imprimir"},
	{CLUTTER_TOOLS, "partager"},
	{CLUTTER_TOOLS, "condividi"},
	{CLUTTER_TOOLS, "loading..."},
	{CLUTTER_TOOLS, "loading"},
	{CLUTTER_TOOLS, "close"},
	{CLUTTER_TOOLS, "play"},
	{CLUTTER_TOOLS, "facebook"},
	{CLUTTER_TOOLS, "twitter"},
	{CLUTTER_TOOLS, "whatsapp"},
	{CLUTTER_TOOLS, "pinterest"},
	{CLUTTER_TOOLS, "linkedin"},
	{CLUTTER_TOOLS, "telegram"},
	{CLUTTER_TOOLS, "instagram"},
	{CLUTTER_TOOLS, "zurück"},
	{CLUTTER_TOOLS, "voltar"},
	{CLUTTER_TOOLS, "back to top"},
	{CLUTTER_TOOLS, "back"},
	{CLUTTER_TOOLS, "view gallery"},
	{CLUTTER_TOOLS, "getty images"},
	{CLUTTER_TOOLS, "click to share"},
	{CLUTTER_TOOLS, "like this"},
	{CLUTTER_RELATED, "lea"},
	{CLUTTER_RELATED, "le puede interesar"},
	{CLUTTER_RELATED, "vea también"},
	{CLUTTER_RELATED, "ver también"},
	{CLUTTER_RELATED, "mira también"},
	{CLUTTER_RELATED, "lee también"},
	{CLUTTER_RELATED, "recomendamos"},
	{CLUTTER_RELATED, "saiba mais"},
	{CLUTTER_RELATED, "siehe auch"},
	{CLUTTER_RELATED, "schon gelesen?"},
	{CLUTTER_RELATED, "lesetipp"},
	{CLUTTER_RELATED, "ler mais"},
};
/* clang-format on */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Take "(3)", ":", "»", "…", "+" and the like off the end. */
static size_t trim_end(const char *line, size_t len)
{
	static const char *const marks[] = {
	    ":", " ", ".", "…", ">", "»", "›", "→", "+", "|", "-", "▼", "▾"};
	bool is_cut = true;

	while (is_cut && len > 0) {
		is_cut = false;
		for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
			size_t mark = strlen(marks[i]);

			if (len >= mark &&
			    memcmp(line + len - mark, marks[i], mark) == 0) {
				len -= mark;
				is_cut = true;
			}
		}
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
	static const char *const marks[] = {
	    " ", "»", "›", ">", "•", "+", "-", "*", "|", "■", "▪"};
	size_t at = 0;
	bool is_cut = true;

	while (is_cut) {
		is_cut = false;
		for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
			size_t mark = strlen(marks[i]);

			if (len - at > mark &&
			    memcmp(line + at, marks[i], mark) == 0) {
				at += mark;
				is_cut = true;
			}
		}
	}
	return at;
}

/* Only digits and what stands between them. */
static bool is_number(const char *text)
{
	return strspn(text, "0123456789 .,:()-|") == strlen(text);
}

static enum clutter find_whole(const char *folded, size_t len)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (rows[i].text[0] == folded[0] &&
		    strlen(rows[i].text) == len &&
		    memcmp(rows[i].text, folded, len) == 0)
			return rows[i].role;
	return CLUTTER_NONE;
}

/* A row whose words begin the line and are parted from what follows. */
static const struct row *find_start(const char *folded, size_t len)
{
	const struct row *found = NULL;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		size_t size;

		if (rows[i].text[0] != folded[0])
			continue;
		size = strlen(rows[i].text);
		if (rows[i].role < CLUTTER_COUNTER || size >= len ||
		    memcmp(rows[i].text, folded, size) != 0)
			continue;
		if (folded[size] != ':' && folded[size] != ' ')
			continue;
		if (found == NULL || size > strlen(found->text))
			found = &rows[i];
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
		role = find_whole(folded.data, folded.len);
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
