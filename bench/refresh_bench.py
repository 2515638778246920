#!/usr/bin/env python3
"""Whole refreshes, beside other readers and the floors on the same bytes.

  make && ../bench/refresh_bench.py src/bantin            (some minutes)
  ../bench/refresh_bench.py src/bantin --rounds 5 --peers ""

1,000 feeds of 20 items, some 52 KB each, served by nginx on 127.0.0.1: cold,
unchanged (304), and unchanged from a server without validators; then from 34
hosts that answer 100 ms late. Everything stays on loopback. Floors: curl
--parallel to /dev/null, a bare libxml2 push parse, a bare SQLite WAL insert
(floors.c). Readers take turns within a round; figures are medians, CPU is of
the whole process tree. Exit status 1: a target was missed.

Debian: nginx-light libnginx-mod-http-echo curl newsboat sfeed gcc
libxml2-dev libsqlite3-dev. With BANTIN_BENCH_FEEDS naming a generator that is
called as "PROGRAM --feeds N --items N FOLDER", its FOLDER/f/*.xml are served
instead of ours.
"""

import argparse
import glob
import json
import os
import random
import re
import shlex
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from email.utils import formatdate

HERE = os.path.dirname(os.path.abspath(__file__))
MTIME = 1795309200  # 2026-11-22 08:00 in Vietnam
HOSTS, LATE = 34, 0.1
PLACES = ("Trằm Mây|Bàu Sậy|Cồn Dương|Hạ Khê|Bến Sỏi|sông Lệ Khê|thôn Thượng|"
          "chợ Cồn|đồng Sậy|đê Hạ Khê").split("|")
WORDS = ("xã phường tỉnh người dân hội nghị triển khai công tác phòng chống thiên "
         "tai mùa mưa lũ nước sông lên cao bà con thu hoạch lúa đông xuân năng suất "
         "đạt khá đường liên thôn được mở rộng học sinh trở lại trường lực lượng "
         "dân quân gia cố đoạn đê xung yếu ủy ban kiểm tra tiến độ cầu mới khánh "
         "thành trước Tết cán bộ hướng dẫn thủ tục trực tuyến tại nhà văn hóa").split()


# --- Feeds ---------------------------------------------------------------------

def prose(rng, size):
    parts, length = [], 0
    while length < size:
        words = [rng.choice(WORDS) for _ in range(rng.randint(8, 22))]
        words.insert(rng.randrange(len(words)), rng.choice(PLACES))
        part = " ".join(words).capitalize() + "."
        parts.append(part)
        length += len(part.encode()) + 1
    return " ".join(parts)


def body(rng, link):
    out = [f'<a href="{link}"><img src="{link}/anh.jpg" alt="{rng.choice(PLACES)}" '
           'width="300" height="200" /></a><br />']
    size, length = rng.randint(1000, 3000), 0
    while length < size:
        text = prose(rng, min(700, size - length))
        out.append(f'<p style="text-align: justify;">{text}&nbsp;</p>\n')
        length += len(out[-1].encode())
    return "".join(out)


def feed(number, items):
    rng = random.Random(number)
    out = ['<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>\n'
           f"<title>Nguồn {number:05d} {rng.choice(PLACES)}</title>\n"
           f"<link>http://x{number % HOSTS}.example/</link>\n"]
    for i in range(items):
        link = f"http://x{number % HOSTS}.example/tin/{number:05d}-{i:03d}.html"
        out.append(f"<item>\n<title><![CDATA[{prose(rng, 60)}]]></title>\n"
                   f"<link>{link}</link>\n<guid>{link}</guid>\n"
                   f"<pubDate>{formatdate(MTIME - 3600 * i - rng.randrange(3000))}</pubDate>\n"
                   f"<description><![CDATA[{body(rng, link)}]]></description>\n</item>\n")
    return "".join(out) + "</channel></rss>\n"


def make_feeds(folder, count, items):
    program = os.environ.get("BANTIN_BENCH_FEEDS")
    if program:
        subprocess.run([program, "--feeds", str(count), "--items", str(items), folder],
                       check=True, stdout=subprocess.DEVNULL)
        return
    os.makedirs(os.path.join(folder, "f"))
    for number in range(count):
        path = os.path.join(folder, "f", f"{number:05d}.xml")
        with open(path, "w") as file:
            file.write(feed(number, items))
        os.utime(path, (MTIME, MTIME))


# --- The server ------------------------------------------------------------------

CONF = """\
{user}daemon off; pid nginx.pid; error_log error.log warn; worker_processes 1;
worker_rlimit_nofile 20000;
{module}events {{ worker_connections 8192; }}
http {{
  types {{ application/rss+xml xml; }}
  sendfile on; tcp_nopush on; keepalive_requests 100000;
  log_format bench '$status'; access_log access.log bench;
  client_body_temp_path t; proxy_temp_path t; fastcgi_temp_path t;
  uwsgi_temp_path t; scgi_temp_path t;
  server {{ {listen} root {root}; {validators} {late} }}
}}
"""
NO_VALIDATORS = 'etag off; if_modified_since off; add_header Last-Modified "";'


class Server:
    def __init__(self, folder, hosts=1, late=0, validators=True):
        self.folder, self.late, self.validators = os.path.abspath(folder), late, validators
        self.addresses = [f"127.0.0.{n + 1}" for n in range(hosts)]

    def __enter__(self):
        nginx = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
        if not nginx:
            raise SystemExit("nginx is missing (Debian: nginx-light)")
        self.prefix = tempfile.mkdtemp(prefix="bantin-nginx-")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        module = late = ""
        if self.late:
            flags = subprocess.run([nginx, "-V"], capture_output=True, text=True).stderr
            path = re.search(r"--modules-path=(\S+)", flags).group(1)
            module = f"load_module {path}/ngx_http_echo_module.so;\n"
            late = (f"location / {{ echo_sleep {self.late}; echo_exec @file; }} "
                    "location @file { }")
        with open(self.prefix + "/nginx.conf", "w") as file:
            file.write(CONF.format(
                user="user root; " if os.geteuid() == 0 else "", module=module,
                root=self.folder, late=late,
                validators="" if self.validators else NO_VALIDATORS,
                listen=" ".join(f"listen {a}:{self.port} backlog=4096;"
                                for a in self.addresses)))
        self.process = subprocess.Popen([nginx, "-p", self.prefix, "-c", "nginx.conf",
                                         "-e", "error.log"])
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                break
            except OSError:
                time.sleep(0.02)
        self.log = open(self.prefix + "/access.log")
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.log.close()
        shutil.rmtree(self.prefix, ignore_errors=True)

    def urls(self):
        paths = sorted(glob.glob(self.folder + "/f/*.xml"))
        return [f"http://{self.addresses[n % len(self.addresses)]}:{self.port}/f/"
                + os.path.basename(path) for n, path in enumerate(paths)]

    def answers(self):
        """What was answered since the last call: {status: count}."""
        time.sleep(0.05)
        rows = self.log.read().split()
        return {status: rows.count(status) for status in sorted(set(rows))}


# --- What is measured -----------------------------------------------------------

def measure(argv, env=None, timeout=1800):
    """Wall and CPU seconds, peak memory in MB of the largest process, output."""
    with tempfile.TemporaryFile() as out:
        began = time.perf_counter()
        process = subprocess.Popen(argv, env=env, stdin=subprocess.DEVNULL, stdout=out,
                                   stderr=subprocess.DEVNULL)
        _, _, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = 0
        out.seek(0)
        return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime,
                "mb": usage.ru_maxrss / 1024, "out": out.read().decode()}


class Reader:
    def __init__(self, home):
        self.home = home
        for name in ("config/newsboat", "data/newsboat", "cache"):
            os.makedirs(f"{home}/{name}")
        self.env = {"HOME": home, "PATH": os.environ["PATH"], "LANG": "C.UTF-8",
                    "XDG_CONFIG_HOME": home + "/config", "XDG_DATA_HOME": home + "/data",
                    "XDG_CACHE_HOME": home + "/cache", "TERM": "xterm-256color"}

    def write(self, name, text):
        with open(f"{self.home}/{name}", "w") as file:
            file.write(text)


class Bantin(Reader):
    name, path, settings = "bantin", None, ()

    def prepare(self, urls):
        self.write("urls", "\n".join(urls) + "\n")
        subprocess.run([self.path, "--store", self.home + "/b.db", "import",
                        self.home + "/urls"], env=self.env, check=True, capture_output=True)

    def refresh(self):
        sets = [word for setting in self.settings for word in ("--set", setting)]
        return measure([self.path, "--store", self.home + "/b.db"] + sets
                       + ["refresh", "--no-pages", "--no-index", "--json"], self.env)


class BantinUnlimited(Bantin):
    name = "bantin, limit lifted"
    settings = ("connections=256", "connections-per-host=16")


class Newsboat(Reader):
    name = "newsboat:16"

    def prepare(self, urls):
        self.write("urls", "\n".join(urls) + "\n")
        self.write("conf", "reload-threads 16\n")

    def refresh(self):
        return measure(["newsboat", "-u", self.home + "/urls", "-C", self.home + "/conf",
                        "-c", self.home + "/cache.db", "-x", "reload"], self.env)


class Sfeed(Reader):
    name = "sfeed:8"

    def prepare(self, urls):
        rows = "\n".join(f'feed "{n}" "{url}"' for n, url in enumerate(urls))
        self.write("sfeedrc", f'sfeedpath="{self.home}/feeds"\nmaxjobs=8\n'
                              f"feeds() {{\n{rows}\n}}\n")

    def refresh(self):
        return measure(["sfeed_update", self.home + "/sfeedrc"], self.env)


def mtime(server):
    return os.path.getmtime(glob.glob(server.folder + "/f/*.xml")[0])


def fetch_floor(server, folder, parallel, is_unchanged=False):
    with open(folder + "/curl.conf", "w") as file:
        for url in server.urls():
            file.write(f'url = "{url}"\noutput = "/dev/null"\n')
    argv = ["curl", "-s", "-Z", "--parallel-max", str(parallel), "-K", folder + "/curl.conf"]
    if is_unchanged:
        argv += ["-H", "If-Modified-Since: " + formatdate(mtime(server), usegmt=True)]
    return measure(argv)


def build_floors(folder):
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "libxml-2.0", "sqlite3"],
                           capture_output=True, text=True, check=True).stdout
    program = folder + "/floors"
    subprocess.run(["cc", "-O2", HERE + "/floors.c", "-o", program] + shlex.split(flags),
                   check=True)
    return program


class Figures:
    """Runs by (what, phase); the medians, and the targets on them."""

    def __init__(self):
        self.runs, self.missed = {}, False

    def add(self, what, phase, run, answers=None):
        run["answers"] = answers
        self.runs.setdefault((what, phase), []).append(run)
        print(f"  {what:22} {phase:24} wall {run['wall']:7.3f}  cpu {run['cpu']:7.3f}"
              f"  {run['mb']:6.1f} MB  {answers or ''}", file=sys.stderr, flush=True)

    def of(self, what, phase, key="cpu"):
        return statistics.median(run[key] for run in self.runs[what, phase])

    def print(self):
        print("| what | phase | wall s | CPU s | MB | answers |\n|---|---|---|---|---|---|")
        for (what, phase), runs in self.runs.items():
            last = runs[-1]["answers"] or {}
            print(f"| {what} | {phase} | {self.of(what, phase, 'wall'):.3f} | "
                  f"{self.of(what, phase):.3f} | {self.of(what, phase, 'mb'):.1f} | "
                  + " ".join(f"{n}x{status}" for status, n in last.items()) + " |")

    def target(self, name, value, most, unit=""):
        is_met = value <= most
        self.missed = self.missed or not is_met
        print(f"{'met   ' if is_met else 'MISSED'} {name}: {value:.3f}{unit}, "
              f"at most {most:g}{unit}")


def run_reader(kind, server, figures, phases):
    home = tempfile.mkdtemp(prefix="bantin-bench-")
    try:
        reader = kind(home)
        reader.prepare(server.urls())
        server.answers()
        for phase in phases:
            os.sync()
            run = reader.refresh()
            figures.add(kind.name, phase, run, server.answers())
    finally:
        shutil.rmtree(home)


def run_floors(server, figures, folder, feeds, program):
    files = sorted(glob.glob(feeds + "/f/*.xml"))
    figures.add("floor: curl 64", "cold", fetch_floor(server, folder, 64), server.answers())
    figures.add("floor: curl 64", "unchanged", fetch_floor(server, folder, 64, True),
                server.answers())
    for mode, phase in ((["push"], "parse"), (["wal", folder + "/f.db"], "store")):
        for path in glob.glob(folder + "/f.db*"):
            os.remove(path)
        run = measure([program] + mode + files)
        run["cpu"] = float(run["out"].split()[0])
        figures.add("floor: " + mode[0], phase, run)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bantin")
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--items", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", default="newsboat,sfeed")
    options = parser.parse_args()
    Bantin.path = os.path.abspath(options.bantin)
    peers = [kind for kind, program in ((Newsboat, "newsboat"), (Sfeed, "sfeed_update"))
             if kind.name.split(":")[0] in options.peers.split(",") and shutil.which(program)]
    figures = Figures()
    with tempfile.TemporaryDirectory(prefix="bantin-bench-") as folder:
        feeds = folder + "/feeds"
        make_feeds(feeds, options.feeds, options.items)
        program = build_floors(folder)
        for number in range(options.rounds):
            here = [Bantin] + (peers if number == 0 else [])
            with Server(feeds) as server:
                run_floors(server, figures, folder, feeds, program)
                for kind in here:
                    run_reader(kind, server, figures, ("cold", "unchanged", "unchanged"))
            with Server(feeds, validators=False) as server:
                for kind in here:
                    run_reader(kind, server, figures, ("cold, no validators",
                                                       "unchanged, no validators"))
            with Server(feeds, HOSTS, LATE) as server:
                figures.add("floor: curl 256", "34 late hosts, cold",
                            fetch_floor(server, folder, 256), server.answers())
                figures.add("floor: curl 256", "34 late hosts, unchanged",
                            fetch_floor(server, folder, 256, True), server.answers())
                for kind in here + [BantinUnlimited]:
                    run_reader(kind, server, figures, ("34 late hosts, cold",
                                                       "34 late hosts, unchanged"))
    figures.print()
    report(figures, options.feeds)
    return figures.missed


def report(figures, feeds):
    floor = (figures.of("floor: curl 64", "cold") + figures.of("floor: push", "parse")
             + figures.of("floor: wal", "store"))
    bound = -(-feeds // HOSTS) / 2 * LATE
    asked = figures.runs["bantin", "unchanged"][-1]["answers"]
    print(f"\nfloors: {floor:.3f} CPU s cold, {figures.of('floor: curl 64', 'unchanged'):.3f} "
          f"unchanged; two connections a host: {bound:.2f} s at the least; "
          f"304 answers: {asked.get('304', 0)}")
    figures.target("cold, CPU to the floors", figures.of("bantin", "cold") / floor, 2, "x")
    figures.target("unchanged by 304, CPU to curl's", figures.of("bantin", "unchanged")
                   / figures.of("floor: curl 64", "unchanged"), 2.5, "x")
    figures.target("unchanged by hash, CPU to curl's",
                   figures.of("bantin", "unchanged, no validators")
                   / figures.of("floor: curl 64", "cold"), 2.5, "x")
    figures.target("34 late hosts, wall to the bound",
                   figures.of("bantin", "34 late hosts, unchanged", "wall") / bound, 1.2, "x")
    figures.target("the same, limit lifted, wall to curl's 256",
                   figures.of("bantin, limit lifted", "34 late hosts, unchanged", "wall")
                   / figures.of("floor: curl 256", "34 late hosts, unchanged", "wall"), 1.15, "x")
    figures.target("memory", max(figures.of(what, phase, "mb") for what, phase in figures.runs
                                 if what.startswith("bantin")), 60, " MB")


if __name__ == "__main__":
    sys.exit(main())
