"""Exact solvers on the candidate problem, stopped after some seconds: HiGHS' MIP and CP-SAT, one core.

Both return (slot or None, bound in metres, details), as the relaxations of peer_flow.py do.
"""

import numpy as np

from peer_flow import model

UNITS_PER_METRE = 10  # CP-SAT counts in whole numbers; rounding down keeps its bound valid


def highs_mip(table, seconds):
    """HiGHS' branch and cut."""
    solver, row, slot = model(table, integer=True)
    solver.setOptionValue("time_limit", float(seconds))
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.run()
    info = solver.getInfo()
    details = {"status": solver.modelStatusToString(solver.getModelStatus())}
    if info.primal_solution_status != 2:  # no feasible point
        return None, info.mip_dual_bound, details
    chosen = np.array(solver.getSolution().col_value[: len(row)]) > 0.5
    taken = np.full(len(table.park), -1, dtype=np.int64)
    taken[row[chosen]] = slot[chosen]
    return taken, info.mip_dual_bound, details


def cp_sat(table, seconds):
    """OR-tools' CP-SAT with the four workers that it wants at least for its portfolio."""
    from ortools.sat.python import cp_model

    row, slot = table.flat()
    n, (parks, resources) = len(table.park), table.capacity.shape
    program = cp_model.CpModel()
    takes = [program.new_bool_var("") for _ in row]
    out = [program.new_bool_var("") for _ in range(n)]
    starts = np.searchsorted(row, np.arange(n + 1))
    for i in range(n):
        program.add_exactly_one(takes[starts[i] : starts[i + 1]] + [out[i]])
    park = table.park[row, slot]
    order = np.argsort(park, kind="stable")
    ends = np.searchsorted(park[order], np.arange(parks + 1))
    for j in range(parks):
        pairs = order[ends[j] : ends[j + 1]]
        for r in range(resources):
            load = cp_model.LinearExpr.weighted_sum([takes[c] for c in pairs], table.need[row[pairs], r].tolist())
            program.add(load <= int(table.capacity[j, r]))
    cost = np.floor(table.metres[row, slot] * UNITS_PER_METRE).astype(np.int64).tolist()
    out_cost = [int(table.unplaced * UNITS_PER_METRE)] * n
    program.minimize(cp_model.LinearExpr.weighted_sum(takes + out, cost + out_cost))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = float(seconds)
    solver.parameters.num_workers = 4
    solver.parameters.relative_gap_limit = 0.0
    status = solver.solve(program)
    bound = solver.best_objective_bound / UNITS_PER_METRE
    details = {"status": solver.status_name(status)}
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None, bound, details
    chosen = np.fromiter((solver.boolean_value(t) for t in takes), dtype=bool, count=len(takes))
    taken = np.full(n, -1, dtype=np.int64)
    taken[row[chosen]] = slot[chosen]
    return taken, bound, details
