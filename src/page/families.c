#include "page/families.h"

#include "base/mem.h"

/*
 * Read from templates and from what others wrote down about these sites;
 * nothing of a site's text is here. Where two rows fit, the first wins.
 */
const struct family families[] = {
    {
	/* themes/default/modules/news/detail.tpl, NukeViet 4.x */
	.name = "NukeViet",
	.body = "#news-bodyhtml, div.bodytext[itemprop=articleBody],"
		" .news_column .bodytext",
	.title = "h1[itemprop=headline], .news_column h1",
	.lead = ".hometext",
	.date = "[itemprop=datePublished], .news_column span.h5",
	.author = "p.text-right",
	.section = ".breadcrumb a, .breadcrumbs a",
	.cover = "figure.article, .imghome",
    },
    {
	.name = "VCCorp",
	.mark = "[data-role=title], .afcbc-body",
	.body = "[data-role=content], .afcbc-body",
	.title = "[data-role=title], h1.detail-title",
	.lead = "[data-role=sapo], .detail-sapo",
	.date = "[data-role=publishdate], .detail-time",
	.author = "[data-role=author], .author-info .name,"
		  " .detail-author .name",
	.section = "[data-role=cate-name], .detail-breadcrumb a,"
		   " .detail-cate a",
	.drop = "[type^=Related], .detail-relate, .tindnd,"
		" .link-content-footer, .detail-author-bot, .author-info",
	.aside = "div.VCSortableInPreviewMode[type=content]",
    },
    {
	.name = "cms-body",
	.body = ".zce-content-body, .cms-body, .article__body",
	.mark = ".cms-body, .cms-title, .cms-desc, .zce-content-body",
	.title = ".cms-title, h1.article__title",
	.lead = ".cms-desc, .article__sapo",
	.date = "meta.cms-date, time.time, .article__meta .time",
	.author = ".article__author .name, .article__author",
	.section = ".bc a, .breadcrumbs a, .article__breadcrumb a",
	.cover = ".article__avatar",
	.drop = ".related-news, .cms-relate, .article__tag, .rltd",
    },
    {
	.name = "VietnamPlus",
	.hosts = "vietnamplus.vn",
	.body = ".main-col.content-col .article-body, .article-body,"
		" .main-col.content-col",
	.title = "h1",
	.lead = ".article__sapo, .cms-desc, .summary",
    },
    {
	.name = "sc-longform",
	.mark = ".block-sc-title, .sc-longform-header-title,"
		" .block-sc-sapo, .block-sc-publish-time",
	.body = ".b-maincontent, article.entry, .sc-longform-body",
	.title = "h1.block-sc-title, .sc-longform-header-title",
	.lead = ".block-sc-sapo, .sc-longform-header-sapo",
	.date = ".block-sc-publish-time, .sc-longform-header-date",
	.author = ".block-sc-author, .sc-longform-header-author",
	.section = ".b-breadcrumb a, .c-breadcrumb a,"
		   " .sc-longform-header-cate a",
	.drop = ".c-box, .sc-hightlight-box, .b-related, .c-related",
    },
    {
	.name = "VnExpress",
	.body = "article.fck_detail, .fck_detail",
	.title = "h1.title-detail",
	.lead = "p.description",
	.date = ".header-content .date, span.date",
	.author = ".author_mail strong, .author_top",
	.section = "ul.breadcrumb a",
	.drop = ".box_brief_info, .list-news, .box-tinlienquanv2",
    },
    {
	.name = "Dân trí",
	.body = ".singular-content",
	.title = "h1.title-page",
	.lead = ".singular-sapo",
	.date = "time.author-time",
	.author = ".author-name",
	.section = ".breadcrumbs a",
	.drop = ".dnews__inner",
    },
    {
	.name = "VietNamNet",
	.hosts = "vietnamnet.vn",
	.body = "#maincontent, .maincontent",
	.title = "h1.content-detail-title",
	.lead = ".content-detail-sapo",
	.date = ".bread-crumb-detail__time",
	.author = ".article-detail-author__info .name",
	.section = ".bread-crumb-detail a",
	.drop = ".vnn-template-noneditable, .article-relate",
    },
    {
	.name = "TT_TinChiTiet",
	.body = ".TT_TinChiTiet_DocTin",
	.title = ".TT_TinChiTiet_TieuDe",
	.date = ".TT_TinChiTiet_NgayCapNhat",
    },
    {
	.name = "QĐND",
	.mark = ".post-summary",
	.body = ".article-detail",
	.title = "h1.post-title",
	.lead = ".post-summary",
    },
    {
	.name = "VOV",
	.hosts = "vov.vn vov.gov.vn",
	.body = ".detail.detail--normal, .article-content",
	.title = ".article-title",
    },
    {
	.name = "Báo Đầu tư",
	.body = "#content_detail_news",
	.title = ".title-detail",
	.lead = ".sapo_detail",
	.date = ".post-time",
	.author = ".author",
	.drop = ".related_news, .box_tin_lien_quan",
    },
    {
	.name = "dataimages",
	.mark = ".content-detail",
	.body = ".content-detail .td-post-content, .content-detail",
	.title = "h1",
	.lead = "div.desc",
    },
    {
	.name = "Báo Ninh Bình",
	.hosts = "baoninhbinh.org.vn",
	.body = "#content_detail",
	.title = ".header-title",
    },
    {
	.name = "Báo Quảng Ngãi",
	.hosts = "baoquangngai.vn",
	.body = "#body",
	.title = "h1",
	.lead = ".sapo",
    },
    {
	.name = "WordPress Newspaper",
	.body = ".td-post-content",
	.title = "h1.entry-title, h1.tdb-title-text",
	.lead = ".td-excerpt, .td-post-sub-title",
	.date = "time.entry-date",
	.author = ".td-post-author-name a, .tdb-author-name",
	.section = ".entry-crumbs a, .td-category a",
	.cover = ".td-post-featured-image",
	.drop = ".td_block_related_posts, .td-a-rec",
    },
    {
	.name = "Liferay",
	.mark = ".asset-content, .asset-full-content",
	.body = ".asset-full-content .journal-content-article,"
		" .asset-content .journal-content-article, .asset-content",
	.title = ".asset-title, h1",
    },
    {
	.name = "SharePoint",
	.mark = ".ms-rtestate-field",
	.body = ".ms-rtestate-field",
	.date = ".time_update",
    },
};

const size_t family_count = ARRAY_LEN(families);
