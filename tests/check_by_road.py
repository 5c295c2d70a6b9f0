"""Holds every distance by road of a plan against Dijkstra's search by scipy, on a network that is made here.

The network is made from roads.json alone, with sites and gates as nodes of it; where sites meet roads and roads cross
boundaries is found with shapely, lengths by PROJ's geodesics.

Usage: check_by_road.py DIR
"""

import json
import sys
import warnings
from collections import defaultdict
from pathlib import Path

import numpy as np
from pyproj import Geod, Transformer
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components, dijkstra
from shapely.geometry import LineString, Point, shape
from shapely.strtree import STRtree

warnings.filterwarnings("ignore", message="STRtree will be changed")  # both versions are served
GEOD = Geod(ellps="WGS84")
# Metres. Roads are straight in degrees, and here on a plane that touches the middle of the district: a road of some
# kilometres bows by centimetres, and with it the place where a site meets it.
ALLOWED = 0.2


def edges_of(ways):
    """Roads cut where they meet: vertices, length in metres, whether one may drive forth and back, whether one gets on."""
    times = defaultdict(int)
    for way in ways:
        for place in {tuple(vertex) for vertex in way["line"]}:
            times[place] += 1
    edges = []
    for way in ways:
        if way.get("closed"):
            continue
        line = [tuple(vertex) for vertex in way["line"]]
        drawn = GEOD.line_length(*zip(*line))
        factor = max(1.0, way.get("length_m", 0.0) / drawn)
        ground = way.get("structure", "ground") == "ground" and way.get("kind") not in ("motorway", "ferry")
        direction = way.get("direction", "both")
        start = 0
        for at in range(1, len(line)):
            if times[line[at]] > 1 or at == len(line) - 1:
                part = line[start : at + 1]
                length = GEOD.line_length(*zip(*part)) * factor
                edges.append((part, length, direction != "backward", direction != "forward", ground))
                start = at
    return edges


class Roads:
    def __init__(self, ways, middle):
        lon, lat = middle
        self.plane = Transformer.from_crs(
            "EPSG:4326", f"+proj=aeqd +lat_0={lat} +lon_0={lon} +ellps=WGS84", always_xy=True
        )
        self.edges = edges_of(ways)
        self.nodes = {}
        for part, *_ in self.edges:
            for end in (part[0], part[-1]):
                self.nodes.setdefault(end, len(self.nodes))
        self.on_edge = defaultdict(list)  # by edge: share of its length, node
        arcs = self.arcs()
        _, component = connected_components(self.matrix(arcs), directed=True, connection="strong")
        largest = np.bincount(component).argmax()
        self.docked = [
            ground and component[self.nodes[part[0]]] == component[self.nodes[part[-1]]] == largest
            for part, _, _, _, ground in self.edges
        ]
        self.lines = [LineString(list(zip(*self.plane.transform(*zip(*part))))) for part, *_ in self.edges]
        self.tree = STRtree([line for line, docked in zip(self.lines, self.docked) if docked])
        self.by_line = {id(line): index for index, line in enumerate(self.lines)}

    def add(self, edge, point):
        """A node on an edge at a point of it, on the plane."""
        node = len(self.nodes)
        self.nodes[("on", edge, node)] = node
        self.on_edge[edge].append((self.lines[edge].project(point, normalized=True), node))
        return node

    def near(self, geometry):
        """The edges that one gets onto, near a geometry."""
        found = self.tree.query(geometry)
        docked = [index for index, is_docked in enumerate(self.docked) if is_docked]
        return [
            docked[item] if isinstance(item, (int, np.integer)) else self.by_line[id(item)] for item in found
        ]

    def arcs(self):
        for edge, (part, length, forth, back, _) in enumerate(self.edges):
            places = [(0.0, self.nodes[part[0]]), *sorted(self.on_edge[edge]), (1.0, self.nodes[part[-1]])]
            for (a, tail), (b, head) in zip(places, places[1:]):
                metres = max((b - a) * length, 1e-9)
                if forth:
                    yield tail, head, metres
                if back:
                    yield head, tail, metres

    def matrix(self, arcs):
        tails, heads, metres = zip(*arcs)
        # Of parallel roads the shortest.
        order = np.lexsort((metres, heads, tails))
        tails, heads, metres = (np.array(values)[order] for values in (tails, heads, metres))
        first = np.ones(len(tails), bool)
        first[1:] = (tails[1:] != tails[:-1]) | (heads[1:] != heads[:-1])
        size = len(self.nodes)
        return coo_matrix((metres[first], (tails[first], heads[first])), (size, size)).tocsr()


def main(folder):
    plan = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    ways = json.loads((folder / "roads.json").read_text(encoding="utf-8"))["ways"]
    middle = np.mean([vertex for way in ways for vertex in way["line"]], axis=0)
    roads = Roads(ways, middle)
    on_plane = lambda lon, lat: Point(*roads.plane.transform(lon, lat))
    gates = {}
    for park in plan["parks"]:
        boundary = shape(park["footprint"]).boundary
        rings = boundary.geoms if hasattr(boundary, "geoms") else [boundary]
        nodes = []
        for ring in rings:
            line = LineString(list(zip(*roads.plane.transform(*zip(*ring.coords)))))
            for edge in roads.near(line):
                met = line.intersection(roads.lines[edge])
                for point in getattr(met, "geoms", [met]):
                    if not point.is_empty:
                        nodes.append(roads.add(edge, point if point.geom_type == "Point" else Point(point.coords[0])))
        gates[park["id"]] = nodes
    asked = []
    for enterprise in plan["enterprises"]:
        choices = [enterprise] if enterprise["verdict"] == "moves" else []
        choices += [enterprise["second_choice"]] if enterprise["second_choice"] else []
        if not choices:
            continue
        site = on_plane(*enterprise["site"])
        edge = min(roads.near(site.buffer(5_000)), key=lambda e: roads.lines[e].distance(site))
        foot = roads.lines[edge].interpolate(roads.lines[edge].project(site))
        lon, lat = roads.plane.transform(foot.x, foot.y, direction="INVERSE")
        access = GEOD.inv(*enterprise["site"], lon, lat)[2]
        asked.append((enterprise["id"], roads.add(edge, foot), access, choices))
    graph = roads.matrix(roads.arcs()).T.tocsr()  # against the arcs, from the gates
    off, number, wrong = 0.0, 0, []
    to = {
        park: dijkstra(graph, indices=nodes, min_only=True) if nodes else np.full(len(roads.nodes), np.inf)
        for park, nodes in gates.items()
    }
    for who, node, access, choices in asked:
        for choice in choices:
            number += 1
            expected = to[choice["park"]][node] + access
            error = abs(expected - choice["distance_m"])
            if error > ALLOWED + 1e-5 * expected:
                wrong.append(f"{who} to {choice['park']}: {choice['distance_m']:.3f} m, scipy {expected:.3f} m")
            else:
                off = max(off, error)
    print(f"{number} distances by road, at most {off * 1000:.1f} mm off scipy's")
    for line in wrong[:20]:
        print(line)
    if wrong or number < 100:
        sys.exit(f"{len(wrong)} of {number} distances differ")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
