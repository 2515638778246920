/*
 * What reading and storing feeds costs at the least, on the bytes that the
 * bench of refreshes serves: a bare libxml2 push parser, and bare inserts
 * into SQLite's write-ahead log. Built and run by refresh_bench.py:
 *
 *   floors push FILE...
 *   floors wal DATABASE FILE...
 *
 * Files are read before the clock starts. Prints CPU seconds and items.
 */
#include <libxml/parser.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { CHUNK = 16384, FIELDS = 5 };

struct bytes {
	char *data;
	int len;
};

static const char *const names[FIELDS] = {"title", "link", "guid", "pubDate",
    "description"};

/* What the parser meets, and (for wal) the items it makes of it. */
struct collector {
	long events, items;
	int field; /* being read; -1: none */
	struct bytes (*rows)[FIELDS];
	long row_cap;
	int keeps;
};

static double cpu(void)
{
	struct timespec spent;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
	return (double)spent.tv_sec + (double)spent.tv_nsec / 1e9;
}

static struct bytes read_file(const char *path)
{
	struct bytes bytes = {NULL, 0};
	FILE *file = fopen(path, "rb");
	long len;

	if (file == NULL || fseek(file, 0, SEEK_END) != 0)
		exit(1);
	len = ftell(file);
	rewind(file);
	bytes.data = malloc((size_t)len + 1);
	if (bytes.data == NULL ||
	    fread(bytes.data, 1, (size_t)len, file) != (size_t)len)
		exit(1);
	bytes.len = (int)len;
	fclose(file);
	return bytes;
}

static void begin_item(struct collector *collector)
{
	if (++collector->items <= collector->row_cap || !collector->keeps)
		return;
	collector->row_cap = collector->row_cap * 2 + 1024;
	collector->rows = realloc(collector->rows,
	    (size_t)collector->row_cap * sizeof(*collector->rows));
	if (collector->rows == NULL)
		exit(1);
	memset(collector->rows + collector->items - 1, 0,
	    (size_t)(collector->row_cap - collector->items + 1) *
	        sizeof(*collector->rows));
}

static void on_start(void *ctx, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri, int namespaces, const xmlChar **declared, int count,
    int defaulted, const xmlChar **attributes)
{
	struct collector *collector = ctx;

	(void)prefix, (void)uri, (void)namespaces, (void)declared;
	(void)count, (void)defaulted, (void)attributes;
	collector->events++;
	if (!collector->keeps)
		return;
	collector->field = -1;
	if (strcmp((const char *)name, "item") == 0)
		begin_item(collector);
	for (int i = 0; collector->items > 0 && i < FIELDS; i++)
		if (strcmp((const char *)name, names[i]) == 0)
			collector->field = i;
}

static void on_end(void *ctx, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri)
{
	struct collector *collector = ctx;

	(void)name, (void)prefix, (void)uri;
	collector->field = -1;
}

static void on_text(void *ctx, const xmlChar *text, int len)
{
	struct collector *collector = ctx;
	struct bytes *bytes;

	collector->events++;
	if (!collector->keeps || collector->field < 0)
		return;
	bytes = &collector->rows[collector->items - 1][collector->field];
	bytes->data = realloc(bytes->data, (size_t)(bytes->len + len) + 1);
	if (bytes->data == NULL)
		exit(1);
	memcpy(bytes->data + bytes->len, text, (size_t)len);
	bytes->len += len;
}

static void parse(struct collector *collector, const struct bytes *bytes)
{
	xmlSAXHandler handler = {.initialized = XML_SAX2_MAGIC,
	    .startElementNs = on_start, .characters = on_text,
	    .cdataBlock = on_text};
	xmlParserCtxtPtr parser;

	if (collector->keeps)
		handler.endElementNs = on_end;
	parser = xmlCreatePushParserCtxt(&handler, collector, NULL, 0, NULL);
	for (int at = 0; at < bytes->len; at += CHUNK)
		xmlParseChunk(parser, bytes->data + at,
		    bytes->len - at < CHUNK ? bytes->len - at : CHUNK, 0);
	xmlParseChunk(parser, NULL, 0, 1);
	xmlFreeParserCtxt(parser);
}

static void run(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
		fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(db));
		exit(1);
	}
}

static void store(const struct collector *collector, const char *path)
{
	sqlite3_stmt *insert;
	sqlite3 *db;

	if (sqlite3_open(path, &db) != SQLITE_OK)
		exit(1);
	run(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
	        "CREATE TABLE item (id INTEGER PRIMARY KEY, title TEXT,"
	        " link TEXT, guid TEXT, date TEXT, body TEXT,"
	        " is_unread INTEGER DEFAULT 1);"
	        "CREATE UNIQUE INDEX item_guid ON item(guid); BEGIN");
	sqlite3_prepare_v2(db, "INSERT INTO item (title, link, guid, date,"
	    " body) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", -1,
	    &insert, NULL);
	for (long i = 0; i < collector->items; i++) {
		for (int k = 0; k < FIELDS; k++)
			sqlite3_bind_text(insert, k + 1,
			    collector->rows[i][k].data,
			    collector->rows[i][k].len, SQLITE_STATIC);
		sqlite3_step(insert);
		sqlite3_reset(insert);
	}
	sqlite3_finalize(insert);
	run(db, "COMMIT");
	sqlite3_close(db);
}

int main(int argc, char **argv)
{
	struct collector collector = {.field = -1};
	int first = argc > 1 && strcmp(argv[1], "wal") == 0 ? 3 : 2;
	struct bytes *files;
	double start;

	if (argc <= first)
		return 2;
	collector.keeps = first == 3;
	files = calloc((size_t)argc, sizeof(*files));
	for (int i = first; i < argc; i++)
		files[i] = read_file(argv[i]);
	if (collector.keeps)
		for (int i = first; i < argc; i++)
			parse(&collector, &files[i]);
	start = cpu();
	if (collector.keeps)
		store(&collector, argv[2]);
	else
		for (int i = first; i < argc; i++)
			parse(&collector, &files[i]);
	printf("%.4f %ld\n", cpu() - start,
	    collector.keeps ? collector.items : collector.events);
	return 0;
}
