#include "ui/ui.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "news/words.h"
#include "ui/address.h"
#include "ui/app.h"
#include "ui/format.h"
#include "ui/keys.h"
#include "ui/memory.h"
#include "ui/offers_view.h"
#include "ui/province_view.h"
#include "ui/source_actions.h"
#include "ui/source_manage.h"
#include "ui/watch.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * Panes beside the list follow a key nearly at once, but for one that is held
 * down; what the status line says of the row waits for rest.
 */
enum { REST_MS = 150, FOLLOW_MS = 15, HELD_MS = 45, LOOK_MS = 100 };

/* --- painting a frame ------------------------------------------------------------ */

static void paint_too_small(struct ui *ui)
{
	const char *text = _("Window too small, needs 20 x 5");
	const char *comma = strchr(text, ',');
	size_t first = comma == NULL ? strlen(text) : (size_t)(comma - text);
	struct paint *page = &ui->page;

	paint_blank_rows(page, 0, page->area.height);
	paint_text(page, 0, 1, page->area.width, text, first, ROLE_TEXT);
	if (comma != NULL)
		paint_words(page, 1, 1, page->area.width,
		    comma + 1 + (comma[1] == ' '), ROLE_TEXT);
	paint_cursor(page, 0, 0);
}

/* A pane's heading: the bar; bold accent where the focus is. */
static void paint_heading(struct ui *ui, enum pane pane)
{
	const struct rect *at = &ui->panes.at[pane];
	int margin = pane != PANE_ARTICLE || ui_is_stack(ui) ? 1
	    : at->width < 70                                 ? 2
	                                                     : 3;
	bool has_focus = ui->focus == pane;
	struct paint bar;
	struct str left, right;
	int taken = 0;

	/* below the article its rule is its heading */
	if (pane == PANE_RELATED && !ui->panes.is_related_apart) {
		return;
	}
	bar = paint_part(&ui->page, 0, at->x, 1, at->width);
	bar.ground = GROUND_BAR;
	str_init(&left);
	str_init(&right);
	ui_view(pane)->add_heading(ui, &left, &right);
	paint_blank(&bar, 0, 0, at->width);
	if (right.len > 0)
		taken = 2 + paint_right(&bar, 0, at->width - 1, right.data,
		    ROLE_TEXT);
	paint_fitted(&bar, 0, margin, at->width - margin - 1 - taken,
	    left.data, has_focus ? ROLE_HEADING : ROLE_TEXT);
	str_release(&left);
	str_release(&right);
}

static void paint_headings(struct ui *ui)
{
	if (!ui->panes.has_heading)
		return;
	for (int pane = 0; pane < PANE_COUNT; pane++)
		if (panes_shows(&ui->panes, (enum pane)pane))
			paint_heading(ui, (enum pane)pane);
}

static void paint_separators(struct ui *ui)
{
	struct paint bar = ui->page;

	bar.ground = GROUND_BAR;
	for (int i = 0; i < ui->panes.separator_count; i++) {
		int x = ui->panes.separators[i];

		for (int y = 0; y < ui->panes.status_y; y++)
			paint_words(y == 0 && ui->panes.has_heading
			        ? &bar : &ui->page, y, x, 1, SIGN_LINE,
			    ROLE_RULE);
	}
}

static void paint_panes(struct ui *ui)
{
	for (int i = 0; i < PANE_COUNT; i++) {
		enum pane pane = (enum pane)i;
		struct paint paint = ui_paint_of(ui, pane);

		if (!panes_shows(&ui->panes, pane))
			continue;
		if ((ui->dirty & (1u << pane)) != 0)
			ui_view(pane)->paint(ui, &paint);
		else if (pane == PANE_LIST &&
		    (ui->dirty & DIRTY_LIST_MARK) != 0)
			ui_view(pane)->paint_mark(ui, &paint);
	}
}

/* The status line, and the hints or the field below it. */
static void paint_feet(struct ui *ui)
{
	int width = ui->page.area.width;
	bool has_prompt = ui->prompt.kind != PROMPT_NONE;
	struct paint bar = paint_part(&ui->page, ui->panes.status_y, 0, 1,
	    width);
	struct paint low = paint_part(&ui->page, ui->page.area.height - 1, 0,
	    1, width);

	bar.ground = GROUND_BAR;
	if ((ui->dirty & DIRTY_STATUS) != 0)
		status_paint(ui, &bar);
	if (has_prompt && (ui->dirty & (DIRTY_HINT | DIRTY_STATUS)) != 0)
		prompt_paint(ui, &low);
	else if (ui->panes.hint_y >= 0 && (ui->dirty & DIRTY_HINT) != 0)
		status_paint_hints(ui, &low);
	else if (!has_prompt && (ui->dirty & DIRTY_HINT) != 0)
		status_paint(ui, &bar);
}

static void place_cursor(struct ui *ui)
{
	struct paint paint = ui_paint_of(ui, ui->focus);

	if (ui->prompt.kind != PROMPT_NONE) {
		paint = paint_part(&ui->page, ui->page.area.height - 1, 0, 1,
		    ui->page.area.width);
		prompt_place_cursor(ui, &paint);
	} else {
		ui_view(ui->focus)->place_cursor(ui, &paint);
	}
}

/* "bantin · 37 unread", told anew when the number changes. */
static void tell_title(struct ui *ui)
{
	struct str title;

	if (!config_bool(ui->config, "title") ||
	    ui->titled == ui->sources.unread + 1)
		return;
	ui->titled = ui->sources.unread + 1;
	str_init(&title);
	str_add(&title, "bantin");
	if (ui->sources.unread > 0) {
		format_dot(&title);
		format_count(&title, _("%d unread"), ui->sources.unread);
	}
	terminal_title(ui->terminal, title.data);
	str_release(&title);
}

static void paint_frame(struct ui *ui)
{
	bool is_whole = (ui->dirty & DIRTY_SCREEN) != 0;

	if (ui->dirty == 0)
		return;
	if (ui->linear.is_on) {
		ui->dirty = 0;
		linear_speak(ui);
		return;
	}
	if (ui->panes.is_too_small) {
		paint_too_small(ui);
	} else {
		if ((ui->dirty & DIRTY_LAYOUT) != 0)
			ui->dirty = ~0u;
		paint_panes(ui);
		if ((ui->dirty & DIRTY_HEADINGS) != 0)
			paint_headings(ui);
		/*
		 * Last: whoever writes over the second half of a character of
		 * two columns, even one that is gone, blanks what is before it.
		 */
		if ((ui->dirty & DIRTY_LAYOUT) != 0)
			paint_separators(ui);
		prompt_paint_overlay(ui, &ui->page);
		paint_feet(ui);
		place_cursor(ui);
	}
	ui->dirty = 0;
	terminal_flush(ui->terminal, is_whole);
	tell_title(ui);
}

/* --- keys ------------------------------------------------------------------------------ */

/* What an input method may send by itself is passed over in silence. */
static void say_unbound(struct ui *ui, int press)
{
	struct str message, key;

	if (press == PRESS_OTHER || press == PRESS_BACKSPACE || press == 'w' ||
	    ui->prompt.kind != PROMPT_NONE)
		return;
	str_init(&message);
	str_init(&key);
	key_add_name(&key, press);
	str_addf(&message, _("The key %s does nothing here"), key.data);
	format_dot(&message);
	str_clear(&key);
	bindings_add_keys(&ui->bindings,
	    bindings_key(&ui->bindings, "help", ui->focus), &key);
	str_addf(&message, _("%s shows the keys"), key.data);
	status_say(ui, message.data);
	str_release(&key);
	str_release(&message);
}

/* The keys of a sequence so far. */
static void say_typed(struct ui *ui)
{
	struct str keys;

	str_init(&keys);
	bindings_add_typed(&ui->bindings, &keys);
	str_add(&keys, " …");
	status_say(ui, keys.data);
	str_release(&keys);
}

static void press_command(struct ui *ui, int press)
{
	int keys[IME_KEYS_MOST];
	size_t count = ime_take(&ui->ime, press, keys);

	for (size_t i = 0; i < count; i++) {
		const struct command *command;
		bool is_open, was_open = ui->bindings.typed.count > 0;

		/* Esc gives a sequence up */
		if (was_open && keys[i] == PRESS_ESCAPE) {
			ui->bindings.typed.count = 0;
			continue;
		}
		command = bindings_take(&ui->bindings, keys[i], ui->focus,
		    &is_open);
		if (command != NULL) {
			memory_count(ui, command);
			ui_run_command(ui, command);
		} else if (is_open) {
			say_typed(ui);
		} else {
			say_unbound(ui, keys[i]);
		}
	}
}

/* The terminal has told its background. */
static void see_background(struct ui *ui)
{
	theme_init(&ui->theme, ui->config,
	    terminal_is_light(ui->terminal) ? BACKGROUND_LIGHT
	                                    : BACKGROUND_DARK);
	ui_touch(ui, DIRTY_LAYOUT);
}

static void handle_press(struct ui *ui, int press)
{
	if (press == PRESS_PASTE_START || press == PRESS_PASTE_END) {
		ui->is_pasting = press == PRESS_PASTE_START;
		return;
	}
	/* what was pasted is text, and elsewhere nothing at all */
	if (ui->is_pasting && (press == PRESS_ENTER || press == PRESS_TAB))
		press = ' ';
	if (ui->is_pasting &&
	    (ui->prompt.kind == PROMPT_NONE || press < 0x20))
		return;
	if (ui->panes.is_too_small && press != 'q' &&
	    press != PRESS_CTRL('C'))
		return;
	if (press == PRESS_CLICK || press == PRESS_DRAG ||
	    press == PRESS_RELEASE || press == PRESS_WHEEL_UP ||
	    press == PRESS_WHEEL_DOWN) {
		mouse_act(ui, press);
		return;
	}
	if (press == PRESS_BACKGROUND) {
		see_background(ui);
		return;
	}
	if (press != PRESS_OTHER && press != PRESS_BACKSPACE)
		status_forget(ui);
	if (ui->prompt.kind != PROMPT_NONE)
		prompt_press(ui, press);
	else
		press_command(ui, press);
}

/* When the panes follow, and the status line. */
static void note_keys(struct ui *ui)
{
	int64_t ticks = clock_ticks();
	bool is_quick = ticks - ui->keys_at < HELD_MS;

	ui->follow_at = 0;
	ui->rest_at = ticks + REST_MS;
	if (panes_shows(&ui->panes, PANE_ARTICLE) &&
	    ui->focus == PANE_LIST && !(is_quick && ui->was_quick))
		ui->follow_at = ticks + FOLLOW_MS;
	ui->was_quick = is_quick;
	ui->keys_at = ticks;
}

/* All that wait, before anything is painted. */
static void take_keys(struct ui *ui)
{
	int press;

	ime_begin(&ui->ime);
	while (!ui->is_quitting &&
	    (press = terminal_read(ui->terminal)) != PRESS_NONE)
		handle_press(ui, press);
	mouse_settle(ui);
	ui->idle_turn++;
	note_keys(ui);
}

/* --- events of the background thread ------------------------------------------------------ */

/* The log tells of what came, and of what did not. */
static void log_source(struct ui *ui, const struct event *event)
{
	int added = event->added - ui->status.progress.added;
	struct str words;

	if (event->error.code == ERROR_NONE && added <= 0)
		return;
	str_init(&words);
	if (event->error.code != ERROR_NONE)
		words_add_reason(&words, &event->error, clock_now());
	else
		format_count(&words, _("%d new"), added);
	event_log_add(ui, event->id, event->error.code != ERROR_NONE,
	    words.data);
	ui->status.progress.added = event->added;
	str_release(&words);
}

static void handle_event(struct ui *ui, const struct event *event,
    bool *needs_reload)
{
	switch (event->kind) {
	case EVENT_PROGRESS:
		status_event(ui, event);
		break;
	case EVENT_REFRESHED:
		status_event(ui, event);
		*needs_reload = true;
		break;
	case EVENT_SOURCE_CHANGED:
		log_source(ui, event);
		*needs_reload = true;
		break;
	case EVENT_RELATED_READY:
		*needs_reload = true;
		break;
	case EVENT_TEXT_READY:
		article_view_text_event(ui, event->id);
		break;
	case EVENT_PAGE_CHANGED:
		article_view_page_event(ui, event->id, &event->error);
		*needs_reload = true;
		break;
	case EVENT_PICTURE_CHANGED:
		article_pictures_event(ui, event->id, &event->error);
		break;
	case EVENT_LINK_READY:
		related_view_link_event(ui, event->id, &event->error);
		*needs_reload = true;
		break;
	case EVENT_ADDRESS_KEPT:
		address_event(ui, event);
		break;
	case EVENT_ADDED:
		source_added_event(ui, event);
		break;
	case EVENT_EXPORTED:
		source_exported_event(ui, event);
		break;
	case EVENT_OFFERED:
		offers_event(ui, event);
		break;
	case EVENT_OLDER:
		source_older_event(ui, event);
		break;
	case EVENT_OUTLET:
		province_outlet_event(ui, event);
		break;
	case EVENT_FAILED:
		ui->status.is_refreshing = ui->status.was_asked = false;
		status_warn(ui, _("Not refreshed"), &event->error);
		break;
	}
}

static void take_events(struct ui *ui)
{
	struct event event;

	while (refresh_next_event(ui->refresh, &event))
		handle_event(ui, &event, &ui->is_reload_due);
}

/* --- time ------------------------------------------------------------------------------------ */

/* The panes beside the list show what is selected there. */
static void follow_selection(struct ui *ui)
{
	const struct article_row *row = list_view_row(ui);

	ui->follow_at = 0;
	if (ui->focus == PANE_LIST && row != NULL &&
	    panes_shows(&ui->panes, PANE_ARTICLE) &&
	    row->id != ui->article.id)
		article_view_show(ui, row->id, false);
}

static void come_to_rest(struct ui *ui)
{
	ui->rest_at = 0;
	ui_touch(ui, DIRTY_STATUS);
	follow_selection(ui);
	if (ui->has_unsynced_marks) {
		ui->has_unsynced_marks = false;
		ui_post(ui, REQUEST_SYNC, 0, 0);
	}
}

/* Times of day go on; what another process stored is looked for. */
static void pass_minute(struct ui *ui)
{
	ui->minute = clock_now() / 60;
	ui_touch_pane(ui, PANE_LIST);
	ui_touch_pane(ui, PANE_RELATED);
	ui_touch_pane(ui, PANE_SOURCES);
	ui_touch(ui, DIRTY_STATUS);
	if (config_bool(ui->config, "refresh"))
		ui_post(ui, REQUEST_REFRESH_DUE, 0, 0);
}

static void look_for_changes(struct ui *ui)
{
	struct error error;

	if (ui->is_migrated || store_data_version(ui->store) ==
	    ui->data_version)
		return;
	ui->is_reload_due = true;
	if (store_check_version(ui->store, &error) ||
	    error.code != ERROR_STORE_MIGRATED)
		return;
	/* what is shown stays: there is no reading it again */
	ui->is_migrated = true;
	ui->is_reload_due = false;
	status_warn(ui, _("Reading only"), &error);
	status_advise(ui, _("quit it and start it again"));
}

static int64_t sooner(int64_t a, int64_t b)
{
	if (a < 0 || b < 0)
		return a < 0 ? b : a;
	return a < b ? a : b;
}

/* Milliseconds until a time of clock_ticks; -1: there is none (0). */
static int64_t left_until(int64_t at, int64_t ticks)
{
	if (at == 0)
		return -1;
	return at > ticks ? at - ticks : 0;
}

/* Milliseconds until something is to be done by itself. */
static int64_t next_wake(struct ui *ui, int64_t ticks)
{
	int64_t wake = (60 - clock_now() % 60) * 1000;

	if (search_view_is_pending(ui) || bulk_is_pending(ui) ||
	    ui->related.is_due)
		return 0;
	wake = sooner(wake, saved_due(ui, ticks));
	wake = sooner(wake, left_until(ui->rest_at, ticks));
	wake = sooner(wake, left_until(ui->follow_at, ticks));
	wake = sooner(wake, left_until(ui->prompt.due, ticks));
	wake = sooner(wake, left_until(ui->look_at, ticks));
	if (ui->is_reload_due)
		wake = sooner(wake, ui->reload_at > ticks
		        ? ui->reload_at - ticks : 0);
	return sooner(wake, status_tick(ui, ticks));
}

static void pass_time(struct ui *ui)
{
	enum { RELOAD_MS = 250 };
	int64_t ticks = clock_ticks();

	prompt_tick(ui, ticks);
	search_view_step(ui);
	bulk_step(ui);
	/* a key was taken since the last frame: that is painted first */
	if (ui->related.is_due && ui->dirty == 0)
		related_view_settle(ui);
	if (ui->follow_at != 0 && ticks >= ui->follow_at)
		follow_selection(ui);
	saved_step(ui, ticks);
	if (ui->rest_at != 0 && ticks >= ui->rest_at) {
		come_to_rest(ui);
		look_for_changes(ui);
	}
	if (clock_now() / 60 != ui->minute) {
		pass_minute(ui);
		look_for_changes(ui);
	}
	if (ui->look_at != 0 && ticks >= ui->look_at) {
		ui->look_at = 0;
		look_for_changes(ui);
	}
	/* rows that come in a stream are read four times a second */
	if (ui->is_migrated)
		ui->is_reload_due = false;
	if (ui->is_reload_due && ticks >= ui->reload_at) {
		ui->is_reload_due = false;
		ui->reload_at = ticks + RELOAD_MS;
		ui_reload(ui);
		/* the first rows of an empty list are selected by no key */
		if (ui->article.id == 0)
			ui->rest_at = ticks;
	}
	status_tick(ui, ticks);
}

/* --- the loop ----------------------------------------------------------------------------------- */

static void resize(struct ui *ui)
{
	ui->idle_turn++;
	terminal_resize(ui->terminal);
	ui_arrange(ui);
	ui_touch(ui, DIRTY_LAYOUT | DIRTY_SCREEN);
}

/*
 * For tests (BANTIN_IDLE=1): a mark behind what was painted first after keys
 * or a size were taken, and one whenever nothing is left to be done but to
 * wait.
 */
static void tell_marks(struct ui *ui)
{
	if (!ui->tells_idle)
		return;
	if (ui->told_turn != ui->idle_turn) {
		ui->told_turn = ui->idle_turn;
		terminal_mark(ui->terminal, TERMINAL_MARK_PAINTED,
		    ui->idle_turn);
	}
	if (ui->rest_at != 0 || ui->look_at != 0 || ui->prompt.due != 0 ||
	    search_view_is_pending(ui) || bulk_is_pending(ui) ||
	    saved_due(ui, 0) >= 0 ||
	    ui->is_reload_due || ui->status.is_refreshing ||
	    ui->article.is_waiting || ui->status.was_asked || ui->is_adding ||
	    ui->related.wanted_of != 0 || ui->related.is_due)
		return;
	terminal_mark(ui->terminal, TERMINAL_MARK_IDLE, ui->idle_turn);
}

static void run_loop(struct ui *ui)
{
	int wake_fd = refresh_wake_fd(ui->refresh);

	while (!ui->is_quitting) {
		unsigned seen;

		paint_frame(ui);
		tell_marks(ui);
		/* what is to be read anew anyway need not wake us again */
		seen = terminal_wait(ui->terminal, wake_fd,
		    ui->is_reload_due ? -1 : ui->watch_fd,
		    (int)next_wake(ui, clock_ticks()));
		if ((seen & TERMINAL_QUIT) != 0)
			break;
		if ((seen & TERMINAL_STOP) != 0)
			terminal_suspend(ui->terminal);
		if ((seen & (TERMINAL_RESIZED | TERMINAL_CONTINUED)) != 0)
			resize(ui);
		if ((seen & TERMINAL_KEYS) != 0)
			take_keys(ui);
		if ((seen & TERMINAL_EVENTS) != 0)
			take_events(ui);
		if ((seen & TERMINAL_CHANGES) != 0) {
			watch_drain(ui->watch_fd);
			look_for_changes(ui);
			/* the file is written before the change can be seen */
			if (ui->look_at == 0)
				ui->look_at = clock_ticks() + LOOK_MS;
		}
		pass_time(ui);
	}
}

/* --- start and end --------------------------------------------------------------------------------- */

enum panes_mode ui_mode_of(const struct config *config)
{
	const char *layout = config_text(config, "layout");

	return layout[0] == '1' ? PANES_STACK
	    : layout[0] == '2'  ? PANES_TWO
	    : layout[0] == '3'  ? PANES_THREE
	                        : PANES_AUTO;
}

static void init_views(struct ui *ui)
{
	ui->config = ui->options->config;
	ui->mode = ui_mode_of(ui->config);
	ui->minute = clock_now() / 60;
	ui->tells_idle = getenv("BANTIN_IDLE") != NULL;
	ui->focus = strcmp(config_text(ui->config, "start"), "sources") == 0
	    ? PANE_SOURCES : PANE_LIST;
	memory_read(ui);
	theme_init(&ui->theme, ui->config, BACKGROUND_UNKNOWN);
	bindings_init(&ui->bindings, ui->config);
	status_init(ui);
	prompt_init(ui);
	article_view_init(ui);
	related_view_init(ui);
	timeline_view_init(ui);
	help_view_init(ui);
	sheet_view_init(ui);
	search_view_init(ui);
	ui_arrange(ui);
	saved_carry_over(ui);
	sources_view_init(ui);
	list_view_init(ui);
	ui_arrange(ui);
	memory_restore_place(ui);
	ui->data_version = store_data_version(ui->store);
	ui->watch_fd = watch_open(ui->options->job.store_path);
	/* the panes beside the list are filled at once */
	come_to_rest(ui);
}

static void release_views(struct ui *ui)
{
	bulk_finish(ui);
	if (ui->list.is_search)
		list_view_pop(ui);
	memory_write(ui);
	memory_release(ui);
	watch_close(ui->watch_fd);
	article_view_release(ui);
	related_view_release(ui);
	timeline_view_release(ui);
	sources_view_release(ui);
	saved_release(ui);
	help_view_release(ui);
	sheet_view_release(ui);
	search_view_release(ui);
	event_log_release(ui);
	list_view_release(ui);
	prompt_release(ui);
	status_release(ui);
}

static void take_first(void *ctx, const struct error *error)
{
	struct error *first = ctx;

	if (first->code == ERROR_NONE)
		*first = *error;
}

void ui_check_settings(const struct config *config,
    void (*tell)(void *ctx, const struct error *error), void *ctx)
{
	bindings_check(config, tell, ctx);
}

/* What stands on standard error is not seen before the reader has quit. */
static void warn_of_settings(struct ui *ui)
{
	const struct error *warnings;
	struct error first = {0};
	const char *name;

	if (config_warnings(ui->config, &warnings) > 0)
		first = warnings[0];
	ui_check_settings(ui->config, take_first, &first);
	if (first.code == ERROR_NONE)
		return;
	name = strrchr(first.subject, '/');
	status_warn(ui, name == NULL ? first.subject : name + 1, &first);
}

static bool run(struct ui *ui, struct error *err)
{
	init_views(ui);
	warn_of_settings(ui);
	province_welcome(ui);
	paint_frame(ui);
	if (ui->theme.follows_background && !ui->linear.is_on)
		terminal_ask_background(ui->terminal);
	/* threads, network and TLS only after the first paint */
	ui->refresh = refresh_start(&ui->options->job, err);
	if (ui->refresh == NULL) {
		release_views(ui);
		return false;
	}
	if (config_bool(ui->config, "refresh"))
		ui_post(ui, REQUEST_REFRESH_DUE, 0, 0);
	run_loop(ui);
	release_views(ui);
	return true;
}

bool ui_run(const struct ui_options *options, enum ui_wish *wish,
    struct error *err)
{
	struct ui *ui = mem_alloc_zero(1, sizeof(*ui));
	bool is_done = false;

	ui->options = options;
	linear_init(ui);
	ui->store = store_open(options->job.store_path, STORE_SCREEN, err);
	if (ui->store != NULL)
		ui->terminal = terminal_open(
		    config_bool(options->config, "mouse"), ui->linear.is_on,
		    theme_wants_true_color(options->config), err);
	if (ui->terminal != NULL) {
		is_done = run(ui, err);
		/* the terminal is the reader's again before threads end */
		terminal_close(ui->terminal);
	}
	if (ui->refresh != NULL)
		refresh_stop(ui->refresh);
	if (ui->store != NULL)
		store_close(ui->store);
	linear_release(ui);
	*wish = ui->wish;
	free(ui);
	return is_done;
}
