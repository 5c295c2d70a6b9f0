"""Whether QGIS draws each verdict with the sign of the printed map: colour, shape and size, both drawn and compared."""

import os
import re
import xml.etree.ElementTree as ET

from qgis.core import (
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsProperty,
    QgsRenderContext,
    QgsSimpleMarkerSymbolLayerBase,
    QgsSymbolLayer,
)
from qgis.PyQt.QtCore import QByteArray, QPointF, QSize, Qt
from qgis.PyQt.QtGui import QImage, QPainter
from qgis.PyQt.QtSvg import QSvgRenderer

SVG = "{http://www.w3.org/2000/svg}"
MM = 72 / 25.4  # points of an A3 sheet to a millimetre
SCALE = 40.0  # pixels to a millimetre, so that shapes and not pixels are compared
SIDE = 240


def blank():
    picture = QImage(QSize(SIDE, SIDE), QImage.Format_RGB32)
    picture.fill(Qt.white)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.Antialiasing)
    return picture, painter


# Where the box of a shape that is not as wide as high lies in that of its sign: how wide, how far above the middle.
WITHIN = {"pentagon": (0.95106, -0.09549), "star": (0.95106, -0.09549)}


def box(element, shape):
    """Middle and width of the sign that an element draws, in points of the sheet."""
    if element.tag == SVG + "circle":
        x, y, r = (float(element.get(name)) for name in ("cx", "cy", "r"))
        return x, y, 2 * r
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", element.get("d"))]
    xs, ys = numbers[::2], numbers[1::2]
    wide = max(max(xs) - min(xs), max(ys) - min(ys))
    share, above = WITHIN.get(shape, (1, 0))
    wide /= share
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2 - above * wide / 2, wide


def printed(paint, element, shape, width):
    """The printed sign, `width` millimetres wide, in the middle of a picture."""
    x, y, wide = box(element, shape)
    rim = float(paint["stroke-width"]) / MM * SCALE
    grown = width * SCALE / wide
    paint = " ".join(f'{key}="{value}"' for key, value in {**paint, "stroke-width": rim / grown}.items())
    sign = ET.tostring(element, encoding="unicode")
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIDE}" height="{SIDE}"><g transform="translate({SIDE / 2} {SIDE / 2}) scale({grown}) translate({-x} {-y})" {paint}>{sign}</g></svg>'
    picture, painter = blank()
    QSvgRenderer(QByteArray(svg.encode())).render(painter)
    painter.end()
    return picture


def in_qgis(symbol):
    symbol = symbol.clone()
    symbol.symbolLayer(0).setDataDefinedProperty(QgsSymbolLayer.PropertySize, QgsProperty())
    picture, painter = blank()
    context = QgsRenderContext.fromQPainter(painter)
    context.setScaleFactor(SCALE)
    symbol.startRender(context)
    symbol.renderPoint(QPointF(SIDE / 2, SIDE / 2), None, context)
    symbol.stopRender(context)
    painter.end()
    return picture


def differing(a, b):
    """The pixels that differ plainly, as a share of those that are not white in either, where the two lie best on each other:
    renderers round to whole pixels."""
    return min(shifted(a, b, dx, dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))


def shifted(a, b, dx, dy):
    differ, inked = 0, 0
    for y in range(2, SIDE - 2, 2):
        for x in range(2, SIDE - 2, 2):
            one, other = a.pixelColor(x, y), b.pixelColor(x + dx, y + dy)
            channels = [(c.red(), c.green(), c.blue()) for c in (one, other)]
            inked += any(min(c) < 250 for c in channels)
            differ += max(abs(p - q) for p, q in zip(*channels)) > 90
    return differ / max(inked, 1)


def largest(layer, field, value):
    """How wide QGIS draws the sign of a verdict where the land is largest, in millimetres."""
    categories = layer.renderer().categories()
    symbol = next(category.symbol().clone() for category in categories if category.value() == value)
    marker = symbol.symbolLayer(0)
    by_land = marker.dataDefinedProperties().property(QgsSymbolLayer.PropertySize)
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    widest = 0
    for feature in layer.getFeatures():
        if feature[field] == value and feature.hasGeometry():
            context.setFeature(feature)
            widest = max(widest, by_land.valueAsDouble(context, marker.size())[0])
    return widest


def check_signs(project, folder, check):
    """`check` takes what is checked, whether it holds, and what was found."""
    page = ET.parse(os.path.join(folder, "map.svg"))
    groups = [group for group in page.iter(SVG + "g")]
    found, pictures = 0, {}
    for name, prefix, attribute in (("enterprises", "signs-", "id"), ("projects", "project-", "class")):
        layer = project.mapLayer(f"parkward_{name}")
        if layer is None:
            continue
        categories = layer.renderer().categories()
        for category in categories:
            key = category.value()
            group = next((group for group in groups if group.get(attribute) == prefix + key), None)
            if group is None:
                continue
            group = group.find(SVG + "g") if attribute == "class" else group
            paint = {part: group.get(part) for part in ("fill", "stroke", "stroke-width", "stroke-linejoin")}
            element, symbol = group[0], category.symbol().clone()
            width = symbol.symbolLayer(0).size()
            shape = QgsSimpleMarkerSymbolLayerBase.encodeShape(symbol.symbolLayer(0).shape())
            pictures[name, key] = in_qgis(symbol)
            if os.environ.get("PARKWARD_KEEP"):
                printed(paint, element, shape, width).save(os.path.join(os.environ["PARKWARD_KEEP"], f"{name}-{key}-printed.png"))
                pictures[name, key].save(os.path.join(os.environ["PARKWARD_KEEP"], f"{name}-{key}-qgis.png"))
            apart = differing(printed(paint, element, shape, width), pictures[name, key])
            check(f"{name}, {key}: QGIS draws the printed sign", apart < 0.12, f"{apart:.3f} of it differs")
            wide = box(element, shape)[2] / MM
            drawn = largest(layer, "verdict", key)
            if not drawn:
                continue  # no project that ends so has a place
            check(f"{name}, {key}: as large as printed", abs(drawn / wide - 1) < 0.03, f"{drawn:.3f} mm, printed {wide:.3f}")
            found += 1
    # The measure is of use only if it parts signs.
    keys = list(pictures)
    for index, one in enumerate(keys):
        for other in keys[:index]:
            apart = differing(pictures[one], pictures[other])
            check(f"{one} is not the sign of {other}", apart > 0.15, f"{apart:.3f}")
    return found
