#include "ui/bindings.h"

#include "base/mem.h"
#include "ui/keys.h"
#include "ui/terminal.h"

#include <stdlib.h>
#include <string.h>

/* Their sections of the settings. */
static const char *const sections[PANE_COUNT] = {
	[PANE_SOURCES] = "sources",
	[PANE_LIST] = "list",
	[PANE_ARTICLE] = "article",
	[PANE_RELATED] = "related",
	[PANE_HELP] = "help",
	[PANE_SHEET] = "sheet",
	[PANE_TIMELINE] = "timeline",
};

static const char macro_section[] = "macros";

/* --- keys, one or several ---------------------------------------------------- */

/* "g,g" or "Ctrl-X,s"; false: one of them is no key, or there are too many. */
static bool parse_sequence(const char *word, size_t len,
    struct sequence *sequence)
{
	const char *end = word + len;

	sequence->count = 0;
	while (word < end) {
		const char *comma = memchr(word, ',', (size_t)(end - word));
		size_t part = (size_t)((comma == NULL ? end : comma) - word);
		int press = key_parse(word, part);

		if (press == PRESS_NONE ||
		    sequence->count == SEQUENCE_KEYS_MOST)
			return false;
		sequence->presses[sequence->count++] = press;
		word += part + 1;
	}
	return sequence->count > 1 && end[-1] != ',';
}

static bool is_same_sequence(const struct sequence *a,
    const struct sequence *b)
{
	return a->count == b->count && memcmp(a->presses, b->presses,
	    (size_t)a->count * sizeof(a->presses[0])) == 0;
}

/* Its number, for as long as these bindings are. */
static int number_sequence(struct bindings *bindings,
    const struct sequence *sequence)
{
	for (int i = 0; i < bindings->sequence_count; i++)
		if (is_same_sequence(&bindings->sequences[i], sequence))
			return PRESS_SEQUENCE + i;
	if (bindings->sequence_count == SEQUENCES_MOST)
		return PRESS_NONE;
	bindings->sequences[bindings->sequence_count] = *sequence;
	return PRESS_SEQUENCE + bindings->sequence_count++;
}

/* The next word of a list, as a key or the number of several. */
static bool next_keys(struct bindings *bindings, const char **list,
    int *press)
{
	struct sequence sequence;
	const char *word;

	*list += strspn(*list, " \t");
	word = *list;
	if (!key_next(list, press))
		return false;
	if (*press == PRESS_NONE &&
	    parse_sequence(word, (size_t)(*list - word), &sequence))
		*press = number_sequence(bindings, &sequence);
	return true;
}

static const struct sequence *sequence_of(const struct bindings *bindings,
    int press)
{
	return press < PRESS_SEQUENCE ? NULL
	                              : &bindings->sequences[press -
	                                    PRESS_SEQUENCE];
}

/* Whether one of the two could not be told from the other's beginning. */
static bool are_in_conflict(const struct bindings *bindings, int a, int b)
{
	const struct sequence *left = sequence_of(bindings, a);
	const struct sequence *right = sequence_of(bindings, b);
	int first = left == NULL ? a : left->presses[0];

	if (a == b || left == NULL || right == NULL)
		return first == (right == NULL ? b : right->presses[0]);
	return memcmp(left->presses, right->presses,
	    sizeof(left->presses[0]) * (size_t)(left->count < right->count
	            ? left->count : right->count)) == 0;
}

/* --- binding ------------------------------------------------------------------ */

static void bind_keys(struct bindings *bindings,
    const struct command *command, const char *keys, unsigned places)
{
	int press;

	while (bindings->count < BINDINGS_MOST &&
	    next_keys(bindings, &keys, &press)) {
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

		if (row.command == command || (press != PRESS_NONE &&
		        are_in_conflict(bindings, row.press, press)))
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
	while (next_keys(bindings, &at, &press))
		if (press != PRESS_NONE)
			release(bindings, press, NULL, places);
	bind_keys(bindings, command, keys, places);
}

/* What a section binds; NULL: nothing, or no key that there is. */
static const char *find_keys(struct bindings *bindings,
    const struct config *config, const char *section,
    const struct command *command)
{
	const char *keys = config_in_section(config, section, command->name);
	const char *at = keys;
	int press, named = 0;

	while (keys != NULL && next_keys(bindings, &at, &press)) {
		if (press != PRESS_NONE)
			return keys;
		named++;
	}
	return named == 0 ? keys : NULL;
}

static void bind_command(struct bindings *bindings,
    const struct config *config, const char *section, unsigned places,
    const struct command *command)
{
	const char *keys = find_keys(bindings, config, section, command);

	if (keys != NULL)
		rebind(bindings, command, keys, command->places & places);
}

static void bind_section(struct bindings *bindings,
    const struct config *config, const char *section, unsigned places)
{
	for (const struct command *row = commands; row->name != NULL; row++)
		bind_command(bindings, config, section, places, row);
	for (size_t i = 0; i < bindings->macro_count; i++)
		bind_command(bindings, config, section, places,
		    &bindings->macros[i]);
}

/* A macro of a command's name would hide it. */
static void take_macros(struct bindings *bindings,
    const struct config *config)
{
	const struct config_entry *entries;
	size_t count = config_entries(config, &entries);

	for (size_t i = 0; i < count; i++)
		if (strcmp(entries[i].section, macro_section) == 0 &&
		    bindings->macro_count < MACROS_MOST &&
		    bindings_command(bindings, entries[i].name) == NULL)
			bindings->macros[bindings->macro_count++] =
			    (struct command){.name = entries[i].name,
			        .keys = "", .places = IN_ALL,
			        .group = GROUP_MACROS,
			        .help = entries[i].value};
}

void bindings_init(struct bindings *bindings, const struct config *config)
{
	memset(bindings, 0, sizeof(*bindings));
	take_macros(bindings, config);
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
	struct bindings bindings = {.count = 0};
	int press;

	while (next_keys(&bindings, &keys, &press))
		if (press == PRESS_NONE)
			return false;
	return true;
}

/* All of a macro's commands; they may have words behind their names. */
static bool are_commands(const struct bindings *bindings, const char *text)
{
	while (*text != '\0') {
		size_t len;
		struct str name;
		bool is_one;

		text += strspn(text, " ;");
		len = strcspn(text, " ;");
		str_init(&name);
		str_add_len(&name, text, len);
		is_one = len == 0 ||
		    bindings_command(bindings, name.data) != NULL;
		str_release(&name);
		if (!is_one)
			return false;
		text += strcspn(text, ";");
	}
	return true;
}

/* A line before it that binds a key of its own where both are meant. */
static const struct config_entry *find_conflict(struct bindings *bindings,
    const struct config_entry *entries, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		const char *keys = entries[at].value;
		int mine, its;

		if (strcmp(entries[i].section, entries[at].section) != 0 ||
		    strcmp(entries[i].name, entries[at].name) == 0)
			continue;
		while (next_keys(bindings, &keys, &mine)) {
			const char *others = entries[i].value;

			while (next_keys(bindings, &others, &its))
				if (mine != PRESS_NONE && its != PRESS_NONE &&
				    are_in_conflict(bindings, mine, its))
					return &entries[i];
		}
	}
	return NULL;
}

static bool do_places_meet(const struct bindings *bindings,
    const struct config_entry *a, const struct config_entry *b)
{
	const struct command *left = bindings_command(bindings, a->name);
	const struct command *right = bindings_command(bindings, b->name);

	return left != NULL && right != NULL && (left->places &
	    right->places & places_of(a->section)) != 0;
}

static void tell_conflict(const struct config *config,
    const struct config_entry *entry, const struct config_entry *other,
    void (*tell)(void *ctx, const struct error *error), void *ctx)
{
	struct config_entry both = *entry;
	struct str names;
	struct error error;

	str_init(&names);
	str_addf(&names, "%s, %s = %s", other->name, entry->name,
	    entry->value);
	both.name = names.data;
	config_complain(config, &both, ERROR_CONFIG_KEY, &error);
	str_release(&names);
	tell(ctx, &error);
}

void bindings_check(const struct config *config,
    void (*tell)(void *ctx, const struct error *error), void *ctx)
{
	const struct config_entry *entries, *other;
	size_t count = config_entries(config, &entries);
	struct bindings *bindings = mem_alloc_zero(1, sizeof(*bindings));

	take_macros(bindings, config);
	for (size_t i = 0; i < count; i++) {
		const struct command *command =
		    bindings_command(bindings, entries[i].name);
		unsigned places = places_of(entries[i].section);
		bool is_macro =
		    strcmp(entries[i].section, macro_section) == 0;
		enum error_code code = ERROR_NONE;
		struct error error;

		if (places == 0 && !is_macro)
			continue;
		if (is_macro ? !are_commands(bindings, entries[i].value) ||
		            command_find(entries[i].name) != NULL
		             : command == NULL ||
		            (command->places & places) == 0)
			code = ERROR_CONFIG_COMMAND;
		else if (!is_macro && !are_keys(entries[i].value))
			code = ERROR_CONFIG_VALUE;
		if (code != ERROR_NONE) {
			config_complain(config, &entries[i], code, &error);
			tell(ctx, &error);
			continue;
		}
		other = is_macro ? NULL : find_conflict(bindings, entries, i);
		if (other != NULL &&
		    do_places_meet(bindings, &entries[i], other))
			tell_conflict(config, &entries[i], other, tell, ctx);
	}
	free(bindings);
}

/* --- asking ------------------------------------------------------------------- */

const struct command *bindings_command(const struct bindings *bindings,
    const char *name)
{
	for (size_t i = 0; i < bindings->macro_count; i++)
		if (strcmp(bindings->macros[i].name, name) == 0)
			return &bindings->macros[i];
	return command_find(name);
}

static bool begins_with(const struct sequence *sequence,
    const struct sequence *typed)
{
	return sequence->count >= typed->count &&
	    memcmp(sequence->presses, typed->presses,
	        (size_t)typed->count * sizeof(typed->presses[0])) == 0;
}

const struct command *bindings_take(struct bindings *bindings, int press,
    enum pane place, bool *is_open)
{
	struct sequence *typed = &bindings->typed;
	const struct command *found = NULL;

	*is_open = false;
	typed->presses[typed->count++] = press;
	for (size_t i = 0; i < bindings->count; i++) {
		const struct binding *row = &bindings->rows[i];
		const struct sequence *sequence =
		    sequence_of(bindings, row->press);

		if (sequence == NULL || (row->places & IN(place)) == 0 ||
		    !begins_with(sequence, typed))
			continue;
		if (sequence->count > typed->count)
			*is_open = true;
		else
			found = row->command;
	}
	if (found == NULL && !*is_open && typed->count == 1)
		found = bindings_find(bindings, press, place);
	if (found != NULL)
		*is_open = false;
	if (!*is_open)
		typed->count = 0;
	return found;
}

static void add_sequence(const struct sequence *sequence, struct str *out)
{
	for (int i = 0; i < sequence->count; i++) {
		if (i > 0)
			str_add_char(out, ' ');
		key_add_name(out, sequence->presses[i]);
	}
}

void bindings_add_keys(const struct bindings *bindings, int press,
    struct str *out)
{
	const struct sequence *sequence = sequence_of(bindings, press);

	if (sequence == NULL)
		key_add_name(out, press);
	else
		add_sequence(sequence, out);
}

void bindings_add_typed(const struct bindings *bindings, struct str *out)
{
	add_sequence(&bindings->typed, out);
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
