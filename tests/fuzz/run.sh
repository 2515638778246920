#!/bin/sh
# libFuzzer with ASan and UBSan over the targets, each for some seconds, from
# the seeds; the corpus that grows stays in the folder FUZZ_WORK.
#   sh tests/fuzz/run.sh SECONDS [TARGET...]
set -eu
cd "$(dirname "$0")/../.."
seconds=${1:?seconds}
shift
[ $# -gt 0 ] || set -- repair feed date url import reply tree page layout picture
work=${FUZZ_WORK:-${TMPDIR:-/tmp}/bantin-fuzz}
mkdir -p "$work/tree"
flags="-g -O1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all"
[ -x configure ] || ./bootstrap
top=$PWD
(cd "$work/tree" && [ -f config.status ] ||
	(cd "$work/tree" && CC=clang CFLAGS="$flags" "$top/configure" -q))
make -s -C "$work/tree" src/libnet.a src/libfeed.a src/liblayout.a \
	src/libpage.a src/libpicture.a src/libmarkup.a src/libnews.a \
	src/libtext.a src/libbase.a
seeds() {
	case $1 in
	feed) echo tests/feed/golden tests/feed/replay ;;
	repair) echo tests/fuzz/seeds/repair tests/feed/golden ;;
	tree | page) echo tests/page/golden tests/page/lists ;;
	layout) echo tests/fuzz/seeds/layout tests/page/golden ;;
	import) echo tests/fuzz/seeds/import tests/feed/lists ;;
	*) echo "tests/fuzz/seeds/$1" ;;
	esac
}
for target in "$@"; do
	mkdir -p "$work/$target"
	# shellcheck disable=SC2046,SC2086 # lists of words, as meant
	clang $flags -fsanitize=fuzzer -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE \
		-I"$work/tree" -Isrc -Itests -DHAVE_LIBXML $(pkg-config --cflags libxml-2.0) \
		"tests/fuzz/${target}_fuzz.c" -o "$work/${target}_fuzz" \
		"$work/tree/src/libnet.a" "$work/tree/src/libfeed.a" \
		"$work/tree/src/liblayout.a" "$work/tree/src/libpage.a" \
		"$work/tree/src/libpicture.a" \
		"$work/tree/src/libnews.a" \
		"$work/tree/src/libmarkup.a" "$work/tree/src/libtext.a" \
		"$work/tree/src/libbase.a" \
		$(pkg-config --libs libxml-2.0 json-c libcurl zlib) \
		$(sed -n "s/^PICTURE_LIBS = //p" "$work/tree/Makefile") -lunistring -lm
	echo "== $target"
	# shellcheck disable=SC2046
	LC_ALL=C.UTF-8 "$work/${target}_fuzz" -max_total_time="$seconds" \
		-max_len=20000 -timeout=10 -rss_limit_mb=2000 \
		-artifact_prefix="$work/$target-" -print_final_stats=1 \
		"$work/$target" $(seeds "$target") 2>"$work/$target.log" ||
		echo "FAILED: $work/$target.log"
	grep -E 'stat::number_of_executed|cov: ' "$work/$target.log" |
		tail -n 2
done
