"""Parkward in the Processing toolbox of QGIS."""


def classFactory(iface):
    """What QGIS asks a plugin for."""
    from .plugin import Plugin

    return Plugin(iface)
