#include "cli/internal.h"

#include "base/i18n.h"
#include "text/fold.h"

#include <stdio.h>
#include <string.h>

static const char *words_of(enum portal_status status)
{
	switch (status) {
	case PORTAL_SEEN_OK:
		return _("seen to work");
	case PORTAL_SEEN:
		return _("used by others");
	case PORTAL_SEEN_WEAK:
		return _("not sure");
	case PORTAL_GUESSED:
		return _("guessed");
	case PORTAL_SITE_ONLY:
		return _("site only, its feed is searched for");
	case PORTAL_SEEN_BAD:
		return _("known to fail");
	}
	return "";
}

static void print_json(const struct portal *portal)
{
	struct json_object *object = json_object_new_object();

	cli_json_text(object, "province", portal->province == NULL
	        ? "" : portal->province->name);
	cli_json_text(object, "code", portal->province == NULL
	        ? "VN" : portal->province->code);
	cli_json_text(object, "outlet", portal->outlet);
	cli_json_text(object, "kind", portal_kind_name(portal->kind));
	cli_json_text(object, "section", portal->section);
	cli_json_text_or_null(object, "feed", portal->feed);
	cli_json_text(object, "site", portal->site);
	cli_json_text(object, "status", portal_status_name(portal->status));
	cli_json_bool(object, "own", portal->is_users);
	cli_json_print(object);
}

static void print_row(const struct portal *portal)
{
	cli_printf("  %s · %s\n      %s · %s\n", portal->outlet,
	    portal->section,
	    portal->feed != NULL ? portal->feed : portal->site,
	    words_of(portal->status));
}

/* "44 Quảng Trị (Quảng Bình)". */
static void print_province(const struct province *province)
{
	cli_printf("%s %s", province->code, province->name);
	for (size_t i = 0; i < province->former_count; i++)
		cli_printf("%s%s", i == 0 ? " (" : ", ",
		    province->former[i]);
	cli_printf("%s\n", province->former_count > 0 ? ")" : "");
}

static void print_rows(struct cli *cli, const struct catalogue *catalogue,
    const struct province *province)
{
	const struct portal *portals;
	size_t count = catalogue_portals(catalogue, &portals);

	/* what was seen to work comes first */
	for (int status = 0; status <= PORTAL_SEEN_BAD; status++) {
		for (size_t i = 0; i < count; i++) {
			if (portals[i].province != province ||
			    (int)portals[i].status != status)
				continue;
			if (cli_has(cli, CLI_OPTION_JSON))
				print_json(&portals[i]);
			else
				print_row(&portals[i]);
		}
	}
}

static void print_all(struct cli *cli, const struct catalogue *catalogue)
{
	const struct province *provinces;
	size_t count = catalogue_provinces(catalogue, &provinces);

	for (size_t i = 0; i < count; i++) {
		if (cli_has(cli, CLI_OPTION_JSON))
			print_rows(cli, catalogue, &provinces[i]);
		else
			print_province(&provinces[i]);
	}
	if (cli_has(cli, CLI_OPTION_JSON))
		print_rows(cli, catalogue, NULL);
	else
		cli_printf(_("VN national papers\n"
		             "'bantin portals NAME' shows what there is, "
		             "'bantin add --province NAME' follows it\n"));
}

/* Outlets whose name holds what was typed; how many. */
static size_t print_named(struct cli *cli, const struct catalogue *catalogue,
    const char *name)
{
	const struct portal *portals;
	size_t all = catalogue_portals(catalogue, &portals), count = 0;
	struct str needle, folded;

	str_init(&needle);
	str_init(&folded);
	text_fold(&needle, name, strlen(name));
	for (size_t i = 0; i < all; i++) {
		str_clear(&folded);
		text_fold(&folded, portals[i].outlet,
		    strlen(portals[i].outlet));
		if (!text_contains_folded(folded.data, needle.data))
			continue;
		count++;
		if (cli_has(cli, CLI_OPTION_JSON))
			print_json(&portals[i]);
		else
			print_row(&portals[i]);
	}
	str_release(&needle);
	str_release(&folded);
	return count;
}

static bool is_national(const char *name)
{
	static const char *const names[] = {"vn", "viet nam", "quoc gia",
	    "toan quoc", "trung uong", "national"};
	struct str folded;
	bool is_one = false;

	str_init(&folded);
	text_fold(&folded, name, strlen(name));
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		is_one = is_one || strcmp(folded.data, names[i]) == 0;
	str_release(&folded);
	return is_one;
}

static int print_name(struct cli *cli, const struct catalogue *catalogue,
    const char *name)
{
	struct province_match matches[PROVINCE_MATCHES_MOST];
	size_t count;

	if (is_national(name)) {
		print_rows(cli, catalogue, NULL);
		return CLI_DONE;
	}
	count = catalogue_find(catalogue, name, matches);
	if (count == 0 && print_named(cli, catalogue, name) > 0)
		return CLI_DONE;
	if (count == 0) {
		(void)cli_find_provinces(catalogue, name, matches);
		return CLI_USAGE;
	}
	for (size_t i = 0; i < count; i++) {
		if (!cli_has(cli, CLI_OPTION_JSON))
			print_province(matches[i].province);
		print_rows(cli, catalogue, matches[i].province);
	}
	return CLI_DONE;
}

int cli_run_portals(struct cli *cli)
{
	struct catalogue *catalogue = cli_open_catalogue(cli);
	struct str name; /* words of a name need no quotes */
	int status = CLI_DONE;

	if (catalogue == NULL)
		return CLI_PART;
	str_init(&name);
	for (int i = 0; i < cli->operand_count; i++)
		str_addf(&name, "%s%s", i > 0 ? " " : "", cli->operands[i]);
	if (cli->operand_count == 0)
		print_all(cli, catalogue);
	else
		status = print_name(cli, catalogue, name.data);
	str_release(&name);
	catalogue_free(catalogue);
	return status;
}
