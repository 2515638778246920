#include "picture/formats.h"

#ifdef HAVE_WEBP

#include "picture/canvas.h"

#include <string.h>

#include <webp/decode.h>

/*
 * The library makes the picture smaller itself while it reads: twice the
 * dots that are kept are asked for. Of one without loss it holds all.
 */
static void set_size(WebPDecoderConfig *config, const struct canvas *canvas)
{
	int width = config->input.width, height = config->input.height;

	if (width <= 2 * canvas->width && height <= 2 * canvas->height)
		return;
	config->options.use_scaling = 1;
	config->options.scaled_width = width < 2 * canvas->width
	    ? width
	    : 2 * canvas->width;
	config->options.scaled_height = height < 2 * canvas->height
	    ? height
	    : 2 * canvas->height;
}

/* Where the file was cut, the rows that came. */
static int decode(const uint8_t *data, size_t len, WebPDecoderConfig *config)
{
	WebPIDecoder *decoder = WebPIDecode(NULL, 0, config);
	int rows = 0;
	VP8StatusCode status;

	if (decoder == NULL)
		return 0;
	status = WebPIUpdate(decoder, data, len);
	if (status == VP8_STATUS_OK)
		rows = config->output.height;
	else if (WebPIDecGetRGB(decoder, &rows, NULL, NULL, NULL) == NULL)
		rows = 0;
	WebPIDelete(decoder);
	return rows;
}

bool webp_read(const uint8_t *data, size_t len, struct picture *picture,
    struct error *err)
{
	WebPDecoderConfig config;
	struct canvas canvas;
	bool is_read;
	int rows;

	if (!WebPInitDecoderConfig(&config) ||
	    WebPGetFeatures(data, len, &config.input) != VP8_STATUS_OK)
		return error_set(err, ERROR_PICTURE_BROKEN, "", 0);
	if (config.input.has_animation)
		return error_set(err, ERROR_PICTURE_FORMAT, "WebP", 0);
	if (!canvas_init(&canvas, (uint64_t)config.input.width,
	        (uint64_t)config.input.height, TURN_NONE, true, err))
		return false;
	set_size(&config, &canvas);
	config.output.colorspace = MODE_RGBA;
	rows = decode(data, len, &config);
	is_read = rows > 0 && rows * 2 >= config.output.height;
	canvas_rescale(&canvas, config.output.width, config.output.height);
	for (int y = 0; is_read && y < rows; y++)
		canvas_add(&canvas, y, 0, 1, config.output.u.RGBA.rgba +
		        (size_t)y * (size_t)config.output.u.RGBA.stride,
		    config.output.width, 4);
	if (is_read)
		canvas_finish(&canvas, TURN_NONE, picture);
	else
		error_set(err, ERROR_PICTURE_BROKEN, "", 0);
	WebPFreeDecBuffer(&config.output);
	canvas_release(&canvas);
	return is_read;
}

#endif
