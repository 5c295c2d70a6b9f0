//! All that comes before solving: everybody is located and screened, parks and decisions are put into numbers.

use crate::distances::Ground;
use crate::error::PlanError;
use crate::problem::uncountable::uncountable;
use crate::problem::{Everybody, PlanningProblem, problem};
use crate::receive::ReceivingParks;
use crate::rule::rulings::Rulings;
use crate::screened::candidates::{Candidate, candidates};
use crate::screened::enterprises::{ScreenedEnterprise, screen};
use crate::screened::land_classes::LandClasses;
use crate::screened::zoning::Zoning;
use crate::settings::PlanOptions;
use parkward_model::Survey;
use parkward_policy::{Classes, RuleBook, Screening};

/// What a plan is made of.
#[derive(Clone, Copy)]
pub(crate) struct Given<'a> {
    pub(crate) survey: &'a Survey,
    pub(crate) rules: &'a RuleBook,
    pub(crate) options: &'a PlanOptions,
}

/// A survey that has been located, screened and turned into numbers: all that comes before solving.
#[derive(Debug)]
pub(crate) struct Prepared {
    /// Where the parks are.
    pub(crate) ground: Ground,
    /// Every enterprise of the survey, in its order.
    pub(crate) screened: Vec<ScreenedEnterprise>,
    /// The class of every enterprise, if the rule book has classes.
    pub(crate) classes: Option<Classes>,
    /// Every project of the survey, in its order.
    pub(crate) candidates: Vec<Candidate>,
    /// The parks as they stand to newcomers.
    pub(crate) receiving: ReceivingParks,
    /// What was decided of single enterprises.
    pub(crate) rulings: Rulings,
    /// The assignment problem of those who should move or settle.
    pub(crate) problem: PlanningProblem,
    /// The class of land that everybody stands on.
    pub(crate) land_classes: LandClasses,
}

impl Prepared {
    /// Locates and screens everybody, and builds the problem of those who should move.
    ///
    /// # Errors
    /// [`PlanError::Problem`] if a number is too large for exact arithmetic, [`PlanError::Decision`] if a
    /// decision cannot be carried out.
    pub(crate) fn new(
        survey: &Survey,
        rules: &RuleBook,
        options: &PlanOptions,
    ) -> Result<Self, PlanError> {
        let ground = options.ground(&survey.parks)?;
        let zoning = Zoning::new(&survey.zones, rules, options.as_of);
        let screening = Screening::new(rules, options.as_of, &survey.enterprises);
        let resources = &options.resources;
        let mut screened = screen(survey, &ground.index, &zoning, rules, &screening, resources);
        let candidates = candidates(survey, &zoning, rules, &screening, resources);
        let receiving = ReceivingParks::decided(&survey.parks, &zoning, rules, options)?;
        let classes = rules.classify(&survey.enterprises);
        let found = classes.as_ref();
        let rulings = Rulings::apply(
            options,
            survey,
            &ground.index,
            rules,
            found,
            &receiving,
            &mut screened,
        )?;
        rulings.check_ways(survey, ground.distances())?;
        let everybody =
            Everybody { screened: &screened, classes: classes.as_ref(), candidates: &candidates };
        let problem =
            problem(survey, everybody, ground.distances(), &rulings, &receiving, rules, options)
                .map_err(|error| uncountable(survey, options).unwrap_or_else(|| error.into()))?;
        let land_classes = LandClasses::of(survey, &zoning);
        Ok(Self {
            ground,
            screened,
            classes,
            candidates,
            receiving,
            rulings,
            problem,
            land_classes,
        })
    }
}
