/*
 * From start to exit: start_bench BANTIN EMPTY CACHE...
 *
 * `BANTIN --store CACHE list --limit 50` for each cache, beside a program
 * that is linked with the same libraries and does nothing (bench/empty); in
 * turns, so that a slow minute hits all of them. CPU seconds of the process
 * (user and system) and wall seconds: the median of each. The caches come
 * smallest first: the others are told as multiples of it.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench/measure.h"

enum { ROUNDS = 101, KINDS_MOST = 8 };

struct sample {
	double cpu, wall;
	long memory;
};

static double wall_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double seconds(struct timeval time)
{
	return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static struct sample run(char *const *args)
{
	struct rusage usage;
	struct sample sample = {0};
	double start = wall_now();
	int status;
	pid_t child = fork();

	if (child == 0) {
		int null = open("/dev/null", O_WRONLY);

		dup2(null, STDOUT_FILENO);
		execv(args[0], args);
		_exit(127);
	}
	if (wait4(child, &status, 0, &usage) != child || status != 0) {
		fprintf(stderr, "%s failed\n", args[0]);
		exit(1);
	}
	sample.wall = wall_now() - start;
	sample.cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime);
	sample.memory = usage.ru_maxrss;
	return sample;
}

static double median(const struct sample *samples, int is_wall)
{
	double values[ROUNDS];

	for (int i = 0; i < ROUNDS; i++)
		values[i] = is_wall ? samples[i].wall : samples[i].cpu;
	qsort(values, ROUNDS, sizeof(*values), measure_compare);
	return values[ROUNDS / 2] * 1e3;
}

int main(int argc, char **argv)
{
	static struct sample samples[KINDS_MOST][ROUNDS];
	char store[] = "--store", list[] = "list", limit[] = "--limit",
	    fifty[] = "50";
	int kinds = argc - 2;
	double first = 0, empty = 0;

	if (argc < 4 || kinds > KINDS_MOST) {
		fprintf(stderr, "start_bench BANTIN EMPTY CACHE...\n");
		return 2;
	}
	for (int i = 0; i < ROUNDS; i++) {
		char *nothing[] = {argv[2], NULL};

		samples[0][i] = run(nothing);
		for (int k = 1; k < kinds; k++) {
			char *args[] = {argv[1], store, argv[k + 2], list,
			    limit, fifty, NULL};

			samples[k][i] = run(args);
		}
	}
	for (int k = 0; k < kinds; k++) {
		double cpu = median(samples[k], 0);

		if (k == 0)
			empty = cpu;
		if (k == 1)
			first = cpu;
		printf("%-24s CPU %7.2f ms  wall %7.2f ms  memory %5.1f MB",
		    k == 0 ? "an empty program" : argv[k + 2], cpu,
		    median(samples[k], 1),
		    (double)samples[k][ROUNDS / 2].memory / 1024);
		if (k > 0)
			printf("  %.2f ms above it, %.2f times the first",
			    cpu - empty, cpu / first);
		printf("\n");
	}
	return 0;
}
