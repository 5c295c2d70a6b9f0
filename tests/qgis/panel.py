"""The panel in QGIS: who is clicked on the canvas is explained, and decided on; decisions reach the next plan.

Usage: panel.py DATA PLAN, run by tests/qgis/plugin, which sets the profile up.
"""

import os
import shutil
import sys
import tempfile
import unittest

sys.path.append("/usr/share/qgis/python/plugins")
sys.path.append(os.environ["QGIS_PLUGINPATH"])

from qgis.core import QgsApplication, QgsFeature, QgsGeometry, QgsProcessingException, QgsProject, QgsVectorLayer
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QEvent, QEventLoop, QPoint, QPointF, Qt, QTimer
from qgis.PyQt.QtGui import QMouseEvent
from qgis.PyQt.QtWidgets import QMainWindow

DATA, PLAN = sys.argv[1:3]

QgsApplication.setPrefixPath("/usr", True)
APPLICATION = QgsApplication([], True)
APPLICATION.initQgis()

import processing  # noqa: E402
from processing.core.Processing import Processing  # noqa: E402

Processing.initialize()

import parkward  # noqa: E402
from parkward import decisions, words  # noqa: E402


class Interface:
    """As much of QGIS's window as the plugin asks for."""

    def __init__(self):
        self.window, self.canvas, self.docks, self.actions = QMainWindow(), QgsMapCanvas(), [], []
        self.window.setCentralWidget(self.canvas)
        self.window.resize(1200, 900)

    def mapCanvas(self):
        return self.canvas

    def mainWindow(self):
        return self.window

    def addDockWidget(self, area, dock):
        self.window.addDockWidget(area, dock)
        self.docks.append(dock)

    def removeDockWidget(self, dock):
        self.window.removeDockWidget(dock)
        self.docks.remove(dock)

    def addToolBarIcon(self, action):
        self.actions.append(action)

    def removeToolBarIcon(self, action):
        self.actions.remove(action)

    def addPluginToMenu(self, _menu, action):
        self.actions.append(action)

    def removePluginMenu(self, _menu, action):
        self.actions.remove(action)


def plan(folder, **more):
    """A plan of Jinshan, as the plugin makes it without a map."""
    uri = f"file://{DATA}/enterprises.csv?type=csv&xField=lon&yField=lat&crs=EPSG:4326&detectTypes=yes"
    enterprises = QgsVectorLayer(uri, "enterprises", "delimitedtext")
    QgsProject.instance().addMapLayer(enterprises, False)
    parameters = {"PARKS": f"{DATA}/parks.geojson", "ENTERPRISES": enterprises, "OUTPUT": folder, "MAP": False}
    return processing.run("parkward:plan", {**parameters, "LOAD": False, **more})


def layer_of(folder, name):
    return QgsVectorLayer(f"{folder}/relocation.gpkg|layername={name}", name, "ogr")


def found(folder, where, column="park"):
    layer = layer_of(folder, "enterprises")
    layer.setSubsetString(where)
    return {feature["id"]: feature[column] for feature in layer.getFeatures()}


class InTheWindow(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.plan = os.path.join(self.folder.name, "plan")
        shutil.copytree(PLAN, self.plan)
        self.iface = Interface()
        self.plugin = parkward.classFactory(self.iface)
        self.plugin.initGui()
        self.panel = self.plugin.panel
        self.layers = {name: layer_of(self.plan, name) for name in ("enterprises", "parks")}
        QgsProject.instance().addMapLayers(self.layers.values())
        self.iface.canvas.setLayers(list(self.layers.values()))
        self.iface.canvas.setDestinationCrs(self.layers["parks"].crs())
        self.iface.window.show()
        self.panel.show()
        QgsApplication.processEvents()

    def tearDown(self):
        self.plugin.unload()
        self.assertEqual((self.iface.docks, self.iface.actions), ([], []))
        QgsProject.instance().clear()
        self.folder.cleanup()

    def feature(self, name, of_it):
        (feature,) = [feature for feature in self.layers[name].getFeatures() if feature["id"] == of_it]
        return feature

    def click(self, place, keys=Qt.KeyboardModifier.NoModifier):
        """A click of the mouse at a place of the map, which moves there first."""
        canvas = self.iface.canvas
        canvas.setExtent(QgsGeometry.fromPointXY(place).buffer(0.02, 8).boundingBox())
        canvas.refresh()
        canvas.waitWhileRendering()
        at = canvas.getCoordinateTransform().transform(place)
        at = QPointF(QPoint(round(at.x()), round(at.y())))
        button = Qt.MouseButton.LeftButton
        for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
            QgsApplication.sendEvent(canvas.viewport(), QMouseEvent(kind, at, button, button, keys))

    def click_on(self, name, of_it, keys=Qt.KeyboardModifier.NoModifier):
        geometry = self.feature(name, of_it).geometry()
        place = geometry if name == "enterprises" else free_of(geometry, self.layers["enterprises"])
        self.click(place.asPoint(), keys)

    def read(self):
        """What the panel says, once it does."""
        if self.panel.sheet.process is not None:
            loop = QEventLoop()
            self.panel.sheet.shown.connect(loop.quit)
            QTimer.singleShot(60_000, loop.quit)
            loop.exec()
        return self.panel.sheet.toPlainText()

    def test_who_is_clicked_is_explained_as_on_the_sheet_that_is_handed_over(self):
        self.assertEqual(self.panel.plan_label.text(), self.plan)
        self.panel.pick_button.click()
        self.assertIs(self.iface.canvas.mapTool(), self.panel.picker)
        mover = next(iter(found(self.plan, "verdict = 'moves'")))
        self.click_on("enterprises", mover)
        self.assertEqual([feature["id"] for feature in self.layers["enterprises"].selectedFeatures()], [mover])
        said = self.read()
        self.assertIn(f"Enterprise {mover}", said)
        self.assertIn("Moves to a park", said)
        self.assertIn("Present land", said)
        self.assertNotIn("{", said)  # no style sheet
        self.assertEqual(self.panel.who_label.text(), mover)
        path = os.path.join(self.folder.name, "sheet.docx")
        self.panel.save(path)
        self.assertTrue(open(path, "rb").read().startswith(b"PK"))
        self.click_on("parks", "zhujing")
        self.assertIn("Zhujing Industrial Zone", self.read())
        self.assertEqual(self.panel.parks.currentData(), "zhujing")
        self.assertEqual(self.panel.who_label.text(), mover)
        if os.environ.get("PARKWARD_KEEP"):
            self.click_on("enterprises", mover)
            self.read()
            QgsApplication.processEvents()
            self.iface.window.grab().save(os.path.join(os.environ["PARKWARD_KEEP"], "panel.png"))

    def test_what_is_decided_on_the_map_is_in_the_next_plan(self):
        movers = found(self.plan, "verdict = 'moves'")
        one, two, three, *_ = [of_it for of_it, park in movers.items() if park == "zhujing"]
        other = next(of_it for of_it, park in movers.items() if park == "fengjing")
        self.panel.pick_button.click()
        self.click_on("enterprises", one)
        self.panel.decide("lock")
        self.assertEqual(self.panel.said.text(), "Say why")
        self.assertIsNone(decisions.table_of(QgsProject.instance()))
        self.panel.why.setText('its "lease", until 2030')
        self.panel.decide("lock")
        self.click_on("enterprises", two)
        self.click_on("enterprises", three, Qt.KeyboardModifier.ControlModifier)
        self.assertEqual(self.panel.chosen, sorted([two, three]))
        self.click_on("parks", "zhujing")
        self.assertEqual(self.panel.chosen, sorted([two, three]))
        self.panel.decide("forbid")
        self.click_on("enterprises", other)
        self.click_on("parks", "jinshan-industrial-zone")
        self.panel.decide("pin")
        self.click_on("parks", "zhangyan")
        self.panel.decide("park")
        self.assertEqual(self.panel.list.count(), 4)
        self.assertEqual(self.panel.said.text(), "")
        again = self.panel.parameters_again()
        self.assertEqual((again["EARLIER"], again["OUTPUT"]), (self.plan, self.plan + "-2"))
        plan(again["OUTPUT"], DECISIONS=again["DECISIONS"], EARLIER=again["EARLIER"])
        verdicts = found(again["OUTPUT"], "1 = 1", "verdict")
        parks = found(again["OUTPUT"], "1 = 1")
        self.assertEqual(verdicts[one], "kept")
        self.assertNotIn("zhujing", (parks[two], parks[three]))
        self.assertEqual(parks[other], "jinshan-industrial-zone")
        self.assertNotIn("zhangyan", parks.values())
        self.assertIn("zhangyan", movers.values())
        # What the next plan was made with can be read back from it.
        before = sorted(self.panel.list.item(row).text() for row in range(4))
        self.panel.list.selectAll()
        self.panel.remove()
        self.assertEqual(self.panel.list.count(), 0)
        self.panel.show_plan(again["OUTPUT"])
        self.panel.take_over()
        self.assertEqual(sorted(self.panel.list.item(row).text() for row in range(4)), before)

    def test_zones_projects_years_and_errors_are_parameters(self):
        out = os.path.join(self.folder.name, "whole")
        zones = {kind: f"{DATA}/{kind}.geojson" for kind in ("water_source", "farmland")}
        river = QgsVectorLayer(f"{DATA}/river.geojson", "the river", "ogr")
        QgsProject.instance().addMapLayer(river, False)
        # As a table, for QGIS leaves out the rows that have no place once there are columns of coordinates.
        uri = f"file://{DATA}/projects.csv?type=csv&geomType=none&detectTypes=yes"
        plan(
            out,
            ZONE_WATER_SOURCE=zones["water_source"],
            ZONE_FARMLAND=zones["farmland"],
            ZONES=["main_stem", "the river"],
            PROJECTS=QgsVectorLayer(uri, "projects", "delimitedtext"),
            PHASES=["2027", "200", "2028", "180", "2029", "160"],
            CLOSURES=2028,
            RUNS=3,
            SEED=1,
            WEIGHTS_OFF=0.1,
            POSITION_FIELD="position",
            POSITION_METRES=["road", "500"],
            MAP=True,
            MAP_PARKS=True,
            MAP_PAGE=1,
            MAP_THEME=3,
            ISSUER="Planning Bureau",
            APPROVALS="drawn, checked，approved",
            LANGUAGE=1,
        )
        kinds = {feature["kind"] for feature in layer_of(out, "zones").getFeatures()}
        self.assertEqual(kinds, {"main_stem", "water_source", "farmland"})
        self.assertEqual(layer_of(out, "projects").featureCount(), 16)
        self.assertEqual({feature["year"] for feature in layer_of(out, "phases").getFeatures()} - {None}, {2027, 2028, 2029})
        closes = found(out, "verdict = 'closes'", "year")
        self.assertEqual(set(closes.values()), {2028})
        self.assertTrue(all(share is not None for share in found(out, "verdict = 'moves'", "agreement").values()))
        self.assertTrue(os.path.isfile(f"{out}/map-parks.pdf"))
        with open(f"{out}/map.svg", encoding="utf-8") as file:
            drawn = file.read()
        self.assertIn('width="297mm"', drawn)
        for word in ("Planning Bureau", "drawn", "checked", "approved"):
            self.assertIn(word, drawn)

    def test_rows_that_cannot_be_decisions_are_named(self):
        table = decisions.new_table()
        QgsProject.instance().addMapLayer(table)
        for row, said in (
            ({"decision": "move", "why": "x"}, 'row 1: no decision "move"; expected one of pin, forbid, lock, park'),
            ({"decision": "lock", "enterprise": "E0001"}, "row 1: it does not say why"),
            ({"decision": "pin", "enterprise": "E0001", "park": "a, b", "why": "x"}, "row 1: expected one park"),
            ({"decision": "park", "park": "a", "open": "perhaps", "why": "x"}, 'expected yes or no, found "perhaps"'),
            ({"decision": "lock", "enterprise": "E9999", "why": "x"}, "E9999"),
        ):
            with self.subTest(said):
                table.dataProvider().truncate()
                feature = QgsFeature(table.fields())
                for key, value in row.items():
                    feature[key] = value
                table.dataProvider().addFeatures([feature])
                with self.assertRaises(QgsProcessingException) as raised:
                    plan(os.path.join(self.folder.name, "nothing"), DECISIONS=table, LANGUAGE=1)
                self.assertIn(said, str(raised.exception))

    def test_rows_are_read_in_chinese_and_as_people_write_them(self):
        rows = [
            {"decision": "指定园区", "enterprise": "E1、E2", "park": "a", "why": "x"},
            {"decision": "禁入园区", "industry": "C26", "class": "D", "park": "a；b", "why": "x"},
            {"decision": "园区调整", "park": "c", "open": "否", "add_ha": "-3", "why": "x"},
        ]
        tables = decisions.as_tables(rows)
        self.assertEqual(tables["pins"], [{"enterprises": ["E1", "E2"], "park": "a", "why": "x"}])
        self.assertEqual(tables["forbids"], [{"industries": ["C26"], "classes": ["D"], "parks": ["a", "b"], "why": "x"}])
        self.assertEqual(tables["park_changes"], [{"park": "c", "open": False, "add_ha": -3.0, "why": "x"}])

    def test_the_panel_speaks_both_languages(self):
        spoken, keep = words.chinese, []
        words.chinese = lambda: True
        try:
            from parkward.panel import Panel

            panel = Panel(self.iface)
            keep.append(panel)
            shown = [button.text() for button in panel.findChildren(type(panel.pick_button))]
            panel.close_down()
        finally:
            words.chinese = spoken
        self.assertTrue(shown)
        for label in shown:
            bare = label.replace("Ctrl", "")
            self.assertFalse(any(letter.isascii() and letter.isalpha() for letter in bare), label)


def free_of(polygon, points):
    """A place in a polygon that is far from all points."""
    inside = [feature.geometry() for feature in points.getFeatures() if polygon.contains(feature.geometry())]
    taken = QgsGeometry.collectGeometry(inside).buffer(0.0012, 8) if inside else QgsGeometry()
    return polygon.difference(taken).poleOfInaccessibility(0.0001)[0]


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=1)
