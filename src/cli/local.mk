noinst_LIBRARIES += src/libcli.a
src_libcli_a_SOURCES = \
	%D%/add.c \
	%D%/catalogue.c \
	%D%/check.c \
	%D%/cli.c %D%/cli.h \
	%D%/commands.c \
	%D%/common.c \
	%D%/compact.c \
	%D%/discover.c \
	%D%/edit.c \
	%D%/export.c \
	%D%/extract.c \
	%D%/families.c \
	%D%/import.c \
	%D%/internal.h \
	%D%/list.c \
	%D%/mark.c \
	%D%/open.c \
	%D%/options.c \
	%D%/parse.c \
	%D%/portals.c \
	%D%/purge.c \
	%D%/refresh.c \
	%D%/related.c \
	%D%/remove.c \
	%D%/rules.c \
	%D%/sample.c \
	%D%/say.c \
	%D%/search.c \
	%D%/show.c \
	%D%/signals.c \
	%D%/sources.c \
	%D%/stories.c \
	%D%/undo.c \
	%D%/verify.c
