/*
 * Role: the state of the open reader, which screens and commands share.
 * Private to this room. Thread: main.
 */
#ifndef UI_APP_H
#define UI_APP_H

#include "refresh/refresh.h"
#include "store/store.h"
#include "ui/article_view.h"
#include "ui/bindings.h"
#include "ui/bulk.h"
#include "ui/event_log.h"
#include "ui/help_view.h"
#include "ui/ime.h"
#include "ui/linear.h"
#include "ui/list_view.h"
#include "ui/mouse.h"
#include "ui/offers_view.h"
#include "ui/paint.h"
#include "ui/panes.h"
#include "ui/prompt.h"
#include "ui/related_view.h"
#include "ui/saved_searches.h"
#include "ui/search_view.h"
#include "ui/sheet_view.h"
#include "ui/sources_view.h"
#include "ui/status.h"
#include "ui/stories.h"
#include "ui/terminal.h"
#include "ui/theme.h"
#include "ui/timeline_view.h"
#include "ui/ui.h"
#include "ui/view.h"

#include <stdbool.h>
#include <stdint.h>

/* What must be painted again; a pane's own bit is 1 << pane. */
enum dirty {
	DIRTY_LIST_MARK = 1 << PANE_COUNT, /* only the mark moved */
	DIRTY_HEADINGS = DIRTY_LIST_MARK << 1,
	DIRTY_STATUS = DIRTY_LIST_MARK << 2,
	DIRTY_HINT = DIRTY_LIST_MARK << 3,
	DIRTY_LAYOUT = DIRTY_LIST_MARK << 4, /* panes move: all of it */
	DIRTY_SCREEN = DIRTY_LIST_MARK << 5, /* and the terminal forgot it */
};

enum { SEARCHES_MOST = 50 };

/* From the last start, and for the next. */
struct memory {
	int uses[COMMANDS_MOST], uses_before[COMMANDS_MOST]; /* by key */
	int64_t left; /* when the reader was left */
	char *list;
	struct row_key row;
	int64_t place, total; /* of that row, among so many */
	char *searches[SEARCHES_MOST]; /* that the cache is to take over */
	size_t search_count;
};

struct ui {
	const struct ui_options *options;
	const struct config *config;
	struct store *store;
	struct refresh *refresh;
	struct terminal *terminal;
	struct theme theme;
	struct paint page; /* the whole screen */
	struct panes panes;

	enum panes_mode mode;
	enum pane focus, help_from;
	int sources_change, width_change, height_change;
	bool is_zoomed, is_quitting;
	bool is_adding; /* a source, by the background thread */
	int64_t address_from; /* open when an address was asked for */
	bool is_welcome; /* nothing was followed at the start */
	enum ui_wish wish; /* when it has quit */
	unsigned dirty;

	struct list_view list;
	struct article_view article;
	struct related_view related;
	struct timeline_view timeline;
	struct sources_view sources;
	struct help_view help;
	struct sheet_view sheet;
	struct search_view search;
	struct saved_searches saved;
	struct offers_view offers;
	struct linear linear;
	struct event_log log;
	struct memory memory;
	struct bulk bulk;
	struct prompt prompt;
	struct status status;
	struct bindings bindings;
	struct ime ime;
	struct mouse mouse;
	bool is_pasting;
	struct story_toggle toggle; /* that u brings back */
	char *mutes_before; /* the setting that u brings back; or NULL */
	bool is_by_name; /* a command runs by ":" or a macro */
	int macro_depth; /* macros that run within macros */

	int64_t rest_at;       /* clock_ticks; 0: at rest already */
	int64_t follow_at;     /* the same of the panes beside the list */
	int64_t keys_at;       /* when the last ones came */
	bool was_quick;        /* ... soon behind those before them */
	int64_t minute;        /* of the times that are painted */
	int64_t data_version;  /* of the rows that are shown */
	int64_t reload_at;     /* clock_ticks; not before it */
	int64_t look_at;       /* for changes, once more; 0: not */
	bool is_reload_due;
	bool is_migrated; /* the cache, by a newer program: reading only */
	bool has_unsynced_marks;
	int watch_fd; /* readable after writes to the cache; or -1 */
	int64_t titled; /* unread + 1 that the window's title tells; or 0 */
	bool tells_idle; /* to a test that waits */
	unsigned idle_turn, told_turn;
};

const struct view_ops *ui_view(enum pane pane);

void ui_touch(struct ui *ui, unsigned dirty);
void ui_touch_pane(struct ui *ui, enum pane pane);

/* Give the keys to a pane; the layout may follow. */
void ui_focus(struct ui *ui, enum pane pane);

/* Compute the panes anew, and let the screens fit them. */
void ui_arrange(struct ui *ui);

/* Change the width of sources and list, the height of related news. */
void ui_resize_panes(struct ui *ui, int sources, int columns, int rows);

/* A painter of a pane's body. */
struct paint ui_paint_of(const struct ui *ui, enum pane pane);

/* Beside each other, or one at a time. */
bool ui_is_stack(const struct ui *ui);

/*
 * Around a change of our own, so that the rows of others' changes, and they
 * alone, are read anew.
 */
void ui_begin_change(struct ui *ui);
void ui_end_change(struct ui *ui);

/*
 * Set a mark on one article, in the store and on every screen that shows
 * it; false, with a message, if the store failed.
 */
bool ui_mark(struct ui *ui, int64_t id, enum store_mark mark);

/* Many marks were set at once: counts and other screens follow. */
void ui_after_marks(struct ui *ui);

/*
 * Open the next unread article: in this list, else in that of all sources.
 */
void ui_read_next_unread(struct ui *ui, int sign);

/* Rows changed below us: read again what is shown. */
void ui_reload(struct ui *ui);

/* One level back: the innermost thing first. */
void ui_back(struct ui *ui, bool may_quit);

/* Take back the newest change. */
void ui_undo(struct ui *ui);

/* Do again what was taken back last. */
void ui_redo(struct ui *ui);

void ui_post(struct ui *ui, enum request_kind kind, int64_t id, int number);
void ui_post_text(struct ui *ui, enum request_kind kind, const char *text);

/* What the setting of that name says. */
enum panes_mode ui_mode_of(const struct config *config);

void ui_run_command(struct ui *ui, const struct command *command);

/* "name text": the text goes where the command would ask for it. */
void ui_run_line(struct ui *ui, const char *text);

/* In the user's browser, with a message. */
void ui_open_address(struct ui *ui, const char *address);

#endif
