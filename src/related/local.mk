noinst_LIBRARIES += src/librelated.a
src_librelated_a_SOURCES = \
	%D%/rank.c \
	%D%/reason.c \
	%D%/related.h \
	%D%/stop.c %D%/stop.h \
	%D%/story.c \
	%D%/terms.c
