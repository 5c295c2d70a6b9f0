"""Walks docs/zh/walkthrough.md: runs every command in it, in order, and holds what it shows against what they say.

A block with the language sh is run by a shell, each where the last one ended; the block behind it that names no
language shows what was said: long lines wrapped, and what differs between machines left out (……). With
PARKWARD_BLESS=1 these blocks are written anew; read the difference, and the sentences around them, before you commit.

Usage: check_walkthrough.py PROGRAM
"""

import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/zh/walkthrough.md"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", flags=re.M | re.S)
# Digests, what depends on the machine, and the long list of files that verify ticks off.
OMITTED = re.compile(r"SHA-256）: |个线程|Karney|^✓ (geojson/|map|plan\.json|relocation|summary|provenance)")
# Of what QGIS says, what counts.
BY_QGIS = re.compile(r"^Successfully ")
WIDTH, WRAPPED = 112, 120


def columns(text):
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def wrapped(line):
    """A long line of prose in several; no word is broken, and marks stay with what they belong to."""
    if columns(line) <= WRAPPED or line[0] in "│┌╞└":
        return [line]
    lines = [""]
    for part in re.findall(r"[（“]*(?:[!-~]+|.)[,，。；：、）”]*", line):
        if columns(lines[-1] + part) > WIDTH:
            lines.append(part.lstrip())
        else:
            lines[-1] += part
    return [line.rstrip() for line in lines]


def shown(said, by_qgis):
    """What a block shows of what was said."""
    lines = []
    for line in said.strip("\n").splitlines():
        if OMITTED.search(line) or (by_qgis and not BY_QGIS.search(line)):
            lines += ["……"] if lines[-1:] != ["……"] else []
        else:
            lines += wrapped(line.rstrip())
    return "\n".join(lines) + "\n"


def surroundings(program, work):
    """A folder with the data, and the programs on the path."""
    for folder in ("bin", "home"):
        (work / folder).mkdir(mode=0o700)
    (work / "bin/parkward").symlink_to(Path(program).resolve())
    # Debian's qgis_process is a wrapper that fails before it starts the program.
    (work / "bin/qgis_process").symlink_to(shutil.which("qgis_process.bin") or shutil.which("qgis_process") or "missing")
    (work / "home/data").symlink_to(ROOT / "data")
    scratch = {"XDG_RUNTIME_DIR": work / "home", "QGIS_CUSTOM_CONFIG_PATH": work / "profile", "QT_QPA_PLATFORM": "offscreen"}
    return {**os.environ, **scratch, "LC_ALL": "C.UTF-8", "PATH": f"{work / 'bin'}:{os.environ['PATH']}"}


def walk(text, program, work):
    """The page as it has to be."""
    env, folder, said, by_qgis = surroundings(program, work), work / "home", "", False

    def block(match):
        nonlocal folder, said, by_qgis
        language, body = match.groups()
        if language == "sh":
            script, by_qgis = f'{body}\nprintf "\\n@%s" "$PWD"', body.startswith("qgis_process")
            ran = subprocess.run(
                ["bash", "-c", script], cwd=folder, env=env, encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            )
            said, _, place = ran.stdout.rpartition("\n@")
            folder = Path(place)
        return match.group(0) if language else f"```\n{shown(said, by_qgis)}```"

    return BLOCK.sub(block, text)


def main(program):
    page = PAGE.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as work:
        walked = walk(page, program, Path(work))
    if os.environ.get("PARKWARD_BLESS") == "1":
        PAGE.write_text(walked, encoding="utf-8")
        return 0
    difference = list(difflib.unified_diff(page.splitlines(), walked.splitlines(), "shown", "said", lineterm="", n=1))
    for line in difference:
        print(line, file=sys.stderr)
    if len(BLOCK.findall(page)) < 20:
        print("the walk is gone", file=sys.stderr)
        return 1
    return 1 if difference else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
