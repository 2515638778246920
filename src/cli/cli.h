/*
 * Role: the commands without a screen: a table of commands and one of
 * options, from which help and the manual's check come. Thread: main.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "config/config.h"
#include "refresh/job.h"

#include <stdbool.h>
#include <stddef.h>

/* Exit statuses; a contract. */
enum cli_status {
	CLI_DONE = 0,
	CLI_PART = 1,    /* done in part; standard error names what failed */
	CLI_USAGE = 2,
	CLI_STORE = 3,   /* the cache cannot be used */
	CLI_NOTHING = 4, /* nothing could be fetched */
};

struct cli;

/*
 * Read arguments, settings and language. False: *status is to be returned
 * (help and version were asked for, or the usage is wrong).
 */
MUST_CHECK bool cli_open(struct cli **cli, int argc, char **argv,
    int *status);
void cli_close(struct cli *cli);

/* No command was named: the reader on the screen is meant. */
bool cli_is_reader(const struct cli *cli);

struct config *cli_config(const struct cli *cli);

/* The file that settings are kept in; the caller frees. */
char *cli_settings_path(const struct cli *cli);
bool cli_is_sample(const struct cli *cli);

/* The jobs' options, as the settings say. */
struct job_options cli_job_options(const struct cli *cli);

/* The catalogue for the reader; NULL: there is none. The caller frees. */
struct catalogue *cli_reader_catalogue(const struct cli *cli);

/* Go on in another language, and write that into the settings. */
void cli_use_language(struct cli *cli, const char *language);

/* Go on with the sample portal, as with --sample. */
void cli_use_sample(struct cli *cli);

/* Run the command; the exit status. */
int cli_run(struct cli *cli);

/*
 * What the reader would show, as text, where there is no terminal: the
 * newest articles and the newest whole one.
 */
int cli_print_newest(struct cli *cli);

/* Follow the sample portal's sources and read them, if that is still to do. */
MUST_CHECK bool cli_prepare_sample(struct cli *cli, struct error *err);

/* Print an error as "bantin: ..." on standard error. */
void cli_complain(const struct error *err);

#endif
