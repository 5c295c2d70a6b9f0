//! What a workbook has besides the layers: the sums, and the ledger of those who should move.

use crate::answer::explain::ledger::Entry;
use crate::bucket::Bucket;
use crate::error::PlanError;
use crate::plan::Plan;
use crate::plan::solution::Status;
use parkward_layer::{Cell, PlanLayer, Shape, Table};
use parkward_model::{Lang, Metres, Text};

/// Distances that are computed for the ledger sheet; beyond it `explain` has to do.
const PAIRS: usize = 5_000_000;

/// Parks of an enterprise on the ledger sheet, the cheapest first.
const PARKS: usize = 10;

/// A line of the summary.
type Line = (Text, f64, String);

/// A line of the ledger: an enterprise, the rank of the park among its own, and the park.
type Ranked = (String, usize, Entry);

/// The rows of the sheets that are no layers; [`Sheets::layers`] gives them as tables.
#[derive(Debug)]
pub struct Sheets {
    summary: Vec<Line>,
    ledger: Vec<Ranked>,
    /// Whether the ledger was left out.
    pub without_ledger: bool,
}

impl Sheets {
    /// Counts and computes them. The ledger has, for all who move or are unplaced, the ten cheapest
    /// parks that may take them, and the chosen one; it is left out beyond 5 million pairs of
    /// enterprises and parks.
    ///
    /// ```
    /// # mod district { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/district/mod.rs")); }
    /// # use district::*;
    /// use parkward_model::Lang;
    /// use parkward_planning::Sheets;
    ///
    /// let sheets = Sheets::new(&tight())?;
    /// let [summary, ledger] = sheets.layers(Lang::En);
    /// assert!(!summary.is_empty());
    /// assert_eq!(ledger.len(), 4); // two who move, and two parks that may take each
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::RuleBook`] if the plan's rule book is damaged.
    pub fn new(plan: &Plan) -> Result<Self, PlanError> {
        let concerned: Vec<usize> = (0..plan.enterprises.len())
            .filter(|index| {
                matches!(plan.enterprise(*index).verdict(), Bucket::Moves | Bucket::Unplaced)
            })
            .collect();
        let without_ledger = concerned.len() * plan.parks.len() > PAIRS;
        let mut ledger = Vec::new();
        if !without_ledger && !concerned.is_empty() {
            let ledgers = plan.ledgers()?;
            for index in concerned {
                let one = ledgers.ledger(index);
                let id = one.subject.id().to_owned();
                let chosen = one.subject.park().cloned();
                let parks = (1..).zip(one.parks).filter(|(rank, entry)| {
                    entry.cost_km.is_some()
                        && (*rank <= PARKS || Some(&entry.park) == chosen.as_ref())
                });
                ledger.extend(parks.map(|(rank, entry)| (id.clone(), rank, entry)));
            }
        }
        Ok(Self { summary: summary(plan), ledger, without_ledger })
    }

    /// The sheets `summary` and `ledger`, with texts in `lang`.
    pub fn layers(&self, lang: Lang) -> [PlanLayer<'_>; 2] {
        let summary = Table::<&Line>::new()
            .text("figure", "指标", "Figure", move |line| Some(line.0.in_lang(lang)))
            .real("value", "数值", "Value", |line| line.1)
            .text("unit", "单位", "Unit", |line| Cell::of_text(&line.2))
            .layer(
                ("summary", Text::new("摘要", "Summary")),
                Shape::None,
                self.summary.len(),
                |index| &self.summary[index],
                |_| None,
            );
        let ledger = Table::<&Ranked>::new()
            .text("enterprise", "企业编号", "Enterprise", |line| Some(line.0.as_str()))
            .integer("rank", "次序", "Rank", |line| line.1)
            .text("park", "园区", "Park", |line| Some(line.2.park.as_str()))
            .text("name", "园区名称", "Park name", move |line| Some(line.2.name.in_lang(lang)))
            .real("distance_km", "距离（公里）", "Distance (km)", |line| {
                line.2.distance_m.map(Metres::kilometres)
            })
            .real("cost_km", "综合成本（公里）", "Cost (km-equivalents)", |line| {
                line.2.cost_km
            })
            .real(
                "land_price_km",
                "用地影子价格（公里）",
                "Shadow price (km-equivalents)",
                |line| line.2.rent_km,
            )
            .text("answer", "结果", "Answer", move |line| Some(line.2.text.in_lang(lang)))
            .layer(
                ("ledger", Text::new("台账", "Ledger")),
                Shape::None,
                self.ledger.len(),
                |index| &self.ledger[index],
                |_| None,
            );
        [summary, ledger]
    }
}

fn summary(plan: &Plan) -> Vec<Line> {
    #[expect(clippy::cast_precision_loss, reason = "counts")]
    let count = |count: usize| count as f64;
    let mut lines: Vec<Line> = Bucket::ALL
        .iter()
        .map(|bucket| (bucket.label(), count(plan.summary.count(*bucket)), String::new()))
        .collect();
    let mut line = |zh: &str, en: &str, value: f64, unit: &str| {
        lines.push((Text::new(zh, en), value, unit.to_owned()));
    };
    let solution = &plan.solution;
    line("合计（输入行数）", "Sum, which is the input", count(plan.summary.input), "");
    line("腾退用地", "Land released outside parks", plan.released_land().0, "ha");
    if let Some([taken, saved]) = plan.land_by_guide() {
        line("园区占用", "Land taken in parks", taken.0, "ha");
        line("按用地指南节约", "Land saved by the land guide", saved.0, "ha");
    }
    line("成本", "Cost", solution.cost_km, "km");
    line("下界", "No plan costs less than", solution.lower_bound_km, "km");
    line("差距", "Gap", 100.0 * solution.gap, "%");
    let optimal = f64::from(u8::from(solution.status == Status::Optimal));
    line("已证明最优（1 是，0 否）", "Proven optimal (1 yes, 0 no)", optimal, "");
    if !plan.options.data_notice.in_lang(Lang::En).is_empty() {
        lines.push((plan.options.data_notice.clone(), f64::NAN, String::new()));
    }
    lines
}
