noinst_LIBRARIES += src/libmarkup.a
src_libmarkup_a_SOURCES = \
	%D%/charset.h \
	%D%/entity.c %D%/entity.h \
	%D%/entity_names.c %D%/entity_names.h \
	%D%/html.c %D%/html.h \
	%D%/xml.h
