dist_check_SCRIPTS += tests/seeds/sample.sh
TESTS += tests/seeds/sample.sh
