#include "picture/formats.h"

#ifdef HAVE_JPEG

#include "picture/canvas.h"
#include "picture/exif.h"

#include <setjmp.h>
#include <stdio.h> /* jpeglib.h needs it before */
#include <stdlib.h>
#include <string.h>

#include <jerror.h>
#include <jpeglib.h>

enum {
	MEMORY_MOST = 64 * 1024 * 1024,
	SCANS_MOST = 64, /* each goes over the whole picture */
	EXIF_BYTES_MOST = 0xFFFF,
	BLOCK_ROWS = 16, /* read at once, at most */
};

struct jpeg {
	struct jpeg_decompress_struct decoder;
	struct jpeg_error_mgr errors;
	struct jpeg_source_mgr source;
	struct jpeg_progress_mgr progress;
	jmp_buf out;
	bool is_cut; /* the end was asked for beyond the bytes */
	JSAMPLE *row;
	struct canvas canvas;
	enum canvas_turn turn;
	struct error error;
};

/* --- what the library calls ----------------------------------------------- */

static struct jpeg *jpeg_of(j_common_ptr common)
{
	return common->client_data;
}

_Noreturn static void fail(j_common_ptr common)
{
	struct jpeg *jpeg = jpeg_of(common);

	if (jpeg->error.code == ERROR_NONE) {
		/* its memory is bounded by ours */
		if (common->err->msg_code == JERR_OUT_OF_MEMORY ||
		    common->err->msg_code == JERR_NO_BACKING_STORE)
			error_set(&jpeg->error, ERROR_PICTURE_TOO_LARGE, "",
			    PICTURE_WHOLE_DOTS_MOST);
		else
			error_set(&jpeg->error, ERROR_PICTURE_BROKEN, "", 0);
	}
	longjmp(jpeg->out, 1);
}

static void say_nothing(j_common_ptr common)
{
	(void)common;
}

static void count_warning(j_common_ptr common, int level)
{
	if (level < 0)
		common->err->num_warnings++;
	/* the end stands before the dots are all there */
	if (common->err->msg_code == JWRN_HIT_MARKER)
		jpeg_of(common)->is_cut = true;
}

static void begin_source(j_decompress_ptr decoder)
{
	(void)decoder;
}

static boolean fill_source(j_decompress_ptr decoder)
{
	static const JOCTET end[] = {0xFF, JPEG_EOI};

	jpeg_of((j_common_ptr)decoder)->is_cut = true;
	decoder->src->next_input_byte = end;
	decoder->src->bytes_in_buffer = sizeof(end);
	return TRUE;
}

static void skip_source(j_decompress_ptr decoder, long count)
{
	struct jpeg_source_mgr *source = decoder->src;

	if (count <= 0)
		return;
	if ((size_t)count > source->bytes_in_buffer) {
		fill_source(decoder);
		return;
	}
	source->next_input_byte += count;
	source->bytes_in_buffer -= (size_t)count;
}

static void watch_scans(j_common_ptr common)
{
	struct jpeg *jpeg = jpeg_of(common);

	if (jpeg->decoder.input_scan_number <= SCANS_MOST)
		return;
	error_set(&jpeg->error, ERROR_PICTURE_TOO_LARGE, "", SCANS_MOST);
	longjmp(jpeg->out, 1);
}

/* --- reading -------------------------------------------------------------- */

static void set_up(struct jpeg *jpeg, const uint8_t *data, size_t len)
{
	jpeg->decoder.err = jpeg_std_error(&jpeg->errors);
	jpeg->errors.error_exit = fail;
	jpeg->errors.output_message = say_nothing;
	jpeg->errors.emit_message = count_warning;
	jpeg->decoder.client_data = jpeg;
	jpeg_create_decompress(&jpeg->decoder);
	jpeg->decoder.client_data = jpeg;
	jpeg->decoder.mem->max_memory_to_use = MEMORY_MOST;
	jpeg->source = (struct jpeg_source_mgr){.next_input_byte = data,
	    .bytes_in_buffer = len,
	    .init_source = begin_source,
	    .fill_input_buffer = fill_source,
	    .skip_input_data = skip_source,
	    .resync_to_restart = jpeg_resync_to_restart,
	    .term_source = begin_source};
	jpeg->decoder.src = &jpeg->source;
	jpeg->progress.progress_monitor = watch_scans;
	jpeg->decoder.progress = &jpeg->progress;
	jpeg_save_markers(&jpeg->decoder, JPEG_APP0 + 1, EXIF_BYTES_MOST);
}

/* As small as leaves twice the dots that are kept. */
static void choose_scale(struct jpeg *jpeg)
{
	const struct canvas *canvas = &jpeg->canvas;
	struct jpeg_decompress_struct *decoder = &jpeg->decoder;
	unsigned eighths = 8;

	while (eighths > 1 &&
	    decoder->image_width / 8 * (eighths / 2) >=
	        2U * (unsigned)canvas->width &&
	    decoder->image_height / 8 * (eighths / 2) >=
	        2U * (unsigned)canvas->height)
		eighths /= 2;
	decoder->scale_num = eighths;
	decoder->scale_denom = 8;
	/* what is made smaller anyhow needs no smoothing between dots */
	decoder->do_fancy_upsampling = FALSE;
}

static void read_head(struct jpeg *jpeg)
{
	struct jpeg_decompress_struct *decoder = &jpeg->decoder;

	jpeg_read_header(decoder, TRUE);
	jpeg->turn = TURN_NONE;
	for (jpeg_saved_marker_ptr marker = decoder->marker_list;
	     marker != NULL && jpeg->turn == TURN_NONE;
	     marker = marker->next)
		jpeg->turn = exif_turn(marker->data, marker->data_length);
	if (!canvas_init(&jpeg->canvas, decoder->image_width,
	        decoder->image_height, jpeg->turn,
	        jpeg_has_multiple_scans(decoder), &jpeg->error))
		longjmp(jpeg->out, 1);
	choose_scale(jpeg);
	decoder->out_color_space = decoder->num_components == 4 ? JCS_CMYK
	                                                        : JCS_RGB;
	decoder->dct_method = JDCT_ISLOW;
}

/* Adobe's files have the four inks upside down; without profiles. */
static void mix_inks(const struct jpeg *jpeg, JSAMPLE *row, int count)
{
	bool is_inverted = jpeg->decoder.saw_Adobe_marker;

	for (int i = 0; i < count; i++) {
		const JSAMPLE *from = row + 4 * (size_t)i;
		JSAMPLE *to = row + 3 * (size_t)i;
		int black = is_inverted ? from[3] : 255 - from[3];

		for (int ink = 0; ink < 3; ink++)
			to[ink] = (JSAMPLE)((is_inverted ? from[ink]
			    : 255 - from[ink]) * black / 255);
	}
}

static void read_rows(struct jpeg *jpeg)
{
	struct jpeg_decompress_struct *decoder = &jpeg->decoder;
	int width, height, y = 0, last;

	jpeg_start_decompress(decoder);
	width = (int)decoder->output_width;
	height = (int)decoder->output_height;
	canvas_rescale(&jpeg->canvas, width, height);
	jpeg->row = mem_alloc_zero((size_t)width,
	    (size_t)decoder->output_components);
	last = height;
	while (y < last) {
		if (jpeg_read_scanlines(decoder, &jpeg->row, 1) != 1)
			break;
		if (decoder->out_color_space == JCS_CMYK)
			mix_inks(jpeg, jpeg->row, width);
		canvas_add(&jpeg->canvas, y++, 0, 1, jpeg->row, width, 3);
		/* what lies well behind the cut is the library's invention */
		if (jpeg->is_cut && !jpeg_has_multiple_scans(decoder) &&
		    last == height && y + BLOCK_ROWS < height)
			last = y + BLOCK_ROWS;
	}
	if (y * 2 < height)
		error_set(&jpeg->error, ERROR_PICTURE_BROKEN, "", 0);
}

bool jpeg_read(const uint8_t *data, size_t len, struct picture *picture,
    struct error *err)
{
	struct jpeg *jpeg = mem_alloc_zero(1, sizeof(*jpeg));
	bool is_read;

	if (setjmp(jpeg->out) == 0) {
		set_up(jpeg, data, len);
		read_head(jpeg);
		read_rows(jpeg);
	}
	is_read = jpeg->error.code == ERROR_NONE;
	if (is_read)
		canvas_finish(&jpeg->canvas, jpeg->turn, picture);
	else
		error_set(err, jpeg->error.code, jpeg->error.subject,
		    jpeg->error.number);
	jpeg_destroy_decompress(&jpeg->decoder);
	canvas_release(&jpeg->canvas);
	free(jpeg->row);
	free(jpeg);
	return is_read;
}

#endif
