"""Enterprises of the example: real registrations, taken apart and put together again as nobody.

Kept of the registrations: town, approximate position, year, capital (rounded), and what the scope says
of the industry. Names, codes, addresses and scopes stay behind. That alone would not hide anybody: a
register is public, and town, year and capital together are as good as a name. So the parts are dealt
out anew: industries change hands within a town, years and capitals within a division. What a town or
an industry looks like is kept; no row is any one enterprise. The rest is synthetic (attributes.py).

Positions are moved a little so that no two coincide, or drawn at random where only the town is known.
"""

import collections
import math
import random

from shapely.geometry import Point
from shapely.ops import unary_union
from shapely.prepared import prep

import attributes
import geo
import industry

COLUMNS = [
    "id", "town", "founded", "capital_10k_yuan", "industry", "industry_basis", "lon", "lat", "position",
] + attributes.COLUMNS

POSITION = {"address": "address", "road_near": "road", "road": "road", "village": "village"}
# The park that an address names; the town goes with it where the address names no town.
NAMED_PARK = {
    "金山工业区": ("jinshan-industrial-zone", "金山工业区"),
    "金山第二工业区": ("second-park", "金山卫镇"),
    "枫泾工业区": ("fengjing", "枫泾镇"),
    "兴塔工业区": ("fengjing", "枫泾镇"),  # Xingta is the eastern part of Fengjing's park
    "朱泾工业区": ("zhujing", "朱泾镇"),
    "亭林工业区": ("tinglin", "亭林镇"),
    "张堰工业区": ("zhangyan", "张堰镇"),
    "上海化学工业区": ("chemical-zone-jinshan", "漕泾镇"),
}
# Of the enterprises of which only the town is known, this share is put into a park of the town, if it
# has one that suits the industry. The zone's own town is nearly all zone.
SHARE_IN_PARK = 0.34
SHARE_IN_ZONE_TOWN = 0.75
TOWN_PARKS = {
    "金山工业区": {"jinshan-industrial-zone": 6, "print-zone": 20, "japanese-sme": 2},
    "枫泾镇": {"fengjing": 1},
    "朱泾镇": {"zhujing": 1},
    "金山卫镇": {"second-park": 1},
    "张堰镇": {"zhangyan": 1},
    "山阳镇": {"shanyang": 5, "caohejing-bonded": 2},
    "亭林镇": {"tinglin": 3, "jinshan-industrial-zone": 1},
    "漕泾镇": {"chemical-zone-jinshan": 6, "chemical-logistics": 1, "jinshan-industrial-zone": 1},
}
# Parks of one trade hold that trade.
SUITS = {
    "print-zone": ("C22", "C23"),
    "japanese-sme": ("C13", "C14", "C27", "C34", "C35", "C39", "C40"),
    "chemical-zone-jinshan": ("C25", "C26", "C28", "C29", "C33", "C34", "C35"),
    "chemical-logistics": ("C26", "C29", "C33", "C43", "G59"),
    "caohejing-bonded": ("C35", "C38", "C39", "C40", "G59"),
}
YEARS = (1987, 2009)  # fewer than ten registrations a year lie outside
YUAN_PER_DOLLAR = 7.0  # assumed, for capital in dollars
APART_M = 25  # no two enterprises stand closer
NEAR_M, FAR_M = 50, 400  # how far a position that many share is moved


def capital(row):
    """Registered capital in 10,000 yuan, to two significant figures, or None."""
    rate = {"CNY": 1.0, "USD": YUAN_PER_DOLLAR}.get(row["currency"])
    if rate is None or not row["reg_capital_10k"] or float(row["reg_capital_10k"]) <= 0:
        return None
    value = float(row["reg_capital_10k"]) * rate
    step = 10 ** (math.floor(math.log10(value)) - 1)
    return round(round(value / step) * step, 1)


class Ground:
    """Where enterprises stand already, so that none is put on top of another."""

    def __init__(self):
        self.cells = collections.defaultdict(list)

    def take(self, x, y):
        """Whether nothing stands within `APART_M`; if so, the place is taken."""
        column, line = int(x // APART_M), int(y // APART_M)
        near = (p for c in (-1, 0, 1) for l in (-1, 0, 1) for p in self.cells[column + c, line + l])
        if any(math.hypot(x - px, y - py) < APART_M for px, py in near):
            return False
        self.cells[column, line].append((x, y))
        return True


class Placer:
    """Positions in metres."""

    def __init__(self, land, towns, parks, places):
        self.land, self.dry = land, prep(land.dry.buffer(-20))
        self.towns = {name: geo.plane(area) for name, area in towns.items()}
        self.parks = {name: geo.plane(area) for name, area in parks.items()}
        everything = unary_union(list(self.parks.values()))
        inner = unary_union([self.parks["print-zone"], self.parks["japanese-sme"]])
        # Inside: clear of the fence. The zone's own share keeps out of the two parks within it.
        self.inside = {name: area.buffer(-60) for name, area in self.parks.items()}
        zone = "jinshan-industrial-zone"
        self.inside[zone] = self.inside[zone].difference(inner.buffer(60))
        self.outside = {
            name: area.intersection(land.usable).difference(everything.buffer(60))
            for name, area in self.towns.items()
        }
        self.prepared = {id(a): prep(a) for a in [*self.inside.values(), *self.outside.values()]}
        self.villages = {
            name: [p for p in map(tuple, sorted({geo.to_plane(*p) for p in places}))
                   if area.contains(Point(p))]
            for name, area in self.towns.items()
        }
        self.ground = Ground()

    def town_of(self, x, y):
        return min(self.towns, key=lambda name: (self.towns[name].distance(Point(x, y)), name))

    def moved(self, rng, lon, lat):
        """The position, moved by `NEAR_M` to `FAR_M`: many registrations share one point."""
        for _ in range(2000):
            x, y = geo.offset(rng, geo.to_plane(lon, lat), NEAR_M, FAR_M)
            if self.dry.contains(Point(x, y)) and self.ground.take(x, y):
                return x, y
        raise RuntimeError("no room round a shared point")

    def _drawn(self, rng, area):
        while True:
            point = geo.draw_inside(rng, area, self.prepared[id(area)])
            if self.ground.take(point.x, point.y):
                return point.x, point.y

    def in_park(self, rng, park):
        return self._drawn(rng, self.inside[park])

    def in_town(self, rng, town):
        """Outside every park: two in three about a known place of the town, the rest anywhere."""
        area, known = self.outside[town], self.villages[town]
        contains = self.prepared[id(area)].contains
        if known and rng.random() < 2 / 3:
            for _ in range(200):
                x0, y0 = rng.choice(known)
                x, y = rng.gauss(x0, 650), rng.gauss(y0, 650)
                if contains(Point(x, y)) and self.ground.take(x, y):
                    return x, y
        return self._drawn(rng, area)


def _town(row, placer):
    """The town of a registration; empty if it gives neither a town nor a usable position."""
    if row["town_from_address"]:
        return row["town_from_address"]
    if row["geocode_level"] in POSITION:
        return placer.town_of(*geo.to_plane(float(row["lon_wgs84"]), float(row["lat_wgs84"])))
    return NAMED_PARK.get(row["park_hint"], ("", ""))[1]


def _dealt_anew(rng, values, groups):
    """The values, each handed to another member of its group at random."""
    members = collections.defaultdict(list)
    for i, group in enumerate(groups):
        members[group].append(i)
    dealt = [None] * len(values)
    for group in sorted(members):
        receivers = members[group]
        givers = rng.sample(receivers, len(receivers))
        for receiver, giver in zip(receivers, givers):
            dealt[receiver] = values[giver]
    return dealt


def _place(rng, row, town, code, placer):
    """Position in metres, and what it is."""
    level = row["geocode_level"]
    if level in POSITION:
        return placer.moved(rng, float(row["lon_wgs84"]), float(row["lat_wgs84"])), POSITION[level]
    if row["park_hint"] in NAMED_PARK:
        return placer.in_park(rng, NAMED_PARK[row["park_hint"]][0]), "town-synthetic"
    parks = {park: weight for park, weight in TOWN_PARKS.get(town, {}).items()
             if park not in SUITS or code.startswith(SUITS[park])}
    if parks and rng.random() < (SHARE_IN_ZONE_TOWN if town == "金山工业区" else SHARE_IN_PARK):
        (park,) = rng.choices(list(parks), weights=list(parks.values()))
        return placer.in_park(rng, park), "town-synthetic"
    return placer.in_town(rng, town), "town-synthetic"


def build(seed, registrations, land, towns, parks, places):
    """The enterprises as rows of `COLUMNS`, and how many registrations were left out."""
    placer = Placer(land, towns, parks, places)
    production = [r for r in registrations if r["activity"] == "production"]
    rows = [r for r in production if _town(r, placer)]
    # Shuffled before anything is drawn: neither ids nor draws follow the order of the register.
    random.Random(f"{seed}/order").shuffle(rows)

    town = [_town(r, placer) for r in rows]
    code = _dealt_anew(
        random.Random(f"{seed}/industry"), [industry.infer(r["business_scope"]) for r in rows], town)
    division = [c[:3] for c in code]
    year = _dealt_anew(random.Random(f"{seed}/year"), [int(r["reg_date"][:4]) for r in rows], division)
    money = _dealt_anew(random.Random(f"{seed}/capital"), [capital(r) for r in rows], division)

    # Positions that are known take their ground before positions that are drawn.
    order = sorted(range(len(rows)), key=lambda i: rows[i]["geocode_level"] not in POSITION)
    placed = {
        i: _place(random.Random(f"{seed}/position/{i}"), rows[i], town[i], code[i], placer) for i in order
    }
    in_a_park = prep(unary_union(list(placer.parks.values()))).contains
    enterprises = []
    for i in range(len(rows)):
        (x, y), position = placed[i]
        lon, lat = geo.to_lonlat(x, y)
        rng = random.Random(f"{seed}/attributes/{i}")
        enterprises.append({
            "id": f"E{i + 1:04d}",
            "town": town[i],
            "founded": str(min(max(year[i], YEARS[0]), YEARS[1])),
            "capital_10k_yuan": "" if money[i] is None else f"{money[i]:.12g}",
            "industry": code[i],
            "industry_basis": "keyword" if code[i] else "",
            "lon": f"{lon:.{geo.DECIMALS}f}",
            "lat": f"{lat:.{geo.DECIMALS}f}",
            "position": position,
            **attributes.draw(rng, code[i], money[i], in_a_park(Point(x, y))),
        })
    return enterprises, len(production) - len(rows)
