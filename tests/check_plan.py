"""Recomputes a written plan from its files alone, with shapely, PROJ and plain arithmetic.

Nothing of Parkward is used: in-park flags come from shapely, distances from PROJ's azimuthal
equidistant projection centred on each site, costs, loads, sums and the lower bound from the numbers in
plan.json and the rule book that it carries. Usage: check_plan.py DIR
"""

import json
import math
import sys
import tomllib
from pathlib import Path

import pyproj
from shapely.geometry import LineString, Point, shape

BUCKETS = ["in_park", "in_park_closes", "closes", "kept", "review", "moves", "unplaced", "rejected"]
DENSE = 0.0005  # degrees between points of a boundary: its edges are straight in longitude and latitude
problems = []


def check(holds, what):
    if not holds:
        problems.append(what)


def close(a, b, relative=1e-6, absolute=1e-6):
    return abs(a - b) <= max(absolute, relative * max(abs(a), abs(b)))


def load(path):
    return json.loads(Path(path).read_text(encoding="utf-8"))


def densified(ring):
    points = [ring[0]]
    for (x0, y0), (x1, y1) in zip(ring, ring[1:]):
        n = max(1, math.ceil(max(abs(x1 - x0), abs(y1 - y0)) / DENSE))
        points += [(x0 + (x1 - x0) * k / n, y0 + (y1 - y0) * k / n) for k in range(1, n + 1)]
    return points


class Park:
    def __init__(self, row):
        self.row, self.id = row, row["id"]
        self.open, self.capacity = row["open"], row["capacity_ha"]
        self.shape = shape(row["footprint"])
        parts = getattr(self.shape, "geoms", [self.shape])
        polygons = [p for p in parts if p.geom_type == "Polygon"]
        self.rings = [densified(list(r.coords)) for p in polygons for r in [p.exterior, *p.interiors]]

    def holds(self, site):
        return bool(self.rings) and self.shape.covers(Point(site))

    def distances(self, site):
        """Metres from the site: PROJ's azimuthal equidistant projection keeps those from its centre."""
        if self.holds(site):
            return 0.0
        x, y = site
        local = pyproj.Proj(proj="aeqd", lat_0=y, lon_0=x, ellps="WGS84")
        here = Point(0, 0)
        if not self.rings:
            return math.hypot(*local(*self.shape.coords[0]))
        return min(LineString(list(zip(*local(*zip(*ring))))).distance(here) for ring in self.rings)


def longest_prefix(code, plan):
    matching = [prefix for prefix in plan if code.startswith(prefix)]
    return plan[max(matching, key=len)] if matching else 0.0


def covered(code, prefixes):
    return not prefixes or any(code.startswith(prefix) for prefix in prefixes)


def terms(code, park, rules, weights, pinned=False):
    """Kilometre-equivalents beside the distance, and the fit; None if the rules refuse the pair. A pin holds at any fit."""
    row, book = park.row, rules.get("parks", {}).get(park.id, {})
    roles = book.get("roles", [])
    if not park.open or park.capacity is None:
        return None
    for rule in rules.get("eligibility", []):
        if covered(code, rule["industries"]) and rule["needs_role"] not in roles:
            return None
    plan = book.get("plan") or dict(map(tuple, row["industries"]))
    fit = longest_prefix(code, plan) if plan else 1.0
    if not pinned and (fit <= 0 or fit < weights["minimum_fit"]):
        return None
    preference = sum(
        p["adds_km"]
        for p in rules.get("preferences", [])
        if covered(code, p.get("industries", [])) and p["lacks_role"] not in roles
    )
    built, supplied = row["land"]["built_ha"], row["land"]["supplied_ha"]
    rate = min(max(built / supplied, 0), 1) if built is not None and supplied else 1.0
    return weights["fit_km"] * (1 - fit) + weights["utilisation_km"] * rate + preference, fit


class Decisions:
    """What the planner decided beforehand."""

    def __init__(self, plan):
        written = plan.get("decisions", {})
        self.pins, self.forbids = written.get("pins", []), written.get("forbids", [])
        self.locks, self.changes = written.get("locks", []), written.get("park_changes", [])
        self.earlier = plan.get("earlier") or {"change_km": 0, "destinations": {}}

    @staticmethod
    def named(e, decision):
        return e["id"] in decision.get("enterprises", []) or e["id"] == decision.get("enterprise")

    def concerns(self, e, decision):
        code = (e["industry"] or "")
        codes = [c.strip().upper() for c in decision.get("industries", [])]
        return self.named(e, decision) or any(code.startswith(c) or code[1:].startswith(c) for c in codes if code)

    def pin(self, e):
        if e["verdict"] in ("moves", "unplaced"):
            return next((pin["park"] for pin in self.pins if self.concerns(e, pin)), None)
        return None

    def forbidden(self, e):
        forbids = [f for f in self.forbids if self.concerns(e, f)]
        return {park for f in forbids for park in [f.get("park"), *f.get("parks", [])]}

    def locked(self, e):
        return any(self.concerns(e, lock) for lock in self.locks)

    def change(self, e, park):
        before = self.earlier["destinations"].get(e["id"])
        return self.earlier["change_km"] if before is not None and before != park else 0.0

    def revise(self, park):
        """The park as it was decided; its limits are checked against the row."""
        for change in self.changes:
            if change["park"] == park.id:
                park.open = change.get("open", park.open)
                park.capacity = change.get("capacity_ha", park.capacity)
                if "add_ha" in change:
                    park.capacity += change["add_ha"]
        limit = park.row["limits"][0]["capacity"]
        check(park.capacity is None or close(park.capacity, limit), f"{park.id}: takes {limit} ha, not {park.capacity}")


def check_layers(folder, plan):
    """The GeoJSON layers: RFC 7946, and the same rows as the plan."""
    expected = {
        "parks": len(plan["parks"]),
        "enterprises": len(plan["enterprises"]),
        "moves": plan["summary"]["moves"],
        "unplaced": plan["summary"]["unplaced"],
        "released_land": sum(e["verdict"] in ("moves", "closes") and not e["stands_in"] for e in plan["enterprises"]),
        "rejects": len(plan["rejects"]),
    }
    if "schedule" in plan:
        expected["phases"] = len(plan["schedule"]["years"])
    for name, count in expected.items():
        layer = load(folder / "geojson" / f"{name}.geojson")
        check("crs" not in layer, f"{name}: RFC 7946 knows no crs member")
        check(len(layer["features"]) == count, f"{name}: {len(layer['features'])} features, not {count}")
        for feature in layer["features"]:
            if feature["geometry"] is None:
                continue
            geometry = shape(feature["geometry"])
            west, south, east, north = geometry.bounds
            check(-180 <= west <= east <= 180 and -90 <= south <= north <= 90, f"{name}: off the globe")
            check(geometry.is_valid, f"{name}: an invalid geometry")
            for part in getattr(geometry, "geoms", [geometry]):
                if part.geom_type == "Polygon":
                    check(part.exterior.is_ccw, f"{name}: an outer ring that runs clockwise")
            numbers = [n for pair in str(feature["geometry"]["coordinates"]).split(",") for n in [pair.strip("[]() ")]]
            check(all(len(n.partition(".")[2]) <= 7 for n in numbers), f"{name}: more than 7 decimals")


def check_sums(plan):
    summary = plan["summary"]
    check(sum(summary[b] for b in BUCKETS) == summary["input"], "the buckets do not sum to the input")
    for bucket in BUCKETS[:-1]:
        found = sum(e["verdict"] == bucket for e in plan["enterprises"])
        check(found == summary[bucket], f"{bucket}: {found} enterprises, not {summary[bucket]}")
    for park in plan["parks"]:
        here = [e for e in plan["enterprises"] if e["stands_in"][:1] == [park["id"]]]
        coming = [e for e in plan["enterprises"] if e.get("park") == park["id"]]
        land = lambda rows: sum(e["land_ha"] or 0 for e in rows)
        staying = [e for e in here if e["verdict"] not in ("in_park_closes", "moves")]
        check(close(park["load_before_ha"], land(here)), f"{park['id']}: load before")
        check(close(park["load_after_ha"], land(staying) + land(coming)), f"{park['id']}: load after")
        check(park["incoming"] == len(coming) and park["staying"] == len(staying), f"{park['id']}: counts")
        needs = {r["id"]: r["need"] for r in plan["resources"]}
        for limit in park["limits"]:
            need = needs.get(limit["resource"])
            taken = land(coming) if need is None else sum(e["facts"][need] for e in coming)
            check(close(limit["taken"], taken), f"{park['id']}: {limit['resource']} taken")
            room = limit["capacity"] or 0
            check(taken <= room + 1e-6, f"{park['id']}: {limit['resource']} {taken} exceeds {room}")


def check_places(plan, rules):
    """In-park flags, distances, costs, and the lower bound over all allowed pairs."""
    parks = [Park(row) for row in plan["parks"]]
    by_id = {park.id: park for park in parks}
    decisions = Decisions(plan)
    for park in parks:
        decisions.revise(park)
    needs_of = lambda e: [e["land_ha"] * 1e4] + [e["facts"][r["need"]] * 1e3 for r in plan["resources"]]
    units = [1e4] + [1e3] * len(plan["resources"])
    rooms = {park.id: [(l["capacity"] or 0) * u for l, u in zip(park.row["limits"], units)] for park in parks}
    for e in plan["enterprises"]:
        if pin := decisions.pin(e):
            check(e.get("park") == pin, f"{e['id']}: pinned to {pin}, goes to {e.get('park')}")
            rooms[pin] = [room - need for room, need in zip(rooms[pin], needs_of(e))]
    weights = plan["weights"]
    cost = bound = 0.0
    for e in plan["enterprises"]:
        site = e["site"]
        inside = {park.id for park in parks if park.holds(site)}
        near_edge = any(park.rings and park.shape.boundary.distance(Point(site)) < 1e-9 for park in parks)
        check(near_edge or inside == set(e["stands_in"]), f"{e['id']}: stands in {inside}, not {e['stands_in']}")
        check((e["verdict"] == "kept") <= decisions.locked(e), f"{e['id']}: kept by no decision")
        check(not (decisions.locked(e) and e["verdict"] in ("moves", "unplaced")), f"{e['id']}: locked and moves")
        if e["verdict"] not in ("moves", "unplaced"):
            continue
        pin = decisions.pin(e)
        check(not e["stands_in"] or pin, f"{e['id']}: moves out of a park by no decision")
        check(e.get("park") not in decisions.forbidden(e), f"{e['id']}: goes where it must not")
        penalty = weights["unplaced_km"] + weights["quality_km"] * e["quality"] + decisions.change(e, None)
        best = math.inf if pin else penalty
        for place, park in enumerate(parks):
            offer = terms(e["industry"], park, rules, weights, park.id == pin)
            if offer is None or park.id in decisions.forbidden(e) or pin not in (None, park.id):
                continue
            metres = park.distances(site)
            pair = metres / 1000 + offer[0] + decisions.change(e, park.id)
            for choice in (e if e.get("park") == park.id else None, e["second_choice"]):
                if choice and choice["park"] == park.id:
                    check(close(choice["distance_m"], metres, 1e-5, 0.05), f"{e['id']}: {choice['distance_m']} m to {park.id}, not {metres}")
                    check(close(choice["cost_km"], pair, 1e-5, 1e-4), f"{e['id']}: costs {choice['cost_km']} in {park.id}, not {pair}")
                    check(close(choice["fit"], offer[1]), f"{e['id']}: fit in {park.id}")
            if pin:
                best = pair
            elif metres <= weights["cut_off_km"] * 1000:
                needs = needs_of(e)
                if any(need > room + 1e-3 for need, room in zip(needs, rooms[park.id])):
                    continue  # too small for this one all alone
                prices = plan["solution"]["prices"][place]
                rent = sum(need * price / 2**24 for need, price in zip(needs, prices)) / 1e6
                best = min(best, pair + rent)
        cost += e["cost_km"] if e["verdict"] == "moves" else penalty
        bound += best
        if e["verdict"] == "moves":
            check(e["park"] in by_id and (pin or e["distance_m"] <= weights["cut_off_km"] * 1000), f"{e['id']}: beyond the cut-off")
    for park, prices in zip(plan["parks"], plan["solution"]["prices"]):
        bound -= sum(room * p / 2**24 for room, p in zip(rooms[park["id"]], prices)) / 1e6
    solution = plan["solution"]
    check(close(cost, solution["cost_km"], 1e-9), f"cost {cost}, not {solution['cost_km']}")
    check(close(bound, solution["price_bound_mm"] / 1e6, 1e-6), f"bound {bound}, not {solution['price_bound_mm'] / 1e6}")
    check(solution["lower_bound_km"] <= solution["cost_km"], "the bound exceeds the cost")
    check((solution["status"] == "optimal") == (solution["cost_mm"] == solution["lower_bound_mm"]), "status")


def check_schedule(plan):
    """Quotas, and what the waiting comes to, in whole square metres."""
    schedule = plan.get("schedule")
    if not schedule:
        return check(not any("year" in e for e in plan["enterprises"]), "years without phases")
    quotas = {int(year): quota for year, quota in schedule["phases"]["years"].items()}
    first, last = min(quotas), max(quotas)
    closures = int(schedule["phases"].get("closures", first))
    waiting, bound = 0, -sum(round(q * 1e4) * p / 2**24 for q, p in zip(quotas.values(), schedule["prices"]))
    for e in plan["enterprises"]:
        if e["verdict"] in ("closes", "in_park_closes"):
            check(e.get("year") == closures, f"{e['id']}: closes in {e.get('year')}, not {closures}")
        elif e["verdict"] != "moves":
            check("year" not in e, f"{e['id']}: a year, and does not move")
        else:
            land = round(e["land_ha"] * 1e4)
            weight = round(land * (1 + e["quality"]))
            waiting += weight * (e.get("year", last + 1) - first)
            years = [weight * (y - first) + land * p / 2**24 for y, p in zip(quotas, schedule["prices"])]
            bound += min([weight * (last + 1 - first), *years])
    for row in schedule["years"]:
        moving = [e for e in plan["enterprises"] if e.get("year") == row["year"] and e["verdict"] == "moves"]
        taken = sum(e["land_ha"] for e in moving)
        check(row["moves"] == len(moving) and close(row["taken_ha"], taken), f"{row['year']}: moves and land")
        check(taken <= quotas[row["year"]] + 1e-6, f"{row['year']}: {taken} ha exceeds {quotas[row['year']]}")
    check(close(waiting / 1e4, schedule["waiting_ha_years"]), f"waiting {waiting / 1e4}, not {schedule['waiting_ha_years']}")
    check(bound / 1e4 <= schedule["lower_bound_ha_years"] * (1 + 1e-6) + 1e-3, f"the prices prove {bound / 1e4}, more than is claimed")
    check(schedule["lower_bound_ha_years"] <= schedule["waiting_ha_years"] + 1e-9, "schedule: the bound exceeds the waiting")


def main(folder):
    plan = load(folder / "plan.json")
    check_sums(plan)
    check_layers(folder, plan)
    check_schedule(plan)
    check_places(plan, tomllib.loads(plan["rule_book"]["text"]))
    for problem in problems[:20]:
        print(problem, file=sys.stderr)
    print(f"{len(plan['enterprises'])} enterprises, {len(plan['parks'])} parks: {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
