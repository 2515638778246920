noinst_LIBRARIES += src/libnet.a
src_libnet_a_SOURCES = \
	%D%/address.c %D%/address.h \
	%D%/book.c %D%/book.h \
	%D%/jar.c %D%/jar.h \
	%D%/manner.c %D%/manner.h \
	%D%/net.c %D%/net.h \
	%D%/proxy.c %D%/proxy.h \
	%D%/reply.c %D%/reply.h \
	%D%/robots.c %D%/robots.h \
	%D%/room.c %D%/room.h \
	%D%/tls.c %D%/tls.h \
	%D%/transfer.c %D%/transfer.h \
	%D%/verdict.c
