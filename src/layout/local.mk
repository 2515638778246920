noinst_LIBRARIES += src/liblayout.a
src_liblayout_a_SOURCES = %D%/layout.h 
