#include "base/file.h"
#include "refresh/folder.h"
#include "support/tap.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void put(const char *name, const char *text)
{
	char path[4096];
	struct error err;

	snprintf(path, sizeof(path), "%s/%s", tap_folder(), name);
	if (!file_make_folders(path, &err) ||
	    !file_write(path, text, strlen(text), &err))
		fatal("cannot write %s", path);
}

/* What an address of a source brings; or the code of its failure. */
static void check(const char *source, const char *url, const char *want,
    enum error_code code, const char *name)
{
	char source_url[4096], full[4096];
	const char *at = full;
	struct arena arena;
	struct error err = {0};
	struct str out;
	bool is_read;

	arena_init(&arena);
	str_init(&out);
	snprintf(source_url, sizeof(source_url), "file://%s/%s",
	    tap_folder(), source);
	if (strncmp(url, "file:", 5) == 0)
		snprintf(full, sizeof(full), "%s", url);
	else
		snprintf(full, sizeof(full), "file://%s/%s", tap_folder(),
		    url);
	is_read = folder_read(source_url, &at, 1000, &out, &arena, &err);
	tap_number(err.code, code, "%s: %s", name, url);
	if (want != NULL)
		tap_text(is_read ? out.data : NULL, want, "  its bytes");
	arena_release(&arena);
	str_release(&out);
}

static void make_files(void)
{
	char path[4096], outside[4096];

	put("xa/.bantin-root", "");
	put("xa/rss/tin.xml", "feed");
	put("xa/tin/bai 1.html", "bài 1");
	put("xa/tin/index.html", "mục lục");
	put("xa/chi-tiet.aspx@ItemID=31", "bài 31");
	put("xa/tin/tim@q=a%2Fb", "a/b");
	put("le/tin.xml", "lẻ");
	put("le/bai.html", "cạnh nó");
	put("kin/mat.txt", "mật");
	put("xa2/mat.txt", "mật");
	snprintf(path, sizeof(path), "%s/xa/tin/ra", tap_folder());
	snprintf(outside, sizeof(outside), "%s/kin/mat.txt", tap_folder());
	if (symlink(outside, path) != 0)
		fatal("no symbolic link");
}

static void test_reading(void)
{
	check("xa/rss/tin.xml", "xa/rss/tin.xml", "feed", ERROR_NONE,
	    "the source itself");
	check("xa/rss/tin.xml", "xa/tin/bai%201.html#dau", "bài 1",
	    ERROR_NONE, "a page under the marked root");
	check("xa/rss/tin.xml", "xa/chi-tiet.aspx?ItemID=31", "bài 31",
	    ERROR_NONE, "a query as a name");
	check("xa/rss/tin.xml", "xa/tin/tim?q=a/b", "a/b", ERROR_NONE,
	    "a slash in a query");
	check("xa/rss/tin.xml", "xa/tin", "mục lục", ERROR_NONE,
	    "a folder's index");
	check("xa/rss/tin.xml", "xa/tin/", "mục lục", ERROR_NONE,
	    "with a slash");
	check("le/tin.xml", "le/bai.html", "cạnh nó", ERROR_NONE,
	    "without a mark the own folder");
	check("xa", "xa/rss/tin.xml", "feed", ERROR_NONE,
	    "a folder as a source");
	check("xa/tin", "xa/tin", "mục lục", ERROR_NONE, "and its index");
	check("xa/tin/", "xa/tin/", "mục lục", ERROR_NONE, "with a slash");
}

static void test_refusals(void)
{
	char doubled[4200];

	snprintf(doubled, sizeof(doubled), "file://localhost%s/le/bai.html",
	    tap_folder());
	check("le/tin.xml", doubled, "cạnh nó", ERROR_NONE,
	    "localhost is this machine");
	check("xa/rss/tin.xml", "kin/mat.txt", NULL, ERROR_FILE_OUTSIDE,
	    "another folder");
	check("xa/rss/tin.xml", "xa2/mat.txt", NULL, ERROR_FILE_OUTSIDE,
	    "one whose name begins alike");
	check("xa/rss/tin.xml", "xa/../kin/mat.txt", NULL,
	    ERROR_FILE_OUTSIDE, "by dots");
	check("xa/rss/tin.xml", "xa/%2e%2e/kin/mat.txt", NULL,
	    ERROR_FILE_OUTSIDE, "by hidden dots");
	check("xa/rss/tin.xml", "xa/tin/ra", NULL, ERROR_FILE_OUTSIDE,
	    "by a symbolic link");
	check("xa/rss/tin.xml", "file:///etc/passwd", NULL,
	    ERROR_FILE_OUTSIDE, "the system's");
	check("xa/rss/tin.xml", "file://other/etc/passwd", NULL,
	    ERROR_FILE_OUTSIDE, "another machine's");
	check("xa/rss/tin.xml", "file:etc/passwd", NULL, ERROR_FILE_OUTSIDE,
	    "a relative one");
	check("xa/rss/tin.xml", "xa/tin/bai%201.html%00.xml", NULL,
	    ERROR_FILE_OUTSIDE, "a hidden end");
	check("le/tin.xml", "xa/rss/tin.xml", NULL, ERROR_FILE_OUTSIDE,
	    "a root that is not its own");
	check("xa/rss/tin.xml", "xa/khong-co.html", NULL, ERROR_FILE_READ,
	    "one that is not there");
}

static void test_network(void)
{
	const char *url = "file:///etc/passwd";
	struct arena arena;
	struct error err = {0};
	struct str out;

	arena_init(&arena);
	str_init(&out);
	tap_ok(!folder_read("https://cong.example/rss", &url, 1000, &out,
	           &arena, &err) &&
	        err.code == ERROR_FILE_OUTSIDE,
	    "a source of the network leads to no file");
	put("le/lon.txt", "0123456789");
	arena_release(&arena);
	str_release(&out);
}

static void test_limit(void)
{
	char url[4096];
	const char *at = url;
	struct arena arena;
	struct error err = {0};
	struct str out;

	arena_init(&arena);
	str_init(&out);
	snprintf(url, sizeof(url), "file://%s/le/lon.txt", tap_folder());
	tap_ok(!folder_read(url, &at, 9, &out, &arena, &err) &&
	        err.code == ERROR_FILE_TOO_LARGE,
	    "files have a limit as well");
	arena_release(&arena);
	str_release(&out);
}

int main(void)
{
	make_files();
	test_reading();
	test_refusals();
	test_network();
	test_limit();
	return tap_end();
}
