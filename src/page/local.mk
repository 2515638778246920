noinst_LIBRARIES += src/libpage.a
src_libpage_a_SOURCES = \
	%D%/author.c \
	%D%/body.c \
	%D%/boilerplate.c %D%/boilerplate.h \
	%D%/build.c \
	%D%/candidate.c %D%/candidate.h \
	%D%/caption.c %D%/caption.h \
	%D%/clutter.c %D%/clutter.h \
	%D%/content.c %D%/content.h \
	%D%/discover.c \
	%D%/extract.c %D%/extract.h \
	%D%/facts.c \
	%D%/families.c %D%/families.h \
	%D%/families_read.c \
	%D%/lead.c \
	%D%/linked.c %D%/linked.h \
	%D%/links.c \
	%D%/list.c %D%/list.h \
	%D%/meta.c %D%/meta.h \
	%D%/next.c %D%/next.h \
	%D%/parts.c \
	%D%/picture.c %D%/picture.h \
	%D%/score.c \
	%D%/select.c %D%/select.h \
	%D%/table.c \
	%D%/tag.c %D%/tag.h \
	%D%/tree.c %D%/tree.h \
	%D%/trim.c \
	%D%/work.h \
	%D%/writer.h
