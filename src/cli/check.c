/*
 * Ask the catalogue's entries, and print what came of each as its line: what
 * is printed is a catalogue of the reader's own, or one to send in.
 */
#include "cli/internal.h"

#include "base/i18n.h"
#include "news/words.h"
#include "text/date.h"
#include "text/url.h"

#include <stdio.h>
#include <string.h>

/* What is asked, and where it stands in the catalogue. */
struct entry {
	const struct portal *portal; /* NULL: a source that is followed */
	const struct source *source;
};

struct checking {
	struct cli *cli;
	struct check *checks;
	struct entry *entries;
	size_t count, failed;
};

static enum portal_status status_of(const struct check *check)
{
	if (check->items > 0)
		return PORTAL_SEEN_OK;
	/* a page is there: its feeds, or its links, are to be had */
	if (check->feeds > 0 || check->links > 0)
		return PORTAL_SITE_ONLY;
	return PORTAL_SEEN_BAD;
}

static void add_field(struct str *out, const char *text)
{
	if (out->len > 0)
		str_add_char(out, '\t');
	for (; *text != '\0'; text++)
		str_add_char(out, strchr("\t\r\n", *text) != NULL ? ' '
		                                                  : *text);
}

static void add_number(struct str *out, size_t number)
{
	str_addf(out, "\t%zu", number);
}

/* What went wrong, in English whatever the reader's language. */
static void add_note(struct str *out, const struct check *check)
{
	struct str note;

	str_init(&note);
	if (status_of(check) == PORTAL_SEEN_BAD)
		words_add_plain_reason(&note, &check->error);
	add_field(out, note.data);
	str_release(&note);
}

static void print_check(void *ctx, const struct check *check)
{
	struct checking *checking = ctx;
	const struct entry *entry =
	    &checking->entries[check - checking->checks];
	const struct portal *portal = entry->portal;
	bool is_feed = portal == NULL
	    ? entry->source->kind == SOURCE_FEED
	    : portal->feed != NULL;
	struct str line, when, url;

	checking->failed += status_of(check) == PORTAL_SEEN_BAD;
	str_init(&line);
	str_init(&when);
	str_init(&url);
	url_without_user(&url, check->url); /* these lines are to be sent */
	add_field(&line, portal == NULL ? "VN"
	    : portal->province == NULL  ? "VN"
	                                : portal->province->code);
	add_field(&line, portal == NULL ? entry->source->title
	                                : portal->outlet);
	add_field(&line, portal == NULL ? portal_kind_name(PORTAL_NATIONAL)
	                                : portal_kind_name(portal->kind));
	add_field(&line, portal == NULL ? "" : portal->section);
	add_field(&line, is_feed ? url.data : "");
	add_field(&line, portal == NULL ? (is_feed ? "" : url.data)
	                                : portal->site);
	add_field(&line, portal_status_name(status_of(check)));
	date_add_rfc3339(&when, check->at);
	add_field(&line, when.data);
	str_addf(&line, "\t%d", check->http);
	add_number(&line, check->items);
	add_number(&line, check->feeds);
	add_number(&line, check->links);
	add_note(&line, check);
	str_add_char(&line, '\n');
	cli_print(line.data);
	fflush(stdout);
	str_release(&line);
	str_release(&when);
	str_release(&url);
}

static void add_entry(struct checking *checking, const struct entry *entry,
    const char *url)
{
	/* each address once, whatever stands in how many rows */
	for (size_t i = 0; i < checking->count; i++)
		if (strcmp(checking->checks[i].url, url) == 0)
			return;
	checking->checks[checking->count].url = url;
	checking->entries[checking->count++] = *entry;
}

static void reserve(struct checking *checking, size_t most)
{
	struct arena *arena = &checking->cli->arena;

	checking->checks = arena_array(arena, most + 1,
	    sizeof(*checking->checks));
	checking->entries = arena_array(arena, most + 1,
	    sizeof(*checking->entries));
}

static bool list_portals(struct checking *checking,
    const struct catalogue *catalogue)
{
	const char *name = checking->cli->values[CLI_OPTION_PROVINCE];
	struct province_match matches[PROVINCE_MATCHES_MOST];
	const struct portal *portals;
	size_t all = catalogue_portals(catalogue, &portals), match_count = 0;

	if (name != NULL) {
		match_count = cli_find_provinces(catalogue, name, matches);
		if (match_count == 0)
			return false;
	}
	reserve(checking, all);
	for (size_t i = 0; i < all; i++) {
		const struct entry entry = {.portal = &portals[i]};
		bool is_wanted = name == NULL;

		for (size_t k = 0; k < match_count; k++)
			is_wanted = is_wanted ||
			    matches[k].province == portals[i].province;
		if (is_wanted)
			add_entry(checking, &entry, portals[i].feed != NULL
			        ? portals[i].feed : portals[i].site);
	}
	return true;
}

static bool list_sources(struct checking *checking, struct error *err)
{
	struct cli *cli = checking->cli;
	struct source *sources;
	size_t count;

	if (!store_read_sources(cli->store, &cli->arena, &sources, &count,
	        err))
		return false;
	reserve(checking, count);
	for (size_t i = 0; i < count; i++) {
		const struct entry entry = {.source = &sources[i]};

		add_entry(checking, &entry, sources[i].url);
	}
	return true;
}

static int check_all(struct checking *checking)
{
	struct job_options options = cli_job_options(checking->cli);
	struct error err = {0};
	struct job job;
	bool is_good;

	cli_catch_signals();
	job_init(&job, &options, checking->cli->store);
	job.is_stopped = cli_is_stopped;
	cli_print("# province\toutlet\tkind\tsection\tfeed\tsite\tstatus\t"
	          "checked\thttp\titems\tfeeds\tlinks\tnote\n");
	is_good = job_check(&job, checking->checks, checking->count,
	    print_check, checking, &err);
	job_release(&job);
	if (!is_good)
		return cli_fail(&err);
	if (checking->failed == 0)
		return CLI_DONE;
	return checking->failed == checking->count ? CLI_NOTHING : CLI_PART;
}

int cli_run_check(struct cli *cli)
{
	bool is_catalogue = cli_has(cli, CLI_OPTION_CATALOGUE);
	bool is_province = cli_has(cli, CLI_OPTION_PROVINCE);
	struct checking checking = {.cli = cli};
	struct catalogue *catalogue = NULL;
	struct error err = {0};
	int status;

	if (is_catalogue && is_province)
		return cli_usage(_("check: --province NAME or --catalogue"));
	if (is_catalogue || is_province) {
		catalogue = cli_open_catalogue(cli);
		if (catalogue == NULL)
			return CLI_PART;
		status = list_portals(&checking, catalogue) ? CLI_DONE
		                                            : CLI_USAGE;
	} else {
		if (!cli_open_store(cli))
			return CLI_STORE;
		status = list_sources(&checking, &err) ? CLI_DONE
		                                       : cli_fail(&err);
	}
	if (status == CLI_DONE)
		status = check_all(&checking);
	catalogue_free(catalogue);
	return status;
}
