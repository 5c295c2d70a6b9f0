"""Irregular park boundaries: some with holes, some in several parts, none touching another."""

import numpy as np
import shapely

from places import METRES_PER_DEGREE, east_stretch

HOLED, DIVIDED = 0.15, 0.12  # shares of parks with holes, and cut apart by a corridor
SMALLEST, LARGEST = 600.0, 6_000.0  # metres, of the circle that a park stays within
APART = 150.0  # metres between two such circles
EARTH = 6_371_000.0


def draw(random, cities, n):
    """`n` disjoint parks as an array of polygons and multipolygons in degrees."""
    radii = np.clip(random.lognormal(np.log(1_900.0), 0.5, n), SMALLEST, LARGEST)
    centres = _apart(random, cities, radii)
    return np.array([_park(random, centre, radius) for centre, radius in zip(centres, radii)])


def in_space(points):
    """Longitude, latitude in degrees (n, 2) to metres on a sphere (n, 3); chords compare as arcs do."""
    lon, lat = np.radians(points).T
    return EARTH * np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def _apart(random, cities, radii):
    """Centres (n, 2) whose circles of `radii` metres keep a distance from each other.

    A point is tried for the first park that has none. 1 % of the radius is added because the metres
    of a park's outline are those of a sphere.
    """
    n = len(radii)
    placed, space = np.empty((n, 2)), np.empty((n, 3))
    done = 0
    while done < n:
        tries = cities.around(random, 2 * n, clustered=0.7)
        for point, at in zip(tries, in_space(tries)):
            gaps = np.linalg.norm(space[:done] - at, axis=1)
            if np.all(gaps > 1.01 * (radii[:done] + radii[done]) + APART):
                placed[done], space[done] = point, at
                done += 1
                if done == n:
                    break
    return placed


def _park(random, centre, radius):
    vertices = int(random.integers(20, 201))
    outline = _outline(random, vertices)
    holes = []
    kind = random.random()
    if kind < HOLED:
        # Within 0.36 of the radius, which the outline never enters.
        sites = [(0.0, 0.0)] if kind < 0.6 * HOLED else [(-0.2, 0.0), (0.2, 0.05)]
        size = 0.3 if len(sites) == 1 else 0.14
        holes = [_outline(random, int(random.integers(8, 25))) * size + site for site in sites]
    park = shapely.Polygon(_place(outline, centre, radius), [_place(h, centre, radius) for h in holes])
    if HOLED <= kind < HOLED + DIVIDED:
        park = park.difference(shapely.Polygon(_place(_corridor(random), centre, radius)))
        park = shapely.set_precision(park, 1e-7)
    return park


def _outline(random, vertices):
    """A ring (vertices, 2) around the origin, 0.4 to 1 away from it in every direction.

    Angles grow strictly and by less than half a turn, so it cannot cross itself.
    """
    angle = (np.arange(vertices) + random.uniform(0.0, 0.7, vertices)) * 2.0 * np.pi / vertices
    wave = sum(
        random.normal(0.0, 0.12 / np.sqrt(k)) * np.sin(k * angle + random.uniform(0.0, 2.0 * np.pi))
        for k in (1, 2, 3, 4, 7)
    )
    away = np.clip(0.72 + wave + random.normal(0.0, 0.02, vertices), 0.4, 1.0)
    return np.column_stack([away * np.cos(angle), away * np.sin(angle)])


def _corridor(random):
    """A road or canal across a park: a long thin rectangle (4, 2) near the origin."""
    turn = random.uniform(0.0, np.pi)
    along = np.array([np.cos(turn), np.sin(turn)])
    across = np.array([-along[1], along[0]]) * random.uniform(0.02, 0.05)
    shift = across * random.uniform(-4.0, 4.0)
    return np.array([2 * along + across, -2 * along + across, -2 * along - across, 2 * along - across]) + shift


def _place(shape, centre, radius):
    """A shape in units of `radius` metres to degrees around `centre`, to 7 decimals (11 mm)."""
    degrees = shape * (radius / METRES_PER_DEGREE)
    degrees[:, 0] *= east_stretch(centre[1])
    return np.round(degrees + centre, 7)
