//! The pages of the rules: every rule with its versions (`policies`), the minimum wages (`wages`), and what one person can
//! claim (`claims`).

pub mod chances;
pub mod claims;
mod controls;
pub mod policies;
pub mod samples;
pub mod sheet;
pub mod wages;
