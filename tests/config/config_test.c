#include "base/file.h"
#include "config/config.h"
#include "support/tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char file_text[] =
    "# the reader's own\r\n"
    "  measure =  60  \r\n"
    "interval=2h\n"
    "nosuch = 1\n"
    "measure = 300\n"
    "theme\n"
    "\n"
    "[keys]\n"
    "star = *\n"
    "star = S\n"
    "[host:quangtri.example]\n"
    "page-pause = 5s\n"
    "colour = red\n"
    "[sorce:x]\n";

static void test_table(void)
{
	for (size_t i = 1; settings[i].name != NULL; i++)
		tap_ok(strcmp(settings[i - 1].name, settings[i].name) < 0,
		    "%s comes in order", settings[i].name);
	for (size_t i = 0; settings[i].name != NULL; i++) {
		struct config *config = config_new();
		struct error err = {0};
		char line[200];

		snprintf(line, sizeof(line), "%s=%s", settings[i].name,
		    settings[i].value);
		tap_ok(config_set(config, line, &err) ||
		        (settings[i].is_only_placed &&
		            err.code == ERROR_CONFIG_PLACE),
		    "%s: default is legal, or for one source alone",
		    settings[i].name);
		config_free(config);
	}
}

static void test_file(void)
{
	struct config *config = config_new();
	const struct error *warnings;
	struct error err = {0};
	char path[4096];

	snprintf(path, sizeof(path), "%s/config", tap_folder());
	tap_done(file_write(path, file_text, strlen(file_text), &err), &err,
	    "written");
	tap_done(config_read(config, path, &err), &err, "read");
	tap_number(config_number(config, "measure"), 60, "a number, trimmed");
	tap_number(config_number(config, "interval"), 7200, "hours");
	tap_text(config_in_section(config, "keys", "star"), "S",
	    "the last key counts");
	tap_text(config_in_section(config, "host:quangtri.example",
	    "page-pause"), "5s", "a host's own value");
	tap_text(config_in_section(config, "keys", "quit"), NULL, "no such key");
	tap_number((int64_t)config_warnings(config, &warnings), 5,
	    "each problem is one warning");
	tap_number(warnings[0].number, 4, "it names the line");
	tap_ok(warnings[0].code == ERROR_CONFIG_UNKNOWN &&
	        strstr(warnings[0].subject, "nosuch") != NULL,
	    "and the key");
	tap_ok(warnings[1].code == ERROR_CONFIG_VALUE &&
	        warnings[1].number == 5,
	    "a value out of bounds");
	tap_ok(warnings[2].code == ERROR_CONFIG_SYNTAX, "a line without =");
	tap_ok(warnings[3].number == 13, "a setting that no host has");
	tap_ok(warnings[4].number == 14, "a section that there is not");
	config_free(config);
}

static const char places_text[] =
    "interval = 1h\n"
    "user-agent = chung\n"
    "[host:Cong.Tram-May.example]\n"
    "interval = 2h\n"
    "connections-per-host = 4\n"
    "[source:https://Cong.tram-may.example/rss/tin.xml#dau]\n"
    "interval = 3h\n"
    "pages = no\n"
    "user-agent = riêng\n"
    "connections-per-host = 5\n" /* line 10: of hosts only */
    "theme = dem\n"
    "interval = 1\n"
    "[source:bao.example/rss]\n"
    "timeout = 2m\n"
    "[host:cong.example:8080]\n" /* line 15: no host's name */
    "interval = 5h\n"
    "[source:]\n"
    "[list]\n"
    "star = *\n";

static void test_places(void)
{
	static const struct config_place
	    source = {.source_url = "http://cong.tram-may.example/rss/tin.xml",
	        .host = "cong.tram-may.example"},
	    page = {.source_url = "https://khac.example/tin.xml",
	        .host = "cong.tram-may.example"},
	    short_one = {.source_url = "https://bao.example/rss"},
	    other = {.host = "cong.example"};
	static const long lines[] = {10, 11, 12, 15, 17};
	struct config *config = config_new();
	const struct error *warnings;
	struct error err = {0};
	char path[4096];
	size_t count;

	snprintf(path, sizeof(path), "%s/places", tap_folder());
	tap_done(file_write(path, places_text, strlen(places_text), &err),
	    &err, "written");
	tap_done(config_read(config, path, &err), &err, "read");
	tap_number(config_number_at(config, "interval", &source), 3 * 3600,
	    "a source's own, however its address is written");
	tap_number(config_number_at(config, "interval", &page), 2 * 3600,
	    "else its host's");
	tap_number(config_number_at(config, "interval", &other), 3600,
	    "else that of all");
	tap_number(config_number_at(config, "interval", NULL), 3600,
	    "which stands where no place is known");
	tap_number(config_number_at(config, "connections-per-host", &source),
	    4, "the host's, where the source can have none");
	tap_ok(!config_bool_at(config, "pages", &source) &&
	        config_bool_at(config, "pages", &page), "yes or no");
	tap_text(config_text_at(config, "user-agent", &source), "riêng",
	    "text");
	tap_text(config_text_at(config, "user-agent", &page), "chung",
	    "of all");
	tap_number(config_number_at(config, "timeout", &short_one), 120,
	    "an address as 'bantin add' takes it");
	tap_text(config_in_section(config, "list", "star"), "*",
	    "a screen's key");
	count = config_warnings(config, &warnings);
	tap_number((int64_t)count, ARRAY_LEN(lines), "five mistakes");
	for (size_t i = 0; i < count && i < ARRAY_LEN(lines); i++)
		tap_number(warnings[i].number, lines[i], "in line %ld: %s",
		    lines[i], warnings[i].subject);
	config_free(config);
}

/* What a source alone may be given, and what is no value of it. */
static const char source_text[] =
    "tls = weak\n"
    "login = a:b\n"
    "[host:tramay.example]\n"
    "cookies = yes\n"
    "charset = windows-1258\n"
    "[source:https://tramay.example/rss]\n"
    "tls = old\n"
    "login = lan:m\xE1\xBA\xADt:kh\xE1\xBA\xA9u\n"
    "login = lan\n"
    "headers = X-Kho\xC3\xA1: 1\n"
    "headers = X-Khoa: 1 | Authorization: Bearer a|b\n"
    "headers = X-Khoa:\n"
    "headers = X-Khoa 1\n"
    "certificate = 00:11\n"
    "charset = utf-8; x\n"
    "proxy = gopher://p.example\n"
    "proxy = socks5h://p.example:1080\n"
    "user-agent = a\x01z\n";

static void test_sources(void)
{
	static const struct {
		long line;
		enum error_code code;
	} wrong[] = {{1, ERROR_CONFIG_PLACE}, {2, ERROR_CONFIG_PLACE},
	    {4, ERROR_CONFIG_PLACE}, {9, ERROR_CONFIG_VALUE},
	    {10, ERROR_CONFIG_VALUE}, {12, ERROR_CONFIG_VALUE},
	    {13, ERROR_CONFIG_VALUE}, {14, ERROR_CONFIG_VALUE},
	    {15, ERROR_CONFIG_VALUE}, {16, ERROR_CONFIG_VALUE},
	    {18, ERROR_CONFIG_VALUE}};
	const struct config_place place = {
	    .source_url = "https://tramay.example/rss",
	    .host = "tramay.example"};
	struct config *config = config_new();
	const struct error *warnings;
	struct error err = {0};
	char path[4096];
	size_t count;

	snprintf(path, sizeof(path), "%s/sources", tap_folder());
	tap_done(file_write(path, source_text, strlen(source_text), &err) &&
	        config_read(config, path, &err), &err, "read");
	tap_text(config_text_at(config, "tls", &place), "old", "tls");
	tap_text(config_text_at(config, "tls", NULL), "strict",
	    "but not for all");
	tap_text(config_text_at(config, "login", &place), "lan:mật:khẩu",
	    "a login");
	tap_text(config_text_at(config, "headers", &place),
	    "X-Khoa: 1 | Authorization: Bearer a|b", "headers");
	tap_text(config_text_at(config, "charset", &place), "windows-1258",
	    "a charset of its host");
	tap_text(config_text_at(config, "proxy", &place),
	    "socks5h://p.example:1080", "a proxy");
	tap_ok(!config_bool_at(config, "cookies", &place),
	    "cookies are for a source alone");
	count = config_warnings(config, &warnings);
	tap_number((int64_t)count, ARRAY_LEN(wrong), "the others are told");
	for (size_t i = 0; i < count && i < ARRAY_LEN(wrong); i++)
		tap_ok(warnings[i].number == wrong[i].line &&
		        warnings[i].code == wrong[i].code &&
		        strstr(warnings[i].subject, "lan") == NULL,
		    "line %ld: %s", warnings[i].number, warnings[i].subject);
	tap_ok(!config_set(config, "login=lan:mat", &err) &&
	        err.code == ERROR_CONFIG_PLACE &&
	        strstr(err.subject, "mat") == NULL,
	    "a password of --set is not repeated");
	config_free(config);
}

static void test_set(void)
{
	struct config *config = config_new();
	struct error err = {0};

	tap_ok(config_set(config, "start=sources", &err), "set");
	tap_text(config_text(config, "start"), "sources", "and read");
	tap_ok(!config_set(config, "start=elsewhere", &err) &&
	        err.code == ERROR_CONFIG_VALUE, "not one of the choices");
	tap_ok(!config_set(config, "start=articles|sources", &err),
	    "two choices are none");
	tap_ok(!config_set(config, "strat=x", &err) &&
	        err.code == ERROR_CONFIG_UNKNOWN, "unknown");
	tap_ok(!config_set(config, "measure", &err), "no value");
	tap_ok(!config_set(config, "interval=1x", &err), "no such unit");
	tap_ok(config_bool(config, "hints"), "yes by default");
	tap_ok(config_set(config, "hints=off", &err) &&
	        !config_bool(config, "hints"), "off is no");
	config_free(config);
}

static void test_paths(void)
{
	char *path;

	setenv("HOME", "/home/lan", 1);
	unsetenv("XDG_CONFIG_HOME");
	unsetenv("BANTIN_CONFIG");
	unsetenv("BANTIN_STORE");
	path = config_path_settings();
	tap_text(path, "/home/lan/.config/bantin/config", "settings");
	free(path);
	setenv("XDG_DATA_HOME", "/d", 1);
	path = config_path_store(false);
	tap_text(path, "/d/bantin/bantin.db", "store");
	free(path);
	setenv("BANTIN_STORE", "/x.db", 1);
	path = config_path_store(false);
	tap_text(path, "/x.db", "BANTIN_STORE wins");
	free(path);
	path = config_path_store(true);
	tap_text(path, "/d/bantin/sample.db", "the sample's is its own");
	free(path);
	setenv("XDG_STATE_HOME", "relative", 1);
	path = config_path_log();
	tap_text(path, "/home/lan/.local/state/bantin/log",
	    "a relative XDG path is ignored");
	free(path);
}

int main(void)
{
	test_table();
	test_file();
	test_places();
	test_sources();
	test_set();
	test_paths();
	return tap_end();
}
