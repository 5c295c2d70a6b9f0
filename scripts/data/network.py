"""A road network out of lines, as a reader of the file would make it: junctions, ways, and what can be driven to."""

import heapq
import itertools
import math


class Network:
    """Junctions are where lines end or share a vertex. Arcs are `{junction: [(junction, metres)]}`."""

    def __init__(self, features, length_of, is_open=lambda road: not road.get("closed")):
        lines = [(road, line) for road, line in features if is_open(road)]
        count = {}
        for _, line in lines:
            for vertex in line:
                count[vertex] = count.get(vertex, 0) + 1
            for vertex in (line[0], line[-1]):
                count[vertex] += 1
        self.arcs = {vertex: [] for vertex, times in count.items() if times > 1}
        self.back = {vertex: [] for vertex in self.arcs}
        self.edges = 0
        for road, line in lines:
            steps = [length_of(a, b) for a, b in itertools.pairwise(line)]
            longer = road["length_m"] / sum(steps)
            start, done = line[0], 0.0
            for vertex, step in zip(line[1:], steps):
                done += step * longer
                if vertex in self.arcs:
                    self.add(start, vertex, done)
                    if road.get("oneway") != "yes":
                        self.add(vertex, start, done)
                    self.edges += 1
                    start, done = vertex, 0.0

    def add(self, tail, head, metres):
        self.arcs[tail].append((head, metres))
        self.back[head].append((tail, metres))

    def distances(self, start):
        """How far each junction is by road (Dijkstra 1959)."""
        known, heap = {}, [(0.0, start)]
        while heap:
            metres, at = heapq.heappop(heap)
            if at not in known:
                known[at] = metres
                for head, further in self.arcs[at]:
                    if head not in known:
                        heapq.heappush(heap, (metres + further, head))
        return known

    def parts(self):
        """Junctions between which one can drive there and back, the largest part first (Kosaraju 1978)."""
        order, seen = [], set()
        for root in self.arcs:
            self.walk(root, self.arcs, seen, order)
        parts, seen = [], set()
        for root in reversed(order):
            part = []
            self.walk(root, self.back, seen, part)
            if part:
                parts.append(set(part))
        return sorted(parts, key=lambda part: (-len(part), min(part)))

    @staticmethod
    def walk(root, arcs, seen, order):
        """Adds what is reached from a junction and was not seen before, each behind all that is reached from it."""
        if root in seen:
            return
        seen.add(root)
        path = [(root, iter(arcs[root]))]
        while path:
            at, further = path[-1]
            head = next((head for head, _ in further if head not in seen), None)
            if head is None:
                order.append(at)
                path.pop()
            else:
                seen.add(head)
                path.append((head, iter(arcs[head])))

    def circuity(self, rng, among, length_of, starts=300, ends=30, at_least_m=2000):
        """Mean of distance by road over straight distance, of pairs drawn at random, and how many pairs."""
        among = sorted(among)
        ratios = []
        for start in rng.sample(among, starts):
            known = self.distances(start)
            for end in rng.sample(among, ends):
                straight = length_of(start, end)
                if straight >= at_least_m:
                    ratios.append(known[end] / straight)
        return math.fsum(ratios) / len(ratios), len(ratios)
