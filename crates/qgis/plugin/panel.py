"""The panel: why a plan decides as it does, and what the planner decides instead."""

import json
import os

import processing
from qgis.core import QgsFeature, QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDockWidget,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from . import decisions, program
from .picking import WHO, Picker, layers_of, of_plan
from .results import MADE_WITH
from .sheet import Sheet, arguments
from .words import text


class Feedback:
    """What the program says is not shown."""

    def pushCommandInfo(self, _info):
        pass

    pushInfo = pushConsoleInfo = setProgress = setProgressText = pushCommandInfo

    def isCanceled(self):
        return False


class Panel(QDockWidget):
    """Shows who is chosen and why the plan decides so; writes decisions into the project's table."""

    def __init__(self, iface):
        super().__init__(text("Parkward 规划", "Parkward"))
        self.setObjectName("parkward")
        self.iface = iface
        self.canvas = iface.mapCanvas()
        self.folder = None
        self.chosen = []  # ids of enterprises
        self.about = None  # what the sheet is about: kind and id
        self.build()
        self.picker = Picker(self.canvas, lambda: self.folder)
        self.picker.picked.connect(self.pick)
        self.picker.setButton(self.pick_button)
        self.canvas.selectionChanged.connect(self.selected)
        self.canvas.layersChanged.connect(self.look_for_plan)
        self.look_for_plan()
        self.list_decisions()

    def build(self):
        """Puts the widgets in their places."""
        self.plan_label, self.who_label, self.said = QLabel(), QLabel(), QLabel()
        for label in (self.plan_label, self.who_label, self.said):
            label.setWordWrap(True)
        self.pick_button = self.button("在地图上点选（Ctrl 多选）", "Pick on the map (Ctrl: several)", self.start_picking)
        self.pick_button.setCheckable(True)
        self.parks, self.why = QComboBox(), QLineEdit()
        self.parks.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.parks.setMinimumContentsLength(16)
        self.why.setPlaceholderText(text("每项决定都要有理由", "Every decision says why"))
        form = QGridLayout()
        rows = (
            (text("方案", "Plan"), self.plan_label),
            (text("企业", "Enterprises"), self.who_label),
            (text("园区", "Park"), self.parks),
            (text("理由", "Why"), self.why),
        )
        for row, (title, widget) in enumerate(rows):
            form.addWidget(QLabel(title), row, 0)
            form.addWidget(widget, row, 1)
        form.setColumnStretch(1, 1)
        self.list = QListWidget()
        self.list.setMaximumHeight(110)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.solve = QCheckBox(text("逐项重算改变结论的办法", "Plan anew with each change that would help"))
        self.sheet = Sheet()
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.addWidget(self.pick_button)
        layout.addLayout(form)
        layout.addLayout(
            row_of(
                self.button("指定", "Pin", lambda: self.decide("pin")),
                self.button("禁入", "Forbid", lambda: self.decide("forbid")),
                self.button("原址保留", "Keep", lambda: self.decide("lock")),
                self.button("关闭园区", "Close park", lambda: self.decide("park")),
            )
        )
        layout.addWidget(self.said)
        layout.addWidget(self.list)
        layout.addLayout(
            row_of(
                self.button("删除决定", "Remove", self.remove),
                self.button("取自方案", "From the plan", self.take_over),
                self.button("重新规划…", "Plan again …", self.plan_again),
            )
        )
        layout.addWidget(self.solve)
        layout.addWidget(self.sheet, 1)
        layout.addWidget(self.button("保存告知单…", "Save the sheet …", self.ask_where))
        self.setWidget(inside)

    def button(self, zh, en, work):
        button = QPushButton(text(zh, en))
        button.clicked.connect(work)
        return button

    def close_down(self):
        """Lets go of the canvas and of the program."""
        self.sheet.stop()
        self.canvas.unsetMapTool(self.picker)
        self.canvas.selectionChanged.disconnect(self.selected)
        self.canvas.layersChanged.disconnect(self.look_for_plan)

    # Which plan, who, which park

    def look_for_plan(self):
        """Keeps to the plan that is looked at while its layers are there; else takes the topmost one."""
        folders = [folder for folder, _ in map(of_plan, self.canvas.layers()) if folder]
        if self.folder not in folders:
            self.show_plan(folders[0] if folders else None)

    def show_plan(self, folder):
        """Turns to a plan."""
        self.folder, self.chosen, self.about = folder, [], None
        self.plan_label.setText(folder or text("打开一个方案的图层或工程", "Open the layers or the project of a plan"))
        self.who_label.clear()
        self.sheet.clear()
        self.parks.clear()
        parks = {}
        for layer in layers_of(folder, ("parks",)) if folder else ():
            for feature in layer.getFeatures():
                parks[feature["id"]] = decisions.plain(feature[text("name_zh", "name_en")]) or feature["id"]
        for park in sorted(parks):
            self.parks.addItem(f"{parks[park]} ({park})", park)

    def start_picking(self):
        if self.pick_button.isChecked():
            self.canvas.setMapTool(self.picker)
        else:
            self.canvas.unsetMapTool(self.picker)

    def pick(self, layer, feature, more):
        """Selects what was clicked; the rest follows from the selection."""
        if more:
            layer.selectByIds([*layer.selectedFeatureIds(), feature.id()])
            return
        for other in layers_of(self.folder, (*WHO, "parks")):
            if other != layer:
                other.removeSelection()
        # What is selected already is explained again.
        layer.removeSelection()
        layer.selectByIds([feature.id()])

    def selected(self, layer):
        """Follows a selection, of whatever tool."""
        folder, name = of_plan(layer)
        if folder is None or name not in (*WHO, "parks") or not layer.selectedFeatureCount():
            return
        if folder != self.folder:
            self.show_plan(folder)
        found = sorted({feature["id"] for feature in layer.selectedFeatures()})
        if name == "parks":
            self.parks.setCurrentIndex(self.parks.findData(found[0]))
            kind = "park"
        else:
            kind = "project" if name == "projects" else "enterprise"
            self.chosen = found if kind == "enterprise" else []
            self.who_label.setText(", ".join(found[:12]) + (f" … ({len(found)})" if len(found) > 12 else ""))
        if len(found) == 1:
            self.about = (kind, found[0])
            self.sheet.ask(self.folder, *self.about, self.solve.isChecked())

    # Decisions

    def decide(self, kind):
        """Adds a decision to the project's table."""
        why, park = self.why.text().strip(), self.parks.currentData()
        if not why:
            return self.say("请写明理由", "Say why")
        if kind != "park" and not self.chosen:
            return self.say("请先选择企业", "Choose enterprises first")
        if kind != "lock" and park is None:
            return self.say("请先选择园区", "Choose a park first")
        row = {"decision": kind, "why": why}
        if kind != "park":
            row["enterprise"] = ", ".join(self.chosen)
        if kind != "lock":
            row["park"] = park
        if kind == "park":
            row["open"] = "no"
        self.write([row])
        return self.say("", "")

    def say(self, zh, en):
        self.said.setText(text(zh, en))

    def write(self, rows):
        """Appends rows to the project's table."""
        table = decisions.table_of(QgsProject.instance(), make=True)
        features = []
        for row in rows:
            feature = QgsFeature(table.fields())
            for key, value in row.items():
                feature[key] = value
            features.append(feature)
        table.dataProvider().addFeatures(features)
        table.updateExtents()
        table.triggerRepaint()
        self.list_decisions()

    def list_decisions(self):
        """Lists the project's table."""
        self.list.clear()
        table = decisions.table_of(QgsProject.instance())
        names = {key: text(zh, en) for key, zh, en in decisions.KINDS}
        for feature in table.getFeatures() if table else ():
            cells = {key: decisions.plain(feature[key]) for key, *_ in decisions.FIELDS}
            who = cells["enterprise"] or cells["industry"] or cells["class"]
            words = [names.get(cells["decision"], cells["decision"]), who, cells["park"], cells["why"]]
            self.list.addItem(" · ".join(word for word in words if word))
            self.list.item(self.list.count() - 1).setData(Qt.ItemDataRole.UserRole, feature.id())

    def remove(self):
        """Deletes the decisions that are chosen in the list."""
        table = decisions.table_of(QgsProject.instance())
        chosen = [item.data(Qt.ItemDataRole.UserRole) for item in self.list.selectedItems()]
        if table and chosen:
            table.dataProvider().deleteFeatures(chosen)
            table.reload()
        self.list_decisions()

    def take_over(self):
        """Adds the decisions that the plan was made with."""
        if self.folder:
            with open(os.path.join(self.folder, "plan.json"), encoding="utf-8") as file:
                self.write(decisions.from_plan(json.load(file).get("decisions") or {}))

    def plan_again(self):
        """Opens the dialog with what the plan was made with, as far as QGIS made it, and the decisions."""
        processing.execAlgorithmDialog("parkward:plan", self.parameters_again())

    def parameters_again(self):
        """What the next plan is to be made with."""
        groups = QgsProject.instance().layerTreeRoot().findGroups(True)
        made_with = [group.customProperty(MADE_WITH) for group in groups]
        made_with = [json.loads(value) for value in made_with if value]
        parameters = next((values for values in made_with if values.get("OUTPUT") == self.folder), {})
        table = decisions.table_of(QgsProject.instance())
        if table is not None and table.featureCount():
            parameters["DECISIONS"] = table.id()
        if self.folder:
            parameters["EARLIER"] = self.folder
            parameters["OUTPUT"] = free_name(self.folder)
        return parameters

    # The sheet

    def ask_where(self):
        """Saves the sheet that is shown, as DOCX, PDF or HTML."""
        if self.about is None:
            return self.say("请先选择企业、新项目或园区", "Choose an enterprise, a project or a park first")
        kinds = "DOCX (*.docx);;PDF (*.pdf);;HTML (*.html)"
        path, kind = QFileDialog.getSaveFileName(self, text("保存告知单", "Save the sheet"), self.about[1], kinds)
        if path:
            ending = "." + kind.split()[0].lower()
            self.save(path if path.endswith((".docx", ".pdf", ".html")) else path + ending)
        return None

    def save(self, path):
        """Writes the sheet of what is shown."""
        program.run(arguments(self.folder, *self.about, path, self.solve.isChecked()), Feedback())


def row_of(*widgets):
    row = QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget)
    return row


def free_name(folder):
    """A folder beside this one that is not there yet."""
    number = 2
    while os.path.exists(f"{folder}-{number}"):
        number += 1
    return f"{folder}-{number}"
