"""Writes data/jinshan/roads.geojson: real main roads (OpenStreetMap, ODbL 1.0), and local roads that are SYNTHETIC.

Main roads come from data/roads/jinshan_main_roads.csv. Local roads cut the land between them into blocks, small in
towns and parks, large in farmland; seeded, and no statement about any road. Bridges are where main roads cross the
river of the example, whose line is assumed. Usage: roads.py [FOLDER]
"""

import collections
import functools
import itertools
import math
import random
import sys
from pathlib import Path

from shapely.geometry import LineString, MultiLineString, Point
from shapely.ops import unary_union
from shapely.prepared import prep

import blocks
import geo
import local_roads
from network import Network
from towns import Towns

DATA = Path(__file__).resolve().parents[2] / "data"
SEED = "jinshan-roads-1"
SOURCE = "OpenStreetMap contributors via scgraph-data, ODbL 1.0"
AROUND_M = 8_000  # main roads that come this near to the district
RIVER_M = 150  # the river's half width: ASSUMED
SHORE_M = 150  # local roads keep this far from the assumed coast
SHORE_ROAD_M = 100  # and the one along it this much farther
SPEED_KMH = {"main": 60, "local": 40, "town": 30}  # ASSUMED
# ASSUMED, all of them: one-way streets in the middle of towns, roads that are closed, roads with a limit of weight.
ONEWAY_SHARE, CLOSED, LIMITED, LIMIT_T = 0.22, 3, 6, 10


def main(folder):
    rng = random.Random(SEED)
    [(_, stem)] = geo.read_features(folder / "river.geojson")
    river = geo.plane(stem).buffer(RIVER_M, resolution=8)
    [(_, outline)] = geo.read_features(folder / "district.geojson")
    mainland, sea = geo.mainland_and_sea(outline)
    land = mainland.difference(sea.buffer(SHORE_M)).difference(river)

    source = main_roads(geo.plane(outline))
    degrees = {geo.to_plane(*point): point for line, _ in source for point in line}
    roads = blocks.Roads()
    for line, _ in source:
        roads.add([geo.to_plane(*point) for point in line])
    local_roads.along_the_shore(roads, land, sea.buffer(SHORE_M + SHORE_ROAD_M).boundary)
    local_roads.lead_on(roads, land)
    towns = Towns(folder)
    left = blocks.cut_all(rng, roads, blocks.blocks(roads, land), towns.wanted_ha)
    lines = local_roads.thinned(rng, roads, len(source), towns)

    def place(point):
        lon, lat = degrees.get(point) or geo.to_lonlat(*point)
        return round(lon, geo.DECIMALS), round(lat, geo.DECIMALS)

    features = []
    for road, (_, metres) in enumerate(source):
        features += main_pieces(lines[road], metres, river, place)
    local = [local_road(line, towns, place) for line in lines[len(source):]]
    restrict(rng, features, local, towns)
    for line in local_roads.islands(left):
        road, line = local_road(line, towns, place)
        local.append((road | {"note": "apart from all others, on purpose"}, line))
    features = [feature for kind in (features, local) for feature in sorted(kind, key=lambda feature: feature[1])]

    check(features, source, land, river)
    geo.write_features(folder / "roads.geojson", "roads", [(road, LineString(line)) for road, line in features])
    summarise(features, folder)


@functools.cache
def metres_between(a, b):
    return geo.GEOD.inv(*a, *b)[2]


def metres_along(line):
    return sum(itertools.starmap(metres_between, itertools.pairwise(line)))


def tenths_up(metres):
    return math.ceil(round(metres * 10, 6)) / 10


def main_roads(district):
    """Main roads around the district that hang together: lines, and how long they are.

    Positions are rounded and the source measures on a sphere, so that a road may be drawn longer than it says:
    what is drawn counts then.
    """
    near = district.buffer(AROUND_M)
    found = []
    for row in geo.read_rows(DATA / "roads" / "jinshan_main_roads.csv"):
        line = [tuple(map(float, pair.split())) for pair in row["WKT"].removeprefix("LINESTRING (").removesuffix(")").split(",")]
        if LineString([geo.to_plane(*point) for point in line]).intersects(near):
            found.append((line, max(float(row["length_m"]), tenths_up(metres_along(line)))))
    [largest, *_] = Network([({"length_m": metres}, line) for line, metres in found], metres_between).parts()
    return [road for road in found if road[0][0] in largest]


def main_pieces(vertices, metres, river, place):
    """A main road, cut where it goes onto a bridge and off it."""
    shores = LineString(vertices).intersection(river.boundary)
    shores = [point.coords[0] for point in getattr(shores, "geoms", [shores])] if not shores.is_empty else []
    ends = vertices[0], vertices[-1]
    chain = sorted([*vertices, *shores], key=lambda point: blocks.along(point, *ends))
    middles = [Point((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in itertools.pairwise(chain)]
    steps = [(river.contains(middle), place(a), place(b)) for middle, (a, b) in zip(middles, itertools.pairwise(chain))]
    steps = [step for step in steps if step[1] != step[2]]
    whole, done, told = math.fsum(metres_between(a, b) for _, a, b in steps), 0.0, 0.0
    found = []
    for bridge, group in itertools.groupby(steps, key=lambda step: step[0]):
        group = list(group)
        line = [group[0][1], *(b for _, _, b in group)]
        done += metres_along(line)
        until = round(metres * done / whole, 1)
        road = {"kind": "main", "synthetic": False, "source": SOURCE, "speed_kmh": SPEED_KMH["main"]}
        road["length_m"] = round(until - told, 1)
        found.append((road | ({"bridge": True} if bridge else {}), line))
        told = until
    return found


def local_road(vertices, towns, place):
    line = [place(point) for point in vertices]
    middle = vertices[len(vertices) // 2]
    kind = "town" if towns.from_centre(middle) < 1 else "local"
    return {"kind": kind, "synthetic": True, "speed_kmh": SPEED_KMH[kind], "length_m": tenths_up(metres_along(line))}, line


def restrict(rng, mains, local, towns):
    """One-way streets in the middle of towns, closed roads, roads with a limit of weight. Nothing is cut off by them."""
    for road, line in local:
        if road["kind"] == "town" and towns.from_centre(geo.to_plane(*line[0])) < 0.7 and rng.random() < ONEWAY_SHARE:
            road["oneway"] = "yes"
            if rng.random() < 0.5:
                line.reverse()
    parts = Network(mains + local, metres_between).parts()
    while len(parts) > 1:
        wrong = [road for road, line in local if "oneway" in road and not parts[0].issuperset((line[0], line[-1]))]
        assert wrong, "cut off, but by no one-way street"
        for road in wrong:
            del road["oneway"]
        parts = Network(mains + local, metres_between).parts()
    for number in range(CLOSED + LIMITED):
        key, value = ("closed", True) if number < CLOSED else ("max_t", LIMIT_T)
        while True:
            road, line = rng.choice(local)
            if not 300 < road["length_m"] < 1_500 or {"oneway", "closed", "max_t"} & road.keys():
                continue
            road[key] = value
            without = Network(mains + local, metres_between, lambda road: not {"closed", "max_t"} & road.keys())
            if len(without.parts()) == 1 and line[0] in without.arcs and line[-1] in without.arcs:
                break
            del road[key]


def check(features, source, land, river):
    """What must hold whatever the seed."""
    dry = prep(land.buffer(1.0))
    for road, line in features:
        drawn = geo.plane(LineString(line))
        assert len(set(line)) == len(line) > 1, "a vertex twice"
        assert road["kind"] == "main" or dry.contains(drawn), "a local road off the land"
        assert road.get("bridge", False) == (drawn.intersection(river).length > 1), "over the river but at a bridge"
        assert road["length_m"] > 0.999 * metres_along(line) - 1, "shorter than it is drawn"
    total = math.fsum(road["length_m"] for road, _ in features if road["kind"] == "main")
    assert abs(total - math.fsum(metres for _, metres in source)) < 0.05, "pieces of main roads do not sum to the whole"
    vertices = {vertex for _, line in features for vertex in line}
    assert {point for line, _ in source for point in line} <= vertices, "a vertex of a main road has moved"
    crossed = unary_union([LineString(line) for _, line in features])
    assert {vertex for line in crossed.geoms for vertex in line.coords} <= vertices, "roads cross without a junction"
    _, *apart = Network(features, metres_between).parts()
    assert len(apart) == local_roads.ISLANDS, "parts that nothing leads to"


def summarise(features, folder):
    count, km, marks = collections.Counter(), collections.Counter(), collections.Counter()
    for road, _ in features:
        count[road["kind"]] += 1
        km[road["kind"]] += road["length_m"] / 1000
        marks.update({"bridge", "oneway", "closed", "max_t", "note"} & road.keys())
    print(f"roads {len(features)}, {sum(km.values()):.0f} km: " + ", ".join(f"{kind} {count[kind]} ({km[kind]:.0f} km)" for kind in SPEED_KMH))
    print("of these " + ", ".join(f"{mark} {n}" for mark, n in sorted(marks.items())))

    network = Network(features, metres_between)
    largest, *apart = network.parts()
    print(f"junctions {len(network.arcs)}, stretches between them {network.edges}, apart from the rest {sum(map(len, apart))} junctions")
    mean, pairs = network.circuity(random.Random(SEED), largest, metres_between)
    print(f"circuity {mean:.3f}: mean of {pairs} random pairs of junctions at least 2 km apart")

    joined = [line for road, line in features if road.keys().isdisjoint({"closed", "note"})]
    joined = MultiLineString([[geo.to_plane(*vertex) for vertex in line] for line in joined])
    rows = geo.read_rows(folder / "enterprises.csv")
    far = [joined.distance(Point(geo.to_plane(float(row["lon"]), float(row["lat"])))) for row in rows]
    near = ", ".join(f"{sum(metres <= limit for metres in far) / len(far):.1%} within {limit} m" for limit in (500, 1_500))
    print(f"enterprises by a road that is joined to the rest: {near}, the farthest at {max(far):.0f} m")
    parks = [(park["id"], joined.intersection(geo.plane(area)).length / 1000) for park, area in geo.read_features(folder / "parks.geojson")]
    print("km in parks: " + ", ".join(f"{park} {length:.1f}" for park, length in parks))
    print(f"{(folder / 'roads.geojson').stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA / "jinshan")
