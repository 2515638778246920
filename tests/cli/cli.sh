#!/bin/sh
# The command line as scripts and users meet it, on the sample portal as a
# source of files, in a home of its own.
. "${SOURCE_DIR:?}/tests/support/cli.sh"
site=$SOURCE_DIR/seeds/sample/site
export BANTIN_CATALOGUE="$SOURCE_DIR/seeds" BANTIN_SAMPLE="$site"
export BANTIN_NOW="2026-11-22 09:30"

field() { # key: its first number in the output
	sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p" "$home/out" | head -n 1
}

run --version
ok "--version" out_has "bantin "
run --help
ok "--help names the commands" out_has "  refresh "
for command in add check discover edit portals remove sources refresh list show related stories mark undo \
    import parse extract verify; do
	run "$command" --help
	ok "$command --help" exits 0
	ok "$command --help says how it is used" out_has "bantin $command"
done

run nosuch
ok "an unknown command is wrong usage" exits 2
ok "and is named" err_has "'nosuch'"
run list --nosuch
ok "an unknown option is wrong usage" exits 2
ok "and is named too" err_has "--nosuch"
run list --limit x
ok "a limit that is no number" exits 2
run show
ok "an operand is missing" exits 2
run --set measure=7 list
ok "a setting out of bounds" exits 2
ok "is named" err_has "measure"
run --set nosuch=7 list
ok "a setting that there is not" exits 2

run sources
ok "no sources: no failure" exits 0
ok "but a word what to do" err_has "bantin add"
run list --json
ok "an empty cache lists nothing" rows 0
run list
ok "and says what to do" err_has "bantin add"

run add "$site/rss/tin-tuc.rss" "$site/rss/doi-song.rss"
ok "two feeds are added" exits 0
run add "$site/rss/tin-tuc.rss"
ok "the same once more" exits 0
run sources --json
ok "are two sources" rows 2
ok "with a title" out_has '"title":"'
run list --json
ok "adding brings no articles" rows 0
run list
ok "but a word what does" err_has "bantin refresh"
run add "$site/nosuch.rss"
ok "what is not there cannot be added" exits 4
ok "and is named" err_has "nosuch.rss"

run refresh --json
ok "refresh" exits 0
ok "without a word on stderr" silent
ok "says how many sources" [ "$(field sources)" = 2 ]
ok "and brings articles" [ "$(field new)" -gt 15 ]
run refresh --json
ok "a second one brings nothing" [ "$(field new)" = 0 ]

run list --limit 1000 --json
cp "$home/out" "$home/before"
run extract --again --json
ok "pages are read again" exits 0
ok "all that were kept" [ "$(field pages)" -gt 10 ]
ok "by the same rules nothing changes" [ "$(field changed)" = 0 ]
printf '[Thử]\nbody = #news-bodyhtml p, .bodytext p\n' >"$home/rows"
run --set "selectors=$home/rows" extract --again --json
ok "by other rules something does" [ "$(field changed)" -gt 0 ]
run extract --again
ok "counts in words" out_has "pages read again"
run list --limit 1000 --json
ok "articles and marks stay" cmp -s "$home/out" "$home/before"
run --set raw-pages=0 refresh --due
run extract --again --json
ok "no room, no raw pages" [ "$(field pages)" = 0 ]

run list --limit 5 --json
ok "a limit" rows 5
ok "ids are numbers" [ "$(field id)" -gt 0 ]
ok "times are UTC" grep -q '"published":"2026-1[01]-[0-9]*T[0-9:]*Z"' \
	"$home/out"
id=$(field id)
run list --since 2026-11-15 --limit 1000 --json
ok "since" rows_more 2
ok "is heeded" sh -c '! grep -q "\"published\":\"2026-10" "$1"' - "$home/out"
run list --since yesterdayish
ok "a time that is none" exits 2
run list --source "DOI SONG - xa hoi" --json --limit 100
ok "a source is found by its title, without marks" rows 12
run list --source nosuch
ok "a source that there is not" exits 1
ok "is named" err_has "“nosuch”"

run show "$id"
ok "show" exits 0
ok "sets whole text" rows_more 12
ok "in 80 columns" [ "$(wc -L <"$home/out")" -le 80 ]
run show --json "$id"
ok "show --json" out_has '"text":"'
run show --html "$id"
ok "show --html" out_has "<h1>"
run show 999999
ok "an article that there is not" exits 1
run show abc
ok "an id that is no number" exits 2
run related "$id" --json
ok "related" exits 0
ok "has rows" rows_more 0
ok "that say of what" out_has "\"of\":$id"
run related --all --limit 2 --json
ok "related --all" rows_more 20

run mark starred "$id"
ok "mark" exits 0
run list --starred --json
ok "one is starred" rows 1
run mark read --all
run list --unread --json
ok "all are read" rows 0
run undo
run list --unread --json
ok "undo takes that back" rows_more 15
run mark read 999999
ok "marking what there is not" exits 1

first=$("$bantin" list --limit 1 --json | sed 's/.*"id":\([0-9]*\).*/\1/')
run mark tag:lũ "$first"
ok "mark tag:" exits 0
run mark -tag:lũ "$first"
ok "mark -tag: is no option" exits 0
ok "and takes one off" out_has "1 "
run undo
ok "undo names the tag" out_has "lũ"
run mark tag: "$first"
ok "a tag needs a name" exits 2

run remove "$site/rss/doi-song.rss"
ok "remove" exits 0
run sources --json
ok "one source is left" rows 1
run list --limit 1000 --json
ok "its articles stay" rows_more 15
run undo
run sources --json
ok "undo follows it again" rows 2

printf '%s\n' '# comment' 'http://127.0.0.1:9/a.xml "~Một" tag' \
	'exec:rm -rf /tmp/x' 'http://127.0.0.1:9/b.xml' >"$home/urls"
run import "$home/urls"
ok "import names what it passes over" exits 1
ok "with file and line" err_has "exec:"
run sources --json
ok "and follows the rest" rows 4
run undo
ok "undo takes back all that an import followed" out_has "2 sources"
run sources --json
ok "both are gone" rows 2
run import "$home/urls"
run refresh --no-pages --json
ok "servers that refuse: done in part" exits 1
ok "each is named" err_has "127.0.0.1:9/b.xml"

run export --all "$home/whole.bantin"
ok "export --all" exits 0
"$bantin" list --limit 1000 --json >"$home/before"
run --store "$home/other.db" import "$home/whole.bantin"
ok "import takes a whole cache" exits 0
ok "and counts" out_has "new articles"
"$bantin" --store "$home/other.db" list --limit 1000 --json >"$home/after"
ok "the same articles" \
	[ "$(wc -l <"$home/before")" -eq "$(wc -l <"$home/after")" ]
run --store "$home/other.db" import "$home/whole.bantin"
ok "twice changes nothing" \
	out_has "0 new sources, 0 new articles, 0 marks, 0 tags"
head -c 30000 "$home/whole.bantin" >"$home/cut.bantin"
run --store "$home/other.db" import "$home/cut.bantin"
ok "a damaged one is refused" exits 1
ok "by name" err_has "cut.bantin"
run export --all
ok "--all needs a file" exits 2

for format in opml urls; do
	run export --format $format
	ok "export --format $format" exits 0
	cp "$home/out" "$home/exported"
	run --store "$home/$format.db" import "$home/exported"
	ok "is imported without a word" silent
	run --store "$home/$format.db" sources --json
	ok "and is what was followed" rows 4
done

run parse "$site/rss/tin-tuc.rss" "$home/urls"
ok "parse: one bad file" exits 1
ok "a line for each" rows 2
ok "the feed" out_has '"items":[{"title":"'
ok "and the error" out_has '"error":"neither a feed nor a page"'
gzip -c "$site/rss/tin-tuc.rss" >"$home/tin-tuc.gz"
run parse "$home/urls" "$home/tin-tuc.gz"
ok "parse: gzip that nothing announced" out_has '"1 undeclared compression"]'
run --set language=vi parse "$home/urls"
ok "an error is English to programs" out_has '"neither a feed nor a page"'
run parse - <"$site/rss/tin-tuc.rss"
page=$(find "$site/tin-tuc" -name '*.html' | sort | head -n 1)
run extract "$page"
ok "extract" exits 0
ok "one paragraph a line" rows_more 3
run extract --format json "$page"
ok "extract --format json" out_has '"related":[{'
run extract "$home/urls" "$page"
ok "no article: done in part" exits 1
ok "named" err_has "$home/urls"
run extract --explain "$page"
ok "--explain names the row" err_has "$page: body: "
ok "and where the title stood" err_has "$page: title: "
printf '[Riêng]\nbody = #nosuch\nnosuch = a\n' >"$home/rows"
run --set "selectors=$home/rows" extract "$page"
ok "rows of one's own" exits 0
ok "a broken line is named" err_has "$home/rows:3"
run extract --again "$page"
ok "--again takes no file" exits 2

run purge
ok "by default all is kept" out_has "nothing to remove"
run --set keep-days=1 --set keep-unread=no purge
ok "purge tells what it would do" out_has "older than keep-days"
ok "and asks for --yes" out_has "bantin purge --yes"
run list --limit 1000 --json
ok "nothing is gone" rows_more 15
run --set keep-days=1 --set keep-unread=no purge -y
ok "purge -y" out_has "articles removed"
run compact
ok "compact" exits 0
ok "names both sizes" out_has " MB before"
run verify
ok "the cache is sound" exits 0

printf 'nosuch = 1\nmeasure = 60\n' >"$home/config"
run --config "$home/config" list --limit 1
ok "an unknown setting does not stop the start" exits 0
ok "it is named with its line" err_has "$home/config"
printf 'this is no database, but a text that somebody keeps' >"$home/text"
run --store "$home/text" list
ok "a store that is no database" exits 3
ok "is named" err_has "$home/text"
ok "and left as it was" grep -q "somebody keeps" "$home/text"

env -u LANGUAGE -u LC_ALL LANG=C "$bantin" list --limit 1 >"$home/out" \
	2>"$home/err"
code=$?
ok "LANG=C lists" exits 0
ok "in UTF-8" grep -q 'Cầu Bến Sỏi' "$home/out"
env -u LANGUAGE LC_ALL=C "$bantin" --set language=vi list --help \
	>"$home/out" 2>"$home/err"
ok "the language setting works in LC_ALL=C" out_has "Cách dùng"
ok "help stands in columns, not bytes" \
	out_has "  --source NGUỒN           chỉ nguồn"
env -u LANGUAGE -u LC_ALL LANG=vi_XX.UTF-8 "$bantin" --help >"$home/out" \
	2>"$home/err"
ok "a locale that is not installed still names a language" \
	out_has "Cách dùng"
env -u LANGUAGE -u LC_ALL LANG=en_XX.UTF-8 "$bantin" --help >"$home/out" \
	2>"$home/err"
ok "whichever it is" out_has "Usage:"
run --set language=vi nosuch
ok "complaints are in the language set" err_has "không có lệnh"

# What a source is let in with is told; its password is not.
printf 'https://lan:bimat@cu.example/tin.rss\n' >"$home/cu.urls"
run --store "$home/cu.db" import "$home/cu.urls"
printf '[source:https://lan:bimat@cu.example/tin.rss]\ntls = old\n' \
	>"$home/config"
run --config "$home/config" --store "$home/cu.db" sources
ok "an exception of TLS stands in the list" \
	out_has "old renegotiation and weak keys let in"
ok "a password does not" [ -z "$(grep bimat "$home/out")" ]
run --config "$home/config" --store "$home/cu.db" sources --json
ok "as JSON too" out_has '"exceptions":["old"]'
ok "nor there" [ -z "$(grep bimat "$home/out")" ]
run --set tls=old sources
ok "an exception for all there is not" exits 2

run --sample list --limit 3 --json
ok "a command on the sample that nobody opened yet" rows 3
run --sample
ok "the sample without a terminal" exits 0
ok "lists and shows" rows_more 30
echo "1..$n"
exit $status
