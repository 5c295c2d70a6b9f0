#!/usr/bin/env python3
"""Writes a synthetic world of odd shape: a cell of shape_cells.py, in the same files as world.py.

shapes.py CELL DIR [--seed N]

It starts from a world that world.py draws and changes, in this order, where things are and which outline a park
has, who admits whom, what each needs and how much room there is. The same cell and seed give the same bytes.
Nothing in it is a real place, firm or park.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import shapely
from scipy.spatial import cKDTree

import boundaries
import plan_files
import world
from layers import in_parks, write_enterprises, write_parks
from places import METRES_PER_DEGREE, east_stretch
from shape_cells import CELLS

CITY = np.array([116.0, 32.0])  # degrees; nothing but a point in the middle of the land
CITY_SPREAD = 12_000.0  # metres, of one standard deviation
RING = 12_000.0, 20_000.0  # metres from the city's middle that the ring covers at least
GROUND = 9e7  # m2 of ring a park: five times what a park's circle covers on average
ADDRESSES, THREE_NEEDS = 40, [0.5, 1.0, 2.0]
EVEN = 1.5  # hectares
LUMPY, LUMP = 0.05, (0.3, 0.6)  # share of enterprises, and of a mean park that each of them needs
GOOD, BAD_FIT = 0.05, 0.3  # share of parks with the best fit, and the fit of all others
HUGE = 0.6  # of all capacity
QUOTAS = 1.15  # quotas in all, as a multiple of what would be as short as land
#: Corners of a park, and the metres around its middle that it stays within, or less where parks are near each other.
#: Those of "close corners" are 2 cm apart on average: some are the same once written with 7 decimals.
OUTLINES = {"corners": (100_000, 6_000.0), "close corners": (10_000, 40.0)}


class Ring:
    """Stands in for places.Cities where parks are drawn: a ring around one city."""

    def __init__(self, parks):
        self.inner, least = RING
        self.outer = max(least, np.sqrt(self.inner**2 + GROUND * parks / np.pi))

    def around(self, random, n, clustered):
        """`n` points spread evenly over the ring, (n, 2); nothing is clustered."""
        away = np.sqrt(random.uniform(self.inner**2, self.outer**2, n))
        turn = random.uniform(0.0, 2.0 * np.pi, n)
        return _from_city(np.column_stack([away * np.cos(turn), away * np.sin(turn)]))


def draw(cell, seed):
    """The world as world.draw returns it: (parks, enterprises), dicts of columns."""
    random = np.random.default_rng([seed, cell.enterprises, cell.parks])
    with np.errstate(invalid="ignore", divide="ignore"):  # two parks may both be short; capacities are drawn anew
        parks, enterprises = world.draw(cell.enterprises, cell.parks, seed)
    _place(random, cell, parks, enterprises)
    _admit(random, cell, parks)
    weight = _rooms(random, cell, parks, enterprises)
    _need(random, cell, enterprises, weight)
    outside = ~enterprises["inside"]
    demand = enterprises["land_ha"][outside].sum()
    parks["capacity_ha"] = np.round(weight * (demand / cell.load / weight.sum()), 2)
    for resource in resources(cell):
        _limit(random, cell, resource, parks, enterprises)
    return parks, enterprises


def resources(cell):
    """Those that plan-quotas.toml names; as in every world, two where land is all that the cell is about."""
    return plan_files.RESOURCES[: cell.resources - 1 if cell.resources > 1 else 2]


def _from_city(metres):
    degrees = metres / METRES_PER_DEGREE
    degrees[:, 0] *= east_stretch(CITY[1])
    return np.round(CITY + degrees, 7)


def _place(random, cell, parks, enterprises):
    """Boundaries and sites. Around a city nobody stands in a park, so that tiny worlds are as large as they say."""
    if cell.places != "spread":
        parks["geometry"] = boundaries.draw(random, Ring(cell.parks), cell.parks)
    if cell.shapes == "points":
        parks["geometry"] = shapely.centroid(parks["geometry"])
    elif cell.shapes in OUTLINES:
        parks["geometry"] = _many_corners(random, parks["geometry"], *OUTLINES[cell.shapes])
    if cell.places == "spread":
        enterprises["inside"] = in_parks(parks["geometry"], enterprises["geometry"]) >= 0
        return
    spots = ADDRESSES if cell.places == "addresses" else cell.enterprises
    sites, again = np.empty((spots, 2)), np.ones(spots, dtype=bool)
    while again.any():
        sites[again] = _from_city(random.normal(0.0, CITY_SPREAD, (int(again.sum()), 2)))
        again = in_parks(parks["geometry"], sites) >= 0
    every = random.integers(0, spots, cell.enterprises) if cell.places == "addresses" else slice(None)
    enterprises["geometry"] = sites[every]
    enterprises["inside"] = np.zeros(cell.enterprises, dtype=bool)


def _admit(random, cell, parks):
    """The parks' column `industries`."""
    if cell.industries == "all":
        parks["industries"] = np.full(cell.parks, ", ".join(plan_files.DIVISIONS))
    elif cell.industries == "fit":
        good = random.permutation(cell.parks) < max(1, round(GOOD * cell.parks))
        text = [", ".join(f"{code}:{fit}" for code in plan_files.DIVISIONS) for fit in (BAD_FIT, 1.0)]
        parks["industries"] = np.where(good, text[1], text[0])
    elif cell.industries == "narrow":
        parks["industries"] = np.array([", ".join(codes) for codes in _narrow(random, cell.parks)])


def _narrow(random, parks):
    """By park, the divisions that it admits: each division in one or two parks, each park with one at least."""
    divisions = random.permutation(plan_files.DIVISIONS).tolist()
    if parks > 2 * len(divisions):
        raise ValueError(f"{parks} parks cannot each have one of {len(divisions)} divisions that are in two at most")
    admitted = [[] for _ in range(parks)]
    for place, code in enumerate(divisions):
        first, second = place % parks, place + len(divisions)
        admitted[first].append(code)
        if second < parks:
            admitted[second].append(code)
        elif random.random() < 0.5:
            admitted[(first + int(random.integers(1, parks))) % parks].append(code)
    return [sorted(codes) for codes in admitted]


def _rooms(random, cell, parks, enterprises):
    """Capacities but for a common factor, (parks,)."""
    if cell.industries == "narrow":
        return _rooms_by_industry(random, parks, enterprises)
    if cell.rooms == "local":
        return parks["capacity_ha"]
    if cell.rooms == "one huge":
        small = random.uniform(1.0, 2.0, cell.parks)  # one or two enterprises
        small[0] = small[1:].sum() * HUGE / (1.0 - HUGE)
        return small
    spread = {"varied": 0.6, "alike": 0.15, "equal": 0.0}[cell.rooms]
    return random.lognormal(0.0, spread, cell.parks)


def _rooms_by_industry(random, parks, enterprises):
    """After the demand of the industries that each park admits, a little more or less."""
    outside = ~enterprises["inside"]
    listed = [text.split(", ") for text in parks["industries"]]
    rooms = np.zeros(len(listed))
    for code in plan_files.DIVISIONS:
        homes = [park for park, codes in enumerate(listed) if code in codes]
        rooms[homes] += enterprises["land_ha"][outside & (enterprises["industry"] == code)].sum() / len(homes)
    return rooms * random.uniform(0.8, 1.25, len(rooms))


def _need(random, cell, enterprises, weight):
    """Land, and what goes with it, in the same proportion as before."""
    before, outside = enterprises["land_ha"], ~enterprises["inside"]
    land = before.copy()
    if cell.places == "addresses":
        land = random.choice(THREE_NEEDS, cell.enterprises)
    elif cell.needs == "even":
        land[:] = EVEN
    elif cell.needs == "lumpy":
        rows = np.flatnonzero(outside)
        lumps = random.choice(rows, round(LUMPY * len(rows)), replace=False)
        share = random.uniform(*LUMP, len(lumps))
        rest = land[outside].sum() - land[lumps].sum()
        # A mean park holds (rest + its share of lumps) / load / parks, of which each lump is a share.
        parks_left = cell.load * cell.parks - share.sum()
        if parks_left <= 0.0:
            raise ValueError(f"{cell.name}: the lumps alone need more than there is")
        land[lumps] = np.round(share * rest / parks_left, 2)
    enterprises["land_ha"] = land
    for resource, decimals in zip(plan_files.RESOURCES, (1, 3)):
        enterprises[resource.need] = np.round(enterprises[resource.need] * land / before, decimals)


def _limit(random, cell, resource, parks, enterprises):
    """The quota of each park, about as scarce as land; and the need, where the world has none yet."""
    land, outside = enterprises["land_ha"], ~enterprises["inside"]
    if resource.need not in enterprises:
        geometry = enterprises.pop("geometry")  # stays the last column
        enterprises[resource.need] = np.round(land * random.lognormal(0.0, 0.8, len(land)), 2)
        enterprises["geometry"] = geometry
    need = enterprises[resource.need]
    share = parks["capacity_ha"] * random.lognormal(0.0, 0.15, cell.parks)
    quota = share * (QUOTAS * need[outside].sum() / cell.load / share.sum())
    geometry = parks.pop("geometry")
    parks[resource.quota] = np.round(quota, 3)
    parks["geometry"] = geometry


def _many_corners(random, parks, corners, metres):
    """Coasts of many corners in the places of parks, all of one size and apart from each other."""
    box = shapely.bounds(parks)
    middles = (box[:, :2] + box[:, 2:]) / 2.0
    space = boundaries.in_space(middles)
    apart, _ = cKDTree(space).query(space, k=[2])  # the first is the park itself
    radius = min(metres, 0.45 * apart.min()) / METRES_PER_DEGREE
    return np.array([_coast(random, middle, corners, radius) for middle in middles])


def _coast(random, middle, corners, radius):
    angle = (np.arange(corners) + random.uniform(0.0, 0.7, corners)) * 2.0 * np.pi / corners
    wave = sum(
        random.normal(0.0, 0.12 / np.sqrt(k)) * np.sin(k * angle + random.uniform(0.0, 2.0 * np.pi))
        for k in (1, 2, 3, 5, 11, 31, 97, 301, 997)
    )
    away = radius * np.clip(0.7 + wave + random.normal(0.0, 3e-5, corners), 0.35, 1.0)
    outline = np.column_stack([away * np.cos(angle) * east_stretch(middle[1]), away * np.sin(angle)])
    return shapely.Polygon(np.round(middle + outline, 9))


def pairs(cell, parks, enterprises):
    """How many pairs of an enterprise outside and a park the industries allow."""
    _, counts = np.unique(enterprises["industry"][~enterprises["inside"]], return_counts=True)
    codes = np.unique(enterprises["industry"][~enterprises["inside"]])
    return sum(int(n) * sum(code in listed for listed in parks["industries"]) for code, n in zip(codes, counts))


def write(cell, seed, folder):
    """All files of the world in `folder`, and what was drawn."""
    folder.mkdir(parents=True, exist_ok=True)
    parks, enterprises = draw(cell, seed)
    write_parks(folder / "world.gpkg", parks)
    write_enterprises(folder / "world.gpkg", enterprises)
    plan_files.write(folder, cell.cut_off_km, resources=resources(cell), fit_km=cell.fit_km)
    facts = {"cell": cell.name, "shape": cell.says(), **world.facts(parks, enterprises, seed, cell.cut_off_km)}
    facts |= {"resources": cell.resources, "pairs": pairs(cell, parks, enterprises)}
    (folder / "world.json").write_text(json.dumps(facts, indent=1) + "\n")
    return facts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cell", choices=[cell.name for cell in CELLS])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=world.SEED)
    arguments = parser.parse_args()
    cell = next(cell for cell in CELLS if cell.name == arguments.cell)
    print(json.dumps(write(cell, arguments.seed, arguments.folder), indent=1))


if __name__ == "__main__":
    main()
