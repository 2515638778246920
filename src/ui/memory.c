#include "ui/memory.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "ui/app.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
	FILE_MOST = 1 << 16,
	KNOWN_FROM = 5,
	USES_MOST = 1000,
	PLACE_HOURS = 24, /* then the newest is what one wants to see */
	CHANGE_MOST = 200,
};

static size_t index_of(const char *name)
{
	const struct command *command = command_find(name);

	return command == NULL ? COMMANDS_MOST
	                       : (size_t)(command - commands);
}

void memory_count(struct ui *ui, const struct command *command)
{
	size_t i = index_of(command->name);

	if (i < COMMANDS_MOST && ui->memory.uses[i] < USES_MOST)
		ui->memory.uses[i]++;
}

bool memory_is_known(const struct ui *ui, const char *command)
{
	size_t i = index_of(command);

	return i < COMMANDS_MOST && ui->memory.uses_before[i] >= KNOWN_FROM;
}

/* --- reading --------------------------------------------------------------------- */

static int clamp(long value)
{
	return value > CHANGE_MOST ? CHANGE_MOST
	    : value < -CHANGE_MOST ? -CHANGE_MOST
	                           : (int)value;
}

static void take_line(struct ui *ui, const char *name, const char *value)
{
	struct memory *memory = &ui->memory;
	long number = strtol(value, NULL, 10);

	if (strcmp(name, "sources") == 0) {
		ui->sources_change = clamp(number);
	} else if (strcmp(name, "width") == 0) {
		ui->width_change = clamp(number);
	} else if (strcmp(name, "height") == 0) {
		ui->height_change = clamp(number);
	} else if (strcmp(name, "layout") == 0 && number >= PANES_AUTO &&
	    number <= PANES_THREE && ui->mode == PANES_AUTO) {
		ui->mode = (enum panes_mode)number;
	} else if (strcmp(name, "zoom") == 0) {
		ui->is_zoomed = number != 0;
	} else if (strcmp(name, "left") == 0) {
		memory->left = strtoll(value, NULL, 10);
	} else if (strcmp(name, "search") == 0) {
		if (memory->search_count < SEARCHES_MOST)
			memory->searches[memory->search_count++] =
			    mem_dup(value);
	} else if (strcmp(name, "list") == 0) {
		memory->list = mem_dup(value);
	} else if (strcmp(name, "row") == 0) {
		char *end;

		memory->row.published = strtoll(value, &end, 10);
		memory->row.id = strtoll(end, &end, 10);
		memory->place = strtoll(end, &end, 10);
		memory->total = strtoll(end, NULL, 10);
	} else if (str_starts(name, "used ")) {
		size_t i = index_of(name + 5);

		if (i < COMMANDS_MOST && number > 0)
			memory->uses[i] = memory->uses_before[i] =
			    number > USES_MOST ? USES_MOST : (int)number;
	}
}

void memory_read(struct ui *ui)
{
	const char *path = ui->options->memory_path;
	char *line, *next;
	struct str text;

	str_init(&text);
	if (path == NULL || !file_read(path, FILE_MOST, &text, NULL)) {
		str_release(&text);
		return;
	}
	for (line = text.data; line != NULL && *line != '\0'; line = next) {
		char *mark;

		next = strchr(line, '\n');
		if (next != NULL)
			*next++ = '\0';
		mark = strstr(line, " = ");
		if (mark == NULL)
			continue;
		*mark = '\0';
		take_line(ui, line, mark + 3);
	}
	str_release(&text);
}

/* "source 5", "tag lúa", "starred"; all is not written. */
static void open_list(struct ui *ui, const char *list)
{
	struct query query = {0};
	const struct source *source;

	if (str_starts(list, "source ")) {
		source = sources_view_find(ui, strtoll(list + 7, NULL, 10));
		if (source == NULL)
			return;
		query.source_id = source->id;
	} else if (str_starts(list, "tag ")) {
		query.tag = list + 4;
	} else if (strcmp(list, "starred") == 0) {
		query.is_starred_only = true;
	} else {
		return;
	}
	if (!sources_view_select(ui, &query))
		return;
	list_view_push(ui);
	list_view_open(ui, &query, sources_view_title(ui));
}

void memory_restore_place(struct ui *ui)
{
	struct memory *memory = &ui->memory;

	if (memory->left > clock_now() - PLACE_HOURS * 3600) {
		if (memory->list != NULL)
			open_list(ui, memory->list);
		if (memory->row.id != 0)
			list_view_restore(ui, memory->row, memory->place,
			    memory->total);
	}
	free(memory->list);
	memory->list = NULL;
}

/* --- writing --------------------------------------------------------------------- */

static void add_place(struct ui *ui, struct str *out)
{
	const struct article_row *row;
	const struct query *query;

	/* a search is of that moment */
	if (ui->list.is_search)
		return;
	query = &ui->list.rows.query;
	if (query->source_id != 0)
		str_addf(out, "list = source %" PRId64 "\n",
		    query->source_id);
	else if (query->tag != NULL)
		str_addf(out, "list = tag %s\n", query->tag);
	else if (query->is_starred_only)
		str_add(out, "list = starred\n");
	row = list_view_row(ui);
	/* at the top one wants to see what is new */
	if (row != NULL && ui->list.selected > 0)
		str_addf(out, "row = %" PRId64 " %" PRId64 " %" PRId64
		    " %" PRId64 "\n", row->published, row->id,
		    ui->list.selected, ui->list.rows.total);
}

void memory_write(struct ui *ui)
{
	const char *path = ui->options->memory_path;
	struct error error;
	struct str text;

	if (path == NULL)
		return;
	str_init(&text);
	str_addf(&text, "left = %" PRId64 "\n", clock_now());
	str_addf(&text, "layout = %d\n", (int)ui->mode);
	str_addf(&text, "sources = %d\nwidth = %d\nheight = %d\n"
	    "zoom = %d\n", ui->sources_change, ui->width_change, ui->height_change, ui->is_zoomed);
	add_place(ui, &text);
	for (size_t i = 0; i < ui->memory.search_count; i++)
		str_addf(&text, "search = %s\n", ui->memory.searches[i]);
	for (size_t i = 0; commands[i].name != NULL; i++)
		if (i < COMMANDS_MOST && ui->memory.uses[i] > 0)
			str_addf(&text, "used %s = %d\n", commands[i].name,
			    ui->memory.uses[i]);
	if (!file_make_folders(path, &error) ||
	    !file_write(path, text.data, text.len, &error)) {
		/* the next start looks as a first one: no harm */
	}
	str_release(&text);
}

void memory_release(struct ui *ui)
{
	for (size_t i = 0; i < ui->memory.search_count; i++)
		free(ui->memory.searches[i]);
}
