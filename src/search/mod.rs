//! Search: what people type, understood, corrected and answered from the index; rows and visibility come from the database.
//!
//! The way of one search: [`Request`] → understand the words (`understand.rs`) → build a query (`query.rs`) → collect hits
//! and facets in one pass (`collect.rs`) → read the rows → [`Answer`]. The index is written by `follow.rs` alone and is a
//! function of the database. No field that money could set takes part in the order.

pub mod api;
pub mod collect;
pub mod conditions;
mod counts;
mod elder_care;
mod engine;
pub mod follow;
pub mod held;
pub mod judged;
pub mod lexicon;
pub mod pages;
mod posts;
pub mod query;
pub mod request;
pub mod schema;
mod sieve;
mod snippet;
pub mod text;
mod titles;
pub mod understand;
pub mod vocabulary;
mod ways_on;

pub use engine::{Engine, Health};
pub use follow::newest;

use crate::codes::{Education, InstitutionKind, OpeningKind, Pathway};
use crate::openings::Opening;
use serde::Serialize;
use utoipa::ToSchema;

/// In what order the hits come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    #[default]
    Relevance,
    Newest,
    Pay,
    Distance,
    Ending,
}

impl Sort {
    pub const ALL: [Self; 5] = [Self::Relevance, Self::Newest, Self::Pay, Self::Distance, Self::Ending];
    /// The word in addresses.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Relevance => "relevance",
            Self::Newest => "newest",
            Self::Pay => "pay",
            Self::Distance => "distance",
            Self::Ending => "ending",
        }
    }
}

impl std::str::FromStr for Sort {
    type Err = crate::codes::UnknownCode;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|sort| sort.slug() == word);
        found.ok_or_else(|| crate::codes::UnknownCode { list: "sort order", word: word.to_owned() })
    }
}

/// The most hits that can be paged to.
pub const DEEPEST: usize = 10_000;
/// The most hits a page.
pub const MOST_PER_PAGE: usize = 100;

/// What is asked. Values within one list are alternatives; the lists all apply.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// As typed, at most 200 characters are read.
    pub q: String,
    /// Region codes, checked.
    pub regions: Vec<String>,
    pub kinds: Vec<OpeningKind>,
    /// Occupation slugs, checked.
    pub occupations: Vec<String>,
    pub pathways: Vec<Pathway>,
    /// The person's education: posts that ask for more are left out.
    pub education: Vec<Education>,
    pub institution_kinds: Vec<InstitutionKind>,
    /// Yuan a month.
    pub pay_min: Option<i64>,
    /// Condition slugs of `index/conditions.toml`, checked; all of them must hold.
    pub benefits: Vec<String>,
    /// Only posts that may open a subsidy.
    pub subsidy: bool,
    /// Latitude and longitude in degrees.
    pub near: Option<(f64, f64)>,
    pub radius_km: Option<f64>,
    pub sort: Sort,
    /// From 1.
    pub page: usize,
    /// 1 to [`MOST_PER_PAGE`].
    pub per_page: usize,
    /// Take the words as they are: no correction of typing errors.
    pub verbatim: bool,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            q: String::new(),
            regions: vec![],
            kinds: vec![],
            occupations: vec![],
            pathways: vec![],
            education: vec![],
            institution_kinds: vec![],
            pay_min: None,
            benefits: vec![],
            subsidy: false,
            near: None,
            radius_km: None,
            sort: Sort::Relevance,
            page: 1,
            per_page: 20,
            verbatim: false,
        }
    }
}

/// A part of the query that was recognised. Shown as a chip; taking it off searches without those words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Understood {
    /// The words as typed.
    pub text: String,
    /// `region`, `occupation`, `condition`, `kind`, `pathway`, `education` or `pay_min`.
    #[serde(rename = "as")]
    pub role: &'static str,
    /// The code it was read as.
    pub value: String,
    /// The query without these words.
    #[serde(skip)]
    pub without: String,
}

/// A typing error that was mended because the words as typed found too little.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Corrected {
    pub from: String,
    pub to: String,
}

/// One hit.
#[derive(Debug, Clone)]
pub struct Hit {
    pub opening: Opening,
    pub score: f32,
    pub distance_km: Option<f64>,
    /// How many more posts say the same and stand behind this one.
    pub folded: u64,
    /// Ranges in characters of the title that matched.
    pub marked: Vec<(usize, usize)>,
    /// The part of the description where the words stand, with the matched ranges in characters.
    pub snippet: Option<(String, Vec<(usize, usize)>)>,
}

/// One value of a facet and how many posts have it, all other choices kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FacetCount {
    pub value: String,
    pub count: u64,
}

/// The facets, each in the order in which it is best shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Facets {
    pub kind: Vec<FacetCount>,
    pub region: Vec<FacetCount>,
    pub occupation: Vec<FacetCount>,
    pub education: Vec<FacetCount>,
    pub institution_kind: Vec<FacetCount>,
    pub benefit: Vec<FacetCount>,
    pub pathway: Vec<FacetCount>,
    /// Bands of monthly pay by their lower end in yuan.
    pub pay: Vec<FacetCount>,
}

/// A way on where nothing was found: the search changed in one respect, and how many it would find.
#[derive(Debug, Clone, PartialEq)]
pub struct WayOn {
    pub change: Change,
    pub request: Request,
    pub count: u64,
}

/// In which respect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// These words left out.
    Without(String),
    /// The place widened to this region.
    Wider(String),
    /// The radius widened to so many kilometres.
    Radius(i64),
    /// This filter taken off.
    Unfiltered(&'static str),
    /// Only this occupation.
    Occupation(String),
    /// Everything in this region, whatever else was asked.
    All(String),
}

/// What was found.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Posts that fit, folded ones included.
    pub total: u64,
    /// Entries that can be paged through: posts that say the same count once.
    pub entries: u64,
    pub hits: Vec<Hit>,
    pub understood: Vec<Understood>,
    pub corrected: Option<Corrected>,
    /// How many fit exactly, where what is less exact was added behind them because they were few.
    pub exact: Option<u64>,
    pub facets: Facets,
    pub ways_on: Vec<WayOn>,
    pub took_ms: f64,
}

/// Every fault of the dictionary, the trades and the conditions that the program carries.
pub fn lexicon_faults() -> Vec<String> {
    let mut faults = Vec::new();
    let words = (
        include_str!("../../index/words.txt"),
        include_str!("../../index/synonyms.txt"),
        include_str!("../../index/confusions.txt"),
    );
    if let Err(found) = lexicon::Lexicon::read(words.0, words.1, words.2) {
        faults.extend(found.into_iter().map(|fault| fault.to_string()));
    }
    if let Err(fault) = crate::occupations::Catalogue::read(include_str!("../../index/occupations.toml")) {
        faults.push(fault.to_string());
    }
    if let Err(fault) = conditions::Conditions::read(include_str!("../../index/conditions.toml")) {
        faults.push(fault.to_string());
    }
    faults.extend(elder_care::ElderCare::read(include_str!("../../index/elder_care.toml")).err());
    faults
}
