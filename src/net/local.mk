noinst_LIBRARIES += src/libnet.a
src_libnet_a_SOURCES = \
	%D%/address.c %D%/address.h \
	%D%/net.c %D%/net.h \
	%D%/proxy.c %D%/proxy.h \
	%D%/reply.c %D%/reply.h \
	%D%/robots.c %D%/robots.h \
	%D%/transfer.c %D%/transfer.h
