#include "ui/offers_view.h"

#include "base/i18n.h"
#include "text/url.h"
#include "ui/app.h"
#include "ui/format.h"
#include "ui/source_actions.h"

#include <string.h>

/* The first line ticks, or lets go of, all that can be followed. */
enum { TARGET_ALL = 0 };

static bool read_offers(struct ui *ui, struct arena *arena,
    struct offer **offers, size_t *count)
{
	struct error error;

	if (!store_read_offers(ui->store, arena, offers, count, &error)) {
		status_warn(ui, _("The cache could not be read"), &error);
		*count = 0;
		return false;
	}
	if (*count > OFFERS_MOST)
		*count = OFFERS_MOST;
	return true;
}

static bool is_followed(const struct ui *ui, const char *url)
{
	struct str wanted, own;
	bool is_same = false;

	str_init(&wanted);
	str_init(&own);
	url_canonical(&wanted, url);
	for (size_t i = 0; i < ui->sources.source_count && !is_same; i++) {
		str_clear(&own);
		url_canonical(&own, ui->sources.sources[i].url);
		is_same = str_equal(own.data, wanted.data);
	}
	str_release(&own);
	str_release(&wanted);
	return is_same;
}

/* --- the lines --------------------------------------------------------------- */

/* Its name, else the end of its address. */
static const char *name_of(const struct offer *offer)
{
	const char *slash = strrchr(offer->url, '/');

	if (offer->title[0] != '\0')
		return offer->title;
	return slash == NULL || slash[1] == '\0' ? offer->url : slash + 1;
}

static void add_offer(struct ui *ui, const struct offer *offer)
{
	bool is_known = is_followed(ui, offer->url);
	struct sheet_line *line;
	struct str label, text;

	str_init(&label);
	str_init(&text);
	str_addf(&label, "%s %s", is_known ? "   "
	        : ui->offers.is_ticked[offer->place] ? "[x]" : "[ ]",
	    name_of(offer));
	if (is_known)
		str_add(&text, _("followed"));
	else
		url_without_user(&text, offer->url);
	line = sheet_add_fact(ui, label.data, text.data);
	line->label_role = is_known ? ROLE_DIM : ROLE_STRONG;
	line->role = ROLE_DIM;
	line->is_selectable = !is_known;
	line->target = offer->place;
	str_release(&label);
	str_release(&text);
}

static size_t count_ticked(const struct ui *ui, size_t count)
{
	size_t ticked = 0;

	for (size_t i = 1; i <= count; i++)
		ticked += ui->offers.is_ticked[i];
	return ticked;
}

static void fill(struct ui *ui)
{
	const struct source *source =
	    sources_view_find(ui, ui->offers.source_id);
	struct offer *offers;
	struct str text;
	size_t count;

	str_init(&text);
	str_addf(&text, "%s › %s", _("Feeds of the site"),
	    source == NULL ? "" : source->title);
	ui->sheet.title = arena_dup(&ui->sheet.arena, text.data);
	if (read_offers(ui, &ui->sheet.arena, &offers, &count)) {
		sheet_add_wrapped(ui, _("Space ticks a feed · Enter follows "
		                        "what is ticked · Esc leaves"),
		    ROLE_DIM);
		sheet_add(ui, "", ROLE_TEXT);
		str_clear(&text);
		format_count(&text, _("%d ticked"),
		    (int64_t)count_ticked(ui, count));
		ui->sheet.right = arena_dup(&ui->sheet.arena, text.data);
		if (count > 1) {
			struct sheet_line *line = sheet_add_fact(ui,
			    _("[ ] all of them"), "");

			line->is_selectable = true;
			line->target = TARGET_ALL;
		}
		for (size_t i = 0; i < count; i++)
			add_offer(ui, &offers[i]);
	}
	str_release(&text);
}

/* All are ticked, or none if all were. */
static void tick_all(struct ui *ui)
{
	struct offer *offers;
	struct arena arena;
	size_t count;
	bool are_ticked = true;

	arena_init(&arena);
	if (read_offers(ui, &arena, &offers, &count)) {
		for (size_t i = 0; i < count; i++)
			are_ticked = are_ticked &&
			    (ui->offers.is_ticked[offers[i].place] ||
			        is_followed(ui, offers[i].url));
		for (size_t i = 0; i < count; i++)
			ui->offers.is_ticked[offers[i].place] = !are_ticked &&
			    !is_followed(ui, offers[i].url);
	}
	arena_release(&arena);
}

static void tick(struct ui *ui, const struct sheet_line *line)
{
	int64_t place = line->target;

	if (place == TARGET_ALL)
		tick_all(ui);
	else
		ui->offers.is_ticked[place] = !ui->offers.is_ticked[place];
	/* on to the next, as one goes down a list */
	if (place != TARGET_ALL)
		sheet_view_ops.move(ui, MOTION_LINE, 1);
	sheet_view_reload(ui);
}

/* --- following ----------------------------------------------------------------- */

/* "3 7 8"; an address that was none becomes the first of them. */
static void add_places(struct ui *ui, const struct source *source,
    struct str *out)
{
	struct offer *offers;
	struct arena arena;
	struct error error;
	size_t count;
	bool is_taken = source == NULL ||
	    source->error.code != ERROR_FEED_IS_PAGE;

	arena_init(&arena);
	if (!read_offers(ui, &arena, &offers, &count))
		count = 0;
	for (size_t i = 0; i < count; i++) {
		if (!ui->offers.is_ticked[offers[i].place])
			continue;
		ui_begin_change(ui);
		if (!is_taken && store_switch_source(ui->store, source->id,
		        offers[i].url, &error)) {
			ui_post(ui, REQUEST_REFRESH_SOURCE, source->id, 0);
			is_taken = true;
		} else {
			str_addf(out, "%s%d", out->len > 0 ? " " : "",
			    (int)offers[i].place);
		}
		ui_end_change(ui);
	}
	arena_release(&arena);
}

static void follow(struct ui *ui, const struct sheet_line *line)
{
	const struct source *source =
	    sources_view_find(ui, ui->offers.source_id);
	struct str places;

	if (count_ticked(ui, OFFERS_MOST) == 0 && line->target == TARGET_ALL)
		return;
	if (count_ticked(ui, OFFERS_MOST) == 0)
		ui->offers.is_ticked[line->target] = true;
	str_init(&places);
	add_places(ui, source, &places);
	ui_back(ui, false);
	ui_reload(ui);
	if (places.len > 0) {
		struct request request = {.kind = REQUEST_ADD_OFFERS,
		    .id = ui->offers.source_id,
		    .text = mem_dup(places.data)};

		ui->is_adding = true;
		refresh_post(ui->refresh, &request);
	}
	status_say(ui, _("Looking at what was ticked…"));
	str_release(&places);
}

const struct sheet_ops offers_ops = {
	.name = N_("feeds of a site"),
	.fill = fill,
	.open = follow,
	.tick = tick,
};

/* --- asking ---------------------------------------------------------------------- */

static void show(struct ui *ui)
{
	memset(ui->offers.is_ticked, 0, sizeof(ui->offers.is_ticked));
	sheet_view_open(ui, SHEET_OFFERS, 0);
}

void offers_ask(struct ui *ui)
{
	const struct source *source = source_current(ui);

	if (source == NULL)
		return;
	if (ui->offers.source_id == source->id) {
		show(ui);
		return;
	}
	ui->offers.is_asked = ui->is_adding = true;
	ui_post(ui, REQUEST_OFFER, source->id, 0);
	status_say(ui, _("Looking at its site…"));
}

static size_t count_new(struct ui *ui)
{
	struct offer *offers;
	struct arena arena;
	size_t count, fresh = 0;

	arena_init(&arena);
	if (read_offers(ui, &arena, &offers, &count))
		for (size_t i = 0; i < count; i++)
			fresh += !is_followed(ui, offers[i].url);
	arena_release(&arena);
	return fresh;
}

void offers_event(struct ui *ui, const struct event *event)
{
	bool is_asked = ui->offers.is_asked;
	struct str message;
	size_t count;

	ui->is_adding = false;
	ui->offers.is_asked = false;
	if (event->error.code != ERROR_NONE && event->total == 0) {
		if (is_asked)
			status_warn(ui, _("No feeds found"), &event->error);
		return;
	}
	ui->offers.source_id = event->id;
	count = count_new(ui);
	if (count == 0) {
		if (is_asked)
			status_say(ui, _("Its site has no other feeds"));
		return;
	}
	/* whoever went on reading is not moved */
	if (is_asked &&
	    (ui->focus == PANE_LIST || ui->focus == PANE_SOURCES) &&
	    ui->prompt.kind == PROMPT_NONE) {
		show(ui);
		return;
	}
	str_init(&message);
	format_count(&message, _("its site has %d more feeds: f in the sources"),
	    (int64_t)count);
	status_advise(ui, message.data);
	ui_touch(ui, DIRTY_STATUS);
	str_release(&message);
}
