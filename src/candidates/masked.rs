//! What an institution may read of a person before the person agreed to more. Pure.
//!
//! The type has no room for anything else: its places are codes, entries of our own catalogues, a few days of licences,
//! and the first character of a name. There is no text of the person's own in it, no street, no age, no wage, no
//! household, and nothing from which hardship could be read (out of work and registered, caring at home, from a village).
//! The index is built from it, lists and pages draw it, and people are weighed against a post as it tells them: so no
//! order and no distance tells what the profile does not.

use super::Candidate;
use crate::codes::{Education, LicenceKind, OpeningKind, SkillLevel, WorkSector};
use crate::eligibility::Text;
use crate::matching::Book;
use crate::occupations::{Catalogue, Occupation};
use crate::person::{self, Person, Schooling, Wants};
use crate::regions::{Level, RegionCode, Regions};
use jiff::ToSpan;
use jiff::civil::Date;
use std::fmt;

/// A masked profile.
#[derive(Debug, Clone, PartialEq)]
pub struct Masked {
    pub id: i64,
    pub name: MaskedName,
    /// The district they live in.
    pub district: Option<District>,
    pub education: Option<Education>,
    pub field: Option<Field>,
    /// Licences whose last day has not passed.
    pub licences: Vec<Held>,
    pub skills: Vec<Skilled>,
    pub work: Vec<Worked>,
    pub availability: Option<Availability>,
    pub wants: Wishes,
}

/// The first character of a name. The two stars stand for however many follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MaskedName(Option<char>);

impl fmt::Display for MaskedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(first) => write!(f, "{first}**"),
            None => f.write_str("***"),
        }
    }
}

/// A district, or what is wider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct District(RegionCode);

impl District {
    /// The district a place lies in; none for a place the catalogue does not know.
    fn of(code: &str) -> Option<Self> {
        let code = Regions::builtin().known_part(code.parse().ok()?)?;
        code.lineage().find(|code| !matches!(code.level(), Level::Street | Level::Village)).map(Self)
    }

    pub fn code(self) -> RegionCode {
        self.0
    }
}

/// A field of study as `index/pathways.toml` names it.
#[derive(Clone, Copy)]
pub struct Field(&'static crate::matching::pathways::Field);

impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Field {
    fn of(major: &str) -> Option<Self> {
        Book::builtin().field_of(major).map(|(_, field)| Self(field))
    }

    pub fn name(self) -> &'static Text {
        &self.0.name
    }
}

impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.name.en)
    }
}

/// A trade of our catalogue.
#[derive(Clone, Copy)]
pub struct Trade(&'static Occupation);

impl Trade {
    fn of(slug: &str) -> Option<Self> {
        Catalogue::builtin().find(slug).ok().map(Self)
    }

    pub fn occupation(self) -> &'static Occupation {
        self.0
    }

    pub fn slug(self) -> &'static str {
        &self.0.slug
    }
}

impl PartialEq for Trade {
    fn eq(&self, other: &Self) -> bool {
        self.slug() == other.slug()
    }
}

impl fmt::Debug for Trade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

/// A licence that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    pub kind: LicenceKind,
    pub valid_until: Option<Date>,
    /// Whether it was practised under within two years (医师法 art. 19); none where that is not known.
    pub practised_lately: Option<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Skilled {
    pub trade: Trade,
    pub level: Option<SkillLevel>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worked {
    pub sector: Option<WorkSector>,
    pub trade: Option<Trade>,
    pub years: Option<Years>,
}

/// How long, in bands: the years themselves would tell an age.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Years {
    UnderOne,
    OneToThree,
    ThreeToFive,
    FiveToTen,
    TenAndMore,
}

impl Years {
    fn of(years: f64) -> Option<Self> {
        Some(match years {
            years if !(0.0..=100.0).contains(&years) => return None,
            years if years < 1.0 => Self::UnderOne,
            years if years < 3.0 => Self::OneToThree,
            years if years < 5.0 => Self::ThreeToFive,
            years if years < 10.0 => Self::FiveToTen,
            _ => Self::TenAndMore,
        })
    }

    /// The years that are sure.
    pub const fn least(self) -> u8 {
        match self {
            Self::UnderOne => 0,
            Self::OneToThree => 1,
            Self::ThreeToFive => 3,
            Self::FiveToTen => 5,
            Self::TenAndMore => 10,
        }
    }
}

/// Whether somebody could begin at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Availability {
    Now,
    /// In work elsewhere.
    InWork,
}

impl Availability {
    pub const ALL: [Self; 2] = [Self::Now, Self::InWork];

    /// The word in addresses and answers.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::InWork => "in_work",
        }
    }
}

/// What they look for. Pay and distance stay with the person: who knows the least that somebody takes offers no more.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Wishes {
    pub trades: Vec<Trade>,
    pub kinds: Vec<OpeningKind>,
    pub districts: Vec<District>,
    pub live_in: Option<bool>,
    pub nights: Option<bool>,
}

impl Masked {
    /// The mask of a record on a day.
    pub fn of(candidate: &Candidate, on: Date) -> Self {
        let person = &candidate.person;
        let schooling = person.education.as_ref();
        Self {
            id: candidate.id,
            name: MaskedName(candidate.name.chars().find(|c| c.is_alphabetic())),
            district: person.region.as_deref().and_then(District::of),
            education: schooling.and_then(|schooling| schooling.level),
            field: schooling.and_then(|schooling| schooling.major.as_deref()).and_then(Field::of),
            licences: person.licences.iter().flatten().filter_map(|licence| held(licence, on)).collect(),
            skills: person.skills.iter().flatten().filter_map(skilled).collect(),
            work: person.work.iter().flatten().filter_map(worked).collect(),
            availability: match person.employed {
                Some(false) => Some(Availability::Now),
                Some(true) => Some(Availability::InWork),
                None => None,
            },
            wants: person.wants.as_ref().map(wishes).unwrap_or_default(),
        }
    }

    /// The person as the mask tells them: what they are weighed by for an institution.
    pub fn person(&self, on: Date) -> Person {
        let licence = |held: &Held| person::Licence {
            kind: held.kind,
            valid_until: held.valid_until,
            last_practised: held.practised_lately.map(|lately| if lately { on } else { long_ago(on) }),
        };
        let skill = |skill: &Skilled| person::Skill { occupation: skill.trade.slug().to_owned(), level: skill.level };
        let work = |work: &Worked| person::Work {
            sector: work.sector,
            occupation: work.trade.map(|trade| trade.slug().to_owned()),
            years: work.years.map(|years| f64::from(years.least())),
        };
        let wants = &self.wants;
        Person {
            region: self.district.map(|district| district.code().to_string()),
            education: (self.education.is_some() || self.field.is_some()).then(|| Schooling {
                level: self.education,
                major: self.field.map(|field| field.0.major().to_owned()),
                ..Schooling::default()
            }),
            licences: (!self.licences.is_empty()).then(|| self.licences.iter().map(licence).collect()),
            skills: (!self.skills.is_empty()).then(|| self.skills.iter().map(skill).collect()),
            work: (!self.work.is_empty()).then(|| self.work.iter().map(work).collect()),
            employed: self.availability.map(|availability| availability == Availability::InWork),
            wants: Some(Wants {
                occupations: wants.trades.iter().map(|trade| trade.slug().to_owned()).collect(),
                kinds: wants.kinds.clone(),
                regions: wants.districts.iter().map(|district| district.code().to_string()).collect(),
                live_in: wants.live_in,
                nights: wants.nights,
                ..Wants::default()
            }),
            ..Person::default()
        }
    }
}

fn long_ago(on: Date) -> Date {
    on.saturating_sub(2.years()).saturating_sub(1.day())
}

fn held(licence: &person::Licence, on: Date) -> Option<Held> {
    let holds = licence.valid_until.is_none_or(|last| last >= on);
    holds.then(|| Held {
        kind: licence.kind,
        valid_until: licence.valid_until,
        practised_lately: licence.last_practised.map(|day| day > long_ago(on)),
    })
}

fn skilled(skill: &person::Skill) -> Option<Skilled> {
    Some(Skilled { trade: Trade::of(&skill.occupation)?, level: skill.level })
}

fn worked(work: &person::Work) -> Option<Worked> {
    let trade = work.occupation.as_deref().and_then(Trade::of);
    (trade.is_some() || work.sector.is_some()).then(|| Worked {
        sector: work.sector,
        trade,
        years: work.years.and_then(Years::of),
    })
}

fn wishes(wants: &Wants) -> Wishes {
    let mut districts: Vec<District> = wants.regions.iter().filter_map(|code| District::of(code)).collect();
    districts.sort_unstable();
    districts.dedup();
    Wishes {
        trades: wants.occupations.iter().filter_map(|slug| Trade::of(slug)).collect(),
        kinds: wants.kinds.clone(),
        districts,
        live_in: wants.live_in,
        nights: wants.nights,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::{HouseholdFlag, Visibility};
    use crate::time::Stamp;
    use jiff::civil::date;

    fn candidate(name: &str, person: Person) -> Candidate {
        Candidate {
            id: 7,
            account: None,
            source: "planted source".to_owned(),
            source_id: "planted number".to_owned(),
            name: name.to_owned(),
            phone: Some("19900001111".to_owned()),
            id_last4: Some("002X".to_owned()),
            person,
            visible_to: Visibility::Verified,
            keep_until: date(2028, 1, 1),
            updated_at: Stamp(0),
        }
    }

    fn on() -> Date {
        date(2026, 11, 23)
    }

    #[test]
    fn a_name_shows_its_first_character_and_never_how_many_follow() {
        for (name, shown) in
            [("张三", "张**"), ("欧阳春禾", "欧**"), ("Anna Weiß", "A**"), ("阿依古丽·买买提", "阿**"), ("13800000000", "***")]
        {
            assert_eq!(Masked::of(&candidate(name, Person::default()), on()).name.to_string(), shown);
        }
    }

    #[test]
    fn a_village_becomes_its_district_and_a_major_its_field() {
        let person = Person {
            region: Some("210323100201".to_owned()),
            education: Some(Schooling { major: Some("护理 13800000000".to_owned()), ..Schooling::default() }),
            ..Person::default()
        };
        let masked = Masked::of(&candidate("张三", person), on());
        assert_eq!(masked.district.map(|district| district.code().to_string()).as_deref(), Some("210323"));
        assert_eq!(masked.field.map(|field| field.name().zh.as_str()), Some("护理"));
    }

    #[test]
    fn a_licence_that_ended_is_gone_and_years_come_in_bands() {
        let person: Person = serde_json::from_value(serde_json::json!({
            "licences": [{"kind": "nurse", "valid_until": "2026-11-22"}, {"kind": "driver", "last_practised": "2023-01-01"}],
            "work": [{"sector": "medical", "years": 36}, {"years": 3}],
        }))
        .expect("a person");
        let masked = Masked::of(&candidate("张三", person), on());
        assert_eq!(masked.licences, [Held { kind: LicenceKind::Driver, valid_until: None, practised_lately: Some(false) }]);
        assert_eq!(masked.work, [Worked { sector: Some(WorkSector::Medical), trade: None, years: Some(Years::TenAndMore) }]);
    }

    #[test]
    fn what_speaks_of_hardship_age_or_home_is_not_in_the_person_an_institution_weighs() {
        let person = Person {
            birth_year: Some(1974),
            lat: Some(41.1),
            lon: Some(122.9),
            rural: Some(true),
            retired: Some(true),
            registered_unemployed: Some(true),
            cares_for_family: Some(true),
            wants_to_start_business: Some(true),
            household: Some(vec![HouseholdFlag::MinimumLivingAllowance]),
            wants: Some(Wants { pay_min: Some(3456), radius_km: Some(7.5), ..Wants::default() }),
            ..Person::default()
        };
        let shown = Masked::of(&candidate("张三", person), on()).person(on());
        assert_eq!(shown, Person { wants: Some(Wants::default()), ..Person::default() });
    }

    #[test]
    fn every_field_is_told_by_a_major_of_its_own() {
        let book = Book::builtin();
        let fields: Vec<Field> = (0..).map_while(|place| book.field(place)).map(Field).collect();
        assert!(fields.len() > 10);
        for field in fields {
            assert_eq!(Field::of(field.0.major()), Some(field));
        }
    }
}
