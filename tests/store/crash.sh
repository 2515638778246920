#!/bin/sh
# crash.sh [KILLS [LOSSES [FAULTS [SEED]]]]: the crash test at length, some
# minutes; make check runs a short one. Prints the counts.
test=${BUILD_DIR:-.}/tests/store/crash_test
[ -x "$test" ] || {
	echo "make tests/store/crash_test first, and set BUILD_DIR" >&2
	exit 2
}
"$test" "${1:-500}" "${2:-100}" "${3:-150}" "${4:-20261122}"
