noinst_LIBRARIES += src/libbase.a
src_libbase_a_SOURCES = \
	%D%/arena.c %D%/arena.h \
	%D%/clock.c %D%/clock.h \
	%D%/error.c %D%/error.h \
	%D%/file.c %D%/file.h \
	%D%/hash.c %D%/hash.h \
	%D%/i18n.c %D%/i18n.h \
	%D%/log.c %D%/log.h \
	%D%/mem.c %D%/mem.h \
	%D%/pack.c %D%/pack.h \
	%D%/queue.c %D%/queue.h \
	%D%/str.c %D%/str.h
