#!/usr/bin/env python3
"""Write the sample portal: articles/NN.txt and templates/ give site/.

A maintainer's tool; what it writes is committed, so that a reader of the
news needs no Python. The same articles give the same bytes.

    ./build.py [FOLDER]        FOLDER instead of site/
"""

import re
import shutil
import sys
import unicodedata
from pathlib import Path

sys.dont_write_bytecode = True  # nothing but site/ is written

import feeds  # noqa: E402
import pages  # noqa: E402

HERE = Path(__file__).resolve().parent
ROOT_MARK = ".bantin-root"
SLUG_MOST = 44  # tar's v7 format takes paths of 99 bytes


class Section:
    def __init__(self, key, name, cat, skin, feed):
        self.key, self.name, self.cat = key, name, cat
        self.skin = skin  # "nukeviet" or "aspx"
        self.feed = feed  # below rss/, or None: it has its list page only
        self.articles = []  # newest first

    @property
    def address(self):
        """Of its list page, from the site's root."""
        if self.skin == "aspx":
            return f"{self.key}/danh-sach.aspx?Cat={self.cat}"
        return f"{self.key}/index.html"


SECTIONS = [
    Section("tin-tuc", "Tin tức - Sự kiện", 1, "nukeviet", "tin-tuc.rss"),
    Section("doi-song", "Đời sống - Xã hội", 3, "aspx", "doi-song.rss"),
    Section("van-hoa", "Văn hóa - Giáo dục", 2, "nukeviet", "van-hoa.xml"),
    Section("thong-bao", "Thông báo - Điều hành", 4, "aspx", None),
]


class Article:
    def __init__(self, fields, body, sections):
        self.id = int(fields["id"])
        self.section = sections[fields["section"]]
        self.date = fields["date"]  # "2026-11-21 08:15", Vietnam's time
        self.title, self.lead = fields["title"], fields["lead"]
        self.author = fields.get("author")
        self.photo, self.credit = fields.get("photo"), fields.get("credit")
        self.blocks = read_blocks(body)

    @property
    def slug(self):
        return slug_of(self.title)

    @property
    def address(self):
        if self.section.skin == "aspx":
            return f"{self.section.key}/chi-tiet.aspx?ItemID={self.id}"
        return f"{self.section.key}/{self.slug}-{self.id}.html"

    @property
    def picture(self):
        """From the site's root; the pictures themselves do not exist."""
        if self.section.skin == "aspx":
            return f"HinhAnh/{self.date[:4]}/{self.id}.jpg"
        return f"uploads/news/{self.date[:4]}_{self.date[5:7]}/{self.slug}.jpg"


def slug_of(title):
    """A portal's alias: marks off, đ to d, words joined by hyphens."""
    text = unicodedata.normalize("NFD", title.lower().replace("đ", "d"))
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = "-".join(re.findall("[a-z0-9]+", text))
    if len(text) <= SLUG_MOST:
        return text
    return text[:SLUG_MOST + 1].rsplit("-", 1)[0]


def read_blocks(body):
    """Lines of an article's body as (kind, content) in their order."""
    blocks = []
    for line in filter(None, (line.strip() for line in body.split("\n"))):
        last = blocks[-1] if blocks else (None, None)
        if line.startswith("## "):
            blocks.append(("heading", line[3:]))
        elif line.startswith("> "):
            blocks.append(("quote", line[2:]))
        elif line.startswith("- "):
            if last[0] != "list":
                blocks.append(("list", []))
            blocks[-1][1].append(line[2:])
        elif line.startswith("|"):
            if last[0] != "table":
                blocks.append(("table", []))
            cells = line.strip("|").split("|")
            blocks[-1][1].append([cell.strip() for cell in cells])
        else:
            blocks.append(("paragraph", line))
    return blocks


def read_article(path, sections):
    text = path.read_text(encoding="utf-8")
    if unicodedata.normalize("NFC", text) != text:
        sys.exit(f"{path}: not NFC")
    head, body = text.split("\n\n", 1)
    fields = dict(line.split(": ", 1) for line in head.split("\n"))
    return Article(fields, body, sections)


def read_articles():
    sections = {section.key: section for section in SECTIONS}
    articles = [read_article(path, sections)
                for path in sorted((HERE / "articles").glob("[0-9]*.txt"))]
    articles.sort(key=lambda article: article.date, reverse=True)
    for article in articles:
        article.section.articles.append(article)
    return articles


def list_sources():
    """The sources of --sample, in the format of newsboat's urls file."""
    lines = []
    for section in SECTIONS:
        path = f"rss/{section.feed}" if section.feed else section.address
        lines.append(f'{file_of(path)} "~Trằm Mây: {section.name}"\n')
    return "".join(lines)


def file_of(address):
    """As wget --restrict-file-names=windows names the file of an address."""
    return address.replace("?", "@")


def list_files(articles):
    yield ROOT_MARK, ""
    yield "nguon.txt", list_sources()
    yield "index.html", pages.front(SECTIONS, articles)
    yield "phan-hoi/index.html", pages.feedback(SECTIONS, articles)
    for section in SECTIONS:
        yield section.address, pages.section_list(section, SECTIONS, articles)
        if section.feed:
            yield f"rss/{section.feed}", feeds.WRITERS[section.key](section)
    for article in articles:
        yield article.address, pages.article(article, SECTIONS, articles)


def main(arguments):
    site = Path(arguments[0]) if arguments else HERE / "site"
    if site.exists():
        if any(site.iterdir()) and not (site / ROOT_MARK).exists():
            sys.exit(f"{site}: is not a sample portal, left as it is")
        shutil.rmtree(site)
    for address, text in list_files(read_articles()):
        path = site / file_of(address)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))


if __name__ == "__main__":
    main(sys.argv[1:])
