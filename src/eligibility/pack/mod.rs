//! The rules of `policies/`, read, checked and ready to be judged.
//!
//! A [`Pack`] is one version of one policy; [`Packs`] holds them all with the questions that go with their facts. Reading
//! is done in two steps: `form` is the TOML exactly as a clerk writes it, `read` turns it into the types here and
//! collects every fault it meets, so that one look at the list is enough to mend a file.

mod form;
mod inherit;
mod load;
mod money;
mod read;
mod tests_of;
mod words;

use super::facts::Fact;
use super::{Certainty, Text};
use crate::codes::Education;
use jiff::civil::Date;
use std::collections::BTreeMap;

pub(in crate::eligibility) use inherit::day_in_words;
pub(crate) use tests_of::plain_major;
pub use words::{Question, Words};

/// All policies, found by slug.
#[derive(Debug, Clone)]
pub struct Packs {
    policies: BTreeMap<String, Policy>,
    words: Words,
}

/// One policy with its versions, oldest first.
#[derive(Debug, Clone)]
pub struct Policy {
    pub slug: String,
    /// Never empty.
    versions: Vec<Pack>,
}

/// One version of one policy.
#[derive(Debug, Clone)]
pub struct Pack {
    /// The file it was read from, below `policies/`.
    pub file: String,
    pub slug: String,
    pub version: String,
    /// Policies that do the same thing in different places share a family ("graduate-entry").
    pub family: String,
    /// Six-digit code of the place that made the rule; 000000 is the whole country.
    pub jurisdiction: String,
    pub title: Text,
    pub document: Document,
    pub sources: Vec<Source>,
    pub in_force: InForce,
    /// The version before this one.
    pub supersedes: Option<String>,
    /// The policy (slug, version) of the higher place that this one builds on.
    pub inherits: Option<(String, String)>,
    pub applies_by: AppliesBy,
    pub paid_to: PaidTo,
    /// Only being tried out: nothing is promised. Its lines hold one that only the office can answer, so it is never a yes.
    pub exploratory: bool,
    /// Whom to ask.
    pub ask: Text,
    /// The conditions, all of which must be met; place, term of force and service included.
    pub lines: Vec<Line>,
    pub amount: Option<Amount>,
    pub service: Option<Service>,
    pub pay: Pay,
    pub notes: Vec<Note>,
}

/// The paper a rule stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub title: String,
    /// None where no source gave it.
    pub number: Option<String>,
    pub issuers: Option<String>,
}

/// Where the rule was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    pub title: String,
    pub url: Option<String>,
    pub certainty: Certainty,
}

/// From when to when a version is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InForce {
    pub from: Date,
    /// How exactly the sources give the first day.
    pub from_known_to: Precision,
    /// The last day, where the text itself names one.
    pub to: Option<Date>,
}

/// How much of a date a source gave; the first day of the month or year stands for the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    Day,
    Month,
    Year,
    /// No first day was seen: the version is taken to be in force.
    NotSeen,
}

/// Which day picks the version that applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppliesBy {
    /// The day the question is asked: a new version takes over for everybody.
    JudgedOn,
    /// The day of hiring: people keep the version they came in under.
    Entry,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaidTo {
    Person,
    Employer,
    /// Nothing is paid: a standing that opens other help.
    Standing,
    /// A loan, to be paid back.
    Borrower,
}

impl PaidTo {
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Employer => "employer",
            Self::Standing => "standing",
            Self::Borrower => "borrower",
        }
    }
}

/// One line of a rule, with its words.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its name inside the pack, by which a lower place replaces it.
    pub name: String,
    /// The fact it is about; of a group, the one it is known by.
    pub fact: Fact,
    pub text: Text,
    /// The words of the rule, in the language of the rule.
    pub clause: Option<String>,
    pub certainty: Certainty,
    /// What to know or do while the line is not met.
    pub hint: Option<Text>,
    /// Heard only where a job is named.
    pub only_with_employment: bool,
    pub rule: Rule,
}

/// What a line asks.
#[derive(Debug, Clone)]
pub enum Rule {
    Test(Test),
    All(Vec<Line>),
    Any(Vec<Line>),
    None(Vec<Line>),
    /// The conditions of the policy of this family that holds in the place; where there is none, these lines (any of them).
    Local {
        family: String,
        otherwise: Vec<Line>,
    },
    Jurisdiction,
    InForce,
    Service,
}

/// A test of one fact.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// A yes-or-no or coded fact.
    Word { yes: Vec<String>, no: Vec<String>, unsettled: Vec<String>, others: Others },
    /// A whole number between bounds, both included.
    Count { at_least: i64, at_most: i64 },
    /// Age in years, both included, known only by the year of birth.
    Age { at_least: i16, at_most: i16, at: Moment },
    /// A date between bounds, both included.
    Between { from: Date, to: Date },
    /// A date that has come.
    Begun,
    /// At most so many years after the date, the last day included (以内 includes the number itself).
    Within { years: i32, at: Moment, or_same_year: bool },
    /// In the calendar year of the date.
    SameYear { at: Moment },
    /// Fewer than so many months since the date.
    Lasts { months: i32 },
    /// The major, by level of education.
    Majors(BTreeMap<Education, Majors>),
    /// Any of these licences, valid on the day, or household flags.
    HasAny(Vec<String>),
    /// A condition the sources break off before: nobody here can say, the office must.
    NotSeen,
    /// A skill level of at least so much in the occupation.
    Skill { occupation: String, at_least: u8 },
}

/// What a word is that a test does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Others {
    Yes,
    No,
    Unsettled,
}

/// When something is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    Hire,
    Contract,
    /// The day of applying: the day the question is asked.
    Application,
}

/// The majors that count at one level of education.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Majors {
    Any,
    Listed {
        names: Vec<String>,
        /// Words that make a major count wherever they stand in its name.
        containing: Vec<String>,
        /// Whether the sources gave the whole list; if not, a major that is not on it stays unknown.
        complete: bool,
    },
}

/// Money a rule gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    pub certainty: AmountCertainty,
    pub tiers: Tiers,
    pub read: ReadTier,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AmountCertainty {
    Exact,
    /// At most; what is really paid is set elsewhere.
    Ceiling,
    /// Nobody has entered it.
    NotEntered,
}

impl AmountCertainty {
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Ceiling => "ceiling",
            Self::NotEntered => "not_entered",
        }
    }
}

/// A figure in yuan, or none where the sources give none.
pub type Yuan = Option<i64>;

/// What an amount depends on.
#[derive(Debug, Clone, PartialEq)]
pub enum Tiers {
    Flat(Sum),
    Education(BTreeMap<Education, Sum>),
    /// By skill level 1 to 8 in one occupation.
    Skill {
        occupation: String,
        by_level: BTreeMap<u8, Sum>,
    },
}

/// One tier's money.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// None: not entered.
    pub value: Yuan,
    /// What the higher place allows at most, where this place's own figure is not entered.
    pub under: Yuan,
}

/// Which level of education decides the tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadTier {
    /// The one held when hired.
    Entry,
    /// The one held on each day of payment.
    Payment,
    /// The highest.
    Highest,
}

/// How long someone must serve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// Whole calendar months.
    pub months: i32,
    pub kind: ServiceKind,
    /// The dates whose latest starts the clock.
    pub clock: Vec<Fact>,
    /// Must still be in the job when claiming.
    pub in_post: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServiceKind {
    /// Unbroken at one institution.
    Continuous,
    /// Unbroken at one institution or its sisters under one owner; moving between them is not leaving.
    SameChain,
    /// Months at several institutions add up.
    Portable,
    /// The sources do not say whether a break or months elsewhere count: short of the term here, only the office can tell.
    NotSeen,
}

impl ServiceKind {
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Continuous => "continuous",
            Self::SameChain => "same_chain",
            Self::Portable => "portable",
            Self::NotSeen => "not_seen",
        }
    }
}

/// How the money comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pay {
    pub way: Way,
    pub text: Option<Text>,
    pub certainty: Certainty,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// The sources do not say how.
    NotSeen,
    /// All at once when service is full.
    Once,
    Instalments(Vec<Instalment>),
    /// Again and again: first when service is full, then every so many months.
    Recurring {
        every_months: i32,
        times: Option<u32>,
    },
}

/// One part of the money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instalment {
    /// Months from the start of the clock.
    pub after_months: i32,
    pub share: Share,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    Percent(i64),
    Yuan(i64),
    /// The sources disagree or are silent.
    NotSettled,
}

/// Something a reader must know that no line can judge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub name: String,
    pub kind: NoteKind,
    pub text: Text,
    pub certainty: Certainty,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteKind {
    /// Not in the sources that were read.
    NotSeen,
    /// The office checks this itself.
    OfficeChecks,
    /// Cannot be had together with something else, or only so often.
    Limit,
    GoodToKnow,
}

impl NoteKind {
    pub const fn slug(self) -> &'static str {
        match self {
            Self::NotSeen => "not_seen",
            Self::OfficeChecks => "office_checks",
            Self::Limit => "limit",
            Self::GoodToKnow => "good_to_know",
        }
    }
}

impl Policy {
    /// Versions, oldest first.
    pub fn versions(&self) -> &[Pack] {
        &self.versions
    }

    /// The version in force on a day: the last that has begun and has not ended by its own text.
    pub fn on(&self, day: Date) -> Option<&Pack> {
        self.begun_by(day).filter(|pack| pack.in_force.to.is_none_or(|to| day <= to))
    }

    /// The last version that has begun by a day, ended or not.
    pub fn begun_by(&self, day: Date) -> Option<&Pack> {
        self.versions.iter().rev().find(|pack| pack.in_force.from <= day)
    }

    pub(crate) fn newest(&self) -> Option<&Pack> {
        self.versions.last()
    }

    pub(crate) fn oldest(&self) -> Option<&Pack> {
        self.versions.first()
    }
}

impl Packs {
    pub fn policies(&self) -> impl Iterator<Item = &Policy> {
        self.policies.values()
    }

    pub fn policy(&self, slug: &str) -> Option<&Policy> {
        self.policies.get(slug)
    }

    /// One version of one policy.
    pub fn pack(&self, slug: &str, version: &str) -> Option<&Pack> {
        self.policies.get(slug)?.versions.iter().find(|pack| pack.version == version)
    }

    /// The rules in force on a day, nearest places first, then by slug. `place` leaves out those that do not reach it.
    pub fn in_force(&self, day: Date, place: Option<&str>) -> Vec<&Pack> {
        let reaches = |pack: &Pack| place.is_none_or(|place| super::facts::covers(&pack.jurisdiction, place) != Some(false));
        let mut found: Vec<&Pack> = self.policies.values().filter_map(|policy| policy.on(day)).filter(|p| reaches(p)).collect();
        found.sort_by_key(|pack| std::cmp::Reverse(super::facts::significant(&pack.jurisdiction).len()));
        found
    }

    /// The policy of a lower place that builds on this one and is in force in `place`.
    pub fn overriding(&self, slug: &str, place: &str, day: Date) -> Option<&Pack> {
        self.policies.values().filter_map(|policy| policy.on(day)).find(|pack| {
            pack.inherits.as_ref().is_some_and(|(parent, _)| parent == slug)
                && super::facts::covers(&pack.jurisdiction, place) == Some(true)
        })
    }

    /// Questions, proofs and standing sentences.
    pub fn words(&self) -> &Words {
        &self.words
    }
}
