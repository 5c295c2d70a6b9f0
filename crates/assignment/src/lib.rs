//! The generalised assignment problem with unplaced jobs: prices, plan, and a proven bound.
//!
//! *Jobs* each go whole to one *agent* from their list of candidates, or stay unplaced at a
//! penalty; agents have capacities in several *resources*; the total cost is to be least. (In
//! Parkward jobs are enterprises, agents are parks, resources are land, energy and the like —
//! but nothing here knows.) The problem is NP-hard and stays practical because its Lagrangian
//! relaxation is tight: prices on capacities say nearly where everyone goes, and bound what any
//! plan must cost. Fisher 1981 is the classic on the method, Martello & Toth 1990, ch. 7, on the
//! problem.
//!
//! ```
//! use parkward_assignment::{Limits, Problem, Status, solve, verify};
//!
//! let mut builder = Problem::builder(1);
//! let small = builder.agent(&[3]);
//! let large = builder.agent(&[9]);
//! builder.job(&[3], 500, &[(small, 10), (large, 40)]);
//! builder.job(&[3], 500, &[(small, 20), (large, 90)]);
//! builder.job(&[9], 100, &[(large, 30)]);
//! let problem = builder.build()?;
//!
//! let solution = solve(&problem, &Limits::default());
//! assert_eq!(solution.assignment, [Some(large), Some(small), None]);
//! assert_eq!((solution.cost, solution.status), (160, Status::Optimal));
//! verify(&problem, &solution).expect("every solution passes its check");
//! # Ok::<(), parkward_assignment::ProblemError>(())
//! ```
//!
//! The parts, in the order they run: [`Problem`] → prices (`grow`: `price`, `smooth`, `transport`) → plan
//! (`construct`, `chain`, `improve`, `dive`, `heat_bath`, `anneal`) → proof (`subsets`,
//! `partition`) → [`Solution`] with its [`Certificate`]; then [`verify()`] and the [`Ledger`], which look at
//! it from outside. `solve` brings them together; `apart` and `solver` say what runs when.

mod anneal;
mod apart;
mod ascent;
mod builder;
mod by_agent;
mod by_price;
mod by_room;
mod certificate;
mod chain;
mod components;
mod construct;
mod core;
mod dive;
mod fractions;
mod further;
mod grain;
mod grow;
mod heat_bath;
mod improve;
mod items;
mod kernel;
mod knapsack;
mod ledger;
mod limits;
mod market;
mod node;
mod partition;
mod parts;
mod plan;
mod presolve;
mod price;
mod problem;
mod random;
mod refill;
mod relaxation;
mod smooth;
mod solution;
mod solve;
mod solver;
mod states;
mod subgradient;
mod subsets;
#[cfg(test)]
mod testing;
mod transport;
mod turns;
mod undecided;
mod verify;

pub use builder::ProblemBuilder;
pub use certificate::{Bound, Certificate, Price, Proof, lower_bound, unlisted_bound};
pub use grow::lengthen;
pub use ledger::{Alternative, Exchange, Ledger};
pub use limits::{Effort, Limits, Phase, Progress, Stop};
pub use market::{List, Market};
pub use parts::{MAX_AMOUNT, MAX_COST, MAX_SLOTS, Needs, Parts, ProblemError};
pub use problem::{Candidate, Problem};
pub use random::Random;
pub use solution::{Solution, Start, Status};
pub use solve::{solve, solve_from, solve_growing, solve_with};
pub use verify::{Violation, verify};
