"""The pages, in two skins: "nukeviet", with classes and microdata as that
CMS writes them, and "aspx", tables and spans that say nothing of their
meaning, the whole page inside ASP.NET's one form.
"""

from datetime import datetime
from html import escape
from html.entities import codepoint2name
from pathlib import Path
from string import Template

TEMPLATES = Path(__file__).resolve().parent / "templates"
WEEKDAYS = ["Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy",
            "Chủ nhật"]
POPULAR = [17, 44, 15, 40, 3]
OTHERS_MOST, NEWER_MOST = 6, 3
FRONT_MOST = 5
FEED_TYPES = {".rss": "application/rss+xml", ".xml": "application/atom+xml"}


def fill(template, /, **values):
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    return Template(text).substitute(values)


def join(parts):
    return "\n".join(parts)


def date_of(article):
    return datetime.strptime(article.date, "%Y-%m-%d %H:%M")


def day_of(article):
    return f"{date_of(article):%d/%m/%Y}"


def anchor(root, article, **attributes):
    extra = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return (f'<a href="{root}{escape(article.address)}"{extra}>'
            f"{escape(article.title, quote=False)}</a>")


def alternate(section, root):
    kind = FEED_TYPES[section.feed[section.feed.rindex("."):]]
    return (f'<link rel="alternate" type="{kind}" '
            f'title="{section.name}" href="{root}rss/{section.feed}">')


def others_of(article):
    """The nearest of its section, newest first: some newer, some older."""
    whole = article.section.articles
    place = whole.index(article)
    first = max(0, min(place - NEWER_MOST, len(whole) - 1 - OTHERS_MOST))
    return [other for other in whole[first:first + OTHERS_MOST + 1]
            if other is not article]


def popular_of(articles):
    found = {article.id: article for article in articles}
    return [found[number] for number in POPULAR]


def entities(text):
    """As rich-text editors save it: names where HTML 4 has one, numbers."""
    def one(char):
        code = ord(char)
        if code < 128:
            return char
        return f"&{codepoint2name.get(code, f'#{code}')};"
    return "".join(map(one, text))


def table_rows(rows, text):
    for number, row in enumerate(rows):
        tag = "td" if number else "th"
        cells = "".join(f"<{tag}>{text(cell)}</{tag}>" for cell in row)
        yield f"<tr>{cells}</tr>"


def body_nukeviet(blocks, text):
    for kind, content in blocks:
        if kind == "paragraph":
            yield f'<p style="text-align: justify;">{text(content)}</p>'
        elif kind == "heading":
            yield f"<h2>{text(content)}</h2>"
        elif kind == "quote":
            yield f"<blockquote><p>{text(content)}</p></blockquote>"
        elif kind == "list":
            items = "".join(f"<li>{text(item)}</li>\n" for item in content)
            yield f"<ul>\n{items}</ul>"
        else:
            yield ('<table border="1" cellpadding="1" cellspacing="1">\n'
                   f"{join(table_rows(content, text))}\n</table>")


def body_aspx(blocks, text):
    for kind, content in blocks:
        if kind == "paragraph":
            yield f'<div style="text-align:justify">{text(content)}</div>'
        elif kind == "heading":
            yield f"<div><b>{text(content)}</b></div>"
        elif kind == "quote":
            yield f'<div style="margin-left:40px"><i>{text(content)}</i></div>'
        elif kind == "list":
            items = "<br>\n".join("- " + text(item) for item in content)
            yield f"<div>{items}</div>"
        else:
            yield ('<table border="1" cellspacing="0" width="100%">\n'
                   f"{join(table_rows(content, text))}\n</table>")


def menu(sections, root, skin):
    links = [f'<a href="{root}{section.address}">{section.name}</a>'
             for section in sections]
    home = f'<a href="{root}index.html">Trang chủ</a>'
    if skin == "aspx":
        return "&nbsp;|&nbsp;\n".join([home, *links])
    return join(f"<li>{link}</li>" for link in [home, *links])


def rows(root, articles, skin):
    """A section's list: title, date in brackets, lead."""
    return join(fill(
        f"row-{skin}.html", anchor=anchor(root, article),
        date=day_of(article), lead=escape(article.lead, quote=False),
        picture=root + article.picture, alt=escape(article.title))
        for article in articles)


def frame(skin, sections, articles, root, **values):
    popular = popular_of(articles)
    if skin == "aspx":
        box = join(f'<tr><td>&bull; {anchor(root, article)}</td></tr>'
                   for article in popular)
    else:
        box = join(f"<li>{anchor(root, article)}</li>" for article in popular)
    return fill(f"frame-{skin}.html", root=root, popular=box,
                menu=menu(sections, root, skin), **values)


def meta(article):
    """The head of a NukeViet page; its time is as broken as there."""
    return join([
        f'<meta property="og:title" content="{escape(article.title)}">',
        '<meta property="og:type" content="article">',
        '<meta property="og:image" content="../'
        f'{article.picture}">',
        '<meta property="article:published_time" content="'
        f'{date_of(article):%Y-%m-%d+07%H:%M}:00">',
        f'<meta property="article:section" content="{article.section.name}">',
    ])


def article_nukeviet(article, root):
    time = date_of(article)
    author = ""
    if article.author:
        author = ('<p class="h5 text-right"><strong>Tác giả bài viết:'
                  f"</strong> {escape(article.author)}</p>\n")
    others = join(
        f"<li>{anchor(root, other)} "
        f'<span class="date">({day_of(other)})</span></li>'
        for other in others_of(article))
    return fill(
        "article-nukeviet.html", root=root, id=article.id,
        title=escape(article.title, quote=False), photo=escape(article.photo),
        date=f"{WEEKDAYS[time.weekday()]} - {time:%d/%m/%Y %H:%M}",
        iso=f"{time:%Y-%m-%dT%H:%M}:00+07:00",
        lead=escape(article.lead, quote=False), credit=article.credit,
        picture=article.picture, author=author, others=others,
        body=join(body_nukeviet(article.blocks, escape_text)))


def article_aspx(article, root):
    author = ""
    if article.author:
        author = f'<div align="right"><b>{escape(article.author)}</b></div>\n'
    text = escape_text
    if article.section.key == "thong-bao":
        def text(line):
            return entities(escape_text(line))
    others = join(
        f"<tr><td>- {anchor(root, other)} <i>({day_of(other)})</i></td></tr>"
        for other in others_of(article))
    return fill(
        "article-aspx.html", root=root, id=article.id,
        title=escape(article.title, quote=False), photo=escape(article.photo),
        date=f"{date_of(article):%d/%m/%Y %H:%M}",
        lead=escape(article.lead, quote=False), credit=article.credit,
        views=180 + article.id * 37 % 400, picture=article.picture,
        author=author, others=others,
        body=join(body_aspx(article.blocks, text)))


def escape_text(text):
    return escape(text, quote=False)


def section_frame(section, sections, articles, **values):
    root = "../"
    head = alternate(section, root) if section.feed else ""
    values["head"] = join(filter(None, [values.get("head"), head]))
    return frame(section.skin, sections, articles, root,
                 section=section.name, section_link=root + section.address,
                 **values)


def article(article, sections, articles):
    skin = article.section.skin
    write = article_aspx if skin == "aspx" else article_nukeviet
    return section_frame(
        article.section, sections, articles,
        title=escape(article.title, quote=False),
        description=escape(article.lead),
        head=meta(article) if skin == "nukeviet" else "",
        main=write(article, "../"))


def section_list(section, sections, articles):
    main = fill(f"list-{section.skin}.html", name=section.name,
                rows=rows("../", section.articles, section.skin))
    return section_frame(section, sections, articles, title=section.name,
                         description=section.name, main=main)


def front(sections, articles):
    boxes = []
    for section in sections:
        items = join(f"<li>{anchor('', article)} "
                     f'<span class="date">({day_of(article)})</span></li>'
                     for article in section.articles[:FRONT_MOST])
        boxes.append(fill("box-nukeviet.html", name=section.name,
                          link=section.address, items=items))
    head = join(alternate(section, "") for section in sections
                if section.feed)
    return frame("nukeviet", sections, articles, "", title="Trang chủ",
                 description="Cổng thông tin điện tử xã Trằm Mây", head=head,
                 section="Tin mới", section_link="index.html",
                 main=join(boxes))


def feedback(sections, articles):
    return frame("nukeviet", sections, articles, "../",
                 title="Gửi phản hồi", description="Gửi phản hồi", head="",
                 section="Phản hồi", section_link="index.html",
                 main=fill("feedback-nukeviet.html"))
