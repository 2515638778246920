noinst_LIBRARIES += src/libconfig.a
src_libconfig_a_SOURCES = \
	%D%/checks.c %D%/checks.h \
	%D%/catalogue.c %D%/catalogue.h \
	%D%/config.c %D%/config.h \
	%D%/outlet.c \
	%D%/paths.c \
	%D%/province.c \
	%D%/settings.c \
	%D%/write.c
