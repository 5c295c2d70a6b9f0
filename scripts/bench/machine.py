"""Facts about the machine and the programs, for the head of a table of figures."""

import datetime
import importlib.metadata
import os
import platform
import subprocess
from pathlib import Path

PACKAGES = ["geopandas", "shapely", "pyogrio", "pyproj", "scipy", "numpy", "ortools", "highspy"]


def facts(root):
    """Pairs (what, value)."""
    commit = _output("git", "-C", root, "log", "-1", "--format=%h of %cs") or "unknown"
    if _output("git", "-C", root, "status", "--porcelain", "--untracked-files=no"):
        commit += ", with changes"
    return [
        ("day", datetime.date.today().isoformat()),
        ("processor", f"{_processor()}, {len(os.sched_getaffinity(0))} cores"),
        ("memory", f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"),
        ("system", f"{_distribution()}, kernel {platform.release()}"),
        ("Parkward", commit),
        ("Rust", _output("rustc", "--version") or "none"),
        ("GDAL, PROJ", f"{_output('gdal-config', '--version')}, {_output('pkg-config', '--modversion', 'proj')}"),
        ("Python", ", ".join([platform.python_version(), *(_version(name) for name in PACKAGES)])),
        ("load when it began", "{:.1f}, {:.1f}, {:.1f} over 1, 5 and 15 minutes".format(*os.getloadavg())),
    ]


def _version(package):
    return f"{package} {importlib.metadata.version(package)}"


def _processor():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def _distribution():
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.system()


def _output(*command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()
