//! `/office/audit`: the book of who did what, searchable by person, action, subject and day. For admins; searching it is
//! written into it.

use super::institutions::page_number;
use crate::app::App;
use crate::audit::{self, Action, Actor, Entry, Question, Subject};
use crate::db::{read_id, show_id};
use crate::error::Error;
use crate::people::Who;
use crate::time::{Stamp, day_number, day_of_number, read_day};
use crate::web::form::{Faults, Field, choice, head};
use crate::web::parts::{pager, trail};
use crate::web::visit::{encode, pairs};
use crate::web::{Visit, page};
use axum::extract::State;
use maud::{Markup, html};

const A_PAGE: i64 = 50;
const FIELDS: [&str; 7] = ["who", "action", "subject", "id", "from", "to", "page"];

/// What was asked, and the rows that fit.
#[derive(Debug)]
pub struct BookPage {
    /// The fields as typed, without the page's number.
    pub typed: Vec<(String, String)>,
    pub at: i64,
    pub found: i64,
    pub entries: Vec<Entry>,
}

impl BookPage {
    pub fn draw(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let last = usize::try_from((self.found + A_PAGE - 1) / A_PAGE).unwrap_or(1);
        let body = html! {
            (trail(visit, &[(words.office_title(), "/office".to_owned())], &words.audit_title()))
            h1 { (words.audit_title()) }
            p.lead { (words.audit_lead()) }
            (self.form(visit))
            p { (words.audit_found(self.found)) }
            ul.rows { @for entry in &self.entries { li { (row(visit, entry)) } } }
            (pager(visit, usize::try_from(self.at).unwrap_or(1), last, |number| self.address(number)))
        };
        page(visit, &head(words.audit_title()), &body)
    }

    fn value(&self, name: &str) -> &str {
        self.typed.iter().find(|(one, _)| one == name).map_or("", |(_, value)| value)
    }

    fn form(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let faults = Faults::default();
        let any = (String::new(), words.audit_any());
        let actions: Vec<(String, String)> = std::iter::once(any)
            .chain(Action::ALL.iter().map(|action| (action.slug().to_owned(), visit.lang.action(action.slug()))))
            .collect();
        html! {
            form.form.wide method="get" action="/office/audit" {
                (Field::text("who", &words.audit_who(), self.value("who")).optional().draw())
                (choice("action", &words.audit_action(), &actions, self.value("action"), &faults))
                (Field { kind: "date", ..Field::text("from", &words.audit_from(), self.value("from")) }.optional().draw())
                (Field { kind: "date", ..Field::text("to", &words.audit_to(), self.value("to")) }.optional().draw())
                @if !self.value("subject").is_empty() {
                    input type="hidden" name="subject" value=(self.value("subject"));
                    input type="hidden" name="id" value=(self.value("id"));
                }
                p.act { button type="submit" { (words.search_button()) } a href="/office/audit" { (words.begin_again()) } }
            }
        }
    }

    fn address(&self, number: usize) -> String {
        let kept: Vec<String> = self.typed.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        format!("/office/audit?{}{}page={number}", kept.join("&"), if kept.is_empty() { "" } else { "&" })
    }
}

fn row(visit: &Visit, entry: &Entry) -> Markup {
    let lang = visit.lang;
    let who = entry.name.clone().or_else(|| entry.account.map(show_id)).unwrap_or_default();
    html! {
        b { (lang.action(&entry.action)) }
        span { (lang.role(&entry.role)) " " (who) }
        @if let Some(id) = entry.subject_id.filter(|id| *id != 0) {
            a href={ "/office/audit?subject=" (entry.subject) "&id=" (show_id(id)) } { (lang.subject(&entry.subject)) " " (show_id(id)) }
        }
        span.small { (lang.moment(entry.at)) @if !entry.from.is_empty() { " · " (entry.from) } }
        @if entry.detail != "{}" { code.small { (entry.detail) } }
    }
}

/// Reads the question; what cannot be meant is named.
fn question(typed: &[(String, String)]) -> Result<Question, Error> {
    let mut question = Question::default();
    let value =
        |name: &str| typed.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str()).filter(|value| !value.is_empty());
    question.who = value("who").map(|who| who.chars().take(100).collect());
    if let Some(action) = value("action") {
        question.action = Some(Action::read(action).ok_or_else(|| Error::field("action", "no such action"))?);
    }
    if let Some(subject) = value("subject") {
        let known = ["account", "institution", "invitation", "audit"].contains(&subject);
        let id = value("id").and_then(read_id);
        let (true, Some(id)) = (known, id) else { return Err(Error::field("subject", "a subject and its id")) };
        question.subject = Some((subject.to_owned(), id));
    }
    let day = |name: &'static str| match value(name) {
        None => Ok(None),
        Some(text) => read_day(text).map(Some).ok_or_else(|| Error::field(name, "a day such as 2026-11-23")),
    };
    question.from = day("from")?.map(Stamp::start_of);
    question.to = day("to")?.map(|day| Stamp::start_of(day_of_number(day_number(day) + 1)));
    Ok(question)
}

/// `GET /office/audit`
pub async fn show(State(app): State<App>, visit: Visit, who: Who) -> Result<Markup, Error> {
    let clean = |text: String| -> String { text.chars().filter(|c| !c.is_control()).collect() };
    let all: Vec<(String, String)> = pairs(&visit.query).into_iter().map(|(name, value)| (name, clean(value))).collect();
    if let Some((name, _)) = all.iter().find(|(name, _)| !FIELDS.contains(&name.as_str())) {
        let short: String = name.chars().take(60).collect();
        return Err(Error::field(short, "no such field"));
    }
    let at = page_number(&all)?;
    let typed: Vec<(String, String)> = all.into_iter().filter(|(name, value)| name != "page" && !value.is_empty()).collect();
    let question = question(&typed)?;
    let now = Stamp::now();
    let found = audit::count(&app.db, &question).await?;
    let entries = audit::search(&app.db, &question, (at - 1) * A_PAGE, A_PAGE).await?;
    audit::write_read(&app.db, &Actor::from(&who), Action::AuditRead, Subject::Audit, now).await?;
    Ok(BookPage { typed, at, found, entries }.draw(&visit))
}
