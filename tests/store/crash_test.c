/*
 * A child stores and marks as fast as it can and says what was acknowledged;
 * it is killed at a random moment, twenty times on one cache.
 */
#include "store/drafts.h"
#include "support/tap.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { KILLS = 20, ARTICLES_EACH = 5 };

static struct error err;

/* What the child has said: through it, all is acknowledged. */
struct said {
	int round, number;
};

static bool store_one(struct store *store, int64_t source, int round,
    int number)
{
	struct article_draft drafts[ARTICLES_EACH];
	struct save_counts counts;
	struct query query = {.source_id = source, .limit = 1};
	struct article_row *rows;
	int64_t changed;

	for (int i = 0; i < ARTICLES_EACH; i++) {
		char *name = arena_printf(drafts_arena(), "r%d-%d-%d", round,
		    number, i);

		drafts[i] = make_draft(name, arena_printf(drafts_arena(),
		    "https://x.vn/%s", name), "Lũ trên sông Lệ Khê", NOW);
		set_body(&drafts[i], "Nước sông lên nhanh từ đêm qua.");
	}
	if (!store_save_articles(store, source, drafts, ARTICLES_EACH, NULL,
	    NOW + round * 1000 + number, &counts, &err) ||
	    list(store, &query, &rows) != 1)
		return false;
	return store_mark(store, MARK_READ, &rows[0].id, 1, NULL, NOW,
	    &changed, &err) && changed == 1;
}

static void run_child(int round, int fd)
{
	struct store *store = open_store("crash.db", STORE_COMMAND);
	int64_t source = add_source(store, "https://x.vn/rss");

	for (int number = 0;; number++) {
		struct said said = {round, number};

		if (!store_one(store, source, round, number) ||
		    write(fd, &said, sizeof(said)) != sizeof(said))
			_exit(1);
	}
}

/* Kill a child after some milliseconds; how many steps it had finished. */
static int kill_one(int round, unsigned *seed)
{
	struct timespec nap = {0};
	struct said said;
	int fds[2], done = 0, status;
	pid_t child;

	nap.tv_nsec = 1000000L * (5 + (int)(rand_r(seed) % 120));
	if (pipe(fds) != 0)
		return -1;
	fflush(stdout);
	child = fork();
	if (child == 0) {
		close(fds[0]);
		run_child(round, fds[1]);
	}
	close(fds[1]);
	nanosleep(&nap, NULL);
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	while (read(fds[0], &said, sizeof(said)) == sizeof(said))
		done = said.number + 1;
	close(fds[0]);
	return WIFSIGNALED(status) ? done : -1;
}

static int64_t count_read(struct store *store)
{
	struct query query = {0};
	int64_t total = 0, unread = 0;

	tap_done(store_count_articles(store, &query, &total, &unread, &err),
	    &err, "counting");
	return total - unread;
}

int main(void)
{
	unsigned seed = 20261122;
	int64_t steps = 0;
	struct store *store;

	store_close(open_store("crash.db", STORE_COMMAND));
	for (int round = 0; round < KILLS; round++) {
		struct query query = {0};
		struct article_row *rows;
		int done = kill_one(round, &seed);
		int64_t articles;

		steps += done;
		store = open_store("crash.db", STORE_COMMAND);
		articles = (int64_t)list(store, &query, &rows);
		tap_ok(done >= 0 && count_faults(store) == 0,
		    "sound after %d steps", done);
		tap_ok(articles >= steps * ARTICLES_EACH &&
		    articles <= (steps + round + 1) * ARTICLES_EACH,
		    "no article is lost");
		tap_ok(count_read(store) >= steps, "nor a mark");
		store_close(store);
		arena_release(drafts_arena());
	}
	tap_note("%d kills, %d steps acknowledged", KILLS, (int)steps);
	drafts_release();
	return tap_end();
}
