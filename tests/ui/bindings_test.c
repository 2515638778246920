/* Keys that the settings bind: everywhere, and for one screen alone. */
#include "base/file.h"
#include "support/tap.h"
#include "ui/bindings.h"
#include "ui/ui.h"

#include <stdio.h>
#include <string.h>

static const char basic[] =
    "[keys]\n"
    "zoom = s\n"
    "stra = x\n" /* line 3: no command */
    "[list]\n"
    "star = * s\n"
    "undo =\n"
    "find = Q\n" /* line 7: not in lists */
    "toggle-read = Foo M\n" /* line 8: no key */
    "browser = Bar\n"
    "[article]\n"
    "zoom = Ctrl-A\n"
    "[host:cong.example]\n"
    "timeout = 5s\n";

static const char more[] =
    "[macros]\n"
    "sort-out = star; next-unread\n"
    "star = zoom\n" /* line 3: a command's own name */
    "lost = stra\n" /* line 4: no such command */
    "[keys]\n"
    "first = g,g\n"
    "last = Ctrl-X,e g,e\n"
    "sort-out = x\n"
    "zoom = x\n"     /* line 9: sort-out has it */
    "lead = g,Foo\n" /* line 10: no key */
    "[list]\n"
    "undo = g\n"     /* line 12: alone in its section */
    "redo = g,e\n";  /* line 13: undo's g would never be over */

static struct config *read_config(const char *text)
{
	struct config *config = config_new();
	struct error err = {0};
	char path[4096];

	snprintf(path, sizeof(path), "%s/config", tap_folder());
	tap_done(file_write(path, text, strlen(text), &err), &err, "written");
	tap_done(config_read(config, path, &err), &err, "read");
	return config;
}

static void expect(const struct bindings *bindings, int press,
    enum pane place, const char *name)
{
	static const char *const places[] = {"the sources", "the list",
	    "the article", "related news", "the help"};
	const struct command *command = bindings_find(bindings, press, place);

	tap_text(command == NULL ? NULL : command->name, name,
	    "'%c' in %s", press < ' ' ? press + '@' : press, places[place]);
}

static void test_places(const struct config *config)
{
	struct bindings bindings;

	bindings_init(&bindings, config);
	expect(&bindings, 's', PANE_LIST, "star");
	expect(&bindings, '*', PANE_LIST, "star");
	expect(&bindings, '*', PANE_ARTICLE, NULL);
	expect(&bindings, 's', PANE_RELATED, "zoom");
	expect(&bindings, 's', PANE_SOURCES, "zoom");
	expect(&bindings, 's', PANE_ARTICLE, NULL);
	expect(&bindings, 'A' & 0x1F, PANE_ARTICLE, "zoom");
	expect(&bindings, 'z', PANE_RELATED, NULL);
	expect(&bindings, 'u', PANE_LIST, NULL);
	expect(&bindings, 'u', PANE_ARTICLE, "undo");
	expect(&bindings, 'M', PANE_LIST, "toggle-read");
	expect(&bindings, 'm', PANE_LIST, NULL);
	expect(&bindings, 'o', PANE_LIST, "browser");
	expect(&bindings, 'm', PANE_ARTICLE, "toggle-read");
	expect(&bindings, 'Q', PANE_LIST, NULL);
	expect(&bindings, '/', PANE_ARTICLE, "find");
	tap_number(bindings_key(&bindings, "star", PANE_LIST), '*',
	    "the first key that the user named");
	tap_number(bindings_key(&bindings, "zoom", PANE_ARTICLE),
	    'A' & 0x1F, "of that screen");
	tap_number(bindings_key(&bindings, "undo", PANE_LIST), 0,
	    "none where it was taken away");
}

struct told {
	int count;
	struct error errors[8];
};

static void tell(void *ctx, const struct error *error)
{
	struct told *told = ctx;

	if (told->count < 8)
		told->errors[told->count++] = *error;
}

static void test_check(const struct config *config)
{
	static const struct {
		enum error_code code;
		long line;
		const char *name;
	} want[] = {{ERROR_CONFIG_COMMAND, 3, "stra"},
	    {ERROR_CONFIG_COMMAND, 7, "find"},
	    {ERROR_CONFIG_VALUE, 8, "toggle-read"},
	    {ERROR_CONFIG_VALUE, 9, "browser"}};
	struct told told = {0};

	ui_check_settings(config, tell, &told);
	tap_number(told.count, ARRAY_LEN(want), "four lines are not understood");
	for (int i = 0; i < told.count && i < (int)ARRAY_LEN(want); i++)
		tap_ok(told.errors[i].code == want[i].code &&
		        told.errors[i].number == want[i].line &&
		        strstr(told.errors[i].subject, want[i].name) != NULL,
		    "line %ld: %s", told.errors[i].number,
		    told.errors[i].subject);
}

/* Keys one after the other: what the last of them does. */
static void expect_keys(struct bindings *bindings, const char *keys,
    enum pane place, const char *name)
{
	const struct command *command = NULL;
	bool is_open = false;

	for (size_t i = 0; keys[i] != '\0'; i++)
		command = bindings_take(bindings, keys[i], place, &is_open);
	tap_text(command == NULL ? NULL : command->name, name, "'%s'", keys);
	tap_ok(!is_open, "'%s' is all of it", keys);
}

static void test_sequences(const struct config *config)
{
	struct bindings bindings;
	struct str keys;
	bool is_open;

	bindings_init(&bindings, config);
	expect_keys(&bindings, "gg", PANE_ARTICLE, "first");
	expect_keys(&bindings, "ge", PANE_ARTICLE, "last");
	expect_keys(&bindings, "\030e", PANE_ARTICLE, "last");
	expect_keys(&bindings, "gz", PANE_ARTICLE, NULL);
	expect_keys(&bindings, "j", PANE_ARTICLE, "down");
	expect_keys(&bindings, "x", PANE_SOURCES, "sort-out");
	tap_ok(bindings_take(&bindings, 'g', PANE_ARTICLE, &is_open) == NULL &&
	    is_open, "'g' waits for another");
	bindings_take(&bindings, 'g', PANE_ARTICLE, &is_open);
	str_init(&keys);
	bindings_add_keys(&bindings, bindings_key(&bindings, "first",
	    PANE_ARTICLE), &keys);
	tap_text(keys.data, "g g", "its name");
	str_release(&keys);
	tap_ok(bindings_command(&bindings, "sort-out") != NULL &&
	    bindings_command(&bindings, "sort-out")->run == NULL,
	    "a macro is a command");
	tap_ok(bindings_command(&bindings, "star")->run != NULL,
	    "none takes a command's name");
}

static void test_conflicts(const struct config *config)
{
	static const struct {
		enum error_code code;
		long line;
		const char *names;
	} want[] = {{ERROR_CONFIG_COMMAND, 3, "star"},
	    {ERROR_CONFIG_COMMAND, 4, "lost"},
	    {ERROR_CONFIG_KEY, 9, "sort-out, zoom = x"},
	    {ERROR_CONFIG_VALUE, 10, "lead"},
	    {ERROR_CONFIG_KEY, 13, "undo, redo = g,e"}};
	struct told told = {0};

	ui_check_settings(config, tell, &told);
	tap_number(told.count, ARRAY_LEN(want), "five lines are told of");
	for (int i = 0; i < told.count && i < (int)ARRAY_LEN(want); i++)
		tap_ok(told.errors[i].code == want[i].code &&
		        told.errors[i].number == want[i].line &&
		        strstr(told.errors[i].subject, want[i].names) != NULL,
		    "line %ld: %s", told.errors[i].number,
		    told.errors[i].subject);
}

int main(void)
{
	struct config *config = read_config(basic);

	test_places(config);
	test_check(config);
	config_free(config);
	config = read_config(more);
	test_sequences(config);
	test_conflicts(config);
	config_free(config);
	return tap_end();
}
