noinst_LIBRARIES += src/liblayout.a
src_liblayout_a_SOURCES = \
	%D%/layout.c %D%/layout.h \
	%D%/lines.c %D%/lines.h \
	%D%/setter.c %D%/setter.h \
	%D%/stretch.c %D%/stretch.h \
	%D%/table.c %D%/table.h
