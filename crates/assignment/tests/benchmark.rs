//! Published instances against their best known values, with work limits only.

mod common;

use common::{check, or_library};
use parkward_assignment::{Effort, Limits, Status, solve};

/// Solves the instance; the cost must lie between the proven optimum and `most`.
fn compare(text: &str, best_known: i64, most: i64) -> Status {
    let problem = or_library(text);
    let limits = Limits { effort: Effort::Steps(250_000_000), ..Limits::default() };
    let solution = solve(&problem, &limits);
    check(&problem, &solution, "published instance");
    assert_eq!(solution.unplaced().count(), 0);
    assert!(solution.certificate.lower_bound <= best_known, "bound above a known plan");
    let found = solution.cost;
    assert!((best_known..=most).contains(&found), "{found}, expected {best_known} to {most}");
    solution.status
}

#[test]
fn type_a_is_solved_to_its_proven_optimum() {
    let status = compare(include_str!("data/a05100"), 1698, 1698);
    assert_eq!(status, Status::Optimal);
}

#[test]
fn type_c_is_solved_to_its_proven_optimum() {
    let status = compare(include_str!("data/c05100"), 1931, 1931);
    assert_eq!(status, Status::Optimal);
}

#[test]
fn type_e_is_solved_to_its_proven_optimum() {
    let status = compare(include_str!("data/e05100"), 12681, 12681);
    assert_eq!(status, Status::Optimal);
}
