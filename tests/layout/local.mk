LAYOUT_TESTS = %D%/layout_test %D%/lines_test %D%/stretch_test \
	%D%/table_test
check_PROGRAMS += $(LAYOUT_TESTS)
TESTS += $(LAYOUT_TESTS)
EXTRA_DIST += %D%/article-40.txt %D%/article-60.txt %D%/article-78.txt \
	%D%/article-100.txt %D%/justified-78.txt %D%/plain-60.txt
tests_layout_layout_test_SOURCES = %D%/layout_test.c
tests_layout_layout_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_layout_layout_test_LDADD = $(TEST_LIBS) $(LAYOUT_LIBS)
tests_layout_lines_test_SOURCES = %D%/lines_test.c
tests_layout_lines_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_layout_lines_test_LDADD = $(TEST_LIBS) $(LAYOUT_LIBS)
tests_layout_stretch_test_SOURCES = %D%/stretch_test.c
tests_layout_stretch_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_layout_stretch_test_LDADD = $(TEST_LIBS) $(LAYOUT_LIBS)
tests_layout_table_test_SOURCES = %D%/table_test.c
tests_layout_table_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_layout_table_test_LDADD = $(TEST_LIBS) $(LAYOUT_LIBS)
