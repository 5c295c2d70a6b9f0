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

import jsonschema
import pyproj
from shapely.geometry import LineString, Point, shape

BUCKETS = ["in_park", "in_park_closes", "closes", "kept", "review", "moves", "unplaced", "rejected"]
DENSE = 0.0005  # degrees between points of a boundary: its edges are straight in longitude and latitude
PROJECT_BUCKETS = ["settles", "unplaced", "not_admitted", "review", "rejected"]
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


class Zone:
    """An area, lines or a point that rules of space look at."""

    def __init__(self, row):
        self.row, self.kind, self.shape = row, row["kind"], shape(row["geometry"])
        parts = getattr(self.shape, "geoms", [self.shape])
        lines = [r for p in parts if p.geom_type == "Polygon" for r in [p.exterior, *p.interiors]]
        lines += [p for p in parts if p.geom_type == "LineString"]
        self.chains = [densified(list(line.coords)) for line in lines]

    def projected(self, local):
        if not self.chains:
            return [Point(local(*self.shape.coords[0]))]
        return [LineString(list(zip(*local(*zip(*chain))))) for chain in self.chains]

    def metres(self, site):
        if self.shape.geom_type == "MultiPolygon" and self.shape.covers(Point(site)):
            return 0.0
        local = pyproj.Proj(proj="aeqd", lat_0=site[1], lon_0=site[0], ellps="WGS84")
        return min(part.distance(Point(0, 0)) for part in self.projected(local))

    def metres_to_park(self, park):
        if not park.rings:
            return self.metres(park.shape.coords[0])
        if self.shape.intersects(park.shape):
            return 0.0
        middle = park.shape.centroid
        local = pyproj.Proj(proj="aeqd", lat_0=middle.y, lon_0=middle.x, ellps="WGS84")
        rings = [LineString(list(zip(*local(*zip(*ring))))) for ring in park.rings]
        return min(part.distance(ring) for part in self.projected(local) for ring in rings)

    def holds_park(self, park, reach):
        """Whether no place of the park's boundary is further than the reach: at every 50 m or so."""
        return all(self.metres(c) <= reach + 0.5 for ring in park.rings or [park.shape.coords] for c in ring)

    def reach(self, rule):
        """How far a rule reaches from it, if it looks at it."""
        return rule.get("distance_m", self.row.get("distance_m")) if rule["kind"] == self.kind else None


def in_force(rule, plan):
    """Whether a rule is in force on the day of the plan: ISO days compare as texts."""
    days = rule.get("effective", {})
    return str(days.get("from", "")) <= plan["as_of"] <= str(days.get("until", "9999"))


def check_zones(plan, rules, parks):
    """Who stands, and which park lies, within reach of which zone; the classes of land."""
    zones = [Zone(row) for row in plan.get("zones", [])]
    if not zones:
        return
    spatial = [rule for rule in rules.get("spatial", []) if in_force(rule, plan)]
    for rule in spatial:
        pairs = [(zone, zone.reach(rule)) for zone in zones if zone.reach(rule) is not None]
        for park in parks if rule.get("parks") else []:
            expected, certain = None, True
            for zone, reach in pairs:
                metres = zone.metres_to_park(park)
                certain &= metres == 0 or abs(metres - reach) > 0.05
                if metres <= reach and (rule["parks"] != "refuses_if_inside" or zone.holds_park(park, reach)):
                    expected = min(metres, expected if expected is not None else metres)
            written = next((z["distance_m"] for z in park.row.get("zones", []) if z["rule"] == rule["id"]), None)
            same = (written is None) == (expected is None) and close(written or 0, expected or 0, 1e-4, 0.05)
            check(same or not certain, f"{park.id}: {written} m to a zone of {rule['id']}, not {expected}")
        for e in plan["enterprises"] if rule.get("existing") else []:
            concerned = e["industry"] is None or covered(e["industry"], rule.get("industries", []))
            said = rule["existing"] != "notes" or e["industry"] is not None or not rule.get("industries")
            near = sorted((zone.metres(e["site"]), reach) for zone, reach in pairs)
            within = [metres for metres, reach in near if metres <= reach]
            certain = all(metres == 0 or abs(metres - reach) > 0.05 for metres, reach in near)
            expected = within[0] if within and concerned and said else None
            written = next((f["value"] for f in e["findings"] if f["rule"] == rule["id"]), None)
            same = (written is None) == (expected is None) and close(written or 0, expected or 0, 1e-5, 0.05)
            check(same or not certain, f"{e['id']}: {written} m to a zone of {rule['id']}, not {expected}")
    classes = rules.get("land_classes", []) if plan.get("land_classes") else []
    for e in plan["enterprises"] if classes else []:
        around = {zone.kind for zone in zones if zone.shape.covers(Point(e["site"]))}
        expected = next((c["id"] for c in classes if c.get("inside") is None or c["inside"] in around), None)
        check(e.get("land_class") == expected, f"{e['id']}: land class {e.get('land_class')}, not {expected}")


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
    spatial = {rule["id"]: rule for rule in rules.get("spatial", [])}
    for zone in row.get("zones", []):
        if zone["refuses"] and covered(code, spatial[zone["rule"]].get("industries", [])):
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


def square_metres(hectares):
    return math.floor(hectares * 1e4 + 0.5)


def number(e, field):
    """A number of an enterprise; its land goes under its own name."""
    value = e["land_ha"] if field == "land_ha" else e["facts"].get(field)
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def land_need(e, rules):
    """What the land guide justifies, in square metres, and why; the present land where it says nothing."""
    present, settings = square_metres(e["land_ha"]), rules.get("land_need", {})
    rows = [r for r in rules.get("land_guide", []) if settings.get("level", r.get("level", "")) == r.get("level", "")]
    fitting = [(len(c), r) for r in rows for c in r.get("industries") or [""] if e["industry"].startswith(c)]
    if not fitting:
        return present, "not_rated"
    guide = max(fitting, key=lambda pair: pair[0])[1]
    known = [(number(e, i["field"]), i["per_ha"]) for i in guide["indicators"]]
    justified = [square_metres(max(value, 0) / per_ha) for value, per_ha in known if value is not None]
    if not justified:
        return present, "not_rated"
    wanted = number(e, settings["wanted"]) if "wanted" in settings else None
    base = max(present, square_metres(wanted)) if wanted is not None else present
    need = min(base, max(justified))
    if need > present and any(f["outcome"] == "caps_land" for f in e["findings"]):
        return present, "capped"
    basis = "guide" if max(justified) < base else "wanted" if base > present else "present"
    return max(need, min(present, 1)), basis


def needed_land(e):
    """Hectares that the plan says it needs in a park."""
    return e.get("need_ha", e["land_ha"]) or 0


def check_land_needs(plan, rules):
    for e in plan["enterprises"]:
        rated = e["verdict"] in ("moves", "unplaced") and rules.get("land_guide")
        check(("need_ha" in e) == bool(rated), f"{e['id']}: a land need where there is none, or none where there is")
        if rated:
            found = square_metres(e["need_ha"]), e["need_basis"]
            check(found == land_need(e, rules), f"{e['id']}: needs {found}, not {land_need(e, rules)}")


def classes(plan, rules):
    """The class of every enterprise by id: ranked by score, equal scores by id, cut at shares."""
    book = rules["classes"]

    def amounts(e, element):
        amount = number(e, element["field"])
        per = number(e, element["per"]) if "per" in element else 1.0
        return None if amount is None or per is None or per <= 0 else (amount, per)

    baselines = []
    for element in book["elements"]:
        known = [a for e in plan["enterprises"] if (a := amounts(e, element))]
        thousandths = [sum(math.floor(a[k] * 1000 + 0.5) for a in known) for k in (0, 1)]
        fixed = element["baseline"]
        mean = thousandths[0] / thousandths[1] if thousandths[1] else 0
        baselines.append(fixed["mean"] * mean if isinstance(fixed, dict) else fixed)

    groups, found = ([], []), {}
    limit = book.get("small_below_ha")
    for e in plan["enterprises"]:
        found[e["id"]] = book.get("not_rated", "not rated")
        all_known = [amounts(e, element) for element in book["elements"]]
        if None in all_known or not all(b > 0 for b in baselines) or (limit is not None and e["land_ha"] is None):
            continue
        score = 0.0
        for element, baseline, (amount, per) in zip(book["elements"], baselines, all_known):
            score += element["weight"] * min(max(amount / per / baseline, 0.0), element.get("cap", 1.0))
        score /= sum(element["weight"] for element in book["elements"])
        groups[limit is not None and e["land_ha"] < limit].append((-score, e["id"]))
    shares = sorted((share, key) for key, share in book["shares"].items())
    for group in groups:
        for rank, (_, id_) in enumerate(sorted(group)):
            end = lambda share: len(group) if share >= 1 else math.floor(share * len(group) + 0.5)
            found[id_] = next(key for share, key in shares if rank < end(share))
    return found


def check_classes(plan, rules):
    expected = classes(plan, rules) if "classes" in rules else {}
    for e in plan["enterprises"]:
        check(e.get("class") == expected.get(e["id"]), f"{e['id']}: class {e.get('class')}, not {expected.get(e['id'])}")


def check_balance(folder, plan, rules):
    """Each total before the plan is somewhere after it, recomputed from the enterprises."""
    if not (rules.get("land_guide") or rules.get("totals")):
        return
    rows = {f["properties"]["quantity"]: f["properties"] for f in load(folder / "geojson" / "balance.geojson")["features"]}
    fields = {"land": "land_ha"} | {t["id"]: t["field"] for t in rules.get("totals", [])}
    check(set(rows) == set(fields), f"balance: {sorted(rows)}, not {sorted(fields)}")
    for id_, field in fields.items():
        row, known = rows[id_], [e for e in plan["enterprises"] if number(e, field) is not None]
        total = lambda holds: sum(number(e, field) for e in known if holds(e))
        moves = [e for e in known if e["verdict"] == "moves"]
        taken = sum(needed_land(e) if id_ == "land" else number(e, field) for e in moves)
        expected = {bucket: total(lambda e: e["verdict"] == bucket) for bucket in BUCKETS[:-1]} | {
            "total": total(lambda e: True),
            "in_parks_before": total(lambda e: e["stands_in"]),
            "outside_before": total(lambda e: not e["stands_in"]),
            "closed": total(lambda e: e["verdict"] in ("closes", "in_park_closes")),
            "released": total(lambda e: e["verdict"] in ("moves", "closes") and not e["stands_in"]),
            "in_parks_after": total(lambda e: e["stands_in"] and e["verdict"] not in ("in_park_closes", "moves")) + taken,
            "outside_after": total(lambda e: not e["stands_in"] and e["verdict"] in ("kept", "review", "unplaced")),
            "saved": total(lambda e: e["verdict"] == "moves") - taken,
        }
        for column, amount in expected.items():
            # Each amount is rounded to a square metre, or to a thousandth.
            rounding = (len(known) + 1) * (5e-5 if id_ == "land" else 5e-4)
            check(close(row[column], amount, 1e-9, rounding), f"balance of {id_}: {column} is {row[column]}, not {amount}")
        check(row["unknown"] == len(plan["enterprises"]) - len(known), f"balance of {id_}: unknown")


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
    """Land capacities, before decisions: the park's column, or the usable part of its land account."""
    table, capacities = rules.get("land_use"), {park["id"]: park["capacity_ha"] for park in plan["parks"]}
    if table is None:
        return capacities
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
        if table.get("capacity") == "land_use":
            capacities[park["id"]] = usable
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
    return capacities


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
        of_industry = any(code.startswith(c) or code[1:].startswith(c) for c in codes if code)
        classes = decision.get("classes", [])
        chosen = (of_industry or not codes) and (e.get("class") in classes or not classes)
        return self.named(e, decision) or (chosen and bool(codes or classes))

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
        "findings": sum(len(e["findings"]) for e in plan["enterprises"]),
    }
    if not (folder / "geojson" / "findings.geojson").exists():
        check(expected.pop("findings") == 0, "findings, and no table of them")
    if plan.get("zones"):
        expected["zones"] = len(plan["zones"])
    if "project_summary" in plan:
        expected["projects"] = len(plan["projects"])
    if plan.get("land_use"):
        expected["land_use"] = sum(len(park["ratings"]) for park in plan["land_use"])
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
    projects = plan.get("projects", [])
    if "project_summary" in plan:
        counts = plan["project_summary"]
        check(sum(counts[b] for b in PROJECT_BUCKETS) == counts["input"], "the projects do not sum to their input")
        for bucket in PROJECT_BUCKETS[:-1]:
            found = sum(p["verdict"] == bucket for p in projects)
            check(found == counts[bucket], f"{bucket}: {found} projects, not {counts[bucket]}")
    for park in plan["parks"]:
        settling = [p for p in projects if p.get("park") == park["id"]]
        here = [e for e in plan["enterprises"] if e["stands_in"][:1] == [park["id"]]]
        coming = [e for e in plan["enterprises"] if e.get("park") == park["id"]]
        land = lambda rows: sum(e["land_ha"] or 0 for e in rows)
        staying = [e for e in here if e["verdict"] not in ("in_park_closes", "moves")]
        leaving = sum(e["verdict"] == "moves" for e in here)
        check(park.get("leaving", 0) == leaving, f"{park['id']}: {leaving} leave")
        check(close(park["load_before_ha"], land(here)), f"{park['id']}: load before")
        needed = sum(needed_land(e) for e in coming)
        check(close(park["load_after_ha"], land(staying) + needed + land(settling)), f"{park['id']}: load after")
        check(park["incoming"] == len(coming) and park["staying"] == len(staying), f"{park['id']}: counts")
        check(park.get("projects", 0) == len(settling), f"{park['id']}: count of projects")
        needs = {r["id"]: r["need"] for r in plan["resources"]}
        for limit in park["limits"]:
            need = needs.get(limit["resource"])
            newcomers = coming + settling
            taken = needed + land(settling) if need is None else sum(e["facts"][need] for e in newcomers)
            check(close(limit["taken"], taken), f"{park['id']}: {limit['resource']} taken")
            room = limit["capacity"] or 0
            check(taken <= room + 1e-6, f"{park['id']}: {limit['resource']} {taken} exceeds {room}")


def check_places(plan, rules, capacities):
    """In-park flags, distances, costs, and the lower bound over all allowed pairs."""
    parks = [Park(row) for row in plan["parks"]]
    by_id = {park.id: park for park in parks}
    check_zones(plan, rules, parks)
    decisions = Decisions(plan)
    for park in parks:
        park.capacity = capacities[park.id]
        decisions.revise(park)
    needs_of = lambda e: [needed_land(e) * 1e4] + [e["facts"][r["need"]] * 1e3 for r in plan["resources"]]
    units = [1e4] + [1e3] * len(plan["resources"])
    rooms = {park.id: [(l["capacity"] or 0) * u for l, u in zip(park.row["limits"], units)] for park in parks}
    for e in plan["enterprises"]:
        if pin := decisions.pin(e):
            check(e.get("park") == pin, f"{e['id']}: pinned to {pin}, goes to {e.get('park')}")
            rooms[pin] = [room - need for room, need in zip(rooms[pin], needs_of(e))]
    weights = plan["weights"]
    cost = bound = 0.0
    jobs = []
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
        wanted_away = any(f["outcome"] == "moves" for f in e["findings"])
        check(not e["stands_in"] or pin or wanted_away, f"{e['id']}: moves out of a park by no decision and no rule")
        check(e.get("park") not in decisions.forbidden(e), f"{e['id']}: goes where it must not")
        penalty = weights["unplaced_km"] + weights["quality_km"] * e["quality"] + decisions.change(e, None)
        penalty += rules.get("classes", {}).get("priority_km", {}).get(e.get("class"), 0.0)
        jobs.append((e, penalty, pin, decisions.forbidden(e) | set(e["stands_in"])))
    for p in plan.get("projects", []):
        if p["verdict"] in ("settles", "unplaced"):
            penalty = weights["unplaced_km"] + weights["quality_km"] * p["quality"] + weights.get("project_km", 0)
            jobs.append((p, penalty, None, set()))
    for e, penalty, pin, barred in jobs:
        site = e["site"]
        change = lambda park: 0.0 if "stands_in" not in e else decisions.change(e, park)
        best = math.inf if pin else penalty
        for place, park in enumerate(parks):
            offer = terms(e["industry"], park, rules, weights, park.id == pin)
            if offer is None or park.id in barred or pin not in (None, park.id):
                continue
            metres = park.distances(site) if site else 0.0
            pair = metres / 1000 + offer[0] + change(park.id)
            for choice in (e if e.get("park") == park.id else None, e["second_choice"]):
                if choice and choice["park"] == park.id:
                    check(close(choice["distance_m"] or 0.0, metres, 1e-5, 0.05), f"{e['id']}: {choice['distance_m']} m to {park.id}, not {metres}")
                    check(close(choice["cost_km"], pair, 1e-5, 1e-4), f"{e['id']}: costs {choice['cost_km']} in {park.id}, not {pair}")
                    check(close(choice["fit"], offer[1]), f"{e['id']}: fit in {park.id}")
            if pin:
                best = pair
            elif metres <= weights["cut_off_km"] * 1000:
                needs = needs_of(e)
                if any(round(need) > round(room) for need, room in zip(needs, rooms[park.id])):
                    continue  # too large for the park all alone: in no plan
                prices = plan["solution"]["prices"][place]
                rent = sum(need * price / 2**24 for need, price in zip(needs, prices)) / 1e6
                best = min(best, pair + rent)
        cost += penalty if e["verdict"] == "unplaced" else e["cost_km"]
        bound += best
        if e["verdict"] in ("moves", "settles"):
            near = pin or (e["distance_m"] or 0.0) <= weights["cut_off_km"] * 1000
            check(e["park"] in by_id and near, f"{e['id']}: beyond the cut-off")
    # Sums of needs are multiples of their greatest common divisor: what is left beyond is of no use.
    free = [[math.ceil(need - 1e-6) for need in needs_of(e)] for e, _, pin, _ in jobs if not pin]
    grains = [max(1, math.gcd(*asked)) for asked in zip(*free)] or [1] * len(units)
    for park, prices in zip(plan["parks"], plan["solution"]["prices"]):
        fillable = [round(room) // grain * grain for room, grain in zip(rooms[park["id"]], grains)]
        bound -= sum(room * p / 2**24 for room, p in zip(fillable, prices)) / 1e6
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
            land = round(needed_land(e) * 1e4)
            weight = round(land * (1 + e["quality"]))
            waiting += weight * (e.get("year", last + 1) - first)
            years = [weight * (y - first) + land * p / 2**24 for y, p in zip(quotas, schedule["prices"])]
            bound += min([weight * (last + 1 - first), *years])
    for row in schedule["years"]:
        moving = [e for e in plan["enterprises"] if e.get("year") == row["year"] and e["verdict"] == "moves"]
        taken = sum(needed_land(e) for e in moving)
        check(row["moves"] == len(moving) and close(row["taken_ha"], taken), f"{row['year']}: moves and land")
        check(taken <= quotas[row["year"]] + 1e-6, f"{row['year']}: {taken} ha exceeds {quotas[row['year']]}")
    check(close(waiting / 1e4, schedule["waiting_ha_years"]), f"waiting {waiting / 1e4}, not {schedule['waiting_ha_years']}")
    check(bound / 1e4 <= schedule["lower_bound_ha_years"] * (1 + 1e-6) + 1e-3, f"the prices prove {bound / 1e4}, more than is claimed")
    check(schedule["lower_bound_ha_years"] <= schedule["waiting_ha_years"] + 1e-9, "schedule: the bound exceeds the waiting")


def closed(schema):
    """The schema with no object open to keys that it does not name; readers may find more in later plans."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    schema = {key: closed(part) for key, part in schema.items()}
    if schema.get("type") == "object" and "additionalProperties" not in schema:
        schema["unevaluatedProperties"] = False
    return schema


def check_schema(plan):
    """The published schema describes the plan: nothing is missing, of another type, or unknown to it."""
    schema = closed(load(Path(__file__).parent.parent / "docs" / "plan.schema.json"))
    validator = jsonschema.Draft202012Validator(schema)
    planted = {error.validator for error in validator.iter_errors({"planted": 0})}
    check("unevaluatedProperties" in planted, "schema: an unknown key passes")
    for error in validator.iter_errors(plan):
        check(False, f"schema: {'/'.join(map(str, error.path))}: {error.message[:200]}")


def main(folder):
    plan = load(folder / "plan.json")
    check_schema(plan)
    check_sums(plan)
    check_layers(folder, plan)
    rules = tomllib.loads(plan["rule_book"]["text"])
    check_land_needs(plan, rules)
    capacities = check_land_use(plan, rules)
    check_classes(plan, rules)
    check_balance(folder, plan, rules)
    check_schedule(plan)
    check_places(plan, rules, capacities)
    for problem in problems[:20]:
        print(problem, file=sys.stderr)
    print(f"{len(plan['enterprises'])} enterprises, {len(plan['parks'])} parks: {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
