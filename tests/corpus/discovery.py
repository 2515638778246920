"""How many pages name the feeds that they are known to name.

    discovery.py BANTIN FOLDER [--show]

FOLDER has pages (.html.gz) and expect.jsonl: {"file", "links": [{"href",
"type", "title"}]}: the feeds of their link elements, with the address as it
is written. Feeds that only anchors lead to are nobody's expectation. A file
that several lines speak of is met if one of them is: they were made at
different times.
"""
import gzip
import json
import os
import subprocess
import sys
import tempfile


def found(bantin, path):
    """The addresses of the feeds that link elements name, as written."""
    run = subprocess.run([bantin, "discover", path], timeout=60,
                         capture_output=True, check=False)
    rows = map(json.loads, run.stdout.decode("utf-8").splitlines())
    return sorted(row["href"] for row in rows if row["from"] == "link")


def main():
    bantin, folder = sys.argv[1:3]
    wanted = {}
    with open(os.path.join(folder, "expect.jsonl"), encoding="utf-8") as file:
        for row in map(json.loads, file):
            wanted.setdefault(row["file"], []).append(
                sorted(link["href"] for link in row["links"]))
    met = 0
    for name in sorted(wanted):
        with tempfile.TemporaryDirectory() as place:
            path = os.path.join(place, "page.html")
            with gzip.open(os.path.join(folder, name)) as packed, \
                    open(path, "wb") as file:
                file.write(packed.read())
            given = found(bantin, path)
        met += given in wanted[name]
        if given not in wanted[name] and "--show" in sys.argv:
            print("%s: %r, not %r" % (name, given, wanted[name]),
                  file=sys.stderr)
    print(met, len(wanted))


if __name__ == "__main__":
    main()
