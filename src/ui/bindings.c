#include "ui/bindings.h"

#include "ui/keys.h"
#include "ui/terminal.h"

#include <string.h>

static void bind_keys(struct bindings *bindings,
    const struct command *command, const char *keys)
{
	int press;

	while (bindings->count < BINDINGS_MOST && key_next(&keys, &press)) {
		struct binding *row = &bindings->rows[bindings->count];

		if (press == PRESS_NONE)
			continue;
		row->press = press;
		row->command = command;
		bindings->count++;
	}
}

/* A key that the user bound belongs to that command alone, where it is. */
static void release_key(struct bindings *bindings, int press,
    unsigned places)
{
	size_t kept = 0;

	for (size_t i = 0; i < bindings->count; i++) {
		struct binding *row = &bindings->rows[i];

		if (row->press != press ||
		    (row->command->places & places) == 0)
			bindings->rows[kept++] = *row;
	}
	bindings->count = kept;
}

void bindings_init(struct bindings *bindings, const struct config *config)
{
	bindings->count = 0;
	for (const struct command *row = commands; row->name != NULL; row++)
		if (config_key(config, row->name) == NULL)
			bind_keys(bindings, row, row->keys);
	for (const struct command *row = commands; row->name != NULL; row++) {
		const char *keys = config_key(config, row->name);
		const char *at = keys;
		int press;

		if (keys == NULL)
			continue;
		while (key_next(&at, &press))
			release_key(bindings, press, row->places);
		bind_keys(bindings, row, keys);
	}
}

const struct command *bindings_find(const struct bindings *bindings,
    int press, enum pane place)
{
	for (size_t i = 0; i < bindings->count; i++) {
		const struct binding *row = &bindings->rows[i];

		if (row->press == press && (row->command->places &
		        IN(place)) != 0)
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
		    (row->command->places & IN(place)) != 0)
			return row->press;
	}
	return PRESS_NONE;
}

void bindings_add_keys(const struct bindings *bindings,
    const struct command *command, int most, struct str *out)
{
	for (size_t i = 0; i < bindings->count && most > 0; i++) {
		if (bindings->rows[i].command != command)
			continue;
		if (out->len > 0)
			str_add_char(out, ' ');
		key_add_name(out, bindings->rows[i].press);
		most--;
	}
}
