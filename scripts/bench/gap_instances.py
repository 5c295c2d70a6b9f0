"""Instances of the generalised assignment problem: the published recipes, reading, writing, checking.

Types C and D: Chu and Beasley 1997; type E: Laguna, Kelly, Gonzalez-Velarde and Glover 1995. Every job goes
to one agent, costs are minimised. The file format is that of the OR-Library: agents, jobs; costs by agent;
needs by agent; capacities. Standard library only.
"""

import math
import random
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Instance:
    """cost[agent][job], need[agent][job] and capacity[agent], whole numbers."""

    cost: list
    need: list
    capacity: list

    @property
    def jobs(self):
        return len(self.cost[0])


def generate(kind, agents, jobs, seed):
    """A new instance of type C, D or E."""
    dice = random.Random(f"{kind} {agents} {jobs} {seed}")
    cost, need = [], []
    for _ in range(agents):
        pairs = [_PAIR[kind](dice) for _ in range(jobs)]
        need.append([a for a, _ in pairs])
        cost.append([c for _, c in pairs])
    capacity = [int(0.8 * sum(row) / agents) for row in need]
    return Instance(cost, need, capacity)


def _c(dice):
    return dice.randint(5, 25), dice.randint(10, 50)


def _d(dice):
    need = dice.randint(1, 100)
    return need, 111 - need + dice.randint(-10, 10)


def _e(dice):
    need = int(1.0 - 10.0 * math.log(1.0 - dice.random()))
    return need, max(int(1000.0 / need - 10.0 * dice.random()), 0)


_PAIR = {"C": _c, "D": _d, "E": _e}


def write(path, instance):
    rows = [f"{len(instance.cost)} {instance.jobs}"]
    rows += [" ".join(map(str, row)) for row in [*instance.cost, *instance.need, instance.capacity]]
    Path(path).write_text("\n".join(rows) + "\n")


def read(path):
    numbers = list(map(int, Path(path).read_text().split()))
    agents, jobs = numbers[:2]
    rows = [numbers[2 + i * jobs : 2 + (i + 1) * jobs] for i in range(2 * agents)]
    capacity = numbers[2 + 2 * agents * jobs :]
    if len(capacity) != agents:
        raise ValueError(f"{path}: {len(capacity)} capacities for {agents} agents")
    return Instance(rows[:agents], rows[agents:], capacity)


def check(instance, assignment):
    """The cost of assignment[job] = agent; ValueError if it is no solution."""
    if len(assignment) != instance.jobs or any(agent is None for agent in assignment):
        raise ValueError("a job without an agent")
    load = [0] * len(instance.capacity)
    for job, agent in enumerate(assignment):
        load[agent] += instance.need[agent][job]
    over = [agent for agent, (a, b) in enumerate(zip(load, instance.capacity)) if a > b]
    if over:
        raise ValueError(f"agents over capacity: {over}")
    return sum(instance.cost[agent][job] for job, agent in enumerate(assignment))
