# Tests speak TAP; a program named *_test is one, a script named *.sh too.
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/tap-driver.sh
TEST_EXTENSIONS = .sh
SH_LOG_DRIVER = $(LOG_DRIVER)
SH_LOG_COMPILER = $(SHELL)
AM_TESTS_ENVIRONMENT = \
	TESTS_DIR='$(abs_top_srcdir)/tests'; export TESTS_DIR; \
	BUILD_DIR='$(abs_top_builddir)'; export BUILD_DIR; \
	SOURCE_DIR='$(abs_top_srcdir)'; export SOURCE_DIR; \
	BANTIN_LOCALEDIR='$(abs_top_builddir)/tests/locale'; \
	export BANTIN_LOCALEDIR; \
	LC_ALL=C.UTF-8; export LC_ALL; TZ=Asia/Ho_Chi_Minh; export TZ;

check_LIBRARIES += tests/libsupport.a
tests_libsupport_a_SOURCES = \
	%D%/support/server.c %D%/support/server.h \
	%D%/support/tap.c %D%/support/tap.h
tests_libsupport_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
TEST_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
TEST_LIBS = tests/libsupport.a

# A web server for the tests in shell: serve FOLDER|SCRIPT [LOG]
check_PROGRAMS += tests/support/serve
tests_support_serve_SOURCES = %D%/support/serve.c
tests_support_serve_CPPFLAGS = $(TEST_CPPFLAGS)
tests_support_serve_LDADD = $(TEST_LIBS) $(BASE_LIBS)

include tests/base/local.mk
include tests/text/local.mk
include tests/news/local.mk
include tests/markup/local.mk
include tests/config/local.mk
include tests/net/local.mk
include tests/feed/local.mk
include tests/page/local.mk
include tests/layout/local.mk
include tests/picture/local.mk
include tests/store/local.mk
include tests/related/local.mk
include tests/refresh/local.mk
include tests/cli/local.mk
include tests/ui/local.mk
include tests/seeds/local.mk
include tests/fuzz/local.mk

# The code against its own rules.
TESTS += tests/arrows.sh tests/names.sh tests/sizes.sh tests/words.sh

# The promises made of real documents: tests/corpus.sh says how.
TESTS += tests/corpus.sh
EXTRA_DIST += tests/corpus.sh tests/corpus/encodings.py \
	tests/corpus/discovery.py tests/corpus/feeds.py \
	tests/corpus/lists.py tests/corpus/pages.py

EXTRA_DIST += tests/support/cli.sh tests/support/tmux.sh
EXTRA_DIST += tests/arrows.sh tests/names.sh tests/sizes.sh \
	tests/words.sh \
	tests/check_more.sh tests/ui/tmux_smoke.sh tests/ui/welcome_smoke.sh

check-more: all
	@SOURCE_DIR='$(abs_top_srcdir)' BUILD_DIR='$(abs_top_builddir)' \
	MAKE='$(MAKE)' $(SHELL) $(top_srcdir)/tests/check_more.sh
.PHONY: check-more

# The translation where the tests look for it.
check_DATA = tests/locale/vi/LC_MESSAGES/bantin.mo
tests/locale/vi/LC_MESSAGES/bantin.mo: po/vi.po
	@$(MKDIR_P) tests/locale/vi/LC_MESSAGES
	$(AM_V_GEN)$(MSGFMT) -o $@ $(top_srcdir)/po/vi.po
clean-local:
	rm -rf tests/locale
