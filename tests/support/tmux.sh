# What the scripts that drive the reader in tmux have in common; sourced. A
# home as in cli.sh, with the translation in it.
. "${SOURCE_DIR:?}/tests/support/cli.sh"
socket=tmux1 # a server that is told to end is there for a while
trap 'tmux -S "$home/$socket" kill-server 2>/dev/null
	[ -z "$pids" ] || kill $pids 2>/dev/null; rm -rf "$home"' EXIT
mkdir -p "$home/locale/vi/LC_MESSAGES"
msgfmt -o "$home/locale/vi/LC_MESSAGES/bantin.mo" \
	"$SOURCE_DIR/po/vi.po" || exit 1
failed=0

mux() {
	tmux -S "$home/$socket" "$@"
}

# Wait until the screen shows a text, a minute at most.
shows() { # what text
	i=0
	while [ $i -lt 600 ]; do
		mux capture-pane -p >"$home/screen" 2>/dev/null
		if grep -qF -- "$2" "$home/screen"; then
			echo "ok: $1"
			return
		fi
		sleep 0.1
		i=$((i + 1))
	done
	echo "NOT ok: $1: no '$2' in:"
	cat "$home/screen"
	failed=1
}
