check_PROGRAMS += tests/feed/feed_test tests/feed/import_test \
	tests/feed/replay_test
TESTS += tests/feed/feed_test tests/feed/import_test tests/feed/replay_test
tests_feed_feed_test_SOURCES = %D%/feed_test.c
tests_feed_feed_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_feed_feed_test_LDADD = $(TEST_LIBS) $(FEED_LIBS)
tests_feed_import_test_SOURCES = %D%/import_test.c
tests_feed_import_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_feed_import_test_LDADD = $(TEST_LIBS) $(FEED_LIBS)
tests_feed_replay_test_SOURCES = %D%/replay_test.c
tests_feed_replay_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_feed_replay_test_LDADD = $(TEST_LIBS) $(FEED_LIBS)

# Each document beside the lines that it must read as.
FEED_GOLDEN = \
	%D%/golden/atom-types.xml \
	%D%/golden/atom03.xml \
	%D%/golden/atom10.xml \
	%D%/golden/broken.xml \
	%D%/golden/cut.json \
	%D%/golden/dates-day.xml \
	%D%/golden/dates-month.xml \
	%D%/golden/en-dates.xml \
	%D%/golden/feed.json \
	%D%/golden/items.xml \
	%D%/golden/nukeviet.xml \
	%D%/golden/odd.xml \
	%D%/golden/podcast.xml \
	%D%/golden/rss091.xml \
	%D%/golden/rss10.xml \
	%D%/golden/rss20.xml \
	%D%/golden/two-roots.xml \
	%D%/golden/utf16.xml \
	%D%/golden/windows1258.xml \
	%D%/lists/folders.opml \
	%D%/lists/newsboat.urls \
	%D%/lists/newsraft.urls \
	%D%/lists/other-root.opml \
	%D%/lists/titles.urls
# Shapes that are only read, cut at each byte.
FEED_REPLAY = \
	%D%/replay/bytes.xml \
	%D%/replay/mixed.xml \
	%D%/replay/odd.json \
	%D%/replay/utf16.xml \
	%D%/replay/utf16be.xml
EXTRA_DIST += $(FEED_GOLDEN) $(FEED_GOLDEN:=.expected) $(FEED_REPLAY)

# Write the expected lines anew; look at the difference before it is kept.
golden: golden-feed
golden-feed: tests/feed/feed_test tests/feed/import_test
	for test in feed import; do \
		TESTS_DIR='$(abs_top_srcdir)/tests' GOLDEN=1 LC_ALL=C.UTF-8 \
		    tests/feed/$${test}_test || exit 1; \
	done
.PHONY: golden golden-feed
