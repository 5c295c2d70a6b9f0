//! The `parkward` command.
fn main() {}
