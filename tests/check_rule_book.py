"""Holds the table "From the policy to the rule book" of docs/rule-book.md against rules, tests and plan.

Each sentence of the policy names its rules, its tests and the places of a written plan where it shows. What
stands in `backticks` has to be there: rules as an id, a key or an industry of data/rules/jinshan.toml or
data/jinshan/plan.toml; tests as a folder of tests/cases or a function of a test; places as a layer of the
GeoPackage that has rows, as layer.column with at least one value, or as a "heading" of summary.md.

Usage: check_rule_book.py DIR, with the folder that the main job wrote.
"""

import re
import sqlite3
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
# Sentences of the policy, by the heading that the table gives them.
SENTENCES = {
    "Three types of park": 3,
    "Eight pillar industries": 8,
    "Six encouraged technologies": 6,
    "Four to improve": 4,
    "Four to eliminate": 4,
    "Four elements": 4,
    "Four principles": 4,
}


def names(value, path=""):
    """All keys, dotted paths and ids of a TOML document."""
    if isinstance(value, dict):
        for key, inner in value.items():
            dotted = f"{path}.{key}" if path else key
            yield from (key, dotted)
            yield from names(inner, dotted)
    elif isinstance(value, list):
        for inner in value:
            yield from names(inner, path)
    elif isinstance(value, str):
        yield value


def shows(database, token):
    layer, _, column = token.partition(".")
    known = {row[0] for row in database.execute("SELECT table_name FROM gpkg_contents")}
    if layer not in known:
        return False
    columns = {row[1] for row in database.execute(f'PRAGMA table_info("{layer}")')}
    if column and column not in columns:
        return False
    where = f'WHERE "{column}" IS NOT NULL AND "{column}" <> \'\'' if column else ""
    return database.execute(f'SELECT COUNT(*) FROM "{layer}" {where}').fetchone()[0] > 0


def main(folder):
    text = (ROOT / "docs/rule-book.md").read_text(encoding="utf-8")
    section = text.split("## From the policy to the rule book", 2)[-1]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("|")][2:]
    rules = set()
    for file in ["data/rules/jinshan.toml", "data/jinshan/plan.toml"]:
        rules.update(names(tomllib.loads((ROOT / file).read_text(encoding="utf-8"))))
    sources = [*ROOT.glob("crates/*/src/**/*.rs"), *ROOT.glob("crates/*/tests/**/*.rs"), ROOT / "tests/pipeline.rs"]
    tests = {name for file in sources for name in re.findall(r"\bfn (\w+)\(", file.read_text(encoding="utf-8"))}
    tests.update(case.name for case in (ROOT / "tests/cases").iterdir())
    headings = set(re.findall(r"^## (.*)$", (folder / "summary.md").read_text(encoding="utf-8"), flags=re.M))
    database = sqlite3.connect(f"file:{folder / 'relocation.gpkg'}?mode=ro", uri=True)

    problems, heading, counts = [], None, dict.fromkeys(SENTENCES, 0)
    for row in rows:
        if row[0].startswith("**"):
            heading = row[0].strip("*")
            if heading not in counts:
                problems.append(f"no part of the policy: {heading}")
            continue
        if len(row) != 4:
            problems.append(f"expected sentence, rules, tests and places: {row[0]}")
            continue
        counts[heading] = counts.get(heading, 0) + 1
        sentence, ruled, tested, visible = row
        ticked = [re.findall(r"`([^`]+)`", cell) for cell in (ruled, tested, visible)]
        quoted = re.findall(r'"([^"]+)"', visible)
        for what, found in [("rule", ticked[0]), ("test", ticked[1]), ("place", ticked[2] + quoted)]:
            if not found:
                problems.append(f"{sentence}: names no {what}")
        problems += [f"{sentence}: no rule {token}" for token in ticked[0] if token not in rules]
        problems += [f"{sentence}: no test {token}" for token in ticked[1] if token not in tests]
        problems += [f"{sentence}: nothing shows in {token}" for token in ticked[2] if not shows(database, token)]
        problems += [f"{sentence}: summary.md has no heading {token}" for token in quoted if token not in headings]
    problems += [f"{key}: {counts[key]} sentences, not {count}" for key, count in SENTENCES.items() if counts[key] != count]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
