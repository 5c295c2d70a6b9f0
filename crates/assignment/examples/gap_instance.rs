//! Writes a random instance of the generalised assignment problem by the published recipes, in
//! the format that the `gap` example reads: types A to D of Chu & Beasley 1997, type E of Laguna
//! et al. 1995.
//!
//! `gap_instance TYPE AGENTS JOBS SEED`

use parkward_assignment::Random;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match instance(&arguments) {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("gap_instance: {message}");
            ExitCode::from(2)
        }
    }
}

fn instance(arguments: &[String]) -> Result<String, String> {
    let [kind, agents, jobs, seed] = arguments else {
        return Err("usage: gap_instance TYPE AGENTS JOBS SEED".into());
    };
    let number = |text: &String| text.parse::<u64>().map_err(|e| format!("{text}: {e}"));
    let (agents, jobs) = (number(agents)?, number(jobs)?);
    let mut random = Random::new(number(seed)?);
    let (mut costs, mut needs) = (Vec::new(), Vec::new());
    for _ in 0..agents {
        let (mut cost_row, mut need_row) = (Vec::new(), Vec::new());
        for _ in 0..jobs {
            let (cost, need) = pair(kind, &mut random)?;
            cost_row.push(cost);
            need_row.push(need);
        }
        costs.push(cost_row);
        needs.push(need_row);
    }
    let share = |row: &Vec<i64>| {
        let sum: i64 = row.iter().sum();
        let agents = agents as f64;
        // Types A and B: 0.6 (n/m) 15 plus 0.4 times the load of the busiest agent when every job
        // takes its cheapest; here B's 70 % of that. The others: 80 % of the mean load.
        match kind.as_str() {
            "a" => 9.0 * jobs as f64 / agents + 0.4 * busiest(&costs, &needs),
            "b" => 0.7 * (9.0 * jobs as f64 / agents + 0.4 * busiest(&costs, &needs)),
            _ => 0.8 * sum as f64 / agents,
        }
    };
    let capacities: Vec<i64> = needs.iter().map(|row| floor(share(row))).collect();
    let mut text = format!("{agents} {jobs}\n");
    for row in costs.iter().chain(&needs).chain([&capacities]) {
        let words: Vec<String> = row.iter().map(i64::to_string).collect();
        text.push_str(&words.join(" "));
        text.push('\n');
    }
    Ok(text)
}

/// The cost and the need of one agent and job.
fn pair(kind: &str, random: &mut Random) -> Result<(i64, i64), String> {
    Ok(match kind {
        "a" | "b" | "c" => {
            let need = between(random, 5, 25);
            (between(random, 10, 50), need)
        }
        "d" => {
            let need = between(random, 1, 100);
            (111 - need + between(random, -10, 10), need)
        }
        "e" => {
            let need = floor(1.0 - 10.0 * (1.0 - random.unit()).ln());
            (floor(1000.0 / need as f64 - 10.0 * random.unit()), need)
        }
        _ => return Err(format!("type {kind}, expected a, b, c, d or e")),
    })
}

/// The load of the busiest agent when every job goes where it is cheapest.
fn busiest(costs: &[Vec<i64>], needs: &[Vec<i64>]) -> f64 {
    let jobs = costs.first().map_or(0, Vec::len);
    let mut loads = vec![0; costs.len()];
    for job in 0..jobs {
        if let Some(agent) = (0..costs.len()).min_by_key(|&agent| costs[agent][job]) {
            loads[agent] += needs[agent][job];
        }
    }
    loads.into_iter().max().unwrap_or(0) as f64
}

#[allow(clippy::cast_possible_truncation)] // a few thousands at most
fn floor(value: f64) -> i64 {
    value.floor() as i64
}

/// A whole number from `least` to `most`, all equally often.
fn between(random: &mut Random, least: i64, most: i64) -> i64 {
    least + floor(random.unit() * (most - least + 1) as f64)
}
