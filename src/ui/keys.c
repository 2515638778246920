#include "ui/keys.h"

#include "text/utf8.h"
#include "ui/terminal.h"

#include <string.h>
#include <strings.h>

static const struct {
	const char *name;
	int press;
} names[] = {
    {"Enter", PRESS_ENTER}, {"Space", PRESS_SPACE}, {"Tab", PRESS_TAB},
    {"Shift-Tab", PRESS_BACK_TAB}, {"Esc", PRESS_ESCAPE},
    {"Backspace", PRESS_BACKSPACE}, {"Delete", PRESS_DELETE},
    {"Down", PRESS_DOWN}, {"Up", PRESS_UP}, {"Left", PRESS_LEFT},
    {"Right", PRESS_RIGHT}, {"Home", PRESS_HOME}, {"End", PRESS_END},
    {"PgDn", PRESS_PAGE_DOWN}, {"PgUp", PRESS_PAGE_UP}, {"F1", PRESS_F1},
};

/* As screens show them. */
static const struct {
	int press;
	const char *sign;
} signs[] = {
    {PRESS_DOWN, "↓"}, {PRESS_UP, "↑"}, {PRESS_LEFT, "←"},
    {PRESS_RIGHT, "→"},
};

int key_parse(const char *name, size_t len)
{
	size_t used;
	uint32_t code;

	if (len == 0)
		return PRESS_NONE;
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strlen(names[i].name) == len &&
		    strncasecmp(names[i].name, name, len) == 0)
			return names[i].press;
	if (len == 6 && strncasecmp(name, "Ctrl-", 5) == 0 &&
	    name[5] >= '@' && name[5] <= 'z')
		return PRESS_CTRL(name[5]);
	code = utf8_read(name, len, &used);
	return used == len ? (int)code : PRESS_NONE;
}

void key_add_name(struct str *out, int press)
{
	for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
		if (signs[i].press == press) {
			str_add(out, signs[i].sign);
			return;
		}
	}
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (names[i].press == press) {
			str_add(out, names[i].name);
			return;
		}
	}
	if (press < 0x20)
		str_addf(out, "Ctrl-%c", press + '@');
	else
		utf8_add(out, (uint32_t)press);
}

bool key_next(const char **list, int *press)
{
	size_t len;

	*list += strspn(*list, " \t");
	len = strcspn(*list, " \t");
	if (len == 0)
		return false;
	*press = key_parse(*list, len);
	*list += len;
	return true;
}
