/* Which province a name means, and what the catalogue has of it. */
#include "base/file.h"
#include "config/catalogue.h"
#include "support/tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char users[] =
    "# của tôi\r\n"
    "Quảng Bình\tBáo Đồng Hới\tnewspaper\ttrang chủ\t"
    "https://donghoi.example/rss\thttps://donghoi.example/\t\r\n"
    "44\tthiếu loại\n"
    "44\tBáo X\tnewspaper\t\tfile:///etc/passwd\thttps://x.example/\tseen\n"
    "tỉnh lạ\tBáo Y\tnewspaper\t\t\thttps://y.example/\tseen\n"
    "44\tBáo Z\tnewspaper\t\t\thttps://z.example/\ttốt\n"
    "44\t\xff\xfe\tnewspaper\t\t\thttps://z.example/\tseen\n"
    "\n"
    "44\tBáo mới\tnewspaper\ttrang chủ\t\thttps://baoquangtri.vn/\t\n";

static struct catalogue *read_seeds(void)
{
	struct catalogue *catalogue = catalogue_new();
	struct error err = {0};
	char folder[4096];

	snprintf(folder, sizeof(folder), "%s/seeds", getenv("SOURCE_DIR"));
	tap_done(catalogue_read(catalogue, folder, &err), &err,
	    "the catalogue");
	return catalogue;
}

static void test_seeds(const struct catalogue *catalogue)
{
	const struct province *provinces;
	const struct error *warnings;
	size_t count = catalogue_provinces(catalogue, &provinces);
	size_t former = 0;

	tap_number((int64_t)catalogue_warnings(catalogue, &warnings), 0,
	    "has no line that is not understood");
	tap_number((int64_t)count, 34, "34 provinces");
	for (size_t i = 0; i < count; i++) {
		struct province_match match = {.province = &provinces[i],
		    .name = provinces[i].name};
		struct arena arena;
		struct outlet *outlets;

		former += provinces[i].former_count;
		arena_init(&arena);
		tap_ok(catalogue_outlets(catalogue, &match, &arena,
		    &outlets) >= 2 && outlets[0].is_main &&
		    outlets[0].kind == PORTAL_AUTHORITY && outlets[1].is_main,
		    "%s has a portal and a paper", match.name);
		arena_release(&arena);
	}
	tap_number((int64_t)former, 29, "29 former ones");
}

static void test_names(const struct catalogue *catalogue)
{
	static const struct {
		const char *typed, *name;
		size_t count;
	} cases[] = {
	    {"Quảng Trị", "Quảng Trị", 1},
	    {"quang tri", "Quảng Trị", 1},
	    {"  QUANG   TRI ", "Quảng Trị", 1},
	    {"tỉnh Quảng Bình", "Quảng Bình", 1},
	    {"44", "Quảng Trị", 1},
	    {"tri", "Quảng Trị", 1},
	    {"quang", "Quảng Ninh", 4},
	    {"ĐĂK LĂK", "Đắk Lắk", 1},
	    {"dak nong", "Đắk Nông", 1},
	    {"Ðà Nẵng", "Đà Nẵng", 1}, /* eth */
	    {"tp.hcm", "TP HCM", 1},
	    {"Thành phố Hồ Chí Minh", "TP. Hồ Chí Minh", 1},
	    {"ba ria vung tau", "Bà Rịa - Vũng Tàu", 1},
	    {"thua thien hue", "Thừa Thiên Huế", 1},
	    {"hoà bình", "Hòa Bình", 1},
	    {"Nam Đi\xCC\xA3nh", "Nam Định", 1}, /* decomposed */
	    {"", NULL, 0},
	    {"-", NULL, 0},
	    {"quang tti", NULL, 0},
	};
	struct province_match matches[PROVINCE_MATCHES_MOST];

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		size_t count = catalogue_find(catalogue, cases[i].typed,
		    matches);

		tap_ok(count == cases[i].count && (count == 0 ||
		    strcmp(matches[0].name, cases[i].name) == 0),
		    "'%s' is %s", cases[i].typed,
		    count > 0 ? matches[0].name : "none");
	}
	tap_ok(catalogue_find_near(catalogue, "quang tti", matches, 4) == 4 &&
	    strcmp(matches[0].name, "Quảng Trị") == 0,
	    "a slip of the finger is near to what was meant");
	tap_number((int64_t)catalogue_find_near(catalogue, "xyzxyzxyz",
	    matches, 4), 0, "nothing is near to what is no name");
}

static void test_order(const struct catalogue *catalogue)
{
	struct province_match matches[PROVINCE_MATCHES_MOST];
	struct outlet *outlets;
	struct arena arena;
	size_t count;

	arena_init(&arena);
	(void)catalogue_find(catalogue, "ha noi", matches);
	count = catalogue_outlets(catalogue, &matches[0], &arena, &outlets);
	tap_ok(count == 2 && strcmp(outlets[1].title, "Hà Nội Mới") == 0,
	    "a paper's rows are one outlet");
	tap_text(outlets[1].urls[outlets[1].url_count - 1],
	    "https://hanoimoi.vn/", "its site comes last");
	tap_ok(outlets[1].section_count == 5, "some sections stand by");
	for (size_t i = 0; i < outlets[1].section_count; i++)
		tap_ok(strstr(outlets[1].sections[i], ".rss") == NULL,
		    "none that is known to fail");
	(void)catalogue_find(catalogue, "quang binh", matches);
	(void)catalogue_outlets(catalogue, &matches[0], &arena, &outlets);
	tap_ok(strcmp(outlets[2].title, "Báo Quảng Bình (kho cũ)") == 0 &&
	    outlets[2].is_main, "a former province's own paper with it");
	(void)catalogue_find(catalogue, "quang tri", matches);
	count = catalogue_outlets(catalogue, &matches[0], &arena, &outlets);
	tap_ok(outlets[1].is_main && !outlets[2].is_main,
	    "but not with the new one");
	arena_release(&arena);
}

static void test_users(struct catalogue *catalogue)
{
	static const char path[] = "portals.tmp";
	struct error err = {0};
	const struct error *warnings;
	const struct portal *portals;
	size_t before = catalogue_portals(catalogue, &portals), count;

	tap_done(catalogue_read_users(catalogue, "no/such/file", &err), &err,
	    "no file of one's own");
	tap_done(file_write(path, users, strlen(users), &err), &err,
	    "a file with broken lines");
	tap_done(catalogue_read_users(catalogue, path, &err), &err,
	    "is read");
	remove(path);
	count = catalogue_warnings(catalogue, &warnings);
	tap_number((int64_t)count, 5, "five lines are skipped");
	for (size_t i = 0; i < count; i++)
		tap_number(warnings[i].number, (int64_t)i + 3,
		    "and named: %s", warnings[i].subject);
	tap_number((int64_t)catalogue_portals(catalogue, &portals),
	    (int64_t)before + 1, "one is new, one takes a place");
	tap_text(portals[0].outlet, "Báo Đồng Hới", "they come first");
	tap_text(portals[0].province->name, "Quảng Trị",
	    "by a former name too");
	tap_number(portals[0].status, PORTAL_SEEN_OK,
	    "trusted where nothing else is said");
}

int main(void)
{
	struct catalogue *catalogue = read_seeds();

	test_seeds(catalogue);
	test_names(catalogue);
	test_order(catalogue);
	test_users(catalogue);
	catalogue_free(catalogue);
	return tap_end();
}
