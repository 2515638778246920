#include "ui/bindings.h"

#include "ui/keys.h"
#include "ui/terminal.h"

#include <string.h>

/* Their sections of the settings. */
static const char *const sections[PANE_COUNT] = {
	[PANE_SOURCES] = "sources",
	[PANE_LIST] = "list",
	[PANE_ARTICLE] = "article",
	[PANE_RELATED] = "related",
	[PANE_HELP] = "help",
	[PANE_SHEET] = "sheet",
};

static void bind_keys(struct bindings *bindings,
    const struct command *command, const char *keys, unsigned places)
{
	int press;

	while (bindings->count < BINDINGS_MOST && key_next(&keys, &press)) {
		if (press == PRESS_NONE)
			continue;
		bindings->rows[bindings->count++] = (struct binding){
		    .press = press, .command = command, .places = places};
	}
}

/* In some places a key (or PRESS_NONE: none), or a command, is free now. */
static void release(struct bindings *bindings, int press,
    const struct command *command, unsigned places)
{
	size_t kept = 0;

	for (size_t i = 0; i < bindings->count; i++) {
		struct binding row = bindings->rows[i];

		if (row.press == press || row.command == command)
			row.places &= ~places;
		if (row.places != 0)
			bindings->rows[kept++] = row;
	}
	bindings->count = kept;
}

/* What the user binds belongs to that command alone, where it is. */
static void rebind(struct bindings *bindings, const struct command *command,
    const char *keys, unsigned places)
{
	const char *at = keys;
	int press;

	if (places == 0)
		return;
	release(bindings, PRESS_NONE, command, places);
	while (key_next(&at, &press))
		release(bindings, press, NULL, places);
	bind_keys(bindings, command, keys, places);
}

/* What a section binds; NULL: nothing, or no key that there is. */
static const char *find_keys(const struct config *config,
    const char *section, const struct command *command)
{
	const char *keys = config_in_section(config, section, command->name);
	const char *at = keys;
	int press, named = 0;

	while (keys != NULL && key_next(&at, &press)) {
		if (press != PRESS_NONE)
			return keys;
		named++;
	}
	return named == 0 ? keys : NULL;
}

static void bind_section(struct bindings *bindings,
    const struct config *config, const char *section, unsigned places)
{
	for (const struct command *row = commands; row->name != NULL; row++) {
		const char *keys = find_keys(config, section, row);

		if (keys != NULL)
			rebind(bindings, row, keys, row->places & places);
	}
}

void bindings_init(struct bindings *bindings, const struct config *config)
{
	bindings->count = 0;
	for (const struct command *row = commands; row->name != NULL; row++)
		bind_keys(bindings, row, row->keys, row->places);
	bind_section(bindings, config, "keys", IN_ALL);
	for (int pane = 0; pane < PANE_COUNT; pane++)
		bind_section(bindings, config, sections[pane], IN(pane));
}

/* Where the commands of a section are meant; 0: it is not one of keys. */
static unsigned places_of(const char *section)
{
	if (strcmp(section, "keys") == 0)
		return IN_ALL;
	for (int pane = 0; pane < PANE_COUNT; pane++)
		if (strcmp(section, sections[pane]) == 0)
			return IN(pane);
	return 0;
}

static bool are_keys(const char *keys)
{
	int press;

	while (key_next(&keys, &press))
		if (press == PRESS_NONE)
			return false;
	return true;
}

void bindings_check(const struct config *config,
    void (*tell)(void *ctx, const struct error *error), void *ctx)
{
	const struct config_entry *entries;
	size_t count = config_entries(config, &entries);

	for (size_t i = 0; i < count; i++) {
		const struct command *command =
		    command_find(entries[i].name);
		unsigned places = places_of(entries[i].section);
		enum error_code code = ERROR_NONE;
		struct error error;

		if (places == 0)
			continue;
		if (command == NULL || (command->places & places) == 0)
			code = ERROR_CONFIG_COMMAND;
		else if (!are_keys(entries[i].value))
			code = ERROR_CONFIG_VALUE;
		if (code == ERROR_NONE)
			continue;
		config_complain(config, &entries[i], code, &error);
		tell(ctx, &error);
	}
}

const struct command *bindings_find(const struct bindings *bindings,
    int press, enum pane place)
{
	for (size_t i = 0; i < bindings->count; i++) {
		const struct binding *row = &bindings->rows[i];

		if (row->press == press && (row->places & IN(place)) != 0)
			return row->command;
	}
	return NULL;
}

int bindings_key(const struct bindings *bindings, const char *name,
    enum pane place)
{
	for (size_t i = 0; i < bindings->count; i++) {
		const struct binding *row = &bindings->rows[i];

		if (strcmp(row->command->name, name) == 0 &&
		    (row->places & IN(place)) != 0)
			return row->press;
	}
	return PRESS_NONE;
}
