/*
 * The catalogue on the command line: found, complained of, followed.
 */
#include "cli/internal.h"

#include "base/i18n.h"
#include "base/log.h"
#include "config/config.h"

#include <stdlib.h>
#include <string.h>

enum { NEAR_SHOWN = 4 };

static const char *folder_of_catalogue(void)
{
	const char *folder = getenv("BANTIN_CATALOGUE");

	return folder == NULL || *folder == '\0' ? DATADIR "/catalogue"
	                                          : folder;
}

struct catalogue *cli_open_catalogue(struct cli *cli)
{
	struct catalogue *catalogue = catalogue_new();
	char *path = cli_path_beside(cli, "portals.tsv");
	const struct error *warnings;
	struct error err = {0};
	size_t count;
	bool is_read;

	is_read = catalogue_read(catalogue, folder_of_catalogue(), &err) &&
	    catalogue_read_users(catalogue,
	        arena_dup(&cli->arena, path), &err);
	free(path);
	if (!is_read) {
		cli_complain(&err);
		catalogue_free(catalogue);
		return NULL;
	}
	count = catalogue_warnings(catalogue, &warnings);
	for (size_t i = 0; i < count; i++)
		cli_complain(&warnings[i]);
	return catalogue;
}

/* A reader who has none can do without: he types addresses. */
struct catalogue *cli_reader_catalogue(const struct cli *cli)
{
	struct catalogue *catalogue = catalogue_new();
	char *path = cli_path_beside(cli, "portals.tsv");
	struct error ignored;

	if (!catalogue_read(catalogue, folder_of_catalogue(), &ignored)) {
		catalogue_free(catalogue);
		catalogue = NULL;
	} else if (!catalogue_read_users(catalogue, path, &ignored)) {
		log_add("catalogue", "%s cannot be read", path);
	}
	free(path);
	return catalogue;
}

/* "Quảng Bình (now Quảng Trị)". */
static void add_name(struct str *out, const struct province_match *match)
{
	if (match->is_former)
		str_addf(out, _("%s (now %s)"), match->name,
		    match->province->name);
	else
		str_add(out, match->province->name);
}

static void add_names(struct str *out, const struct province_match *matches,
    size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			str_add(out, ", ");
		add_name(out, &matches[i]);
	}
}

size_t cli_find_provinces(const struct catalogue *catalogue,
    const char *name, struct province_match *matches)
{
	struct province_match near[NEAR_SHOWN];
	size_t count = catalogue_find(catalogue, name, matches), near_count;
	struct error err = {0};
	struct str hint;

	if (count > 0)
		return count;
	error_set(&err, ERROR_PROVINCE_UNKNOWN, name, 0);
	cli_complain(&err);
	near_count = catalogue_find_near(catalogue, name, near, NEAR_SHOWN);
	if (near_count == 0)
		return 0;
	str_init(&hint);
	str_add(&hint, _("spelt nearly so: "));
	add_names(&hint, near, near_count);
	cli_hint(hint.data);
	str_release(&hint);
	return 0;
}

/* --- following -------------------------------------------------------------- */

/* The one province that is meant; false: complained of. */
static bool find_one(struct cli *cli, const struct catalogue *catalogue,
    struct province_match *match)
{
	const char *name = cli->values[CLI_OPTION_PROVINCE];
	struct province_match matches[PROVINCE_MATCHES_MOST];
	size_t count = cli_find_provinces(catalogue, name, matches);
	struct str names;

	if (count == 1)
		*match = matches[0];
	if (count <= 1)
		return count == 1;
	str_init(&names);
	add_names(&names, matches, count);
	(void)cli_usage(_("--province: '%s' may be any of: %s"), name,
	    names.data);
	str_release(&names);
	return false;
}

/* What the catalogue has of the province besides. */
static void print_others(const struct outlet *outlets, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (outlets[i].is_main)
			continue;
		cli_printf(_("there is also: %s · bantin add %s\n"),
		    outlets[i].title, outlets[i].urls[0]);
	}
}

static int follow(struct cli *cli, struct job *job,
    const struct outlet *outlets, size_t count,
    const struct add_options *options)
{
	struct outlet_added *results;
	struct error err = {0};
	size_t failed = 0;

	if (!job_add_outlets(job, outlets, count, options, &cli->arena,
	        &results, &err))
		return cli_fail(&err);
	for (size_t i = 0; i < count; i++) {
		if (results[i].count == 0) {
			cli_complain(&results[i].error);
			failed++;
		}
		for (size_t k = 0; k < results[i].count &&
		     !cli_has(cli, CLI_OPTION_QUIET); k++)
			cli_print_added(&results[i].added[k]);
	}
	if (failed == 0)
		return CLI_DONE;
	return failed == count ? CLI_NOTHING : CLI_PART;
}

int cli_add_province(struct cli *cli, struct job *job,
    const struct add_options *options)
{
	struct catalogue *catalogue = cli_open_catalogue(cli);
	struct province_match match;
	struct outlet *outlets;
	size_t count, main_count = 0;
	int status = CLI_USAGE;

	if (catalogue == NULL)
		return CLI_PART;
	if (find_one(cli, catalogue, &match)) {
		count = catalogue_outlets(catalogue, &match, &cli->arena,
		    &outlets);
		while (main_count < count && (outlets[main_count].is_main ||
		    options->is_all))
			main_count++;
		status = follow(cli, job, outlets, main_count, options);
		if (!cli_has(cli, CLI_OPTION_QUIET) && !options->is_all)
			print_others(outlets, count);
	}
	catalogue_free(catalogue);
	return status;
}
