check_PROGRAMS += tests/config/config_test
TESTS += tests/config/config_test
tests_config_config_test_SOURCES = %D%/config_test.c
tests_config_config_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_config_test_LDADD = $(TEST_LIBS) $(CONFIG_LIBS)
