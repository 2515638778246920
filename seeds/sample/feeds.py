"""The three feeds, each with the faults that real portals' feeds carry.

tin-tuc    NukeViet 4: pubDate with the month where the minute belongs (its
           PHP says 'H:m:s'), guid news_N in CDATA between blanks and line
           feeds, lead behind a thumbnail
doi-song   a home-made RSS 2.0 that escapes nothing: a bare &, an HTML
           reference that XML lacks, U+00D0 for U+0110, no guid
van-hoa    Atom; one title decomposed
"""

import unicodedata
from datetime import datetime, timedelta
from xml.sax.saxutils import escape

ETH_ARTICLE = 38         # "Đại hội" typed with the Icelandic letter
REFERENCE_ARTICLE = 41   # "đ&ecirc;m"
DECOMPOSED_ARTICLE = 37
SITE = "Cổng thông tin điện tử xã Trằm Mây"
DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def link_of(address):
    return escape("../" + address)


def time_of(article):
    return datetime.strptime(article.date, "%Y-%m-%d %H:%M")


def nukeviet_date(article):
    time = time_of(article) - timedelta(hours=7)
    return (f"{DAYS[time.weekday()]}, {time.day} {MONTHS[time.month - 1]} "
            f"{time:%Y %H:%m}:00 GMT")


def rss_date(article):
    time = time_of(article)
    return (f"{DAYS[time.weekday()]}, {time:%d} {MONTHS[time.month - 1]} "
            f"{time:%Y %H:%M}:00 +0700")


def atom_date(article):
    return f"{time_of(article):%Y-%m-%dT%H:%M}:00+07:00"


def write_nukeviet(section):
    items = []
    for article in section.articles:
        items.append(f"""\
    <item>
      <title><![CDATA[{article.title}]]></title>
      <link>{link_of(article.address)}</link>
      <guid isPermaLink="false">
        <![CDATA[
          news_{article.id}
        ]]>
      </guid>
      <description>
        <![CDATA[
          <img src="../{article.picture}" width="100" align="left" \
border="0">{article.lead}
        ]]>
      </description>
      <pubDate>{nukeviet_date(article)}</pubDate>
    </item>
""")
    return f"""\
<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
  <channel>
    <title>{section.name}</title>
    <link>{link_of(section.address)}</link>
    <atom:link href="{section.feed}" rel="self" type="application/rss+xml" />
    <description><![CDATA[{section.name} - {SITE}]]></description>
    <language>vi</language>
    <pubDate>{nukeviet_date(section.articles[0])}</pubDate>
    <copyright>{SITE}</copyright>
    <generator>NukeViet v4.5</generator>
{"".join(items)}\
  </channel>
</rss>
"""


def write_aspx(section):
    items = []
    for article in section.articles:
        title, lead = article.title, article.lead
        if article.id == ETH_ARTICLE:
            title = title.replace("Đại hội", "\u00d0ại hội", 1)
        if article.id == REFERENCE_ARTICLE:
            lead = lead.replace("đêm", "đ&ecirc;m", 1)
        items.append(f"""\
<item>
<title>{title}</title>
<link>{link_of(article.address)}</link>
<description>{lead}</description>
<pubDate>{rss_date(article)}</pubDate>
</item>
""")
    return f"""\
<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0">
<channel>
<title>{section.name}</title>
<link>{link_of(section.address)}</link>
<description>{SITE}</description>
<lastBuildDate>{rss_date(section.articles[0])}</lastBuildDate>
{"".join(items)}\
</channel>
</rss>
"""


def write_atom(section):
    entries = []
    for article in section.articles:
        title = article.title
        if article.id == DECOMPOSED_ARTICLE:
            title = unicodedata.normalize("NFD", title)
        author = escape(article.author)
        entries.append(f"""\
  <entry>
    <id>tag:trammay.example,2026:van-hoa/{article.id}</id>
    <title>{escape(title)}</title>
    <link rel="alternate" type="text/html" href="{link_of(article.address)}"/>
    <published>{atom_date(article)}</published>
    <updated>{atom_date(article)}</updated>
    <author><name>{author}</name></author>
    <summary>{escape(article.lead)}</summary>
  </entry>
""")
    return f"""\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi">
  <id>tag:trammay.example,2026:van-hoa</id>
  <title>{section.name}</title>
  <subtitle>{SITE}</subtitle>
  <link rel="self" type="application/atom+xml" href="{section.feed}"/>
  <link rel="alternate" type="text/html" href="{link_of(section.address)}"/>
  <updated>{atom_date(section.articles[0])}</updated>
{"".join(entries)}\
</feed>
"""


WRITERS = {
    "tin-tuc": write_nukeviet,
    "doi-song": write_aspx,
    "van-hoa": write_atom,
}
