"""Cuts the land of the globe in the map's inset out of Natural Earth.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    scripts/python scripts/data/land_runs.py package/land-110m.json > crates/report/src/map/land.txt

Input: Natural Earth's land at 1:110 million (public domain), as TopoJSON. Output: a line for every
second parallel that meets land: its latitude, then where land begins and ends, in degrees.
"""

import json
import sys

SHORTEST_DEG = 0.4


def decoded(topology):
    """Arcs as longitudes and latitudes."""
    (sx, sy), (ox, oy) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + ox, y * sy + oy))
        yield line


def rings(topology):
    arcs = list(decoded(topology))
    for geometry in topology["objects"]["land"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for polygon in polygons:
            for indices in polygon:
                ring = []
                for index in indices:
                    arc = arcs[index] if index >= 0 else arcs[~index][::-1]
                    ring += arc[1:] if ring else arc
                yield ring


def runs(outlines, lat):
    crossings = sorted(
        x0 + (lat - y0) / (y1 - y0) * (x1 - x0)
        for ring in outlines
        for (x0, y0), (x1, y1) in zip(ring, ring[1:])
        if (y0 <= lat) != (y1 <= lat))
    pairs = zip(crossings[::2], crossings[1::2])
    return [(round(west, 1), round(east, 1)) for west, east in pairs if east - west > SHORTEST_DEG]


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as file:
        outlines = list(rings(json.load(file)))
    for lat in range(-89, 90, 2):
        found = runs(outlines, lat)
        if found:
            print(lat, *(f"{west:g},{east:g}" for west, east in found))


main()
