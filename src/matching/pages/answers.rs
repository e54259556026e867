//! What a person answered so far, as it is carried from page to page in the pages themselves.

use super::choices::number_of_work;
use super::steps::Step;
use crate::db::{read_id, show_id};
use crate::error::{Error, FieldFault};
use crate::matching::pathways::Book;
use crate::matching::request::Request;
use crate::person::{Person, form};
use crate::regions::Regions;
use maud::{Markup, html};

/// What the page that sent the answers was, and what its button asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Go {
    Next,
    Back,
    Skip,
    /// The same page again, in another language or type.
    Stay,
    Result,
    Sheet,
    Ask(Step),
}

/// The page that sent the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    Step(Step),
    Result,
    Sheet,
}

/// Everything a page sends.
#[derive(Debug, Clone)]
pub struct Sent {
    pub from: From,
    pub go: Go,
    /// The wish that is given up.
    pub without: Option<Step>,
    /// A place as people write it, and what stood there before.
    pub place: String,
    pub place_before: String,
    /// Behind how many posts the list begins.
    pub skip: usize,
    pub opening: Option<i64>,
    /// The fields of a person, as they came.
    pub fields: Vec<(String, String)>,
}

/// Posts on a page of the result, and where the last page begins.
pub const SHOWN: usize = 10;
pub const MOST_SKIPPED: usize = 90;
/// No page of ours sends so many fields.
const MOST_FIELDS: usize = 400;

impl Sent {
    /// Reads what a page sent.
    ///
    /// # Errors
    /// A word that no page of ours sends.
    pub fn read(pairs: Vec<(String, String)>) -> Result<Self, Error> {
        if pairs.len() > MOST_FIELDS {
            return Err(Error::field("body", "has too many fields"));
        }
        let mut sent = Self {
            from: From::Step(Step::Work),
            go: Go::Next,
            without: None,
            place: String::new(),
            place_before: String::new(),
            skip: 0,
            opening: None,
            fields: vec![],
        };
        for (name, value) in pairs {
            match name.as_str() {
                "step" => sent.from = page(&value).ok_or_else(|| unknown("step", &value))?,
                "go" => sent.go = asked(&value).ok_or_else(|| unknown("go", &value))?,
                "without" => sent.without = Some(Step::named(&value).ok_or_else(|| unknown("without", &value))?),
                "skip" => sent.skip = value.parse().map_err(|_| unknown("skip", &value))?,
                // Behind the numbers of a list stands a post that may be gone by now: then it is left out.
                "opening" => sent.opening = read_id(&value),
                "place" => value.trim().clone_into(&mut sent.place),
                "place_before" => value.trim().clone_into(&mut sent.place_before),
                _ => sent.fields.push((name, value)),
            }
        }
        sent.skip = sent.skip.min(MOST_SKIPPED) / SHOWN * SHOWN;
        Ok(sent)
    }

    /// Forgets what a question filled.
    pub fn forget(&mut self, step: Step) {
        self.fields.retain(|(name, _)| !step.fills(name));
    }
}

fn unknown(field: &str, value: &str) -> Error {
    let value: String = value.chars().take(40).collect();
    Error::field(field, format!("“{value}” is not known here"))
}

fn page(word: &str) -> Option<From> {
    match word {
        "result" => Some(From::Result),
        "sheet" => Some(From::Sheet),
        step => Step::named(step).map(From::Step),
    }
}

fn asked(word: &str) -> Option<Go> {
    Some(match word {
        "next" => Go::Next,
        "back" => Go::Back,
        "skip" => Go::Skip,
        "stay" => Go::Stay,
        "result" => Go::Result,
        "sheet" => Go::Sheet,
        step => Go::Ask(Step::named(step)?),
    })
}

/// What was answered, understood.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    pub person: Person,
    /// The same as fields of a form, each record under the number that the questions give it.
    pub fields: Vec<(String, String)>,
    pub opening: Option<i64>,
}

impl Answers {
    /// Reads fields.
    ///
    /// # Errors
    /// Every field that cannot be understood, by its name in the form.
    pub fn read(fields: &[(String, String)], opening: Option<i64>) -> Result<Self, Vec<FieldFault>> {
        let person = form::read(fields)?;
        let request = Request { person, ..Request::default() };
        let faults = request.faults(Book::builtin(), Regions::builtin());
        if !faults.is_empty() {
            let name = |field: &str| field.strip_prefix("person.").unwrap_or(field).to_owned();
            return Err(faults.into_iter().map(|fault| FieldFault::new(name(&fault.field), fault.reason)).collect());
        }
        Ok(Self::of(request.person, opening))
    }

    /// Of a person.
    pub fn of(person: Person, opening: Option<i64>) -> Self {
        let number = |list: &str, at: usize| match list {
            "work" => number_of_work(&person, at),
            "licences" => number_of_licence(&person, at),
            _ => at,
        };
        let fields = form::write(&person, number);
        Self { person, fields, opening }
    }

    /// The same without what a question filled.
    pub fn without(&self, step: Step) -> Self {
        let fields: Vec<(String, String)> = self.fields.iter().filter(|(name, _)| !step.fills(name)).cloned().collect();
        Self::of(form::read(&fields).unwrap_or_default(), self.opening)
    }

    /// The last word of a field.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().rev().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Whether a field, or one of several of that name, says this.
    pub fn says(&self, name: &str, value: &str) -> bool {
        self.fields.iter().any(|(field, said)| field == name && said == value)
    }

    /// Whether a question was answered.
    pub fn answers(&self, step: Step) -> bool {
        self.fields.iter().any(|(name, _)| step.fills(name))
    }

    /// How many questions were answered. Two that fill one field count as one.
    pub fn count(&self) -> i64 {
        let own = Step::ALL.into_iter().filter(|step| *step != Step::Town && self.answers(*step));
        own.count() as i64
    }

    /// The answers to carry on, but for what the page itself asks.
    pub fn carried(&self, leave_out: impl Fn(&str) -> bool) -> Markup {
        html! {
            @for (name, value) in self.fields.iter().filter(|(name, _)| !leave_out(name)) {
                input type="hidden" name=(name) value=(value);
            }
            @if let Some(opening) = self.opening { input type="hidden" name="opening" value=(show_id(opening)); }
        }
    }
}

/// A certificate has the number of its place among the codes, a second one of its kind one behind them.
fn number_of_licence(person: &Person, at: usize) -> usize {
    let all = person.licences.as_deref().unwrap_or_default();
    let Some(kind) = all.get(at).map(|licence| licence.kind) else { return at };
    let again = all.iter().take(at).any(|before| before.kind == kind);
    if again { crate::codes::LicenceKind::ALL.len() + at } else { kind as usize }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn pairs(text: &str) -> Vec<(String, String)> {
        crate::web::visit::pairs(text)
    }

    #[test]
    fn a_page_sends_what_it_is_and_what_is_asked() {
        let sent = Sent::read(pairs("step=place&go=back&region=210302&place=+海城+&skip=20")).expect("sound");
        assert_eq!((sent.from, sent.go, sent.place.as_str(), sent.skip), (From::Step(Step::Place), Go::Back, "海城", 20));
        assert_eq!(Sent::read(pairs("go=nights")).expect("sound").go, Go::Ask(Step::Nights));
        assert_eq!(Sent::read(pairs("skip=9999")).expect("sound").skip, MOST_SKIPPED);
        for odd in ["step=x", "go=x", "without=x", "skip=x"] {
            assert!(Sent::read(pairs(odd)).is_err(), "{odd}");
        }
        assert!(Sent::read(vec![("rural".into(), String::new()); 500]).is_err());
    }

    #[test]
    fn answers_are_carried_as_the_questions_write_them() {
        let person: Person = serde_json::from_value(json!({"work": [{"occupation": "cook", "years": 3}, {"sector": "farming"}],
            "licences": [{"kind": "driver"}], "wants": {"kinds": ["vacancy", "volunteer"]}, "household": []}))
        .expect("a person");
        let answers = Answers::of(person.clone(), None);
        let again = Answers::read(&answers.fields, None).expect("sound");
        assert_eq!(again.fields, answers.fields);
        assert_eq!(again.person, person);
        assert!(answers.says("licences.14.kind", "driver") && answers.says("household", "none"));
        assert_eq!(answers.count(), 5);
        assert!(!answers.without(Step::Work).answers(Step::Years), "years of nothing are nothing");
    }

    #[test]
    fn what_reads_but_cannot_be_is_named_by_its_field() {
        let fields = |text: &str| Answers::read(&pairs(text), None).expect_err("a fault").remove(0).field;
        assert_eq!(fields("region=999999"), "region");
        assert_eq!(fields("birth_year=1800"), "birth_year");
    }
}
