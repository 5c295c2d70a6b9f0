"""Writes data/jinshan/projects.csv: new industrial projects, every value synthetic.

No row stands for a real project. Industries are pillar or encouraged ones; land, output, jobs and needs
are drawn with a fixed seed. Some projects name no place, one runs an eliminated process, one has no
industry. Usage: scripts/python scripts/data/projects.py
"""

import csv
import json
import random
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "data/jinshan"
TARGET = FOLDER / "projects.csv"
SEED = 20260101
# Industry, name, hectares about, tce per hectare, t COD per hectare. An empty industry: not known yet.
KINDS = [
    ("C3612", "新能源整车部件", 8.0, 210, 0.6),
    ("C3670", "汽车零部件", 3.5, 160, 0.5),
    ("C2761", "生物药品", 4.0, 190, 1.6),
    ("C2710", "原料药中间体", 3.0, 260, 2.2),
    ("C2651", "新材料树脂", 5.0, 420, 2.0),
    ("C2825", "高性能纤维", 2.5, 380, 1.8),
    ("C3973", "集成电路封装", 4.5, 300, 1.2),
    ("C3982", "电子元件", 1.8, 150, 0.6),
    ("C3737", "海洋工程装备", 6.0, 180, 0.5),
    ("C1491", "营养食品", 2.2, 130, 2.4),
    ("C3491", "工业机器人", 2.0, 90, 0.2),
    ("C3581", "医疗设备", 1.5, 80, 0.2),
    ("C1789", "产业用纺织品", 1.6, 200, 1.5),
    ("C2662", "专项化学用品", 3.2, 350, 2.1),
    ("", "行业待定项目", 2.0, 120, 0.5),
    ("C2641", "溶剂型涂料", 2.8, 330, 1.9),
]
COLUMNS = (
    "id,name,industry,lon,lat,land_ha,output_10k_yuan,tax_10k_yuan,jobs,investment_10k_yuan,rd_share,"
    "energy_tce,cod_t,nox_t,voc_t,process_class,safety_licence,pollutant_permit,key_polluter,origin"
).split(",")
WITHOUT_A_PLACE = {2, 5, 7, 10, 14}
ELIMINATED = {15}


def inside(lon, lat, ring):
    """Whether a point is in a ring: a ray to the east crosses it an odd number of times."""
    odd = False
    for (x0, y0), (x1, y1) in zip(ring, ring[1:]):
        if (y0 > lat) != (y1 > lat) and lon < x0 + (lat - y0) / (y1 - y0) * (x1 - x0):
            odd = not odd
    return odd


def rows():
    draw = random.Random(SEED)
    district = json.loads((FOLDER / "district.geojson").read_text(encoding="utf-8"))
    polygons = district["features"][0]["geometry"]["coordinates"]
    mainland = max((polygon[0] for polygon in polygons), key=len)
    for number, (industry, name, hectares, energy, cod) in enumerate(KINDS):
        land = round(hectares * draw.uniform(0.8, 1.2), 2)
        output = round(land * draw.uniform(3500, 9000))
        lon = lat = 0.0
        while not inside(lon, lat, mainland):
            lon, lat = draw.uniform(121.05, 121.38), draw.uniform(30.74, 30.92)
        place = ("", "") if number in WITHOUT_A_PLACE else (f"{lon:.6f}", f"{lat:.6f}")
        yield dict(
            zip(
                COLUMNS,
                [
                    f"N{number + 1:02}",
                    name,
                    industry,
                    *place,
                    land,
                    output,
                    round(output * draw.uniform(0.03, 0.08), 1),
                    round(land * draw.uniform(30, 80)),
                    round(land * draw.uniform(2500, 6000)),
                    round(draw.uniform(0.01, 0.06), 4),
                    round(land * energy * draw.uniform(0.7, 1.1), 1),
                    round(land * cod * draw.uniform(0.5, 1.0), 3),
                    round(land * draw.uniform(0.02, 0.2), 3),
                    round(land * draw.uniform(0.05, 0.5), 3),
                    "eliminated" if number in ELIMINATED else "none",
                    "yes",
                    "yes",
                    "no",
                    "synthetic",
                ],
                strict=True,
            )
        )


def main():
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        table.writeheader()
        table.writerows(rows())


if __name__ == "__main__":
    main()
