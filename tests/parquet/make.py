"""Makes the files of this folder, with GeoPandas 1.2.0 and pyarrow 26: the parks and enterprises of tests/cases/hand, and
files with a fault each. Run by hand; what it made is kept, since Debian has neither."""

from datetime import date
from pathlib import Path

import geopandas
import pandas
from shapely import force_3d

HERE = Path(__file__).parent
HAND = HERE.parent / "cases/hand/input"

parks = geopandas.read_file(HAND / "parks.geojson")
parks.geometry = force_3d(parks.geometry, 4)
parks.to_crs(4490).to_parquet(HERE / "parks.parquet", compression="zstd")

table = pandas.read_csv(HAND / "enterprises.csv", dtype={"industry": str})
places = geopandas.points_from_xy(table.pop("lon"), table.pop("lat"), crs=4326)
firms = geopandas.GeoDataFrame(table, geometry=places)
# What other programs have beside: days, moments, 32 bits, lists, and ids beyond 2^53.
firms["since"] = [date(2001, 2, 3), date(1969, 12, 31), None]
firms["seen"] = pandas.to_datetime(["2024-02-28 01:02:03", "2024-02-29", None], format="ISO8601")
firms["share"] = pandas.array([0.1, 0.2, None], dtype="float32")
firms["tags"] = [["a", "b"], [], None]
firms["number"] = [900719925474099312, 900719925474099313, 900719925474099314]
firms.to_crs(4549).to_parquet(HERE / "enterprises.parquet", compression="gzip")

firms = firms[["id", "industry", "land_ha", "process_class", "geometry"]]
firms.set_crs("OGC:CRS84", allow_override=True).to_parquet(HERE / "crs84.parquet")
firms.set_crs(None, allow_override=True).to_parquet(HERE / "unknown_crs.parquet")
firms.to_parquet(HERE / "native.parquet", geometry_encoding="geoarrow")
firms.to_parquet(HERE / "brotli.parquet", compression="brotli")
nowhere = firms.copy()
nowhere.loc[1, "geometry"] = None
nowhere.to_parquet(HERE / "nowhere.parquet")
pandas.read_csv(HAND / "enterprises.csv", dtype={"industry": str}).to_parquet(HERE / "table.parquet")
