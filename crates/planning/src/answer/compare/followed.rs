//! What enterprises and new projects have in common when they are followed from one plan to another.

use crate::answer::compare::kind::ChangeKind;
use parkward_model::ParkId;

/// One that changes between two plans.
pub(crate) trait Followed {
    type State: Ending;

    fn id(&self) -> &str;
    fn name(&self) -> &str;
    fn change(&self) -> ChangeKind;
    /// What the first plan says of it.
    fn before(&self) -> Option<&Self::State>;
    /// What the second says.
    fn after(&self) -> Option<&Self::State>;
}

/// Where one ends in a plan.
pub(crate) trait Ending: PartialEq {
    /// The key of its verdict.
    fn verdict(&self) -> &'static str;
    fn park(&self) -> Option<&ParkId>;
    fn cost_km(&self) -> Option<f64>;
}

/// Followed by the fields of the same names.
macro_rules! followed {
    ($change:ty, $state:ty) => {
        impl $crate::answer::compare::followed::Followed for $change {
            type State = $state;

            fn id(&self) -> &str {
                &self.id
            }

            fn name(&self) -> &str {
                &self.name
            }

            fn change(&self) -> ChangeKind {
                self.change
            }

            fn before(&self) -> Option<&$state> {
                self.before.as_ref()
            }

            fn after(&self) -> Option<&$state> {
                self.after.as_ref()
            }
        }

        impl $crate::answer::compare::followed::Ending for $state {
            fn verdict(&self) -> &'static str {
                self.verdict.key()
            }

            fn park(&self) -> Option<&ParkId> {
                self.park.as_ref()
            }

            fn cost_km(&self) -> Option<f64> {
                self.cost_km
            }
        }
    };
}
pub(crate) use followed;

impl ChangeKind {
    /// What kind of change there is between two plans; `None`: there is none.
    pub(super) fn between<E: Ending>(before: Option<&E>, after: Option<&E>) -> Option<Self> {
        Some(match (before, after) {
            (None, _) => Self::Added,
            (_, None) => Self::Removed,
            (Some(a), Some(b)) if a == b => return None,
            (Some(a), Some(b)) if a.verdict() != b.verdict() => Self::Verdict,
            (Some(a), Some(b)) if a.park() != b.park() => Self::Park,
            _ => Self::Terms,
        })
    }
}
