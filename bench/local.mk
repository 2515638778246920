# Programs that measure; built by name only.
# make bench/store_bench && bench/store_bench 100000
EXTRA_PROGRAMS += bench/store_bench
bench_store_bench_SOURCES = %D%/store_bench.c
bench_store_bench_LDADD = src/librelated.a $(STORE_LIBS)
EXTRA_PROGRAMS += bench/text_bench
bench_text_bench_SOURCES = %D%/text_bench.c
bench_text_bench_LDADD = $(LAYOUT_LIBS)
# How fast feeds are read, beside a bare parser on the same bytes.
# make bench/feed_bench && bench/feed_bench
EXTRA_PROGRAMS += bench/feed_bench
bench_feed_bench_SOURCES = %D%/feed_bench.c
bench_feed_bench_LDADD = $(FEED_LIBS)
