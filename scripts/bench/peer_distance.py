"""Distances and nearest suitable parks as a careful Python user computes them: shapely on a map, corrected.

One map over eastern China is wrong by up to 1 %: EPSG:4549, made for 118.5 to 121.5 degrees east, by
0.7 % at 112. So the map here is a Lambert conformal conic, whose scale is the same in all directions and
depends on latitude alone, and each planar distance is divided by the mean scale along the way (Simpson's
rule at both ends and the middle, the way aimed at the park's middle). What is left is a part in a million,
five in 100,000 at worst, and cancels out in sums; check.py measures it.
"""

import numpy as np
import pyproj
import shapely
from scipy.spatial import cKDTree

PROJECTION = "+proj=lcc +lat_1=26 +lat_2=38 +lat_0=32 +lon_0=116 +datum=WGS84 +units=m"
BLOCK = 100_000
EXTRA = 8  # parks asked for beyond k at first


class Scale:
    """The inverse scale of the map by latitude in degrees."""

    def __init__(self):
        self.latitudes = np.arange(15.0, 50.0, 0.01)
        factors = pyproj.Proj(PROJECTION).get_factors(np.full_like(self.latitudes, 116.0), self.latitudes)
        self.inverse = 1.0 / np.asarray(factors.meridional_scale)

    def mean(self, start, end):
        """Mean inverse scale on straight ways between two latitudes; any equal shapes."""
        at = lambda latitude: np.interp(latitude, self.latitudes, self.inverse)
        return (at(start) + 4.0 * at((start + end) / 2.0) + at(end)) / 6.0


def nearest_suitable(parks, admits, points, industry, k):
    """The `k` nearest parks that admit each enterprise, by exact distance to the polygon.

    parks: (P,) polygons and points: (n,) points, both on the map; admits: dict of industry -> park
    indices; industry: (n,). Returns metres (n, k), inf where there are fewer, park index (n, k), -1
    there, and how many polygon distances it took.

    A kd-tree of the centres proposes parks. Nobody unseen can be nearer than the last proposal minus the
    largest park's radius; where that does not settle the k-th, twice as many are asked for.
    """
    box = shapely.bounds(parks)
    centre = np.column_stack([box[:, 0] + box[:, 2], box[:, 1] + box[:, 3]]) / 2.0
    radius = np.hypot(box[:, 2] - box[:, 0], box[:, 3] - box[:, 1]) / 2.0
    to_degrees = pyproj.Transformer.from_crs(PROJECTION, "EPSG:4326", always_xy=True)
    xy = shapely.get_coordinates(points)
    scale = Scale()
    latitude = to_degrees.transform(xy[:, 0], xy[:, 1])[1]
    park_latitude = to_degrees.transform(centre[:, 0], centre[:, 1])[1]
    metres = np.full((len(points), k), np.inf)
    chosen = np.full((len(points), k), -1, dtype=np.int32)
    evaluated = 0

    def exact(rows, candidates, away):
        """Metres between enterprises and parks, given the planar metres between centre and site."""
        planar = shapely.distance(points[rows], parks[candidates])
        share = np.divide(planar, away, out=np.zeros_like(planar), where=away > 0.0)
        end = latitude[rows] + (park_latitude[candidates] - latitude[rows]) * share
        return planar * scale.mean(latitude[rows], end)

    for code, suited in admits.items():
        todo = np.flatnonzero(industry == code)
        tree = cKDTree(centre[suited])
        asked = min(len(suited), k + EXTRA)
        while len(todo):
            again = []
            for start in range(0, len(todo), BLOCK):
                rows = todo[start : start + BLOCK]
                away, found = (np.reshape(a, (len(rows), asked)) for a in tree.query(xy[rows], k=asked))
                candidates = suited[found]
                reached = np.full((len(rows), asked), np.inf)
                first = slice(0, min(k, asked))
                reached[:, first] = exact(rows[:, None], candidates[:, first], away[:, first])
                evaluated += reached[:, first].size
                last = reached[:, first].max(axis=1)
                least = (away - radius[candidates]) * scale.inverse.min()
                late, column = np.nonzero((least < last[:, None]) & np.isinf(reached))
                reached[late, column] = exact(rows[late], candidates[late, column], away[late, column])
                evaluated += len(late)
                order = np.argsort(reached, axis=1, kind="stable")[:, :k]
                width = order.shape[1]
                metres[rows, :width] = np.take_along_axis(reached, order, axis=1)
                chosen[rows, :width] = np.take_along_axis(candidates, order, axis=1)
                if asked < len(suited):
                    unseen = (away[:, -1] - radius[suited].max()) * scale.inverse.min()
                    again.append(rows[metres[rows, width - 1] > unseen])
            todo = np.concatenate(again) if again else np.empty(0, dtype=int)
            asked = min(len(suited), 2 * asked)
    chosen[np.isinf(metres)] = -1
    return metres, chosen, evaluated
