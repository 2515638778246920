/*
 * Role: what the screen remembers from one start to the next: sizes, layout,
 * the list and its row, which keys are known by now. A small file of lines
 * "name = value"; one that cannot be read or written is no error. Thread:
 * main.
 */
#ifndef UI_MEMORY_H
#define UI_MEMORY_H

#include <stdbool.h>

struct ui;
struct command;

/* Before the first paint; after the views were made. */
void memory_read(struct ui *ui);
void memory_restore_place(struct ui *ui);

void memory_write(struct ui *ui);
void memory_release(struct ui *ui);

/* A key ran it. */
void memory_count(struct ui *ui, const struct command *command);

/* Used five times before this start: no hint is needed. */
bool memory_is_known(const struct ui *ui, const char *command);

#endif
