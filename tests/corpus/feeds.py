"""How many expectations of a corpus of feeds `bantin parse` meets.

    feeds.py BANTIN FOLDER [--show]

FOLDER has feeds and expect.jsonl (or expect.jsonl.gz), one object a feed:
{"file", "checks": [{"field", "op", "value", "alt", "optional"}], "hard",
"headers"}. Prints "MET OF", the checks met and all of them; a feed without
checks counts as one, met where the program ends by itself. Rows that are
hard or suppose HTTP headers do not count.
"""
import datetime
import gzip
import html
import json
import os
import re
import subprocess
import sys
import unicodedata

TAG = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|"
                 r"<[/!?]?[a-zA-Z][^<>]*>", re.S | re.I)


def rows_of(folder):
    path = os.path.join(folder, "expect.jsonl")
    opened = gzip.open(path + ".gz", "rt", encoding="utf-8") \
        if os.path.exists(path + ".gz") else open(path, encoding="utf-8")
    with opened as lines:
        rows = [json.loads(line) for line in lines]
    return [row for row in rows if "checks" in row
            and not row.get("hard") and not row.get("headers")]


def bare(text):
    """Text without markup, references and blanks, in each order of doing."""
    text = unicodedata.normalize("NFC", str(text))
    forms = set()
    for form in (text, html.unescape(text), TAG.sub("", text),
                 TAG.sub("", html.unescape(text)),
                 html.unescape(TAG.sub("", text)),
                 TAG.sub("", html.unescape(TAG.sub("", text)))):
        forms.add(re.sub(r"\s+", "", form))
    return forms


def moment(text):
    text = re.sub(r"\.\d+", "", str(text).strip().replace("Z", "+00:00"))
    try:
        when = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=datetime.timezone.utc)
    return when.timestamp()


def find(document, field):
    for step in re.findall(r"\w+", field):
        if isinstance(document, list):
            document = document[int(step)] if step.isdigit() \
                and int(step) < len(document) else None
        else:
            document = document.get(step) \
                if isinstance(document, dict) else None
    return document


def is_met(check, document):
    op, want = check["op"], check["value"]
    if op == "count":
        return len(find(document, check["field"]) or []) == want
    for field in [check["field"]] + check.get("alt", []):
        value = find(document, field)
        if value is None:
            if op != "time" and not str(want).strip():
                return True
            continue
        if isinstance(value, list):
            value = " ".join(map(str, value)) if op == "has" else ""
        given, wanted = str(value).strip(), str(want).strip()
        if op == "eq" and (given == wanted or (
                field.endswith(("link", "url")) and "://" not in wanted
                and wanted and given.endswith(wanted.lstrip("./")))):
            return True
        if op == "time" and moment(given) is not None \
                and moment(given) == moment(wanted):
            return True
        if op == "text" and bare(given) & bare(wanted):
            return True
        if op == "has" and any(a in b for a in bare(wanted)
                               for b in bare(given)):
            return True
    return False


def documents(bantin, paths):
    """One line a file, in their order, whatever was in them."""
    run = subprocess.run([bantin, "parse"] + paths, capture_output=True,
                         timeout=300, check=False)
    lines = run.stdout.decode("utf-8").split("\n")[:-1]
    if run.returncode not in (0, 1) or len(lines) != len(paths):
        sys.exit("parse ended with %d after %d of %d files"
                 % (run.returncode, len(lines), len(paths)))
    return [json.loads(line) for line in lines]


def main():
    bantin, folder = sys.argv[1:3]
    rows = rows_of(folder)
    met = total = 0
    for row, document in zip(rows, documents(
            bantin, [os.path.join(folder, row["file"]) for row in rows])):
        if not row["checks"]:
            met, total = met + 1, total + 1
        for check in row["checks"]:
            if check.get("optional") and check["field"] not in document:
                continue
            total += 1
            if is_met(check, document):
                met += 1
            elif "--show" in sys.argv:
                print("%s: %s %s %.80r, got %.80r" % (
                    row["file"], check["field"], check["op"],
                    check["value"], find(document, check["field"])),
                    file=sys.stderr)
    print(met, total)


if __name__ == "__main__":
    main()
