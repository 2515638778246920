# Programs that measure; built by name only.
# make bench/store_bench && bench/store_bench 100000
BENCH_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)
BENCH_MEASURE = %D%/measure.c %D%/measure.h
BENCH_GEN = %D%/gen.c %D%/gen.h $(BENCH_MEASURE)
EXTRA_PROGRAMS += bench/store_bench
bench_store_bench_SOURCES = %D%/store_bench.c $(BENCH_GEN)
bench_store_bench_CPPFLAGS = $(BENCH_CPPFLAGS)
bench_store_bench_LDADD = $(REFRESH_LIBS)
# The rows beside an article, in a cache that store_bench has filled.
# make bench/related_bench && bench/related_bench FILE
EXTRA_PROGRAMS += bench/related_bench
bench_related_bench_SOURCES = %D%/related_bench.c $(BENCH_GEN)
bench_related_bench_CPPFLAGS = $(BENCH_CPPFLAGS)
bench_related_bench_LDADD = $(REFRESH_LIBS)
# What storing a refresh costs, beside a bare insert of the same.
# make bench/save_bench && bench/save_bench
EXTRA_PROGRAMS += bench/save_bench
bench_save_bench_SOURCES = %D%/save_bench.c $(BENCH_GEN)
bench_save_bench_CPPFLAGS = $(BENCH_CPPFLAGS)
bench_save_bench_LDADD = $(STORE_LIBS)
# What moving house costs, and bytes by table.
# make bench/move_bench && bench/move_bench 100000
EXTRA_PROGRAMS += bench/move_bench
bench_move_bench_SOURCES = %D%/move_bench.c $(BENCH_GEN)
bench_move_bench_CPPFLAGS = $(BENCH_CPPFLAGS)
bench_move_bench_LDADD = $(STORE_LIBS)
# How long keys wait while a refresh stores.
# make bench/contend_bench && bench/contend_bench
EXTRA_PROGRAMS += bench/contend_bench
bench_contend_bench_SOURCES = %D%/contend_bench.c $(BENCH_GEN)
bench_contend_bench_CPPFLAGS = $(BENCH_CPPFLAGS)
bench_contend_bench_LDADD = $(REFRESH_LIBS)
EXTRA_PROGRAMS += bench/text_bench
bench_text_bench_SOURCES = %D%/text_bench.c $(BENCH_MEASURE)
bench_text_bench_CPPFLAGS = $(BENCH_CPPFLAGS)
bench_text_bench_LDADD = $(LAYOUT_LIBS)
# How fast feeds are read, beside a bare parser on the same bytes.
# make bench/feed_bench && bench/feed_bench
if HAVE_LIBXML
EXTRA_PROGRAMS += bench/feed_bench
endif
bench_feed_bench_SOURCES = %D%/feed_bench.c
bench_feed_bench_CPPFLAGS = $(AM_CPPFLAGS) $(LIBXML_CPPFLAGS)
bench_feed_bench_LDADD = src/libfeed.a $(PAGE_LIBS) $(LIBXML_LIBS)
# How fast pages are read, beside libxml2's DOM; memory, layout, hostile shapes.
# make bench/page_bench && bench/page_bench [FILE...]
if HAVE_LIBXML
EXTRA_PROGRAMS += bench/page_bench
endif
bench_page_bench_SOURCES = %D%/page_bench.c $(BENCH_MEASURE)
bench_page_bench_CPPFLAGS = $(BENCH_CPPFLAGS) $(LIBXML_CPPFLAGS)
bench_page_bench_LDADD = src/liblayout.a $(PAGE_LIBS) $(LIBXML_LIBS)
# What fetching costs, beside curl on the same bytes.
# make bench/net_bench && bench/net_bench
EXTRA_PROGRAMS += bench/net_bench
bench_net_bench_SOURCES = %D%/net_bench.c $(BENCH_MEASURE)
bench_net_bench_CPPFLAGS = $(BENCH_CPPFLAGS)
bench_net_bench_LDADD = $(NET_LIBS)
# From start to exit, beside a program of the same libraries.
# make bench/start_bench bench/empty
EXTRA_PROGRAMS += bench/start_bench bench/empty bench/gen_text
bench_start_bench_SOURCES = %D%/start_bench.c $(BENCH_MEASURE)
bench_start_bench_CPPFLAGS = $(BENCH_CPPFLAGS)
bench_empty_SOURCES = %D%/empty.c
bench_empty_LDFLAGS = $(AM_LDFLAGS) -Wl,--no-as-needed
bench_empty_LDADD = $(CURL_LIBS) $(SSL_LIBS) $(SQLITE_LIBS) \
	$(ZSTD_LIBS) $(JSON_LIBS) $(UNISTRING_LIBS) $(NCURSES_LIBS)
bench_gen_text_SOURCES = %D%/gen_text.c $(BENCH_GEN)
bench_gen_text_CPPFLAGS = $(BENCH_CPPFLAGS)
bench_gen_text_LDADD = $(NEWS_LIBS)
EXTRA_DIST += %D%/page_peer.py %D%/README.md %D%/peers.sh
# The reader on a pseudo-terminal: first frame, keys, memory, wake-ups.
# make bench/ui_bench && bench/ui_bench src/bantin CACHE...
EXTRA_PROGRAMS += bench/ui_bench
bench_ui_bench_SOURCES = %D%/ui_bench.c $(BENCH_MEASURE)
bench_ui_bench_CPPFLAGS = $(BENCH_CPPFLAGS)
bench_ui_bench_LDADD = -lutil
# How long searches take in a cache that store_bench has filled.
# make bench/search_bench && bench/search_bench FILE
EXTRA_PROGRAMS += bench/search_bench
bench_search_bench_SOURCES = %D%/search_bench.c $(BENCH_GEN)
bench_search_bench_CPPFLAGS = $(BENCH_CPPFLAGS)
bench_search_bench_LDADD = $(STORE_LIBS)
