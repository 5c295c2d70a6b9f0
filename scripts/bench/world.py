#!/usr/bin/env python3
"""Writes a synthetic world to plan: parks and enterprises over eastern China, with rules and plan files.

world.py SIZE DIR [--seed N] [--cut-off KM] [--no-outputs]

SIZE is S, M, L, XL or ENTERPRISES,PARKS. DIR gets world.gpkg (layers `parks` and `enterprises`),
rules.toml, plan.toml, plan-quotas.toml and world.json (what was drawn). The same size and seed give the
same bytes. Nothing in it is a real place, firm or park.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import shapely
from scipy.spatial import cKDTree

import boundaries
import plan_files
from boundaries import in_space
from layers import in_parks, write_enterprises, write_parks
from places import Cities

SIZES = {
    "S": (2_000, 50),
    "M": (100_000, 500),
    "L": (1_000_000, 2_500),
    "XL": (10_000_000, 2_500),
}
SEED = 20_261_124
IN_PARK = 0.165  # share of enterprises that stand in a park
FILLED = 0.85  # land that those outside need, as a share of all capacity
SHORT = 0.17  # share of parks that cannot hold those nearest to them; their spill fills some more
COMMON = 0.05  # of local demand on average: what every other park has on top, needed nearby or not
ADMITTED_BY = 16  # parks that admit each division at least, if there are so many


def draw(enterprises, parks, seed=SEED):
    """The world as (parks, enterprises): dicts of columns, geometry as shapely array and (n, 2) degrees."""
    random = np.random.default_rng(seed)
    cities = Cities(random)
    shapes = boundaries.draw(random, cities, parks)
    admits = _admitted(random, parks)
    sites, inside = _sites(random, cities, shapes, enterprises)
    division = random.choice(len(plan_files.DIVISIONS), enterprises, p=plan_files.SHARES)
    land = np.round(np.clip(random.lognormal(np.log(1.4), 0.85, enterprises), 0.15, 25.0), 2)
    energy = np.round(land * random.lognormal(np.log(110.0), 0.7, enterprises), 1)
    cod = np.round(land * random.lognormal(np.log(0.35), 0.9, enterprises), 3)

    outside = ~inside
    near = _local_demand(shapes, admits, sites[outside], division[outside], land[outside])
    demand = land[outside].sum()
    short = random.random(parks) < SHORT
    capacity = np.where(short, near * random.uniform(0.3, 0.9, parks), 0.0)
    ample = np.where(short, 0.0, near * random.uniform(1.0, 1.3, parks) + COMMON * demand / parks)
    capacity = np.round(capacity + ample * ((demand / FILLED - capacity.sum()) / ample.sum()), 2)

    def quota(need, decimals):
        """In proportion to land, 1.2 times what is needed, with parks that have less than that."""
        share = capacity * random.lognormal(0.0, 0.25, parks)
        return np.round(share * (1.2 * need[outside].sum() / FILLED / share.sum()), decimals)

    codes = np.array(plan_files.DIVISIONS)
    park_columns = {
        "id": np.array([f"P{i:05}" for i in range(1, parks + 1)]),
        "industries": np.array([", ".join(codes[row]) for row in admits]),
        "capacity_ha": capacity,
        "energy_quota_tce": quota(energy, 1),
        "cod_quota_t": quota(cod, 3),
        "geometry": shapes,
    }
    enterprise_columns = {
        "industry": codes[division],
        "land_ha": land,
        "energy_tce": energy,
        "cod_t": cod,
        "inside": inside,
        "geometry": sites,
    }
    return park_columns, enterprise_columns


def _admitted(random, parks):
    """Which park admits which division, (parks, divisions)."""
    divisions = len(plan_files.DIVISIONS)
    rank = random.random((parks, divisions)).argsort(axis=1).argsort(axis=1)
    admits = rank < random.integers(2, 7, parks)[:, None]
    for division in range(divisions):
        missing = min(parks, ADMITTED_BY) - int(admits[:, division].sum())
        if missing > 0:
            more = random.choice(np.flatnonzero(~admits[:, division]), missing, replace=False)
            admits[more, division] = True
    return admits


def _sites(random, cities, shapes, n):
    """Sites (n, 2) and whether each is in a park; exactly the share IN_PARK is.

    All are drawn without regard to parks, some of those outside are then moved into one, or back out.
    """
    sites = np.round(cities.around(random, n, clustered=0.75), 7)
    inside = in_parks(shapes, sites) >= 0
    wanted = round(IN_PARK * n)
    while (have := int(inside.sum())) != wanted:
        if have < wanted:
            chosen = random.choice(np.flatnonzero(~inside), wanted - have, replace=False)
            sites[chosen] = np.round(_within(random, shapes, len(chosen)), 7)
        else:
            chosen = random.choice(np.flatnonzero(inside), have - wanted, replace=False)
            sites[chosen] = np.round(cities.around(random, len(chosen), clustered=0.75), 7)
        inside[chosen] = in_parks(shapes, sites[chosen]) >= 0
    return sites, inside


def _within(random, shapes, n):
    """`n` points spread evenly over the area of all parks, by triangles."""
    triangles = shapely.get_parts(shapely.constrained_delaunay_triangles(shapes))
    areas = shapely.area(triangles)
    chosen = random.choice(len(triangles), n, p=areas / areas.sum())
    corners = shapely.get_coordinates(triangles).reshape(-1, 4, 2)[chosen]
    u, v = random.random((2, n))
    u, v = np.where(u + v > 1.0, (1.0 - u, 1.0 - v), (u, v))
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
    return a + u[:, None] * (b - a) + v[:, None] * (c - a)


def _local_demand(shapes, admits, sites, division, land):
    """Hectares needed by those for whom a park is the nearest that admits them, (parks,)."""
    centres = in_space(shapely.get_coordinates(shapely.centroid(shapes)))
    demand = np.zeros(len(shapes))
    for code in range(admits.shape[1]):
        suited, rows = np.flatnonzero(admits[:, code]), np.flatnonzero(division == code)
        if len(rows):
            _, nearest = cKDTree(centres[suited]).query(in_space(sites[rows]))
            demand += np.bincount(suited[nearest], weights=land[rows], minlength=len(shapes))
    return demand


def facts(parks, enterprises, seed, cut_off_km):
    """What was drawn, for world.json."""
    outside = ~enterprises["inside"]
    demand, capacity = enterprises["land_ha"][outside].sum(), parks["capacity_ha"].sum()
    return {
        "synthetic": "everything: no real place, firm or park",
        "seed": seed,
        "enterprises": len(outside),
        "parks": len(parks["id"]),
        "in_park": int((~outside).sum()),
        "park_vertices": int(shapely.get_num_coordinates(parks["geometry"]).sum()),
        "demand_outside_ha": round(float(demand), 2),
        "capacity_ha": round(float(capacity), 2),
        "demand_over_capacity": round(float(demand / capacity), 4),
        "cut_off_km": cut_off_km,
    }


def size(text):
    """A named size or `ENTERPRISES,PARKS`."""
    if text in SIZES:
        return SIZES[text]
    enterprises, parks = (int(part) for part in text.split(","))
    return enterprises, parks


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", type=size)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--cut-off", type=float, default=plan_files.CUT_OFF_KM, metavar="KM")
    parser.add_argument("--no-outputs", action="store_true", help="leave the table [outputs] out of plan files")
    arguments = parser.parse_args()
    folder = arguments.folder
    folder.mkdir(parents=True, exist_ok=True)

    parks, enterprises = draw(*arguments.size, arguments.seed)
    write_parks(folder / "world.gpkg", parks)
    write_enterprises(folder / "world.gpkg", enterprises)
    plan_files.write(folder, arguments.cut_off, outputs=not arguments.no_outputs)
    text = json.dumps(facts(parks, enterprises, arguments.seed, arguments.cut_off), indent=1)
    (folder / "world.json").write_text(text + "\n")
    print(text)


if __name__ == "__main__":
    main()
