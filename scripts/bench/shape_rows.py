"""Runs Parkward and the peers on worlds of odd shape and says who was better. Standard library only."""

import hashlib
import json

import shape_tables
from planning_rows import digest, note, written
from shape_cells import QUICK, chosen

ALL_PARKS, ALL_PAIRS = 200, 1_000_000  # peers look at all parks up to either, else at the nearest WIDE
WIDE = 64
EXACT_PAIRS = 30_000  # up to which the exact solvers are tried
LINEAR = 6.0  # times as long as the exact solvers the linear programme may take
NAMES = {
    "flow": "flow and rounding",
    "lp": "LP and rounding",
    "greedy": "greedy",
    "highs-mip": "HiGHS MIP",
    "cp-sat": "CP-SAT",
}
PEER = ["peer.py", "peer_distance.py", "peer_flow.py", "peer_repair.py", "peer_greedy.py", "candidates.py"]
PEER += ["exact.py", "check.py", "geodesic.py", "requirements.txt"]
#: Of the kilometres moved: so far may two programs' distances differ, and plans that are equally good for each.
SAME = 2e-6


def run(bench, options):
    """All cells and seeds that `options` ask for: (rows, sentences about what does not hold)."""
    names = options.cells or (QUICK if options.quick else None)
    rows, faults = [], []
    for cell in chosen(names, options.largest):
        for seed in range(1, options.seeds + 1):
            note(f"{cell.name}, seed {seed}: {cell.says()}")
            row, wrong = _row(bench, cell, seed, options)
            rows.append(row)
            faults += [f"{cell.name}, seed {seed}: {fault}" for fault in wrong]
            note(shape_tables.line(row))
    return rows, faults


def _row(bench, cell, seed, options):
    folder = bench.shape(cell.name, seed)
    facts = json.loads((folder / "world.json").read_text())
    row = {"cell": cell.name, "shape": cell.says(), "seed": seed, "world": facts, "peers": []}
    row["parkward"] = bench.parkward_row(cell.name, folder, cell.resources > 1, 1)
    if not options.no_peers:
        row["peers"] = peers(bench, cell, seed, folder, facts, options)
    row |= verdicts(row["parkward"], row["peers"])
    return row, faults(row["parkward"], row["peers"])


def methods(cell, facts, seconds, quick):
    """Which peers: (method, how many parks each enterprise looks at, seconds)."""
    k = cell.parks if cell.parks <= ALL_PARKS or facts["pairs"] <= ALL_PAIRS else WIDE
    outside = facts["enterprises"] - facts["in_park"]
    relaxation = ("flow", k, seconds) if cell.resources == 1 else ("lp", k, LINEAR * seconds)
    found = [relaxation, ("greedy", k, seconds)]
    if min(facts["pairs"], outside * k) <= EXACT_PAIRS:
        found += [("highs-mip", k, seconds)] + ([] if quick else [("cp-sat", k, seconds)])
    return found


def peers(bench, cell, seed, folder, facts, options):
    """The peers' rows, from an earlier run if world, programs and options are the same."""
    wanted = methods(cell, facts, options.seconds, options.quick)
    files = ["world.gpkg", "rules.toml", "plan-quotas.toml"]
    mark = [digest(folder / name) for name in files] + [hashlib.sha256(written(PEER)).hexdigest(), wanted]
    key = hashlib.sha256(json.dumps(mark).encode()).hexdigest()[:16]
    kept = bench.cache / "peers" / f"{cell.name}-{seed}-{key}.json"
    if kept.exists():
        return json.loads(kept.read_text())
    rows = []
    for method, k, seconds in wanted:
        row = bench.peer_row(cell.name, folder, cell.resources > 1, method, k, seconds)
        row["program"] = NAMES[method]
        row["bound_over"] = "all parks" if k >= cell.parks else f"{k} nearest"
        rows.append(row)
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")
    return rows


def good(row):
    """Whether there is a plan that the referee found right."""
    return "failed" not in row and row.get("checked") == "holds"


def tolerance(*rows):
    """Km by which costs or bounds of these may differ for no other reason than distances of their own."""
    off = sum(abs(row["facts"].get("stated_sum_off", 0.0)) for row in rows)
    return (SAME + off) * max(row["facts"]["moved_km"] for row in rows)


def verdicts(ours, peers):
    """The best of the peers, and how Parkward's plan and bound compare with the best that anybody found."""
    plans = [row for row in peers if good(row)]
    bounds = [row for row in peers if good(row) and row["bound_km"] is not None]
    found = {"best_plan": None, "best_bound": None, "plan": None, "bound": None}
    if not good(ours):
        return found
    if plans:
        best = min(plans, key=lambda row: row["cost_km"])
        same = SAME * max(ours["facts"]["moved_km"], best["facts"]["moved_km"])
        # Among those that are equally good, the one that was quickest.
        best = min((row for row in plans if row["cost_km"] <= best["cost_km"] + same), key=lambda row: row["cpu_s"])
        found |= {"best_plan": best, "plan": verdict(best["cost_km"] - ours["cost_km"], same)}
    if bounds:
        # One over all parks, if there is one: over the nearest only, it may exceed what a plan can cost.
        best = max(bounds, key=lambda row: (row["bound_over"] == "all parks", row["bound_km"]))
        same = tolerance(ours, best)
        found |= {"best_bound": best, "bound": verdict(ours["bound_km"] - best["bound_km"], same)}
    return found


def verdict(ahead_km, same_km):
    """`ahead_km` of the other, in words."""
    return "equal" if abs(ahead_km) <= same_km else "better" if ahead_km > 0.0 else "worse"


def faults(ours, peers):
    """Answers that do not hold, and bounds over all parks above what somebody's plan costs; sentences."""
    wrong = [f"Parkward: {ours['failed']}"] if "failed" in ours else []
    for row in (ours, *peers):
        if "failed" not in row and row.get("checked") != "holds":
            wrong.append(f"{row['program']}: {row.get('checked', 'not checked')}")
    plans = [row for row in (ours, *peers) if good(row)]
    for row in plans:
        if row["bound_over"] == "all parks" and row["bound_km"] is not None:
            wrong += [
                f"the bound of {row['program']}, {row['bound_km']} km, lies above the cost of {other['program']}, "
                f"{other['cost_km']} km"
                for other in plans
                if row["bound_km"] > other["cost_km"] + tolerance(row, other)
            ]
    return wrong
