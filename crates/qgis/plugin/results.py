"""Results in the project: in one group, in drawing order, styled."""

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsProcessingContext,
    QgsProcessingLayerPostProcessorInterface,
    QgsRendererCategory,
    QgsSymbol,
)
from qgis.PyQt.QtGui import QColor

PLACE = "parkward/place"


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

    def __init__(self, name):
        self.name = name
        self.node = None

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
            layer.reload()
            layer.triggerRepaint()
            return
        layer.loadDefaultStyle()
        if self.node is None:
            self.node = root.insertGroup(0, self.name)
        moved = node.clone()
        moved.setCustomProperty(PLACE, place)
        above = [child for child in self.node.children() if child.customProperty(PLACE, -1) > place]
        self.node.insertChildNode(len(above), moved)
        node.parent().removeChildNode(node)


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
