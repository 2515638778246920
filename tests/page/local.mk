check_PROGRAMS += tests/page/clutter_test tests/page/families_test \
	tests/page/lists_test tests/page/page_test tests/page/sites_test
TESTS += tests/page/clutter_test tests/page/families_test \
	tests/page/lists_test tests/page/page_test tests/page/sites_test
tests_page_clutter_test_SOURCES = %D%/clutter_test.c
tests_page_clutter_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_page_clutter_test_LDADD = $(TEST_LIBS) $(PAGE_LIBS)
tests_page_sites_test_SOURCES = %D%/sites_test.c
tests_page_sites_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_page_sites_test_LDADD = $(TEST_LIBS) $(PAGE_LIBS)
tests_page_families_test_SOURCES = %D%/families_test.c
tests_page_families_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_page_families_test_LDADD = $(TEST_LIBS) $(PAGE_LIBS)
tests_page_lists_test_SOURCES = %D%/lists_test.c
tests_page_lists_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_page_lists_test_LDADD = $(TEST_LIBS) $(PAGE_LIBS)
tests_page_page_test_SOURCES = %D%/page_test.c
tests_page_page_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_page_page_test_LDADD = $(TEST_LIBS) $(PAGE_LIBS)

# Each page beside the lines that it must read as.
PAGE_GOLDEN = \
	%D%/golden/aspx.html \
	%D%/golden/bare-text.html \
	%D%/golden/clutter.html \
	%D%/golden/cms-body.html \
	%D%/golden/json-ld.html \
	%D%/golden/list-aspx.html \
	%D%/golden/list-moved.html \
	%D%/golden/list-none.html \
	%D%/golden/list-nukeviet.html \
	%D%/golden/longform.html \
	%D%/golden/no-article.html \
	%D%/golden/nukeviet.html \
	%D%/golden/official.html \
	%D%/golden/sharepoint.html \
	%D%/golden/table-layout.html \
	%D%/golden/vccorp.html \
	%D%/golden/vnexpress.html \
	%D%/golden/wordpress.html
EXTRA_DIST += $(PAGE_GOLDEN) $(PAGE_GOLDEN:=.expected)

golden: golden-page
golden-page: tests/page/page_test
	TESTS_DIR='$(abs_top_srcdir)/tests' GOLDEN=1 LC_ALL=C.UTF-8 \
		tests/page/page_test
.PHONY: golden-page

# List pages of each kind of site, beside what a reader sees on them; no
# program writes these expectations.
EXTRA_DIST += %D%/lists
