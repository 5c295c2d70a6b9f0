//! What two plans differ in, as layers.

use crate::answer::compare::Comparison;
use crate::answer::compare::enterprises::{Change, State};
use crate::answer::compare::followed::{Ending, Followed};
use crate::answer::compare::parks::{ParkChange, ParkState};
use crate::answer::compare::projects::ProjectChange;
use parkward_layer::{Cell, PlanLayer, Shape, Table};
use parkward_model::{Footprint, Lang, ParkId, Text};

impl Comparison {
    /// The layers: parks with both loads, enterprises that change, and projects if any changes, with texts in `lang`.
    ///
    /// ```
    /// # mod district { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/district/mod.rs")); }
    /// # use district::*;
    /// use parkward_model::Lang;
    /// use parkward_planning::Comparison;
    ///
    /// let parks = vec![park("A", 30.98, Some(4.0))];
    /// let after = plan(parks, vec![enterprise("E1", 31.0, "none")], Vec::new());
    /// let comparison = Comparison::of(&tight(), &after);
    /// let layers = comparison.layers(Lang::En);
    /// let counts: Vec<_> = layers.iter().map(|layer| (layer.name, layer.len())).collect();
    /// assert_eq!(counts, [("park_changes", 2), ("changes", 3)]);
    /// ```
    pub fn layers(&self, lang: Lang) -> Vec<PlanLayer<'_>> {
        let mut layers = vec![self.parks_layer(lang), self.changes_layer(lang)];
        if !self.projects.is_empty() {
            layers.push(self.project_changes_layer(lang));
        }
        layers
    }

    fn parks_layer(&self, lang: Lang) -> PlanLayer<'_> {
        let is_point = |park: &ParkChange| matches!(park.footprint, Footprint::Point(_));
        let shape =
            if self.parks.iter().any(is_point) { Shape::PolygonOrPoint } else { Shape::Polygon };
        let mut table = Table::<&ParkChange>::new()
            .text("id", "编号", "Id", |p| Some(p.park.as_str()))
            .text("name", "名称", "Name", move |p| Some(p.name.in_lang(lang)))
            .text("change", "变化", "Change", |p| Some(p.key()));
        type Figure = fn(&ParkState) -> Option<f64>;
        let figures: [(&str, &str, &str, Figure); 5] = [
            ("incoming", "迁入企业数", "Enterprises coming", |s| Some(count(s.incoming))),
            ("taken_ha", "已分配用地（公顷）", "Taken by newcomers (ha)", |s| {
                Some(s.taken_ha)
            }),
            ("capacity_ha", "可接收用地（公顷）", "Capacity for newcomers (ha)", |s| {
                s.capacity_ha
            }),
            ("load_after_ha", "规划后用地（公顷）", "Land used after (ha)", |s| {
                Some(s.load_after_ha)
            }),
            (
                "shadow_price_km_per_ha",
                "影子价格（公里/公顷）",
                "Shadow price (km per ha)",
                |s| Some(s.shadow_price_km_per_ha),
            ),
        ];
        for (name, zh, en, figure) in figures {
            let of = move |state: &Option<ParkState>| state.as_ref().and_then(figure);
            let title = |which_zh: &str, which_en: &str| {
                (format!("{zh}，{which_zh}"), format!("{en}, {which_en}"))
            };
            let (first_zh, first_en) = title("前一方案", "first plan");
            let (second_zh, second_en) = title("后一方案", "second plan");
            let (change_zh, change_en) = title("变化", "change");
            table = table
                .real(&format!("{name}_before"), &first_zh, &first_en, move |p| of(&p.before))
                .real(&format!("{name}_after"), &second_zh, &second_en, move |p| of(&p.after))
                .real(&format!("{name}_change"), &change_zh, &change_en, move |p| {
                    difference(of(&p.before), of(&p.after))
                });
        }
        table.layer(
            ("park_changes", Text::new("园区变化", "Changes of parks")),
            shape,
            self.parks.len(),
            |index| &self.parks[index],
            |park| Some((&park.footprint).into()),
        )
    }

    fn project_changes_layer(&self, lang: Lang) -> PlanLayer<'_> {
        with_costs(followed::<ProjectChange>(lang)).layer(
            ("project_changes", Text::new("新项目变化", "Changes of new projects")),
            Shape::Point,
            self.projects.len(),
            |index| &self.projects[index],
            |change| change.site.map(|site| parkward_layer::FeatureGeometry::Point(site.0)),
        )
    }

    fn changes_layer(&self, lang: Lang) -> PlanLayer<'_> {
        let distance = |state: &Option<State>| Some(state.as_ref()?.distance_m?.0);
        let table = followed::<Change>(lang)
            .real(
                "distance_m_before",
                "距离（米），前一方案",
                "Distance (m), first plan",
                move |c| distance(&c.before),
            )
            .real(
                "distance_m_after",
                "距离（米），后一方案",
                "Distance (m), second plan",
                move |c| distance(&c.after),
            )
            .real("distance_change_m", "距离变化（米）", "Change of distance (m)", |c| {
                c.distance_change_m
            });
        with_costs(table)
            .real("cost_change_km", "成本变化（公里）", "Change of cost (km)", |c| {
                c.cost_change_km
            })
            .layer(
                ("changes", Text::new("企业变化", "Changes of enterprises")),
                Shape::Point,
                self.enterprises.len(),
                |index| &self.enterprises[index],
                |change| change.site.map(|site| parkward_layer::FeatureGeometry::Point(site.0)),
            )
    }
}

/// The columns that enterprises and projects which change have in common, with texts in `lang`.
fn followed<'a, F: Followed + 'a>(lang: Lang) -> Table<'a, &'a F> {
    let verdict = |state: Option<&F::State>| state.map(Ending::verdict);
    let park = |state: Option<&'a F::State>| state.and_then(Ending::park).map(ParkId::as_str);
    Table::<&F>::new()
        .text("id", "编号", "Id", |c| Some(c.id()))
        .text("name", "名称", "Name", |c| Cell::of_text(c.name()))
        .text("change", "变化", "Change", |c| Some(c.change().key()))
        .text("change_text", "变化说明", "Change in words", move |c| {
            Cell::of_words(c.change().label().in_lang(lang).to_owned())
        })
        .text("verdict_before", "结论，前一方案", "Verdict, first plan", move |c| {
            verdict(c.before())
        })
        .text("verdict_after", "结论，后一方案", "Verdict, second plan", move |c| {
            verdict(c.after())
        })
        .text("park_before", "园区，前一方案", "Park, first plan", move |c| park(c.before()))
        .text("park_after", "园区，后一方案", "Park, second plan", move |c| park(c.after()))
}

/// With the cost in either plan.
fn with_costs<'a, F: Followed + 'a>(table: Table<'a, &'a F>) -> Table<'a, &'a F> {
    let cost = |state: Option<&F::State>| state.and_then(Ending::cost_km);
    table
        .real(
            "cost_km_before",
            "综合成本（公里），前一方案",
            "Cost (km), first plan",
            move |c| cost(c.before()),
        )
        .real(
            "cost_km_after",
            "综合成本（公里），后一方案",
            "Cost (km), second plan",
            move |c| cost(c.after()),
        )
}

/// To a millionth: below that stands what floats lose in subtracting.
fn difference(before: Option<f64>, after: Option<f64>) -> Option<f64> {
    Some(((after? - before?) * 1e6).round() / 1e6)
}

#[expect(clippy::cast_precision_loss, reason = "fewer than 2^53 enterprises")]
pub(crate) fn count(count: usize) -> f64 {
    count as f64
}
