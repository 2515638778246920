#!/bin/sh
# Every setting, command, option and screen command stands in the manuals,
# and the manuals name no other. What is translated is in the same order.
cd "${SOURCE_DIR:-.}" || exit 1
n=0 status=0

rows() { # file: the names of its table's rows
	sed -n 's/.*{\.name = "\([^"]*\)".*/\1/p' "$1" | sort -u
}

# The items of a section: ".It Cm name" lines between two .Sh or .Ss lines.
items() { # heading macro
	awk -v heading="$1" -v macro="$2" '
	/^\.S[hs] / { on = index($0, heading) > 0; next }
	on && $1 == ".It" && $2 == macro { print $3 }
	on && $1 == ".It" && macro == "Fl" && $2 == "Fl" { print $4 }
	' "$man" | sort -u
}

same() { # what wanted got
	n=$((n + 1))
	if [ -n "$2" ] && [ "$2" = "$3" ]; then
		echo "ok $n - $1"
		return
	fi
	status=1
	echo "not ok $n - $1"
	printf '%s\n' "$2" >"${TMPDIR:-/tmp}/names.$$.a"
	printf '%s\n' "$3" >"${TMPDIR:-/tmp}/names.$$.b"
	diff "${TMPDIR:-/tmp}/names.$$.a" "${TMPDIR:-/tmp}/names.$$.b" |
		sed -n 's/^</# missing:/p; s/^>/# not wanted:/p'
	rm -f "${TMPDIR:-/tmp}/names.$$.a" "${TMPDIR:-/tmp}/names.$$.b"
}

# What the code has: settings, commands, options, and of the screens' commands
# name and keys.
settings=$(rows src/config/settings.c)
commands=$(rows src/cli/commands.c)
options=$(sed -n 's/^	\[CLI_OPTION_[A-Z_]*\] = {"\([^"]*\)".*/\1/p' \
	src/cli/options.c | sort -u)
keys=$(sed -n 's/^    {"\([a-z0-9-]*\)", "\([^"]*\)",.*/\1 \2/p' \
	src/ui/commands.c | sed 's/ $//; s/\\\\/\\/' | sort)

# Options: items of their section, and those in the commands' lines.
manual_options() { # heading
	{
		items "$1" Fl
		awk '$1 == ".Op" || $1 == ".It" || $1 == ".Oo" {
			for (i = 2; i < NF; i++)
				if ($i == "Fl" && $(i + 1) == "Fl")
					print $(i + 2)
		}' "$man"
	} | sed 's/^Fl$//; /^$/d' | sort -u
}

manual_keys() { # heading
	awk -v heading=".Sh $1" '
	/^\.Sh / { on = $0 == heading }
	on && $1 == ".It" && $2 == "Ic" {
		sub(/^\.It Ic /, "")
		sub(/ Li /, " ")
		gsub(/\\&/, "")
		gsub(/\\-/, "-")
		gsub(/\\\(aq/, "\047")
		gsub(/\\e/, "\\\\")
		print
	}' "$man" | sort
}

check_manual() { # file, headings of settings, commands, options, keys
	man=$1
	same "$man: settings" "$settings" "$(items "$2" Cm)"
	same "$man: commands of the command line" "$commands" \
		"$(items "$3" Ic)"
	same "$man: options" "$options" "$(manual_options "$4")"
	same "$man: keys" "$keys" "$(manual_keys "$5")"
}

check_manual man/bantin.1 SETTINGS COMMANDS OPTIONS KEYS
check_manual man/vi/bantin.1 "CÀI ĐẶT" LỆNH "TÙY CHỌN" PHÍM

# A manual without its words: headings, lists, items.
structure() { # file
	awk '/^\.S[hs] / { print $1 }
	/^\.(It|Bl|El|Bd|Ed)( |$)/ { gsub(/ Ar [^ ]+/, " Ar"); print }' "$1"
}
same "the translated manual has the same items in the same order" \
	"$(structure man/bantin.1)" "$(structure man/vi/bantin.1)"
echo "1..$n"
exit $status
