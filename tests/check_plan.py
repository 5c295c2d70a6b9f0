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

BUCKETS = ["in_park", "in_park_closes", "closes", "review", "moves", "unplaced", "rejected"]
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


def terms(code, park, rules, weights):
    """Kilometre-equivalents beside the distance, and the fit; None if the rules refuse the pair."""
    row, book = park.row, rules.get("parks", {}).get(park.id, {})
    roles = book.get("roles", [])
    if not row["open"] or row["limits"][0]["capacity"] is None:
        return None
    for rule in rules.get("eligibility", []):
        if covered(code, rule["industries"]) and rule["needs_role"] not in roles:
            return None
    plan = book.get("plan") or dict(map(tuple, row["industries"]))
    fit = longest_prefix(code, plan) if plan else 1.0
    if fit <= 0 or fit < weights["minimum_fit"]:
        return None
    preference = sum(
        p["adds_km"]
        for p in rules.get("preferences", [])
        if covered(code, p.get("industries", [])) and p["lacks_role"] not in roles
    )
    built, supplied = row["land"]["built_ha"], row["land"]["supplied_ha"]
    rate = min(max(built / supplied, 0), 1) if built is not None and supplied else 1.0
    return weights["fit_km"] * (1 - fit) + weights["utilisation_km"] * rate + preference, fit


def spare_land(account, target):
    """Hectares by source, none twice and none negative; None where something is not known."""
    def known(value, *keys):
        return None if any(account.get(key) is None for key in keys) else max(0.0, value())

    a, a2, d = (account.get(key) for key in ("built_ha", "industrial_ha", "supplied_ha"))
    share, ratio = target("industrial_share"), target("industrial_floor_area_ratio")
    floor = "industrial_floor_area_m2"
    return {
        "idle": known(lambda: account["idle_ha"], "idle_ha"),
        "unbuilt": known(lambda: d - a - account["idle_ha"], "built_ha", "supplied_ha", "idle_ha"),
        "ready": known(lambda: account["ready_ha"] - max(0.0, d - a), "built_ha", "supplied_ha", "ready_ha"),
        "structural": share and known(lambda: a * share / 100 - a2, "built_ha", "industrial_ha"),
        "intensity": ratio and (known(lambda: a2 - account[floor] / 1e4 / ratio, "industrial_ha", floor) if a2 else None),
    }


def check_land_use(plan, rules):
    """Land capacities: the park's column, or the usable part of its land account."""
    table = rules.get("land_use")
    if table is None:
        for park in plan["parks"]:
            check(park["limits"][0]["capacity"] == park["capacity_ha"], f"{park['id']}: capacity")
        return
    for park, found in zip(plan["parks"], plan["land_use"]):
        target = lambda key: next((t.get("value") for t in table.get("targets", []) if t["indicator"] == key
                                   and (not t.get("zone_types") or found["zone_type"] in t["zone_types"])), None)
        account = dict(park["land"])
        if table.get("nested") == "included":
            inner = [other for other in plan["parks"] if park["id"] in other["lies_in"]]
            direct = [o for o in inner if not any(i["id"] in o["lies_in"] for i in inner)]
            for key in account:
                for other in direct:
                    part = other["land"].get(key)
                    rest = None if account[key] is None or part is None else account[key] - part
                    account[key] = rest if rest is not None and rest >= -1e-9 else None
        spare, shares = spare_land(account, target), table.get("spare", {})
        usable = 0.0
        for source, amount in spare.items():
            written = found["spare"][f"{source}_ha"]
            check((amount is None) == (written is None) and close(amount or 0, written or 0), f"{park['id']}: spare {source}")
            share = shares.get(source, 0.0) * shares.get("usable", 1.0)
            if share > 0:
                usable = None if usable is None or amount is None else usable + share * amount
        capacity = usable if table.get("capacity") == "land_use" else park["capacity_ha"]
        written = park["limits"][0]["capacity"]
        check((capacity is None) == (written is None) and close(capacity or 0, written or 0), f"{park['id']}: capacity {written}, not {capacity}")
        a, d = park["land"]["built_ha"], park["land"]["supplied_ha"]
        if a is not None and d:
            check(close(found["built_rate_before"], 100 * a / d), f"{park['id']}: built rate")
        scored = [r for r in found["ratings"] if r["weight"] > 0]
        for r in scored:
            if r["score"] is not None:
                less = r["indicator"] == "idle_rate"
                reached = (r["target"] / r["value"] if r["value"] else 1) if less else r["value"] / r["target"]
                check(close(r["score"], min(100, 100 * reached)), f"{park['id']}: score of {r['indicator']}")
        if scored and all(r["score"] is not None for r in scored):
            index = sum(r["weight"] * r["score"] for r in scored) / sum(r["weight"] for r in scored)
            check(close(found["index"], index), f"{park['id']}: index")
        else:
            check(found["index"] is None, f"{park['id']}: an index without all of its indicators")


def check_layers(folder, plan):
    """The GeoJSON layers: RFC 7946, and the same rows as the plan."""
    expected = {
        "parks": len(plan["parks"]),
        "enterprises": len(plan["enterprises"]),
        "moves": plan["summary"]["moves"],
        "unplaced": plan["summary"]["unplaced"],
        "released_land": plan["summary"]["moves"] + plan["summary"]["closes"],
        "rejects": len(plan["rejects"]),
    }
    if plan.get("land_use"):
        expected["land_use"] = sum(len(park["ratings"]) for park in plan["land_use"])
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
        staying = [e for e in here if e["verdict"] != "in_park_closes"]
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
    weights = plan["weights"]
    cost = bound = 0.0
    for e in plan["enterprises"]:
        site = e["site"]
        inside = {park.id for park in parks if park.holds(site)}
        near_edge = any(park.rings and park.shape.boundary.distance(Point(site)) < 1e-9 for park in parks)
        check(near_edge or inside == set(e["stands_in"]), f"{e['id']}: stands in {inside}, not {e['stands_in']}")
        if e["verdict"] not in ("moves", "unplaced"):
            continue
        penalty = weights["unplaced_km"] + weights["quality_km"] * e["quality"]
        best = penalty
        for place, park in enumerate(parks):
            offer = terms(e["industry"], park, rules, weights)
            if offer is None:
                continue
            metres = park.distances(site)
            pair = metres / 1000 + offer[0]
            for choice in (e if e.get("park") == park.id else None, e["second_choice"]):
                if choice and choice["park"] == park.id:
                    check(close(choice["distance_m"], metres, 1e-5, 0.05), f"{e['id']}: {choice['distance_m']} m to {park.id}, not {metres}")
                    check(close(choice["cost_km"], pair, 1e-5, 1e-4), f"{e['id']}: costs {choice['cost_km']} in {park.id}, not {pair}")
                    check(close(choice["fit"], offer[1]), f"{e['id']}: fit in {park.id}")
            if metres <= weights["cut_off_km"] * 1000:
                needs = [e["land_ha"] * 1e4] + [e["facts"][r["need"]] * 1e3 for r in plan["resources"]]
                room = [(l["capacity"] or 0) * u for l, u in zip(park.row["limits"], [1e4] + [1e3] * len(plan["resources"]))]
                if any(need > most + 0.5 for need, most in zip(needs, room)):
                    continue  # who does not fit an empty park is no candidate there
                prices = plan["solution"]["prices"][place]
                rent = sum(need * price / 2**24 for need, price in zip(needs, prices)) / 1e6
                best = min(best, pair + rent)
        cost += e["cost_km"] if e["verdict"] == "moves" else penalty
        bound += best
        if e["verdict"] == "moves":
            check(e["park"] in by_id and e["distance_m"] <= weights["cut_off_km"] * 1000, f"{e['id']}: beyond the cut-off")
    for park, prices in zip(plan["parks"], plan["solution"]["prices"]):
        units = [1e4] + [1e3] * len(plan["resources"])
        bound -= sum((l["capacity"] or 0) * u * p / 2**24 for l, u, p in zip(park["limits"], units, prices)) / 1e6
    solution = plan["solution"]
    check(close(cost, solution["cost_km"], 1e-9), f"cost {cost}, not {solution['cost_km']}")
    check(close(bound, solution["price_bound_mm"] / 1e6, 1e-6), f"bound {bound}, not {solution['price_bound_mm'] / 1e6}")
    check(solution["lower_bound_km"] <= solution["cost_km"], "the bound exceeds the cost")
    check((solution["status"] == "optimal") == (solution["cost_mm"] == solution["lower_bound_mm"]), "status")


def main(folder):
    plan = load(folder / "plan.json")
    check_sums(plan)
    check_layers(folder, plan)
    check_land_use(plan, tomllib.loads(plan["rule_book"]["text"]))
    check_places(plan, tomllib.loads(plan["rule_book"]["text"]))
    for problem in problems[:20]:
        print(problem, file=sys.stderr)
    print(f"{len(plan['enterprises'])} enterprises, {len(plan['parks'])} parks: {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
