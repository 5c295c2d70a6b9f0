#!/usr/bin/env python3
"""Solves one instance of the generalised assignment problem with HiGHS or CP-SAT, one core.

gap_peer.py FILE --solver highs|cp-sat --seconds N

Prints one line of JSON as Parkward's example `gap` does: objective, lower_bound, status, seconds, assignment.
"""

import argparse
import json
import math
import time

import numpy as np
import scipy.sparse

import gap_instances


def highs(instance, seconds):
    """Branch and cut; column agent * jobs + job."""
    import highspy

    agents, jobs = len(instance.cost), instance.jobs
    pairs = agents * jobs
    job, agent, column = np.tile(np.arange(jobs), agents), np.repeat(np.arange(agents), jobs), np.arange(pairs)
    need = np.array(instance.need, dtype=float).ravel()
    matrix = scipy.sparse.csc_matrix(
        (
            np.concatenate([np.ones(pairs), need]),
            (np.concatenate([job, jobs + agent]), np.concatenate([column, column])),
        ),
        shape=(jobs + agents, pairs),
    )
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = pairs, jobs + agents
    lp.col_cost_ = np.array(instance.cost, dtype=float).ravel()
    lp.col_lower_, lp.col_upper_ = np.zeros(pairs), np.ones(pairs)
    lp.row_lower_ = np.concatenate([np.ones(jobs), np.full(agents, -highspy.kHighsInf)])
    lp.row_upper_ = np.concatenate([np.ones(jobs), np.array(instance.capacity, dtype=float)])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = matrix.indptr, matrix.indices
    lp.a_matrix_.value_ = matrix.data
    lp.integrality_ = [highspy.HighsVarType.kInteger] * pairs
    solver = highspy.Highs()
    options = {"log_to_console": False, "threads": 1, "time_limit": float(seconds), "mip_rel_gap": 0.0}
    for name, value in options.items():
        solver.setOptionValue(name, value)
    solver.passModel(lp)
    solver.run()
    info = solver.getInfo()
    assignment = None
    if info.primal_solution_status == 2:
        chosen = np.array(solver.getSolution().col_value).reshape(agents, jobs)
        assignment = chosen.argmax(axis=0).tolist()
    return assignment, info.mip_dual_bound, solver.modelStatusToString(solver.getModelStatus())


def cp_sat(instance, seconds):
    """Four workers, which it wants at least, on the one core."""
    from ortools.sat.python import cp_model

    program = cp_model.CpModel()
    takes = [[program.new_bool_var("") for _ in row] for row in instance.cost]
    for job in range(instance.jobs):
        program.add_exactly_one(row[job] for row in takes)
    weighted = cp_model.LinearExpr.weighted_sum
    for row, need, capacity in zip(takes, instance.need, instance.capacity):
        program.add(weighted(row, need) <= capacity)
    program.minimize(sum(weighted(row, cost) for row, cost in zip(takes, instance.cost)))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = float(seconds)
    solver.parameters.num_workers = 4
    status = solver.solve(program)
    assignment = None
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        values = np.array([[solver.boolean_value(take) for take in row] for row in takes])
        assignment = values.argmax(axis=0).tolist()
    return assignment, solver.best_objective_bound, solver.status_name(status)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("--solver", choices=["highs", "cp-sat"], required=True)
    parser.add_argument("--seconds", type=float, required=True)
    arguments = parser.parse_args()
    instance = gap_instances.read(arguments.file)
    start = time.perf_counter()
    solve = highs if arguments.solver == "highs" else cp_sat
    assignment, bound, status = solve(instance, arguments.seconds)
    objective = gap_instances.check(instance, assignment) if assignment else None
    answer = {
        "objective": objective,
        "lower_bound": math.ceil(bound - 1e-6) if math.isfinite(bound) else None,
        "status": status.lower(),
        "seconds": round(time.perf_counter() - start, 3),
        "assignment": assignment,
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
