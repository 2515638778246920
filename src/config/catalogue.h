/*
 * Role: the catalogue: provinces with the names they had, and the portals and
 * papers that are known of each; a file of the reader's own beside it.
 * Thread: read once, then read-only.
 *
 * Both files are lines of fields parted by tabs, "#" begins a remark:
 *   provinces.tsv  code name former also       (the last two "; "-parted)
 *   portals.tsv    province outlet kind section feed site status
 * A broken line is one warning that names it, and is skipped.
 */
#ifndef CONFIG_CATALOGUE_H
#define CONFIG_CATALOGUE_H

#include "base/arena.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

struct province {
	const char *code, *name;
	const char *const *former; /* names of what went into it */
	size_t former_count;
	const char *const *also; /* other names people write */
	size_t also_count;
};

enum portal_kind {
	PORTAL_AUTHORITY, /* the province's own portal */
	PORTAL_NEWSPAPER, /* its paper */
	PORTAL_LOCAL,     /* other outlets of it: offered, not followed */
	PORTAL_NATIONAL,
};

/* What is known of an address, the strongest first. */
enum portal_status {
	PORTAL_SEEN_OK,   /* it answered with news */
	PORTAL_SEEN,      /* others use it */
	PORTAL_SEEN_WEAK, /* it stands in lists that were made */
	PORTAL_GUESSED,
	PORTAL_SITE_ONLY, /* the site is known, no feed */
	PORTAL_SEEN_BAD,  /* it failed; never tried */
};

struct portal {
	const struct province *province; /* NULL: national */
	const char *outlet, *section;
	const char *feed; /* or NULL */
	const char *site;
	enum portal_kind kind;
	enum portal_status status;
	bool is_users; /* from the reader's own file */
};

struct catalogue;

struct catalogue *catalogue_new(void);
void catalogue_free(struct catalogue *catalogue);

/*
 * Read the two files of a folder; false if one cannot be read. Lines that
 * cannot be understood are warnings.
 */
MUST_CHECK bool catalogue_read(struct catalogue *catalogue,
    const char *folder, struct error *err);

/*
 * The reader's own portals.tsv, over what is there: a row with a feed or site
 * that is known takes that row's place. No such file is nothing.
 */
MUST_CHECK bool catalogue_read_users(struct catalogue *catalogue,
    const char *path, struct error *err);

/* Broken lines: subject is the file and what stands there, number the line. */
size_t catalogue_warnings(const struct catalogue *catalogue,
    const struct error **warnings);

size_t catalogue_provinces(const struct catalogue *catalogue,
    const struct province **provinces);
/* In the files' order, the reader's own first. */
size_t catalogue_portals(const struct catalogue *catalogue,
    const struct portal **portals);

/* A province that a name means, and the name of it that was meant. */
struct province_match {
	const struct province *province;
	const char *name;
	bool is_former;
};

enum { PROVINCE_MATCHES_MOST = 64 };

/*
 * Provinces that a typed name means, present or former, with marks or
 * without: those with that name or code; else those with a name that begins
 * so, or has a word that does. Returns how many of them are in matches.
 */
size_t catalogue_find(const struct catalogue *catalogue, const char *typed,
    struct province_match matches[PROVINCE_MATCHES_MOST]);

/* What it might have meant where nothing was found: the nearest names. */
size_t catalogue_find_near(const struct catalogue *catalogue,
    const char *typed, struct province_match *matches, size_t most);

/*
 * What is known of one outlet: the addresses that carry all its news, the
 * strongest first, then its site; and sections, for where none of these
 * gives a feed. What failed is left out.
 */
struct outlet {
	const char *title;
	const struct province *province;
	enum portal_kind kind;
	enum portal_status status; /* of the first address */
	const char *site;
	const char **urls, **sections;
	size_t url_count, section_count;
	bool is_main; /* to follow with its province */
};

/*
 * The outlets of a province, its main ones first: the portal, then papers.
 * match->is_former: what was of that former province is a main one too.
 */
size_t catalogue_outlets(const struct catalogue *catalogue,
    const struct province_match *match, struct arena *arena,
    struct outlet **outlets);

/* "seen-ok", as in the file. */
const char *portal_status_name(enum portal_status status);
const char *portal_kind_name(enum portal_kind kind);

#endif
