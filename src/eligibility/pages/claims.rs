//! `/subsidies`: what can I claim? One plain question after another, or all of them on one page, and then the sheet.
//!
//! What it promises: nothing is kept; the answers travel with the form, not in the address, so they end up in no log and no
//! history. Every question can be skipped, the way back is always there, and an answer can be changed from the sheet. What it
//! refuses: to ask what can change nothing any more.

use super::controls;
use super::sheet::SheetPage;
use crate::app::App;
use crate::eligibility::answers::{ASKED, Answers, Question};
use crate::eligibility::facts::{Fact, Kind};
use crate::eligibility::openings::employment;
use crate::eligibility::pack::Packs;
use crate::eligibility::{asking, carried};
use crate::error::{Error, FieldFault};
use crate::openings;
use crate::web::assets::rules_style;
use crate::web::parts::{icon, note, trail};
use crate::web::visit::pairs;
use crate::web::{Head, Visit, page};
use crate::words::Words;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

/// More fields than any form of this site has.
const MOST_FIELDS: usize = 400;
/// The form that carries the answers when language or type are switched.
pub const CARRY: &str = "carry";

/// The answers as hidden fields.
pub fn hidden(fields: &[(String, String)]) -> Markup {
    html! { @for (name, value) in fields { input type="hidden" name=(name) value=(value); } }
}

/// One question.
#[derive(Debug)]
pub struct QuestionPage<'p> {
    pub packs: &'p Packs,
    pub answers: Answers,
    pub question: Question,
    /// What was written and could not be read.
    pub fault: Option<(String, String)>,
    /// The title of the post somebody comes from.
    pub post: Option<String>,
    pub home: String,
}

impl QuestionPage<'_> {
    pub fn draw(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let others = self.answers.fields_without(Some(self.question));
        let asking = html! { (hidden(&others)) input type="hidden" name="asking" value=(self.question.name()); };
        let first = self.answers.asked.is_empty();
        let said = controls::asked(visit.lang, self.question, self.packs, &self.answers);
        let (asked, more) = in_two(&said);
        let body = html! {
            (trail(visit, &[], &words.claims_title()))
            h1 { (words.claims_title()) }
            @if first { p.lead { (words.claims_lead()) } }
            @if let Some(title) = &self.post { p { (words.claims_of_post(title)) } }
            section.one aria-labelledby="question" {
                p.small { (self.progress(visit)) }
                h2 #question { (asked) }
                @if !more.is_empty() { p.more { (more) } }
                (self.faulty(visit))
                (controls::draw(visit, self.question, &self.home, &self.typed(), &asking))
                form.answer method="post" action="/subsidies" {
                    (asking)
                    p.act {
                        button.plain type="submit" name="skip" value="1" { (words.claims_unknown()) }
                        @if !first {
                            button.plain type="submit" name="back" value="1" { (words.claims_back()) }
                            button.plain type="submit" name="sheet" value="1" { (words.claims_enough()) }
                        }
                    }
                }
            }
            (note("calm", "shield", &html! { p { (words.claims_private()) } }))
            @if first { p { a href="/subsidies/form" { (words.claims_all_at_once()) } } }
            form #(CARRY) method="post" action="/subsidies" hidden { (hidden(&self.answers.fields_without(None))) input type="hidden" name="change" value=(self.question.name()); }
        };
        let head = Head {
            title: words.claims_title(),
            description: words.claims_lead(),
            canonical: first.then(|| "/subsidies".to_owned()),
            style: Some(rules_style()),
            ..Head::default()
        };
        if first { page(visit, &head, &body) } else { page(&visit.carrying(CARRY), &head, &body) }
    }

    fn progress(&self, visit: &Visit) -> String {
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let position = number(self.answers.asked.iter().filter(|asked| **asked != self.question).count() + 1);
        match controls::still_to_come(self.packs, &self.answers, visit.today, &self.home).saturating_sub(1) {
            0 if self.question != Question::Job => visit.words().claims_progress_last(position),
            most => visit.words().claims_progress(position, number(most)),
        }
    }

    fn typed(&self) -> Vec<(&str, &str)> {
        match &self.fault {
            Some((typed, _)) => vec![(self.question.name(), typed.as_str())],
            None => self.answers.typed(self.question),
        }
    }

    fn faulty(&self, visit: &Visit) -> Markup {
        html! {
            @if let Some((typed, how)) = &self.fault {
                (note("bad", "info", &html! { p role="alert" { b { (visit.words().claims_fault()) } " " (how) } @if !typed.is_empty() { p { "“" (typed) "”" } } }))
            }
        }
    }
}

/// A question, and what it says in brackets behind it.
fn in_two(said: &str) -> (&str, &str) {
    let at = said.find(['（', '(']).filter(|_| said.ends_with(['）', ')']));
    let (asked, more) = at.and_then(|at| said.split_at_checked(at)).unwrap_or((said, ""));
    (asked.trim(), more.trim_matches(['（', '）', '(', ')']))
}

/// How to write an answer that could not be read.
fn how_to_mend(words: &Words, question: Question) -> String {
    match question {
        Question::Fact(fact) => match fact.kind() {
            Kind::Day => words.mend_day(),
            Kind::Year => words.mend_year(),
            Kind::Count => words.mend_months(),
            Kind::Place => words.mend_place(),
            _ => words.mend_other(),
        },
        Question::Job => words.mend_other(),
    }
}

/// All questions on one page, for the counter.
#[derive(Debug)]
pub struct CounterPage<'p> {
    pub packs: &'p Packs,
    /// What was filled in.
    pub fields: Vec<(String, String)>,
    pub faults: Vec<FieldFault>,
    pub home: String,
}

impl CounterPage<'_> {
    pub fn draw(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let askable = || Fact::ALL.iter().copied().filter(|fact| fact.askable() && *fact != Fact::OfficeDecision);
        let body = html! {
            (trail(visit, &[(words.claims_title(), "/subsidies".to_owned())], &words.claims_form_title()))
            h1 { (words.claims_form_title()) }
            p.lead { (words.claims_form_lead()) }
            p { a href="/subsidies" { (words.claims_one_by_one()) } }
            form.counter method="post" action="/subsidies" {
                input type="hidden" name="form" value="all";
                input type="hidden" name="skills.0.occupation" value="";
                @for fault in &self.faults { (self.faulty(visit, fault)) }
                section aria-labelledby="person" {
                    h2 #person { (words.claims_form_person()) }
                    div.grid { @for fact in askable().filter(|fact| !fact.of_employment()) { (self.field(visit, Question::Fact(fact))) } }
                }
                section aria-labelledby="job" {
                    h2 #job { (words.claims_form_job()) }
                    div.grid {
                        (self.field(visit, Question::Job))
                        @for fact in askable().filter(|fact| fact.of_employment()) { (self.field(visit, Question::Fact(fact))) }
                    }
                }
                p.act { button type="submit" { (words.claims_form_show()) } }
            }
            (note("calm", "shield", &html! { p { (words.claims_private()) } }))
        };
        page(visit, &Head { title: words.claims_form_title(), style: Some(rules_style()), ..Head::default() }, &body)
    }

    fn field(&self, visit: &Visit, question: Question) -> Markup {
        let typed: Vec<(&str, &str)> = self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        controls::field(visit, question, &self.home, &typed, &controls::name(visit.lang, question))
    }

    fn faulty(&self, visit: &Visit, fault: &FieldFault) -> Markup {
        let words = visit.words();
        let question = Question::from_name(&fault.field);
        html! {
            (note("bad", "info", &html! {
                p role="alert" {
                    b { (words.claims_fault()) } " "
                    @match question {
                        Some(question) => { (controls::name(visit.lang, question)) " – " (how_to_mend(words, question)) }
                        None => { code { (fault.field) } }
                    }
                }
                p.small lang="en" { (fault.reason) }
            }))
        }
    }
}

/// What was pressed, apart from the answers.
#[derive(Debug, Default)]
struct Pressed {
    asking: Option<Question>,
    change: Option<Question>,
    back: bool,
    skip: bool,
    sheet: bool,
    /// The form for the counter was sent.
    counter: bool,
}

/// Takes what was pressed out of a form and leaves the answers.
fn parted(body: &[u8]) -> Result<(Pressed, Vec<(String, String)>), Error> {
    let fields = pairs(&String::from_utf8_lossy(body));
    if fields.len() > MOST_FIELDS {
        return Err(Error::field("form", format!("more than {MOST_FIELDS} fields")));
    }
    let (mut pressed, mut answers) = (Pressed::default(), Vec::with_capacity(fields.len()));
    let question = |name: &str, value: &str| {
        Question::from_name(value).ok_or_else(|| Error::field(name, format!("“{value}” is no question")))
    };
    for (name, value) in fields {
        match name.as_str() {
            "asking" => pressed.asking = Some(question(&name, &value)?),
            "change" => pressed.change = Some(question(&name, &value)?),
            "back" => pressed.back = true,
            "skip" => pressed.skip = true,
            "sheet" => pressed.sheet = true,
            "form" => pressed.counter = value == "all",
            _ => answers.push((name, value)),
        }
    }
    Ok((pressed, answers))
}

/// `GET /subsidies`: the first question; with `?opening=` about the job that a post offers.
pub async fn begin(State(app): State<App>, visit: Visit) -> Result<Markup, Error> {
    let (mut answers, mut post) = (Answers::default(), None);
    for (name, value) in pairs(&visit.query) {
        match name.as_str() {
            "opening" => {
                let id = crate::db::read_id(&value).ok_or(Error::Missing("opening"))?;
                let opening = openings::store::find(&app.db, id).await?.filter(|opening| opening.is_public_on(visit.today));
                let opening = opening.ok_or(Error::Missing("opening"))?;
                answers = Answers::of_post(&employment(&opening));
                post = Some(opening.title);
            }
            _ => return Err(Error::field(name, "not a parameter of this page")),
        }
    }
    let (packs, home) = (carried::packs()?, app.config.home_region.clone());
    let question = asking::next(packs, &answers, visit.today, &home).unwrap_or(Question::Job);
    Ok(QuestionPage { packs, answers, question, fault: None, post, home }.draw(&visit))
}

/// `GET /subsidies/form`
pub async fn counter(State(app): State<App>, visit: Visit) -> Result<Markup, Error> {
    let packs = carried::packs()?;
    Ok(CounterPage { packs, fields: vec![], faults: vec![], home: app.config.home_region.clone() }.draw(&visit))
}

/// `POST /subsidies`: the answers so far and what was pressed.
pub async fn go_on(State(app): State<App>, visit: Visit, body: Bytes) -> Result<Response, Error> {
    let (pressed, fields) = parted(&body)?;
    let packs = carried::packs()?;
    let home = app.config.home_region.clone();
    let answers = match read(fields, &pressed, &home) {
        Ok(answers) => answers,
        Err(Refusal::Counter(fields, faults)) => {
            let drawn = CounterPage { packs, fields, faults, home }.draw(&visit);
            return Ok((StatusCode::BAD_REQUEST, drawn).into_response());
        }
        Err(Refusal::Question(answers, question, typed)) => {
            let how = if typed.is_empty() { visit.words().mend_nothing() } else { how_to_mend(visit.words(), question) };
            let drawn =
                QuestionPage { packs, answers: *answers, question, fault: Some((typed, how)), post: None, home }.draw(&visit);
            return Ok((StatusCode::BAD_REQUEST, drawn).into_response());
        }
        Err(Refusal::Fields(faults)) => return Err(Error::Input(faults)),
    };
    let to_ask = match (&pressed, answers.asked.last()) {
        (Pressed { change: Some(question), .. }, _) => Some(*question),
        (Pressed { back: true, .. }, Some(last)) => Some(*last),
        (Pressed { sheet: true, .. } | Pressed { counter: true, .. }, _) => None,
        _ => asking::next(packs, &answers, visit.today, &home),
    };
    Ok(match to_ask {
        Some(question) => QuestionPage { packs, answers, question, fault: None, post: None, home }.draw(&visit).into_response(),
        None => SheetPage { packs, answers, on: visit.today, home }.draw(&visit).into_response(),
    })
}

/// Why answers were not taken.
enum Refusal {
    /// The form for the counter, as it was filled in.
    Counter(Vec<(String, String)>, Vec<FieldFault>),
    /// The question that was put, with what was written.
    Question(Box<Answers>, Question, String),
    /// Fields nobody typed.
    Fields(Vec<FieldFault>),
}

/// Reads the answers; the one just given becomes asked, by "I do not know" too.
fn read(mut fields: Vec<(String, String)>, pressed: &Pressed, home: &str) -> Result<Answers, Refusal> {
    let home = home.parse().ok();
    if pressed.counter {
        let level = fields.iter().any(|(name, value)| name == "skills.0.level" && !value.is_empty());
        let of_level = |(name, value): &mut (String, String)| {
            if level && name == "skills.0.occupation" {
                "elder_carer".clone_into(value);
            }
        };
        fields.iter_mut().for_each(of_level);
        return Answers::read(&fields, home).map_err(|faults| Refusal::Counter(fields, faults));
    }
    let Some(asking) = pressed.asking else { return Answers::read(&fields, home).map_err(Refusal::Fields) };
    let own = |name: &str| name == asking.name() || name.starts_with(&format!("{}.", asking.name())) && asking != Question::Job;
    let of_it = |fields: &[(String, String)]| -> Vec<String> {
        let typed = fields.iter().filter(|(name, value)| own(name) && !value.trim().is_empty());
        typed.map(|(_, value)| value.chars().take(60).collect()).collect()
    };
    let typed = of_it(&fields).into_iter().next().unwrap_or_default();
    let without = || -> Vec<(String, String)> { fields.iter().filter(|(name, _)| !own(name)).cloned().collect() };
    if pressed.back || pressed.skip || (pressed.sheet && typed.is_empty()) {
        let mut left = without();
        if pressed.skip {
            left.push((ASKED.to_owned(), asking.name().to_owned()));
        }
        return Answers::read(&left, home).map_err(Refusal::Fields);
    }
    let again = |typed: String| {
        let others = Answers::read(&without(), home).map_err(Refusal::Fields);
        others.and_then(|others| Err(Refusal::Question(Box::new(others), asking, typed)))
    };
    let mut given = fields.clone();
    given.push((ASKED.to_owned(), asking.name().to_owned()));
    match Answers::read(&given, home) {
        Ok(answers) if answers.says(asking) || asking == Question::Fact(Fact::LegalForm) && !typed.is_empty() => Ok(answers),
        Ok(_) => again(String::new()),
        Err(faults) if faults.iter().all(|fault| own(&fault.field)) => again(typed),
        Err(faults) => Err(Refusal::Fields(faults)),
    }
}

/// The link that begins anew.
pub fn again(visit: &Visit) -> Markup {
    html! { a.go href="/subsidies" { (icon("ask")) (visit.words().sheet_again()) } }
}
