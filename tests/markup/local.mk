check_PROGRAMS += tests/markup/charset_test tests/markup/xml_test
TESTS += tests/markup/charset_test tests/markup/xml_test
tests_markup_charset_test_SOURCES = %D%/charset_test.c
tests_markup_charset_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_markup_charset_test_LDADD = $(TEST_LIBS) $(MARKUP_LIBS)
tests_markup_xml_test_SOURCES = %D%/xml_test.c
tests_markup_xml_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_markup_xml_test_LDADD = $(TEST_LIBS) $(MARKUP_LIBS)
