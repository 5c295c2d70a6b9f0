"""The provider: its algorithms and its setting."""

import os

from processing.core.ProcessingConfig import ProcessingConfig, Setting
from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .algorithms.check import CheckInputs
from .algorithms.compare import ComparePlans
from .algorithms.locate import LocateEnterprises
from .algorithms.plan import PlanRelocation
from .algorithms.screen import ScreenEnterprises
from .algorithms.sites import SitesForProject
from .program import SETTING
from .words import text

ALGORITHMS = (PlanRelocation, CheckInputs, LocateEnterprises, ScreenEnterprises, SitesForProject, ComparePlans)


class Provider(QgsProcessingProvider):
    """Parkward's algorithms."""

    def id(self):
        return "parkward"

    def name(self):
        return "Parkward"

    def icon(self):
        return QIcon(os.path.join(os.path.dirname(__file__), "icon.svg"))

    def load(self):
        ProcessingConfig.settingIcons[self.name()] = self.icon()
        where = text("parkward 程序（留空则在 PATH 中查找）", "The parkward program (empty: found on the PATH)")
        ProcessingConfig.addSetting(Setting(self.name(), SETTING, where, "", valuetype=Setting.FILE))
        ProcessingConfig.readSettings()
        self.refreshAlgorithms()
        return True

    def unload(self):
        ProcessingConfig.removeSetting(SETTING)

    def loadAlgorithms(self):
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())
