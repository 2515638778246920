#!/bin/sh
# Every file with words for the reader is in POTFILES.in, and every word has
# its Vietnamese. Needs gettext's tools.
cd "${SOURCE_DIR:-.}" || exit 1
command -v xgettext >/dev/null && command -v msgmerge >/dev/null || {
	echo "1..0 # SKIP gettext's tools are missing"
	exit 0
}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
n=0 status=0
check() { # name, what is wrong
	n=$((n + 1))
	if [ -z "$2" ]; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		echo "$2" | sed 's/^/# /'
		status=1
	fi
}

grep -lE '(^|[^A-Za-z])(N?_|gettext|ngettext)\("|(N_|_)\(\s*$' src/*.c src/*/*.c |
	sort >"$work/have"
grep '^src/' po/POTFILES.in | sort >"$work/named"
check "POTFILES.in names each file with words" \
	"$(comm -23 "$work/have" "$work/named")"
check "and no file that there is not" \
	"$(while read -r file; do [ -f "$file" ] || echo "$file"; done \
	<"$work/named")"
xgettext --keyword=_ --keyword=N_ --keyword=ngettext:1,2 --from-code=UTF-8 \
	-f "$work/named" -o "$work/new.pot" 2>"$work/err"
check "the words can be collected" "$(cat "$work/err")"
msgmerge -q -N po/vi.po "$work/new.pot" -o "$work/vi.po" 2>"$work/err"
msgattrib --untranslated "$work/vi.po" |
	sed -n 's/^msgid "\(..*\)"/\1/p' >"$work/missing"
check "each has its Vietnamese" "$(cat "$work/missing")"
check "none is only guessed" \
	"$(msgattrib --only-fuzzy --no-obsolete "$work/vi.po" |
	grep '^msgid ".')"
check "none is left over" \
	"$(msgattrib --only-obsolete "$work/vi.po" | grep '^#~ msgid')"
check "the formats agree" \
	"$(msgfmt -c -o /dev/null po/vi.po 2>&1)"
# help_view.c leaves them so much of a screen of 80.
check "the help of keys fits its column" \
	"$(msggrep -N src/ui/commands.c po/vi.po |
	sed -n 's/^msgstr "\(.*\)"$/\1/p' | LC_ALL=C.UTF-8 grep -E '^.{26}')"
echo "1..$n"
exit $status
