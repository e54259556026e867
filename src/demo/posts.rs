//! The kinds of job that sample openings are made from, as `texts/posts_*.toml` describe them.

use crate::codes::{Education, Employment, LicenceKind, OpeningKind, PayPeriod};
use serde::Deserialize;
use std::collections::BTreeMap;

const TEXTS: [&str; 5] = [
    include_str!("texts/posts_care.toml"),
    include_str!("texts/posts_professional.toml"),
    include_str!("texts/posts_management.toml"),
    include_str!("texts/posts_support.toml"),
    include_str!("texts/posts_entry.toml"),
];

/// When a kind of job is done; `Mixed` is settled post by post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Nights {
    None,
    Only,
    Rotating,
    Live,
    Mixed,
}

/// How days off fall; `Own` is by agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rest {
    Two,
    Six,
    Four,
    One,
    Swap,
    Own,
}

/// What the employer gives of bed and board.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lodging {
    Full,
    Board,
    None,
}

/// One kind of job.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Post {
    pub kind: Option<OpeningKind>,
    pub occupation: String,
    pub titles: Vec<String>,
    /// Yuan per `period` in the inner city; none for volunteers.
    pub pay: Option<(i64, i64)>,
    pub period: Option<PayPeriod>,
    pub employment: Option<Employment>,
    pub nights: Nights,
    pub rest: Vec<Rest>,
    pub lodging: Option<Lodging>,
    /// The insurance pool, where the job fixes it.
    pub insured: Option<String>,
    pub education: Option<Education>,
    #[serde(default)]
    pub years: i64,
    #[serde(default)]
    pub licences: Vec<LicenceKind>,
    /// Skill levels that employers ask for; 0 asks for none.
    #[serde(default)]
    pub skill: Vec<i64>,
    pub majors: Option<String>,
    /// Suits beginners, so no employer asks for experience.
    #[serde(default)]
    pub beginners: bool,
    #[serde(default)]
    pub novice: bool,
    #[serde(default)]
    pub settled_daily: bool,
    /// Whom a public-welfare post is reserved for, and that the list is made public.
    pub reserved: Option<String>,
    /// How a retired medic takes part: practise, guide or train.
    pub mode: Option<String>,
    /// Pools of `[welcomes]` that this job always speaks to.
    #[serde(default)]
    pub welcomes: Vec<String>,
    pub duties: Vec<String>,
    pub scenes: Vec<String>,
    pub asks: Vec<String>,
}

impl Post {
    pub fn kind(&self) -> OpeningKind {
        self.kind.unwrap_or(OpeningKind::Vacancy)
    }

    /// How the post is employed; internships and volunteering rest on agreements of their own and have no such form.
    pub fn employment(&self) -> Option<Employment> {
        match self.kind() {
            OpeningKind::Internship | OpeningKind::Volunteer => None,
            _ => Some(self.employment.unwrap_or(Employment::FullTime)),
        }
    }

    pub fn cares(&self) -> bool {
        self.occupation.ends_with("carer") && self.occupation != "maternity_carer" || self.occupation == "hospital_attendant"
    }
}

/// Every kind of job by its key.
pub fn read() -> BTreeMap<String, Post> {
    let mut posts = BTreeMap::new();
    for text in TEXTS {
        let file: BTreeMap<String, Post> =
            toml::from_str(text).expect("the posts' texts are part of the program and are read by its tests");
        posts.extend(file);
    }
    posts
}
