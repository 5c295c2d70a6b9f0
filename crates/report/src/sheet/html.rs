//! Sheets as one page for browsers: no script, no other file, inline pictures.

use super::block::{Block, Sheet, Table, head_lines, inert};
use crate::Fonts;
use crate::map::xml_escaped;
use parkward_model::Lang;
use std::fmt::Write as _;

/// How it looks, on the screen and on paper.
const STYLE: &str = include_str!("sheet.css");

pub(super) fn write(sheets: &[Sheet], lang: Lang, fonts: &Fonts) -> String {
    let (code, family) = (if lang == Lang::Zh { "zh-CN" } else { "en" }, words(fonts.family()));
    let title = sheets.first().map_or("", |sheet| &sheet.title);
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n\
         <style>\n{STYLE}body {{ font-family: \"{family}\", sans-serif; }}\n</style>\n</head>\n<body>\n",
        words(title)
    );
    for sheet in sheets {
        write_sheet(&mut html, sheet);
    }
    html.push_str("</body>\n</html>\n");
    html
}

/// Text of unknown origin, as text.
fn words(text: &str) -> String {
    xml_escaped(&inert(text))
}

fn write_sheet(html: &mut String, sheet: &Sheet) {
    let about: Vec<String> = sheet.about.iter().map(|line| words(line)).collect();
    let (title, verdict) = (words(&sheet.title), words(&sheet.verdict));
    // Writing to a String cannot fail.
    let _ = write!(
        html,
        "<article>\n<header><h1>{title}</h1><p>{}</p></header>\n<p class=\"verdict\">{verdict}</p>\n",
        about.join("<br>")
    );
    for block in &sheet.blocks {
        write_block(html, block);
    }
    let _ = writeln!(html, "<footer>{}</footer>\n</article>", words(&sheet.foot));
}

fn write_block(html: &mut String, block: &Block) {
    let _ = match block {
        Block::Lead(sentences) => {
            let sentences = sentences.iter().map(|s| format!("<p>{}</p>", words(s)));
            writeln!(html, "<div class=\"lead\">{}</div>", sentences.collect::<String>())
        }
        Block::Heading(heading) => writeln!(html, "<h2>{}</h2>", words(heading)),
        Block::Sentence(sentence) => writeln!(html, "<p>{}</p>", words(sentence)),
        Block::Facts(facts) => {
            let row = |[what, value]: &[String; 2]| {
                format!("<dt>{}</dt><dd>{}</dd>", words(what), words(value))
            };
            writeln!(html, "<dl>{}</dl>", facts.iter().map(row).collect::<String>())
        }
        Block::Table(table) => {
            write_table(html, table);
            Ok(())
        }
        Block::Map { svg, caption } => {
            let caption = words(caption);
            writeln!(html, "<figure>\n{svg}<figcaption>{caption}</figcaption></figure>")
        }
        Block::Notice(notice) => writeln!(html, "<p class=\"notice\">{}</p>", words(notice)),
        Block::Signatures { who, date } => {
            let one = |who: &String| {
                let (who, date) = (words(who), words(date));
                format!(
                    "<div><p>{who}</p><p class=\"line\"></p><p>{date}</p><p class=\"line\"></p></div>"
                )
            };
            let all: String = who.iter().map(one).collect();
            writeln!(html, "<div class=\"signatures\">{all}</div>")
        }
    };
}

fn write_table(html: &mut String, table: &Table) {
    let row = |cells: &[String], tag: &str| {
        let cell = |(column, cell): (usize, &String)| {
            let class = if table.numbers.contains(&column) { " class=\"n\"" } else { "" };
            let lines: Vec<String> = match tag {
                "th" => head_lines(cell).map(words).collect(),
                _ => vec![words(cell)],
            };
            format!("<{tag}{class}>{}</{tag}>", lines.join("<br>"))
        };
        cells.iter().enumerate().map(cell).collect::<String>()
    };
    let _ =
        writeln!(html, "<table>\n<thead><tr>{}</tr></thead>\n<tbody>", row(&table.header, "th"));
    for cells in &table.rows {
        let _ = writeln!(html, "<tr>{}</tr>", row(cells, "td"));
    }
    html.push_str("</tbody>\n</table>\n");
}
