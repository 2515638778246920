#include "cli/internal.h"

#include <signal.h>

/* The one global that STYLE allows: set by a signal, asked by the jobs. */
static volatile sig_atomic_t is_interrupted;

static void note_signal(int number)
{
	(void)number;
	is_interrupted = 1;
}

bool cli_is_stopped(void *ctx)
{
	(void)ctx;
	return is_interrupted != 0;
}

void cli_catch_signals(void)
{
	struct sigaction action = {.sa_handler = note_signal};

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
}
