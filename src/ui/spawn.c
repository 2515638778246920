#include "ui/spawn.h"

#include "base/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORDS_MOST = 32, DESCRIPTORS_MOST = 4096 };

/* Blank-separated words, %s replaced; no shell, no quoting. */
static size_t split_command(struct arena *arena, const char *command,
    const char *address, char *words[WORDS_MOST + 2])
{
	size_t count = 0;
	bool has_address = false;

	while (count < WORDS_MOST) {
		size_t len;
		char *mark;

		command += strspn(command, " \t");
		len = strcspn(command, " \t");
		if (len == 0)
			break;
		words[count] = arena_dup_len(arena, command, len);
		mark = strstr(words[count], "%s");
		if (mark != NULL) {
			*mark = '\0';
			words[count] = arena_printf(arena, "%s%s%s",
			    words[count], address, mark + 2);
			has_address = true;
		}
		count++;
		command += len;
	}
	if (!has_address)
		words[count++] = arena_dup(arena, address);
	words[count] = NULL;
	return count;
}

static void reset_signals(void)
{
	static const int numbers[] = {SIGWINCH, SIGCONT, SIGTSTP, SIGTERM,
	    SIGHUP, SIGINT, SIGPIPE, SIGSEGV, SIGBUS, SIGFPE, SIGILL,
	    SIGABRT};
	sigset_t none;

	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		signal(numbers[i], SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* In the grandchild: only calls that a fork of a threaded program allows. */
static _Noreturn void become(char *words[], int report)
{
	int null = open("/dev/null", O_RDWR);
	int code;

	for (int fd = 0; fd < 3; fd++)
		dup2(null, fd);
	for (int fd = 3; fd < DESCRIPTORS_MOST; fd++)
		if (fd != report)
			close(fd);
	setsid();
	reset_signals();
	execvp(words[0], words);
	code = errno;
	if (write(report, &code, sizeof(code)) < 0)
		_exit(126);
	_exit(127);
}

bool spawn_on_address(const char *command, const char *address,
    struct error *err)
{
	char *words[WORDS_MOST + 2];
	struct arena arena;
	int report[2], code = 0;
	bool is_done;
	pid_t child;

	arena_init(&arena);
	split_command(&arena, command, address, words);
	if (pipe(report) != 0) {
		arena_release(&arena);
		return error_set(err, ERROR_SYSTEM, words[0], errno);
	}
	fcntl(report[1], F_SETFD, FD_CLOEXEC);
	child = fork();
	if (child == 0) {
		/* twice, so that nobody need wait for the browser */
		if (fork() == 0)
			become(words, report[1]);
		_exit(0);
	}
	close(report[1]);
	/* closed by exec, or told what failed */
	if (child < 0 ||
	    read(report[0], &code, sizeof(code)) != sizeof(code))
		code = child < 0 ? errno : 0;
	close(report[0]);
	if (child > 0)
		waitpid(child, NULL, 0);
	is_done = code == 0 ||
	    error_set(err, ERROR_SYSTEM, words[0], code);
	arena_release(&arena);
	return is_done;
}
