"""Recomputes the lower bound that a vector of prices proves, over every park and not only near ones.

For prices p >= 0 on land and other resources of each park, no plan costs less than

    sum over enterprises of min(unplaced, min over admitted parks of distance + p . need)  -  p . capacity

Whatever the prices come from. Here the distances come from geodesic.py. Which parks have to be measured is
settled by chords through the Earth between sites and park centres: a chord minus the park's radius is at
most the distance, its arc plus the radius at least.
"""

import numpy as np
import pyproj
import shapely

from geodesic import centres, to_parks

BLOCK = 4_000
LEAST_RADIUS = 6_335_000.0  # of curvature on the ellipsoid, metres
SLACK = 2.0  # metres, for rounding in the chords


def space(points):
    """Longitude, latitude in degrees (n, 2) to earth-centred metres (n, 3)."""
    to_space = pyproj.Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
    return np.column_stack(to_space.transform(points[:, 0], points[:, 1], np.zeros(len(points))))


def bound_km(parks, admits, sites, industry, need, capacity, price, unplaced_km, cut_off_km):
    """The bound in km. parks (P,); admits: industry -> park indices; sites (n, 2) of those outside;
    need (n, R) and capacity (P, R) in whole units, price (P, R) in km a unit."""
    middle = space(centres(parks))
    owner = np.repeat(np.arange(len(parks)), shapely.get_num_coordinates(parks))
    reach = np.linalg.norm(space(shapely.get_coordinates(parks)) - middle[owner], axis=1)
    radius = np.zeros(len(parks))
    np.maximum.at(radius, owner, reach)
    at = space(sites)
    least = np.full(len(sites), float(unplaced_km))
    pair_row, pair_park = [], []
    for code, suited in admits.items():
        rows = np.flatnonzero(industry == code)
        for start in range(0, len(rows), BLOCK):
            row, park = _contenders(
                at, middle, radius, need, capacity, price,
                rows[start : start + BLOCK], suited, unplaced_km, cut_off_km,
            )  # fmt: skip
            pair_row.append(row)
            pair_park.append(park)
    row, park = np.concatenate(pair_row), np.concatenate(pair_park)
    km = to_parks(parks, sites[row], park) / 1e3
    within = km <= cut_off_km
    priced = km + (price[park] * need[row]).sum(axis=1)
    np.minimum.at(least, row[within], priced[within])
    return float(least.sum() - (price * capacity).sum()), len(row)


def _contenders(at, middle, radius, need, capacity, price, rows, suited, unplaced_km, cut_off_km):
    """Pairs (row, park) that may be the cheapest of their row.

    Only parks that are within the cut-off for certain may rule others out. A park that is smaller than
    the need can be in no plan.
    """
    squares = (at[rows] ** 2).sum(1)[:, None] + (middle[suited] ** 2).sum(1) - 2.0 * at[rows] @ middle[suited].T
    chord = np.sqrt(np.maximum(squares, 0.0))
    arc = 2.0 * LEAST_RADIUS * np.arcsin(np.minimum(chord / (2.0 * LEAST_RADIUS), 1.0))
    fits = (need[rows][:, None, :] <= capacity[suited]).all(axis=2)
    priced = need[rows] @ price[suited].T * 1e3
    low = np.where(fits, np.maximum(chord - radius[suited] - SLACK, 0.0) + priced, np.inf)
    far = arc + radius[suited] + SLACK
    high = np.where(fits & (far <= cut_off_km * 1e3), far + priced, np.inf).min(axis=1)
    found, column = np.nonzero(low <= np.minimum(high, unplaced_km * 1e3)[:, None])
    return rows[found], suited[column]
