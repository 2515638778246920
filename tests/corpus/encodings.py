"""How many pages in odd encodings `bantin extract` gives title and text of.

    encodings.py BANTIN FOLDER [--show]

FOLDER/pages.jsonl: {"file", "title", "text"}; the text may begin with the
title, which extract gives apart. Blanks do not count, letters do.
"""
import json
import os
import subprocess
import sys


def main():
    bantin, folder = sys.argv[1:3]
    with open(os.path.join(folder, "pages.jsonl"), encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    run = subprocess.run(
        [bantin, "extract", "--format", "json"] +
        [os.path.join(folder, row["file"]) for row in rows],
        capture_output=True, timeout=60, check=False)
    given = [json.loads(line) for line
             in run.stdout.decode("utf-8").split("\n")[:-1]]
    met = 0
    for row, page in zip(rows, given):
        text = row["text"].split()
        if text[:len(row["title"].split())] == row["title"].split():
            text = text[len(row["title"].split()):]
        is_met = page["title"] == row["title"] and \
            page["text"].split() == text
        met += is_met
        if not is_met and "--show" in sys.argv:
            print("%s: %.60r %.200r" % (row["file"], page["title"],
                                        page["text"]), file=sys.stderr)
    print(met, len(rows))


if __name__ == "__main__":
    main()
