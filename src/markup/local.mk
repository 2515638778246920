noinst_LIBRARIES += src/libmarkup.a
src_libmarkup_a_SOURCES = %D%/charset.h %D%/entity.h %D%/html.h %D%/xml.h 
