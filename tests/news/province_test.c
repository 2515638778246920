/* The names of provinces are those that the seeds have. */
#include "news/province.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "support/tap.h"
#include "text/fold.h"

static void fold(struct str *out, const char *text, size_t len)
{
	str_clear(out);
	text_fold(out, text, len);
}

/* Names parted by "; ", of a province. */
static int check_names(const char *province, const char *names)
{
	struct str folded;
	int count = 0;

	str_init(&folded);
	while (*names != '\0' && *names != '\n') {
		size_t len = strcspn(names, ";\n");

		fold(&folded, names, len);
		tap_ok(province_is_called(province, folded.data),
		    "%s is called %.*s", province, (int)len, names);
		count++;
		names += len;
		names += strspn(names, "; ");
	}
	str_release(&folded);
	return count;
}

static void check_seeds(FILE *file)
{
	int provinces = 0, names = 0;
	char line[512];
	struct str name;

	str_init(&name);
	while (fgets(line, sizeof(line), file) != NULL) {
		char *at = strchr(line, '\t'), *former, *also;

		if (line[0] == '#' || at == NULL)
			continue;
		at++;
		fold(&name, at, strcspn(at, "\t\n"));
		provinces++;
		names += check_names(name.data, name.data);
		former = strchr(at, '\t');
		if (former == NULL)
			continue;
		also = strchr(former + 1, '\t');
		if (also != NULL) {
			*also = '\0';
			names += check_names(name.data, also + 1);
		}
		names += check_names(name.data, former + 1);
	}
	str_release(&name);
	tap_number(provinces, 34, "provinces");
	tap_ok(names > 34 + 29, "and their names: %d", names);
}

int main(void)
{
	const char *folder = getenv("SOURCE_DIR");
	char path[1024];
	FILE *file;

	snprintf(path, sizeof(path), "%s/seeds/provinces.tsv",
	    folder == NULL ? "." : folder);
	file = fopen(path, "r");
	if (tap_ok(file != NULL, "the seeds are there")) {
		check_seeds(file);
		fclose(file);
	}
	tap_ok(province_is_called("quang tri", "quang-binh"), "joined");
	tap_ok(province_is_called("tp. ho chi minh", "tphcm"), "short");
	tap_ok(!province_is_called("quang tri", "quang nam"), "another's");
	tap_ok(!province_is_called("quang tri", "quang"), "no part of one");
	tap_ok(!province_is_called("", "hue"), "none");
	return tap_end();
}
