/*
 * Hosts: what they wished holds over restarts, and two processes share them.
 */
#include "base/clock.h"
#include "refresh/fixture.h"
#include "support/tap.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SOURCES = 12 };

static struct error err;

static const char *const items[] = {
    "h1|Lũ rút ở Bàu Sậy|/tin/lu.html|21|Nước đã rút."};

/* As after a restart: nothing is remembered but in the store. */
static void restart(struct fixture *fixture)
{
	void (*note)(void *, enum job_note, int64_t, const struct error *,
	    const struct job_progress *) = fixture->job.note;

	job_release(&fixture->job);
	job_init(&fixture->job, &fixture->options, fixture->store);
	fixture->job.note = note;
	fixture->job.ctx = fixture;
}

/* By another name, since the wish is for the whole server. */
static int64_t follow_at(struct fixture *fixture, const char *host,
    const char *path)
{
	return fixture_follow(fixture, arena_printf(&fixture->arena,
	    "http://%s:%d%s", host, server_port(fixture->server), path));
}

static void test_wait(struct fixture *fixture)
{
	int64_t first = follow_at(fixture, "localhost", "/ban.xml");
	int64_t other = follow_at(fixture, "localhost", "/khac.xml");

	server_set(fixture->server, &(struct server_reply){
	    .path = "/ban.xml", .status = 503,
	    .headers = "Retry-After: 3600\r\n"});
	fixture_serve(fixture, "/khac.xml", NULL,
	    fixture_feed(fixture, "Khác", items, 1));
	fixture_refresh(fixture, first, false);
	tap_number(fixture_source(fixture, first).health, HEALTH_WAITING,
	    "a server asks to wait");
	restart(fixture);
	fixture_refresh(fixture, other, true);
	tap_number(server_count(fixture->server, "/khac.xml"), 0,
	    "after a restart no timer asks its other sources either");
	tap_number(fixture_source(fixture, other).health, HEALTH_WAITING,
	    "they wait too");
	tap_number(fixture_source(fixture, other).next_due, NOW + 3600,
	    "as long");
	tap_number(fixture_source(fixture, other).failures, 0,
	    "without any failure");
	clock_fix(NOW + 3601);
	fixture_refresh(fixture, other, true);
	tap_number(fixture_source(fixture, other).health, HEALTH_GOOD,
	    "then they are asked");
	clock_fix(NOW);
	tap_done(store_set_host_wait(fixture->store, arena_printf(
	    &fixture->arena, "localhost:%d", server_port(fixture->server)),
	    NOW + 7200, &err), &err, "it asks again");
	restart(fixture);
	fixture_refresh(fixture, other, false);
	tap_number(server_count(fixture->server, "/khac.xml"), 2,
	    "a source that did not is there for a reader who asks");
	clock_fix(NOW - 30 * 86400);
	restart(fixture);
	fixture_refresh(fixture, other, true);
	tap_number(server_count(fixture->server, "/khac.xml"), 3,
	    "a wish from the future, by a wrong clock, is void");
	clock_fix(NOW);
}

static const char *host_name(struct fixture *fixture)
{
	return arena_printf(&fixture->arena, "127.0.0.1:%d",
	    server_port(fixture->server));
}

static void claim(struct fixture *fixture, int64_t claimant)
{
	const char *name = host_name(fixture);
	int64_t taken;

	tap_done(store_claim_hosts(fixture->store, &name, 1, claimant, NOW,
	    &taken, &err) && taken == 0, &err, "%lld claims it",
	    (long long)claimant);
}

static void test_claims(struct fixture *fixture)
{
	const char *name = host_name(fixture);
	int64_t id = fixture_follow(fixture,
	    server_url(fixture->server, "/a.xml"));
	struct source source = fixture_source(fixture, id);
	int64_t start;
	int64_t taken;
	pid_t child;

	fixture_serve(fixture, "/a.xml", NULL,
	    fixture_feed(fixture, "A", items, 1));
	claim(fixture, getppid());
	tap_done(store_claim_hosts(fixture->store, &name, 1, getpid(), NOW,
	    &taken, &err), &err, "a second one asks");
	tap_number(taken, NOW, "and is told since when");
	tap_done(job_start_refresh(&fixture->job, &id, 1, false, &err), &err,
	    "a refresh");
	for (int i = 0; i < 3; i++)
		if (!job_step(&fixture->job, 100, &err))
			tap_done(false, &err, "a step");
	tap_ok(job_has_sources(&fixture->job), "waits too");
	tap_number(server_count(fixture->server, "/a.xml"), 0,
	    "nothing is asked");
	/* the other one has asked it */
	source.asked++;
	source.last_attempt = NOW;
	tap_done(store_save_try(fixture->store, &source, &err) &&
	    store_release_host(fixture->store, name, getppid(), &err), &err,
	    "the other is done");
	start = clock_ticks();
	while (job_has_sources(&fixture->job) && clock_ticks() < start + 60000)
		if (!job_step(&fixture->job, 100, &err))
			tap_done(false, &err, "a step");
	tap_ok(!job_has_sources(&fixture->job), "it is noticed");
	tap_number(server_count(fixture->server, "/a.xml"), 0,
	    "and the work is not doubled");
	tap_number(fixture->job.progress.total, 0, "nor counted");
	/* a process that is no more */
	child = fork();
	if (child == 0)
		_exit(0);
	waitpid(child, NULL, 0);
	claim(fixture, child);
	fixture_refresh(fixture, id, false);
	tap_number(server_count(fixture->server, "/a.xml"), 1,
	    "who died claims nothing");
	claim(fixture, getppid());
	clock_fix(NOW + 91);
	fixture_refresh(fixture, id, false);
	tap_number(server_count(fixture->server, "/a.xml"), 2,
	    "nor who was silent for long");
	clock_fix(NOW);
	claim(fixture, getppid());
	tap_done(store_release_host(fixture->store, name, getppid(), &err),
	    &err, "free again: the refresh had released it");
}

/* One of several processes; its store and job are its own. */
static int run_process(struct fixture *fixture)
{
	struct store *store = store_open(fixture->path, STORE_COMMAND, &err);
	struct job_progress progress;
	struct job job;
	bool is_good;

	if (store == NULL)
		return 1;
	job_init(&job, &fixture->options, store);
	is_good = job_refresh(&job, NULL, 0, false, &progress, &err);
	job_release(&job);
	store_close(store);
	return is_good && progress.failed == 0 ? 0 : 1;
}

static void test_processes(struct fixture *fixture)
{
	pid_t children[3];
	struct article_row *rows;

	for (int i = 0; i < SOURCES; i++) {
		const char *path = arena_printf(&fixture->arena,
		    "/nguon-%d.xml", i);

		server_set(fixture->server, &(struct server_reply){
		    .path = path, .delay_ms = 30,
		    .body = fixture_feed(fixture, path, items, 1)});
		if (i % 2 == 0)
			follow_at(fixture, "localhost", path);
		else
			follow_at(fixture, "127.0.0.1", path);
	}
	clock_fix(NOW + 7 * 86400);
	for (int i = 0; i < 3; i++) {
		children[i] = fork();
		if (children[i] == 0)
			_exit(run_process(fixture));
	}
	for (int i = 0; i < 3; i++) {
		int status = -1;

		waitpid(children[i], &status, 0);
		tap_number(status, 0, "process %d ends well", i);
	}
	for (int i = 0; i < SOURCES; i++) {
		const char *path = arena_printf(&fixture->arena,
		    "/nguon-%d.xml", i);

		tap_number(server_count(fixture->server, path), 1,
		    "%s was asked once by three", path);
	}
	tap_ok(fixture_rows(fixture, 0, &rows) >= SOURCES, "all are there");
	tap_ok(server_most_connections(fixture->server) <= 4,
	    "two connections a host, whoever asks: %d",
	    server_most_connections(fixture->server));
	clock_fix(NOW);
}

int main(void)
{
	struct fixture fixture;

	fixture_init(&fixture, "hosts");
	test_processes(&fixture);
	test_wait(&fixture);
	test_claims(&fixture);
	fixture_release(&fixture);
	return tap_end();
}
