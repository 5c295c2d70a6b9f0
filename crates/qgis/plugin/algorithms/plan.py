"""Plan relocation: the whole job."""

import json
import os
import sqlite3
from contextlib import closing

from qgis.core import (
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterCrs,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMatrix,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from .. import inputs, program
from ..results import Group
from ..tables import FORMATS, WEIGHTS
from ..words import text
from .common import UNITS
from .drawing import Drawing
from .premises import Premises

ENTERPRISE_FIELDS = (
    ("ENTERPRISE_ID", "id", "企业编号", "Enterprise id"),
    ("ENTERPRISE_NAME", "name", "企业名称", "Enterprise name"),
    ("INDUSTRY", "industry", "行业代码", "Industry code"),
    ("LAND", "land_ha", "用地面积", "Land"),
)
PARK_FIELDS = (
    ("PARK_ID", "id", "园区编号", "Park id"),
    ("PARK_NAME", "name_zh", "园区名称", "Park name"),
    ("CAPACITY", "capacity_ha", "可接收用地", "Land for newcomers"),
    ("INDUSTRIES", "industries", "准入行业", "Industries"),
)
DATUMS = (None, "gcj02", "bd09")
DISTANCES = (
    ("road", "按路程", "the length of the way"),
    ("time", "按时间", "the time that it takes"),
)
EFFORTS = (
    ("quick", "快速：标准的十分之一", "Quick: a tenth of the standard"),
    ("standard", "标准", "Standard"),
    ("thorough", "深入：标准的二十倍", "Thorough: twenty times the standard"),
)
# In drawing order, from the bottom.
LAYERS = (
    ("rejects", "数据无效", "Rejected rows"),
    ("zones", "空间管控区", "Zones"),
    ("parks", "园区", "Parks"),
    ("roads_used", "迁移所经道路", "Roads that moves use"),
    ("road_problems", "道路问题", "Problems of roads"),
    ("released_land", "腾退用地", "Released land"),
    ("moves", "迁移线", "Moves"),
    ("enterprises", "企业", "Enterprises"),
    ("unplaced", "未能安置", "Unplaced"),
    ("projects", "新项目", "New projects"),
)
# Tables that are there if the rule book asks for them; they lie below all else.
TABLES = (
    ("phases", "分年实施", "Phases"),
    ("land_use", "土地利用评价", "Land use"),
    ("principles", "原则落实", "Principles"),
    ("indicators", "提升指标", "Indicators"),
    ("balance", "平衡表", "Balance"),
    ("findings", "筛查结果", "Findings"),
)
# The outlines lie below, where they were given.
OUTLINES = (("DISTRICT", "district", "区界", "District"), ("TOWNS", "towns", "镇界", "Towns"))
FILES = (
    ("PROJECT", "QGIS 工程", "QGIS project", "relocation.qgz"),
    ("MAP_PDF", "地图", "Map", "map.pdf"),
    ("MAP_PARKS_PDF", "园区分页图", "Pages of the parks", "map-parks.pdf"),
    ("PAGE_HTML", "浏览器页面", "Page for a browser", "report.html"),
    ("SUMMARY", "汇总", "Summary", "summary.md"),
)
COUNTS = ("input", "in_park", "in_park_closes", "closes", "kept", "review", "moves", "unplaced", "rejected")


class PlanRelocation(Premises, Drawing):
    """Runs `parkward plan`."""

    ID = "plan"
    NAME = ("企业迁移规划", "Plan relocation")
    HELP = (
        "判断企业是否在园区内，按规则筛选应淘汰的企业，其余企业在园区容量内统一分配，给出下界与每一项决定的理由。"
        "结果写入一个文件夹：带样式的 GeoPackage、地图、汇总表与 plan.json。\n\n"
        "取消：求解阶段写出当前最优方案，其他阶段不写任何内容；在 Windows 上一律不写。",
        "Finds out who stands in a park, screens who must close, and assigns all the others within what the parks "
        "can hold, with a bound on how good the plan is and a reason for every decision. Writes a folder: a styled "
        "GeoPackage, a map, a summary and plan.json.\n\n"
        "Cancelling: while the plan is being solved, the best plan so far is written; at any other time nothing is. "
        "On Windows nothing is written.",
    )

    def initAlgorithm(self, _configuration=None):
        self.add_inputs()
        self.add_reading()
        self.add_rating()
        self.add_premises()
        self.add_outlines()
        self.add_writing()
        self.add_drawing()
        self.add_language()
        self.add_results()

    def add_inputs(self):
        """The layers, their columns and units, and the rule book."""
        self.add_parks()
        for name, default, zh, en in PARK_FIELDS[1:]:
            self.add_field(name, zh, en, "PARKS", default)
        self.add_enterprises()
        for name, default, zh, en in ENTERPRISE_FIELDS:
            self.add_field(name, zh, en, "ENTERPRISES", default)
        self.add_unit("PARK_UNIT", "园区用地单位", "Unit of the parks' land", advanced=False)
        self.add_unit("ENTERPRISE_UNIT", "企业用地单位", "Unit of the enterprises' land", advanced=False)
        self.add_rules()
        kinds = [QgsProcessing.TypeVectorLine]
        roads = text("道路", "Roads")
        self.add(
            QgsProcessingParameterFeatureSource("ROADS", roads, kinds, optional=True),
            "留空：按直线距离",
            "Empty: distances are straight",
        )

    def add_results(self):
        """Where the plan goes, and what the algorithm gives back."""
        folder = text("结果文件夹", "Folder of the plan")
        self.add(
            QgsProcessingParameterFolderDestination("OUTPUT", folder),
            "已有的方案文件夹会被替换；含有其他文件的文件夹不会",
            "A folder that holds a plan is replaced; one that holds anything else is not",
        )
        load = text("完成后加载图层", "Load the layers when done")
        self.add(QgsProcessingParameterBoolean("LOAD", load, True))
        for name, zh, en in (*TABLES, *LAYERS):
            self.addOutput(QgsProcessingOutputVectorLayer(name.upper(), text(zh, en)))
        for name, zh, en, _ in FILES:
            self.addOutput(QgsProcessingOutputFile(name, text(zh, en)))
        for name in (*(f"{count}_count" for count in COUNTS), "cost_km", "lower_bound_km", "gap"):
            self.addOutput(QgsProcessingOutputNumber(name.upper(), name.replace("_", " ")))

    def add_reading(self):
        """What the plan is called, and how the layers are read."""
        title = text("标题", "Title")
        default = text("园区外企业迁移规划", "Relocation of out-of-park enterprises")
        self.add(QgsProcessingParameterString("TITLE", title, default), advanced=True)
        notice = text("数据说明", "What is synthetic or assumed in the data")
        self.add(QgsProcessingParameterString("DATA_NOTICE", notice, "", optional=True), advanced=True)
        self.add(
            QgsProcessingParameterDateTime(
                "AS_OF",
                text("规则日期", "Day whose rules apply"),
                QgsProcessingParameterDateTime.Date,
                optional=True,
            ),
            "留空：规则文件的日期",
            "Empty: the rule book's",
            advanced=True,
        )
        datums = [text("按图层坐标系", "as the layer says"), "GCJ-02", "BD-09"]
        for name, zh, en in (
            ("PARK_DATUM", "园区坐标", "Coordinates of the parks"),
            ("ENTERPRISE_DATUM", "企业坐标", "Coordinates of the enterprises"),
        ):
            self.add(
                QgsProcessingParameterEnum(name, text(zh, en), datums, defaultValue=0),
                "来自国内网络地图的坐标可能为 GCJ-02 或 BD-09",
                "Coordinates from web maps in China may be in GCJ-02 or BD-09",
                advanced=True,
            )
        counted = [text(zh, en) for _, zh, en in DISTANCES]
        self.add(
            QgsProcessingParameterEnum("DISTANCE", text("道路上以何计", "What counts along the roads"), counted, defaultValue=0),
            advanced=True,
        )
        self.add_columns("ROAD_COLUMNS", "道路各列", "Columns of the roads")
        self.add_columns("PARK_COLUMNS", "园区其他列", "Further columns of the parks")
        self.add_columns("ENTERPRISE_COLUMNS", "企业其他列", "Further columns of the enterprises")

    def add_rating(self):
        """What parks limit besides land, and what counts how much."""
        headers = [
            text("代码", "Id"),
            text("单位", "Unit"),
            text("企业需求字段", "Field of the enterprises"),
            text("园区配额字段", "Field of the parks"),
        ]
        limits = text("用地以外的限制（能耗、排放等）", "Limits besides land (energy, emissions …)")
        self.add(
            QgsProcessingParameterMatrix("RESOURCES", limits, 1, headers=headers, defaultValue=[], optional=True),
            "例：energy, tce, energy_tce, energy_quota_tce",
            "As energy, tce, energy_tce, energy_quota_tce",
            advanced=True,
        )
        for key, zh, en in WEIGHTS:
            self.add(
                QgsProcessingParameterNumber(
                    key.upper(), text(zh, en), QgsProcessingParameterNumber.Double, optional=True, minValue=0
                ),
                "留空：规则文件的权重",
                "Empty: the rule book's",
                advanced=True,
            )

    def add_outlines(self):
        """What the map is drawn on; `check` holds places against the district."""
        for name, zh, en in (
            ("DISTRICT", "区界（用于地图）", "District, for the map"),
            ("TOWNS", "镇界（用于地图）", "Towns, for the map"),
            ("CITY", "所在市的轮廓（用于地图插图）", "City around the district, for the map's inset"),
        ):
            kinds = [QgsProcessing.TypeVectorPolygon]
            self.add(QgsProcessingParameterFeatureSource(name, text(zh, en), kinds, optional=True), advanced=True)

    def add_writing(self):
        """What is drawn and written, and how long the search may take."""
        formats = text("另存格式", "Also write the layers as")
        self.add(
            QgsProcessingParameterEnum(
                "FORMATS",
                formats,
                [title for _, title in FORMATS],
                allowMultiple=True,
                defaultValue=[],
                optional=True,
            ),
            advanced=True,
        )
        crs = text("这些格式的坐标系", "CRS of these formats")
        self.add(
            QgsProcessingParameterCrs("FORMATS_CRS", crs, optional=True),
            "留空：WGS84；GeoPackage 始终为 WGS84",
            "Empty: WGS84, in which the GeoPackage always is",
            advanced=True,
        )
        self.add(QgsProcessingParameterBoolean("MAP", text("绘制地图", "Draw the map"), True), advanced=True)
        limit = text("求解时限（秒）", "Time limit of the search (seconds)")
        self.add(
            QgsProcessingParameterNumber(
                "TIME_LIMIT", limit, QgsProcessingParameterNumber.Double, optional=True, minValue=0
            ),
            "留空：不限；设定后结果取决于机器",
            "Empty: none; with one, results depend on the machine",
            advanced=True,
        )
        effort = text("搜索量", "Effort of the search")
        self.add(
            QgsProcessingParameterEnum("EFFORT", effort, [text(zh, en) for _, zh, en in EFFORTS], optional=True),
            "留空：标准；设有时限时不限",
            "Empty: standard, or without a limit if there is a time limit",
            advanced=True,
        )

    def processAlgorithm(self, parameters, context, feedback):
        values = self.plan(parameters, context, feedback)
        values["outputs"] = self.outputs(parameters, context)
        folder = self.parameterAsString(parameters, "OUTPUT", context)
        arguments = ["plan", inputs.write_plan(values, feedback), "-o", folder, "--progress"]
        if self.given(parameters, "TIME_LIMIT"):
            arguments += ["--time-limit", str(self.parameterAsDouble(parameters, "TIME_LIMIT", context))]
        if self.given(parameters, "EFFORT"):
            arguments += ["--effort", EFFORTS[self.parameterAsEnum(parameters, "EFFORT", context)][0]]
        program.show(program.run(arguments + self.language(parameters, context), feedback), feedback)
        if feedback.isCanceled():
            return {}
        return self.results({**parameters, "OUTPUT": folder}, values["title"]["zh"], context)

    def plan(self, parameters, context, feedback):
        """The plan file's contents."""
        title = self.parameterAsString(parameters, "TITLE", context)
        notice = self.parameterAsString(parameters, "DATA_NOTICE", context)
        values = {
            "title": {"zh": title, "en": title},
            "data_notice": {"zh": notice, "en": notice},
            "rules": self.rules(parameters, context),
        }
        if self.given(parameters, "AS_OF"):
            values["as_of"] = self.parameterAsDateTime(parameters, "AS_OF", context).date()
        for layer, name, fields in (("PARK", "parks", PARK_FIELDS), ("ENTERPRISE", "enterprises", ENTERPRISE_FIELDS)):
            read = inputs.as_input(self, parameters, layer + "S", context, feedback)
            source = self.parameterAsSource(parameters, layer + "S", context)
            datum = DATUMS[self.parameterAsEnum(parameters, layer + "_DATUM", context)]
            if datum:
                read["crs"] = datum
            read["land_unit"] = UNITS[self.parameterAsEnum(parameters, layer + "_UNIT", context)]
            keys = [(parameter, key) for parameter, key, _, _ in fields]
            read["columns"] = inputs.columns(self, parameters, source, keys, layer + "_COLUMNS", context)
            values[name] = read
        for name in ("DISTRICT", "TOWNS", "CITY"):
            if self.parameterAsSource(parameters, name, context) is not None:
                values[name.lower()] = inputs.as_input(self, parameters, name, context, feedback)
        roads = self.parameterAsSource(parameters, "ROADS", context)
        if roads is not None:
            read = inputs.as_input(self, parameters, "ROADS", context, feedback)
            read["distance"] = DISTANCES[self.parameterAsEnum(parameters, "DISTANCE", context)][0]
            read["columns"] = inputs.columns(self, parameters, roads, (), "ROAD_COLUMNS", context)
            values["roads"] = read
        given = [key for key, _, _ in WEIGHTS if self.given(parameters, key.upper())]
        values["weights"] = {key: self.parameterAsDouble(parameters, key.upper(), context) for key in given}
        values["resources"] = self.resources(parameters, context)
        values.update(self.premises(parameters, context, feedback))
        return values

    def outputs(self, parameters, context):
        """What the plan file says of outputs."""
        formats = [FORMATS[chosen][0] for chosen in self.parameterAsEnums(parameters, "FORMATS", context)]
        outputs = {"formats": ["gpkg", *formats], "map": self.parameterAsBool(parameters, "MAP", context)}
        crs = self.parameterAsCrs(parameters, "FORMATS_CRS", context)
        if crs.isValid():
            outputs["crs"] = inputs.crs_name(crs)
        return {**outputs, **self.drawing(parameters, context)}

    def resources(self, parameters, context):
        """What parks limit besides land."""
        cells = [str(cell).strip() for cell in self.parameterAsMatrix(parameters, "RESOURCES", context)]
        if len(cells) % 4:
            raise QgsProcessingException(
                text("用地以外的限制：每行需要四项", "Limits besides land: expected four values a row")
            )
        rows = [cells[at:at + 4] for at in range(0, len(cells), 4)]
        return [
            {"id": key, "name": {"zh": key, "en": key}, "unit": unit, "need": need, "quota": quota}
            for key, unit, need, quota in rows
            if key
        ]

    def results(self, parameters, title, context):
        """What the algorithm gives back; loads the layers if they are wanted."""
        folder = parameters["OUTPUT"]
        geopackage = os.path.join(folder, "relocation.gpkg")
        with closing(sqlite3.connect(geopackage)) as database:
            written = {name for (name,) in database.execute("SELECT table_name FROM gpkg_contents")}
        layers = [layer for layer in (*TABLES, *LAYERS) if layer[0] in written]
        sources = {name: f"{geopackage}|layername={name}" for name, _, _ in layers}
        if self.parameterAsBool(parameters, "LOAD", context):
            given = [
                (text(zh, en), f"{geopackage}|layername={layer}")
                for name, layer, zh, en in OUTLINES
                if self.parameterAsSource(parameters, name, context) is not None
            ]
            Group(title, parameters).load(given + [(text(zh, en), sources[name]) for name, zh, en in layers], context)
        with open(os.path.join(folder, "provenance.json"), encoding="utf-8") as file:
            written = json.load(file)
        found = {name.upper(): source for name, source in sources.items()}
        found.update({f"{count.upper()}_COUNT": written["summary"][count] for count in COUNTS})
        found.update({name.upper(): written[name] for name in ("cost_km", "lower_bound_km", "gap")})
        paths = {name: os.path.join(folder, file) for name, _, _, file in FILES}
        found.update({name: path for name, path in paths.items() if os.path.isfile(path)})
        return {"OUTPUT": folder, **found}
