noinst_LIBRARIES += src/libfeed.a
src_libfeed_a_SOURCES = %D%/feed_read.h %D%/import.h 
