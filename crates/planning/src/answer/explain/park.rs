//! The ledger of one park: who comes, and who does not though it would have been nearer or cheaper.

use super::park_ledger::{Comer, Named, NotComing, ParkLedger};
use super::park_prose::sentences;
use super::{AtPark, Ledgers};
use crate::answer::explain::ledger::{Answer, Sentence};
use crate::answer::explain::subject::Subject;
use crate::distances::Distances;
use crate::error::PlanError;
use crate::plan::Plan;
use parkward_model::{Text, most_like};

impl Plan {
    /// The ledger of a park. It looks at everybody who moves or settles.
    ///
    /// ```
    /// # mod district { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/district/mod.rs")); }
    /// # use district::*;
    /// let ledger = tight().explain_park("A")?;
    /// assert_eq!(ledger.comers[0].who.id, "E2");
    /// assert_eq!(ledger.refused[0].who.id, "E1"); // it is nearer, and its land went to E2
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::NoSuchPark`] names the id most like it.
    pub fn explain_park(&self, id: &str) -> Result<ParkLedger, PlanError> {
        let mut ids = self.parks.iter().map(|planned| planned.park.id.as_str());
        let Some(park) = ids.position(|known| known == id) else {
            let ids = self.parks.iter().map(|planned| planned.park.id.as_str());
            return Err(PlanError::NoSuchPark { id: id.to_owned(), nearest: most_like(id, ids) });
        };
        Ok(self.ledgers()?.park(park))
    }

    /// The ledgers of all parks, made as they are asked for.
    ///
    /// # Errors
    /// As [`Plan::rules`].
    pub fn explain_each_park(&self) -> Result<impl Iterator<Item = ParkLedger>, PlanError> {
        let ledgers = self.ledgers()?;
        Ok((0..self.parks.len()).map(move |park| ledgers.park(park)))
    }
}

impl Ledgers<'_> {
    /// The ledger of the park at a position.
    fn park(&self, park: usize) -> ParkLedger {
        let planned = self.plan.parks[park].clone();
        let (mut comers, mut refused) = (Vec::new(), Vec::new());
        for (job, subject, enterprise) in self.subjects() {
            if subject.park() == Some(&planned.park.id) {
                comers.push(comer(&subject));
            } else {
                refused.extend(self.not_coming(&subject, job, enterprise, park));
            }
        }
        let land = |comer: &Comer| comer.land_ha.map_or(0.0, |land| land.0);
        comers.sort_by(|a, b| land(b).total_cmp(&land(a)).then_with(|| a.who.id.cmp(&b.who.id)));
        let metres = |one: &NotComing| one.distance_m.map_or(f64::INFINITY, |metres| metres.0);
        refused
            .sort_by(|a, b| metres(a).total_cmp(&metres(b)).then_with(|| a.who.id.cmp(&b.who.id)));
        let mut ledger =
            ParkLedger { planned, prose: Text::default(), sentences: Vec::new(), comers, refused };
        ledger.sentences = sentences(&ledger, self.plan);
        ledger.prose = Sentence::paragraph(&ledger.sentences);
        ledger
    }

    /// All who should move or settle, with their jobs, and their positions if they are enterprises.
    fn subjects(&self) -> impl Iterator<Item = (usize, Subject, Option<usize>)> {
        let problem = &self.prepared.problem;
        let movers = problem.movers.iter().enumerate().map(|(job, index)| {
            (job, Subject::Enterprise(self.plan.enterprise(*index).record()), Some(*index))
        });
        let projects = problem.projects.iter().enumerate().map(|(at, index)| {
            let subject = Subject::Project(self.plan.projects[*index].clone());
            (problem.movers.len() + at, subject, None)
        });
        movers.chain(projects)
    }

    /// What the park at a position answered somebody who goes elsewhere; nothing where that is both nearer and
    /// cheaper, or the park out of reach.
    fn not_coming(
        &self,
        subject: &Subject,
        job: usize,
        enterprise: Option<usize>,
        park: usize,
    ) -> Option<NotComing> {
        let distances = self.prepared.ground.distances();
        let distance = subject.site().map(|site| distances.between(site, park));
        let distance = distance.filter(|distance| distance.0.is_finite()); // else no road leads there
        let reached = distance.map(|_| park);
        let going = self.going(subject, reached.as_slice()).first().copied();
        let entry = self.entry(subject, Some(job), enterprise, AtPark { park, distance, going });
        let distance = entry.distance_m;
        let better = match subject.goal() {
            None => !matches!(entry.answer, Answer::TooFar | Answer::NoRoad),
            Some((there, cost_km)) => {
                let nearer = distance.zip(there).is_some_and(|(here, there)| here.0 < there.0);
                nearer || entry.cost_km.is_some_and(|here| here < cost_km)
            }
        };
        better.then(|| NotComing {
            who: named(subject),
            distance_m: distance,
            instead: subject.park().cloned(),
            answer: entry.answer,
            text: entry.text,
        })
    }
}

fn named(subject: &Subject) -> Named {
    Named {
        id: subject.id().to_owned(),
        name: subject.name().to_owned(),
        project: matches!(subject, Subject::Project(_)),
    }
}

fn comer(subject: &Subject) -> Comer {
    let year = match subject {
        Subject::Enterprise(record) => record.stored.year,
        Subject::Project(_) => None,
    };
    let distance_m = subject.goal().and_then(|(distance, _)| distance);
    Comer { who: named(subject), land_ha: subject.land(), distance_m, year }
}
