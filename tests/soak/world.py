"""A district with its plan, the program that is disturbed, and the promises that have to hold afterwards."""

import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
from pathlib import Path

PLAN = """title = "{title}"
rules = "rules.toml"
[parks]
file = "{parks}"
[enterprises]
file = "{enterprises}"
{roads}[outputs]
formats = {formats}
map = {map}
page = {page}
"""
ROADS = """[roads]
file = "roads.geojson"
gates = { file = "gates.csv" }
"""
FORMATS = ["gpkg", "geojson", "csv", "xlsx", "shapefile", "flatgeobuf", "kml", "geoparquet"]
# What is said of files that others put beside a plan, and is no fault of the plan.
FOREIGN = re.compile(r"✗ (?P<file>.+): is none of the files that were written$")
SIGNALS = {signal.SIGKILL, signal.SIGTERM, signal.SIGINT}
OUTCOMES = {0: "done", 1: "done", 2: "refused", 130: "interrupted", 143: "interrupted"}


class World:
    """A folder `out` with a plan in it that holds, and what a next plan is made of."""

    def __init__(self, folder, program):
        self.folder, self.program = folder, program.resolve()
        self.out, self.temporary = folder / "out", folder / "tmp"
        self.temporary.mkdir(parents=True)
        self.runs, self.foreign, self.mounted = 0, {}, None
        case = Path(__file__).parents[1] / "cases/hand/input"
        for file in ["rules.toml", "codes.csv"]:
            shutil.copy(case / file, folder)
        write_district(folder)
        for name in ["parks.geojson", "enterprises.csv"]:
            into = (folder / name).with_suffix(".gpkg")
            places = ["-oo", "X_POSSIBLE_NAMES=lon", "-oo", "Y_POSSIBLE_NAMES=lat", "-a_srs", "EPSG:4326"]
            more = places if name.endswith("csv") else []
            subprocess.run(["ogr2ogr", into, folder / name, *more], check=True)
        self.begin(random.Random(1))

    def command(self, dice, inputs=("geojson", "csv"), **fixed):
        """A plan file for another run, and the command for it. Its title tells its plan from all others."""
        self.runs += 1
        title = f"Run {self.runs}"
        formats = fixed.get("formats", dice.sample(FORMATS, dice.randint(0, 3)))
        with_map = fixed.get("map", dice.random() < 0.2)
        by_road, with_page = fixed.get("roads", dice.random() < 0.3), fixed.get("page", dice.random() < 0.2)
        parks, enterprises = (f"{name}.{end}" for name, end in zip(["parks", "enterprises"], inputs))
        text = PLAN.format(title=title, parks=parks, enterprises=enterprises, roads=ROADS if by_road else "",
                           formats=json.dumps(formats), map=str(with_map).lower(), page=str(with_page).lower())  # fmt: skip
        (self.folder / f"{title}.toml").write_text(text)
        return title, ["plan", f"{title}.toml", "-o", "out", "-q"]

    def start(self, command, **how):
        environment = {**os.environ, "TMPDIR": str(self.temporary), "LANG": "C.UTF-8", "RUST_BACKTRACE": "0"}
        how = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **how}
        return subprocess.Popen([self.program, *command], cwd=self.folder, env=environment, **how)

    def run(self, command, **how):
        return Ended(self.start(command, **how))

    def begin(self, dice, **fixed):
        """A plan that holds, with files of somebody else beside it or without."""
        title, command = self.command(dice, **fixed)
        ended = self.run(command)
        assert ended.code == 0, f"an undisturbed run ends with {ended.code}: {ended.said}"
        for file in self.foreign:
            (self.out / file).unlink(missing_ok=True)
        self.foreign = {}
        for name in dice.choice([[], ["notes.docx"], ["notes.docx", "mine/report.txt"]]):
            (self.out / name).parent.mkdir(exist_ok=True)
            self.foreign[name] = dice.randbytes(20)
            (self.out / name).write_bytes(self.foreign[name])
        return title

    def title(self):
        return json.loads((self.out / "plan.json").read_text())["title"]["en"]

    def judge(self, before, titles, *ended):
        """Which plan stands there now, and what is broken."""
        broken = [fault for one in ended for fault in one.faults()]
        outcomes = [one.outcome() for one in ended]
        for name, content in self.foreign.items():
            path = self.out / name
            if not path.is_file() or path.read_bytes() != content:
                broken.append(f"{name}, which is not ours, was touched")
        if not self.out.exists():
            return outcomes, broken + ([f"the folder is gone, after {outcomes}"] if before else [])
        try:
            stands = self.title()
        except (OSError, ValueError) as error:
            return outcomes, [*broken, f"plan.json cannot be read: {error}"]
        outcomes.append("old stands" if stands == before else "new stands")
        codes = [one.code for one in ended]
        may_stand = {title for title, code in zip(titles, codes) if code != 2}
        if 0 not in codes:
            may_stand.add(before)
        if stands not in may_stand:
            broken.append(f"{stands} stands there, expected one of {sorted(may_stand)}; {codes}, {ended[0].said}")
        return outcomes, broken + self.holds()

    def holds(self, *how):
        verified = self.run(["verify", "out", *how])
        wrong = [line for line in verified.out.splitlines() if line.startswith(("✗", "?"))]
        of_others = [FOREIGN.match(line) for line in wrong]
        known = all(match and match["file"] in self.foreign for match in of_others)
        if verified.code == 0 or verified.code == 1 and wrong and known:
            return []
        return [f"verify ends with {verified.code}: {verified.said}{wrong or verified.out}"]

    def swept(self, dice):
        """The next run ends well and leaves nothing of those before."""
        broken = []
        try:
            title = self.begin(dice, formats=["gpkg"], map=False)
        except AssertionError as error:
            return [str(error)]
        if self.title() != title:
            broken.append("the next plan is not in its place")
        self.run(["verify", "out"])
        hidden = [path.name for path in self.folder.iterdir() if path.name.startswith(".")]
        hidden += [path.name for path in self.out.iterdir() if path.name.startswith(".")]
        left = [path.name for path in self.temporary.iterdir()]
        if hidden or left:
            broken.append(f"litter is left after the next run: {hidden} {left}")
        for plan in self.folder.glob("Run *.toml"):
            plan.unlink()
        return broken

    def digest(self):
        """All that stands in the folder."""
        whole = hashlib.sha256()
        for path in sorted(self.out.rglob("*")):
            whole.update(str(path).encode())
            whole.update(path.read_bytes() if path.is_file() else b"")
        return whole.hexdigest()

    def leave(self):
        if self.mounted:
            subprocess.run(["umount", "--lazy", self.mounted], check=False)


class Ended:
    """How a run ended, and what it said."""

    def __init__(self, process, sent=frozenset()):
        out, said = process.communicate()
        self.code, self.sent = process.returncode, sent
        self.out = (out or b"").decode(errors="replace")
        self.said = (said or b"").decode(errors="replace")
        self.heard = said is not None

    def outcome(self):
        return OUTCOMES.get(self.code, "ended by signal")

    def faults(self):
        if "panicked" in self.said or self.code not in OUTCOMES and -self.code not in self.sent:
            return [f"ends with {self.code}: {self.said}"]
        lines = self.said.splitlines()
        if self.code == 2 and self.heard and (len(lines) != 1 or not lines[0].startswith("parkward: ")):
            return [f"a refusal is one sentence, found {self.said!r}"]
        return []


def write_district(folder):
    """300 enterprises and 9 parks; what they are does not matter, only that a plan takes a moment."""
    dice = random.Random(7)
    rows = ["id,industry,land_ha,lon,lat,process_class"]
    rows += [f"E{i},36,{dice.randint(1, 30) / 10},{121 + dice.random():.5f},{31 + dice.random():.5f},none"
             for i in range(300)]  # fmt: skip
    (folder / "enterprises.csv").write_text("\n".join(rows) + "\n")
    parks = []
    for x in range(3):
        for y in range(3):
            west, south = 121.1 + 0.3 * x, 31.1 + 0.3 * y
            ring = [[west, south], [west + 0.01, south], [west + 0.01, south + 0.01], [west, south + 0.01], [west, south]]
            parks.append({"type": "Feature", "properties": {"id": f"P{x}{y}", "capacity_ha": 60},
                          "geometry": {"type": "Polygon", "coordinates": [ring]}})  # fmt: skip
    (folder / "parks.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": parks}))
    roads = [[[121 + x / 20, 31], [121 + x / 20, 32]] for x in range(21)]
    roads += [[[121, 31 + y / 20], *([121 + x / 20, 31 + y / 20] for x in range(1, 21))] for y in range(21)]
    rows = [{"type": "Feature", "properties": {"id": f"R{i}", "highway": "primary"},
             "geometry": {"type": "LineString", "coordinates": line}} for i, line in enumerate(roads)]  # fmt: skip
    (folder / "roads.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": rows}))
    (folder / "gates.csv").write_text("park,lon,lat\nP00,121.1,31.1\nP11,121.4,31.4\n")
