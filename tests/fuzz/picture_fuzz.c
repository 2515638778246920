/* Any bytes as a picture: small, whole, and cells of every kind. */
#include "fuzz/fuzz.h"
#include "picture/cells.h"

static void check_cells(const struct picture *picture)
{
	int columns, rows;

	cells_fit(picture->width, picture->height, 72, 20, &columns, &rows);
	fuzz_promise(columns > 0 && columns <= 72, "no wider than there is");
	fuzz_promise(rows > 0 && rows <= 20, "nor higher");
	for (int depth = CELLS_TRUE; depth <= CELLS_SHADES; depth++) {
		struct cells cells;

		cells_make(picture, columns, rows, (enum cells_depth)depth,
		    &cells);
		for (int i = 0; i < columns * rows; i++)
			fuzz_promise(cells.upper[i] >= 0 &&
			        cells.upper[i] <= 0xffffff,
			    "a colour");
		cells_release(&cells);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct picture picture;
	struct error err = {0};

	if (picture_read(data, len, &picture, &err)) {
		fuzz_promise(picture.width > 0 && picture.height > 0 &&
		        picture.width <= PICTURE_WIDTH_MOST &&
		        picture.height <= PICTURE_HEIGHT_MOST,
		    "as small as is kept");
		check_cells(&picture);
	} else {
		fuzz_promise(err.code == ERROR_PICTURE_FORMAT ||
		        err.code == ERROR_PICTURE_BROKEN ||
		        err.code == ERROR_PICTURE_TOO_LARGE,
		    "a reason");
		fuzz_promise(picture.dots == NULL, "and no dots");
	}
	picture_release(&picture);
	return 0;
}
