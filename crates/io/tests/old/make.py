"""Makes merged.xls, with xlwt 1.3.0: a workbook of Excel 97 with merged cells, a hidden row and a hidden sheet. Run by
hand; what it made is kept, since Debian has no xlwt."""

from pathlib import Path

import xlwt

book = xlwt.Workbook(encoding="utf-8")
old = book.add_sheet("old years")
old.write(0, 0, "id")
old.write(1, 0, "Z")
old.visibility = 1
sheet = book.add_sheet("企业")
for column, name in enumerate(["id", "lon", "lat", "jobs", "town"]):
    sheet.write(0, column, name)
for row, name in enumerate("ABCDE", 1):
    sheet.write(row, 0, name)
    sheet.write(row, 1, 121.25)
    sheet.write(row, 2, 30.85)
sheet.write_merge(1, 2, 4, 4, "枫泾镇")
sheet.write_merge(3, 4, 3, 3, 50)
sheet.write(5, 4, "朱泾镇")
sheet.row(5).hidden = True
book.active_sheet = 1
book.save(str(Path(__file__).parent / "merged.xls"))
