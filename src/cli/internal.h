/*
 * Role: what the commands share among themselves. Thread: main.
 */
#ifndef CLI_INTERNAL_H
#define CLI_INTERNAL_H

#include "base/arena.h"
#include "base/str.h"
#include "cli/cli.h"
#include "config/catalogue.h"
#include "news/article.h"
#include "news/source.h"
#include "page/families.h"
#include "refresh/job.h"
#include "store/store.h"

#include <json-c/json.h>

/* Options; the number is the row in cli_options[]. */
enum cli_option {
	CLI_OPTION_STORE,
	CLI_OPTION_CONFIG,
	CLI_OPTION_SET,
	CLI_OPTION_SAMPLE,
	CLI_OPTION_QUIET,
	CLI_OPTION_HELP,
	CLI_OPTION_VERSION,
	CLI_OPTION_GLOBAL_COUNT,
	CLI_OPTION_JSON = CLI_OPTION_GLOBAL_COUNT,
	CLI_OPTION_HTML,
	CLI_OPTION_WIDTH,
	CLI_OPTION_UNREAD,
	CLI_OPTION_STARRED,
	CLI_OPTION_SOURCE,
	CLI_OPTION_SINCE,
	CLI_OPTION_LIMIT,
	CLI_OPTION_ALL,
	CLI_OPTION_MATCH,
	CLI_OPTION_TITLE,
	CLI_OPTION_TAG,
	CLI_OPTION_DUE,
	CLI_OPTION_NO_PAGES,
	CLI_OPTION_NO_INDEX,
	CLI_OPTION_OLDER,
	CLI_OPTION_URL,
	CLI_OPTION_CONTENT_TYPE,
	CLI_OPTION_FORMAT,
	CLI_OPTION_EXPLAIN,
	CLI_OPTION_PROVINCE,
	CLI_OPTION_CATALOGUE,
	CLI_OPTION_AGAIN,
	CLI_OPTION_NEWEST,
	CLI_OPTION_YES,
	CLI_OPTION_REPAIR,
	CLI_OPTION_COUNT,
};

#define CLI_TAKES(option) (UINT64_C(1) << (CLI_OPTION_##option))

enum { CLI_TAGS_MOST = 32, CLI_SETS_MOST = 64 };

/* How the operand "-tag:NAME" is handed on: it is no option. */
#define CLI_UNTAG "untag:"

struct cli_command {
	const char *name;
	const char *operands; /* "SOURCE..." in the usage line */
	const char *help;     /* one line (N_) */
	uint64_t options;     /* CLI_TAKES(...) | ... */
	bool is_changing_sources; /* the copy of them is kept after it */
	int operands_least, operands_most; /* -1: any number */
	int (*run)(struct cli *cli);
};

extern const struct cli_command cli_commands[]; /* a NULL name ends them */

struct cli {
	const struct cli_command *command; /* NULL: the reader */
	struct config *config;
	char *store_path;
	char *copy_path; /* of what is followed; NULL: none is kept */
	const char *values[CLI_OPTION_COUNT]; /* NULL: not given; flags "" */
	const char *tags[CLI_TAGS_MOST];
	size_t tag_count;
	const char *sets[CLI_SETS_MOST]; /* --set, in order */
	size_t set_count;
	char **operands; /* borrowed from argv */
	int operand_count;
	struct arena arena;
	struct family_list families; /* of the reader's own file */
	struct store *store;
};

bool cli_has(const struct cli *cli, enum cli_option option);

/*
 * Read options from argv[1] on until the first operand (first pass, for the
 * command's name) or through all. An unknown one is told by *bad.
 */
bool cli_read_options(struct cli *cli, int argc, char **argv,
    uint64_t allowed, bool is_first_pass, const char **bad);
/* Its line of the help. */
void cli_print_option(enum cli_option option);

/*
 * Read the reader's own rows of site families (the setting selectors); what
 * is not understood is complained of and left out.
 */
void cli_read_families(struct cli *cli);

/* A path in the folder of the settings; the caller frees. */
char *cli_path_beside(const struct cli *cli, const char *name);

/* Open the store for a command; a failure is complained of (CLI_STORE). */
MUST_CHECK bool cli_open_store(struct cli *cli);

/*
 * In another role: what writes much syncs itself, once, before it says that
 * it is done.
 */
MUST_CHECK bool cli_open_store_as(struct cli *cli, enum store_role role);

/* The status for a failure, after complaining of it. */
int cli_fail(const struct error *err);
int cli_usage(const char *format, ...) PRINTF_LIKE(1, 2);
/* A line on stderr that tells what to do. */
void cli_hint(const char *text);

/* As store_read_article, with the blocks of a text not built yet. */
MUST_CHECK bool cli_read_article(struct cli *cli, int64_t id,
    struct article *article, bool *is_found, struct error *err);

/* --limit, or preset; false: complained of. */
MUST_CHECK bool cli_read_limit(const struct cli *cli, size_t preset,
    size_t *limit);
MUST_CHECK bool cli_read_id(const char *text, int64_t *id);

/* --source and --since as a query's part; false: complained of. */
MUST_CHECK bool cli_read_query(struct cli *cli, struct query *query,
    int *status);

/* The source an operand means; false: complained of, *status set. */
MUST_CHECK bool cli_find_source(struct cli *cli, const char *name,
    struct source *source, int *status);

/*
 * The catalogue with the reader's own file over it (NULL: complained of);
 * broken lines are complained of. The caller frees.
 */
struct catalogue *cli_open_catalogue(struct cli *cli);

/*
 * The provinces that a name means; complains of none, naming those that are
 * spelt nearly so.
 */
size_t cli_find_provinces(const struct catalogue *catalogue,
    const char *name, struct province_match *matches);

/* Follow the outlets of the province that --province names. */
int cli_add_province(struct cli *cli, struct job *job,
    const struct add_options *options);

/* "follows Báo Quảng Trị (https://…)", and how it was found. */
void cli_print_added(const struct added *added);

/* JSON: an object's fields; NULL texts and zero times are left out. */
void cli_json_text(struct json_object *object, const char *key,
    const char *text);
void cli_json_text_or_null(struct json_object *object, const char *key,
    const char *text);
void cli_json_number(struct json_object *object, const char *key,
    int64_t number);
void cli_json_bool(struct json_object *object, const char *key, bool value);
void cli_json_time(struct json_object *object, const char *key,
    int64_t when);
void cli_json_time_or_null(struct json_object *object, const char *key,
    int64_t when);
/* An array of texts, empty if there are none. */
void cli_json_texts(struct json_object *object, const char *key,
    char *const *texts, size_t count);
/* Print on a line of its own and free. */
void cli_json_print(struct json_object *object);

struct json_object *cli_json_row(const struct article_row *row);
void cli_print_row(const struct article_row *row, int64_t now);

/* Text for a terminal: control bytes that slipped through never go out. */
void cli_print(const char *text);
void cli_printf(const char *format, ...) PRINTF_LIKE(1, 2);

/* SIGINT and its like ask a long command to leave off where it can. */
void cli_catch_signals(void);
bool cli_is_stopped(void *ctx);

int cli_run_add(struct cli *cli);
int cli_run_check(struct cli *cli);
int cli_run_discover(struct cli *cli);
int cli_run_edit(struct cli *cli);
int cli_run_compact(struct cli *cli);
int cli_run_export(struct cli *cli);
int cli_run_extract(struct cli *cli);
int cli_run_import(struct cli *cli);
int cli_run_list(struct cli *cli);
int cli_run_mark(struct cli *cli);
int cli_run_parse(struct cli *cli);
int cli_run_portals(struct cli *cli);
int cli_run_purge(struct cli *cli);
int cli_run_refresh(struct cli *cli);
int cli_run_related(struct cli *cli);
int cli_run_stories(struct cli *cli);
int cli_run_remove(struct cli *cli);
int cli_run_search(struct cli *cli);
int cli_run_show(struct cli *cli);
int cli_run_sources(struct cli *cli);
int cli_run_undo(struct cli *cli);
int cli_run_verify(struct cli *cli);

/* A page's list of other articles, as an array. */
struct json_object *cli_json_related(const struct page_link *links,
    size_t count);

/* Append a whole HTML document of blocks; title may be NULL. */
void cli_add_html(struct str *out, const char *title,
    const struct block_list *body);

/* Print one article as `bantin show` does, at a width. */
void cli_print_article(struct cli *cli, const struct article *article,
    int width);

#endif
