//! Layers to files: every format, any CRS.

use crate::fault::Result;
use crate::plan_file::Outputs;
use geo_types::MultiPolygon;
use parkward_io::{Contents, Format, Holds, WriteError, write_database, write_geopackage};
use parkward_layer::{Field, LayerStyle, Placed, PlanLayer, Shape};
use parkward_model::{Lang, Text, ZoneShape};
use parkward_planning::{Outline, Plan, Sheets, outline_layer};
use parkward_policy::RuleBook;
use parkward_report::TitleBlock;
use std::fs;
use std::path::Path;

/// One file in the making: its name, and what makes it and gives what the user should know.
pub(crate) type Step<'a> = (String, Box<dyn FnOnce() -> Result<Vec<Text>> + Send + 'a>);

/// What is written of a plan, and how.
pub(crate) struct Layers<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) rules: &'a RuleBook,
    pub(crate) lang: Lang,
    pub(crate) outputs: &'a Outputs,
}

impl<'a> Layers<'a> {
    fn all(&self) -> Vec<PlanLayer<'_>> {
        self.some(|_| true)
    }

    fn some(&self, wanted: impl Fn(&str) -> bool) -> Vec<PlanLayer<'_>> {
        let layers =
            self.plan.some_layers(self.lang, |name| self.outputs.wants(name) && wanted(name));
        layers.into_iter().map(|layer| layer.for_readers(self.lang)).collect()
    }

    /// Hands over the layers that are `wanted`, in the CRS.
    fn with<T>(
        &self,
        wanted: impl Fn(&str) -> bool,
        write: impl FnOnce(&[PlanLayer<'_>]) -> Result<T>,
    ) -> Result<T> {
        let crs = &self.outputs.crs;
        // CGCS2000 has the coordinates of WGS84, but not its name.
        let layers = || {
            let mut layers = self.some(&wanted);
            if crs.is_wgs84() {
                layers.iter_mut().for_each(|layer| layer.crs = crs.clone());
            }
            layers
        };
        if crs.is_wgs84() {
            return write(&layers());
        }
        let placed = layers().into_iter().map(|layer| Placed::new(&layer, crs));
        let placed = placed.collect::<Result<Vec<_>, _>>()?;
        let layers = layers().into_iter().zip(&placed).map(|(layer, placed)| layer.placed(placed));
        write(&layers.collect::<Vec<_>>())
    }

    /// The files of a format, to be made in a folder.
    pub(crate) fn steps(&'a self, format: &'a Format, folder: &'a Path) -> Result<Vec<Step<'a>>> {
        let place = format.place(&self.outputs.crs);
        let path = folder.join(&place);
        Ok(match format.holds() {
            Holds::AllLayers => vec![(place, Box::new(move || self.all_in_one(format, &path)))],
            Holds::Sheets => vec![(place, Box::new(move || self.sheets(format, &path)))],
            Holds::OneLayer => {
                fs::create_dir_all(&path)
                    .map_err(|reason| WriteError::File { path: path.clone(), reason })?;
                let steps = self.all().into_iter().filter_map(|layer| {
                    let name = layer.name;
                    let file = format.file(name, &self.outputs.crs)?;
                    let path = folder.join(&file);
                    let write = move || {
                        self.with(|n| n == name, |layers| self.write(format, layers, &[], &path))
                    };
                    Some((file, Box::new(write) as Box<dyn FnOnce() -> Result<Vec<Text>> + Send>))
                });
                steps.collect()
            }
        })
    }

    fn write(
        &self,
        format: &Format,
        layers: &[PlanLayer<'_>],
        styles: &[LayerStyle],
        path: &Path,
    ) -> Result<Vec<Text>> {
        let contents = Contents {
            layers,
            styles,
            title: self.plan.options.title.in_lang(self.lang),
            lang: self.lang,
            stamp: &self.plan.options.as_of.to_string(),
            csv_bom: self.outputs.csv_bom,
        };
        Ok(format.write(&contents, path)?)
    }

    fn all_in_one(&self, format: &Format, path: &Path) -> Result<Vec<Text>> {
        self.with(
            |_| true,
            |layers| {
                let styles = parkward_qgis::styles(self.plan, self.rules, layers, self.lang);
                self.write(format, layers, &styles, path)
            },
        )
    }

    /// The GeoPackage on WGS84 with what maps are drawn on, and the project that opens it.
    pub(crate) fn geopackage_and_project(
        &self,
        geopackage: &Path,
        project: &Path,
    ) -> Result<Vec<Text>> {
        let base = &self.plan.base;
        let (district, towns) = (areas(&base.district), areas(&base.towns));
        let mut layers = vec![
            outline_layer("district", Text::new("区界", "District"), &district),
            outline_layer("towns", Text::new("镇界", "Towns"), &towns),
        ];
        layers.retain(|layer| !layer.is_empty());
        let mut layers: Vec<_> =
            layers.into_iter().map(|layer| layer.for_readers(self.lang)).collect();
        layers.extend(self.all());
        let styles = parkward_qgis::styles(self.plan, self.rules, &layers, self.lang);
        let stamp = self.plan.options.as_of.to_string();
        let notes = write_geopackage(&layers, &styles, &stamp, geopackage)?;
        let block = &self.outputs.title_block;
        let block = (*block != TitleBlock::default()).then(|| parkward_qgis::TitleBlock {
            issuer: &block.issuer,
            drawing_number: &block.drawing_number,
            date: block.date.unwrap_or(self.plan.options.as_of),
            approvals: &block.approvals,
        });
        let document = parkward_qgis::project(self.plan, self.rules, &layers, self.lang, block)?;
        fs::write(project, document)
            .map_err(|reason| WriteError::File { path: project.to_owned(), reason })?;
        Ok(notes)
    }

    /// Writes all layers into a new schema of a database.
    pub(crate) fn to_database(&self, connection: &str, schema: &str) -> Result<Vec<Text>> {
        let title = self.plan.options.title.in_lang(self.lang);
        let (release, crs) = (env!("CARGO_PKG_VERSION"), &self.outputs.crs);
        let comment = format!("Parkward {release}: {title} ({crs})");
        self.with(|_| true, |layers| Ok(write_database(layers, connection, schema, &comment)?))
    }

    fn sheets(&self, format: &Format, path: &Path) -> Result<Vec<Text>> {
        let sheets = Sheets::new(self.plan)?;
        let [summary, ledger] = sheets.layers(self.lang);
        let mut layers = vec![summary];
        for name in ["parks", "enterprises", "unplaced", "projects"] {
            layers.extend(self.all().into_iter().filter(|layer| layer.name == name));
        }
        layers.extend(self.all().into_iter().filter(|layer| layer.shape == Shape::None));
        layers.push(ledger);
        let unit = self.plan.options.area_unit.of(self.lang);
        // Readers of Chinese need no English wordings beside the Chinese ones; places keep their English names.
        let english = |table: bool, field: &Field| {
            let wording = field.name.ends_with("_en") && (table || field.name != "name_en");
            wording && self.lang == Lang::Zh
        };
        let layers: Vec<_> = layers
            .into_iter()
            .map(|layer| (layer.shape == Shape::None, layer))
            .map(|(table, layer)| layer.in_area_unit(unit).without(|field| english(table, field)))
            .collect();
        let mut notes = self.write(format, &layers, &[], path)?;
        if sheets.without_ledger {
            let title = format.title();
            notes.push(Text::new(
                format!("{title}：企业与园区过多，台账从略；请用 parkward explain 逐家查看"),
                format!("{title}: too many enterprises and parks for the ledger, which is left out; `parkward explain` has it for each enterprise"),
            ));
        }
        Ok(notes)
    }
}

/// Outlines that are areas.
fn areas(outlines: &[Outline]) -> Vec<(Text, MultiPolygon<f64>)> {
    let area = |outline: &Outline| match &outline.shape {
        ZoneShape::Area(area) => Some((outline.name.clone(), area.clone())),
        _ => None,
    };
    outlines.iter().filter_map(area).collect()
}

/// Writes one layer to a file of its own. `csv_bom` is for CSV, `stamp` the day that it was changed.
pub(crate) fn write_layer(
    layer: &PlanLayer<'_>,
    format: &Format,
    csv_bom: bool,
    stamp: &str,
    path: &Path,
) -> Result<Vec<Text>> {
    let contents = Contents {
        layers: std::slice::from_ref(layer),
        styles: &[],
        title: "",
        lang: Lang::En,
        stamp,
        csv_bom,
    };
    Ok(format.write(&contents, path)?)
}
