#include "picture/formats.h"

#ifdef HAVE_PNG

#include "picture/canvas.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

enum { CHUNK_BYTES_MOST = 1 << 20, CHUNKS_MOST = 64 };

struct png_file {
	const uint8_t *data;
	size_t len, at;
	png_structp reader;
	png_infop info;
	png_bytep row;
	struct canvas canvas;
	int64_t rows_read, rows; /* of all passes */
	struct error error;
};

/* --- what the library calls ----------------------------------------------- */

_Noreturn static void fail(png_structp reader, png_const_charp message)
{
	struct png_file *file = png_get_error_ptr(reader);

	(void)message;
	if (file->error.code == ERROR_NONE)
		error_set(&file->error, ERROR_PICTURE_BROKEN, "", 0);
	png_longjmp(reader, 1);
}

static void warn(png_structp reader, png_const_charp message)
{
	(void)reader;
	(void)message;
}

static void read_bytes(png_structp reader, png_bytep out, size_t count)
{
	struct png_file *file = png_get_io_ptr(reader);

	if (count > file->len - file->at)
		png_error(reader, "cut");
	memcpy(out, file->data + file->at, count);
	file->at += count;
}

/* --- reading -------------------------------------------------------------- */

/* Eight bits of red, green, blue and opaqueness, whatever the file has. */
static void read_head(struct png_file *file)
{
	png_structp reader = file->reader;
	png_uint_32 width, height;

	png_set_read_fn(reader, file, read_bytes);
	png_set_user_limits(reader, PICTURE_SIDE_MOST, PICTURE_SIDE_MOST);
	png_set_chunk_malloc_max(reader, CHUNK_BYTES_MOST);
	png_set_chunk_cache_max(reader, CHUNKS_MOST);
	/* texts and profiles are of no use here, and may be packed bombs */
	png_set_keep_unknown_chunks(reader, PNG_HANDLE_CHUNK_NEVER, NULL, 0);
	png_set_keep_unknown_chunks(reader, PNG_HANDLE_CHUNK_NEVER,
	    (png_const_bytep)"zTXt\0iTXt\0tEXt\0iCCP\0eXIf\0sPLT", 6);
	/* a wrong checksum of pixels is no reason to show nothing */
	png_set_crc_action(reader, PNG_CRC_WARN_USE, PNG_CRC_WARN_DISCARD);
	png_read_info(reader, file->info);
	width = png_get_image_width(reader, file->info);
	height = png_get_image_height(reader, file->info);
	/* unlike a JPEG's, none of its dots can be left out: less may come */
	if (!canvas_init(&file->canvas, width, height, TURN_NONE, true,
	        &file->error))
		png_longjmp(reader, 1);
	png_set_expand(reader);
	png_set_strip_16(reader);
	png_set_gray_to_rgb(reader);
	png_set_add_alpha(reader, 0xFF, PNG_FILLER_AFTER);
	png_read_update_info(reader, file->info);
	if (png_get_rowbytes(reader, file->info) != (size_t)width * 4)
		png_error(reader, "not as asked for");
}

static void read_rows(struct png_file *file)
{
	int width = file->canvas.source_width;
	int height = file->canvas.source_height;

	file->rows = height;
	for (int y = 0; y < height; y++) {
		png_read_row(file->reader, file->row, NULL);
		canvas_add(&file->canvas, y, 0, 1, file->row, width, 4);
		file->rows_read++;
	}
}

/* PNG (second edition) 8.2: seven passes, each a picture of its own. */
static void read_passes(struct png_file *file)
{
	int width = file->canvas.source_width;
	int height = file->canvas.source_height;

	for (int pass = 0; pass < PNG_INTERLACE_ADAM7_PASSES; pass++)
		if (PNG_PASS_COLS((png_uint_32)width, pass) > 0)
			file->rows += PNG_PASS_ROWS((png_uint_32)height, pass);
	for (int pass = 0; pass < PNG_INTERLACE_ADAM7_PASSES; pass++) {
		int count = (int)PNG_PASS_COLS((png_uint_32)width, pass);
		int rows = (int)PNG_PASS_ROWS((png_uint_32)height, pass);

		for (int i = 0; count > 0 && i < rows; i++) {
			png_read_row(file->reader, file->row, NULL);
			canvas_add(&file->canvas,
			    (int)PNG_ROW_FROM_PASS_ROW(i, pass),
			    PNG_PASS_START_COL(pass),
			    1 << PNG_PASS_COL_SHIFT(pass), file->row, count,
			    4);
			file->rows_read++;
		}
	}
}

static void read_file(struct png_file *file)
{
	if (setjmp(png_jmpbuf(file->reader)) != 0)
		return;
	read_head(file);
	file->row = mem_alloc_zero((size_t)file->canvas.source_width, 4);
	if (png_get_interlace_type(file->reader, file->info) ==
	    PNG_INTERLACE_ADAM7)
		read_passes(file);
	else
		read_rows(file);
}

bool png_read(const uint8_t *data, size_t len, struct picture *picture,
    struct error *err)
{
	struct png_file *file = mem_alloc_zero(1, sizeof(*file));
	bool is_read;

	file->data = data;
	file->len = len;
	file->reader = png_create_read_struct(PNG_LIBPNG_VER_STRING, file,
	    fail, warn);
	if (file->reader != NULL)
		file->info = png_create_info_struct(file->reader);
	if (file->info == NULL)
		fatal("libpng does not start");
	read_file(file);
	/* cut, but most of it came */
	is_read = file->error.code == ERROR_NONE ||
	    (file->error.code == ERROR_PICTURE_BROKEN && file->rows > 0 &&
	        file->rows_read * 2 >= file->rows);
	if (is_read)
		canvas_finish(&file->canvas, TURN_NONE, picture);
	else
		error_set(err, file->error.code, file->error.subject,
		    file->error.number);
	png_destroy_read_struct(&file->reader, &file->info, NULL);
	canvas_release(&file->canvas);
	free(file->row);
	free(file);
	return is_read;
}

#endif
