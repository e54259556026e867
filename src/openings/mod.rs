//! Openings: the posts that institutions offer, from ordinary vacancies to volunteering.
//!
//! The types, the life cycle and the arithmetic of pay; no I/O. An opening is public while it is [`State::Open`] and its
//! validity has not passed. Every move between states stands in [`MOVES`]; nothing else may move one.

pub mod api;
pub mod feeds;
pub mod pages;
pub mod store;

use crate::codes::{Education, Employment, InstitutionKind, LegalForm, LicenceKind, OpeningKind, PayPeriod, Shift, SkillLevel};
use crate::time::Stamp;
use jiff::civil::Date;

/// Where an opening stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    Draft,
    InReview,
    /// Sent back by the office, with a reason.
    Returned,
    Open,
    /// Every place is taken.
    Filled,
    /// Ended by its owner.
    Closed,
    /// Ended by the clock: its day passed, or nobody refreshed it.
    Lapsed,
}

impl State {
    pub const ALL: [Self; 7] =
        [Self::Draft, Self::InReview, Self::Returned, Self::Open, Self::Filled, Self::Closed, Self::Lapsed];

    /// The word in the database.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InReview => "in_review",
            Self::Returned => "returned",
            Self::Open => "open",
            Self::Filled => "filled",
            Self::Closed => "closed",
            Self::Lapsed => "lapsed",
        }
    }
}

impl std::str::FromStr for State {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|state| state.slug() == word).ok_or(())
    }
}

/// What happens to an opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    Submit,
    Approve,
    Return,
    /// An import lists it again after it had ended.
    Relist,
    Fill,
    Unfill,
    Close,
    Reopen,
    Lapse,
}

/// The whole life cycle: from, what happens, to.
pub const MOVES: &[(State, Event, State)] = &[
    (State::Draft, Event::Submit, State::InReview),
    (State::Returned, Event::Submit, State::InReview),
    (State::InReview, Event::Approve, State::Open),
    (State::InReview, Event::Return, State::Returned),
    (State::Open, Event::Return, State::Returned),
    (State::Open, Event::Fill, State::Filled),
    (State::Filled, Event::Unfill, State::Open),
    (State::Open, Event::Close, State::Closed),
    (State::Draft, Event::Close, State::Closed),
    (State::Filled, Event::Close, State::Closed),
    (State::Lapsed, Event::Close, State::Closed),
    (State::Closed, Event::Reopen, State::Open),
    (State::Lapsed, Event::Reopen, State::Open),
    (State::Open, Event::Lapse, State::Lapsed),
    (State::Lapsed, Event::Relist, State::Open),
];

/// Where an event leads from a state; `None` where it may not happen.
pub fn next(state: State, event: Event) -> Option<State> {
    MOVES.iter().find(|(from, by, _)| *from == state && *by == event).map(|(_, _, to)| *to)
}

/// An amount of money in fen, so that 16.30 yuan an hour is exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fen(pub i64);

impl Fen {
    /// From yuan; rounded to the fen. `None` for what is no amount (negative, not finite, beyond a billion).
    pub fn from_yuan(yuan: f64) -> Option<Self> {
        (yuan.is_finite() && (0.0..=1e9).contains(&yuan)).then(|| Self((yuan * 100.0).round() as i64))
    }
    /// In yuan.
    pub fn yuan(self) -> f64 {
        self.0 as f64 / 100.0
    }
}

/// Whole yuan are written as an integer, parts of one as a decimal: 3500, 16.3.
impl serde::Serialize for Fen {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if self.0 % 100 == 0 { to.serialize_i64(self.0 / 100) } else { to.serialize_f64(self.yuan()) }
    }
}

/// What is paid, as the post says it. Nothing here is guessed: a post that says nothing has no figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pay {
    pub min: Option<Fen>,
    pub max: Option<Fen>,
    pub period: Option<PayPeriod>,
    /// Salaries a year, where the post names them (13 …).
    pub months: Option<i64>,
}

impl Pay {
    /// Whether any figure is given.
    pub fn is_known(self) -> bool {
        self.min.is_some() || self.max.is_some()
    }

    /// The lower and upper figure as fen a month, for filters, sorting and drawings only; never shown as the post's own
    /// words. A month has 21.75 paid days of 8 hours (人社部发〔2025〕2号, 月计薪天数). A figure without a period compares with nothing.
    pub fn monthly(self) -> Option<(Fen, Fen)> {
        let (low, high) = match (self.min, self.max) {
            (Some(min), Some(max)) => (min, max),
            (Some(one), None) | (None, Some(one)) => (one, one),
            (None, None) => return None,
        };
        let period = self.period?;
        let month = |fen: Fen| match period {
            PayPeriod::Hour => Fen(fen.0.saturating_mul(174)),
            PayPeriod::Day => Fen(fen.0.saturating_mul(2175) / 100),
            PayPeriod::Month => fen,
            PayPeriod::Year => Fen(fen.0 / 12),
        };
        Some((month(low), month(high)))
    }
}

/// What a post asks of people.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Requirements {
    /// The least education; `None` in [`Education`] terms means "no limit", a missing value means the post says nothing.
    pub education: Option<Education>,
    /// Whole years.
    pub experience_years: Option<i64>,
    pub skill_level: Option<SkillLevel>,
    pub licences: Vec<LicenceKind>,
    pub majors: Vec<String>,
}

/// The institution of an opening, as far as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Employer {
    pub id: i64,
    pub name: String,
    pub kind: Option<InstitutionKind>,
    pub legal_form: LegalForm,
}

/// An opening as it is stored and shown.
#[derive(Debug, Clone)]
pub struct Opening {
    pub id: i64,
    pub source: String,
    pub source_id: String,
    pub institution: Employer,
    pub title: String,
    pub kind: OpeningKind,
    /// A slug of `index/occupations.toml`.
    pub occupation: Option<String>,
    /// Region code, as long as it is known.
    pub region: Option<String>,
    /// The place as it was written.
    pub place: Option<String>,
    pub address: Option<String>,
    /// Latitude and longitude in degrees.
    pub at: Option<(f64, f64)>,
    pub description: String,
    pub headcount: Option<i64>,
    pub pay: Pay,
    pub requirements: Requirements,
    pub employment: Option<Employment>,
    pub benefits: Vec<String>,
    pub skills: Vec<String>,
    pub shifts: Vec<Shift>,
    pub published: Date,
    /// The last day on which it is valid.
    pub valid_until: Option<Date>,
    pub url: Option<String>,
    pub state: State,
    pub refreshed_at: Stamp,
    /// Applications of the last 30 days.
    pub applied_lately: i64,
    pub fold: String,
}

impl Opening {
    /// Whether the public may see it on a day.
    pub fn is_public_on(&self, day: Date) -> bool {
        self.state == State::Open && self.valid_until.is_none_or(|last| last >= day)
    }
}

/// An opening that an import brings, read and normalised.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    pub source: String,
    pub source_id: String,
    pub institution: String,
    pub credit_code: Option<String>,
    pub title: String,
    pub kind: OpeningKind,
    pub occupation: Option<String>,
    pub region: Option<String>,
    pub place: Option<String>,
    pub address: Option<String>,
    pub at: Option<(f64, f64)>,
    pub description: String,
    pub headcount: Option<i64>,
    pub pay: Pay,
    pub requirements: Requirements,
    pub employment: Option<Employment>,
    pub benefits: Vec<String>,
    pub skills: Vec<String>,
    pub shifts: Vec<Shift>,
    /// The day the source gives; without one, the day it first came in.
    pub published: Option<Date>,
    pub valid_until: Option<Date>,
    pub url: Option<String>,
}

impl Incoming {
    /// What a row stands under: its source and its id there.
    pub fn key(&self) -> (String, String) {
        (self.source.clone(), self.source_id.clone())
    }

    /// What posts that say the same have in common: institution, title, place, pay, education, conditions and the beginning
    /// of the text, each without blanks and punctuation. Only posts that agree on everything a filter can ask for fold together,
    /// so that no filter can hide one behind another.
    pub fn fold(&self) -> String {
        let squeeze = |text: &str, most: usize| -> String {
            text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).take(most).collect()
        };
        let mut said = [self.benefits.clone(), self.skills.clone()].concat();
        said.sort_unstable();
        // Two spots that a hundredth of a degree tells apart are a kilometre from each other.
        let spot = self.at.map(|(lat, lon)| format!("{lat:.2} {lon:.2}"));
        let facts = format!(
            "{}|{}|{:?}|{:?}|{:?}|{:?}|{:?}|{:?}|{:?}|{:?}|{:?}|{said:?}|{spot:?}",
            squeeze(&self.institution, 60),
            squeeze(&self.title, 60),
            self.kind,
            self.occupation,
            self.region,
            self.pay,
            self.requirements.education,
            self.requirements.experience_years,
            self.employment,
            self.shifts,
            self.valid_until,
        );
        digest(&[&facts, &squeeze(&self.description, 160)])
    }
}

/// A short digest of texts, the same on every machine and in every release.
pub fn digest(parts: &[&str]) -> String {
    // FNV-1a over 128 bits: nothing secret, only "is this the same".
    let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    for part in parts {
        for byte in part.bytes().chain([0xff]) {
            hash = (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
    }
    format!("{hash:032x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filled_post_opens_again_but_a_draft_is_never_open_without_review() {
        assert_eq!(next(State::Filled, Event::Unfill), Some(State::Open));
        assert_eq!(next(State::Draft, Event::Approve), None);
        assert!(MOVES.iter().all(|(from, _, to)| from != to));
        assert!(MOVES.iter().filter(|(_, _, to)| *to == State::Open).all(|(from, _, _)| *from != State::Draft));
    }

    #[test]
    fn pay_by_the_hour_day_and_year_is_compared_by_the_month() {
        let pay = |yuan: f64, period| Pay { min: Fen::from_yuan(yuan), max: None, period: Some(period), months: None };
        assert_eq!(pay(20.0, PayPeriod::Hour).monthly(), Some((Fen(348_000), Fen(348_000))));
        assert_eq!(pay(200.0, PayPeriod::Day).monthly(), Some((Fen(435_000), Fen(435_000))));
        assert_eq!(pay(60_000.0, PayPeriod::Year).monthly(), Some((Fen(500_000), Fen(500_000))));
        assert_eq!(Pay::default().monthly(), None);
    }

    #[test]
    fn an_amount_is_exact_to_the_fen_and_never_negative() {
        assert_eq!(Fen::from_yuan(16.3), Some(Fen(1630)));
        for nonsense in [-1.0, f64::NAN, f64::INFINITY, 1e12] {
            assert_eq!(Fen::from_yuan(nonsense), None);
        }
    }
}
