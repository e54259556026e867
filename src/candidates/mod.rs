//! Candidates: people who look for work, and who may see what of them.
//!
//! What it promises: nobody is shown to anybody who did not agree to be, each agreement is kept with its day, its words and
//! its channel, and can be withdrawn at once; every look at a record is written down for its owner to read; what
//! institutions find is a [`Masked`] profile, a type that has no room for a name, a number, an address, an age or a
//! household; a record ends by itself when nobody gave a sign of life, and whoever was erased is not brought back by a file.
//!
//! What it refuses: to keep a citizen number (a keyed digest and four characters are enough to find it again), to hand out
//! household flags to anybody but the person and, with consent, the office ([`store::household`]), to tell an age or a band
//! of it. The law knows no lawful upper age for care work and no use of an age in a search that would not sort people by
//! it (就业促进法 art. 3, 26; 个人信息保护法 art. 6), so the mask has none.
//!
//! The parts: this file holds the types and rules; [`id_number`] checks and digests citizen numbers, [`key`] holds the key;
//! [`masked`] is what an institution may read, [`asker`] decides whom it may see; [`index`] makes documents of masks,
//! [`directory`] holds the index and answers searches, [`fit`] finds the people for a post; [`store`] has all the SQL.

pub mod asker;
pub mod directory;
pub mod fit;
pub mod id_number;
pub mod index;
pub mod key;
pub mod masked;
mod meant;
pub mod search;
pub mod store;

pub use asker::Answer;
pub use directory::Directory;
pub use fit::fitting;
pub use id_number::IdNumber;
pub use key::Key;
pub use masked::Masked;

use crate::codes::{Channel, HouseholdFlag, Sharing, Visibility};
use crate::person::{Person, Wants};
use crate::time::Stamp;
use jiff::ToSpan;
use jiff::civil::Date;

/// How long a record is kept after the last sign of life. The house's own choice: no shorter than the two years for which
/// law has the service keep its books (人力资源市场暂行条例 art. 33).
pub const KEEP_MONTHS: i32 = 24;

/// The last day on which a record is kept that showed a sign of life on a day.
pub fn keep_until(last_sign: Date) -> Date {
    last_sign.saturating_add(KEEP_MONTHS.months())
}

/// Someone on record. The household is never part of it: it is read by itself, with a reason.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    pub id: i64,
    pub account: Option<i64>,
    pub source: String,
    pub source_id: String,
    pub name: String,
    pub phone: Option<String>,
    /// The last four characters of the citizen number, where one was given.
    pub id_last4: Option<String>,
    /// With `household` always `None`.
    pub person: Person,
    pub visible_to: Visibility,
    pub keep_until: Date,
    pub updated_at: Stamp,
}

/// When someone was born, as it was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Born {
    In(i16),
    /// So many years old on the day of the list. Two years of birth are open; the later is taken, so that nobody is taken for
    /// older than they are.
    Aged(i16),
}

impl Born {
    /// The year of birth.
    pub fn year(self, on: Date) -> i16 {
        match self {
            Self::In(year) => year,
            Self::Aged(age) => on.year() - age,
        }
    }
}

/// Someone as an import, a form or a desk brings them. What is `None` says nothing and leaves what is on record.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    pub source: String,
    pub source_id: String,
    pub name: String,
    pub phone: Option<String>,
    pub id_number: Option<IdNumber>,
    pub born: Option<Born>,
    pub person: Person,
    pub consent: Option<Agreed>,
    /// Names of institutions that may not find this person.
    pub hidden_from: Option<Vec<String>>,
}

impl Incoming {
    /// What a row stands under: its source and its id there.
    pub fn key(&self) -> (String, String) {
        (self.source.clone(), self.source_id.clone())
    }
}

/// That the masked profile may be shown, as a list or a form says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreed {
    /// `Matched` or `Verified`; `Nobody` agrees to nothing.
    pub to: Visibility,
    pub on: Date,
    pub channel: Channel,
    /// The words that were agreed to.
    pub wording: String,
}

/// What must be agreed to before a profile is shown so widely.
pub fn needed_for(visibility: Visibility) -> Option<Sharing> {
    match visibility {
        Visibility::Nobody => None,
        Visibility::Matched => Some(Sharing::MaskedMatched),
        Visibility::Verified => Some(Sharing::MaskedVerified),
    }
}

/// One agreement on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    pub id: i64,
    pub sharing: Sharing,
    pub institution: Option<i64>,
    pub wording: String,
    pub given_on: Date,
    pub channel: Channel,
    pub withdrawn_at: Option<Stamp>,
}

/// One hardship of a household, and what an office saw of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    pub flag: HouseholdFlag,
    pub verified: Option<Verified>,
}

/// That an office saw evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The account of who saw it.
    pub by: i64,
    pub on: Date,
    /// What kind of paper, in the office's words.
    pub evidence: String,
    pub valid_until: Option<Date>,
}

/// Who looks at a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looker {
    /// The person whose record it is.
    Owner,
    /// Somebody of an office, by account.
    Staff(i64),
    Institution(i64),
    /// The program by itself, as when a record's time is over.
    Clock,
}

impl Looker {
    /// The word and the number in the log.
    pub const fn parts(self) -> (&'static str, Option<i64>) {
        match self {
            Self::Owner => ("person", None),
            Self::Staff(account) => ("staff", Some(account)),
            Self::Institution(id) => ("institution", Some(id)),
            Self::Clock => ("clock", None),
        }
    }
}

/// Who may ever hear of a household: there is no way to name an institution here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confidant {
    Owner,
    /// Somebody of an office, by account; needs the person's consent.
    Staff(i64),
}

impl From<Confidant> for Looker {
    fn from(confidant: Confidant) -> Self {
        match confidant {
            Confidant::Owner => Self::Owner,
            Confidant::Staff(account) => Self::Staff(account),
        }
    }
}

/// What of a record was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The masked profile in a list; once a day for one looker.
    Listed,
    /// The masked profile, opened.
    Profile,
    /// Everything but the household.
    Record,
    Household,
    /// Name and telephone.
    Contact,
    /// A record looked up by its citizen number.
    IdNumber,
    Export,
}

impl Part {
    /// The word in the log.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::Profile => "profile",
            Self::Record => "record",
            Self::Household => "household",
            Self::Contact => "contact",
            Self::IdNumber => "id_number",
            Self::Export => "export",
        }
    }
}

/// Why a record is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The person asked.
    Asked,
    Office,
    /// Nobody gave a sign of life.
    Retention,
}

impl Cause {
    /// The word on the tombstone.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Office => "office",
            Self::Retention => "retention",
        }
    }
}

/// Whether law lets this person be offered to an employer at all: nobody who is surely under sixteen (劳动法 art. 15).
pub fn may_be_shown(person: &Person, on: Date) -> bool {
    person.birth_year.is_none_or(|year| on.year() - year >= 16)
}

/// What is told now laid over what was told before. What is not said again stays.
pub fn merged(before: Person, now: Person) -> Person {
    let schooling = match (before.education, now.education) {
        (Some(before), Some(now)) => Some(crate::person::Schooling {
            level: now.level.or(before.level),
            major: now.major.or(before.major),
            full_time: now.full_time.or(before.full_time),
            graduated_on: now.graduated_on.or(before.graduated_on),
        }),
        (before, now) => now.or(before),
    };
    // A place and its point belong together: another place without a point has none.
    let moved = now.region.is_some() && now.region != before.region && now.lat.is_none();
    Person {
        birth_year: now.birth_year.or(before.birth_year),
        lat: now.lat.or(if moved { None } else { before.lat }),
        lon: now.lon.or(if moved { None } else { before.lon }),
        region: now.region.or(before.region),
        rural: now.rural.or(before.rural),
        education: schooling,
        licences: now.licences.or(before.licences),
        skills: now.skills.or(before.skills),
        work: now.work.or(before.work),
        retired: now.retired.or(before.retired),
        employed: now.employed.or(before.employed),
        registered_unemployed: now.registered_unemployed.or(before.registered_unemployed),
        cares_for_family: now.cares_for_family.or(before.cares_for_family),
        wants_to_start_business: now.wants_to_start_business.or(before.wants_to_start_business),
        household: None,
        wants: merged_wants(before.wants, now.wants),
    }
}

fn merged_wants(before: Option<Wants>, now: Option<Wants>) -> Option<Wants> {
    let (before, now) = match (before, now) {
        (Some(before), Some(now)) => (before, now),
        (before, now) => return now.or(before),
    };
    fn kept<T>(before: Vec<T>, now: Vec<T>) -> Vec<T> {
        if now.is_empty() { before } else { now }
    }
    Some(Wants {
        occupations: kept(before.occupations, now.occupations),
        kinds: kept(before.kinds, now.kinds),
        regions: kept(before.regions, now.regions),
        pay_min: now.pay_min.or(before.pay_min),
        radius_km: now.radius_km.or(before.radius_km),
        live_in: now.live_in.or(before.live_in),
        nights: now.nights.or(before.nights),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn what_is_not_said_again_stays_and_what_is_said_counts() {
        let before = Person { retired: Some(false), rural: Some(true), birth_year: Some(1974), ..Person::default() };
        let now = Person { retired: Some(true), ..Person::default() };
        let both = merged(before, now);
        assert_eq!((both.retired, both.rural, both.birth_year), (Some(true), Some(true), Some(1974)));
    }

    #[test]
    fn another_place_without_a_point_has_no_point() {
        let before = Person { region: Some("210302".to_owned()), lat: Some(41.1), lon: Some(122.9), ..Person::default() };
        let moved = merged(before.clone(), Person { region: Some("210323".to_owned()), ..Person::default() });
        assert_eq!((moved.lat, moved.lon), (None, None));
        assert_eq!(merged(before, Person::default()).lat, Some(41.1));
    }

    #[test]
    fn nobody_surely_under_sixteen_is_shown_to_an_employer() {
        let born = |year| Person { birth_year: year, ..Person::default() };
        assert!(!may_be_shown(&born(Some(2011)), date(2026, 11, 23)));
        assert!(may_be_shown(&born(Some(2010)), date(2026, 11, 23)));
        assert!(may_be_shown(&born(None), date(2026, 11, 23)));
    }

    #[test]
    fn a_record_is_kept_two_years_after_the_last_sign_of_life() {
        assert_eq!(keep_until(date(2026, 11, 23)), date(2028, 11, 23));
        assert_eq!(keep_until(date(2024, 2, 29)), date(2026, 2, 28));
    }

    #[test]
    fn an_age_is_read_as_the_younger_of_the_two_it_can_be() {
        assert_eq!(Born::Aged(52).year(date(2026, 11, 23)), 1974);
    }
}
