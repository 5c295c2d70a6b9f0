"""Runs Parkward and the peers on one world, has both answers checked, and returns rows of figures."""

import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

import measure

HERE = Path(__file__).resolve().parent
STAGE = re.compile(r"^parkward: (.+): ([0-9.]+) s$", re.MULTILINE)  # what `parkward -v` says of its time
GENERATOR = ["world.py", "places.py", "boundaries.py", "layers.py", "plan_files.py"]
SHAPES = ["shapes.py", "shape_cells.py"]  # what is drawn of odd shape depends on these, too


def note(text):
    print(text, file=sys.stderr, flush=True)


class Bench:
    """Where things are, and how long they may take."""

    def __init__(self, cache, parkward, timeout, keep):
        self.cache, self.parkward, self.timeout, self.keep = cache, parkward, timeout, keep
        self.found = {}  # what the referee said of an answer: Parkward's repeated runs write the same bytes

    def script(self, name, *arguments):
        return [sys.executable, HERE / name, *arguments]

    def measured(self, command, count=1):
        note("  " + " ".join(str(word).replace(str(self.cache), "…") for word in command))
        return measure.run(command, count, self.timeout, self.cache / "scratch")

    def world(self, size, options):
        """The folder of a world, generated if it is not there or was made by another generator."""
        return self._drawn("world.py", size, GENERATOR, options)

    def shape(self, cell, seed):
        """Likewise, of a world of odd shape; `cell` is its name."""
        return self._drawn("shapes.py", cell, GENERATOR + SHAPES, ["--seed", str(seed)])

    def _drawn(self, script, what, sources, options):
        mark = hashlib.sha256(written(sources) + repr(options).encode()).hexdigest()[:12]
        folder = self.cache / "worlds" / f"{what.replace(',', 'x')}-{mark}"
        if not (folder / "world.json").exists():
            done = self.measured(self.script(script, what, folder, *options))
            if done.code:
                raise RuntimeError(f"world {what}: {last_line(done.stderr)}")
            note(f"  world {what}: {done.wall_s:.1f} s, {done.peak_mb:.0f} MB")
        with open(folder / "world.gpkg", "rb") as file:  # into the page cache, for whoever comes first
            while file.read(1 << 24):
                pass
        return folder

    def parkward_row(self, size, world, quotas, cores):
        """One run of `parkward plan`."""
        out = self.cache / "out" / "parkward"
        shutil.rmtree(out, ignore_errors=True)
        out.parent.mkdir(parents=True, exist_ok=True)
        plan = world / ("plan-quotas.toml" if quotas else "plan.toml")
        done = self.measured([self.parkward, "plan", plan, "-o", out, "--json", "-v"], cores)
        row = start(size, quotas, "Parkward", cores, done)
        if done.code:
            return row
        claims = self.cache / "scratch" / "claims.json"
        claims.write_text(done.stdout)
        printed = json.loads(done.stdout)
        row["claimed_km"] = printed["solution"]["cost_km"]
        row["bound_km"], row["bound_over"] = printed["solution"]["lower_bound_km"], "all parks"
        row["status"] = printed["solution"]["status"]
        row["stages"] = {name: float(seconds) for name, seconds in STAGE.findall(done.stderr)}
        answers = [*out.rglob("enterprises.csv"), *out.rglob("enterprises.geojson")]
        self._check(row, world, answers, quotas, ["--claims", claims])
        self._clean(out)
        return row

    def peer_row(self, size, world, quotas, method, k, seconds):
        """One run of the Python pipeline."""
        out = self.cache / "out" / "peer"
        shutil.rmtree(out, ignore_errors=True)
        options = ["--method", method, "--k", k, "--seconds", seconds]
        options += ["--quotas"] if quotas else []
        done = self.measured(self.script("peer.py", world, out, *options))
        row = start(size, quotas, f"Python, {method}, k = {k}", 1, done)
        if done.code:
            return row
        printed = json.loads(last_line(done.stdout))
        row["claimed_km"], row["bound_km"] = printed.get("cost_km"), printed["bound_km"]
        row["bound_over"], row["stages"] = f"{k} nearest", printed["seconds"]
        row["details"] = {name: printed[name] for name in ("status", "order", "divided") if name in printed}
        if row["claimed_km"] is None:
            row["failed"] = "no plan in time"
            return row
        self._check(row, world, [out / "enterprises.csv"], quotas, [])
        self._clean(out)
        return row

    def _check(self, row, world, answers, quotas, options):
        if not answers:
            row["checked"] = "no layer `enterprises` to check"
            return
        mark = (world, quotas, row["bound_km"], digest(answers[0]))
        if mark not in self.found:
            options = [*options, *(["--quotas"] if quotas else [])]
            options += [] if row["bound_km"] is None else ["--lower-bound", row["bound_km"]]
            done = self.measured(self.script("check.py", world, answers[0], *options))
            try:
                self.found[mark] = json.loads(last_line(done.stdout))
            except json.JSONDecodeError:
                row["checked"] = f"the referee failed: {last_line(done.stderr)}"
                return
        found = self.found[mark]
        row["cost_km"], row["unplaced"] = found["cost_km"], found["unplaced"]
        row["proven_km"] = found.get("proven_bound_km")
        row["checked"] = "holds" if found["holds"] else "; ".join(found["faults"])
        row["facts"] = found

    def _clean(self, out):
        if not self.keep:
            shutil.rmtree(out, ignore_errors=True)


def start(size, quotas, program, cores, done):
    """The part of a row that every run has."""
    row = {"world": size + (" with quotas" if quotas else ""), "program": program, "cores": cores}
    row |= {"wall_s": done.wall_s, "cpu_s": done.cpu_s, "peak_mb": done.peak_mb, "others_s": done.others_s}
    if done.code:
        row["failed"] = f"exit code {done.code}: {last_line(done.stderr)}"
    return row


def written(names):
    """What stands in these files of the benchmark, one after the other."""
    return b"".join((HERE / name).read_bytes() for name in names)


def digest(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def last_line(text):
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else ""


def best_of(rows):
    """Of repeated runs the fastest, with the number of runs and the spread of wall time."""
    best = min(rows, key=lambda row: row["wall_s"])
    return best | {"runs": len(rows), "wall_from": best["wall_s"], "wall_to": max(row["wall_s"] for row in rows)}
