#include "config/config.h"

#include "base/file.h"
#include "base/str.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MOST = 1024 * 1024, WARNINGS_MOST = 50 };

struct section_entry {
	const char *section, *name, *value;
};

struct config {
	struct arena arena;
	const char **values; /* by row of settings[] */
	size_t setting_count;
	struct section_entry *entries;
	size_t entry_count, entry_cap;
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

static void warn(struct config *config, enum error_code code,
    const char *subject, long line)
{
	if (config->warning_count == WARNINGS_MOST)
		return;
	config->warnings = arena_grow(&config->arena, config->warnings,
	    &config->warning_cap, config->warning_count + 1,
	    sizeof(*config->warnings));
	error_set(&config->warnings[config->warning_count++], code, subject,
	    line);
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
		return true;
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

bool config_set(struct config *config, const char *assignment,
    struct error *err)
{
	char *copy = arena_dup(&config->arena, assignment), *name, *value;
	ptrdiff_t row;

	if (!split(copy, &name, &value))
		return error_set(err, ERROR_CONFIG_SYNTAX, assignment, 0);
	row = find_setting(name);
	if (row < 0)
		return error_set(err, ERROR_CONFIG_UNKNOWN, name, 0);
	if (!is_value(&settings[row], value))
		return error_set(err, ERROR_CONFIG_VALUE, assignment, 0);
	config->values[row] = value;
	return true;
}

/* Sections of the file; those that end in ':' take a name. */
static bool is_section(const char *name)
{
	static const char *const known[] = {"keys", "list", "article",
	    "related", "sources", "help"};

	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (strcmp(name, known[i]) == 0)
			return true;
	return str_starts(name, "host:") || str_starts(name, "source:");
}

static void add_entry(struct config *config, const char *section,
    const char *name, const char *value)
{
	config->entries = arena_grow(&config->arena, config->entries,
	    &config->entry_cap, config->entry_count + 1,
	    sizeof(*config->entries));
	config->entries[config->entry_count++] = (struct section_entry){
	    .section = section, .name = name, .value = value};
}

/* What is said of one line: "FILE: TEXT", its number kept apart. */
static void warn_line(struct config *config, enum error_code code,
    const char *path, const char *text, long line)
{
	struct str subject;

	str_init(&subject);
	str_addf(&subject, "%s: %s", path, text);
	warn(config, code, subject.data, line);
	str_release(&subject);
}

static void read_line(struct config *config, const char *path, char *line,
    long number, const char **section)
{
	size_t len = strlen(line);
	char *name, *value;
	ptrdiff_t row;

	if (line[0] == '[' && line[len - 1] == ']') {
		line[len - 1] = '\0';
		*section = line + 1;
		if (!is_section(*section))
			warn_line(config, ERROR_CONFIG_UNKNOWN, path, *section,
			    number);
		return;
	}
	if (!split(line, &name, &value)) {
		warn_line(config, ERROR_CONFIG_SYNTAX, path, line, number);
		return;
	}
	row = find_setting(name);
	if (**section != '\0') {
		bool is_place = str_starts(*section, "host:") ||
		    str_starts(*section, "source:");

		if (is_place && (row < 0 || !is_value(&settings[row], value)))
			warn_line(config,
			    row < 0 ? ERROR_CONFIG_UNKNOWN : ERROR_CONFIG_VALUE,
			    path, name, number);
		else
			add_entry(config, *section, name, value);
		return;
	}
	if (row < 0)
		warn_line(config, ERROR_CONFIG_UNKNOWN, path, name, number);
	else if (!is_value(&settings[row], value))
		warn_line(config, ERROR_CONFIG_VALUE, path, name, number);
	else
		config->values[row] = value;
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
			read_line(config, path, line, number, &section);
	}
	return true;
}

static const char *value_of(const struct config *config, const char *name,
    enum setting_type type)
{
	ptrdiff_t row = find_setting(name);

	if (row < 0 || (settings[row].type != type &&
	    !(type == SETTING_NUMBER &&
	        settings[row].type == SETTING_SECONDS) &&
	    !(type == SETTING_TEXT && settings[row].type == SETTING_CHOICE)))
		fatal("no such setting: %s", name);
	return config->values[row];
}

bool config_bool(const struct config *config, const char *name)
{
	return is_choice("yes|true|on|1",
	    value_of(config, name, SETTING_BOOL));
}

int64_t config_number(const struct config *config, const char *name)
{
	const char *value = value_of(config, name, SETTING_NUMBER);

	return settings[find_setting(name)].type == SETTING_SECONDS
	    ? read_seconds(value)
	    : strtoll(value, NULL, 10);
}

const char *config_text(const struct config *config, const char *name)
{
	return value_of(config, name, SETTING_TEXT);
}

const char *config_in_section(const struct config *config,
    const char *section, const char *name)
{
	/* the last one said counts */
	for (size_t i = config->entry_count; i > 0; i--) {
		const struct section_entry *entry = &config->entries[i - 1];

		if (strcmp(entry->section, section) == 0 &&
		    strcmp(entry->name, name) == 0)
			return entry->value;
	}
	return NULL;
}

const char *config_key(const struct config *config, const char *command)
{
	return config_in_section(config, "keys", command);
}
