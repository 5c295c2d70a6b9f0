"""The benchmark: see `scripts/bench/run --help`. Started by scripts/bench/run; standard library only."""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

import change_rows
import gap_rows
import machine
import measure
import shape_cells
import shape_rows
import shape_tables
import tables
from planning_rows import Bench, best_of, note

ROOT = Path(__file__).resolve().parents[2]
GROWTH = ["10000,2500", "100000,2500"]  # with L and XL: a thousandfold, all with 2,500 parks
HELP = """Measures Parkward beside the Python programs that do its work today, on the same synthetic data.

SIZE is S (2,000 enterprises, 50 parks), M (100,000, 500), L (1,000,000, 2,500), XL (10,000,000, 2,500;
Parkward alone) or ENTERPRISES,PARKS; by default S, M and L. Writes target/bench/results.md and .json.
With --shapes, the regime table instead: many small worlds of odd shape, to shapes.md and shapes.json.
With --changes, one change of a plan of each SIZE, planned anew and from the plan before, to changes.md.
Nothing passes or fails by time: exit code 1 means that an answer does not hold."""


def arguments():
    parser = argparse.ArgumentParser(
        "scripts/bench/run", description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", nargs="*", metavar="SIZE", default=[])
    parser.add_argument("--quick", action="store_true", help="one run of each, a few seconds for exact solvers")
    parser.add_argument("--cache", type=Path, default=ROOT / "target" / "bench", help=argparse.SUPPRESS)
    parser.add_argument(
        "--k", type=lambda text: [int(k) for k in text.split(",")], default=[16, 8], metavar="K,K",
        help="how many near parks the Python pipeline looks at; S and quotas take the first only (16,8)",
    )  # fmt: skip
    parser.add_argument(
        "--seconds", type=float,
        help="for exact solvers on S, and for each GAP instance (60; quick 3), or on shapes (10; quick 2)",
    )  # fmt: skip
    parser.add_argument("--repeat", type=int, help="runs of Parkward, and of the Python pipeline on S, M (3; quick 1)")
    parser.add_argument("--growth", action="store_true", help="Parkward alone on 10,000 and 100,000 x 2,500, too")
    parser.add_argument("--no-peers", action="store_true", help="Parkward alone")
    parser.add_argument("--only-peers", action="store_true", help="the Python programs alone")
    parser.add_argument("--no-gap", action="store_true", help="without the generalised assignment problem")
    parser.add_argument("--no-plan", action="store_true", help="the generalised assignment problem alone")
    parser.add_argument("--shapes", action="store_true", help="the regime table: scripts/bench/shape_cells.py lists it")
    parser.add_argument("--changes", action="store_true", help="what a pin, a closure or less land takes (M)")
    parser.add_argument("--seeds", type=int, default=1, metavar="N", help="of shapes: as many worlds of each cell (1)")
    parser.add_argument(
        "--cells", type=lambda text: text.split(","), metavar="NAME,NAME", help="of shapes: these only"
    )  # fmt: skip
    parser.add_argument("--largest", type=int, metavar="N", help="of shapes: up to so many enterprises")
    parser.add_argument("--cut-off", type=float, metavar="KM", help="another cut-off than that of plan_files.py")
    parser.add_argument("--no-outputs", action="store_true", help="for a Parkward that does not know [outputs]")
    parser.add_argument("--parkward", type=Path, help="a program built before, instead of building it")
    parser.add_argument("--gap", type=Path, help="likewise, the example `gap`")
    parser.add_argument("--timeout", type=float, default=3600.0, metavar="SECONDS", help="for each run (3600)")
    parser.add_argument("--keep", action="store_true", help="keep the plans that were written")
    chosen = parser.parse_args()
    try:
        shape_cells.chosen(chosen.cells)
    except ValueError as error:
        parser.error(str(error))
    chosen.sizes = chosen.sizes or (["M"] if chosen.changes else ["S", "M", "L"])
    usual = (10.0, 2.0) if chosen.shapes else (60.0, 3.0)
    chosen.seconds = chosen.seconds or usual[chosen.quick]
    chosen.no_gap = chosen.no_gap or chosen.shapes or chosen.changes
    chosen.repeat = chosen.repeat or (1 if chosen.quick else 3)
    return chosen


def build(chosen):
    """The programs to measure, built unless they were given."""
    chosen.built = not chosen.parkward
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
    cargo = ["cargo", "build", "--release", "--locked", "--quiet"]
    if not chosen.parkward:
        subprocess.run([*cargo, "-p", "parkward-cli"], cwd=ROOT, check=True)
        chosen.parkward = target / "parkward"
    if not chosen.gap and not chosen.no_gap:
        subprocess.run([*cargo, "-p", "parkward-assignment", "--example", "gap"], cwd=ROOT, check=True)
        chosen.gap = target / "examples" / "gap"


def plan_rows(chosen, bench):
    """All runs on worlds, the small ones first."""
    options = ["--cut-off", str(chosen.cut_off)] if chosen.cut_off else []
    options += ["--no-outputs"] if chosen.no_outputs else []
    rows = []
    alone = {"XL", *(GROWTH if chosen.growth else [])}
    for size in [*chosen.sizes, *(GROWTH if chosen.growth else [])]:
        note(f"world {size}")
        world = bench.world(size, options)
        for quotas in [False, True] if size == "M" and not chosen.quick else [False]:
            one_only = chosen.quick or size == "XL" or len(os.sched_getaffinity(0)) == 1
            for cores in [1] if one_only else [1, 2]:
                if chosen.only_peers:
                    break
                repeat = 1 if size == "XL" else chosen.repeat
                runs = [bench.parkward_row(size, world, quotas, cores) for _ in range(repeat)]
                rows.append(best_of(runs))
            if chosen.no_peers or size in alone:
                continue
            method = "lp" if quotas else "flow"
            for k in chosen.k[:1] if quotas or size == "S" or chosen.quick else chosen.k:
                repeat = 1 if size == "L" or quotas else chosen.repeat
                runs = [bench.peer_row(size, world, quotas, method, k, chosen.timeout) for _ in range(repeat)]
                rows.append(best_of(runs))
        if size == "S" and not chosen.no_peers:
            for method in ("highs-mip", "cp-sat"):
                rows.append(bench.peer_row(size, world, False, method, chosen.k[0], chosen.seconds))
    return rows


def consistent(rows):
    """A bound over all parks must not exceed the cost that anybody found; sentences about what does."""
    faults = []
    for row in rows:
        if row.get("bound_over") == "all parks":
            others = [other for other in rows if other["world"] == row["world"] and other.get("cost_km")]
            faults += [
                f"{row['world']}: the bound of {row['program']} lies above the cost of {other['program']}"
                for other in others
                if row["bound_km"] > other["cost_km"] * (1.0 + 1e-6)
            ]
    return faults


def command(typed):
    """What was typed, without this machine's paths."""
    return " ".join(["scripts/bench/run", *(Path(word).name if "/" in word else word for word in typed)])


def shapes(chosen, bench, facts):
    """The regime table; exit code 1 if an answer does not hold."""
    rows, faults = shape_rows.run(bench, chosen)
    parts = [f"`{command(sys.argv[3:])}`", tables.machine(facts), *shape_tables.sections(rows)]
    if faults:
        parts.append("**Does not hold:** " + "; ".join(faults))
    report(chosen.cache, "shapes", parts, {"machine": dict(facts), "cells": rows, "faults": faults})
    return 1 if faults else 0


def changes(chosen, bench, facts):
    """What one change takes; exit code 1 if an answer does not hold."""
    rows, faults = [], []
    for size in chosen.sizes:
        more, wrong = change_rows.run(bench, size)
        rows, faults = rows + more, faults + wrong
    parts = [f"`{command(sys.argv[3:])}`", tables.machine(facts)]
    parts += ["### One change, one core", change_rows.SAYS, change_rows.table(rows)]
    if faults:
        parts.append("**Does not hold:** " + "; ".join(faults))
    report(chosen.cache, "changes", parts, {"machine": dict(facts), "changes": rows, "faults": faults})
    return 1 if faults else 0


def report(cache, name, parts, raw):
    """Prints the tables and writes them, and every figure."""
    text = "\n\n".join(parts) + "\n"
    (cache / f"{name}.md").write_text(text, encoding="utf-8")
    (cache / f"{name}.json").write_text(json.dumps(raw, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(text)
    note(f"written: {cache / name}.md and {name}.json")


def main():
    chosen = arguments()
    build(chosen)
    facts = machine.facts(ROOT, None if chosen.built else chosen.parkward)
    bench = Bench(chosen.cache, chosen.parkward, chosen.timeout, chosen.keep)
    if chosen.shapes:
        return shapes(chosen, bench, facts)
    if chosen.changes:
        return changes(chosen, bench, facts)
    parts = [f"`{command(sys.argv[3:])}`", ""]
    plans, instances = [], []
    if not chosen.no_plan:
        plans = plan_rows(chosen, bench)
        parts += tables.planning(plans)
    if not chosen.no_gap:
        note("generalised assignment problem")
        instances = gap_rows.rows(ROOT, chosen.cache, chosen.gap, chosen.seconds, chosen.quick)
        parts += ["### Generalised assignment problem", tables.instances(instances, chosen.seconds)]
    faults = consistent(plans)
    for row in plans:
        if row.get("checked", "holds") != "holds":
            faults.append(f"{row['world']}, {row['program']}: {row['checked']}")
    faults += [f"{row['instance']}, {row['solver']}: {row['failed']}" for row in instances if "failed" in row]
    if faults:
        parts.append("**Does not hold:** " + "; ".join(faults))
    facts.append(("least peak that can be seen", f"{measure.least_peak_mb():.0f} MB, the measuring program's own"))
    parts[1] = tables.machine(facts)
    report(chosen.cache, "results", parts, {"machine": dict(facts), "plans": plans, "instances": instances})
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
