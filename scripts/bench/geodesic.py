"""Distances on the WGS84 ellipsoid from sites to park boundaries, for the referee.

Each park has an azimuthal equidistant map of its own, centred on it. Distances to the centre are exact
there; those to a boundary r metres around it are off by about r^2 d / 6 R^2: a centimetre for a park of
4 km at 200 km. `by_geod` does without any map and is used to see that this holds.
"""

import numpy as np
import pyproj
import shapely

#: Edges are straight in longitude and latitude; cut to this many degrees (200 m), they are so on any map.
STEP = 0.002


def centres(parks):
    """The middle of each park's box in degrees, (P, 2)."""
    box = shapely.bounds(parks)
    return np.column_stack([box[:, 0] + box[:, 2], box[:, 1] + box[:, 3]]) / 2.0


def to_parks(parks, sites, park):
    """Metres from sites (n, 2) to the parks with indices `park` (n,); 0 inside."""
    metres = np.empty(len(sites))
    order = np.argsort(park, kind="stable")
    numbers, starts = np.unique(park[order], return_index=True)
    middle = centres(parks)
    for number, rows in zip(numbers, np.split(order, starts[1:])):
        lon, lat = middle[number].tolist()
        project = pyproj.Proj(proj="aeqd", lon_0=lon, lat_0=lat, ellps="WGS84")
        dense = shapely.segmentize(parks[number], STEP)
        flat = shapely.transform(dense, lambda xy: np.column_stack(project(xy[:, 0], xy[:, 1])))
        x, y = project(sites[rows, 0], sites[rows, 1])
        metres[rows] = shapely.distance(flat, shapely.points(x, y))
    return metres


def by_geod(park, site):
    """Metres from one site outside to one park, by geodesics to points ever denser along its boundary."""
    geod = pyproj.Geod(ellps="WGS84")
    if park.geom_type == "Point":
        return geod.inv(site[0], site[1], park.x, park.y)[2]
    best = np.inf
    for ring in shapely.get_rings(shapely.get_parts(park)):
        at = shapely.get_coordinates(shapely.segmentize(ring, STEP))
        for _ in range(4):
            _, _, metres = geod.inv(np.full(len(at), site[0]), np.full(len(at), site[1]), at[:, 0], at[:, 1])
            nearest = int(np.argmin(metres))
            best = min(best, metres[nearest])
            around = at[max(nearest - 1, 0) : nearest + 2]
            if nearest in (0, len(at) - 1) and np.array_equal(at[0], at[-1]):
                around = np.concatenate([at[-2:], at[1:2]])
            share = np.linspace(0.0, 1.0, 41)[:, None]
            at = np.concatenate([a + share * (b - a) for a, b in zip(around[:-1], around[1:])])
    return best
