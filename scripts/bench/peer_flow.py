"""Relaxations of the candidate problem: minimum-cost flow by OR-tools, the linear programme by HiGHS.

Both return (slot, bound in metres, details): slot[i] is the candidate that takes enterprise i whole, or -1
where the relaxation divides it or leaves it out.
"""

import numpy as np
import scipy.sparse

UNITS_PER_METRE = 100_000  # costs of the flow are whole numbers; rounding down keeps its bound valid


def flow(table):
    """Land alone: each unit of land flows to one park. Its optimum is that of the linear programme."""
    from ortools.graph.python import min_cost_flow

    n, parks = len(table.park), len(table.capacity)
    need, capacity = table.need[:, 0], table.capacity[:, 0]
    row, slot = table.flat()
    sink = n + parks
    enterprises, park_nodes = np.arange(n), np.arange(n, sink)

    def cost(metres, per):
        return np.floor(metres * UNITS_PER_METRE / per).astype(np.int64)

    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(
        np.concatenate([row, park_nodes, enterprises]),
        np.concatenate([n + table.park[row, slot], np.full(parks, sink), np.full(n, sink)]),
        np.concatenate([need[row], capacity, need]),
        np.concatenate(
            [cost(table.metres[row, slot], need[row]), np.zeros(parks, np.int64), cost(table.unplaced, need)]
        ),
    )
    supply = np.concatenate([need, np.zeros(parks, np.int64), [-need.sum()]])
    solver.set_nodes_supplies(np.arange(sink + 1), supply)
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise RuntimeError(f"minimum-cost flow: {status}")
    flows = solver.flows(np.arange(len(row)))
    used = solver.flows(np.arange(len(row), len(row) + parks))
    whole = flows == need[row]
    taken = np.full(n, -1, dtype=np.int64)
    taken[row[whole]] = slot[whole]
    details = {"divided": int((taken < 0).sum()), "parks_full": int((used >= capacity).sum())}
    return taken, solver.optimal_cost() / UNITS_PER_METRE, details


def model(table, integer):
    """The candidate problem as a HiGHS model: columns are candidates, then one 'left out' an enterprise."""
    import highspy

    row, slot = table.flat()
    n, (parks, resources) = len(table.park), table.capacity.shape
    pairs = len(row)
    column = np.arange(pairs)
    placed = scipy.sparse.csc_matrix((np.ones(pairs), (row, column)), shape=(n, pairs))
    loads = [
        scipy.sparse.csc_matrix(
            (table.need[row, r].astype(float), (table.park[row, slot], column)), shape=(parks, pairs)
        )
        for r in range(resources)
    ]
    left_out = scipy.sparse.vstack([scipy.sparse.eye(n), scipy.sparse.csc_matrix((parks * resources, n))])
    matrix = scipy.sparse.hstack([scipy.sparse.vstack([placed, *loads]), left_out], format="csc")
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = pairs + n, n + parks * resources
    lp.col_cost_ = np.concatenate([table.metres[row, slot], np.full(n, table.unplaced)])
    lp.col_lower_, lp.col_upper_ = np.zeros(pairs + n), np.ones(pairs + n)
    limit = table.capacity.T.ravel().astype(float)
    lp.row_lower_ = np.concatenate([np.ones(n), np.full(len(limit), -highspy.kHighsInf)])
    lp.row_upper_ = np.concatenate([np.ones(n), limit])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = matrix.indptr, matrix.indices
    lp.a_matrix_.value_ = matrix.data
    if integer:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * (pairs + n)
    solver = highspy.Highs()
    solver.setOptionValue("log_to_console", False)
    solver.setOptionValue("threads", 1)
    solver.passModel(lp)
    return solver, row, slot


def linear(table, seconds):
    """All resources: HiGHS' dual simplex; the bound is recomputed from its prices, of which any prove one."""
    import highspy

    solver, row, slot = model(table, integer=False)
    solver.setOptionValue("solver", "simplex")
    solver.setOptionValue("time_limit", float(seconds))
    solver.run()
    solution, n = solver.getSolution(), len(table.park)
    taken = np.full(n, -1, dtype=np.int64)
    whole = np.array(solution.col_value[: len(row)]) > 1.0 - 1e-6
    if solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:  # else it may exceed capacities
        taken[row[whole]] = slot[whole]
    price = np.maximum(-np.array(solution.row_dual[n:]), 0.0).reshape(table.capacity.T.shape).T
    details = {
        "status": solver.modelStatusToString(solver.getModelStatus()),
        "divided": int((taken < 0).sum()),
        "limits_priced": int((price > 1e-9).sum()),
    }
    return taken, table.bound(price), details
