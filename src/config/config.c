#include "config/config.h"

#include "base/file.h"
#include "base/str.h"
#include "text/url.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { FILE_MOST = 1024 * 1024, WARNINGS_MOST = 50 };

struct config {
	struct arena arena;
	const char **values; /* by row of settings[] */
	size_t setting_count;
	struct config_entry *entries;
	size_t entry_count, entry_cap;
	bool has_places; /* an entry for a host or a source */
	const char *path; /* of the file that was read */
	struct error *warnings;
	size_t warning_count, warning_cap;
};

struct config *config_new(void)
{
	struct config *config = mem_alloc_zero(1, sizeof(*config));

	arena_init(&config->arena);
	while (settings[config->setting_count].name != NULL)
		config->setting_count++;
	config->values = arena_array(&config->arena, config->setting_count,
	    sizeof(*config->values));
	for (size_t i = 0; i < config->setting_count; i++)
		config->values[i] = settings[i].value;
	return config;
}

void config_free(struct config *config)
{
	if (config == NULL)
		return;
	arena_release(&config->arena);
	free(config);
}

size_t config_warnings(const struct config *config,
    const struct error **warnings)
{
	*warnings = config->warnings;
	return config->warning_count;
}

/* "90", "30m", "2h", "3d" as seconds; -1 if it is none of these. */
static int64_t read_seconds(const char *text)
{
	static const struct {
		const char *unit;
		int64_t seconds;
	} units[] = {{"", 1}, {"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400},
	    {"w", 7 * 86400}};
	char *end;
	long long number;

	errno = 0;
	number = strtoll(text, &end, 10);
	if (end == text || errno != 0 || number < 0 || number > 1000000000)
		return -1;
	for (size_t i = 0; i < ARRAY_LEN(units); i++)
		if (strcmp(end, units[i].unit) == 0)
			return number * units[i].seconds;
	return -1;
}

static bool is_choice(const char *choices, const char *value)
{
	size_t len = strlen(value);

	for (const char *at = choices; at != NULL && len > 0 &&
	     memchr(value, '|', len) == NULL;) {
		if (strncmp(at, value, len) == 0 &&
		    (at[len] == '|' || at[len] == '\0'))
			return true;
		at = strchr(at, '|');
		if (at != NULL)
			at++;
	}
	return false;
}

static bool is_value(const struct setting *setting, const char *value)
{
	char *end;
	int64_t number;

	switch (setting->type) {
	case SETTING_BOOL:
		return is_choice("yes|no|true|false|on|off|1|0", value);
	case SETTING_CHOICE:
		return is_choice(setting->choices, value);
	case SETTING_TEXT:
		return *value == '\0' || setting->check == NULL ||
		    setting->check(value);
	case SETTING_SECONDS:
		number = read_seconds(value);
		return number >= setting->least && number <= setting->most;
	case SETTING_NUMBER:
		errno = 0;
		number = strtoll(value, &end, 10);
		return end != value && *end == '\0' && errno == 0 &&
		    number >= setting->least && number <= setting->most;
	}
	return false;
}

/* The row's index, or -1. */
static ptrdiff_t find_setting(const char *name)
{
	for (ptrdiff_t i = 0; settings[i].name != NULL; i++)
		if (strcmp(settings[i].name, name) == 0)
			return i;
	return -1;
}

/* Split at the first "=", both sides trimmed, in place. False: no "=". */
static bool split(char *text, char **name, char **value)
{
	char *equals = strchr(text, '='), *end;

	if (equals == NULL)
		return false;
	*value = equals + 1 + strspn(equals + 1, " \t");
	end = *value + strlen(*value);
	while (end > *value && strchr(" \t\r", end[-1]) != NULL)
		*--end = '\0';
	*name = text + strspn(text, " \t");
	for (end = equals; end > *name && strchr(" \t", end[-1]) != NULL;)
		end--;
	*end = '\0';
	return **name != '\0';
}

bool config_fits(const char *name, const char *value, struct error *err)
{
	ptrdiff_t row = find_setting(name);

	if (row < 0)
		return error_set(err, ERROR_CONFIG_UNKNOWN, name, 0);
	if (settings[row].is_only_placed)
		return error_set(err, ERROR_CONFIG_PLACE, name, 0);
	if (!is_value(&settings[row], value))
		return error_set(err, ERROR_CONFIG_VALUE, name, 0);
	return true;
}

bool config_set(struct config *config, const char *assignment,
    struct error *err)
{
	char *copy = arena_dup(&config->arena, assignment), *name, *value;

	if (!split(copy, &name, &value))
		return error_set(err, ERROR_CONFIG_SYNTAX, assignment, 0);
	if (!config_fits(name, value, err))
		return false;
	config->values[find_setting(name)] = value;
	return true;
}

/* Sections of the file; those that end in ':' take a name. */
static bool is_section(const char *name)
{
	static const char *const known[] = {"keys", "list", "article",
	    "related", "sources", "help", "macros"};

	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (strcmp(name, known[i]) == 0)
			return true;
	return str_starts(name, "host:") || str_starts(name, "source:");
}

static void add_entry(struct config *config, const char *section,
    const char *name, const char *value, long line)
{
	config->entries = arena_grow(&config->arena, config->entries,
	    &config->entry_cap, config->entry_count + 1,
	    sizeof(*config->entries));
	config->entries[config->entry_count++] = (struct config_entry){
	    .section = section, .name = name, .value = value,
	    .line = line};
}

/* What is said of one line: "FILE: TEXT", its number kept apart. */
static void complain(const struct config *config, enum error_code code,
    const char *text, long line, struct error *err)
{
	struct str subject;

	str_init(&subject);
	str_addf(&subject, "%s: %s", config->path, text);
	error_set(err, code, subject.data, line);
	str_release(&subject);
}

static void warn(struct config *config, enum error_code code,
    const char *text, long line)
{
	if (config->warning_count == WARNINGS_MOST)
		return;
	config->warnings = arena_grow(&config->arena, config->warnings,
	    &config->warning_cap, config->warning_count + 1,
	    sizeof(*config->warnings));
	complain(config, code, text, line,
	    &config->warnings[config->warning_count++]);
}

/* "host:" and its name as url_host writes it; NULL: no name of a host. */
static const char *host_section(struct config *config, const char *name)
{
	struct str url, host;
	const char *section = NULL;

	str_init(&url);
	str_init(&host);
	str_addf(&url, "//%s/", name);
	url_host(&host, url.data);
	if (host.len > 0 && strcasecmp(host.data, name) == 0)
		section = arena_printf(&config->arena, "host:%s", host.data);
	str_release(&url);
	str_release(&host);
	return section;
}

/* "source:" and its canonical address; NULL: no address to follow. */
static const char *source_section(struct config *config, const char *name)
{
	struct str url, canonical;
	const char *section = NULL;

	str_init(&url);
	str_init(&canonical);
	url_from_user(&url, name);
	url_canonical(&canonical, url.data);
	if (url_is_web(url.data) || url_is_file(url.data))
		section = arena_printf(&config->arena, "source:%s",
		    canonical.data);
	str_release(&url);
	str_release(&canonical);
	return section;
}

/* A section begins; what is in one that means nothing goes nowhere. */
static const char *begin_section(struct config *config, const char *name,
    long line)
{
	const char *section = NULL;

	if (!is_section(name)) {
		warn(config, ERROR_CONFIG_UNKNOWN, name, line);
		return name;
	}
	if (str_starts(name, "host:"))
		section = host_section(config, name + strlen("host:"));
	else if (str_starts(name, "source:"))
		section = source_section(config, name + strlen("source:"));
	else
		return name;
	if (section == NULL)
		warn(config, ERROR_CONFIG_VALUE, name, line);
	return section == NULL ? name : section;
}

static bool may_stand_in(const struct setting *setting, const char *section)
{
	return (*section == '\0' && !setting->is_only_placed) ||
	    (setting->is_per_host && str_starts(section, "host:")) ||
	    (setting->is_per_source && str_starts(section, "source:"));
}

static bool is_place(const char *section)
{
	return str_starts(section, "host:") || str_starts(section, "source:");
}

static void read_setting(struct config *config, const char *section,
    const char *name, const char *value, long line)
{
	ptrdiff_t row = find_setting(name);

	if (row < 0) {
		warn(config, ERROR_CONFIG_UNKNOWN, name, line);
	} else if (!may_stand_in(&settings[row], section)) {
		warn(config, settings[row].is_only_placed
		        ? ERROR_CONFIG_PLACE
		        : ERROR_CONFIG_UNKNOWN, name, line);
	} else if (!is_value(&settings[row], value)) {
		warn(config, ERROR_CONFIG_VALUE, name, line);
	} else if (*section == '\0') {
		config->values[row] = value;
	} else {
		config->has_places = true;
		add_entry(config, section, name, value, line);
	}
}

static void read_line(struct config *config, char *line, long number,
    const char **section)
{
	size_t len = strlen(line);
	char *name, *value;

	if (line[0] == '[' && line[len - 1] == ']') {
		line[len - 1] = '\0';
		*section = begin_section(config, line + 1, number);
	} else if (!split(line, &name, &value)) {
		warn(config, ERROR_CONFIG_SYNTAX, line, number);
	} else if (**section == '\0' || is_place(*section)) {
		read_setting(config, *section, name, value, number);
	} else {
		add_entry(config, *section, name, value, number);
	}
}

bool config_read(struct config *config, const char *path, struct error *err)
{
	const char *section = "";
	char *line, *next;
	struct str data;
	long number = 0;

	if (!file_exists(path))
		return true;
	str_init(&data);
	if (!file_read(path, FILE_MOST, &data, err)) {
		str_release(&data);
		return false;
	}
	next = arena_dup_len(&config->arena, data.data, data.len);
	config->path = arena_dup(&config->arena, path);
	str_release(&data);
	while ((line = next) != NULL) {
		size_t len;

		next = strchr(line, '\n');
		if (next != NULL)
			*next++ = '\0';
		number++;
		line += strspn(line, " \t");
		for (len = strlen(line);
		     len > 0 && strchr(" \t\r", line[len - 1]) != NULL;)
			line[--len] = '\0';
		if (line[0] != '\0' && line[0] != '#' && line[0] != ';')
			read_line(config, line, number, &section);
	}
	return true;
}

/* The row of a name, which must be of that type. */
static ptrdiff_t row_of(const char *name, enum setting_type type)
{
	ptrdiff_t row = find_setting(name);

	if (row < 0 || (settings[row].type != type &&
	    !(type == SETTING_NUMBER &&
	        settings[row].type == SETTING_SECONDS) &&
	    !(type == SETTING_TEXT && settings[row].type == SETTING_CHOICE)))
		fatal("no such setting: %s", name);
	return row;
}

/* What a section for a place says, or NULL. */
static const char *find_in_place(const struct config *config,
    const char *kind, const char *place, const char *name)
{
	const char *value;
	struct str section;

	if (place == NULL)
		return NULL;
	str_init(&section);
	str_addf(&section, "%s:", kind);
	if (strcmp(kind, "source") == 0)
		url_canonical(&section, place);
	else
		str_add(&section, place);
	value = config_in_section(config, section.data, name);
	str_release(&section);
	return value;
}

static const char *value_at(const struct config *config, ptrdiff_t row,
    const struct config_place *place)
{
	const char *value = NULL;

	if (place != NULL && config->has_places) {
		value = find_in_place(config, "source", place->source_url,
		    settings[row].name);
		if (value == NULL)
			value = find_in_place(config, "host", place->host,
			    settings[row].name);
	}
	return value == NULL ? config->values[row] : value;
}

bool config_bool_at(const struct config *config, const char *name,
    const struct config_place *place)
{
	return is_choice("yes|true|on|1",
	    value_at(config, row_of(name, SETTING_BOOL), place));
}

int64_t config_number_at(const struct config *config, const char *name,
    const struct config_place *place)
{
	ptrdiff_t row = row_of(name, SETTING_NUMBER);
	const char *value = value_at(config, row, place);

	return settings[row].type == SETTING_SECONDS
	    ? read_seconds(value)
	    : strtoll(value, NULL, 10);
}

const char *config_text_at(const struct config *config, const char *name,
    const struct config_place *place)
{
	return value_at(config, row_of(name, SETTING_TEXT), place);
}

const char *config_written(const struct config *config, const char *name)
{
	ptrdiff_t row = find_setting(name);

	return row < 0 ? "" : config->values[row];
}

bool config_bool(const struct config *config, const char *name)
{
	return config_bool_at(config, name, NULL);
}

int64_t config_number(const struct config *config, const char *name)
{
	return config_number_at(config, name, NULL);
}

const char *config_text(const struct config *config, const char *name)
{
	return config_text_at(config, name, NULL);
}

const char *config_in_section(const struct config *config,
    const char *section, const char *name)
{
	/* the last one said counts */
	for (size_t i = config->entry_count; i > 0; i--) {
		const struct config_entry *entry = &config->entries[i - 1];

		if (strcmp(entry->section, section) == 0 &&
		    strcmp(entry->name, name) == 0)
			return entry->value;
	}
	return NULL;
}

bool config_has_places(const struct config *config)
{
	return config->has_places;
}

size_t config_entries(const struct config *config,
    const struct config_entry **entries)
{
	*entries = config->entries;
	return config->entry_count;
}

void config_complain(const struct config *config,
    const struct config_entry *entry, enum error_code code,
    struct error *err)
{
	complain(config, code, entry->name, entry->line, err);
}
