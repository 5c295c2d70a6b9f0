//! An assignment problem from two CSV files.

use crate::args::{Assign, Common};
use crate::exit::Exit;
use crate::fault::{At, Fault, Result};
use crate::interrupt;
use crate::output::{print_csv, print_json, remark};
use crate::resolve;
use parkward_assignment::{Problem, Status, solve, verify};
use parkward_model::{Lang, Text, serde_words, why_unread};
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
    let limits = arguments.search.limits(interrupt::flag())?;
    let capacities: Vec<Capacity> = rows(&arguments.capacities)?;
    let pairs: Vec<Pair> = rows(&arguments.pairs)?;
    let unplaced = thousandths(arguments.unplaced).at("--unplaced")?;

    let mut builder = Problem::builder(1);
    let mut agents = BTreeMap::new();
    for Capacity { park, capacity } in &capacities {
        let file = arguments.capacities.display();
        let capacity = thousandths(*capacity).at("capacity").at(park).at(&file)?;
        if agents.insert(park.clone(), builder.agent(&[capacity])).is_some() {
            let twice = Fault::new(
                format!("园区 {park} 重复；请只留一行"),
                format!("park {park} stands there twice; keep one row"),
            );
            return Err(twice.at(&file));
        }
    }
    let file = arguments.pairs.display();
    let mut jobs: BTreeMap<String, (i64, Vec<(u32, i64)>)> = BTreeMap::new();
    for Pair { enterprise, park, cost, need } in &pairs {
        let Some(agent) = agents.get(park) else {
            let capacities = arguments.capacities.display();
            let unknown = Fault::new(
                format!("应为 {capacities} 中的园区，实为 {park}"),
                format!("expected a park of {capacities}, found {park}"),
            );
            return Err(unknown.at(&file));
        };
        let pair = format!("{enterprise} → {park}");
        let cost = thousandths(*cost).at("cost").at(&pair).at(&file)?;
        let need = thousandths(*need).at("need").at(&pair).at(&file)?;
        let job = jobs.entry(enterprise.clone()).or_insert((need, Vec::new()));
        if job.0 != need {
            let two = Fault::new(
                format!("企业 {enterprise} 有两个不同的 need；请改成一致"),
                format!("{enterprise} has two different needs; make them one"),
            );
            return Err(two.at(&file));
        }
        job.1.push((*agent, cost));
    }
    for (need, candidates) in jobs.values() {
        builder.job(&[*need], unplaced, candidates);
    }
    let unusable = |error| {
        Fault::new(format!("无法求解：“{error}”"), format!("cannot be solved: {error}")).at(&file)
    };
    let problem = builder.build().map_err(unusable)?;
    interrupt::solving();
    let solution = solve(&problem, &limits);
    verify(&problem, &solution).map_err(Fault::ours)?;

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
            match lang {
                Lang::Zh => {
                    let status = if status == "optimal" { "最优" } else { "可行" };
                    remark!("成本 {cost}，下界 {bound}，差距 {gap:.4} %（{status}）");
                }
                Lang::En => remark!("cost {cost}, lower bound {bound}, gap {gap:.4} % ({status})"),
            }
            if let Some(why) = why_not_optimal(&solution, &limits) {
                remark!("{}", why.in_lang(lang));
            }
        }
    }
    Ok(if interrupt::interrupted() { Exit::Interrupted } else { Exit::Done })
}

fn rows<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<Vec<T>> {
    let reader = csv::Reader::from_path(path).map_err(unread);
    let rows = |reader: csv::Reader<_>| {
        reader.into_deserialize().collect::<Result<_, _>>().map_err(unread)
    };
    reader.and_then(rows).at(path.display())
}

/// Why a table cannot be read: its row and, by their numbers, its column.
fn unread(error: csv::Error) -> Fault {
    use csv::ErrorKind;
    let line = |position: &Option<csv::Position>| position.as_ref().map_or(0, |at| at.line());
    match error.kind() {
        ErrorKind::Io(reason) => Fault::Said(why_unread(reason)),
        ErrorKind::Deserialize { pos, err } => {
            let line = line(pos);
            let column = err.field().map(|field| field + 1);
            let (zh, en) = match column {
                Some(column) => (format!("第 {column} 列"), format!(", column {column}")),
                None => Default::default(),
            };
            let Text { zh: why_zh, en: why_en } = match err.kind() {
                csv::DeserializeErrorKind::ParseFloat(_) => {
                    Text::new("应为数", "expected a number")
                }
                kind => serde_words(&kind.to_string()),
            };
            Fault::new(format!("第 {line} 行{zh}：{why_zh}"), format!("row {line}{en}: {why_en}"))
        }
        ErrorKind::UnequalLengths { pos, expected_len, len } => {
            let line = line(pos);
            Fault::new(
                format!("第 {line} 行：应有 {expected_len} 个单元格，实为 {len}"),
                format!("row {line}: expected {expected_len} cells, found {len}"),
            )
        }
        ErrorKind::Utf8 { pos, .. } => {
            let line = line(pos);
            Fault::new(
                format!("第 {line} 行：应为 UTF-8 编码；请另存为 UTF-8"),
                format!("row {line}: expected text in UTF-8; save it as UTF-8"),
            )
        }
        _ => Fault::Said(Text::quoted(error)),
    }
}

/// A decimal number in whole thousandths, which the solver counts in.
#[expect(clippy::cast_possible_truncation, reason = "bounded just above")]
fn thousandths(number: f64) -> Result<i64> {
    let scaled = number * 1_000.0;
    if !(0.0..1e12).contains(&number) || (scaled - scaled.round()).abs() > 1e-3 {
        return Err(Fault::new(
            format!("应为 0 至 10^12 的数，至多 3 位小数，实为 {number}"),
            format!("expected a number from 0 to 10^12 with at most 3 decimals, found {number}"),
        ));
    }
    Ok(scaled.round() as i64)
}

#[expect(clippy::cast_precision_loss, reason = "for people")]
fn whole(thousandths: i64) -> f64 {
    thousandths as f64 / 1_000.0
}
