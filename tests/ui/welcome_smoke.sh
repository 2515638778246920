#!/bin/sh
# A new reader's first minutes in tmux: a province by its name, on servers of
# this machine that play a portal with feeds, a paper with a page of feeds,
# and a site with a list page alone, in windows-1258 behind a redirect; then
# the servers go, and he reads on. Run by check_more.sh.
. "${SOURCE_DIR:?}/tests/support/tmux.sh"
site=$SOURCE_DIR/seeds/sample/site
mkdir -p "$home/catalogue"

serve() { # folder or script, name: its address in $url
	serve_at "$1" "$home/$2.port"
}

cp -R "$site" "$home/portal"
cp -R "$site" "$home/paper"
chmod -R u+w "$home/portal" "$home/paper"
rm -f "$home/paper/index.html"
echo '<!DOCTYPE html><title>Báo Trằm Mây</title><p>Chào bạn đọc.</p>' \
	>"$home/paper/index.html"
cat >"$home/paper/rss.html" <<'END'
<!DOCTYPE html><title>Kênh RSS</title><ul>
<li><a href="/rss/tin-tuc.rss">Tin tức</a></li>
<li><a href="/rss/doi-song.rss">Trang chủ</a></li></ul>
END
mkdir "$home/old"
{
	echo '<html><head><title>Trang tin Hạ Khê</title></head><body><ul>'
	for i in 1 2 3 4 5 6; do
		echo "<li><a href=\"/bai/$i.html\">Thôn Hạ Khê nạo vét mương" \
			"nội đồng đợt $i</a> <span>1$i/11/2026</span></li>"
	done
	echo '</ul></body></html>'
} | iconv -f UTF-8 -t CP1258 >"$home/old/tin.html"
for i in 1 2 3 4 5 6; do
	{
		echo "<html><head><title>Nạo vét mương đợt $i</title></head><body>"
		echo "<h1>Thôn Hạ Khê nạo vét mương nội đồng đợt $i</h1>"
		for k in 1 2 3 4 5; do
			echo "<p>Sáng nay bà con thôn Hạ Khê cùng ra đồng nạo" \
				"vét đoạn mương thứ $k, dọn cỏ, khơi dòng để nước" \
				"về kịp vụ đông xuân; các cụ cao tuổi nấu nước chè" \
				"mang ra tận bờ ruộng.</p>"
		done
		echo '</body></html>'
	} | iconv -f UTF-8 -t CP1258 >"$home/old/bai-$i.html"
done
{
	echo '/ 302 to=/tin.html'
	echo '/tin.html 200 file=tin.html type=text/html;charset=windows-1258'
	for i in 1 2 3 4 5 6; do
		echo "/bai/$i.html 200 file=bai-$i.html type=text/html;charset=windows-1258"
	done
} >"$home/old/script"
cp "$SOURCE_DIR/seeds/provinces.tsv" "$home/catalogue"
{
	serve "$home/portal" portal
	printf '44\tCổng TTĐT Quảng Trị\tportal\ttrang chủ\t\t%s/\tsite-only\n' \
		"$url"
	serve "$home/paper" paper
	printf '44\tBáo Trằm Mây\tnewspaper\ttrang chủ\t%s/mat.rss\t%s/\tguessed\n' \
		"$url" "$url"
	serve "$home/old/script" old
	printf '44\tTrang tin Hạ Khê\tnewspaper\ttrang chủ\t\t%s/\tsite-only\n' \
		"$url"
} >"$home/catalogue/portals.tsv"

start() { # language
	env -u TMUX -u NO_COLOR HOME="$home" XDG_CONFIG_HOME="$home/config" \
		XDG_DATA_HOME="$home/data" BANTIN_SAMPLE="$site" \
		BANTIN_CATALOGUE="$home/catalogue" \
		BANTIN_LOCALEDIR="$home/locale" LC_ALL=C.UTF-8 LANGUAGE="$1" \
		TZ=Asia/Ho_Chi_Minh \
		tmux -S "$home/$socket" -f /dev/null new-session -d -x 100 -y 30 \
		"'$bantin' --set page-pause=0; echo \"left with \$?\"; sleep 30"
	mux set -g status off
}

# Until what came is fetched and indexed: its bodies are found.
awaits() { # what count words
	i=0
	while [ $i -lt 600 ]; do
		if [ "$(run search --json --limit 50 "$3" 2>/dev/null | wc -l)" -ge "$2" ]; then
			echo "ok: $1"
			return
		fi
		sleep 0.1
		i=$((i + 1))
	done
	echo "NOT ok: $1"
	failed=1
}
run() {
	HOME="$home" XDG_CONFIG_HOME="$home/config" XDG_DATA_HOME="$home/data" \
		BANTIN_CATALOGUE="$home/catalogue" "$bantin" "$@"
}

start en
shows "the first run asks" "Whose news would you like to read?"
mux send-keys C-t
shows "one key changes the language" "Bạn muốn đọc tin của nơi nào?"
mux send-keys Escape
shows "Escape leads to the sample portal" "Tất cả nguồn tin · 44"
mux send-keys q
shows "which is left" "left with 0"
mux kill-server
[ -s "$home/config/bantin/config" ] && grep -q "language = vi" \
	"$home/config/bantin/config" || {
	echo "NOT ok: the language is kept"
	failed=1
}

socket=tmux2
start vi
shows "asked again, in the language chosen" "Bạn muốn đọc tin"
mux send-keys -l "quang tr"
shows "a name without marks" "1 tên khớp"
mux send-keys -l "x"
shows "a slip of the finger" "gần giống"
mux send-keys BSpace
mux send-keys -l "i"
shows "what will be followed" "Trang tin Hạ Khê"
mux send-keys Enter
shows "headlines" "nạo vét mương"
shows "of the others too" "Bến Sỏi"
awaits "the pages of windows-1258 are here" 6 "cụ cao tuổi nấu nước chè"
awaits "and the portal's" 1 "cầu Bến Sỏi"
kill $pids
wait $pids 2>/dev/null
pids=
mux send-keys /
mux send-keys -l "nao vet muong noi dong dot 3"
shows "search without marks" "đợt 3"
mux send-keys Enter Enter
shows "a whole article, its servers gone" "cụ cao tuổi"
shows "with its related news" "nội đồng đợt"
mux send-keys J
shows "and reads on" "đợt"
mux send-keys R
shows "asked again, nobody is there" "nguồn cần xem"
mux send-keys q q q q
shows "q leaves" "left with 0"
exit $failed
