"""Compare plans: what changes from one to another."""

import os

from qgis.core import (
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
)

from .. import program
from ..results import Group
from ..words import text
from .common import ParkwardAlgorithm

# In drawing order, from the bottom.
LAYERS = (("park_changes", "园区变化", "Changes of parks"), ("changes", "企业变化", "Changes of enterprises"))


class ComparePlans(ParkwardAlgorithm):
    """Runs `parkward compare`."""

    ID = "compare"
    NAME = ("方案比较", "Compare plans")
    HELP = (
        "比较两个方案：每家企业的结论、园区、距离与成本的变化，各园区的变化，以及平衡的合计。",
        "Says what changes between two plans: verdict, park, distance and cost of every enterprise, the loads of the "
        "parks, and sums that balance.",
    )

    def initAlgorithm(self, _configuration=None):
        for name, zh, en in (
            ("BEFORE", "前一方案文件夹", "Folder of the first plan"),
            ("AFTER", "后一方案文件夹", "Folder of the second plan"),
        ):
            self.add(QgsProcessingParameterFile(name, text(zh, en), QgsProcessingParameterFile.Folder))
        self.add_language()
        self.add(QgsProcessingParameterFolderDestination("OUTPUT", text("结果文件夹", "Folder of the differences")))
        self.add(QgsProcessingParameterBoolean("LOAD", text("完成后加载图层", "Load the layers when done"), True))
        for name, zh, en in LAYERS:
            self.addOutput(QgsProcessingOutputVectorLayer(name.upper(), text(zh, en)))

    def processAlgorithm(self, parameters, context, feedback):
        before, after = (self.parameterAsFile(parameters, name, context) for name in ("BEFORE", "AFTER"))
        folder = self.parameterAsString(parameters, "OUTPUT", context)
        arguments = ["compare", before, after, "-o", folder, *self.language(parameters, context)]
        program.show(program.run(arguments, feedback), feedback)
        if feedback.isCanceled():
            return {}
        geopackage = os.path.join(folder, "changes.gpkg")
        sources = {name: f"{geopackage}|layername={name}" for name, _, _ in LAYERS}
        if self.parameterAsBool(parameters, "LOAD", context):
            names = (os.path.basename(os.path.normpath(folder)) for folder in (before, after))
            group = " → ".join(names)
            Group(group).load([(text(zh, en), sources[name]) for name, zh, en in LAYERS], context)
        return {"OUTPUT": folder, **{name.upper(): source for name, source in sources.items()}}
