#!/bin/sh
# The arrows of src/README.md's table against the includes of the code.
cd "${SOURCE_DIR:-.}" || exit 1
awk '
FNR == NR {
	if (split($0, cell, "|") >= 5 && cell[2] !~ /^ *(room|-+|to add) *$/) {
		room = cell[2]
		gsub(/ /, "", room)
		if (room != "" && !(room in allowed) && !done) {
			allowed[room] = " " room " " cell[4] " "
			library[room] = " " cell[5] " "
			rooms++
		}
	}
	if (/^## A byte/)
		done = 1
	next
}
{
	split(FILENAME, part, "/")
	from = part[3] == "" ? "main" : part[2]
}
/^#include "[a-z0-9]+\// {
	split($2, to, /["\/]/)
	includes++
	if (index(allowed[from], " " to[2] " ") == 0 )
		print "# " FILENAME ":" FNR ": " from " must not include " $2 > "/dev/stderr"
	if (index(allowed[from], " " to[2] " ") == 0)
		wrong++
}
/^#include </ {
	name = $2
	gsub(/[<>]/, "", name)
	lib = ""
	if (name ~ /^curl\//) lib = "curl"
	if (name ~ /^openssl\//) lib = "openssl"
	if (name ~ /^sqlite3/) lib = "sqlite3"
	if (name ~ /^z(std|dict)/) lib = "zstd"
	if (name ~ /^libxml\//) lib = "libxml"
	if (name ~ /^zlib/) lib = "zlib"
	if (name ~ /^(n?curses|term)/) lib = "curses"
	if (name ~ /^json-c\//) lib = "json-c"
	if (name ~ /^uni/ && name != "unistd.h") lib = "unistring"
	if (name ~ /^pthread/) lib = "pthread"
	if (name ~ /^iconv/) lib = "iconv"
	if (name ~ /^j(peglib|error)/) lib = "jpeg"
	if (name ~ /^png/) lib = "png"
	if (name ~ /^webp\//) lib = "webp"
	if (lib != "" && index(library[from], " " lib " ") == 0) {
		print "# " FILENAME ":" FNR ": " from " must not include <" name ">" > "/dev/stderr"
		wrong++
	}
}
END {
	print (rooms == 16 ? "ok" : "not ok") " 1 - the table names 16 rooms (" rooms ")"
	print (includes > 50 ? "ok" : "not ok") " 2 - includes were read (" includes + 0 ")"
	print (wrong == 0 ? "ok" : "not ok") " 3 - every include follows an arrow (" wrong + 0 " do not)"
	print "1..3"
	exit wrong > 0 || rooms != 16 || includes <= 50
}' src/README.md src/*.c src/*/*.[ch]
