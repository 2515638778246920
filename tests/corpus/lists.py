"""How many lists of subscriptions are imported, exported and imported again.

    lists.py BANTIN FOLDER [--show]

FOLDER has OPML and newsboat's or newsraft's lists, and expect.jsonl: {"file",
"feeds": [{"url", "title", "folder"}]}, null where the file is no XML. Each
list counts once; one without expectation is met when the program ends by
itself. What no reader may run ("|command", "exec:") is to be named and
skipped, and two spellings of one address (RFC 3986, 6.2.3) are one source.
"""
import json
import os
import subprocess
import sys
import tempfile


def plain(url):
    scheme, _, rest = url.partition("://")
    return url if "/" in rest else "%s://%s/" % (scheme, rest)


def expected(feeds):
    """What is to be followed, and whether all of it can be."""
    wanted = []
    for feed in feeds:
        row = (plain(feed["url"]), feed["title"] or "", feed["folder"])
        if "://" in feed["url"] and row[0] not in [old[0] for old in wanted]:
            wanted.append(row)
    return wanted, all("://" in feed["url"] for feed in feeds)


class Store:
    def __init__(self, bantin, folder):
        open(os.path.join(folder, "config"), "w").close()
        self.command = [bantin, "--store", os.path.join(folder, "list.db"),
                        "--config", os.path.join(folder, "config")]

    def run(self, *words):
        run = subprocess.run(self.command + list(words), timeout=60,
                             capture_output=True, check=False)
        return run.returncode, run.stdout.decode("utf-8")

    def sources(self):
        rows = map(json.loads, self.run("sources", "--json")[1].splitlines())
        return [(plain(row["url"]), row["title"] or "", row["tags"])
                for row in rows]


def problem(bantin, path, row):
    """What is wrong with the reading of one list, or None."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(bantin, folder)
        code, _ = store.run("import", path)
        if code not in (0, 1):
            return "ended with %d" % code
        given = store.sources()
        if row is not None and row["feeds"] is None and code == 0:
            return "no error"
        if row is not None and row["feeds"] is not None:
            wanted, is_whole = expected(row["feeds"])
            if (code == 0) != is_whole:
                return "ended with %d" % code
            if [old[:2] for old in wanted] != [new[:2] for new in given]:
                return "other sources: %r" % given
            for old, new in zip(wanted, given):
                if new[2][:len(old[2])] != old[2]:
                    return "other tags: %r" % (new,)
        for form in ("opml", "urls"):
            copy = os.path.join(folder, form)
            with open(copy, "w", encoding="utf-8") as file:
                file.write(store.run("export", "--format", form)[1])
            with tempfile.TemporaryDirectory() as other:
                again = Store(bantin, other)
                code, _ = again.run("import", copy)
                if given and (code != 0 or again.sources() != given):
                    return "not the same after %s" % form
    return None


def main():
    bantin, folder = sys.argv[1:3]
    with open(os.path.join(folder, "expect.jsonl"), encoding="utf-8") as f:
        rows = {row["file"]: row for row in map(json.loads, f)}
    names = [name for name in sorted(os.listdir(folder))
             if name not in ("ORIGIN.md", "expect.jsonl")]
    met = 0
    for name in names:
        wrong = problem(bantin, os.path.join(folder, name), rows.get(name))
        met += wrong is None
        if wrong is not None and "--show" in sys.argv:
            print("%s: %s" % (name, wrong[:200]), file=sys.stderr)
    print(met, len(names))


if __name__ == "__main__":
    main()
