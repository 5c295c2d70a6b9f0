"""Rows of figures as Markdown tables."""

import targets


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(map(str, row)) + " |" for row in rows]
    return "\n".join(lines)


def number(value, digits=2):
    return "–" if value is None else f"{value:,.{digits}f}"


def percent(value):
    return "–" if value is None else f"{value:.4f} %"


def machine(facts):
    return table(["", ""], facts)


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
        return [*figures, "–", number(row.get("bound_km"), 1), "–", "–", "–", row["failed"].replace("|", "/"), *tail]
    outcome = [number(row.get("cost_km"), 1), number(row["bound_km"], 1), row["bound_over"], percent(gap(row))]
    return [*figures, *outcome, row.get("unplaced", "–"), row.get("checked", "–").replace("|", "/"), *tail]


def gap(row):
    """(cost found - bound stated) / cost found, percent."""
    if row.get("cost_km") and row.get("bound_km") is not None:
        return 100.0 * (row["cost_km"] - row["bound_km"]) / row["cost_km"]
    return None


def ratios(rows):
    """Parkward on one core against its targets and against the peer of the same run."""
    lines = []
    for world in dict.fromkeys(row["world"] for row in rows):
        group = [row for row in rows if row["world"] == world]
        ours = [row for row in group if row["program"] == "Parkward" and "failed" not in row]
        one = next((row for row in ours if row["cores"] == 1), None)
        if one is None:
            continue
        lines += _targets(world, one)
        for peer in group:
            if peer["program"] != "Parkward" and "failed" not in peer:
                lines.append(_against(world, one, peer))
        two = next((row for row in ours if row["cores"] == 2), None)
        if two:
            wall = f"{number(one['wall_s'])} → {number(two['wall_s'])}"
            lines.append([world, "2 cores against 1: wall s", wall, "", f"{one['wall_s'] / two['wall_s']:.2f} ×"])
    return table(["world", "what", "Parkward", "other", "ratio"], lines)


def _targets(world, one):
    lines = []
    figures = [one["wall_s"], one["peak_mb"], gap(one)]
    for what, found, target in zip(["wall s", "peak MB", "gap %"], figures, targets.PLAN.get(world, ())):
        if target is not None and found is not None:
            reached = "reached" if found <= target else f"missed by {found / target:.2f} ×"
            digits = 4 if what == "gap %" else 2
            lines.append([world, f"target: {what}", number(found, digits), f"≤ {target:g}", reached])
    return lines


def _against(world, one, peer):
    what = f"{peer['program']}: wall s, MB, gap %, cost km"
    show = lambda row: "; ".join(  # noqa: E731
        [number(row["wall_s"]), number(row["peak_mb"], 0), number(gap(row), 4), number(row.get("cost_km"), 1)]
    )
    parts = [f"{peer['wall_s'] / one['wall_s']:.1f} × time", f"{peer['peak_mb'] / one['peak_mb']:.1f} × memory"]
    if one.get("cost_km") and peer.get("cost_km"):
        parts.append(f"cost {100.0 * (peer['cost_km'] / one['cost_km'] - 1.0):+.4f} %")
    return [world, what, show(one), show(peer), ", ".join(parts)]


def stages(rows):
    """Seconds by stage, where a program tells them."""
    lines = []
    for row in rows:
        if row.get("stages"):
            text = ", ".join(f"{name} {seconds:.2f}" for name, seconds in row["stages"].items())
            lines.append([row["world"], row["program"], row["cores"], text])
    return table(["world", "program", "cores", "seconds by stage"], lines) if lines else ""


def growth(rows):
    """Parkward's cost by enterprise, from one size of world to the next."""
    lines = []
    for row in rows:
        if row["program"] == "Parkward" and row["cores"] == 1 and row.get("facts") and "quotas" not in row["world"]:
            n = row["facts"]["enterprises"]
            figures = [f"{1e6 * row['wall_s'] / n:.1f}", f"{1024.0 * row['peak_mb'] / n:.2f}"]
            lines.append([row["world"], f"{n:,}", number(row["wall_s"]), number(row["peak_mb"], 0), *figures])
    return table(["world", "enterprises", "wall s", "peak MB", "µs an enterprise", "KB an enterprise"], lines)


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
    return table(head, lines)
