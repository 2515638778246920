#!/bin/sh
# From the name of a province to its news, on servers of this machine: a
# portal that names its feeds, a paper with a page of feeds at a usual path,
# a commune with a list page alone; then edit, check, and what is bad.
. "${SOURCE_DIR:?}/tests/support/cli.sh"
site=$SOURCE_DIR/seeds/sample/site
export BANTIN_CATALOGUE="$SOURCE_DIR/seeds" TMPDIR="$home"
unset VISUAL http_proxy all_proxy

serve() { # folder: its server's address in $url
	serve_at "$1" "$1.port" "$1.log"
}

for name in portal paper commune; do
	cp -R "$site" "$home/$name"
	chmod -R u+w "$home/$name"
done
rm -f "$home/paper/index.html" "$home/commune/index.html"
rm -rf "$home/commune/rss"
echo '<!DOCTYPE html><title>Báo Trằm Mây</title><p>Chào bạn đọc.</p>' \
    >"$home/paper/index.html"
cat >"$home/paper/rss.html" <<'END'
<!DOCTYPE html><title>Kênh RSS</title><ul>
<li><a href="/rss/doi-song.rss">Đời sống</a></li>
<li><a href="/rss/mat.rss">Đã mất</a></li>
<li><a href="/rss/tin-tuc.rss">Trang chủ</a></li></ul>
END
serve "$home/portal"
portal=$url
serve "$home/paper"
paper=$url
serve "$home/commune"
commune=$url
mkdir -p "$home/.config/bantin"
{
	printf '44\tCổng TTĐT Quảng Trị\tportal\ttrang chủ\t\t%s/\t\n' "$portal"
	printf 'quảng trị\tBáo Trằm Mây\tnewspaper\ttrang chủ\t'
	printf '%s/rss/cu.rss\t%s/\tguessed\n' "$paper" "$paper"
	echo 'dòng hỏng'
	printf 'Quảng Bình\tXã Trằm Mây\tlocal\tthông báo\t\t'
	printf '%s/thong-bao/danh-sach.aspx?Cat=4\t\n' "$commune"
} >"$home/.config/bantin/portals.tsv"

run portals
ok "the catalogue" out_has "44 Quảng Trị (Quảng Bình)"
ok "a broken line of one's own is named" err_has "line 3"
ok "with its file" err_has "portals.tsv: dòng hỏng"
run portals QUANG BINH --json
ok "a former name without marks" out_has '"outlet":"Báo Trằm Mây"'
ok "one's own rows are told apart" out_has '"own":true'
run portals vnexpress
ok "an outlet's name" out_has "VnExpress"
run portals quang tti
ok "an unknown name is wrong usage" exits 2
ok "and what is near is offered" err_has "Quảng Trị, Quảng"
run add --province "quang"
ok "a name that several have is refused" exits 2
ok "and they are named" err_has "Quảng Ninh, Quảng Trị"
run add
ok "nothing to add is wrong usage" exits 2

# the catalogue's own sites of that province cannot be reached from here
run add --province "quang tri" --tag quê
ok "a province is followed as far as it answers" exits 1
ok "its portal, by a feed that it names" \
    out_has "follows Cổng TTĐT Quảng Trị ($portal/rss/tin-tuc.rss)"
ok "its paper, by a feed of the page at a usual path" \
    out_has "follows Báo Trằm Mây ($paper/rss/tin-tuc.rss)"
ok "how is told" out_has "its page"
ok "and how much more there is" out_has "2 more feeds there"
ok "and what is not followed is offered" out_has "there is also: Xã Trằm Mây"
run sources --json
ok "with province and tag" \
    out_has '"tags":["quê"],"province":"Quảng Trị"'
: >"$home/paper.log"
run add --province "quang tri"
ok "again: what worked is remembered" \
    sh -c "! grep -q rss.html '$home/paper.log'"
run add "$commune/thong-bao/danh-sach.aspx?Cat=4"
ok "a list page alone" exits 0
ok "is said to be one" out_has "the links of its page are read"
run refresh --no-pages
ok "they bring news" out_has "new"
run list --limit 100 --json
ok "of all three" out_has "$commune"

run discover "$paper/rss.html"
ok "what a page of feeds names" rows 3
ok "one that fails is said to" out_has '"answers":false'
run discover "$home/paper/rss.html"
ok "of a file" rows 3
ok "nothing is asked" out_lacks '"answers"'
run discover http://127.0.0.1:1/
ok "a dead address is nothing fetched" exits 4

# what is typed badly, or leads to little
run add "${commune#http://}/thong-bao/danh-sach.aspx?Cat=4"
ok "an address without a scheme is tried by https, then http" \
    out_has "is followed already"
run add "${commune#http://}/khong-co"
ok "a page that is not there" exits 4
ok "is named" err_has "not found (404)"
run add ftp://cong.example/tin.xml
ok "another scheme is refused" err_has "not an address to follow"
echo '<!DOCTYPE html><title>Trống</title><p>Chưa có gì.</p>' \
    >"$home/commune/trong.html"
run add "$commune/trong.html"
ok "a page with neither feed nor list" err_has "no news links on this page"
echo '/ 200 file=index.html delay=20000' >"$home/slow.script"
cp "$home/paper/index.html" "$home/index.html"
serve "$home/slow.script"
run --set timeout=2 add "$url/"
ok "an address that answers in 20 s is given up in time" exits 4
ok "and the reason is said" err_has "timed out"

run check
ok "a check of what is followed" exits 0
ok "is a catalogue of its own" out_has "seen-ok"
run check --province "quang tri"
ok "a check of a province goes on past the dead" \
    out_has "$paper/rss/cu.rss"
ok "and says so" exits 1

printf '#!/bin/sh\nsed -i -e "/Báo Trằm/d" -e "s/~Thông báo[^\\"]*/~Xã nhà/" ' \
    >"$home/editor"
printf -- '-e "/Cổng TTĐT/s/ / paused /" "$1"\n' >>"$home/editor"
chmod +x "$home/editor"
EDITOR="$home/editor" run edit
ok "an edited list is taken" out_has "0 added, 2 changed, 1 removed"
run sources --json
ok "a line taken away is followed no more" rows 2
ok "a title is changed" out_has '"title":"Xã nhà"'
ok "one rests" out_has '"paused":true'
ok "a copy lies beside the settings" \
    grep -q "Xã nhà" "$home/.config/bantin/sources.opml"
: >"$home/portal.log"
run refresh --no-pages
ok "one that rests is not asked" [ ! -s "$home/portal.log" ]
run undo
run sources
ok "what was taken away comes back" out_has "Báo Trằm Mây"
printf '#!/bin/sh\necho "exec:rm x" >>"$1"\n' >"$home/editor"
EDITOR="$home/editor" run edit
ok "a line that is not understood" exits 1
ok "is named" err_has "exec:rm x"
ok "and the text is kept" err_has "your text is in $home/bantin."
EDITOR=false run edit
ok "an editor that fails changes nothing" exits 1
run verify
ok "the cache is sound" exits 0
echo "1..$n"
exit $status
