"""Writes the inputs of data/qinghe: a small district that does not exist, in the shape that a planner gets one.

The survey is a workbook as people make them, with titles, a sum and a signature, coordinates read off a web map
(GCJ-02) and land in mu; the parks are a Shapefile in GBK that does not say so, in CGCS2000 / 3-degree Gauss-Krüger.
Every value is drawn with a fixed seed or set by hand; nothing is real. Usage: scripts/python scripts/data/qinghe.py
"""

import json
import math
import random
import struct
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from pyproj import Transformer

FOLDER = Path(__file__).parents[2] / "data/qinghe"
SEED = 20260601
EAST, NORTH = 540_000.0, 3_424_000.0  # the middle of the district, EPSG:4549
TO_DEGREES = Transformer.from_crs(4549, 4490, always_xy=True)

# Corners in metres from the middle; then mu: area, supplied, built, on offer to newcomers.
PARKS = [
    ("QH-A", "青禾经济开发区", [(-900, -700), (-700, 650), (900, 800), (1050, -500), (300, -760)], 3789, 2760, 2310, 270),
    ("QH-B", "北圩工业园", [(-6300, 4700), (-6200, 5420), (-5300, 5500), (-5250, 4760)], 1065, 900, 850, 54),
    ("QH-C", "南港化工园", [(5200, -7300), (5050, -6400), (6150, -6250), (6300, -7200)], 1554, 1020, 760, 120),
    ("QH-D", "东浜食品产业园", [(6400, 5000), (6450, 5650), (7200, 5600), (7150, 4950)], 735, 560, 470, 66),
]
OUTLINE = [
    (-9200, -2500), (-9600, 2600), (-8300, 6900), (-4100, 8300), (600, 7400), (4300, 8600), (8800, 7700), (9900, 3300),
    (9100, -1800), (9700, -6200), (7600, -9400), (3200, -8700), (-1500, -9300), (-5600, -7600),
]
TOWNS = {"青禾镇": (0, 0, 2600), "北圩镇": (-5400, 3600, 2300), "南港镇": (4600, -5400, 2300), "东浜镇": (5600, 4300, 2200)}
# Town, industry, how many outside the parks.
OUTSIDE = [
    ("青禾镇", "3484", 4), ("青禾镇", "C3311", 3), ("青禾镇", "3670", 3), ("北圩镇", "1751", 3), ("北圩镇", "C3484", 3),
    ("北圩镇", "3311", 2), ("南港镇", "2641", 2), ("南港镇", "C2662", 2), ("南港镇", "2927", 3), ("东浜镇", "1392", 2),
    ("东浜镇", "C1469", 2), ("东浜镇", "2319", 2), ("东浜镇", "3829", 2),
]
# Park, industry: who stands in one already.
INSIDE = [("QH-A", "3484"), ("QH-A", "3670"), ("QH-A", "C3829"), ("QH-B", "1751"), ("QH-C", "2662"), ("QH-D", "1392"), ("QH-D", "1469")]
TOWN_OF = {"QH-A": "青禾镇", "QH-B": "北圩镇", "QH-C": "南港镇", "QH-D": "东浜镇"}
HEADER = [
    "企业编号", "企业名称", "所在镇", "行业代码", "用地面积（亩）", "产值（万元）", "税收（万元）", "从业人数", "工艺类别", "安全许可",
    "经度（GCJ-02）", "纬度（GCJ-02）",
]
TITLE = "青禾区工业企业用地调查表（合成数据，并无此区）"


def gcj02(lon, lat):
    """Degrees as web maps of mainland China show them."""
    x, y = lon - 105.0, lat - 35.0

    def wave(v, *terms):
        return sum(a * math.sin(v * k * math.pi) for a, k in terms) * 2 / 3

    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    north += wave(x, (20, 6), (20, 2)) + wave(y, (20, 1), (40, 1 / 3), (160, 1 / 12), (320, 1 / 30))
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    east += wave(x, (20, 6), (20, 2), (20, 1), (40, 1 / 3), (150, 1 / 12), (300, 1 / 30))
    phi = math.radians(lat)
    flat = 1 - 0.00669342162296594323 * math.sin(phi) ** 2
    axis = 6378245.0
    meridian = axis * (1 - 0.00669342162296594323) / flat**1.5
    return lon + math.degrees(east / (axis / math.sqrt(flat) * math.cos(phi))), lat + math.degrees(north / meridian)


def degrees(x, y):
    return TO_DEGREES.transform(EAST + x, NORTH + y)


def inside(x, y, ring):
    """Whether a point is in a ring: a ray to the east crosses it an odd number of times."""
    odd = False
    for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]]):
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0):
            odd = not odd
    return odd


def outside_parks(draw, town):
    middle_x, middle_y, reach = TOWNS[town]
    while True:
        x, y = middle_x + draw.gauss(0, reach / 2), middle_y + draw.gauss(0, reach / 2)
        if inside(x, y, OUTLINE) and not any(inside(x, y, park[2]) for park in PARKS):
            return x, y


def in_park(draw, ring):
    while True:
        x, y = (draw.uniform(min(c[axis] for c in ring), max(c[axis] for c in ring)) for axis in (0, 1))
        if inside(x, y, ring):
            return x, y


def enterprises():
    draw = random.Random(SEED)
    rings = {park[0]: park[2] for park in PARKS}
    places = [(town, code, outside_parks(draw, town)) for town, code, count in OUTSIDE for _ in range(count)]
    places += [(TOWN_OF[park], code, in_park(draw, rings[park])) for park, code in INSIDE]
    draw.shuffle(places)
    rows = []
    for number, (town, code, (x, y)) in enumerate(places, 1):
        land = round(draw.triangular(4, 34, 9), 1)
        output = round(land * draw.triangular(90, 620, 240))
        tax = round(output * draw.uniform(0.02, 0.07), 1)
        lon, lat = gcj02(*degrees(x, y))
        row = [f"QH{number:03}", f"示例企业{number:02}", town, code, land, output, tax, round(land * draw.uniform(2, 9))]
        rows.append([*row, "允许类", "有", round(lon, 6), round(lat, 6)])
    for row, column, value in [(5, 8, "淘汰类"), (22, 8, "淘汰类"), (11, 8, "限制类"), (30, 8, ""), (18, 9, "无"), (35, 4, "18.5亩")]:
        rows[row - 1][column] = value
    return rows


def as_collected(rows):
    """The survey before anybody looked at it: one pair of coordinates swapped, one id twice, one word of no meaning."""
    rows = [list(row) for row in rows]
    rows[13][10], rows[13][11] = rows[13][11], rows[13][10]
    rows[26][0] = rows[25][0]
    rows[29][8] = "待查"
    return rows


def cell(reference, value):
    if isinstance(value, str):
        return f'<c r="{reference}" t="inlineStr"><is><t>{escape(value)}</t></is></c>' if value else ""
    return f'<c r="{reference}"><v>{value}</v></c>'


def workbook(path, rows):
    """A workbook of one sheet, the same bytes each time, and so not packed."""
    land = round(sum(float(str(row[4]).rstrip("亩")) for row in rows), 1)
    sheet = [[TITLE], ["坐标由互联网地图取点"], HEADER, *rows, ["合计", "", "", "", land], ["填表人：示例"]]
    lines = "".join(
        f'<row r="{number}">' + "".join(cell(f"{chr(65 + at)}{number}", value) for at, value in enumerate(row)) + "</row>"
        for number, row in enumerate(sheet, 1)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.'
        f'openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="企业" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{lines}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w") as file:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            file.writestr(entry, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text)


def box(corners):
    xs, ys = zip(*corners)
    return struct.pack("<4d", min(xs), min(ys), max(xs), max(ys))


def shapefile(path):
    """The parks as a Shapefile in GBK, without a .cpg, as it comes from the bureau."""
    rings = [[(EAST + x, NORTH + y) for x, y in [*corners, corners[0]]] for _, _, corners, *_ in PARKS]
    shapes, index, place = b"", b"", 50
    for number, ring in enumerate(rings, 1):
        shape = struct.pack("<i", 5) + box(ring) + struct.pack("<3i", 1, len(ring), 0)
        shape += b"".join(struct.pack("<2d", *corner) for corner in ring)
        head = struct.pack(">2i", number, len(shape) // 2)
        index += struct.pack(">2i", place, len(shape) // 2)
        shapes, place = shapes + head + shape, place + 4 + len(shape) // 2
    for ending, body in [(".shp", shapes), (".shx", index)]:
        head = struct.pack(">7i", 9994, 0, 0, 0, 0, 0, 50 + len(body) // 2) + struct.pack("<2i", 1000, 5)
        head += box([corner for ring in rings for corner in ring]) + bytes(32)
        path.with_suffix(ending).write_bytes(head + body)
    fields = [("园区编号", "C", 10), ("园区名称", "C", 40), ("园区面积", "N", 10), ("已供用地", "N", 10), ("已建用地", "N", 10), ("可供用地", "N", 10)]
    size = 1 + sum(width for *_, width in fields)
    table = struct.pack("<4BIHH20x", 3, 126, 1, 1, len(PARKS), 33 + 32 * len(fields), size)
    for name, kind, width in fields:
        table += name.encode("gbk").ljust(11, b"\0") + kind.encode() + bytes(4) + bytes([width, 0]) + bytes(14)
    table += b"\r"
    for key, name, _, *numbers in PARKS:
        cells = [key, name, *map(str, numbers)]
        texts = [text.encode("gbk") for text in cells]
        padded = [t.ljust(width) if kind == "C" else t.rjust(width) for t, (_, kind, width) in zip(texts, fields)]
        table += b" " + b"".join(padded)
    path.with_suffix(".dbf").write_bytes(table + b"\x1a")
    path.with_suffix(".prj").write_text(
        'PROJCS["CGCS2000_3_Degree_GK_CM_120E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",'
        'SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],'
        'PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],'
        'PARAMETER["Central_Meridian",120.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
    )


def outline(path):
    ring = [[round(value, 6) for value in degrees(x, y)] for x, y in reversed([*OUTLINE, OUTLINE[0]])]
    feature = {
        "type": "Feature",
        "properties": {"name_zh": "青禾区", "name_en": "Qinghe District", "quality": "synthetic"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    text = json.dumps(feature, ensure_ascii=False)
    path.write_text(f'{{"type": "FeatureCollection", "features": [\n{text}\n]}}\n', encoding="utf-8")


def main():
    FOLDER.mkdir(exist_ok=True)
    rows = enterprises()
    workbook(FOLDER / "survey.xlsx", as_collected(rows))
    workbook(FOLDER / "survey-checked.xlsx", rows)
    shapefile(FOLDER / "parks.shp")
    outline(FOLDER / "district.geojson")


if __name__ == "__main__":
    main()
