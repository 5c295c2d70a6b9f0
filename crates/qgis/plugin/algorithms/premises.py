"""What a plan may know beside parks and enterprises: zones, projects, decisions, years, errors, an earlier plan."""

from qgis.core import (
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterMatrix,
    QgsProcessingParameterNumber,
    QgsProcessingUtils,
)

from .. import decisions, inputs
from ..tables import ZONE_KINDS
from ..words import text
from .common import UNITS, ParkwardAlgorithm

GEOMETRIES = [
    QgsProcessing.TypeVectorPolygon,
    QgsProcessing.TypeVectorLine,
    QgsProcessing.TypeVectorPoint,
]
SHARES = (
    ("WEIGHTS_OFF", "weights", "权重误差（0 至 1）", "How far weights may be off (0 to 1)"),
    ("NEEDS_OFF", "needs", "需求误差（0 至 1）", "How far needs may be off (0 to 1)"),
    ("CERTAIN_FROM", "certain_from", "视为确定的比例（0 至 1）", "Share from which a destination is certain (0 to 1)"),
)


class Premises(ParkwardAlgorithm):
    """An algorithm whose plan file has them."""

    def add_premises(self):
        """Adds their parameters."""
        self.add_source(
            "PROJECTS",
            "新项目",
            "New projects",
            [QgsProcessing.TypeVector],
            "尚无位置的项目：请作为无几何的表加载，QGIS 会略去坐标为空的行",
            "Projects without a place yet: load them as a table without geometry, for QGIS leaves out rows without coordinates",
        )
        self.add_unit("PROJECT_UNIT", "新项目用地单位", "Unit of the projects' land")
        self.add_columns("PROJECT_COLUMNS", "新项目各列", "Columns of the projects")
        for kind, zh, en in ZONE_KINDS:
            self.add_source(zone(kind), f"管控区：{zh}", f"Zones: {en}", GEOMETRIES)
        self.add_table(
            "ZONES",
            ("其他管控区", "Further zones"),
            (("类别代码", "Kind"), ("图层名称或文件", "Layer or file")),
            ("类别见规则文件的 zone_kinds；图层以名称、编号或路径给出", "Kinds are the rule book's zone_kinds; a layer by its name, id or path"),
        )
        self.add_source(
            "DECISIONS",
            "规划决定",
            "Decisions",
            [QgsProcessing.TypeVector],
            "表：decision（pin、forbid、lock、park）、enterprise、industry、class、park、open、capacity_ha、add_ha、why；"
            "可在“Parkward”面板中从地图上点选",
            "A table: decision (pin, forbid, lock or park), enterprise, industry, class, park, open, capacity_ha, add_ha, "
            "why; the Parkward panel fills it from the map",
        )
        folder = QgsProcessingParameterFile.Folder
        earlier = text("原方案文件夹", "Folder of an earlier plan")
        self.add(QgsProcessingParameterFile("EARLIER", earlier, folder, optional=True), advanced=True)
        self.add_number("CHANGE_KM", "改变原去向的成本（公里当量）", "Cost of sending somebody elsewhere than before (km)", 0)
        self.add_table(
            "PHASES",
            ("分年用地", "Land of each year"),
            (("年度", "Year"), ("用地（公顷）", "Land (ha)")),
            ("例：2027, 60, 2028, 60", "As 2027, 60, 2028, 60"),
        )
        self.add_number("CLOSURES", "淘汰在哪一年实施", "Year in which closures happen", whole=True)
        runs = ("误差分析的重算次数", "How often to plan again with inputs that are off")
        self.add_number("RUNS", *runs, least=1, whole=True)
        self.add_number("SEED", "随机数起点", "Where the random numbers begin", 0, whole=True)
        for name, _, zh, en in SHARES:
            self.add_number(name, zh, en, 0, 1)
        self.add_number("POSITIONS_OFF", "位置误差（米）", "How far positions may be off (metres)", 0)
        field = text("定位方式字段", "Field that says how the position was found")
        self.add(QgsProcessingParameterField("POSITION_FIELD", field, None, "ENTERPRISES", optional=True), advanced=True)
        self.add_table(
            "POSITION_METRES",
            ("各种定位方式的误差", "How far positions may be off, by how they were found"),
            (("字段取值", "Value of the field"), ("米", "Metres")),
            ("例：road, 500, village, 1000", "As road, 500, village, 1000"),
        )

    def add_source(self, name, zh, en, kinds, help_zh="", help_en=""):
        """A layer that may be left out."""
        source = QgsProcessingParameterFeatureSource(name, text(zh, en), kinds, optional=True)
        self.add(source, help_zh, help_en, advanced=True)

    def add_table(self, name, title, headers, hint):
        """Rows of cells."""
        heads = [text(*head) for head in headers]
        matrix = QgsProcessingParameterMatrix(name, text(*title), 1, headers=heads, defaultValue=[], optional=True)
        self.add(matrix, *hint, advanced=True)

    def add_number(self, name, zh, en, least=None, most=None, whole=False):
        """A number that may be left out."""
        kind = QgsProcessingParameterNumber.Integer if whole else QgsProcessingParameterNumber.Double
        limits = {key: value for key, value in (("minValue", least), ("maxValue", most)) if value is not None}
        self.add(QgsProcessingParameterNumber(name, text(zh, en), kind, optional=True, **limits), advanced=True)

    def premises(self, parameters, context, feedback):
        """What the plan file says of them."""
        values = {"zones": self.zones(parameters, context, feedback)}
        projects = self.parameterAsSource(parameters, "PROJECTS", context)
        if projects is not None:
            read = inputs.as_input(self, parameters, "PROJECTS", context, feedback)
            read["land_unit"] = UNITS[self.parameterAsEnum(parameters, "PROJECT_UNIT", context)]
            read["columns"] = inputs.columns(self, parameters, projects, (), "PROJECT_COLUMNS", context)
            values["projects"] = read
        decided = self.parameterAsSource(parameters, "DECISIONS", context)
        if decided is not None:
            values.update(decisions.as_tables(decisions.rows_of(decided)))
        earlier = self.parameterAsFile(parameters, "EARLIER", context)
        if earlier:
            change = self.parameterAsDouble(parameters, "CHANGE_KM", context)
            values["earlier"] = {"folder": earlier, "change_km": change}
        years = self.numbers(parameters, "PHASES", context)
        if years:
            values["phases"] = {"years": years}
            if self.given(parameters, "CLOSURES"):
                values["phases"]["closures"] = self.parameterAsInt(parameters, "CLOSURES", context)
        if self.given(parameters, "RUNS"):
            values["robustness"] = self.robustness(parameters, context)
        return values

    def zones(self, parameters, context, feedback):
        """The layers of zones, each with its kind."""
        found = []
        for kind, _, _ in ZONE_KINDS:
            if self.parameterAsSource(parameters, zone(kind), context) is not None:
                found.append({"kind": kind, **inputs.as_input(self, parameters, zone(kind), context, feedback)})
        for kind, name in self.pairs(parameters, "ZONES", context):
            layer = QgsProcessingUtils.mapLayerFromString(name, context)
            if layer is None:
                raise QgsProcessingException(text(f"其他管控区：找不到图层“{name}”", f"Further zones: there is no layer \"{name}\""))
            found.append({"kind": kind, **inputs.layer_as_input(layer, context, feedback)})
        return found

    def robustness(self, parameters, context):
        """How far off the inputs may be."""
        values = {"runs": self.parameterAsInt(parameters, "RUNS", context)}
        if self.given(parameters, "SEED"):
            values["seed"] = self.parameterAsInt(parameters, "SEED", context)
        given = [(name, key) for name, key, _, _ in SHARES if self.given(parameters, name)]
        values.update({key: self.parameterAsDouble(parameters, name, context) for name, key in given})
        fields = self.parameterAsFields(parameters, "POSITION_FIELD", context)
        if fields:
            values["positions"] = {"field": fields[0], "metres": self.numbers(parameters, "POSITION_METRES", context)}
        elif self.given(parameters, "POSITIONS_OFF"):
            values["positions"] = self.parameterAsDouble(parameters, "POSITIONS_OFF", context)
        return values

    def pairs(self, parameters, name, context):
        """The rows of a table of two columns; empty rows are left out."""
        cells = [as_text(cell) for cell in self.parameterAsMatrix(parameters, name, context)]
        title = self.parameterDefinition(name).description()
        if len(cells) % 2:
            raise QgsProcessingException(text(f"{title}：每行需要两项", f"{title}: expected two values a row"))
        return [pair for pair in zip(cells[::2], cells[1::2]) if any(pair)]

    def numbers(self, parameters, name, context):
        """The rows of a table whose second column holds numbers."""
        try:
            return {key: float(value) for key, value in self.pairs(parameters, name, context)}
        except ValueError as error:
            title = self.parameterDefinition(name).description()
            raise QgsProcessingException(text(f"{title}：应为数字：{error}", f"{title}: expected numbers: {error}")) from None


def as_text(cell):
    """A cell as a person wrote it: qgis_process makes 2027.0 of 2027."""
    return str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell).strip()


def zone(kind):
    """The parameter of a kind of zones."""
    return "ZONE_" + kind.upper()
