"""The plain greedy plan: one after the other, each to its cheapest candidate that has room."""

import heapq

import numpy as np


def greedy(table):
    """The better of two orders, as (slot, no bound, details)."""
    plans = {"regret": by_regret(table), "need": by_need(table)}
    order = min(plans, key=lambda name: table.cost(plans[name]))
    return plans[order], None, {"order": order}


def by_need(table):
    """The smallest first, which places the most where land is short: by the largest share of all capacity."""
    total = np.maximum(table.capacity.sum(axis=0), 1)
    share = (table.need / total).max(axis=1)
    slot, left = np.full(len(table.park), -1, dtype=np.int64), table.capacity.copy()
    for i in np.argsort(share, kind="stable"):
        _take(table, slot, left, i, _with_room(table, left, i))
    return slot


def by_regret(table):
    """First who would lose most by taking the second choice, or none.

    A regret changes as parks fill. It is counted anew when its turn comes, and waits again if it fell.
    """
    slot, left = np.full(len(table.park), -1, dtype=np.int64), table.capacity.copy()
    queue = [(-_regret(table, i, _with_room(table, left, i)), i) for i in range(len(slot))]
    heapq.heapify(queue)
    while queue:
        before, i = heapq.heappop(queue)
        open_ = _with_room(table, left, i)
        now = -_regret(table, i, open_)
        if now > before:
            heapq.heappush(queue, (now, i))
        else:
            _take(table, slot, left, i, open_)
    return slot


def _regret(table, i, open_):
    if len(open_) == 0:
        return 0.0
    second = table.metres[i, open_[1]] if len(open_) > 1 else table.unplaced
    return float(second - table.metres[i, open_[0]])


def _with_room(table, left, i):
    """Slots of enterprise `i` whose parks have room for it, the cheapest first."""
    park = table.park[i]
    return np.flatnonzero((park >= 0) & (left[park] >= table.need[i]).all(axis=1))


def _take(table, slot, left, i, open_):
    if len(open_):
        slot[i] = open_[0]
        left[table.park[i, open_[0]]] -= table.need[i]
