//! The table `balance`.

use crate::bucket::Bucket;
use crate::measure::balance::Balance;
use crate::plan::Plan;
use parkward_layer::{Cell, PlanLayer, Shape, Table};
use parkward_model::{Lang, Text};

/// A column of the table.
type Amount = fn(&Balance) -> i128;

impl Plan {
    /// The table `balance`, one row a quantity; `None` if the rule book neither sums up anything nor
    /// rates land.
    pub(crate) fn balance_layer(&self, lang: Lang) -> Option<PlanLayer<'_>> {
        if !self.has_balance() {
            return None;
        }
        let rows = std::sync::Arc::new(self.balances());
        let mut table = Table::<usize>::new();
        let all = rows.clone();
        table = table.text("quantity", "指标代码", "Quantity", move |r| {
            Cell::of_words(all[r].id.clone())
        });
        let all = rows.clone();
        table = table.text("name", "指标", "Name", move |r| {
            Cell::of_words(all[r].name.in_lang(lang).to_owned())
        });
        let all = rows.clone();
        table = table.text("unit", "单位", "Unit", move |r| {
            Cell::of_words(all[r].unit.in_lang(lang).to_owned())
        });
        let columns: [(&str, &str, &str, Amount); 15] = [
            ("total", "合计", "All", |b| b.total),
            ("in_parks_before", "规划前园区内", "In parks before", |b| b.in_parks_before),
            ("outside_before", "规划前园区外", "Outside before", Balance::outside_before),
            ("in_park", "已在园区，保留", "In park, stays", |b| b.bucket(Bucket::InPark)),
            ("in_park_closes", "已在园区，淘汰", "In park, closes", |b| {
                b.bucket(Bucket::InParkCloses)
            }),
            ("closes", "园区外，淘汰", "Outside, closes", |b| b.bucket(Bucket::Closes)),
            ("kept", "园区外，经决定保留", "Kept by decision", |b| b.bucket(Bucket::Kept)),
            ("review", "待人工核定", "To review", |b| b.bucket(Bucket::Review)),
            ("moves", "迁入园区", "Moves", |b| b.bucket(Bucket::Moves)),
            ("unplaced", "未能安置", "Unplaced", |b| b.bucket(Bucket::Unplaced)),
            ("closed", "淘汰合计", "Closes in all", Balance::closed),
            ("released", "园区外腾退", "Released outside", Balance::released),
            ("in_parks_after", "规划后园区内", "In parks after", Balance::in_parks_after),
            ("outside_after", "规划后园区外", "Outside after", Balance::outside_after),
            ("saved", "节约", "Saved", Balance::saved),
        ];
        for (name, zh, en, amount) in columns {
            let all = rows.clone();
            table = table.real(name, zh, en, move |r| all[r].in_unit(amount(&all[r])));
        }
        let all = rows.clone();
        table = table.integer("unknown", "未知企业数", "Enterprises unknown", move |r| {
            all[r].unknown()
        });
        let title = Text::new("平衡表", "Balance");
        Some(table.layer(("balance", title), Shape::None, rows.len(), |row| row, |_| None))
    }
}
