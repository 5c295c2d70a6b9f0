"""Screen enterprises: who must close, who needs a look, who passes."""

from qgis.core import (
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterFeatureSink,
)
from qgis.PyQt.QtCore import QVariant

from .. import inputs
from ..results import coloured
from ..words import text
from .common import ParkwardAlgorithm
from .locate import answer

FIELDS = (
    ("INDUSTRY", "industry", "行业代码", "Industry code"),
    ("LAND", "land_ha", "用地面积（公顷）", "Land (hectares)"),
)


class ScreenEnterprises(ParkwardAlgorithm):
    """Runs `parkward screen`."""

    ID = "screen"
    NAME = ("企业筛选", "Screen enterprises")
    HELP = (
        "按规则判断每家企业：应淘汰、待核（资料不足）或通过，并给出所依据的规则与理由。",
        "Says of every enterprise whether the rules close it, whether data is missing for saying so, or whether it "
        "passes, with the rules and reasons.",
    )

    def initAlgorithm(self, _configuration=None):
        self.add_enterprises()
        for name, default, zh, en in FIELDS:
            self.add_field(name, zh, en, "ENTERPRISES", default)
        self.add_rules()
        self.add_columns("ENTERPRISE_COLUMNS", "企业其他列", "Further columns of the enterprises")
        day = text("规则日期", "Day whose rules apply")
        self.add(
            QgsProcessingParameterDateTime("AS_OF", day, QgsProcessingParameterDateTime.Date, optional=True),
            "留空：规则文件的日期",
            "Empty: the rule book's",
            advanced=True,
        )
        self.add_language()
        screened = text("筛选结果", "Screened enterprises")
        self.add(QgsProcessingParameterFeatureSink("OUTPUT", screened, QgsProcessing.TypeVectorPoint))

    def processAlgorithm(self, parameters, context, feedback):
        source = self.parameterAsSource(parameters, "ENTERPRISES", context)
        if source is None:
            raise QgsProcessingException(self.invalidSourceError(parameters, "ENTERPRISES"))
        arguments = ["screen", "--rules", self.rules(parameters, context)]
        arguments += ["--enterprises", inputs.export(source, "enterprises", context, feedback, numbered=True)]
        keys = [(parameter, key) for parameter, key, _, _ in FIELDS]
        named = inputs.columns(self, parameters, source, keys, "ENTERPRISE_COLUMNS", context)
        for key, name in {**named, "id": inputs.NUMBER}.items():
            arguments += ["--columns", f"{key}={name}"]
        if parameters.get("AS_OF") not in (None, ""):
            day = self.parameterAsDateTime(parameters, "AS_OF", context).date()
            arguments += ["--as-of", day.toString("yyyy-MM-dd")]
        arguments += self.language(parameters, context)
        added = tuple((name, QVariant.String) for name in ("verdict", "rules", "reasons"))
        destination = answer(self, parameters, source, arguments, added, context, feedback)
        classes = (
            ("passes", "#009e73", text("通过", "Passes")),
            ("closes", "#d55e00", text("应淘汰", "Closes")),
            ("review", "#f0e442", text("待核", "To review")),
        )
        coloured(destination, "verdict", classes, context)
        return {"OUTPUT": destination}
