"""Local roads: land between roads and water, cut again and again by a road from one side to the other.

A block is a ring of corners; each side of it is a road or none (water, the district's edge). Each new road begins and
ends on the sides of a block, so that it meets what is there already and crosses nothing. Metres on a plane.
"""

import math

from shapely.geometry import LineString
from shapely.ops import polygonize, unary_union

HECTARE = 10_000
NARROW = 0.1  # no road passes a corner nearer than this part of how wide blocks should be
EDGE_M = 14  # nor nearer than this to the edge of the land
AGAINST = math.sin(math.radians(50))  # roads meet at no smaller angle
STUB_M = 160  # a road that leads nowhere is at least this long
TRIES = 20


class Roads:
    """Lines, and where others meet them. Walls are lines across which no road leads."""

    def __init__(self):
        self.lines, self.met, self.walls = [], [], []

    def add(self, line):
        self.lines.append(list(line))
        self.met.append(set())
        return len(self.lines) - 1

    def meet(self, road, point):
        if road is not None and point not in self.lines[road]:
            self.met[road].add(point)

    def vertices(self, road):
        """The line with a vertex wherever another road meets it."""
        line, steps = self.lines[road], list(zip(self.lines[road], self.lines[road][1:]))
        places = [(place, 0.0, point) for place, point in enumerate(line)]
        for point in self.met[road]:
            place = min(range(len(steps)), key=lambda step: off(point, *steps[step]))
            places.append((place, along(point, *steps[place]), point))
        return [point for *_, point in sorted(places)]


def along(point, start, end):
    """How far along a step a point is, 0 to 1."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    return ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / (dx * dx + dy * dy)


def off(point, start, end):
    """How far a point is from a step."""
    part = min(1.0, max(0.0, along(point, start, end)))
    return math.dist(point, (start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1])))


def blocks(roads, land):
    """The blocks that roads and the edge of the land make, in the order of their corners."""
    lines = [LineString(line) for line in [*map(roads.vertices, range(len(roads.lines))), *roads.walls]]
    rings = []
    for polygon in polygonize(unary_union([land.boundary, *lines])):
        if not land.contains(polygon.representative_point()):
            continue
        assert not polygon.interiors, "a road on an island"
        corners = list(polygon.exterior.coords)[:-1]
        first = corners.index(min(corners))
        corners = corners[first:] + corners[:first]
        rings.append([(a, side(roads, a, b)) for a, b in zip(corners, [*corners[1:], corners[0]])])
    return sorted(rings, key=lambda ring: ring[0][0])


def side(roads, start, end):
    """The road that a side of a block is of."""
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    for road, line in enumerate(roads.lines):
        if any(off(middle, a, b) < 0.01 for a, b in zip(line, line[1:])):
            return road
    return None


def cut_all(rng, roads, rings, wanted_ha):
    """Cuts blocks until each is about as large as is wanted where it lies; the blocks that are left."""
    todo, done = list(reversed(rings)), []
    while todo:
        ring = todo.pop()
        area, centre = area_of(ring)
        wanted = wanted_ha(centre) * HECTARE
        parts = area >= wanted * rng.uniform(1.1, 2.0) and cut(rng, roads, ring, area, wanted)
        if parts:
            todo += parts
        else:
            done.append(ring)
    return done


def cut(rng, roads, ring, area, wanted):
    """A new road through a block; the two blocks that it makes, or none."""
    axis = long_axis(ring)
    for attempt in range(TRIES):
        if attempt < TRIES // 2:
            turned = axis + rng.gauss(0, 0.03 + 0.02 * attempt) + (math.pi / 2 if attempt % 3 == 2 else 0.0)
            chord = across(ring, turned, rng.uniform(0.36, 0.64))
        else:
            chord = from_a_road(ring, rng.gauss(0, 0.2), rng.uniform(0.2, 0.8), attempt % 2)
        if chord is None:
            continue
        chord = [snapped(roads, ring, end, 0.32 * math.sqrt(wanted)) for end in chord]
        (start, at_start), (end, at_end) = chord
        if at_start == at_end or not all(is_open(ring, *end_of) for end_of in ((at_start, start, end), (at_end, end, start))):
            continue
        if ring[at_start][1] is None:
            if ring[at_end][1] is None:
                continue
            start, at_start, end, at_end = end, at_end, start, at_start
        line = bent(rng, ring, start, end, wanted)
        if line is None:
            continue
        parts = halves(ring, line, at_start, at_end)
        areas = [area_of(part)[0] for part in parts]
        if min(areas) < 0.22 * area or min(areas) < 0.3 * wanted:
            continue
        ends_nowhere = ring[at_end][1] is None
        if ends_nowhere:
            line = with_a_stub(rng, line)
            if line is None:
                continue
        road = roads.add(line[:-1] if ends_nowhere else line)
        for point, at in ((start, at_start), (end, at_end)):
            for beside in (at - 1, at):
                if beside == at or ring[at][0] == point:
                    roads.meet(ring[beside][1], point)
        sides = [road] * (len(line) - 2) + [None if ends_nowhere else road]
        return halves(ring, line, at_start, at_end, sides)
    return None


def area_of(ring):
    """Area and centre."""
    twice = x = y = 0.0
    ox, oy = ring[0][0]
    for (a, _), (b, _) in zip(ring, [*ring[1:], ring[0]]):
        ax, ay, bx, by = a[0] - ox, a[1] - oy, b[0] - ox, b[1] - oy
        turn = ax * by - bx * ay
        twice, x, y = twice + turn, x + (ax + bx) * turn, y + (ay + by) * turn
    if not twice:
        return 0.0, ring[0][0]
    return abs(twice) / 2, (ox + x / (3 * twice), oy + y / (3 * twice))


def long_axis(ring):
    """The direction in which a block is longest: that of its narrowest box."""
    points = hull(sorted({corner for corner, _ in ring}))
    best = None
    for a, b in zip(points, [*points[1:], points[0]]):
        angle = math.atan2(b[1] - a[1], b[0] - a[0])
        cos, sin = math.cos(angle), math.sin(angle)
        us, vs = [x * cos + y * sin for x, y in points], [y * cos - x * sin for x, y in points]
        long, wide = max(us) - min(us), max(vs) - min(vs)
        found = (long * wide, angle if long >= wide else angle + math.pi / 2)
        best = min(best, found) if best else found
    return best[1]


def hull(points):
    """The convex hull (Andrew 1979)."""
    def chain(points):
        kept = []
        for p in points:
            while len(kept) > 1 and turn(kept[-2], kept[-1], p) <= 0:
                kept.pop()
            kept.append(p)
        return kept[:-1]
    return chain(points) + chain(points[::-1])


def turn(a, b, c):
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def across(ring, axis, part):
    """The widest way through a block at a part of its long axis: two ends, each with the side it is on."""
    cos, sin = math.cos(axis), math.sin(axis)
    us = [x * cos + y * sin for (x, y), _ in ring]
    ways = ways_through(ring, axis, min(us) + part * (max(us) - min(us)))
    return max(ways, key=lambda way: math.dist(way[0][0], way[1][0]), default=None)


def from_a_road(ring, aside, part, rank):
    """The way through a block from a part of its longest road, or of the next one."""
    sides = [(math.dist(a, b), a, b) for (a, road), (b, _) in zip(ring, [*ring[1:], ring[0]]) if road is not None]
    if len(sides) <= rank:
        return None
    _, (ax, ay), (bx, by) = sorted(sides, reverse=True)[rank]
    x, y = ax + part * (bx - ax), ay + part * (by - ay)
    axis = math.atan2(by - ay, bx - ax) + aside
    ways = ways_through(ring, axis, x * math.cos(axis) + y * math.sin(axis))
    return next((way for way in ways for end, _ in way if math.dist(end, (x, y)) < 1), None)


def ways_through(ring, axis, u):
    """The ways through a block along a line square to an axis, which it meets at `u`."""
    cos, sin = math.cos(axis), math.sin(axis)
    turned = [(x * cos + y * sin, y * cos - x * sin) for (x, y), _ in ring]
    hits = []
    for at, ((u0, v0), (u1, v1)) in enumerate(zip(turned, [*turned[1:], turned[0]])):
        if (u0 > u) != (u1 > u):
            v = v0 + (u - u0) / (u1 - u0) * (v1 - v0)
            hits.append((v, at))
    hits.sort()
    return [[((u * cos - v * sin, u * sin + v * cos), at) for v, at in way] for way in zip(hits[::2], hits[1::2])]


def snapped(roads, ring, end, reach):
    """An end moved to a junction or corner of the road that it is on, if one is near; else as it is."""
    point, at = end
    road, (a, b) = ring[at][1], (ring[at][0], ring[(at + 1) % len(ring)][0])
    if road is None:
        return end
    met = [(m, at) for m in roads.met[road] if m != b and off(m, a, b) < 0.01]
    behind = (at + 1) % len(ring)
    places = [(a, at), *met, *([(b, behind)] if ring[behind][1] is not None else [])]
    near = min((math.dist(point, m), m, side) for m, side in places)
    return near[1:] if near[0] < reach else end


def is_open(ring, at, point, towards):
    """Whether a road may leave a side at a point: not along it."""
    leaving = math.atan2(towards[1] - point[1], towards[0] - point[0])
    sides = [(ring[at][0], ring[(at + 1) % len(ring)][0])]
    if ring[at][0] == point:
        sides.append((ring[at - 1][0], ring[at][0]))
    return all(abs(math.sin(leaving - math.atan2(b[1] - a[1], b[0] - a[0]))) > AGAINST for a, b in sides)


def bent(rng, ring, start, end, wanted):
    """A line through a block, a little bent where blocks are large; none if it would leave the block."""
    long = math.dist(start, end)
    if long < 50:
        return None
    pieces = max(1, round(long / (0.45 * math.sqrt(wanted)))) if wanted > 9 * HECTARE else 1
    x, y = (end[0] - start[0]) / long, (end[1] - start[1]) / long
    for bend in (rng.uniform(-0.09, 0.09), rng.uniform(-0.03, 0.03), 0.0):
        wave, shift = rng.uniform(0.5, 1.6), rng.uniform(-0.5, 0.5)
        inner = []
        for k in range(1, pieces):
            part = k / pieces
            aside = bend * long * math.sin(math.pi * part) * math.cos(math.pi * (wave * part + shift))
            inner.append((start[0] + part * long * x - aside * y, start[1] + part * long * y + aside * x))
        line = [start, *(inner if bend else []), end]
        if is_clear(ring, line, NARROW * math.sqrt(wanted)):
            return line
    return None


def is_clear(ring, line, narrow):
    """Whether a line between two points of a ring stays inside it, and away from its corners."""
    steps = list(zip(line, line[1:]))
    short = [towards(line[0], line[1], 1.0), *line[1:-1], towards(line[-1], line[-2], 1.0)]
    if not inside(short[0], ring):
        return False
    for at, (a, road) in enumerate(ring):
        b = ring[(at + 1) % len(ring)][0]
        if a not in (line[0], line[-1]):
            room = narrow if road is not None or ring[at - 1][1] is not None else EDGE_M
            if any(off(a, *step) < room for step in steps):
                return False
        if any(crosses(a, b, c, d) for c, d in zip(short, short[1:])):
            return False
        if any(off(point, a, b) < (EDGE_M if road is None else narrow) for point in line[1:-1]):
            return False
    return True


def towards(start, end, metres):
    part = metres / math.dist(start, end)
    return start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1])


def inside(point, ring):
    """A ray to the east crosses a ring around a point an odd number of times."""
    odd = False
    for ((x0, y0), _), ((x1, y1), _) in zip(ring, [*ring[1:], ring[0]]):
        if (y0 > point[1]) != (y1 > point[1]) and point[0] < x0 + (point[1] - y0) / (y1 - y0) * (x1 - x0):
            odd = not odd
    return odd


def crosses(a, b, c, d):
    return (turn(a, b, c) > 0) != (turn(a, b, d) > 0) and (turn(c, d, a) > 0) != (turn(c, d, b) > 0)


def with_a_stub(rng, line):
    """A line that ends short of its last point, which stays behind it; none if too little would be left."""
    last = math.dist(line[-2], line[-1])
    back = rng.uniform(40, 110)
    if last < back + 40 or sum(math.dist(a, b) for a, b in zip(line, line[1:])) < back + STUB_M:
        return None
    return [*line[:-1], towards(line[-1], line[-2], back), line[-1]]


def halves(ring, line, at_start, at_end, sides=None):
    """A ring cut by a line from one of its sides to another one."""
    sides = sides or [None] * (len(line) - 1)
    forward = list(zip(line, sides))
    backward = list(zip(line[::-1], sides[::-1]))

    def between(first, last):
        """Corners behind one side up to another one, the road behind the last as it was."""
        found, at = [], first
        while at != last:
            at = (at + 1) % len(ring)
            found.append(ring[at])
        return found

    left = [(line[0], ring[at_start][1]), *between(at_start, at_end), *backward]
    right = [(line[-1], ring[at_end][1]), *between(at_end, at_start), *forward]
    return [without_twins(left), without_twins(right)]


def without_twins(ring):
    """Of corners in one place only the last, behind which the side goes on."""
    return [corner for at, corner in enumerate(ring) if corner[0] != ring[(at + 1) % len(ring)][0]]
