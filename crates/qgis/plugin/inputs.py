"""Layers of QGIS as inputs of the program, and the plan file that names them."""

import json
import os
import re

from qgis.core import (
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsField,
    QgsProcessingException,
    QgsProcessingFeatureSource,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingUtils,
    QgsProviderRegistry,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from .words import text

# Files that the program reads as QGIS does. A Shapefile's encoding may have been set in QGIS.
PLAIN = (".gpkg", ".fgb", ".geojson")

# The column that numbers the features of an export, from 0.
NUMBER = "parkward_number"


def as_input(algorithm, parameters, name, context, feedback):
    """A layer as the plan file names it: its own file where that says all, else an export."""
    source = algorithm.parameterAsSource(parameters, name, context)
    if source is None:
        raise QgsProcessingException(algorithm.invalidSourceError(parameters, name))
    layer = algorithm.parameterAsVectorLayer(parameters, name, context)
    return own_file(layer, parameters.get(name)) or exported(source, name.lower(), context, feedback)


def layer_as_input(layer, context, feedback):
    """The same, of a layer."""
    return own_file(layer, None) or exported(QgsProcessingFeatureSource(layer, context), "layer", context, feedback)


def exported(source, name, context, feedback):
    """A layer as the plan file names it, once it is exported."""
    return {"file": export(source, name, context, feedback), **crs_of(source.sourceCrs())}


def crs_of(crs):
    """What the plan file says of a CRS, if there is one."""
    return {"crs": crs_name(crs)} if crs.isValid() else {}


def crs_name(crs):
    """A CRS as the plan file names it."""
    return crs.authid() if crs.authid().startswith("EPSG:") else crs.toWkt()


def own_file(layer, value):
    """The file and layer behind a layer, if the program reads the same from it as QGIS shows."""
    if isinstance(value, QgsProcessingFeatureSourceDefinition) and (
        value.selectedFeaturesOnly or value.featureLimit != -1 or getattr(value, "filterExpression", "")
    ):
        return None
    if not isinstance(layer, QgsVectorLayer) or layer.providerType() != "ogr":
        return None
    changed = layer.isModified() or len(layer.fields()) != len(layer.dataProvider().fields())
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    path, of_it = parts.get("path") or "", parts.get("layerName")
    more = any(value for key, value in parts.items() if key not in ("path", "layerName"))
    if changed or more or layer.subsetString() or not os.path.isfile(path):
        return None
    ending = os.path.splitext(path)[1].lower()
    if ending not in PLAIN or (ending == ".gpkg" and not of_it):
        return None
    return {"file": os.path.abspath(path), **({"layer": of_it} if of_it else {}), **crs_of(layer.crs())}


def export(source, name, context, feedback, numbered=False):
    """Writes features to a GeoPackage of their own, in their CRS, and gives back its path."""
    path = QgsProcessingUtils.generateTempFilename(name + ".gpkg")
    fields = source.fields()
    if numbered:
        fields.append(QgsField(NUMBER, QVariant.LongLong))
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.layerName = name
    # A field called fid stays a field.
    options.layerOptions = ["SPATIAL_INDEX=NO", "FID=parkward_fid"]
    kind = source.wkbType()
    if QgsWkbTypes.geometryType(kind) == QgsWkbTypes.PolygonGeometry:
        kind = QgsWkbTypes.multiType(kind)  # files that hold both say that they hold one
    writer = QgsVectorFileWriter.create(
        path, fields, kind, source.sourceCrs(), context.transformContext(), options
    )
    if writer.hasError() != QgsVectorFileWriter.NoError:
        raise QgsProcessingException(writer.errorMessage())
    for number, feature in enumerate(features(source)):
        if feedback.isCanceled():
            break
        if numbered:
            feature.setAttributes([*feature.attributes(), number])
        if not writer.addFeature(feature, QgsFeatureSink.FastInsert):
            raise QgsProcessingException(writer.errorMessage())
    del writer  # which closes the file
    return path


def features(source):
    """All features; the program sees for itself to geometries that are not valid."""
    return source.getFeatures(QgsFeatureRequest(), QgsProcessingFeatureSource.FlagSkipGeometryValidityChecks)


def columns(algorithm, parameters, source, fields, more, context):
    """The columns that the user named, by Parkward's names.

    `fields` are (parameter, Parkward's name). A default that the layer does not have is left out, and the
    program then looks for its usual names.
    """
    known = source.fields().names()
    named = {}
    for parameter, key in fields:
        chosen = algorithm.parameterAsFields(parameters, parameter, context)
        default = algorithm.parameterDefinition(parameter).defaultValue()
        for name in chosen:
            if name in known or name != default:
                named[key] = name
    table = algorithm.parameterAsMatrix(parameters, more, context)
    if len(table) % 2:
        raise QgsProcessingException(
            text("其他列：每行需要 Parkward 列名和图层字段", "Further columns: expected pairs of Parkward's name and field")
        )
    pairs = zip(table[::2], table[1::2])
    named.update({str(key).strip(): str(name).strip() for key, name in pairs if key and name})
    return named


def write_plan(values, feedback):
    """Writes a plan file beside the other temporary files, and gives back its path."""
    path = QgsProcessingUtils.generateTempFilename("plan.toml")
    content = toml(values)
    with open(path, "w", encoding="utf-8") as file:
        file.write(content)
    feedback.pushDebugInfo(content)
    return path


def toml(values, prefix=""):
    """A plan file out of what it is to hold."""
    lines = [f"{key_of(key)} = {value_of(value)}" for key, value in values.items() if not nested(value)]
    for key, value in values.items():
        name = prefix + key_of(key)
        if isinstance(value, dict):
            lines += [f"\n[{name}]", toml(value, name + ".")]
        elif nested(value):
            lines += [part for entry in value for part in (f"\n[[{name}]]", toml(entry, name + "."))]
    return "\n".join(lines) + ("" if prefix else "\n")


def nested(value):
    return isinstance(value, dict) or isinstance(value, list) and any(isinstance(v, dict) for v in value)


def key_of(key):
    return key if re.fullmatch("[A-Za-z0-9_-]+", key) else quoted(key)


def value_of(value):
    # Dates stand bare; everything else is written as in JSON.
    return value.toString("yyyy-MM-dd") if hasattr(value, "toString") else quoted(value)


def quoted(value):
    return json.dumps(value, ensure_ascii=False)
