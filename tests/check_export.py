"""Exports a plan to every format and reads it back by GDAL: check_export.py DIR PARKWARD."""

import json
import math
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from pyproj import Transformer

plan, parkward = Path(sys.argv[1]), sys.argv[2]
scratch = tempfile.TemporaryDirectory()
failures = 0


def check(what, holds, found=""):
    global failures
    if not holds:
        print(f"FAIL {what}: {found}", file=sys.stderr)
    failures += not holds


def export(name, *arguments):
    folder = Path(scratch.name) / name
    subprocess.run([parkward, "export", plan, "-q", "-o", folder, *arguments], check=True, stderr=subprocess.DEVNULL)
    return folder


def read(path, *arguments):
    """The features of a file as GDAL reads them, in the file's own coordinates."""
    command = ["ogr2ogr", "-f", "GeoJSON", "/vsistdout/", "-lco", "COORDINATE_PRECISION=12", *arguments, path]
    done = subprocess.run(command, check=True, capture_output=True)
    return json.loads(done.stdout)["features"]


def positions(geometry):
    """All vertices, whatever the nesting."""
    def flat(part):
        return [part] if isinstance(part[0], (int, float)) else [p for inner in part for p in flat(inner)]
    return [] if geometry is None else flat(geometry["coordinates"])


def furthest(geometry, other):
    ours, theirs = positions(geometry), positions(other)
    if len(ours) != len(theirs):
        return math.inf
    # A format may begin rings elsewhere or wind them the other way: compare as sets.
    pairs = zip(sorted(tuple(p[:2]) for p in ours), sorted(tuple(p[:2]) for p in theirs))
    return max((math.dist(a, b) for a, b in pairs), default=0.0)


def same(ours, theirs):
    if ours is None or theirs is None:
        return ours in (None, "") and theirs in (None, "")
    if isinstance(ours, bool):
        return (str(theirs) in ("1", "True")) == ours or theirs == str(ours).lower()
    if isinstance(ours, (int, float)):
        return math.isclose(float(theirs), float(ours), rel_tol=1e-9, abs_tol=1e-9)
    return str(theirs) == str(ours)


LAYERS = ["parks", "moves", "enterprises", "unplaced"]
wgs84 = {layer: read(plan / "geojson" / f"{layer}.geojson") for layer in LAYERS}
whole = export("all", "--format", "shapefile,flatgeobuf,csv,gpkg,kml,xlsx,MapInfo File,GML")

for layer, expected in wgs84.items():
    by_id = {feature["properties"]["id"]: feature for feature in expected}
    dictionary = {}
    for line in (whole / "shapefile" / f"{layer}_fields.csv").read_text("utf-8").splitlines()[1:]:
        short, field, *_ = line.split(",")
        check(f"short name {short}", len(short.encode()) <= 10, short)
        dictionary[short] = field
    check(f"{layer}.cpg", (whole / "shapefile" / f"{layer}.cpg").read_text() == "UTF-8")
    files = {
        "shapefile": (whole / "shapefile" / f"{layer}.shp", [], 1e-6),
        "flatgeobuf": (whole / "flatgeobuf" / f"{layer}.fgb", [], 1e-6),
        "gpkg": (whole / "relocation.gpkg", [], 1e-6),
        "mapinfo": (whole / "mapinfo_file" / f"{layer}.tab", [], 1e-5),
        "gml": (whole / "gml" / f"{layer}.gml", [], 1e-6),
    }
    for name, (file, arguments, tolerance) in files.items():
        extra = [layer] if name == "gpkg" else []
        command = ["ogr2ogr", "-f", "GeoJSON", "/vsistdout/", "-lco", "COORDINATE_PRECISION=12", *arguments, file, *extra]
        found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["features"]
        check(f"{name} {layer}: as many", len(found) == len(expected), len(found))
        for feature in found:
            values = {dictionary.get(key, key): value for key, value in feature["properties"].items()} if name == "shapefile" else feature["properties"]
            ours = by_id[values["id"]]
            for key, value in ours["properties"].items():
                read_back = values.get(key)
                cut = isinstance(value, str) and len(value.encode()) > 254 and name in ("shapefile", "mapinfo")
                holds = str(read_back)[:40] == value[:40] if cut else same(value, read_back)
                # MapInfo has no unknown numbers, which the program says.
                holds = holds or (name == "mapinfo" and value is None and read_back == 0)
                check(f"{name} {layer} {values['id']} {key}", holds, (value, read_back))
            check(f"{name} {layer} {values['id']} place", furthest(ours["geometry"], feature["geometry"]) < tolerance, name)
    # GDAL reads no more of KML than names and descriptions: the rest is looked at in the file.
    marks = {"kml": "http://www.opengis.net/kml/2.2"}
    found = ElementTree.parse(whole / "kml" / f"{layer}.kml").findall(".//kml:Placemark", marks)
    check(f"kml {layer}: as many", len(found) == len(expected), len(found))
    named = "name_zh" if layer == "parks" else "id"
    # Placemarks stand in the order of the rows, as in GeoJSON.
    for ours, placemark in zip(expected, found):
        values = {value.get("name"): value.text for value in placemark.findall(".//kml:SimpleData", marks)}
        values[named] = placemark.findtext("kml:name", None, marks)
        if "reason" in ours["properties"]:
            values["reason"] = placemark.findtext("kml:description", None, marks)
        for key, value in ours["properties"].items():
            check(f"kml {layer} {ours['properties']['id']} {key}", same(value, values.get(key)), (value, values.get(key)))
        check(f"kml {layer}: no other values", set(values) <= set(ours["properties"]), set(values) - set(ours["properties"]))

# Other systems: PROJ for the projected, the known offset for the obfuscated.
metres = Transformer.from_crs(4326, 4549, always_xy=True)
projected = export("projected", "--format", "geojson,csv,flatgeobuf,shapefile,gpkg,dxf", "--crs", "EPSG:4549")
for layer in wgs84:
    text = json.loads((projected / "geojson" / f"{layer}_epsg4549.geojson").read_text("utf-8"))
    check(f"{layer}: its CRS is named", text["crs"]["properties"]["name"] == "urn:ogc:def:crs:EPSG::4549")
    exact = json.loads((plan / "geojson" / f"{layer}.geojson").read_text("utf-8"))["features"]
    for ours, theirs in zip(exact, text["features"]):
        for (lon, lat), (x, y) in zip(positions(ours["geometry"]), positions(theirs["geometry"])):
            check(f"{layer} in metres", math.dist(metres.transform(lon, lat), (x, y)) < 0.02, (lon, lat, x, y))
    for file in (f"flatgeobuf/{layer}_epsg4549.fgb", f"shapefile/{layer}_epsg4549.shp"):
        info = subprocess.run(["ogrinfo", "-ro", "-so", "-al", projected / file], check=True, capture_output=True, text=True).stdout
        check(f"{file}: its CRS is named", 'ID["EPSG",4549]' in info)
chinese = export("chinese", "--format", "geojson,csv,flatgeobuf,shapefile,gpkg,GML", "--crs", "EPSG:4490")
for file in ("flatgeobuf/parks.fgb", "relocation.gpkg", "gml/parks.gml", "geojson/parks.geojson"):
    info = subprocess.run(["ogrinfo", "-ro", "-so", "-al", chinese / file], check=True, capture_output=True, text=True).stdout
    check(f"{file} is on CGCS2000", 'ID["EPSG",4490]' in info and 'ID["EPSG",4326]' not in info)
check("the Shapefile is on CGCS2000", "China_2000" in (chinese / "shapefile" / "parks.prj").read_text())
drawn = read(projected / "relocation_epsg4549.dxf")
rows = {layer: len(json.loads((plan / "geojson" / f"{layer}.geojson").read_text("utf-8"))["features"]) for layer in [*LAYERS, "released_land"]}
kinds = {}
for feature in drawn:
    kinds[feature["properties"]["Layer"].split("_")[0]] = kinds.get(feature["properties"]["Layer"].split("_")[0], 0) + 1
check("the drawing has every enterprise and move", kinds["enterprises"] == rows["enterprises"] and kinds["moves"] <= rows["moves"], kinds)
names = [feature["properties"]["name_zh"] or feature["properties"]["name_en"] for feature in wgs84["parks"]]
texts = [feature["properties"].get("Text") or "" for feature in drawn]
for name in filter(None, names):
    # A drawing has no quotes, no line breaks and no emoji, and at most 30 characters of a name.
    kept = "".join("□" if ord(c) > 0xFFFF else " " if c in '"\n\r' else c for c in name)[:30]
    check("the drawing has the park's name", any(text.startswith(kept) for text in texts), kept)

shifted = export("shifted", "--format", "geojson,csv", "--crs", "gcj02")
text = json.loads((shifted / "geojson" / "enterprises_gcj02.geojson").read_text("utf-8"))
check("GCJ-02 is named", text["coordinates_in"] == "gcj02" and "crs" not in text)
for ours, theirs in zip(json.loads((plan / "geojson" / "enterprises.geojson").read_text("utf-8"))["features"], text["features"]):
    (lon, lat), (x, y) = ours["geometry"]["coordinates"], theirs["geometry"]["coordinates"]
    metres_off = math.dist(((x - lon) * 111_320 * math.cos(math.radians(lat)), (y - lat) * 110_900), (0, 0))
    check("GCJ-02 is 450 to 510 m off", 450 < metres_off < 510, metres_off)
check("CSV names it", "lon_gcj02" in (shifted / "csv" / "enterprises_gcj02.csv").read_text("utf-8").splitlines()[0])

book = whole / "relocation.xlsx"
with zipfile.ZipFile(book) as archive:
    sheets = [archive.read(f"xl/worksheets/sheet{number}.xml").decode() for number in range(1, 14)]
    names = re.findall(r'<sheet name="([^"]+)"', archive.read("xl/workbook.xml").decode())
    tables = ["rejects", "indicators", "principles", "findings", "balance", "land_use", "phases"]
    check("a workbook of thirteen sheets", names == ["summary", "parks", "enterprises", "unplaced", "projects", *tables, "ledger"], names)
    check("headers are frozen", all('state="frozen"' in sheet for sheet in sheets))
    check("no formulas", not any("<f>" in sheet for sheet in sheets))
for sheet, layer in (("enterprises", "enterprises"), ("unplaced", "unplaced"), ("parks", "parks")):
    found = subprocess.run(["ogr2ogr", "-f", "CSV", "/vsistdout/", book, sheet], check=True, capture_output=True, text=True).stdout
    check(f"sheet {sheet}: as many rows", found.count("\n") - 1 >= len(wgs84[layer]), found.count("\n"))

again = export("again", "--format", "shapefile,flatgeobuf,csv,gpkg,kml,xlsx,MapInfo File,GML")
for file in sorted(path for path in whole.rglob("*") if path.is_file()):
    if "mapinfo" in str(file) or file.suffix in (".gml", ".xsd"):
        continue  # GDAL stamps these with the time
    check(f"{file.name} is the same twice", file.read_bytes() == (again / file.relative_to(whole)).read_bytes())
scratch.cleanup()
sys.exit(1 if failures else 0)
