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

static void click(struct ui *ui, enum pane pane, int y, int x)
{
	struct mouse last = ui->mouse;
	bool is_second;

	ui->mouse = (struct mouse){y, x, clock_ticks()};
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

void mouse_act(struct ui *ui, int press)
{
	enum pane pane;
	int y, x;

	terminal_mouse(ui->terminal, &y, &x);
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
