"""Opens a plan's project and GeoPackage in QGIS itself: check_project.py DIR. Run it by tests/qgis/run."""

import json
import os
import re
import sqlite3
import sys
import tempfile
import xml.etree.ElementTree as ET

from check_signs import check_signs
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsLayoutExporter,
    QgsLayoutItemLabel,
    QgsLayoutItemMap,
    QgsLayoutItemScaleBar,
    QgsProject,
    QgsSymbolLayer,
    QgsVectorLayer,
)

# Styles by layer: the first is the default.
STYLES = {
    "district": ["区界 District"],
    "towns": ["镇界 Towns"],
    "zones": ["类别 Kind"],
    "parks": ["类型 Type", "可接收用地的占用 Load after", "影子价格 Shadow price"],
    "released_land": ["腾退 Released"],
    "moves": ["迁移 Moves", "距离 Distance"],
    "projects": ["新项目 New projects"],
    "enterprises": ["结论 Verdict", "迁入园区 Assigned park", "距离 Distance", "第二选择差额 Second choice"],
    "unplaced": ["结论 Verdict"],
}
TABLE = ["表 Table"]  # of every layer without geometry
failures = 0


def check(what, holds, found=""):
    global failures
    print(("ok   " if holds else "FAIL ") + what + ("" if holds else f": {found}"))
    failures += not holds


def rows(database, query):
    with sqlite3.connect(database) as connection:
        return connection.execute(query).fetchall()


def drawn_classes(layer):
    """How many features each class of the layer's renderer draws."""
    renderer = layer.renderer()
    kind = renderer.type()
    if kind == "categorizedSymbol":
        field = renderer.classAttribute()
        known = {category.value() for category in renderer.categories()} - {""}
        rest = any(category.value() == "" for category in renderer.categories())
        return sum(rest or feature[field] in known for feature in layer.getFeatures())
    if kind == "graduatedSymbol":
        from qgis.core import QgsExpression, QgsExpressionContext, QgsExpressionContextUtils

        expression = QgsExpression(renderer.classAttribute())
        context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
        count = 0
        for feature in layer.getFeatures():
            context.setFeature(feature)
            value = expression.evaluate(context)
            if value is not None and str(value) != "NULL":
                count += renderer.rangeForValue(float(value)) is not None
        return count
    return layer.featureCount()


def check_project(folder, messages):
    project = QgsProject.instance()
    database = os.path.join(folder, "relocation.gpkg")
    check("the project opens", project.read(os.path.join(folder, "relocation.qgz")), project.error())
    check("it has a projected CRS in metres", project.crs().isValid() and not project.crs().isGeographic(), project.crs().authid())
    check("its title is the plan's", bool(project.title()))
    present = [name for (name,) in rows(database, "SELECT table_name FROM gpkg_contents") if name != "layer_styles"]
    check("every layer of the GeoPackage is in it", {f"parkward_{name}" for name in present} <= set(project.mapLayers()), list(project.mapLayers()))
    for name in present:
        layer = project.mapLayer(f"parkward_{name}")
        (count,) = rows(database, f'SELECT count(*) FROM "{name}"')[0]
        others = [project.mapLayer(f"parkward_{name}_{part}") for part in ("without_boundary", "lines", "points")]
        beside = sum(other.featureCount() for other in others if other)
        found = layer.featureCount() + beside
        check(f"{name}: valid, with {count} rows", layer.isValid() and found == count, found)
        check(f"{name}: found by a relative path", os.path.samefile(layer.source().split("|")[0], database))
        check(f"{name}: styles to choose from", sorted(layer.styleManager().styles()) == sorted(STYLES.get(name, TABLE)), layer.styleManager().styles())
        check(f"{name}: metadata", bool(layer.metadata().title()) and bool(layer.metadata().abstract()))
        if not layer.isSpatial():
            continue
        manager = layer.styleManager()
        check(f"{name}: opens in the default style", manager.currentStyle() == STYLES[name][0], manager.currentStyle())
        for style in STYLES[name]:
            manager.setCurrentStyle(style)
            expected = count
            if "distance" in style.lower() or "second" in style.lower():
                column = "second_margin_km" if "second" in style.lower() else "distance_m"
                (expected,) = rows(database, f'SELECT count("{column}") FROM "{name}"')[0]
            if "load" in style.lower():
                (expected,) = rows(database, "SELECT count(*) FROM parks WHERE capacity_ha > 0")[0]
            if name == "zones":
                expected = drawn_classes(layer) + beside  # only the kinds that a rule in force looks at
            drawn = drawn_classes(layer) + beside
            check(f"{name}: {style} draws {expected}", drawn == expected, drawn)
        manager.setCurrentStyle(STYLES[name][0])
    groups = [group.name() for group in project.layerTreeRoot().findGroups()]
    check("layers are grouped", groups[0] == "决定 Decisions" and len(groups) >= 4, groups)
    (parks,) = rows(database, "SELECT count(*) FROM parks")[0]
    marks = project.bookmarkManager().bookmarks()
    check("a bookmark for the district and every park", len(marks) == parks + 1, len(marks))
    check("nothing was logged as a warning", not messages, messages)
    signs = check_signs(project, folder, check)
    check("verdicts were drawn by both", signs > 0)
    check_layouts(project, parks, folder)


def check_layouts(project, parks, folder):
    overview, pages = project.layoutManager().printLayouts()
    with tempfile.TemporaryDirectory() as scratch:
        picture, document, atlas = (os.path.join(scratch, name) for name in ("map.png", "map.pdf", "atlas.pdf"))
        exporter = QgsLayoutExporter(overview)
        settings = QgsLayoutExporter.ImageExportSettings()
        settings.dpi = 60
        check("the layout is exported as PNG", exporter.exportToImage(picture, settings) == QgsLayoutExporter.Success)
        check("the layout is exported as PDF", exporter.exportToPdf(document, QgsLayoutExporter.PdfExportSettings()) == QgsLayoutExporter.Success)
        check("the picture is not blank", os.path.getsize(picture) > 20_000, os.path.getsize(picture))
        kinds = {type(item).__name__ for item in overview.items()}
        wanted = {"QgsLayoutItemMap", "QgsLayoutItemLegend", "QgsLayoutItemScaleBar", "QgsLayoutItemPicture", "QgsLayoutItemLabel"}
        check("it has a map, a legend, a scale bar and a north arrow", wanted <= kinds, kinds)
        for layout in (overview, pages):
            (page_map,) = [item for item in layout.items() if isinstance(item, QgsLayoutItemMap)]
            check(f"{layout.name()}: a graticule", page_map.grids().size() == 1 and page_map.grid().crs().authid() == "EPSG:4326")
            bars = {bar.style() for bar in layout.items() if isinstance(bar, QgsLayoutItemScaleBar)}
            check(f"{layout.name()}: a scale as bar and number", bars == {"Single Box", "Numeric"}, bars)
            numbers = [bar for bar in layout.items() if isinstance(bar, QgsLayoutItemScaleBar) and bar.style() == "Numeric"]
            places = {bar.numericFormat().numberDecimalPlaces() for bar in numbers}
            check(f"{layout.name()}: the scale is a whole number", places == {0}, places)
            kinds = {type(item).__name__ for item in layout.items()}
            check(f"{layout.name()}: a legend and a north arrow", {"QgsLayoutItemLegend", "QgsLayoutItemPicture"} <= kinds, kinds)
            words = " ".join(item.text() for item in layout.items() if isinstance(item, QgsLayoutItemLabel))
            check(f"{layout.name()}: the grid by its name", project.crs().authid() in words, words)
            with open(os.path.join(folder, "provenance.json"), encoding="utf-8") as file:
                block = json.load(file)["outputs"].get("title_block")
            check_block(layout, block)
        (page_map,) = [item for item in overview.items() if isinstance(item, QgsLayoutItemMap)]
        check("the scale is round", abs(page_map.scale() % 1000) < 5 or abs(page_map.scale() % 1000) > 995, page_map.scale())
        moves = project.mapLayer("parkward_moves")
        if moves:
            enabled = moves.renderer().symbol().symbolLayer(0).dataDefinedProperties().property(QgsSymbolLayer.PropertyLayerEnabled)
            check("a park's page shows its own moves", "@atlas_pagename" in enabled.expressionString(), enabled.expressionString())
        shown = project.mapLayer("parkward_parks").featureCount()
        check("the atlas has a page for every park on the layer", pages.atlas().updateFeatures() == shown)
        result, error = QgsLayoutExporter.exportToPdf(pages.atlas(), atlas, QgsLayoutExporter.PdfExportSettings())
        check("the atlas is exported", result == QgsLayoutExporter.Success and os.path.getsize(atlas) > 10_000, error)
        if os.environ.get("PARKWARD_KEEP"):
            os.system(f"cp '{picture}' '{document}' '{atlas}' '{os.environ['PARKWARD_KEEP']}'")


def check_block(layout, block):
    """The title block of a layout is what the plan file says, with the scale of the map; without one there is none."""
    cells = [item for item in layout.items() if isinstance(item, QgsLayoutItemLabel) and item.frameEnabled()]
    said = [cell.currentText() for cell in cells]
    if not block:
        check(f"{layout.name()}: no title block", not cells, said)
        return
    wanted = [block["issuer"]["zh"], block["drawing_number"], *(who["zh"] for who in block["approvals"])]
    missing = [word for word in wanted if not any(word in cell for cell in said)]
    check(f"{layout.name()}: the title block says what the plan file says", not missing, (missing, said))
    check(f"{layout.name()}: and the scale", any(re.search(r": 1:[\d,. ]*\d$", cell) for cell in said), said)
    page = layout.pageCollection().page(0)
    inside = all(cell.pagePos().x() + cell.rect().width() <= page.rect().width() for cell in cells)
    check(f"{layout.name()}: and lies on the page", inside)


def check_geopackage(folder):
    database = os.path.join(folder, "relocation.gpkg")
    for name in STYLES:
        if not rows(database, f"SELECT 1 FROM gpkg_contents WHERE table_name = '{name}'"):
            continue
        layer = QgsVectorLayer(f"{database}|layername={name}", name, "ogr")
        (columns, aliases) = (layer.fields().names()[1:], [layer.attributeAlias(i) for i in range(1, layer.fields().count())])
        check(f"{name}: a double-click shows aliases", all(aliases), dict(zip(columns, aliases)))
        coded = {"verdict", "park"} if name != "parks" else set()
        for column in coded & set(columns):
            widget = layer.editorWidgetSetup(layer.fields().indexOf(column))
            check(f"{name}: {column} is a value map", widget.type() == "ValueMap" and len(widget.config()["map"]) > 1)
        if name in ("enterprises", "unplaced", "parks", "moves"):
            check(f"{name}: map tips", "[%" in layer.mapTipTemplate())
    for layer, name, qml, sld in rows(database, "SELECT f_table_name, styleName, styleQML, styleSLD FROM layer_styles"):
        ET.fromstring(qml.split("\n", 1)[1])
        if name == TABLE[0]:
            continue
        ET.fromstring(sld)
        with tempfile.NamedTemporaryFile("w", suffix=".sld", encoding="utf-8") as file:
            file.write(sld)
            file.flush()
            opened = QgsVectorLayer(f"{database}|layername={layer}", layer, "ogr")
            message, loaded = opened.loadSldStyle(file.name)
        check(f"{layer}: the SLD of {name} is read", loaded, message)


def main():
    QgsApplication.setPrefixPath("/usr", True)
    application = QgsApplication([], False)
    application.initQgis()
    messages = []

    def heard(message, tag, level):
        if level in (Qgis.Warning, Qgis.Critical):
            messages.append(f"{tag}: {message}")

    application.messageLog().messageReceived.connect(heard)
    check_project(sys.argv[1], messages)
    check_geopackage(sys.argv[1])
    # QGIS may crash while Python takes it apart, long after everything was checked.
    sys.stdout.flush()
    os._exit(1 if failures else 0)


main()
