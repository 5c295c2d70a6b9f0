"""That the referee sees what is wrong: `python -m unittest` in this folder, in the benchmark's environment."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
import pandas as pd

import geodesic
from check import World, read_answer, referee
from lagrangian import bound_km

HERE = Path(__file__).resolve().parent


class Referee(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.temporary.cleanup)
        folder = Path(cls.temporary.name)
        for command in (["world.py", "1500,40", folder], ["peer.py", folder, folder / "out", "--quotas"]):
            subprocess.run([sys.executable, HERE / command[0], *command[1:]], check=True, stdout=subprocess.DEVNULL)
        cls.world = World(folder, quotas=True)
        cls.answer = read_answer(folder / "out" / "enterprises.csv")
        cls.movers = np.flatnonzero(cls.answer["verdict"] == "moves")

    def faults(self, **changes):
        """Faults found after `column=(row, value)` was written into the answer."""
        answer = self.answer.copy()
        for column, (row, value) in changes.items():
            answer.loc[row, column] = value
        return referee(self.world, answer)[1]

    def assert_fault(self, faults, words):
        self.assertTrue(any(words in fault for fault in faults), faults)

    def test_a_right_answer_holds(self):
        facts, faults = referee(self.world, self.answer, lower_bound=0.0)
        self.assertEqual(faults, [])
        self.assertLess(facts["own_distance_error_m"], 0.1)
        self.assertEqual(facts["moves"] + facts["unplaced"] + facts["in_park"], 1500)

    def test_a_park_that_does_not_admit_the_industry(self):
        row = self.movers[0]
        suited = self.world.admits[self.world.industry[row]]
        other = next(p for p in range(40) if p not in suited)
        self.assert_fault(self.faults(park=(row, self.world.park_ids[other])), "do not admit")

    def test_a_full_park(self):
        code = self.world.industry[self.movers[0]]
        rows = [row for row in self.movers if self.world.industry[row] == code]
        park = min(self.world.admits[code], key=lambda p: self.world.capacity[p, 0])
        self.assert_fault(self.faults(park=(rows, self.world.park_ids[park])), "limits exceeded")

    def test_somebody_in_a_park_who_is_not(self):
        self.assert_fault(self.faults(verdict=(self.movers[0], "in_park")), "standing in a park")

    def test_an_unknown_park(self):
        self.assert_fault(self.faults(park=(self.movers[0], "P99999")), "not in the world")

    def test_somebody_missing_or_twice(self):
        self.assert_fault(referee(self.world, self.answer.iloc[1:])[1], "rows")
        twice = pd.concat([self.answer.iloc[1:], self.answer.iloc[1:2]])
        self.assert_fault(referee(self.world, twice)[1], "rows")

    def test_stated_distances_that_are_those_of_a_bad_map(self):
        answer = self.answer.assign(distance_m=self.answer["distance_m"] * 1.001)
        self.assert_fault(referee(self.world, answer)[1], "stated distances")

    def test_a_bound_above_the_cost(self):
        cost = referee(self.world, self.answer)[0]["cost_km"]
        self.assert_fault(referee(self.world, self.answer, lower_bound=1.001 * cost)[1], "lower bound")

    def test_the_bound_over_all_parks_is_that_of_every_pair(self):
        world, random = self.world, np.random.default_rng(4754)
        sites, need = world.sites[~world.inside], world.need[~world.inside]
        industry = world.industry[~world.inside]
        price = random.exponential([0.02, 1e-5, 1e-4], world.capacity.shape) * (random.random((40, 1)) < 0.5)
        km = np.column_stack([geodesic.to_parks(world.parks, sites, np.full(len(sites), p)) for p in range(40)])
        km /= 1e3
        priced = km + need @ price.T
        for cut_off in (900.0, 60.0):
            allowed = (km <= cut_off) & (need[:, None, :] <= world.capacity).all(axis=2)
            for code, suited in world.admits.items():
                allowed[np.ix_(industry == code, np.setdiff1d(np.arange(40), suited))] = False
            least = np.minimum(np.where(allowed, priced, np.inf).min(axis=1), 1000.0)
            expected = least.sum() - (price * world.capacity).sum()
            found, pairs = bound_km(
                world.parks, world.admits, sites, industry, need, world.capacity, price, 1000.0, cut_off,
                {code: np.zeros(40) for code in world.admits},
            )
            self.assertAlmostEqual(found, expected, delta=1e-6 * abs(expected))
            self.assertLess(pairs, allowed.size)


if __name__ == "__main__":
    unittest.main()
