/*
 * Runs a fuzz target over the files named, and over each cut short, as
 * ordinary tests: TAP. An abort is the failure.
 */
#include "base/file.h"
#include "fuzz/fuzz.h"
#include "support/tap.h"

#include <dirent.h>
#include <limits.h>
#include <string.h>

enum { FILE_MOST = 1 << 20, CUTS = 64 };

static void run(const char *data, size_t len)
{
	/* alone on the heap, so that a read beyond its end is seen */
	char *copy = mem_alloc(len);

	if (len > 0)
		memcpy(copy, data, len);
	LLVMFuzzerTestOneInput((const uint8_t *)copy, len);
	free(copy);
}

static void replay(const char *path, const char *name)
{
	struct error err = {0};
	struct str data;

	str_init(&data);
	if (tap_done(file_read(path, FILE_MOST, &data, &err), &err,
	        "%s is read", name)) {
		run(data.data, data.len);
		for (size_t i = 0; i < CUTS; i++)
			run(data.data, data.len * i / CUTS);
		tap_ok(true, "%s holds", name);
	}
	str_release(&data);
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		const char *folder = tap_path(argv[i]);
		struct dirent *entry;
		DIR *dir = opendir(folder);

		tap_ok(dir != NULL, "%s is there", argv[i]);
		while (dir != NULL && (entry = readdir(dir)) != NULL) {
			char path[PATH_MAX];

			if (entry->d_name[0] == '.')
				continue;
			snprintf(path, sizeof(path), "%s/%s", folder,
			    entry->d_name);
			replay(path, entry->d_name);
		}
		if (dir != NULL)
			closedir(dir);
	}
	return tap_end();
}
