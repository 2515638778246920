check_PROGRAMS += tests/net/net_test tests/net/reply_test \
	tests/net/robots_test tests/net/case_test \
	tests/net/guard_test tests/net/room_test
TESTS += tests/net/net_test tests/net/reply_test \
	tests/net/robots_test tests/net/case_test \
	tests/net/guard_test tests/net/room_test
tests_net_net_test_SOURCES = %D%/net_test.c
tests_net_net_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_net_net_test_LDADD = $(TEST_LIBS) $(NET_LIBS)
tests_net_reply_test_SOURCES = %D%/reply_test.c
tests_net_reply_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_net_reply_test_LDADD = $(TEST_LIBS) $(NET_LIBS)
tests_net_robots_test_SOURCES = %D%/robots_test.c
tests_net_robots_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_net_robots_test_LDADD = $(TEST_LIBS) $(NET_LIBS)
tests_net_room_test_SOURCES = %D%/room_test.c
tests_net_room_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_net_room_test_LDADD = $(TEST_LIBS) $(NET_LIBS)

# One case a file: scripted servers, good and bad, through the whole refresh.
tests_net_case_test_SOURCES = %D%/case_test.c \
	%D%/certificates.c %D%/certificates.h \
	%D%/script.c %D%/script.h \
	%D%/stage.c %D%/stage.h
tests_net_case_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_net_case_test_LDADD = $(TEST_LIBS) $(REFRESH_LIBS)
EXTRA_DIST += tests/net/cases

# Who may be reached, and what is told to whom.
tests_net_guard_test_SOURCES = %D%/guard_test.c \
	%D%/certificates.c %D%/certificates.h %D%/stage.c %D%/stage.h
tests_net_guard_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_net_guard_test_LDADD = $(TEST_LIBS) $(NET_LIBS)
