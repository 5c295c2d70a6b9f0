"""Coordinates, areas, RFC 7946 text, and the land of the district."""

import csv
import json
import math

from pyproj import Geod, Transformer
from shapely.geometry import MultiPoint, MultiPolygon, Point, Polygon, mapping, shape
from shapely.geometry.polygon import orient
from shapely.ops import transform

DECIMALS = 6  # 0.1 m; RFC 7946 allows seven
GEOD = Geod(ellps="WGS84")
# Metres on a transverse Mercator plane through the middle of the district: true to 0.01 %.
_PLANE = "+proj=tmerc +lat_0=30.82 +lon_0=121.22 +k=1 +ellps=WGS84 +units=m"
_FORWARD = Transformer.from_crs("EPSG:4326", _PLANE, always_xy=True)
_BACK = Transformer.from_crs(_PLANE, "EPSG:4326", always_xy=True)

# The district outline takes in near-shore water. This line, from the Zhejiang border to the Fengxian
# border, is ASSUMED: it was drawn by eye a little inland of the gazetteer's southernmost points, so
# that nothing synthetic is put into the sea. It is no survey of the coast.
COAST = [
    (121.200, 30.688), (121.270, 30.692), (121.290, 30.697), (121.322, 30.7005), (121.345, 30.7085),
    (121.360, 30.7200), (121.368, 30.7310), (121.381, 30.7400), (121.405, 30.7480), (121.430, 30.7575),
    (121.452, 30.7680), (121.470, 30.7755), (121.500, 30.7880),
]
COAST_MARGIN_M = 250
REACH_M = 2500  # nothing synthetic stands farther than this from a known place


def to_plane(lon, lat):
    return _FORWARD.transform(lon, lat)


def to_lonlat(x, y):
    return _BACK.transform(x, y)


def plane(geometry):
    """Degrees to metres."""
    return transform(lambda x, y, z=None: _FORWARD.transform(x, y), geometry)


def degrees(geometry):
    """Metres to degrees, rounded and oriented as RFC 7946 asks."""
    return tidy(transform(lambda x, y, z=None: _BACK.transform(x, y), geometry))


def tidy(geometry):
    """Rounded to `DECIMALS`, exterior rings counter-clockwise; asserts that it is still valid."""
    def ring(coords):
        kept = []
        for x, y in ((round(x, DECIMALS), round(y, DECIMALS)) for x, y, *_ in coords):
            if not kept or kept[-1] != (x, y):
                kept.append((x, y))
        return kept

    parts = [
        orient(Polygon(ring(p.exterior.coords), [ring(i.coords) for i in p.interiors]))
        for p in getattr(geometry, "geoms", [geometry])
    ]
    result = parts[0] if len(parts) == 1 else MultiPolygon(parts)
    assert result.is_valid, "rounding broke a ring"
    return result


def area_ha(geometry):
    """Area on the ellipsoid."""
    return abs(GEOD.geometry_area_perimeter(geometry)[0]) / 1e4


def read_features(path):
    with open(path, encoding="utf-8") as file:
        return [(f["properties"], shape(f["geometry"])) for f in json.load(file)["features"]]


def read_rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write_features(path, name, features):
    """One feature a line, so that a change of one park is a change of one line."""
    lines = []
    for properties, geometry in features:
        feature = {"type": "Feature"}
        if "id" in properties:
            feature["id"] = properties["id"]
        feature["properties"] = properties
        feature["geometry"] = mapping(geometry)
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(f'{{"type":"FeatureCollection","name":{json.dumps(name)},"features":[\n')
        file.write(",\n".join(lines))
        file.write("\n]}\n")


def mainland_and_sea(outline):
    """The district without its islands, and what lies beyond the assumed coast. Metres."""
    coast = [to_plane(*point) for point in COAST]
    sea = Polygon(coast + [(coast[-1][0], coast[0][1] - 30_000), (coast[0][0], coast[0][1] - 30_000)])
    return max(plane(outline).geoms, key=lambda part: part.area), sea


class Land:
    """Where something synthetic may stand: in the district, off the sea, near known places. Metres."""

    def __init__(self, outline, places):
        mainland, sea = mainland_and_sea(outline)
        self.dry = mainland.difference(sea)
        self.places = [to_plane(*place) for place in places]
        settled = MultiPoint(self.places).buffer(REACH_M, resolution=8)
        self.usable = mainland.difference(sea.buffer(COAST_MARGIN_M)).buffer(-30).intersection(settled)


def draw_inside(rng, area, prepared):
    """A point drawn uniformly in `area` (metres)."""
    west, south, east, north = area.bounds
    for _ in range(20_000):
        point = Point(west + rng.random() * (east - west), south + rng.random() * (north - south))
        if prepared.contains(point):
            return point
    raise RuntimeError("an area too thin to draw a point in")


def offset(rng, point, near, far):
    """A point between `near` and `far` metres away, in any direction."""
    angle, distance = rng.random() * 2 * math.pi, near + rng.random() * (far - near)
    return point[0] + distance * math.cos(angle), point[1] + distance * math.sin(angle)
