#!/bin/sh
# A disk that is full: a small file system if one may be mounted, else a
# bound on the sizes of files. What fails says what to do; nothing that was
# stored is lost, and all goes on once there is room.
. "${SOURCE_DIR:?}/tests/support/cli.sh"
mounted=
trap '[ -z "$pids" ] || kill $pids 2>/dev/null
[ -z "$mounted" ] || umount "$home/disk"
rm -rf "$home"' EXIT
mkdir "$home/disk" "$home/site"
export BANTIN_STORE="$home/disk/bantin.db"

feed() { # first last
	awk -v first="$1" -v last="$2" 'BEGIN {
		print "<rss version=\"2.0\"><channel><title>Tin Hạ Khê</title>"
		for (i = last; i >= first; i--) {
			print "<item><title>Tin số " i "</title><guid>" i \
			    "</guid><description>"
			for (k = 0; k < 60; k++)
				print "Nước sông Lệ Khê lên " i * k + k \
				    " cm, cầu Bến Sỏi cấm xe " i + 7 * k "."
			print "</description></item>"
		}
		print "</channel></rss>"
	}' >"$home/site/a.xml"
}

if mount -t tmpfs -o size=16m tmpfs "$home/disk" 2>"$home/err"; then
	mounted=yes
	echo "# a file system of 16 MB"
else
	echo "# no file system may be mounted: sizes of files are bounded"
fi
make_full() {
	if [ -n "$mounted" ]; then
		dd if=/dev/zero of="$home/disk/ballast" bs=64k 2>/dev/null
		dd if=/dev/zero of="$home/disk/ballast2" bs=1 2>/dev/null
	else
		# as large as the cache is: the log may grow no further
		trap '' XFSZ
		ulimit -f 1
	fi
}
run() { # in a shell of its own, so that its bound ends with it
	(
		[ -n "$mounted" ] || make_full
		exec "$bantin" --quiet "$@"
	) >"$home/out" 2>"$home/err"
}
room() {
	rm -f "$home/disk/ballast" "$home/disk/ballast2"
}

feed 1 20
mkfifo "$home/port"
"$serve" "$home/site" >"$home/port" &
pids=$!
read -r port <"$home/port"
"$bantin" --quiet add "http://127.0.0.1:$port/a.xml" 2>"$home/err" &&
	"$bantin" --quiet refresh --no-pages 2>"$home/err" &&
	"$bantin" mark starred 3 >/dev/null 2>"$home/err"
ok "a cache is filled" [ $? = 0 ]
"$bantin" list --limit 1000 --json >"$home/before"
ok "with its articles" [ "$(wc -l <"$home/before")" = 20 ]

[ -z "$mounted" ] || make_full
run mark read --all
ok "marking fails with 3" [ $? = 3 ]
ok "and says that the disk is full" grep -q "no room on the disk" "$home/err"
ok "and what to do" grep -q "make some, then try again" "$home/err"
feed 21 400
run refresh --no-pages
ok "a refresh fails with 3" [ $? = 3 ]
ok "and says why" grep -q "no room on the disk" "$home/err"
room
"$bantin" verify >"$home/out" 2>"$home/err"
ok "with room again it is sound" [ $? = 0 ]
"$bantin" list --limit 1000 --json >"$home/after" 2>"$home/err"
ok "and nothing is changed" cmp -s "$home/before" "$home/after"
feed 21 60
"$bantin" --quiet refresh --no-pages 2>"$home/err"
ok "the next refresh goes on" [ $? = 0 ]
"$bantin" list --limit 1000 --json >"$home/all" 2>"$home/err"
ok "and brings what is new" [ "$(wc -l <"$home/all")" = 60 ]
"$bantin" mark read --all >/dev/null 2>"$home/err"
ok "and marks are kept" [ "$("$bantin" list --unread --json | wc -l)" = 0 ]
echo "1..$n"
exit $status
