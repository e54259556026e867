//! `POST /matches` in its JSON: a person asks, and is answered in one language.
//!
//! What an opening looks like in the answer is the caller's; everything else is here.

use super::explain::Match;
use super::pathways::Book;
use crate::codes::{Answer, Pathway};
use crate::eligibility::request::RequestFault;
use crate::eligibility::{Lang, Text};
use crate::person::Person;
use crate::regions::{RegionCode, Regions};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The most matches one question may ask for.
pub const MOST: usize = 100;

/// Who asks, for which day, for how many matches and where.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Request {
    pub person: Person,
    /// The caller puts today where it is missing.
    pub on: Option<Date>,
    /// 1 to [`MOST`]; 20 where it is missing.
    pub limit: Option<usize>,
    /// A division to keep to.
    pub region: Option<String>,
    /// The language of the answer.
    pub lang: Option<Lang>,
}

impl Request {
    /// Reads a question and checks what types alone cannot.
    ///
    /// # Errors
    /// The first field that does not read, or every field that reads but cannot be: an unknown place or trade, a limit
    /// beyond [`MOST`], figures nobody can mean.
    pub fn from_json(json: &[u8], book: &Book, regions: &Regions) -> Result<Self, Vec<RequestFault>> {
        // A list would be read as the fields in their order, which nobody means.
        if !json.trim_ascii_start().starts_with(b"{") {
            return Err(vec![RequestFault { field: String::new(), reason: "is not a JSON object".to_owned() }]);
        }
        let mut from = serde_json::Deserializer::from_slice(json);
        let request: Self = serde_path_to_error::deserialize(&mut from).map_err(|error| {
            let path = error.path().to_string();
            vec![RequestFault { field: if path == "." { String::new() } else { path }, reason: error.inner().to_string() }]
        })?;
        from.end().map_err(|error| vec![RequestFault { field: String::new(), reason: error.to_string() }])?;
        let faults = request.faults(book, regions);
        if faults.is_empty() { Ok(request) } else { Err(faults) }
    }

    /// What reads but cannot be.
    pub fn faults(&self, book: &Book, regions: &Regions) -> Vec<RequestFault> {
        let mut faults = Vec::new();
        let mut fault = |field: String, reason: String| faults.push(RequestFault { field, reason });
        let person = &self.person;
        for (field, code) in places(self) {
            match code.parse::<RegionCode>() {
                Ok(known) if regions.known_part(known).is_some() => {}
                Ok(_) => fault(field, format!("“{code}” is not a known region")),
                Err(shape) => fault(field, shape.to_string()),
            }
        }
        for (field, slug) in trades(person) {
            if book.place_of(slug).is_none() {
                fault(field, format!("“{slug}” is not a known occupation"));
            }
        }
        let mut check = |sound: bool, field: &str, reason: &str| {
            if !sound {
                fault(field.to_owned(), reason.to_owned());
            }
        };
        let degrees = |degrees: Option<f64>, most: f64| degrees.is_none_or(|degrees| degrees.abs() <= most);
        check(self.limit.is_none_or(|limit| (1..=MOST).contains(&limit)), "limit", "is not a number of 1 to 100");
        check(person.birth_year.is_none_or(|year| (1900..=2200).contains(&year)), "person.birth_year", "is not a year of birth");
        check(degrees(person.lat, 90.0), "person.lat", "is not a latitude");
        check(degrees(person.lon, 180.0), "person.lon", "is not a longitude");
        let wants = person.wants.as_ref();
        let radius = wants.and_then(|wants| wants.radius_km);
        check(radius.is_none_or(|km| km > 0.0 && km <= 20_000.0), "person.wants.radius_km", "is not a distance");
        let years = |years: Option<f64>| years.is_none_or(|years| (0.0..=100.0).contains(&years));
        check(person.work.iter().flatten().all(|work| years(work.years)), "person.work", "years are 0 to 100");
        faults
    }

    /// How many matches to answer with.
    pub fn limit(&self) -> usize {
        self.limit.unwrap_or(20).clamp(1, MOST)
    }
}

fn places(request: &Request) -> impl Iterator<Item = (String, &String)> {
    let own = request.person.region.iter().map(|code| ("person.region".to_owned(), code));
    let wanted = request.person.wants.iter().flat_map(|wants| &wants.regions);
    let wanted = wanted.enumerate().map(|(at, code)| (format!("person.wants.regions[{at}]"), code));
    own.chain(wanted).chain(request.region.iter().map(|code| ("region".to_owned(), code)))
}

fn trades(person: &Person) -> impl Iterator<Item = (String, &String)> {
    let wanted = person.wants.iter().flat_map(|wants| &wants.occupations).enumerate();
    let skills = person.skills.iter().flatten().enumerate();
    let work = person.work.iter().flatten().enumerate();
    wanted
        .map(|(at, slug)| (format!("person.wants.occupations[{at}]"), slug))
        .chain(skills.map(|(at, skill)| (format!("person.skills[{at}].occupation"), &skill.occupation)))
        .chain(work.filter_map(|(at, work)| Some((format!("person.work[{at}].occupation"), work.occupation.as_ref()?))))
}

/// The answer; `O` is an opening as the caller shows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Response<O> {
    pub pathways: Vec<PathwayShown>,
    pub matches: Vec<MatchShown<O>>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PathwayShown {
    pub pathway: Pathway,
    pub name: String,
    pub because: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MatchShown<O> {
    pub opening: O,
    pub score: u8,
    pub reasons: Vec<ReasonShown>,
    pub gaps: Vec<GapShown>,
    pub subsidies: Vec<SubsidyShown>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReasonShown {
    pub code: &'static str,
    pub text: String,
    pub points: u8,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GapShown {
    pub code: &'static str,
    pub text: String,
    pub how: String,
}

/// A subsidy that the match may open, as the judge answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SubsidyShown {
    pub policy: String,
    pub answer: Answer,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
}

/// The ways in, in one language.
pub fn pathways_shown(pathways: &[(Pathway, &Text)], book: &Book, lang: Lang) -> Vec<PathwayShown> {
    let name = |pathway: Pathway| book.way(pathway).map(|way| way.name.of(lang).to_owned()).unwrap_or_default();
    let shown = |(pathway, because): &(Pathway, &Text)| PathwayShown {
        pathway: *pathway,
        name: name(*pathway),
        because: because.of(lang).to_owned(),
    };
    pathways.iter().map(shown).collect()
}

impl<O> MatchShown<O> {
    /// A match in one language.
    pub fn of(opening: O, matched: &Match, subsidies: Vec<SubsidyShown>, lang: Lang) -> Self {
        let reason = |one: &super::Reason| ReasonShown { code: one.code, text: one.text.of(lang).to_owned(), points: one.points };
        let gap =
            |one: &super::Gap| GapShown { code: one.code, text: one.text.of(lang).to_owned(), how: one.how.of(lang).to_owned() };
        Self {
            opening,
            score: matched.score,
            reasons: matched.reasons.iter().map(reason).collect(),
            gaps: matched.gaps.iter().map(gap).collect(),
            subsidies,
        }
    }
}
