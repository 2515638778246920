check_PROGRAMS += tests/refresh/due_test tests/refresh/folder_test
TESTS += tests/refresh/due_test tests/refresh/folder_test
tests_refresh_due_test_SOURCES = %D%/due_test.c
tests_refresh_due_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_refresh_due_test_LDADD = $(TEST_LIBS) $(REFRESH_LIBS)
tests_refresh_folder_test_SOURCES = %D%/folder_test.c
tests_refresh_folder_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_refresh_folder_test_LDADD = $(TEST_LIBS) $(REFRESH_LIBS)
