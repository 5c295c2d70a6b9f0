"""The regime table: named worlds of odd shape, one a line. shapes.py draws them."""

from dataclasses import dataclass

from plan_files import CUT_OFF_KM


@dataclass(frozen=True)
class Cell:
    """One world, but for the seed. Everything that is not said is as in the worlds S, M and L."""

    name: str
    enterprises: int
    parks: int
    load: float = 0.85  #: land needed by those outside, over all capacity
    needs: str = "log-normal"  #: even: all the same; lumpy: some need 30 to 60 % of a mean park
    places: str = "spread"  #: city: parks in a ring around one; addresses: the same, 40 sites and three needs
    rooms: str = "local"  #: capacities after local demand, or varied, alike, equal, one huge
    industries: str = "listed"  #: all: in every park; narrow: each in one or two; fit: in every park, well in few
    resources: int = 1  #: with land
    shapes: str = "irregular"  #: points; corners: 100,000 a park; close corners: 10,000, 2 cm apart
    cut_off_km: float = CUT_OFF_KM

    @property
    def fit_km(self):
        """What the worst fit costs: more than most distances."""
        return 200.0 if self.industries == "fit" else 0.0

    def says(self):
        """What differs from the ordinary, in words."""
        plain = Cell(self.name, self.enterprises, self.parks)
        fields = ("needs", "places", "rooms", "industries", "shapes")
        unlike = [field for field in fields if getattr(self, field) != getattr(plain, field)]
        words = [f"{field} {getattr(self, field)}" for field in unlike]
        words += [f"{self.resources} resources"] if self.resources > 1 else []
        words += [f"cut-off {self.cut_off_km:g} km"] if self.cut_off_km != plain.cut_off_km else []
        return ", ".join(words) or "ordinary"


_TINY = {"places": "city", "rooms": "varied", "industries": "all"}
_OPEN = {"rooms": "varied", "industries": "all"}
_CITY = {"places": "city", **_OPEN}
_TIES = {"places": "addresses", "rooms": "equal", "industries": "all"}
_LUMPS = {"needs": "lumpy", "rooms": "alike"}
#: In one city: over eastern China with a dozen parks, the cut-off would decide more than the industries.
_NARROW = {"places": "city", "industries": "narrow"}
_HUGE = {"rooms": "one huge", "industries": "all"}

CELLS = [
    # name, enterprises, parks, demand / capacity, what else is odd
    Cell("tiny-3", 3, 2, 0.80, **_TINY),
    Cell("tiny-8", 8, 3, 0.90, **_TINY),
    Cell("tiny-12", 12, 5, 1.00, **_TINY),
    Cell("tiny-38", 38, 4, 0.97, **_TINY),
    Cell("tiny-18", 18, 8, 0.80, **_TINY),
    Cell("tiny-32", 32, 24, 0.75, **_TINY),
    Cell("tiny-224", 224, 370),
    # how many enterprises a park
    Cell("a-park-2", 1_000, 500),
    Cell("a-park-4", 2_000, 500),
    Cell("a-park-4-many", 10_000, 2_500),
    Cell("a-park-10", 1_000, 100),
    Cell("a-park-40", 2_000, 50),
    Cell("a-park-200", 20_000, 100),
    Cell("a-park-200-many", 100_000, 500),
    Cell("a-park-2000", 100_000, 50),
    # how much land there is
    Cell("ample", 2_000, 50, 0.50),
    Cell("balanced", 2_000, 50, 1.00),
    Cell("tight", 2_000, 50, 0.99, **_OPEN),
    Cell("tight-many", 50_000, 200, 0.99, **_OPEN),
    Cell("land-for-60", 2_000, 50, 1.0 / 0.6),
    Cell("short", 2_000, 50, 2.00, **_OPEN),
    Cell("short-few", 500, 100, 2.00, **_OPEN),
    Cell("short-many", 20_000, 100, 2.00, **_OPEN),
    # what each needs
    Cell("even", 2_000, 50, needs="even"),
    Cell("even-tight", 1_000, 100, 0.99, needs="even", **_OPEN),
    Cell("lumpy", 1_000, 60, **_LUMPS),
    Cell("lumpy-tight", 600, 40, 0.96, industries="all", **_LUMPS),
    Cell("lumpy-short", 1_000, 60, 1.0 / 0.6, **_LUMPS),
    Cell("lumpy-many", 20_000, 1_200, **_LUMPS),
    # where they are
    Cell("city", 5_000, 30, 0.95, **_CITY),
    Cell("city-short", 2_000, 20, 2.00, **_CITY),
    Cell("addresses", 2_000, 30, 0.97, **_TIES),
    Cell("addresses-many", 20_000, 60, 0.97, **_TIES),
    # more than land
    Cell("resources-2", 1_000, 40, resources=2),
    Cell("resources-3", 2_000, 50, resources=3),
    Cell("resources-3-tight", 600, 30, 0.97, resources=3, **_OPEN),
    Cell("resources-4-lumpy", 600, 40, resources=4, **_LUMPS),
    Cell("resources-6", 1_000, 40, resources=6),
    Cell("resources-6-short", 1_000, 40, 1.0 / 0.6, resources=6),
    Cell("resources-3-many", 20_000, 100, resources=3),
    # what else counts or binds
    Cell("fit", 2_000, 100, industries="fit", rooms="varied"),
    Cell("fit-short", 600, 60, 1.0 / 0.6, industries="fit", rooms="varied"),
    Cell("cut-off", 2_000, 100, cut_off_km=60.0),
    Cell("narrow", 1_000, 12, **_NARROW),
    Cell("narrow-short", 1_000, 12, 1.0 / 0.6, **_NARROW),
    Cell("narrow-many", 10_000, 24, **_NARROW),
    Cell("one-huge", 2_000, 500, **_HUGE),
    Cell("points", 2_000, 50, shapes="points"),
    Cell("points-city", 5_000, 40, 0.95, shapes="points", **_CITY),
    Cell("corners", 1_000, 6, 0.90, shapes="corners", **_CITY),
    Cell("corners-close", 1_000, 6, 0.90, shapes="close corners", **_CITY),
]
#: A few that are quick for everybody.
QUICK = ["tiny-8", "short-few", "lumpy-tight"]


def chosen(names=None, largest=None):
    """The cells with these names, in the table's order, without those that have more enterprises."""
    unknown = set(names or ()) - {cell.name for cell in CELLS}
    if unknown:
        raise ValueError(f"no cell {', '.join(sorted(unknown))}; there are {', '.join(cell.name for cell in CELLS)}")
    return [
        cell
        for cell in CELLS
        if (not names or cell.name in names) and (largest is None or cell.enterprises <= largest)
    ]
