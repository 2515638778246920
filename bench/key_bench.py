#!/usr/bin/env python3
"""How long a key waits for its paint while a cold refresh runs, in a terminal.

  ../bench/key_bench.py src/bantin [--feeds 1000] [--latency-ms 0]

bantin runs in a pseudo-terminal of 80x24 over a cache of one source, follows
1,000 feeds of nginx on loopback, and is told to refresh them all. Meanwhile
keys come at random moments: the help is opened, known by a line that nothing
else paints, and left. The time is from the key's sending to that line's last
byte. Before the refresh the same is measured at rest. Exit status 1: the 99th
percentile while it refreshes is 16 ms or more.
"""

import argparse
import fcntl
import os
import pty
import random
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

from refresh_bench import Server, make_feeds


class Terminal:
    def __init__(self, argv, env):
        self.output = bytearray()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                os.execve(argv[0], argv, env)
            finally:
                os._exit(127)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

    def read(self, timeout):
        ready, _, _ = select.select([self.fd], [], [], timeout)
        if not ready:
            return False
        try:
            self.output += os.read(self.fd, 65536)
        except OSError:
            return False
        return True

    def settle(self, quiet):
        while self.read(quiet):
            pass

    def press(self, key, marker, patience=5):
        """Milliseconds until marker has come; what came before is forgotten."""
        while self.read(0):
            pass
        self.output.clear()
        began = time.perf_counter()
        os.write(self.fd, key)
        while marker not in self.output:
            if time.perf_counter() - began > patience:
                raise SystemExit(f"no answer to {key!r}: {bytes(self.output[-400:])!r}")
            self.read(0.5)
        return 1000 * (time.perf_counter() - began)


def measure(terminal, rng, is_over):
    times = []
    while not is_over(times):
        end = time.perf_counter() + rng.uniform(0.005, 0.03)
        while time.perf_counter() < end:
            terminal.read(max(0, end - time.perf_counter()))
        times.append(terminal.press(b"?", MARKER))
        time.sleep(0.002)
        os.write(terminal.fd, b"q")
        terminal.read(0.2)
        while terminal.read(0.005):
            pass
    return sorted(times)


# A line of the help.
MARKER = b"keys can be changed"


def show(name, times):
    def part(share):
        return times[min(len(times) - 1, int(share * len(times)))]
    print(f"{name:22} {len(times):4} keys: median {part(0.5):6.2f} ms, p95 {part(0.95):6.2f}, "
          f"p99 {part(0.99):6.2f}, most {times[-1]:6.2f}")
    return part(0.99)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bantin")
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--latency-ms", type=float, default=0)
    options = parser.parse_args()
    bantin = os.path.abspath(options.bantin)
    rng = random.Random(7)
    with tempfile.TemporaryDirectory(prefix="bantin-keys-") as home:
        make_feeds(home + "/feeds", options.feeds, 20)
        env = {"HOME": home, "PATH": os.environ["PATH"], "LANG": "C.UTF-8",
               "LC_ALL": "C.UTF-8", "LANGUAGE": "en", "TERM": "xterm-256color",
               "ESCDELAY": "25"}
        base = [bantin, "--store", home + "/b.db", "--set", "refresh=no",
                "--set", "language=en", "--set", "pages=no"]
        with Server(home + "/feeds", late=options.latency_ms / 1000) as server:
            urls = server.urls()
            for count in (1, len(urls)):
                with open(home + "/urls", "w") as file:
                    file.write("\n".join(urls[:count]) + "\n")
                subprocess.run(base + ["import", home + "/urls"], env=env, check=True,
                               capture_output=True)
                if count == 1:
                    subprocess.run(base + ["refresh"], env=env, check=True,
                                   capture_output=True)
            server.answers()
            terminal = Terminal(base, env)
            terminal.settle(1)
            show("at rest", measure(terminal, rng, lambda times: len(times) == 100))
            os.write(terminal.fd, b"R")
            seen = {"count": 0, "since": time.perf_counter()}

            def is_over(times):
                if len(times) % 10 == 0:
                    seen["count"] += sum(server.answers().values())
                return seen["count"] >= len(urls) and len(times) > 50
            p99 = show("in a cold refresh", measure(terminal, rng, is_over))
            print(f"{seen['count']} answers in {time.perf_counter() - seen['since']:.1f} s")
            p99 = max(p99, show("behind it, in steps",
                                measure(terminal, rng, lambda times: len(times) == 200)))
            os.kill(terminal.pid, signal.SIGTERM)
            os.waitpid(terminal.pid, 0)
    return p99 >= 16


if __name__ == "__main__":
    sys.exit(main())
