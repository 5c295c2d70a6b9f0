"""Local roads beside those that cut blocks: along the coast, on from the ends of main roads, to nowhere; and fewer of them."""

import collections
import itertools
import math

from shapely.geometry import LineString, Point
from shapely.ops import substring

import blocks

FROM_BORDER_M = 150  # the road along the coast ends this far from the district's border
ISLANDS = 2  # roads that nothing leads to, on purpose
TURNS = (0, 25, -25, 50, -50, 75, -75)  # in degrees, by which a road that leads on may turn


def along_the_shore(roads, land, shore):
    """A local road behind the coast, from one border of the district to the other."""
    line = shore.intersection(land).simplify(5)
    begin, end = FROM_BORDER_M, line.length - FROM_BORDER_M
    for wall in (substring(line, begin, 0), substring(line, end, line.length)):
        *_, before, last = wall.coords
        roads.walls.append([*wall.coords, blocks.towards(last, before, -5)])
    roads.add(substring(line, begin, end).coords)


def lead_on(roads, land):
    """Where a main road ends within the land, a local road leads on to the next one; if none is near, none crosses."""
    ends = collections.Counter(end for line in roads.lines for end in (line[0], line[-1]))
    for road, line in list(enumerate(roads.lines)):
        for before, end in ((line[-2], line[-1]), (line[1], line[0])):
            if ends[end] == 1 and land.contains(Point(end)):
                ahead = math.atan2(end[1] - before[1], end[0] - before[0])
                rays = [ray(roads, road, end, ahead + math.radians(turn), land) for turn in TURNS]
                hit = min((found for found in rays if found[2] is not None), default=rays[0])
                if hit[2] is None:
                    roads.walls.append([end, blocks.towards(end, hit[1], hit[0] + 5)])
                else:
                    roads.meet(hit[2], hit[1])
                    roads.add([end, hit[1]])


def ray(roads, own, start, angle, land):
    """What is met first in a direction: how far away, where, and which road; no road if the land ends."""
    far = (start[0] + 30_000 * math.cos(angle), start[1] + 30_000 * math.sin(angle))
    line, met = LineString([start, far]), []
    for road, other in enumerate(roads.lines):
        for a, b in itertools.pairwise(other):
            if road != own and blocks.crosses(a, b, start, far):
                part = blocks.turn(start, far, a) / (blocks.turn(start, far, a) - blocks.turn(start, far, b))
                at = (a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1]))
                met.append((math.dist(start, at), at, road))
    shore = line.intersection(land.boundary)
    for point in getattr(shore, "geoms", [shore]):
        at = point.coords[0]
        met.append((math.dist(start, at) + 1.0, at, None))
    return min(met, key=lambda hit: hit[0])


def thinned(rng, roads, mains, towns):
    """Lines without some of the pieces of local roads between two junctions: canals and fields lie in between.

    Nothing is cut off, and no road is made to end where none did.
    """
    lines = [roads.vertices(road) for road in range(len(roads.lines))]
    used = collections.Counter(itertools.chain.from_iterable(lines))
    used.update(end for line in lines for end in (line[0], line[-1]))
    pieces, at = [], collections.defaultdict(set)
    for road, line in enumerate(lines):
        cuts = [place for place, vertex in enumerate(line) if used[vertex] > 1]
        for first, last in itertools.pairwise(cuts):
            for end in (first, last):
                at[line[end]].add(len(pieces))
            pieces.append((road, first, last))

    def ends(piece):
        road, first, last = pieces[piece]
        return lines[road][first], lines[road][last]

    def still_joined(start, end):
        seen, todo = {start}, collections.deque([start])
        while todo:
            for vertex in itertools.chain.from_iterable(map(ends, sorted(at[todo.popleft()]))):
                if vertex == end:
                    return True
                if vertex not in seen:
                    seen.add(vertex)
                    todo.append(vertex)
        return False

    gone = set()
    local = [piece for piece, (road, *_) in enumerate(pieces) if road >= mains]
    for piece in rng.sample(local, len(local)):
        start, end = ends(piece)
        if rng.random() < towns.missing(start) and len(at[start]) > 2 and len(at[end]) > 2:
            at[start].remove(piece)
            at[end].remove(piece)
            if still_joined(start, end):
                gone.add(piece)
            else:
                at[start].add(piece)
                at[end].add(piece)
    kept = []
    for (road, is_gone), run in itertools.groupby(local, key=lambda piece: (pieces[piece][0], piece in gone)):
        if not is_gone:
            run = [pieces[piece] for piece in run]
            kept.append(lines[road][run[0][1]:run[-1][2] + 1])
    met = set(itertools.chain.from_iterable(kept))
    return [[point for point in lines[road] if point in roads.lines[road] or point in met] for road in range(mains)] + kept


def islands(left):
    """Short roads in the middle of the largest blocks that are left, which nothing leads to: they show what a reader
    says of such."""
    found = [(blocks.area_of(ring), ring) for ring in left if all(road is not None for _, road in ring)]
    inside = [(x, y) for (_, (x, y)), ring in sorted(found, reverse=True) if blocks.inside((x, y), ring)]
    return [[(x - 70, y - 20), (x, y), (x + 60, y + 35)] for x, y in inside[:ISLANDS]]
