noinst_LIBRARIES += src/librefresh.a
src_librefresh_a_SOURCES = \
	%D%/add.c %D%/again.c %D%/booking.c %D%/build.c \
	%D%/crawl.c \
	%D%/check.c \
	%D%/copy.c \
	%D%/draft.c %D%/draft.h \
	%D%/due.c %D%/due.h \
	%D%/find.c %D%/find.h \
	%D%/folder.c %D%/folder.h \
	%D%/hosts.c %D%/hosts.h \
	%D%/older.c %D%/older.h \
	%D%/offer.c \
	%D%/job.h \
	%D%/pages.c %D%/pictures.c \
	%D%/purge.c \
	%D%/reach.c %D%/reach.h \
	%D%/follow.c %D%/follow.h \
	%D%/refresh.c \
	%D%/refresh.h \
	%D%/relate.c %D%/relate.h %D%/related.c \
	%D%/sources.c \
	%D%/steps.c %D%/steps.h \
	%D%/task.c %D%/task.h
