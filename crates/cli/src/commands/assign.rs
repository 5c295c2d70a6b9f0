//! An assignment problem from two CSV files.

use crate::args::{Assign, Common};
use crate::exit::Exit;
use crate::interrupt;
use crate::output::{print_csv, print_json, remark};
use crate::resolve;
use anyhow::{Context, Result, bail};
use parkward_assignment::{Problem, Status, solve, verify};
use parkward_model::Lang;
use parkward_planning::why_not_optimal;
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Deserialize)]
struct Pair {
    enterprise: String,
    park: String,
    cost: f64,
    need: f64,
}

#[derive(Deserialize)]
struct Capacity {
    park: String,
    capacity: f64,
}

pub(crate) fn run(arguments: &Assign, common: &Common) -> Result<Exit> {
    let lang = resolve::lang(common, Lang::En);
    interrupt::listen(lang);
    let limits = arguments.search.limits(interrupt::flag(), lang)?;
    let capacities: Vec<Capacity> = rows(&arguments.capacities)?;
    let pairs: Vec<Pair> = rows(&arguments.pairs)?;
    let unplaced = thousandths(arguments.unplaced).context("--unplaced")?;

    let mut builder = Problem::builder(1);
    let mut agents = BTreeMap::new();
    for Capacity { park, capacity } in &capacities {
        let file = arguments.capacities.display();
        let capacity =
            thousandths(*capacity).with_context(|| format!("{file}: capacity of {park}"))?;
        if agents.insert(park.clone(), builder.agent(&[capacity])).is_some() {
            bail!("{file}: park {park} stands there twice");
        }
    }
    let file = arguments.pairs.display();
    let mut jobs: BTreeMap<String, (i64, Vec<(u32, i64)>)> = BTreeMap::new();
    for Pair { enterprise, park, cost, need } in &pairs {
        let Some(agent) = agents.get(park) else {
            bail!("{file}: expected a park of {}, found {park}", arguments.capacities.display());
        };
        let cost = thousandths(*cost)
            .with_context(|| format!("{file}: cost of {enterprise} in {park}"))?;
        let need = thousandths(*need).with_context(|| format!("{file}: need of {enterprise}"))?;
        let job = jobs.entry(enterprise.clone()).or_insert((need, Vec::new()));
        if job.0 != need {
            bail!("{file}: {enterprise} has two different needs");
        }
        job.1.push((*agent, cost));
    }
    for (need, candidates) in jobs.values() {
        builder.job(&[*need], unplaced, candidates);
    }
    let problem = builder.build().with_context(|| file.to_string())?;
    interrupt::solving();
    let solution = solve(&problem, &limits);
    verify(&problem, &solution)
        .context("the solution failed its verification; please report this")?;

    let names: Vec<&String> = capacities.iter().map(|c| &c.park).collect();
    let placed = jobs.keys().zip(&solution.assignment).map(|(job, agent)| {
        [job.clone(), agent.map_or(String::new(), |agent| names[agent as usize].clone())]
    });
    let (cost, bound) = (whole(solution.cost), whole(solution.certificate.lower_bound));
    let status = if solution.status == Status::Optimal { "optimal" } else { "feasible" };
    if common.json {
        let placed: BTreeMap<_, _> =
            placed.map(|[job, park]| (job, Some(park).filter(|p| !p.is_empty()))).collect();
        print_json(&json!({
            "cost": cost, "lower_bound": bound, "gap": solution.gap(), "status": status, "assignment": placed,
        }))?;
    } else {
        print_csv(["enterprise", "park"], placed)?;
        if !common.quiet {
            let gap = 100.0 * solution.gap();
            remark!("cost {cost}, lower bound {bound}, gap {gap:.4} % ({status})");
            if let Some(why) = why_not_optimal(&solution, &limits) {
                remark!("{}", why.in_lang(lang));
            }
        }
    }
    Ok(if interrupt::interrupted() { Exit::Interrupted } else { Exit::Done })
}

fn rows<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<Vec<T>> {
    let place = path.display().to_string();
    let reader = csv::Reader::from_path(path).with_context(|| place.clone())?;
    reader.into_deserialize().collect::<Result<_, _>>().context(place)
}

/// A decimal number in whole thousandths, which the solver counts in.
#[expect(clippy::cast_possible_truncation, reason = "bounded just above")]
fn thousandths(number: f64) -> Result<i64> {
    let scaled = number * 1_000.0;
    if !(0.0..1e12).contains(&number) || (scaled - scaled.round()).abs() > 1e-3 {
        bail!("expected a number from 0 to 10^12 with at most 3 decimals, found {number}");
    }
    Ok(scaled.round() as i64)
}

#[expect(clippy::cast_precision_loss, reason = "for people")]
fn whole(thousandths: i64) -> f64 {
    thousandths as f64 / 1_000.0
}
