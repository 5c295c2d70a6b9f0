//! The enterprises on the sheet: a sign each, sized by land; or, in a crowd, cells and streams.

use super::canvas::Canvas;
use super::crowd::Crowd;
use super::ink::Ink;
use super::moves::{self, Move};
use super::page::MAP;
use super::symbols;
use super::view::View;
use geo_types::Coord;
use parkward_model::{AreaUnits, Hectares, Lang};
use parkward_planning::{Bucket, Plan, PlannedEnterprise};

/// Beyond this many enterprises, signs would cover all there is below: enterprises are counted in cells.
const CROWD: usize = 8_000;
/// In a crowd, this many of the unplaced are still drawn one by one.
const FEW: usize = 300;

/// How large a sign is, by the land that the enterprise needs: its area grows with the land, between
/// a smallest and a largest sign. The median land of the plan has the ordinary size.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grades {
    /// The land of a sign of ordinary size, in hectares.
    median_ha: f64,
    /// In which unit the legend says it.
    pub(crate) areas: AreaUnits,
}

impl Grades {
    /// The smallest and the largest sign, in ordinary ones.
    const LEAST: f64 = 0.6;
    const MOST: f64 = 2.6;

    /// Of a plan; one hectare, where nobody's land is known. O(n).
    pub(crate) fn of(plan: &Plan) -> Self {
        let known = plan.enterprises().filter_map(|e| e.enterprise().land);
        let mut areas: Vec<f64> = known.map(|land| land.0).filter(|ha| *ha > 0.0).collect();
        let middle = areas.len() / 2;
        let median_ha = match areas.is_empty() {
            true => 1.0,
            false => *areas.select_nth_unstable_by(middle, f64::total_cmp).1,
        };
        Self { median_ha, areas: plan.options.area_unit }
    }

    /// The size of a sign, 1 being the ordinary; unknown land has the smallest.
    pub(crate) fn size(self, land: Option<Hectares>) -> f64 {
        let ratio = land.map_or(0.0, |land| land.0 / self.median_ha);
        ratio.max(0.0).sqrt().clamp(Self::LEAST, Self::MOST)
    }

    /// Round amounts of land for the legend, small to large, in the unit of a language, with the land that they are:
    /// within the range in which signs grow.
    pub(crate) fn samples(self, lang: Lang) -> [(f64, Hectares); 3] {
        let many = self.areas.of(lang).per_hectare();
        let round = |times: f64| round(times * self.median_ha * many);
        [0.5, 2.0, 6.0].map(round).map(|amount| (amount, Hectares(amount / many)))
    }
}

/// The nearest of 1, 2, 5 times a power of ten, in ratio.
fn round(value: f64) -> f64 {
    let power = 10_f64.powf(value.log10().floor());
    let apart = |digit: f64| (value / (digit * power)).ln().abs();
    let nearest = [1.0, 2.0, 5.0, 10.0].into_iter().min_by(|a, b| apart(*a).total_cmp(&apart(*b)));
    nearest.unwrap_or(1.0) * power
}

/// How the enterprises of a bucket are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    Signs,
    Cells,
    NotDrawn,
}

/// One sign.
#[derive(Clone, Copy, Debug)]
struct Site {
    at: (f64, f64),
    grade: f64,
}

/// The enterprises on a sheet.
pub(crate) struct Sites {
    /// Of each bucket of [`symbols::ORDER`], the largest first, so that none hides another.
    by_bucket: [Vec<Site>; 7],
    pub(crate) moves: Vec<Move>,
    pub(crate) crowd: Option<Crowd>,
    pub(crate) grades: Grades,
    /// Size of an ordinary sign.
    size: f64,
    /// Enterprises that stand beyond the frame.
    pub(crate) beyond: usize,
}

impl Sites {
    /// Of `enterprises`, which may be all of a plan or those of one park.
    pub(crate) fn of<'a>(
        enterprises: impl ExactSizeIterator<Item = PlannedEnterprise<'a>>,
        grades: Grades,
        view: &View,
    ) -> Self {
        let mut crowd = (enterprises.len() > CROWD).then(Crowd::default);
        let mut by_bucket: [Vec<Site>; 7] = Default::default();
        let (mut moves, mut beyond) = (Vec::new(), 0);
        for planned in enterprises {
            let site = planned.enterprise().site.0;
            if !(site.x.is_finite() && site.y.is_finite()) {
                beyond += 1;
                continue;
            }
            let at = view.place(site);
            if let (Some([x, y]), Some(choice)) = (planned.entry(), planned.chosen())
                && x.is_finite()
                && y.is_finite()
            {
                let to = view.place(Coord { x, y });
                match &mut crowd {
                    Some(crowd) => crowd.moves(at, to, choice.park),
                    None => moves.push((at, to)),
                }
            }
            if !MAP.contains(at.0, at.1) {
                beyond += 1;
                continue;
            }
            let verdict = planned.verdict();
            let Some(bucket) = symbols::ORDER.iter().position(|b| *b == verdict) else { continue };
            if let Some(crowd) = &mut crowd {
                if !matches!(verdict, Bucket::InPark | Bucket::InParkCloses) {
                    crowd.counts(at);
                }
                if verdict != Bucket::Unplaced {
                    continue;
                }
            }
            by_bucket[bucket].push(Site { at, grade: grades.size(planned.enterprise().land) });
        }
        if crowd.is_some() && by_bucket.iter().map(Vec::len).sum::<usize>() > FEW {
            by_bucket = Default::default();
        }
        for sites in &mut by_bucket {
            // Stable: equal sizes stay in the order of the input.
            sites.sort_by(|a, b| b.grade.total_cmp(&a.grade));
        }
        let size = symbols::size_for(by_bucket.iter().map(Vec::len).sum());
        Self { by_bucket, moves, crowd, grades, size, beyond }
    }

    /// How a bucket is shown.
    pub(crate) fn shown(&self, bucket: Bucket) -> Shown {
        let signs = symbols::ORDER.iter().zip(&self.by_bucket);
        let drawn = signs.filter(|(b, _)| **b == bucket).any(|(_, sites)| !sites.is_empty());
        match (&self.crowd, bucket) {
            (None, _) => Shown::Signs,
            (Some(_), Bucket::InPark | Bucket::InParkCloses) => Shown::NotDrawn,
            (Some(_), Bucket::Unplaced) if drawn => Shown::Signs,
            (Some(_), _) => Shown::Cells,
        }
    }

    /// The size of the sign of some land, as drawn, without that of its kind.
    pub(crate) fn drawn_size(&self, land: Hectares) -> f64 {
        self.size * self.grades.size(Some(land))
    }

    /// Draws moves and signs.
    pub(crate) fn draw(&self, canvas: &mut Canvas<'_>) {
        for (bucket, sites) in symbols::ORDER.into_iter().zip(&self.by_bucket) {
            if bucket == Bucket::Moves {
                match &self.crowd {
                    Some(crowd) => crowd.draw_streams(canvas),
                    None => moves::draw(canvas, &self.moves),
                }
            }
            if sites.is_empty() {
                continue;
            }
            let paint = symbols::paint(canvas.palette, bucket, self.size);
            canvas.put(format_args!("<g {paint}>"));
            for site in sites {
                symbols::sign(canvas, bucket, site.at, self.size * site.grade);
            }
            canvas.put(format_args!("</g>"));
        }
    }

    /// Puts ink where names should not stand.
    pub(crate) fn ink(&self, ink: &mut Ink) {
        for (bucket, sites) in symbols::ORDER.into_iter().zip(&self.by_bucket) {
            let weight = match bucket {
                Bucket::InPark | Bucket::InParkCloses => 1.5,
                Bucket::Closes | Bucket::Kept | Bucket::Moves => 2.5,
                Bucket::Review | Bucket::Unplaced | Bucket::Rejected => 5.0,
            };
            for Site { at: (x, y), grade } in sites {
                ink.point(*x, *y, weight);
                // The rim of a large sign lies in other cells than its middle.
                let rim = 1.5 * self.size * grade;
                if rim > 2.2 {
                    for (dx, dy) in [(rim, 0.0), (-rim, 0.0), (0.0, rim), (0.0, -rim)] {
                        ink.point(x + dx, y + dy, weight / 2.0);
                    }
                }
            }
        }
        self.moves.iter().for_each(|(from, to)| ink.line(*from, *to, 0.2));
        if let Some(crowd) = &self.crowd {
            crowd.ink(ink);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn the_area_of_a_sign_grows_with_the_land() {
        let grades = Grades { median_ha: 0.8, areas: AreaUnits::default() };
        let size = |ha| grades.size(Some(Hectares(ha)));
        assert!((size(3.2) / size(0.8) - 2.0).abs() < 1e-9);
        assert_eq!((size(0.0), size(-1.0), grades.size(None)), (0.6, 0.6, 0.6));
        assert_eq!(size(1e9), 2.6);
        assert_eq!(grades.samples(Lang::En).map(|(amount, _)| amount), [0.5, 2.0, 5.0]);
        // 0.4, 1.6 and 4.8 ha are 6, 24 and 72 mu, which is nearer to 100 in ratio.
        assert_eq!(grades.samples(Lang::Zh).map(|(amount, _)| amount), [5.0, 20.0, 100.0]);
    }

    #[test]
    fn nobody_with_land_has_signs_all_the_same() {
        let grades = Grades::of(&testing::empty());
        assert_eq!(grades.median_ha, 1.0);
        assert_eq!(grades.samples(Lang::En).map(|(amount, _)| amount), [0.5, 2.0, 5.0]);
    }
}
