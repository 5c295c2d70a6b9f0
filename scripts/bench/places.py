"""Where things stand in a synthetic world: a rough land area, cities on it, and points around them.

Positions are arrays of shape (n, 2): longitude and latitude in degrees, WGS84.
"""

import numpy as np
import shapely

#: A rough outline of the land between the western edge of the study area and the coast of eastern
#: China, clockwise from the north-west. It only keeps points off the sea.
LAND = shapely.Polygon(
    [
        (110.5, 41.0), (119.6, 40.4), (118.2, 39.3), (117.7, 38.4), (119.0, 37.3), (120.8, 37.7),
        (122.3, 37.2), (120.2, 35.9), (119.3, 35.0), (120.3, 34.0), (121.6, 32.2), (121.8, 31.0),
        (120.9, 30.3), (121.9, 29.8), (121.4, 28.3), (120.4, 27.2), (119.5, 25.6), (118.1, 24.4),
        (116.6, 23.2), (114.3, 22.6), (110.5, 22.6),
    ]
)  # fmt: skip
METRES_PER_DEGREE = 110_900.0


def east_stretch(latitude):
    """How many degrees of longitude are as long as one of latitude, roughly; any shape."""
    return 1.0 / np.cos(np.radians(latitude))


def anywhere(random, n):
    """`n` points spread evenly over the land, (n, 2)."""
    west, south, east, north = LAND.bounds
    return _until_enough(
        n, lambda m: np.column_stack([random.uniform(west, east, m), random.uniform(south, north, m)])
    )


class Cities:
    """Cities of very different sizes: a few hold most of what there is."""

    def __init__(self, random, n=48):
        self.centres = anywhere(random, n)
        sizes = 1.0 / np.arange(1, n + 1) ** 0.8  # rank-size rule, flattened
        self.weights = sizes / sizes.sum()
        self.radii = random.uniform(8_000.0, 45_000.0, n)  # metres, of one standard deviation

    def around(self, random, n, clustered):
        """`n` points, a share `clustered` of them scattered around cities, the rest anywhere."""

        def draw(m):
            city = random.choice(len(self.weights), m, p=self.weights)
            step = random.normal(size=(m, 2)) * (self.radii[city] / METRES_PER_DEGREE)[:, None]
            near = self.centres[city] + step
            near[:, 0] += step[:, 0] * (east_stretch(self.centres[city, 1]) - 1.0)
            scattered = random.random(m) >= clustered
            near[scattered] = anywhere(random, int(scattered.sum()))
            return near

        return _until_enough(n, draw)


def _until_enough(n, draw):
    """Draws until `n` points are on land; more than needed are thrown away."""
    shapely.prepare(LAND)
    kept, have = [], 0
    while have < n:
        points = draw(int((n - have) * 1.5) + 32)
        points = points[shapely.contains_xy(LAND, points[:, 0], points[:, 1])]
        kept.append(points)
        have += len(points)
    return np.concatenate(kept)[:n]
