#include "feed/elements.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"

enum { IN_BOTH = IN_FEED | IN_ITEM };

/* In the order of strcasecmp; rows of one name stand together. */
static const struct element rows[] = {
	{"abstract", SPACE_CORE, IN_BOTH, FIELD_SUMMARY, 4, TEXT_HTML},
	{"abstract", SPACE_DCTERMS, IN_BOTH, FIELD_SUMMARY, 4, TEXT_HTML},
	{"author", SPACE_CORE, IN_BOTH, FIELD_AUTHOR, 1, TEXT_PLAIN},
	{"author", SPACE_DC, IN_BOTH, FIELD_AUTHOR, 2, TEXT_PLAIN},
	{"author", SPACE_ITUNES, IN_BOTH, FIELD_AUTHOR, 3, TEXT_PLAIN},
	{"body", SPACE_CORE, IN_ITEM, FIELD_CONTENT, 2, TEXT_TYPED},
	{"body", SPACE_XHTML, IN_ITEM, FIELD_CONTENT, 2, TEXT_TYPED},
	{"categories", SPACE_CORE, IN_ITEM, ELEMENT_GROUP, 1, TEXT_PLAIN},
	{"category", SPACE_CORE, IN_ITEM, FIELD_CATEGORY, 1, TEXT_PLAIN},
	{"category", SPACE_ITUNES, IN_ITEM, FIELD_CATEGORY, 1, TEXT_PLAIN},
	{"category", SPACE_MEDIA, IN_ITEM, FIELD_CATEGORY, 1, TEXT_PLAIN},
	{"channel", SPACE_CORE, IN_FEED, ELEMENT_CHANNEL, 1, TEXT_PLAIN},
	{"content", SPACE_CORE, IN_ITEM, FIELD_CONTENT, 1, TEXT_TYPED},
	{"content", SPACE_MEDIA, IN_ITEM, FIELD_ENCLOSURE, 2, TEXT_PLAIN},
	{"created", SPACE_CORE, IN_ITEM, FIELD_PUBLISHED, 3, TEXT_PLAIN},
	{"created", SPACE_DCTERMS, IN_ITEM, FIELD_PUBLISHED, 3, TEXT_PLAIN},
	{"creator", SPACE_DC, IN_BOTH, FIELD_AUTHOR, 2, TEXT_PLAIN},
	{"date", SPACE_CORE, IN_ITEM, FIELD_PUBLISHED, 4, TEXT_PLAIN},
	{"date", SPACE_DC, IN_ITEM, FIELD_PUBLISHED, 4, TEXT_PLAIN},
	{"date", SPACE_DCTERMS, IN_ITEM, FIELD_PUBLISHED, 4, TEXT_PLAIN},
	{"day", SPACE_CORE, IN_FEED, FIELD_SKIP_DAY, 1, TEXT_PLAIN},
	{"description", SPACE_CORE, IN_BOTH, FIELD_SUMMARY, 1, TEXT_HTML},
	{"description", SPACE_DC, IN_BOTH, FIELD_SUMMARY, 3, TEXT_HTML},
	{"description", SPACE_DCTERMS, IN_BOTH, FIELD_SUMMARY, 3, TEXT_HTML},
	{"description", SPACE_MEDIA, IN_ITEM, FIELD_SUMMARY, 6, TEXT_TYPED},
	{"enclosure", SPACE_CORE, IN_ITEM, FIELD_ENCLOSURE, 1, TEXT_PLAIN},
	{"encoded", SPACE_CONTENT, IN_ITEM, FIELD_CONTENT, 1, TEXT_HTML},
	{"entry", SPACE_CORE, IN_FEED, ELEMENT_ITEM, 1, TEXT_PLAIN},
	{"feed", SPACE_CORE, IN_FEED, ELEMENT_ROOT, 1, TEXT_PLAIN},
	{"fullitem", SPACE_CORE, IN_ITEM, FIELD_CONTENT, 2, TEXT_HTML},
	{"generator", SPACE_CORE, IN_FEED, FIELD_GENERATOR, 1, TEXT_PLAIN},
	{"group", SPACE_MEDIA, IN_ITEM, ELEMENT_GROUP, 1, TEXT_PLAIN},
	{"guid", SPACE_CORE, IN_ITEM, FIELD_ID, 1, TEXT_HTML},
	{"hour", SPACE_CORE, IN_FEED, FIELD_SKIP_HOUR, 1, TEXT_PLAIN},
	{"id", SPACE_CORE, IN_BOTH, FIELD_ID, 1, TEXT_PLAIN},
	{"identifier", SPACE_DC, IN_ITEM, FIELD_ID, 3, TEXT_PLAIN},
	{"issued", SPACE_CORE, IN_ITEM, FIELD_PUBLISHED, 2, TEXT_PLAIN},
	{"issued", SPACE_DCTERMS, IN_ITEM, FIELD_PUBLISHED, 2, TEXT_PLAIN},
	{"item", SPACE_CORE, IN_FEED, ELEMENT_ITEM, 1, TEXT_PLAIN},
	{"keywords", SPACE_CORE, IN_ITEM, FIELD_CATEGORY, 2, TEXT_LIST},
	{"keywords", SPACE_ITUNES, IN_ITEM, FIELD_CATEGORY, 2, TEXT_LIST},
	{"keywords", SPACE_MEDIA, IN_ITEM, FIELD_CATEGORY, 2, TEXT_LIST},
	{"language", SPACE_CORE, IN_FEED, FIELD_LANGUAGE, 1, TEXT_PLAIN},
	{"language", SPACE_DC, IN_FEED, FIELD_LANGUAGE, 2, TEXT_PLAIN},
	{"lastmod", SPACE_CORE, IN_ITEM, FIELD_UPDATED, 3, TEXT_PLAIN},
	{"link", SPACE_CORE, IN_BOTH, FIELD_LINK, 1, TEXT_PLAIN},
	{"modified", SPACE_CORE, IN_ITEM, FIELD_UPDATED, 2, TEXT_PLAIN},
	{"modified", SPACE_DCTERMS, IN_ITEM, FIELD_UPDATED, 2, TEXT_PLAIN},
	{"pubDate", SPACE_CORE, IN_ITEM, FIELD_PUBLISHED, 1, TEXT_PLAIN},
	{"published", SPACE_CORE, IN_ITEM, FIELD_PUBLISHED, 1, TEXT_PLAIN},
	{"RDF", SPACE_CORE, IN_FEED, ELEMENT_ROOT, 1, TEXT_PLAIN},
	{"RDF", SPACE_RDF, IN_FEED, ELEMENT_ROOT, 1, TEXT_PLAIN},
	{"rss", SPACE_CORE, IN_FEED, ELEMENT_ROOT, 1, TEXT_PLAIN},
	{"skipDays", SPACE_CORE, IN_FEED, ELEMENT_GROUP, 1, TEXT_PLAIN},
	{"skipHours", SPACE_CORE, IN_FEED, ELEMENT_GROUP, 1, TEXT_PLAIN},
	{"subject", SPACE_DC, IN_ITEM, FIELD_CATEGORY, 1, TEXT_PLAIN},
	{"subtitle", SPACE_CORE, IN_FEED, FIELD_SUMMARY, 1, TEXT_TYPED},
	{"subtitle", SPACE_ITUNES, IN_BOTH, FIELD_SUMMARY, 7, TEXT_HTML},
	{"summary", SPACE_CORE, IN_ITEM, FIELD_SUMMARY, 2, TEXT_TYPED},
	{"summary", SPACE_ITUNES, IN_BOTH, FIELD_SUMMARY, 5, TEXT_HTML},
	{"tagline", SPACE_CORE, IN_FEED, FIELD_SUMMARY, 1, TEXT_TYPED},
	{"title", SPACE_CORE, IN_BOTH, FIELD_TITLE, 1, TEXT_TYPED},
	{"title", SPACE_DC, IN_BOTH, FIELD_TITLE, 2, TEXT_TYPED},
	{"title", SPACE_DCTERMS, IN_BOTH, FIELD_TITLE, 2, TEXT_TYPED},
	{"title", SPACE_ITUNES, IN_ITEM, FIELD_TITLE, 3, TEXT_TYPED},
	{"title", SPACE_MEDIA, IN_ITEM, FIELD_TITLE, 4, TEXT_TYPED},
	{"ttl", SPACE_CORE, IN_FEED, FIELD_TTL, 1, TEXT_PLAIN},
	{"updated", SPACE_CORE, IN_ITEM, FIELD_UPDATED, 1, TEXT_PLAIN},
	{"updateFrequency", SPACE_SY, IN_FEED, FIELD_FREQUENCY, 1, TEXT_PLAIN},
	{"updatePeriod", SPACE_SY, IN_FEED, FIELD_PERIOD, 1, TEXT_PLAIN},
};

/* Without their scheme, which feeds write both ways. */
static const struct space_name {
	const char *name;
	enum element_space space;
} spaces[] = {
	{"", SPACE_CORE},
	{"www.w3.org/2005/Atom", SPACE_CORE},
	{"purl.org/atom/ns#", SPACE_CORE},
	{"purl.org/dc/elements/1.1", SPACE_DC},
	{"purl.org/rss/1.0/modules/content", SPACE_CONTENT},
	{"search.yahoo.com/mrss", SPACE_MEDIA},
	{"www.itunes.com/dtds/podcast-1.0.dtd", SPACE_ITUNES},
	{"purl.org/rss/1.0", SPACE_CORE},
	{"www.w3.org/1999/02/22-rdf-syntax-ns#", SPACE_RDF},
	{"www.w3.org/XML/1998/namespace", SPACE_XML},
	{"www.w3.org/1999/xhtml", SPACE_XHTML},
	{"purl.org/dc/terms", SPACE_DCTERMS},
	{"purl.org/rss/1.0/modules/syndication", SPACE_SY},
	{"purl.org/dc/elements/1.0", SPACE_DC},
	{"my.netscape.com/rdf/simple/0.9", SPACE_CORE},
	{"channel.netscape.com/rdf/simple/0.9", SPACE_CORE},
	{"my.netscape.com/publish/formats/rss-0.91.dtd", SPACE_CORE},
	{"backend.userland.com/rss2", SPACE_CORE},
	{"backend.userland.com/rss", SPACE_CORE},
	{"backend.userland.com/rss091", SPACE_CORE},
	{"blogs.law.harvard.edu/tech/rss", SPACE_CORE},
	{"cyber.law.harvard.edu/rss/rss.html", SPACE_CORE},
	{"purl.org/net/rss1.1#", SPACE_CORE},
	{"purl.org/rss/2.0", SPACE_CORE},
	{"search.yahoo.com/mrss1", SPACE_MEDIA},
	{"tools.search.yahoo.com/mrss", SPACE_MEDIA},
	{"video.search.yahoo.com/mrss", SPACE_MEDIA},
	{"example.com/dtds/podcast-1.0.dtd", SPACE_ITUNES},
	{"rssnamespace.org/feedburner/ext/1.0", SPACE_NONE},
	/* prefixes that were never declared */
	{"atom", SPACE_CORE},
	{"atom10", SPACE_CORE},
	{"rss", SPACE_CORE},
	{"content", SPACE_CONTENT},
	{"dc", SPACE_DC},
	{"dcterms", SPACE_DCTERMS},
	{"itunes", SPACE_ITUNES},
	{"media", SPACE_MEDIA},
	{"rdf", SPACE_RDF},
	{"sy", SPACE_SY},
	{"xhtml", SPACE_XHTML},
	{"xml", SPACE_XML},
};

enum element_space element_space(const char *uri)
{
	const char *rest = strstr(uri, "://");
	size_t len, i;

	if (rest != NULL)
		uri = rest + 3;
	len = strlen(uri);
	if (len > 0 && uri[len - 1] == '/')
		len--;
	for (i = 0; i < ARRAY_LEN(spaces); i++)
		if (strncasecmp(spaces[i].name, uri, len) == 0 &&
		    spaces[i].name[len] == '\0')
			return spaces[i].space;
	return SPACE_NONE;
}

static int compare_name(const void *name, const void *row)
{
	return strcasecmp(name, ((const struct element *)row)->name);
}

const struct element *element_find(enum element_space space,
    const char *name, unsigned place)
{
	const struct element *row = bsearch(name, rows, ARRAY_LEN(rows),
	    sizeof(rows[0]), compare_name);
	const char *found;

	if (row == NULL)
		return NULL;
	found = row->name;
	while (row > rows && strcasecmp(row[-1].name, found) == 0)
		row--;
	for (; row < rows + ARRAY_LEN(rows) &&
	    strcasecmp(row->name, found) == 0; row++)
		if (row->space == space && (row->places & place) != 0)
			return row;
	return NULL;
}

const struct element *element_rows(size_t *count)
{
	*count = ARRAY_LEN(rows);
	return rows;
}
