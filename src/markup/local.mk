noinst_LIBRARIES += src/libmarkup.a
src_libmarkup_a_SOURCES = \
	%D%/charset.c %D%/charset.h \
	%D%/charset_guess.c %D%/charset_guess.h \
	%D%/entity.c %D%/entity.h \
	%D%/entity_names.c %D%/entity_names.h \
	%D%/html.c %D%/html.h \
	%D%/inflate.c %D%/inflate.h \
	%D%/json.c %D%/json.h \
	%D%/repair.c %D%/repair.h \
	%D%/repair_prolog.c %D%/repair_prolog.h \
	%D%/repair_state.h %D%/repair_tag.c %D%/repair_text.c \
	%D%/xml.c %D%/xml.h
