/*
 * Role: an article out of the reader: into a file, a command's standard
 * input, its address to a command. The commands are the user's own words,
 * run by the shell; what came over a network is never part of them.
 * Thread: main.
 */
#ifndef UI_ARTICLE_OUT_H
#define UI_ARTICLE_OUT_H

#include "base/str.h"

#include <stdbool.h>

struct ui;

/* A file's name as it was typed: "~/" is the home folder. */
void article_out_add_path(struct str *out, const char *typed);

/*
 * The same for a file that is to be made; false: none was named, or, which
 * is complained of, it is there already.
 */
bool article_out_add_new_path(struct ui *ui, struct str *out,
    const char *typed);

/* Ask for a file's name, a command. */
void article_save_ask(struct ui *ui);
void article_pipe_ask(struct ui *ui);
void article_open_with_ask(struct ui *ui);

bool article_save_accept(struct ui *ui, const char *text);
bool article_pipe_accept(struct ui *ui, const char *text);
bool article_open_with_accept(struct ui *ui, const char *text);

#endif
