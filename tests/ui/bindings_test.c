/* Keys that the settings bind: everywhere, and for one screen alone. */
#include "base/file.h"
#include "support/tap.h"
#include "ui/bindings.h"
#include "ui/ui.h"

#include <stdio.h>
#include <string.h>

static const char text[] =
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

static struct config *read_config(void)
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

int main(void)
{
	struct config *config = read_config();

	test_places(config);
	test_check(config);
	config_free(config);
	return tap_end();
}
