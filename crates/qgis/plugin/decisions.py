"""What a planner has decided: a table of QGIS, a row for each decision, which Plan relocation reads.

The panel writes it; it may as well be a CSV file or a sheet.
"""

import re

from qgis.core import QgsEditorWidgetSetup, QgsField, QgsProcessingException, QgsVectorLayer
from qgis.PyQt.QtCore import QVariant

from .words import text

# Key, Chinese, English.
KINDS = (
    ("pin", "指定园区", "Pin to a park"),
    ("forbid", "禁入园区", "Forbid a park"),
    ("lock", "原址保留", "Keep in place"),
    ("park", "园区调整", "Change a park"),
)
FIELDS = (
    ("decision", QVariant.String, "决定", "Decision"),
    ("enterprise", QVariant.String, "企业", "Enterprises"),
    ("industry", QVariant.String, "行业", "Industries"),
    ("class", QVariant.String, "类别", "Classes"),
    ("park", QVariant.String, "园区", "Parks"),
    ("open", QVariant.String, "开放", "Open"),
    ("capacity_ha", QVariant.Double, "可接收用地（公顷）", "Land for newcomers (ha)"),
    ("add_ha", QVariant.Double, "增减用地（公顷）", "More or less land (ha)"),
    ("why", QVariant.String, "理由", "Why"),
)
# The property by which a project knows its table.
MARK = "parkward/decisions"
YES = {"yes": True, "true": True, "1": True, "是": True, "开放": True}
YES.update({"no": False, "false": False, "0": False, "否": False, "关闭": False})


def new_table():
    """An empty table, in memory: QGIS asks before it is lost, and makes it permanent on request."""
    layer = QgsVectorLayer("None", text("规划决定", "Decisions"), "memory")
    layer.dataProvider().addAttributes([QgsField(name, kind) for name, kind, _, _ in FIELDS])
    layer.updateFields()
    for at, (_, _, zh, en) in enumerate(FIELDS):
        layer.setFieldAlias(at, text(zh, en))
    shown = [{text(zh, en): key} for key, zh, en in KINDS]
    layer.setEditorWidgetSetup(0, QgsEditorWidgetSetup("ValueMap", {"map": shown}))
    layer.setCustomProperty(MARK, True)
    return layer


def table_of(project, make=False):
    """The project's table of decisions; if it has none, a new one or `None`."""
    for layer in project.mapLayers().values():
        if layer.customProperty(MARK):
            return layer
    return project.addMapLayer(new_table()) if make else None


def words_of(value):
    """What a cell lists."""
    return [word for word in re.split(r"[,;，；、\s]+", plain(value)) if word]


def plain(value):
    """A cell as text; an empty one has none."""
    return "" if value is None or value == QVariant() or str(value) == "NULL" else str(value).strip()


def rows_of(source):
    """The rows of a table, each by the names of `FIELDS`, as text."""
    names = {}
    for name in source.fields().names():
        for key, _, zh, en in FIELDS:
            if name.lower() in (key, zh.lower(), en.lower()):
                names[key] = name
    return [{key: plain(feature[name]) for key, name in names.items()} for feature in source.getFeatures()]


def as_tables(rows):
    """The tables of a plan file that say what rows of decisions say."""
    tables = {"pins": [], "forbids": [], "locks": [], "park_changes": []}
    for number, row in enumerate(rows, 1):
        cell = {key: row.get(key, "") for key, *_ in FIELDS}
        kind = kind_of(cell["decision"])
        if kind is None:
            known = text("、".join(zh for _, zh, _ in KINDS), ", ".join(key for key, _, _ in KINDS))
            raise wrong(number, f"未知的决定“{cell['decision']}”；可用：{known}", f"no decision \"{cell['decision']}\"; expected one of {known}")
        if not cell["why"]:
            raise wrong(number, "缺少理由", "it does not say why")
        parks = words_of(cell["park"])
        if kind == "park":
            tables["park_changes"] += [{"park": park, **change_of(cell, number), "why": cell["why"]} for park in parks]
            continue
        who = {"enterprises": "enterprise", "industries": "industry", "classes": "class"}
        entry = {key: words_of(cell[column]) for key, column in who.items() if cell[column]}
        entry["why"] = cell["why"]
        if kind == "lock":
            tables["locks"].append(entry)
        elif kind == "forbid":
            tables["forbids"].append({**entry, "parks": parks})
        elif len(parks) == 1:
            tables["pins"].append({**entry, "park": parks[0]})
        else:
            raise wrong(number, "应有且只有一个园区", "expected one park")
    return {name: table for name, table in tables.items() if table}


def kind_of(word):
    """The key of a decision, by its key or its name."""
    return next((kind[0] for kind in KINDS if word.lower() in (kind[0], kind[1], kind[2].lower())), None)


def change_of(cell, number):
    """What a row changes of a park."""
    change = {}
    if cell["open"]:
        if cell["open"].lower() not in YES:
            raise wrong(number, f"“开放”应为是或否，现为“{cell['open']}”", f"open: expected yes or no, found \"{cell['open']}\"")
        change["open"] = YES[cell["open"].lower()]
    for key in ("capacity_ha", "add_ha"):
        if cell[key]:
            try:
                change[key] = float(cell[key])
            except ValueError:
                raise wrong(number, f"{key} 应为数字，现为“{cell[key]}”", f"{key}: expected a number, found \"{cell[key]}\"") from None
    return change


def wrong(number, zh, en):
    """A row that cannot be a decision."""
    return QgsProcessingException(text(f"规划决定第 {number} 行：{zh}", f"Decisions, row {number}: {en}"))


def from_plan(decided):
    """Rows that say what a plan's `decisions` say; quotas of resources have no column and stay out."""
    rows = []
    for kind, entries in (("pin", "pins"), ("forbid", "forbids"), ("lock", "locks"), ("park", "park_changes")):
        for entry in decided.get(entries) or []:
            why = entry.get("why") or ""
            row = {"decision": kind, "why": why if isinstance(why, str) else text(why.get("zh"), why.get("en")) or ""}
            for key, column in (("enterprise", "enterprise"), ("industry", "industry"), ("class", "class"), ("park", "park")):
                many = {"industry": "industries", "class": "classes"}.get(key, key + "s")
                named = entry.get(many) or []
                named = [entry[key], *named] if entry.get(key) else named
                row[column] = ", ".join(named)
            if entry.get("open") is not None:
                row["open"] = "yes" if entry["open"] else "no"
            row.update({key: entry[key] for key in ("capacity_ha", "add_ha") if entry.get(key) is not None})
            rows.append(row)
    return rows
