//! The rule book: screening, eligibility, industry fit, quality.
