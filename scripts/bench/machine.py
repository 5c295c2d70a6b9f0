"""Facts about the machine and the programs, for the head of a table of figures."""

import datetime
import hashlib
import importlib.metadata
import os
import platform
import subprocess
from pathlib import Path

PACKAGES = ["geopandas", "shapely", "pyogrio", "pyproj", "scipy", "numpy", "ortools", "highspy"]


def facts(root, program=None):
    """Pairs (what, value); `program` is one that was not built from `root`."""
    commit = _output("git", "-C", root, "log", "-1", "--format=%h of %cs") or "unknown"
    if _output("git", "-C", root, "status", "--porcelain", "--untracked-files=no"):
        commit += ", with changes"
    if program:
        commit = f"a program built before: {_output(program, '--version')}, SHA-256 {_sha256(program)[:12]}"
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


def _sha256(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


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
