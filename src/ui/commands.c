#include "ui/commands.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "ui/actions.h"
#include "ui/address.h"
#include "ui/app.h"
#include "ui/article_out.h"
#include "ui/article_tags.h"
#include "ui/offers_view.h"
#include "ui/mutes.h"
#include "ui/settings_view.h"
#include "ui/source_actions.h"
#include "ui/source_manage.h"

#include <stdint.h>
#include <string.h>

/*
 * A new command is a row here, a line in man/bantin.1 (checked), and a
 * function in actions. Where two rows share a key, their places differ.
 * Rows with a pair are shown with the next one in one line of the help,
 * where both have short keys.
 */
const struct command commands[] = {
    {"down", "j Down", IN_ALL, GROUP_MOVE, N_("down"), N_("down, up"),
        action_down},
    {"up", "k Up", IN_ALL, GROUP_MOVE, N_("up"), NULL, action_up},
    {"first", "g Home", IN_ALL, GROUP_MOVE, N_("first"),
        N_("first, last"), action_first},
    {"last", "G End", IN_ALL, GROUP_MOVE, N_("last"), NULL, action_last},
    {"page-down", "PgDn", IN_ALL, GROUP_MOVE, N_("a page down"),
        N_("a page down, up"), action_page_down},
    {"page-up", "PgUp b", IN_ALL, GROUP_MOVE, N_("a page up"), NULL,
        action_page_up},
    {"half-down", "Ctrl-D", IN_ALL, GROUP_MOVE, N_("half a page down"),
        NULL, action_half_down},
    {"half-up", "Ctrl-U", IN_ALL, GROUP_MOVE, N_("half a page up"), NULL,
        action_half_up},
    {"next-unread", "n", IN_NEWS, GROUP_MOVE, N_("next unread"),
        N_("next, previous unread"), action_next_unread},
    {"previous-unread", "N", IN_NEWS, GROUP_MOVE, N_("previous unread"),
        NULL, action_previous_unread},
    {"next-article", "J", IN_READING, GROUP_MOVE, N_("next article"),
        N_("next, previous article"), action_next_article},
    {"previous-article", "K", IN_READING, GROUP_MOVE,
        N_("previous article"), NULL, action_previous_article},
    {"next-pane", "Tab", IN_NEWS, GROUP_MOVE, N_("next pane"), NULL,
        action_next_pane},
    {"previous-pane", "Shift-Tab", IN_NEWS, GROUP_MOVE,
        N_("previous pane"), NULL, action_previous_pane},
    {"left", "h Left", IN_ALL, GROUP_MOVE, N_("pane to the left"),
        N_("pane to the left, right"), action_left},
    {"right", "l Right", IN_NEWS, GROUP_MOVE, N_("pane to the right"), NULL,
        action_right},

    {"open", "Enter", IN_ALL, GROUP_ARTICLE, N_("open"), NULL, action_open},
    {"read-on", "Space", IN_ALL, GROUP_ARTICLE,
        N_("read on, then next unread"), NULL, action_read_on},
    {"star", "s", IN_ROWS, GROUP_ARTICLE, N_("star, or take it off"),
        NULL, action_star},
    {"toggle-read", "m", IN_ROWS, GROUP_ARTICLE, N_("read or unread"),
        NULL, action_toggle_read},
    {"story", "x", IN_READING, GROUP_ARTICLE, N_("who else tells it"), NULL,
        story_show},
    {"timeline", "t", IN_READING, GROUP_ARTICLE, N_("its matter over time"),
        NULL, timeline_view_open},
    {"browser", "o", IN_ROWS, GROUP_ARTICLE, N_("open in the browser"),
        NULL, action_browser},
    {"copy-link", "y", IN_ROWS, GROUP_ARTICLE, N_("copy the link"), NULL,
        action_copy_link},
    {"feedback", "F", IN_ARTICLE | IN_RELATED, GROUP_ARTICLE,
        N_("feedback page"), NULL, action_feedback},
    {"links", "f", IN_ARTICLE, GROUP_ARTICLE, N_("open a link by number"),
        NULL, action_links},
    {"outline", "c", IN_ARTICLE, GROUP_ARTICLE, N_("its headings"), NULL,
        action_outline},
    {"pictures", "p", IN_ARTICLE, GROUP_ARTICLE, N_("its pictures, or none"),
        NULL, article_pictures_toggle},
    {"save", "W", IN_READING, GROUP_ARTICLE, N_("save it to a file"), NULL,
        article_save_ask},
    {"pipe", "|", IN_READING, GROUP_ARTICLE, N_("pipe it to a command"),
        NULL, article_pipe_ask},
    {"open-with", "!", IN_READING, GROUP_ARTICLE,
        N_("its address to a command"), NULL, article_open_with_ask},
    {"tag", "T", IN_READING, GROUP_ARTICLE, N_("tag it, or take a tag off"),
        NULL, article_tag_ask},
    {"read-later", "B", IN_READING, GROUP_ARTICLE,
        N_("keep it to read later"), NULL, article_read_later},
    {"open-address", "Ctrl-O", IN_NEWS, GROUP_ARTICLE,
        N_("open any address, kept"), NULL, address_ask},
    {"reload", "r", IN_ARTICLE | IN_RELATED, GROUP_ARTICLE,
        N_("fetch the page again"), NULL, action_reload},
    {"find", "/", IN_ARTICLE, GROUP_ARTICLE, N_("find in this text"), NULL,
        action_find},

    {"mark-all-read", "A", IN_LIST, GROUP_LIST, N_("mark all as read"),
        NULL, action_mark_all},
    {"unread-only", "U", IN_LIST, GROUP_LIST, N_("unread only, or all"),
        NULL, action_unread_only},
    {"sort", "S", IN_LIST, GROUP_LIST, N_("newest, oldest, by source"),
        NULL, list_view_sort},
    {"lead", "v", IN_LIST, GROUP_LIST, N_("the lead line, or none"),
        NULL, action_lead},
    {"search", "/", IN_LIST | IN_RELATED | IN_SOURCES, GROUP_LIST,
        N_("search"), NULL, action_search},
    {"keep-search", "Ctrl-K", IN_LIST, GROUP_LIST, N_("keep this search"), NULL,
        saved_keep},
    {"narrow", "\\", IN_LIST, GROUP_LIST, N_("narrow this list"), NULL,
        action_narrow},
    {"mute", "M", IN_NEWS, GROUP_LIST, N_("hide words or sources"),
        NULL, mutes_ask},
    {"mutes", "H", IN_NEWS, GROUP_LIST, N_("what is hidden"), NULL,
        mutes_open},
    {"undo", "u", IN_NEWS | IN_TIMELINE, GROUP_LIST, N_("undo"),
        N_("undo, do again"), action_undo},
    {"redo", "Ctrl-R", IN_NEWS | IN_TIMELINE, GROUP_LIST, N_("do again"), NULL, ui_redo},

    {"refresh", "r", IN_LIST | IN_SOURCES | IN_SHEET, GROUP_SOURCES,
        N_("refresh this source"), N_("refresh this source, all"),
        action_refresh},
    {"refresh-all", "R", IN_NEWS | IN_SHEET, GROUP_SOURCES, N_("refresh all sources"),
        NULL, action_refresh_all},
    {"add", "a", IN_NEWS, GROUP_SOURCES, N_("add a source"), NULL,
        source_ask},
    {"edit", "e", IN_SOURCES | IN_SHEET, GROUP_SOURCES,
        N_("change address and name"), NULL, source_edit_ask},
    {"remove", "d", IN_SOURCES, GROUP_SOURCES, N_("follow it no more"),
        NULL, source_remove},
    {"source-tags", "T", IN_SOURCES, GROUP_SOURCES, N_("its tags"), NULL,
        source_tags_ask},
    {"pause", "p", IN_SOURCES, GROUP_SOURCES, N_("let it rest, or go on"),
        NULL, source_pause},
    {"move-up", "K", IN_SOURCES, GROUP_SOURCES,
        N_("move the source up"), N_("move the source up, down"),
        source_move_up},
    {"move-down", "J", IN_SOURCES, GROUP_SOURCES,
        N_("move the source down"), NULL, source_move_down},
    {"older", "O", IN_LIST | IN_SOURCES, GROUP_SOURCES,
        N_("older news, the next page"), NULL, source_older},
    {"feeds", "f", IN_SOURCES, GROUP_SOURCES,
        N_("choose among the feeds of its site"), NULL, offers_ask},
    {"use-feed", "F", IN_SOURCES | IN_SHEET, GROUP_SOURCES,
        N_("follow its feed in place of its page"), NULL,
        source_use_feed},
    {"import", "I", IN_SOURCES, GROUP_SOURCES,
        N_("follow what a file lists"), N_("import, export a list"),
        source_import_ask},
    {"export", "E", IN_SOURCES, GROUP_SOURCES,
        N_("write what is followed into a file"), NULL,
        source_export_ask},
    {"jump", "'", IN_NEWS, GROUP_SOURCES, N_("go to a source"), NULL,
        source_jump_ask},
    {"health", "i", IN_NEWS, GROUP_SOURCES, N_("how the source is"), NULL,
        source_health},
    {"log", "L", IN_NEWS, GROUP_SOURCES, N_("what happened"), NULL,
        action_log},
    {"stop", "Ctrl-C", IN_ALL, GROUP_SOURCES,
        N_("stop the work, else quit"), NULL, action_stop},

    {"back", "Esc", IN_ALL, GROUP_SCREEN, N_("one level back"), NULL,
        action_back},
    {"quit", "q", IN_ALL, GROUP_SCREEN, N_("back, at the first quit"),
        NULL, action_quit},
    {"zoom", "z", IN_NEWS, GROUP_SCREEN, N_("this pane alone, or all"),
        NULL, action_zoom},
    {"columns-1", "1", IN_NEWS, GROUP_SCREEN, N_("one pane at a time"),
        N_("one pane, two"), action_columns_1},
    {"columns-2", "2", IN_NEWS, GROUP_SCREEN, N_("two panes"), NULL,
        action_columns_2},
    {"columns-3", "3", IN_NEWS, GROUP_SCREEN, N_("three panes"),
        N_("three panes, as they fit"), action_columns_3},
    {"columns-auto", "0", IN_NEWS, GROUP_SCREEN, N_("panes as they fit"),
        NULL, action_columns_auto},
    {"narrower", "<", IN_NEWS, GROUP_SCREEN, N_("a narrower list"),
        N_("a narrower, wider list"), action_narrower},
    {"wider", ">", IN_NEWS, GROUP_SCREEN, N_("a wider list"), NULL,
        action_wider},
    {"taller", "+", IN_NEWS, GROUP_SCREEN, N_("more of related news"),
        N_("more, less related news"), action_taller},
    {"lower", "-", IN_NEWS, GROUP_SCREEN, N_("less of related news"), NULL,
        action_lower},
    {"command", ":", IN_ALL, GROUP_SCREEN, N_("a command by its name"),
        NULL, action_command},
    {"help", "? F1", IN_ALL, GROUP_SCREEN, N_("keys of this place"), NULL,
        action_help},
    {"settings", ",", IN_NEWS, GROUP_SCREEN, N_("settings"), NULL,
        settings_view_open},
    {"filter", "/", IN_HELP, GROUP_SCREEN, N_("narrow this list"), NULL,
        action_filter},
    {"redraw", "Ctrl-L", IN_ALL, GROUP_SCREEN, N_("paint all again"), NULL,
        action_redraw},
    {"suspend", "Ctrl-Z", IN_ALL, GROUP_SCREEN, N_("back to the shell"),
        NULL, action_suspend},
    {NULL, NULL, 0, GROUP_COUNT, NULL, NULL, NULL},
};

const char *command_group_name(enum command_group group)
{
	static const char *const names[] = {
	    [GROUP_MOVE] = N_("Moving"),
	    [GROUP_ARTICLE] = N_("Selected article"),
	    [GROUP_LIST] = N_("The whole list"),
	    [GROUP_SOURCES] = N_("News from servers"),
	    [GROUP_SCREEN] = N_("The screen"),
	    [GROUP_MACROS] = N_("Your own"),
	};

	return _(names[group]);
}

const struct command *command_find(const char *name)
{
	for (const struct command *row = commands; row->name != NULL; row++)
		if (strcmp(row->name, name) == 0)
			return row;
	return NULL;
}

/*
 * Edits from one word to another, neighbours swapped counted as one
 * (optimal string alignment); names are short.
 */
static size_t count_edits(const char *a, const char *b)
{
	enum { LONGEST = 32 };
	size_t rows[3][LONGEST + 1];
	size_t a_len = strnlen(a, LONGEST), b_len = strnlen(b, LONGEST);

	for (size_t k = 0; k <= b_len; k++)
		rows[0][k] = k;
	for (size_t i = 1; i <= a_len; i++) {
		size_t *row = rows[i % 3], *last = rows[(i - 1) % 3];
		const size_t *before = rows[(i + 1) % 3];

		row[0] = i;
		for (size_t k = 1; k <= b_len; k++) {
			size_t least = last[k - 1] + (a[i - 1] != b[k - 1]);

			if (row[k - 1] + 1 < least)
				least = row[k - 1] + 1;
			if (last[k] + 1 < least)
				least = last[k] + 1;
			if (i > 1 && k > 1 && a[i - 1] == b[k - 2] &&
			    a[i - 2] == b[k - 1] && before[k - 2] + 1 < least)
				least = before[k - 2] + 1;
			row[k] = least;
		}
	}
	return rows[a_len % 3][b_len];
}

const struct command *command_nearest(const char *name)
{
	const struct command *nearest = commands;
	size_t least = SIZE_MAX;

	for (const struct command *row = commands; row->name != NULL; row++) {
		/* a beginning is nearer than any slip */
		size_t edits = strncmp(row->name, name, strlen(name)) == 0
		    ? 0 : count_edits(name, row->name);

		if (edits < least) {
			least = edits;
			nearest = row;
		}
	}
	return nearest;
}
