#!/bin/sh
# kill -9 in the middle of a refresh, twenty times: the cache is sound each
# time, and no article that was stored before is lost.
. "${SOURCE_DIR:?}/tests/support/cli.sh"

# Twelve feeds of forty articles; each round has new ones on top.
feeds() { # round
	mkdir -p "$home/site"
	awk -v round="$1" -v folder="$home/site" 'BEGIN {
		for (f = 0; f < 12; f++) {
			file = folder "/" f ".xml"
			print "<rss version=\"2.0\"><channel><title>Nguồn " f \
			    "</title>" > file
			for (i = 0; i < 40; i++) {
				id = round * 10 + i
				print "<item><title>Tin số " id " của thôn " f \
				    "</title><guid>n" id "</guid><description>" \
				    "Nước sông Lệ Khê tại thôn " f " ngày " id \
				    "</description></item>" > file
			}
			# the length tells two rounds of one second apart
			print "</channel><!--" substr("xxxxxxxxxxxxxxxxxxxxx", \
			    1, round) "--></rss>" > file
			close(file)
		}
	}'
}

feeds 0
mkfifo "$home/port"
"$serve" "$home/site" >"$home/port" &
pids=$!
read -r port <"$home/port"
f=0
while [ $f -lt 12 ]; do
	echo "http://127.0.0.1:$port/$f.xml"
	f=$((f + 1))
done >"$home/urls"
"$bantin" --quiet import "$home/urls" || exit 1
"$bantin" --quiet refresh --no-pages || exit 1
# how long a round takes on this machine, so that it is killed within
feeds 1
start=$(date +%s%N)
"$bantin" --quiet refresh --no-pages || exit 1
lasts=$(($(date +%s%N) - start))
: >"$home/before"
lost=0 unsound=0 killed=0 round=2
while [ $round -le 21 ]; do
	feeds $round
	"$bantin" --quiet refresh --no-pages 2>/dev/null &
	pid=$!
	# from before the first answer to shortly before the last one
	sleep "$(awk -v r=$round -v lasts="$lasts" 'BEGIN {
		srand(r)
		printf "%.4f", rand() * 0.7 * lasts / 1e9
	}')"
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
	if [ $? = 137 ]; then
		killed=$((killed + 1))
	else # it is quicker than it was
		lasts=$((lasts * 2 / 3))
	fi
	"$bantin" --quiet verify >"$home/faults" 2>&1 || unsound=$((unsound + 1))
	"$bantin" list --limit 100000 --json |
		sed 's/^{"id":\([0-9]*\).*/\1/' | sort >"$home/after"
	lost=$((lost + $(comm -23 "$home/before" "$home/after" | wc -l)))
	mv "$home/after" "$home/before"
	round=$((round + 1))
done
echo "# killed $killed of 20 refreshes, $(wc -l <"$home/before") articles at the end"
ok "most refreshes were killed while they ran" [ "$killed" -ge 10 ]
ok "the cache is sound each time" [ "$unsound" = 0 ]
ok "no stored article is lost" [ "$lost" = 0 ]
"$bantin" --quiet refresh --no-pages
ok "the next refresh goes on" [ $? = 0 ]
"$bantin" list --limit 100000 --json >"$home/all"
ok "and brings the rest" \
	[ "$(grep -c '"title":"Tin số 2[1-4][0-9] ' "$home/all")" = 480 ]
echo "1..$n"
exit $status
