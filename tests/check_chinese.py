"""No English sentence in Chinese output: check_chinese.py FOLDER looks through every file below it.

A sentence is a run of three or more Latin words. What is no sentence: English names, in the fields for them; columns of
tables and lists of keys; what formats themselves hold; names of fonts; the rule book as it was read, in `plan.json`.
"""

import html
import json
import re
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

RUN = re.compile(r"[A-Za-z][A-Za-z'’]*(?:[ ,;:]+[A-Za-z][A-Za-z'’]*){2,}")
# Fonts, file formats, and what a format says of itself.
ALLOWED = re.compile(r"Noto Sans CJK|WenQuanYi Micro Hei|Times New Roman|Microsoft Yi Baiti|^DOCTYPE qgis|longitude then")
ENGLISH_NAMES = {"name_en", "type_en"}


def of_json(value, key=""):
    """The texts of a document, apart from English wordings beside Chinese ones."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if not ((name == "en" and "zh" in value) or name in ENGLISH_NAMES or name == "rule_book"):
                yield from of_json(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from of_json(inner, key)
    elif isinstance(value, str):
        yield key, value


def of_markup(text):
    """What stands between tags and in attributes."""
    for found in re.finditer(r'>([^<>]+)<|"([^"<>]*)"', text):
        yield "markup", html.unescape(found[1] or found[2])


def of_database(path):
    database = sqlite3.connect(path)
    names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in names:
        if table.startswith(("rtree_", "gpkg_spatial_ref_sys", "gpkg_extensions", "sqlite_")):
            continue
        rows = database.execute(f'SELECT * FROM "{table}"')
        columns = [column[0] for column in rows.description]
        for row in rows:
            for column, cell in zip(columns, row):
                if isinstance(cell, str) and column not in ENGLISH_NAMES:
                    marked = column in ("styleQML", "styleSLD")
                    yield from of_markup(cell) if marked else [(f"{table}.{column}", cell)]


def of_csv(path):
    import csv

    with open(path, encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield from ((column, cell) for column, cell in row.items() if cell and column not in ENGLISH_NAMES)


def of_kml(path):
    """Fields by their names; the folder's own words too."""
    text = path.read_text()
    text = re.sub(r'<SimpleData name="(name|type)_en">[^<]*<', "<", text)
    yield from of_markup(text)


def of_archive(path):
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if not name.startswith("xl/theme") and not name.endswith(".png"):
                yield from of_markup(archive.read(name).decode())


def of_pages(path):
    text = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True).stdout
    for line in text.splitlines():
        yield from (("page", part) for part in re.split(r"\s{2,}", line))


def texts(path):
    readers = {
        ".json": lambda: of_json(json.loads(path.read_text())),
        ".geojson": lambda: of_json(json.loads(path.read_text())),
        ".csv": lambda: of_csv(path),
        ".kml": lambda: of_kml(path),
        ".gpkg": lambda: of_database(path),
        ".qgz": lambda: of_archive(path),
        ".xlsx": lambda: of_archive(path),
        ".docx": lambda: of_archive(path),
        ".html": lambda: of_markup(path.read_text().split("<body>")[1]),
        ".svg": lambda: of_markup(path.read_text()),
        ".pdf": lambda: of_pages(path),
        ".png": lambda: [],
    }
    # What the screen showed is text, as `summary.md` is.
    lines = (("line", line) for line in path.read_text().splitlines()) if path.suffix in (".md", ".txt") else None
    return readers[path.suffix]() if lines is None else lines


def sentences(text, names):
    text = text.removeprefix("parkward: ")
    for name in names:
        text = text.replace(name, "")
    for found in RUN.finditer(text):
        # A run that continues into underscores, digits or points is a list of keys.
        start, end = found.span()
        word = text[start - 1 : start] + text[end : end + 1]
        if not ALLOWED.search(found[0]) and not re.search(r"[\w./-]", word, re.ASCII):
            yield found[0]


def names_of_parks(folder):
    for plan in folder.rglob("plan.json"):
        plan = json.loads(plan.read_text())
        for thing in plan["parks"] + plan.get("towns", []) + plan.get("zones", []):
            yield thing["name"]["en"]


folder = Path(sys.argv[1])
names = sorted(filter(None, set(names_of_parks(folder))), key=len, reverse=True)
looked_at, found = 0, {}
for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".parkward"):
    for place, text in texts(path):
        looked_at += 1
        for sentence in sentences(text, names):
            found.setdefault(sentence, f"{path.relative_to(folder)}, {place}")
for sentence, place in found.items():
    print(f"{place}: {sentence!r}", file=sys.stderr)
if looked_at < 10_000:
    sys.exit(f"only {looked_at} texts were found: that is not all")
sys.exit(bool(found))
