"""What world.py promises: `python -m unittest scripts/bench/test_world.py`, in the benchmark's environment."""

import hashlib
import json
import subprocess
import sys
import tempfile
import tomllib
import unittest
from pathlib import Path

import numpy as np
import pyogrio
import shapely

HERE = Path(__file__).resolve().parent
SIZE = "20000,120"


def make(folder, *options):
    command = [sys.executable, HERE / "world.py", SIZE, folder, *options]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return folder


def digests(folder):
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}


class World(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.folder = make(Path(cls.temporary.name) / "world")
        cls.parks = pyogrio.read_dataframe(cls.folder / "world.gpkg", layer="parks")
        cls.enterprises = pyogrio.read_dataframe(cls.folder / "world.gpkg", layer="enterprises")
        cls.shapes = cls.parks.geometry.to_numpy()
        cls.tree = shapely.STRtree(cls.shapes)
        cls.inside = np.zeros(len(cls.enterprises), dtype=bool)
        cls.inside[cls.tree.query(cls.enterprises.geometry.to_numpy(), predicate="intersects")[0]] = True

    def test_has_the_size_asked_for(self):
        self.assertEqual(SIZE, f"{len(self.enterprises)},{len(self.parks)}")
        self.assertTrue(self.enterprises["id"].is_unique and self.parks["id"].is_unique)

    def test_parks_are_valid_and_disjoint(self):
        self.assertTrue(shapely.is_valid(self.shapes).all())
        one, other = self.tree.query(self.shapes, predicate="intersects")
        self.assertTrue((one == other).all())

    def test_parks_come_in_every_kind(self):
        parts, of_park = shapely.get_parts(self.shapes, return_index=True)
        holes = np.bincount(of_park, weights=shapely.get_num_interior_rings(parts))
        self.assertTrue(0.05 < (holes > 0).mean() < 0.3, "with holes")
        self.assertTrue(0.03 < (np.bincount(of_park) > 1).mean() < 0.25, "in parts")
        corners = shapely.get_num_coordinates(shapely.get_exterior_ring(parts))
        self.assertTrue(corners.max() <= 210 and np.median(corners) > 50)

    def test_share_in_parks(self):
        self.assertAlmostEqual(self.inside.mean(), 0.165, delta=0.0005)

    def test_demand_over_capacity(self):
        demand = self.enterprises["land_ha"][~self.inside].sum()
        self.assertAlmostEqual(demand / self.parks["capacity_ha"].sum(), 0.85, delta=0.001)
        for need, quota in [("energy_tce", "energy_quota_tce"), ("cod_t", "cod_quota_t")]:
            ratio = self.enterprises[need][~self.inside].sum() / self.parks[quota].sum()
            self.assertAlmostEqual(ratio, 0.85 / 1.2, delta=0.001)

    def test_land_is_in_whole_units(self):
        for column in (self.enterprises["land_ha"], self.parks["capacity_ha"]):
            self.assertTrue(np.allclose(column * 100.0, np.rint(column * 100.0), atol=1e-6))

    def test_every_division_is_admitted_by_enough_parks(self):
        admitted = self.parks["industries"].str.split(", ").explode().value_counts()
        self.assertTrue((admitted.loc[self.enterprises["industry"].unique()] >= 16).all())
        per_park = self.parks["industries"].str.split(", ").map(len)
        self.assertGreaterEqual(per_park.min(), 2)

    def test_same_seed_same_bytes_other_seed_other_world(self):
        again = make(Path(self.temporary.name) / "again")
        self.assertEqual(digests(self.folder), digests(again))
        other = make(Path(self.temporary.name) / "other", "--seed", "7")
        self.assertNotEqual(digests(self.folder)["world.gpkg"], digests(other)["world.gpkg"])

    def test_plan_files_say_what_was_asked(self):
        folder = make(Path(self.temporary.name) / "plain", "--cut-off", "50", "--no-outputs")
        plain, full = (tomllib.loads((f / "plan.toml").read_text()) for f in (folder, self.folder))
        self.assertNotIn("outputs", plain)
        self.assertIn("csv", full["outputs"]["formats"])
        self.assertEqual(tomllib.loads((folder / "rules.toml").read_text())["weights"]["cut_off_km"], 50.0)
        quotas = tomllib.loads((folder / "plan-quotas.toml").read_text())
        self.assertEqual([r["id"] for r in quotas["resources"]], ["energy", "cod"])
        self.assertIn("no real place", json.loads((folder / "world.json").read_text())["synthetic"])


if __name__ == "__main__":
    unittest.main()
