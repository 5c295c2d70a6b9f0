"""Picking on the canvas: enterprises, projects and parks of a plan."""

import os

from qgis.core import QgsGeometry, QgsProject, QgsProviderRegistry, QgsVectorLayer
from qgis.gui import QgsMapToolIdentify
from qgis.PyQt.QtCore import QPoint, Qt, pyqtSignal

GEOPACKAGE = "relocation.gpkg"
# Who can be asked for, the first first.
WHO = ("unplaced", "enterprises", "projects", "moves")


def of_plan(layer):
    """The folder of the plan that a layer belongs to, and the layer's name there; else `None` twice."""
    if not isinstance(layer, QgsVectorLayer) or layer.providerType() != "ogr":
        return None, None
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    folder, file = os.path.split(parts.get("path") or "")
    if file != GEOPACKAGE or not os.path.isfile(os.path.join(folder, "plan.json")):
        return None, None
    return folder, parts.get("layerName")


def layers_of(folder, names, layers=None):
    """The layers of a plan with these names, in their order."""
    layers = QgsProject.instance().mapLayers().values() if layers is None else layers
    found = [(layer, of_plan(layer)) for layer in layers]
    return [layer for name in names for layer, of_it in found if of_it == (folder, name)]


class Picker(QgsMapToolIdentify):
    """Tells what was clicked: an enterprise or project, else the park that lies there."""

    picked = pyqtSignal(object, object, bool)  # layer, feature, whether beside those that are chosen already

    def __init__(self, canvas, folder):
        super().__init__(canvas)
        self.folder = folder  # a function: which plan is looked at may change

    def canvasReleaseEvent(self, event):
        for names in (WHO, ("parks",)):
            drawn = layers_of(self.folder(), names, self.canvas().layers())
            if not drawn:
                continue
            found = self.identify(event.x(), event.y(), drawn, QgsMapToolIdentify.TopDownAll)
            if found:
                settings = self.canvas().mapSettings()
                clicked = self.toMapCoordinates(QPoint(event.x(), event.y()))

                def far(result):
                    there = settings.mapToLayerCoordinates(result.mLayer, clicked)
                    return drawn.index(result.mLayer), result.mFeature.geometry().distance(QgsGeometry.fromPointXY(there))

                nearest = min(found, key=far)
                more = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
                self.picked.emit(nearest.mLayer, nearest.mFeature, more)
                return
