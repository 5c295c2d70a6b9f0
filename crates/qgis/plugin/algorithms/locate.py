"""Locate enterprises: who stands in which park, and which is nearest."""

import csv

from qgis.core import (
    QgsFeatureSink,
    QgsField,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingParameterFeatureSink,
)
from qgis.PyQt.QtCore import QVariant

from .. import inputs, program
from ..results import coloured
from ..words import text
from .common import ParkwardAlgorithm


class LocateEnterprises(ParkwardAlgorithm):
    """Runs `parkward locate`."""

    ID = "locate"
    NAME = ("企业园区定位", "Locate enterprises")
    HELP = (
        "为每家企业标出所在园区、最近园区及到其边界的距离（椭球面，米）。",
        "Says of every enterprise which parks it stands in, which park is nearest, and how far its boundary is "
        "(metres on the ellipsoid).",
    )

    def initAlgorithm(self, _configuration=None):
        self.add_parks()
        self.add_enterprises()
        located = text("已定位企业", "Located enterprises")
        self.add(QgsProcessingParameterFeatureSink("OUTPUT", located, QgsProcessing.TypeVectorPoint))

    def processAlgorithm(self, parameters, context, feedback):
        parks = self.parameterAsSource(parameters, "PARKS", context)
        enterprises = self.parameterAsSource(parameters, "ENTERPRISES", context)
        for source, name in ((parks, "PARKS"), (enterprises, "ENTERPRISES")):
            if source is None:
                raise QgsProcessingException(self.invalidSourceError(parameters, name))
        arguments = ["locate", "--parks", inputs.export(parks, "parks", context, feedback)]
        arguments += ["--enterprises", inputs.export(enterprises, "enterprises", context, feedback, numbered=True)]
        arguments += ["--columns", f"id={inputs.NUMBER}"]
        for name in self.parameterAsFields(parameters, "PARK_ID", context):
            if name in parks.fields().names() or name != "id":
                arguments += ["--park-columns", f"id={name}"]
        added = (("stands_in", QVariant.String), ("nearest", QVariant.String), ("distance_m", QVariant.Double))
        destination = answer(self, parameters, enterprises, arguments, added, context, feedback)
        classes = (
            ("in", "#009e73", text("园区内", "In a park")),
            ("out", "#0072b2", text("园区外", "Outside")),
        )
        coloured(destination, "if(\"stands_in\" <> '', 'in', 'out')", classes, context)
        return {"OUTPUT": destination}


def answer(algorithm, parameters, source, arguments, added, context, feedback):
    """Runs the program on features numbered from 0, and writes them with the columns of its answer."""
    written = program.run(arguments, feedback)
    rows = {row["id"]: row for row in csv.DictReader(written.splitlines())}
    fields = source.fields()
    for name, kind in added:
        fields.append(QgsField(name, kind))
    sink, destination = algorithm.parameterAsSink(
        parameters, "OUTPUT", context, fields, source.wkbType(), source.sourceCrs()
    )
    if sink is None:
        raise QgsProcessingException(algorithm.invalidSinkError(parameters, "OUTPUT"))
    for number, feature in enumerate(inputs.features(source)):
        if feedback.isCanceled():
            break
        row = rows.get(str(number), {})  # a row that was rejected has no answer
        cells = [cell_of(row.get(name), kind) for name, kind in added]
        feature.setAttributes([*feature.attributes(), *cells])
        sink.addFeature(feature, QgsFeatureSink.FastInsert)
    return destination


def cell_of(cell, kind):
    if cell is None or (kind == QVariant.Double and cell == ""):
        return None
    return float(cell) if kind == QVariant.Double else cell
