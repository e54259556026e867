//! Reads a post and marks what the law does not let it say: the words found, the law, and what to write instead.
//!
//! What this module promises: the same post, day and rules always give the same findings; every finding cuts its words out of the
//! field exactly, counted in characters (Unicode scalar values); what is said in one sentence is never excused by another; the
//! time it takes grows with the text and no faster. What it refuses: to look at the clock or a file (both are handed in), to hold
//! a word, a figure or a law of its own – those are in `policies/screening/` – and to say anything about a minimum wage that
//! nobody entered for the place and day.
//!
//! The parts: [`post`] is what is screened, [`rules`] reads the rules and names every fault in them, [`search`] finds, `writing`
//! and `pattern` see through the many ways people write; [`carried`] and [`api`] are the doors.

pub mod api;
pub mod carried;
mod figures;
mod pattern;
pub mod post;
pub mod rules;
pub mod search;
mod writing;

pub use post::Post;
pub use rules::{Law, Rule, Rules};
pub use search::Finding;

use crate::error::Error;
use crate::openings::Opening;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Worth knowing; nothing follows from it.
    Note,
    /// The office looks at it before the post is published.
    Risk,
    /// The post cannot be published like this.
    Block,
}

/// What a stored opening says that it may not, on a day, by the rules the program carries: for the office's review and the
/// posting form. Never for a public page.
///
/// # Errors
/// Where a carried rule is faulty; `yipin check` names it.
pub fn findings_of(opening: &Opening, on: Date) -> Result<Vec<Finding<'static>>, Error> {
    findings(&Post::of(opening), on)
}

/// What a post says that it may not, on a day, by the rules and the minimum wages the program carries.
///
/// # Errors
/// Where a carried rule is faulty; `yipin check` names it.
pub fn findings(post: &Post, on: Date) -> Result<Vec<Finding<'static>>, Error> {
    Ok(carried::rules()?.findings(post, on, crate::eligibility::carried::wages()))
}
