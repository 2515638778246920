noinst_LIBRARIES += src/libcli.a
src_libcli_a_SOURCES = %D%/cli.c %D%/cli.h
