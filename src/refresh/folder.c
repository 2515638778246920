#include "refresh/folder.h"

#include "base/file.h"
#include "text/url.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* Append %XX decoded, but not what would part folders. */
static void add_query(struct str *path, const char *query, size_t len)
{
	struct str decoded;

	str_init(&decoded);
	url_decode(&decoded, query, len);
	for (size_t i = 0; i < decoded.len; i++) {
		if (decoded.data[i] == '/')
			str_add(path, "%2F");
		else
			str_add_char(path, decoded.data[i]);
	}
	str_release(&decoded);
}

/* Append the absolute path that a file: address names; false: none. */
static bool add_path(struct str *path, const char *url)
{
	size_t len, start = path->len;

	if (!url_is_file(url))
		return false;
	url += strlen("file:");
	if (str_starts(url, "//")) { /* RFC 8089: no host, or localhost */
		url += 2;
		if (str_starts(url, "localhost/"))
			url += strlen("localhost");
	}
	if (*url != '/')
		return false;
	len = strcspn(url, "?#");
	url_decode(path, url, len);
	url += len;
	if (*url == '?') {
		len = strcspn(++url, "#");
		str_add_char(path, '@');
		add_query(path, url, len);
	}
	/* %00 would end the name early */
	return strlen(path->data + start) == path->len - start;
}

static bool is_folder(const char *path)
{
	struct stat info;

	return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* Cut a path to its folder, without the last slash ("" for the root). */
static void cut_to_folder(struct str *path)
{
	const char *slash = strrchr(path->data, '/');

	str_cut(path, slash == NULL ? 0 : (size_t)(slash - path->data));
}

static bool is_marked(const char *folder)
{
	struct str mark;
	bool is_there;

	str_init(&mark);
	str_addf(&mark, "%s/.bantin-root", folder);
	is_there = file_exists(mark.data);
	str_release(&mark);
	return is_there;
}

/* Turn the path of a source's document into its root folder. */
static void find_root(struct str *path)
{
	struct str folder;

	if (!is_folder(path->data))
		cut_to_folder(path);
	while (path->len > 0 && path->data[path->len - 1] == '/')
		str_cut(path, path->len - 1);
	str_init(&folder);
	str_add(&folder, path->data);
	while (folder.len > 0 && !is_marked(folder.data))
		cut_to_folder(&folder);
	if (folder.len > 0)
		str_cut(path, folder.len); /* a parent: a part of it */
	str_release(&folder);
}

static bool read_below(const char *root, struct str *path, const char **url,
    size_t most, struct str *out, struct arena *arena, struct error *err)
{
	size_t root_len = strlen(root);

	if (is_folder(path->data)) {
		bool has_slash = path->data[path->len - 1] == '/';

		str_add(path, has_slash ? "index.html" : "/index.html");
		*url = arena_printf(arena, "%s%s", *url,
		    has_slash ? "index.html" : "/index.html");
	}
	if (!str_starts(path->data, root) || path->data[root_len] != '/')
		return error_set(err, ERROR_FILE_OUTSIDE, path->data, 0);
	if (file_read_below(root[0] == '\0' ? "/" : root,
	        path->data + root_len + 1, most, out, err))
		return true;
	/* the name that a reader knows it by, without its links followed */
	if (err != NULL)
		error_set(err, err->code, path->data, err->number);
	return false;
}

bool folder_read(const char *source_url, const char **url, size_t most,
    struct str *out, struct arena *arena, struct error *err)
{
	struct str root, path;
	bool is_read;

	str_init(&root);
	str_init(&path);
	if (!add_path(&root, source_url) || !add_path(&path, *url)) {
		is_read = error_set(err, ERROR_FILE_OUTSIDE, *url, 0);
	} else {
		find_root(&root);
		is_read = read_below(root.data, &path, url, most, out, arena,
		    err);
	}
	str_release(&root);
	str_release(&path);
	return is_read;
}
