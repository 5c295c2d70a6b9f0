"""Results in the project: in one group, in drawing order, styled."""

import json

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsCoordinateReferenceSystem,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingLayerPostProcessorInterface,
    QgsProcessingOutputLayerDefinition,
    QgsRendererCategory,
    QgsSymbol,
)
from qgis.PyQt.QtGui import QColor

PLACE = "parkward/place"
# What a group's plan was made with, as JSON.
MADE_WITH = "parkward/made_with"


class Processor(QgsProcessingLayerPostProcessorInterface):
    """Something that is done to a layer once it is in the project."""

    # QGIS does not keep them.
    kept = []

    def __init__(self, work):
        super().__init__()
        self.work = work
        self.kept.append(self)

    def postProcessLayer(self, layer, context, _feedback):
        self.work(layer, context)
        self.kept.remove(self)


class Group:
    """The layers of one result. The first stands at the bottom."""

    def __init__(self, name, made_with=None):
        self.name = name
        self.node = None
        self.made_with = json.dumps(remembered(made_with or {}), ensure_ascii=False)

    def load(self, layers, context):
        """Has layers loaded when the algorithm is done: (title, source), from the bottom up."""
        for place, (title, source) in enumerate(layers):
            details = QgsProcessingContext.LayerDetails(title, context.project(), title)
            details.setPostProcessor(Processor(lambda layer, context, at=place: self.put(layer, context, at)))
            context.addLayerToLoadOnCompletion(source, details)

    def put(self, layer, context, place):
        """Styles a layer and moves it into the group, above those that are drawn before it."""
        root = context.project().layerTreeRoot()
        node = root.findLayer(layer.id())
        if node is None:
            return
        if node.customProperty(PLACE) is not None:
            # The folder was written again: the layer stays where and as it is, and shows what is new.
            node.parent().setCustomProperty(MADE_WITH, self.made_with)
            layer.reload()
            layer.triggerRepaint()
            return
        layer.loadDefaultStyle()
        if self.node is None:
            self.node = root.insertGroup(0, self.name)
            self.node.setCustomProperty(MADE_WITH, self.made_with)
        moved = node.clone()
        moved.setCustomProperty(PLACE, place)
        above = [child for child in self.node.children() if child.customProperty(PLACE, -1) > place]
        self.node.insertChildNode(len(above), moved)
        node.parent().removeChildNode(node)


def remembered(parameters):
    """Parameters as a project keeps them; a selection of features is not kept."""
    kept = {}
    for name, value in parameters.items():
        if isinstance(value, QgsProcessingFeatureSourceDefinition):
            value = None if value.selectedFeaturesOnly else value.source.staticValue()
        if isinstance(value, QgsProcessingOutputLayerDefinition):
            value = value.sink.staticValue()
        if isinstance(value, QgsMapLayer):
            value = value.id()
        if isinstance(value, QgsCoordinateReferenceSystem):
            value = value.authid() or value.toWkt()
        if hasattr(value, "toString"):  # a day
            value = value.toString("yyyy-MM-dd")
        if isinstance(value, (str, int, float, bool, list)):
            kept[name] = value
    return kept


def styled(destination, context):
    """Has the layer at a destination shown in the style that its GeoPackage holds."""
    if context.willLoadLayerOnCompletion(destination):
        details = context.layerToLoadOnCompletionDetails(destination)
        details.setPostProcessor(Processor(lambda layer, _context: (layer.reload(), layer.loadDefaultStyle())))


def coloured(destination, field, classes, context):
    """Has the layer at a destination coloured by the values of a field: (value, colour, label)."""
    if not context.willLoadLayerOnCompletion(destination):
        return

    def colour(layer, _context):
        categories = []
        for value, hue, label in classes:
            symbol = QgsSymbol.defaultSymbol(layer.geometryType())
            symbol.setColor(QColor(hue))
            categories.append(QgsRendererCategory(value, symbol, label))
        layer.setRenderer(QgsCategorizedSymbolRenderer(field, categories))
        layer.triggerRepaint()

    context.layerToLoadOnCompletionDetails(destination).setPostProcessor(Processor(colour))
