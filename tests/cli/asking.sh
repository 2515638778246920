#!/bin/sh
# What the settings say of one source is how that one is asked, and it alone:
# from the file of settings down to the bytes that the server gets.
. "${SOURCE_DIR:?}/tests/support/cli.sh"
unset http_proxy all_proxy ALL_PROXY

mkdir "$home/site"
feed() { # title of its article, in any charset
	printf '<rss version="2.0"><channel><title>X</title><item><title>'
	printf "$1"
	printf '</title><guid>%s</guid></item></channel></rss>\n' "$2"
}
feed 'B\340n v\341 \360\352' rieng >"$home/site/rieng.xml"
feed 'Bàn gia cố đê' chung >"$home/site/chung.xml"
cat >"$home/site/script" <<'END'
/rieng.xml 200 file=rieng.xml type=text/xml;charset=utf-8 header=Set-Cookie:phien=1;Path=/
/chung.xml 200 file=chung.xml type=text/xml;charset=utf-8 header=Set-Cookie:phien=2;Path=/
/kho.xml 401 header=WWW-Authenticate:Basic
END
mkfifo "$home/port"
: >"$home/requests"
"$serve" "$home/site/script" "$home/log" "$home/requests" >"$home/port" &
pids=$!
read -r port <"$home/port"
url=http://127.0.0.1:$port
cat >"$home/config" <<END
interval = 1h
[source:$url/rieng.xml]
user-agent = thu/1.0 (xa Tram May)
headers = X-Khoa: 7 | Accept-Language: vi,en
cookies = yes
charset = windows-1258
interval = 3d
http = 1.0
[source:$url/kho.xml]
login = lan:bi mat
END
printf '%s\n' "$url/rieng.xml" "$url/chung.xml" "$url/kho.xml" \
	>"$home/urls"
bantin_here() {
	run --config "$home/config" --store "$home/a.db" "$@"
}
# The last request for a path, with all its headers.
asked() { # path
	tr -d '\r' <"$home/requests" | awk -v path="$1" '
		/^GET / { keeps = $2 == path; if (keeps) text = "" }
		keeps { text = text $0 "\n" }
		END { printf "%s", text }' >"$home/asked"
}
asked_has() { grep -qiF -- "$1" "$home/asked"; }
asked_lacks() { ! grep -qiF -- "$1" "$home/asked"; }
# Seconds until a source is due.
due_in() { # path
	at=$(sed -n "s|.*$1.*\"next_due\":\"\([^\"]*\)\".*|\1|p" "$home/out")
	echo $(($(date -d "$at" +%s) - $(date +%s)))
}

bantin_here import "$home/urls"
bantin_here refresh --no-pages --no-index
ok "all are asked, one does not let in" exits 1
asked /rieng.xml
ok "its HTTP version" asked_has "GET /rieng.xml HTTP/1.0"
ok "its User-Agent" asked_has "User-Agent: thu/1.0 (xa Tram May)"
ok "its headers" asked_has "X-Khoa: 7"
ok "its language" asked_has "Accept-Language: vi,en"
ok "no cookie yet" asked_lacks "Cookie:"
asked /chung.xml
ok "the other: HTTP/1.1" asked_has "GET /chung.xml HTTP/1.1"
ok "the usual User-Agent" asked_has "User-Agent: Mozilla/5.0 (compatible; bantin/"
ok "with the project's address" asked_has "; +https://"
ok "Vietnamese" asked_has "Accept-Language: vi"
ok "feeds first" asked_has "Accept: application/rss+xml"
ok "none of the first's headers" asked_lacks "X-Khoa"
asked /kho.xml
ok "a login, to who asks for it" \
	asked_has "Authorization: Basic $(printf 'lan:bi mat' | base64)"
ok "but no other's headers" asked_lacks "X-Khoa"

bantin_here list --json
ok "its charset" out_has '"title":"Bàn vá đê"'
ok "the other's own" out_has '"title":"Bàn gia cố đê"'
bantin_here sources --json
ok "its interval" [ "$(due_in /rieng.xml)" -gt $((2 * 86400)) ]
ok "the other's" [ "$(due_in /chung.xml)" -lt $((6 * 3600)) ]

bantin_here refresh --no-pages --no-index
asked /rieng.xml
ok "its jar, in another run" asked_has "Cookie: phien=1"
asked /chung.xml
ok "no jar without the setting" asked_lacks "Cookie:"
printf '\n[host:127.0.0.1]\nuser-agent = may/2\n' >>"$home/config"
bantin_here refresh --no-pages --no-index
asked /chung.xml
ok "what is said of a host holds for its sources" \
	asked_has "User-Agent: may/2"
asked /rieng.xml
ok "but for what is said of the source itself" \
	asked_has "User-Agent: thu/1.0"
echo "1..$n"
exit $status
