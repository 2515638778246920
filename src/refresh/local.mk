noinst_LIBRARIES += src/librefresh.a
src_librefresh_a_SOURCES = %D%/job.h %D%/refresh.h 
