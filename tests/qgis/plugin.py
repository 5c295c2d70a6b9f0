"""The plugin inside QGIS: what only a project, a feedback or a model shows.

Usage: plugin.py DATA PLAN MODEL, run by tests/qgis/plugin, which sets the profile up. Writes the model.
"""

import os
import sys
import tempfile
import unittest

sys.path.append("/usr/share/qgis/python/plugins")
sys.path.append(os.environ["QGIS_PLUGINPATH"])

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterFeatureSource,
    QgsProject,
    QgsVectorLayer,
)

DATA, PLAN, MODEL = sys.argv[1:4]

QgsApplication.setPrefixPath("/usr", True)
APPLICATION = QgsApplication([], False)
APPLICATION.initQgis()

import processing  # noqa: E402
from processing.core.Processing import Processing  # noqa: E402
from processing.core.ProcessingConfig import ProcessingConfig  # noqa: E402

Processing.initialize()

import parkward  # noqa: E402

PLUGIN = parkward.classFactory(None)
PLUGIN.initProcessing()


class Feedback(QgsProcessingFeedback):
    """What is said, and a cancel when a step begins."""

    def __init__(self, cancel_at=None):
        super().__init__(False)
        self.cancel_at = cancel_at
        self.said = []

    def setProgressText(self, text):
        if text == self.cancel_at:
            self.cancel()

    def pushInfo(self, info):
        self.said.append(info)

    pushConsoleInfo = pushInfo


def parks():
    return QgsVectorLayer(f"{DATA}/parks.geojson", "parks", "ogr")


def enterprises():
    uri = f"file://{DATA}/enterprises.csv?type=csv&xField=lon&yField=lat&crs=EPSG:4326&detectTypes=yes"
    layer = QgsVectorLayer(uri, "enterprises", "delimitedtext")
    QgsProject.instance().addMapLayer(layer, False)
    return layer


def plan(folder, feedback=None, **more):
    parameters = {"PARKS": parks(), "ENTERPRISES": enterprises(), "OUTPUT": folder, "MAP": False, "LOAD": False}
    return processing.run("parkward:plan", {**parameters, **more}, feedback=feedback or Feedback())


def classes(layer):
    return [category.value() for category in layer.renderer().categories()]


# As the tree has them, from the top; the tables are those that the rule book of the example asks for.
LAYERS = ["Unplaced", "Enterprises", "Moves", "Released land", "Parks", "Rejected rows"]
LAYERS += ["Findings", "Balance", "Indicators", "Principles", "Land use"]


class InQgis(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.out = os.path.join(self.folder.name, "plan")
        ProcessingConfig.setSettingValue("PARKWARD_BINARY", "")

    def tearDown(self):
        QgsProject.instance().clear()
        self.folder.cleanup()

    def test_layers_are_loaded_styled_and_in_drawing_order(self):
        parameters = {"PARKS": parks(), "ENTERPRISES": enterprises(), "OUTPUT": self.out, "MAP": False, "TITLE": "T"}
        processing.runAndLoadResults("parkward:plan", parameters, feedback=Feedback())
        group = QgsProject.instance().layerTreeRoot().findGroup("T")
        nodes = group.children()
        self.assertEqual(
            [node.name() for node in nodes],
            LAYERS,
        )
        layers = {node.name(): node.layer() for node in nodes}
        self.assertEqual(len(QgsProject.instance().layerTreeRoot().findLayers()), len(LAYERS))
        self.assertEqual(layers["Enterprises"].featureCount(), 1641)
        self.assertIn("moves", classes(layers["Enterprises"]))
        self.assertIn("municipal", classes(layers["Parks"]))
        self.assertTrue(layers["Parks"].labelsEnabled())
        self.assertTrue(all(layer.isValid() for layer in layers.values()))

    def test_a_folder_that_is_written_again_shows_what_is_new(self):
        parameters = {"PARKS": parks(), "ENTERPRISES": enterprises(), "OUTPUT": self.out, "MAP": False, "TITLE": "T"}
        processing.runAndLoadResults("parkward:plan", parameters, feedback=Feedback())
        parameters["ENTERPRISES"].setSubsetString("\"town\" = '漕泾镇'")
        processing.runAndLoadResults("parkward:plan", parameters, feedback=Feedback())
        root = QgsProject.instance().layerTreeRoot()
        self.assertEqual(len(root.findGroups()), 1)
        layers = {node.name(): node.layer() for node in root.findLayers()}
        self.assertEqual(len(layers), len(LAYERS))
        self.assertEqual(layers["Enterprises"].featureCount(), parameters["ENTERPRISES"].featureCount())

    def test_answers_are_loaded_with_their_styles(self):
        plan(self.out)
        parameters = {"BEFORE": PLAN, "AFTER": self.out, "OUTPUT": self.out + "-changes"}
        processing.runAndLoadResults("parkward:compare", parameters, feedback=Feedback())
        group = QgsProject.instance().layerTreeRoot().findGroup("before → plan")
        changes, in_parks = (node.layer() for node in group.children())
        self.assertEqual(classes(changes), ["added", "removed", "verdict", "park", "terms"])
        self.assertEqual(classes(in_parks), ["more", "less", "same", "added", "removed"])
        self.assertTrue(in_parks.labelsEnabled())
        for algorithm, parameters, expected in (
            ("sites", {"PLAN": PLAN, "INDUSTRY": "C3612", "LAND": 1}, ["suits", "short", "too_far", "refused"]),
            ("locate", {"PARKS": parks(), "ENTERPRISES": enterprises()}, ["in", "out"]),
            ("check", {"PARKS": parks(), "ENTERPRISES": enterprises()}, ["error", "warning", "remark"]),
            ("screen", {"ENTERPRISES": enterprises()}, ["passes", "closes", "review"]),
        ):
            with self.subTest(algorithm):
                parameters["OUTPUT"] = "TEMPORARY_OUTPUT"
                found = processing.runAndLoadResults(f"parkward:{algorithm}", parameters, feedback=Feedback())
                layer = QgsProject.instance().mapLayer(found["OUTPUT"])
                layer = layer or next(
                    layer for layer in QgsProject.instance().mapLayers().values() if layer.source() == found["OUTPUT"]
                )
                self.assertEqual(classes(layer), expected)

    def test_selected_filtered_changed_and_memory_layers_are_read_as_they_are(self):
        whole = enterprises()
        whole.selectByExpression("\"town\" = '漕泾镇'")
        some = whole.selectedFeatureCount()
        self.assertTrue(0 < some < 1641)
        filtered = enterprises()
        filtered.setSubsetString("\"town\" = '漕泾镇'")
        in_memory = whole.materialize(QgsFeatureRequest().setFilterExpression("\"town\" = '漕泾镇'"))
        written = f"{self.folder.name}/some.gpkg"
        processing.run("native:savefeatures", {"INPUT": whole, "OUTPUT": written})
        of_file = QgsVectorLayer(f"{written}|layername=some|subset=\"town\" = '漕泾镇'", "some", "ogr")
        edited = QgsVectorLayer(written, "some", "ogr")
        edited.startEditing()
        edited.selectByExpression("\"town\" <> '漕泾镇'")
        edited.deleteSelectedFeatures()
        mercator = processing.run(
            "native:reprojectlayer",
            {"INPUT": in_memory, "TARGET_CRS": QgsCoordinateReferenceSystem("EPSG:4549"), "OUTPUT": "memory:"},
        )["OUTPUT"]
        for layer in (filtered, in_memory, of_file, edited, mercator):
            QgsProject.instance().addMapLayer(layer, False)
        selected = QgsProcessingFeatureSourceDefinition(whole.id(), True)
        layers = (selected, filtered, in_memory, of_file, edited, mercator)
        found = [plan(self.out, ENTERPRISES=layer) for layer in layers]
        self.assertEqual({result["INPUT_COUNT"] for result in found}, {some})
        self.assertEqual(len({(result["MOVES_COUNT"], round(result["COST_KM"], 3)) for result in found}), 1)
        edited.rollBack()

    def test_columns_of_other_names_and_units_are_mapped(self):
        renamed = processing.run(
            "native:refactorfields",
            {
                "INPUT": enterprises(),
                "FIELDS_MAPPING": [
                    {"name": name, "expression": expression, "type": kind, "length": 0, "precision": 0}
                    for name, expression, kind in (
                        ("编号 \"A\"", "\"id\"", 10),
                        ("行业", "\"industry\"", 10),
                        ("亩", "\"land_ha\" * 15", 6),
                        ("工艺", "\"process_class\"", 10),
                    )
                ],
                "OUTPUT": "memory:",
            },
        )["OUTPUT"]
        mapped = {"ENTERPRISE_ID": "编号 \"A\"", "LAND": "亩", "ENTERPRISE_UNIT": 1, "INDUSTRY": "行业"}
        mapped["ENTERPRISE_COLUMNS"] = ["process_class", "工艺"]
        found = plan(self.out, ENTERPRISES=renamed, **mapped)
        self.assertEqual((found["INPUT_COUNT"], found["REJECTED_COUNT"]), (1641, 0))
        self.assertGreater(found["CLOSES_COUNT"], 0)

    def test_further_formats_are_written_in_their_crs(self):
        found = plan(self.out, FORMATS=[3, 6], FORMATS_CRS=QgsCoordinateReferenceSystem("EPSG:4549"))
        self.assertTrue(os.path.isfile(f"{self.out}/relocation_epsg4549.dxf"))
        shapes = QgsVectorLayer(f"{self.out}/shapefile/parks_epsg4549.shp", "parks", "ogr")
        self.assertEqual((shapes.featureCount(), shapes.crs().authid()), (12, "EPSG:4549"))
        self.assertTrue(os.path.isfile(found["PROJECT"]))

    def test_cancelling_while_solving_writes_the_best_plan_so_far(self):
        feedback = Feedback(cancel_at="solving")
        plan(self.out, feedback)
        self.assertTrue(any("finishing with the best plan so far" in line for line in feedback.said), feedback.said)
        self.assertIn(f"Layers: {self.out}/relocation.gpkg", feedback.said)
        self.assertTrue(os.path.isfile(os.path.join(self.out, "plan.json")))

    def test_cancelling_before_that_writes_nothing(self):
        feedback = Feedback()
        feedback.cancel()
        plan(self.out, feedback)
        self.assertEqual(os.listdir(self.folder.name), [])

    def test_a_setting_that_is_no_program_is_said(self):
        ProcessingConfig.setSettingValue("PARKWARD_BINARY", DATA)
        algorithm = QgsApplication.processingRegistry().algorithmById("parkward:plan")
        can, why = algorithm.canExecute()
        self.assertFalse(can)
        self.assertTrue(why.startswith(f"{DATA} is not a program; name the parkward program under Settings"))

    def test_sentences_of_the_program_are_raised(self):
        with self.assertRaisesRegex(QgsProcessingException, "weights.unplaced_km: expected more than"):
            plan(self.out, UNPLACED_KM=1)
        with self.assertRaisesRegex(QgsProcessingException, "Name the folder of a plan, or a layer of parks"):
            processing.run("parkward:sites", {"INDUSTRY": "C36", "LAND": 1, "OUTPUT": self.out + ".gpkg"})

    def test_a_model_can_be_made_and_read_again(self):
        model = QgsProcessingModelAlgorithm("Planning", "tests")
        for name in ("parks", "enterprises"):
            model.addModelParameter(QgsProcessingParameterFeatureSource(name, name), QgsProcessingModelParameter(name))
        source = QgsProcessingModelChildParameterSource
        child = QgsProcessingModelChildAlgorithm("parkward:plan")
        child.setChildId("plan")
        registry = QgsApplication.processingRegistry()
        # As the Model Designer does it.
        for parameter in registry.algorithmById("parkward:plan").parameterDefinitions():
            if not parameter.isDestination():
                child.addParameterSources(parameter.name(), [source.fromStaticValue(parameter.defaultValue())])
        child.addParameterSources("PARKS", [source.fromModelParameter("parks")])
        child.addParameterSources("ENTERPRISES", [source.fromModelParameter("enterprises")])
        child.addParameterSources("MAP", [source.fromStaticValue(False)])
        child.addParameterSources("LOAD", [source.fromStaticValue(False)])
        model.addChildAlgorithm(child)
        extract = QgsProcessingModelChildAlgorithm("native:extractbyexpression")
        extract.setChildId("extract")
        extract.addParameterSources("INPUT", [source.fromChildOutput("plan", "ENTERPRISES")])
        extract.addParameterSources("EXPRESSION", [source.fromStaticValue("verdict = 'unplaced'")])
        output = QgsProcessingModelOutput("left", "left")
        output.setChildOutputName("OUTPUT")
        extract.setModelOutputs({"left": output})
        model.addChildAlgorithm(extract)
        self.assertTrue(model.toFile(MODEL))
        again = QgsProcessingModelAlgorithm()
        self.assertTrue(again.fromFile(MODEL))
        self.assertEqual(again.validate()[1], [])

    def test_both_languages_are_spoken(self):
        from parkward import words

        spoken = words.chinese
        for in_chinese, name in ((True, "企业迁移规划"), (False, "Plan relocation")):
            words.chinese = lambda answer=in_chinese: answer
            self.assertEqual(parkward.algorithms.plan.PlanRelocation().displayName(), name)
        words.chinese = spoken

    def test_every_parameter_says_what_it_is(self):
        for algorithm in PLUGIN.provider.algorithms():
            self.assertTrue(algorithm.shortHelpString())
            for parameter in algorithm.parameterDefinitions():
                self.assertTrue(parameter.description(), parameter.name())
            self.assertTrue(algorithm.create().checkParameterValues({}, QgsProcessingContext()))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
