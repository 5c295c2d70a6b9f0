//! Whole networks: by hand, and against brute force.

mod against_brute_force;
mod by_hand;
mod orders;
