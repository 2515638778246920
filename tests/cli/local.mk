TESTS += tests/cli/asking.sh tests/cli/bad.sh tests/cli/cli.sh tests/cli/full.sh tests/cli/kill.sh tests/cli/stop.sh
TESTS += tests/cli/lists.sh tests/cli/portals.sh tests/cli/stories.sh
EXTRA_DIST += tests/cli/asking.sh tests/cli/bad.sh tests/cli/cli.sh tests/cli/full.sh tests/cli/kill.sh tests/cli/stop.sh
EXTRA_DIST += tests/cli/lists.sh tests/cli/portals.sh tests/cli/stories.sh
