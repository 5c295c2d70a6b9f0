//! The plan as layers: what GIS programs get to see. Names of layers and fields are stable and
//! documented in `docs/data-dictionary.md`.

use crate::phases::{Phase, Schedule};
use crate::{Bucket, Plan, PlannedEnterprise, PlannedPark};
use geo_types::MultiPolygon;
use parkward_layer::{Cell, ColumnKind, FeatureGeometry, PlanLayer, Shape, Table};
use parkward_model::{Facts, Footprint, Hectares, Lang, ParkId, Text, Value, Zone};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Plan {
    /// The six layers that every plan has, in drawing order from the bottom, with zones beneath them and
    /// new projects above if there are any, then the tables of what its rule book asks for, with texts
    /// in `lang`. Their rows are made when they are asked for.
    ///
    /// Every enterprise row of the input stands in `enterprises` or in `rejects`; `moves`,
    /// `unplaced` and `released_land` are views of `enterprises`.
    pub fn layers(&self, lang: Lang) -> Vec<PlanLayer<'_>> {
        self.some_layers(lang, |_| true)
    }

    /// Those of [`Plan::layers`] whose names are wanted. The others cost nothing: to know which enterprises
    /// are in a layer takes a look at each of them.
    pub fn some_layers(&self, lang: Lang, wanted: impl Fn(&str) -> bool) -> Vec<PlanLayer<'_>> {
        type Make<'a> = fn(&'a Plan, Lang) -> Option<PlanLayer<'a>>;
        let all: [(&str, Make<'_>); 14] = [
            ("zones", |plan, _| (!plan.zones.is_empty()).then(|| plan.zones_layer())),
            ("parks", |plan, _| Some(plan.parks_layer())),
            ("released_land", |plan, _| Some(plan.released_land_layer())),
            ("moves", |plan, _| Some(plan.moves_layer())),
            ("enterprises", |plan, lang| Some(plan.enterprises_layer(lang))),
            ("unplaced", |plan, lang| Some(plan.unplaced_layer(lang))),
            ("projects", |plan, lang| plan.has_projects().then(|| plan.projects_layer(lang))),
            ("rejects", |plan, lang| Some(plan.rejects_layer(lang))),
            // What no rule asks for has no layer.
            ("indicators", |plan, lang| {
                Some(plan.indicators_layer(lang)).filter(|l| !l.is_empty())
            }),
            ("principles", |plan, lang| {
                Some(plan.principles_layer(lang)).filter(|l| !l.is_empty())
            }),
            ("findings", Plan::findings_layer),
            ("balance", Plan::balance_layer),
            ("land_use", Plan::land_use_layer),
            ("phases", |plan, _| plan.schedule.as_ref().map(phases_layer)),
        ];
        let wanted = all.into_iter().filter(|(name, _)| wanted(name));
        wanted.filter_map(|(_, make)| make(self, lang)).collect()
    }

    fn zones_layer(&self) -> PlanLayer<'_> {
        // A rule book that cannot be read again names no rules.
        let spatial = self.book().map_or(&[][..], |book| &book.spatial);
        let in_force = spatial.iter().filter(|rule| rule.effective.on(self.as_of));
        let used = |zone: &Zone| -> (Vec<&str>, Vec<f64>) {
            let used =
                in_force.clone().filter_map(|rule| Some((rule.id.as_str(), rule.reach(zone)?)));
            used.unzip()
        };
        let used: Vec<_> = self.zones.iter().map(used).collect();
        let by_rule: Vec<String> = used.iter().map(|(rules, _)| rules.join(", ")).collect();
        let reach = |(_, reach): &(_, Vec<f64>)| reach.iter().copied().reduce(f64::max);
        let by_reach: Vec<Option<f64>> = used.iter().map(reach).collect();
        let table = Table::<usize>::new()
            .text("id", "编号", "Id", |place| Some(self.zones[place].id.as_str()))
            .text("kind", "类别", "Kind", |place| Some(self.zones[place].kind.as_str()))
            .text("name_zh", "名称", "Name (Chinese)", |place| {
                Cell::of_text(&self.zones[place].name.zh)
            })
            .text("name_en", "英文名称", "Name (English)", |place| {
                Cell::of_text(&self.zones[place].name.en)
            })
            .text("rules", "适用规则", "Rules that use it", move |place| {
                Cell::of_words(by_rule[place].clone())
            })
            .real("distance_m", "规则距离（米）", "How far rules reach (m)", move |place| {
                by_reach[place]
            });
        let facts = self.zones.iter().map(|zone| &zone.facts);
        with_facts(table, facts, |place| &self.zones[place].facts).layer(
            ("zones", Text::new("空间管控区", "Zones")),
            Shape::Any,
            self.zones.len(),
            |place| place,
            |place| Some((&self.zones[place].shape).into()),
        )
    }

    fn parks_layer(&self) -> PlanLayer<'_> {
        let mut table = Table::<&PlannedPark>::new()
            .text("id", "编号", "Id", |p| Some(p.park.id.as_str()))
            .text("name_zh", "名称", "Name (Chinese)", |p| Cell::of_text(&p.park.name.zh))
            .text("name_en", "英文名称", "Name (English)", |p| Cell::of_text(&p.park.name.en))
            .text("park_type", "类型代码", "Type key", |p| p.park_type.as_deref())
            .text("type_zh", "园区类型", "Type (Chinese)", |p| {
                Cell::of_text(&p.park_type_name.zh)
            })
            .text("type_en", "园区类型（英文）", "Type (English)", |p| {
                Cell::of_text(&p.park_type_name.en)
            })
            .text("lies_in", "位于园区", "Lies in parks", |p| list(p.lies_in.iter()))
            .integer("staying", "保留企业数", "Enterprises staying", |p| p.staying)
            .integer("closing", "淘汰企业数", "Enterprises closing", |p| p.closing)
            .integer("incoming", "迁入企业数", "Enterprises coming", |p| p.incoming)
            .real("load_before_ha", "规划前用地（公顷）", "Land used before (ha)", |p| {
                p.load_before_ha.0
            })
            .real("load_after_ha", "规划后用地（公顷）", "Land used after (ha)", |p| {
                p.load_after_ha.0
            })
            .real("area_ha", "面积（公顷）", "Area (ha)", |p| p.park.area.map(|a| a.0))
            .flag("boundary", "有边界", "Has a boundary", |p| {
                matches!(p.park.footprint, Footprint::Boundary(_))
            });
        if self.has_projects() {
            table = table.integer("projects", "入驻项目数", "Projects coming", |p| p.projects);
        }
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
                    move |p| p.limits[place].taken,
                )
                .real(
                    &price,
                    &format!("影子价格 {id}（公里/{unit}）"),
                    &format!("Shadow price, {id} (km per {unit})"),
                    move |p| p.limits[place].shadow_price_km,
                );
        }
        if self.parks.iter().any(|park| park.leaving > 0) {
            table =
                table.integer("leaving", "迁出企业数", "Enterprises leaving", |p| p.leaving);
        }
        let refuse = |p: &PlannedPark| p.zones.iter().any(|zone| zone.refuses);
        if self.parks.iter().any(refuse) {
            table =
                table.text("refused_by", "空间规则限制", "Refused by rules of space", |p| {
                    let rules = p.zones.iter().filter(|zone| zone.refuses);
                    Cell::of_words(
                        rules.map(|zone| zone.rule.as_str()).collect::<Vec<_>>().join(", "),
                    )
                });
        }
        let table = self.with_land_use(table);
        let table = with_facts(table, self.parks.iter().map(|p| &p.park.facts), |p| &p.park.facts);
        let is_point = |park: &PlannedPark| matches!(park.park.footprint, Footprint::Point(_));
        let points = self.parks.iter().filter(|park| is_point(park)).count();
        let shape = match points {
            0 => Shape::Polygon,
            _ if points == self.parks.len() => Shape::Point,
            _ => Shape::PolygonOrPoint,
        };
        table.layer(
            ("parks", Text::new("园区", "Parks")),
            shape,
            self.parks.len(),
            |place| &self.parks[place],
            |park| Some((&park.park.footprint).into()),
        )
    }

    fn enterprises_layer(&self, lang: Lang) -> PlanLayer<'_> {
        let facts = self.enterprises.read.iter().map(|enterprise| &enterprise.facts);
        let table = self.with_land_class(self.enterprise_table(lang));
        with_facts(self.when_and_how_sure(table), facts, |e| &e.enterprise().facts).layer(
            ("enterprises", Text::new("企业", "Enterprises")),
            Shape::Point,
            self.enterprises.len(),
            |place| self.enterprise(place),
            site,
        )
    }

    fn unplaced_layer(&self, lang: Lang) -> PlanLayer<'_> {
        let unplaced = self.positions(|e| e.verdict() == Bucket::Unplaced);
        self.enterprise_table(lang).layer(
            ("unplaced", Text::new("未能安置", "Unplaced")),
            Shape::Point,
            unplaced.len(),
            move |place| self.enterprise(unplaced[place] as usize),
            site,
        )
    }

    fn moves_layer(&self) -> PlanLayer<'_> {
        let moves = self.positions(|e| e.verdict() == Bucket::Moves);
        let table = Table::<PlannedEnterprise<'_>>::new()
            .text("id", "企业编号", "Enterprise", |e| Some(e.enterprise().id.as_str()))
            .text("park", "迁入园区", "Park", |e| e.chosen().map(|c| c.park.as_str()))
            .real("distance_m", "距离（米）", "Distance (m)", |e| {
                e.chosen().map(|c| c.distance.0)
            })
            .real("fit", "产业适配度", "Industry fit", |e| e.chosen().map(|c| c.fit))
            .real("cost_km", "综合成本（公里）", "Cost (km-equivalents)", |e| {
                e.chosen().map(|c| c.cost_km)
            })
            .real("land_ha", "现状用地（公顷）", "Present land (ha)", |e| {
                e.enterprise().land.map(|l| l.0)
            });
        self.when_and_how_sure(self.with_land_need(table)).layer(
            ("moves", Text::new("迁移线", "Moves")),
            Shape::Line,
            moves.len(),
            move |place| self.enterprise(moves[place] as usize),
            |e| {
                let (site, entry) = (e.enterprise().site.0, e.entry()?.into());
                // A line needs two points: a site on the very spot has no way to go.
                (entry != site).then_some(FeatureGeometry::Line([site, entry]))
            },
        )
    }

    /// Adds the columns of phases and robustness, where the plan has them.
    fn when_and_how_sure<'a>(
        &self,
        mut table: Table<'a, PlannedEnterprise<'a>>,
    ) -> Table<'a, PlannedEnterprise<'a>> {
        if self.schedule.is_some() {
            table = table.integer("year", "实施年份", "Year", |e| match e.year() {
                Some(year) => Cell::from(usize::from(year)),
                None => Cell::Unknown,
            });
        }
        if self.robustness.is_some() {
            table = table
                .real("agreement", "一致率", "Share of runs that agree", |e| e.agreement())
                .text("certainty", "确定性", "Certainty", |e| {
                    e.is_certain().map(|certain| if certain { "certain" } else { "contested" })
                });
        }
        table
    }

    fn released_land_layer(&self) -> PlanLayer<'_> {
        let released = self.positions(releases);
        let table = Table::<PlannedEnterprise<'_>>::new()
            .text("id", "企业编号", "Enterprise", |e| Some(e.enterprise().id.as_str()))
            .text("verdict", "结论", "Verdict", |e| Some(e.verdict().key()))
            .real("land_ha", "腾退用地（公顷）", "Land released (ha)", |e| {
                e.enterprise().land.map(|l| l.0)
            });
        self.with_land_class(table).layer(
            ("released_land", Text::new("腾退用地", "Released land")),
            Shape::Point,
            released.len(),
            move |place| self.enterprise(released[place] as usize),
            site,
        )
    }

    /// Adds the class of land, if classes are told apart.
    fn with_land_class<'a>(
        &self,
        table: Table<'a, PlannedEnterprise<'a>>,
    ) -> Table<'a, PlannedEnterprise<'a>> {
        if self.land_classes().is_empty() {
            return table;
        }
        table.text("land_class", "现状用地类别", "Class of its land", |e| {
            e.land_class().map(|class| class.id.as_str())
        })
    }

    /// The enterprises' columns, with those that the rule book asks for.
    fn enterprise_table<'a>(&'a self, lang: Lang) -> Table<'a, PlannedEnterprise<'a>> {
        let mut table = self.with_land_need(enterprise_table(lang));
        if self.book().is_some_and(|book| book.classes.is_some()) {
            table = table.text("class", "企业分类", "Class", PlannedEnterprise::class);
        }
        table
    }

    fn with_land_need<'a>(
        &'a self,
        table: Table<'a, PlannedEnterprise<'a>>,
    ) -> Table<'a, PlannedEnterprise<'a>> {
        if !self.book().is_some_and(parkward_policy::RuleBook::rates_land) {
            return table;
        }
        table
            .real("need_ha", "园区用地需求（公顷）", "Land need in a park (ha)", |e| {
                e.land_need().map(|land| land.need.0)
            })
            .text("need_basis", "需求依据", "Basis of the need", |e| {
                e.land_need().map(|land| land.basis.key())
            })
    }

    fn rejects_layer(&self, lang: Lang) -> PlanLayer<'_> {
        use parkward_model::{Layer, Reject};
        Table::<&Reject>::new()
            .text("layer", "输入", "Input", |r| {
                Some(match r.layer {
                    Layer::Parks => "parks",
                    Layer::Enterprises => "enterprises",
                    Layer::Zones => "zones",
                    Layer::Projects => "projects",
                })
            })
            .text("file", "文件", "File", |r| Some(r.file.as_str()))
            .integer("row", "行", "Row", |r| r.row)
            .text("id", "编号", "Id", |r| r.id.as_deref())
            .text("column", "列", "Column", |r| Some(r.column.as_str()))
            .text("expected", "应为", "Expected", move |r| Some(r.expected.in_lang(lang)))
            .text("found", "实为", "Found", |r| Some(r.found.as_str()))
            .layer(
                ("rejects", Text::new("无效数据行", "Rejected rows")),
                Shape::None,
                self.rejects.len(),
                |place| &self.rejects[place],
                |_| None,
            )
    }

    /// The positions of the enterprises that are wanted.
    fn positions(&self, wanted: impl Fn(PlannedEnterprise<'_>) -> bool) -> Arc<[u32]> {
        let all = (0..).zip(self.enterprises());
        all.filter(|(_, enterprise)| wanted(*enterprise)).map(|(place, _)| place).collect()
    }

    /// Land outside parks that the plan frees: the sites of those who move, and of those outside who
    /// close. Unknown areas count as nothing and are said to be unknown in the layer.
    pub fn released_land(&self) -> Hectares {
        let released = self.enterprises().filter(|enterprise| releases(*enterprise));
        released.filter_map(|enterprise| enterprise.enterprise().land).sum()
    }
}

/// What happens in which year, as a table.
fn phases_layer(schedule: &Schedule) -> PlanLayer<'_> {
    Table::<&Phase>::new()
        .integer("year", "年份", "Year", |p| usize::from(p.year))
        .real("quota_ha", "用地指标（公顷）", "Land quota (ha)", |p| Some(p.quota_ha))
        .integer("moves", "迁移企业数", "Enterprises moving", |p| p.moves)
        .integer("closures", "淘汰企业数", "Enterprises closing", |p| p.closures)
        .real("taken_ha", "占用园区土地（公顷）", "Land taken in parks (ha)", |p| {
            Some(p.taken_ha)
        })
        .real("released_ha", "腾退用地（公顷）", "Land released (ha)", |p| {
            Some(p.released_ha)
        })
        .layer(
            ("phases", Text::new("分年实施", "Phases")),
            Shape::None,
            schedule.years.len(),
            |place| &schedule.years[place],
            |_| None,
        )
}

/// A layer of areas with names, such as towns: what a map is drawn on.
pub fn outline_layer<'a>(
    name: &'static str,
    title: Text,
    outlines: &'a [(Text, MultiPolygon<f64>)],
) -> PlanLayer<'a> {
    Table::<&(Text, MultiPolygon<f64>)>::new()
        .text("name_zh", "名称", "Name (Chinese)", |outline| Cell::of_text(&outline.0.zh))
        .text("name_en", "英文名称", "Name (English)", |outline| Cell::of_text(&outline.0.en))
        .layer(
            (name, title),
            Shape::Polygon,
            outlines.len(),
            |place| &outlines[place],
            |outline| Some(FeatureGeometry::Boundary(&outline.1)),
        )
}

fn enterprise_table<'a>(lang: Lang) -> Table<'a, PlannedEnterprise<'a>> {
    Table::<PlannedEnterprise<'a>>::new()
        .text("id", "编号", "Id", |e| Some(e.enterprise().id.as_str()))
        .text("name", "名称", "Name", |e| Cell::of_text(&e.enterprise().name))
        .text("verdict", "结论", "Verdict", |e| Some(e.verdict().key()))
        .text("verdict_text", "结论说明", "Verdict in words", move |e| {
            Some(e.verdict().words(lang))
        })
        .text("reason", "理由", "Reasons", move |e| Cell::of_words(e.reasons_in(lang)))
        .text("stands_in", "现位于园区", "Stands in", |e| list(e.stands_in()))
        .text("industry", "行业代码", "Industry", |e| {
            e.enterprise().industry.as_ref().map(|code| code.as_str())
        })
        .text("pillar", "支柱产业", "Pillar industry", PlannedEnterprise::pillar_industry)
        .text(
            "high_tech",
            "鼓励的高新技术",
            "Encouraged high technology",
            PlannedEnterprise::high_technology,
        )
        .real("land_ha", "现状用地（公顷）", "Present land (ha)", |e| {
            e.enterprise().land.map(|l| l.0)
        })
        .real("quality", "综合质量", "Quality, 0 to 1", PlannedEnterprise::quality)
        .text("park", "迁入园区", "Moves to", |e| {
            e.chosen_goal().map(|(park, _)| park.as_str())
        })
        .real("fit", "产业适配度", "Industry fit", |e| e.chosen().map(|c| c.fit))
        .real("distance_m", "距离（米）", "Distance (m)", |e| {
            e.chosen_goal().map(|(_, d)| d.0)
        })
        .real("cost_km", "综合成本（公里）", "Cost (km-equivalents)", |e| {
            e.chosen().map(|c| c.cost_km)
        })
        .text("second_park", "第二选择", "Second choice", |e| {
            e.second_goal().map(|(park, _, _)| park.as_str())
        })
        .real(
            "second_distance_m",
            "第二选择距离（米）",
            "Second choice, distance (m)",
            |e| e.second_goal().map(|(_, distance, _)| distance.0),
        )
        .real(
            "second_margin_km",
            "第二选择差额（公里）",
            "Second choice, margin (km)",
            |e| e.second_goal().map(|(_, _, margin_km)| margin_km),
        )
        .integer("row", "输入行", "Row of the input", |e| e.enterprise().row)
}

fn releases(enterprise: PlannedEnterprise<'_>) -> bool {
    enterprise.releases()
}

#[expect(clippy::unnecessary_wraps, reason = "one of the ways to a geometry")]
fn site(enterprise: PlannedEnterprise<'_>) -> Option<FeatureGeometry<'_>> {
    Some(FeatureGeometry::Point(enterprise.enterprise().site.0))
}

/// The ids of parks, joined with `", "`.
fn list<'a>(mut parks: impl ExactSizeIterator<Item = &'a ParkId>) -> Cell<'a> {
    match (parks.len(), parks.next()) {
        (1, Some(only)) => Cell::of_text(only.as_str()),
        (_, first) => {
            let ids: Vec<&str> = first.into_iter().chain(parks).map(ParkId::as_str).collect();
            Cell::of_words(ids.join(", "))
        }
    }
}

/// Adds a column for every fact that any row has, under the fact's own name unless it is taken.
pub(crate) fn with_facts<'a, T: Copy + 'a>(
    mut table: Table<'a, T>,
    all: impl Iterator<Item = &'a Facts>,
    facts: impl Fn(T) -> &'a Facts + Copy + Send + Sync + 'a,
) -> Table<'a, T> {
    let mut kinds: BTreeMap<&str, ColumnKind> = BTreeMap::new();
    for (field, value) in all.flat_map(Facts::iter) {
        let kind = match value {
            Value::Flag(_) => ColumnKind::Flag,
            Value::Number(_) => ColumnKind::Real,
            Value::Word(_) => ColumnKind::Text,
        };
        let column = kinds.entry(field).or_insert(kind);
        // A column that holds more than one kind holds text.
        if *column != kind {
            *column = ColumnKind::Text;
        }
    }
    for (field, kind) in kinds {
        if table.has(field) {
            continue;
        }
        let title = Text::new(field, field);
        table = table.column(field, title, kind, move |row| facts(row).value(field));
    }
    table
}
