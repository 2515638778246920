/*
 * Role: the settings: one table of rows; a file `key = value` with sections;
 * --set. An unknown key warns, a wrong value warns and the default stays;
 * neither stops the start. Thread: read once at the start, then read-only,
 * but for what the screen alone reads and sets.
 */
#ifndef CONFIG_CONFIG_H
#define CONFIG_CONFIG_H

#include "base/arena.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum setting_type {
	SETTING_BOOL,
	SETTING_NUMBER, /* with least and most */
	SETTING_CHOICE, /* one of choices, "a|b|c" */
	SETTING_TEXT,
	SETTING_SECONDS, /* "30m", "2h", "3d"; kept as seconds */
};

struct setting {
	const char *name;
	enum setting_type type;
	const char *value;   /* default, as written */
	const char *choices; /* or NULL */
	int64_t least, most;
	/* may stand in a section [host:NAME], [source:ADDRESS] */
	bool is_per_host, is_per_source;
	bool is_only_placed;           /* nowhere else */
	bool (*check)(const char *value); /* of a text that is not empty */
	const char *help; /* one line, translated where shown (N_) */
};

/* All rows, sorted by name; a NULL name ends them. */
extern const struct setting settings[];

struct config;

/* A line of a section; those of hosts and sources are settings. */
struct config_entry {
	const char *section, *name, *value;
	long line;
};

struct config *config_new(void); /* defaults */
void config_free(struct config *config);

/*
 * Read a file; one that does not exist is nothing. Each problem is one
 * warning (config_warnings). False only if the file cannot be read.
 */
MUST_CHECK bool config_read(struct config *config, const char *path,
    struct error *err);

/* "name=value", from --set; false: ERROR_CONFIG_UNKNOWN or _VALUE. */
MUST_CHECK bool config_set(struct config *config, const char *assignment,
    struct error *err);

/* Whether a value could be set; errors as of config_set. */
MUST_CHECK bool config_fits(const char *name, const char *value,
    struct error *err);

/*
 * Set a value in a settings file: in its line if it has one, else in a new
 * one above all others; the rest of the file stays as it is. A file that
 * does not exist is made.
 */
MUST_CHECK bool config_write(const char *path, const char *name,
    const char *value, struct error *err);

size_t config_warnings(const struct config *config,
    const struct error **warnings);

/* By name; asking for a row of another type is a broken invariant. */
bool config_bool(const struct config *config, const char *name);
int64_t config_number(const struct config *config, const char *name);
const char *config_text(const struct config *config, const char *name);

/* Of any type, as it is written. */
const char *config_written(const struct config *config, const char *name);

/*
 * The same where a request goes: as the source's own section says, else the
 * host's, else as above. What is not known is NULL; host as url_host gives.
 */
struct config_place {
	const char *source_url, *host;
};
bool config_bool_at(const struct config *config, const char *name,
    const struct config_place *place);
int64_t config_number_at(const struct config *config, const char *name,
    const struct config_place *place);
const char *config_text_at(const struct config *config, const char *name,
    const struct config_place *place);

/* Whether anything is said of single sources or hosts. */
bool config_has_places(const struct config *config);

/* The lines of sections, in the file's order. */
size_t config_entries(const struct config *config,
    const struct config_entry **entries);

/* Fill err with what is wrong with one, as of a warning. */
void config_complain(const struct config *config,
    const struct config_entry *entry, enum error_code code,
    struct error *err);

/* The value in a section, the last one said; or NULL. */
const char *config_in_section(const struct config *config,
    const char *section, const char *name);

/*
 * Where things live (XDG base directories 0.8; BANTIN_CONFIG, BANTIN_STORE
 * win). The caller frees.
 */
char *config_path_settings(void);
char *config_path_selectors(void);
char *config_path_store(bool is_sample);
char *config_path_log(void);
char *config_path_memory(bool is_sample); /* of the screen */

#endif
