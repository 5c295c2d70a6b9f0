"""The regime table in Markdown."""

from tables import gap, number, percent, table

SAYS = """Costs are the referee's kilometres. Two plans are equal if they differ by at most 2·10⁻⁶ of the kilometres
moved; two bounds, if by that and by what the sums of both programs' distances are off from the referee's. Behind
"worse" and "better" stands by how much. Peers look at all parks, or at the 64 nearest that admit an enterprise where
there are more than 200 and a million pairs: the bound then says "64 nearest", speaks of these alone and may exceed
what a plan can cost.
HiGHS' MIP and CP-SAT are tried up to 30,000 pairs. Everything in these worlds is synthetic."""


def sections(rows):
    """All parts, headings included."""
    parts = ["### Regime table, one core", SAYS, regimes(rows), f"**{summary(rows)}**"]
    if any(row["peers"] for row in rows):
        parts += ["### The peers", everybody(rows)]
    return parts


def regimes(rows):
    head = ["cell", "shape", "seed", "enterprises × parks", "resources", "demand / capacity"]
    head += ["CPU s", "peak MB", "cost km", "unplaced", "gap over all parks"]
    head += ["best peer", "its CPU s", "its cost km", "its unplaced", "best peer's bound km", "plan", "bound"]
    return table(head, [_regime(row) for row in rows])


def _regime(row):
    world, ours = row["world"], row["parkward"]
    cells = [row["cell"], row["shape"], row["seed"], f"{world['enterprises']:,} × {world['parks']:,}"]
    cells += [world["resources"], f"{world['demand_over_capacity']:.2f}"]
    cells += [number(ours["cpu_s"]), number(ours["peak_mb"], 0), number(ours.get("cost_km"), 1)]
    cells += [number(ours.get("unplaced"), 0), percent(gap(ours))]
    best, bound = row["best_plan"], row["best_bound"]
    if best:
        cells += [best["program"], number(best["cpu_s"]), number(best["cost_km"], 1), number(best["unplaced"], 0)]
    else:
        cells += ["–"] * 4
    over = f"{number(bound['bound_km'], 1)} ({bound['program']}, {bound['bound_over']})" if bound else "–"
    return [*cells, over, _plan(row), _bound(row)]


def _plan(row):
    if ours := row["parkward"].get("failed") or (row["parkward"].get("checked") != "holds" and "does not hold"):
        return ours.replace("|", "/")
    return _amount(row["plan"], row["parkward"]["cost_km"], row["best_plan"], "cost_km")


def _bound(row):
    text = _amount(row["bound"], row["parkward"].get("bound_km"), row["best_bound"], "bound_km")
    nearest = row["best_bound"] and row["best_bound"]["bound_over"] != "all parks"
    return f"{text}, {row['best_bound']['bound_over']}" if nearest else text


def _amount(verdict, ours, best, what):
    if verdict in (None, "equal"):
        return verdict or "–"
    away = abs(ours - best[what])
    return f"{verdict} by {away:,.1f} km, {100.0 * away / max(ours, best[what]):.4f} %"


def line(row):
    """One cell on one line, for whoever waits."""
    ours = row["parkward"]
    figures = f"{number(ours['cpu_s'])} s, cost {number(ours.get('cost_km'), 1)}, gap {percent(gap(ours))}"
    return f"  {row['cell']}: {figures}, plan {_plan(row)}, bound {_bound(row)}"


def summary(rows):
    """How many are worse, in one sentence."""
    compared = [row for row in rows if row["plan"]]
    if not compared:
        return f"{len(rows)} worlds, Parkward alone."
    count = lambda what, said: sum(row[what] == said for row in compared)
    worse = [row for row in compared if row["bound"] == "worse"]
    nearest = sum(row["best_bound"]["bound_over"] != "all parks" for row in worse)
    text = f"{len(compared)} worlds. Plan: {count('plan', 'better')} better than the best peer's, "
    text += f"{count('plan', 'equal')} equal, {count('plan', 'worse')} worse. "
    text += f"Bound: {count('bound', 'better')} better, {count('bound', 'equal')} equal, {len(worse)} worse"
    return text + (f" ({nearest} of them beside a bound over the 64 nearest only)." if nearest else ".")


def everybody(rows):
    """Every peer's run."""
    head = ["cell", "seed", "program", "parks looked at", "CPU s", "peak MB", "cost km", "unplaced", "bound km"]
    head += ["checked"]
    lines = []
    for row in rows:
        for peer in row["peers"]:
            details = peer.get("details", {})
            name = peer["program"] + (f", {details['status'].lower()}" if "status" in details else "")
            name += f", by {details['order']}" if "order" in details else ""
            figures = [number(peer["cpu_s"]), number(peer["peak_mb"], 0), number(peer.get("cost_km"), 1)]
            figures += [number(peer.get("unplaced"), 0), number(peer.get("bound_km"), 1)]
            looked = peer["bound_over"]
            said = peer.get("failed") or peer.get("checked", "–")
            lines.append([row["cell"], row["seed"], name, looked, *figures, said.replace("|", "/")])
    return table(head, lines)
