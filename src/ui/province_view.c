#include "ui/province_view.h"

#include "base/i18n.h"
#include "config/catalogue.h"
#include "text/fold.h"
#include "text/url.h"
#include "ui/app.h"
#include "ui/format.h"
#include "ui/source_actions.h"

#include <stdlib.h>
#include <string.h>

enum { NEAR_SHOWN = 5, NEAR_BELOW = 3 };

static const struct catalogue *catalogue_of(const struct ui *ui)
{
	return ui->options->job.catalogue;
}

/* "quangtri.gov.vn", "https://…", "~/feeds.opml": no province's name. */
static bool is_address(const char *text)
{
	return strpbrk(text, "/:") != NULL ||
	    (strchr(text, '.') != NULL && strchr(text, ' ') == NULL &&
	        strchr(text, '.')[1] != '\0');
}

/* --- the rows ---------------------------------------------------------------- */

static const char *words_of(const struct outlet *outlets, size_t count)
{
	enum portal_status best = PORTAL_SITE_ONLY;

	for (size_t i = 0; i < count; i++)
		if (outlets[i].is_main && outlets[i].status < best)
			best = outlets[i].status;
	if (best == PORTAL_SEEN_OK)
		return _("has RSS, seen to work");
	if (best == PORTAL_SEEN)
		return _("has RSS, used by others");
	if (best == PORTAL_SITE_ONLY)
		return _("site is searched");
	return _("RSS not sure");
}

/* "gồm Quảng Bình cũ · Cổng TTĐT Quảng Trị, Báo … · sẽ dò trang tin" */
static void add_row(struct ui *ui, const struct province_match *match)
{
	const struct province *provinces;
	struct sheet_line *line;
	struct outlet *outlets;
	size_t count, shown = 0;
	struct str text;

	(void)catalogue_provinces(catalogue_of(ui), &provinces);
	count = catalogue_outlets(catalogue_of(ui), match, &ui->sheet.arena,
	    &outlets);
	str_init(&text);
	if (match->is_former)
		str_addf(&text, _("with what was %s"), match->name);
	format_dot(&text);
	str_add(&text, words_of(outlets, count));
	for (size_t i = 0; i < count; i++) {
		if (!outlets[i].is_main)
			continue;
		if (shown++ == 0)
			format_dot(&text);
		else
			str_add(&text, ", ");
		str_add(&text, outlets[i].title);
	}
	line = sheet_add_fact(ui, match->province->name, text.data);
	line->label_role = ROLE_STRONG;
	line->is_selectable = true;
	line->target = match->province - provinces;
	line->subject = match->name;
	str_release(&text);
}

static bool is_among(const struct province_match *matches, size_t count,
    const struct province *province)
{
	for (size_t i = 0; i < count; i++)
		if (matches[i].province == province)
			return true;
	return false;
}

static int compare_names(const void *a, const void *b)
{
	const struct province_match *one = a, *other = b;

	return text_compare(one->name, other->name);
}

/* Nothing is typed: all of them, by name. */
static size_t list_all(struct ui *ui, struct province_match *matches)
{
	const struct province *provinces;
	size_t count = catalogue_provinces(catalogue_of(ui), &provinces);

	if (count > PROVINCE_MATCHES_MOST)
		count = PROVINCE_MATCHES_MOST;
	for (size_t i = 0; i < count; i++)
		matches[i] = (struct province_match){
		    .province = &provinces[i], .name = provinces[i].name};
	qsort(matches, count, sizeof(*matches), compare_names);
	return count;
}

/* Names that fit what is typed, then those spelt nearly so. */
static void add_matches(struct ui *ui, const char *typed, struct str *right)
{
	struct province_match matches[PROVINCE_MATCHES_MOST];
	struct province_match near[NEAR_SHOWN];
	size_t count = catalogue_find(catalogue_of(ui), typed, matches);
	size_t near_count = 0, shown = 0;

	for (size_t i = 0; i < count; i++)
		add_row(ui, &matches[i]);
	if (count < NEAR_BELOW)
		near_count = catalogue_find_near(catalogue_of(ui), typed,
		    near, NEAR_SHOWN);
	for (size_t i = 0; i < near_count; i++) {
		if (is_among(matches, count, near[i].province))
			continue;
		shown++;
		add_row(ui, &near[i]);
	}
	format_count(right, _("%d names fit"), (int)count);
	if (shown > 0) {
		str_add(right, ", ");
		format_count(right, _("%d nearly"), (int)shown);
	}
	if (count + shown == 0)
		sheet_add(ui, _("No province is called that."), ROLE_TEXT);
}

/* What the keys do here; the field may be too long for it. */
static void add_advice(struct ui *ui)
{
	struct str text;

	str_init(&text);
	str_add(&text, _("Enter: follow · Tab: address, OPML"));
	format_dot(&text);
	str_add(&text, ui->is_welcome && ui->sources.source_count == 0
	        ? _("Esc: sample news") : _("Esc: back"));
	format_dot(&text);
	str_add(&text, _("Ctrl-T: tiếng Việt"));
	sheet_add_wrapped(ui, text.data, ROLE_DIM);
	sheet_add(ui, "", ROLE_TEXT);
	str_release(&text);
}

static void fill(struct ui *ui)
{
	struct province_match matches[PROVINCE_MATCHES_MOST];
	const char *typed = ui->prompt.kind == PROMPT_PROVINCE
	    ? ui->prompt.field.text.data : "";
	struct str right;

	ui->sheet.title = _("bantin · Whose news would you like to read?");
	add_advice(ui);
	str_init(&right);
	if (is_address(typed)) {
		sheet_add(ui, _("Enter follows this address, or what this "
		                "file lists."), ROLE_TEXT);
	} else if (typed[strspn(typed, " ")] != '\0') {
		add_matches(ui, typed, &right);
	} else {
		size_t count = list_all(ui, matches);

		for (size_t i = 0; i < count; i++)
			add_row(ui, &matches[i]);
	}
	ui->sheet.right = arena_dup(&ui->sheet.arena, right.data);
	str_release(&right);
}

/* Through with choosing: Enter on a row by mouse does as in the field. */
static void choose(struct ui *ui, const struct sheet_line *line)
{
	struct str name, message;

	str_init(&name);
	str_init(&message);
	str_add(&name, line->subject);
	prompt_close(ui);
	ui_back(ui, false);
	ui->is_adding = true;
	ui_post_text(ui, REQUEST_ADD_PROVINCE, name.data);
	str_addf(&message, _("Looking for the news of %s…"), name.data);
	status_say(ui, message.data);
	str_release(&name);
	str_release(&message);
}

const struct sheet_ops province_ops = {
	.name = N_("provinces"),
	.fill = fill,
	.open = choose,
};

/* --- the field ----------------------------------------------------------------- */

void province_ask(struct ui *ui)
{
	if (catalogue_of(ui) == NULL) {
		source_add_ask(ui);
		return;
	}
	sheet_view_open(ui, SHEET_PROVINCE, 0);
	prompt_open(ui, PROMPT_PROVINCE);
	sheet_view_reload(ui);
}

void province_welcome(struct ui *ui)
{
	if (ui->options->is_sample || ui->sources.source_count > 0 ||
	    catalogue_of(ui) == NULL)
		return;
	ui->is_welcome = true;
	province_ask(ui);
}

void province_change(struct ui *ui, const char *text)
{
	(void)text;
	ui->sheet.selected = ui->sheet.top = 0;
	sheet_view_reload(ui);
}

bool province_accept(struct ui *ui, const char *text)
{
	const struct sheet_view *view = &ui->sheet;

	if (is_address(text)) {
		ui_back(ui, false);
		return source_add_accept(ui, text);
	}
	if (view->selected < (int)view->count &&
	    view->lines[view->selected].is_selectable)
		choose(ui, &view->lines[view->selected]);
	/* no name fits: the field stays */
	return false;
}

/* On the first screen the sample portal is there to look at. */
void province_cancel(struct ui *ui)
{
	ui_back(ui, false);
	if (!ui->is_welcome || ui->sources.source_count > 0)
		return;
	ui->wish = UI_SAMPLE;
	ui->is_quitting = true;
}

/* Tab: an address, or a file of subscriptions. */
void province_complete(struct ui *ui)
{
	prompt_close(ui);
	ui_back(ui, false);
	source_add_ask(ui);
}

/* Ctrl-T: the other language. */
bool province_press(struct ui *ui, int press)
{
	if (press != PRESS_CTRL('T'))
		return false;
	/* TRANSLATORS: the code of the language of this file */
	ui->wish = strcmp(_("en"), "en") == 0 ? UI_VIETNAMESE : UI_ENGLISH;
	ui->is_quitting = true;
	return true;
}

/* --- what came of it --------------------------------------------------------------- */

void province_outlet_event(struct ui *ui, const struct event *event)
{
	const struct source *source;
	struct str message;

	ui->is_adding = event->done < event->total;
	if (event->error.code != ERROR_NONE) {
		status_warn(ui, _("Not followed"), &event->error);
		return;
	}
	ui_reload(ui);
	source = sources_view_find(ui, event->id);
	str_init(&message);
	str_addf(&message, event->added > 0 ? _("Followed: %s")
	                                    : _("Followed already: %s"),
	    source == NULL ? "" : source->title);
	if (event->added > 0) {
		format_dot(&message);
		str_add(&message, _("u undoes"));
	}
	status_say(ui, message.data);
	str_release(&message);
}
