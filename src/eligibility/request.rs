//! A question to the judge in the JSON of the interface, read strictly: an unknown field or word is an error that names
//! where it stands, never something to be passed over.

use super::Lang;
use super::facts::{Case, Employment};
use crate::person::Person;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Who asks about which policies, on which day.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Request {
    /// The day to judge; the caller puts today where it is missing.
    pub on: Option<Date>,
    pub person: Person,
    pub employment: Option<Employment>,
    /// Slugs; missing means every policy that reaches the place.
    pub policies: Option<Vec<String>>,
    /// The language of the answer.
    pub lang: Option<Lang>,
}

/// What is wrong with a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestFault {
    /// The path of the field ("employment.post"); empty where the JSON as a whole is at fault.
    pub field: String,
    pub reason: String,
}

impl fmt::Display for RequestFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.field.is_empty() { f.write_str(&self.reason) } else { write!(f, "{}: {}", self.field, self.reason) }
    }
}
impl std::error::Error for RequestFault {}

impl Request {
    /// Reads a question and checks what types alone cannot.
    ///
    /// # Errors
    /// The first field that does not read, or every field that reads but cannot be.
    pub fn from_json(json: &[u8]) -> Result<Self, Vec<RequestFault>> {
        let mut from = serde_json::Deserializer::from_slice(json);
        let request: Self = serde_path_to_error::deserialize(&mut from).map_err(|error| vec![named(&error)])?;
        from.end().map_err(|error| vec![RequestFault { field: String::new(), reason: error.to_string() }])?;
        let faults = request.faults();
        if faults.is_empty() { Ok(request) } else { Err(faults) }
    }

    /// What reads but cannot be: codes that are none, years nobody living was born in.
    pub fn faults(&self) -> Vec<RequestFault> {
        let mut faults = Vec::new();
        let mut check = |ok: bool, field: &str, reason: String| {
            if !ok {
                faults.push(RequestFault { field: field.to_owned(), reason });
            }
        };
        let employment = self.employment.as_ref();
        for (field, region) in
            [("person.region", &self.person.region), ("employment.region", &employment.and_then(|job| job.region.clone()))]
        {
            if let Some(code) = region {
                let sound = (2..=12).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit());
                check(sound, field, format!("“{code}” is not a place code of two to twelve digits"));
            }
        }
        if let Some(year) = self.person.birth_year {
            check((1900..=2200).contains(&year), "person.birth_year", format!("{year} is not a year of birth"));
        }
        if let Some(months) = employment.and_then(|job| job.contract_months) {
            check(months <= 1200, "employment.contract_months", format!("{months} months is longer than a life"));
        }
        faults
    }

    pub fn case(&self) -> Case<'_> {
        Case::new(&self.person, self.employment.as_ref())
    }
}

/// The field an error stands at. An unknown field is named with its own name, not only its parent's.
fn named(error: &serde_path_to_error::Error<serde_json::Error>) -> RequestFault {
    let reason = error.inner().to_string();
    let path = error.path().to_string();
    let field = if path == "." { String::new() } else { path };
    RequestFault { field, reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(json: &str) -> RequestFault {
        Request::from_json(json.as_bytes()).expect_err("must be refused").remove(0)
    }

    #[test]
    fn an_unknown_field_is_named_by_its_path() {
        let fault = fault(r#"{"person":{"education":{"mayor":"护理"}}}"#);
        assert_eq!(fault.field, "person.education.mayor");
        assert!(fault.reason.contains("mayor"), "{}", fault.reason);
    }

    #[test]
    fn an_unknown_word_is_named_with_its_field() {
        let fault = fault(r#"{"employment":{"post":"carer"}}"#);
        assert_eq!(fault.field, "employment.post");
        assert!(fault.reason.contains("carer"), "{}", fault.reason);
    }

    #[test]
    fn a_place_name_is_not_a_place_code() {
        assert_eq!(fault(r#"{"employment":{"region":"鞍山"}}"#).field, "employment.region");
    }

    #[test]
    fn what_follows_the_question_is_not_passed_over() {
        assert!(Request::from_json(b"{} {}").is_err());
    }
}
