#include "ui/spawn.h"

#include "base/arena.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
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

/* In the child: the shell, on this terminal, with these words. */
static _Noreturn void become_shell(char *words[], int input)
{
	if (input >= 0)
		dup2(input, STDIN_FILENO);
	for (int fd = 3; fd < DESCRIPTORS_MOST; fd++)
		close(fd);
	reset_signals();
	execv("/bin/sh", words);
	_exit(127);
}

/* A file without a name: a pipe would fill before anybody reads it. */
static FILE *hold_input(const char *input, size_t len)
{
	FILE *file = tmpfile();

	if (file == NULL)
		return NULL;
	if (fwrite(input, 1, len, file) != len || fflush(file) != 0) {
		fclose(file);
		return NULL;
	}
	rewind(file);
	return file;
}

bool spawn_in_shell(const char *command, const char *argument,
    const char *input, size_t len, int *status, struct error *err)
{
	FILE *file = input == NULL ? NULL : hold_input(input, len);
	struct str script;
	int code = 0;
	pid_t child;

	if (input != NULL && file == NULL)
		return error_set(err, ERROR_SYSTEM, "tmpfile", errno);
	str_init(&script);
	str_add(&script, command);
	if (argument != NULL)
		str_add(&script, " \"$1\"");
	child = fork();
	if (child == 0) {
		char name[] = "sh", flag[] = "-c";
		char *words[] = {name, flag, script.data, name,
		    (char *)(uintptr_t)argument, NULL};

		become_shell(words, file == NULL ? -1 : fileno(file));
	}
	str_release(&script);
	if (file != NULL)
		fclose(file);
	if (child < 0)
		return error_set(err, ERROR_SYSTEM, "fork", errno);
	while (waitpid(child, &code, 0) < 0 && errno == EINTR)
		;
	*status = WIFEXITED(code) ? WEXITSTATUS(code) : 128 + WTERMSIG(code);
	return true;
}
