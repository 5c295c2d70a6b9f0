"""The two languages of the plugin, by the locale of QGIS."""

from qgis.core import QgsApplication


def chinese():
    """Whether QGIS speaks Chinese."""
    return QgsApplication.locale().startswith("zh")


def text(zh, en):
    """A text in the language of QGIS."""
    return zh if chinese() else en
