"""Synthetic attributes of an enterprise: land, output, tax, jobs, energy, emissions, permits.

No public file holds these for single firms. Every figure is drawn from a log-normal spread about a
middle that is plausible for the industry, so that the example has the shape of real work. None may
be read as a statement about any enterprise.
"""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Middle:
    """Medians of a division: ha; 10,000 yuan per ha; jobs per ha; tce, kg COD, NOx, VOC per
    10,000 yuan; share of research in output; how often the process is listed (1 = ordinary)."""

    land: float
    output: float
    jobs: float
    energy: float
    cod: float
    nox: float
    voc: float
    research: float
    listed: float


ORDINARY = Middle(0.70, 2400, 62, 0.060, 0.020, 0.010, 0.020, 0.012, 0.8)
DIVISIONS = {
    "C13": Middle(0.85, 2600, 48, 0.085, 0.120, 0.020, 0.004, 0.006, 0.8),
    "C14": Middle(0.80, 2800, 66, 0.080, 0.100, 0.018, 0.004, 0.010, 0.4),
    "C15": Middle(0.95, 2700, 45, 0.095, 0.140, 0.020, 0.006, 0.006, 0.6),
    "C17": Middle(0.85, 2000, 88, 0.160, 0.150, 0.030, 0.020, 0.008, 1.8),
    "C18": Middle(0.50, 1900, 150, 0.030, 0.015, 0.004, 0.004, 0.005, 0.2),
    "C19": Middle(0.50, 1900, 120, 0.045, 0.060, 0.005, 0.060, 0.005, 1.2),
    "C20": Middle(0.70, 1700, 60, 0.060, 0.012, 0.012, 0.050, 0.004, 0.8),
    "C21": Middle(0.80, 1900, 62, 0.045, 0.012, 0.008, 0.070, 0.006, 0.6),
    "C22": Middle(0.85, 2200, 50, 0.150, 0.120, 0.040, 0.012, 0.006, 1.4),
    "C23": Middle(0.60, 2500, 62, 0.050, 0.020, 0.006, 0.120, 0.012, 0.8),
    "C24": Middle(0.50, 2000, 95, 0.040, 0.012, 0.005, 0.040, 0.008, 0.4),
    "C25": Middle(1.60, 4200, 20, 0.420, 0.060, 0.150, 0.160, 0.010, 2.2),
    "C26": Middle(1.25, 4000, 28, 0.300, 0.110, 0.080, 0.130, 0.022, 2.4),
    "C27": Middle(1.10, 3800, 52, 0.090, 0.090, 0.020, 0.060, 0.050, 0.6),
    "C28": Middle(1.10, 2700, 44, 0.210, 0.080, 0.060, 0.070, 0.014, 1.2),
    "C29": Middle(0.70, 2300, 58, 0.090, 0.012, 0.012, 0.090, 0.010, 0.9),
    "C30": Middle(1.20, 1800, 34, 0.330, 0.016, 0.160, 0.012, 0.008, 2.4),
    "C31": Middle(1.40, 2900, 30, 0.360, 0.030, 0.140, 0.012, 0.008, 3.0),
    "C32": Middle(1.15, 3100, 34, 0.240, 0.030, 0.080, 0.016, 0.010, 2.4),
    "C33": Middle(0.65, 2300, 60, 0.085, 0.030, 0.020, 0.040, 0.012, 1.5),
    "C34": Middle(0.70, 2600, 58, 0.045, 0.012, 0.008, 0.020, 0.022, 0.5),
    "C35": Middle(0.75, 2700, 56, 0.042, 0.012, 0.008, 0.018, 0.028, 0.4),
    "C36": Middle(0.95, 3300, 58, 0.050, 0.016, 0.010, 0.050, 0.026, 0.4),
    "C37": Middle(1.00, 2500, 50, 0.055, 0.016, 0.012, 0.060, 0.018, 0.8),
    "C38": Middle(0.70, 3000, 66, 0.038, 0.010, 0.006, 0.022, 0.028, 0.4),
    "C39": Middle(0.55, 3700, 96, 0.026, 0.014, 0.004, 0.018, 0.045, 0.3),
    "C40": Middle(0.55, 3000, 74, 0.022, 0.008, 0.003, 0.008, 0.045, 0.2),
    "C41": Middle(0.50, 1900, 85, 0.040, 0.014, 0.006, 0.020, 0.006, 0.4),
    "C42": Middle(1.00, 1600, 32, 0.110, 0.050, 0.030, 0.030, 0.006, 2.0),
    "C43": Middle(0.60, 1900, 50, 0.040, 0.012, 0.008, 0.012, 0.010, 0.4),
    "G59": Middle(1.60, 1500, 18, 0.030, 0.006, 0.010, 0.004, 0.002, 0.2),
}

COLUMNS = [
    "land_ha", "output_10k_yuan", "tax_10k_yuan", "jobs", "investment_10k_yuan", "rd_share", "energy_tce",
    "cod_t", "nox_t", "voc_t", "process_class", "safety_licence", "pollutant_permit", "key_polluter",
]


def _spread(rng, middle, sigma):
    return middle * math.exp(rng.gauss(0, sigma))


def _clip(value, low, high):
    return max(low, min(high, value))


def draw(rng, industry, capital, in_park):
    """One enterprise's row of `COLUMNS`, as text; empty where it is unknown."""
    m = DIVISIONS.get(industry[:3], ORDINARY)
    size = _clip(((capital or 80.0) / 80.0) ** 0.16, 0.6, 2.4)
    land = _clip(_spread(rng, m.land * size * 0.97, 0.72), 0.10, 12.0)
    # Small plots are used more densely; inside a park land is used better than outside.
    density = (0.7 / land) ** 0.18 * (1.25 if in_park else 1.0)
    output = land * _spread(rng, m.output * density, 0.62)
    tax = output * _clip(_spread(rng, 0.042, 0.34), 0.02, 0.08)
    jobs = max(3, round(land * _spread(rng, m.jobs * (0.7 / land) ** 0.22, 0.45)))
    investment = land * _spread(rng, m.output * 0.95 * density, 0.50)
    research = _clip(_spread(rng, m.research, 0.9), 0, 0.12) if rng.random() < 0.7 else 0.0
    # A tail of wasteful plants, so that a limit on energy per output has something to find.
    wasteful = rng.uniform(2.5, 5.0) if rng.random() < 0.04 else 1.0
    energy = output * _spread(rng, m.energy, 0.40) * wasteful
    cod, nox, voc = (output * _spread(rng, kg, 0.70) / 1000 for kg in (m.cod, m.nox, m.voc))
    at = rng.random() / m.listed
    process = "eliminated" if at < 0.030 else "restricted" if at < 0.070 else "none"
    at = rng.random()
    safety = "no" if at < 0.02 else "" if at < 0.04 else "yes"
    at = rng.random()
    permit = "no" if at < 0.03 else "" if at < 0.07 else "yes"
    key = rng.random() < 0.02 * m.listed + (0.06 if wasteful > 1 else 0.0)
    missing = rng.random()
    return dict(zip(COLUMNS, [
        "" if missing < 0.010 else f"{land:.2f}",
        "" if 0.010 <= missing < 0.020 else f"{output:.0f}",
        f"{tax:.1f}", str(jobs), f"{investment:.0f}", f"{research:.4f}", f"{energy:.1f}",
        f"{cod:.3f}", f"{nox:.3f}", f"{voc:.3f}", process, safety, permit, "yes" if key else "no",
    ]))
