//! Where a new project may go, as layers.

use crate::answer::site::{ProjectSites, Site};
use parkward_layer::{Cell, PlanLayer, Shape, Table};
use parkward_model::{Footprint, Lang, Text};

/// The sites as a layer of the parks, with texts in `lang`.
///
/// ```
/// # mod district { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/district/mod.rs")); }
/// # use district::*;
/// use parkward_model::{Hectares, Lang};
/// use parkward_planning::{NewProject, site_layer};
///
/// let industry = rules().classification.parse("36")?;
/// let project = NewProject { industry, land: Hectares(1.0), needs: Default::default(), at: None };
/// let sites = tight().sites(&project)?;
/// assert_eq!(site_layer(&sites, Lang::En).len(), 2); // a row a park
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn site_layer(sites: &[Site], lang: Lang) -> PlanLayer<'_> {
    let is_point = |site: &Site| matches!(site.footprint, Footprint::Point(_));
    let shape = if sites.iter().any(is_point) { Shape::PolygonOrPoint } else { Shape::Polygon };
    let rank = |site: &Site| match site.rank {
        Some(rank) => Cell::from(rank),
        None => Cell::Unknown,
    };
    Table::<&Site>::new()
        .text("id", "编号", "Id", |s| Some(s.park.as_str()))
        .text("name", "名称", "Name", move |s| Some(s.name.in_lang(lang)))
        .integer("rank", "排名", "Rank", rank)
        .text("answer", "结论", "Answer", |s| Some(s.answer.key()))
        .text("reason", "理由", "Reason", move |s| Some(s.text.in_lang(lang)))
        .real("fit", "产业适配度", "Industry fit", |s| s.terms.as_ref().map(|t| t.fit))
        .real("distance_m", "距离（米）", "Distance (m)", |s| s.distance_m.map(|d| d.0))
        .real("cost_km", "综合成本（公里）", "Cost (km-equivalents)", |s| s.cost_km)
        .real("rent_km", "影子价格（公里）", "Shadow price (km-equivalents)", |s| s.rent_km)
        .land("capacity_ha", "可接收用地", "Capacity for newcomers", |s| s.capacity_ha)
        .land("free_ha", "剩余用地", "Land left", |s| s.free_ha)
        .per_land("shadow_price_km_per_ha", "影子价格", "Shadow price", |s| {
            s.shadow_price_km_per_ha
        })
        .layer(
            ("sites", Text::new("新项目选址", "Sites for a new project")),
            shape,
            sites.len(),
            move |index| &sites[index],
            |site| Some((&site.footprint).into()),
        )
}

/// A table of projects and parks, a row a pair, with texts in `lang`; of a project for which no park was
/// asked, a row without a park.
///
/// ```
/// # mod district { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/district/by_the_river.rs")); }
/// # use district::*;
/// use parkward_model::Lang;
/// use parkward_planning::{ProjectSites, project_sites_layer};
///
/// let (plan, rules) = (by_the_river(), rules_of_space());
/// let projects = [project("P2", 1.0), project("P3", 2.0)];
/// let found = ProjectSites::of(&projects, &plan.survey(), &rules, &plan.options, |p| plan.sites(p))?;
/// assert_eq!(project_sites_layer(&found, Lang::En).len(), 4); // two projects, two parks
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn project_sites_layer(found: &[ProjectSites], lang: Lang) -> PlanLayer<'_> {
    type Proposal<'a> = (&'a ProjectSites, Option<&'a Site>);
    let rows: Vec<Proposal<'_>> = found
        .iter()
        .flat_map(|project| {
            let nobody = project.sites.is_empty().then_some((project, None));
            project.sites.iter().map(move |site| (project, Some(site))).chain(nobody)
        })
        .collect();
    let rank = |(_, site): Proposal<'_>| match site.and_then(|site| site.rank) {
        Some(rank) => Cell::from(rank),
        None => Cell::Unknown,
    };
    let length = rows.len();
    Table::<Proposal<'_>>::new()
        .text("project", "项目编号", "Project", |(p, _)| Some(p.project.id.as_str()))
        .text("project_name", "项目名称", "Name of the project", |(p, _)| {
            Cell::of_text(&p.project.name)
        })
        .integer("rank", "排名", "Rank", rank)
        .text("park", "园区", "Park", |(_, s)| s.map(|site| site.park.as_str()))
        .text("park_name", "园区名称", "Name of the park", move |(_, s)| {
            s.map(|site| site.name.in_lang(lang))
        })
        .text("answer", "结论", "Answer", |(p, s)| {
            s.map_or_else(|| p.settled.map(|bucket| bucket.key()), |site| Some(site.answer.key()))
        })
        .text("reason", "理由", "Reason", move |(p, s)| match s {
            Some(site) => Cell::of_text(site.text.in_lang(lang)),
            None => {
                let reasons: Vec<&str> = p.reasons.iter().map(|r| r.in_lang(lang)).collect();
                Cell::of_words(reasons.join(lang.semicolon()))
            }
        })
        .real("fit", "产业适配度", "Industry fit", |(_, s)| Some(s?.terms.as_ref()?.fit))
        .real("distance_m", "距离（米）", "Distance (m)", |(_, s)| Some(s?.distance_m?.0))
        .real("cost_km", "综合成本（公里）", "Cost (km-equivalents)", |(_, s)| s?.cost_km)
        .real("rent_km", "影子价格（公里）", "Shadow price (km-equivalents)", |(_, s)| {
            s?.rent_km
        })
        .land("free_ha", "剩余用地", "Land left", |(_, s)| s?.free_ha)
        .layer(
            ("project_sites", Text::new("新项目选址", "Sites for new projects")),
            Shape::None,
            length,
            move |index| rows[index],
            |_| None,
        )
}
