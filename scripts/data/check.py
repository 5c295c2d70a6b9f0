"""What must hold of the example, whatever the seed."""

import re

from shapely.geometry import Point
from shapely.prepared import prep

import enterprises as enterprise_module
import geo

# A unified social credit code: eighteen characters; its predecessors have fifteen digits.
CREDIT_CODE = re.compile(r"(?<![0-9A-Z])(?=[0-9A-Z]*[0-9]{6})[0-9A-Z]{15,18}(?![0-9A-Z])")


def check_parks(features, land):
    shapes = {p["id"]: geo.plane(g) for p, g in features}
    assert len(shapes) == 12 and all(re.fullmatch("[a-z][a-z-]*", i) for i in shapes)
    inner = {p["id"]: p["inside"] for p, _ in features if p["inside"]}
    for p, g in features:
        name = p["id"]
        assert abs(geo.area_ha(g) / p["area_ha"] - 1) < 0.01, f"{name}: drawn area differs"
        assert land.dry.contains(shapes[name]), f"{name}: not on the district's land"
        area, a, a2, d, idle = (p[k] for k in ("area_ha", "built_ha", "industrial_ha", "supplied_ha", "idle_ha"))
        assert 0 < a2 <= a <= d <= area and 0 <= idle <= d - a, f"{name}: land account"
        within = sum(q["capacity_ha"] for q, _ in features if q["inside"] == name)
        assert 0 < p["capacity_ha"] and p["capacity_ha"] + within <= d - a, f"{name}: capacity"
    for i, outer in inner.items():
        assert shapes[outer].contains(shapes[i]), f"{i}: not inside {outer}"
    names = sorted(shapes)
    for k, i in enumerate(names):
        for j in names[k + 1:]:
            if inner.get(i) != j and inner.get(j) != i:
                assert shapes[i].distance(shapes[j]) > 0, f"{i} and {j} overlap"


def check_enterprises(rows, outline, land, codes):
    assert len({r["id"] for r in rows}) == len(rows) == len({(r["lon"], r["lat"]) for r in rows})
    inside, dry = prep(outline), prep(land.dry)
    for r in rows:
        assert list(r) == enterprise_module.COLUMNS
        assert inside.contains(Point(float(r["lon"]), float(r["lat"]))), f"{r['id']}: outside the district"
        assert dry.contains(Point(*geo.to_plane(float(r["lon"]), float(r["lat"])))), f"{r['id']}: in the sea"
        assert not r["industry"] or r["industry"] in codes, f"{r['id']}: unknown code {r['industry']}"
        assert r["position"] in ("address", "road", "village", "town-synthetic")
        if r["land_ha"]:
            assert 0.1 <= float(r["land_ha"]) <= 12
        if r["output_10k_yuan"]:
            share = float(r["tax_10k_yuan"]) / max(float(r["output_10k_yuan"]), 1)
            assert 0.019 < share < 0.081, f"{r['id']}: tax"
        assert 0 <= float(r["rd_share"]) <= 0.12


def check_anonymous(texts, registrations):
    """No name, code or address of the register in anything that is written."""
    for name, text in texts.items():
        assert not CREDIT_CODE.search(text), f"{name}: looks like a credit code"
        for row in registrations:
            for field in ("uscc", "name", "address"):
                value = row[field].strip()
                assert len(value) < 6 or value not in text, f"{name}: holds a registered {field}"


def codes_of(classification):
    """Canonical codes: the section's letter, then the digits."""
    letter, codes = "", set()
    for row in classification:
        if row["code"].isalpha():
            letter = row["code"]
            codes.add(letter)
        else:
            codes.add(letter + row["code"])
    return codes
