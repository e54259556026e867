//! The closed list of facts that a rule may ask about, and how each is read from a person and an employment.
//!
//! A fact has one path, the one the JSON of the interface uses: a person's own facts are written from the person
//! (`education.major`), those of a job from the request (`employment.legal_form`). Reading never guesses: what was not
//! said, an empty major, or a legal form given as "unknown" is `None`.

use crate::codes::{Education, HouseholdFlag, InstitutionKind, LegalForm, LicenceKind, OpeningKind, SubsidyPost};
use crate::person::Person;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A job that someone has, had, or could have, as the subsidy rules look at it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Employment {
    pub institution_kind: Option<InstitutionKind>,
    pub legal_form: Option<LegalForm>,
    /// Code of the place of work, two to twelve digits.
    pub region: Option<String>,
    pub kind: Option<OpeningKind>,
    /// A slug of `index/occupations.toml`.
    pub occupation: Option<String>,
    pub post: Option<SubsidyPost>,
    /// Holds an established public post (编制).
    pub establishment: Option<bool>,
    pub hired_on: Option<Date>,
    pub contract_from: Option<Date>,
    /// Length of the contract or agreement in months; 600 stands for one without an end.
    pub contract_months: Option<u16>,
    /// Sent by a labour-dispatch firm (劳务派遣).
    pub dispatched: Option<bool>,
    /// First day covered by social insurance in this job.
    pub insured_from: Option<Date>,
    pub still_in_post: Option<bool>,
    /// The first day no longer in the job.
    pub left_on: Option<Date>,
    /// Whole months of service at other institutions that the rule lets a person carry over. Missing means none is
    /// claimed; it becomes a question only for someone who left before the term was full.
    pub other_service_months: Option<u16>,
}

/// What kind of question a fact answers; it decides which tests a rule may put to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Yes or no.
    Flag,
    /// One word of a closed list.
    Code,
    /// A slug kept elsewhere.
    Slug,
    Day,
    /// A whole number.
    Count,
    /// The year of birth.
    Year,
    Major,
    Licences,
    Skills,
    Household,
    /// A code of the catalogue of places.
    Place,
    /// Computed by the judge; no rule may test it.
    Computed,
}

macro_rules! facts {
    ($($(#[$doc:meta])* $variant:ident = $path:literal $kind:ident),+ $(,)?) => {
        /// One thing a rule can ask.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Fact { $($(#[$doc])* $variant),+ }

        impl Fact {
            /// Every fact, in the order questions are asked.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The path in the JSON of the interface.
            pub const fn path(self) -> &'static str {
                match self { $(Self::$variant => $path),+ }
            }
            pub const fn kind(self) -> Kind {
                match self { $(Self::$variant => Kind::$kind),+ }
            }
            pub fn from_path(path: &str) -> Option<Self> {
                match path { $($path => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

facts! {
    BirthYear = "birth_year" Year,
    Region = "region" Place,
    Rural = "rural" Flag,
    Level = "education.level" Code,
    Major = "education.major" Major,
    FullTime = "education.full_time" Flag,
    GraduatedOn = "education.graduated_on" Day,
    Licences = "licences" Licences,
    Skills = "skills" Skills,
    Retired = "retired" Flag,
    Employed = "employed" Flag,
    RegisteredUnemployed = "registered_unemployed" Flag,
    CaresForFamily = "cares_for_family" Flag,
    WantsToStartBusiness = "wants_to_start_business" Flag,
    Household = "household" Household,
    InstitutionKind = "employment.institution_kind" Code,
    LegalForm = "employment.legal_form" Code,
    JobRegion = "employment.region" Place,
    JobKind = "employment.kind" Code,
    Occupation = "employment.occupation" Slug,
    Post = "employment.post" Code,
    Establishment = "employment.establishment" Flag,
    HiredOn = "employment.hired_on" Day,
    ContractFrom = "employment.contract_from" Day,
    ContractMonths = "employment.contract_months" Count,
    Dispatched = "employment.dispatched" Flag,
    InsuredFrom = "employment.insured_from" Day,
    StillInPost = "employment.still_in_post" Flag,
    LeftOn = "employment.left_on" Day,
    OtherServiceMonths = "employment.other_service_months" Count,
    /// What the office says where a rule is only being tried out.
    OfficeDecision = "office.decision" Computed,
    /// Whether the rule's place covers the job or the person.
    Jurisdiction = "jurisdiction" Computed,
    /// Whether the rule is in force.
    InForce = "in_force" Computed,
    /// How long someone has served.
    Service = "service.months" Computed,
}

impl Fact {
    /// Whether a person can be asked this.
    pub const fn askable(self) -> bool {
        !matches!(self, Self::Jurisdiction | Self::InForce | Self::Service)
    }

    /// Whether the fact belongs to the job and not to the person.
    pub fn of_employment(self) -> bool {
        self.path().starts_with("employment.")
    }

    /// Checks a word against the closed list of a coded fact.
    pub(crate) fn check_word(self, word: &str) -> Result<(), String> {
        let known = match self {
            Self::Level => word.parse::<Education>().map(drop),
            Self::InstitutionKind => word.parse::<InstitutionKind>().map(drop),
            Self::LegalForm => word.parse::<LegalForm>().map(drop),
            Self::JobKind => word.parse::<OpeningKind>().map(drop),
            Self::Post => word.parse::<SubsidyPost>().map(drop),
            Self::Licences => word.parse::<LicenceKind>().map(drop),
            Self::Household => word.parse::<HouseholdFlag>().map(drop),
            _ => return check_slug(word),
        };
        known.map_err(|unknown| unknown.to_string())
    }
}

/// A slug is small letters, digits, `_` and `-`.
pub(crate) fn check_slug(word: &str) -> Result<(), String> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
    if !word.is_empty() && word.chars().all(plain) { Ok(()) } else { Err(format!("“{word}” is not a slug")) }
}

/// A set of facts, walked in the order questions are asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FactSet(u64);

impl FactSet {
    pub const EMPTY: Self = Self(0);

    pub const fn of(fact: Fact) -> Self {
        Self(1 << fact as u64)
    }
    pub fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
    pub const fn has(self, fact: Fact) -> bool {
        self.0 & (1 << fact as u64) != 0
    }
    pub fn iter(self) -> impl Iterator<Item = Fact> {
        Fact::ALL.iter().copied().filter(move |fact| self.has(*fact))
    }
}

/// The facts of one question: who, and in which job if any.
#[derive(Debug, Clone, Copy)]
pub struct Case<'f> {
    pub person: &'f Person,
    pub employment: Option<&'f Employment>,
}

impl<'f> Case<'f> {
    pub const fn new(person: &'f Person, employment: Option<&'f Employment>) -> Self {
        Self { person, employment }
    }

    /// The answer to a yes-or-no fact.
    pub fn flag(self, fact: Fact) -> Option<bool> {
        let (person, job) = (self.person, self.employment);
        match fact {
            Fact::Rural => person.rural,
            Fact::FullTime => person.education.as_ref()?.full_time,
            Fact::Retired => person.retired,
            // Only someone without a job can be registered as unemployed, so the register answers where they did not.
            Fact::Employed => person.employed.or((person.registered_unemployed == Some(true)).then_some(false)),
            Fact::RegisteredUnemployed => person.registered_unemployed,
            Fact::CaresForFamily => person.cares_for_family,
            Fact::WantsToStartBusiness => person.wants_to_start_business,
            Fact::Establishment => job?.establishment,
            Fact::Dispatched => job?.dispatched,
            Fact::StillInPost => job?.still_in_post,
            _ => None,
        }
    }

    /// The word of a coded fact; for a yes-or-no fact "true" or "false".
    pub fn word(self, fact: Fact) -> Option<&'f str> {
        let job = self.employment;
        match fact {
            Fact::Level => self.level().map(Education::slug),
            Fact::InstitutionKind => job?.institution_kind.map(InstitutionKind::slug),
            Fact::LegalForm => job?.legal_form.filter(|form| *form != LegalForm::Unknown).map(LegalForm::slug),
            Fact::JobKind => job?.kind.map(OpeningKind::slug),
            Fact::Post => job?.post.map(SubsidyPost::slug),
            Fact::Occupation => job?.occupation.as_deref().filter(|word| !word.is_empty()),
            _ => self.flag(fact).map(|yes| if yes { "true" } else { "false" }),
        }
    }

    pub fn day(self, fact: Fact) -> Option<Date> {
        match fact {
            Fact::GraduatedOn => self.person.education.as_ref()?.graduated_on,
            Fact::HiredOn => self.employment?.hired_on,
            Fact::ContractFrom => self.employment?.contract_from,
            Fact::InsuredFrom => self.employment?.insured_from,
            Fact::LeftOn => self.employment?.left_on,
            _ => None,
        }
    }

    pub fn count(self, fact: Fact) -> Option<i64> {
        match fact {
            Fact::ContractMonths => self.employment?.contract_months.map(i64::from),
            Fact::OtherServiceMonths => self.employment?.other_service_months.map(i64::from),
            _ => None,
        }
    }

    /// Whether anything was said of a fact.
    pub fn knows(self, fact: Fact) -> bool {
        match fact {
            Fact::BirthYear => self.person.birth_year.is_some(),
            Fact::Major => self.major().is_some(),
            Fact::Licences => self.person.licences.is_some(),
            Fact::Skills => self.person.skills.is_some(),
            Fact::Household => self.person.household.is_some(),
            Fact::Region => self.person.region.is_some(),
            Fact::JobRegion => self.employment.is_some_and(|job| job.region.is_some()),
            _ => self.word(fact).is_some() || self.day(fact).is_some() || self.count(fact).is_some(),
        }
    }

    pub fn level(self) -> Option<Education> {
        self.person.education.as_ref()?.level
    }

    pub fn major(self) -> Option<&'f str> {
        self.person.education.as_ref()?.major.as_deref().map(str::trim).filter(|major| !major.is_empty())
    }

    /// The place that decides which rules apply: the job's, or the person's where there is no job. Also the fact to ask
    /// for where it is missing.
    pub fn place(self) -> (Fact, Option<&'f str>) {
        let given = |region: &'f Option<String>| region.as_deref().map(str::trim).filter(|code| !code.is_empty());
        match self.employment {
            Some(job) => (Fact::JobRegion, given(&job.region)),
            None => (Fact::Region, given(&self.person.region)),
        }
    }
}

/// Whether a rule's place covers another place: `Some(true)` inside, `Some(false)` outside, `None` where the other code is
/// too coarse to tell (a province asked about one of its cities).
pub fn covers(jurisdiction: &str, place: &str) -> Option<bool> {
    let (rule, place) = (significant(jurisdiction), significant(place));
    if place.starts_with(rule) {
        Some(true)
    } else if rule.starts_with(place) {
        None
    } else {
        Some(false)
    }
}

/// A place code without its closing pairs of zeros: 210300 → 2103, 000000 (the whole country) → "".
pub(crate) fn significant(code: &str) -> &str {
    let mut code = code;
    while code.len() >= 2
        && code.len().is_multiple_of(2)
        && let Some(rest) = code.strip_suffix("00")
    {
        code = rest;
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fact_is_found_by_its_path() {
        for fact in Fact::ALL {
            assert_eq!(Fact::from_path(fact.path()), Some(*fact));
        }
    }

    #[test]
    fn a_city_lies_in_its_province_and_not_in_its_namesake() {
        assert_eq!(covers("210300", "210302"), Some(true));
        assert_eq!(covers("210000", "210302001"), Some(true));
        assert_eq!(covers("000000", "21"), Some(true));
        assert_eq!(covers("210300", "340500"), Some(false));
        assert_eq!(covers("210300", "210000"), None, "a province does not say which city");
        assert_eq!(covers("110000", "110105"), Some(true));
    }

    #[test]
    fn a_legal_form_that_nobody_knows_is_not_a_fact() {
        let person = Person::default();
        let job = Employment { legal_form: Some(LegalForm::Unknown), ..Employment::default() };
        assert_eq!(Case::new(&person, Some(&job)).word(Fact::LegalForm), None);
    }
}
