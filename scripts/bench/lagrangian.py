"""Recomputes the lower bound that a vector of prices proves, over every park and not only near ones.

For prices p >= 0 on land and other resources of each park, no plan costs less than

    sum over enterprises of min(unplaced, min over admitted parks of distance + fit + p . need)  -  p . capacity

Whatever the prices come from. Here the distances come from geodesic.py. Which parks have to be measured is
settled by chords through the Earth between sites and park centres: a chord minus the park's radius is at
most the distance, its arc plus the radius at least.
"""

from dataclasses import dataclass

import numpy as np
import pyproj
import shapely
from scipy.spatial import cKDTree

from geodesic import centres, to_parks

BLOCK = 50_000
NEAR, DENSE = 12, 1_000
LEAST_RADIUS = 6_335_000.0  # of curvature on the ellipsoid, metres
SLACK = 2.0  # metres, for rounding in the chords


def space(points):
    """Longitude, latitude in degrees (n, 2) to earth-centred metres (n, 3)."""
    to_space = pyproj.Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
    return np.column_stack(to_space.transform(points[:, 0], points[:, 1], np.zeros(len(points))))


def bound_km(parks, admits, sites, industry, need, capacity, price, unplaced_km, cut_off_km, added):
    """The bound in km, and how many pairs were measured. parks (P,); admits: industry -> park indices; added:
    industry -> km on top of the distance, (P,); sites (n, 2) of those outside; need (n, R) and capacity (P, R)
    in whole units, price (P, R) in km a unit."""
    middle = space(centres(parks))
    owner = np.repeat(np.arange(len(parks)), shapely.get_num_coordinates(parks))
    reach = np.linalg.norm(space(shapely.get_coordinates(parks)) - middle[owner], axis=1)
    radius = np.zeros(len(parks))
    np.maximum.at(radius, owner, reach)
    at = space(sites)
    pairs = _Pairs(at, middle, radius, need, capacity, price, unplaced_km * 1e3, cut_off_km * 1e3)
    pair_row, pair_park, pair_added = [], [], []
    for code, suited in admits.items():
        if len(suited) == 0:
            continue
        rows = np.flatnonzero(industry == code)
        for start in range(0, len(rows), BLOCK):
            for row, park in pairs.contenders(rows[start : start + BLOCK], suited, added[code] * 1e3):
                pair_row.append(row)
                pair_park.append(park)
                pair_added.append(added[code][park])
    least = np.full(len(sites), float(unplaced_km))
    row, park = np.concatenate(pair_row), np.concatenate(pair_park)
    km = to_parks(parks, sites[row], park) / 1e3
    within = km <= cut_off_km
    priced = km + np.concatenate(pair_added) + (price[park] * need[row]).sum(axis=1)
    np.minimum.at(least, row[within], priced[within])
    return float(least.sum() - (price * capacity).sum()), len(row)


@dataclass
class _Pairs:
    """Finds the pairs that may be the cheapest of their enterprise; metres throughout."""

    at: np.ndarray
    middle: np.ndarray
    radius: np.ndarray
    need: np.ndarray
    capacity: np.ndarray
    price: np.ndarray
    unplaced: float
    cut_off: float

    def contenders(self, rows, suited, added):
        """Yields arrays (row, park): among the NEAR nearest parks, then for whom these do not settle it.

        `added` are metres >= 0 on top of the distance, (P,).
        """
        near = min(NEAR, len(suited))
        tree = cKDTree(self.middle[suited])
        chord, place = (np.reshape(a, (len(rows), near)) for a in tree.query(self.at[rows], k=near))
        low, high = self._between(rows, chord, suited[place], added)
        settled = near == len(suited) or chord[:, -1] - self.radius[suited].max() - SLACK > high
        settled = np.broadcast_to(settled, len(rows))
        found, column = np.nonzero((low <= high[:, None]) & settled[:, None])
        yield rows[found], suited[place[found, column]]
        rest = rows[~settled]
        for start in range(0, len(rest), DENSE):
            some = rest[start : start + DENSE]
            chord = np.linalg.norm(self.at[some][:, None] - self.middle[suited], axis=2)
            low, high = self._between(some, chord, np.broadcast_to(suited, chord.shape), added)
            found, column = np.nonzero(low <= high[:, None])
            yield some[found], suited[column]

    def _between(self, rows, chord, park, added):
        """At least what each pair costs with rent, (n, k), and at most what the cheapest costs, (n,).

        Only parks that are within the cut-off for certain may rule others out. A park that is smaller
        than the need can be in no plan.
        """
        rent = (self.need[rows][:, None, :] * self.price[park]).sum(axis=2) * 1e3 + added[park]
        reach = self.radius[park] + SLACK
        arc = 2.0 * LEAST_RADIUS * np.arcsin(np.minimum(chord / (2.0 * LEAST_RADIUS), 1.0))
        fits = (self.need[rows][:, None, :] <= self.capacity[park]).all(axis=2)
        low = np.where(fits, np.maximum(chord - reach, 0.0) + rent, np.inf)
        high = np.where(fits & (arc + reach <= self.cut_off), arc + reach + rent, np.inf)
        return low, np.minimum(high.min(axis=1), self.unplaced)
