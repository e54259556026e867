//! A person as the pure engines see one: what they said of themselves, nothing more.
//!
//! Every field may be missing, and missing means unknown, never "no". The type has no name, no sex, no marriage, no
//! ethnicity and no household registration: what is not here cannot be scored on. Household flags are read by the
//! eligibility judge and open reserved posts; they take no other part in matching.

pub mod form;

use crate::codes::{Education, HouseholdFlag, LicenceKind, OpeningKind, SkillLevel, WorkSector};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Someone who looks for work, in the JSON form of the interface.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Person {
    /// Year of birth; read for the lawful minimum age and for "near retirement" only.
    pub birth_year: Option<i16>,
    /// Code of the place they live in, two to twelve digits.
    pub region: Option<String>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    /// Lives in a village.
    pub rural: Option<bool>,
    pub education: Option<Schooling>,
    pub licences: Option<Vec<Licence>>,
    pub skills: Option<Vec<Skill>>,
    pub work: Option<Vec<Work>>,
    pub retired: Option<bool>,
    pub employed: Option<bool>,
    pub registered_unemployed: Option<bool>,
    pub cares_for_family: Option<bool>,
    pub wants_to_start_business: Option<bool>,
    /// `Some(vec![])` says "none of these"; `None` says nothing.
    pub household: Option<Vec<HouseholdFlag>>,
    pub wants: Option<Wants>,
}

/// The highest schooling.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Schooling {
    pub level: Option<Education>,
    pub major: Option<String>,
    pub full_time: Option<bool>,
    pub graduated_on: Option<Date>,
}

/// A licence or certificate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Licence {
    pub kind: LicenceKind,
    #[serde(default)]
    pub valid_until: Option<Date>,
    /// The last day of practice under it.
    #[serde(default)]
    pub last_practised: Option<Date>,
}

/// A skill level held in an occupation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Skill {
    /// A slug of `index/occupations.toml`.
    pub occupation: String,
    #[serde(default)]
    pub level: Option<SkillLevel>,
}

/// Earlier or present work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Work {
    #[serde(default)]
    pub sector: Option<WorkSector>,
    #[serde(default)]
    pub occupation: Option<String>,
    /// Whole or part years, 0 or more.
    #[serde(default)]
    pub years: Option<f64>,
}

/// What the person is looking for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Wants {
    pub occupations: Vec<String>,
    pub kinds: Vec<OpeningKind>,
    pub regions: Vec<String>,
    /// Yuan a month.
    pub pay_min: Option<i64>,
    pub radius_km: Option<f64>,
    pub live_in: Option<bool>,
    pub nights: Option<bool>,
}
