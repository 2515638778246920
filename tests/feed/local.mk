check_PROGRAMS += tests/feed/feed_test
TESTS += tests/feed/feed_test
tests_feed_feed_test_SOURCES = %D%/feed_test.c
tests_feed_feed_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_feed_feed_test_LDADD = $(TEST_LIBS) $(FEED_LIBS)

# Each document beside the lines that it must read as.
FEED_GOLDEN = \
	%D%/golden/atom03.xml \
	%D%/golden/atom10.xml \
	%D%/golden/broken.xml \
	%D%/golden/cut.json \
	%D%/golden/dates-day.xml \
	%D%/golden/dates-month.xml \
	%D%/golden/en-dates.xml \
	%D%/golden/feed.json \
	%D%/golden/nukeviet.xml \
	%D%/golden/podcast.xml \
	%D%/golden/rss091.xml \
	%D%/golden/rss10.xml \
	%D%/golden/rss20.xml \
	%D%/golden/two-roots.xml \
	%D%/golden/utf16.xml \
	%D%/golden/windows1258.xml
EXTRA_DIST += $(FEED_GOLDEN) $(FEED_GOLDEN:=.expected)

# Write the expected lines anew; look at the difference before it is kept.
golden: golden-feed
golden-feed: tests/feed/feed_test
	TESTS_DIR='$(abs_top_srcdir)/tests' GOLDEN=1 LC_ALL=C.UTF-8 \
		tests/feed/feed_test
.PHONY: golden golden-feed
