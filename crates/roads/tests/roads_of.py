"""Writes the roads of a file as lines that `real_roads.rs` reads: `scripts/python roads_of.py FILE`.

A line a road: direction, metres or `-`, and its vertices. Reads what GDAL reads: OpenStreetMap's files, or lines
with `length_m`.
"""

import sys

from osgeo import ogr

ogr.UseExceptions()
DIRECTIONS = {"yes": "forward", "1": "forward", "true": "forward", "-1": "backward", "reverse": "backward"}
NOT_DRIVEN = {"footway", "path", "steps", "cycleway", "pedestrian", "proposed", "construction", "bridleway", "corridor"}


def roads(path):
    source = ogr.Open(path)
    is_osm = source.GetDriver().GetName() == "OSM"
    layer = source.GetLayerByName("lines") if is_osm else source.GetLayer(0)
    names = [field.GetName() for field in layer.schema]
    for feature in layer:
        length, direction = "-", "both"
        if is_osm:
            highway, tags = feature.GetField("highway"), feature.GetField("other_tags") or ""
            if highway is None or highway in NOT_DRIVEN:
                continue
            oneway = tags.split('"oneway"=>"')[1].split('"')[0] if '"oneway"=>"' in tags else "no"
            around = '"junction"=>"roundabout"' in tags or highway == "motorway"
            direction = DIRECTIONS.get(oneway, "forward" if around and oneway != "no" else "both")
        elif "length_m" in names:
            length = feature.GetField("length_m")
        geometry = feature.GetGeometryRef()
        if geometry is not None and geometry.GetGeometryName() == "LINESTRING":
            yield direction, length, geometry.GetPoints()


for direction, length, points in roads(sys.argv[1]):
    print(direction, length, *(f"{point[0]!r} {point[1]!r}" for point in points))
