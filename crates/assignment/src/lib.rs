//! The generalised assignment problem with unplaced jobs: prices, plan, and a proven bound.
