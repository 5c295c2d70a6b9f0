//! Sheets for word processors: the least WordprocessingML (ECMA-376, part 1) that Word, WPS and LibreOffice open.
//! Each sheet is a section with a foot and page numbers of its own.

use super::block::{Block, Sheet, Table, head_lines, inert};
use super::columns::{WIDTH, columns};
use crate::map::{SMALL_MAP, xml_escaped};
use crate::{Drawing, Fonts, RenderError};
use parkward_model::Lang;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Of the maps: sharp in print, and small enough for a batch.
const DPI: f32 = 150.0;
/// In which size the columns of tables are measured: other programs have other typefaces, which may be wider.
const MEASURED: (f64, f64) = (8.4, 6.8);
/// Units of word processors to a point: twentieths for text, English metric units for pictures.
const TWIPS: f64 = 20.0;
const EMU: f64 = 12_700.0;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const NAMES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture""#;
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPES: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

pub(super) fn write(sheets: &[Sheet], lang: Lang, fonts: &Fonts) -> Result<Vec<u8>, RenderError> {
    let mut body = Body { fonts, lang, xml: String::new(), pictures: Vec::new() };
    for (number, sheet) in sheets.iter().enumerate() {
        body.sheet(sheet, number, number + 1 == sheets.len())?;
    }
    package(sheets, lang, &body).map_err(|error| RenderError::Docx(error.to_string()))
}

/// The parts of the document as one archive. Entries have no time, so the same sheets are the same bytes.
fn package(sheets: &[Sheet], lang: Lang, body: &Body<'_>) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, bytes: &[u8]| {
        archive.start_file(name, SimpleFileOptions::default().unix_permissions(0o644))?;
        archive.write_all(bytes)?;
        zip::result::ZipResult::Ok(())
    };
    let mut types = format!(
        r#"{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="{TYPES}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="{TYPES}.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>"#
    );
    let mut links = format!(
        r#"{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{}"#,
        link("s", "styles", "styles.xml")
    );
    for number in 0..sheets.len() {
        let _ = write!(
            types,
            r#"<Override PartName="/word/footer{number}.xml" ContentType="{TYPES}.footer+xml"/>"#
        );
        links += &link(&format!("f{number}"), "footer", &format!("footer{number}.xml"));
    }
    for number in 0..body.pictures.len() {
        links += &link(&format!("p{number}"), "image", &format!("media/map{number}.png"));
    }
    put("[Content_Types].xml", (types + "</Types>").as_bytes())?;
    let core =
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    let top = format!(
        r#"{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{}<Relationship Id="c" Type="{core}" Target="docProps/core.xml"/></Relationships>"#,
        link("d", "officeDocument", "word/document.xml")
    );
    put("_rels/.rels", top.as_bytes())?;
    let title = words(sheets.first().map_or("", |sheet| &sheet.title));
    let core = format!(
        r#"{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></cp:coreProperties>"#
    );
    put("docProps/core.xml", core.as_bytes())?;
    put("word/_rels/document.xml.rels", (links + "</Relationships>").as_bytes())?;
    put("word/styles.xml", styles(lang).as_bytes())?;
    let document = format!("{HEAD}<w:document {NAMES}><w:body>{}</w:body></w:document>", body.xml);
    put("word/document.xml", document.as_bytes())?;
    for (number, sheet) in sheets.iter().enumerate() {
        put(&format!("word/footer{number}.xml"), footer(sheet, lang).as_bytes())?;
    }
    for (number, picture) in body.pictures.iter().enumerate() {
        put(&format!("word/media/map{number}.png"), picture)?;
    }
    Ok(archive.finish()?.into_inner())
}

fn link(id: &str, kind: &str, target: &str) -> String {
    format!(r#"<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target="{target}"/>"#)
}

/// Text of unknown origin, as text.
fn words(text: &str) -> String {
    xml_escaped(&inert(text))
}

fn run(text: &str) -> String {
    format!(r#"<w:r><w:t xml:space="preserve">{}</w:t></w:r>"#, words(text))
}

fn paragraph(style: &str, text: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{}</w:p>"#, run(text))
}

fn field(code: &str) -> String {
    format!(r#"<w:fldSimple w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>"#)
}

fn footer(sheet: &Sheet, lang: Lang) -> String {
    let number = match lang {
        Lang::Zh => format!("{}{}{}", run("第 "), field("PAGE"), run(" 页")),
        Lang::En => format!("{}{}", run("page "), field("PAGE")),
    };
    let right = twips(WIDTH);
    format!(
        r#"{HEAD}<w:ftr {NAMES}><w:p><w:pPr><w:pStyle w:val="Foot"/><w:tabs><w:tab w:val="right" w:pos="{right}"/></w:tabs></w:pPr>{}<w:r><w:tab/></w:r>{number}</w:p></w:ftr>"#,
        run(&sheet.foot)
    )
}

/// Points in twentieths of them.
fn twips(points: f64) -> String {
    format!("{:.0}", points * TWIPS)
}

/// Styles by id: size in half points, boldness, colour, space above and below in twentieths, what stays with the next.
fn styles(lang: Lang) -> String {
    let (latin, body, heading, code) = match lang {
        Lang::Zh => ("Times New Roman", "宋体", "黑体", "zh-CN"),
        Lang::En => ("Arial", "宋体", "黑体", "en-GB"),
    };
    let mut xml = format!(
        r#"{HEAD}<w:styles {NAMES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:cs="{latin}" w:eastAsia="{body}"/><w:sz w:val="21"/><w:lang w:val="{code}" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="60" w:line="288" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>"#
    );
    let edge =
        r#"<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="4" w:color="1A1A1A"/></w:pBdr>"#;
    let bar = r#"<w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="0B3D66"/></w:pBdr>"#;
    let rows = [
        ("Title", "Title", 30, true, "1A1A1A", 0, 0, edge),
        ("About", "About", 17, false, "555555", 0, 0, ""),
        ("Verdict", "Verdict", 38, true, "0B3D66", 160, 100, ""),
        ("Lead", "Lead", 23, false, "1A1A1A", 0, 80, bar),
        ("Heading1", "heading 1", 23, true, "0B3D66", 200, 40, "<w:keepNext/>"),
        ("Cell", "Cell", 15, false, "1A1A1A", 0, 0, ""),
        ("Head", "Head", 15, true, "1A1A1A", 0, 0, ""),
        ("Caption", "caption", 17, false, "555555", 0, 100, ""),
        ("Notice", "Notice", 17, false, "8A3B00", 120, 0, ""),
        ("Foot", "footer", 16, false, "555555", 0, 0, ""),
    ];
    for (id, name, size, bold, colour, above, below, more) in rows {
        let weight = match bold {
            true => format!(r#"<w:rFonts w:eastAsia="{heading}"/><w:b/>"#),
            false => String::new(),
        };
        let outline = if id == "Heading1" { r#"<w:outlineLvl w:val="0"/>"# } else { "" };
        let line = if matches!(id, "Cell" | "Head") { 240 } else { 288 };
        // The order of elements is the schema's: keepNext, pBdr, spacing, outlineLvl.
        let _ = write!(
            xml,
            r#"<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:pPr>{more}<w:spacing w:before="{above}" w:after="{below}" w:line="{line}" w:lineRule="auto"/>{outline}</w:pPr><w:rPr>{weight}<w:color w:val="{colour}"/><w:sz w:val="{size}"/></w:rPr></w:style>"#
        );
    }
    xml + "</w:styles>"
}

struct Body<'f> {
    fonts: &'f Fonts,
    lang: Lang,
    xml: String,
    pictures: Vec<Vec<u8>>,
}

impl Body<'_> {
    fn sheet(&mut self, sheet: &Sheet, number: usize, last: bool) -> Result<(), RenderError> {
        for line in &sheet.about {
            self.xml += &paragraph("About", line);
        }
        self.xml += &paragraph("Title", &sheet.title);
        self.xml += &paragraph("Verdict", &sheet.verdict);
        for block in &sheet.blocks {
            self.block(block)?;
        }
        let section = section(number);
        self.xml += &match last {
            true => section,
            false => format!("<w:p><w:pPr>{section}</w:pPr></w:p>"),
        };
        Ok(())
    }

    fn block(&mut self, block: &Block) -> Result<(), RenderError> {
        match block {
            Block::Lead(sentences) => {
                sentences.iter().for_each(|sentence| self.xml += &paragraph("Lead", sentence));
            }
            Block::Heading(heading) => self.xml += &paragraph("Heading1", heading),
            Block::Sentence(sentence) => self.xml += &paragraph("Normal", sentence),
            Block::Notice(notice) => self.xml += &paragraph("Notice", notice),
            Block::Facts(facts) => {
                let rows: Vec<Vec<&str>> = facts
                    .chunks(2)
                    .map(|pair| pair.iter().flatten().map(String::as_str).collect())
                    .collect();
                let widths = [0.2, 0.3, 0.2, 0.3].map(|share| share * WIDTH);
                self.table(&[], &rows, &widths, &|_| false);
            }
            Block::Table(table) => {
                let (widths, _) = columns(table, self.fonts, MEASURED);
                let Table { header, numbers, rows } = table;
                let rows: Vec<Vec<&str>> =
                    rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
                self.table(header, &rows, &widths, &|column| numbers.contains(&column));
            }
            Block::Map { svg, caption } => {
                let picture = Drawing::of(svg, self.fonts)?.png(DPI)?;
                self.picture(picture, caption);
                self.xml += &paragraph("Caption", caption);
            }
            Block::Signatures { who, date } => {
                let line = |text: &str| {
                    format!(
                        r#"<w:p><w:pPr><w:keepNext/><w:tabs><w:tab w:val="left" w:leader="underscore" w:pos="{}"/></w:tabs><w:spacing w:before="360"/></w:pPr>{}<w:r><w:tab/></w:r></w:p>"#,
                        twips(WIDTH * 0.85),
                        run(&format!("{text}{} ", if self.lang == Lang::Zh { "：" } else { ":" })),
                    )
                };
                let lines: String = who.iter().flat_map(|who| [line(who), line(date)]).collect();
                self.xml += &lines;
            }
        }
        Ok(())
    }

    fn picture(&mut self, picture: Vec<u8>, caption: &str) {
        let number = self.pictures.len();
        let (id, caption) = (number + 1, words(caption));
        let [width, height] =
            [SMALL_MAP.0, SMALL_MAP.1].map(|points| format!("{:.0}", points * EMU));
        let _ = write!(
            self.xml,
            r#"<w:p><w:pPr><w:keepNext/></w:pPr><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{id}" name="map {id}" descr="{caption}"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="{id}" name="map{number}.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="p{number}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"#
        );
        self.pictures.push(picture);
    }

    fn table(
        &mut self,
        header: &[String],
        rows: &[Vec<&str>],
        widths: &[f64],
        right: &dyn Fn(usize) -> bool,
    ) {
        let cells: String =
            widths.iter().map(|width| format!(r#"<w:gridCol w:w="{}"/>"#, twips(*width))).collect();
        let line = |side: &str, size: u8, colour: &str| {
            format!(r#"<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{colour}"/>"#)
        };
        let edges =
            line("top", 4, "999999") + &line("bottom", 4, "999999") + &line("insideH", 2, "CCCCCC");
        let all = twips(widths.iter().sum());
        let _ = write!(
            self.xml,
            r#"<w:tbl><w:tblPr><w:tblW w:w="{all}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{cells}</w:tblGrid>"#
        );
        let head: Vec<&str> = header.iter().map(String::as_str).collect();
        if !head.is_empty() {
            self.row(&head, widths, "Head", right, "<w:tblHeader/>");
        }
        for row in rows {
            self.row(row, widths, "Cell", right, "");
        }
        // Two tables must not touch, and a table is no last thing of a section.
        self.xml += r#"</w:tbl><w:p><w:pPr><w:pStyle w:val="Cell"/></w:pPr></w:p>"#;
    }

    fn row(
        &mut self,
        cells: &[&str],
        widths: &[f64],
        style: &str,
        right: &dyn Fn(usize) -> bool,
        more: &str,
    ) {
        let _ = write!(self.xml, "<w:tr><w:trPr><w:cantSplit/>{more}</w:trPr>");
        for (column, width) in widths.iter().enumerate() {
            let text = cells.get(column).copied().unwrap_or_default();
            let text: Vec<String> = match style {
                "Head" => head_lines(text).map(run).collect(),
                _ => vec![run(text)],
            };
            let side = if right(column) { r#"<w:jc w:val="right"/>"# } else { "" };
            let _ = write!(
                self.xml,
                r#"<w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/>{side}</w:pPr>{}</w:p></w:tc>"#,
                twips(*width),
                text.join("<w:r><w:br/></w:r>")
            );
        }
        self.xml += "</w:tr>";
    }
}

/// A section on A4, whose pages are counted from 1.
fn section(number: usize) -> String {
    format!(
        r#"<w:sectPr><w:footerReference w:type="default" r:id="f{number}"/><w:type w:val="nextPage"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1020" w:right="{side}" w:bottom="1130" w:left="{side}" w:header="560" w:footer="560" w:gutter="0"/><w:pgNumType w:start="1"/></w:sectPr>"#,
        side = twips((595.28 - WIDTH) / 2.0)
    )
}
