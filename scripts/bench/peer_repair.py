"""From a relaxation to a plan: enterprises that were divided go whole to one park."""

import numpy as np


def place_whole(table, slot):
    """Places those without a slot, largest first, and returns the slots, (n,).

    Each takes its cheapest way in: a candidate with room, or one where a single member can step aside
    to a candidate of its own that has room. Those who find neither stay out.
    """
    slot = slot.copy()
    left = table.left(slot)
    members = _members(table, slot)
    waiting = np.flatnonzero(slot < 0)
    for i in waiting[np.argsort(-table.need[waiting, 0], kind="stable")]:
        best = (table.unplaced, None)
        for s in range(table.park.shape[1]):
            park = table.park[i, s]
            if park < 0 or table.metres[i, s] >= best[0]:
                break
            if (left[park] >= table.need[i]).all():
                best = (table.metres[i, s], (s, None))
                break
            extra, step = _step_aside(table, slot, left, members[park], park, table.need[i] - left[park])
            if table.metres[i, s] + extra < best[0]:
                best = (table.metres[i, s] + extra, (s, step))
        if best[1] is not None:
            s, step = best[1]
            if step is not None:
                _move(table, slot, left, members, *step)
            _move(table, slot, left, members, i, s)
    return slot


def _members(table, slot):
    """Who is in each park: a list of sets."""
    rows = np.flatnonzero(slot >= 0)
    park = table.park[rows, slot[rows]]
    order = np.argsort(park, kind="stable")
    ends = np.searchsorted(park[order], np.arange(len(table.capacity) + 1))
    return [set(rows[order[a:b]].tolist()) for a, b in zip(ends[:-1], ends[1:])]


def _step_aside(table, slot, left, members, park, lacking):
    """The cheapest move of one member out of `park` that frees what is lacking: (metres, (who, slot))."""
    who = np.fromiter(members, dtype=np.int64, count=len(members))
    who.sort()
    who = who[(table.need[who] >= lacking).all(axis=1)]
    if len(who) == 0:
        return np.inf, None
    others = table.park[who]
    room = (left[np.maximum(others, 0)] >= table.need[who][:, None, :]).all(axis=2)
    open_ = (others >= 0) & (others != park) & room
    more = np.where(open_, table.metres[who] - table.metres[who, slot[who]][:, None], np.inf)
    at = np.unravel_index(np.argmin(more), more.shape)
    return more[at], (int(who[at[0]]), int(at[1]))


def _move(table, slot, left, members, i, to):
    if slot[i] >= 0:
        old = table.park[i, slot[i]]
        left[old] += table.need[i]
        members[old].discard(int(i))
    new = table.park[i, to]
    slot[i] = to
    left[new] -= table.need[i]
    members[new].add(int(i))
