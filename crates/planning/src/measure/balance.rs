//! The balance of land and of what else the rule book sums up: where everything is before the plan,
//! and what becomes of it. In whole square metres and thousandths, so every sum is exact.

use crate::bucket::Bucket;
use crate::plan::Plan;
use crate::plan::enterprise::PlannedEnterprise;
use crate::settings::resource::LAND;
use parkward_model::{AreaUnit, Hectares, Text};

/// The balance of one quantity, over the enterprises for whom it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// `land`, or the id of a total of the rule book.
    pub id: String,
    /// The name.
    pub name: Text,
    /// The unit of the amounts.
    pub unit: Text,
    /// Of the whole numbers below, how many make one unit: 10,000 of land, else 1,000.
    pub scale: u32,
    /// All of it.
    pub total: i128,
    /// In parks before the plan.
    pub in_parks_before: i128,
    /// By bucket, as in [`Bucket::ALL`].
    pub buckets: [i128; Bucket::ALL.len()],
    /// Enterprises for whom it is unknown, by bucket.
    pub unknown: [usize; Bucket::ALL.len()],
    /// Undecided and in a park: to review, or unplaced though a rule wants it elsewhere.
    pub open_in_parks: i128,
    /// Of those who move from one park to another.
    pub leaving: i128,
    /// Of land: what those who move take in the parks; else what moves.
    pub taken: i128,
}

impl Balance {
    /// The amount of a bucket.
    pub fn bucket(&self, bucket: Bucket) -> i128 {
        self.buckets[index(bucket)]
    }

    /// Outside the parks before the plan.
    pub fn outside_before(&self) -> i128 {
        self.total - self.in_parks_before
    }

    /// Of those that close, in parks and outside.
    pub fn closed(&self) -> i128 {
        self.bucket(Bucket::InParkCloses) + self.bucket(Bucket::Closes)
    }

    /// In parks after the plan: what stays, and what those who come take.
    pub fn in_parks_after(&self) -> i128 {
        self.bucket(Bucket::InPark) + self.open_in_parks + self.taken
    }

    /// Outside the parks after the plan.
    pub fn outside_after(&self) -> i128 {
        [Bucket::Kept, Bucket::Review, Bucket::Unplaced]
            .map(|b| self.bucket(b))
            .iter()
            .sum::<i128>()
            - self.open_in_parks
    }

    /// What leaves the sites outside the parks: of those that move or close.
    pub fn released(&self) -> i128 {
        self.bucket(Bucket::Moves) - self.leaving + self.bucket(Bucket::Closes)
    }

    /// Of land: what those who move have now and do not take; negative if they take more.
    pub fn saved(&self) -> i128 {
        self.bucket(Bucket::Moves) - self.taken
    }

    /// Enterprises for whom it is unknown.
    pub fn unknown(&self) -> usize {
        self.unknown.iter().sum()
    }

    /// An amount in its unit.
    #[expect(clippy::cast_precision_loss, reason = "for people")]
    pub fn in_unit(&self, amount: i128) -> f64 {
        amount as f64 / f64::from(self.scale)
    }

    /// Whether everything that is there before the plan is somewhere after it: the buckets sum to the
    /// total, and the total is what is in parks and outside after the plan, with what closes and what
    /// is saved.
    pub fn balances(&self) -> bool {
        self.buckets.iter().sum::<i128>() == self.total
            && self.in_parks_after() + self.outside_after() + self.closed() + self.saved()
                == self.total
            && self.outside_before() - self.released() == self.outside_after()
    }
}

fn index(bucket: Bucket) -> usize {
    Bucket::ALL.iter().position(|other| *other == bucket).expect("all buckets are listed")
}

#[expect(clippy::cast_possible_truncation, reason = "saturates")]
fn thousandths(amount: f64) -> i128 {
    (amount * 1_000.0).round() as i128
}

impl Plan {
    /// The land that those who move take in the parks, and what of their present land they do not
    /// take; `None` if the rule book has no land guide, and they take what they have. O(n).
    pub fn land_by_guide(&self) -> Option<[Hectares; 2]> {
        self.book().filter(|book| book.rates_land())?;
        let land = self.land_balance();
        Some([land.taken, land.saved()].map(|amount| Hectares(land.in_unit(amount))))
    }

    fn land_balance(&self) -> Balance {
        let metres = |land: Option<Hectares>| land.map(|land| i128::from(land.square_metres()));
        let start = Balance {
            id: LAND.to_owned(),
            name: Text::new("用地", "Land"),
            unit: AreaUnit::Ha.name(),
            scale: 10_000,
            ..Balance::default()
        };
        self.balance(start, |e| metres(e.enterprise().land), |e| metres(e.land_taken()))
    }

    /// The balance of the present land, then of every total of the rule book. O(n) for each.
    ///
    /// ```
    /// # mod district { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/district/mod.rs")); }
    /// # use district::*;
    /// use parkward_planning::Bucket;
    ///
    /// let plan = tight();
    /// let balances = plan.balances();
    /// let land = &balances[0]; // of land; the rule book has no further totals
    /// assert!(balances.len() == 1 && land.balances());
    /// assert_eq!(land.in_unit(land.bucket(Bucket::Moves)), 4.0); // hectares of E1 and E2
    /// ```
    pub fn balances(&self) -> Vec<Balance> {
        let totals = self.book().map_or(&[][..], |book| &book.totals);
        let total = |total: &parkward_policy::Total| {
            let start = Balance {
                id: total.id.clone(),
                name: total.name.clone(),
                unit: total.unit.clone(),
                scale: 1_000,
                ..Balance::default()
            };
            let amount = |e: PlannedEnterprise<'_>| match total.field.as_str() {
                "land_ha" => e.enterprise().land.map(|land| thousandths(land.0)),
                field => e.enterprise().facts.number(field).map(thousandths),
            };
            self.balance(start, amount, amount)
        };
        std::iter::once(self.land_balance()).chain(totals.iter().map(total)).collect()
    }

    fn balance<'p>(
        &'p self,
        mut balance: Balance,
        amount: impl Fn(PlannedEnterprise<'p>) -> Option<i128>,
        taken: impl Fn(PlannedEnterprise<'p>) -> Option<i128>,
    ) -> Balance {
        for enterprise in self.enterprises() {
            let bucket = enterprise.verdict();
            let Some(known) = amount(enterprise) else {
                balance.unknown[index(bucket)] += 1;
                continue;
            };
            let inside = enterprise.stands_in().len() > 0;
            balance.total += known;
            balance.buckets[index(bucket)] += known;
            if inside {
                balance.in_parks_before += known;
            }
            match bucket {
                Bucket::Review | Bucket::Unplaced if inside => balance.open_in_parks += known,
                Bucket::Moves if inside => balance.leaving += known,
                _ => {}
            }
            if bucket == Bucket::Moves {
                balance.taken += taken(enterprise).unwrap_or(0);
            }
        }
        balance
    }

    /// Whether the plan has a balance to show beside the land that everybody has.
    pub fn has_balance(&self) -> bool {
        self.book().is_some_and(|book| !book.totals.is_empty() || book.rates_land())
    }
}
