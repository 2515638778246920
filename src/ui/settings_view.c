#include "ui/settings_view.h"

#include "base/i18n.h"
#include "text/width.h"
#include "ui/app.h"
#include "ui/format.h"

#include <string.h>

enum { VALUE_COLUMNS = 12 };

/* Read by this thread alone: a change holds at once. */
static const char *const live[] = {"background", "bell", "bold", "boxes",
    "browser", "colors", "fold-stories", "hints", "justify", "layout",
    "list-lead", "list-sort", "mark-read", "mark-story", "measure", "mute",
    "selection", "theme", "title"};

static bool is_live(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(live); i++)
		if (strcmp(live[i], name) == 0)
			return true;
	return false;
}

/* --- the lines ----------------------------------------------------------------- */

static void fill(struct ui *ui)
{
	struct str text;

	str_init(&text);
	ui->sheet.title = _("Settings");
	ui->sheet.right = arena_dup(&ui->sheet.arena,
	    ui->options->settings_path == NULL ? ""
	                                       : ui->options->settings_path);
	for (size_t i = 0; settings[i].name != NULL; i++) {
		const char *value = config_written(ui->config,
		    settings[i].name);
		struct sheet_line *line;
		int width;

		if (settings[i].is_only_placed)
			continue;
		str_clear(&text);
		text_truncate(&text, value[0] == '\0' ? "-" : value,
		    VALUE_COLUMNS);
		width = text_width(text.data, text.len);
		for (; width < VALUE_COLUMNS; width++)
			str_add_char(&text, ' ');
		str_addf(&text, "  %s", _(settings[i].help));
		line = sheet_add_fact(ui, settings[i].name, text.data);
		line->is_selectable = true;
		line->target = (int64_t)i;
		/* what was changed is told by weight */
		if (strcmp(value, settings[i].value) != 0)
			line->role = ROLE_STRONG;
	}
	str_release(&text);
}

/* --- changing one --------------------------------------------------------------- */

/* What the screen made of the settings at the start, made again. */
static void apply(struct ui *ui, const char *name)
{
	theme_init(&ui->theme, ui->config,
	    terminal_is_light(ui->terminal) ? BACKGROUND_LIGHT
	                                    : BACKGROUND_UNKNOWN);
	if (strcmp(name, "layout") == 0)
		ui->mode = ui_mode_of(ui->config);
	if (strcmp(name, "list-lead") == 0 || strcmp(name, "list-sort") == 0 ||
	    strcmp(name, "mute") == 0 || strcmp(name, "fold-stories") == 0)
		list_view_configure(ui);
	ui->article.width = 0; /* to be laid out again */
	list_view_reload(ui);
	ui_arrange(ui);
	sheet_view_reload(ui);
}

bool settings_change(struct ui *ui, const char *name, const char *value)
{
	const char *path = ui->options->settings_path;
	struct str line;
	struct error error;
	bool is_set;

	str_init(&line);
	str_addf(&line, "%s=%s", name, value);
	/* others are read by another thread: their values stay as they are */
	is_set = is_live(name)
	    ? config_set(ui->options->config, line.data, &error)
	    : config_fits(name, value, &error);
	if (!is_set) {
		status_warn(ui, _("Not changed"), &error);
	} else {
		str_clear(&line);
		str_addf(&line, "%s = %s", name, value);
		if (is_live(name))
			apply(ui, name);
		else
			format_dot(&line);
		if (!is_live(name))
			str_add(&line, _("from the next start"));
		status_say(ui, line.data);
		if (path != NULL && !config_write(path, name, value, &error))
			status_warn(ui, _("The settings were not kept"),
			    &error);
	}
	str_release(&line);
	return is_set;
}

/* The choice behind the present one: "a|b|c". */
static void add_next_choice(struct str *out, const char *choices,
    const char *value)
{
	const char *at = choices;
	size_t len = strlen(value);

	while (*at != '\0' &&
	    !(strncmp(at, value, len) == 0 && (at[len] == '|' ||
	            at[len] == '\0'))) {
		at += strcspn(at, "|");
		at += *at == '|';
	}
	at += strcspn(at, "|");
	at = *at == '|' ? at + 1 : choices;
	str_add_len(out, at, strcspn(at, "|"));
}

static void open_setting(struct ui *ui, const struct sheet_line *line)
{
	const struct setting *setting = &settings[line->target];
	const char *value = config_written(ui->config, setting->name);
	struct str next;

	str_init(&next);
	if (setting->type == SETTING_BOOL) {
		settings_change(ui, setting->name,
		    config_bool(ui->config, setting->name) ? "no" : "yes");
	} else if (setting->type == SETTING_CHOICE) {
		add_next_choice(&next, setting->choices, value);
		settings_change(ui, setting->name, next.data);
	} else {
		prompt_open_with(ui, PROMPT_SETTING, value);
		ui->prompt.subject = line->target;
	}
	str_release(&next);
}

bool settings_accept(struct ui *ui, const char *text)
{
	const char *name = settings[ui->prompt.subject].name;

	if (settings_change(ui, name, text))
		prompt_close(ui);
	return false;
}

void settings_view_open(struct ui *ui)
{
	sheet_view_open(ui, SHEET_SETTINGS, 0);
}

const struct sheet_ops settings_ops = {
	.name = N_("Enter changes the setting"),
	.fill = fill,
	.open = open_setting,
};
