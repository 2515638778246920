#!/usr/bin/env python3
"""The extractor that Debian packages (python3-readability, over lxml) on the
files that page_bench is given: pages a CPU second, memory above its start.

    /usr/bin/python3 page_peer.py FILE...
"""
import logging
import os
import resource
import statistics
import sys
import time

from readability import Document

RUNS = 5


def read(data):
    return Document(data.decode("utf-8", "replace")).summary()


def seconds(data):
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        read(data)
        times.append(time.process_time() - start)
    return statistics.median(times)


def grown(data):
    """Bytes that a page takes above the program's start, in a child."""
    child = os.fork()
    if child == 0:
        read(data)
        os._exit(0)
    _, _, usage = os.wait4(child, 0)
    return usage.ru_maxrss * 1024


def main(paths):
    logging.disable(logging.CRITICAL)
    empty = grown(b"<p>a</p>")
    total = size = 0
    worst = 0.0
    failed = 0
    for path in paths:
        with open(path, "rb") as file:
            data = file.read()
        try:
            more = max(grown(data) - empty, 0) / len(data)
            total += seconds(data)
        except Exception:
            failed += 1
            continue
        size += len(data)
        if len(data) > 512 * 1024:
            worst = max(worst, more)
    count = len(paths) - failed
    print("%d pages (%d not read), %.1f MB: %.1f pages a CPU second; memory "
          "at most %.1f times a page over 0.5 MB" % (
              count, failed, size / 1e6, count / total if total else 0,
              worst))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1:])
