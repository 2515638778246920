check_PROGRAMS += tests/config/catalogue_test tests/config/config_test
TESTS += tests/config/catalogue_test tests/config/config_test
tests_config_config_test_SOURCES = %D%/config_test.c
tests_config_config_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_config_test_LDADD = $(TEST_LIBS) $(CONFIG_LIBS)
tests_config_catalogue_test_SOURCES = %D%/catalogue_test.c
tests_config_catalogue_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_catalogue_test_LDADD = $(TEST_LIBS) $(CONFIG_LIBS)
