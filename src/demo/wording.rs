//! How employers put the conditions of a post: pools of clauses from `texts/wording.toml`.

use serde::Deserialize;
use std::collections::BTreeMap;

const WORDING: &str = include_str!("texts/wording.toml");

/// Clauses by what they say.
pub type Pools = BTreeMap<String, Vec<String>>;

/// Every pool of `wording.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    pub lead_list: Vec<String>,
    pub lead_run: Vec<String>,
    pub lead_asks: Vec<String>,
    pub lead_terms: Vec<String>,
    pub pay: Pools,
    pub nights: Pools,
    pub rest: Pools,
    pub lodging: Pools,
    pub insured: Pools,
    pub novice: Pools,
    pub experience: Pools,
    pub welcomes: Pools,
    pub health: Pools,
    /// Benefit word of the column to the ways of saying it.
    pub extras: Pools,
    /// Skill level to the ways of asking for it.
    pub licensed: Pools,
    pub place: Pools,
    pub closing: Pools,
    pub internship: Pools,
    pub apprentice: Pools,
    pub public_welfare: Pools,
    pub volunteering: Pools,
    pub mode: Pools,
}

impl Wording {
    pub fn read() -> Self {
        toml::from_str(WORDING).expect("wording.toml is part of the program and is read by its tests")
    }
}
