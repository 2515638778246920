#!/bin/sh
# What takes minutes: another compiler, sanitizers, distcheck, a real
# terminal, the manual's lint. Each result is a line in check-more.results.
# A tool that is missing skips its check. Run by `make check-more`.
set -u
top=${SOURCE_DIR:?} build=${BUILD_DIR:?}
more=$build/more
results=$build/check-more.results
jobs=$(($(nproc 2>/dev/null || echo 2) * 2)) # tests wait more than they work
mkdir -p "$more"
: >"$results"

report() { # PASS|FAIL|SKIP name
	printf '%s %s\n' "$1" "$2" | tee -a "$results"
}

# Run a command, its output kept and shown when it fails.
try() { # name command...
	name=$1
	shift
	log=$more/$(printf '%s' "$name" | tr ' /' '__').out
	if "$@" >"$log" 2>&1; then
		report PASS "$name"
	else
		report FAIL "$name"
		grep -E '^(FAIL|ERROR): |(error|runtime error|WARNING: Thread|ERROR: Addr|ERROR: Leak)' \
			"$log" | head -n 20
		tail -n 25 "$log"
		return 1
	fi
}

has() {
	command -v "$1" >/dev/null 2>&1 || {
		report SKIP "$2 ($1 is missing)"
		return 1
	}
}

build_in() { # folder configure-arguments...
	folder=$more/$1
	shift
	mkdir -p "$folder" && cd "$folder" &&
		"$top/configure" --quiet "$@" &&
		"${MAKE:-make}" -s -j"$jobs"
}

check_in() { # folder make-arguments...
	folder=$more/$1
	shift
	"${MAKE:-make}" -s -j"$jobs" -C "$folder" check "$@"
}

room_tests() { # the programs of these rooms
	for room in "$@"; do
		for test in "$top/tests/$room"/*_test.c; do
			name=${test##*/}
			printf 'tests/%s/%s ' "$room" "${name%.c}"
		done
	done
}

if has mandoc "the manuals' lint"; then
	try "mandoc -T lint" sh -c "! mandoc -T lint -W warning \
		'$top/man/bantin.1' '$top/man/vi/bantin.1' | grep ."
fi

# One processor's work, beside which the others build.
crashes() {
	try "500 kills, 100 power losses, 150 faults of the disk" \
		sh "$top/tests/store/crash.sh" 500 100 150
	grep '^# .* acknowledged' "$log"
}
crashes &

if has clang "clang"; then
	try "clang builds without a warning" build_in clang CC=clang \
		CFLAGS='-g -O0' --enable-werror
fi

# The tests fork the reader while their web server runs; gcc's, for clang's
# holds back the signals that such a reader is ended by.
export TSAN_OPTIONS=halt_on_error=1:die_after_fork=0
try "TSan: build" build_in tsan --enable-sanitizers=thread CFLAGS='-g -O1' &&
	try "TSan: refresh and screens" check_in tsan \
		"TESTS=$(room_tests refresh ui)"

# All tests as they are without sanitizers in the tree itself.
export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0
export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
try "make distcheck, all tests under ASan and UBSan" \
	"${MAKE:-make}" -s -j"$jobs" -C "$build" distcheck \
	DISTCHECK_CONFIGURE_FLAGS="--enable-sanitizers=address,undefined \
		CFLAGS='-g -O1'"
wait

if has tmux "a real terminal"; then
	try "the reader in tmux" sh "$top/tests/ui/tmux_smoke.sh"
	try "a first run in tmux" sh "$top/tests/ui/welcome_smoke.sh"
fi

! grep -q '^FAIL' "$results"
