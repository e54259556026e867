//! The questions, their order, and which of them a person is asked.
//!
//! What is asked is used: each question names the fields it fills, and one that could change nothing for this person (the day
//! of a licence that is not held, the way to work of someone who said not where they live) is passed over. Hardship of the
//! household comes last.

use crate::codes::{Education, LicenceKind, OpeningKind};
use crate::matching::pathways::in_county;
use crate::person::{Person, form};
use crate::regions::{Level, RegionCode, Regions};

/// One question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Work,
    Years,
    Licences,
    /// Until when they are valid, and the last day of practice.
    Papers,
    /// The level of the carer's certificate.
    Skill,
    Place,
    Town,
    Village,
    Schooling,
    Study,
    Pension,
    Job,
    Registered,
    Family,
    Business,
    Kinds,
    Trades,
    Nights,
    Lodging,
    Pay,
    Distance,
    Household,
}

impl Step {
    /// In the order they are asked.
    pub const ALL: [Self; 22] = [
        Self::Work,
        Self::Years,
        Self::Licences,
        Self::Papers,
        Self::Skill,
        Self::Place,
        Self::Town,
        Self::Village,
        Self::Schooling,
        Self::Study,
        Self::Pension,
        Self::Job,
        Self::Registered,
        Self::Family,
        Self::Business,
        Self::Kinds,
        Self::Trades,
        Self::Nights,
        Self::Lodging,
        Self::Pay,
        Self::Distance,
        Self::Household,
    ];

    /// The word in forms.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Work => "work",
            Self::Years => "years",
            Self::Licences => "licences",
            Self::Papers => "papers",
            Self::Skill => "skill",
            Self::Place => "place",
            Self::Town => "town",
            Self::Village => "village",
            Self::Schooling => "schooling",
            Self::Study => "study",
            Self::Pension => "pension",
            Self::Job => "job",
            Self::Registered => "registered",
            Self::Family => "family",
            Self::Business => "business",
            Self::Kinds => "kinds",
            Self::Trades => "trades",
            Self::Nights => "nights",
            Self::Lodging => "lodging",
            Self::Pay => "pay",
            Self::Distance => "distance",
            Self::Household => "household",
        }
    }

    /// The question of that word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.slug() == word)
    }

    /// The fields it fills, `#` for the number of a record.
    pub const fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Work => &["work", "work.#.occupation", "work.#.sector"],
            Self::Years => &["work.#.years"],
            Self::Licences => &["licences", "licences.#.kind"],
            Self::Papers => &["licences.#.valid_until", "licences.#.last_practised"],
            Self::Skill => &["skills", "skills.#.occupation", "skills.#.level"],
            Self::Place | Self::Town => &["region"],
            Self::Village => &["rural"],
            Self::Schooling => &["education.level"],
            Self::Study => &["education.major", "education.full_time", "education.graduated_on"],
            Self::Pension => &["retired"],
            Self::Job => &["employed"],
            Self::Registered => &["registered_unemployed"],
            Self::Family => &["cares_for_family"],
            Self::Business => &["wants_to_start_business"],
            Self::Kinds => &["wants.kinds"],
            Self::Trades => &["wants.occupations"],
            Self::Nights => &["wants.nights"],
            Self::Lodging => &["wants.live_in"],
            Self::Pay => &["wants.pay_min"],
            Self::Distance => &["wants.radius_km"],
            Self::Household => &["household"],
        }
    }

    /// Whether a field of a form is one of its own.
    pub fn fills(self, name: &str) -> bool {
        form::field(name).is_some_and(|field| self.fields().contains(&field))
    }

    /// Whether it can change anything for this person.
    pub fn is_asked(self, person: &Person) -> bool {
        match self {
            Self::Years => person.work.as_ref().is_some_and(|work| !work.is_empty()),
            Self::Papers => holds(person, &[LicenceKind::Nurse, LicenceKind::Doctor]),
            Self::Skill => holds(person, &[LicenceKind::ElderCarer]),
            Self::Town => place(person).is_some_and(has_towns),
            Self::Village => !place(person).is_some_and(is_town_street),
            Self::Study => {
                let level = person.education.as_ref().and_then(|schooling| schooling.level);
                level.is_some_and(|level| level >= Education::SecondaryVocational)
            }
            Self::Job => person.retired != Some(true),
            Self::Registered => person.retired != Some(true) && person.employed == Some(false),
            Self::Business => {
                let county = person.region.as_deref().and_then(in_county);
                person.rural == Some(true) || county == Some(true)
            }
            Self::Trades | Self::Nights | Self::Lodging | Self::Pay => !only_volunteers(person),
            Self::Distance => place(person).is_some_and(|code| code.level() >= Level::Street),
            _ => true,
        }
    }

    /// The question after this one; none after the last.
    pub fn next(self, person: &Person) -> Option<Self> {
        let after = Self::ALL.into_iter().skip_while(|step| *step != self).skip(1);
        after.into_iter().find(|step| step.is_asked(person))
    }

    /// The question before this one; none before the first.
    pub fn back(self, person: &Person) -> Option<Self> {
        Self::ALL.into_iter().take_while(|step| *step != self).filter(|step| step.is_asked(person)).last()
    }

    /// Its number among those asked, from 1, and how many those are.
    pub fn count(self, person: &Person) -> (i64, i64) {
        let asked = |step: &Self| *step == self || step.is_asked(person);
        let before = Self::ALL.into_iter().take_while(|step| *step != self).filter(asked).count();
        let all = Self::ALL.into_iter().filter(asked).count();
        (before as i64 + 1, all as i64)
    }
}

fn holds(person: &Person, kinds: &[LicenceKind]) -> bool {
    person.licences.iter().flatten().any(|licence| kinds.contains(&licence.kind))
}

/// Where they said to live.
pub fn place(person: &Person) -> Option<RegionCode> {
    person.region.as_deref()?.parse().ok()
}

/// A district, county or city quarter whose streets and towns are known.
fn has_towns(code: RegionCode) -> bool {
    let district = code.lineage().find(|part| part.level() == Level::District);
    district.is_some_and(|district| Regions::builtin().children(Some(district)).next().is_some())
}

/// A street of a town (街道), where nobody needs to be asked about villages.
fn is_town_street(code: RegionCode) -> bool {
    let street = code.lineage().find(|part| part.level() == Level::Street);
    street.and_then(|street| Regions::builtin().name(street)).is_some_and(|name| name.ends_with("街道"))
}

fn only_volunteers(person: &Person) -> bool {
    person.wants.as_ref().is_some_and(|wants| wants.kinds == [OpeningKind::Volunteer])
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn person(value: Value) -> Person {
        serde_json::from_value(value).expect("a person")
    }

    fn asked(value: Value) -> Vec<&'static str> {
        let person = person(value);
        Step::ALL.into_iter().filter(|step| step.is_asked(&person)).map(Step::slug).collect()
    }

    #[test]
    fn hardship_comes_last_and_every_question_fills_something() {
        assert_eq!(Step::ALL.last(), Some(&Step::Household));
        for step in Step::ALL {
            assert_eq!(Step::named(step.slug()), Some(step));
            assert!(step.fields().iter().all(|field| form::field(&field.replace('#', "1")) == Some(*field)), "{step:?}");
        }
    }

    #[test]
    fn what_can_change_nothing_is_not_asked() {
        let nothing = asked(json!({}));
        for step in ["years", "papers", "skill", "town", "study", "registered", "business", "distance"] {
            assert!(!nothing.contains(&step), "{step}");
        }
        let nurse = asked(
            json!({"licences": [{"kind": "nurse"}], "region": "210323", "education": {"level": "bachelor"}, "employed": false,
            "work": [{"sector": "medical"}]}),
        );
        for step in ["years", "papers", "town", "study", "registered", "business"] {
            assert!(nurse.contains(&step), "{step}");
        }
        assert!(asked(json!({"region": "210323100"})).contains(&"distance"));
        let pensioner = asked(json!({"retired": true, "wants": {"kinds": ["volunteer"]}}));
        for step in ["job", "registered", "trades", "nights", "lodging", "pay"] {
            assert!(!pensioner.contains(&step), "{step}");
        }
    }

    #[test]
    fn one_goes_on_and_back_the_same_way() {
        let person = person(json!({"region": "210323", "work": [{"sector": "farming"}]}));
        let mut way = vec![Step::Work];
        while let Some(next) = way.last().and_then(|step| step.next(&person)) {
            way.push(next);
        }
        assert_eq!(way.last(), Some(&Step::Household));
        for pair in way.windows(2) {
            assert_eq!(pair[1].back(&person), Some(pair[0]));
        }
        assert_eq!(Step::Work.back(&person), None);
        let numbers: Vec<i64> = way.iter().map(|step| step.count(&person).0).collect();
        assert_eq!(numbers, (1..=way.len() as i64).collect::<Vec<_>>());
        assert_eq!(Step::Household.count(&person), (way.len() as i64, way.len() as i64));
    }
}
