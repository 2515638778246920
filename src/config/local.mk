noinst_LIBRARIES += src/libconfig.a
src_libconfig_a_SOURCES = \
	%D%/checks.c %D%/checks.h \
	%D%/config.c %D%/config.h \
	%D%/paths.c \
	%D%/settings.c
