/*
 * The reader on a pseudo-terminal: ui_bench BANTIN CACHE...
 *
 * For each cache (the smallest first; the others are told as multiples of
 * it): CPU of its first thread until its first frame stands and nothing is left
 * to do; peak memory; then keys, one at a time, at 80x24 with the list alone
 * and at 200x50 with panes that follow: until the first byte comes, until
 * its frame stands (with panes: all of them), and bytes. At last how often it wakes in ten quiet seconds.
 * What it paints to the end is known by its mark (BANTIN_IDLE=1). Waits are
 * wall time, to whose worst a loaded machine adds; CPU stands beside them.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench/measure.h"

enum { STARTS = 11, KEYS = 100, QUIET_SECONDS = 10, OUTPUT_MOST = 1 << 20 };

/* Of terminal_mark: nothing is left to be done; a key's frame stands. */
static const char idle_mark[] = "\033]7700;", painted_mark[] = "\033]7701;";

struct reader {
	pid_t process;
	int terminal;
	char output[OUTPUT_MOST];
	size_t len;
	long turn; /* of the last mark */
};

struct times {
	double values[KEYS];
	size_t count;
};

static double wall(void)
{
	return measure_seconds(CLOCK_MONOTONIC);
}

static double cpu_of(pid_t process)
{
	clockid_t clock;

	return clock_getcpuclockid(process, &clock) == 0 ? measure_seconds(clock) : 0;
}

/* The screen's thread alone: what is done behind it is not waited for. */
static double cpu_of_screen(pid_t process)
{
	long long spent = 0;
	char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/schedstat",
	    (int)process, (int)process);
	file = fopen(path, "r");
	if (file == NULL)
		return 0;
	if (fscanf(file, "%lld", &spent) != 1)
		spent = 0;
	fclose(file);
	return (double)spent / 1e9;
}

/* A number of a line "Name:  123 kB" of the process's status. */
static long status_of(pid_t process, const char *name)
{
	char path[64], line[256];
	long value = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)process);
	file = fopen(path, "r");
	while (file != NULL && fgets(line, sizeof(line), file) != NULL)
		if (strncmp(line, name, strlen(name)) == 0)
			value = strtol(line + strlen(name) + 1, NULL, 10);
	if (file != NULL)
		fclose(file);
	return value;
}

static void start(struct reader *reader, const char *program,
    const char *cache, int width, int height, const char *layout)
{
	struct winsize size = {.ws_row = (unsigned short)height,
	    .ws_col = (unsigned short)width};

	reader->len = 0;
	reader->turn = -1;
	reader->process = forkpty(&reader->terminal, NULL, NULL, &size);
	if (reader->process == 0) {
		setenv("TERM", "xterm-256color", 1);
		setenv("BANTIN_IDLE", "1", 1);
		setenv("XDG_STATE_HOME", "/dev/null", 1);
		setenv("XDG_CONFIG_HOME", "/dev/null", 1);
		execl(program, program, "--store", cache, "--set",
		    "refresh=no", "--set", layout, (char *)NULL);
		_exit(127);
	}
	fcntl(reader->terminal, F_SETFL, O_NONBLOCK);
}

static void stop(struct reader *reader)
{
	kill(reader->process, SIGHUP);
	waitpid(reader->process, NULL, 0);
	close(reader->terminal);
}

/* Marks have another number once keys were taken; the same says nothing. */
static bool is_other_turn(struct reader *reader, const char *mark)
{
	const char *at = reader->output;
	bool is_other = false;

	while ((at = strstr(at, mark)) != NULL) {
		char *end;
		long turn = strtol(at + strlen(mark), &end, 10);

		/* its end may not have come yet */
		if (*end == '\033' && turn != reader->turn) {
			reader->turn = turn;
			is_other = true;
		}
		at = end;
	}
	return is_other;
}

/*
 * Take what comes until the mark; its time, and that of the first byte.
 * False: it did not come in 20 s.
 */
static bool await(struct reader *reader, const char *mark, double *first,
    double *last)
{
	double deadline = wall() + 20;
	struct pollfd terminal = {.fd = reader->terminal, .events = POLLIN};

	reader->len = 0;
	*first = 0;
	while (wall() < deadline) {
		ssize_t got;

		poll(&terminal, 1, 1000);
		got = read(reader->terminal, reader->output + reader->len,
		    OUTPUT_MOST - 1 - reader->len);
		if (got <= 0)
			continue;
		if (*first == 0)
			*first = wall();
		reader->len += (size_t)got;
		reader->output[reader->len] = '\0';
		if (is_other_turn(reader, mark)) {
			*last = wall();
			return true;
		}
		if (reader->len > OUTPUT_MOST / 2)
			reader->len = 0;
	}
	return false;
}

static bool settle(struct reader *reader, double *first, double *last)
{
	return await(reader, idle_mark, first, last);
}

/* What is painted at rest belongs to no key; until it has come. */
static void pass_rest(struct reader *reader)
{
	enum { QUIET_MS = 200, TIMES = 20 };
	struct pollfd terminal = {.fd = reader->terminal, .events = POLLIN};

	for (int i = 0; i < TIMES && poll(&terminal, 1, QUIET_MS) > 0; i++)
		if (read(reader->terminal, reader->output, OUTPUT_MOST) <= 0)
			return;
}

static double share(struct times *times, double part)
{
	if (times->count == 0)
		return 0;
	qsort(times->values, times->count, sizeof(double), measure_compare);
	return times->values[(size_t)((double)(times->count - 1) * part)];
}

static void print_times(const char *name, struct times *times, double unit,
    const char *unit_name)
{
	double middle = share(times, 0.5) * unit;

	printf("  %-44s p50 %8.2f  p99 %8.2f %s\n", name, middle,
	    share(times, 0.99) * unit, unit_name);
}

/* One key again and again, each when the last one is done with. */
static void press(struct reader *reader, const char *name, const char *key,
    int count, bool tells_settled)
{
	static struct times first, last, bytes, cpu;

	first.count = last.count = bytes.count = cpu.count = 0;
	for (int i = 0; i < count; i++) {
		double spent = cpu_of_screen(reader->process);
		double from = wall(), at, end;

		if (write(reader->terminal, key, strlen(key)) < 0 ||
		    !await(reader, tells_settled ? idle_mark : painted_mark,
		        &at, &end)) {
			printf("  %s: no answer\n", name);
			return;
		}
		first.values[first.count++] = at - from;
		last.values[last.count++] = end - from;
		bytes.values[bytes.count++] = (double)reader->len;
		cpu.values[cpu.count++] = cpu_of_screen(reader->process) - spent;
		if (!tells_settled)
			pass_rest(reader);
	}
	printf("  %s\n", name);
	print_times("  first byte", &first, 1e3, "ms");
	if (tells_settled)
		print_times("  settled (150 ms of rest included)", &last, 1e3,
		    "ms");
	print_times("  CPU of the screen's thread", &cpu, 1e3, "ms");
	print_times("  bytes, marks included", &bytes, 1, "");
}

static double measure_start(const char *program, const char *cache)
{
	static struct reader reader;
	static struct times cpu, shown;
	double from, first, last;
	long memory = 0;

	cpu.count = shown.count = 0;
	for (int i = 0; i < STARTS; i++) {
		from = wall();
		start(&reader, program, cache, 80, 24, "layout=auto");
		if (settle(&reader, &first, &last)) {
			cpu.values[cpu.count++] = cpu_of_screen(reader.process);
			shown.values[shown.count++] = last - from;
			memory = status_of(reader.process, "VmHWM:");
		}
		stop(&reader);
	}
	print_times("CPU until the first frame", &cpu, 1e3, "ms");
	print_times("wall until the first frame", &shown, 1e3, "ms");
	printf("  %-44s %8.1f MB\n", "peak memory by then",
	    (double)memory / 1024);
	return share(&cpu, 0.5);
}

static void measure_keys(const char *program, const char *cache)
{
	static struct reader reader;
	double first, last;

	start(&reader, program, cache, 80, 24, "layout=1");
	if (settle(&reader, &first, &last)) {
		press(&reader, "down, list alone, 80x24", "\033OB", KEYS,
		    false);
		press(&reader, "a page down", "\033[6~", KEYS / 4, false);
		press(&reader, "open an article", "\r", 1, false);
		press(&reader, "open the next", "J", KEYS / 8, false);
		press(&reader, "and back", "q", 1, false);
		press(&reader, "ask for a search", "/", 1, false);
		press(&reader, "one more letter of it", "l", 2, true);
	}
	printf("  %-44s %8.1f MB\n", "peak memory",
	    (double)status_of(reader.process, "VmHWM:") / 1024);
	stop(&reader);
	start(&reader, program, cache, 200, 50, "layout=3");
	if (settle(&reader, &first, &last))
		press(&reader, "down, panes following, 200x50", "\033OB",
		    KEYS / 4, true);
	stop(&reader);
}

static void measure_quiet(const char *program, const char *cache)
{
	static struct reader reader;
	double first, last, cpu;
	long before;

	start(&reader, program, cache, 80, 24, "layout=auto");
	if (!settle(&reader, &first, &last))
		return;
	sleep(2); /* what an earlier run left to be indexed is done */
	before = status_of(reader.process, "voluntary_ctxt_switches:");
	cpu = cpu_of(reader.process);
	sleep(QUIET_SECONDS);
	printf("  %-44s %8ld times, %.2f ms CPU\n",
	    "woken in ten quiet seconds",
	    status_of(reader.process, "voluntary_ctxt_switches:") - before,
	    (cpu_of(reader.process) - cpu) * 1e3);
	stop(&reader);
}

int main(int argc, char **argv)
{
	double least = 0;

	if (argc < 3) {
		fprintf(stderr, "usage: ui_bench BANTIN CACHE...\n");
		return 2;
	}
	for (int i = 2; i < argc; i++) {
		double cpu;

		printf("%s\n", argv[i]);
		cpu = measure_start(argv[1], argv[i]);
		if (least == 0)
			least = cpu;
		else if (least > 0)
			printf("  %-44s %8.2f\n", "as a multiple of the first",
			    cpu / least);
		measure_keys(argv[1], argv[i]);
		measure_quiet(argv[1], argv[i]);
		fflush(stdout);
	}
	return 0;
}
