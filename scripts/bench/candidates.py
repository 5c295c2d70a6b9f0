"""The table that every peer solves: a few allowed parks for each enterprise."""

from dataclasses import dataclass

import numpy as np


@dataclass
class Table:
    """n enterprises, k candidate parks each, P parks, R resources."""

    metres: np.ndarray  #: (n, k) float, what each costs, ascending; inf where there is no k-th candidate
    park: np.ndarray  #: (n, k) int32, -1 there
    need: np.ndarray  #: (n, R) int64: land in 0.01 ha, the rest in thousandths
    capacity: np.ndarray  #: (P, R) int64
    unplaced: float  #: metres that leaving one out costs
    distance: np.ndarray  #: (n, k) float: `metres` without what fit adds

    def flat(self):
        """Every candidate as (enterprise, slot), two arrays."""
        return np.nonzero(self.park >= 0)

    def left(self, slot):
        """What remains of each capacity, (P, R), when enterprise i takes slot[i], -1 being none."""
        rows = np.flatnonzero(slot >= 0)
        taken = np.zeros_like(self.capacity)
        np.add.at(taken, self.park[rows, slot[rows]], self.need[rows])
        return self.capacity - taken

    def cost(self, slot):
        """Metres in all."""
        rows = np.flatnonzero(slot >= 0)
        return float(self.metres[rows, slot[rows]].sum()) + self.unplaced * int((slot < 0).sum())

    def bound(self, price):
        """No plan over these candidates costs less: the Lagrangian bound at prices >= 0, (P, R), in metres."""
        priced = np.where(self.park >= 0, self.metres, np.inf)
        for resource in range(self.need.shape[1]):
            priced = priced + self.need[:, resource, None] * price[np.maximum(self.park, 0), resource]
        return float(np.minimum(priced.min(axis=1), self.unplaced).sum() - (price * self.capacity).sum())
