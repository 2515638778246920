/*
 * Role: HTML elements by number, with what the tree and the extraction must
 * know of each. Source: WHATWG HTML 13.1.2 and 13.2.6. Thread: any.
 */
#ifndef PAGE_TAG_H
#define PAGE_TAG_H

#include <stddef.h>

enum tag_trait {
	TAG_IS_BLOCK = 1,    /* begins a line of its own */
	TAG_CLOSES_P = 2,    /* its start ends an open p */
	TAG_IS_SCOPE = 4,    /* ends inside do not reach out of it */
	TAG_IS_FORMAT = 8,   /* b, i, a ...: ends may be crossed with blocks */
	TAG_IS_SKIPPED = 16, /* nothing in it is kept in the tree */
	TAG_IS_VOID = 32,
	TAG_IS_SECTION = 64, /* may hold a page's article */
};

/* X(NAME, "name", traits): in the order of their names. */
#define TAGS(X)                                                                \
	X(A, "a", TAG_IS_FORMAT)                                               \
	X(ABBR, "abbr", 0)                                                     \
	X(ADDRESS, "address", TAG_IS_BLOCK | TAG_CLOSES_P)                     \
	X(ARTICLE, "article", TAG_IS_BLOCK | TAG_CLOSES_P | TAG_IS_SECTION)    \
	X(ASIDE, "aside", TAG_IS_BLOCK | TAG_CLOSES_P)                         \
	X(AUDIO, "audio", 0)                                                   \
	X(B, "b", TAG_IS_FORMAT)                                               \
	X(BASE, "base", TAG_IS_VOID)                                           \
	X(BIG, "big", TAG_IS_FORMAT)                                           \
	X(BLOCKQUOTE, "blockquote", TAG_IS_BLOCK | TAG_CLOSES_P)               \
	X(BODY, "body", TAG_IS_BLOCK | TAG_IS_SECTION)                         \
	X(BR, "br", TAG_IS_VOID)                                               \
	X(BUTTON, "button", TAG_IS_SCOPE)                                      \
	X(CANVAS, "canvas", TAG_IS_SKIPPED)                                    \
	X(CAPTION, "caption", TAG_IS_BLOCK | TAG_IS_SCOPE)                     \
	X(CENTER, "center", TAG_IS_BLOCK | TAG_CLOSES_P)                       \
	X(CITE, "cite", 0)                                                     \
	X(CODE, "code", TAG_IS_FORMAT)                                         \
	X(COL, "col", TAG_IS_VOID)                                             \
	X(COLGROUP, "colgroup", 0)                                             \
	X(DD, "dd", TAG_IS_BLOCK)                                              \
	X(DEL, "del", 0)                                                       \
	X(DETAILS, "details", TAG_IS_BLOCK | TAG_CLOSES_P)                     \
	X(DIALOG, "dialog", TAG_IS_BLOCK | TAG_CLOSES_P)                       \
	X(DIV, "div", TAG_IS_BLOCK | TAG_CLOSES_P | TAG_IS_SECTION)            \
	X(DL, "dl", TAG_IS_BLOCK | TAG_CLOSES_P)                               \
	X(DT, "dt", TAG_IS_BLOCK)                                              \
	X(EM, "em", TAG_IS_FORMAT)                                             \
	X(EMBED, "embed", TAG_IS_VOID)                                         \
	X(FIELDSET, "fieldset", TAG_IS_BLOCK | TAG_CLOSES_P)                   \
	X(FIGCAPTION, "figcaption", TAG_IS_BLOCK | TAG_CLOSES_P)               \
	X(FIGURE, "figure", TAG_IS_BLOCK | TAG_CLOSES_P)                       \
	X(FONT, "font", TAG_IS_FORMAT)                                         \
	X(FOOTER, "footer", TAG_IS_BLOCK | TAG_CLOSES_P)                       \
	X(FORM, "form", TAG_IS_BLOCK | TAG_CLOSES_P | TAG_IS_SECTION)          \
	X(H1, "h1", TAG_IS_BLOCK | TAG_CLOSES_P)                               \
	X(H2, "h2", TAG_IS_BLOCK | TAG_CLOSES_P)                               \
	X(H3, "h3", TAG_IS_BLOCK | TAG_CLOSES_P)                               \
	X(H4, "h4", TAG_IS_BLOCK | TAG_CLOSES_P)                               \
	X(H5, "h5", TAG_IS_BLOCK | TAG_CLOSES_P)                               \
	X(H6, "h6", TAG_IS_BLOCK | TAG_CLOSES_P)                               \
	X(HEAD, "head", 0)                                                     \
	X(HEADER, "header", TAG_IS_BLOCK | TAG_CLOSES_P)                       \
	X(HGROUP, "hgroup", TAG_IS_BLOCK | TAG_CLOSES_P)                       \
	X(HR, "hr", TAG_IS_BLOCK | TAG_CLOSES_P | TAG_IS_VOID)                 \
	X(HTML, "html", TAG_IS_SCOPE)                                          \
	X(I, "i", TAG_IS_FORMAT)                                               \
	X(IFRAME, "iframe", 0)                                                 \
	X(IMG, "img", TAG_IS_VOID)                                             \
	X(INPUT, "input", TAG_IS_VOID)                                         \
	X(INS, "ins", 0)                                                       \
	X(KBD, "kbd", 0)                                                       \
	X(LABEL, "label", 0)                                                   \
	X(LEGEND, "legend", TAG_IS_BLOCK)                                      \
	X(LI, "li", TAG_IS_BLOCK)                                              \
	X(LINK, "link", TAG_IS_VOID)                                           \
	X(MAIN, "main", TAG_IS_BLOCK | TAG_CLOSES_P | TAG_IS_SECTION)          \
	X(MARK, "mark", 0)                                                     \
	X(MENU, "menu", TAG_IS_BLOCK | TAG_CLOSES_P)                           \
	X(META, "meta", TAG_IS_VOID)                                           \
	X(NAV, "nav", TAG_IS_BLOCK | TAG_CLOSES_P)                             \
	X(NOBR, "nobr", TAG_IS_FORMAT)                                         \
	X(NOSCRIPT, "noscript", 0)                                             \
	X(OBJECT, "object", TAG_IS_SCOPE)                                      \
	X(OL, "ol", TAG_IS_BLOCK | TAG_CLOSES_P)                               \
	X(OPTION, "option", 0)                                                 \
	X(P, "p", TAG_IS_BLOCK | TAG_CLOSES_P)                                 \
	X(PICTURE, "picture", 0)                                               \
	X(PRE, "pre", TAG_IS_BLOCK | TAG_CLOSES_P)                             \
	X(Q, "q", 0)                                                           \
	X(S, "s", TAG_IS_FORMAT)                                               \
	X(SAMP, "samp", 0)                                                     \
	X(SCRIPT, "script", TAG_IS_SKIPPED)                                    \
	X(SEARCH, "search", TAG_IS_BLOCK | TAG_CLOSES_P)                       \
	X(SECTION, "section", TAG_IS_BLOCK | TAG_CLOSES_P | TAG_IS_SECTION)    \
	X(SELECT, "select", TAG_IS_SKIPPED)                                    \
	X(SMALL, "small", TAG_IS_FORMAT)                                       \
	X(SOURCE, "source", TAG_IS_VOID)                                       \
	X(SPAN, "span", 0)                                                     \
	X(STRIKE, "strike", TAG_IS_FORMAT)                                     \
	X(STRONG, "strong", TAG_IS_FORMAT)                                     \
	X(STYLE, "style", TAG_IS_SKIPPED)                                      \
	X(SUB, "sub", 0)                                                       \
	X(SUMMARY, "summary", TAG_IS_BLOCK | TAG_CLOSES_P)                     \
	X(SUP, "sup", 0)                                                       \
	X(SVG, "svg", TAG_IS_SKIPPED)                                          \
	X(TABLE, "table", TAG_IS_BLOCK | TAG_IS_SCOPE)                         \
	X(TBODY, "tbody", TAG_IS_BLOCK)                                        \
	X(TD, "td", TAG_IS_BLOCK | TAG_IS_SCOPE | TAG_IS_SECTION)              \
	X(TEMPLATE, "template", TAG_IS_SKIPPED)                                \
	X(TEXTAREA, "textarea", TAG_IS_SKIPPED)                                \
	X(TFOOT, "tfoot", TAG_IS_BLOCK)                                        \
	X(TH, "th", TAG_IS_BLOCK | TAG_IS_SCOPE)                               \
	X(THEAD, "thead", TAG_IS_BLOCK)                                        \
	X(TIME, "time", 0)                                                     \
	X(TITLE, "title", 0)                                                   \
	X(TR, "tr", TAG_IS_BLOCK)                                              \
	X(TT, "tt", TAG_IS_FORMAT)                                             \
	X(U, "u", TAG_IS_FORMAT)                                               \
	X(UL, "ul", TAG_IS_BLOCK | TAG_CLOSES_P)                               \
	X(VAR, "var", 0)                                                       \
	X(VIDEO, "video", 0)                                                   \
	X(WBR, "wbr", TAG_IS_VOID)

enum tag {
	TAG_TEXT = 0, /* no element: a run of text */
	TAG_OTHER,    /* an element without a number of its own */
#define X(name, text, traits) TAG_##name,
	TAGS(X)
#undef X
	TAG_COUNT,
};

/* The number of a lower-case name, or TAG_OTHER. */
enum tag tag_find(const char *name);

const char *tag_name(enum tag tag); /* "" for text and others */
unsigned tag_traits(enum tag tag);

#endif
