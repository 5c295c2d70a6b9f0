"""Rows of figures as Markdown tables."""

import targets


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(map(str, row)) + " |" for row in rows]
    return "\n".join(lines)


def number(value, digits=2):
    return "–" if value is None else f"{value:,.{digits}f}"


def percent(value):
    return "–" if value is None else f"{value + 0.0 if abs(value) >= 5e-5 else 0.0:.4f} %"


def machine(facts):
    return table(["", ""], facts)


def planning(rows):
    """All tables of planning, each under its heading, without those that have nothing to say."""
    sections = [
        ("Runs", plans(rows)),
        ("Against the targets, one core", against_targets(rows)),
        ("The others as multiples of Parkward on one core", against_others(rows)),
        ("Growth, one core", growth(rows)),
        ("Where the time goes", stages(rows)),
    ]
    return [part for title, text in sections if text.count("\n") > 1 for part in (f"### {title}", text)]


def plans(rows):
    """Every run: what it took and what came out, costs and unplaced as the referee found them."""
    head = ["world", "program", "cores", "wall s", "CPU s", "peak MB", "cost km", "lower bound km", "over"]
    head += ["gap", "unplaced", "checked", "runs", "wall from–to", "others' CPU s"]
    return table(head, [_plan(row) for row in rows])


def _plan(row):
    spread = f"{number(row.get('wall_from', row['wall_s']))}–{number(row.get('wall_to', row['wall_s']))}"
    figures = [row["world"], row["program"], row["cores"], number(row["wall_s"]), number(row["cpu_s"])]
    figures += [number(row["peak_mb"], 0)]
    tail = [row.get("runs", 1), spread, number(row["others_s"], 1)]
    if "failed" in row:
        outcome = ["–", number(row.get("bound_km"), 1), "–", "–", "–"]
        return [*figures, *outcome, row["failed"].replace("|", "/"), *tail]
    outcome = [number(row.get("cost_km"), 1), number(row["bound_km"], 1), row["bound_over"], percent(gap(row))]
    return [*figures, *outcome, row.get("unplaced", "–"), row.get("checked", "–").replace("|", "/"), *tail]


def gap(row):
    """(cost found - bound stated) / cost found, percent."""
    if row.get("cost_km") and row.get("bound_km") is not None:
        return 100.0 * (row["cost_km"] - row["bound_km"]) / row["cost_km"]
    return None


def one_core(rows):
    """By world: Parkward's run on one core, and all runs that did not fail."""
    for world in dict.fromkeys(row["world"] for row in rows):
        group = [row for row in rows if row["world"] == world and "failed" not in row]
        ours = [row for row in group if row["program"] == "Parkward" and row["cores"] == 1]
        if ours:
            yield world, ours[0], group


def against_targets(rows):
    """Parkward on one core against what it set out to reach."""
    lines = []
    for world, one, group in one_core(rows):
        target = targets.PLAN.get(world, {})
        found = {"wall s": one["wall_s"], "peak MB": one["peak_mb"], "gap %": gap(one)}
        found["above the best bound %"] = above(one, group)
        found["solver s"] = one.get("stages", {}).get("solving")  # where that is a stage of its own
        for what, limit in target.items():
            digits, value = 4 if "%" in what else 2, found[what]
            reached = "–" if value is None else "yes" if value <= limit else f"no, {value / limit:.2f} × as much"
            lines.append([world, what, number(value, digits), f"≤ {limit:g}", reached])
    return table(["world", "what", "Parkward", "target", "reached"], lines)


def against_others(rows):
    """How many times what Parkward on one core took the others took, and Parkward itself on two cores."""
    lines = []
    for world, one, group in one_core(rows):
        for other in group:
            if other is not one:
                name = other["program"] + (", 2 cores" if other["cores"] == 2 else "")
                times = [f"{other[what] / one[what]:.2f} ×" for what in ("wall_s", "cpu_s", "peak_mb")]
                more = "–"
                if one.get("cost_km") and other.get("cost_km"):
                    more = f"{100.0 * (other['cost_km'] / one['cost_km'] - 1.0):+.4f} %"
                lines.append([world, name, *times, more, percent(gap(other)), percent(gap(one))])
    head = ["world", "program", "wall", "CPU", "memory", "cost against Parkward's", "its gap", "Parkward's gap"]
    return table(head, lines)


def above(one, group):
    """Percent that a cost lies above the best lower bound that anybody of the run stated.

    Bounds over the k nearest parks may exceed the true optimum; where k is most of the parks, hardly.
    """
    bounds = [row["bound_km"] for row in group if row.get("bound_km") is not None]
    return max(100.0 * (one["cost_km"] / max(bounds) - 1.0), 0.0) if one.get("cost_km") and bounds else None


def stages(rows):
    """Seconds by stage, where a program tells them."""
    lines = []
    for row in rows:
        if row.get("stages"):
            text = ", ".join(f"{name} {seconds:.2f}" for name, seconds in row["stages"].items())
            lines.append([row["world"], row["program"], row["cores"], text])
    return table(["world", "program", "cores", "seconds by stage"], lines)


def growth(rows):
    """Parkward's cost by enterprise, from one size of world to the next."""
    lines = []
    for row in sorted(rows, key=lambda row: row.get("facts", {}).get("enterprises", 0)):
        if row["program"] == "Parkward" and row["cores"] == 1 and row.get("facts") and "quotas" not in row["world"]:
            n = row["facts"]["enterprises"]
            figures = [number(1e6 * row["cpu_s"] / n, 1), number(1024.0 * row["peak_mb"] / n, 2)]
            lines.append([row["world"], f"{n:,}", number(row["wall_s"]), number(row["peak_mb"], 0), *figures])
    return table(["world", "enterprises", "wall s", "peak MB", "CPU µs an enterprise", "KB an enterprise"], lines)


def instances(rows, seconds):
    """The generalised assignment problem."""
    head = ["instance", "solver", f"objective after {seconds:g} s", "lower bound", "reference", "above it", "status"]
    head += ["peak MB", "others' CPU s"]
    lines = []
    for row in rows:
        reference = f"{row['reference']} ({row['reference_is']})"
        outcome = [row.get("objective", "–"), row.get("bound", "–"), reference, percent(row.get("above_percent"))]
        tail = [row.get("failed") or row["status"], number(row["peak_mb"], 0), number(row["others_s"], 1)]
        lines.append([row["instance"], row["solver"], *outcome, *tail])
    note = f"Target on types D and E after 60 s: at most {targets.GAP:g} % above the best value known."
    return note + "\n\n" + table(head, lines)
