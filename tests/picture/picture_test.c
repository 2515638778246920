/*
 * Pictures of each format, made here: their dots, sizes that lie, files that
 * were cut, how a camera was held. What a build does not read is skipped.
 */
#include "picture/picture.h"

#include "base/file.h"
#include "base/str.h"
#include "picture/canvas.h"
#include "support/tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef HAVE_JPEG
#include <jpeglib.h>
#endif
#ifdef HAVE_PNG
#include <png.h>
#endif
#ifdef HAVE_WEBP
#include <webp/encode.h>
#endif

static struct error err;

/* What a picture of the test is made of: a dot's colour by its place. */
struct sample {
	int width, height;
	void (*dot)(int x, int y, uint8_t dot[4]);
};

/* Red and green above, blue and white below, in quarters of 64 x 48. */
static void quarter(int x, int y, uint8_t dot[4])
{
	static const uint8_t colors[4][4] = {{220, 20, 20, 255},
	    {20, 200, 20, 255}, {20, 20, 220, 255}, {250, 250, 250, 255}};

	memcpy(dot, colors[(y >= 24) * 2 + (x >= 32)], 4);
}

static void grey(int x, int y, uint8_t dot[4])
{
	(void)y;
	memset(dot, x < 32 ? 40 : 200, 3);
	dot[3] = 255;
}

/* Black, clear to the left. */
static void clear(int x, int y, uint8_t dot[4])
{
	(void)y;
	memset(dot, 0, 3);
	dot[3] = x < 32 ? 0 : 255;
}

/* Every second dot white: half of the light. */
static void checks(int x, int y, uint8_t dot[4])
{
	memset(dot, (x + y) % 2 == 0 ? 255 : 0, 3);
	dot[3] = 255;
}

static const struct sample quarters = {64, 48, quarter};

static bool is_near(const struct picture *picture, int x, int y, int red,
    int green, int blue, const char *name)
{
	const uint8_t *dot = picture->dots +
	    3 * ((size_t)y * (size_t)picture->width + (size_t)x);
	bool is_good = abs(dot[0] - red) <= 12 && abs(dot[1] - green) <= 12 &&
	    abs(dot[2] - blue) <= 12;

	if (!is_good)
		tap_note("%d,%d: %d %d %d", x, y, dot[0], dot[1], dot[2]);
	return tap_ok(is_good, "%s: the dot at %d, %d", name, x, y);
}

static bool read_well(const struct str *file, struct picture *picture,
    int width, int height, const char *name)
{
	if (!tap_done(picture_read(file->data, file->len, picture, &err),
	        &err, "%s is read", name))
		return false;
	tap_number(picture->width, width, "%s: its width", name);
	return tap_number(picture->height, height, "%s: its height", name);
}

static void refuse(const void *data, size_t len, enum error_code code,
    const char *name)
{
	struct picture picture;

	tap_ok(!picture_read(data, len, &picture, &err), "%s is refused",
	    name);
	tap_number(err.code, code, "%s: why", name);
	picture_release(&picture);
}

static void check_quarters(const struct str *file, const char *name)
{
	struct picture picture;

	if (read_well(file, &picture, 64, 48, name)) {
		is_near(&picture, 5, 5, 220, 20, 20, name);
		is_near(&picture, 58, 5, 20, 200, 20, name);
		is_near(&picture, 5, 42, 20, 20, 220, name);
		is_near(&picture, 58, 42, 250, 250, 250, name);
	}
	picture_release(&picture);
}

/* Every beginning of a file: an error or a picture, and never more. */
static void cut_everywhere(const struct str *file, const char *name)
{
	size_t step = file->len / 400 + 1, wrong = 0, shown = 0;

	for (size_t len = 0; len < file->len; len += step) {
		struct picture picture;
		/* of its own size, for who watches reads beyond it */
		char *part = mem_dup_len(file->data, len);

		if (picture_read(part, len, &picture, &err)) {
			shown++;
			wrong += picture.width < 1 || picture.height < 1 ||
			    picture.width > PICTURE_WIDTH_MOST ||
			    picture.height > PICTURE_HEIGHT_MOST;
		} else {
			wrong += err.code != ERROR_PICTURE_BROKEN &&
			    err.code != ERROR_PICTURE_FORMAT;
		}
		picture_release(&picture);
		free(part);
	}
	tap_number((int64_t)wrong, 0, "%s, cut anywhere: no harm", name);
	tap_note("%s: %zu cuts gave a picture", name, shown);
}

/* --- JPEG ------------------------------------------------------------------ */

#ifdef HAVE_JPEG
enum jpeg_kind { JPEG_COLOR, JPEG_GREY, JPEG_INKS, JPEG_SCANS };

/* Exif, low byte first, of one tag: how the camera was held. */
static void write_turn(struct jpeg_compress_struct *encoder, int turn)
{
	JOCTET exif[] = {'E', 'x', 'i', 'f', 0, 0, 'I', 'I', 42, 0, 8, 0, 0,
	    0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

	exif[24] = (JOCTET)turn;
	jpeg_write_marker(encoder, JPEG_APP0 + 1, exif, sizeof(exif));
}

/* Of inks as Adobe's programs write them: upside down. */
static void fill_row(JSAMPLE *row, const struct sample *sample, int y,
    enum jpeg_kind kind)
{
	for (int x = 0; x < sample->width; x++) {
		uint8_t dot[4];

		sample->dot(x, y, dot);
		if (kind == JPEG_GREY) {
			row[x] = dot[0];
		} else if (kind == JPEG_INKS) {
			memcpy(row + 4 * (size_t)x, dot, 3);
			row[4 * (size_t)x + 3] = 255;
		} else {
			memcpy(row + 3 * (size_t)x, dot, 3);
		}
	}
}

static void make_jpeg(struct str *out, const struct sample *sample,
    enum jpeg_kind kind, int turn)
{
	struct jpeg_compress_struct encoder;
	struct jpeg_error_mgr errors;
	unsigned char *bytes = NULL;
	unsigned long len = 0;
	JSAMPLE *row = mem_alloc_zero((size_t)sample->width, 4);

	encoder.err = jpeg_std_error(&errors);
	jpeg_create_compress(&encoder);
	jpeg_mem_dest(&encoder, &bytes, &len);
	encoder.image_width = (JDIMENSION)sample->width;
	encoder.image_height = (JDIMENSION)sample->height;
	encoder.input_components = kind == JPEG_GREY ? 1
	    : kind == JPEG_INKS                      ? 4
	                                             : 3;
	encoder.in_color_space = kind == JPEG_GREY ? JCS_GRAYSCALE
	    : kind == JPEG_INKS                    ? JCS_CMYK
	                                           : JCS_RGB;
	jpeg_set_defaults(&encoder);
	jpeg_set_quality(&encoder, 95, TRUE);
	if (kind == JPEG_SCANS)
		jpeg_simple_progression(&encoder);
	jpeg_start_compress(&encoder, TRUE);
	if (turn != 0)
		write_turn(&encoder, turn);
	for (int y = 0; y < sample->height; y++) {
		fill_row(row, sample, y, kind);
		jpeg_write_scanlines(&encoder, &row, 1);
	}
	jpeg_finish_compress(&encoder);
	jpeg_destroy_compress(&encoder);
	str_init(out);
	str_add_len(out, (char *)bytes, len);
	free(bytes);
	free(row);
}

static void test_turns(void)
{
	/* where the red quarter is after each of the eight */
	static const int places[9][2] = {{0, 0}, {0, 0}, {1, 0}, {1, 1},
	    {0, 1}, {0, 0}, {1, 0}, {1, 1}, {0, 1}};
	struct picture picture;
	struct str file;

	for (int turn = 1; turn <= 8; turn++) {
		bool is_side = turn > 4;

		make_jpeg(&file, &quarters, JPEG_COLOR, turn);
		if (read_well(&file, &picture, is_side ? 48 : 64,
		        is_side ? 64 : 48, "a turned JPEG"))
			is_near(&picture,
			    places[turn][0] == 0 ? 5 : picture.width - 6,
			    places[turn][1] == 0 ? 5 : picture.height - 6,
			    220, 20, 20, "a turned JPEG");
		picture_release(&picture);
		str_release(&file);
	}
	make_jpeg(&file, &quarters, JPEG_COLOR, 6);
	if (picture_read(file.data, file.len, &picture, &err))
		is_near(&picture, 42, 58, 20, 200, 20,
		    "held to the left, its right is below");
	picture_release(&picture);
	str_release(&file);
}

/* Where the frame's height and width stand: ITU-T T.81, B.2.2. */
static size_t find_frame(const struct str *file)
{
	for (size_t i = 0; i + 9 < file->len; i++)
		if ((uint8_t)file->data[i] == 0xFF &&
		    ((uint8_t)file->data[i + 1] == 0xC0 ||
		        (uint8_t)file->data[i + 1] == 0xC2))
			return i + 5;
	return 0;
}

static void test_lying_jpeg(void)
{
	struct picture picture;
	struct str file;
	size_t at;

	make_jpeg(&file, &quarters, JPEG_COLOR, 0);
	at = find_frame(&file);
	memset(file.data + at, 0xEA, 4);
	refuse(file.data, file.len, ERROR_PICTURE_TOO_LARGE,
	    "a JPEG said to be 60138 x 60138");
	memcpy(file.data + at, "\x0f\xa0\x0f\xa0", 4);
	refuse(file.data, file.len, ERROR_PICTURE_BROKEN,
	    "a JPEG said to be 4000 x 4000");
	memcpy(file.data + at, "\0\0\0\0", 4);
	refuse(file.data, file.len, ERROR_PICTURE_BROKEN,
	    "a JPEG without a size");
	str_release(&file);
	make_jpeg(&file, &quarters, JPEG_SCANS, 0);
	memcpy(file.data + find_frame(&file), "\x13\x88\x13\x88", 4);
	refuse(file.data, file.len, ERROR_PICTURE_TOO_LARGE,
	    "of scans what does not fit into memory");
	str_release(&file);
	/* what it says is there is there, and more */
	make_jpeg(&file, &quarters, JPEG_COLOR, 0);
	str_add(&file, "and more, as some cameras write");
	check_quarters(&file, "a JPEG with bytes behind");
	str_cut(&file, file.len - 33);
	if (read_well(&file, &picture, 64, 48, "a JPEG without its end"))
		is_near(&picture, 5, 42, 20, 20, 220, "its last rows");
	picture_release(&picture);
	str_release(&file);
}

static void test_jpeg(void)
{
	static const struct sample shades = {64, 48, grey},
	                           dot = {1, 1, quarter},
	                           wide = {3000, 40, quarter},
	                           photo = {1600, 1200, checks};
	struct picture picture;
	struct str file;

	make_jpeg(&file, &quarters, JPEG_COLOR, 0);
	check_quarters(&file, "a JPEG");
	cut_everywhere(&file, "a JPEG");
	str_release(&file);
	make_jpeg(&file, &quarters, JPEG_SCANS, 0);
	check_quarters(&file, "a JPEG of scans");
	cut_everywhere(&file, "a JPEG of scans");
	str_release(&file);
	make_jpeg(&file, &quarters, JPEG_INKS, 0);
	check_quarters(&file, "a JPEG of inks");
	str_release(&file);
	make_jpeg(&file, &shades, JPEG_GREY, 0);
	if (read_well(&file, &picture, 64, 48, "a grey JPEG")) {
		is_near(&picture, 3, 3, 40, 40, 40, "a grey JPEG");
		is_near(&picture, 60, 3, 200, 200, 200, "a grey JPEG");
	}
	picture_release(&picture);
	str_release(&file);
	make_jpeg(&file, &dot, JPEG_COLOR, 0);
	if (read_well(&file, &picture, 1, 1, "a JPEG of one dot"))
		is_near(&picture, 0, 0, 220, 20, 20, "a JPEG of one dot");
	picture_release(&picture);
	str_release(&file);
	make_jpeg(&file, &wide, JPEG_COLOR, 0);
	read_well(&file, &picture, 120, 2, "a very wide one");
	picture_release(&picture);
	str_release(&file);
	make_jpeg(&file, &photo, JPEG_COLOR, 0);
	read_well(&file, &picture, 120, 90, "a photo");
	picture_release(&picture);
	str_release(&file);
	test_turns();
	test_lying_jpeg();
}
#endif

/* --- PNG ------------------------------------------------------------------- */

#ifdef HAVE_PNG
static void write_bytes(png_structp writer, png_bytep data, size_t len)
{
	str_add_len(png_get_io_ptr(writer), (const char *)data, len);
}

/* laced: in seven passes. */
static void make_png(struct str *out, const struct sample *sample,
    bool is_laced)
{
	png_structp writer = png_create_write_struct(PNG_LIBPNG_VER_STRING,
	    NULL, NULL, NULL);
	png_infop info = png_create_info_struct(writer);
	size_t stride = 4 * (size_t)sample->width;
	uint8_t *dots = mem_alloc_zero((size_t)sample->height, stride);
	png_bytep *rows = mem_alloc_zero((size_t)sample->height,
	    sizeof(*rows));

	str_init(out);
	for (int y = 0; y < sample->height; y++) {
		rows[y] = dots + (size_t)y * stride;
		for (int x = 0; x < sample->width; x++)
			sample->dot(x, y, rows[y] + 4 * (size_t)x);
	}
	png_set_write_fn(writer, out, write_bytes, NULL);
	png_set_IHDR(writer, info, (png_uint_32)sample->width,
	    (png_uint_32)sample->height, 8, PNG_COLOR_TYPE_RGB_ALPHA,
	    is_laced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
	    PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
	png_set_rows(writer, info, rows);
	png_write_png(writer, info, PNG_TRANSFORM_IDENTITY, NULL);
	png_destroy_write_struct(&writer, &info);
	free(rows);
	free(dots);
}

/* The checksum of IHDR is made anew, so that only the size is wrong. */
static void set_png_size(struct str *file, uint32_t width, uint32_t height)
{
	uint32_t crc = 0xFFFFFFFF;

	for (int i = 0; i < 4; i++) {
		file->data[16 + i] = (char)(width >> (24 - 8 * i));
		file->data[20 + i] = (char)(height >> (24 - 8 * i));
	}
	for (int i = 12; i < 29; i++) {
		crc ^= (uint8_t)file->data[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320 : 0);
	}
	crc = ~crc;
	for (int i = 0; i < 4; i++)
		file->data[29 + i] = (char)(crc >> (24 - 8 * i));
}

static void test_lying_png(void)
{
	struct picture picture;
	struct str file;

	make_png(&file, &quarters, false);
	set_png_size(&file, 60000, 60000);
	refuse(file.data, file.len, ERROR_PICTURE_TOO_LARGE,
	    "a PNG said to be 60000 x 60000");
	set_png_size(&file, 0x7FFFFFFF, 1);
	refuse(file.data, file.len, ERROR_PICTURE_BROKEN,
	    "a PNG said to be wider than any");
	set_png_size(&file, 64, 4000);
	refuse(file.data, file.len, ERROR_PICTURE_BROKEN,
	    "a PNG said to be higher than it is");
	set_png_size(&file, 64, 60);
	if (read_well(&file, &picture, 64, 60, "a PNG of which most came"))
		is_near(&picture, 5, 58, 255, 255, 255, "white below");
	picture_release(&picture);
	str_release(&file);
}

static void test_png(void)
{
	static const struct sample half = {64, 48, clear},
	                           board = {960, 960, checks},
	                           dot = {1, 1, quarter};
	struct picture picture;
	struct str file;

	make_png(&file, &quarters, false);
	check_quarters(&file, "a PNG");
	cut_everywhere(&file, "a PNG");
	str_release(&file);
	make_png(&file, &quarters, true);
	check_quarters(&file, "a laced PNG");
	cut_everywhere(&file, "a laced PNG");
	str_release(&file);
	make_png(&file, &half, false);
	if (read_well(&file, &picture, 64, 48, "a PNG that is clear")) {
		is_near(&picture, 3, 3, 255, 255, 255, "white behind");
		is_near(&picture, 60, 3, 0, 0, 0, "black before");
	}
	picture_release(&picture);
	str_release(&file);
	make_png(&file, &dot, false);
	read_well(&file, &picture, 1, 1, "a PNG of one dot");
	picture_release(&picture);
	str_release(&file);
	/* half of the light is 188 of 255, not 128 */
	make_png(&file, &board, false);
	if (read_well(&file, &picture, 120, 120, "a chess board"))
		is_near(&picture, 60, 60, 188, 188, 188, "in linear light");
	picture_release(&picture);
	str_release(&file);
	test_lying_png();
}
#endif

/* --- WebP ------------------------------------------------------------------ */

#ifdef HAVE_WEBP
static void make_webp(struct str *out, const struct sample *sample,
    bool is_exact)
{
	int stride = 4 * sample->width;
	uint8_t *dots = mem_alloc_zero((size_t)sample->height,
	    (size_t)stride);
	uint8_t *bytes = NULL;
	size_t len;

	for (int y = 0; y < sample->height; y++)
		for (int x = 0; x < sample->width; x++)
			sample->dot(x, y, dots + (size_t)y * (size_t)stride +
			        4 * (size_t)x);
	len = is_exact
	    ? WebPEncodeLosslessRGBA(dots, sample->width, sample->height,
	          stride, &bytes)
	    : WebPEncodeRGBA(dots, sample->width, sample->height, stride, 95,
	          &bytes);
	str_init(out);
	str_add_len(out, (char *)bytes, len);
	WebPFree(bytes);
	free(dots);
}

static void test_webp(void)
{
	static const struct sample half = {64, 48, clear},
	                           photo = {1600, 1200, quarter},
	                           dot = {1, 1, quarter};
	struct picture picture;
	struct str file;

	for (int exact = 0; exact < 2; exact++) {
		make_webp(&file, &quarters, exact == 1);
		check_quarters(&file, "a WebP");
		cut_everywhere(&file, "a WebP");
		/* width - 1 of 14 bits: VP8L's head, or VP8's */
		if (exact == 1)
			memset(file.data + 21, 0xFF, 3);
		else
			memset(file.data + 26, 0xFF, 4);
		tap_ok(!picture_read(file.data, file.len, &picture, &err),
		    "a WebP said to be 16383 wide is refused");
		picture_release(&picture);
		str_release(&file);
		make_webp(&file, &photo, exact == 1);
		if (read_well(&file, &picture, 120, 90, "a WebP photo"))
			is_near(&picture, 110, 80, 250, 250, 250, "of it");
		picture_release(&picture);
		str_release(&file);
	}
	make_webp(&file, &half, true);
	if (read_well(&file, &picture, 64, 48, "a WebP that is clear"))
		is_near(&picture, 3, 3, 255, 255, 255, "white behind");
	picture_release(&picture);
	str_release(&file);
	make_webp(&file, &dot, true);
	read_well(&file, &picture, 1, 1, "a WebP of one dot");
	picture_release(&picture);
	str_release(&file);
}
#endif

/* --- others ----------------------------------------------------------------- */

static void test_others(void)
{
	static const struct {
		const char *data;
		size_t len;
		const char *name;
	} others[] = {
	    {"GIF89a\x01\0\x01\0", 10, "GIF"},
	    {"\0\0\0\x1c" "ftypavif", 12, "AVIF"},
	    {"\0\0\0\x1c" "ftypheic", 12, "HEIC"},
	    {"<svg xmlns='x'/>", 16, "SVG"},
	    {"BM\x10\x20\0\0\0\0\0\0", 10, "BMP"},
	    {"<!DOCTYPE html>", 15, ""},
	    {"\xff\xd8", 2, ""},
	    {"", 0, ""},
	};

	for (size_t i = 0; i < ARRAY_LEN(others); i++) {
		refuse(others[i].data, others[i].len, ERROR_PICTURE_FORMAT,
		    others[i].name);
		tap_text(err.subject, others[i].name, "by its name");
	}
}

static void test_light(void)
{
	int wrong = 0;

	for (int value = 0; value < 256; value++)
		wrong += light_to_byte(light_of((uint8_t)value)) != value;
	tap_number(wrong, 0, "light and back is the same");
	tap_number(light_of(255), 65535, "white is all the light");
	tap_number(light_to_byte(32768), 188, "half of it");
}

int main(void)
{
	test_light();
	test_others();
#ifdef HAVE_JPEG
	test_jpeg();
#else
	tap_skip("built without libjpeg", "JPEG");
#endif
#ifdef HAVE_PNG
	test_png();
#else
	tap_skip("built without libpng", "PNG");
#endif
#ifdef HAVE_WEBP
	test_webp();
#else
	tap_skip("built without libwebp", "WebP");
#endif
	return tap_end();
}
