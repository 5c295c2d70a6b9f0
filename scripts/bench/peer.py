#!/usr/bin/env python3
"""The plan that a competent Python user makes today with geopandas, shapely, scipy, OR-tools and HiGHS.

peer.py WORLD OUT [--method flow|lp|highs-mip|cp-sat|greedy] [--k 16] [--quotas] [--seconds N] [--formats csv,geojson]

Reads WORLD/world.gpkg, finds who stands in a park, the k nearest suitable parks of everybody else by exact
polygon distance, solves the candidate problem, writes the layers `enterprises` and `parks` to OUT, and prints
one line of JSON: seconds by stage, peak memory, objective and bound in kilometres. The bound speaks of
the k candidates only. `flow` knows land alone; with --quotas the method is `lp`. Where fit counts, too, the
candidates are the k nearest all the same.
"""

import argparse
import json
import resource
import time
import tomllib
from pathlib import Path

import geopandas  # noqa: F401, so that the clocks do not count it
import numpy as np
import pandas as pd
import pyarrow.csv
import pyogrio
import shapely

from candidates import Table
from peer_distance import PROJECTION, nearest_suitable


class Clock:
    """Seconds by stage."""

    def __init__(self):
        self.seconds, self.at = {}, time.perf_counter()

    def lap(self, stage):
        now = time.perf_counter()
        self.seconds[stage] = round(self.seconds.get(stage, 0.0) + now - self.at, 3)
        self.at = now


def read(world, clock):
    """Enterprises and parks as GeoDataFrames in WGS84."""
    layers = []
    for layer in ("enterprises", "parks"):
        layers.append(pyogrio.read_dataframe(world / "world.gpkg", layer=layer, use_arrow=True))
    clock.lap("read")
    return layers


def stands_in(enterprises, parks):
    """Index of the park that each enterprise stands in, -1 if none; an edge is inside.

    In degrees, as boundaries are given: on a map their edges would bend by centimetres.
    """
    tree = shapely.STRtree(parks.geometry.to_numpy())
    site, park = tree.query(enterprises.geometry.to_numpy(), predicate="intersects")
    found = np.full(len(enterprises), -1)
    found[site] = park
    return found


def fits(parks, codes):
    """By industry, its fit in each park, (P,); 0 where the park does not list it."""
    listed = [dict((entry + ":1").split(":")[:2] for entry in text.split(", ")) for text in parks["industries"]]
    return {code: np.array([float(entries.get(code, 0.0)) for entries in listed]) for code in codes}


def candidates(enterprises, parks, outside, k, weights, resources):
    """The candidate table of those outside, and how many distances it took."""
    fit = fits(parks, enterprises["industry"].unique().tolist())
    admits = {code: np.flatnonzero((of > 0.0) & (of >= weights["minimum_fit"])) for code, of in fit.items()}
    movers = enterprises.iloc[outside]
    metres, park, evaluated = nearest_suitable(
        parks.geometry.to_numpy(), admits, movers.geometry.to_numpy(), movers["industry"].to_numpy(), k
    )
    far = metres > 1e3 * weights["cut_off_km"]
    park[far], metres[far] = -1, np.inf
    cost = metres.copy()
    for code, of in fit.items():
        rows = np.flatnonzero(movers["industry"].to_numpy() == code)
        cost[rows] += 1e3 * weights["fit_km"] * (1.0 - of[park[rows]])
    order = np.argsort(cost, axis=1, kind="stable")
    cost, metres, park = (np.take_along_axis(values, order, axis=1) for values in (cost, metres, park))
    columns = [("land_ha", "capacity_ha", 100), *((r["need"], r["quota"], 1000) for r in resources)]
    whole = lambda values, per: np.rint(values.to_numpy() * per).astype(np.int64)
    need = np.column_stack([whole(movers[name], per) for name, _, per in columns])
    capacity = np.column_stack([whole(parks[name], per) for _, name, per in columns])
    return Table(cost, park, need, capacity, 1e3 * weights["unplaced_km"], metres), evaluated


def solve(table, method, seconds, clock):
    """Slots or None, bound in metres, details."""
    if method in ("highs-mip", "cp-sat"):
        from exact import cp_sat, highs_mip

        answer = (highs_mip if method == "highs-mip" else cp_sat)(table, seconds)
        clock.lap("solve")
        return answer
    if method == "greedy":
        from peer_greedy import greedy

        answer = greedy(table)
        clock.lap("solve")
        return answer
    from peer_flow import flow, linear
    from peer_repair import place_whole

    slot, bound, details = flow(table) if method == "flow" else linear(table, seconds)
    clock.lap("relax")
    slot = place_whole(table, slot)
    clock.lap("repair")
    return slot, bound, details


def write(out, enterprises, parks, formats, clock):
    """The layers in WGS84."""
    out.mkdir(parents=True, exist_ok=True)
    for layer, frame in {"enterprises": enterprises, "parks": parks}.items():
        if "csv" in formats:
            columns = pd.DataFrame(frame.drop(columns="geometry"))
            if layer == "enterprises":
                columns["lon"], columns["lat"] = frame.geometry.x, frame.geometry.y
            pyarrow.csv.write_csv(pyarrow.Table.from_pandas(columns, preserve_index=False), out / f"{layer}.csv")
            clock.lap("write_csv")
        if "geojson" in formats:
            path = out / f"{layer}.geojson"
            pyogrio.write_dataframe(frame, path, driver="GeoJSON", use_arrow=True, RFC7946="YES")
            clock.lap("write_geojson")
        if "gpkg" in formats:
            pyogrio.write_dataframe(frame, out / "plan.gpkg", layer=layer, driver="GPKG", use_arrow=True)
            clock.lap("write_gpkg")


def answer(enterprises, parks, outside, inside, table, slot):
    """Writes verdict, park and distance into the frames' columns."""
    placed = slot >= 0
    rows = np.flatnonzero(placed)
    target = table.park[rows, slot[rows]]
    ids = parks["id"].to_numpy()
    verdict = np.full(len(enterprises), "in_park", dtype=object)
    verdict[outside] = np.where(placed, "moves", "unplaced")
    park, distance = np.full(len(enterprises), None, dtype=object), np.full(len(enterprises), np.nan)
    park[outside[rows]], distance[outside[rows]] = ids[target], table.distance[rows, slot[rows]]
    stands = np.full(len(enterprises), None, dtype=object)
    stands[inside >= 0] = ids[inside[inside >= 0]]
    columns = {"verdict": verdict, "stands_in": stands, "park": park, "distance_m": np.round(distance, 3)}
    for name, values in columns.items():
        enterprises[name] = values
    parks["incoming"] = np.bincount(target, minlength=len(parks))
    parks["left_ha"] = table.left(slot)[:, 0] / 100.0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("world", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--method", choices=["flow", "lp", "highs-mip", "cp-sat", "greedy"], default="flow")
    parser.add_argument("--k", type=int, default=16)
    parser.add_argument("--quotas", action="store_true")
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--formats", type=lambda text: text.split(","), default=["csv", "geojson"])
    arguments = parser.parse_args()
    method = "lp" if arguments.quotas and arguments.method == "flow" else arguments.method
    weights = tomllib.loads((arguments.world / "rules.toml").read_text(encoding="utf-8"))["weights"]
    resources = []
    if arguments.quotas:
        resources = tomllib.loads((arguments.world / "plan-quotas.toml").read_text(encoding="utf-8"))["resources"]

    clock = Clock()
    enterprises, parks = read(arguments.world, clock)
    inside = stands_in(enterprises, parks)
    outside = np.flatnonzero(inside < 0)
    clock.lap("in_park")
    on_map = [frame.to_crs(PROJECTION) for frame in (enterprises, parks)]
    clock.lap("project")
    table, evaluated = candidates(*on_map, outside, arguments.k, weights, resources)
    del on_map
    clock.lap("nearest")
    slot, bound, details = solve(table, method, arguments.seconds, clock)
    facts = {"method": method, "k": arguments.k, "distances": int(evaluated), **details}
    facts["bound_km"] = None if bound is None else bound / 1e3
    if slot is not None:
        facts |= {"cost_km": table.cost(slot) / 1e3, "unplaced": int((slot < 0).sum())}
        answer(enterprises, parks, outside, inside, table, slot)
        write(arguments.out, enterprises, parks, arguments.formats, clock)
    facts["seconds"] = clock.seconds
    facts["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(facts))


if __name__ == "__main__":
    main()
