#include "ui/article_pictures.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "news/words.h"
#include "text/url.h"
#include "ui/app.h"

#include <string.h>

enum {
	PICTURES_MOST = 64, /* that are asked for; refresh asks for no more */
	ROWS_LEAST = 4,
	ROWS_BESIDE = 3, /* that a picture leaves to its caption and text */
};

void article_pictures_init(struct article_pictures *pictures)
{
	memset(pictures, 0, sizeof(*pictures));
	arena_init(&pictures->arena);
	arena_init(&pictures->room_arena);
	dots_init(&pictures->dots);
}

static void drop_rooms(struct article_pictures *pictures)
{
	for (size_t i = 0; i < pictures->count; i++)
		cells_release(&pictures->cells[i]);
	arena_release(&pictures->room_arena);
	pictures->rooms = NULL;
	pictures->cells = NULL;
	pictures->count = 0;
	pictures->is_waiting = false;
}

static void drop_kept(struct article_pictures *pictures)
{
	arena_release(&pictures->arena);
	pictures->kept = NULL;
	pictures->kept_count = 0;
}

void article_pictures_release(struct article_pictures *pictures)
{
	drop_rooms(pictures);
	drop_kept(pictures);
	dots_release(&pictures->dots);
}

void article_pictures_forget(struct ui *ui)
{
	struct article_pictures *pictures = &ui->article.pictures;

	drop_rooms(pictures);
	drop_kept(pictures);
	pictures->is_on = false;
	error_clear(&pictures->stopped);
}

/* --- room ------------------------------------------------------------------ */

static const struct store_picture *find_kept(
    const struct article_pictures *pictures, const char *url)
{
	for (size_t i = 0; i < pictures->kept_count; i++)
		if (strcmp(pictures->kept[i].url, url) == 0)
			return &pictures->kept[i];
	return NULL;
}

static int rows_most(const struct ui *ui)
{
	int rows = ui->panes.at[PANE_ARTICLE].height - ROWS_BESIDE;

	return rows < ROWS_LEAST ? ROWS_LEAST : rows;
}

bool article_pictures_are_stale(const struct ui *ui)
{
	const struct article_pictures *pictures = &ui->article.pictures;

	return pictures->is_on && !ui->linear.is_on &&
	    pictures->rows_most != rows_most(ui);
}

static const char *say_why(struct article_pictures *pictures,
    const struct error *error)
{
	struct str reason;
	const char *note;

	str_init(&reason);
	str_add(&reason, _("No picture: "));
	words_add_reason(&reason, error, clock_now());
	note = arena_dup(&pictures->room_arena, reason.data);
	str_release(&reason);
	return note;
}

/* Where a picture is to come the room of most: three columns to two. */
static void wait_for(struct ui *ui, struct layout_picture *room, int columns)
{
	struct article_pictures *pictures = &ui->article.pictures;

	if (pictures->stopped.code != ERROR_NONE) {
		room->note = say_why(pictures, &pictures->stopped);
		return;
	}
	cells_fit(3 * columns, 2 * columns, columns, rows_most(ui),
	    &room->columns, &room->rows);
	room->note = _("Fetching the picture…");
	pictures->is_waiting = true;
}

static void fit_one(struct ui *ui, size_t i, int columns)
{
	struct article_view *view = &ui->article;
	struct article_pictures *pictures = &view->pictures;
	const struct block_list *body = &view->article.body;
	const char *url = body->links[body->blocks[i].link - 1];
	const struct store_picture *kept = find_kept(pictures, url);
	struct layout_picture *room = &pictures->rooms[i];

	if (kept != NULL && kept->dots != NULL) {
		struct picture picture = {kept->width, kept->height,
		    (uint8_t *)(uintptr_t)kept->dots};

		cells_fit(kept->width, kept->height, columns, rows_most(ui),
		    &room->columns, &room->rows);
		cells_make(&picture, room->columns, room->rows,
		    pictures->depth, &pictures->cells[i]);
	} else if (kept != NULL) {
		room->note = say_why(pictures, &kept->error);
	} else if (url_is_web(url) || (url_is_file(url) &&
	               view->article.row.link != NULL &&
	               url_is_file(view->article.row.link))) {
		wait_for(ui, room, columns);
	}
}

void article_pictures_fit(struct ui *ui, struct layout_options *options)
{
	struct article_view *view = &ui->article;
	struct article_pictures *pictures = &view->pictures;
	const struct block_list *body = &view->article.body;
	int columns = layout_width(options);

	drop_rooms(pictures);
	if (!pictures->is_on || ui->linear.is_on || body->count == 0)
		return;
	pictures->depth = dots_depth(&ui->theme);
	pictures->rows_most = rows_most(ui);
	pictures->count = body->count;
	pictures->rooms = arena_array(&pictures->room_arena, body->count,
	    sizeof(*pictures->rooms));
	pictures->cells = arena_array(&pictures->room_arena, body->count,
	    sizeof(*pictures->cells));
	for (size_t i = 0, found = 0;
	     i < body->count && found < PICTURES_MOST; i++)
		if (body->blocks[i].kind == BLOCK_PICTURE &&
		    body->blocks[i].link > 0) {
			fit_one(ui, i, columns);
			found++;
		}
	options->pictures = pictures->rooms;
	options->picture_count = pictures->count;
}

void article_pictures_paint(struct ui *ui, const struct paint *paint, int y,
    int x, const struct layout_line *line)
{
	struct article_pictures *pictures = &ui->article.pictures;
	size_t i = (size_t)line->picture - 1;

	if (i < pictures->count && pictures->cells[i].upper != NULL &&
	    line->picture_row < pictures->cells[i].rows)
		dots_paint(&pictures->dots, paint, y, x, &pictures->cells[i],
		    pictures->depth, line->picture_row);
}

/* --- asking ----------------------------------------------------------------- */

static void read_kept(struct ui *ui)
{
	struct article_pictures *pictures = &ui->article.pictures;
	struct error error;

	drop_kept(pictures);
	if (!store_read_pictures(ui->store, ui->article.id, &pictures->arena,
	        &pictures->kept, &pictures->kept_count, &error))
		status_warn(ui, _("The cache could not be read"), &error);
}

static bool has_pictures(const struct block_list *body)
{
	for (size_t i = 0; i < body->count; i++)
		if (body->blocks[i].kind == BLOCK_PICTURE &&
		    body->blocks[i].link > 0)
			return true;
	return false;
}

void article_pictures_toggle(struct ui *ui)
{
	struct article_view *view = &ui->article;
	struct article_pictures *pictures = &view->pictures;

	if (view->id == 0)
		return;
	if (pictures->is_on) {
		article_pictures_forget(ui);
	} else if (!has_pictures(&view->article.body)) {
		status_say(ui, _("No pictures in this article"));
		return;
	} else if (ui->linear.is_on) {
		status_say(ui, _("Pictures are not shown in lines of text"));
		return;
	} else {
		pictures->is_on = true;
		read_kept(ui);
		/* those that failed may come now */
		ui_post(ui, REQUEST_FETCH_PICTURES, view->id, 0);
	}
	article_view_lay_out(ui);
	ui_touch(ui, DIRTY_STATUS);
}

void article_pictures_event(struct ui *ui, int64_t id,
    const struct error *error)
{
	struct article_pictures *pictures = &ui->article.pictures;

	if (id != ui->article.id || !pictures->is_on)
		return;
	if (error->code == ERROR_NET_STOPPED ||
	    error->code == ERROR_NET_WAIT || error->code == ERROR_NET_OFFLINE)
		pictures->stopped = *error;
	read_kept(ui);
	article_view_lay_out(ui);
	ui_touch(ui, DIRTY_STATUS);
}
