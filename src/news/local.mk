noinst_LIBRARIES += src/libnews.a
src_libnews_a_SOURCES = %D%/article.h \
	%D%/block.c %D%/block.h \
	%D%/feed.c %D%/feed.h \
	%D%/page.c %D%/page.h \
	%D%/province.c %D%/province.h \
	%D%/search.c %D%/search.h \
	%D%/source.c %D%/source.h \
	%D%/words.c %D%/words.h
