//! Solves one instance of the generalised assignment problem in the format of the OR-Library:
//! agents and jobs, costs by agent, needs by agent, capacities.
//!
//! `gap FILE [--seconds N] [--json]`

use std::process::ExitCode;
use std::time::{Duration, Instant};

use parkward_assignment::{Limits, Problem, Solution, Status, solve, verify};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("gap: {message}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<(), String> {
    let (mut file, mut seconds, mut json) = (None, None, false);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--json" => json = true,
            "--seconds" => {
                let value = arguments.next().ok_or("--seconds: expected a number")?;
                let value: f64 = value.parse().map_err(|e| format!("--seconds {value}: {e}"))?;
                seconds = Some(Duration::try_from_secs_f64(value).map_err(|e| e.to_string())?);
            }
            _ if file.is_none() && !argument.starts_with('-') => file = Some(argument),
            _ => return Err(format!("unexpected argument {argument}")),
        }
    }
    let file = file.ok_or("usage: gap FILE [--seconds N] [--json]")?;
    let text = std::fs::read_to_string(&file).map_err(|e| format!("{file}: {e}"))?;
    let problem = read(&text).map_err(|e| format!("{file}: {e}"))?;
    let limits = seconds.map_or_else(Limits::default, Limits::within);
    let started = Instant::now();
    let solution = solve(&problem, &limits);
    let elapsed = started.elapsed().as_secs_f64();
    verify(&problem, &solution).map_err(|e| format!("{file}: {e}"))?;
    print(&solution, elapsed, json);
    Ok(())
}

/// Every job must be placed: leaving one out costs more than any plan that places all.
fn read(text: &str) -> Result<Problem, String> {
    let mut numbers = text.split_ascii_whitespace().map(|word| {
        word.parse::<i64>().map_err(|_| format!("expected a whole number, found {word}"))
    });
    let mut next = || numbers.next().unwrap_or_else(|| Err("the file ends too early".into()));
    let mut count = || next().and_then(|n| usize::try_from(n).map_err(|e| e.to_string()));
    let (agents, jobs) = (count()?, count()?);
    let mut table = |rows: usize, columns: usize| -> Result<Vec<Vec<i64>>, String> {
        (0..rows).map(|_| (0..columns).map(|_| next()).collect()).collect()
    };
    let costs = table(agents, jobs)?;
    let needs = table(agents, jobs)?;
    let capacities = table(1, agents)?.concat();
    let dearest: i64 = (0..jobs).filter_map(|j| costs.iter().map(|row| row[j]).max()).sum();
    let mut builder = Problem::builder(1);
    let agents: Vec<u32> = capacities.iter().map(|&capacity| builder.agent(&[capacity])).collect();
    for job in 0..jobs {
        let candidates: Vec<(u32, i64, &[i64])> = agents
            .iter()
            .zip(costs.iter().zip(&needs))
            .map(|(&agent, (cost, need))| (agent, cost[job], &need[job..=job]))
            .collect();
        builder.job_by_agent(dearest + 1, &candidates);
    }
    builder.build().map_err(|e| e.to_string())
}

fn print(solution: &Solution, seconds: f64, json: bool) {
    let bound = solution.certificate.lower_bound;
    let status = match solution.status {
        Status::Optimal => "optimal".to_owned(),
        Status::Feasible(stop) => format!("feasible, stopped by {stop:?}").to_lowercase(),
    };
    if json {
        let agents: Vec<String> = solution
            .assignment
            .iter()
            .map(|agent| agent.map_or("null".into(), |a| a.to_string()))
            .collect();
        println!(
            "{{\"objective\":{},\"lower_bound\":{bound},\"status\":\"{status}\",\
             \"unplaced\":{},\"seconds\":{seconds:.3},\"assignment\":[{}]}}",
            solution.cost,
            solution.unplaced().count(),
            agents.join(",")
        );
    } else {
        println!(
            "objective {}  lower bound {bound} (prices alone: {})  gap {:.4} %  {status}  {seconds:.2} s",
            solution.cost,
            solution.certificate.price_bound,
            100.0 * solution.gap()
        );
    }
}
