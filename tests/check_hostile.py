"""Looks into every file of folders whose texts are hostile: nowhere is one of them anything but text.

Usage: check_hostile.py FOLDER TEXTS, with the texts as a list in JSON. It fails with a line for each place."""

import csv
import json
import re
import sqlite3
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

# What no file may hold outside of a quoted text.
SCRIPTS = ["<script", "<img src=x", "<svg/onload"]
FORMULA = re.compile(r"^[=+\-@\t\r]")


def is_number(cell):
    try:
        float(cell)
    except ValueError:
        return False
    return True


def look_at_csv(path, content):
    for row in csv.reader(content.decode("utf-8-sig").splitlines()):
        for cell in row:
            if FORMULA.match(cell) and not is_number(cell):
                yield f"a formula: {cell}"


def look_at_xml(path, content):
    """Well-formed, and no element that only a hostile text has."""
    for _, element in ElementTree.iterparse(path if content is None else _file(content)):
        name = element.tag.rpartition("}")[2]
        if name in {"script", "img", "f"} or name.startswith("on"):
            yield f"an element <{name}>"
        for attribute, value in element.attrib.items():
            plain = attribute.rpartition("}")[2]
            if plain == "formula" or plain.startswith("on") or value.startswith("javascript:"):
                yield f"an attribute {plain}={value}"


def _file(content):
    import io

    return io.BytesIO(content)


def look_at_markdown(path, content):
    text = content.decode()
    for script in SCRIPTS:
        if script in text:
            yield f"holds {script}"
    if re.search(r"(?<!\\)\]\(javascript:", text):
        yield "a link of a user's"


def look_at_page(path, content):
    """What the page is made of is packed, and its title escaped: none of the texts stands in it as it is."""
    text = content.decode()
    for script in ["<script>alert(1)", "onerror=alert", "<svg/onload", "</svg><script>1"]:
        if script in text:
            yield f"holds {script}"


def look_at_project(path, content):
    """Expressions of QGIS are the program's own: none has a text of the user's outside of quotes."""
    yield from look_at_xml(path, content)
    for _, element in ElementTree.iterparse(_file(content)):
        for text in [element.text or "", *element.attrib.values()]:
            if "[% env(" in text and (element.tag == "LayoutItem" or element.tag == "mapTip"):
                yield f"an expression in {element.tag}: {text[:80]}"
            if element.tag == "mapTip":
                for inserted in re.findall(r"\[% (.*?) %\]", text):
                    if "'&lt;'" not in inserted:
                        yield f"a value in a map tip that is not escaped: {inserted}"


def look_at_database(path, content):
    database = sqlite3.connect(path)
    if database.execute("PRAGMA integrity_check").fetchone() != ("ok",):
        yield "its integrity"
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables & {"parks", "park_changes"}:
        yield f"the table parks is gone: {tables}"


def look_at_dump(path, content):
    """Each statement of SQL ends outside of quotes."""
    statements = re.sub(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"", "Q", content.decode())
    if re.search(r"DROP TABLE parks", statements):
        yield "a statement of a user's"


def look_at_archive(path, content):
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("/") or ".." in name or "\\" in name:
                yield f"an entry that leads out: {name}"
            look = LOOKS.get(Path(name).suffix, nothing)
            for found in look(None, archive.read(name)):
                yield f"{name}: {found}"


def nothing(path, content):
    return []


def look_at_json(path, content):
    json.loads(content)
    return []


LOOKS = {
    ".csv": look_at_csv, ".svg": look_at_xml, ".kml": look_at_xml, ".gml": look_at_xml, ".xsd": look_at_xml,
    ".gpx": look_at_xml, ".xml": look_at_xml, ".rels": look_at_xml, ".qgs": look_at_project, ".md": look_at_markdown,
    ".gpkg": look_at_database, ".sqlite": look_at_database, ".sql": look_at_dump, ".xlsx": look_at_archive,
    ".html": look_at_page, ".ods": look_at_archive, ".qgz": look_at_archive, ".json": look_at_json, ".geojson": look_at_json,
}  # fmt: skip


def held(path, texts):
    """Which of the texts are not in a file that has them all."""
    content = path.read_bytes().decode(errors="replace")
    return [text for text in texts if json.dumps(text, ensure_ascii=False)[1:-1] not in content]


def main():
    folder, texts = Path(sys.argv[1]), json.loads(sys.argv[2])
    wrong, formats = [], set()
    for path in sorted(folder.rglob("*")):
        within = path.relative_to(folder)
        if not path.is_file() or within.parts[0] == "input":
            continue
        formats.add(path.suffix)
        if "escaped" in path.name:
            wrong.append(f"{within}: a name of a user's")
        look = LOOKS.get(path.suffix, nothing)
        try:
            wrong += [f"{within}: {found}" for found in look(path, path.read_bytes())]
        except (ElementTree.ParseError, ValueError) as error:
            wrong.append(f"{within}: {error}")
    # A test that finds nothing has to have had something to find.
    wrong += [f"enterprises.geojson has no {text!r}" for text in held(folder / "layers/geojson/enterprises.geojson", texts)]
    print(*wrong[:60], sep="\n")
    print(f"{len(formats)} formats of files were looked at: {' '.join(sorted(formats))}")
    return 1 if wrong or len(formats) < 18 else 0


if __name__ == "__main__":
    sys.exit(main())
