"""Holds the README's worked example, in both languages, against what the program says today.

Usage: check_readme.py DIR PROGRAM, with the folder that the main job wrote and the program that wrote it.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
BUCKETS = {
    "in_park": ("In park, stays", "已在园区，保留"),
    "in_park_closes": ("In park, closes", "已在园区，淘汰"),
    "closes": ("Outside, closes", "园区外，淘汰"),
    "kept": ("Outside, kept by decision", "园区外，经决定保留"),
    "review": ("To review", "待人工核定"),
    "moves": ("Moves to a park", "迁入园区"),
    "unplaced": ("Unplaced", "未能安置"),
    "rejected": ("Rejected row", "数据无效"),
    "input": ("Sum, which is the input", "合计（输入行数）"),
}
PROOF = (
    "Cost: {cost:.1f} km · no plan costs less than: {bound:.1f} km · gap: {gap:.4f} % ({status})",
    "成本: {cost:.1f} 公里当量 · 下界: {bound:.1f} 公里当量 · 差距: {gap:.4f} % ({status})",
)
STATUS = {"optimal": ("optimal", "最优"), "feasible": ("feasible", "可行")}


def words(line):
    return " ".join(re.sub("[│|]", " ", line).split())


def check(readme, language, folder, program):
    text = (ROOT / readme).read_text(encoding="utf-8")
    # Text stands in every second part between fences; that which names no language is output.
    blocks = [part for part in re.split(r"^```", text, flags=re.M)[1::2] if part.startswith("\n")]
    plan = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    solution = plan["solution"]
    at = ("en", "zh").index(language)
    said = {f"{labels[at]} {plan['summary'][key]}" for key, labels in BUCKETS.items()}
    said.add(
        PROOF[at].format(
            cost=solution["cost_km"],
            bound=solution["lower_bound_km"],
            gap=100 * solution["gap"],
            status=STATUS[solution["status"]][at],
        )
    )
    explain = [program, "explain", folder, "E0093", "--lang", language]
    explained = subprocess.run(explain, check=True, capture_output=True, text=True, encoding="utf-8")
    said.update(words(line) for line in explained.stdout.splitlines())
    # Prose is wrapped here, and on one line there.
    paragraphs = " ".join(words(line) for line in explained.stdout.splitlines())
    shown = [words(line) for block in blocks for line in block.splitlines()]
    wrong = [line for line in shown if re.search(r"\d", line) and "…" not in line and line not in said and line not in paragraphs]
    for line in wrong:
        print(f"{readme} shows what the program does not say: {line}", file=sys.stderr)
    if len(shown) < 20:
        print(f"the example of {readme} is gone", file=sys.stderr)
    return bool(wrong) or len(shown) < 20


def main(folder, program):
    pages = [("README.md", "en"), ("docs/zh/README.md", "zh")]
    return int(any([check(readme, language, folder, program) for readme, language in pages]))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
