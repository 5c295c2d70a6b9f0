//! The plan as layers: what GIS programs get to see. Names of layers and fields are stable and
//! documented in `docs/data-dictionary.md`.

use crate::{Bucket, Choice, Plan, PlannedEnterprise, PlannedPark};
use geo_types::{Geometry, LineString, Point};
use parkward_model::{Footprint, Hectares, Lang, Text, Value};

/// One layer of the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanLayer {
    /// The name, as in the GeoPackage and in `name.geojson`.
    pub name: &'static str,
    /// The name for people.
    pub title: Text,
    /// What its geometries are.
    pub shape: Shape,
    /// Its columns.
    pub fields: Vec<Field>,
    /// Its rows.
    pub features: Vec<Feature>,
}

/// What the geometries of a layer are, in longitude and latitude on WGS84.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Points.
    Point,
    /// Lines.
    Line,
    /// Polygons, as multipolygons; parks without a boundary stand as points.
    Polygon,
    /// None: a table.
    None,
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The name in files.
    pub name: String,
    /// The name for people, and the unit.
    pub title: Text,
    /// What it holds.
    pub kind: ColumnKind,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text.
    Text,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Real,
    /// Yes or no.
    Flag,
}

/// A row: a geometry and one value a field.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature {
    /// The geometry, if it has one.
    pub geometry: Option<Geometry<f64>>,
    /// The values, in the order of the fields; unknown ones are absent.
    pub values: Vec<Option<Value>>,
}

/// A style that goes with a layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayerStyle {
    /// The layer's name.
    pub layer: &'static str,
    /// The style's name, at most 30 characters.
    pub name: String,
    /// What it shows.
    pub description: String,
    /// The style as QGIS writes it.
    pub qml: String,
    /// Whether QGIS applies it when it opens the layer.
    pub default: bool,
    /// Whether the layer has geometries.
    pub geometry: bool,
}

impl Plan {
    /// The six layers, in drawing order from the bottom, with texts in `lang`.
    ///
    /// Every enterprise row of the input stands in `enterprises` or in `rejects`; `moves`,
    /// `unplaced` and `released_land` are views of `enterprises`.
    pub fn layers(&self, lang: Lang) -> Vec<PlanLayer> {
        vec![
            self.parks_layer(),
            self.released_land_layer(),
            self.moves_layer(),
            self.enterprises_layer(lang),
            self.unplaced_layer(lang),
            self.rejects_layer(lang),
        ]
    }

    fn parks_layer(&self) -> PlanLayer {
        let mut table = Table::<PlannedPark>::default()
            .text("id", "编号", "Id", |p| Some(p.park.id.0.clone()))
            .text("name_zh", "名称", "Name (Chinese)", |p| some(&p.park.name.zh))
            .text("name_en", "英文名称", "Name (English)", |p| some(&p.park.name.en))
            .text("park_type", "类型代码", "Type key", |p| p.park_type.clone())
            .text("type_zh", "园区类型", "Type (Chinese)", |p| some(&p.park_type_name.zh))
            .text("type_en", "园区类型（英文）", "Type (English)", |p| {
                some(&p.park_type_name.en)
            })
            .text("lies_in", "位于园区", "Lies in parks", |p| some(&list(&p.lies_in)))
            .integer("staying", "保留企业数", "Enterprises staying", |p| p.staying)
            .integer("closing", "淘汰企业数", "Enterprises closing", |p| p.closing)
            .integer("incoming", "迁入企业数", "Enterprises coming", |p| p.incoming)
            .real("load_before_ha", "规划前用地（公顷）", "Land used before (ha)", |p| {
                Some(p.load_before_ha.0)
            })
            .real("load_after_ha", "规划后用地（公顷）", "Land used after (ha)", |p| {
                Some(p.load_after_ha.0)
            })
            .real("area_ha", "面积（公顷）", "Area (ha)", |p| p.park.area.map(|a| a.0))
            .flag("boundary", "有边界", "Has a boundary", |p| {
                matches!(p.park.footprint, Footprint::Boundary(_))
            });
        for (place, limit) in
            self.parks.first().map_or(&[][..], |park| &park.limits).iter().enumerate()
        {
            let (id, unit) = (&limit.resource, &limit.unit);
            let column = |name: &str| {
                if place == 0 { format!("{name}_{unit}") } else { format!("{id}_{name}") }
            };
            let price = if place == 0 {
                "shadow_price_km_per_ha".to_owned()
            } else {
                format!("{id}_shadow_price_km")
            };
            table = table
                .real(
                    &column("capacity"),
                    &format!("可接收 {id}（{unit}）"),
                    &format!("Capacity for newcomers, {id} ({unit})"),
                    move |p| p.limits[place].capacity,
                )
                .real(
                    &column("taken"),
                    &format!("已分配 {id}（{unit}）"),
                    &format!("Taken by newcomers, {id} ({unit})"),
                    move |p| Some(p.limits[place].taken),
                )
                .real(
                    &price,
                    &format!("影子价格 {id}（公里/{unit}）"),
                    &format!("Shadow price, {id} (km per {unit})"),
                    move |p| Some(p.limits[place].shadow_price_km),
                );
        }
        let table = with_facts(table, self.parks.iter().map(|p| &p.park.facts), |p| &p.park.facts);
        let geometry = |park: &PlannedPark| match &park.park.footprint {
            Footprint::Boundary(boundary) => Some(boundary.clone().into()),
            Footprint::Point(point) => Some((*point).into()),
        };
        table.layer("parks", Text::new("园区", "Parks"), Shape::Polygon, &self.parks, geometry)
    }

    fn enterprises_layer(&self, lang: Lang) -> PlanLayer {
        let all: Vec<&PlannedEnterprise> = self.enterprises.iter().collect();
        let table = self.enterprise_table(lang);
        let table = with_facts(
            table,
            self.enterprises.iter().map(|e| &e.enterprise.facts),
            |e: &&PlannedEnterprise| &e.enterprise.facts,
        );
        table.layer("enterprises", Text::new("企业", "Enterprises"), Shape::Point, &all, site)
    }

    fn unplaced_layer(&self, lang: Lang) -> PlanLayer {
        let unplaced = self.with_verdict(|bucket| bucket == Bucket::Unplaced);
        self.enterprise_table(lang).layer(
            "unplaced",
            Text::new("未能安置", "Unplaced"),
            Shape::Point,
            &unplaced,
            site,
        )
    }

    fn moves_layer(&self) -> PlanLayer {
        let moves = self.with_verdict(|bucket| bucket == Bucket::Moves);
        Table::<&PlannedEnterprise>::default()
            .text("id", "企业编号", "Enterprise", |e| Some(e.enterprise.id.0.clone()))
            .text("park", "迁入园区", "Park", |e| e.chosen.as_ref().map(|c| c.park.0.clone()))
            .real("distance_m", "距离（米）", "Distance (m)", |e| {
                e.chosen.as_ref().map(|c| c.distance_m.0)
            })
            .real("fit", "产业适配度", "Industry fit", |e| e.chosen.as_ref().map(|c| c.fit))
            .real("cost_km", "综合成本（公里）", "Cost (km-equivalents)", |e| {
                e.chosen.as_ref().map(|c| c.cost_km)
            })
            .real("land_ha", "用地（公顷）", "Land (ha)", |e| e.enterprise.land.map(|l| l.0))
            .layer("moves", Text::new("迁移线", "Moves"), Shape::Line, &moves, |e| {
                let entry = Point::from(e.chosen.as_ref()?.entry);
                // A line needs two points: a site on the very spot has no way to go.
                let far = entry != e.enterprise.site;
                far.then(|| LineString::from(vec![e.enterprise.site, entry]).into())
            })
    }

    fn released_land_layer(&self) -> PlanLayer {
        let released: Vec<&PlannedEnterprise> =
            self.enterprises.iter().filter(|e| releases(e)).collect();
        Table::<&PlannedEnterprise>::default()
            .text("id", "企业编号", "Enterprise", |e| Some(e.enterprise.id.0.clone()))
            .text("verdict", "结论", "Verdict", |e| Some(e.verdict.key().to_owned()))
            .real("land_ha", "腾退用地（公顷）", "Land released (ha)", |e| {
                e.enterprise.land.map(|l| l.0)
            })
            .layer(
                "released_land",
                Text::new("腾退用地", "Released land"),
                Shape::Point,
                &released,
                site,
            )
    }

    fn rejects_layer(&self, lang: Lang) -> PlanLayer {
        use parkward_model::{Layer, Reject};
        Table::<Reject>::default()
            .text("layer", "输入", "Input", |r| {
                Some(match r.layer {
                    Layer::Parks => "parks".to_owned(),
                    Layer::Enterprises => "enterprises".to_owned(),
                })
            })
            .text("file", "文件", "File", |r| Some(r.file.clone()))
            .integer("row", "行", "Row", |r| usize::try_from(r.row).unwrap_or(usize::MAX))
            .text("id", "编号", "Id", |r| r.id.clone())
            .text("column", "列", "Column", |r| Some(r.column.clone()))
            .text("expected", "应为", "Expected", move |r| {
                Some(r.expected.in_lang(lang).to_owned())
            })
            .text("found", "实为", "Found", |r| Some(r.found.clone()))
            .layer(
                "rejects",
                Text::new("无效数据行", "Rejected rows"),
                Shape::None,
                &self.rejects,
                |_| None,
            )
    }

    fn enterprise_table<'a>(&self, lang: Lang) -> Table<'a, &'a PlannedEnterprise> {
        fn chosen<'e, T>(e: &&'e PlannedEnterprise, part: impl Fn(&'e Choice) -> T) -> Option<T> {
            e.chosen.as_ref().map(part)
        }
        fn second<'e, T>(e: &&'e PlannedEnterprise, part: impl Fn(&'e Choice) -> T) -> Option<T> {
            e.second_choice.as_ref().map(|second| part(&second.choice))
        }
        Table::default()
            .text("id", "编号", "Id", |e: &&PlannedEnterprise| Some(e.enterprise.id.0.clone()))
            .text("name", "名称", "Name", |e| some(&e.enterprise.name))
            .text("verdict", "结论", "Verdict", |e| Some(e.verdict.key().to_owned()))
            .text("verdict_text", "结论说明", "Verdict in words", move |e| {
                Some(e.verdict.label().in_lang(lang).to_owned())
            })
            .text("reason", "理由", "Reasons", move |e| {
                let reasons: Vec<&str> =
                    e.reasons.iter().map(|reason| reason.in_lang(lang)).collect();
                some(&reasons.join("; "))
            })
            .text("stands_in", "现位于园区", "Stands in", |e| some(&list(&e.stands_in)))
            .text("industry", "行业代码", "Industry", |e| {
                e.enterprise.industry.as_ref().map(ToString::to_string)
            })
            .text("pillar", "支柱产业", "Pillar industry", |e| e.pillar_industry.clone())
            .text("high_tech", "鼓励的高新技术", "Encouraged high technology", |e| {
                e.high_technology.clone()
            })
            .real("land_ha", "用地需求（公顷）", "Land need (ha)", |e| {
                e.enterprise.land.map(|l| l.0)
            })
            .real("quality", "综合质量", "Quality, 0 to 1", |e| Some(e.quality))
            .text("park", "迁入园区", "Moves to", |e| chosen(e, |c| c.park.0.clone()))
            .real("fit", "产业适配度", "Industry fit", |e| chosen(e, |c| c.fit))
            .real("distance_m", "距离（米）", "Distance (m)", |e| {
                chosen(e, |c| c.distance_m.0)
            })
            .real("cost_km", "综合成本（公里）", "Cost (km-equivalents)", |e| {
                chosen(e, |c| c.cost_km)
            })
            .text("second_park", "第二选择", "Second choice", |e| {
                second(e, |c| c.park.0.clone())
            })
            .real(
                "second_distance_m",
                "第二选择距离（米）",
                "Second choice, distance (m)",
                |e| second(e, |c| c.distance_m.0),
            )
            .real(
                "second_margin_km",
                "第二选择差额（公里）",
                "Second choice, margin (km)",
                |e| e.second_choice.as_ref().map(|s| s.margin_km),
            )
            .integer("row", "输入行", "Row of the input", |e| {
                usize::try_from(e.enterprise.row).unwrap_or(usize::MAX)
            })
    }

    fn with_verdict(&self, wanted: impl Fn(Bucket) -> bool) -> Vec<&PlannedEnterprise> {
        self.enterprises.iter().filter(|e| wanted(e.verdict)).collect()
    }

    /// Land outside parks that the plan frees: the sites of those who move, and of those outside who
    /// close. Unknown areas count as nothing and are said to be unknown in the layer.
    pub fn released_land(&self) -> Hectares {
        self.enterprises.iter().filter(|e| releases(e)).filter_map(|e| e.enterprise.land).sum()
    }
}

fn releases(enterprise: &PlannedEnterprise) -> bool {
    matches!(enterprise.verdict, Bucket::Moves | Bucket::Closes)
}

#[expect(clippy::unnecessary_wraps, reason = "one of the ways to a geometry")]
fn site(enterprise: &&PlannedEnterprise) -> Option<Geometry<f64>> {
    Some(enterprise.enterprise.site.into())
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn list(parks: &[parkward_model::ParkId]) -> String {
    parks.iter().map(|park| park.0.as_str()).collect::<Vec<_>>().join(", ")
}

type Column<'a, T> = Box<dyn Fn(&T) -> Option<Value> + 'a>;

/// Columns with the way to their values.
struct Table<'a, T> {
    fields: Vec<Field>,
    columns: Vec<Column<'a, T>>,
}

impl<T> Default for Table<'_, T> {
    fn default() -> Self {
        Self { fields: Vec::new(), columns: Vec::new() }
    }
}

impl<'a, T> Table<'a, T> {
    fn column(
        mut self,
        name: &str,
        title: Text,
        kind: ColumnKind,
        value: impl Fn(&T) -> Option<Value> + 'a,
    ) -> Self {
        self.fields.push(Field { name: name.to_owned(), title, kind });
        self.columns.push(Box::new(value));
        self
    }

    fn text(
        self,
        name: &str,
        zh: &str,
        en: &str,
        value: impl Fn(&T) -> Option<String> + 'a,
    ) -> Self {
        self.column(name, Text::new(zh, en), ColumnKind::Text, move |row| {
            value(row).map(Value::Word)
        })
    }

    #[expect(clippy::cast_precision_loss, reason = "counts and rows stay below 2^53")]
    fn integer(self, name: &str, zh: &str, en: &str, value: impl Fn(&T) -> usize + 'a) -> Self {
        let number = move |row: &T| Some(Value::Number(value(row) as f64));
        self.column(name, Text::new(zh, en), ColumnKind::Integer, number)
    }

    fn real(self, name: &str, zh: &str, en: &str, value: impl Fn(&T) -> Option<f64> + 'a) -> Self {
        self.column(name, Text::new(zh, en), ColumnKind::Real, move |row| {
            value(row).map(Value::Number)
        })
    }

    fn flag(self, name: &str, zh: &str, en: &str, value: impl Fn(&T) -> bool + 'a) -> Self {
        self.column(name, Text::new(zh, en), ColumnKind::Flag, move |row| {
            Some(Value::Flag(value(row)))
        })
    }

    fn layer(
        self,
        name: &'static str,
        title: Text,
        shape: Shape,
        rows: &[T],
        geometry: impl Fn(&T) -> Option<Geometry<f64>>,
    ) -> PlanLayer {
        let features = rows
            .iter()
            .map(|row| Feature {
                geometry: geometry(row),
                values: self.columns.iter().map(|column| column(row)).collect(),
            })
            .collect();
        PlanLayer { name, title, shape, fields: self.fields, features }
    }
}

/// Adds a column for every fact that any row has, under the fact's own name unless it is taken.
fn with_facts<'a, T: 'a>(
    mut table: Table<'a, T>,
    all: impl Iterator<Item = &'a parkward_model::Facts>,
    facts: impl Fn(&T) -> &parkward_model::Facts + Copy + 'a,
) -> Table<'a, T> {
    let mut kinds = std::collections::BTreeMap::new();
    for (field, value) in all.flat_map(parkward_model::Facts::iter) {
        let kind = match value {
            Value::Flag(_) => ColumnKind::Flag,
            Value::Number(_) => ColumnKind::Real,
            Value::Word(_) => ColumnKind::Text,
        };
        // A column that holds more than one kind holds text.
        kinds
            .entry(field.to_owned())
            .and_modify(|k| {
                if *k != kind {
                    *k = ColumnKind::Text
                }
            })
            .or_insert(kind);
    }
    for (field, kind) in kinds {
        if table.fields.iter().any(|known| known.name == field) {
            continue;
        }
        let title = Text::new(field.clone(), field.clone());
        table =
            table.column(&field.clone(), title, kind, move |row| facts(row).value(&field).cloned());
    }
    table
}
