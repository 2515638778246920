TESTS += tests/cli/bad.sh tests/cli/cli.sh tests/cli/full.sh tests/cli/kill.sh
TESTS += tests/cli/portals.sh
EXTRA_DIST += tests/cli/bad.sh tests/cli/cli.sh tests/cli/full.sh tests/cli/kill.sh
EXTRA_DIST += tests/cli/portals.sh
