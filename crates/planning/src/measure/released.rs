//! Land outside parks that a plan frees, in all and by class.

use crate::bucket::Bucket;
use crate::plan::Plan;
use crate::plan::enterprise::PlannedEnterprise;
use crate::screened::land_classes::NamedClass;
use parkward_model::Hectares;

/// Land of one class that the plan releases outside parks.
#[derive(Clone, Debug, PartialEq)]
pub struct ReleasedByClass<'a> {
    /// The class; `None`: what lies in none.
    pub class: Option<&'a NamedClass>,
    /// Enterprises that move to a park, and their land.
    pub moves: (usize, Hectares),
    /// Enterprises that close, and their land.
    pub closes: (usize, Hectares),
}

impl ReleasedByClass<'_> {
    /// The land of both.
    pub fn land(&self) -> Hectares {
        [self.moves.1, self.closes.1].into_iter().sum()
    }
}

impl Plan {
    /// Land outside parks that the plan frees: the sites of those who move, and of those outside who
    /// close. Unknown areas count as nothing and are said to be unknown in the layer.
    pub fn released_land(&self) -> Hectares {
        let released = self.enterprises().filter(|enterprise| releases(*enterprise));
        released.filter_map(|enterprise| enterprise.enterprise().land).sum()
    }
}

pub(crate) fn releases(enterprise: PlannedEnterprise<'_>) -> bool {
    enterprise.releases()
}

impl Plan {
    /// What the plan releases of each class of land outside parks, in the order of the rule book; what
    /// lies in none comes last, if there is any. Nothing where classes are not told apart. Unknown
    /// areas count as nothing. Summed in whole square metres.
    ///
    /// ```
    /// # mod district { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/district/by_the_river.rs")); }
    /// # use district::*;
    /// let plan = by_the_river();
    /// let released = plan.released_by_class();
    /// let bank = &released[0]; // E1 moves and E3 closes, with 2 ha each
    /// assert_eq!(bank.class.map(|class| class.id.as_str()), Some("bank"));
    /// assert_eq!((bank.moves.0, bank.closes.0, bank.land().0), (1, 1, 4.0));
    /// ```
    pub fn released_by_class(&self) -> Vec<ReleasedByClass<'_>> {
        if self.land_classes.is_empty() {
            return Vec::new();
        }
        let classes = self.land_classes.iter().map(Some).chain([None]);
        let mut sums: Vec<_> = classes.map(|class| (class, [(0_usize, 0_i64); 2])).collect();
        for enterprise in self.enterprises().filter(|e| e.releases()) {
            let class = enterprise.land_class();
            let sum = sums.iter_mut().find(|(other, _)| *other == class);
            let (_, sums) = sum.expect("a class of the plan, or none");
            let sum = &mut sums[usize::from(enterprise.verdict() == Bucket::Closes)];
            sum.0 += 1;
            sum.1 += enterprise.enterprise().land.map_or(0, |land| land.square_metres());
        }
        let hectares = |(count, m2): (usize, i64)| (count, Hectares::from_square_metres(m2));
        sums.into_iter()
            .filter(|(class, sums)| class.is_some() || sums.iter().any(|(count, _)| *count > 0))
            .map(|(class, [moves, closes])| ReleasedByClass {
                class,
                moves: hectares(moves),
                closes: hectares(closes),
            })
            .collect()
    }
}
