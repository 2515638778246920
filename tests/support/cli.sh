# What the scripts that run bantin as users do have in common; sourced. A home
# of its own that goes with the script, the program in English, and TAP.
bantin=${BUILD_DIR:?}/src/bantin
serve=$BUILD_DIR/tests/support/serve
home=$(mktemp -d) || exit 1
pids=
trap '[ -z "$pids" ] || kill $pids 2>/dev/null; rm -rf "$home"' EXIT
export HOME="$home" LANGUAGE=en
unset XDG_DATA_HOME XDG_CONFIG_HOME XDG_STATE_HOME BANTIN_STORE BANTIN_CONFIG
n=0 status=0 code=

ok() { # name condition...
	n=$((n + 1))
	name=$1
	shift
	if "$@"; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
		[ -z "$code" ] || echo "# exit $code"
		for told in out err; do
			[ ! -s "$home/$told" ] ||
				sed "s/^/# $told: /" "$home/$told" | head -n 9
		done
		status=1
	fi
}

run() { # arguments: run, keep what it said
	"$bantin" "$@" >"$home/out" 2>"$home/err" </dev/null
	code=$?
}

exits() { [ "$code" = "$1" ]; }
out_has() { grep -qF -- "$1" "$home/out"; }
out_lacks() { ! grep -qF -- "$1" "$home/out"; }
err_has() { grep -qF -- "$1" "$home/err"; }
silent() { [ ! -s "$home/err" ]; }
rows() { [ "$(wc -l <"$home/out")" -eq "$1" ]; }
rows_more() { [ "$(wc -l <"$home/out")" -gt "$1" ]; }

# A server of this machine, told the place of its port and, where one is
# wanted, of its log; its address in $url.
serve_at() { # folder or script, port file, log
	"$serve" "$1" ${3:+"$3"} >"$2" &
	pids="$pids $!"
	tries=0
	while [ ! -s "$2" ] && [ $tries -lt 600 ]; do
		sleep 0.05
		tries=$((tries + 1))
	done
	url=http://127.0.0.1:$(cat "$2")
}
