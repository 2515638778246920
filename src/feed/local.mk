noinst_LIBRARIES += src/libfeed.a
src_libfeed_a_SOURCES = \
	%D%/builder.c %D%/builder.h \
	%D%/capture.c %D%/capture.h \
	%D%/elements.c %D%/elements.h \
	%D%/feed_dates.c %D%/feed_dates.h \
	%D%/feed_json.c %D%/feed_json.h \
	%D%/feed_read.c %D%/feed_read.h \
	%D%/feed_xml.c %D%/feed_xml.h \
	%D%/plain.c %D%/plain.h \
	%D%/import.h
