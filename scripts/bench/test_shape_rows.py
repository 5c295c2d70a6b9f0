"""Verdicts of the regime table, and the peers that it brings along."""

import unittest

import numpy as np

import shape_rows
import shape_tables
from candidates import Table
from peer_greedy import by_need, by_regret, greedy
from shape_cells import Cell


def row(program, cost, bound=None, over="all parks", moved=1_000.0, off=0.0, cpu=1.0):
    facts = {"moved_km": moved, "stated_sum_off": off}
    found = {"program": program, "cost_km": cost, "bound_km": bound, "bound_over": over, "unplaced": 0}
    return found | {"checked": "holds", "facts": facts, "cpu_s": cpu, "peak_mb": 1.0}


class Verdicts(unittest.TestCase):
    def test_plans_within_the_tolerance_are_equal_and_beyond_it_not(self):
        for ours, said in ((1000.001, "equal"), (1000.003, "worse"), (999.99, "better")):
            found = shape_rows.verdicts(row("Parkward", ours, 990.0), [row("greedy", 1000.0)])
            self.assertEqual(found["plan"], said, ours)

    def test_where_most_are_unplaced_only_what_moves_counts_for_the_tolerance(self):
        found = shape_rows.verdicts(row("Parkward", 1e6 + 0.1, moved=100.0), [row("flow", 1e6, moved=100.0)])
        self.assertEqual(found["plan"], "worse")

    def test_the_best_peer_is_the_cheapest_and_of_equal_ones_the_quickest(self):
        peers = [row("slow", 1000.0, cpu=9.0), row("quick", 1000.001, cpu=1.0), row("dear", 1001.0, cpu=0.1)]
        self.assertEqual(shape_rows.verdicts(row("Parkward", 1000.0), peers)["best_plan"]["program"], "quick")

    def test_a_bound_over_all_parks_goes_before_one_over_the_nearest(self):
        peers = [row("near", 1000.0, 999.0, "64 nearest"), row("all", 1000.0, 980.0)]
        found = shape_rows.verdicts(row("Parkward", 1000.0, 985.0), peers)
        self.assertEqual((found["best_bound"]["program"], found["bound"]), ("all", "better"))

    def test_distances_that_are_off_widen_what_counts_as_the_same_bound(self):
        for off, said in ((0.0, "worse"), (1e-4, "equal")):
            peers = [row("flow", 1000.0, 990.05, off=off)]
            self.assertEqual(shape_rows.verdicts(row("Parkward", 1000.0, 990.0), peers)["bound"], said)

    def test_an_answer_that_does_not_hold_is_a_fault_and_not_compared(self):
        wrong = row("flow", 900.0) | {"checked": "3 limits exceeded"}
        ours = row("Parkward", 1000.0, 990.0)
        self.assertIsNone(shape_rows.verdicts(ours, [wrong])["plan"])
        self.assertEqual(shape_rows.faults(ours, [wrong]), ["flow: 3 limits exceeded"])

    def test_a_program_that_fails_is_a_fault_only_if_it_is_parkward(self):
        failed = {"program": "x", "failed": "exit code -9: ", "cpu_s": 1.0, "peak_mb": 1.0}
        self.assertEqual(shape_rows.faults(row("Parkward", 1.0, 1.0), [failed]), [])
        self.assertEqual(len(shape_rows.faults(failed, [])), 1)

    def test_a_bound_over_all_parks_above_a_cost_is_a_fault(self):
        ours = row("Parkward", 1000.0, 999.0)
        self.assertEqual(len(shape_rows.faults(ours, [row("greedy", 998.0)])), 1)
        near = row("flow", 1000.0, 1005.0, "64 nearest")
        self.assertEqual(shape_rows.faults(ours, [near]), [])

    def test_peers_by_size_and_resources(self):
        facts = {"enterprises": 100, "in_park": 10, "pairs": 9_000}

        def named(*size, **more):
            found = shape_rows.methods(Cell("x", *size), facts | more, 10.0, False)
            return [method for method, _, _ in found]

        self.assertEqual(named(100, 100), ["flow", "greedy", "highs-mip", "cp-sat"])
        self.assertEqual(named(9_999, 100, enterprises=9_999, pairs=500_000), ["flow", "greedy"])
        many = facts | {"pairs": 2_000_000}
        (method, k, seconds), *_ = shape_rows.methods(Cell("x", 100, 500, resources=3), many, 10.0, True)
        self.assertEqual((method, k, seconds), ("lp", 64, 60.0))
        (_, k, _), *_ = shape_rows.methods(Cell("x", 100, 500), facts, 10.0, True)
        self.assertEqual(k, 500)

    def test_the_summary_counts(self):
        rows = []
        for cost, bound in ((1000.0, 990.0), (1002.0, 970.0), (998.0, 980.0)):
            ours, peers = row("Parkward", cost, bound), [row("flow", 1000.0, 980.0)]
            rows.append({"parkward": ours, "peers": peers, **shape_rows.verdicts(ours, peers)})
        said = "3 worlds. Plan: 1 better than the best peer's, 1 equal, 1 worse. Bound: 1 better, 1 equal, 1 worse."
        self.assertEqual(shape_tables.summary(rows), said)


class Greedy(unittest.TestCase):
    """Three enterprises and two parks, metres and needs by hand."""

    def table(self, metres, need, capacity):
        metres = np.array(metres, dtype=float)
        park = np.argsort(metres, axis=1, kind="stable").astype(np.int32)
        metres = np.sort(metres, axis=1)
        return Table(metres, park, np.array(need)[:, None], np.array(capacity)[:, None], 1e3, metres)

    def test_who_would_lose_most_goes_first(self):
        # One place each; by order of rows the first would take park 0 and the second lose 90.
        table = self.table([[1, 2], [10, 100]], [1, 1], [1, 1])
        slot = by_regret(table)
        self.assertEqual(table.park[range(2), slot].tolist(), [1, 0])

    def test_the_smallest_first_places_most_where_land_is_short(self):
        table = self.table([[1, 500], [2, 500], [3, 500]], [3, 1, 2], [3, 0])
        self.assertEqual(int((by_need(table) < 0).sum()), 1)
        slot, bound, details = greedy(table)
        self.assertEqual((int((slot < 0).sum()), bound, details), (1, None, {"order": "need"}))

    def test_nobody_exceeds_a_limit(self):
        random = np.random.default_rng(11)
        for _ in range(20):
            table = self.table(random.uniform(1, 99, (30, 6)), random.integers(1, 9, 30), random.integers(5, 30, 6))
            for slot in (by_regret(table), by_need(table)):
                self.assertTrue((table.left(slot) >= 0).all())


if __name__ == "__main__":
    unittest.main()
