//! A search as it stands in an address: read with every fault named, written in one canonical form.

use super::conditions::{Conditions, Meaning, Mention};
use super::{DEEPEST, MOST_PER_PAGE, Request, Sort};
use crate::codes::UnknownCode;
use crate::error::FieldFault;
use crate::occupations::Catalogue;
use crate::regions::{RegionCode, Regions};
use std::str::FromStr;

/// The longest query that is read, in characters.
pub const LONGEST_QUERY: usize = 300;

/// Every parameter a search knows, for the error that names an unknown one.
pub const PARAMETERS: &[&str] = &[
    "q",
    "region",
    "kind",
    "occupation",
    "pathway",
    "education",
    "institution_kind",
    "pay_min",
    "benefit",
    "subsidy",
    "near",
    "radius_km",
    "sort",
    "page",
    "per_page",
    "verbatim",
];

impl Request {
    /// Reads the part of an address behind the question mark. Empty values, as forms send them, are no values. `lang` and
    /// `type` are for the pages and passed over.
    pub fn read(query: &str) -> Result<Self, Vec<FieldFault>> {
        let mut request = Self::default();
        let mut faults = Vec::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let value = value.trim();
            if value.is_empty() && PARAMETERS.contains(&name.as_ref()) {
                continue;
            }
            if let Err(reason) = request.take(&name, value) {
                faults.push(FieldFault::new(name.chars().take(40).collect::<String>(), reason));
            }
        }
        request.agrees(&mut faults);
        if faults.is_empty() { Ok(request) } else { Err(faults) }
    }

    fn take(&mut self, name: &str, value: &str) -> Result<(), String> {
        match name {
            "q" => {
                if value.chars().count() > LONGEST_QUERY {
                    return Err(format!("is longer than {LONGEST_QUERY} characters"));
                }
                value.clone_into(&mut self.q);
            }
            "region" => add(&mut self.regions, region(value)?),
            "kind" => add(&mut self.kinds, code(value)?),
            "occupation" => add(&mut self.occupations, occupation(value)?),
            "pathway" => add(&mut self.pathways, code(value)?),
            "education" => add(&mut self.education, code(value)?),
            "institution_kind" => add(&mut self.institution_kinds, code(value)?),
            "pay_min" => self.pay_min = Some(whole(value, 0, 10_000_000)?),
            "benefit" => add(&mut self.benefits, benefit(value)?),
            "subsidy" => self.subsidy = yes_or_no(value)?,
            "near" => self.near = Some(position(value)?),
            "radius_km" => self.radius_km = Some(kilometres(value)?),
            "sort" => self.sort = code(value)?,
            "page" => self.page = whole(value, 1, DEEPEST as i64)? as usize,
            "per_page" => self.per_page = whole(value, 1, MOST_PER_PAGE as i64)? as usize,
            "verbatim" => self.verbatim = yes_or_no(value)?,
            "lang" | "type" => {}
            _ => return Err(format!("is not a parameter of this search; known are {}", PARAMETERS.join(", "))),
        }
        Ok(())
    }

    /// What one parameter asks of another.
    fn agrees(&self, faults: &mut Vec<FieldFault>) {
        if self.radius_km.is_some() && self.near.is_none() {
            faults.push(FieldFault::new("radius_km", "needs near=LAT,LON"));
        }
        if self.sort == Sort::Distance && self.near.is_none() {
            faults.push(FieldFault::new("sort", "distance needs near=LAT,LON"));
        }
        if self.page.saturating_mul(self.per_page) > DEEPEST {
            faults.push(FieldFault::new("page", format!("goes beyond the first {DEEPEST} results; narrow the search instead")));
        }
    }

    /// The same search as the part of an address behind the question mark; what is as usual is left out.
    pub fn to_query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if !self.q.is_empty() {
            query.append_pair("q", &self.q);
        }
        self.regions.iter().for_each(|code| _ = query.append_pair("region", code));
        self.kinds.iter().for_each(|kind| _ = query.append_pair("kind", kind.slug()));
        self.occupations.iter().for_each(|slug| _ = query.append_pair("occupation", slug));
        self.pathways.iter().for_each(|pathway| _ = query.append_pair("pathway", pathway.slug()));
        self.education.iter().for_each(|level| _ = query.append_pair("education", level.slug()));
        self.institution_kinds.iter().for_each(|kind| _ = query.append_pair("institution_kind", kind.slug()));
        self.pay_min.iter().for_each(|yuan| _ = query.append_pair("pay_min", &yuan.to_string()));
        self.benefits.iter().for_each(|slug| _ = query.append_pair("benefit", slug));
        if self.subsidy {
            query.append_pair("subsidy", "true");
        }
        self.near.iter().for_each(|(lat, lon)| _ = query.append_pair("near", &format!("{lat},{lon}")));
        self.radius_km.iter().for_each(|km| _ = query.append_pair("radius_km", &km.to_string()));
        if self.sort != Sort::default() {
            query.append_pair("sort", self.sort.slug());
        }
        if self.page > 1 {
            query.append_pair("page", &self.page.to_string());
        }
        if self.per_page != Self::default().per_page {
            query.append_pair("per_page", &self.per_page.to_string());
        }
        if self.verbatim {
            query.append_pair("verbatim", "true");
        }
        query.finish()
    }

    /// Whether anything beyond order and page was chosen.
    pub fn is_filtered(&self) -> bool {
        let plain = Self {
            q: self.q.clone(),
            sort: self.sort,
            page: self.page,
            per_page: self.per_page,
            verbatim: self.verbatim,
            ..Self::default()
        };
        *self != plain
    }
}

fn add<T: PartialEq>(list: &mut Vec<T>, value: T) {
    if !list.contains(&value) {
        list.push(value);
    }
}

fn code<T: FromStr<Err = UnknownCode>>(value: &str) -> Result<T, String> {
    value.parse().map_err(|unknown: UnknownCode| shortened(&unknown.word, unknown.list))
}

fn shortened(word: &str, list: &str) -> String {
    let shown: String = word.chars().take(40).collect();
    format!("“{shown}” is not a known {list}")
}

fn region(value: &str) -> Result<String, String> {
    let regions = Regions::builtin();
    let known = value.parse::<RegionCode>().ok().filter(|code| regions.knows(*code));
    let named = || match regions.find_in_query(value, None).as_slice() {
        [only] if only.range == (0..value.len()) => Some(only.code),
        _ => None,
    };
    known.or_else(named).map(|code| code.to_string()).ok_or_else(|| shortened(value, "region code or place"))
}

fn occupation(value: &str) -> Result<String, String> {
    Catalogue::builtin().find(value).map(|found| found.slug.clone()).map_err(|_| shortened(value, "occupation"))
}

fn benefit(value: &str) -> Result<String, String> {
    let known = Conditions::builtin();
    let asked = || match known.read_query(value).as_slice() {
        [Mention { range, meaning: Meaning::Condition { condition, wanted: true } }] if *range == (0..value.len()) => {
            Some(*condition)
        }
        _ => None,
    };
    let found = known.find(value).or_else(asked).and_then(|condition| known.get(condition));
    found.map(|naming| naming.slug.clone()).ok_or_else(|| shortened(value, "benefit"))
}

fn whole(value: &str, least: i64, most: i64) -> Result<i64, String> {
    value
        .parse()
        .ok()
        .filter(|number| (least..=most).contains(number))
        .ok_or_else(|| format!("is not a whole number from {least} to {most}"))
}

fn kilometres(value: &str) -> Result<f64, String> {
    let number = value.parse::<f64>().ok().filter(|km| *km > 0.0 && *km <= 5000.0);
    number.ok_or_else(|| "is not a number of kilometres above 0 and up to 5000".to_owned())
}

fn position(value: &str) -> Result<(f64, f64), String> {
    let fault = || "is not LAT,LON such as 41.11,122.99".to_owned();
    let (lat, lon) = value.split_once(',').ok_or_else(fault)?;
    let degrees = |text: &str, most: f64| text.trim().parse::<f64>().ok().filter(|degrees| degrees.abs() <= most);
    degrees(lat, 90.0).zip(degrees(lon, 180.0)).ok_or_else(fault)
}

fn yes_or_no(value: &str) -> Result<bool, String> {
    match value {
        "true" | "1" | "on" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err("is neither true nor false".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_back_as_it_was_written() {
        let query = "q=%E6%8A%A4%E5%B7%A5&region=210300&kind=vacancy&kind=internship&education=junior_high&pay_min=3000&near=41.1%2C122.9&radius_km=5&sort=distance&page=3";
        let request = Request::read(query).expect("all known");
        assert_eq!(request.q, "护工");
        assert_eq!(request.kinds.len(), 2);
        assert_eq!(Request::read(&request.to_query()), Ok(request));
    }

    #[test]
    fn every_fault_is_named_with_its_parameter() {
        let faults = Request::read("kind=vacances&regoin=2103&page=0&near=here&radius_km=5&occupation=wizard&benefit=gold")
            .expect_err("all wrong");
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        for field in ["kind", "regoin", "page", "near", "radius_km", "occupation", "benefit"] {
            assert!(fields.contains(&field), "{field}: {faults:?}");
        }
    }

    #[test]
    fn empty_values_of_a_form_are_no_values() {
        assert_eq!(Request::read("q=&kind=&region=&pay_min=&near=&sort="), Ok(Request::default()));
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_typed_is_read_or_refused(query in "\\PC{0,80}", name in proptest::sample::select(PARAMETERS), value in "\\PC{0,20}") {
            let _ = Request::read(&query);
            let pair = form_urlencoded::Serializer::new(String::new()).append_pair(name, &value).finish();
            if let Ok(request) = Request::read(&pair) {
                proptest::prop_assert_eq!(Request::read(&request.to_query()), Ok(request));
            }
        }
    }
}
