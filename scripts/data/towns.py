"""Where towns, parks and fields are, and so how dense the example's local roads are."""

import collections
import itertools
import math

from shapely.geometry import Point
from shapely.prepared import prep

import geo

# Blocks about as large as this, in hectares: ASSUMED. A town's reach grows with the enterprises in it.
CORE_HA, EDGE_HA, PARK_HA, FIELD_HA, BASIC_FARMLAND_HA = 3.5, 12, 20, 75, 120
REACH_M = 350, 1_700  # of a town at least and at most
BUSY_M = 800  # land is as busy as the enterprises within this
# Of the pieces of local roads, as far as nothing is cut off: ASSUMED, so that ways are as long as measured elsewhere.
MISSING = {"town": 0.04, "park": 0.15, "field": 0.44}


class Towns:
    """Where towns, parks and farmland are, and so how large blocks are."""

    def __init__(self, folder):
        rows = geo.read_rows(folder / "enterprises.csv")
        places = [geo.to_plane(float(row["lon"]), float(row["lat"])) for row in rows]
        self.parks = [prep(geo.plane(park)) for _, park in geo.read_features(folder / "parks.geojson")]
        [(_, farmland)] = geo.read_features(folder / "farmland.geojson")
        self.farmland = prep(geo.plane(farmland))
        self.cells = collections.defaultdict(list)
        for at in places:
            self.cells[self.cell(at)].append(at)
        self.centres = []
        for _, town in geo.read_features(folder / "towns.geojson"):
            outline = geo.plane(town)
            within = [at for at in places if outline.contains(Point(at)) and not self.in_park(Point(at))]
            reach = min(REACH_M[1], REACH_M[0] + 80 * math.sqrt(len(within)))
            self.centres.append((max(within, key=lambda at: (self.busy(at), at)), reach))

    def in_park(self, point):
        return any(park.contains(point) for park in self.parks)

    @staticmethod
    def cell(at, east=0, north=0):
        return math.floor(at[0] / BUSY_M) + east, math.floor(at[1] / BUSY_M) + north

    def busy(self, at):
        """Enterprises around a place, the near ones counting most."""
        around = (other for dx, dy in itertools.product((-1, 0, 1), repeat=2) for other in self.cells[self.cell(at, dx, dy)])
        return math.fsum(max(0.0, 1 - (math.dist(at, other) / BUSY_M) ** 2) for other in around)

    def from_centre(self, at):
        """How far from the middle of a town, 1 at its edge."""
        return min(math.dist(at, centre) / reach for centre, reach in self.centres)

    def missing(self, at):
        """How often a piece of road is missing."""
        return MISSING["town" if self.from_centre(at) < 1 else "park" if self.in_park(Point(at)) else "field"]

    def wanted_ha(self, at):
        far = self.from_centre(at)
        if far < 1:
            return CORE_HA + (EDGE_HA - CORE_HA) * far
        point = Point(at)
        field = BASIC_FARMLAND_HA if self.farmland.contains(point) else FIELD_HA
        wanted = PARK_HA if self.in_park(point) else field / (1 + self.busy(at) / 6)
        return max(EDGE_HA, min(wanted, EDGE_HA + (field - EDGE_HA) * (far - 1) / 1.2))
