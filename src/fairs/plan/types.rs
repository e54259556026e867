//! What the planner is asked and what it answers, in the JSON form of the interface.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A fair to be planned. Ids are any non-empty words; each kind has its own name space, and an opening's id is unique over
/// the whole fair.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// The starts of the day's slots, all of one length ("09:00"). Told apart by name and sorted by the clock.
    pub slots: Vec<String>,
    pub stands: Vec<Stand>,
    pub candidates: Vec<Candidate>,
    /// (candidate, opening, score): the pairs that are wanted at all. Higher is better; any finite number up to a
    /// thousand million either way.
    #[serde(default)]
    pub scores: Vec<(String, String, f64)>,
    /// (candidate, stand): never.
    #[serde(default)]
    pub banned: Vec<(String, String)>,
    /// Interviews that stay as they are: those called, and those too near to move. They count against every limit, may
    /// lie outside the hours, and need no score.
    #[serde(default)]
    pub fixed: Vec<Fixed>,
}

/// A stand of one institution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stand {
    pub id: String,
    /// How many people can be seen at the same time; 1 if missing, 0 means nobody.
    #[serde(default = "one")]
    pub interviewers: i64,
    /// Most interviews over all openings of the stand; null for no limit.
    #[serde(default)]
    pub max_interviews: Option<i64>,
    pub openings: Vec<Opening>,
    /// The slots the stand is manned; null for all.
    #[serde(default)]
    pub slots: Option<Vec<String>>,
}

fn one() -> i64 {
    1
}

/// An opening brought to a stand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    pub id: String,
    /// How many people this opening can see; null or missing for no limit of its own.
    #[serde(default)]
    pub quota: Option<i64>,
}

/// Someone who comes to the fair.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Candidate {
    pub id: String,
    /// Most interviews; null for no limit.
    #[serde(default)]
    pub max_interviews: Option<i64>,
    /// Openings in the order they are wished for; they come before all others.
    #[serde(default)]
    pub wishes: Vec<String>,
    /// The slots the person is there; null for all.
    #[serde(default)]
    pub slots: Option<Vec<String>>,
}

/// An interview that stays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fixed {
    pub candidate: String,
    pub opening: String,
    pub stand: String,
    pub slot: String,
}

/// The timetable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Response {
    /// In the order of the clock, then of stands, openings and candidates. Fixed interviews are among them.
    pub interviews: Vec<Interview>,
    /// Every candidate without a single interview, with the reason, in order of id.
    pub unplaced: Vec<Unplaced>,
    /// Pairs that both sides had room and liking for and that got no time. Always empty when everybody is free all day.
    pub untimed: Vec<Untimed>,
    /// Pairs that would rather meet and could (see the module's text). Always empty when everybody is free all day.
    pub blocking_pairs: Vec<BlockingPair>,
    /// The sum of the scores of the interviews that have one.
    pub total_score: f64,
    /// How many interviews there are.
    pub filled: usize,
}

/// One person at one stand for one opening in one slot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Interview {
    pub candidate: String,
    pub opening: String,
    pub stand: String,
    pub slot: String,
    /// Null for a fixed interview whose pair was not scored.
    pub score: Option<f64>,
}

/// A candidate without an interview.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unplaced {
    pub candidate: String,
    /// Stable word for the reason: `no_score` `limit_zero` `no_slots` `no_hours` `banned` `quota_zero` `no_common_slot`
    /// `slots_taken` `quota_filled`.
    pub code: String,
    /// The reason as a Chinese sentence.
    pub because: String,
    /// The reason as an English sentence.
    pub because_en: String,
}

/// A pair that was wanted on both sides and has no time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Untimed {
    pub candidate: String,
    pub opening: String,
    pub stand: String,
    /// `no_common_slot` or `slots_taken`.
    pub code: String,
    pub because: String,
    pub because_en: String,
}

/// A pair that would rather meet than keep what it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockingPair {
    pub candidate: String,
    pub opening: String,
    pub stand: String,
}

/// Why a request cannot be planned: every fault found, at most a hundred.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    pub errors: Vec<Wrong>,
}

/// One fault, at one place of the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Wrong {
    /// Where, as a path: `stands[2].openings[0].quota`.
    pub field: String,
    /// What is wrong there, naming the value.
    pub reason: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the fair cannot be planned")?;
        for (n, wrong) in self.errors.iter().enumerate() {
            write!(f, "{} {}: {}", if n == 0 { ":" } else { ";" }, wrong.field, wrong.reason)?;
        }
        Ok(())
    }
}
impl std::error::Error for Fault {}

impl Request {
    /// Reads a request from JSON.
    ///
    /// # Errors
    /// A [`Fault`] with one entry, `request`, that says what could not be read and at which line and column.
    pub fn from_json(text: &[u8]) -> Result<Self, Fault> {
        serde_json::from_slice(text)
            .map_err(|wrong| Fault { errors: vec![Wrong { field: "request".to_owned(), reason: wrong.to_string() }] })
    }
}
