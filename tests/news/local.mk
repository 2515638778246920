NEWS_TESTS = %D%/block_test %D%/feed_test %D%/page_test \
	%D%/province_test %D%/source_test \
	%D%/words_test
check_PROGRAMS += $(NEWS_TESTS)
TESTS += $(NEWS_TESTS)
tests_news_block_test_SOURCES = %D%/block_test.c
tests_news_block_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_news_block_test_LDADD = $(TEST_LIBS) $(NEWS_LIBS)
tests_news_feed_test_SOURCES = %D%/feed_test.c
tests_news_feed_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_news_feed_test_LDADD = $(TEST_LIBS) $(NEWS_LIBS)
tests_news_page_test_SOURCES = %D%/page_test.c
tests_news_page_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_news_page_test_LDADD = $(TEST_LIBS) $(NEWS_LIBS)
tests_news_province_test_SOURCES = %D%/province_test.c
tests_news_province_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_news_province_test_LDADD = $(TEST_LIBS) $(NEWS_LIBS)
tests_news_source_test_SOURCES = %D%/source_test.c
tests_news_source_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_news_source_test_LDADD = $(TEST_LIBS) $(NEWS_LIBS)
tests_news_words_test_SOURCES = %D%/words_test.c
tests_news_words_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_news_words_test_LDADD = $(TEST_LIBS) $(NEWS_LIBS)
