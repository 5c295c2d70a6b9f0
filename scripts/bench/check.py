#!/usr/bin/env python3
"""The referee: recomputes a plan of a synthetic world from the world and the answer's CSV or GeoJSON alone.

check.py WORLD ANSWER [--quotas] [--claims FILE] [--lower-bound KM]

ANSWER has the columns id, verdict and park, and may have distance_m. Checked: that everybody is there once;
who stands in a park; that each move goes to a park that admits the industry, within the cut-off; capacities,
in whole units of 0.01 ha and thousandths, with --quotas all that plan-quotas.toml names; the cost in km, what
an industry's fit adds included, with distances of its own. Other terms are unknown here and refused. CLAIMS is
the JSON that `parkward plan --json` prints; its cost is compared, and the bound that its prices prove is
recomputed over all parks. Prints one line of JSON; exit code 1 if something does not hold.
"""

import argparse
import json
import sys
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pyogrio
import shapely

import geodesic
from lagrangian import bound_km

LAND = ("land_ha", "capacity_ha", 100)
THOUSANDTHS = 1000  # of a unit, in which other resources are counted
UNITS_PER_PARKWARD_UNIT = 2**24  # its prices are integers: millimetres per m2 or thousandth, times this
SQUARE_METRES = 100  # in 0.01 ha
AGREE = 2e-6  # relative: two ways of measuring the same distances
SPOT_CHECKS = 40
BLOCK = 500_000


class World:
    """A world as arrays: sites (n, 2) in degrees, needs (n, R) and capacities (P, R) in whole units."""

    def __init__(self, folder, quotas):
        read = lambda layer: pyogrio.read_dataframe(folder / "world.gpkg", layer=layer, use_arrow=True)
        parks, enterprises = read("parks"), read("enterprises")
        columns = [LAND, *(_quotas(folder) if quotas else [])]
        whole = lambda values, per: np.rint(values.to_numpy() * per).astype(np.int64)
        self.need = np.column_stack([whole(enterprises[need], per) for need, _, per in columns])
        self.capacity = np.column_stack([whole(parks[capacity], per) for _, capacity, per in columns])
        self.parks, self.park_ids = parks.geometry.to_numpy(), pd.Index(parks["id"])
        self.sites = shapely.get_coordinates(enterprises.geometry.to_numpy())
        self.ids, self.industry = pd.Index(enterprises["id"]), enterprises["industry"].to_numpy().astype(str)
        self.weights = tomllib.loads((folder / "rules.toml").read_text(encoding="utf-8"))["weights"]
        if self.weights["utilisation_km"] or self.weights["quality_km"]:
            raise ValueError("rules.toml: the referee knows no terms but distance and fit")
        lists = [_fits(listed) for listed in parks["industries"]]
        codes = np.unique(self.industry).tolist()
        fit = {code: np.array([listed.get(code, 0.0) for listed in lists]) for code in codes}
        least = max(self.weights["minimum_fit"], 1e-9)
        self.admits = {code: np.flatnonzero(values >= least) for code, values in fit.items()}
        #: By industry, km that its fit adds to a move to each park, (P,).
        self.added = {code: self.weights["fit_km"] * (1.0 - values) for code, values in fit.items()}
        self.inside = self._inside()

    def _inside(self):
        """Who stands in a park, on an edge too, in blocks so that the points need not all be there at once."""
        tree, inside = shapely.STRtree(self.parks), np.zeros(len(self.sites), dtype=bool)
        for start in range(0, len(self.sites), BLOCK):
            points = shapely.points(self.sites[start : start + BLOCK])
            inside[start + tree.query(points, predicate="intersects")[0]] = True
        return inside


def _quotas(folder):
    """(need, quota, per unit) of each further resource."""
    plan = tomllib.loads((folder / "plan-quotas.toml").read_text(encoding="utf-8"))
    return [(resource["need"], resource["quota"], THOUSANDTHS) for resource in plan["resources"]]


def _fits(listed):
    """`C13, C17:0.3` as industry -> fit."""
    parts = [part.partition(":") for part in listed.split(", ")]
    return {code: float(fit) if fit else 1.0 for code, _, fit in parts}


def read_answer(path):
    """Columns id, verdict, park and, if there, distance_m."""
    wanted = ["id", "verdict", "park", "distance_m"]
    if path.suffix == ".csv":
        return pd.read_csv(path, usecols=lambda name: name in wanted, dtype={"park": str}, engine="c")
    return pyogrio.read_dataframe(path, columns=wanted, read_geometry=False)


def referee(world, answer, claims=None, lower_bound=None):
    """(facts, faults): numbers found, and sentences about what does not hold."""
    faults = []

    def expect(holds, fault):
        if not holds:
            faults.append(fault)

    complete = len(answer) == len(world.ids) and answer["id"].is_unique
    expect(complete, f"{len(answer)} rows of {answer['id'].nunique()} enterprises, {len(world.ids)} expected")
    answer = answer.drop_duplicates("id").set_index("id").reindex(world.ids)
    verdict = answer["verdict"].to_numpy().astype(str)
    outside = ~world.inside
    wrong = (verdict == "in_park") != world.inside
    expect(not wrong.any(), f"{wrong.sum()} wrong about standing in a park, first {world.ids[wrong][:1].tolist()}")
    expect(np.isin(verdict, ["in_park", "moves", "unplaced"]).all(), "verdicts that these rules do not know")
    moves = np.flatnonzero(verdict == "moves")
    park = world.park_ids.get_indexer(answer["park"].iloc[moves])
    expect((park >= 0).all(), "moves to parks that are not in the world")
    expect(answer["park"].isna().to_numpy()[verdict != "moves"].all(), "a park for somebody who does not move")
    moves, park = moves[park >= 0], park[park >= 0]

    admitted = np.zeros(len(moves), dtype=bool)
    for code, suited in world.admits.items():
        admitted |= (world.industry[moves] == code) & np.isin(park, suited)
    expect(admitted.all(), f"{(~admitted).sum()} in parks that do not admit them")
    taken = np.zeros_like(world.capacity)
    np.add.at(taken, park, world.need[moves])
    over = taken - world.capacity
    expect((over <= 0).all(), f"{(over > 0).sum()} limits exceeded, the worst by {over.max()} units")

    km = geodesic.to_parks(world.parks, world.sites[moves], park) / 1e3
    cut_off, unplaced_km = world.weights["cut_off_km"], world.weights["unplaced_km"]
    expect((km <= cut_off * (1 + AGREE)).all(), f"{(km > cut_off * (1 + AGREE)).sum()} beyond the cut-off")
    unplaced = int(outside.sum()) - len(moves)
    added = np.zeros(len(moves))
    for code in np.unique(world.industry[moves]):
        rows = world.industry[moves] == code
        added[rows] = world.added[code][park[rows]]
    cost = float(km.sum() + added.sum()) + unplaced_km * unplaced
    facts = {"enterprises": len(world.ids), "in_park": int(world.inside.sum()), "moves": len(moves)}
    facts |= {"unplaced": unplaced, "cost_km": cost, "moved_km": float(km.sum())}
    facts["mean_km"] = float(km.mean()) if len(km) else 0.0

    spots = np.linspace(0, len(moves) - 1, min(SPOT_CHECKS, len(moves))).astype(int)
    by_geod = [geodesic.by_geod(world.parks[park[s]], world.sites[moves[s]]) for s in spots]
    worst = float(np.abs(np.array(by_geod) - km[spots] * 1e3).max(initial=0.0))
    facts["own_distance_error_m"] = round(worst, 4)
    expect(worst < 0.5, f"the referee's own distances are off by {worst:.3f} m")
    if "distance_m" in answer:
        stated = answer["distance_m"].to_numpy(dtype=float)[moves]
        difference = np.abs(stated / 1e3 - km)
        facts["stated_distance_off_m"] = round(float(difference.max(initial=0.0)) * 1e3, 3)
        relative = float(stated.sum() / 1e3 / km.sum() - 1.0) if km.sum() else 0.0
        facts["stated_sum_off"] = relative
        expect(abs(relative) < 1e-4, f"stated distances are off by {relative:.2e} in sum")

    if claims is not None:
        stated = claims["cost_km"]
        facts |= {"claimed_cost_km": stated, "claimed_bound_km": claims["lower_bound_km"]}
        expect(abs(stated / cost - 1.0) < AGREE, f"cost {stated} km claimed, {cost} km found")
        lower_bound = claims["lower_bound_km"]
        scale = np.array([SQUARE_METRES] + [1] * (world.capacity.shape[1] - 1)) / UNITS_PER_PARKWARD_UNIT / 1e6
        price = np.array(claims["prices"], dtype=float) * scale
        # Sums of needs are multiples of their greatest common divisor: what is left beyond is of no use.
        grain = np.maximum(np.gcd.reduce(world.need[outside], axis=0), 1)
        proven, pairs = bound_km(
            world.parks, world.admits, world.sites[outside], world.industry[outside], world.need[outside],
            world.capacity // grain * grain, price, unplaced_km, cut_off, world.added,
        )  # fmt: skip
        facts |= {"proven_bound_km": proven, "bound_pairs": pairs}
        stated = claims["price_bound_mm"] / 1e6
        expect((price >= 0).all(), "negative prices")
        expect(abs(proven / stated - 1.0) < AGREE, f"prices prove {proven} km over all parks, {stated} km claimed")
    if lower_bound is not None:
        facts |= {"lower_bound_km": lower_bound, "gap_percent": 100.0 * (cost - lower_bound) / cost}
        expect(lower_bound <= cost * (1 + AGREE), f"a lower bound of {lower_bound} km above the cost of {cost} km")
    return facts, faults


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("world", type=Path)
    parser.add_argument("answer", type=Path)
    parser.add_argument("--quotas", action="store_true")
    parser.add_argument("--claims", type=Path)
    parser.add_argument("--lower-bound", type=float, metavar="KM")
    arguments = parser.parse_args()
    claims = json.loads(arguments.claims.read_text())["solution"] if arguments.claims else None
    world = World(arguments.world, arguments.quotas)
    facts, faults = referee(world, read_answer(arguments.answer), claims, arguments.lower_bound)
    print(json.dumps(facts | {"holds": not faults, "faults": faults[:10]}))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
