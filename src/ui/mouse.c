#include "ui/mouse.h"

#include "base/clock.h"
#include "ui/app.h"

enum { DOUBLE_MS = 400, WHEEL_LINES = 3 };

/* The pane under a cell; PANE_COUNT: none is. */
static enum pane find_pane(const struct ui *ui, int y, int x)
{
	for (int i = 0; i < PANE_COUNT; i++) {
		const struct rect *at = &ui->panes.at[i];

		if (y >= at->y && y < at->y + at->height && x >= at->x &&
		    x < at->x + at->width)
			return (enum pane)i;
	}
	return PANE_COUNT;
}

/* The line between two panes that a cell is of. */
static enum mouse_drag find_separator(const struct ui *ui, int y, int x)
{
	const struct panes *panes = &ui->panes;
	const struct rect *related = &panes->at[PANE_RELATED];

	for (int i = 0; y < panes->status_y && i < panes->separator_count; i++)
		if (panes->separators[i] == x)
			return i + 1 < panes->separator_count ? DRAG_SOURCES
			                                      : DRAG_LIST;
	if (related->height > 0 && !panes->is_related_apart &&
	    y == related->y && x >= related->x &&
	    x < related->x + related->width)
		return DRAG_RELATED;
	return DRAG_NONE;
}

/* What is held is brought to where the mouse is, as far as it goes. */
void mouse_settle(struct ui *ui)
{
	const struct panes *panes = &ui->panes;
	struct mouse *mouse = &ui->mouse;
	int last = panes->separator_count - 1;

	if (!mouse->is_due)
		return;
	mouse->is_due = false;
	if (mouse->drag == DRAG_SOURCES && last > 0)
		ui_resize_panes(ui, mouse->x - panes->separators[0], 0, 0);
	else if (mouse->drag == DRAG_LIST && last >= 0)
		ui_resize_panes(ui, 0, mouse->x - panes->separators[last], 0);
	else if (mouse->drag == DRAG_RELATED &&
	    panes_shows(panes, PANE_RELATED))
		ui_resize_panes(ui, 0, 0,
		    panes->at[PANE_RELATED].y - mouse->y);
}

static void drag(struct ui *ui, int y, int x)
{
	struct mouse *mouse = &ui->mouse;

	if (mouse->drag == DRAG_NONE || (mouse->y == y && mouse->x == x))
		return;
	mouse->y = y;
	mouse->x = x;
	mouse->is_moved = mouse->is_due = true;
}

static void drop(struct ui *ui, int y, int x)
{
	struct mouse *mouse = &ui->mouse;

	drag(ui, y, x);
	mouse_settle(ui);
	if (mouse->drag == DRAG_RELATED && !mouse->is_moved)
		ui_focus(ui, PANE_RELATED); /* its rule was clicked */
	mouse->drag = DRAG_NONE;
}

static void click(struct ui *ui, enum pane pane, int y, int x)
{
	struct mouse last = ui->mouse;
	bool is_second;

	ui->mouse = (struct mouse){.y = y, .x = x, .at = clock_ticks()};
	is_second = last.at != 0 && last.y == y && last.x == x &&
	    ui->mouse.at - last.at < DOUBLE_MS;
	status_forget(ui);
	ui_focus(ui, pane);
	if (ui_view(pane)->select_at == NULL ||
	    !ui_view(pane)->select_at(ui, y - ui->panes.at[pane].y,
	        x - ui->panes.at[pane].x))
		return;
	if (is_second && ui_view(pane)->open != NULL) {
		ui->mouse.at = 0;
		ui_view(pane)->open(ui);
	}
}

/* The heading of a pane, whose order a click changes. */
static bool is_list_heading(const struct ui *ui, int y, int x)
{
	const struct rect *at = &ui->panes.at[PANE_LIST];

	return y == 0 && ui->panes.has_heading && at->height > 0 &&
	    x >= at->x && x < at->x + at->width;
}

void mouse_act(struct ui *ui, int press)
{
	enum pane pane;
	int y, x;

	terminal_mouse(ui->terminal, &y, &x);
	if (press == PRESS_DRAG) {
		drag(ui, y, x);
		return;
	}
	mouse_settle(ui);
	if (press == PRESS_RELEASE) {
		drop(ui, y, x);
		return;
	}
	if (press == PRESS_CLICK && ui->prompt.kind == PROMPT_NONE &&
	    find_separator(ui, y, x) != DRAG_NONE) {
		ui->mouse = (struct mouse){.y = y, .x = x,
		    .drag = find_separator(ui, y, x)};
		return;
	}
	if (press == PRESS_CLICK && ui->prompt.kind == PROMPT_NONE &&
	    is_list_heading(ui, y, x)) {
		status_forget(ui);
		list_view_sort(ui);
		return;
	}
	pane = find_pane(ui, y, x);
	/* a field keeps the keys until it is left */
	if (pane == PANE_COUNT || ui->prompt.kind != PROMPT_NONE)
		return;
	if (press == PRESS_CLICK)
		click(ui, pane, y, x);
	else if (ui_view(pane)->scroll != NULL)
		ui_view(pane)->scroll(ui, press == PRESS_WHEEL_DOWN
		        ? WHEEL_LINES : -WHEEL_LINES);
}
