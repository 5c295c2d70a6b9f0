"""Point-in-park tests and GeoPackage layers of a synthetic world, in blocks, so that memory stays small."""

import geopandas
import numpy as np
import pandas as pd
import pyogrio
import shapely

BLOCK = 500_000
#: GDAL stamps this day on a layer instead of today's: the same world is the same bytes.
DAY = "2026-01-01T00:00:00.000Z"
CRS = "EPSG:4326"


def in_parks(shapes, sites):
    """The park (index) that each site stands in, -1 where none; an edge is inside. Shapes: (n, 2) -> (n,)."""
    tree = shapely.STRtree(shapes)
    found = np.full(len(sites), -1, dtype=np.int32)
    for start in range(0, len(sites), BLOCK):
        points = shapely.points(sites[start : start + BLOCK])
        point, park = tree.query(points, predicate="intersects")
        found[start + point] = park
    return found


def write_parks(path, parks):
    """Makes the file anew, with the layer `parks`."""
    path.unlink(missing_ok=True)
    _write(path, "parks", parks, parks["geometry"], geometry_type="Unknown")


def write_enterprises(path, enterprises):
    """Adds the layer `enterprises`; ids are E00000001 and so on. Who is inside, a reader has to find out."""
    columns = {name: values for name, values in enterprises.items() if name not in ("inside", "geometry")}
    for start in range(0, len(enterprises["land_ha"]), BLOCK):
        block = {name: values[start : start + BLOCK] for name, values in columns.items()}
        numbers = range(start + 1, start + 1 + len(block["land_ha"]))
        block = {"id": np.array([f"E{number:08}" for number in numbers]), **block}
        points = shapely.points(enterprises["geometry"][start : start + BLOCK])
        # No spatial index: neither side of the benchmark asks the file for one.
        _write(path, "enterprises", block, points, append=start > 0, geometry_type="Point", SPATIAL_INDEX="NO")


def _write(path, layer, columns, geometry, **options):
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": DAY})
    table = pd.DataFrame({name: values for name, values in columns.items() if name != "geometry"})
    frame = geopandas.GeoDataFrame(table, geometry=geometry, crs=CRS)
    pyogrio.write_dataframe(frame, path, layer=layer, driver="GPKG", use_arrow=True, **options)
