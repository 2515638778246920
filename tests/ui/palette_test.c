/* Every text of every theme stands out from what lies behind it. */
#include "support/tap.h"
#include "ui/palette.h"

#include <math.h>

static const enum tint texts[] = {TINT_ACCENT, TINT_DOT, TINT_DIM, TINT_STAR,
    TINT_WARN, TINT_ERROR, TINT_LINK};

/* Backgrounds that terminals have, dark and light. */
static const int32_t pages[2][2] = {{0x000000, 0x282c34},
    {0xffffff, 0xf4efe4}};

/* What a number of the 256 is, as xterm has it from 16 on. */
static int32_t rgb_of(int number)
{
	static const int steps[] = {0, 95, 135, 175, 215, 255};
	int grey = 8 + 10 * (number - 232);

	if (number < 16)
		return -1;
	if (number >= 232)
		return grey << 16 | grey << 8 | grey;
	number -= 16;
	return steps[number / 36] << 16 | steps[number / 6 % 6] << 8 |
	    steps[number % 6];
}

static double luminance(int32_t rgb)
{
	static const double shares[] = {0.2126, 0.7152, 0.0722};
	double sum = 0;

	for (int i = 0; i < 3; i++) {
		double part = (rgb >> (16 - 8 * i) & 0xff) / 255.0;

		sum += shares[i] * (part <= 0.03928
		        ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4));
	}
	return sum;
}

/* WCAG 2.1's ratio of two colours, 1 to 21. */
static double contrast(int32_t a, int32_t b)
{
	double x = luminance(a) + 0.05, y = luminance(b) + 0.05;

	return x > y ? x / y : y / x;
}

static int32_t color(const struct palette *palette, enum tint tint,
    bool is_true)
{
	const struct tint_color *color = &palette->tints[tint];

	return is_true ? color->rgb : rgb_of(color->full);
}

static double least_contrast(const struct palette *palette, enum tint tint,
    bool is_true)
{
	int32_t behind[] = {pages[palette->is_light][0],
	    pages[palette->is_light][1], color(palette, TINT_BAR, is_true),
	    color(palette, TINT_ROW, is_true)};
	double least = 21;

	for (size_t i = 0; i < ARRAY_LEN(behind); i++) {
		double ratio = contrast(
		    color(palette, tint, is_true), behind[i]);

		if (ratio < least)
			least = ratio;
	}
	return least;
}

static void test_palette(const struct palette *palette, bool is_true)
{
	const char *depth = is_true ? "true" : "256";

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		double ratio = least_contrast(palette, texts[i], is_true);

		tap_ok(ratio >= palette->least,
		    "%s, %s colours: text %d has %.2f, wants %.1f",
		    palette->theme, depth, (int)texts[i], ratio,
		    palette->least);
	}
	tap_ok(contrast(color(palette, TINT_BAR, is_true),
	           color(palette, TINT_BAR_TEXT, is_true)) >= 7 &&
	        contrast(color(palette, TINT_HIT, is_true),
	            color(palette, TINT_HIT_TEXT, is_true)) >= 7,
	    "%s, %s colours: bar and hit", palette->theme, depth);
}

static void test_choice(void)
{
	tap_text(palette_find("auto", false)->theme, "dem", "auto on dark");
	tap_text(palette_find("auto", true)->theme, "giay", "auto on light");
	tap_text(palette_find("lua", false)->theme, "lua", "by name");
	tap_ok(palette_find("tuong-phan", true)->is_light &&
	        !palette_find("tuong-phan", false)->is_light,
	    "one follows the background");
	tap_number(rgb_of(16), 0, "16 is black");
	tap_number(rgb_of(117), 0x87d7ff, "117");
	tap_number(rgb_of(248), 0xa8a8a8, "248");
	tap_ok(contrast(0, 0xffffff) > 20.99, "black on white: 21");
}

int main(void)
{
	for (const struct palette *row = palettes; row->theme != NULL; row++)
		for (int is_true = 0; is_true < 2; is_true++)
			test_palette(row, is_true);
	test_choice();
	return tap_end();
}
