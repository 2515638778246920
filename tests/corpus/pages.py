"""What `bantin extract` takes of saved pages, held against what people marked.

pages.py BANTIN FOLDER: prints "MET OF", OF 1000. With truth.json the measure
is F1 over runs of four words, averaged over pages; with segments.json F over
pieces of text that must and must not be there. Pages with no article
(notarticle.json) must give no text.
"""
import collections
import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata

WORD = re.compile(r"\w+")


def load(folder, name):
    for path, opener in ((name, open), (name + ".gz", gzip.open)):
        path = os.path.join(folder, path)
        if os.path.exists(path):
            with opener(path, "rt", encoding="utf-8") as file:
                return json.load(file)
    return {}


def runs(text):
    words = WORD.findall(unicodedata.normalize("NFC", text or ""))
    count = max(1, len(words) - 3) if words else 0
    return collections.Counter(tuple(words[i:i + 4]) for i in range(count))


def shares(want, got):
    a, b = runs(want), runs(got)
    both = sum((a & b).values())
    return (both / sum(b.values()) if b else None,
            both / sum(a.values()) if a else None)


def extract(bantin, folder, name, url):
    with gzip.open(os.path.join(folder, "pages", name + ".html.gz")) as file:
        data = file.read()
    with tempfile.NamedTemporaryFile(suffix=".html") as page:
        page.write(data)
        page.flush()
        done = subprocess.run(
            [bantin, "extract", "--url", url or "http://example.invalid/",
             page.name], capture_output=True)
    return done.stdout.decode("utf-8", "replace")


def f_of(precision, recall):
    total = precision + recall
    return 2 * precision * recall / total if total else 0.0


def mean(values):
    values = [value for value in values if value is not None]
    return sum(values) / len(values) if values else 0.0


def score_truth(texts, truth):
    pairs = []
    for name, page in truth.items():
        forms = [page["articleBody"]]
        if page.get("sapo"):  # a lead may be given or not
            forms.append(page["sapo"] + "\n" + page["articleBody"])
        pairs.append(max((shares(form, texts[name]) for form in forms),
                         key=lambda pair: f_of(*(x or 0 for x in pair))))
    return f_of(mean(p for p, _ in pairs), mean(r for _, r in pairs))


def score_segments(texts, segments):
    def flat(text):
        return " ".join(unicodedata.normalize("NFC", text).split())

    met = missed = wrong = 0
    for name, page in segments.items():
        text = flat(texts[name])
        there = sum(flat(piece) in text for piece in page["with"])
        met += there
        missed += len(page["with"]) - there
        wrong += sum(flat(piece) in text for piece in page["without"])
    return f_of(met / (met + wrong or 1), met / (met + missed or 1))


def main():
    bantin, folder = sys.argv[1:3]
    truth, segments = load(folder, "truth.json"), load(folder,
                                                       "segments.json")
    none = load(folder, "notarticle.json")
    texts = {name: extract(bantin, folder, name, page.get("url"))
             for name, page in {**truth, **segments}.items()}
    score = (score_truth(texts, truth) if truth
             else score_segments(texts, segments))
    for name in none:
        if extract(bantin, folder, name, None).strip():
            print(name, "holds no article", file=sys.stderr)
            score = 0.0
    print(int(score * 1000 + 0.5), 1000)


main()
