#include "ui/palette.h"

#include <string.h>

#define OWN {-1, -1, -1}
#define BLACK {0, 16, 0x000000}

/* 16 colours are the terminal's: only their names are known here. */
const struct palette palettes[] = {
    {"dem", false, 4.5, {
        [TINT_OWN] = OWN,
        [TINT_ACCENT] = {14, 116, 0x7fc8d8},
        [TINT_DOT] = {14, 117, 0x9cc4ff},
        [TINT_DIM] = {-1, 248, 0xa3a9b1},
        [TINT_STAR] = {11, 221, 0xf2c94c},
        [TINT_WARN] = {11, 179, 0xe3b562},
        [TINT_ERROR] = {9, 210, 0xff8f85},
        [TINT_LINK] = {14, 117, 0x9cc4ff},
        [TINT_RULE] = {-1, 240, 0x5c636b},
        [TINT_HIT] = {3, 221, 0xf2c94c},
        [TINT_HIT_TEXT] = BLACK,
        [TINT_BAR] = {-1, 237, 0x33393f},
        [TINT_BAR_TEXT] = {-1, 254, 0xe4e4e4},
        [TINT_ROW] = {-1, 236, 0x25394a},
    }},
    {"giay", true, 4.5, {
        [TINT_OWN] = OWN,
        [TINT_ACCENT] = {4, 24, 0x0b5d7a},
        [TINT_DOT] = {4, 25, 0x1a54a8},
        [TINT_DIM] = {-1, 241, 0x5e5e5e},
        [TINT_STAR] = {5, 94, 0x7a5200},
        [TINT_WARN] = {5, 94, 0x855300},
        [TINT_ERROR] = {1, 124, 0xb3261e},
        [TINT_LINK] = {4, 25, 0x1a54a8},
        [TINT_RULE] = {-1, 250, 0xb9b4a8},
        [TINT_HIT] = {3, 222, 0xffd54a},
        [TINT_HIT_TEXT] = BLACK,
        [TINT_BAR] = {-1, 255, 0xe9e4d8},
        [TINT_BAR_TEXT] = {-1, 235, 0x1f1f1f},
        [TINT_ROW] = {-1, 195, 0xd5e6ee},
    }},
    {"phu-sa", false, 4.5, {
        [TINT_OWN] = OWN,
        [TINT_ACCENT] = {11, 180, 0xe6b088},
        [TINT_DOT] = {11, 215, 0xf0a868},
        [TINT_DIM] = {-1, 144, 0xb3a89b},
        [TINT_STAR] = {11, 221, 0xf2c94c},
        [TINT_WARN] = {11, 179, 0xe9b949},
        [TINT_ERROR] = {9, 210, 0xff9285},
        [TINT_LINK] = {11, 180, 0xe6b088},
        [TINT_RULE] = {-1, 240, 0x6b6055},
        [TINT_HIT] = {3, 221, 0xf2c94c},
        [TINT_HIT_TEXT] = BLACK,
        [TINT_BAR] = {-1, 236, 0x3a322a},
        [TINT_BAR_TEXT] = {-1, 254, 0xefe6da},
        [TINT_ROW] = {-1, 235, 0x3f3226},
    }},
    {"bien", false, 4.5, {
        [TINT_OWN] = OWN,
        [TINT_ACCENT] = {12, 111, 0x7db8ff},
        [TINT_DOT] = {14, 117, 0x8fd0ff},
        [TINT_DIM] = {-1, 146, 0xa3b2c6},
        [TINT_STAR] = {11, 221, 0xf2c94c},
        [TINT_WARN] = {11, 179, 0xe3b562},
        [TINT_ERROR] = {9, 211, 0xff949c},
        [TINT_LINK] = {14, 117, 0x8fd0ff},
        [TINT_RULE] = {-1, 60, 0x506480},
        [TINT_HIT] = {3, 221, 0xf2c94c},
        [TINT_HIT_TEXT] = BLACK,
        [TINT_BAR] = {-1, 17, 0x203248},
        [TINT_BAR_TEXT] = {-1, 255, 0xe2ecf6},
        [TINT_ROW] = {-1, 18, 0x1c3a56},
    }},
    {"lua", true, 4.5, {
        [TINT_OWN] = OWN,
        [TINT_ACCENT] = {2, 22, 0x2c6620},
        [TINT_DOT] = {2, 22, 0x23681c},
        [TINT_DIM] = {-1, 240, 0x565c4e},
        [TINT_STAR] = {5, 94, 0x754f00},
        [TINT_WARN] = {5, 94, 0x7d4f00},
        [TINT_ERROR] = {1, 124, 0xa8231c},
        [TINT_LINK] = {2, 23, 0x1c6636},
        [TINT_RULE] = {-1, 249, 0xb4bca8},
        [TINT_HIT] = {3, 222, 0xffd54a},
        [TINT_HIT_TEXT] = BLACK,
        [TINT_BAR] = {-1, 255, 0xe2e9d8},
        [TINT_BAR_TEXT] = {-1, 234, 0x1d2418},
        [TINT_ROW] = {-1, 194, 0xd8e9cd},
    }},
    {"tuong-phan", false, 7.0, {
        [TINT_OWN] = OWN,
        [TINT_ACCENT] = {14, 123, 0x9be7ff},
        [TINT_DOT] = {15, 231, 0xffffff},
        [TINT_DIM] = {-1, 252, 0xd4d4d4},
        [TINT_STAR] = {11, 221, 0xffe14d},
        [TINT_WARN] = {11, 221, 0xffd870},
        [TINT_ERROR] = {9, 217, 0xffc2bb},
        [TINT_LINK] = {14, 153, 0xbfe0ff},
        [TINT_RULE] = {-1, 247, 0xa0a0a0},
        [TINT_HIT] = {3, 221, 0xffe14d},
        [TINT_HIT_TEXT] = BLACK,
        [TINT_BAR] = {-1, 233, 0x101418},
        [TINT_BAR_TEXT] = {-1, 231, 0xffffff},
        [TINT_ROW] = {-1, 234, 0x10222e},
    }},
    {"tuong-phan", true, 7.0, {
        [TINT_OWN] = OWN,
        [TINT_ACCENT] = {4, 17, 0x00395a},
        [TINT_DOT] = {0, 16, 0x000000},
        [TINT_DIM] = {-1, 237, 0x3c3c3c},
        [TINT_STAR] = {5, 52, 0x4f3500},
        [TINT_WARN] = {5, 52, 0x563700},
        [TINT_ERROR] = {1, 88, 0x860000},
        [TINT_LINK] = {4, 18, 0x002f87},
        [TINT_RULE] = {-1, 242, 0x6a6a6a},
        [TINT_HIT] = {3, 222, 0xffd54a},
        [TINT_HIT_TEXT] = BLACK,
        [TINT_BAR] = {-1, 255, 0xf0f0f0},
        [TINT_BAR_TEXT] = {-1, 16, 0x000000},
        [TINT_ROW] = {-1, 195, 0xdcecf8},
    }},
    {NULL, false, 0, {OWN}},
};

const struct palette *palette_find(const char *theme, bool is_light)
{
	const struct palette *found = NULL;

	for (const struct palette *row = palettes; row->theme != NULL; row++) {
		if (strcmp(row->theme, theme) != 0)
			continue;
		if (found == NULL || row->is_light == is_light)
			found = row;
	}
	if (found != NULL)
		return found;
	return &palettes[is_light];
}
