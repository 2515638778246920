#include "ui/address.h"

#include "base/i18n.h"
#include "news/words.h"
#include "ui/app.h"
#include "ui/format.h"

#include <stdlib.h>

void address_ask(struct ui *ui)
{
	prompt_open(ui, PROMPT_OPEN_ADDRESS);
}

bool address_accept(struct ui *ui, const char *text)
{
	struct str message;

	prompt_close(ui);
	if (text[0] == '\0')
		return true;
	/* whoever reads something else by then is left at it */
	ui->address_from = ui->article.id;
	ui->is_adding = true;
	ui_post_text(ui, REQUEST_KEEP_ADDRESS, text);
	str_init(&message);
	str_addf(&message, _("Looking at %s…"), text);
	status_say(ui, message.data);
	str_release(&message);
	return true;
}

static void say_kept(struct ui *ui, bool is_opened)
{
	struct str message;

	str_init(&message);
	str_addf(&message, _("Kept under “%s”"), words_read_later());
	format_dot(&message);
	str_add(&message, is_opened ? _("u undoes")
	                            : _("it is fetched when it can be"));
	status_say(ui, message.data);
	str_release(&message);
}

void address_event(struct ui *ui, const struct event *event)
{
	bool is_free = !pane_is_overlay(ui->focus) &&
	    ui->prompt.kind == PROMPT_NONE &&
	    (ui->focus != PANE_ARTICLE || ui->article.id == ui->address_from);

	ui->is_adding = false;
	if (event->id == 0) {
		status_warn(ui, _("Not opened"), &event->error);
		return;
	}
	ui_reload(ui);
	if (event->error.code == ERROR_NONE && is_free) {
		/* an article that was open is gone back to */
		if (ui->focus == PANE_ARTICLE && ui->article.id != 0)
			article_view_visit(ui, event->id);
		else
			article_view_show(ui, event->id, true);
		ui_focus(ui, PANE_ARTICLE);
	}
	say_kept(ui, event->error.code == ERROR_NONE);
}
