/*
 * One case a file in cases/: servers are played (script.c has their words),
 * then each line does or expects something, in order:
 *
 *   source ADDRESS   follow it; http://127.0.0.1:{port}/tin.xml by itself
 *   set NAME VALUE   a setting, times in milliseconds, before refresh
 *   refresh          ask all sources now; by itself before an expectation
 *   due SECONDS      go on by so much, and ask those whose time has come
 *   pages            fetch the pages of new articles
 *   reopen           as after the end of one program and a start of another
 *   expect error NAME [NUMBER]     of the first source, as base/error.h
 *   expect health NAME             as 'bantin sources --json'
 *   expect words TEXT              as 'bantin sources', in English
 *   expect articles N              in the cache
 *   expect ready N                 of these with their page
 *   expect requests N [PATH]       that the first server saw; requests2
 *   expect connections N           connections2
 *   expect sent PATH TEXT          in the requests of that path; sent2
 *   expect unsent PATH TEXT        unsent2
 *   expect etag TEXT               kept; empty: none
 *   expect waits LEAST MOST        seconds until the source is due
 *   expect lasts LEAST MOST        milliseconds, of the pages
 *   expect url TEXT                the source's address now
 *   expect hosts TEXT, nohosts     in the file of hosts
 */
#include "base/clock.h"
#include "base/file.h"
#include "net/certificates.h"
#include "net/script.h"
#include "news/words.h"
#include "refresh/job.h"
#include "support/tap.h"

#include <dirent.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	NOW = 1795309200, /* 2026-11-22 08:00 in Vietnam */
	CASE_MOST_MS = 60 * 1000,
	CASES_LEAST = 60,
	HOSTS_MOST = 65536,
};

struct play {
	struct script *script;
	const char *folder, *name;
	char store_path[4096], ca_file[4096];
	struct job_options options;
	struct store *store;
	struct job job;
	struct job_progress progress;
	int64_t now, source_id, pages_ms;
	bool is_open, is_asked;
	const struct script_line *line;
};

/* --- settings ---------------------------------------------------------- */

static int place_of(const char *const *names, const char *value)
{
	for (int i = 0; names[i] != NULL; i++)
		if (strcmp(names[i], value) == 0)
			return i;
	fatal("no such value: %s", value);
}

static bool set_manner(struct net_manner *manner, const char *name,
    const char *value)
{
	static const char *const versions[] = {"auto", "1.0", "1.1", "2",
	    NULL};
	static const char *const tls[] = {"strict", "renegotiation", "weak",
	    "old", NULL};
	static const char *const privates[] = {"auto", "no", "yes", NULL};
	const struct {
		const char *name;
		const char **text;
	} texts[] = {{"user-agent", &manner->user_agent},
	    {"headers", &manner->headers}, {"login", &manner->login},
	    {"proxy", &manner->proxy},
	    {"certificate", &manner->certificate}};
	const struct {
		const char *name;
		int *ms;
	} times[] = {{"connect-timeout", &manner->connect_ms},
	    {"answer-timeout", &manner->first_byte_ms},
	    {"stall-timeout", &manner->stall_ms},
	    {"timeout", &manner->total_ms}};

	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		if (strcmp(texts[i].name, name) == 0) {
			*texts[i].text = value;
			return true;
		}
	for (size_t i = 0; i < ARRAY_LEN(times); i++)
		if (strcmp(times[i].name, name) == 0) {
			*times[i].ms = (int)strtol(value, NULL, 10);
			return true;
		}
	if (strcmp(name, "cookies") == 0)
		manner->has_cookies = strcmp(value, "yes") == 0;
	else if (strcmp(name, "http") == 0)
		manner->http = (enum net_http)place_of(versions, value);
	else if (strcmp(name, "tls") == 0)
		manner->tls = place_of(tls, value);
	else if (strcmp(name, "private") == 0)
		manner->private = (enum net_private)place_of(privates, value);
	else
		return false;
	return true;
}

static void set(struct play *play, const char *rest)
{
	struct job_options *options = &play->options;
	const char *value = strchr(rest, ' ');
	char name[64] = "";

	if (value == NULL || (size_t)(value - rest) >= sizeof(name))
		fatal("%s: set NAME VALUE", play->name);
	memcpy(name, rest, (size_t)(value - rest));
	value++;
	if (strcmp(name, "feed-size") == 0)
		options->feed_bytes_most = strtoul(value, NULL, 10);
	else if (strcmp(name, "page-size") == 0)
		options->page_bytes_most = strtoul(value, NULL, 10);
	else if (strcmp(name, "page-pause") == 0)
		options->rules.page_pause_ms = (int)strtol(value, NULL, 10);
	else if (strcmp(name, "interval") == 0)
		options->rules.interval_seconds = strtol(value, NULL, 10);
	else if (strcmp(name, "charset") == 0)
		options->rules.charset = value;
	else if (strcmp(name, "ca-file") == 0)
		options->ca_file = strcmp(value, "none") == 0 ? NULL : value;
	else if (!set_manner(&options->rules.manner, name, value))
		fatal("%s: no such setting: %s", play->name, name);
}

/* --- what is done ------------------------------------------------------ */

static void open_job(struct play *play)
{
	struct error err = {0};

	if (play->is_open)
		return;
	play->is_open = true;
	play->store = store_open(play->store_path, STORE_COMMAND, &err);
	if (play->store == NULL)
		fatal("no store: error %d", (int)err.code);
	job_init(&play->job, &play->options, play->store);
}

static void close_job(struct play *play)
{
	if (!play->is_open)
		return;
	job_release(&play->job);
	store_close(play->store);
	play->is_open = false;
}

static void follow(struct play *play, const char *url)
{
	struct error err = {0};
	int64_t id;
	bool is_new;

	open_job(play);
	if (!store_add_source(play->store, &(struct source_draft){.url = url},
	        clock_now(), &id, &is_new, &err))
		fatal("%s: cannot follow %s", play->name, url);
	if (play->source_id == 0)
		play->source_id = id;
}

static void ask(struct play *play, bool is_due)
{
	struct error err = {0};

	open_job(play);
	if (play->source_id == 0)
		follow(play, arena_printf(&play->script->arena,
		    "http://127.0.0.1:%d/tin.xml",
		    stage_port(play->script->stages[0])));
	play->is_asked = true;
	tap_done(job_refresh(&play->job, NULL, 0, is_due, &play->progress,
	             &err), &err, "%s: refresh", play->name);
}

static void fetch_pages(struct play *play)
{
	struct error err = {0};
	int64_t start = clock_ticks();

	tap_done(job_fetch_pages(&play->job, 0, &play->progress, &err), &err,
	    "%s: pages", play->name);
	play->pages_ms = clock_ticks() - start;
}

/* --- what is expected -------------------------------------------------- */

static struct source find_source(struct play *play)
{
	struct source *sources;
	struct error err = {0};
	size_t count;

	if (!store_read_sources(play->store, &play->script->arena, &sources,
	        &count, &err))
		fatal("%s: no sources", play->name);
	for (size_t i = 0; i < count; i++)
		if (sources[i].id == play->source_id)
			return sources[i];
	fatal("%s: no source", play->name);
}

static const char *error_name(enum error_code code)
{
	static const struct {
		enum error_code code;
		const char *name;
	} names[] = {
#define X(name, number) {ERROR_##name, #name},
	    ERROR_CODES(X)
#undef X
	};

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (names[i].code == code)
			return names[i].name;
	return "?";
}

static int count_articles(struct play *play, bool is_ready)
{
	struct query query = {.source_id = 0};
	struct article_row *rows;
	struct error err = {0};
	int ready = 0;
	size_t count;

	if (!store_read_articles(play->store, &query, &play->script->arena,
	        &rows, &count, &err))
		fatal("%s: no articles", play->name);
	for (size_t i = 0; i < count; i++)
		ready += rows[i].page == PAGE_READY;
	return is_ready ? ready : (int)count;
}

static void expect_source(struct play *play, const char *what,
    const char *rest)
{
	struct source source = find_source(play);
	const char *got = NULL;
	struct str text;

	str_init(&text);
	if (strcmp(what, "error") == 0) {
		str_add(&text, error_name(source.error.code));
		if (strchr(rest, ' ') != NULL)
			str_addf(&text, " %ld", source.error.number);
	} else if (strcmp(what, "health") == 0) {
		str_add(&text, words_health_name(source.health));
	} else if (strcmp(what, "words") == 0) {
		words_add_health(&text, &source, clock_now());
		if (str_starts(text.data, rest) &&
		    str_starts(text.data + strlen(rest), " · "))
			str_cut(&text, strlen(rest)); /* when: see waits */
	} else if (strcmp(what, "etag") == 0) {
		got = source.etag == NULL ? "" : source.etag;
	} else if (strcmp(what, "url") == 0) {
		got = source.url;
	} else if (strcmp(what, "waits") == 0 || strcmp(what, "lasts") == 0) {
		char *most;
		long least = strtol(rest, &most, 10);
		int64_t time = *what == 'w' ? source.next_due - clock_now()
		                            : play->pages_ms;

		tap_ok(time >= least && time <= strtol(most, NULL, 10),
		    "%s: %s %s (%lld)", play->name, what, rest,
		    (long long)time);
		str_release(&text);
		return;
	} else {
		fatal("%s: no such thing to expect: %s", play->name, what);
	}
	tap_text(got == NULL ? text.data : got, rest, "%s: %s", play->name,
	    what);
	str_release(&text);
}

static void expect_sent(struct play *play, const char *what,
    const char *rest)
{
	struct stage *stage = play->script->stages[strchr(what, '2') != NULL];
	const char *text = strchr(rest, ' ');
	char *path = mem_dup_len(rest, strcspn(rest, " ")), *requests;
	bool is_there;

	if (text == NULL)
		fatal("%s: %s PATH TEXT", play->name, what);
	requests = stage_requests(stage, path);
	is_there = strstr(requests, text + 1) != NULL;
	tap_ok(is_there == str_starts(what, "sent"), "%s: %s %s", play->name,
	    what, rest);
	if (is_there != str_starts(what, "sent"))
		tap_note("%s", requests);
	free(requests);
	free(path);
}

static void expect_hosts(struct play *play, const char *what,
    const char *rest)
{
	struct str path, data;

	str_init(&path);
	str_init(&data);
	str_addf(&path, "%s-hosts", play->store_path);
	(void)!file_read(path.data, HOSTS_MOST, &data, NULL);
	tap_ok((strstr(data.data, rest) != NULL) ==
	        (strcmp(what, "hosts") == 0),
	    "%s: %s %s", play->name, what, rest);
	str_release(&path);
	str_release(&data);
}

static bool expect_number(struct play *play, const char *what,
    const char *rest)
{
	struct stage *stage = play->script->stages[strchr(what, '2') != NULL];
	const char *path = strchr(rest, ' ');
	int64_t want = strtol(rest, NULL, 10), got;

	if (str_starts(what, "requests"))
		got = stage_count(stage, path == NULL ? NULL : path + 1);
	else if (str_starts(what, "connections"))
		got = stage_connections(stage);
	else if (strcmp(what, "articles") == 0)
		got = count_articles(play, false);
	else if (strcmp(what, "ready") == 0)
		got = count_articles(play, true);
	else
		return false;
	tap_number(got, want, "%s: %s %s", play->name, what, rest);
	return true;
}

static void expect(struct play *play, const char *rest)
{
	char what[32] = "";
	size_t len = strcspn(rest, " ");

	if (len >= sizeof(what))
		fatal("%s: expect what?", play->name);
	memcpy(what, rest, len);
	rest += len + (rest[len] == ' ');
	if (!play->is_asked)
		ask(play, false);
	if (strstr(what, "sent") != NULL)
		expect_sent(play, what, rest);
	else if (strstr(what, "hosts") != NULL)
		expect_hosts(play, what, rest);
	else if (!expect_number(play, what, rest))
		expect_source(play, what, rest);
}

/* --- cases ------------------------------------------------------------- */

static void run_line(struct play *play, const struct script_line *line)
{
	if (strcmp(line->word, "set") == 0) {
		set(play, line->rest);
	} else if (strcmp(line->word, "source") == 0) {
		follow(play, line->rest);
	} else if (strcmp(line->word, "refresh") == 0) {
		ask(play, false);
	} else if (strcmp(line->word, "due") == 0) {
		play->now += strtol(line->rest, NULL, 10);
		clock_fix(play->now);
		ask(play, true);
	} else if (strcmp(line->word, "pages") == 0) {
		fetch_pages(play);
	} else if (strcmp(line->word, "reopen") == 0) {
		close_job(play);
		open_job(play);
	} else if (strcmp(line->word, "expect") == 0) {
		expect(play, line->rest);
	} else {
		fatal("%s, line %d: no such word: %s", play->name,
		    line->number, line->word);
	}
}

static void run_case(const char *path, const char *name, const char *folder)
{
	struct play play = {.folder = folder, .name = name, .now = NOW};
	int64_t start = clock_ticks();
	struct script script;

	clock_fix(NOW);
	script_open(&script, path, name, folder);
	if (script.is_without_ipv6) {
		tap_skip("no IPv6 here", name);
		script_close(&script);
		return;
	}
	play.script = &script;
	snprintf(play.store_path, sizeof(play.store_path), "%s/%s.db",
	    folder, name);
	snprintf(play.ca_file, sizeof(play.ca_file), "%s/ca.pem", folder);
	play.options = job_options_default();
	play.options.store_path = play.store_path;
	play.options.ca_file = play.ca_file;
	play.options.rules.page_pause_ms = 0;
	for (size_t i = 0; i < script.line_count; i++)
		run_line(&play, &script.lines[i]);
	tap_ok(play.is_asked, "%s: something was expected", name);
	close_job(&play);
	script_close(&script);
	tap_ok(clock_ticks() - start < CASE_MOST_MS, "%s: %lld ms", name,
	    (long long)(clock_ticks() - start));
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void run_all(const char *folder, const char *only)
{
	const char *place = tap_path("net/cases");
	char *names[512], path[4096];
	struct dirent *entry;
	size_t count = 0;
	DIR *dir = opendir(place);

	while (dir != NULL && (entry = readdir(dir)) != NULL &&
	    count < ARRAY_LEN(names)) {
		const char *dot = strstr(entry->d_name, ".case");

		if (dot != NULL && (only == NULL ||
		                       str_starts(entry->d_name, only)))
			names[count++] = mem_dup_len(entry->d_name,
			    (size_t)(dot - entry->d_name));
	}
	if (dir != NULL)
		closedir(dir);
	qsort(names, count, sizeof(names[0]), compare_names);
	for (size_t i = 0; i < count; i++) {
		snprintf(path, sizeof(path), "%s/%s.case", place, names[i]);
		run_case(path, names[i], folder);
		free(names[i]);
	}
	tap_ok(only != NULL || count >= CASES_LEAST, "%zu cases", count);
}

int main(int argc, char **argv)
{
	static const char *const variables[] = {"http_proxy", "https_proxy",
	    "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"};
	const char *folder;

	/* 168 caches: rather in memory than each waiting for the disk */
	if (access("/dev/shm", W_OK | X_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 0);
	folder = tap_folder();
	setlocale(LC_CTYPE, "C.UTF-8"); /* names beyond ASCII, as in main */
	for (size_t i = 0; i < ARRAY_LEN(variables); i++)
		unsetenv(variables[i]);
	certificates_make(folder);
	run_all(folder, argc > 1 ? argv[1] : NULL);
	return tap_end();
}
