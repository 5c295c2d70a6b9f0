"""The program's weights, formats and kinds of zones, made from its tables (tests/pipeline.rs)."""

WEIGHTS = (
    ("fit_km", "产业适配权重（公里）", "Weight of industry fit (km)"),
    ("utilisation_km", "土地利用权重（公里）", "Weight of land utilisation (km)"),
    ("minimum_fit", "最低适配度", "Minimum fit"),
    ("cut_off_km", "截止距离（公里）", "Cut-off (km)"),
    ("unplaced_km", "未安置惩罚（公里）", "Penalty of the unplaced (km)"),
    ("quality_km", "综合质量惩罚（公里）", "Penalty by quality (km)"),
    ("project_km", "新项目未安置附加惩罚（公里）", "Further penalty of unplaced new projects (km)"),
)
# Beside the GeoPackage, which is always written.
FORMATS = (
    ("geojson", "GeoJSON"),
    ("csv", "CSV"),
    ("flatgeobuf", "FlatGeobuf"),
    ("shapefile", "Shapefile"),
    ("xlsx", "XLSX"),
    ("kml", "KML"),
    ("dxf", "DXF"),
    ("geoparquet", "GeoParquet"),
    ("gdb", "File Geodatabase"),
    ("sqlite", "SQLite"),
    ("ods", "ODS"),
)
# Those of the rule book that ships.
ZONE_KINDS = (
    ("main_stem", "受保护的干流", "Protected main stem"),
    ("water_source", "水源保护区", "Water-source zone"),
    ("farmland", "基本农田", "Basic farmland"),
    ("facility", "危险或邻避设施", "Hazardous facility"),
    ("planned_block", "规划工业区块", "Planned industrial block"),
    ("construction_area", "集中建设区", "Construction area"),
)
