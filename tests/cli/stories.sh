#!/bin/sh
# One story told by two papers: as a story, as related news, and in lists that
# fold nothing.
. "${SOURCE_DIR:?}/tests/support/cli.sh"

told='Sáng 21/11, Ủy ban nhân dân xã Trằm Mây tổ chức thông xe cầu tạm Bến Sỏi
bắc qua sông Lệ Khê sau ba ngày bị lũ chia cắt. Cầu dài 46 m, rộng 3,5 m, do
Tiểu đoàn công binh 27 lắp trong hai đêm. Xe máy và xe dưới 3,5 tấn được qua
cầu từ 6 giờ đến 18 giờ; xe tải và xe khách đi vòng theo đường tránh phía tây.
Chủ tịch xã Hoàng Đức Thuận cho biết 412 hộ thôn Bàu Sậy và Cồn Dương đã đi lại
bình thường, học sinh không còn phải qua đò. Kinh phí lắp cầu tạm là 1,2 tỷ
đồng, trích từ quỹ phòng chống thiên tai của tỉnh.'
other='Trạm khuyến nông cấp 20 kg lúa giống cho mỗi hộ thôn Hạ Khê trước ngày
xuống giống vụ đông xuân; nước tưới lấy từ hồ Khe Lau theo lịch luân phiên.'
feed() { # name, title of the story, its last words
	cat >"$home/$1.xml" <<END
<rss version="2.0"><channel><title>$1</title>
<item><title>$2</title><guid>$1-1</guid>
<pubDate>Sat, 21 Nov 2026 03:00:00 GMT</pubDate>
<description>$told $3</description></item>
<item><title>Hạ Khê nhận lúa giống của $1</title><guid>$1-2</guid>
<pubDate>Fri, 20 Nov 2026 03:00:00 GMT</pubDate>
<description>$other</description></item>
</channel></rss>
END
	run add --title "$1" "$home/$1.xml"
}
number() { sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p" "$home/out" | head -n 1; }

feed bao 'Thông xe cầu tạm Bến Sỏi sau ba ngày bị lũ chia cắt' ''
run refresh
run stories
ok "told once it is no story" exits 0
ok "which is said" err_has "no story is told by two articles"
ok "on stderr" rows 0
feed dai 'Cầu tạm Bến Sỏi thông xe sau ba ngày bị lũ chia cắt' 'Theo Minh Hải.'
run refresh
run stories --json
ok "told twice it is one" exits 0
ok "with each that tells it" grep -q '"title":"Thông xe cầu tạm' "$home/out"
ok "and the other" grep -q '"title":"Cầu tạm Bến Sỏi thông xe' "$home/out"
story=$(number story)
run list --json
ok "a list folds nothing" rows 4
ok "each that tells it says so, the first as well" \
	[ "$(grep -c "\"story\":$story[,}]" "$home/out")" = 2 ]
id=$(grep 'Thông xe cầu tạm' "$home/out" | sed 's/.*"id":\([0-9]*\).*/\1/')
run related "$id" --json
ok "related news tell why" out_has '"why":"story"'
run related "$id"
ok "people in words" out_has "same story"
run stories
ok "both are printed" out_has "Cầu tạm Bến Sỏi thông xe"
run stories --since 2026-11-22 --json
ok "none is told since" rows 0
run stories --since 2026-11-21 --json
ok "nor left out that is" rows_more 1
run stories extra
ok "it takes no operand" exits 2
echo "1..$n"
exit $status
