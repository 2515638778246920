noinst_LIBRARIES += src/librefresh.a
src_librefresh_a_SOURCES = \
	%D%/due.c %D%/due.h \
	%D%/folder.c %D%/folder.h \
	%D%/job.h %D%/refresh.h
