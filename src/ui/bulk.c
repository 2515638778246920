#include "ui/bulk.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "ui/app.h"
#include "ui/format.h"

enum {
	FIRST_NANOS = 40 * 1000 * 1000, /* felt as at once */
	STEP_NANOS = 8 * 1000 * 1000,
	LAST_NANOS = 100 * 1000 * 1000,
};

bool bulk_is_pending(const struct ui *ui)
{
	return ui->bulk.work != NULL;
}

/* What was taken back, or done again: words of both. */
static const struct {
	int kind;
	const char *undone, *redone; /* N_ */
} changes[] = {
    {MARK_READ, N_("Undone: %d unread again"), N_("Done again: %d read")},
    {MARK_UNREAD, N_("Undone: %d read again"), N_("Done again: %d unread")},
    {MARK_STARRED, N_("Undone: star taken off"), N_("Done again: star put on")},
    {MARK_UNSTARRED, N_("Undone: starred again"),
        N_("Done again: star taken off")},
    {STORE_CHANGE_REMOVE, N_("Undone: followed again"),
        N_("Done again: no longer followed")},
    {STORE_CHANGE_ADD, N_("Undone: no longer followed"),
        N_("Done again: followed")},
    {STORE_CHANGE_TAG, N_("Undone: tag taken off"),
        N_("Done again: tagged")},
    {STORE_CHANGE_UNTAG, N_("Undone: tagged again"),
        N_("Done again: tag taken off")},
    {STORE_CHANGE_SAVE_SEARCH, N_("Undone: search no longer kept"),
        N_("Done again: search kept")},
    {STORE_CHANGE_DROP_SEARCH, N_("Undone: search kept again"),
        N_("Done again: search no longer kept")},
    {STORE_CHANGE_EDIT_SEARCH, N_("Undone: search as before"),
        N_("Done again: search changed")},
};

static void say_changed(struct ui *ui, const struct store_change *change,
    bool is_redo)
{
	const char *sentence = is_redo ? _("Done again") : _("Undone");
	struct str message;

	for (size_t i = 0; i < ARRAY_LEN(changes); i++)
		if (changes[i].kind == change->kind)
			sentence = is_redo ? _(changes[i].redone)
			                   : _(changes[i].undone);
	str_init(&message);
	format_count(&message, sentence, change->count);
	if (change->subject != NULL && change->subject[0] != '\0') {
		format_dot(&message);
		str_add(&message, change->subject);
	}
	status_say(ui, message.data);
	str_release(&message);
}

/* --- the end ------------------------------------------------------------------- */

static void end(struct ui *ui)
{
	store_bulk_free(ui->bulk.work);
	ui->bulk.work = NULL;
}

static void end_mark(struct ui *ui, int64_t count)
{
	end(ui);
	ui_after_marks(ui);
	/* another list may be shown by now */
	ui->is_reload_due |= ui->bulk.is_long;
	status_say_undoable(ui, _("Marked %d as read"), count);
}

static void end_change(struct ui *ui)
{
	const struct store_change *change =
	    store_bulk_change(ui->bulk.work);
	bool is_redo = ui->bulk.is_redo;

	if (change->id == 0) {
		end(ui);
		status_say(ui, is_redo ? _("Nothing to do again")
		                       : _("Nothing to undo"));
		return;
	}
	ui_reload(ui);
	article_view_refresh_row(ui);
	if (change->kind == STORE_CHANGE_REMOVE && !is_redo)
		sources_view_select(ui,
		    &(struct query){.source_id = change->source_id});
	ui->has_unsynced_marks = true;
	say_changed(ui, change, is_redo);
	end(ui);
}

static void fail(struct ui *ui, const struct error *error)
{
	bool is_mark = ui->bulk.is_mark;

	end(ui);
	ui->is_reload_due = true;
	status_warn(ui, is_mark ? _("Not marked") : ui->bulk.is_redo ?
	    _("Not done again") : _("Not undone"), error);
}

/* --- steps ------------------------------------------------------------------------ */

static void go_on(struct ui *ui, int64_t nanos)
{
	struct error error;
	bool did, is_done;

	ui_begin_change(ui);
	is_done = store_bulk_step(ui->bulk.work, clock_nanos() + nanos, &did,
	    &error);
	ui_end_change(ui);
	if (!is_done)
		fail(ui, &error);
	else if (did)
		ui->bulk.is_long = true;
	else if (ui->bulk.is_mark)
		end_mark(ui, store_bulk_change(ui->bulk.work)->count);
	else
		end_change(ui);
}

void bulk_step(struct ui *ui)
{
	if (bulk_is_pending(ui))
		go_on(ui, STEP_NANOS);
}

void bulk_finish(struct ui *ui)
{
	while (bulk_is_pending(ui))
		go_on(ui, LAST_NANOS);
}

static void begin(struct ui *ui, struct store_bulk *work, bool is_mark,
    bool is_redo)
{
	ui->bulk = (struct bulk){.work = work, .is_mark = is_mark,
	    .is_redo = is_redo};
	go_on(ui, FIRST_NANOS);
	if (bulk_is_pending(ui))
		status_say(ui, is_mark ? _("Marking as read…") : is_redo ?
		    _("Doing it again…") : _("Taking it back…"));
}

void bulk_mark_read(struct ui *ui, const struct query *query)
{
	bulk_finish(ui);
	begin(ui, store_bulk_mark(ui->store, MARK_READ, query, clock_now()),
	    true, false);
}

void bulk_change_back(struct ui *ui, bool is_redo)
{
	/* what is being marked is taken back as far as it came */
	if (bulk_is_pending(ui) && ui->bulk.is_mark && !is_redo)
		end(ui);
	bulk_finish(ui);
	begin(ui, store_bulk_undo(ui->store, is_redo, clock_now()), false,
	    is_redo);
}
