#include "picture/cells.h"

#include "picture/canvas.h"

#include <stdlib.h>
#include <string.h>

/* One dot of light, as the errors of dithering leave it. */
struct glow {
	int32_t part[3];
};

void cells_fit(int width, int height, int columns_most, int rows_most,
    int *columns, int *rows)
{
	int64_t wide = width < columns_most ? width : columns_most;
	int64_t high = (wide * height + width / 2) / width;

	if (high > 2 * (int64_t)rows_most) {
		high = 2 * (int64_t)rows_most;
		wide = (high * width + height / 2) / height;
	}
	*columns = wide < 1 ? 1 : (int)wide;
	*rows = high < 2 ? 1 : (int)((high + 1) / 2);
}

/* --- scaling --------------------------------------------------------------- */

/* The share of source dots from..to that one dot of the small one covers. */
struct share {
	int first, last;
	double first_part, last_part; /* how much of those is covered */
};

static struct share share_of(int at, int count, int source)
{
	double from = (double)at * source / count;
	double to = (double)(at + 1) * source / count;
	struct share share = {.first = (int)from, .last = (int)to};

	if (share.last >= source) {
		share.last = source - 1;
		to = source;
	}
	share.first_part = share.first + 1 - from;
	share.last_part = to - share.last;
	if (share.first == share.last)
		share.first_part = share.last_part = to - from;
	return share;
}

static double weight_of(const struct share *share, int at)
{
	if (at == share->first)
		return share->first_part;
	return at == share->last ? share->last_part : 1;
}

static struct glow mix(const struct picture *picture,
    const struct share *across, const struct share *down)
{
	double sums[3] = {0}, whole = 0;
	struct glow glow;

	for (int y = down->first; y <= down->last; y++) {
		for (int x = across->first; x <= across->last; x++) {
			const uint8_t *dot = picture->dots +
			    3 * ((size_t)y * (size_t)picture->width +
			            (size_t)x);
			double weight = weight_of(across, x) *
			    weight_of(down, y);

			for (int i = 0; i < 3; i++)
				sums[i] += weight * light_of(dot[i]);
			whole += weight;
		}
	}
	for (int i = 0; i < 3; i++)
		glow.part[i] = light_to_byte(
		    (uint32_t)(sums[i] / whole + 0.5));
	return glow;
}

static struct glow *scale(const struct picture *picture, int width,
    int height)
{
	struct glow *glows = mem_alloc_zero((size_t)width * (size_t)height,
	    sizeof(*glows));

	for (int y = 0; y < height; y++) {
		struct share down = share_of(y, height, picture->height);

		for (int x = 0; x < width; x++) {
			struct share across = share_of(x, width,
			    picture->width);

			glows[(size_t)y * (size_t)width + (size_t)x] =
			    mix(picture, &across, &down);
		}
	}
	return glows;
}

/* --- colours ---------------------------------------------------------------- */

static int clip(int32_t value)
{
	return value < 0 ? 0 : value > 255 ? 255 : value;
}

static int32_t distance(const int parts[3], const int others[3])
{
	int32_t red = parts[0] - others[0], green = parts[1] - others[1],
	        blue = parts[2] - others[2];

	return 3 * red * red + 6 * green * green + blue * blue;
}

/* xterm's cube of 6 x 6 x 6 from 16 on, its greys from 232 on. */
static int32_t find_full(const int parts[3], int chosen[3])
{
	static const int levels[] = {0, 95, 135, 175, 215, 255};
	int cube[3], cells[3], mean, grey, shade[3];

	for (int i = 0; i < 3; i++) {
		cells[i] = parts[i] < 48 ? 0
		    : parts[i] < 115     ? 1
		                         : (parts[i] - 35) / 40;
		cube[i] = levels[cells[i]];
	}
	mean = (2 * parts[0] + 5 * parts[1] + parts[2]) / 8;
	grey = mean < 8 ? 0 : mean > 238 ? 23 : (mean - 3) / 10;
	shade[0] = shade[1] = shade[2] = 8 + 10 * grey;
	if (distance(parts, shade) < distance(parts, cube)) {
		memcpy(chosen, shade, sizeof(shade));
		return 232 + grey;
	}
	memcpy(chosen, cube, sizeof(cube));
	return 16 + 36 * cells[0] + 6 * cells[1] + cells[2];
}

static int32_t find_sixteen(const int parts[3], int chosen[3])
{
	static const int colors[16][3] = {{0, 0, 0}, {205, 0, 0},
	    {0, 205, 0}, {205, 205, 0}, {0, 0, 238}, {205, 0, 205},
	    {0, 205, 205}, {229, 229, 229}, {127, 127, 127}, {255, 0, 0},
	    {0, 255, 0}, {255, 255, 0}, {92, 92, 255}, {255, 0, 255},
	    {0, 255, 255}, {255, 255, 255}};
	int32_t best = 0, least = INT32_MAX;

	for (int32_t i = 0; i < 16; i++) {
		int32_t found = distance(parts, colors[i]);

		if (found >= least)
			continue;
		least = found;
		best = i;
	}
	memcpy(chosen, colors[best], sizeof(colors[best]));
	return best;
}

/* What the eye takes for its brightness: ITU-R BT.601's luma. */
static int brightness(const int parts[3])
{
	return (299 * parts[0] + 587 * parts[1] + 114 * parts[2]) / 1000;
}

static int32_t find_level(const int parts[3], int count, int chosen[3])
{
	int level = (brightness(parts) * (count - 1) + 127) / 255;

	chosen[0] = chosen[1] = chosen[2] = level * 255 / (count - 1);
	return level;
}

static int32_t find_color(const int parts[3], enum cells_depth depth,
    int chosen[3])
{
	switch (depth) {
	case CELLS_FULL:
		return find_full(parts, chosen);
	case CELLS_SIXTEEN:
		return find_sixteen(parts, chosen);
	case CELLS_MONO:
		return find_level(parts, 2, chosen);
	case CELLS_SHADES:
		return find_level(parts, CELLS_SHADE_COUNT, chosen);
	case CELLS_TRUE:
		break;
	}
	memcpy(chosen, parts, 3 * sizeof(*chosen));
	return (int32_t)(parts[0] << 16 | parts[1] << 8 | parts[2]);
}

/* What a dot was changed by, to those that follow (Floyd, Steinberg 1976). */
static void pass_on(struct glow *glows, int width, int height, int x, int y,
    int part, int32_t error)
{
	struct glow *at = glows + (size_t)y * (size_t)width + (size_t)x;

	if (x + 1 < width)
		at[1].part[part] += error * 7 / 16;
	if (y + 1 >= height)
		return;
	if (x > 0)
		at[width - 1].part[part] += error * 3 / 16;
	at[width].part[part] += error * 5 / 16;
	if (x + 1 < width)
		at[width + 1].part[part] += error / 16;
}

/*
 * Where there is no colour only brightness is passed on. Of 256 colours the
 * half of an error: more is seen as grain.
 */
static int32_t choose_color(struct glow *glows, int width, int height, int x,
    int y, enum cells_depth depth)
{
	const struct glow *glow =
	    &glows[(size_t)y * (size_t)width + (size_t)x];
	int parts[3], chosen[3];
	int32_t color, share = depth == CELLS_FULL ? 2 : 1;
	bool is_grey = depth == CELLS_MONO || depth == CELLS_SHADES;

	for (int i = 0; i < 3; i++)
		parts[i] = clip(glow->part[i]);
	color = find_color(parts, depth, chosen);
	if (depth == CELLS_TRUE)
		return color;
	for (int i = 0; i < 3; i++)
		pass_on(glows, width, height, x, y, i, (is_grey
		        ? brightness(parts) - chosen[0]
		        : parts[i] - chosen[i]) / share);
	return color;
}

/* --- cells ------------------------------------------------------------------- */

void cells_make(const struct picture *picture, int columns, int rows,
    enum cells_depth depth, struct cells *cells)
{
	int high = depth == CELLS_SHADES ? rows : 2 * rows;
	size_t count = (size_t)columns * (size_t)rows;
	struct glow *glows = scale(picture, columns, high);

	*cells = (struct cells){.columns = columns, .rows = rows,
	    .upper = mem_alloc_zero(count, sizeof(*cells->upper)),
	    .lower = mem_alloc_zero(count, sizeof(*cells->lower))};
	for (int y = 0; y < high; y++) {
		int row = depth == CELLS_SHADES ? y : y / 2;
		int32_t *to = depth != CELLS_SHADES && y % 2 == 1
		    ? cells->lower
		    : cells->upper;

		for (int x = 0; x < columns; x++)
			to[(size_t)row * (size_t)columns + (size_t)x] =
			    choose_color(glows, columns, high, x, y, depth);
	}
	free(glows);
}

void cells_release(struct cells *cells)
{
	free(cells->upper);
	free(cells->lower);
	memset(cells, 0, sizeof(*cells));
}
