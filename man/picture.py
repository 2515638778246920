#!/usr/bin/env python3
"""Draws the running reader: tmux holds it, its screens become SVGs.

  man/picture.py PROGRAM FOLDER

PROGRAM is an installed bantin; it opens the sample portal in a home of its
own. Needs tmux. `make screens` calls it.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
import unicodedata
from xml.sax.saxutils import escape

CELL_WIDTH, CELL_HEIGHT, FONT_SIZE = 8.4, 18, 14
BACKGROUND, FOREGROUND = "#1c1f24", "#d8d8d8"
BASE = ["#1c1f24", "#e06c75", "#98c379", "#d19a66", "#61afef", "#c678dd",
        "#56b6c2", "#abb2bf", "#5c6370", "#ff8f85", "#b5e890", "#f2c94c",
        "#9cc4ff", "#d7a8ff", "#7fc8d8", "#ffffff"]


def palette(number):
    """The colour of one of xterm's 256 numbers."""
    if number < 16:
        return BASE[number]
    if number >= 232:
        level = 8 + 10 * (number - 232)
        return f"#{level:02x}{level:02x}{level:02x}"
    number -= 16
    parts = (number // 36, number // 6 % 6, number % 6)
    return "#" + "".join(f"{55 + 40 * p if p else 0:02x}" for p in parts)


def apply(style, codes):
    """The style after one SGR sequence's codes."""
    style = dict(style)
    codes = list(codes)
    while codes:
        code = codes.pop(0)
        if code == 0:
            style = {}
        elif code in (1, 2, 3, 4, 7):
            style[code] = True
        elif code in (22, 23, 24, 27):
            for gone in {22: (1, 2)}.get(code, (code - 20,)):
                style.pop(gone, None)
        elif code in (38, 48) and codes:
            kind = codes.pop(0)
            if kind == 5:
                style[code] = palette(codes.pop(0))
            elif kind == 2:
                style[code] = "#%02x%02x%02x" % tuple(codes[:3])
                del codes[:3]
        elif 30 <= code <= 37 or 90 <= code <= 97:
            style[38] = BASE[code - 30 if code < 90 else code - 82]
        elif 40 <= code <= 47 or 100 <= code <= 107:
            style[48] = BASE[code - 40 if code < 100 else code - 92]
        elif code == 39:
            style.pop(38, None)
        elif code == 49:
            style.pop(48, None)
    return style


def columns(text):
    return sum(0 if unicodedata.combining(c) else
               2 if unicodedata.east_asian_width(c) in "WF" else 1
               for c in text)


def runs(line, style):
    """(text, style) pieces of a line; the style goes on to the next."""
    pieces = []
    for part in re.split("(\x1b\\[[0-9;:]*m|\x0e|\x0f)", line):
        if part.startswith("\x1b["):
            codes = part[2:-1].replace(":", ";").split(";")
            style = apply(style, (int(c) if c else 0 for c in codes))
        elif part and part not in "\x0e\x0f":
            pieces.append((part, style))
    return pieces, style


def words(text, at):
    """Each word where its cells are, however wide a viewer's font is."""
    parts = []
    for word in re.finditer(r"\S+", text):
        start = at + columns(text[:word.start()])
        parts.append(f'<tspan x="{12 + start * CELL_WIDTH:.1f}">'
                     f'{escape(word.group())}</tspan>')
    return " ".join(parts)


def draw(screen, width, height):
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" '
           f'width="{width * CELL_WIDTH + 24:.0f}" '
           f'height="{height * CELL_HEIGHT + 24}" font-family="DejaVu Sans '
           f'Mono, Menlo, Consolas, monospace" font-size="{FONT_SIZE}">',
           f'<rect width="100%" height="100%" rx="6" fill="{BACKGROUND}"/>']
    style = {}
    for row, line in enumerate(screen.split("\n")[:height]):
        at = 0
        pieces, style = runs(line, style)
        for text, look in pieces:
            wide = columns(text)
            colour, back = look.get(38, FOREGROUND), look.get(48)
            if look.get(7):
                colour, back = back or BACKGROUND, colour
            x, y = 12 + at * CELL_WIDTH, 12 + row * CELL_HEIGHT
            if back:
                out.append(f'<rect x="{x:.1f}" y="{y}" '
                           f'width="{wide * CELL_WIDTH:.1f}" '
                           f'height="{CELL_HEIGHT}" fill="{back}"/>')
            if text.strip():
                extra = ' font-weight="bold"' if look.get(1) else ""
                extra += ' font-style="italic"' if look.get(3) else ""
                extra += ' text-decoration="underline"' if look.get(4) else ""
                extra += ' opacity="0.7"' if look.get(2) else ""
                out.append(f'<text y="{y + 14}" fill="{colour}"{extra}>'
                           + words(text, at) + "</text>")
            at += wide
    return "\n".join(out + ["</svg>", ""])


# Name, columns, rows, further arguments, keys.
SCREENS = [
    ("screen", 160, 44, [], ["j", "j", "j", "j"]),
    ("list", 100, 30, [], ["j", "j"]),
    ("article", 80, 24, [], ["Enter"]),
    ("search", 100, 30, [], ["/", "cau ben soi", "Enter"]),
    ("sources", 100, 30, ["--set", "start=sources"], []),
    ("light", 120, 34, ["--set", "theme=giay", "--set", "background=light"],
     ["j", "Enter"]),
]


def capture(program, width, height, options, keys):
    """The screen after the keys, each once the former has been painted."""
    with tempfile.TemporaryDirectory() as home:
        env = dict(os.environ, HOME=home, TERM="xterm-256color",
                   LC_ALL="C.UTF-8", LANGUAGE="vi", TZ="Asia/Ho_Chi_Minh",
                   BANTIN_NOW="2026-11-22 09:30")
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "TMUX", "NO_COLOR"):
            env.pop(name, None)
        tmux = ["tmux", "-S", os.path.join(home, "tmux"), "-f", "/dev/null"]
        command = " ".join([f"'{os.path.abspath(program)}' --sample", *options])
        subprocess.run(tmux + ["new-session", "-d", "-x", str(width), "-y",
                               str(height), command], env=env, check=True)
        subprocess.run(tmux + ["set", "-g", "status", "off"], env=env)
        subprocess.run(tmux + ["set", "-g", "default-terminal",
                               "tmux-256color"], env=env)
        for key in [None, *keys]:
            if key is not None:
                subprocess.run(tmux + ["send-keys", key], env=env, check=True)
            screen = settle(tmux, env)
        subprocess.run(tmux + ["kill-server"], env=env)
    return screen


def settle(tmux, env):
    """The screen once it has stood still for a second, at most twenty."""
    last, since = None, time.monotonic()
    for _ in range(100):
        time.sleep(0.2)
        screen = subprocess.run(tmux + ["capture-pane", "-e", "-p", "-N"],
                                env=env, check=True,
                                capture_output=True).stdout.decode()
        if screen != last:
            last, since = screen, time.monotonic()
        elif screen.strip() and time.monotonic() - since > 1:
            break
    return last


def main():
    global BACKGROUND, FOREGROUND
    program, folder = sys.argv[1:3]
    for name, width, height, options, keys in SCREENS:
        if "theme=giay" in options:
            BACKGROUND, FOREGROUND = "#f4efe4", "#1f1f1f"
        screen = capture(program, width, height, options, keys)
        target = os.path.join(folder, name + ".svg")
        with open(target, "w", encoding="utf-8") as file:
            file.write(draw(screen, width, height))


main()
