"""What Parkward sets out to reach on one core, by row; a target that is missed is shown, and fails nothing."""

#: world -> (seconds from file to file, MB at the peak, gap in percent)
PLAN = {
    "S": (1.0, None, 0.01),
    "M": (0.5, None, 0.008),
    "L": (8.0, 400.0, 0.005),
    "XL": (None, 4096.0, None),
}
#: Percent above the best known value on types D and E after 60 s.
GAP = 0.05
