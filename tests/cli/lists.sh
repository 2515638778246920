#!/bin/sh
# A list page that is followed, on a server of this machine: what it brings;
# then its site gains a feed, the reader goes over to it, and articles and
# marks stay. And addresses that nothing comes of.
. "${SOURCE_DIR:?}/tests/support/cli.sh"
export BANTIN_CATALOGUE="$SOURCE_DIR/seeds" TMPDIR="$home"
unset VISUAL http_proxy all_proxy

site=$home/site
mkdir -p "$site/tin"
item() { # number, day, title
	printf '<div class="tin"><h3><a href="/tin/%s.html?utm_source=trang">' \
	    "$1"
	printf '%s</a></h3><span>%s/11/2026</span></div>\n' "$3" "$2"
}
page() { # more of the head: the list
	printf '<!DOCTYPE html><meta charset="utf-8"><title>Tin xã</title>%s\n' \
	    "$1"
	item 101 12 'Hạ Khê đắp xong đoạn đê xung yếu'
	item 102 13 'Nạo vét kênh Tân Lệ bằng sức dân'
	item 103 14 'Chợ Cồn Dương họp lại sau lũ'
}
page '' >"$site/danh-sach.html"
echo '<!DOCTYPE html><title>Trống</title><p>Chưa có gì.' >"$site/trong.html"
echo '/cham.html 200 delay=20000 file=trong.html' >"$site/replies"
mkfifo "$home/port"
serve() { # folder or script: its server's address in $url
	"$BUILD_DIR/tests/support/serve" "$1" >"$home/port" &
	pids="$pids $!"
	read -r port <"$home/port"
	url=http://127.0.0.1:$port
}
serve "$site/replies"
slow=$url
serve "$site"

run add "$url/danh-sach.html"
ok "a list page is followed" exits 0
run refresh --no-pages
run list --json --limit 9
ok "its links are articles" rows 3
ok "what tracks readers is no part of their addresses" \
    out_has "\"$url/tin/102.html\""
id=$(sed -n '/102.html/s/.*"id":\([0-9]*\).*/\1/p' "$home/out")
run mark starred "$id"
run mark read "$id"
run sources
ok "it has no feed" out_lacks "feed now"

# the same site, some time later
page '<link rel="alternate" type="application/rss+xml" href="/tin.rss">' \
    >"$site/danh-sach.html"
{
	echo '<rss version="2.0"><channel><title>Tin xã</title>'
	for i in 102 103 104; do
		printf '<item><title>Tin số %s của xã</title><guid>news_%s' \
		    $i $i
		printf '</guid><link>%s/tin/%s.html</link></item>\n' "$url" $i
	done
	echo '</channel></rss>'
} >"$site/tin.rss"
run refresh --no-pages
run sources
ok "a feed that the page names is told of" \
    out_has "its site has a feed now: $url/tin.rss"
run refresh --no-pages
run sources
ok "also when nothing is new" out_has "its site has a feed now: $url/tin.rss"

# for an hour the page has nothing
cp "$site/danh-sach.html" "$site/cu.html"
cp "$site/trong.html" "$site/danh-sach.html"
run refresh --no-pages
ok "a list page that has lost its links" exits 4
run sources
ok "is said to have none" out_has "no news links on this page"
mv "$site/cu.html" "$site/danh-sach.html"
run refresh --no-pages
ok "and comes back" exits 0

printf '#!/bin/sh\nsed -i "s|/danh-sach.html|/tin.rss|" "$1"\n' >"$home/editor"
chmod +x "$home/editor"
EDITOR="$home/editor" run edit
ok "the reader goes over to it" out_has "1 changed"
run refresh --no-pages
run sources
ok "it is a feed" out_lacks "list page"
run list --json --limit 9
ok "no article is there twice" rows 4
run list --starred --json
ok "a star stays" rows 1
ok "with its article" out_has "\"id\":$id,"
ok "which is read" out_has '"unread":false'
run verify
ok "the cache is sound" exits 0

run add "127.0.0.1:${url##*:}/tin.rss"
ok "an address without a scheme" [ "$code" -ne 2 ]
run add "$url/trong.html"
ok "a page with neither feed nor list" [ "$code" -ne 0 ]
ok "is said to be that" err_has "trong.html"
start=$(date +%s)
run --set timeout=2 add "$slow/cham.html"
ok "a server that does not answer in time" [ "$code" -ne 0 ]
ok "is named" err_has "cham.html"
ok "and not waited for" [ $(($(date +%s) - start)) -lt 15 ]
run sources --json
ok "nothing of them is followed" out_lacks cham.html
echo "1..$n"
exit $status
