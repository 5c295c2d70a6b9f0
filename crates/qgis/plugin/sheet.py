"""The explanation of an enterprise, a project or a park: the sheet of `parkward explain`, in a widget."""

import os
import re
import tempfile

from qgis.core import QgsProcessingException
from qgis.PyQt.QtCore import QByteArray, QProcess, QSize, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QImage, QPainter, QTextDocument
from qgis.PyQt.QtSvg import QSvgRenderer
from qgis.PyQt.QtWidgets import QTextBrowser

from . import program
from .words import chinese, text

STYLE = (
    "h1 { font-size: 13pt; } h2 { font-size: 10pt; color: #0b3d66; margin-top: 8px; margin-bottom: 2px; } "
    ".verdict { font-size: 14pt; font-weight: bold; color: #0b3d66; } th { text-align: left; } "
    ".notice { color: #8a3b00; }"
)
WIDE = 560  # of the map, in pixels


def arguments(folder, kind, of_it, output, solve=False):
    """The program's arguments for a sheet."""
    which = {"park": ["--park"], "project": ["--project"]}.get(kind, [])
    more = ["--solve"] if solve else []
    return ["explain", folder, *which, *more, "-o", output, "--lang", "zh" if chinese() else "en", "--", of_it]


class Sheet(QTextBrowser):
    """Shows the sheet of whoever was asked for last."""

    shown = pyqtSignal()

    def __init__(self):
        super().__init__()
        self.setOpenExternalLinks(False)
        self.process = None
        self.written = None  # where the program writes
        self.document().setDefaultStyleSheet(STYLE)
        self.setPlaceholderText(text("在地图上选择企业、新项目或园区", "Choose an enterprise, a project or a park on the map"))

    def ask(self, folder, kind, of_it, solve=False):
        """Runs the program beside QGIS; an older question that is not answered yet is dropped."""
        self.stop()
        try:
            binary = program.find()
        except QgsProcessingException as missing:
            self.fail(str(missing))
            return
        self.written = tempfile.TemporaryDirectory(prefix="parkward-")
        output = os.path.join(self.written.name, "sheet.html")
        self.process = QProcess(self)
        self.process.finished.connect(lambda code, _status: self.answer(code, output))
        self.setPlainText(text("正在解释…", "Explaining …"))
        self.process.start(binary, arguments(folder, kind, of_it, output, solve))

    def stop(self):
        """Asks no longer."""
        if self.process is not None:
            self.process.finished.disconnect()
            self.process.kill()
            self.process.waitForFinished()
            self.process = None
            self.written.cleanup()

    def answer(self, code, output):
        """Shows what the program wrote, or why it did not."""
        said = bytes(self.process.readAllStandardError()).decode("utf-8", errors="replace").strip()
        self.process.deleteLater()
        self.process = None
        if code != 0 or not os.path.isfile(output):
            self.fail(program.bare(said.splitlines()[-1]) if said else f"parkward: exit code {code}")
            return
        with open(output, encoding="utf-8") as file:
            self.show_sheet(file.read())
        self.written.cleanup()
        self.shown.emit()

    def fail(self, why):
        self.setPlainText(why)
        self.shown.emit()

    def show_sheet(self, html):
        """Qt reads no style of print, no lists of terms side by side and no SVG within HTML."""
        html = re.sub(r"<style>.*?</style>", "", html, flags=re.S)
        html = re.sub(r"<dl>(.*?)</dl>", terms, html, flags=re.S)
        html = re.sub(r"<svg.*?</svg>", self.picture, html, flags=re.S)
        self.setHtml(html)

    def picture(self, found):
        """The sheet's map, drawn."""
        drawing = QSvgRenderer(QByteArray(found.group().encode()))
        size = drawing.defaultSize()
        if size.isEmpty():
            return ""
        image = QImage(QSize(WIDE, WIDE * size.height() // size.width()), QImage.Format.Format_ARGB32)
        image.fill(0xFFFFFFFF)
        painter = QPainter(image)
        drawing.render(painter)
        painter.end()
        self.document().addResource(QTextDocument.ResourceType.ImageResource, QUrl("map"), image)
        return '<img src="map">'


def terms(found):
    """A list of terms as a table."""
    rows = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", found.group(1), flags=re.S)
    return "<table>" + "".join(f"<tr><td>{term}&nbsp;&nbsp;</td><td>{value}</td></tr>" for term, value in rows) + "</table>"
