#!/bin/sh
# A refresh ended by signals, by kill -9 and by the server's end: what was
# fetched is stored, and a refresh of what is due repeats nothing. Two at once
# share the work. A timer is told little.
. "${SOURCE_DIR:?}/tests/support/cli.sh"
count=24

# Feeds of which each answer takes 120 ms: 24 take a second and a half.
mkdir "$home/site"
i=0
while [ $i -lt $count ]; do
	echo "<rss version=\"2.0\"><channel><title>Nguồn $i</title><item>
	<title>Tin của thôn $i</title><guid>g$i</guid></item></channel></rss>" \
		>"$home/site/$i.xml"
	echo "/$i.xml 200 file=$i.xml delay=120 etag=e$i" >>"$home/site/script"
	i=$((i + 1))
done
mkfifo "$home/port"
start() {
	: >"$home/log"
	"$serve" "$home/site/script" "$home/log" >"$home/port" &
	pids=$!
	read -r port <"$home/port"
}
follow() { # cache
	rm -f "$home/$1".db*
	i=0
	while [ $i -lt $count ]; do
		echo "http://127.0.0.1:$port/$i.xml"
		i=$((i + 1))
	done >"$home/urls"
	"$bantin" --store "$home/$1.db" --quiet import "$home/urls"
	: >"$home/log"
}
# Until some of the feeds are stored; all of them take longer than a look.
await_stored() { # cache
	i=0
	while [ "$(listed "$1" 2>/dev/null)" -lt 4 ] && [ $i -lt 600 ]; do
		sleep 0.1
		i=$((i + 1))
	done
}
listed() { "$bantin" --store "$home/$1.db" list --limit 1000 --json | wc -l; }
asked() { grep -c '^GET' "$home/log"; }
# each address at most so often
most() { [ "$(sort "$home/log" | uniq -c | awk '{ print $1 }' |
	sort -n | tail -n 1)" -le "$1" ]; }
refresh() { # cache option...
	cache=$1
	shift
	"$bantin" --store "$home/$cache.db" "$@" 2>"$home/err" >"$home/out"
}

start
for signal in INT TERM HUP; do
	follow "$signal"
	refresh "$signal" refresh --no-pages &
	job=$!
	await_stored "$signal"
	# its child is the program: a shell's job ignores SIGINT
	pid=$(pgrep -P $job -x bantin || echo $job)
	kill -$signal "$pid"
	wait $job
	ended=$?
	stored=$(listed "$signal")
	if [ $signal != INT ]; then
		ok "SIG$signal ends it in part" [ $ended = 1 ]
		ok "which is said once" [ "$(grep -c stopped "$home/err")" = 1 ]
	fi
	ok "SIG$signal: what was fetched is stored ($stored)" \
		[ "$stored" -gt 3 ]
	refresh "$signal" refresh --due --no-pages
	ok "SIG$signal: the rest follows" [ "$(listed "$signal")" = $count ]
	# those that were under way when it was stopped may come twice
	ok "SIG$signal: and nothing stored is asked again ($(asked))" \
		[ "$(asked)" -le $((count + 2)) ]
done

follow nine
refresh nine refresh --no-pages &
job=$!
await_stored nine
pid=$(pgrep -P $job -x bantin || echo $job)
kill -9 "$pid"
wait $job 2>/dev/null
stored=$(listed nine)
ok "kill -9: what was fetched is stored ($stored)" [ "$stored" -gt 3 ]
refresh nine refresh --due --no-pages
ok "kill -9: the rest follows at once" [ "$(listed nine)" = $count ]
ok "kill -9: nothing stored is asked again ($(asked))" \
	[ "$(asked)" -le $((count + 4)) ]

follow two
refresh two --quiet refresh --no-pages &
one=$!
sleep 0.2
"$bantin" --store "$home/two.db" --quiet refresh --no-pages 2>>"$home/err"
ended=$?
wait $one
ok "two at once end well" [ "$?$ended" = 00 ]
ok "all is there" [ "$(listed two)" = $count ]
ok "each was asked once ($(asked))" [ "$(asked)" = $count ]

follow cut
refresh cut refresh --no-pages &
job=$!
await_stored cut
kill -9 $pids
wait $pids 2>/dev/null
wait $job
ended=$?
stored=$(listed cut)
ok "a server that goes away: done in part" [ $ended = 1 ]
ok "what was fetched is stored ($stored)" [ "$stored" -gt 3 ]
"$bantin" --store "$home/cut.db" verify >"$home/out" 2>"$home/err"
ok "the cache is sound" [ $? = 0 ]
pids=

# Two names that no server knows: nothing is reachable, and no one to blame.
printf 'http://cong-a.invalid/rss\nhttp://cong-b.invalid/rss\n' >"$home/urls"
"$bantin" --store "$home/off.db" --quiet import "$home/urls"
refresh off --quiet refresh --due
ok "offline: nothing could be fetched" [ $? = 4 ]
ok "a timer is told nothing" [ ! -s "$home/err" ]
refresh off refresh
ok "a reader is, in one line" [ "$(wc -l <"$home/err")" = 1 ]
"$bantin" --store "$home/off.db" sources --json >"$home/out"
ok "no source is blamed" [ "$(grep -c '"health":"new"' "$home/out")" = 2 ]

# Progress is for a terminal that wants it; nobody else is told of it.
[ -z "$server" ] || kill "$server"
start
told() { # option...: what a terminal shows of a refresh
	follow progress
	script -qec "'$bantin' --store '$home/progress.db' $* refresh \
		--no-pages --no-index" "$home/typescript" \
		</dev/null >/dev/null 2>&1
}
if script -qec true "$home/typescript" </dev/null >/dev/null 2>&1; then
	told
	ok "a terminal is told how far it is" \
		grep -q "Updating [0-9]*/$count · [0-9]* new" "$home/typescript"
	ok "and what came" grep -q "$count sources: $count new" \
		"$home/typescript"
	told --quiet
	ok "but not if it is to be quiet" [ -z "$(grep -e Updating \
		-e "$count new" "$home/typescript")" ]
else
	ok "a terminal is told how far it is # SKIP no script(1)" true
fi
follow plain
refresh plain refresh --no-pages --no-index
ok "a file is told of no progress" [ ! -s "$home/err" ]

echo "1..$n"
exit $status
