noinst_LIBRARIES += src/librelated.a
src_librelated_a_SOURCES = \
	%D%/rank.c \
	%D%/related.h \
	%D%/stop.c %D%/stop.h \
	%D%/terms.c
