//! The plan as layers: what GIS programs get to see. Names of layers and fields are stable and
//! documented in `docs/data-dictionary.md`.

pub(crate) mod balance;
pub(crate) mod comparison;
pub(crate) mod enterprises;
pub(crate) mod facts;
pub(crate) mod findings;
pub(crate) mod indicators;
pub(crate) mod land_use;
pub(crate) mod outlines;
pub(crate) mod parks;
pub(crate) mod phases;
pub(crate) mod projects;
pub(crate) mod rejects;
pub(crate) mod roads;
pub(crate) mod sheets;
pub(crate) mod site;
pub(crate) mod zones;

use crate::plan::Plan;
use crate::tables::phases::phases_layer;
use parkward_layer::PlanLayer;
use parkward_model::Lang;

type Make = for<'a> fn(&'a Plan, Lang) -> Option<PlanLayer<'a>>;

/// Every layer's name and what makes it, in drawing order from the bottom; tables come last.
const LAYERS: [(&str, Make); 16] = [
    ("zones", |plan, _| (!plan.zones.is_empty()).then(|| plan.zones_layer())),
    ("parks", |plan, _| Some(plan.parks_layer())),
    ("roads_used", Plan::roads_used_layer),
    ("released_land", |plan, _| Some(plan.released_land_layer())),
    ("moves", |plan, _| Some(plan.moves_layer())),
    ("enterprises", |plan, lang| Some(plan.enterprises_layer(lang))),
    ("unplaced", |plan, lang| Some(plan.unplaced_layer(lang))),
    ("projects", |plan, lang| plan.has_projects().then(|| plan.projects_layer(lang))),
    ("road_problems", Plan::road_problems_layer),
    ("rejects", |plan, lang| Some(plan.rejects_layer(lang))),
    // What no rule asks for has no layer.
    ("indicators", |plan, lang| Some(plan.indicators_layer(lang)).filter(|l| !l.is_empty())),
    ("principles", |plan, lang| Some(plan.principles_layer(lang)).filter(|l| !l.is_empty())),
    ("findings", Plan::findings_layer),
    ("balance", Plan::balance_layer),
    ("land_use", Plan::land_use_layer),
    ("phases", |plan, _| plan.schedule.as_ref().map(phases_layer)),
];

/// The names that layers of plans may have, in the order of [`Plan::layers`].
pub const LAYER_NAMES: [&str; LAYERS.len()] = {
    let mut names = [""; LAYERS.len()];
    let mut i = 0;
    while i < names.len() {
        names[i] = LAYERS[i].0;
        i += 1;
    }
    names
};

impl Plan {
    /// The six layers that every plan has, in drawing order from the bottom, with zones beneath them and
    /// new projects above if there are any, then the tables of what its rule book asks for, with texts
    /// in `lang`. Their rows are made when they are asked for.
    ///
    /// Every enterprise row of the input stands in `enterprises` or in `rejects`; `moves`,
    /// `unplaced` and `released_land` are views of `enterprises`.
    ///
    /// ```
    /// # mod district { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/district/mod.rs")); }
    /// # use district::*;
    /// use parkward_model::Lang;
    ///
    /// let plan = tight();
    /// let names: Vec<&str> = plan.layers(Lang::En).iter().map(|layer| layer.name).collect();
    /// assert_eq!(names[..6], ["parks", "released_land", "moves", "enterprises", "unplaced", "rejects"]);
    /// ```
    pub fn layers(&self, lang: Lang) -> Vec<PlanLayer<'_>> {
        self.some_layers(lang, |_| true)
    }

    /// Those of [`Plan::layers`] whose names are wanted. The others cost nothing: to know which enterprises
    /// are in a layer takes a look at each of them.
    ///
    /// ```
    /// # mod district { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/district/mod.rs")); }
    /// # use district::*;
    /// use parkward_model::Lang;
    ///
    /// let plan = tight();
    /// let moves = plan.some_layers(Lang::En, |name| name == "moves");
    /// assert_eq!((moves.len(), moves[0].len()), (1, 2)); // one layer of two moves
    /// ```
    pub fn some_layers(&self, lang: Lang, wanted: impl Fn(&str) -> bool) -> Vec<PlanLayer<'_>> {
        let wanted = LAYERS.into_iter().filter(|(name, _)| wanted(name));
        wanted.filter_map(|(_, make)| make(self, lang)).collect()
    }
}
