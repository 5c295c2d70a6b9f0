//! The page in the making: its plan, its language, and how numbers and words stand on it.

use crate::numbers::{count, decimal};
use parkward_model::{Hectares, InputKind, Lang, ParkId, Text};
use parkward_planning::Plan;

/// How many of a long list are listed one by one.
pub(super) const LISTED: usize = 20;

/// `summary.md` of a plan in one language.
pub(super) struct Page<'a> {
    pub(super) plan: &'a Plan,
    pub(super) lang: Lang,
}

impl Page<'_> {
    pub(super) fn say<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    pub(super) fn of<'t>(&self, text: &'t Text) -> &'t str {
        text.in_lang(self.lang)
    }

    /// What people call a park.
    pub(super) fn park_name(&self, id: &ParkId) -> String {
        let park = self.plan.parks.iter().find(|planned| planned.park.id == *id);
        park.map_or_else(|| id.to_string(), |planned| planned.park.label(self.lang).to_owned())
    }

    pub(super) fn count(&self, number: usize) -> String {
        count(number, self.lang)
    }

    pub(super) fn decimal(&self, number: f64, places: usize) -> String {
        decimal(number, places, self.lang)
    }

    /// The head of a column of land, with the unit.
    pub(super) fn land_head(&self, zh: &str, en: &str) -> String {
        let unit = self.land_unit();
        match self.lang {
            Lang::Zh => format!("{zh}（{unit}）"),
            Lang::En => format!("{en} ({unit})"),
        }
    }

    /// The unit in which land is shown.
    pub(super) fn land_unit(&self) -> String {
        self.plan.options.area_unit.name().in_lang(self.lang).to_owned()
    }

    /// Hectares in the unit in which land is shown.
    pub(super) fn land(&self, hectares: f64) -> String {
        self.decimal(self.plan.options.area_unit.shown(Hectares(hectares), self.lang), 2)
    }

    /// The same of land that may be unknown, which is never nought.
    pub(super) fn known_land(&self, hectares: Option<f64>) -> String {
        hectares.map_or_else(|| self.say("未知", "unknown").to_owned(), |land| self.land(land))
    }

    pub(super) fn section(&self, zh: &str, en: &str, body: &str) -> String {
        format!("## {}\n\n{body}", self.say(zh, en))
    }

    pub(super) fn kind(&self, kind: InputKind) -> &'static str {
        match (kind, self.lang) {
            (InputKind::Parks, Lang::Zh) => "园区",
            (InputKind::Parks, Lang::En) => "parks",
            (InputKind::Zones, Lang::Zh) => "空间图层",
            (InputKind::Zones, Lang::En) => "zones",
            (InputKind::Projects, Lang::Zh) => "新项目",
            (InputKind::Projects, Lang::En) => "new projects",
            (InputKind::Roads, Lang::Zh) => "道路",
            (InputKind::Roads, Lang::En) => "roads",
            (InputKind::Gates, Lang::Zh) => "园区出入口",
            (InputKind::Gates, Lang::En) => "gates of parks",
            (InputKind::Enterprises, Lang::Zh) => "企业",
            (InputKind::Enterprises, Lang::En) => "enterprises",
        }
    }

    /// What a list that was cut leaves out.
    pub(super) fn more(&self, total: usize) -> String {
        let left = total.saturating_sub(LISTED);
        match (left, self.lang) {
            (0, _) => String::new(),
            (_, Lang::Zh) => format!("\n另有 {} 项，见数据图层。\n", self.count(left)),
            (_, Lang::En) => format!("\nAnd {} more: see the layers.\n", self.count(left)),
        }
    }
}
