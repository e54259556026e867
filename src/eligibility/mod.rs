//! Who may claim which subsidy, judged line by line from rules kept as data.
//!
//! What this module promises: the same packs, facts and day always give the same answer; every line of a rule is heard
//! and answers for itself; a fact nobody gave is "unknown" and is named, never taken for "no" or for 0; what the sources
//! do not settle stays unsettled. What it refuses: to look at the clock (the day is always an argument), to read a file
//! (texts are handed in), and to hold an amount, a date or a term of its own – those live in `policies/`.
//!
//! The parts: [`facts`] is what can be asked, [`pack`] reads `policies/` and names every fault in it, [`judge`] answers,
//! [`told`] puts an answer into the JSON of the interface, [`change`] compares two versions of a rule, [`wages`] reads the
//! dated minimum wages.

pub mod answers;
pub mod api;
pub mod asking;
pub mod carried;
pub mod change;
pub mod facts;
pub mod judge;
pub mod openings;
pub mod pack;
pub mod pages;
pub mod request;
pub mod told;
pub mod wages;
pub mod wording;

use serde::{Deserialize, Serialize};
use std::fmt;

/// The languages that rules speak.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Chinese, the first language of every rule.
    #[default]
    Zh,
    En,
}

/// A sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    pub zh: String,
    pub en: String,
}

impl Text {
    pub fn of(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// The sentence with `{place}` and the like filled in, each from a text of its own.
    pub(crate) fn with(&self, hole: &str, by: &Text) -> Text {
        Text { zh: self.zh.replace(hole, &by.zh), en: self.en.replace(hole, &by.en) }
    }
}

/// How well a statement is known; shown wherever the statement is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// The city's policy text itself.
    Seed,
    /// A statute in full.
    Law,
    /// A government page.
    Gov,
    /// A news page.
    News,
    /// A low-grade page: a lead, to be confirmed.
    Web,
    /// Remembered, not verified.
    Mem,
    /// Inferred from the others.
    Derived,
}

impl Certainty {
    pub const ALL: &'static [Self] = &[Self::Seed, Self::Law, Self::Gov, Self::News, Self::Web, Self::Mem, Self::Derived];

    pub const fn slug(self) -> &'static str {
        match self {
            Self::Seed => "seed",
            Self::Law => "law",
            Self::Gov => "gov",
            Self::News => "news",
            Self::Web => "web",
            Self::Mem => "mem",
            Self::Derived => "derived",
        }
    }
}

/// Something wrong in a file of `policies/`: where, and what, in a plain sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub file: String,
    /// Counted from 1; none where the fault is the file as a whole.
    pub line: Option<usize>,
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}, line {line}: {}", self.file, self.what),
            None => write!(f, "{}: {}", self.file, self.what),
        }
    }
}
impl std::error::Error for Fault {}

/// The line, counted from 1, that a byte of a text stands on.
pub(crate) fn line_at(text: &str, byte: usize) -> usize {
    1 + text.bytes().take(byte).filter(|b| *b == b'\n').count()
}
