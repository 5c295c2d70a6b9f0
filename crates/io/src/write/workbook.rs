//! A workbook for spreadsheets: a sheet a layer, by rust_xlsxwriter.

use crate::WriteError;
use parkward_layer::{Cell, ColumnKind, PlanLayer};
use parkward_model::{Lang, Text};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format as CellFormat, FormatAlign, Workbook, Worksheet, XlsxError,
};
use std::fs;
use std::path::Path;

/// Rows of a sheet besides the header.
const ROWS: usize = 1_048_575;
/// Characters of a cell.
const CHARACTERS: usize = 32_767;
/// Excel's number for the size of paper.
const A4: u8 = 9;
/// Width of the widest column, in characters.
const WIDEST: usize = 60;

/// Writes layers as the sheets of one workbook, without geometries: headers in `lang`, frozen, with
/// filters; numbers as numbers; texts as texts, never as formulas. `created` (`2026-01-01`) is the day
/// in its properties. What was cut (a cell holds 32,767 characters) is reported.
///
/// # Errors
/// [`WriteError::Sheet`] if a layer has more rows than a sheet; [`WriteError::Layer`].
pub(super) fn write_workbook(
    layers: &[PlanLayer<'_>],
    lang: Lang,
    title: &str,
    created: &str,
    path: &Path,
) -> Result<Vec<Text>, WriteError> {
    if let Some(layer) = layers.iter().find(|layer| layer.len() > ROWS) {
        let (path, sheet) = (path.to_owned(), layer.name.to_owned());
        return Err(WriteError::Sheet { path, sheet, rows: layer.len(), most: ROWS });
    }
    let failed = |layer: &str| {
        let layer = layer.to_owned();
        move |error: XlsxError| match error {
            XlsxError::IoError(reason) => WriteError::File { path: path.to_owned(), reason },
            other => WriteError::layer(path, &layer, other.to_string()),
        }
    };
    let mut notes = Vec::new();
    let mut workbook = Workbook::new();
    let day = ExcelDateTime::parse_from_str(created).map_err(failed("*"))?;
    let properties = DocProperties::new().set_title(title).set_creation_datetime(&day);
    workbook.set_properties(&properties);
    for layer in layers {
        let cut = fill(workbook.add_worksheet(), layer, lang, title).map_err(failed(layer.name))?;
        if cut > 0 {
            notes.push(Text::new(
                format!("XLSX {}：{cut} 个单元格超过 {CHARACTERS} 字符，已截断", layer.name),
                format!(
                    "XLSX {}: {cut} cells are longer than {CHARACTERS} characters and were cut",
                    layer.name
                ),
            ));
        }
    }
    // In memory first: where the disk is full, what packs it would say so itself, on standard error.
    let packed = workbook.save_to_buffer().map_err(failed("*"))?;
    fs::write(path, packed).map_err(|reason| WriteError::File { path: path.to_owned(), reason })?;
    Ok(notes)
}

/// Gives how many cells were cut.
fn fill(
    sheet: &mut Worksheet,
    layer: &PlanLayer<'_>,
    lang: Lang,
    title: &str,
) -> Result<usize, XlsxError> {
    let header = CellFormat::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    // Years are among them.
    let whole = CellFormat::new().set_num_format("0");
    let real = CellFormat::new().set_num_format("#,##0.00##");
    let count = CellFormat::new().set_num_format("#,##0");
    let counts = columns_of_counts(layer)?;
    sheet.set_name(match lang {
        Lang::Zh => layer.title.in_lang(lang),
        Lang::En => layer.name,
    })?;
    let mut widths = Vec::new();
    for (column, field) in (0_u16..).zip(&layer.fields) {
        let title = field.title.in_lang(lang);
        sheet.write_string_with_format(0, column, title, &header)?;
        widths.push(width(title).min(16));
    }
    let (mut line, mut cut) = (0, 0);
    layer.try_each(|row| {
        line += 1;
        for (column, ((cell, field), widest)) in
            (0_u16..).zip(row.cells.iter().zip(&layer.fields).zip(&mut widths))
        {
            match cell {
                Cell::Unknown => continue,
                Cell::Flag(flag) => sheet.write_boolean(line, column, *flag)?,
                #[expect(clippy::cast_precision_loss, reason = "counts and row numbers")]
                Cell::Integer(number) => {
                    sheet.write_number_with_format(line, column, *number as f64, &whole)?
                }
                Cell::Real(number) if number.is_finite() => {
                    let format = if counts[usize::from(column)] { &count } else { &real };
                    sheet.write_number_with_format(line, column, *number, format)?
                }
                Cell::Real(_) => continue,
                Cell::Text(text) => match text.char_indices().nth(CHARACTERS) {
                    Some(_) => {
                        let kept: String = text.chars().take(CHARACTERS - 1).chain(['…']).collect();
                        cut += 1;
                        sheet.write_string(line, column, kept)?
                    }
                    None => sheet.write_string(line, column, text.as_ref())?,
                },
            };
            let content = match field.kind {
                ColumnKind::Text => width(&cell.text()),
                _ => 10,
            };
            *widest = (*widest).max(content).min(WIDEST);
        }
        Ok::<(), XlsxError>(())
    })?;
    for (column, width) in (0_u16..).zip(widths) {
        #[expect(clippy::cast_precision_loss, reason = "tens of characters")]
        sheet.set_column_width(column, width as f64 + 2.0)?;
    }
    sheet.set_freeze_panes(1, 1)?;
    // On paper: across, as many columns as there are on one page, the header on each.
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_header(format!("&L{}&R&A", title.replace('&', "&&"))).set_footer("&C&P / &N");
    let columns = u16::try_from(layer.fields.len()).unwrap_or(u16::MAX);
    if columns > 0 && line > 0 {
        sheet.autofilter(0, 0, line, columns - 1)?;
    }
    Ok(cut)
}

/// Which columns hold nothing but whole numbers, such as jobs, whatever they may hold.
fn columns_of_counts(layer: &PlanLayer<'_>) -> Result<Vec<bool>, XlsxError> {
    let mut counts = vec![true; layer.fields.len()];
    layer.try_each(|row| {
        for (cell, whole) in row.cells.iter().zip(&mut counts) {
            *whole &= !matches!(cell, Cell::Real(number) if number.fract() != 0.0);
        }
        Ok::<(), XlsxError>(())
    })?;
    Ok(counts)
}

/// Columns that a text takes: Chinese characters are two wide.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}
