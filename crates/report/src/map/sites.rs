//! The enterprises on the sheet: a sign each, sized by land; or, in a crowd, cells and streams.

use super::canvas::Canvas;
use super::crowd::Crowd;
use super::ink::Ink;
use super::moves::{self, Move};
use super::numbers::Numbered;
use super::symbols;
use super::view::View;
use geo_types::Coord;
use parkward_model::Hectares;
use parkward_planning::{Bucket, Grades, PlannedEnterprise, sign_size};

/// Beyond this many enterprises, signs would cover all there is below: enterprises are counted in cells.
const CROWD: usize = 8_000;
/// In a crowd, this many of the unplaced are still drawn one by one.
const FEW: usize = 300;

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

/// How enterprises are numbered, if they are.
pub(crate) type NumberOf<'n> = &'n dyn Fn(&PlannedEnterprise<'_>) -> Option<String>;

/// The enterprises on a sheet.
pub(crate) struct Sites {
    /// Of each bucket of [`Bucket::DRAWN`], the largest first, so that none hides another.
    by_bucket: [Vec<Site>; 7],
    pub(crate) moves: Vec<Move>,
    pub(crate) crowd: Option<Crowd>,
    pub(crate) grades: Grades,
    /// Size of an ordinary sign.
    size: f64,
    /// Enterprises that stand beyond the frame.
    pub(crate) beyond: usize,
    /// Numbers, with the sign that each belongs to.
    numbers: Vec<(Bucket, Site, String)>,
}

impl Sites {
    /// Of `enterprises`, which may be all of a plan or those of one park.
    pub(crate) fn of<'a>(
        enterprises: impl ExactSizeIterator<Item = PlannedEnterprise<'a>>,
        grades: Grades,
        view: &View,
        number_of: NumberOf<'_>,
    ) -> Self {
        let mut numbers = Vec::new();
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
                match (&mut crowd, planned.path()) {
                    (Some(crowd), _) => crowd.moves(at, to, choice.park),
                    (None, None) => moves.push(Move(vec![at, to])),
                    (None, Some(path)) => {
                        moves.push(Move(path.iter().map(|at| view.place(*at)).collect()));
                    }
                }
            }
            if !view.rect().contains(at.0, at.1) {
                beyond += 1;
                continue;
            }
            let verdict = planned.verdict();
            let Some(bucket) = Bucket::DRAWN.iter().position(|b| *b == verdict) else { continue };
            if let Some(crowd) = &mut crowd {
                if !matches!(verdict, Bucket::InPark | Bucket::InParkCloses) {
                    crowd.counts(at);
                }
                if verdict != Bucket::Unplaced {
                    continue;
                }
            }
            let site = Site { at, grade: grades.size(planned.enterprise().land) };
            by_bucket[bucket].push(site);
            numbers.extend(number_of(&planned).map(|number| (verdict, site, number)));
        }
        if crowd.is_some() && by_bucket.iter().map(Vec::len).sum::<usize>() > FEW {
            by_bucket = Default::default();
            numbers.clear();
        }
        for sites in &mut by_bucket {
            // Stable: equal sizes stay in the order of the input.
            sites.sort_by(|a, b| b.grade.total_cmp(&a.grade));
        }
        let size = sign_size(by_bucket.iter().map(Vec::len).sum());
        Self { by_bucket, moves, crowd, grades, size, beyond, numbers }
    }

    /// How a bucket is shown.
    pub(crate) fn shown(&self, bucket: Bucket) -> Shown {
        let signs = Bucket::DRAWN.iter().zip(&self.by_bucket);
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
        for (bucket, sites) in Bucket::DRAWN.into_iter().zip(&self.by_bucket) {
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
            canvas.put(format_args!(r#"<g id="signs-{}" {paint}>"#, bucket.key()));
            for site in sites {
                symbols::sign(canvas, bucket, site.at, self.size * site.grade);
            }
            canvas.put(format_args!("</g>"));
        }
    }

    /// The numbers of the enterprises that have signs and are numbered: those that need a decision first.
    pub(crate) fn numbered(&self) -> Vec<Numbered> {
        let mut order: Vec<&(Bucket, Site, String)> = self.numbers.iter().collect();
        let rank = |bucket: Bucket| Bucket::DRAWN.iter().position(|b| *b == bucket);
        order.sort_by_key(|(bucket, ..)| std::cmp::Reverse(rank(*bucket)));
        let radius = |bucket: Bucket, grade: f64| {
            bucket.sign().size_mm * symbols::TO_POINTS / 2.0 * self.size * grade
        };
        let sign = |(bucket, site, number): &(Bucket, Site, String)| Numbered {
            at: site.at,
            radius: radius(*bucket, site.grade),
            number: number.clone(),
            upon: false,
        };
        order.into_iter().map(sign).collect()
    }

    /// Puts ink where names should not stand.
    pub(crate) fn ink(&self, ink: &mut Ink) {
        for (bucket, sites) in Bucket::DRAWN.into_iter().zip(&self.by_bucket) {
            let weight = match bucket {
                Bucket::InPark | Bucket::InParkCloses => 5.0,
                Bucket::Closes | Bucket::Kept | Bucket::Moves => 6.0,
                Bucket::Review | Bucket::Unplaced | Bucket::Rejected => 12.0,
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
        for step in self.moves.iter().flat_map(|step| step.0.windows(2)) {
            ink.line(step[0], step[1], 0.2);
        }
        if let Some(crowd) = &self.crowd {
            crowd.ink(ink);
        }
    }
}
