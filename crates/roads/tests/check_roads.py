"""Looks at what `real_roads.rs` tells of a network: `scripts/python check_roads.py FILE`.

Arcs are made again from the roads, by plain Python and PROJ's geodesics; a length may be off by the millimetre up to
which it is rounded. Lists are held against scipy's Dijkstra on the arcs as told, number for number.
"""

import sys
from collections import Counter, defaultdict
from math import ceil

import numpy as np
from pyproj import Geod
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

GEOD = Geod(ellps="WGS84")


def read(path):
    told = defaultdict(list)
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            kind, _, rest = line.rstrip("\n").partition(" ")
            told[kind].append(rest)
    return told


def arcs_of_roads(roads):
    """Pairs of places with the lengths of the roads between them, made again from the lines."""
    lines = []
    for road in roads:
        direction, length, *numbers = road.split(" ")
        places = [(round(float(x) * 1e7), round(float(y) * 1e7)) for x, y in zip(numbers[::2], numbers[1::2])]
        places = places[:1] + [b for a, b in zip(places, places[1:]) if a != b]
        if len(places) > 1:
            lines.append((direction, None if length == "-" else float(length), places))
    uses = Counter(place for _, _, places in lines for place in places)
    ends = {places[k] for _, _, places in lines for k in (0, -1)}
    arcs = defaultdict(list)
    for direction, length, places in lines:
        steps = [GEOD.inv(a[0] / 1e7, a[1] / 1e7, b[0] / 1e7, b[1] / 1e7)[2] for a, b in zip(places, places[1:])]
        longer = max(1.0, length / sum(steps)) if length else 1.0
        cuts = [i for i, place in enumerate(places) if uses[place] > 1 or place in ends]
        for start, end in zip(cuts, cuts[1:]):
            weight = ceil(sum(steps[start:end]) * longer * 1000)
            if direction != "backward":
                arcs[places[start], places[end]].append(weight)
            if direction != "forward":
                arcs[places[end], places[start]].append(weight)
    return arcs


def faults_of_arcs(told, arcs):
    places = [tuple(map(int, line.split())) for line in told["junction"]]
    found = defaultdict(list)
    for tail, head, weight in arcs:
        found[places[tail], places[head]].append(int(weight))
    expected = arcs_of_roads(told["road"])
    faults = [f"arcs between {pair}" for pair in found.keys() ^ expected.keys()]
    for pair in found.keys() & expected.keys():
        a, b = sorted(found[pair]), sorted(expected[pair])
        if len(a) != len(b) or any(abs(x - y) > 1 for x, y in zip(a, b)):
            faults.append(f"{pair}: {a}, expected {b}")
    return faults


def distances(arcs, gates, nodes, parks):
    """From every node to every park, by searching from the parks against the arcs; -1 where there is no way."""
    # A step of 1 into each gate, as scipy takes an arc of 0 for none.
    into = np.column_stack([nodes + gates[:, 0], gates[:, 1], gates[:, 2] + 1])
    rows = np.concatenate([arcs[:, [1, 0, 2]], into])
    rows = rows[np.lexsort((rows[:, 2], rows[:, 1], rows[:, 0]))]
    first = np.ones(len(rows), bool)
    first[1:] = (rows[1:, :2] != rows[:-1, :2]).any(axis=1)
    rows = rows[first]
    size = nodes + parks
    graph = coo_array((rows[:, 2].astype(float), (rows[:, 0], rows[:, 1])), (size, size)).tocsr()
    far = dijkstra(graph, indices=np.arange(nodes, size))[:, :nodes]
    return np.where(np.isinf(far), -1, far - 1).astype(np.int64).T


def nearest(far, count):
    order = sorted((int(weight), park) for park, weight in enumerate(far) if weight >= 0)
    return [(park, weight) for weight, park in order[:count]]


def pairs(words):
    numbers = list(map(int, words))
    return list(zip(numbers[::2], numbers[1::2]))


def faults_of_lists(told, far):
    faults = []
    for line in told["list"]:
        node, *rest = line.split()
        if pairs(rest) != nearest(far[int(node)], 4):
            faults.append(f"node {node}: {pairs(rest)}, expected {nearest(far[int(node)], 4)}")
    for line in told["within"]:
        asked, _, found = line.partition(" :")
        reach, *exits = map(int, asked.split())
        best = {}
        for node, weight in zip(exits[::2], exits[1::2]):
            for park, left in enumerate(far[node]):
                if left >= 0 and weight + left <= reach:
                    best[park] = min(best.get(park, reach), int(weight + left))
        expected = sorted(best.items(), key=lambda pair: (pair[1], pair[0]))
        if pairs(found.split()) != expected:
            faults.append(f"within {asked}: {found}, expected {expected}")
    return faults


def main(path):
    told = read(path)
    arcs = np.array([list(map(int, line.split())) for line in told["arc"]])
    gates = np.array([list(map(int, line.split())) for line in told["gate"]])
    far = distances(arcs, gates, len(told["junction"]), int(gates[:, 0].max()) + 1)
    faults = faults_of_arcs(told, arcs) + faults_of_lists(told, far)
    print("\n".join(faults[:5]), file=sys.stderr)
    print(f"{len(told['junction'])} junctions, {len(arcs)} arcs, {len(told['within'])} sites, {len(faults)} faults")
    if faults:
        print("\n".join(faults[:5]))


main(sys.argv[1])
