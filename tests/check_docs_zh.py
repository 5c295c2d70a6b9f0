"""Holds the Chinese documentation in docs/zh against the English that it says in Chinese.

Section by section, in order: the same level and the same names in the heading, the same commands and settings in the
blocks, as many tables' rows and shown outputs, and in the text the same figures, the same `names` and the same links.
What the program says (blocks without a language, ``double backticks``) is in each language its own. Comments of blocks
are translated; so is a quoted text, if it is in Chinese there.

Usage: check_docs_zh.py
"""

import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
# The Chinese of each English page; links to these lead to the Chinese page.
PAGES = {
    "README.md": "docs/zh/README.md",
    "docs/formats.md": "docs/zh/formats.md",
    "docs/qgis.md": "docs/zh/qgis.md",
    "docs/rule-book.md": "docs/zh/rule-book.md",
}
# Chinese alone: no page to hold them against, but their links have to lead somewhere.
ALONE = ["docs/zh/walkthrough.md"]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"(?:[A-Za-z]{2,}[ ,]+){4,}[A-Za-z]{2,}")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


@dataclass
class Section:
    line: int
    level: int
    title: str
    text: list = field(default_factory=list)
    blocks: list = field(default_factory=list)

    def prose(self):
        """Heading and text without what the program says."""
        return re.sub(r"``.+?``(?!`)", "", "\n".join([self.title, *self.text]))

    def names(self):
        return set(re.findall(r"`([^`\n]+)`", self.prose()))

    def plain(self):
        return re.sub(r"`[^`\n]+`", "", self.prose())

    def figures(self):
        # 万元 has no digit; a million is 100 万.
        plain = LINK.sub(lambda link: link.group(0)[: -len(link.group(1)) - 2], self.plain())
        plain = re.sub(r"10,000 yuan", "", plain)
        plain = re.sub(r"(\d+) million", lambda found: str(100 * int(found.group(1))), plain)
        return Counter(found.replace(",", "") for found in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", plain))

    def rows(self):
        return [[cell.strip() for cell in line.strip().strip("|").split(" | ")] for line in self.text if line.startswith("|")]

    def items(self):
        return sum(bool(re.match(r"\s*(?:-|\d+\.) ", line)) for line in self.text)

    def paragraphs(self):
        return len(re.findall(r"\S\n(?:\s*\n|\Z)", "\n".join([*self.text, ""])))


def sections(path):
    found, fence = [Section(1, 0, "")], None
    for number, line in enumerate((ROOT / path).read_text(encoding="utf-8").splitlines(), 1):
        mark = re.match(r"\s*```(\w*)$", line)
        if mark and fence is None:
            fence = (mark.group(1), [])
            found[-1].blocks.append(fence)
        elif mark:
            fence = None
        elif fence is not None:
            fence[1].append(line)
        elif heading := re.match(r"(#+) (.*)", line):
            found.append(Section(number, len(heading.group(1)), heading.group(2)))
        else:
            found[-1].text.append(line)
    return found


def slugs(path):
    """The anchors of a page's headings, as GitHub makes them."""
    seen, anchors = Counter(), []
    for section in sections(path)[1:]:
        slug = re.sub(r"[^\w\- ]", "", section.title.lower()).replace(" ", "-")
        anchors.append(f"{slug}-{seen[slug]}" if seen[slug] else slug)
        seen[slug] += 1
    return anchors


def links(section, page):
    """Where a section's links lead: file and place of the heading, of the English page where there is one. And faults."""
    english = {chinese: page for page, chinese in PAGES.items()}
    targets, faults = Counter(), []
    for link in LINK.findall(section.plain()):
        if "://" in link:
            targets[link] += 1
            continue
        name, _, anchor = link.partition("#")
        file = ((ROOT / page).parent / name).resolve() if name else ROOT / page
        if not file.exists():
            faults.append(f"{page}:{section.line}: {link} leads nowhere")
            continue
        path = file.relative_to(ROOT.resolve()).as_posix()
        if anchor and anchor not in slugs(path):
            faults.append(f"{page}:{section.line}: {link}: no heading of {path} has that anchor")
            continue
        theirs = english.get(path, path)
        # Where one page has more headings, which is said once, places cannot be compared.
        countable = anchor and len(slugs(theirs)) == len(slugs(PAGES.get(theirs, theirs)))
        targets[theirs, slugs(path).index(anchor) if countable else None] += 1
    return targets, faults


def commands(section):
    """The lines of blocks with a language, without comments."""
    lines = []
    for language, body in section.blocks:
        for line in body if language else []:
            bare = re.match(r'(?:[^"\'#]|"[^"]*"|\'[^\']*\'|(?<=\S)#)*', line).group(0).strip()
            if bare:
                lines.append(bare)
    return lines


def same_command(english, chinese):
    """A quoted text that is in Chinese there may be any text here."""
    parts = re.split(r'("[^"]*")', chinese)
    pattern = "".join(r'"[^"]*"' if part.startswith('"') and CHINESE.search(part) else re.escape(part) for part in parts)
    return re.fullmatch(pattern, english) is not None


def differ(what, english, chinese):
    """A sentence on two sets or counters, if they differ."""
    lacks, extra = english - chinese, chinese - english
    if not lacks and not extra:
        return []
    told = [f"{word} {', '.join(map(str, sorted(found, key=str)))}" for word, found in (("lacks", lacks), ("has besides", extra)) if found]
    return [f"{what}: {'; '.join(told)}"]


def drift(english, chinese, pages):
    """What of one section is not the same."""
    wrong = differ("names", english.names(), chinese.names())
    wrong += differ("figures", english.figures(), chinese.figures())
    (there, broken), (here, lost) = links(english, pages[0]), links(chinese, pages[1])
    wrong += broken + lost + differ("links", there, here)
    said, done = commands(english), commands(chinese)
    wrong += [f"command: expected {a}, found {b}" for a, b in zip(said, done) if not same_command(a, b)]
    counts = {
        "lines of commands": lambda section: len(commands(section)),
        "rows of tables": lambda section: len(section.rows()),
        "items of lists": Section.items,
        "paragraphs": Section.paragraphs,
        "blocks": lambda section: len(section.blocks),
    }
    for what, count in counts.items():
        if count(english) != count(chinese):
            wrong.append(f"{what}: expected {count(english)}, found {count(chinese)}")
    return [*wrong, *other_words(english, chinese)]


def other_words(english, chinese):
    """Cells that say the same three times or more, as "noted" does, and not all the same there."""
    said = {}
    for row, translated in zip(english.rows(), chinese.rows()):
        for cell, word in zip(row[1:], translated[1:]):
            said.setdefault(cell, []).append((word, row[0]))
    for cell, found in said.items():
        usual, times = Counter(word for word, _ in found).most_common(1)[0]
        if times >= 3:
            for word, row in found:
                if word != usual:
                    yield f"{row}: expected {usual!r} for {cell!r}, found {word!r}"


def untranslated(page):
    for section in sections(page):
        cells = [cell for line in section.plain().splitlines() for cell in LINK.sub("", line).split("|")]
        for cell in cells:
            if ENGLISH.search(cell) and not CHINESE.search(cell):
                yield f"{page}:{section.line}: not in Chinese: {cell.strip()}"


def likeness(here, there):
    """How much two sections have in common, from 0 to 1."""
    heads = [(section.level, set(re.findall(r"`([^`]+)`", section.title))) for section in (here, there)]
    if heads[0] != heads[1]:
        return 0.0
    one, other = ({*section.names(), *section.figures()} for section in (here, there))
    return (1 + len(one & other)) / (1 + len(one | other))


def pairs(english, chinese):
    """The sections side by side, in order, as like one another as can be; None where one page has no such section."""
    best = {(0, 0): (0.0, [])}
    for here in range(len(english) + 1):
        for there in range(len(chinese) + 1):
            ways = []
            if here and there and (alike := likeness(english[here - 1], chinese[there - 1])):
                ways.append((best[here - 1, there - 1], alike, (english[here - 1], chinese[there - 1])))
            if here:
                ways.append((best[here - 1, there], 0.0, (english[here - 1], None)))
            if there:
                ways.append((best[here, there - 1], 0.0, (None, chinese[there - 1])))
            if ways:
                (score, path), alike, pair = max(ways, key=lambda way: way[0][0] + way[1])
                best[here, there] = (score + alike, [*path, pair])
    return best[len(english), len(chinese)][1]


def check(page, translated):
    yield from untranslated(translated)
    for here, there in pairs(sections(page), sections(translated)):
        if there is None:
            yield f"{translated}: lacks the section of {page}:{here.line} {here.title!r}, or its heading is another"
        elif here is None:
            yield f"{translated}:{there.line} {there.title!r}: there is no such section in {page}, or its heading is another"
        else:
            place = f"{translated}:{there.line} {there.title!r} ({page}:{here.line} {here.title!r})"
            yield from (f"{place}: {wrong}" for wrong in drift(here, there, (page, translated)))


def main():
    problems = [problem for page, translated in PAGES.items() for problem in check(page, translated)]
    for page in ALONE:
        problems += [*untranslated(page), *(fault for section in sections(page) for fault in links(section, page)[1])]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
