# Fuzz targets, run here over their seeds. With clang's libFuzzer:
#   sh tests/fuzz/run.sh SECONDS [TARGET...]
fuzz_targets = tests/fuzz/date_replay tests/fuzz/feed_replay \
	tests/fuzz/import_replay tests/fuzz/layout_replay \
	tests/fuzz/page_replay tests/fuzz/picture_replay \
	tests/fuzz/repair_replay \
	tests/fuzz/reply_replay tests/fuzz/tree_replay \
	tests/fuzz/url_replay
check_PROGRAMS += $(fuzz_targets)
tests_fuzz_date_replay_SOURCES = %D%/date_fuzz.c %D%/replay.c %D%/fuzz.h
tests_fuzz_date_replay_CPPFLAGS = $(TEST_CPPFLAGS)
tests_fuzz_date_replay_LDADD = $(TEST_LIBS) $(FEED_LIBS)
tests_fuzz_feed_replay_SOURCES = %D%/feed_fuzz.c %D%/replay.c %D%/fuzz.h
tests_fuzz_feed_replay_CPPFLAGS = $(TEST_CPPFLAGS)
tests_fuzz_feed_replay_LDADD = $(TEST_LIBS) $(FEED_LIBS)
tests_fuzz_import_replay_SOURCES = %D%/import_fuzz.c %D%/replay.c %D%/fuzz.h
tests_fuzz_import_replay_CPPFLAGS = $(TEST_CPPFLAGS)
tests_fuzz_import_replay_LDADD = $(TEST_LIBS) $(FEED_LIBS)
tests_fuzz_layout_replay_SOURCES = %D%/layout_fuzz.c %D%/replay.c %D%/fuzz.h
tests_fuzz_layout_replay_CPPFLAGS = $(TEST_CPPFLAGS)
tests_fuzz_layout_replay_LDADD = $(TEST_LIBS) src/liblayout.a $(PAGE_LIBS)
tests_fuzz_page_replay_SOURCES = %D%/page_fuzz.c %D%/replay.c %D%/fuzz.h
tests_fuzz_page_replay_CPPFLAGS = $(TEST_CPPFLAGS)
tests_fuzz_page_replay_LDADD = $(TEST_LIBS) $(PAGE_LIBS)
tests_fuzz_picture_replay_SOURCES = %D%/picture_fuzz.c %D%/replay.c \
	%D%/fuzz.h
tests_fuzz_picture_replay_CPPFLAGS = $(TEST_CPPFLAGS)
tests_fuzz_picture_replay_LDADD = $(TEST_LIBS) src/libpicture.a $(TEXT_LIBS) \
	$(PICTURE_LIBS)
tests_fuzz_repair_replay_SOURCES = %D%/repair_fuzz.c %D%/replay.c %D%/fuzz.h
tests_fuzz_repair_replay_CPPFLAGS = $(TEST_CPPFLAGS) $(LIBXML_CPPFLAGS)
tests_fuzz_repair_replay_LDADD = $(TEST_LIBS) $(FEED_LIBS) $(LIBXML_LIBS)
tests_fuzz_reply_replay_SOURCES = %D%/reply_fuzz.c %D%/replay.c %D%/fuzz.h
tests_fuzz_reply_replay_CPPFLAGS = $(TEST_CPPFLAGS)
tests_fuzz_reply_replay_LDADD = $(TEST_LIBS) $(NET_LIBS)
tests_fuzz_tree_replay_SOURCES = %D%/tree_fuzz.c %D%/replay.c %D%/fuzz.h
tests_fuzz_tree_replay_CPPFLAGS = $(TEST_CPPFLAGS)
tests_fuzz_tree_replay_LDADD = $(TEST_LIBS) $(PAGE_LIBS)
tests_fuzz_url_replay_SOURCES = %D%/url_fuzz.c %D%/replay.c %D%/fuzz.h
tests_fuzz_url_replay_CPPFLAGS = $(TEST_CPPFLAGS)
tests_fuzz_url_replay_LDADD = $(TEST_LIBS) $(FEED_LIBS)
TESTS += tests/fuzz/replay.sh
EXTRA_DIST += tests/fuzz/replay.sh tests/fuzz/run.sh tests/fuzz/seeds
