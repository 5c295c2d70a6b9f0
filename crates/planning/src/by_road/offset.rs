//! Roads in another datum than the sites: GCJ-02 read as WGS84, or the other way round.

use crate::by_road::network::ParkRoads;
use geo_types::Point;
use parkward_geometry::Crs;
use parkward_model::{Metres, Text};

/// Sites that are looked at; with fewer nothing is said.
const MOST: usize = 400;
const LEAST: usize = 40;
/// Further from a road than this is as far as can be.
const FAR: Metres = Metres(1_500.0);
/// How much nearer to the roads the sites come if they are moved, for the move to explain it.
const NEARER: f64 = 0.7;

impl ParkRoads {
    /// Whether sites lie beside the roads by the offset of GCJ-02: what to do about it, in words.
    ///
    /// Sites stand beside roads. If they come much nearer to them all together when they are moved as GCJ-02 moves places,
    /// or back, one of the two was read in the wrong datum.
    #[must_use]
    pub fn offset(&self, sites: &[Point<f64>]) -> Option<Text> {
        let step = sites.len().div_ceil(MOST).max(1);
        let some: Vec<Point<f64>> = sites.iter().step_by(step).copied().collect();
        let gcj = Crs::built_in("gcj02")?.transformer().ok()?;
        let there = |at: &Point<f64>| gcj.from_wgs84(at).ok();
        let back = |at: &Point<f64>| gcj.to_wgs84(at).ok();
        let moved: Vec<[Point<f64>; 3]> =
            some.iter().filter_map(|at| Some([*at, there(at)?, back(at)?])).collect();
        // Outside of China nothing is moved.
        if moved.len() < LEAST || moved.iter().all(|[at, there, _]| at == there) {
            return None;
        }
        let [plain, there, back] = [0, 1, 2].map(|which| {
            moved.iter().map(|places| self.far_from_roads(places[which])).sum::<f64>()
        });
        let (least, roads_are_shifted) = if there < back { (there, true) } else { (back, false) };
        if least > NEARER * plain {
            return None;
        }
        let metres = |sum: f64| (sum / moved.len() as f64).round();
        let (plain, least) = (metres(plain), metres(least));
        Some(match roads_are_shifted {
            true => Text::new(
                format!(
                    "厂址离道路平均 {plain} 米，若道路为 GCJ-02 则为 {least} 米：请在 [roads] 中设置 crs = \"gcj02\"，或核对厂址的坐标系"
                ),
                format!(
                    "sites are {plain} m from the roads on average, and {least} m if the roads are in GCJ-02: set crs = \"gcj02\" in [roads], or check the CRS of the sites"
                ),
            ),
            false => Text::new(
                format!(
                    "厂址离道路平均 {plain} 米，若厂址为 GCJ-02 则为 {least} 米：请为企业设置 crs = \"gcj02\"，或核对道路的坐标系"
                ),
                format!(
                    "sites are {plain} m from the roads on average, and {least} m if the sites are in GCJ-02: set crs = \"gcj02\" for the enterprises, or check the CRS of the roads"
                ),
            ),
        })
    }

    fn far_from_roads(&self, site: Point<f64>) -> f64 {
        self.network.snap(site, FAR).map_or(FAR.0, |snapped| snapped.access.0)
    }
}
