#!/bin/sh
# The sample portal: its articles, that site/ is what build.py makes of them,
# that every address in it leads to a file, and its faults byte for byte.

sample=${SOURCE_DIR:-.}/seeds/sample
site=$sample/site
count=0
failed=0

# result STATUS NAME [DETAIL]
result()
{
	count=$((count + 1))
	if test "$1" -eq 0; then
		echo "ok $count - $2"
	else
		failed=1
		echo "not ok $count - $2"
		test -z "$3" || printf '%s\n' "$3" | sed 's/^/# /'
	fi
}

# is GOT EXPECTED NAME
is()
{
	test "$1" = "$2"
	result $? "$3" "got '$1', expected '$2'"
}

# lines_with FILE BYTES: how many lines hold these bytes
lines_with()
{
	LC_ALL=C grep -c -F -e "$2" "$site/$1"
}

work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT HUP INT TERM

# articles

is "$(ls "$sample/articles" | grep -c '^[0-9][0-9]\.txt$')" 44 "44 articles"

outside=
long=0
for file in "$sample"/articles/[0-9]*.txt; do
	words=$(sed '1,/^$/d' "$file" | wc -w)
	if test "$words" -ge 900; then
		long=$((long + 1))
	elif test "$words" -lt 150 || test "$words" -gt 450; then
		outside="$outside ${file##*/}:$words"
	fi
done
test -z "$outside"
result $? "articles have 150 to 450 syllables" "$outside"
is "$long" 4 "but four, which are long"

lines=$(LC_ALL=C grep -L '^photo: ..*' "$sample"/articles/[0-9]*.txt)
test -z "$lines"
result $? "each article has a picture" "$lines"

# site

if command -v python3 >/dev/null 2>&1; then
	python3 "$sample/build.py" "$work/site" &&
		diff -r "$work/site" "$site" >"$work/diff" 2>&1
	result $? "site/ is what build.py writes" "$(sed 20q "$work/diff")"
	mkdir "$work/other" && echo kept >"$work/other/file"
	python3 "$sample/build.py" "$work/other" 2>/dev/null
	is "$?/$(cat "$work/other/file")" 1/kept \
	    "build.py leaves a strange folder alone"
else
	for name in "site/ is what build.py writes" \
	    "build.py leaves a strange folder alone"; do
		count=$((count + 1))
		echo "ok $count - $name # SKIP no python3"
	done
fi

test -f "$site/.bantin-root" && test ! -s "$site/.bantin-root"
result $? "an empty .bantin-root marks the folder"

missing=$(cut -d' ' -f1 "$site/nguon.txt" | while read -r path; do
	test -f "$site/$path" || echo "$path"
done)
test -z "$missing"
result $? "each source is a file" "$missing"
is "$(grep -c '^[^ ]* "~Trằm Mây: [^"]*"$' "$site/nguon.txt")" 4 \
    "four sources with titles"

# Addresses of every document, taken relative to it; '?' is '@' on disk.
(cd "$site" && find . -type f | sort) >"$work/files"
(
	cd "$site" || exit
	find . -type f ! -name nguon.txt -exec \
	    grep -H -o -e 'href="[^"]*"' -e '<link>[^<]*</link>' {} +
) | sed -n \
    -e '/"javascript:/d' -e '/"mailto:/d' \
    -e 's/&amp;/\&/g' -e 's/#[^"]*"$/"/' -e 'y/?/@/' \
    -e 's/^\([^:]*\):href="\(.*\)"$/\1 \2/p' \
    -e 's/^\([^:]*\):<link>\(.*\)<\/link>$/\1 \2/p' >"$work/links"
test "$(wc -l <"$work/links")" -gt 600
result $? "the site is linked" "$(wc -l <"$work/links") addresses"
dead=$(awk 'NR == FNR { known[$0] = 1; next }
{
	path = $1
	sub("[^/]*$", "", path)
	path = path $2
	while (sub("/[^/.][^/]*/[.][.]/", "/", path))
		;
	if (!(path in known))
		print $1 " -> " $2
}' "$work/files" "$work/links")
test -z "$dead"
result $? "every address leads to a file" "$dead"

is "$(grep -c '<item>' "$site/rss/tin-tuc.rss")/$(
    grep -c '<item>' "$site/rss/doi-song.rss")/$(
    grep -c '<entry>' "$site/rss/van-hoa.xml")/$(
    grep -c 'chi-tiet\.aspx?ItemID=[0-9]*">Thông báo' \
    "$site/thong-bao/danh-sach.aspx@Cat=4")" 14/12/10/8 \
    "feeds and the list page hold all 44"

# pages

bad=
for page in "$site"/tin-tuc/*-[0-9]*.html "$site"/van-hoa/*-[0-9]*.html \
    "$site"/*/chi-tiet.aspx@*; do
	name=${page#"$site"/}
	is_whole=1
	for part in '<h1' '(Ảnh: [A-Z]*)<' 'In trang' 'Phản hồi</a>' \
	    'Các tin khác' 'Tin đọc nhiều' 'Trang chủ' \
	    'Chịu trách nhiệm chính' '[0-3][0-9]/[01][0-9]/2026 [0-9]*:'; do
		grep -q -e "$part" "$page" || is_whole=0
	done
	others=$(sed '1,/Các tin khác/d' "$page" |
	    grep -c '([0-9][0-9]/[0-9][0-9]/2026)')
	test "$is_whole/$others" = 1/6 || bad="$bad $name"
done
test -z "$bad"
result $? "each page has all its parts and six other articles" "$bad"

# faults of real portals

is "$(lines_with rss/tin-tuc.rss '          news_44')" 1 "guid behind blanks"
is "$(lines_with rss/tin-tuc.rss '<guid isPermaLink="false">')" 14 \
    "guid opens on a line of its own"
is "$(grep '<pubDate>' "$site/rss/tin-tuc.rss" | grep -v \
    -e ' Sep 2026 [0-9][0-9]:09:00 GMT' -e ' Oct 2026 [0-9][0-9]:10:00 GMT' \
    -e ' Nov 2026 [0-9][0-9]:11:00 GMT')" "" "NukeViet's minute is the month"
is "$(lines_with rss/tin-tuc.rss 'Sun, 22 Nov 2026 01:11:00 GMT')" 2 \
    "its hour is right, in GMT"
is "$(lines_with rss/tin-tuc.rss '<generator>NukeViet v4')" 1 "and names itself"
is "$(lines_with rss/tin-tuc.rss 'align="left" border="0">')" 14 \
    "leads stand behind a thumbnail"
is "$(lines_with rss/doi-song.rss "<title>$(printf '\303\220')ại hội ")" 1 \
    "U+00D0 for U+0110"
is "$(lines_with rss/doi-song.rss 'đ&ecirc;m')" 1 "a reference that XML lacks"
is "$(lines_with rss/doi-song.rss '<title>Giỏ mây & lá')" 1 "a bare &"
is "$(lines_with rss/van-hoa.xml "vi$(printf 'e\314\243\314\202n') tr")" 1 \
    "a decomposed title"
is "$(LC_ALL=C grep -l "$(printf '\314[\200-\211\243]')" -r "$site" |
    wc -l)" 1 "and no other file has combining marks"
is "$(LC_ALL=C grep -c '<p class="h5 text-right">' \
    "$site"/tin-tuc/*-44.html)" 1 "NukeViet's author line"
is "$(lines_with "thong-bao/chi-tiet.aspx@ItemID=34" 'UBND x&atilde; c&#7845;p')" 1 \
    "notices are written with HTML's references"

for word in hoà hòa khoá khóa thuỷ thủy; do
	grep -q "$word" "$sample"/articles/*.txt
	result $? "tone placement: $word"
done

echo "1..$count"
exit "$failed"
