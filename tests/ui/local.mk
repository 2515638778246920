# The screens, through a pseudo-terminal and libvterm where it is installed.
UI_LIBS = src/libui.a $(REFRESH_LIBS) $(NCURSES_LIBS)

check_LIBRARIES += tests/libuitest.a
tests_libuitest_a_SOURCES = %D%/fixture.c %D%/fixture.h
tests_libuitest_a_CPPFLAGS = $(TEST_CPPFLAGS)
ui_test_libs = tests/libuitest.a $(TEST_LIBS) $(UI_LIBS)

ui_test_programs = %D%/panes_test %D%/input_test %D%/rows_test \
	%D%/bindings_test %D%/palette_test
tests_ui_palette_test_SOURCES = %D%/palette_test.c
tests_ui_palette_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_ui_palette_test_LDADD = $(ui_test_libs) $(MATH_LIBS)
tests_ui_bindings_test_SOURCES = %D%/bindings_test.c
tests_ui_bindings_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_ui_bindings_test_LDADD = $(ui_test_libs)
tests_ui_panes_test_SOURCES = %D%/panes_test.c
tests_ui_panes_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_ui_panes_test_LDADD = $(ui_test_libs)
tests_ui_input_test_SOURCES = %D%/input_test.c
tests_ui_input_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_ui_input_test_LDADD = $(ui_test_libs)
tests_ui_rows_test_SOURCES = %D%/rows_test.c
tests_ui_rows_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_ui_rows_test_LDADD = $(ui_test_libs)
if HAVE_VTERM
ui_test_programs += %D%/script_test %D%/refresh_test %D%/walk_test \
	%D%/manage_test %D%/manners_test %D%/every_test
EXTRA_DIST += %D%/every.expected
tests_ui_every_test_SOURCES = %D%/every_test.c %D%/screen.c %D%/screen.h
tests_ui_every_test_CPPFLAGS = $(TEST_CPPFLAGS) $(VTERM_CFLAGS)
tests_ui_every_test_LDADD = $(ui_test_libs) $(VTERM_LIBS) -lutil
tests_ui_manage_test_SOURCES = %D%/manage_test.c %D%/screen.c %D%/screen.h \
	%D%/seen.c %D%/seen.h
tests_ui_manage_test_CPPFLAGS = $(TEST_CPPFLAGS) $(VTERM_CFLAGS)
tests_ui_manage_test_LDADD = $(ui_test_libs) $(VTERM_LIBS) -lutil
tests_ui_manners_test_SOURCES = %D%/manners_test.c %D%/screen.c %D%/screen.h
tests_ui_manners_test_CPPFLAGS = $(TEST_CPPFLAGS) $(VTERM_CFLAGS)
tests_ui_manners_test_LDADD = $(ui_test_libs) $(VTERM_LIBS) -lutil
tests_ui_walk_test_SOURCES = %D%/walk_test.c %D%/screen.c %D%/screen.h
tests_ui_walk_test_CPPFLAGS = $(TEST_CPPFLAGS) $(VTERM_CFLAGS)
tests_ui_walk_test_LDADD = $(ui_test_libs) $(VTERM_LIBS) -lutil
tests_ui_refresh_test_SOURCES = %D%/refresh_test.c %D%/screen.c %D%/screen.h \
	%D%/seen.c %D%/seen.h
tests_ui_refresh_test_CPPFLAGS = $(TEST_CPPFLAGS) $(VTERM_CFLAGS)
tests_ui_refresh_test_LDADD = $(ui_test_libs) $(VTERM_LIBS) -lutil
tests_ui_script_test_SOURCES = %D%/script_test.c %D%/screen.c %D%/screen.h \
	%D%/seen.c %D%/seen.h
tests_ui_script_test_CPPFLAGS = $(TEST_CPPFLAGS) $(VTERM_CFLAGS)
tests_ui_script_test_LDADD = $(ui_test_libs) $(VTERM_LIBS) -lutil
endif
check_PROGRAMS += $(ui_test_programs)
TESTS += $(ui_test_programs)

ui_script_names = stories large mutes settings sort linear list memory themes screens wide stack prompts sizes looks actions panes mouse vietnamese saved pictures
EXTRA_DIST += $(ui_script_names:%=tests/ui/%.script) \
	$(ui_script_names:%=tests/ui/%.expected)
