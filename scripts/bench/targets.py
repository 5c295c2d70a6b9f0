"""What Parkward sets out to reach on one core; a target that is missed is shown, and fails nothing."""

#: By world: from file to file, whole process.
PLAN = {
    "S": {"wall s": 1.0, "above the best bound %": 0.01},
    "M": {"wall s": 0.5, "gap %": 0.008},
    "L": {"wall s": 8.0, "solver s": 3.0, "peak MB": 400.0, "gap %": 0.005},
    "XL": {"peak MB": 4096.0},
}
#: Percent above the best value known, types D and E after 60 s.
GAP = 0.05
