check_LIBRARIES += tests/libstoretest.a
tests_libstoretest_a_SOURCES = %D%/drafts.c %D%/drafts.h
tests_libstoretest_a_CPPFLAGS = $(TEST_CPPFLAGS)
STORE_TEST_LIBS = tests/libstoretest.a $(TEST_LIBS) $(STORE_LIBS)
STORE_TESTS = tests/store/articles_test \
	tests/store/crash_test \
	tests/store/folds_test \
	tests/store/marks_test \
	tests/store/migrate_test \
	tests/store/moving_test \
	tests/store/open_test \
	tests/store/packing_test \
	tests/store/pages_test \
	tests/store/pairs_test \
	tests/store/walk_test \
	tests/store/pictures_test tests/store/plans_test \
	tests/store/purge_test \
	tests/store/search_test \
	tests/store/edit_test tests/store/sources_test \
	tests/store/relate_test
check_PROGRAMS += $(STORE_TESTS)
TESTS += $(STORE_TESTS)
tests_store_articles_test_SOURCES = %D%/articles_test.c
tests_store_articles_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_articles_test_LDADD = $(STORE_TEST_LIBS)
tests_store_crash_test_SOURCES = %D%/crash_test.c \
	%D%/model.c %D%/model.h %D%/work.c %D%/work.h \
	tests/support/loss_vfs.c tests/support/loss_vfs.h
tests_store_crash_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_crash_test_LDADD = $(STORE_TEST_LIBS)
tests_store_folds_test_SOURCES = %D%/folds_test.c
tests_store_folds_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_folds_test_LDADD = $(STORE_TEST_LIBS)
tests_store_marks_test_SOURCES = %D%/marks_test.c
tests_store_marks_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_marks_test_LDADD = $(STORE_TEST_LIBS)
tests_store_migrate_test_SOURCES = %D%/migrate_test.c
tests_store_migrate_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_migrate_test_LDADD = $(STORE_TEST_LIBS)
tests_store_moving_test_SOURCES = %D%/moving_test.c
tests_store_moving_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_moving_test_LDADD = $(STORE_TEST_LIBS)
tests_store_open_test_SOURCES = %D%/open_test.c
tests_store_open_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_open_test_LDADD = $(STORE_TEST_LIBS)
tests_store_packing_test_SOURCES = %D%/packing_test.c
tests_store_packing_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_packing_test_LDADD = $(STORE_TEST_LIBS)
tests_store_pages_test_SOURCES = %D%/pages_test.c
tests_store_pages_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_pages_test_LDADD = $(STORE_TEST_LIBS)
tests_store_plans_test_SOURCES = %D%/plans_test.c
tests_store_plans_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_plans_test_LDADD = $(STORE_TEST_LIBS)
tests_store_purge_test_SOURCES = %D%/purge_test.c
tests_store_purge_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_purge_test_LDADD = $(STORE_TEST_LIBS)
tests_store_edit_test_SOURCES = %D%/edit_test.c
tests_store_edit_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_edit_test_LDADD = $(STORE_TEST_LIBS)
tests_store_sources_test_SOURCES = %D%/sources_test.c
tests_store_sources_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_sources_test_LDADD = $(STORE_TEST_LIBS)
tests_store_relate_test_SOURCES = %D%/relate_test.c
tests_store_relate_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_relate_test_LDADD = $(STORE_TEST_LIBS)
EXTRA_DIST += %D%/fixtures/v1.db.zst %D%/fixtures/v2.db.zst \
	%D%/fixtures/v3.db.zst %D%/fixtures/v4.db.zst %D%/fixtures/v5.db.zst \
	%D%/fixtures/v6.db.zst %D%/fixtures/v7.db.zst \
	%D%/fixtures/v8.db.zst %D%/fixtures/v9.db.zst
EXTRA_DIST += %D%/crash.sh
tests_store_pictures_test_SOURCES = %D%/pictures_test.c
tests_store_pictures_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_pictures_test_LDADD = $(STORE_TEST_LIBS)
tests_store_pairs_test_SOURCES = %D%/pairs_test.c
tests_store_pairs_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_pairs_test_LDADD = $(STORE_TEST_LIBS)
tests_store_search_test_SOURCES = %D%/search_test.c
tests_store_search_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_search_test_LDADD = $(STORE_TEST_LIBS)
tests_store_walk_test_SOURCES = %D%/walk_test.c
tests_store_walk_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_walk_test_LDADD = $(STORE_TEST_LIBS)
