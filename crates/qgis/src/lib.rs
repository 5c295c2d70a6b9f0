//! Layer styles for QGIS.
