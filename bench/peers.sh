#!/bin/sh
# peers.sh [FEEDS [ITEMS [READERS]]]: bantin and other readers on the same
# rows, in one run. BANTIN_BENCH names the folder of a harness that has
# gen_feeds.py, bench_start.py and bench_reload.py; BANTIN the program, if it
# is not on the path. Defaults: 1,000 feeds of 100 items, and newsboat with
# planner statistics (newsboat-stats) and sfeed's curses.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
build=${BUILD_DIR:-$top/build}
harness=${BANTIN_BENCH:?names the folder of the harness}
BANTIN=${BANTIN:-$build/src/bantin}
export BANTIN
feeds=${1:-1000} items=${2:-100}
readers=${3:-bantin,newsboat-stats,sfeed}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$build/bench/gen_text" 3000 >"$work/text"
python3 "$harness/gen_feeds.py" --feeds "$feeds" --items "$items" \
	--corpus "$work/text" "$work/feeds" >/dev/null
echo "start over a cache of $((feeds * items)) articles"
python3 "$harness/bench_start.py" "$work/feeds" --readers "$readers" \
	--sizes "${SIZES:-80x24}" --rounds "${ROUNDS:-3}"
[ -n "${RELOAD:-}" ] || exit 0
echo "reload of $feeds feeds"
python3 "$harness/bench_reload.py" "$work/feeds" --readers "$readers"
