noinst_LIBRARIES += src/libnews.a
src_libnews_a_SOURCES = %D%/article.h %D%/block.h %D%/feed.h %D%/page.h %D%/source.h %D%/words.h 
