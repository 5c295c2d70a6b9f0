"""Files with one fault each, in every format that can have it: make.py FOLDER writes FOLDER/FAULT/FORMAT/a.ENDING.

The table in docs/formats.md says what becomes of each; tests/formats.rs holds it against the program. Everything is
enterprises but the faults of FOR_PARKS.
"""

import datetime
import json
import re
import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import geoparquet
from osgeo import gdal, ogr, osr

gdal.UseExceptions()
gdal.PushErrorHandler("CPLQuietErrorHandler")
osr.UseExceptions()

# By the name of the column in the table: the ending, and GDAL's driver where GDAL writes it.
FORMATS = {
    "CSV": ("csv", None),
    "TSV": ("tsv", None),
    "XLSX": ("xlsx", None),
    "ODS": ("ods", None),
    "GeoJSON": ("geojson", None),
    "GeoJSONL": ("geojsonl", None),
    "Shapefile": ("shp", "ESRI Shapefile"),
    "GeoPackage": ("gpkg", "GPKG"),
    "FlatGeobuf": ("fgb", "FlatGeobuf"),
    "GeoParquet": ("parquet", None),
    "KML": ("kml", "LIBKML"),
    "GML": ("gml", "GML"),
    "DXF": ("dxf", "DXF"),
    "SQLite": ("sqlite", "SQLite"),
    "GDB": ("gdb", "OpenFileGDB"),
    "MapInfo": ("tab", "MapInfo File"),
}
SHEETS = ("XLSX", "ODS")
TEXTS = ("CSV", "TSV")
TABLES = (*TEXTS, *SHEETS)
JSON = ("GeoJSON", "GeoJSONL")
PARQUET = ("GeoParquet",)
BY_GDAL = tuple(name for name, (_, driver) in FORMATS.items() if driver and name != "DXF")
DATABASES = ("GeoPackage", "SQLite", "GDB")
EDGE = "POLYGON ((121.2 30.8, 121.3 30.8, 121.3 30.9, 121.2 30.9, 121.2 30.8))"


def firms(**cells):
    """Three enterprises, the second with other cells."""
    rows = [
        {"id": f"E{n}", "name": f"N{n}", "industry": "C35", "land_ha": 1.5 + n, "wkt": f"POINT (121.2{n} 30.8{n})"}
        for n in (1, 2, 3)
    ]
    rows[1].update(cells)
    return rows


def every(**cells):
    return [{**row, **cells} for row in firms()]


def areas(wkt):
    """Two parks, the second drawn in a way of its own."""
    return [
        {"id": "P1", "name": "A", "capacity_ha": 9.5, "wkt": EDGE.replace("121", "120")},
        {"id": "P2", "name": "B", "capacity_ha": 8.5, "wkt": wkt},
    ]


class Cell:
    """A cell of a workbook that is more than its value."""

    def __init__(self, value=None, error=None, formula=None, style=0, shown=None, merged=False):
        self.value, self.error, self.formula = value, error, formula
        self.style, self.shown, self.merged = style, shown, merged


def table(rows):
    """Column names and cells of a table; points are two columns, everything else is WKT."""
    points = all(row["wkt"].startswith("POINT (") for row in rows)
    names = [name for name in rows[0] if name != "wkt"]
    head = [*names, *(("lon", "lat") if points else ("wkt",))]
    cells = [
        [row.get(name) for name in names]
        + ([float(x) for x in row["wkt"][7:-1].split()] if points else [row["wkt"]])
        for row in rows
    ]
    return [head, *cells]


def delimited(grid, delimiter):
    def text(cell):
        cell = "" if cell is None else str(cell)
        return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in '",\t\n') else cell

    return "".join(delimiter.join(map(text, row)) + "\n" for row in grid)


def place(row, column):
    return f"{chr(65 + column)}{row}"


def xlsx(path, sheets):
    """Sheets by name: (grid, hidden rows)."""
    parts = {
        "_rels/.rels": '<Relationships><Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/styles.xml": '<styleSheet><numFmts><numFmt numFmtId="200" formatCode="0000"/></numFmts><cellXfs><xf '
        'numFmtId="0"/><xf numFmtId="200"/><xf numFmtId="9"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    }
    listed, related = "", '<Relationship Id="s" Type="x/styles" Target="styles.xml"/>'
    for number, (name, (grid, hidden)) in enumerate(sheets.items(), 1):
        rows, merges = "", ""
        for at, row in enumerate(grid, 1):
            cells = ""
            for column, cell in enumerate(row):
                where = place(at, column)
                cell = cell if isinstance(cell, Cell) else Cell(cell)
                if isinstance(cell.value, datetime.date):
                    cell = Cell((cell.value - datetime.date(1899, 12, 30)).days, style=3)
                if cell.merged:
                    merges += f'<mergeCell ref="{where}:{place(at + 1, column)}"/>'
                if cell.error:
                    cells += f'<c r="{where}" t="e"><v>{cell.error}</v></c>'
                elif cell.formula:
                    cells += f'<c r="{where}"><f>{cell.formula}</f></c>'
                elif isinstance(cell.value, str):
                    cells += f'<c r="{where}" t="inlineStr"><is><t>{escape(cell.value)}</t></is></c>'
                elif cell.value is not None:
                    cells += f'<c r="{where}" s="{cell.style}"><v>{cell.value!r}</v></c>'
            unseen = ' hidden="1"' if at in hidden else ""
            rows += f'<row r="{at}"{unseen}>{cells}</row>'
        merges = merges and f"<mergeCells>{merges}</mergeCells>"
        parts[f"xl/s{number}.xml"] = f"<worksheet><sheetData>{rows}</sheetData>{merges}</worksheet>"
        listed += f'<sheet name="{name}" sheetId="{number}" r:id="r{number}"/>'
        related += f'<Relationship Id="r{number}" Type="x/worksheet" Target="s{number}.xml"/>'
    parts["xl/_rels/workbook.xml.rels"] = f"<Relationships>{related}</Relationships>"
    parts["xl/workbook.xml"] = f'<workbook xmlns:r="r"><sheets>{listed}</sheets></workbook>'
    archive(path, parts)


def ods(path, sheets):
    body = ""
    for name, (grid, hidden) in sheets.items():
        body += f'<table:table table:name="{name}">'
        for at, row in enumerate(grid, 1):
            body += '<table:table-row table:visibility="collapse">' if at in hidden else "<table:table-row>"
            for cell in row:
                cell = cell if isinstance(cell, Cell) else Cell(cell)
                value, more = cell.value, ' table:number-rows-spanned="2"' if cell.merged else ""
                if cell.error:
                    more += ' table:formula="of:=1" office:value-type="string" calcext:value-type="error"'
                    value = cell.error
                elif cell.formula:
                    more += f' table:formula="of:={cell.formula}"'
                elif isinstance(value, datetime.date):
                    more += f' office:value-type="date" office:date-value="{value}"'
                elif isinstance(value, str):
                    more += ' office:value-type="string"'
                elif value is not None:
                    kind = "percentage" if cell.style == 2 else "float"
                    more += f' office:value-type="{kind}" office:value="{value!r}"'
                shown = "" if value is None else f"<text:p>{escape(str(cell.shown or value))}</text:p>"
                body += f"<table:table-cell{more}>{shown}</table:table-cell>"
            body += "</table:table-row>"
        body += "</table:table>"
    archive(path, {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": f"<office:document-content><office:body><office:spreadsheet>{body}"
        "</office:spreadsheet></office:body></office:document-content>",
    })


def archive(path, parts):
    with zipfile.ZipFile(path, "w") as file:
        for name, text in parts.items():
            file.writestr(zipfile.ZipInfo(name), text)


def feature(row):
    wkt = row["wkt"]
    geometry = None if wkt is None else json.loads(ogr.CreateGeometryFromWkt(wkt).ExportToJson())
    cells = {name: cell for name, cell in row.items() if name != "wkt"}
    return {"type": "Feature", "properties": cells, "geometry": geometry}


def geojson(rows, lines=False, **more):
    features = [json.dumps(feature(row), ensure_ascii=False, default=str) for row in rows]
    if lines:
        return "\n".join(features) + "\n"
    head = "".join(f", {json.dumps(key)}: {json.dumps(value)}" for key, value in more.items())
    return f'{{"type": "FeatureCollection"{head}, "features": [\n' + ",\n".join(features) + "\n]}\n"


def system_of(crs):
    """A CRS by its code, or as WKT."""
    system = osr.SpatialReference()
    system.SetFromUserInput(crs) if isinstance(crs, str) else system.ImportFromEPSG(crs)
    system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return system


def parquet(path, rows, crs):
    kinds = {
        int: (geoparquet.INT64, None), float: (geoparquet.DOUBLE, None), datetime.date: (geoparquet.INT32, geoparquet.DATE),
    }
    columns = {}
    for name in [name for name in rows[0] if name != "wkt"]:
        cells = [row.get(name) for row in rows]
        kind = kinds.get(type(next(cell for cell in cells if cell is not None)), (geoparquet.BYTES, geoparquet.UTF8))
        if kind[1] == geoparquet.DATE:
            cells = [(cell - datetime.date(1970, 1, 1)).days for cell in cells]
        columns[name] = (*kind, cells)
    shapes = [row["wkt"] and ogr.CreateGeometryFromWkt(row["wkt"]).ExportToIsoWkb() for row in rows]
    columns["geometry"] = (geoparquet.BYTES, None, shapes)
    known = "" if crs == 4326 else crs and json.loads(system_of(crs).ExportToPROJJSON())
    geoparquet.write(path, columns, known)


def by_gdal(path, driver, rows, crs=4326, options=(), layers=("a",)):
    kinds = {int: ogr.OFTInteger64, float: ogr.OFTReal, datetime.date: ogr.OFTDate}
    system = system_of(crs) if crs else None
    dataset = ogr.GetDriverByName(driver).CreateDataSource(str(path))
    for name in layers:
        first = next(row["wkt"] for row in reversed(rows) if row["wkt"])
        kind = ogr.CreateGeometryFromWkt(first).GetGeometryType()
        kind = ogr.wkbUnknown if any(word in first for word in ("CURVE", "GEOMETRYCOLL")) else kind
        layer = dataset.CreateLayer(name, system, kind, list(options))
        fields = [field for field in rows[0] if field != "wkt" and driver != "DXF"]
        # Some drivers have fields of their own, and some change names.
        places = {}
        if fields:
            for field in fields:
                known = layer.GetLayerDefn().GetFieldCount()
                value = next((row[field] for row in rows if row.get(field) is not None), "")
                made = ogr.FieldDefn(field, kinds.get(type(value), ogr.OFTString))
                if isinstance(value, int):
                    made.SetWidth(18)
                layer.CreateField(made)
                found = layer.GetLayerDefn()
                places[field] = known if found.GetFieldCount() > known else found.GetFieldIndex(field)
        for row in rows:
            item = ogr.Feature(layer.GetLayerDefn())
            for field, at in places.items():
                value = row.get(field)
                if value is not None:
                    item.SetField(at, str(value) if isinstance(value, datetime.date) else value)
            if row["wkt"] is not None:
                item.SetGeometry(ogr.CreateGeometryFromWkt(row["wkt"]))
            layer.CreateFeature(item)
        layer = None
    dataset = None


def write(place, name, rows, crs=4326, **more):
    """Rows in a format; places in degrees on WGS84, unless another CRS is declared."""
    ending, driver = FORMATS[name]
    path = place / f"a.{ending}"
    if name in TEXTS:
        path.write_text(delimited(table(rows), "\t" if name == "TSV" else ","), encoding="utf-8")
    elif name in SHEETS:
        SHEET[name](path, {"S": (table(rows), ())})
    elif name in JSON:
        path.write_text(geojson(rows, lines=name == "GeoJSONL"), encoding="utf-8")
    elif name in PARQUET:
        parquet(path, rows, crs)
    else:
        more.setdefault("options", OPTIONS.get(name, ()))
        by_gdal(path, driver, rows, crs, **more)
    if name == "KML":
        # GDAL writes a height of 0 where there is none.
        path.write_text(re.sub(r",0(?=[\s<])", "", path.read_text(encoding="utf-8")), encoding="utf-8")
    return path


# Texts as they are.
OPTIONS = {
    "Shapefile": ["ENCODING=UTF-8"],
    "MapInfo": ["ENCODING=UTF-8"],
}


SHEET = {"XLSX": xlsx, "ODS": ods}
EVERYWHERE = tuple(FORMATS)
WITH_FIELDS = tuple(name for name in FORMATS if name != "DXF")
FAULTS = {}


def fault(key, formats):
    """Names a fault and the formats that can have it; what is decorated writes it."""
    def named(make):
        FAULTS.setdefault(key, {}).update(dict.fromkeys(formats, make))
        return make
    return named


def with_rows(key, formats, rows, **more):
    fault(key, formats)(lambda place, name: write(place, name, rows, **more))


with_rows("none", EVERYWHERE, firms())
with_rows("z", tuple(f for f in EVERYWHERE if f != "MapInfo"), every(wkt="POINT Z (121.21 30.81 5)"))
with_rows("empty-id", WITH_FIELDS, firms(id=None))
with_rows("twice", WITH_FIELDS, firms(id="E1"))
with_rows("no-place", tuple(f for f in BY_GDAL + JSON + PARQUET if f not in ("MapInfo", "FlatGeobuf")), firms(wkt=None))
with_rows("nought", EVERYWHERE, firms(wkt="POINT (0 0)"))
with_rows("swapped", EVERYWHERE, firms(wkt="POINT (30.82 121.22)"))
with_rows("days", WITH_FIELDS, every(name=datetime.date(2024, 2, 28)))
with_rows("long-id", tuple(f for f in WITH_FIELDS if f != "MapInfo"), [{**row, "id": 913101160000000120 + n} for n, row in enumerate(firms())])
with_rows("unit-in-cell", WITH_FIELDS, [{**row, "land_ha": "12亩"} for row in firms()])
with_rows("decimal-comma", WITH_FIELDS, [{**row, "land_ha": text} for row, text in zip(firms(), ("1.5", "2,5", "3.5"))])
with_rows("unknown", WITH_FIELDS, [{**row, "land_ha": text} for row, text in zip(firms(), ("1.5", "—", "3.5"))])
with_rows("wrong-code", WITH_FIELDS, firms(industry="C99"))
with_rows("no-id", WITH_FIELDS, [{("kind" if key == "id" else key): cell for key, cell in row.items()} for row in firms()])
with_rows("metres", tuple(f for f in EVERYWHERE if f not in ("KML",)),
          [{**row, "wkt": f"POINT ({612000 + n} 3417000)"} for n, row in enumerate(firms())], crs=None)
with_rows("crs", tuple(f for f in BY_GDAL + PARQUET if f != "KML"),
          [{**row, "wkt": f"POINT ({612000 + n} 3417000)"} for n, row in enumerate(firms())], crs=4549)
with_rows("local-crs", ("Shapefile", "GeoPackage", "FlatGeobuf", "GeoParquet"),
          firms(), crs='LOCAL_CS["site",UNIT["metre",1]]')


@fault("unit-in-name", tuple(f for f in WITH_FIELDS if f not in ("Shapefile", "GML", "KML", "GDB")))
def unit_in_name(place, name):
    write(place, name, [{key.replace("land_ha", "land_ha（亩）"): cell for key, cell in row.items()} for row in firms()])


@fault("names-twice", (*TABLES, "GeoJSON"))
def names_twice(place, name):
    rows = [[*row, row[3]] for row in table(firms())]
    path = place / f"a.{FORMATS[name][0]}"
    if name == "GeoJSON":
        path.write_text(geojson(firms()).replace('"land_ha"', '"land_ha": 9, "land_ha"'), encoding="utf-8")
    else:
        write_grid(path, name, rows)


def write_grid(path, name, grid, hidden=()):
    if name in SHEETS:
        SHEET[name](path, {"S": (grid, hidden)})
    else:
        path.write_text(delimited(grid, "\t" if name == "TSV" else ","), encoding="utf-8")


def with_grid(key, formats, change, hidden=()):
    def make(place, name):
        write_grid(place / f"a.{FORMATS[name][0]}", name, change(table(firms())), hidden)
    fault(key, formats)(make)


def put(grid, row, column, cell):
    grid[row][column] = cell
    return grid


with_grid("titles", TABLES, lambda grid: [["企业调查表"] + [None] * 5, *grid])
with_grid("wrapped-name", TABLES, lambda grid: put(grid, 0, 3, "用地\n面积"))
with_grid("blank-rows", TABLES, lambda grid: [grid[0], [None] * 6, *grid[1:]])
with_grid("sums", TABLES, lambda grid: [*grid, ["合计", None, None, 10.5, None, None]])
with_grid("lonlat", TABLES, lambda grid: [["id", "坐标"], *[[row[0], f"{row[4]},{row[5]}"] for row in grid[1:]]])
with_grid("minutes", TABLES, lambda grid: put(grid, 2, 4, "121°13′12″"))
with_grid("error-cell", SHEETS, lambda grid: put(grid, 2, 3, Cell(error="#N/A")))
with_grid("formula", SHEETS, lambda grid: put(grid, 2, 3, Cell(formula="A1")))
with_grid("shown-code", SHEETS, lambda grid: put(grid, 2, 0, Cell(131, style=1, shown="0131")))
with_grid("per-cent", SHEETS, lambda grid: put(grid, 2, 3, Cell(0.12, style=2, shown="12%")))
with_grid("merged", SHEETS, lambda grid: put(put(grid, 2, 1, Cell("N", merged=True)), 3, 1, None))
with_grid("merged-amount", SHEETS, lambda grid: put(put(grid, 2, 3, Cell(9.5, merged=True)), 3, 3, None))
with_grid("hidden-rows", SHEETS, lambda grid: grid, hidden=(3,))
with_grid("short-row", TEXTS, lambda grid: [*grid[:2], grid[2][:3], grid[3]])


@fault("layers", (*SHEETS, *DATABASES, "KML"))
def layers(place, name):
    ending, driver = FORMATS[name]
    path = place / f"a.{ending}"
    if name in SHEETS:
        SHEET[name](path, {"S": (table(firms()), ()), "T": (table(firms()), ())})
    else:
        by_gdal(path, driver, firms(), layers=("a", "b"))


def changed(key, formats, change):
    """The bytes of a good file, changed."""
    def make(place, name):
        path = write(place, name, firms())
        path.write_bytes(change(path.read_bytes()))
    fault(key, formats)(make)


changed("bom", (*TEXTS, "GeoJSON", "KML", "GML"), lambda data: b"\xef\xbb\xbf" + data)
changed("crlf", (*TEXTS, *JSON), lambda data: data.replace(b"\n", b"\r\n"))
changed("utf-16", TEXTS, lambda data: data.decode().encode("utf-16"))
changed("quote", TEXTS, lambda data: data.replace(b"N2", b'"N2'))
changed("nul", TEXTS, lambda data: data.replace(b"E2", b"E2\x00"))
changed("nul", JSON, lambda data: data.replace(b"E2", b"E2\\u0000"))
changed("behind", ("GeoJSON",), lambda data: data + b"x")
WHOLE = tuple(name for name in FORMATS if name not in (*TEXTS, "GDB", "MapInfo"))
changed("truncated", WHOLE, lambda data: data[: len(data) * 3 // 5])
changed("truncated", TEXTS, lambda data: data[:-12])


@fault("truncated", ("GDB", "MapInfo"))
def truncated(place, name):
    path = write(place, name, firms())
    cut = max(path.glob("*.gdbtable"), key=lambda part: part.name) if name == "GDB" else path.with_suffix(".dat")
    cut.write_bytes(cut.read_bytes()[: -cut.stat().st_size * 2 // 5])


@fault("gbk", (*TEXTS, *JSON, "Shapefile"))
def gbk(place, name):
    rows = [{**row, "name": "金山纺织厂"} for row in firms()]
    if name == "Shapefile":
        path = write(place, name, rows, options=["ENCODING=GBK"])
        path.with_suffix(".cpg").unlink(missing_ok=True)
    else:
        path = write(place, name, rows)
        path.write_bytes(path.read_text(encoding="utf-8").encode("gbk"))


@fault("no-table", ("Shapefile",))
def no_table(place, name):
    write(place, name, firms()).with_suffix(".dbf").unlink()


@fault("short-table", ("Shapefile",))
def short_table(place, name):
    path = write(place, name, firms()).with_suffix(".dbf")
    path.write_bytes(path.read_bytes()[:-40])


FOR_PARKS = {}


def with_areas(key, formats, wkt):
    FOR_PARKS[key] = True
    with_rows(key, formats, areas(wkt))


DRAWN = (*TABLES, *JSON, *BY_GDAL, *PARQUET)
TWO = "POLYGON ((121.2 30.8, 121.3 30.8, 121.3 30.9, 121.2 30.9, 121.2 30.8), (121.4 30.8, 121.4 30.9, 121.5 30.9, 121.5 30.8, 121.4 30.8))"
with_areas("area", DRAWN, EDGE)
with_areas("area-z", tuple(f for f in DRAWN if f not in ("MapInfo", "FlatGeobuf")),
           "POLYGON Z ((121.2 30.8 1, 121.3 30.8 1, 121.3 30.9 1, 121.2 30.9 1, 121.2 30.8 1))")
# LIBKML writes no area that is not valid.
WRITTEN = tuple(f for f in DRAWN if f != "KML")
with_areas("two-outer-rings", WRITTEN, TWO)
with_areas("crossing", WRITTEN, "POLYGON ((121.2 30.8, 121.3 30.9, 121.3 30.8, 121.2 30.9, 121.2 30.8))")
with_areas("no-area", tuple(f for f in WRITTEN if f != "Shapefile"),
           "POLYGON ((121.2 30.8, 121.3 30.8, 121.2 30.8, 121.2 30.8))")
with_areas("line", tuple(f for f in DRAWN if f not in ("Shapefile", "FlatGeobuf", "GDB")), "LINESTRING (121.2 30.8, 121.3 30.8)")
with_areas("curve", (*TEXTS, "GeoPackage", "SQLite", "GML"),
           "CURVEPOLYGON (CIRCULARSTRING (121.2 30.8, 121.3 30.8, 121.3 30.9, 121.2 30.9, 121.2 30.8))")


@fault("closed-line", ("DXF",))
def closed_line(place, name):
    by_gdal(place / "a.dxf", "DXF", [{"wkt": EDGE.replace("POLYGON ((", "LINESTRING (").replace("))", ")")}])


FOR_PARKS["closed-line"] = True


def main(folder):
    for key, formats in FAULTS.items():
        for name, make in formats.items():
            place = Path(folder) / key / name
            place.mkdir(parents=True)
            make(place, name)
            if key in FOR_PARKS:
                (place / "parks").touch()


main(sys.argv[1])
