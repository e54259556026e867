//! Which posts suit a person, which people suit a post, and why.
//!
//! What it promises: the same people, posts and day always give the same scores; a score lies between 0 and 100 and is
//! the sum of the points of its reasons; what is not known counts as average, never as "no"; every gap comes with a way to
//! close it. A gate is only what law makes a gate: a licence to practise or to drive, the age of 16, and the groups that a
//! public-welfare post is kept for. Household flags open such posts and change no score.
//!
//! What it refuses: to look at the clock, the disk or the database, to hold a rule of the trade (those stand in
//! `index/pathways.toml`), and to see sex, age beyond the lawful minimum, marriage, ethnicity or household registration:
//! neither [`Seeker`] nor [`Post`] has a field for them.
//!
//! The parts: [`pathways`] holds the file and tells who comes by which way; [`post`] and [`seeker`] boil a post and a person
//! down to what is weighed; [`score()`] weighs, in one text for the quick answer and the explained one; [`explain()`] puts the
//! lines into words; [`choose`] finds the best; [`board`] does it for a whole city; [`request`] is the JSON of the interface.
//! All that is pure. Around it stand [`live`], which keeps the posts of the database at hand, and [`api`].

mod account;
pub mod api;
pub mod board;
pub mod choose;
pub mod explain;
mod form;
pub mod live;
mod local;
pub mod pages;
pub mod pathways;
pub mod post;
pub mod request;
pub mod score;
pub mod seeker;
mod sentences;

pub use choose::{Pick, best_people, best_posts, recommend};
pub use explain::{Audience, Gap, Match, Reason, closed, explain};
pub use live::Live;
pub use pathways::Book;
pub use post::{Mode, Notice, Post};
pub use score::score;
pub use seeker::{Practice, Seeker};

/// How many occupations the tables hold; the catalogue allows no more.
pub(crate) const TRADES: usize = 64;

/// A bit for each member of a closed list, in its own order.
pub(crate) const fn bit(place: usize) -> u64 {
    1 << (place & 63)
}
