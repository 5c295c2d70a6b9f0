"""What all algorithms share: names, pictures, and parameters that several of them have."""

import os

from qgis.core import (
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterMatrix,
)
from qgis.PyQt.QtGui import QIcon

from .. import program
from ..words import chinese, text

PLUGIN = os.path.dirname(os.path.dirname(__file__))
SHIPPED_RULES = os.path.join(PLUGIN, "data", "rules", "jinshan.toml")
LANGUAGES = ["zh", "en"]
UNITS = ("ha", "mu", "m2")


class ParkwardAlgorithm(QgsProcessingAlgorithm):
    """An algorithm that runs the program. `ID`, `NAME` and `HELP` say which."""

    ID = ""
    NAME = ("", "")
    HELP = ("", "")

    def name(self):
        return self.ID

    def displayName(self):
        return text(*self.NAME)

    def shortHelpString(self):
        return text(*self.HELP)

    def icon(self):
        return QIcon(os.path.join(PLUGIN, "icon.svg"))

    def svgIconPath(self):
        return os.path.join(PLUGIN, "icon.svg")

    def createInstance(self):
        return type(self)()

    def canExecute(self):
        try:
            program.find()
        except QgsProcessingException as missing:
            return False, str(missing)
        return True, ""

    def add(self, parameter, help_zh="", help_en="", advanced=False):
        """Adds a parameter, with what stands beside it in the dialog."""
        if advanced:
            parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.FlagAdvanced)
        parameter.setHelp(text(help_zh, help_en))
        self.addParameter(parameter)

    def add_parks(self, optional=False):
        """The parks, and their id."""
        # Points are read too. Offered here, they would be what QGIS proposes first.
        kinds = [QgsProcessing.TypeVectorPolygon]
        self.add(
            QgsProcessingParameterFeatureSource("PARKS", text("园区", "Parks"), kinds, optional=optional),
            "园区边界；只有点位的园区图层可通过浏览选择",
            "Boundaries of parks; a layer of parks that are only points can be browsed for",
        )
        self.add_field("PARK_ID", "园区编号", "Park id", "PARKS", "id")

    def add_enterprises(self):
        """The enterprises."""
        kinds = [QgsProcessing.TypeVectorPoint]
        self.add(QgsProcessingParameterFeatureSource("ENTERPRISES", text("企业", "Enterprises"), kinds))

    def add_field(self, name, zh, en, parent, default, advanced=False):
        """A column that the user may name; without one the program looks for its usual names."""
        field = QgsProcessingParameterField(name, text(zh, en), default, parent, optional=True)
        self.add(field, "留空：按常用列名查找", "Empty: found by its usual names", advanced)

    def add_columns(self, name, zh, en):
        """Further columns, by name."""
        headers = [text("Parkward 列名", "Parkward's name"), text("图层字段", "Field of the layer")]
        self.add(
            QgsProcessingParameterMatrix(name, text(zh, en), 1, headers=headers, defaultValue=[], optional=True),
            "规则或园区使用的其他列，若在图层中另有名称（列名见数据字典）",
            "Columns that rules or parks use and that your layer calls otherwise; the data dictionary lists them",
            advanced=True,
        )

    def add_rules(self):
        """The rule book."""
        name = text("规则文件（留空：随插件的金山规则）", "Rule book (empty: the one that ships, Jinshan's)")
        self.add(
            QgsProcessingParameterFile("RULES", name, extension="toml", optional=True),
            "TOML 规则文件；行业分类表须在其所指的位置",
            "A TOML file; the classification has to be where it says",
        )

    def add_language(self):
        """The language of the results."""
        default = LANGUAGES.index("zh" if chinese() else "en")
        name = text("结果语言", "Language of the results")
        self.add(QgsProcessingParameterEnum("LANGUAGE", name, ["中文", "English"], defaultValue=default), advanced=True)

    def add_unit(self, name, zh, en, advanced=True):
        """The unit of a layer's land."""
        units = [text("公顷", "hectares"), text("亩", "mu"), text("平方米", "square metres")]
        self.add(QgsProcessingParameterEnum(name, text(zh, en), units, defaultValue=0), advanced=advanced)

    def given(self, parameters, name):
        """Whether an optional parameter has a value."""
        return parameters.get(name) not in (None, "")

    def rules(self, parameters, context):
        """The rule book's path."""
        return self.parameterAsFile(parameters, "RULES", context) or SHIPPED_RULES

    def language(self, parameters, context):
        """The arguments that choose the language."""
        return ["--lang", LANGUAGES[self.parameterAsEnum(parameters, "LANGUAGE", context)]]
