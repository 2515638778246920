noinst_LIBRARIES += src/librelated.a
src_librelated_a_SOURCES = %D%/related.h 
