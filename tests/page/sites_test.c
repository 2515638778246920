/*
 * A page of every family of Vietnamese sites, in the family's own markup and
 * our own words; and the anatomy of a Quảng Trị portal's article in both
 * templates of the sample portal. Each part comes out exactly.
 */
#include "base/file.h"
#include "page/extract.h"
#include "support/tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TITLE "Trằm Mây thông xe kỹ thuật cầu Bến Sỏi trước mùa lũ"
#define LEAD                                                                   \
	"Sáng 22/11, cầu Bến Sỏi bắc qua sông Lệ Khê thông xe kỹ thuật, bà con "\
	"Cồn Dương không còn phải đợi đò."
#define FIRST                                                                  \
	"Cầu dài 84 mét, mặt rộng 6 mét, do xã làm chủ đầu tư, vốn tỉnh cấp một nửa, "\
	"còn lại bà con góp ngày công."
#define SECOND                                                                 \
	"Ông Hồ Văn Thản, trưởng thôn Cồn Dương, nói trẻ con trong thôn từ nay "\
	"đến trường chỉ mất 15 phút."
#define THIRD "Xã sẽ đặt biển hạn chế tải trọng 10 tấn ở hai đầu cầu./."
#define CAPTION "Cầu Bến Sỏi nhìn từ bờ bắc sáng 22/11. (Ảnh: NT)"
#define OTHER "Hạ Khê trồng lại hàng tre giữ đê sau lũ"

static const struct site {
	const char *name, *url, *rule;
	const char *title[2], *lead[2], *body[2], *caption[2];
	const char *junk; /* inside the body, none of it */
} sites[] = {
    {"NukeViet", "https://xa.example/tin/cau-12.html", "NukeViet",
        {"<div class=news_column><h1 itemprop=headline>", "</h1>"},
        {"<div class=hometext>", "</div>"},
        {"<div id=news-bodyhtml class=bodytext>", "</div></div>"},
        {"<figure class=article><img src=/a.jpg><figcaption>",
            "</figcaption></figure>"}, ""},
    {"b-grid", "https://baohaiphong.vn/cau-12.html", "sc-longform",
        {"<h1 class='sc-longform-header-title block-sc-title'>", "</h1>"},
        {"<p class='sc-longform-header-sapo block-sc-sapo'>", "</p>"},
        {"<article class=entry>", "</article>"},
        {"<figure><img src=/a.jpg><figcaption>", "</figcaption></figure>"},
        "<div class=c-box><a href=/9.html>Đọc thêm bài đã đăng</a></div>"},
    {"cms-body", "https://baohatinh.vn/cau-post12.html", "cms-body",
        {"<h1 class='article__title cms-title'>", "</h1>"},
        {"<div class='article__sapo cms-desc'>", "</div>"},
        {"<div class='article__body zce-content-body cms-body'>", "</div>"},
        {"<table class=picture><tr><td><img src=/a.jpg><tr>"
         "<td class=caption>", "</table>"},
        "<div class=related-news><a href=/9.html>Bài khác</a></div>"},
    {"VietnamPlus", "https://www.vietnamplus.vn/cau-post12.vnp",
        "VietnamPlus", {"<h1>", "</h1>"},
        {"<div class=summary>", "</div>"},
        {"<div class='main-col content-col'><div class=article-body>",
            "</div></div>"},
        {"<figure><img src=/a.jpg><figcaption>", "</figcaption></figure>"},
        ""},
    {"VCCorp", "https://tuoitre.vn/cau-20261122.htm", "VCCorp",
        {"<h1 class=detail-title data-role=title>", "</h1>"},
        {"<h2 class=detail-sapo data-role=sapo>", "</h2>"},
        {"<div class='detail-content afcbc-body' data-role=content>",
            "</div>"},
        {"<figure class=VCSortableInPreviewMode><img src=/a.jpg>"
         "<figcaption class=PhotoCMS_Caption><p>",
            "</p></figcaption></figure>"},
        "<div class=VCSortableInPreviewMode type=RelatedNewsBox>"
        "<a href=/9.htm>Tin đã đăng hôm qua</a></div>"},
    {"dataimages", "https://baoquangtri.vn/xa-hoi/202611/cau-a1b2c3d/",
        "dataimages", {"<div id=content class=content-detail><h1>", "</h1>"},
        {"<div class=desc>", "</div>"},
        {"<div class=td-post-content>", "</div></div>"},
        {"<figure><img src=/a.jpg><figcaption>", "</figcaption></figure>"},
        ""},
    {"-a<id>", "https://baocantho.com.vn/cau-a12.html", NULL,
        {"<h1>", "</h1>"}, {"<h4 class=sapo>", "</h4>"},
        {"<div class=noi-dung>", "</div>"},
        {"<figure><img src=/a.jpg><figcaption>", "</figcaption></figure>"},
        ""},
    {"Báo Bắc Ninh", "https://baobacninhtv.vn/cau-postid12.bbg", NULL,
        {"<h1>", "</h1>"}, {"<div class=news_detail_sapo>", "</div>"},
        {"<div class=news_detail_body>", "</div>"},
        {"<figure><img src=/a.jpg><figcaption>", "</figcaption></figure>"},
        ""},
    {"Báo Ninh Bình", "https://baoninhbinh.org.vn/cau.htm", "Báo Ninh Bình",
        {"<div class=header-title>", "</div>"},
        {"<p class=sapo>", "</p>"},
        {"<div id=content_detail>", "</div>"},
        {"<center><img src=/a.jpg><p>", "</p></center>"}, ""},
    {"Báo Quảng Ngãi", "https://baoquangngai.vn/cau-12.htm",
        "Báo Quảng Ngãi", {"<h1>", "</h1><div id=body>"},
        {"<p class=sapo>", "</p>"}, {"", "</div>"},
        {"<figure><img src=/a.jpg><figcaption>", "</figcaption></figure>"},
        ""},
    {"Báo Thanh Hóa", "https://baothanhhoa.vn/cau-12.htm", NULL,
        {"<h1>", "</h1>"}, {"<div class=article__sapo>", "</div>"},
        {"<div class=bai-viet>", "</div>"},
        {"<figure><img src=/a.jpg><figcaption>", "</figcaption></figure>"},
        ""},
    {"Liferay", "https://quangtri.gov.vn/chi-tiet-tin/-/view-article/1/2/3",
        "Liferay", {"<h1 class=asset-title>", "</h1>"},
        {"<div class=asset-content><div class=journal-content-article><p><b>",
            "</b></p>"},
        {"", "</div></div>"},
        {"<p align=center><img src=/a.jpg></p><p align=center><em>",
            "</em></p>"}, ""},
    {"SharePoint QN", "https://tinh.example/Pages/tin.aspx?NewsId=12", NULL,
        {"<h1>", "</h1><span class=time_update>(Ngày 22/11/2026)</span>"},
        {"<div class=sapo>", "</div>"}, {"<div class=noidung>", "</div>"},
        {"<p align=center><img src=/a.jpg></p><p align=center><i>",
            "</i></p>"}, ""},
    {"SharePoint", "https://lamdong.gov.vn/Pages/tin.aspx?ItemID=12",
        "SharePoint", {"<h1>", "</h1>"},
        {"<div class=ms-rtestate-field><p><strong>", "</strong></p>"},
        {"", "</div>"},
        {"<p align=center><img src=/a.jpg></p><p align=center><em>",
            "</em></p>"}, ""},
    {"DotNetNuke", "https://hue.gov.vn/Tin-tuc/cau.aspx", NULL,
        {"<form id=Form><h1>", "</h1>"}, {"<p class=TomTat>", "</p>"},
        {"<div id=dnn_ctr_View_noidung>", "</div></form>"},
        {"<p align=center><img src=/Portals/0/a.jpg></p>"
         "<p align=center><em>", "</em></p>"}, ""},
    {"WordPress Newspaper", "https://khuyennongvn.gov.vn/2026/11/22/cau/",
        "WordPress Newspaper", {"<h1 class=entry-title>", "</h1>"},
        {"<div class=td-excerpt>", "</div>"},
        {"<div class=td-post-content>", "</div>"},
        {"<figure class=wp-caption><img src=/a.jpg>"
         "<figcaption class=wp-caption-text>", "</figcaption></figure>"},
        "<div class=td-a-rec>Quảng cáo của trang</div>"},
    {"TT_TinChiTiet", "https://xa.example/tin.aspx?id=12", "TT_TinChiTiet",
        {"<div class=TT_TinChiTiet_TieuDe>", "</div>"},
        {"<div class=TT_TinChiTiet_DocTin><span><p><b>", "</b></p>"},
        {"", "</span></div>"},
        {"<table><tr><td><img src=/a.jpg></td></tr><tr>"
         "<td class=TT_TinChiTiet_MoTaAnh>", "</td></tr></table>"}, ""},
    {"VnExpress", "https://vnexpress.net/cau-12.html", "VnExpress",
        {"<h1 class=title-detail>", "</h1>"},
        {"<p class=description>", "</p>"},
        {"<article class=fck_detail>", "</article>"},
        {"<figure class=tplCaption><img src=/a.jpg><figcaption>",
            "</figcaption></figure>"},
        "<ul class=list-news><li><a href=/9.html>Bài đã đăng</a></ul>"},
    {"Dân trí", "https://dantri.com.vn/xa-hoi/cau-2026112212.htm", "Dân trí",
        {"<h1 class=title-page>", "</h1>"},
        {"<h2 class=singular-sapo>", "</h2>"},
        {"<div class=singular-content>", "</div>"},
        {"<figure class=image><img src=/a.jpg><figcaption><p>",
            "</p></figcaption></figure>"},
        "<div class=dnews__inner>Khung quảng cáo</div>"},
    {"VietNamNet", "https://vietnamnet.vn/cau-12.html", "VietNamNet",
        {"<h1 class=content-detail-title>", "</h1>"},
        {"<h2 class=content-detail-sapo>", "</h2>"},
        {"<div class=maincontent id=maincontent>", "</div>"},
        {"<figure><img src=/a.jpg><figcaption>", "</figcaption></figure>"},
        "<div class=article-relate>Bài đã đăng hôm trước</div>"},
    {"QĐND", "https://www.qdnd.vn/xa-hoi/cau-12", "QĐND",
        {"<h1 class=post-title>", "</h1>"},
        {"<div class=post-summary>", "</div>"},
        {"<div class=article-detail>", "</div>"},
        {"<table class=image><tr><td><img src=/a.jpg><tr><td class=caption>",
            "</table>"}, ""},
    {"VOV", "https://vov.vn/xa-hoi/cau-post12.vov", "VOV",
        {"<h1 class='article-title mb-0'>", "</h1>"},
        {"<div class='detail detail--normal'><p class=lead><b>", "</b></p>"},
        {"", "</div>"},
        {"<figure><img src=/a.jpg><figcaption>", "</figcaption></figure>"},
        ""},
    {"Báo Đầu tư", "https://baodautu.vn/cau-d12.html", "Báo Đầu tư",
        {"<div class=title-detail>", "</div>"},
        {"<div class=sapo_detail>", "</div>"},
        {"<div id=content_detail_news>", "</div>"},
        {"<table><tr><td><img src=/a.jpg><tr><td class=caption>",
            "</table>"},
        "<div class=related_news><a href=/9.html>Bài đã đăng</a></div>"},
};

static void make_page(struct str *out, const struct site *site)
{
	str_addf(out, "<!DOCTYPE html><html lang=vi><head><meta charset=utf-8>"
	    "<title>" TITLE "</title></head><body><div class=menu>"
	    "<a href=/>Trang chủ</a> <a href=/thoi-su>Thời sự</a></div>");
	str_addf(out, "%s" TITLE "%s", site->title[0], site->title[1]);
	str_addf(out, "%s" LEAD "%s", site->lead[0], site->lead[1]);
	str_addf(out, "%s<p>" FIRST "</p>", site->body[0]);
	str_addf(out, "%s" CAPTION "%s", site->caption[0], site->caption[1]);
	str_addf(out, "<p>" SECOND "</p>%s<p>" THIRD "</p>%s", site->junk,
	    site->body[1]);
	str_add(out, "<div class=in><a href='javascript:print()'>In trang</a>"
	    "</div><div class=gop-y><a href=/phan-hoi?id=12>Phản hồi</a></div>"
	    "<div class=other-news><h3>Các tin khác</h3><ul><li>"
	    "<a href=/tre-11.html>" OTHER "</a> (20/11/2026)</li></ul></div>"
	    "<div class=binh-luan><h3>Ý kiến bạn đọc</h3><p>Lan: Cầu đẹp quá, "
	    "cảm ơn xã đã làm cho bà con đi lại thuận tiện hơn trước nhiều lắm."
	    "</p></div></body></html>");
}

static const char *find_caption(const struct page *page)
{
	for (size_t i = 0; i < page->body.count; i++)
		if (page->body.blocks[i].kind == BLOCK_CAPTION)
			return page->body.blocks[i].text;
	return "(none)";
}

static void test_site(const struct site *site)
{
	struct extract_options options = {.url = site->url};
	struct error err = {0};
	struct arena arena;
	struct page page;
	struct str html, text;

	arena_init(&arena);
	str_init(&html);
	str_init(&text);
	make_page(&html, site);
	tap_done(extract_page(html.data, html.len, &options, &arena, &page,
	    &err), &err, "%s: an article", site->name);
	tap_text(page.rule, site->rule != NULL ? site->rule : "score",
	    "%s: row", site->name);
	tap_text(page.title, TITLE, "%s: title", site->name);
	tap_text(page.lead, LEAD, "%s: lead", site->name);
	block_add_text(&text, &page.body);
	tap_text(text.data,
	    LEAD "\n" FIRST "\n" SECOND "\n" THIRD "\n", "%s: text",
	    site->name);
	tap_text(find_caption(&page), CAPTION, "%s: caption", site->name);
	tap_ok(page.related_count == 1 &&
	        strcmp(page.related[0].title, OTHER) == 0 &&
	        page.related[0].date == 1795107600,
	    "%s: related, %zu", site->name, page.related_count);
	tap_ok(page.feedback != NULL &&
	        strstr(page.feedback, "/phan-hoi?id=12") != NULL,
	    "%s: feedback", site->name);
	str_release(&text);
	str_release(&html);
	arena_release(&arena);
}

/* --- the anatomy ----------------------------------------------------------- */

static const char *const paragraphs[] = {
    "Sáng 22/11, Đảng ủy phường mở hội nghị bàn 5 việc lớn của quý I năm 2027, "
    "có 46 chi bộ tham dự.",
    "Việc thứ nhất là dọn sạch 12 km kênh nội đồng trước ngày 10/12, giao cho "
    "từng khu phố một đoạn.",
    "Việc thứ hai là lát lại vỉa hè đường ven sông, dự toán 3,2 tỷ đồng, làm "
    "xong trong tháng 3.",
    "Việc thứ ba là mở thêm hai lớp học bán trú, để 180 cháu không phải về nhà "
    "buổi trưa.",
    "Việc thứ tư là khám sức khỏe cho người trên 65 tuổi, mỗi tháng một khu "
    "phố, bắt đầu từ khu phố 7.",
    "Việc thứ năm là đưa mọi thủ tục lên mạng, ai chưa quen thì đoàn viên đến "
    "tận nhà chỉ cách làm.",
    "Hội nghị thống nhất mỗi việc có một người chịu trách nhiệm, mỗi tháng báo "
    "cáo một lần trước nhân dân./.",
};

static const struct {
	const char *name, *value;
} fills[] = {
    {"title", "Phường bàn năm việc lớn cho quý đầu năm mới"},
    {"lead", ""},
    {"description", "Tin của phường"},
    {"section", "Thành phố Quảng Trị"},
    {"section_link", "/thanh-pho-quang-tri/index.html"},
    {"photo", "Quang cảnh hội nghị sáng 22/11."},
    {"credit", "NT"},
    {"picture", "anh/hoi-nghi.jpg"},
    {"root", "/"},
    {"id", "77"},
    {"date", "22/11/2026 08:30"},
    {"iso", "2026-11-22T08:30:00+07:00"},
    {"views", "120"},
    {"others", "<tr><td><ul><li><a href=\"/tin/76.html\">Khu phố 3 trồng 200 "
               "cây xanh ven sông</a> (20/11/2026)</li></ul></td></tr>"},
};

/* Fill a template: $name, ${name}, $$; what is not known is left out. */
static void fill(struct str *out, const char *at, const char *body,
    const char *main)
{
	while (*at != '\0') {
		size_t len = strcspn(at, "$"), name;
		const char *value = "";

		str_add_len(out, at, len);
		at += len;
		if (*at == '\0')
			return;
		at += 1 + (at[1] == '{');
		name = strspn(at, "abcdefghijklmnopqrstuvwxyz_");
		if (name == 4 && memcmp(at, "body", 4) == 0)
			value = body;
		if (name == 4 && memcmp(at, "main", 4) == 0)
			value = main;
		for (size_t i = 0; i < ARRAY_LEN(fills); i++)
			if (strlen(fills[i].name) == name &&
			    memcmp(fills[i].name, at, name) == 0)
				value = fills[i].value;
		str_add(out, value);
		at += name + (at[name] == '}');
		at += name == 0 && *at == '$';
	}
}

static void read_template(struct str *out, const char *name)
{
	char path[200];
	struct error err = {0};

	snprintf(path, sizeof(path), "../seeds/sample/templates/%s", name);
	tap_done(file_read(tap_path(path), 1 << 20, out, &err), &err,
	    "%s is read", name);
}

static void test_anatomy(const char *name)
{
	struct extract_options options = {
	    .url = "https://quangtri.example/tin/77.html"};
	struct error err = {0};
	char file[80];
	struct str article, frame, body, main, html, text, want;
	struct arena arena;
	struct page page;

	arena_init(&arena);
	str_init(&article);
	str_init(&frame);
	str_init(&body);
	str_init(&main);
	str_init(&html);
	str_init(&text);
	str_init(&want);
	snprintf(file, sizeof(file), "article-%s.html", name);
	read_template(&article, file);
	snprintf(file, sizeof(file), "frame-%s.html", name);
	read_template(&frame, file);
	for (size_t i = 0; i < ARRAY_LEN(paragraphs); i++) {
		str_addf(&body, "<p>%s</p>\n", paragraphs[i]);
		str_addf(&want, "%s\n", paragraphs[i]);
	}
	fill(&main, article.data, body.data, "");
	fill(&html, frame.data, "", main.data);
	tap_done(extract_page(html.data, html.len, &options, &arena, &page,
	    &err), &err, "%s: an article", name);
	tap_text(page.title, fills[0].value, "%s: title", name);
	tap_text(find_caption(&page), "Quang cảnh hội nghị sáng 22/11. (Ảnh: NT)",
	    "%s: caption", name);
	block_add_text(&text, &page.body);
	tap_text(text.data, want.data, "%s: seven paragraphs, the last ./.",
	    name);
	tap_ok(page.feedback != NULL &&
	        strstr(page.feedback, "phan-hoi") != NULL, "%s: Phản hồi", name);
	tap_ok(page.related_count == 1 && page.related[0].date != 0,
	    "%s: Các tin khác, %zu", name, page.related_count);
	if (strstr(frame.data, "$section") != NULL)
		tap_text(page.section != NULL ? page.section : "(none)",
		    "Thành phố Quảng Trị", "%s: section", name);
	str_release(&want);
	str_release(&text);
	str_release(&html);
	str_release(&main);
	str_release(&body);
	str_release(&frame);
	str_release(&article);
	arena_release(&arena);
}

int main(void)
{
	for (size_t i = 0; i < ARRAY_LEN(sites); i++)
		test_site(&sites[i]);
	test_anatomy("nukeviet");
	test_anatomy("aspx");
	return tap_end();
}
