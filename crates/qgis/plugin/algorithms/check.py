"""Check inputs: the rehearsal of a plan."""

import os

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureSink,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingParameterFeatureSink,
    QgsProcessingUtils,
    QgsVectorLayer,
    QgsWkbTypes,
)

from .. import inputs, program
from ..results import coloured
from ..words import text
from .plan import PlanRelocation


class CheckInputs(PlanRelocation):
    """Runs `parkward check` on what Plan relocation would read."""

    ID = "check"
    NAME = ("数据检查", "Check inputs")
    HELP = (
        "在编制方案之前检查数据：列、单位与坐标系如何读取，有哪些问题、各在哪里、如何改正，以及方案大致会如何。"
        "结果为点图层，每个问题一行（没有位置的没有点）；首页写入日志。",
        "Looks at the inputs before a plan is made: how columns, units and CRS are read, what is wrong, where, and what "
        "would mend it, and how a plan would fare. Gives a layer of points, a row for each finding (those without a "
        "place have no point), and the first page in the log.",
    )

    def initAlgorithm(self, _configuration=None):
        self.add_inputs()
        self.add_reading()
        self.add_rating()
        self.add_premises()
        self.add_outlines()
        self.add_language()
        issues = text("数据问题", "Issues of the inputs")
        self.add(QgsProcessingParameterFeatureSink("OUTPUT", issues, QgsProcessing.TypeVectorPoint))

    def processAlgorithm(self, parameters, context, feedback):
        file = inputs.write_plan(self.plan(parameters, context, feedback), feedback)
        folder = QgsProcessingUtils.generateTempFilename("issues")
        arguments = ["check", file, "-o", folder, *self.language(parameters, context)]
        program.show(program.run(arguments, feedback), feedback)
        if feedback.isCanceled():
            return {}
        issues = QgsVectorLayer(os.path.join(folder, "issues.geojson"), "issues", "ogr")
        wgs84 = QgsCoordinateReferenceSystem("EPSG:4326")
        sink, destination = self.parameterAsSink(
            parameters, "OUTPUT", context, issues.fields(), QgsWkbTypes.Point, wgs84
        )
        if sink is None:
            raise QgsProcessingException(self.invalidSinkError(parameters, "OUTPUT"))
        for issue in issues.getFeatures():
            sink.addFeature(issue, QgsFeatureSink.FastInsert)
        classes = (
            ("error", "#d55e00", text("错误", "Error")),
            ("warning", "#f0e442", text("警告", "Warning")),
            ("remark", "#56b4e9", text("提示", "Remark")),
        )
        coloured(destination, "severity", classes, context)
        return {"OUTPUT": destination}
