"""One change of a plan that is known: planned anew, and from the plan before. Standard library only."""

import csv
import json

import tables
from planning_rows import STAGE, last_line, note

BEFORE = '\n[earlier]\nfolder = "before"\nchange_km = 0.0\n'
SAYS = """A plan is made, then one thing is changed, and it is planned again: anew, and with `[earlier]` at no cost of a
change, which begins with the earlier plan's prices and places. "Solving" has the plan's assembly and verification in it,
"whole command" reads and writes everything. `parkward verify` passed for each."""


def run(bench, size):
    """Rows of all changes of one world, and sentences about what does not hold."""
    world = bench.world(size, [])
    folder = bench.cache / "change"
    folder.mkdir(parents=True, exist_ok=True)
    for path in world.iterdir():
        link = folder / path.name
        link.unlink(missing_ok=True)
        link.symlink_to(path)
    plan = (world / "plan.toml").read_text().replace("plan_json = false", "plan_json = true")
    rows, faults = [], []
    for change, text in {"none": "", **changes(bench, folder, plan)}.items():
        for start, more in {"anew": "", "from the plan before": BEFORE}.items():
            note(f"{size}, change {change}, {start}")
            row = planned(bench, folder, "after", plan + text + more)
            row |= {"world": size, "change": change, "start": start}
            rows.append(row)
            if "failed" in row:
                faults.append(f"{size}, change {change}, {start}: {row['failed']}")
    return rows, faults


def planned(bench, folder, name, text):
    """One run of `parkward plan`, and one of `verify`."""
    (folder / f"{name}.toml").write_text(text)
    done = bench.measured([bench.parkward, "plan", folder / f"{name}.toml", "-o", folder / name, "--json", "-v"])
    if done.code:
        return {"failed": last_line(done.stderr)}
    printed = json.loads(done.stdout)["solution"]
    row = {"cost_km": printed["cost_km"], "gap": 100.0 * printed["gap"]}
    row |= {"solving_s": dict(STAGE.findall(done.stderr))["solving"], "wall_s": done.wall_s}
    checked = bench.measured([bench.parkward, "verify", folder / name])
    return row | ({"failed": f"verify: {last_line(checked.stderr)}"} if checked.code else {})


def changes(bench, folder, plan):
    """A pin of somebody to its second choice; of the busiest park the end, and a tenth less land."""
    first = planned(bench, folder, "before", plan)
    if "failed" in first:
        raise RuntimeError(first["failed"])
    with open(folder / "before" / "csv" / "parks.csv", encoding="utf-8-sig") as file:
        park = max(csv.DictReader(file), key=lambda park: float(park["taken_ha"] or 0))
    with open(folder / "before" / "csv" / "enterprises.csv", encoding="utf-8-sig") as file:
        mover = next(row for row in csv.DictReader(file) if row["second_park"])
    revised = f'\n[[park_changes]]\npark = "{park["id"]}"\nwhy = "what if"\n'
    return {
        "pin": f'\n[[pins]]\nenterprise = "{mover["id"]}"\npark = "{mover["second_park"]}"\nwhy = "what if"\n',
        "closure": revised + "open = false\n",
        "capacity": revised + f"add_ha = {-float(park['taken_ha']) / 10:.2f}\n",
    }


def table(rows):
    """The rows in Markdown."""
    head = ["world", "change", "planned", "cost km", "gap", "solving s", "whole command s"]
    cells = [
        [row["world"], row["change"], row["start"], tables.number(row.get("cost_km"), 1)]
        + [tables.percent(row.get("gap")), row.get("solving_s", "–"), tables.number(row.get("wall_s"))]
        for row in rows
    ]
    return tables.table(head, cells)
