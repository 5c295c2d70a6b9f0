"""Measures the nearest parks of every junction of a road network beside scipy, pandana and pgRouting.

Usage: roads.py ROADS.geojson [--parks 500] [--count 4] [--seed 1] [--pandana] [--postgres DSN]

All get the same arcs: lines cut where they share a vertex, lengths in whole millimetres, both directions unless
`oneway` says otherwise; parks are junctions drawn at random. One core each. scipy's distances are held against ours one
by one, in whole numbers; pandana keeps lengths as it likes, and is told how far it is off. pandana must be installed
(`pip install pandana`); pgRouting is asked for a part of the junctions, with a database that has the extension.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import geopandas as gpd
import numpy as np
from pyproj import Geod
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components, dijkstra

GEOD = Geod(ellps="WGS84")
NONE = 2**32 - 1


def network(path):
    """Junctions as longitude and latitude, and arcs: tail, head, millimetres. The largest strongly connected part."""
    frame = gpd.read_file(path).to_crs("EPSG:4326").explode(index_parts=False)
    lines = [[(round(x, 7), round(y, 7)) for x, y, *_ in line.coords] for line in frame.geometry]
    oneway = frame["oneway"].astype(str).str.lower().isin(["yes", "true", "1"]) if "oneway" in frame else [False] * len(lines)
    met = Counter(place for line in lines for place in set(line))
    ends = {place for line in lines for place in (line[0], line[-1])}
    numbers, arcs = {}, []
    for line, one in zip(lines, oneway):
        start = 0
        for at in range(1, len(line)):
            if met[line[at]] > 1 or line[at] in ends:
                length = int(np.ceil(GEOD.line_length(*zip(*line[start : at + 1])) * 1000))
                a, b = (numbers.setdefault(place, len(numbers)) for place in (line[start], line[at]))
                if a != b and length > 0:
                    arcs += [(a, b, length)] if one else [(a, b, length), (b, a, length)]
                start = at
    arcs = np.array(arcs, dtype=np.int64)
    places = np.array(list(numbers))
    graph = coo_matrix((np.ones(len(arcs)), (arcs[:, 0], arcs[:, 1])), shape=[len(places)] * 2)
    _, part = connected_components(graph, connection="strong")
    kept = part == np.bincount(part).argmax()
    new = np.cumsum(kept) - 1
    arcs = arcs[kept[arcs[:, 0]] & kept[arcs[:, 1]]]
    arcs[:, :2] = new[arcs[:, :2]]
    # Of arcs between the same junctions the shortest: scipy would add them up.
    arcs = arcs[np.lexsort((arcs[:, 2], arcs[:, 1], arcs[:, 0]))]
    first = np.r_[True, (np.diff(arcs[:, :2], axis=0) != 0).any(axis=1)]
    return places[kept], arcs[first]


def ours(arcs, gates, count, folder):
    """Lists of park and millimetres for each junction, and the seconds to build and to search."""
    root = Path(__file__).parents[2]
    subprocess.run(
        ["cargo", "build", "--release", "--locked", "--quiet", "-p", "parkward-roads", "--example", "nearest"],
        cwd=root,
        check=True,
    )
    files = [folder / name for name in ("arcs", "gates", "lists")]
    arcs.astype("<u4").tofile(files[0])
    np.column_stack([np.arange(len(gates)), gates]).astype("<u4").tofile(files[1])
    program = root / os.environ.get("CARGO_TARGET_DIR", "target") / "release/examples/nearest"
    told = subprocess.run([program, files[0], files[1], str(count), files[2]], check=True, capture_output=True, text=True)
    seconds = [float(second) for second in told.stdout.split()]
    return np.fromfile(files[2], "<u4").reshape(-1, count, 2).astype(np.int64), seconds


def by_scipy(nodes, arcs, gates, count):
    """The distances of the nearest parks of each junction, in order."""
    backwards = coo_matrix((arcs[:, 2].astype(float), (arcs[:, 1], arcs[:, 0])), shape=[nodes] * 2).tocsr()
    begun = time.perf_counter()
    nearest = np.full((nodes, count), np.inf)
    for some in np.array_split(gates, max(1, len(gates) // 64)):
        far = dijkstra(backwards, indices=some).T
        nearest = np.sort(np.column_stack([nearest, far]), axis=1)[:, :count]
    return nearest, time.perf_counter() - begun


def by_pandana(places, arcs, gates, count, reach):
    import pandana
    import pandas as pd

    frame = pd.DataFrame({"metres": arcs[:, 2] / 1000})
    begun = time.perf_counter()
    net = pandana.Network(
        pd.Series(places[:, 0]), pd.Series(places[:, 1]), pd.Series(arcs[:, 0]), pd.Series(arcs[:, 1]), frame, twoway=False
    )
    built = time.perf_counter() - begun
    # It searches as far as it is told, and takes minutes more where that is further than it needs.
    net.set_pois("parks", reach, count, pd.Series(places[gates, 0]), pd.Series(places[gates, 1]))
    far = net.nearest_pois(reach, "parks", num_pois=count)
    return far.to_numpy() * 1000, (built, time.perf_counter() - begun - built)


def by_pgrouting(dsn, arcs, gates, some, count):
    """The nearest parks of some junctions by `pgr_dijkstraCost`."""
    rows = "\n".join(f"{i},{a},{b},{w},-1" for i, (a, b, w) in enumerate(arcs.tolist()))

    def sql(text, **more):
        done = subprocess.run(["psql", dsn, "-qAtF,", "-v", "ON_ERROR_STOP=1", "-c", text], capture_output=True, text=True, **more)
        if done.returncode:
            sys.exit(done.stderr)
        return done.stdout

    sql("create extension if not exists pgrouting cascade")
    sql("drop table if exists arcs; create table arcs (id int, source int, target int, cost float8, reverse_cost float8)")
    sql("copy arcs from stdin csv", input=rows)
    asked = (
        "select start_vid, agg_cost from (select start_vid, agg_cost, row_number() over (partition by start_vid order by "
        f"agg_cost) as place from pgr_dijkstraCost('select * from arcs', array{some.tolist()}, array{gates.tolist()}, true)) "
        f"as far where place <= {count} order by start_vid, agg_cost"
    )
    begun = time.perf_counter()
    lines = sql(asked).splitlines()
    return np.array([line.split(",") for line in lines], dtype=float), time.perf_counter() - begun


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("roads", type=Path)
    parser.add_argument("--parks", type=int, default=500)
    parser.add_argument("--count", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pandana", action="store_true")
    parser.add_argument("--postgres", metavar="DSN")
    asked = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

    places, arcs = network(asked.roads)
    random = np.random.default_rng(asked.seed)
    gates = np.sort(random.choice(len(places), asked.parks, replace=False))
    count, nodes = asked.count, len(places)
    print(f"{nodes:,} junctions, {len(arcs):,} arcs, {asked.parks} parks, the nearest {count} of each junction, one core")
    with tempfile.TemporaryDirectory() as folder:
        lists, (built, searched) = ours(arcs, gates, count, Path(folder))
    print(f"Parkward: {built + searched:.3f} s, of which the graph {built:.3f}", flush=True)

    far, seconds = by_scipy(nodes, arcs, gates, count)
    wrong = int((np.where(lists[..., 1] == NONE, np.inf, lists[..., 1]) != far).sum())
    print(f"scipy: {seconds:.2f} s, {seconds / (built + searched):.0f} times; {lists[..., 1].size:,} distances, {wrong} differ", flush=True)

    if asked.pandana:
        off, (network_built, queried) = by_pandana(places, arcs, gates, count, far[np.isfinite(far)].max() / 1000 + 1)
        difference = np.abs(off - far)[np.isfinite(far)]
        seconds = network_built + queried
        print(
            f"pandana: {seconds:.2f} s, of which the network {network_built:.2f}, {seconds / (built + searched):.0f} times; "
            f"{(difference > 1_000).sum():,} differ by more than a metre, at most {difference.max() / 1000:.1f} m"
        )
    if asked.postgres:
        some = np.sort(random.choice(nodes, 50, replace=False))
        found, seconds = by_pgrouting(asked.postgres, arcs, gates, some, count)
        each, all_ours = seconds / len(some), (built + searched) / nodes
        differ = int((found[:, 1] != far[some].ravel()).sum())
        print(f"pgRouting: {seconds:.2f} s for {len(some)} junctions, {each / all_ours:,.0f} times a junction; {differ} differ")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
