#!/bin/sh
# Functions of at most 80 lines, files of at most 800, no banned calls, and
# no exported function declared in a .c file.
cd "${SOURCE_DIR:-.}" || exit 1
long=$(awk '
FNR == 1 { start = 0 }
/^[a-zA-Z_].*\(/ { head = FNR; name = $0 }
/^\{/ { start = head }
/^\}/ && start {
	if (FNR - start + 1 > 80)
		print FILENAME ":" start ": " FNR - start + 1 " lines: " name
	start = 0
}' src/*.c src/*/*.c tests/*/*.c)
big=$(wc -l src/*.c src/*/*.[ch] tests/*/*.c |
	awk '$1 > 800 && $2 != "total" { print $2 ": " $1 " lines" }')
banned=$(grep -nE '\b(sprintf|strcpy|strcat|strncpy|strtok|gets|atoi|gmtime|localtime|system|alloca)\(' \
	src/*.c src/*/*.[ch])
raw=$(grep -nE '(^|[^a-z_.>])(malloc|calloc|realloc|strdup|strndup)\(' \
	src/*.c src/*/*.[ch] | grep -v '^src/base/')
extern=$(grep -nE '^extern ' src/*/*.c)
n=0
check() {
	n=$((n + 1))
	if [ -z "$2" ]; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		echo "$2" | sed 's/^/# /'
		status=1
	fi
}
status=0
check "functions have at most 80 lines" "$long"
check "files have at most 800 lines" "$big"
check "no banned calls" "$banned"
check "memory comes from base" "$raw"
check "no extern in a .c file" "$extern"
echo "1..$n"
exit $status
