noinst_LIBRARIES += src/libtext.a
src_libtext_a_SOURCES = %D%/breaks.h %D%/clean.h %D%/date.h %D%/fold.h %D%/url.h %D%/utf8.h %D%/width.h 
