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
        ("Against targets and peers", ratios(rows)),
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


def ratios(rows):
    """Parkward on one core against its targets and against the peers of the same run."""
    lines = []
    for world in dict.fromkeys(row["world"] for row in rows):
        group = [row for row in rows if row["world"] == world and "failed" not in row]
        ours = {row["cores"]: row for row in group if row["program"] == "Parkward"}
        if 1 not in ours:
            continue
        lines += _targets(world, ours[1], group)
        lines += [_against(world, ours[1], peer) for peer in group if peer["program"] != "Parkward"]
        if 2 in ours:
            walls = [ours[cores]["wall_s"] for cores in (1, 2)]
            faster = f"{walls[0] / walls[1]:.2f} ×"
            lines.append([world, "wall s on 2 cores, on 1", number(walls[1]), number(walls[0]), faster])
    return table(["world", "what", "Parkward", "target or other", ""], lines)


def above(one, group):
    """Percent that a cost lies above the best lower bound that anybody of the run stated.

    Bounds over the k nearest parks may exceed the true optimum; where k is most of the parks, hardly.
    """
    bounds = [row["bound_km"] for row in group if row.get("bound_km") is not None]
    return max(100.0 * (one["cost_km"] / max(bounds) - 1.0), 0.0) if one.get("cost_km") and bounds else None


def _targets(world, one, group):
    target = targets.PLAN.get(world)
    if not target:
        return []
    found = {"wall s": one["wall_s"], "peak MB": one["peak_mb"], "gap %": gap(one)}
    found["above the best bound %"] = above(one, group)
    solving = [seconds for stage, seconds in one.get("stages", {}).items() if "solv" in stage]
    found["solver s"] = sum(solving) if solving else None
    lines = []
    for what, limit in target.items():
        digits, value = 4 if "%" in what else 2, found[what]
        reached = "–" if value is None else "reached" if value <= limit else f"missed, {value / limit:.2f} × as much"
        lines.append([world, f"target: {what}", number(value, digits), f"≤ {limit:g}", reached])
    return lines


def _against(world, one, peer):
    def show(row):
        costs = [number(row["wall_s"]), number(row["cpu_s"]), number(row["peak_mb"], 0)]
        return "; ".join([*costs, number(gap(row), 4), number(row.get("cost_km"), 1)])

    parts = [
        f"{peer['wall_s'] / one['wall_s']:.1f} × wall",
        f"{peer['cpu_s'] / one['cpu_s']:.1f} × CPU",
        f"{peer['peak_mb'] / one['peak_mb']:.1f} × memory",
    ]
    if one.get("cost_km") and peer.get("cost_km"):
        parts.append(f"cost {100.0 * (peer['cost_km'] / one['cost_km'] - 1.0):+.4f} %")
    return [world, f"{peer['program']}: wall s; CPU s; MB; gap %; cost km", show(one), show(peer), ", ".join(parts)]


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
    for row in rows:
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
