"""The worked example's zones, all of them ILLUSTRATIVE: drawn so that the rules of space have something to
look at. No line here is a legal boundary, a river's course or a facility. Usage: zones.py [FOLDER]

They are made of the example's own parks and towns, so they can be made without the sources behind those.
"""

import sys
from pathlib import Path

from shapely.geometry import LineString, Point, Polygon
from shapely.ops import unary_union

import geo

FOLDER = Path(__file__).resolve().parents[2] / "data" / "jinshan"
BLOCK_MARGIN_M = 300  # planned blocks: the parks and this much around them
TOWN_RADIUS_M = 2_200  # construction area: the planned blocks, and this far around the middle of each town

# Along the northern edge of the district, where the upper Huangpu's tributaries run: ASSUMED, by eye.
STEM = [(121.060, 30.932), (121.100, 30.922), (121.150, 30.915), (121.200, 30.913), (121.250, 30.918), (121.300, 30.922),
        (121.345, 30.915)]
WATER_SOURCE_M = 700
FARMLAND = [(121.130, 30.784), (121.190, 30.782), (121.196, 30.812), (121.160, 30.822), (121.128, 30.806)]
FACILITIES = [
    ("tank-farm", "油库（示意）", "Tank farm (illustrative)", (121.3805, 30.7625), 900),
    ("hazardous-store", "危险品仓库（示意）", "Hazardous-goods store (illustrative)", (121.0850, 30.8870), 900),
]


def named(key, zh, en):
    return {"id": key, "name_zh": zh, "name_en": en, "quality": "illustrative"}


def main(folder):
    parks = [shape for _, shape in geo.read_features(folder / "parks.geojson")]
    towns = [shape for _, shape in geo.read_features(folder / "towns.geojson")]
    district = geo.plane(geo.read_features(folder / "district.geojson")[0][1])

    stem = geo.plane(LineString(STEM))
    water = stem.buffer(WATER_SOURCE_M, resolution=8).intersection(district)
    farmland = geo.plane(Polygon(FARMLAND))
    blocks = unary_union([geo.plane(park).buffer(BLOCK_MARGIN_M, resolution=4) for park in parks])
    centres = [geo.plane(town).representative_point().buffer(TOWN_RADIUS_M, resolution=8) for town in towns]
    construction = unary_union([*centres, blocks]).intersection(district)

    line = LineString([(round(x, geo.DECIMALS), round(y, geo.DECIMALS)) for x, y in STEM])
    geo.write_features(folder / "river.geojson", "river", [
        (named("main-stem", "北部干流（假定线位）", "Northern main stem (assumed line)"), line)])
    geo.write_features(folder / "water_source.geojson", "water_source", [
        (named("northern-rivers", "北部水源保护区（示意）", "Northern water-source zone (illustrative)"), geo.degrees(water))])
    geo.write_features(folder / "farmland.geojson", "farmland", [
        (named("langxia-farmland", "廊下基本农田（示意）", "Basic farmland at Langxia (illustrative)"), geo.degrees(farmland))])
    geo.write_features(folder / "facilities.geojson", "facilities", [
        (named(key, zh, en) | {"distance_m": metres}, Point(at)) for key, zh, en, at, metres in FACILITIES])
    parts = sorted(getattr(blocks, "geoms", [blocks]), key=lambda part: part.bounds)
    geo.write_features(folder / "planned_blocks.geojson", "planned_blocks", [
        (named(f"block-{n}", f"规划工业区块 {n}（示意）", f"Planned block {n} (illustrative)"), geo.degrees(part))
        for n, part in enumerate(parts, 1)])
    geo.write_features(folder / "construction_area.geojson", "construction_area", [
        (named("construction-area", "集中建设区（示意）", "Construction area (illustrative)"), geo.degrees(construction))])


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
