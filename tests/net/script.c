/*
 * Lines of a case, blanks before them as one likes, "#" opens a comment:
 *
 *   server [good|expired|name|self|short] [ipv6]   the first; then a second
 *   on PATH [nth=N] [if=TEXT]      what the last server answers; then one of
 *     status N TEXT  header LINE   a head; body, feed, page or empty ends it
 *     encode NAME                  gzip, deflate, zstd, raw: of the body
 *     nolength                     no Content-Length by itself
 *     body TEXT  feed N [LINK]  page TEXT  blanks MIB  empty
 *     send TEXT  repeat N TEXT  drip MS TEXT  wait MS  hang  close  reset
 *
 * and what case_test.c does in order. TEXT has \r \n \t \\ \xHH, {port} and
 * {port2} of the servers, {digest} and {digest2} of their certificates.
 */
#include "net/script.h"

#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

enum { FILE_MOST = 256 * 1024, PACKED_MOST = 4 * 1024 * 1024 };

struct reading {
	struct script *script;
	const char *folder;
	int server; /* the one that lines are of; -1: none yet */
	struct stage_scene *scene;
	struct str head;
	const char *encodings[4];
	int encoding_count, number;
	bool has_length;
};

_Noreturn static void complain(const struct reading *reading,
    const char *what, const char *text)
{
	fatal("%s, line %d: %s: %s", reading->script->name, reading->number,
	    what, text);
}

/* --- text -------------------------------------------------------------- */

static const char *variable(const struct reading *reading, const char *name,
    size_t len)
{
	struct script *script = reading->script;
	bool is_second = len > 0 && name[len - 1] == '2';
	struct stage *stage = script->stages[is_second];

	if (stage == NULL)
		return NULL;
	len -= is_second;
	if (len == 4 && strncmp(name, "port", len) == 0)
		return arena_printf(&script->arena, "%d", stage_port(stage));
	if (len == 6 && strncmp(name, "digest", len) == 0)
		return stage_digest(stage);
	return NULL;
}

static void add_escape(const struct reading *reading, struct str *out,
    const char **at)
{
	static const char names[] = "rnt0\\", bytes[] = "\r\n\t\0\\";
	const char *c = *at + 1;
	char digits[3] = "";

	if (*c == 'x' && c[1] != '\0' && c[2] != '\0') {
		memcpy(digits, c + 1, 2);
		str_add_char(out, (char)strtol(digits, NULL, 16));
		*at = c + 3;
		return;
	}
	if (*c == '\0' || strchr(names, *c) == NULL)
		complain(reading, "no such escape", *at);
	str_add_char(out, bytes[strchr(names, *c) - names]);
	*at = c + 1;
}

static void expand(const struct reading *reading, struct str *out,
    const char *text)
{
	const char *value, *end;

	while (*text != '\0') {
		if (*text == '\\') {
			add_escape(reading, out, &text);
		} else if (*text == '{' &&
		    (end = strchr(text, '}')) != NULL &&
		    (value = variable(reading, text + 1,
		         (size_t)(end - text - 1))) != NULL) {
			str_add(out, value);
			text = end + 1;
		} else {
			str_add_char(out, *text++);
		}
	}
}

/* --- answers ----------------------------------------------------------- */

static void add_action(struct reading *reading, enum stage_act act,
    const struct str *bytes, int number)
{
	struct stage_scene *scene = reading->scene;
	struct arena *arena = &reading->script->arena;

	if (scene == NULL)
		complain(reading, "no path yet", "");
	scene->actions = arena_grow(arena, scene->actions, &scene->cap,
	    scene->count + 1, sizeof(*scene->actions));
	scene->actions[scene->count++] = (struct stage_action){.act = act,
	    .bytes = bytes == NULL
	        ? NULL
	        : arena_dup_len(arena, bytes->data, bytes->len),
	    .len = bytes == NULL ? 0 : bytes->len,
	    .number = number};
}

/* RFC 1950 to 1952: bits as zlib wants them. */
static void deflate_into(struct str *out, const struct str *data, int bits)
{
	z_stream stream = {0};

	if (deflateInit2(&stream, 9, Z_DEFLATED, bits, 9,
	        Z_DEFAULT_STRATEGY) != Z_OK)
		fatal("no zlib");
	stream.next_in = (unsigned char *)data->data;
	stream.avail_in = (unsigned)data->len;
	stream.next_out = (unsigned char *)str_reserve(out, PACKED_MOST);
	stream.avail_out = PACKED_MOST;
	deflate(&stream, Z_FINISH);
	out->len += PACKED_MOST - stream.avail_out;
	deflateEnd(&stream);
}

static void encode(const struct reading *reading, struct str *data)
{
	for (int i = 0; i < reading->encoding_count; i++) {
		const char *name = reading->encodings[i];
		struct str packed;

		str_init(&packed);
		if (strcmp(name, "gzip") == 0)
			deflate_into(&packed, data, 15 + 16);
		else if (strcmp(name, "deflate") == 0)
			deflate_into(&packed, data, 15);
		else if (strcmp(name, "raw") == 0)
			deflate_into(&packed, data, -15);
		else if (strcmp(name, "zstd") == 0)
			packed.len = ZSTD_compress(
			    str_reserve(&packed, PACKED_MOST), PACKED_MOST,
			    data->data, data->len, 19);
		else
			complain(reading, "no such encoding", name);
		str_release(data);
		*data = packed;
	}
}

/* Head and body, as one write. */
static void end_answer(struct reading *reading, struct str *body,
    const char *type)
{
	struct str all;

	encode(reading, body);
	str_init(&all);
	if (reading->head.len == 0)
		str_add(&reading->head, "HTTP/1.1 200 OK\r\n");
	str_add_len(&all, reading->head.data, reading->head.len);
	if (type != NULL &&
	    strstr(reading->head.data, "Content-Type:") == NULL)
		str_addf(&all, "Content-Type: %s\r\n", type);
	if (reading->has_length)
		str_addf(&all, "Content-Length: %zu\r\n", body->len);
	str_add(&all, "\r\n");
	str_add_len(&all, body->data, body->len);
	add_action(reading, STAGE_SEND, &all, 0);
	str_release(&all);
	str_clear(&reading->head);
	reading->encoding_count = 0;
	reading->has_length = true;
}

static void add_feed(struct str *out, int count, const char *link)
{
	str_add(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	             "<rss version=\"2.0\"><channel>"
	             "<title>Cổng xã Trằm Mây</title>\n");
	for (int i = 1; i <= count; i++)
		str_addf(out, "<item><title>Thôn Bàu Sậy, tin số %d</title>"
		              "<link>%s%d.html</link><guid>tin-%d</guid>"
		              "<pubDate>Sat, 21 Nov 2026 %02d:00:00 +0700"
		              "</pubDate></item>\n",
		    i, link, i, i, i % 24);
	str_add(out, "</channel></rss>\n");
}

static void add_page(struct str *out, const char *text)
{
	str_addf(out, "<!DOCTYPE html><html lang=\"vi\"><head>"
	              "<meta charset=\"utf-8\"><title>%s</title></head><body>"
	              "<article><h1>%s</h1>", text, text);
	for (int i = 0; i < 4; i++)
		str_add(out, "<p>Sáng nay, xã Trằm Mây họp bàn việc sửa đường "
		             "qua thôn Bàu Sậy, nơi mưa lớn tuần trước làm "
		             "ngập nhiều đoạn và khiến việc đi lại của người "
		             "dân hai bên sông Lệ Khê gặp khó khăn.</p>\n");
	str_add(out, "</article></body></html>\n");
}

static void add_blanks(struct str *out, size_t len)
{
	memset(str_reserve(out, len), ' ', len);
	out->len += len;
}

static bool take_body(struct reading *reading, const char *word,
    const char *rest)
{
	bool is_page = strcmp(word, "page") == 0;
	char *link;
	struct str body, text;

	if (!is_page && strcmp(word, "body") != 0 &&
	    strcmp(word, "feed") != 0 && strcmp(word, "blanks") != 0 &&
	    strcmp(word, "empty") != 0)
		return false;
	str_init(&body);
	str_init(&text);
	expand(reading, &text, rest);
	if (is_page)
		add_page(&body, text.data);
	else if (strcmp(word, "body") == 0)
		str_add_len(&body, text.data, text.len);
	else if (strcmp(word, "blanks") == 0)
		add_blanks(&body, strtoul(text.data, NULL, 10) << 20);
	else if (strcmp(word, "feed") == 0) {
		int count = (int)strtol(text.data, &link, 10);

		while (*link == ' ')
			link++;
		add_feed(&body, count, *link == '\0' ? "/tin/" : link);
	}
	end_answer(reading, &body, is_page ? "text/html; charset=utf-8"
	        : strcmp(word, "empty") == 0 ? NULL
	                                     : "application/rss+xml");
	str_release(&body);
	str_release(&text);
	return true;
}

static bool take_head(struct reading *reading, const char *word,
    const char *rest)
{
	if (strcmp(word, "status") == 0) {
		str_addf(&reading->head, "HTTP/1.1 %s%s\r\n", rest,
		    strchr(rest, ' ') == NULL ? " So" : "");
	} else if (strcmp(word, "header") == 0) {
		if (reading->head.len == 0)
			str_add(&reading->head, "HTTP/1.1 200 OK\r\n");
		expand(reading, &reading->head, rest);
		str_add(&reading->head, "\r\n");
	} else if (strcmp(word, "encode") == 0) {
		if (reading->encoding_count == ARRAY_LEN(reading->encodings))
			complain(reading, "too many", rest);
		reading->encodings[reading->encoding_count++] = arena_dup(
		    &reading->script->arena, rest);
	} else if (strcmp(word, "nolength") == 0) {
		reading->has_length = false;
	} else {
		return false;
	}
	return true;
}

static bool take_act(struct reading *reading, const char *word,
    const char *rest)
{
	static const struct {
		const char *word;
		enum stage_act act;
		bool has_number, has_text;
	} acts[] = {
	    {"send", STAGE_SEND, false, true},
	    {"repeat", STAGE_REPEAT, true, true},
	    {"drip", STAGE_DRIP, true, true},
	    {"wait", STAGE_WAIT, true, false},
	    {"hang", STAGE_HANG, false, false},
	    {"close", STAGE_CLOSE, false, false},
	    {"reset", STAGE_RESET, false, false},
	};

	for (size_t i = 0; i < ARRAY_LEN(acts); i++) {
		char *text = NULL;
		struct str bytes;
		long number;

		if (strcmp(word, acts[i].word) != 0)
			continue;
		number = strtol(rest, &text, 10);
		str_init(&bytes);
		expand(reading, &bytes, acts[i].has_number
		        ? text + (*text == ' ')
		        : rest);
		add_action(reading, acts[i].act,
		    acts[i].has_text ? &bytes : NULL, (int)number);
		str_release(&bytes);
		return true;
	}
	return false;
}

/* --- lines ------------------------------------------------------------- */

/* All are there before the first line, so that each can name the other. */
static void open_servers(struct reading *reading, const char *text)
{
	static const char *const kinds[] = {"", "good", "expired", "name",
	    "self", "short"};
	struct script *script = reading->script;
	int count = 0;

	for (const char *at = text; at != NULL && count < SCRIPT_SERVERS;
	     at = strchr(at, '\n')) {
		enum stage_tls tls = STAGE_PLAIN;
		char line[64] = "";

		at += *at == '\n';
		if (!str_starts(at, "server"))
			continue;
		memcpy(line, at, strcspn(at, "\n") % sizeof(line));
		for (size_t i = 1; i < ARRAY_LEN(kinds); i++)
			if (strstr(line, kinds[i]) != NULL)
				tls = (enum stage_tls)i;
		script->stages[count] = stage_new(tls,
		    strstr(line, "ipv6") != NULL, reading->folder);
		if (script->stages[count++] == NULL)
			script->is_without_ipv6 = true;
	}
	if (count == 0)
		script->stages[0] = stage_new(STAGE_PLAIN, false,
		    reading->folder);
}

static void take_path(struct reading *reading, char *rest)
{
	struct script *script = reading->script;
	size_t *count = &script->scene_counts[reading->server];
	char *holds = strstr(rest, " if="), *nth;
	struct str path, text;

	if (*count == SCRIPT_SCENES_MOST)
		complain(reading, "too many paths", rest);
	if (holds != NULL) {
		*holds = '\0';
		holds += 4;
	}
	nth = strstr(rest, " nth=");
	if (nth != NULL) {
		*nth = '\0';
		nth += 5;
	}
	reading->scene = &script->scenes[reading->server][(*count)++];
	str_init(&path);
	str_init(&text);
	expand(reading, &path, rest);
	if (holds != NULL)
		expand(reading, &text, holds);
	*reading->scene = (struct stage_scene){
	    .path = arena_dup(&script->arena, path.data),
	    .holds = holds == NULL ? NULL
	                           : arena_dup(&script->arena, text.data),
	    .nth = nth == NULL ? 0 : (int)strtol(nth, NULL, 10)};
	str_release(&path);
	str_release(&text);
}

static void take_other(struct reading *reading, const char *word,
    const char *rest)
{
	struct script *script = reading->script;
	struct str text;

	str_init(&text);
	expand(reading, &text, rest);
	script->lines = arena_grow(&script->arena, script->lines,
	    &script->line_cap, script->line_count + 1,
	    sizeof(*script->lines));
	script->lines[script->line_count++] = (struct script_line){
	    .word = arena_dup(&script->arena, word),
	    .rest = arena_dup(&script->arena, text.data),
	    .number = reading->number};
	str_release(&text);
}

static void take_line(struct reading *reading, char *line)
{
	char *word = line + strspn(line, " \t"), *rest;

	if (*word == '\0' || *word == '#')
		return;
	rest = word + strcspn(word, " \t");
	if (*rest != '\0') {
		*rest++ = '\0';
		rest += strspn(rest, " \t");
	}
	if (strcmp(word, "server") == 0) {
		if (++reading->server == SCRIPT_SERVERS)
			complain(reading, "too many servers", rest);
		reading->scene = NULL;
		return;
	}
	if (reading->server < 0)
		reading->server = 0; /* without a word: a plain one */
	if (strcmp(word, "on") == 0)
		take_path(reading, rest);
	else if (!take_head(reading, word, rest) &&
	    !take_body(reading, word, rest) &&
	    !take_act(reading, word, rest))
		take_other(reading, word, rest);
}

void script_open(struct script *script, const char *path, const char *name,
    const char *folder)
{
	struct reading reading = {.script = script, .folder = folder,
	    .server = -1, .has_length = true};
	char *line, *next;
	struct str data;

	*script = (struct script){.name = name};
	arena_init(&script->arena);
	str_init(&data);
	str_init(&reading.head);
	if (!file_read(path, FILE_MOST, &data, NULL))
		fatal("cannot read %s", path);
	open_servers(&reading, data.data);
	for (line = data.data; line != NULL && !script->is_without_ipv6;
	     line = next) {
		next = strchr(line, '\n');
		if (next != NULL)
			*next++ = '\0';
		reading.number++;
		take_line(&reading, line);
	}
	str_release(&data);
	str_release(&reading.head);
	for (int i = 0; i < SCRIPT_SERVERS; i++)
		if (script->stages[i] != NULL)
			stage_start(script->stages[i], script->scenes[i],
			    script->scene_counts[i]);
}

void script_close(struct script *script)
{
	for (int i = 0; i < SCRIPT_SERVERS; i++)
		if (script->stages[i] != NULL)
			stage_free(script->stages[i]);
	arena_release(&script->arena);
}
