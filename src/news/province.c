#include "news/province.h"

#include <stddef.h>
#include <string.h>

enum { NAMES_MOST = 8 };

/* Folded, and so without marks; a test holds them against the seeds. */
static const struct {
	const char *name;
	const char *others[NAMES_MOST];
} provinces[] = {
    {"tuyen quang", {"ha giang"}},
    {"lao cai", {"yen bai"}},
    {"thai nguyen", {"bac kan"}},
    {"bac ninh", {"bac giang"}},
    {"phu tho", {"vinh phuc", "hoa binh"}},
    {"hai phong", {"hai duong"}},
    {"hung yen", {"thai binh"}},
    {"ninh binh", {"ha nam", "nam dinh"}},
    {"quang tri", {"quang binh", "dong ha", "dong hoi"}},
    {"hue", {"thua thien hue"}},
    {"da nang", {"quang nam"}},
    {"quang ngai", {"kon tum"}},
    {"gia lai", {"binh dinh", "pleiku"}},
    {"khanh hoa", {"ninh thuan", "nha trang"}},
    {"dak lak", {"phu yen", "dak lak", "dac lac", "buon ma thuot"}},
    {"lam dong", {"dak nong", "binh thuan", "da lat"}},
    {"dong nai", {"binh phuoc"}},
    {"tp ho chi minh", {"binh duong", "ba ria vung tau", "tphcm",
        "thanh pho ho chi minh", "ho chi minh", "sai gon", "hcm"}},
    {"tay ninh", {"long an"}},
    {"dong thap", {"tien giang"}},
    {"vinh long", {"ben tre", "tra vinh"}},
    {"an giang", {"kien giang"}},
    {"can tho", {"soc trang", "hau giang"}},
    {"ca mau", {"bac lieu"}},
};

/* The same letters; spaces, hyphens and full stops do not count. */
static bool is_same(const char *a, const char *b)
{
	for (;; a++, b++) {
		a += strspn(a, " -.");
		b += strspn(b, " -.");
		if (*a != *b)
			return false;
		if (*a == '\0')
			return true;
	}
}

bool province_is_called(const char *province, const char *name)
{
	size_t count = sizeof(provinces) / sizeof(provinces[0]);

	if (is_same(province, name))
		return true;
	for (size_t i = 0; i < count; i++) {
		if (!is_same(province, provinces[i].name))
			continue;
		for (size_t k = 0; k < NAMES_MOST &&
		    provinces[i].others[k] != NULL; k++)
			if (is_same(provinces[i].others[k], name))
				return true;
	}
	return false;
}
