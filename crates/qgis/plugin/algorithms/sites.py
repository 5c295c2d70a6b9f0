"""Sites for a new project: parks that take it, the best first."""

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingParameterFile,
    QgsProcessingParameterMatrix,
    QgsProcessingParameterNumber,
    QgsProcessingParameterPoint,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)

from .. import inputs, program
from ..results import styled
from ..words import text
from .common import ParkwardAlgorithm

PARK_FIELDS = (("PARK_ID", "id"), ("PARK_NAME", "name_zh"), ("CAPACITY", "capacity_ha"), ("INDUSTRIES", "industries"))


class SitesForProject(ParkwardAlgorithm):
    """Runs `parkward site`."""

    ID = "sites"
    NAME = ("新项目选址", "Sites for a new project")
    HELP = (
        "为新项目列出各园区：可选的按成本排序，其余给出拒绝的规则。给出方案文件夹时按规划后的剩余用地与影子价格；"
        "只给出园区图层时按规划前的可接收用地。",
        "Ranks the parks that take a new project, and says which rule refuses the others. With the folder of a plan: "
        "by what the plan left, at its shadow prices. With a layer of parks alone: by what they hold before anybody "
        "moves.",
    )

    def initAlgorithm(self, _configuration=None):
        folder = text("方案文件夹", "Folder of a plan")
        self.add(
            QgsProcessingParameterFile("PLAN", folder, QgsProcessingParameterFile.Folder, optional=True),
            "“企业迁移规划”写出的文件夹；给出后不再使用园区图层与规则文件",
            "One that Plan relocation wrote; parks and rules are then those of the plan",
        )
        self.add_parks(optional=True)
        self.add_field("PARK_NAME", "园区名称", "Park name", "PARKS", "name_zh")
        self.add_field("CAPACITY", "可接收用地（公顷）", "Land for newcomers (hectares)", "PARKS", "capacity_ha")
        self.add_field("INDUSTRIES", "准入行业", "Industries", "PARKS", "industries")
        self.add_rules()
        self.add(QgsProcessingParameterString("INDUSTRY", text("行业代码，如 C3612", "Industry code, as C3612")))
        land = text("用地（公顷）", "Land (hectares)")
        self.add(QgsProcessingParameterNumber("LAND", land, QgsProcessingParameterNumber.Double, 1.0, minValue=0))
        at = text("意向位置", "Where it would like to be")
        self.add(
            QgsProcessingParameterPoint("AT", at, optional=True),
            "留空：不计距离",
            "Empty: distances do not count",
        )
        self.add_columns("PARK_COLUMNS", "园区其他列", "Further columns of the parks")
        headers = [text("代码", "Id"), text("需求量", "Amount")]
        needs = text("其他需求（方案所限资源）", "Further needs (of what the plan limits)")
        self.add(
            QgsProcessingParameterMatrix("NEEDS", needs, 1, headers=headers, defaultValue=[], optional=True),
            advanced=True,
        )
        self.add_language()
        kind = QgsProcessing.TypeVectorPolygon
        self.add(QgsProcessingParameterVectorDestination("OUTPUT", text("选址结果", "Sites"), kind))

    def processAlgorithm(self, parameters, context, feedback):
        arguments = ["site", self.asked(parameters, context, feedback)]
        arguments += ["--industry", self.parameterAsString(parameters, "INDUSTRY", context)]
        arguments += ["--land", str(self.parameterAsDouble(parameters, "LAND", context))]
        if parameters.get("AT") not in (None, ""):
            at = self.parameterAsPoint(parameters, "AT", context, QgsCoordinateReferenceSystem("EPSG:4326"))
            arguments += ["--at", f"{at.x()!r},{at.y()!r}"]
        needs = self.parameterAsMatrix(parameters, "NEEDS", context)
        for key, amount in zip(needs[::2], needs[1::2]):
            arguments += ["--need", f"{key}={amount}"]
        output = self.parameterAsOutputLayer(parameters, "OUTPUT", context)
        arguments += ["-o", output, *self.language(parameters, context)]
        program.show(program.run(arguments, feedback), feedback)
        styled(output, context)
        return {"OUTPUT": output}

    def asked(self, parameters, context, feedback):
        """The plan's folder, or a plan file for the parks."""
        folder = self.parameterAsFile(parameters, "PLAN", context)
        parks = self.parameterAsSource(parameters, "PARKS", context)
        if folder:
            return folder
        if parks is None:
            raise QgsProcessingException(
                text("请给出方案文件夹或园区图层", "Name the folder of a plan, or a layer of parks")
            )
        read = inputs.as_input(self, parameters, "PARKS", context, feedback)
        read["columns"] = inputs.columns(self, parameters, parks, PARK_FIELDS, "PARK_COLUMNS", context)
        # A plan has enterprises; nobody asks for them here.
        values = {"title": {}, "rules": self.rules(parameters, context), "parks": read, "enterprises": {"file": ""}}
        return inputs.write_plan(values, feedback)

    def defaultVectorFileExtension(self, *_):
        return "gpkg"
