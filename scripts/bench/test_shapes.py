"""What shapes.py promises, and that the referee and the peers know its worlds."""

import contextlib
import io
import subprocess
import sys
import tempfile
import tomllib
import unittest
from dataclasses import replace
from pathlib import Path

import numpy as np
import shapely

import geodesic
import plan_files
import shapes
from check import World, read_answer, referee
from lagrangian import bound_km
from layers import in_parks
from shape_cells import CELLS, QUICK, Cell, chosen
from test_world import digests

HERE = Path(__file__).resolve().parent
BY_NAME = {cell.name: cell for cell in CELLS}
SEED = 3


def land(parks, enterprises):
    """Hectares that those outside need, in all, and that parks have, in all."""
    return enterprises["land_ha"][~enterprises["inside"]].sum(), parks["capacity_ha"].sum()


class Table(unittest.TestCase):
    def test_names_are_unique_and_sizes_from_3_to_100000(self):
        self.assertEqual(len(BY_NAME), len(CELLS))
        sizes = [cell.enterprises for cell in CELLS]
        self.assertEqual((min(sizes), max(sizes)), (3, 100_000))

    def test_the_quick_ones_are_there_and_small(self):
        self.assertTrue(all(cell.enterprises <= 600 for cell in chosen(QUICK)))

    def test_cells_are_chosen_by_name_and_size(self):
        self.assertEqual([cell.name for cell in chosen(["short", "tiny-3"], 10)], ["tiny-3"])
        with self.assertRaises(ValueError):
            chosen(["no-such-cell"])


class Drawn(unittest.TestCase):
    def draw(self, name):
        return shapes.draw(BY_NAME[name], SEED)

    def test_every_small_cell_has_the_size_and_the_land_it_says(self):
        for cell in chosen(largest=2_000):
            with self.subTest(cell=cell.name, seed=SEED):
                parks, enterprises = shapes.draw(cell, SEED)
                sizes = {len(values) for values in enterprises.values()}
                self.assertEqual((sizes, len(parks["id"])), ({cell.enterprises}, cell.parks))
                demand, capacity = land(parks, enterprises)
                self.assertAlmostEqual(capacity * cell.load, demand, delta=0.006 * cell.parks)
                self.assertTrue((parks["capacity_ha"] > 0.0).all() or cell.rooms == "local")
                found = in_parks(parks["geometry"], enterprises["geometry"]) >= 0
                self.assertTrue((found == enterprises["inside"]).all())

    def test_parks_are_valid_and_disjoint(self):
        for name in ("tiny-32", "city", "corners", "corners-close", "points-city", "lumpy"):
            with self.subTest(cell=name):
                parks = self.draw(name)[0]["geometry"]
                self.assertTrue(shapely.is_valid(parks).all())
                one, other = shapely.STRtree(parks).query(parks, predicate="intersects")
                self.assertTrue((one == other).all())

    def test_tiny_worlds_have_nobody_inside(self):
        for name in ("tiny-3", "tiny-38", "addresses"):
            self.assertFalse(self.draw(name)[1]["inside"].any())

    def test_around_a_city_all_is_near(self):
        parks, enterprises = self.draw("city")
        away = shapely.distance(shapely.points(shapes.CITY), shapely.points(enterprises["geometry"]))
        self.assertLess(np.quantile(away, 0.9), 0.4)
        rings = shapely.distance(shapely.points(shapes.CITY), parks["geometry"])
        self.assertTrue(0.02 < rings.min() and rings.max() < 0.6)

    def test_even_needs(self):
        self.assertEqual(set(self.draw("even")[1]["land_ha"]), {shapes.EVEN})

    def test_a_twentieth_needs_30_to_60_percent_of_a_mean_park(self):
        for name in ("lumpy", "lumpy-tight", "lumpy-short", "resources-4-lumpy"):
            with self.subTest(cell=name):
                parks, enterprises = self.draw(name)
                needs = enterprises["land_ha"][~enterprises["inside"]]
                share = needs / parks["capacity_ha"].mean()
                lumps = int(((share > 0.298) & (share < 0.602)).sum())  # a few others may need as much
                self.assertTrue(0.05 <= lumps / len(share) + 0.5 / len(share) < 0.10, lumps)

    def test_addresses_have_forty_sites_and_three_needs(self):
        parks, enterprises = self.draw("addresses")
        self.assertEqual(len(np.unique(enterprises["geometry"], axis=0)), 40)
        self.assertEqual(len(np.unique(enterprises["land_ha"])), 3)
        self.assertEqual(len(set(parks["capacity_ha"])), 1)

    def test_narrow_industries_are_in_one_or_two_parks_and_no_park_is_without(self):
        for name in ("narrow", "narrow-many"):
            listed = [text.split(", ") for text in self.draw(name)[0]["industries"]]
            homes = [sum(code in codes for codes in listed) for code in plan_files.DIVISIONS]
            self.assertTrue(1 <= min(homes) and max(homes) == 2, homes)
            self.assertTrue(all(codes != [""] for codes in listed))

    def test_few_parks_fit_well(self):
        listed = self.draw("fit")[0]["industries"]
        self.assertEqual(sum(text.startswith("C13:1.0") for text in listed), 5)
        self.assertEqual(sum(text.startswith("C13:0.3") for text in listed), 95)

    def test_one_park_is_huge_and_the_others_hold_one_or_two(self):
        parks, enterprises = self.draw("one-huge")
        rooms = np.sort(parks["capacity_ha"])
        self.assertAlmostEqual(rooms[-1] / rooms.sum(), 0.6, delta=0.001)
        typical = enterprises["land_ha"][~enterprises["inside"]].mean()
        self.assertTrue(0.7 < rooms[0] / typical and rooms[-2] / typical < 2.5)

    def test_points_and_corners(self):
        self.assertTrue((shapely.get_type_id(self.draw("points")[0]["geometry"]) == 0).all())
        for name, corners in (("corners", 100_000), ("corners-close", 10_000)):
            self.assertTrue((shapely.get_num_coordinates(self.draw(name)[0]["geometry"]) == corners + 1).all())

    def test_six_resources_are_about_as_scarce_as_land(self):
        cell = BY_NAME["resources-6"]
        parks, enterprises = shapes.draw(cell, SEED)
        self.assertEqual(len(shapes.resources(cell)), 5)
        for resource in shapes.resources(cell):
            ratio = enterprises[resource.need][~enterprises["inside"]].sum() / parks[resource.quota].sum()
            self.assertAlmostEqual(ratio, cell.load / shapes.QUOTAS, delta=0.001)


class Written(unittest.TestCase):
    """A small world in which all counts: fit, four resources, parks as points; short of land."""

    CELL = Cell(
        "all-at-once", 240, 12, 1.3, rooms="varied", industries="fit", resources=4, shapes="points", cut_off_km=700.0
    )

    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.folder = Path(cls.temporary.name)
        cls.facts = shapes.write(cls.CELL, SEED, cls.folder / "world")
        cls.world = World(cls.folder / "world", quotas=True)

    def peer(self, method):
        out = self.folder / method
        command = [sys.executable, HERE / "peer.py", self.folder / "world", out, "--quotas", "--method", method]
        command += ["--k", "12", "--seconds", "2", "--formats", "csv"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return read_answer(out / "enterprises.csv")

    def kilometres(self):
        """From everybody to every park, what fit adds included, (n, P)."""
        n, fit_km = len(self.world.sites), self.CELL.fit_km
        km = [geodesic.to_parks(self.world.parks, self.world.sites, np.full(n, p)) / 1e3 for p in range(12)]
        added = np.array([self.world.added[code] for code in self.world.industry])
        self.assertEqual(set(np.round(added.ravel(), 6)), {0.0, round(0.7 * fit_km, 6)})
        return np.column_stack(km), added

    def test_same_seed_same_bytes_other_seed_other_world(self):
        shapes.write(self.CELL, SEED, self.folder / "again")
        shapes.write(self.CELL, SEED + 1, self.folder / "other")
        self.assertEqual(digests(self.folder / "world"), digests(self.folder / "again"))
        first, other = (digests(self.folder / name)["world.gpkg"] for name in ("world", "other"))
        self.assertNotEqual(first, other)

    def test_everything_says_that_it_is_synthetic(self):
        self.assertIn("no real place", self.facts["synthetic"])
        for name in ("plan.toml", "plan-quotas.toml"):
            plan = tomllib.loads((self.folder / "world" / name).read_text(encoding="utf-8"))
            self.assertIn("synthetic", plan["data_notice"]["en"])

    def test_leaving_out_costs_more_than_the_dearest_move(self):
        weights = self.world.weights
        self.assertGreater(weights["unplaced_km"], weights["cut_off_km"] + weights["fit_km"])

    def test_the_referee_counts_fit_and_all_resources(self):
        km, added = self.kilometres()
        for method in ("lp", "greedy", "highs-mip"):
            with self.subTest(method=method):
                answer = self.peer(method)
                facts, faults = referee(self.world, answer)
                self.assertEqual(faults, [])
                moves = np.flatnonzero(answer["verdict"] == "moves")
                park = self.world.park_ids.get_indexer(answer["park"].iloc[moves])
                cost = (km + added)[moves, park].sum() + self.world.weights["unplaced_km"] * facts["unplaced"]
                self.assertAlmostEqual(facts["cost_km"], cost, delta=1e-6 * cost)
                self.assertEqual(self.world.need.shape[1], 4)
                self.world.capacity[:, 3] -= 10**6
                self.assertTrue(any("limits" in fault for fault in referee(self.world, answer)[1]))
                self.world.capacity[:, 3] += 10**6

    def test_the_bound_with_fit_is_that_of_every_pair(self):
        world, random = self.world, np.random.default_rng(SEED)
        km, added = self.kilometres()
        price = random.exponential([0.02, 1e-5, 1e-4, 1e-4], world.capacity.shape)
        allowed = (km <= 700.0) & (world.need[:, None, :] <= world.capacity).all(axis=2)
        least = np.where(allowed, km + added + world.need @ price.T, np.inf).min(axis=1)
        unplaced = world.weights["unplaced_km"]
        expected = np.minimum(least, unplaced).sum() - (price * world.capacity).sum()
        found, _ = bound_km(
            world.parks, world.admits, world.sites, world.industry, world.need, world.capacity, price, unplaced, 700.0,
            world.added,
        )  # fmt: skip
        self.assertAlmostEqual(found, expected, delta=1e-6 * abs(expected))

    def test_the_referee_refuses_terms_that_it_does_not_know(self):
        rules = self.folder / "again" / "rules.toml"
        shapes.write(self.CELL, SEED, self.folder / "again")
        rules.write_text(rules.read_text().replace("utilisation_km = 0.0", "utilisation_km = 5.0"))
        with self.assertRaises(ValueError):
            World(self.folder / "again", quotas=True)

    def test_lumps_that_leave_no_land_are_refused(self):
        with self.assertRaises(ValueError):
            shapes.draw(replace(BY_NAME["lumpy"], enterprises=5_000), SEED)

    def test_the_program_writes_the_cell_that_it_is_asked_for(self):
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            sys.argv = ["shapes.py", "tiny-3", str(self.folder / "tiny")]
            shapes.main()
        self.assertIn('"cell": "tiny-3"', printed.getvalue())


if __name__ == "__main__":
    unittest.main()
