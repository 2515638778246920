#!/bin/sh
# Every fuzz target over its seeds, as one TAP stream.
cd "${BUILD_DIR:?}" || exit 1
n=0 status=0
for pair in date:fuzz/seeds/date url:fuzz/seeds/url \
    reply:fuzz/seeds/reply \
    feed:feed/golden feed:feed/replay repair:feed/golden \
    repair:feed/replay repair:fuzz/seeds/repair import:feed/lists \
    import:fuzz/seeds/import tree:page/golden page:page/golden page:page/lists \
    layout:page/golden layout:fuzz/seeds/layout \
    picture:fuzz/seeds/picture; do
	out=$(tests/fuzz/"${pair%%:*}_replay" "${pair#*:}" 2>&1)
	code=$?
	n=$((n + 1))
	if [ $code = 0 ] && echo "$out" | grep -q ' holds$'; then
		echo "ok $n - $pair ($(echo "$out" | grep -c ' holds$') files)"
	else
		echo "not ok $n - $pair"
		echo "$out" | tail -n 5 | sed 's/^/# /'
		status=1
	fi
done
echo "1..$n"
exit $status
