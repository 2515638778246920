#!/bin/sh
# Every setting, command, option and screen command stands in the manual,
# and the manual names no other.
cd "${SOURCE_DIR:-.}" || exit 1
man=man/bantin.1
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
		sed -n 's/^</# only in the code:/p; s/^>/# only in the manual:/p'
	rm -f "${TMPDIR:-/tmp}/names.$$.a" "${TMPDIR:-/tmp}/names.$$.b"
}

same "settings" "$(rows src/config/settings.c)" "$(items SETTINGS Cm)"
same "commands of the command line" "$(rows src/cli/commands.c)" \
	"$(items COMMANDS Ic)"
same "options" "$(sed -n 's/^	\[CLI_OPTION_[A-Z_]*\] = {"\([^"]*\)".*/\1/p' \
	src/cli/cli.c | sort -u)" \
	"$({ items OPTIONS Fl; awk '$1 == ".Op" || $1 == ".It" || $1 == ".Oo" {
		for (i = 2; i < NF; i++)
			if ($i == "Fl" && $(i + 1) == "Fl") print $(i + 2)
	}' "$man"; } | sed 's/^Fl$//; /^$/d' | sort -u)"
# Of the screens: name and keys, as ui/commands.c and the manual have them.
same "keys" "$(sed -n \
	's/^    {"\([a-z0-9-]*\)", "\([^"]*\)",.*/\1 \2/p' src/ui/commands.c |
	sort)" \
	"$(awk '/^\.S[hs] / { on = 0 }
	/^\.Sh KEYS/ { keys = 1 }
	/^\.Sh SETTINGS/ { keys = 0 }
	keys && $1 == ".It" && $2 == "Ic" {
		sub(/^\.It Ic /, "")
		sub(/ Li /, " ")
		gsub(/\\&/, "")
		gsub(/\\-/, "-")
		print
	}' "$man" | sort)"
echo "1..$n"
exit $status
