check_PROGRAMS += tests/base/base_test
TESTS += tests/base/base_test
tests_base_base_test_SOURCES = %D%/base_test.c
tests_base_base_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_base_base_test_LDADD = $(TEST_LIBS) $(BASE_LIBS)
