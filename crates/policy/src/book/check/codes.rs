//! Every code exists.

use crate::book::RuleBook;
use crate::error::{ValueFault, wrong};

impl RuleBook {
    pub(super) fn check_codes(&self) -> Result<(), ValueFault> {
        let lists = self.pillar_industries.iter().chain(&self.high_technology);
        let listed = lists.flat_map(|l| l.industries.iter().map(move |c| (l.id.clone(), c)));
        let planned = self.parks.iter().flat_map(|(id, park)| {
            park.plan.keys().map(move |code| (format!("parks.{id}.plan"), code))
        });
        let eligible = self
            .eligibility
            .iter()
            .flat_map(|e| e.industries.iter().map(move |c| (e.id.clone(), c)));
        let preferred = self
            .preferences
            .iter()
            .flat_map(|p| p.industries.iter().map(move |c| (p.id.clone(), c)));
        let screened = self.screening.iter().flat_map(|s| {
            s.industries.iter().chain(s.test.codes()).map(move |code| (s.id.clone(), code))
        });
        let counted = self.principles.iter().flat_map(|p| {
            p.counts.iter().flat_map(|count| count.industries()).map(move |c| (p.id.clone(), c))
        });
        let guided = self.land_guide.iter().enumerate();
        let guided = guided.flat_map(|(number, row)| {
            row.industries.iter().map(move |code| (format!("land_guide {}", number + 1), code))
        });
        let spatial =
            self.spatial.iter().flat_map(|s| s.industries.iter().map(move |c| (s.id.clone(), c)));
        let ruled = eligible.chain(preferred).chain(screened).chain(spatial);
        let ruled = ruled.chain(counted).chain(guided);
        for (place, code) in listed.chain(planned).chain(ruled) {
            match self.classification.parse(code.as_str()) {
                Ok(canonical) if canonical == *code => {}
                Ok(canonical) => {
                    let canonical = canonical.as_str();
                    return wrong(place, [&format!(" {canonical}"), canonical], code);
                }
                Err(_) => {
                    return wrong(
                        place,
                        ["行业分类中的代码", "a code of the classification"],
                        code,
                    );
                }
            }
        }
        Ok(())
    }
}
