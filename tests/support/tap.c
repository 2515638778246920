#include "support/tap.h"

#include <ftw.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int test_count, failed_count;
static char folder[PATH_MAX];

static bool report(bool is_ok, const char *name, va_list args)
{
	printf("%s %d - ", is_ok ? "ok" : "not ok", ++test_count);
	vprintf(name, args);
	putchar('\n');
	if (!is_ok)
		failed_count++;
	fflush(stdout);
	return is_ok;
}

/* A value as comment lines, its control bytes shown. */
static void print_value(const char *label, const char *value)
{
	printf("# %s: ", label);
	if (value == NULL)
		printf("(NULL)");
	for (; value != NULL && *value != '\0'; value++) {
		if (*value == '\n')
			printf("\n#   ");
		else if ((unsigned char)*value < 0x20)
			printf("\\x%02x", (unsigned char)*value);
		else
			putchar(*value);
	}
	putchar('\n');
}

bool tap_ok(bool is_ok, const char *name, ...)
{
	va_list args;

	va_start(args, name);
	report(is_ok, name, args);
	va_end(args);
	return is_ok;
}

bool tap_text(const char *got, const char *want, const char *name, ...)
{
	bool is_ok = got == want ||
	    (got != NULL && want != NULL && strcmp(got, want) == 0);
	va_list args;

	va_start(args, name);
	report(is_ok, name, args);
	va_end(args);
	if (!is_ok) {
		print_value("got", got);
		print_value("want", want);
	}
	return is_ok;
}

bool tap_number(int64_t got, int64_t want, const char *name, ...)
{
	va_list args;

	va_start(args, name);
	report(got == want, name, args);
	va_end(args);
	if (got != want)
		printf("# got %lld, want %lld\n", (long long)got,
		    (long long)want);
	return got == want;
}

bool tap_done(bool is_done, const struct error *err, const char *name, ...)
{
	va_list args;

	va_start(args, name);
	report(is_done, name, args);
	va_end(args);
	if (!is_done && err != NULL)
		printf("# error %d, number %ld, subject '%s'\n",
		    (int)err->code, err->number, err->subject);
	return is_done;
}

void tap_skip(const char *why, const char *name)
{
	printf("ok %d - %s # SKIP %s\n", ++test_count, name, why);
}

void tap_note(const char *format, ...)
{
	va_list args;

	printf("# ");
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
}

static int remove_entry(const char *path, const struct stat *info, int type,
    struct FTW *walk)
{
	(void)info;
	(void)type;
	(void)walk;
	return remove(path);
}

int tap_end(void)
{
	printf("1..%d\n", test_count);
	fflush(stdout);
	if (folder[0] != '\0')
		nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	return failed_count == 0 ? 0 : 1;
}

const char *tap_path(const char *name)
{
	static char paths[4][PATH_MAX];
	static int next;
	const char *top = getenv("TESTS_DIR");
	char *path = paths[next++ % 4];

	snprintf(path, PATH_MAX, "%s/%s", top == NULL ? "tests" : top, name);
	return path;
}

const char *tap_folder(void)
{
	const char *base = getenv("TMPDIR");

	if (folder[0] != '\0')
		return folder;
	snprintf(folder, sizeof(folder), "%s/bantin-test-XXXXXX",
	    base == NULL ? "/tmp" : base);
	if (mkdtemp(folder) == NULL) {
		printf("Bail out! no temporary folder\n");
		exit(1);
	}
	return folder;
}
