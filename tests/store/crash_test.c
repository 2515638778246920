/*
 * crash_test [KILLS [LOSSES [FAULTS [SEED [SCENE]]]]]: scenes of a reader's life
 * (work.c) are cut short by SIGKILL, by a loss of power that leaves any part
 * of what was not synced, by a full disk and by errors of input and output.
 * After each the cache must be sound and hold all that was acknowledged.
 */
#include "store/drafts.h"
#include "store/model.h"
#include "store/work.h"
#include "support/loss_vfs.h"
#include "support/tap.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"

enum {
	KILLS = 42,
	LOSSES = 24,
	FAULTS = 56,
	SEED = 20261122,
	ROUNDS_EACH = 12, /* on one cache, before a new one is taken */
	FILE_BYTES_MOST = 1 << 28,
	STATUS_STUCK = 5, /* what failed once fails again without a cause */
	STATUS_FAILED = 6, /* a scene failed that nothing was done to */
	STATUS_TOLD = 7, /* the fault was told, and the work went on */
	STATUS_UNCLEAR = 8, /* it was told, but not as what it was */
};

struct crash {
	struct model *model;     /* of the scene's cache: one of the next two */
	struct model *kept_model; /* of the one that goes from scene to scene */
	struct model *migrated_model;
	struct model *old_model; /* what the old cache holds */
	uint64_t seed;
	struct losses losses;
	int64_t faults; /* found by verify */
	int64_t count, missed, told, acknowledged, damaged_copies;
	int64_t round; /* on this cache */
};

static struct error err;

static uint64_t draw(struct crash *crash)
{
	crash->seed ^= crash->seed >> 12;
	crash->seed ^= crash->seed << 25;
	crash->seed ^= crash->seed >> 27;
	return (crash->seed * UINT64_C(0x2545F4914F6CDD1D)) >> 33;
}

/* Of many that must all be so only those that are not are told. */
#define expect(is_so, ...) ((void)((is_so) || tap_ok(false, __VA_ARGS__)))

/* --- files ---------------------------------------------------------------- */

static void copy_file(const char *from, const char *to)
{
	struct str bytes;

	str_init(&bytes);
	if (!file_read(from, FILE_BYTES_MOST, &bytes, &err) ||
	    !file_write(to, bytes.data, bytes.len, &err))
		tap_done(false, &err, "copying %s", from);
	str_release(&bytes);
}

/* The folder, empty. */
static const char *empty_folder(const char *name)
{
	const char *path = store_path(name);
	struct dirent *entry;
	DIR *dir;

	if (mkdir(path, 0700) == 0)
		return path;
	dir = opendir(path);
	while (dir != NULL && (entry = readdir(dir)) != NULL)
		unlinkat(dirfd(dir), entry->d_name, 0);
	if (dir != NULL)
		closedir(dir);
	return path;
}

/* --- a process that is cut short ------------------------------------------- */

/* What to do to it; the counts of a run to the end. */
struct cut {
	bool is_kill;
	int64_t loss_at; /* the change within which power is lost; 0: not */
	uint64_t loss_seed;
	const char *left;
	enum fault fault;
	int64_t fault_at;
	int fault_code;
	bool is_fault_kept;
};

struct counts {
	int64_t changes, calls[FAULT_COUNT];
};

static void mend(void)
{
	fault_plan(FAULT_NONE, 0, 0, false);
}

static void write_counts(const char *path)
{
	struct counts counts = {.changes = loss_count()};
	FILE *file = fopen(path, "wb");

	for (int i = 0; i < FAULT_COUNT; i++)
		counts.calls[i] = fault_calls((enum fault)i);
	if (file == NULL || fwrite(&counts, sizeof(counts), 1, file) != 1 ||
	    fclose(file) != 0)
		_exit(STATUS_FAILED);
}

/* What a fault may be told as: by the code that SQLite was given. */
static bool is_clear(const struct work *work, const struct cut *cut)
{
	switch (work->err.code) {
	case ERROR_STORE_FULL:
		return cut->fault_code == SQLITE_FULL;
	case ERROR_STORE_SQL:
		return (work->err.number & 0xFF) == SQLITE_IOERR;
	case ERROR_STORE_DAMAGED: /* what is brought in is not trusted */
		return strcmp(work->err.subject, work->other) == 0;
	case ERROR_STORE_OPEN:
	case ERROR_STORE_READ_ONLY:
		return true;
	default:
		return false;
	}
}

static int play_failing(struct work *work, const struct scene *scene,
    const struct cut *cut)
{
	bool goes_on;

	work->mend = mend;
	fault_plan(cut->fault, cut->fault_at, cut->fault_code,
	    cut->is_fault_kept);
	if (work_run(work, scene, &goes_on)) {
		mend();
		return 0;
	}
	mend();
	if (!is_clear(work, cut)) {
		printf("# error %d (%ld) for a fault %d\n",
		    (int)work->err.code, work->err.number, cut->fault_code);
		return STATUS_UNCLEAR;
	}
	if (!goes_on || !work_run(work, scene, &goes_on)) {
		printf("# still error %d (%ld)\n", (int)work->err.code,
		    work->err.number);
		return STATUS_STUCK;
	}
	return STATUS_TOLD;
}

static int play(struct work *work, const struct scene *scene,
    const struct cut *cut)
{
	bool goes_on, is_done;

	if (cut->fault != FAULT_NONE)
		return play_failing(work, scene, cut);
	if (cut->loss_at != 0)
		loss_plan(cut->loss_at, cut->loss_seed, cut->left);
	do {
		is_done = work_run(work, scene, &goes_on);
	} while (is_done && cut->is_kill);
	if (!is_done)
		printf("# %s: error %d (%ld)\n", scene->name,
		    (int)work->err.code, work->err.number);
	return is_done ? 0 : STATUS_FAILED;
}

static _Noreturn void run_child(const struct crash *crash,
    const struct scene *scene, const char *folder, uint64_t seed,
    const struct cut *cut)
{
	struct work work = {.seed = seed | 1,
	    .next = crash->model->next,
	    .is_killed = cut->is_kill || cut->fault != FAULT_NONE};
	int status;

	work.path = arena_printf(drafts_arena(), "%s/a.db", folder);
	work.other = arena_printf(drafts_arena(), "%s/other.db", folder);
	work.fd = open(store_path("facts"), O_WRONLY | O_CREAT | O_APPEND,
	    0600);
	if (!cut->is_kill)
		loss_install(folder);
	status = play(&work, scene, cut);
	write_counts(store_path("counts"));
	fflush(stdout);
	_exit(status);
}

static pid_t start_child(const struct crash *crash,
    const struct scene *scene, const char *folder, uint64_t seed,
    const struct cut *cut)
{
	pid_t child;

	unlink(store_path("facts"));
	unlink(store_path("counts"));
	fflush(stdout);
	child = fork();
	if (child == 0)
		run_child(crash, scene, folder, seed, cut);
	return child;
}

/* Its exit status; -1: it died otherwise. */
static int await(pid_t child)
{
	int status;

	if (child < 0 || waitpid(child, &status, 0) != child)
		return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* --- before and after --------------------------------------------------- */

/* The cache that a scene begins with, in a folder. */
static const char *prepare(struct crash *crash, const struct scene *scene,
    const char *name)
{
	const char *folder = empty_folder(name);
	const char *path = arena_printf(drafts_arena(), "%s/a.db", folder);

	if (scene->is_migration) {
		crash->model = crash->migrated_model;
		memcpy(crash->model, crash->old_model,
		    sizeof(*crash->model));
		copy_file(store_path("old.db"), path);
		return folder;
	}
	crash->model = crash->kept_model;
	if (crash->round++ % ROUNDS_EACH == 0) {
		struct store *store;

		copy_file(store_path("base.db"), store_path("kept.db"));
		store = open_store("kept.db", STORE_COMMAND);
		model_take(crash->model, store);
		store_close(store);
	}
	copy_file(store_path("kept.db"), path);
	return folder;
}

/* How many verify finds; the first few are told. */
static int64_t find_faults(struct store *store, const char *what)
{
	struct arena arena;
	char **faults;
	size_t count;

	arena_init(&arena);
	if (!store_verify(store, &arena, &faults, &count, &err)) {
		tap_done(false, &err, "%s: verifying", what);
		count = 1;
	}
	for (size_t i = 0; i < count && i < 5; i++)
		tap_note("%s: %s", what, faults[i]);
	arena_release(&arena);
	return (int64_t)count;
}

/* Hold what a crash has left against what was acknowledged. */
static void look(struct crash *crash, const struct scene *scene,
    const char *folder)
{
	const char *path = arena_printf(drafts_arena(), "%s/a.db", folder);
	const char *other = arena_printf(drafts_arena(), "%s/other.db",
	    folder);
	int64_t before = crash->model->acknowledged;
	struct store *store;

	model_read(crash->model, store_path("facts"));
	crash->acknowledged += crash->model->acknowledged - before;
	store = store_open(path, STORE_COMMAND, &err);
	if (store == NULL) {
		tap_done(false, &err, "%s: it opens", scene->name);
		return;
	}
	crash->faults += find_faults(store, scene->name);
	model_check(crash->model, store, &crash->losses);
	store_close(store);
	if (!scene->is_migration)
		copy_file(path, store_path("kept.db"));
	if (!file_exists(other))
		return;
	/* a copy is whole, or it is not there */
	store = store_open(other, STORE_COMMAND, &err);
	if (store == NULL || find_faults(store, "the copy") > 0)
		crash->damaged_copies++;
	store_close(store);
}

static struct counts run_dry(struct crash *crash, const struct scene *scene,
    uint64_t seed)
{
	struct cut none = {0};
	struct counts counts = {0};
	const char *folder = prepare(crash, scene, "dry");
	FILE *file;

	expect(await(start_child(crash, scene, folder, seed, &none)) == 0,
	    "%s: it comes to its end", scene->name);
	file = fopen(store_path("counts"), "rb");
	if (file == NULL || fread(&counts, sizeof(counts), 1, file) != 1)
		tap_ok(false, "no counts");
	if (file != NULL)
		fclose(file);
	return counts;
}

static void begin(struct crash *crash, uint64_t seed)
{
	memset(&crash->losses, 0, sizeof(crash->losses));
	crash->faults = crash->count = crash->missed = crash->told = 0;
	crash->acknowledged = crash->damaged_copies = crash->round = 0;
	crash->seed = seed | 1;
}

static void report(const struct crash *crash, const char *what)
{
	const int64_t *lost = crash->losses.count;

	tap_note("%lld %s (%lld ended too soon), %lld facts acknowledged",
	    (long long)crash->count, what, (long long)crash->missed,
	    (long long)crash->acknowledged);
	tap_number(crash->faults, 0, "%s: no fault in any cache", what);
	tap_number(lost[FACT_ARTICLE], 0, "%s: articles lost", what);
	tap_number(lost[FACT_READ] + lost[FACT_STARRED], 0,
	    "%s: marks lost", what);
	tap_number(lost[FACT_TAGGED], 0, "%s: tags lost", what);
	tap_number(lost[FACT_SOURCE], 0, "%s: subscriptions lost", what);
	tap_number(lost[FACT_SEARCH], 0, "%s: saved searches lost", what);
	tap_number(crash->losses.strange, 0, "%s: rows nobody wrote", what);
	tap_number(crash->damaged_copies, 0, "%s: damaged copies", what);
}

/* --- three ways to end ------------------------------------------------------ */

/* Until it has begun to work, or some seconds have gone. */
static void await_start(void)
{
	static const struct timespec nap = {.tv_nsec = 200 * 1000};

	for (int i = 0; i < 20000 && !file_exists(store_path("facts")); i++)
		nanosleep(&nap, NULL);
}

/* Until it has said so many facts, or a moment has gone. */
static void await_facts(size_t count)
{
	static const struct timespec nap = {.tv_nsec = 200 * 1000};
	size_t bytes = count * sizeof(struct fact);
	struct stat facts;

	for (int i = 0; i < 400 && (stat(store_path("facts"), &facts) != 0 ||
	     (size_t)facts.st_size < bytes); i++)
		nanosleep(&nap, NULL);
}

static void kill_one(struct crash *crash, const struct scene *scene)
{
	struct cut cut = {.is_kill = true};
	const char *folder = prepare(crash, scene, "live");
	struct timespec nap = {0};
	uint64_t seed = draw(crash);
	pid_t child;

	/* some by the clock; where the processors are busy that is early */
	nap.tv_nsec = (long)(500 + draw(crash) % 40000) * 1000;
	child = start_child(crash, scene, folder, seed, &cut);
	await_start();
	if (draw(crash) % 2 == 0)
		await_facts(1 + draw(crash) % 100);
	else
		nanosleep(&nap, NULL);
	kill(child, SIGKILL);
	expect(await(child) == -1, "it ran when it was killed");
	crash->count++;
	look(crash, scene, folder);
}

static void lose_one(struct crash *crash, const struct scene *scene)
{
	uint64_t seed = draw(crash);
	int64_t rounds = crash->round;
	struct counts counts = run_dry(crash, scene, seed);
	struct cut cut = {.loss_seed = draw(crash)};
	const char *folder;
	int status;

	cut.loss_at = 1 + (int64_t)(draw(crash) % (uint64_t)(
	    counts.changes > 0 ? counts.changes : 1));
	cut.left = empty_folder("left");
	/* the same cache once more */
	if (rounds % ROUNDS_EACH != 0)
		crash->round = rounds;
	folder = prepare(crash, scene, "live");
	status = await(start_child(crash, scene, folder, seed, &cut));
	crash->count++;
	crash->missed += status == 0;
	expect(status == LOSS_STATUS || status == 0,
	    "%s: power is lost: %d", scene->name, status);
	look(crash, scene, status == LOSS_STATUS ? cut.left : folder);
}

static void fail_one(struct crash *crash, const struct scene *scene)
{
	static const struct {
		enum fault fault;
		int code;
	} rows[] = {
	    {FAULT_WRITE, SQLITE_FULL},
	    {FAULT_WRITE, SQLITE_IOERR_WRITE},
	    {FAULT_SYNC, SQLITE_IOERR_FSYNC},
	    {FAULT_READ, SQLITE_IOERR_READ},
	    {FAULT_TRUNCATE, SQLITE_IOERR_TRUNCATE},
	    {FAULT_SHM, SQLITE_IOERR_SHMMAP},
	    {FAULT_OPEN, SQLITE_CANTOPEN},
	    {FAULT_DELETE, SQLITE_IOERR_DELETE},
	};
	size_t row = draw(crash) % ARRAY_LEN(rows);
	uint64_t seed = draw(crash);
	struct counts counts = run_dry(crash, scene, seed);
	struct cut cut = {.is_fault_kept = draw(crash) % 3 == 0};
	const char *folder;
	int status;

	if (counts.calls[rows[row].fault] == 0)
		row = draw(crash) % 2; /* there are always writes */
	cut.fault = rows[row].fault;
	cut.fault_code = rows[row].code;
	cut.fault_at = 1 + (int64_t)(draw(crash) %
	    (uint64_t)(counts.calls[cut.fault] + 1));
	folder = prepare(crash, scene, "live");
	status = await(start_child(crash, scene, folder, seed, &cut));
	crash->count++;
	crash->told += status == STATUS_TOLD;
	expect(status == STATUS_TOLD || status == 0,
	    "%s: fault %d with %d at %lld: %d", scene->name, (int)cut.fault,
	    cut.fault_code, (long long)cut.fault_at, status);
	look(crash, scene, folder);
}

static const struct scene *scene_at(int round, const char *only)
{
	for (size_t i = 0; only != NULL && i < scene_count; i++) {
		if (strcmp(scenes[i].name, only) == 0)
			return &scenes[i];
	}
	return &scenes[(size_t)round % scene_count];
}

static int count_arg(int argc, char **argv, int place, int otherwise)
{
	return argc > place ? (int)strtol(argv[place], NULL, 10) : otherwise;
}

static void make_caches(struct crash *crash)
{
	struct store *store;

	work_make(store_path("base.db"));
	work_make_old(store_path("old.db"));
	copy_file(store_path("old.db"), store_path("new.db"));
	store = open_store("new.db", STORE_COMMAND);
	tap_number((int64_t)count_faults(store), 0,
	    "an old cache is sound when it is brought to today's");
	model_init(crash->old_model);
	model_take(crash->old_model, store);
	store_close(store);
	tap_ok(crash->old_model->next == 241, "and holds what it held");
}

int main(int argc, char **argv)
{
	int kills = count_arg(argc, argv, 1, KILLS);
	int losses = count_arg(argc, argv, 2, LOSSES);
	int faults = count_arg(argc, argv, 3, FAULTS);
	uint64_t seed = (uint64_t)count_arg(argc, argv, 4, SEED);
	const char *only = argc > 5 ? argv[5] : NULL;
	struct crash crash = {
	    .kept_model = mem_alloc_zero(1, sizeof(struct model)),
	    .migrated_model = mem_alloc_zero(1, sizeof(struct model)),
	    .old_model = mem_alloc_zero(1, sizeof(struct model))};

	tap_note("crash_test %d %d %d %llu", kills, losses, faults,
	    (unsigned long long)seed);
	make_caches(&crash);
	begin(&crash, seed);
	for (int i = 0; i < kills; i++)
		kill_one(&crash, scene_at(i, only));
	report(&crash, "kills");
	begin(&crash, seed + 1);
	for (int i = 0; i < losses; i++)
		lose_one(&crash, scene_at(i, only));
	report(&crash, "power losses");
	begin(&crash, seed + 2);
	for (int i = 0; i < faults; i++)
		fail_one(&crash, scene_at(i, only));
	tap_note("%lld of the faults were told", (long long)crash.told);
	report(&crash, "faults");
	free(crash.kept_model);
	free(crash.migrated_model);
	free(crash.old_model);
	drafts_release();
	return tap_end();
}
