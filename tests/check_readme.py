"""Holds the README's worked example against what the program says today.

Usage: check_readme.py DIR PROGRAM, with the folder that the main job wrote and the program that wrote it.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

BUCKETS = {
    "In park, stays": "in_park",
    "In park, closes": "in_park_closes",
    "Outside, closes": "closes",
    "Outside, kept by decision": "kept",
    "To review, data missing": "review",
    "Moves to a park": "moves",
    "Unplaced": "unplaced",
    "Rejected row": "rejected",
    "Sum, which is the input": "input",
}


def words(line):
    return " ".join(re.sub("[│|]", " ", line).split())


def main(folder, program):
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    # Text stands in every second part between fences; that which names no language is output.
    blocks = [part for part in re.split(r"^```", readme, flags=re.M)[1::2] if part.startswith("\n")]
    plan = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    solution = plan["solution"]
    said = {f"{label} {plan['summary'][key]}" for label, key in BUCKETS.items()}
    said.add(
        f"Cost: {solution['cost_km']:.1f} km · no plan costs less than: {solution['lower_bound_km']:.1f} km · "
        f"gap: {100 * solution['gap']:.4f} % ({solution['status']})"
    )
    explained = subprocess.run([program, "explain", folder, "E0093"], check=True, capture_output=True, text=True)
    said.update(words(line) for line in explained.stdout.splitlines())
    # Prose is wrapped here, and on one line there.
    paragraphs = " ".join(words(line) for line in explained.stdout.splitlines())
    shown = [words(line) for block in blocks for line in block.splitlines()]
    wrong = [line for line in shown if re.search(r"\d", line) and "…" not in line and line not in said and line not in paragraphs]
    for line in wrong:
        print(f"the README shows what the program does not say: {line}", file=sys.stderr)
    if len(shown) < 20:
        print("the README's example is gone", file=sys.stderr)
    return 1 if wrong or len(shown) < 20 else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
