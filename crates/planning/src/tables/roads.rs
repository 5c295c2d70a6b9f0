//! What the plan asks of the roads, and what is wrong with them.

use crate::by_road::network::ParkRoads;
use crate::by_road::used::Load;
use crate::plan::Plan;
use geo_types::Coord;
use parkward_layer::{Cell, FeatureGeometry, PlanLayer, Shape, Table};
use parkward_model::{InWords, Lang, Text};
use parkward_roads::Problem;

impl Plan {
    /// The roads, where distances are by road and they are there.
    fn roads(&self) -> Option<&ParkRoads> {
        self.options.by_road.as_ref()?.roads.as_deref()
    }

    /// The stretches of road that moves go along, longitude and latitude, each with how many do; none where distances
    /// are straight.
    pub fn road_loads(&self) -> impl Iterator<Item = (&[Coord<f64>], usize)> {
        self.on_roads().loads.iter().map(|load| (&*load.path, load.moves))
    }

    /// The stretches of road that moves go along, each with what it carries.
    pub(super) fn roads_used_layer(&self, lang: Lang) -> Option<PlanLayer<'_>> {
        let (roads, loads) = (self.roads()?, &self.on_roads().loads);
        let layer = Table::<&Load>::new()
            .text("road", "道路编号", "Road", |load| {
                roads.name(load.way).map(|name| name.id.as_str())
            })
            .text("name", "名称", "Name", move |load| Cell::of_words(roads.label(load.way, lang)))
            .text("kind", "类型", "Kind", |load| Cell::of_text(roads.kind(load.way)))
            .real("length_m", "长度（米）", "Length (m)", |load| load.length.0)
            .integer("moves", "迁移家数", "Moves", |load| load.moves)
            .land("land_ha", "迁移用地", "Land that moves", |load| Some(load.land_ha))
            .layer(
                ("roads_used", Text::new("迁移所经道路", "Roads that moves use")),
                Shape::Line,
                loads.len(),
                |index| &loads[index],
                |load| Some(FeatureGeometry::Path(&load.path)),
            );
        Some(layer)
    }

    /// What is wrong with the roads, each at its place.
    pub(super) fn road_problems_layer(&self, lang: Lang) -> Option<PlanLayer<'_>> {
        let roads = self.roads()?;
        let layer = Table::<&Problem>::new()
            .text("road", "道路编号", "Road", |p| {
                roads.name(p.way).map(|name| name.id.as_str())
            })
            .text("name", "名称", "Name", move |p| Cell::of_words(roads.label(p.way, lang)))
            .integer("row", "输入行", "Row of the input", |p| {
                roads.name(p.way).map_or(p.way as u64 + 1, |name| name.row)
            })
            .text("problem", "问题", "Problem", |p| Some(p.kind.key()))
            .text("text", "说明", "In words", move |p| {
                Cell::of_words(p.kind.in_words().in_lang(lang).to_owned())
            })
            .layer(
                ("road_problems", Text::new("道路问题", "Problems of roads")),
                Shape::Point,
                roads.problems.len(),
                |index| &roads.problems[index],
                move |p| roads.place_of(p).map(FeatureGeometry::Point),
            );
        Some(layer)
    }
}

impl ParkRoads {
    /// Where a problem is: a place that it names, else the middle of the road.
    fn place_of(&self, problem: &Problem) -> Option<Coord<f64>> {
        let at = problem.kind.at().map(|at| at.0);
        at.or_else(|| self.middles().get(&problem.way).copied())
    }
}
