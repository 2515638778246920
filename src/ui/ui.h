/*
 * Role: the reader on the terminal. Posts requests to refresh, reads rows
 * from its own store handle, paints; never waits. Thread: main.
 */
#ifndef UI_UI_H
#define UI_UI_H

#include "base/error.h"
#include "config/config.h"
#include "refresh/job.h"

struct ui_options {
	struct config *config; /* borrowed; its settings are changed here */
	struct job_options job;      /* for the background thread */
	bool is_sample;              /* the sample portal is open */
	const char *memory_path;     /* from start to start; NULL: none */
	const char *settings_path;   /* where changes are kept; or NULL */
};

/* Tell of each key in the settings that is bound to nothing. */
void ui_check_settings(const struct config *config,
    void (*tell)(void *ctx, const struct error *error), void *ctx);

/* What is wanted after it: nothing more, or to be opened again so. */
enum ui_wish {
	UI_QUIT,
	UI_SAMPLE,     /* on the sample portal: nothing is followed */
	UI_VIETNAMESE, /* in that language */
	UI_ENGLISH,
};

/* Run until the reader quits; false if it could not start. */
MUST_CHECK bool ui_run(const struct ui_options *options, enum ui_wish *wish,
    struct error *err);

#endif
