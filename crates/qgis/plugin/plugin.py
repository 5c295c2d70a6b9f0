"""The plugin: a provider, and nothing else."""

from qgis.core import QgsApplication

from .provider import Provider


class Plugin:
    """Adds the provider to Processing, in QGIS and in qgis_process."""

    def __init__(self, _iface):
        self.provider = None

    def initProcessing(self):
        self.provider = Provider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self):
        self.initProcessing()

    def unload(self):
        QgsApplication.processingRegistry().removeProvider(self.provider)
