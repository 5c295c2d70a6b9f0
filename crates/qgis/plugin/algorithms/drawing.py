"""How the printed map is drawn, and its title block."""

from qgis.core import QgsProcessingParameterBoolean, QgsProcessingParameterEnum, QgsProcessingParameterString

from ..words import text
from .common import ParkwardAlgorithm

# Parameter, key in the plan file, label, choices; the first choice says nothing in the plan file.
CHOICES = (
    (
        "MAP_PAGE",
        "map_page",
        ("图幅", "Sheet of the map"),
        ((None, "A3", "A3"), ("a4", "A4", "A4"), ("a2", "A2", "A2"), ("a1", "A1", "A1"), ("a0", "A0", "A0")),
    ),
    (
        "MAP_THEME",
        "map_theme",
        ("地图配色", "Colours of the map"),
        (
            (None, "屏幕", "for screens"),
            ("print", "印刷", "for paper"),
            ("colour-blind", "色觉友好", "for colour-blind readers"),
            ("greyscale", "灰度", "in greys"),
        ),
    ),
    (
        "AREA_UNIT",
        "area_unit",
        ("结果中的用地单位", "Unit of land in the results"),
        ((None, "按语言：中文用亩", "by language"), ("ha", "公顷", "hectares"), ("mu", "亩", "mu")),
    ),
)
SWITCHES = (
    ("MAP_PARKS", "map_parks", "另存园区分页图", "Also a page for each park"),
    ("MAP_NUMBERS", "map_numbers", "图上标企业编号", "Numbers of enterprises on the map"),
    ("PAGE", "page", "另存浏览器页面", "Also the plan as a page for a browser"),
)
BLOCK = (
    ("ISSUER", "issuer", "图签：编制单位", "Title block: issuer"),
    ("DRAWING_NUMBER", "drawing_number", "图签：图号", "Title block: number of the drawing"),
    ("DRAWING_DATE", "date", "图签：日期（留空：规则日期）", "Title block: date (empty: the day of the rules)"),
)


class Drawing(ParkwardAlgorithm):
    """An algorithm that draws the map."""

    def add_drawing(self):
        """Adds the parameters."""
        for name, _, label, choices in CHOICES:
            shown = [text(zh, en) for _, zh, en in choices]
            self.add(QgsProcessingParameterEnum(name, text(*label), shown, defaultValue=0), advanced=True)
        for name, _, zh, en in SWITCHES:
            self.add(QgsProcessingParameterBoolean(name, text(zh, en), False), advanced=True)
        for name, _, zh, en in BLOCK:
            self.add(QgsProcessingParameterString(name, text(zh, en), "", optional=True), advanced=True)
        signed = text("图签：签署栏，以逗号分隔", "Title block: who signs, by commas")
        self.add(
            QgsProcessingParameterString("APPROVALS", signed, "", optional=True),
            "例：编制，审核，批准",
            "As drawn, checked, approved",
            advanced=True,
        )

    def drawing(self, parameters, context):
        """What the plan file says of it under `outputs`."""
        values = {}
        for name, key, _, choices in CHOICES:
            chosen = choices[self.parameterAsEnum(parameters, name, context)][0]
            if chosen:
                values[key] = chosen
        values.update({key: True for name, key, _, _ in SWITCHES if self.parameterAsBool(parameters, name, context)})
        block = {key: self.parameterAsString(parameters, name, context).strip() for name, key, _, _ in BLOCK}
        signed = self.parameterAsString(parameters, "APPROVALS", context)
        block = {key: value for key, value in block.items() if value}
        block["approvals"] = [word for word in map(str.strip, signed.replace("，", ",").split(",")) if word]
        if any(block.values()):
            values["title_block"] = block
        return values
