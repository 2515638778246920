#include "ui/fixture.h"

#include "store/internal.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/file.h"
#include "refresh/job.h"
#include "store/store.h"
#include "support/tap.h"
#include "text/url.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MINUTE = 60, HOUR = 3600, DAY = 86400, MANY = 5000,
       CACHE_MOST = 1 << 28 };

/* --- sources ---------------------------------------------------------------- */

static const struct {
	const char *title, *url, *province;
	enum source_health health;
	enum error_code error;
	long number;
	int minutes; /* since the last success; 0: never */
} sources[] = {
    {"Báo Lệ Khê", "https://baolekhe.example/rss", "Quảng Trị",
        HEALTH_GOOD, ERROR_NONE, 0, 5},
    {"Cổng xã Trằm Mây", "https://trammay.example/rss", "Quảng Trị",
        HEALTH_REPAIRED, ERROR_NONE, 0, 5},
    {"Đài Lệ Khê", "http://127.0.0.1:9/tin", "Quảng Trị",
        HEALTH_GOOD, ERROR_NONE, 0, 60},
    {"HTX Cồn Dương", "https://htxconduong.example/rss", "Quảng Trị",
        HEALTH_FAILED, ERROR_NET_TLS_EXPIRED, 0, 2 * 24 * 60},
    {"Phòng Giáo dục và Đào tạo", "https://giaoduc.example/", "Quảng Trị",
        HEALTH_FAILED, ERROR_FEED_IS_PAGE, 3, 0},
    {"Nông nghiệp 24 giờ", "https://nongnghiep24.example/rss", "",
        HEALTH_MOVED, ERROR_NONE, 0, 26 * 60},
};

enum { PAPER, PORTAL, RADIO, FARM, SCHOOL, NATION };

static bool add_sources(struct store *store, int64_t *ids,
    struct error *err)
{
	for (size_t i = 0; i < ARRAY_LEN(sources); i++) {
		struct source_draft draft = {.url = sources[i].url,
		    .title = sources[i].title,
		    .province = sources[i].province,
		    .kind = SOURCE_FEED};
		char none[] = "", stray[] = "3 stray &";
		struct source tried = {.kind = SOURCE_FEED,
		    .health = sources[i].health,
		    .repairs = i == PORTAL ? stray : none,
		    .etag = none, .last_modified = none, .title = none,
		    .url = none, .province = none};
		bool is_new;

		if (!store_add_source(store, &draft, FIXTURE_NOW - DAY,
		        &ids[i], &is_new, err))
			return false;
		tried.id = ids[i];
		error_set(&tried.error, sources[i].error, sources[i].url,
		    sources[i].number);
		tried.last_attempt = FIXTURE_NOW - 5 * MINUTE;
		if (sources[i].minutes > 0)
			tried.last_success = FIXTURE_NOW -
			    sources[i].minutes * MINUTE;
		tried.next_due = FIXTURE_NOW + 30 * DAY;
		if (!store_save_try(store, &tried, err))
			return false;
	}
	return true;
}

/* --- articles ----------------------------------------------------------------- */

enum { READ = 1, STARRED = 2, WHOLE = 4, UPDATED = 8 };

static const struct {
	int source;
	int minutes; /* before now */
	unsigned flags;
	const char *title, *lead;
} news[] = {
    {PAPER, 5, WHOLE,
        "Nước sông Lệ Khê rút, người dân Trằm Mây dọn bùn đón học sinh trở "
        "lại trường",
        "Sau ba ngày ngập sâu, sáng 22/11 nước sông Lệ Khê đã xuống dưới báo "
        "động 1."},
    {PORTAL, 40, WHOLE,
        "Thông xe tạm cầu Bến Sỏi sau ba ngày bị lũ chia cắt",
        "Xe máy và xe dưới 3,5 tấn được qua cầu từ 6 giờ đến 18 giờ."},
    {RADIO, 2 * 60, 0,
        "Gần 40 hộ thôn Bàu Sậy nhận lúa giống, phân bón cho vụ đông xuân",
        "Mỗi hộ được hỗ trợ 20 kg lúa giống và 50 kg phân NPK trước ngày "
        "xuống giống."},
    {PORTAL, 3 * 60, WHOLE | STARRED,
        "Trường THCS Trằm Mây kêu gọi ủng hộ sách vở cho học sinh vùng lũ",
        "Nhà trường cần khoảng 450 bộ sách giáo khoa, ưu tiên khối 6 và "
        "khối 9."},
    {PAPER, 4 * 60, READ | WHOLE | UPDATED,
        "Lễ hội đua thuyền Trằm Mây dời sang tháng Giêng",
        "Ban tổ chức dành kinh phí đợt này để sửa bến thuyền và nhà văn hóa "
        "thôn."},
    {RADIO, 5 * 60, WHOLE,
        "Đoàn bác sĩ tỉnh về khám bệnh, phát thuốc miễn phí cho người cao "
        "tuổi",
        "Hơn 260 người được khám mắt, đo huyết áp và nhận thuốc trong buổi "
        "sáng."},
    {PAPER, 13 * 60 + 12, WHOLE,
        "Bão số 12 suy yếu, mưa lớn còn kéo dài đến hết ngày 23/11",
        "Lượng mưa phổ biến 80 - 150 mm, vùng núi có nơi trên 200 mm."},
    {PORTAL, 15 * 60 + 37, READ | WHOLE | STARRED,
        "HĐND xã Trằm Mây họp chuyên đề về ngân sách năm 2027",
        "Các đại biểu tập trung vào khoản khắc phục hậu quả lũ lụt."},
    {PORTAL, 16 * 60 + 57, WHOLE,
        "Công an xã trao lại 14 xe máy bị lũ cuốn trôi cho chủ xe",
        "Người nhận cần mang căn cước và giấy đăng ký xe hoặc giấy xác nhận "
        "của thôn."},
    {PAPER, 22 * 60 + 5, READ | WHOLE,
        "Đề xuất nâng đường liên thôn Bàu Sậy - Cồn Dương thêm nửa mét",
        "Đoạn đường dài 2,4 km bị ngập mỗi khi sông Lệ Khê lên trên báo "
        "động 2."},
    {RADIO, 23 * 60 + 47, WHOLE,
        "Lịch cắt điện ngày 23/11 tại các thôn Cồn Dương, Bàu Sậy",
        "Thời gian từ 7 giờ 30 đến 11 giờ để thay hai trạm biến áp bị ngập."},
    {PORTAL, 38 * 60 + 32, READ | WHOLE,
        "Tri ân thầy cô giữa mùa lũ: buổi lễ 20/11 không hoa ở Trằm Mây",
        "Phụ huynh góp công dọn lớp thay cho hoa và quà."},
    {PORTAL, 42 * 60 + 17, WHOLE,
        "Thu ngân sách xã mười tháng đạt 91,4% dự toán",
        "Riêng thuế ngoài quốc doanh vượt kế hoạch năm."},
    {PORTAL, 47 * 60 + 7, 0,
        "Người dân thôn Hạ Khê góp công làm lại 300 m kênh mương",
        "Mỗi hộ góp hai ngày công; xã lo xi măng và cát."},
    {NATION, 48 * 60 + 47, WHOLE,
        "Nuôi cá trê lai trong trằm cho thu nhập ổn định",
        "Mỗi vụ năm tháng, trừ chi phí còn lãi chừng 60 triệu đồng một "
        "mẫu."},
    {PORTAL, 49 * 60 + 12, WHOLE,
        "Cấp căn cước lưu động tại nhà cho người già, người khuyết tật",
        "Tổ công tác đến từng thôn vào chiều thứ Ba và thứ Năm."},
    {PAPER, 58 * 60 + 2, READ | WHOLE,
        "Nước lên nhanh, Trằm Mây đưa 86 hộ ven sông đến nơi an toàn",
        "Trụ sở xã, trường học và nhà thờ họ mở cửa đón bà con suốt đêm."},
    {RADIO, 62 * 60, READ,
        "Học sinh ba trường ven sông nghỉ học từ chiều 19/11",
        "Nhà trường báo phụ huynh qua loa thôn và tin nhắn."},
    {NATION, 70 * 60, READ | WHOLE,
        "Giá lúa tươi tại ruộng nhích lên sau lũ",
        "Thương lái trả cao hơn tuần trước 200 đồng mỗi ki-lô-gam."},
    {FARM, 74 * 60, WHOLE,
        "Hợp tác xã Cồn Dương bán 12 tấn nếp than qua sàn điện tử",
        "Đơn hàng xa nhất đi Hà Nội."},
    {PAPER, 80 * 60, READ | WHOLE,
        "Cầu Bến Sỏi được kiểm tra mố trước mùa mưa bão",
        "Đoàn kiểm tra đề nghị cắm biển hạn chế tải trọng 3,5 tấn."},
    {PORTAL, 96 * 60, READ | WHOLE,
        "Trằm Mây đặt thêm ba trạm đo mưa tự động",
        "Số liệu được gửi về điện thoại của trưởng thôn mười phút một lần."},
    /* from here on what others tell of the same, in "stories" alone */
    {PORTAL, 65, WHOLE,
        "Hơn 300 người dọn vệ sinh trường học sau lũ",
        "Riêng thôn Bàu Sậy có 86 người tham gia từ sáng sớm."},
    {RADIO, 130, READ | WHOLE,
        "Học sinh Trằm Mây trở lại lớp từ thứ Hai",
        "Các khối lớp học ca sáng cho đến khi phòng tầng một khô hẳn."},
    {NATION, 14 * 60, 0,
        "Sau lũ, bùn đến gối vẫn mở cổng trường",
        "Một xã ven sông Lệ Khê cùng nhau rửa 18 phòng học."},
    {NATION, 15 * 60, WHOLE,
        "Bão số 12 suy yếu, miền Trung còn mưa lớn",
        "Hai ngày tới lượng mưa có nơi trên 200 mm."},
};

enum { TOLD_AGAIN = 4, NEWS_COUNT = ARRAY_LEN(news) - TOLD_AGAIN };

static void add_paragraph(struct page *page, struct arena *arena,
    enum block_kind kind, const char *text)
{
	block_add(&page->body, arena, kind, text, strlen(text));
}

/* The first article: one of everything that an article may hold. */
static void fill_long(struct page *page, struct arena *arena)
{
	struct block *block;
	static const char linked[] =
	    "Trạm y tế đã cấp 4.000 viên khử khuẩn và cử người đến từng nhà "
	    "hướng dẫn xử lý giếng, theo báo cáo nhanh của xã.";
	const char *place = strstr(linked, "báo cáo nhanh");

	page->section = arena_dup(arena, "Đời sống");
	page->author = arena_dup(arena, "Minh Hòa");
	page->feedback = arena_dup(arena,
	    "https://baolekhe.example/phan-hoi?tin=4127");
	add_paragraph(page, arena, BLOCK_LEAD,
	    "Sau ba ngày ngập sâu, sáng 22/11 nước sông Lệ Khê đã xuống dưới báo "
	    "động 1. Hơn 300 người dân, bộ đội và giáo viên xã Trằm Mây cùng dọn "
	    "bùn để học sinh kịp đến lớp vào thứ Hai.");
	add_paragraph(page, arena, BLOCK_CAPTION,
	    "Phụ huynh và giáo viên rửa bàn ghế ở sân Trường THCS Trằm Mây. "
	    "(Ảnh: MH)");
	add_paragraph(page, arena, BLOCK_PARAGRAPH,
	    "Từ mờ sáng, khi đường liên thôn còn phủ lớp bùn dày gần hai gang "
	    "tay, bà con thôn Bàu Sậy đã mang cuốc, xẻng và máy bơm đến trường. "
	    "Nước từ trạm bơm Cồn Dương được kéo về bằng 400 m ống mềm để rửa 18 "
	    "phòng học tầng một.");
	add_paragraph(page, arena, BLOCK_HEADING, "Nước sạch trước, sách vở sau");
	page->body.blocks[page->body.count - 1].level = 2;
	add_paragraph(page, arena, BLOCK_PARAGRAPH, linked);
	block_add_span(&page->body, arena, (struct span){
	    .start = (size_t)(place - linked), .len = strlen("báo cáo nhanh"),
	    .link = block_add_link(&page->body, arena,
	        "https://trammay.example/bao-cao-nhanh-22-11")});
	add_paragraph(page, arena, BLOCK_QUOTE,
	    "“Bùn còn thì rửa tiếp, miễn thứ Hai các em có chỗ ngồi học”, cô Hồ "
	    "Thị Nhàn, giáo viên nhà trường, nói.");
	for (int i = 0; i < 4; i++) {
		static const char *const rows[] = {
		    "Thôn\x1fNhà ngập\x1f" "Đã dọn\x1f" "Còn lại",
		    "Bàu Sậy\x1f" "214\x1f" "180\x1f" "34",
		    "Cồn Dương\x1f" "167\x1f" "98\x1f" "69",
		    "Hạ Khê\x1f" "231\x1f" "231\x1f" "0"};

		block = block_add(&page->body, arena, BLOCK_TABLE_ROW,
		    rows[i], strlen(rows[i]));
		if (i == 0)
			block->flags = BLOCK_FLAG_HEAD | BLOCK_FLAG_FIRST;
	}
	add_paragraph(page, arena, BLOCK_PARAGRAPH,
	    "UBND xã đề nghị hộ nào còn thiếu nước uống báo về số trực của thôn "
	    "trước 17 giờ hôm nay./.");
	page->related_count = 2;
	page->related = arena_array(arena, 2, sizeof(*page->related));
	page->related[0] = (struct page_link){
	    arena_dup(arena, "Nước lên nhanh, Trằm Mây đưa 86 hộ ven sông đến "
	                     "nơi an toàn"),
	    arena_dup(arena, "https://baolekhe.example/tin-16.html"), 0};
	page->related[1] = (struct page_link){
	    arena_dup(arena, "Trắng đêm giữ đê Hạ Khê"),
	    arena_dup(arena, "https://baolekhe.example/tin-900.html"),
	    FIXTURE_NOW - 3 * DAY};
}

/* Of different matters, so that few of them are related. */
static const char *const more[] = {
    "",
    "Đội thi công ghép nhịp tạm bằng thép trong đêm 21/11. Xe tải và xe "
    "khách vẫn đi vòng qua đường tránh phía tây cho đến khi mố cầu được "
    "kiểm tra xong./.",
    "Giống được chở thẳng về sân kho của thôn, chia theo diện tích gieo cấy "
    "từng hộ./.",
    "Sách cũ còn đủ trang cũng quý. Điểm nhận đặt ở phòng thư viện, mở cả "
    "ngày Chủ Nhật./.",
    "Mười hai đội thuyền nam nữ đã đồng ý. Trống, cờ và thuyền gửi tạm ở "
    "đình làng./.",
    "Thuốc huyết áp và thuốc nhỏ mắt được cấp đủ một tháng; người đi lại khó "
    "được khám tại nhà./.",
    "Đài khí tượng khuyên ngư dân chưa ra khơi, người vùng núi đề phòng sạt "
    "lở đất./.",
    "Tờ trình về thu chi được sửa hai điểm trước khi biểu quyết vào buổi "
    "chiều./.",
    "Bốn chiếc còn lại chưa tìm ra chủ, biển số được niêm yết ở cổng trụ "
    "sở./.",
    "Kinh phí ước 3,1 tỷ đồng, nhân dân góp đất và công./.",
    "Hộ nuôi tôm nên chuẩn bị máy phát để chạy quạt nước./.",
};

static void fill_short(struct page *page, struct arena *arena, size_t i)
{
	page->section = arena_dup(arena, "Tin địa phương");
	add_paragraph(page, arena, BLOCK_LEAD, news[i].lead);
	add_paragraph(page, arena, BLOCK_PARAGRAPH, more[i % ARRAY_LEN(more)]);
}

/* A notice as some offices put theirs on the web: columns of blanks. */
static void fill_wide(struct page *page, struct arena *arena)
{
	add_paragraph(page, arena, BLOCK_LEAD,
	    "Xã Trằm Mây báo mực nước sông Lệ Khê theo từng giờ.");
	add_paragraph(page, arena, BLOCK_PREFORMATTED,
	    "Trạm         06:00   07:00   08:00   09:00   10:00   11:00   12:00"
	    "   13:00   14:00   15:00   16:00\n"
	    "Bàu Sậy      1,84 m  1,80 m  1,77 m  1,73 m  1,70 m  1,66 m  1,61 m"
	    "  1,57 m  1,52 m  1,48 m  1,45 m\n"
	    "Cồn Dương    2,10 m  2,07 m  2,05 m\n"
	    "Hạ Khê 水位水位水位水位水位 0,92 m đo bằng thước cũ, số đo sau 12 giờ "
	    "chưa có");
	add_paragraph(page, arena, BLOCK_PARAGRAPH,
	    "Số đo do đội xung kích thôn ghi./.");
}

static const char bridge[] = "https://trammay.example/anh/cau.jpg",
    lost[] = "https://trammay.example/anh/mat.jpg";

static void add_picture(struct page *page, struct arena *arena,
    const char *url, const char *caption)
{
	struct block *block = block_add(&page->body, arena, BLOCK_PICTURE, "",
	    0);

	block->link = block_add_link(&page->body, arena, url);
	add_paragraph(page, arena, BLOCK_CAPTION, caption);
}

/* One that is kept, and one that could not be had. */
static void fill_pictures(struct page *page, struct arena *arena)
{
	add_paragraph(page, arena, BLOCK_LEAD,
	    "Cầu Bến Sỏi nối lại hai bờ sông Lệ Khê.");
	add_picture(page, arena, bridge, "Cầu Bến Sỏi sáng 21/11 (Ảnh: NT)");
	add_paragraph(page, arena, BLOCK_PARAGRAPH,
	    "Sáng 21/11, hơn 400 hộ Bàu Sậy đi qua cầu mới sang Cồn Dương.");
	add_picture(page, arena, lost, "Cầu phao cũ");
	add_paragraph(page, arena, BLOCK_PARAGRAPH,
	    "Cầu phao cũ được giữ lại đến hết mùa lũ./.");
}

/* A sky, a bridge over it, water below: 96 x 64 dots. */
static void draw_bridge(uint8_t *dots)
{
	for (int y = 0; y < 64; y++) {
		for (int x = 0; x < 96; x++) {
			uint8_t *dot = dots + 3 * (y * 96 + x);
			bool is_deck = y >= 30 && y < 34;
			bool is_pier = y >= 34 && y < 50 && x % 24 < 4;

			dot[0] = (uint8_t)(is_deck || is_pier ? 150
			    : y < 44                          ? 120 + y
			                                      : 20);
			dot[1] = (uint8_t)(is_deck || is_pier ? 60
			    : y < 44                          ? 170 + y
			                                      : 80 + y);
			dot[2] = (uint8_t)(is_deck || is_pier ? 40
			    : y < 44                          ? 240
			                                      : 160 - y);
		}
	}
}

static bool save_pictures(struct store *store, int64_t id, struct error *err)
{
	uint8_t dots[96 * 64 * 3];
	struct store_picture kept = {.url = bridge, .asked = FIXTURE_NOW,
	    .width = 96, .height = 64, .dots = dots};
	struct store_picture gone = {.url = lost, .asked = FIXTURE_NOW};

	draw_bridge(dots);
	error_set(&gone.error, ERROR_HTTP_STATUS, lost, 404);
	return store_save_picture(store, id, &kept, err) &&
	    store_save_picture(store, id, &gone, err);
}

static bool save_page(struct store *store, int64_t id, size_t i,
    void (*fill)(struct page *page, struct arena *arena), struct error *err)
{
	struct page page = {0};
	struct page_job job;
	struct arena arena;
	bool is_found, is_saved;

	arena_init(&arena);
	if (fill != NULL)
		fill(&page, &arena);
	else
		fill_short(&page, &arena, i);
	page.title = arena_dup(&arena, news[i].title);
	is_saved = store_find_page_job(store, id, &arena, &job, &is_found,
	               err) &&
	    is_found &&
	    store_save_page(store, job.page_id, PAGE_READY, &page, "", 0, NULL,
	        FIXTURE_NOW - MINUTE, err);
	arena_release(&arena);
	return is_saved;
}

static bool save_article(struct store *store, int64_t source_id, size_t i,
    const char *title, struct error *err)
{
	char link[128], address[128];
	struct article_draft draft = {
	    .key_count = 1,
	    .title = title,
	    .link = link,
	    .address = address,
	    .lead = news[i].lead,
	    .published = FIXTURE_NOW - news[i].minutes * MINUTE,
	};
	const char *host = strstr(sources[news[i].source].url, "//") + 2;
	struct save_counts counts;

	snprintf(link, sizeof(link), "https://%.*s/tin-%zu.html",
	    (int)strcspn(host, "/"), host, i);
	snprintf(address, sizeof(address), "//%.*s/tin-%zu.html",
	    (int)strcspn(host, "/"), host, i);
	draft.keys[0] = (struct article_key){ARTICLE_KEY_LINK, address};
	return store_save_articles(store, source_id, &draft, 1, NULL,
	    FIXTURE_NOW - 2 * MINUTE, &counts, err);
}

static bool find_newest(struct store *store, int64_t source_id, size_t i,
    int64_t *id, struct error *err)
{
	struct query query = {.source_id = source_id,
	    .since = FIXTURE_NOW - news[i].minutes * MINUTE};
	struct article_row *rows;
	struct arena arena;
	size_t count = 0;
	bool is_read;

	arena_init(&arena);
	is_read = store_read_articles(store, &query, &arena, &rows, &count,
	    err);
	if (is_read && count > 0)
		*id = rows[count - 1].id;
	arena_release(&arena);
	return is_read && count > 0;
}

static bool mark(struct store *store, int64_t id, enum store_mark what,
    struct error *err)
{
	int64_t changed;

	return store_mark(store, what, &id, 1, NULL, FIXTURE_NOW - MINUTE,
	    &changed, err);
}

static bool add_article(struct store *store, const int64_t *ids, size_t i,
    struct error *err)
{
	int64_t source_id = ids[news[i].source], id = 0;
	unsigned flags = news[i].flags;

	if ((flags & UPDATED) != 0 &&
	    !save_article(store, source_id, i, "Lễ hội đua thuyền", err))
		return false;
	if (!save_article(store, source_id, i, news[i].title, err) ||
	    !find_newest(store, source_id, i, &id, err))
		return false;
	if ((flags & WHOLE) != 0 &&
	    !save_page(store, id, i, i == 0 ? fill_long : NULL, err))
		return false;
	if ((flags & READ) != 0 && !mark(store, id, MARK_READ, err))
		return false;
	return (flags & STARRED) == 0 || mark(store, id, MARK_STARRED, err);
}

static bool add_news(struct store *store, const int64_t *ids, size_t count,
    struct error *err)
{
	/* oldest first, as they would have come */
	for (size_t i = count; i-- > 0;)
		if (!add_article(store, ids, i, err))
			return false;
	return true;
}

/* What follows the store is done before a reader looks. */
static bool catch_up(struct store *store, struct error *err)
{
	struct job_options options = job_options_default();
	struct job job;
	bool is_left, is_done;

	job_init(&job, &options, store);
	is_done = job_catch_up(&job, 0, &is_left, err);
	job_release(&job);
	return is_done;
}

static bool add_wide(struct store *store, const int64_t *ids,
    struct error *err)
{
	int64_t source_id = ids[news[0].source], id = 0;

	return save_article(store, source_id, 0, news[0].title, err) &&
	    find_newest(store, source_id, 0, &id, err) &&
	    save_page(store, id, 0, fill_wide, err);
}

static bool add_pictures(struct store *store, const int64_t *ids,
    struct error *err)
{
	int64_t source_id = ids[news[0].source], id = 0;

	return save_article(store, source_id, 0, news[0].title, err) &&
	    find_newest(store, source_id, 0, &id, err) &&
	    save_page(store, id, 0, fill_pictures, err) &&
	    save_pictures(store, id, err);
}

/* Rows enough to page through, made of a few words. */
static bool add_many(struct store *store, const int64_t *ids,
    struct error *err)
{
	static const char *const words[] = {"Trằm Mây", "Bàu Sậy", "Cồn Dương",
	    "Hạ Khê", "cầu Bến Sỏi", "sông Lệ Khê", "nhà văn hóa thôn"};
	struct article_draft *drafts = mem_alloc_zero(MANY, sizeof(*drafts));
	struct save_counts counts;
	struct arena arena;
	bool is_saved;

	arena_init(&arena);
	for (int i = 0; i < MANY; i++) {
		struct article_draft *draft = &drafts[i];

		draft->title = arena_printf(&arena,
		    "Tin thứ %d: %s và %s sau mùa lũ, bà con trở lại việc đồng "
		    "áng", i + 1, words[i % 7], words[i / 7 % 7]);
		draft->lead = "Bà con đã xuống giống vụ đông xuân.";
		draft->published = FIXTURE_NOW - (int64_t)(i + 1) * 20 * MINUTE;
		draft->keys[0] = (struct article_key){ARTICLE_KEY_GUID,
		    arena_printf(&arena, "tin_%d", i)};
		draft->key_count = 1;
	}
	is_saved = store_save_articles(store, ids[0], drafts, MANY, NULL,
	    FIXTURE_NOW, &counts, err);
	arena_release(&arena);
	free(drafts);
	return is_saved;
}

/* Which tell the same, whatever the work behind the store found. */
static bool tell_stories(struct store *store, struct error *err)
{
	static const char *const stories[] = {
	    "'Bão số 12 suy yếu, mưa lớn còn kéo dài đến hết ngày 23/11',"
	    " 'Bão số 12 suy yếu, miền Trung còn mưa lớn'",
	    "'Nước sông Lệ Khê rút, người dân Trằm Mây dọn bùn đón học sinh"
	    " trở lại trường', 'Hơn 300 người dọn vệ sinh trường học sau lũ',"
	    " 'Học sinh Trằm Mây trở lại lớp từ thứ Hai',"
	    " 'Sau lũ, bùn đến gối vẫn mở cổng trường'"};
	bool is_done = store_execute(store, "UPDATE article SET story = NULL",
	    err);
	struct str sql;

	str_init(&sql);
	for (size_t i = 0; is_done && i < ARRAY_LEN(stories); i++) {
		str_clear(&sql);
		str_addf(&sql, "WITH told AS (SELECT article_id AS id"
		    " FROM article_text WHERE title IN (%s))"
		    " UPDATE article SET story = (SELECT min(id) FROM told)"
		    " WHERE id IN (SELECT id FROM told)", stories[i]);
		is_done = store_execute(store, sql.data, err);
	}
	str_release(&sql);
	return is_done;
}

static bool make(const char *path, const char *name, struct error *err)
{
	struct store *store = store_open(path, STORE_BACKGROUND, err);
	int64_t ids[ARRAY_LEN(sources)];
	bool is_made = true;

	if (store == NULL)
		return false;
	if (strcmp(name, "empty") != 0)
		is_made = add_sources(store, ids, err);
	if (is_made && strcmp(name, "news") == 0)
		is_made = add_news(store, ids, NEWS_COUNT, err);
	if (is_made && strcmp(name, "stories") == 0)
		is_made = add_news(store, ids, ARRAY_LEN(news), err);
	if (is_made && strcmp(name, "many") == 0)
		is_made = add_many(store, ids, err);
	if (is_made && strcmp(name, "wide") == 0)
		is_made = add_wide(store, ids, err);
	if (is_made && strcmp(name, "pictures") == 0)
		is_made = add_pictures(store, ids, err);
	is_made = is_made && catch_up(store, err);
	if (is_made && strcmp(name, "stories") == 0)
		is_made = tell_stories(store, err);
	store_close(store);
	return is_made;
}

bool fixture_make(const char *path, const char *name, struct error *err)
{
	char made[1024];
	struct str cache;
	bool is_copied;

	snprintf(made, sizeof(made), "%s/fixture-%s.db", tap_folder(), name);
	if (!file_exists(made) && !make(made, name, err))
		return false;
	str_init(&cache);
	is_copied = file_read(made, CACHE_MOST, &cache, err) &&
	    file_write(path, cache.data, cache.len, err);
	str_release(&cache);
	return is_copied;
}

bool fixture_add_newer(const char *path, const char *title,
    struct error *err)
{
	struct store *store = store_open(path, STORE_BACKGROUND, err);
	struct article_draft draft = {.key_count = 1, .title = title,
	    .lead = "", .published = FIXTURE_NOW - 10};
	struct save_counts counts;
	struct arena arena;
	struct source source;
	bool is_saved = false, is_found = false;

	if (store == NULL)
		return false;
	arena_init(&arena);
	draft.keys[0] = (struct article_key){ARTICLE_KEY_GUID, title};
	is_saved = store_find_source(store, "1", &arena, &source, &is_found,
	               err) &&
	    is_found &&
	    store_save_articles(store, source.id, &draft, 1, NULL, FIXTURE_NOW,
	        &counts, err);
	arena_release(&arena);
	store_close(store);
	return is_saved;
}

bool fixture_migrate(const char *path, struct error *err)
{
	struct store *store = store_open(path, STORE_BACKGROUND, err);
	bool is_done = store != NULL && store_execute(store,
	    "PRAGMA user_version = 99", err);

	store_close(store);
	return is_done;
}
