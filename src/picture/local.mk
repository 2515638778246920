noinst_LIBRARIES += src/libpicture.a
src_libpicture_a_SOURCES = \
	%D%/canvas.c %D%/canvas.h \
	%D%/cells.c %D%/cells.h \
	%D%/exif.c %D%/exif.h \
	%D%/formats.h %D%/jpeg.c %D%/png.c %D%/webp.c \
	%D%/picture.c %D%/picture.h
src_libpicture_a_CPPFLAGS = $(AM_CPPFLAGS) $(PICTURE_CPPFLAGS)
