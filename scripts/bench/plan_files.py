"""The plan, rule and classification files of a synthetic world: distance is all that counts, or fit as well."""

from dataclasses import dataclass

#: Divisions of GB/T 4754 that occur, and the share of enterprises in each.
DIVISIONS = ["C13", "C17", "C18", "C26", "C29", "C30", "C33", "C34", "C35", "C38", "C39", "C41"]
SHARES = [0.08, 0.11, 0.07, 0.09, 0.08, 0.07, 0.14, 0.11, 0.08, 0.09, 0.06, 0.02]
#: How far a move may be. It refuses hardly anybody: the bound then speaks of all parks.
CUT_OFF_KM = 900.0
#: What leaving somebody out costs at least; more than any move.
UNPLACED_KM = 1000.0


@dataclass(frozen=True)
class Resource:
    """What parks limit besides land; `need` and `quota` are columns of enterprises and parks."""

    id: str
    zh: str
    en: str
    unit: str
    need: str
    quota: str


#: The first two are in every world, the rest in some of odd shape.
RESOURCES = [
    Resource("energy", "能耗", "energy", "tce", "energy_tce", "energy_quota_tce"),
    Resource("cod", "化学需氧量", "COD", "t", "cod_t", "cod_quota_t"),
    Resource("nox", "氮氧化物", "NOx", "t", "nox_t", "nox_quota_t"),
    Resource("water", "用水", "water", "kt", "water_kt", "water_quota_kt"),
    Resource("heat", "供热", "heat", "TJ", "heat_tj", "heat_quota_tj"),
]
#: The files that both sides of the benchmark write.
OUTPUTS = """
[outputs]
formats = ["csv", "geojson"]
layers = ["parks", "enterprises"]  # those that the peer writes
map = false
plan_json = false
"""

_PLAN = """# A synthetic world for benchmarks: no real place, firm or park.

title = { en = "Synthetic world", zh = "合成数据" }
data_notice = { en = "Everything in it is synthetic.", zh = "全部为合成数据。" }
rules = "rules.toml"

[parks]
file = "world.gpkg"
layer = "parks"

[enterprises]
file = "world.gpkg"
layer = "enterprises"
"""

_RESOURCE = """
[[resources]]
id = "{id}"
name = {{ zh = "{zh}", en = "{en}" }}
unit = "{unit}"
need = "{need}"
quota = "{quota}"
"""

_RULES = """# Rules of a synthetic world: a park admits what its column `industries` lists, the nearest is best.

[book]
id = "synthetic"
version = "1"
title = {{ zh = "合成规则", en = "Synthetic rules" }}
district = {{ zh = "合成区域", en = "Synthetic area" }}
as_of = 2026-01-01
classification = "classification.csv"

[weights]
fit_km = {fit}
utilisation_km = 0.0
minimum_fit = {minimum_fit}
cut_off_km = {cut_off}
unplaced_km = {unplaced}
quality_km = 0.0
"""


def write(folder, cut_off_km=CUT_OFF_KM, outputs=True, resources=RESOURCES[:2], fit_km=0.0):
    """plan.toml, plan-quotas.toml (with `resources`), rules.toml and classification.csv."""
    plan = _PLAN + (OUTPUTS if outputs else "")
    (folder / "plan.toml").write_text(plan, encoding="utf-8")
    quotas = "".join(_RESOURCE.format(**vars(resource)) for resource in resources)
    (folder / "plan-quotas.toml").write_text(plan + quotas, encoding="utf-8")
    unplaced = max(UNPLACED_KM, cut_off_km + fit_km + 100.0)
    minimum_fit = 0.1 if fit_km else 0.5
    rules = _RULES.format(cut_off=float(cut_off_km), unplaced=unplaced, fit=float(fit_km), minimum_fit=minimum_fit)
    (folder / "rules.toml").write_text(rules, encoding="utf-8")
    codes = ["C", *(code[1:] for code in DIVISIONS)]
    rows = "".join(f"{code},\n" for code in codes)
    (folder / "classification.csv").write_text("code,name_zh\n" + rows, encoding="utf-8")
