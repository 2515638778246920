#!/bin/sh
# What the program promises of real documents, where a corpus of them lies in
# BANTIN_CORPUS; skipped where none does. A row is a name, a folder of the
# corpus, what compares, and the least share that must be met, of a thousand.
# What compares is a script in tests/corpus: called with the program and the
# folder, it prints "MET OF".
bantin=${BUILD_DIR:?}/src/bantin
tests=${TESTS_DIR:?}
[ -n "${BANTIN_CORPUS:-}" ] || {
	echo "1..0 # SKIP no corpus (BANTIN_CORPUS)"
	exit 0
}
command -v python3 >/dev/null || {
	echo "1..0 # SKIP python3 is missing"
	exit 0
}
LANGUAGE=en
PYTHONDONTWRITEBYTECODE=1
export LANGUAGE PYTHONDONTWRITEBYTECODE
n=0 status=0

result() { # what, "MET OF", least
	n=$((n + 1))
	case $2 in
	*[!0-9\ ]* | *' '*' '* | ' '* | *' ') set -- "$1" "0 1" "$3" ;;
	[0-9]*' '[0-9]*) ;;
	*) set -- "$1" "0 1" "$3" ;;
	esac
	if [ $((${2% *} * 1000)) -ge $((${2#* } * $3)) ]; then
		echo "ok $n - $1: ${2% *} of ${2#* }"
	else
		echo "not ok $n - $1: ${2% *} of ${2#* }, $3 of 1000 wanted"
		status=1
	fi
}

# The corpus's own scorer, if it came with it; the last word is its own.
score() { # folder
	python3 "$BANTIN_CORPUS/../tools/score_feeds.py" \
		"$BANTIN_CORPUS/$1" --cmd "$bantin parse {}" --jobs 2 |
		sed -n 's/.*checks passed: \([0-9]*\) of \([0-9]*\).*/\1 \2/p'
}

while read -r name folder script least; do
	case $name in
	'' | '#'*) continue ;;
	esac
	if [ ! -d "$BANTIN_CORPUS/$folder" ]; then
		n=$((n + 1))
		echo "ok $n - $name # SKIP no $folder in the corpus"
		continue
	fi
	result "$name" "$(python3 "$tests/corpus/$script.py" "$bantin" \
		"$BANTIN_CORPUS/$folder" </dev/null | tail -n 1)" "$least"
	if [ "$script" = feeds ] &&
	    [ -f "$BANTIN_CORPUS/../tools/score_feeds.py" ]; then
		result "$name, scored" "$(score "$folder" </dev/null)" "$least"
	fi
done <<-EOF
	gofeed gofeed feeds 990
	feedparser feedparser feeds 970
	feeds-wild feeds-wild feeds 970
	feeds-vi feeds-vi feeds 970
	feeds-of-old-encodings encodings-vi feeds 1000
	pages-of-old-encodings encodings-vi encodings 1000
	subscriptions opml lists 1000
	feeds-that-pages-name discovery discovery 1000
	news-pages aeb pages 960
	pages-of-many-kinds trafilatura pages 915
	pages-as-readability-reads-them readability pages 930
	pages-vi pages-vi pages 970
EOF
echo "1..$n"
exit $status
