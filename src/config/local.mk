noinst_LIBRARIES += src/libconfig.a
src_libconfig_a_SOURCES = %D%/config.h 
