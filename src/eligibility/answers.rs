//! What someone answered so far, as the fields of a form carry it from page to page; nothing of it is kept anywhere else.
//!
//! A field has the name of its fact (`education.level`, `employment.hired_on`); lists are written as `person/form.rs` reads them.
//! Beside them stand `job` (whether there is a job to judge), and `asked`, once for each question that was put, in their order:
//! what was asked and has no field was answered with "I do not know". Fields that belong to no question are passed over, so
//! that any page that asks a person may hand its answers on.

use super::facts::{Case, Employment, Fact, FactSet};
use super::request::Request;
use crate::error::FieldFault;
use crate::person::{Person, form};
use crate::regions::{RegionCode, Regions};
use crate::time::read_day;
use serde_json::{Map, Value, json};

/// Whether there is a job to judge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Job {
    /// In it now.
    Working,
    /// Found, not begun.
    Found,
    None,
}

impl Job {
    pub const ALL: [Self; 3] = [Self::Working, Self::Found, Self::None];

    pub const fn slug(self) -> &'static str {
        match self {
            Self::Working => "working",
            Self::Found => "found",
            Self::None => "none",
        }
    }

    fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|job| job.slug() == slug)
    }
}

/// A question that can be put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    Job,
    Fact(Fact),
}

/// The field of the first question.
pub const JOB: &str = "job";
/// The field that names each question that was put.
pub const ASKED: &str = "asked";

impl Question {
    /// The name of its field.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Job => JOB,
            Self::Fact(fact) => fact.path(),
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        if name == JOB {
            return Some(Self::Job);
        }
        Fact::from_path(name).filter(|fact| fact.askable() && *fact != Fact::OfficeDecision).map(Self::Fact)
    }
}

/// The answers, read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answers {
    pub job: Option<Job>,
    pub person: Person,
    employment: Employment,
    /// Questions that were put, oldest first.
    pub asked: Vec<Question>,
    /// The fields as they came, those of the answers alone.
    fields: Vec<(String, String)>,
}

impl Answers {
    /// Reads the fields of a form. `home` settles names of places that several divisions share.
    ///
    /// # Errors
    /// Every field that cannot be read, by its name.
    pub fn read(fields: &[(String, String)], home: Option<RegionCode>) -> Result<Self, Vec<FieldFault>> {
        let mut faults = Vec::new();
        let (mut person_fields, mut job_fields, mut answers) = (Vec::new(), Map::new(), Self::default());
        for (name, value) in fields {
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            match name.as_str() {
                JOB => match Job::from_slug(value) {
                    Some(job) => answers.job = Some(job),
                    None => faults.push(FieldFault::new(JOB, format!("“{value}” is not one of working, found, none"))),
                },
                ASKED => match Question::from_name(value) {
                    Some(question) => {
                        answers.asked.retain(|before| *before != question);
                        answers.asked.push(question);
                    }
                    None => faults.push(FieldFault::new(ASKED, format!("“{value}” is no question"))),
                },
                "region" | "employment.region" => match place(value, home) {
                    Some(code) if name == "region" => person_fields.push((name.clone(), code)),
                    Some(code) => drop(job_fields.insert("region".to_owned(), json!(code))),
                    None => faults.push(FieldFault::new(name, format!("“{value}” is no place that is known here"))),
                },
                _ if form::is_field(name) => person_fields.push((name.clone(), value.to_owned())),
                _ => match job_value(name, value) {
                    Some(Ok((field, value))) => drop(job_fields.insert(field, value)),
                    Some(Err(reason)) => faults.push(FieldFault::new(name, reason)),
                    None => continue,
                },
            }
            let known = Question::from_name(name).is_some() || is_part_of_a_list(name);
            if known && name != ASKED {
                answers.fields.push((name.clone(), value.to_owned()));
            }
        }
        match form::read(&person_fields) {
            Ok(person) => answers.person = person,
            Err(found) => faults.extend(found),
        }
        match serde_path_to_error::deserialize::<_, Employment>(Value::Object(job_fields)) {
            Ok(employment) => answers.employment = employment,
            Err(fault) => faults.push(FieldFault::new(format!("employment.{}", fault.path()), fault.inner().to_string())),
        }
        faults.extend(answers.impossible());
        if faults.is_empty() { Ok(answers) } else { Err(faults) }
    }

    /// What reads but cannot be.
    fn impossible(&self) -> Vec<FieldFault> {
        let request = Request { person: self.person.clone(), employment: Some(self.employment.clone()), ..Request::default() };
        let found = request.faults().into_iter();
        found.map(|fault| FieldFault::new(fault.field.strip_prefix("person.").unwrap_or(&fault.field), fault.reason)).collect()
    }

    /// The answers with a post filled in that someone looks at: a job that is found.
    pub fn of_post(employment: &Employment) -> Self {
        let mut fields = vec![(JOB.to_owned(), Job::Found.slug().to_owned())];
        let told = serde_json::to_value(employment).unwrap_or_default();
        for (name, value) in told.as_object().into_iter().flatten() {
            let value = match value {
                Value::Null => continue,
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            fields.push((format!("employment.{name}"), value));
        }
        Self { job: Some(Job::Found), employment: employment.clone(), fields, ..Self::default() }
    }

    /// The job to judge: none where there is none, or where nobody said so and no fact of one was given.
    pub fn employment(&self) -> Option<&Employment> {
        match self.job {
            Some(Job::None) => None,
            Some(Job::Working | Job::Found) => Some(&self.employment),
            None => (self.employment != Employment::default()).then_some(&self.employment),
        }
    }

    /// The person as the judge hears them: who is in a job is employed, who has none is not, unless they said otherwise.
    pub fn heard(&self) -> Person {
        let said = match self.job {
            Some(Job::Working) => Some(true),
            Some(Job::None) => Some(false),
            Some(Job::Found) | None => None,
        };
        Person { employed: self.person.employed.or(said), ..self.person.clone() }
    }

    /// Facts that were answered, by "I do not know" too.
    pub fn settled(&self) -> FactSet {
        let mut settled = FactSet::EMPTY;
        for question in &self.asked {
            match question {
                Question::Fact(fact) => settled.add(FactSet::of(*fact)),
                // Whoever cannot say whether they have a job is not asked the same in other words.
                Question::Job if self.job.is_none() => settled.add(FactSet::of(Fact::Employed)),
                Question::Job => {}
            }
        }
        let (person, employment) = (self.heard(), self.employment());
        let case = Case::new(&person, employment);
        for fact in Fact::ALL.iter().filter(|fact| case.knows(**fact)) {
            settled.add(FactSet::of(*fact));
        }
        settled
    }

    /// Whether a question has an answer that says something.
    pub fn says(&self, question: Question) -> bool {
        match question {
            Question::Job => self.job.is_some(),
            Question::Fact(fact) => Case::new(&self.person, Some(&self.employment)).knows(fact),
        }
    }

    /// The answers alone, as fields of a form, without those of one question.
    pub fn fields_without(&self, question: Option<Question>) -> Vec<(String, String)> {
        let belongs = |name: &str| question.is_some_and(|question| belongs_to(name, question));
        let answers = self.fields.iter().filter(|(name, _)| !belongs(name)).cloned();
        let asked = self.asked.iter().filter(|asked| Some(**asked) != question);
        answers.chain(asked.map(|asked| (ASKED.to_owned(), asked.name().to_owned()))).collect()
    }

    /// What was typed for a question, if anything.
    pub fn typed(&self, question: Question) -> Vec<(&str, &str)> {
        let own = self.fields.iter().filter(|(name, _)| belongs_to(name, question));
        own.map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }
}

/// Whether a field is an answer to a question: the field of its name, or a record of its list.
fn belongs_to(name: &str, question: Question) -> bool {
    let rest = name.strip_prefix(question.name());
    rest.is_some_and(|rest| rest.is_empty() || (is_part_of_a_list(name) && rest.starts_with('.')))
}

fn is_part_of_a_list(name: &str) -> bool {
    name.starts_with("licences.") || name.starts_with("skills.")
}

/// A code, or the name of a place.
fn place(text: &str, home: Option<RegionCode>) -> Option<String> {
    if text.chars().count() > 60 {
        return None;
    }
    Regions::builtin().resolve(text, None, home).map(|code| code.to_string())
}

/// The field of a job with its value, where there is such a field.
fn job_value(name: &str, value: &str) -> Option<Result<(String, Value), String>> {
    use super::facts::Kind;
    let fact = Fact::from_path(name).filter(|fact| fact.of_employment())?;
    let field = name.strip_prefix("employment.")?.to_owned();
    let read = match fact.kind() {
        Kind::Flag => value.parse().map(Value::Bool).map_err(|_| format!("“{value}” is neither true nor false")),
        Kind::Day => read_day(value).map(|day| json!(day)).ok_or_else(|| format!("“{value}” is not a day like 2025-06-30")),
        Kind::Count => months(value).map(|n| json!(n)).ok_or_else(|| format!("“{value}” is not a number of months")),
        _ => fact.check_word(value).map(|()| json!(value)),
    };
    Some(read.map(|value| (field, value)))
}

/// Months as people write them: 36, ３６个月, 3年, 没有期限 (which the interface writes as 600).
fn months(text: &str) -> Option<u16> {
    if ["无固定", "没有期限", "没期限", "长期"].iter().any(|open| text.contains(open)) {
        return Some(600);
    }
    let narrow = |c: char| char::from_u32(c as u32 - 0xfee0).filter(char::is_ascii_digit);
    let plain: String =
        text.chars().filter(|c| !c.is_whitespace()).map(|c| if c > '\u{ff00}' { narrow(c).unwrap_or(c) } else { c }).collect();
    match plain.strip_suffix('年') {
        Some(years) => years.parse::<u16>().ok()?.checked_mul(12),
        None => plain.trim_end_matches(['个', '月']).parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::{Education, SubsidyPost};

    fn fields(text: &str) -> Vec<(String, String)> {
        text.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    fn read(text: &str) -> Answers {
        Answers::read(&fields(text), "210300".parse().ok()).unwrap_or_else(|faults| panic!("{text}: {faults:?}"))
    }

    fn faulty(text: &str) -> Vec<String> {
        let faults = Answers::read(&fields(text), None).expect_err("a fault");
        faults.into_iter().map(|fault| fault.field).collect()
    }

    #[test]
    fn person_and_job_are_read_from_one_form() {
        let answers = read(
            "job=working&employment.region=铁东区&employment.post=frontline_care&employment.hired_on=2025年3月1日\
             &employment.contract_months=3年&employment.dispatched=false&education.level=bachelor&licences.2.kind=nurse&household=none",
        );
        let job = answers.employment().expect("a job");
        assert_eq!(
            (job.region.as_deref(), job.post, job.contract_months),
            (Some("210302"), Some(SubsidyPost::FrontlineCare), Some(36))
        );
        assert_eq!(job.hired_on.map(|day| day.to_string()).as_deref(), Some("2025-03-01"));
        let person = answers.heard();
        assert_eq!(person.education.and_then(|school| school.level), Some(Education::Bachelor));
        assert_eq!((person.employed, person.household), (Some(true), Some(vec![])));
    }

    #[test]
    fn what_is_carried_on_says_the_same_again() {
        let answers = read(
            "job=found&asked=job&asked=education.level&employment.post=director&skills.0.occupation=elder_carer&skills.0.level=3&asked=skills",
        );
        let again = Answers::read(&answers.fields_without(None), None).expect("sound");
        assert_eq!(again, answers);
    }

    #[test]
    fn taking_an_answer_back_takes_all_of_it_and_nothing_else() {
        let answers = read("licences.0.kind=nurse&licences.1.kind=cook&asked=licences&rural=true&asked=rural");
        let left = answers.fields_without(Some(Question::Fact(Fact::Licences)));
        assert_eq!(left, fields("rural=true&asked=rural"));
        assert_eq!(answers.typed(Question::Fact(Fact::Licences)), [("licences.0.kind", "nurse"), ("licences.1.kind", "cook")]);
    }

    #[test]
    fn i_do_not_know_is_an_answer() {
        let answers = read("asked=rural&asked=birth_year&birth_year=1974");
        assert!(answers.settled().has(Fact::Rural) && !answers.says(Question::Fact(Fact::Rural)));
        assert!(answers.says(Question::Fact(Fact::BirthYear)));
        assert!(!answers.settled().has(Fact::Major));
    }

    #[test]
    fn without_a_job_nothing_of_a_job_is_heard() {
        let answers = read("employment.post=director&job=none");
        assert_eq!(answers.employment(), None);
        assert_eq!(answers.heard().employed, Some(false));
    }

    #[test]
    fn fields_of_other_pages_are_passed_over_and_wrong_ones_named() {
        let answers = read("wants.pay_min=4000&work.0.sector=retail&lat=41.1&token=x&q=护工&rural=true");
        assert_eq!(answers.person.rural, Some(true));
        assert_eq!(answers.fields_without(None), fields("rural=true"), "only what the judge can hear is carried on");
        assert_eq!(faulty("employment.post=wizard"), ["employment.post"]);
        assert_eq!(faulty("region=火星基地"), ["region"]);
        assert_eq!(faulty("birth_year=74"), ["birth_year"]);
        assert_eq!(faulty("employment.hired_on=yesterday&job=maybe&asked=sex"), ["employment.hired_on", "job", "asked"]);
    }

    #[test]
    fn months_are_read_as_people_write_them() {
        assert_eq!(
            ["36", " ３６ 个月", "3年", "无固定期限", "很久"].map(months),
            [Some(36), Some(36), Some(36), Some(600), None]
        );
    }
}
