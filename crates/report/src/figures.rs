//! The figures that both the summary and the map print.

use parkward_model::{Hectares, Metres};
use parkward_planning::{Bucket, Limit, Plan, PlannedEnterprise, PlannedPark};

/// The resource that every park limits.
pub(crate) const LAND: &str = "land";

/// Land of the enterprises of one bucket.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Land {
    /// Enterprises.
    pub(crate) enterprises: usize,
    /// Land of those whose land is known.
    pub(crate) known: Hectares,
    /// Enterprises whose land is not known.
    pub(crate) unknown: usize,
}

impl Land {
    /// The land of every enterprise that ended in one of `buckets`.
    pub(crate) fn of(plan: &Plan, buckets: &[Bucket]) -> Self {
        Self::sum(plan.enterprises().filter(|e| buckets.contains(&e.verdict())))
    }

    /// The land that enterprises of `buckets` free outside the parks.
    pub(crate) fn freed(plan: &Plan, buckets: &[Bucket]) -> Self {
        let freed = |e: &PlannedEnterprise<'_>| e.releases() && buckets.contains(&e.verdict());
        Self::sum(plan.enterprises().filter(freed))
    }

    fn sum<'a>(enterprises: impl Iterator<Item = PlannedEnterprise<'a>>) -> Self {
        let mut land = Self::default();
        for planned in enterprises {
            land.enterprises += 1;
            match planned.enterprise().land {
                Some(area) => land.known.0 += area.0,
                None => land.unknown += 1,
            }
        }
        land
    }

    /// The land that the plan gives back: of those outside the parks that move or close.
    pub(crate) fn released(plan: &Plan) -> Self {
        Self::freed(plan, &RELEASING)
    }
}

/// Those whose land outside the parks becomes free.
pub(crate) const RELEASING: [Bucket; 2] = [Bucket::Moves, Bucket::Closes];

/// How far the moves are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Distances {
    pub(crate) mean: Metres,
    pub(crate) median: Metres,
    pub(crate) longest: Metres,
}

impl Distances {
    /// Over all moves of `enterprises`; `None` where nobody moves. O(n log n).
    pub(crate) fn of<'a>(enterprises: impl Iterator<Item = PlannedEnterprise<'a>>) -> Option<Self> {
        let chosen = enterprises.filter_map(PlannedEnterprise::chosen);
        let mut metres: Vec<f64> = chosen.map(|choice| choice.distance.0).collect();
        metres.sort_unstable_by(f64::total_cmp);
        let (longest, middle) = (*metres.last()?, metres.len() / 2);
        let median = if metres.len() % 2 == 1 {
            metres[middle]
        } else {
            f64::midpoint(metres[middle - 1], metres[middle])
        };
        let mean = metres.iter().sum::<f64>() / metres.len() as f64;
        Some(Self { mean: Metres(mean), median: Metres(median), longest: Metres(longest) })
    }
}

/// The land limit of a park.
pub(crate) fn land_limit(park: &PlannedPark) -> Option<&Limit> {
    park.limits.iter().find(|limit| limit.resource == LAND)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn released_land_is_that_of_moves_and_closures_outside() {
        let plan = testing::plan();
        let released = Land::released(&plan);
        let parts = RELEASING.map(|bucket| Land::of(&plan, &[bucket]));
        assert_eq!(released.enterprises, plan.summary.moves + plan.summary.closes);
        assert!((released.known.0 - parts[0].known.0 - parts[1].known.0).abs() < 1e-9);
    }

    #[test]
    fn nobody_moving_has_no_distances() {
        assert_eq!(Distances::of(testing::empty().enterprises()), None);
        let distances = Distances::of(testing::plan().enterprises()).unwrap();
        assert!(distances.median <= distances.longest && distances.mean <= distances.longest);
    }
}
