"""Changes cells of a written GeoPackage or workbook, past everything that keeps them in order.

Usage: change.py columns FILE | cell FILE TABLE COLUMN | vacuum FILE | workbook FILE
"""

import re
import sqlite3
import sys
import zipfile


def database(path):
    opened = sqlite3.connect(path)
    # What the triggers of an index ask for.
    for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
        opened.create_function(name, 1, lambda _: 0)
    opened.execute("PRAGMA ignore_check_constraints = 1")
    return opened


def columns(path):
    """Every column of every table that has rows, those of indexes apart."""
    opened = database(path)
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'rtree%' AND name NOT LIKE 'sqlite%'"
    for (table,) in opened.execute(query).fetchall():
        if opened.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0]:
            for column in opened.execute(f'PRAGMA table_info("{table}")').fetchall():
                print(f"{table}|{column[1]}")


def cell(path, table, column):
    """Another value in the last row."""
    opened = database(path)
    other = f"CASE typeof(\"{column}\") WHEN 'integer' THEN \"{column}\" + 1000 WHEN 'real' THEN \"{column}\" + 1 ELSE 'x' END"
    last = f'(SELECT MAX(rowid) FROM "{table}")'
    opened.execute(f'UPDATE "{table}" SET "{column}" = {other} WHERE rowid = {last}')
    opened.commit()


def vacuum(path):
    sqlite3.connect(path).execute("VACUUM")


def workbook(path):
    """Another number in the second sheet, in an archive that is otherwise the same."""
    with zipfile.ZipFile(path) as archive:
        parts = [(part, archive.read(part)) for part in archive.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts:
            if part.filename == "xl/worksheets/sheet2.xml":
                content, number = re.subn(rb"<v>[0-9.]+</v>", b"<v>77</v>", content, count=1)
                assert number == 1
            archive.writestr(part, content)


if __name__ == "__main__":
    {"columns": columns, "cell": cell, "vacuum": vacuum, "workbook": workbook}[sys.argv[1]](*sys.argv[2:])
