"""Makes the example's made data again, from what the project holds, and compares them byte for byte.

Usage: check_data.py [FOLDER], where FOLDER holds the `data` to be looked at; without one, the project's.
"""

import filecmp
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Script, and what it makes. In this order, since some of these are made from others.
MADE = [
    ("zones.py", [f"jinshan/{name}.geojson" for name in ("river", "water_source", "farmland", "facilities", "planned_blocks", "construction_area")]),
    ("projects.py", ["jinshan/projects.csv"]),
    ("roads.py", ["jinshan/roads.geojson"]),
    ("qinghe.py", ["qinghe/survey.xlsx", "qinghe/survey-checked.xlsx", "qinghe/district.geojson", *(f"qinghe/parks.{end}" for end in ("shp", "shx", "dbf", "prj"))]),
]


def main(folder):
    faults = 0
    with tempfile.TemporaryDirectory() as work:
        work = Path(work)
        shutil.copytree(folder / "data", work / "data")
        shutil.copytree(ROOT / "scripts/data", work / "scripts/data")
        for script, files in MADE:
            for file in files:
                (work / "data" / file).unlink()
            # Another seed of hashes each time: no order may hang on them.
            subprocess.run(
                [sys.executable, "-B", work / "scripts/data" / script], check=True, stdout=subprocess.DEVNULL, env=os.environ | {"PYTHONHASHSEED": "random"}
            )
            for file in files:
                if not filecmp.cmp(folder / "data" / file, work / "data" / file, shallow=False):
                    print(f"data/{file} is not what scripts/data/{script} makes", file=sys.stderr)
                    faults += 1
    print(f"{sum(len(files) for _, files in MADE)} files made again, {faults} faults")
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT))
