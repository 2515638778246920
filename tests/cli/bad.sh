#!/bin/sh
# Bad input: each gives one clear line that names it; everything else goes
# on, and nothing is lost.
. "${SOURCE_DIR:?}/tests/support/cli.sh"
lines() { [ "$(grep -cF -- "$1" "$home/err")" = "$2" ]; }
has() { grep -F -- "$1" "$home/err" | grep -q -- "$2"; }

mkdir "$home/site"
good='<rss version="2.0"><channel><title>Đài Lệ Khê</title><item><title>Nước
rút ở Hạ Khê</title><guid>1</guid></item><item><title>Đò ngang chạy
lại</title><guid>2</guid></item></channel></rss>'
echo "$good" >"$home/site/good.xml"
printf '%s' "$good" | head -c 150 >"$home/site/cut.xml"
echo '<!DOCTYPE html><html><head><title>Trang chủ</title><link rel="alternate"
type="application/rss+xml" href="/good.xml"></head><body><p>Xin chào
</body></html>' >"$home/site/page.html"
: >"$home/site/empty.xml"
echo '<rss version="2.0"><channel><title>Chưa có gì</title></channel></rss>' \
	>"$home/site/noitems.xml"
echo 'chẳng phải XML' >"$home/site/text.xml"
cat >"$home/site/script" <<'END'
/good.xml 200 file=good.xml
/cut.xml 200 file=cut.xml
/page.xml 200 file=page.html
/empty.xml 200 file=empty.xml
/noitems.xml 200 file=noitems.xml
/text.xml 200 file=text.xml
/gone.xml 410
/wait.xml 429 header=Retry-After:3600
/broken.xml 500
/silent.xml 200 fault=silent
/endless.xml 200 fault=endless
/loop.xml 302 to=/loop.xml
END
mkfifo "$home/port"
"$serve" "$home/site/script" "$home/log" >"$home/port" &
pids=$!
read -r port <"$home/port"
at="http://127.0.0.1:$port"
for name in good cut page empty noitems text missing gone broken silent \
    endless loop wait; do
	echo "$at/$name.xml"
done >"$home/urls"
echo "http://127.0.0.1:9/refused.xml" >>"$home/urls"
echo "http://khong-co.invalid/feed.xml" >>"$home/urls"
"$bantin" --quiet import "$home/urls" 2>"$home/err"
ok "all are followed; nothing is fetched for it" [ $? = 0 ]
"$bantin" --quiet --set timeout=2 --set feed-size=1 refresh --no-pages \
	2>"$home/err"
ok "the refresh is done in part" [ $? = 1 ]
for name in page empty text missing gone wait broken silent endless loop; do
	ok "$name.xml has one line" lines "$at/$name.xml" 1
done
ok "an HTML page says how many feeds it names" has page.xml 1
ok "404 is said" has missing.xml 404
ok "410 is said" has gone.xml 410
ok "500 is said" has broken.xml 500
ok "a refused connection is named" lines "127.0.0.1:9/refused.xml" 1
ok "an unknown host is named" lines "khong-co.invalid" 1
"$bantin" list --json >"$home/out" 2>"$home/err"
ok "the good one is read" grep -q "Đò ngang chạy lại" "$home/out"
ok "and of the cut one what there is" [ "$(wc -l <"$home/out")" -ge 3 ]
"$bantin" sources >"$home/out" 2>"$home/err"
ok "each source tells its state" [ "$(wc -l <"$home/out")" = 30 ]
: >"$home/log"
echo "$good" | sed 's/<guid>1/<guid>3/' >"$home/site/good.xml"
"$bantin" --quiet --set timeout=2 --set feed-size=1 refresh --no-pages \
	2>"$home/err"
ok "a server that asked to wait is waited for" \
	sh -c 'grep -q "GET /good.xml" "$1" && ! grep -q "GET /wait.xml" "$1"' \
	- "$home/log"
"$bantin" verify >"$home/out" 2>"$home/err"
ok "the cache is sound" [ $? = 0 ]

# Stores that cannot be used
cp "$home/.local/share/bantin/bantin.db" "$home/newer.db"
printf '\0\0\0\143' |
	dd of="$home/newer.db" bs=1 seek=60 conv=notrunc 2>/dev/null
cp "$home/newer.db" "$home/newer.copy"
"$bantin" --store "$home/newer.db" list 2>"$home/err" >"$home/out"
ok "a newer store is refused" [ $? = 3 ]
ok "with one line that names it" lines "$home/newer.db" 1
ok "and its version" has newer.db 99
ok "and left alone" cmp -s "$home/newer.db" "$home/newer.copy"
head -c 5000 /dev/zero | tr '\0' x >"$home/notes"
"$bantin" --store "$home/notes" refresh 2>"$home/err"
ok "a store that is no database is refused" [ $? = 3 ]
ok "with one line" lines "$home/notes" 1
ok "and left alone" [ "$(tr -d x <"$home/notes" | wc -c)" = 0 ]
"$bantin" --store /dev/null/folder/x.db list 2>"$home/err" >"$home/out"
ok "a store that cannot be made" [ $? = 3 ]
"$bantin" --config /nosuch list 2>"$home/err"
ok "settings that are not there" [ $? = 2 ]
ok "are named" lines /nosuch 1

# What outside text would tell a terminal is not passed on
escape=$(printf '\033') csi=$(printf '\302\233') turn=$(printf '\342\200\256')
quiet() { ! cat "$@" | grep -q -e "$escape" -e "$csi" -e "$turn"; }
printf 'mau\033[31m = 1\n' >"$home/odd.conf"
echo "file://$home/${escape}[2J.xml" >"$home/odd.urls"
cat >"$home/odd.xml" <<END
<rss version="2.0"><channel><title>Đài Lệ Khê</title><item><title>Nước
rút</title><link>http://x.example/${turn}a</link></item></channel></rss>
END
cat >"$home/odd.html" <<END
<title>Nước rút</title><article><h1>Nước rút</h1><p>Nước sông Lệ Khê đã rút,
xã Trằm Mây dọn bùn ở <a href="/${csi}31m">cầu Bến Sỏi</a>, học sinh Bàu Sậy
đi học lại từ hôm nay, trạm bơm Hạ Khê chạy suốt đêm.</p><p>Đò ngang Cồn Dương
chạy lại từ sáng, mỗi chuyến chở không quá mười hai người và năm xe máy, ai lên
đò cũng phải mặc áo phao, chủ đò nói với người của xã.</p><p>Ủy ban xã Trằm Mây
nhờ bà con báo nhà nào còn ngập để đội xung kích đến giúp.</article>
END
{
	"$bantin" --config "$home/odd.conf" import "$home/odd.urls"
	"$bantin" refresh "file://$home/${escape}[2J.xml"
	"$bantin" sources
	"$bantin" sources --json
	"$bantin" parse "$home/odd.xml"
	"$bantin" extract --format html "$home/odd.html"
} >"$home/out" 2>"$home/err"
ok "no error passes a command on to the terminal" quiet "$home/err"
ok "nor does what is printed" quiet "$home/out"
ok "the address is whole in JSON" grep -q 'example/\\u202ea' "$home/out"
ok "the page was printed" grep -q 'href="/' "$home/out"
echo "1..$n"
exit $status
