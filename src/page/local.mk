noinst_LIBRARIES += src/libpage.a
src_libpage_a_SOURCES = %D%/extract.h %D%/list.h 
