"""Runs Parkward's solver, HiGHS and CP-SAT on instances of the generalised assignment problem."""

import json
import sys

import gap_instances
import measure
from planning_rows import HERE, last_line, note

#: Shipped instances and their proven optima (crates/assignment/tests/data/README.md).
SHIPPED = {"c05100": 1931, "e05100": 12681}
#: Generated ones: (type, agents, jobs).
SIZES = [(20, 200), (20, 400), (40, 400), (80, 1600)]
GENERATED = [("C", 20, 200), *((kind, *size) for size in SIZES for kind in "DE")]


def rows(root, cache, gap, seconds, quick):
    """One row an instance and solver; what is above the best value known or bound proven, in percent."""
    folder = cache / "gap"
    folder.mkdir(parents=True, exist_ok=True)
    files = {name: root / "crates" / "assignment" / "tests" / "data" / name for name in SHIPPED}
    for kind, agents, jobs in [("D", 10, 100)] if quick else GENERATED:
        name = f"{kind.lower()}{agents}x{jobs}, seed 1"
        files[name] = folder / f"{kind.lower()}{agents:02}{jobs}"
        gap_instances.write(files[name], gap_instances.generate(kind, agents, jobs, seed=1))
    table = []
    for name, file in files.items():
        peer = [sys.executable, HERE / "gap_peer.py", file, "--seconds", seconds, "--solver"]
        group = [
            _solve(cache, name, "Parkward", file, [gap, file, "--seconds", seconds, "--json"]),
            _solve(cache, name, "HiGHS", file, [*peer, "highs"]),
            _solve(cache, name, "CP-SAT", file, [*peer, "cp-sat"]),
        ]
        bounds = [row["bound"] for row in group if row.get("bound") is not None]
        reference = SHIPPED.get(name) or (max(bounds) if bounds else None)
        for row in group:
            row["reference"] = reference
            row["reference_is"] = "optimum" if name in SHIPPED else "best bound of this run"
            if row.get("objective") is not None and reference:
                row["above_percent"] = 100.0 * (row["objective"] - reference) / reference
        table += group
    return table


def _solve(cache, name, solver, file, command):
    note("  " + " ".join(map(str, command[-5:])))
    done = measure.run(command, 1, scratch=cache / "scratch")
    row = {"instance": name, "solver": solver, "wall_s": done.wall_s, "peak_mb": done.peak_mb}
    row["others_s"] = done.others_s
    try:
        answer = json.loads(last_line(done.stdout))
    except json.JSONDecodeError:
        return row | {"failed": f"exit code {done.code}: {last_line(done.stderr)}"}
    row |= {"bound": answer["lower_bound"], "status": answer["status"]}
    if answer["assignment"] is not None:
        try:
            row["objective"] = gap_instances.check(gap_instances.read(file), answer["assignment"])
        except ValueError as fault:
            row["failed"] = str(fault)
    return row
