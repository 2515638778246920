check_LIBRARIES += tests/librefreshtest.a
tests_librefreshtest_a_SOURCES = %D%/fixture.c %D%/fixture.h
tests_librefreshtest_a_CPPFLAGS = $(TEST_CPPFLAGS)
REFRESH_TEST_LIBS = tests/librefreshtest.a $(TEST_LIBS) $(REFRESH_LIBS)

check_PROGRAMS += tests/refresh/add_test tests/refresh/build_test \
	tests/refresh/crawl_test tests/refresh/hosts_test \
	tests/refresh/draft_test tests/refresh/due_test \
	tests/refresh/folder_test tests/refresh/follow_test \
	tests/refresh/page_test \
	tests/refresh/pictures_test \
	tests/refresh/rules_test \
	tests/refresh/source_test tests/refresh/thread_test
TESTS += tests/refresh/add_test tests/refresh/build_test \
	tests/refresh/crawl_test tests/refresh/hosts_test \
	tests/refresh/draft_test tests/refresh/due_test \
	tests/refresh/folder_test tests/refresh/follow_test \
	tests/refresh/page_test \
	tests/refresh/pictures_test \
	tests/refresh/rules_test \
	tests/refresh/source_test tests/refresh/thread_test
tests_refresh_pictures_test_SOURCES = %D%/pictures_test.c
tests_refresh_pictures_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_refresh_pictures_test_LDADD = $(REFRESH_TEST_LIBS)
tests_refresh_add_test_SOURCES = %D%/add_test.c
tests_refresh_add_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_refresh_add_test_LDADD = $(REFRESH_TEST_LIBS)
tests_refresh_draft_test_SOURCES = %D%/draft_test.c
tests_refresh_draft_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_refresh_draft_test_LDADD = $(REFRESH_TEST_LIBS)
tests_refresh_due_test_SOURCES = %D%/due_test.c
tests_refresh_due_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_refresh_due_test_LDADD = $(REFRESH_TEST_LIBS)
tests_refresh_folder_test_SOURCES = %D%/folder_test.c
tests_refresh_folder_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_refresh_folder_test_LDADD = $(REFRESH_TEST_LIBS)
tests_refresh_follow_test_SOURCES = %D%/follow_test.c
tests_refresh_follow_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_refresh_follow_test_LDADD = $(REFRESH_TEST_LIBS)
tests_refresh_page_test_SOURCES = %D%/page_test.c
tests_refresh_page_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_refresh_page_test_LDADD = $(REFRESH_TEST_LIBS)
tests_refresh_rules_test_SOURCES = %D%/rules_test.c
tests_refresh_rules_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_refresh_rules_test_LDADD = $(REFRESH_TEST_LIBS)
tests_refresh_source_test_SOURCES = %D%/source_test.c
tests_refresh_source_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_refresh_source_test_LDADD = $(REFRESH_TEST_LIBS)
tests_refresh_thread_test_SOURCES = %D%/thread_test.c
tests_refresh_thread_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_refresh_thread_test_LDADD = $(REFRESH_TEST_LIBS)
tests_refresh_build_test_SOURCES = %D%/build_test.c
tests_refresh_build_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_refresh_build_test_LDADD = $(REFRESH_TEST_LIBS)
tests_refresh_crawl_test_SOURCES = %D%/crawl_test.c
tests_refresh_crawl_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_refresh_crawl_test_LDADD = $(REFRESH_TEST_LIBS)
tests_refresh_hosts_test_SOURCES = %D%/hosts_test.c
tests_refresh_hosts_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_refresh_hosts_test_LDADD = $(REFRESH_TEST_LIBS)
