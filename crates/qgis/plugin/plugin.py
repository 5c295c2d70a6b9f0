"""The plugin: a provider for Processing, and a panel in QGIS."""

import os

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction

from .provider import Provider


class Plugin:
    """Adds the provider to Processing, in QGIS and in qgis_process, and the panel where there is a window."""

    def __init__(self, iface):
        self.iface = iface
        self.provider = self.panel = self.action = None

    def initProcessing(self):
        self.provider = Provider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self):
        from .panel import Panel

        self.initProcessing()
        self.panel = Panel(self.iface)
        self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.panel)
        self.panel.hide()
        icon = QIcon(os.path.join(os.path.dirname(__file__), "icon.svg"))
        self.action = QAction(icon, self.panel.windowTitle(), self.iface.mainWindow())
        self.action.triggered.connect(lambda: self.panel.setVisible(not self.panel.isVisible()))
        self.iface.addToolBarIcon(self.action)
        self.iface.addPluginToMenu("Parkward", self.action)

    def unload(self):
        QgsApplication.processingRegistry().removeProvider(self.provider)
        if self.panel is not None:
            self.panel.close_down()
            self.iface.removePluginMenu("Parkward", self.action)
            self.iface.removeToolBarIcon(self.action)
            self.iface.removeDockWidget(self.panel)
            self.panel.deleteLater()
            self.panel = None
