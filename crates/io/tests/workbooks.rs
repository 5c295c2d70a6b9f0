//! Workbooks: what counts is what the sheet shows.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use parkward_io::{Source, read_enterprises};
use parkward_model::{FieldKind, Survey, Value};
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};
use std::fs::File;
use std::io::Write;
use std::path::Path;
use tempfile::TempDir;

/// Reads `file` with the fields jobs (a number) and town (a word).
fn read(folder: &Path, file: &str, layer: Option<&str>) -> Result<Survey, String> {
    let source =
        Source { file: file.to_owned(), layer: layer.map(str::to_owned), ..Source::default() };
    let fields = [("jobs", FieldKind::Number), ("town", FieldKind::Word)];
    let fields = fields.map(|(name, kind)| (name.to_owned(), kind)).into();
    let mut survey = Survey::default();
    let read = read_enterprises(&source, folder, None, &fields, &mut survey);
    read.map(|()| survey).map_err(|error| error.to_string())
}

/// A book of one sheet: names of columns in the first row, then whatever `fill` writes.
fn book(fill: impl Fn(&mut Worksheet)) -> Result<Survey, String> {
    let folder = TempDir::new().unwrap();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["id", "lon", "lat", "jobs", "town"]).unwrap();
    fill(sheet);
    book.save(folder.path().join("a.xlsx")).unwrap();
    read(folder.path(), "a.xlsx", None)
}

/// A row of the sheet, from 2, as a person counts.
fn firm(sheet: &mut Worksheet, row: u32, id: &str) {
    sheet.write(row - 1, 0, id).unwrap();
    sheet.write(row - 1, 1, 121.25).unwrap();
    sheet.write(row - 1, 2, 30.85).unwrap();
}

fn ids(survey: &Survey) -> Vec<&str> {
    survey.enterprises.iter().map(|firm| firm.id.as_str()).collect()
}

fn notes(survey: &Survey) -> Vec<&str> {
    let all = survey.notes.iter().map(|note| note.text.en.as_str());
    all.filter(|note| !note.starts_with("has no column")).collect()
}

fn rejects(survey: &Survey) -> Vec<(u64, &str, &str)> {
    let told = |reject: &parkward_model::Reject| reject.expected.en.clone();
    let all = survey.rejects.iter();
    all.map(|r| (r.row, r.column.as_str(), &*Box::leak(told(r).into_boxed_str()))).collect()
}

fn fact(survey: &Survey, at: usize, name: &str) -> Option<Value> {
    survey.enterprises[at].facts.value(name).cloned()
}

/// A program that writes formulas without calculating them leaves no value, or a 0; either was read.
#[test]
fn formulas_that_nobody_calculated_are_refused() {
    let survey = book(|sheet| {
        firm(sheet, 2, "A");
        sheet.write(1, 3, Formula::new("1+2")).unwrap();
        firm(sheet, 3, "B");
        sheet.write(2, 3, Formula::new("1+2").set_result("3")).unwrap();
        firm(sheet, 4, "C");
    });
    let survey = survey.unwrap();
    let expected = "a calculated value: open and save it in the spreadsheet program first";
    assert_eq!(rejects(&survey), [(2, "jobs", expected)]);
    assert_eq!(survey.rejects[0].found.en, "=1+2");
    assert_eq!(ids(&survey), ["B", "C"]);
    assert_eq!(fact(&survey, 0, "jobs"), Some(Value::Number(3.0)));
    let all = book(|sheet| {
        firm(sheet, 2, "A");
        sheet.write(1, 0, Formula::new("\"A\"&1")).unwrap();
    });
    assert!(all.unwrap_err().contains(expected));
}

/// Parts of a book as other programs write them: no value at all, names of tags with a prefix, rows and cells without
/// their places, targets from the root, a kind for each text.
#[test]
fn books_of_other_programs_are_read() {
    let folder = TempDir::new().unwrap();
    let sheet = r#"<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>
        <x:row><x:c t="inlineStr"><x:is><x:t>id</x:t></x:is></x:c><x:c t="str"><x:v>lon</x:v></x:c>
        <x:c t="inlineStr"><x:is><x:r><x:t>la</x:t></x:r><x:r><x:t>t</x:t></x:r></x:is></x:c>
        <x:c t="inlineStr"><x:is><x:t>jobs</x:t></x:is></x:c></x:row>
        <x:row r="3"><x:c r="A3" t="s"><x:v>0</x:v></x:c><x:c r="B3"><x:v>121.25</x:v></x:c><x:c><x:v>30.85</x:v></x:c>
        <x:c><x:f>SUM(A1)</x:f><x:v/></x:c></x:row>
        <x:row r="5"><x:c r="A5" t="s"><x:v>1</x:v></x:c><x:c r="B5"><x:v>121.25</x:v></x:c><x:c r="C5"><x:v>30.85</x:v></x:c>
        <x:c r="D5" t="str"><x:f>""</x:f><x:v></x:v></x:c></x:row></x:sheetData></x:worksheet>"#;
    let parts = [
        (
            "_rels/.rels",
            r#"<Relationships><Relationship Id="r" Type="http://a/officeDocument" Target="/b/w.xml"/></Relationships>"#,
        ),
        (
            "b/_rels/w.xml.rels",
            r#"<Relationships><Relationship Id="r1" Type="http://a/worksheet" Target="/b/s.xml"/>
          <Relationship Id="r2" Type="http://a/sharedStrings" Target="../b/t.xml"/></Relationships>"#,
        ),
        (
            "b/w.xml",
            r#"<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#,
        ),
        (
            "b/t.xml",
            "<sst><si><t>A&amp;1</t><rPh><t>x</t></rPh></si><si><r><t>B</t></r><r><t>2</t></r></si></sst>",
        ),
        ("b/s.xml", sheet),
    ];
    let mut archive = zip::ZipWriter::new(File::create(folder.path().join("a.xlsx")).unwrap());
    for (name, text) in parts {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap();
    let survey = read(folder.path(), "a.xlsx", None).unwrap();
    // What a formula makes empty is empty; what nobody calculated is not.
    assert_eq!(ids(&survey), ["B2"]);
    assert_eq!((survey.enterprises[0].row, fact(&survey, 0, "jobs")), (5, None));
    assert_eq!(survey.rejects.len(), 1);
    assert_eq!((survey.rejects[0].row, survey.rejects[0].id.as_deref()), (3, Some("A&1")));
}

#[test]
fn errors_are_named_by_row_and_column() {
    let survey = book(|sheet| {
        for (row, error) in [(2, "#N/A"), (3, "#REF!"), (4, "#DIV/0!")] {
            firm(sheet, row, "A");
            sheet.write(row - 1, 3, Formula::new("NA()").set_result(error)).unwrap();
        }
        firm(sheet, 5, "B");
    });
    let survey = survey.unwrap();
    let expected = "a value (the sheet shows an error)";
    assert_eq!(rejects(&survey), [2, 3, 4].map(|row| (row, "jobs", expected)));
    let found: Vec<_> = survey.rejects.iter().map(|reject| reject.found.en.as_str()).collect();
    assert_eq!(found, ["#N/A", "#REF!", "#DIV/0!"]);
    // What else the row says is known: whose it is, and where.
    for reject in &survey.rejects {
        assert_eq!(reject.id.as_deref(), Some("A"));
        assert_eq!(reject.at.map(|at| (at.x, at.y)), Some((121.25, 30.85)));
    }
}

/// Merged cells, hidden rows and hidden sheets of the older kind of workbooks were as if they were none.
/// `old/make.py` has made the book.
#[test]
fn what_is_merged_or_hidden_in_a_book_of_excel_97_counts_too() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/old");
    let survey = read(&folder, "merged.xls", None).unwrap();
    assert_eq!(ids(&survey), ["A", "B", "E"]);
    let towns: Vec<_> = (0..3).map(|at| fact(&survey, at, "town")).collect();
    let word = |word: &str| Some(Value::Word(word.into()));
    assert_eq!(towns, [word("枫泾镇"), word("枫泾镇"), word("朱泾镇")]);
    let amount = "an amount for each row (the cell is merged over several rows: of each, or of all together?)";
    assert_eq!(rejects(&survey), [(4, "jobs", amount), (5, "jobs", amount)]);
    assert_eq!(survey.rejects[0].id.as_deref(), Some("C"));
    let told = notes(&survey);
    for expected in ["old years", "1 hidden row(s) are read too", "such as 枫泾镇 from row 2"] {
        assert!(told.iter().any(|note| note.contains(expected)), "{expected}: {told:?}");
    }
}

/// Numbers as texts and codes as numbers; `0131`, `12%` and `12亩` that are 131, 0.12 and 12 under a format.
#[test]
fn numbers_are_read_as_they_are_shown() {
    let survey = book(|sheet| {
        let format = |code: &str| Format::new().set_num_format(code);
        firm(sheet, 2, "x");
        sheet.write_with_format(1, 0, 131, &format("0000")).unwrap();
        sheet.write(1, 3, "12").unwrap();
        sheet.write_with_format(1, 4, 7, &format("\"T\"00")).unwrap();
        firm(sheet, 3, "B");
        sheet.write_with_format(2, 3, 0.12, &format("0%")).unwrap();
        sheet.write(2, 4, 310_116).unwrap();
        firm(sheet, 4, "C");
        sheet.write_with_format(3, 3, 123_456, &format("0!.0,\"万\"")).unwrap();
        firm(sheet, 5, "D");
        sheet.write_with_format(4, 4, 45_350, &format("yyyy/m/d")).unwrap();
    });
    let survey = survey.unwrap();
    assert_eq!(ids(&survey), ["0131", "B", "D"]);
    let facts = |at| [fact(&survey, at, "jobs"), fact(&survey, at, "town")];
    let word = |word: &str| Some(Value::Word(word.into()));
    assert_eq!(facts(0), [Some(Value::Number(12.0)), word("T07")]);
    assert_eq!(facts(1), [Some(Value::Number(0.12)), word("310116")]);
    assert_eq!(facts(2), [None, word("2024-02-28")]);
    let scaled = "a number shown as it is kept (its format shows thousands or tens of thousands)";
    assert_eq!(rejects(&survey), [(4, "jobs", scaled)]);
    assert_eq!(
        notes(&survey),
        [
            "column id: 1 cell(s) are read as the sheet shows them, such as 0131 in row 2 (kept as 131)",
            "column jobs: 1 cell(s) are shown in per cent, such as 12% in row 3, read as 0.12",
            "column town: 1 cell(s) are read as the sheet shows them, such as T07 in row 2 (kept as 7)",
        ]
    );
}

/// A town's name merged over its enterprises was that of the first alone; two rows of column names were none.
#[test]
fn merged_cells_belong_to_each_of_their_rows() {
    let folder = TempDir::new().unwrap();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let plain = Format::new();
    for (column, name) in [(0, "编号"), (3, "town"), (4, "jobs")] {
        sheet.merge_range(0, column, 1, column, name, &plain).unwrap();
    }
    sheet.merge_range(0, 1, 0, 2, "坐标位置", &plain).unwrap();
    sheet.write_row(1, 1, ["经度", "纬度"]).unwrap();
    for (row, id) in (3..).zip(["A", "B", "C", "D"]) {
        firm(sheet, row, id);
    }
    sheet.merge_range(2, 3, 4, 3, "枫泾镇", &plain).unwrap();
    sheet.write(5, 3, "朱泾镇").unwrap();
    sheet.merge_range(4, 4, 5, 4, "", &plain).unwrap();
    sheet.write(4, 4, 50).unwrap();
    book.save(folder.path().join("a.xlsx")).unwrap();
    let survey = read(folder.path(), "a.xlsx", None).unwrap();
    assert_eq!(ids(&survey), ["A", "B"]);
    let towns: Vec<_> = (0..2).map(|at| fact(&survey, at, "town")).collect();
    assert_eq!(towns, vec![Some(Value::Word("枫泾镇".into())); 2]);
    let amount = "an amount for each row (the cell is merged over several rows: of each, or of all together?)";
    assert_eq!(rejects(&survey), [(5, "jobs", amount), (6, "jobs", amount)]);
    let merged = "the value of merged cells counts for each of their rows: 5 cells, such as 枫泾镇 from row 3";
    assert_eq!(notes(&survey), [merged]);
}

/// Nobody disappears who is only out of sight.
#[test]
fn what_is_hidden_is_read_and_counted() {
    let folder = TempDir::new().unwrap();
    for filtered in [false, true] {
        let mut book = Workbook::new();
        for name in ["名单", "下拉选项", "Sheet3"] {
            let sheet = book.add_worksheet().set_name(name).unwrap();
            if name != "Sheet3" {
                sheet.write_row(0, 0, ["id", "lon", "lat"]).unwrap();
                (2..6).for_each(|row| firm(sheet, row, &format!("{name}{row}")));
                sheet.set_row_hidden(2).unwrap().set_row_hidden(4).unwrap();
                if filtered {
                    sheet.autofilter(0, 0, 4, 2).unwrap();
                }
                sheet.set_hidden(name != "名单");
            }
        }
        book.save(folder.path().join("a.xlsx")).unwrap();
        let survey = read(folder.path(), "a.xlsx", None).unwrap();
        assert_eq!(ids(&survey), ["名单2", "名单3", "名单4", "名单5"]);
        let rows = if filtered {
            "2 hidden row(s) are read too (a filter is set), such as row 3"
        } else {
            "2 hidden row(s) are read too, such as row 3"
        };
        let sheet = "a hidden sheet, 下拉选项 (5 rows), is not read; layer = \"下拉选项\" reads it";
        assert_eq!(notes(&survey), [sheet, rows]);
        let survey = read(folder.path(), "a.xlsx", Some("下拉选项")).unwrap();
        assert_eq!(ids(&survey)[0], "下拉选项2");
        assert_eq!(notes(&survey)[0], "the sheet 下拉选项 (5 rows), which is read, is hidden");
    }
}

/// The same of an ODS; and rows that repeat, remarks beside a cell, blanks that a tag stands for.
#[test]
fn a_sheet_of_libreoffice_is_read_as_it_is_shown() {
    let folder = TempDir::new().unwrap();
    let text = |text: &str| {
        format!(
            r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#
        )
    };
    let number = |number: &str, shown: &str| {
        format!(
            r#"<table:table-cell office:value-type="float" office:value="{number}"><text:p>{shown}</text:p></table:table-cell>"#
        )
    };
    let place = number("121.25", "121.3") + &number("30.85", "30.9");
    let row = |cells: String| format!("<table:table-row>{cells}</table:table-row>");
    let names = ["id", "lon", "lat", "jobs", "town"].map(text).concat();
    let rows = [
        row(names),
        r#"<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>"#.to_owned(),
        row(number("131", "0131") + &place + &number("3", "3")
            + r#"<table:table-cell office:value-type="string" table:number-rows-spanned="2"><office:annotation><text:p>remark</text:p></office:annotation><text:p>枫<text:s text:c="2"/>泾</text:p></table:table-cell>"#),
        row(text("B") + &place
            + r#"<table:table-cell office:value-type="percentage" office:value="0.12"><text:p>12%</text:p></table:table-cell><table:covered-table-cell/>"#)
            .replace("<table:table-row>", r#"<table:table-row table:visibility="filter">"#),
        row(text("C") + &place + r#"<table:table-cell table:formula="of:=SUM(1)"/>"#),
        row(text("D") + &place
            + r##"<table:table-cell table:formula="of:=1/0" office:value-type="string" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>"##),
        row(text("E") + &place + r#"<table:table-cell/><table:table-cell office:value-type="date" office:date-value="2024-02-28T00:00:00"><text:p>28.02.24</text:p></table:table-cell>"#),
        r#"<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#.to_owned(),
    ];
    let content = format!(
        r#"<office:document-content><office:automatic-styles><style:style style:name="h"><style:table-properties table:display="false"/></style:style></office:automatic-styles>
        <office:body><office:spreadsheet><table:table table:name="A">{}</table:table>
        <table:table table:name="B" table:style-name="h">{}</table:table></office:spreadsheet></office:body></office:document-content>"#,
        rows.concat(),
        row(text("x")),
    );
    let mut archive = zip::ZipWriter::new(File::create(folder.path().join("a.ods")).unwrap());
    for (name, text) in
        [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content)]
    {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap();
    let survey = read(folder.path(), "a.ods", None).unwrap();
    assert_eq!(ids(&survey), ["0131", "B", "E"]);
    let rows: Vec<_> = survey.enterprises.iter().map(|firm| firm.row).collect();
    assert_eq!(rows, [4, 5, 8]);
    assert_eq!(fact(&survey, 1, "jobs"), Some(Value::Number(0.12)));
    assert_eq!(fact(&survey, 1, "town"), Some(Value::Word("枫  泾".into())));
    assert_eq!(fact(&survey, 2, "town"), Some(Value::Word("2024-02-28".into())));
    assert_eq!(
        rejects(&survey),
        [
            (6, "jobs", "a calculated value: open and save it in the spreadsheet program first"),
            (7, "jobs", "a value (the sheet shows an error)"),
        ]
    );
    assert_eq!(
        notes(&survey),
        [
            "a hidden sheet, B (1 rows), is not read; layer = \"B\" reads it",
            "column id: 1 cell(s) are read as the sheet shows them, such as 0131 in row 4 (kept as 131)",
            "column jobs: 1 cell(s) are shown in per cent, such as 12% in row 5, read as 0.12",
            "the value of merged cells counts for each of their rows: 2 cells, such as 枫  泾 from row 4",
            "1 hidden row(s) are read too (a filter is set), such as row 5",
        ]
    );
}

/// A sheet that was cut off in the middle of a row had no rows any more, and nobody was told.
#[test]
fn a_sheet_that_is_broken_is_refused() {
    let folder = TempDir::new().unwrap();
    let rows = r#"<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>id</v></c></row><row r="2"><c r="A2"><v>1</v></c>"#;
    for end in [
        "",
        "</c></row></sheetData></worksheet>",
        "<c r=\"B2\" t=\"s\"><v>7</v></c></row></sheetData></worksheet>",
    ] {
        let mut archive = zip::ZipWriter::new(File::create(folder.path().join("a.xlsx")).unwrap());
        for (name, text) in [
            ("xl/workbook.xml", r#"<workbook xmlns:r="r"><sheets><sheet name="S" r:id="r1"/></sheets></workbook>"#.to_owned()),
            ("xl/_rels/workbook.xml.rels", r#"<Relationships><Relationship Id="r1" Type="a/worksheet" Target="s.xml"/></Relationships>"#.to_owned()),
            ("xl/s.xml", format!("{rows}{end}")),
        ] {
            archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            archive.write_all(text.as_bytes()).unwrap();
        }
        archive.finish().unwrap();
        let said = read(folder.path(), "a.xlsx", None).unwrap_err();
        assert!(
            said.starts_with("a.xlsx: expected a whole workbook (xlsx or ods), found "),
            "{said}"
        );
    }
}

/// A book with a password is an archive within a file of the older kind.
#[test]
fn a_book_that_cannot_be_read_says_why() {
    let folder = TempDir::new().unwrap();
    for (bytes, expected) in [
        (&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], "save it as .xlsx without a password"),
        (b"PK\x03\x04 cut off", "expected a whole workbook (xlsx or ods)"),
    ] {
        std::fs::write(folder.path().join("a.xlsx"), bytes).unwrap();
        let said = read(folder.path(), "a.xlsx", None).unwrap_err();
        assert!(said.contains(expected), "{said}");
    }
}

/// The parts of a book with a password were called XML that is not closed.
#[test]
fn a_book_of_libreoffice_with_a_password_says_so() {
    let folder = TempDir::new().unwrap();
    let encrypted = r#"<manifest:manifest><manifest:file-entry manifest:full-path="content.xml">
        <manifest:encryption-data manifest:checksum="qg="/></manifest:file-entry></manifest:manifest>"#;
    let mimetype = ("mimetype", "application/vnd.oasis.opendocument.spreadsheet");
    for (name, parts) in [
        (
            "each.ods",
            [mimetype, ("META-INF/manifest.xml", encrypted), ("content.xml", "\u{1}<\u{2}")],
        ),
        ("whole.ods", [mimetype, ("META-INF/manifest.xml", ""), ("encrypted-package", "\u{1}")]),
    ] {
        let mut archive = zip::ZipWriter::new(File::create(folder.path().join(name)).unwrap());
        for (part, text) in parts {
            archive.start_file(part, zip::write::SimpleFileOptions::default()).unwrap();
            archive.write_all(text.as_bytes()).unwrap();
        }
        archive.finish().unwrap();
        let said = read(folder.path(), name, None).unwrap_err();
        assert_eq!(
            said,
            format!(
                "{name}: expected a whole workbook (xlsx or ods), found one with a password; save it without one"
            )
        );
    }
}
