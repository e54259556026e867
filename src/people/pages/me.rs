//! One's own account: who one is, how one signs in, who looked at the record, and all of it as a file.

use super::{LONGEST_NAME, faulty, login_fault, narrow, too_often, wait_told};
use crate::app::App;
use crate::audit::{self, Action, Actor, Entry, Question, Subject};
use crate::error::Error;
use crate::mail::{Asked, outbox};
use crate::people::{Grant, Login, Who, letters, login, password, sessions, store, tries};
use crate::time::Stamp;
use crate::web::form::{Faults, Field, Sent, choice, head};
use crate::web::parts::{facts, note, trail};
use crate::web::visit::pairs;
use crate::web::{Visit, page};
use crate::words::Lang;
use axum::Json;
use axum::extract::State;
use axum::http::header::CONTENT_DISPOSITION;
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};
use serde_json::{Value, json};

/// The account's page.
#[derive(Debug)]
pub struct MePage<'a> {
    pub who: &'a Who,
    /// Names of the institutions whose desk is theirs.
    pub institutions: Vec<(i64, String)>,
    pub typed: (String, Lang),
    pub faults: Faults,
    /// Whether something was saved a moment ago.
    pub saved: bool,
}

impl MePage<'_> {
    pub fn draw(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let account = &self.who.account;
        let body = html! {
            (trail(visit, &[], &words.me_title()))
            h1 { (words.me_hello(&account.name)) }
            @if self.saved { (note("good", "check", &html! { p role="status" { (words.saved_told()) } })) }
            @if account.sample { (note("ask", "ask", &html! { p { (words.me_sample()) } })) }
            (self.doors(visit))
            section aria-labelledby="who" {
                h2 #who { (words.me_who()) }
                form.form method="post" action="/me" {
                    (Field::text("name", &words.name_label(), &self.typed.0).fills("name").fault(&self.faults).draw())
                    (choice("lang", &words.lang_label(), &languages(), self.typed.1.slug(), &self.faults))
                    p.act { button type="submit" { (words.save_button()) } }
                }
            }
            section aria-labelledby="way-in" { h2 #way-in { (words.me_sign_in()) } (self.sign_in(visit)) }
            section aria-labelledby="record" {
                h2 #record { (words.me_record()) }
                ul.plain {
                    li { a href="/me/looks" { (words.me_looks()) } }
                    li { a href="/me/data.json" download { (words.me_data()) } }
                    li { a href="/me/erase" { (words.me_erase()) } }
                }
            }
            p.also { a.go href="/sign-out" { (words.sign_out_button()) } }
        };
        page(visit, &head(words.me_title()), &body)
    }

    /// The places this person may go beyond their own account.
    fn doors(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        html! {
            @if !self.institutions.is_empty() || self.who.is_staff() {
                ul.links {
                    @for (_, name) in &self.institutions { li { a.go href="/desk" { (words.desk_of(name)) } } }
                    @if self.who.is_staff() { li { a.go href="/office" { (words.office_title()) } } }
                }
            }
        }
    }

    fn sign_in(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let account = &self.who.account;
        let change = |now: Option<&str>, address: &str| {
            html! {
                @match now { Some(now) => { (login::written(now)) } None => { (words.not_given()) } }
                " · " a href=(address) { @if now.is_some() { (words.change_link()) } @else { (words.add_link()) } }
            }
        };
        let factor = if account.has_factor { words.factor_is_on() } else { words.factor_is_off() };
        facts(&[
            (words.phone_label(), Some(change(account.phone.as_deref(), "/me/login"))),
            (words.email_label(), Some(change(account.email.as_deref(), "/me/login"))),
            (words.password_label(), Some(html! { a href="/me/password" { (words.change_link()) } })),
            (words.factor_label(), Some(html! { (factor) " · " a href="/me/second-factor" { (words.change_link()) } })),
            (words.sessions_label(), Some(html! { a href="/me/sessions" { (words.sessions_link()) } })),
        ])
    }
}

fn languages() -> Vec<(String, String)> {
    Lang::ALL.iter().map(|lang| (lang.slug().to_owned(), lang.words().language_self())).collect()
}

async fn institutions(app: &App, who: &Who) -> Result<Vec<(i64, String)>, Error> {
    let mut names = vec![];
    for id in who.account.grants.iter().filter_map(Grant::institution) {
        if let Some(institution) = crate::institutions::store::find(&app.db, id).await? {
            names.push((id, institution.name));
        }
    }
    Ok(names)
}

/// `GET /me`
pub async fn show(State(app): State<App>, visit: Visit, who: Who) -> Result<Markup, Error> {
    let saved = pairs(&visit.query).iter().any(|(name, _)| name == "saved");
    let typed = (who.account.name.clone(), who.account.lang);
    let institutions = institutions(&app, &who).await?;
    Ok(MePage { who: &who, institutions, typed, faults: Faults::default(), saved }.draw(&visit))
}

/// `POST /me`
pub async fn save(State(app): State<App>, visit: Visit, who: Who, mut sent: Sent) -> Result<Response, Error> {
    let words = visit.words();
    let (name, lang) = (sent.line("name", LONGEST_NAME), sent.line("lang", 10));
    sent.done()?;
    let mut faults = Faults::default();
    if name.is_empty() {
        faults.add("name", words.name_empty());
    }
    let lang = lang.parse::<Lang>();
    if lang.is_err() {
        faults.add("lang", words.choose_from_list());
    }
    if !faults.is_empty() {
        let institutions = institutions(&app, &who).await?;
        let page = MePage { who: &who, institutions, typed: (name, lang.unwrap_or(who.account.lang)), faults, saved: false };
        return Ok(faulty(page.draw(&visit)));
    }
    let mut tx = app.db.begin().await?;
    store::set_name(&mut tx, who.account.id, &name, lang.unwrap_or(who.account.lang), Stamp::now()).await?;
    tx.commit().await?;
    Ok(Redirect::to("/me?saved").into_response())
}

/// The form for another number or address.
#[derive(Debug, Default)]
pub struct LoginPage {
    pub login: String,
    pub faults: Faults,
    pub above: Option<String>,
}

impl LoginPage {
    pub fn draw(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let body = html! {
            p.lead { (words.new_login_lead()) }
            @if let Some(above) = &self.above { (note("bad", "info", &html! { p role="alert" { (above) } })) }
            form.form method="post" action="/me/login" {
                (Field::text("login", &words.new_login_label(), &self.login).hint(&words.login_hint()).fills("username").fault(&self.faults).draw())
                (Field::password("password", &words.password_now_label(), "current-password").fault(&self.faults).draw())
                p.act { button type="submit" { (words.save_button()) } a href="/me" { (words.not_now()) } }
            }
        };
        narrow(visit, &words.new_login_title(), &body)
    }
}

/// `GET /me/login`
pub async fn show_login(visit: Visit) -> Markup {
    LoginPage::default().draw(&visit)
}

/// `POST /me/login`
pub async fn save_login(State(app): State<App>, visit: Visit, who: Who, mut sent: Sent) -> Result<Response, Error> {
    let words = visit.words();
    let (typed, given) = (sent.line("login", 200), sent.secret("password"));
    sent.done()?;
    let now = Stamp::now();
    let mut page = LoginPage { login: typed.clone(), ..LoginPage::default() };
    if let Err(wait) = tries::count(&app.db, tries::NEW_LOGIN, &who.account.id.to_string(), now).await? {
        page.above = Some(wait_told(words, wait));
        return Ok(too_often(wait, page.draw(&visit)));
    }
    let login = Login::read_new(&typed).map_err(|fault| page.faults.add("login", login_fault(words, fault))).ok();
    if !is_own_password(&app, &who, &given).await? {
        page.faults.add("password", words.password_wrong());
    }
    let Some(login) = login.filter(|_| page.faults.is_empty()) else { return Ok(faulty(page.draw(&visit))) };
    let mut tx = app.db.begin().await?;
    if !store::set_login(&mut tx, who.account.id, &login, now).await? {
        page.faults.add("login", words.new_login_taken());
        return Ok(faulty(page.draw(&visit)));
    }
    audit::write(&mut tx, &Actor::from(&who), Action::LoginChanged, Subject::Account(who.account.id), &json!({}), now).await?;
    if let Some(old) = &who.account.email {
        let letter = Asked::of(letters::LOGIN_CHANGED, now, who.account.lang).account(who.account.id).login(old);
        outbox::ask(&mut tx, &letter).await?;
    }
    tx.commit().await?;
    Ok(Redirect::to("/me?saved").into_response())
}

/// Whether this is the password of whoever is signed in; wrong ones count as wrong ones at sign-in do.
pub async fn is_own_password(app: &App, who: &Who, given: &str) -> Result<bool, Error> {
    let key = format!("again {}", who.account.id);
    if tries::count(&app.db, tries::SIGN_IN, &key, Stamp::now()).await?.is_err() {
        return Ok(false);
    }
    let stored = store::password_of(&app.db, who.account.id).await?;
    let right = password::is_right(given, stored.as_deref()).await?;
    if right {
        tries::forget(&app.db, tries::SIGN_IN, &key).await?;
    }
    Ok(right)
}

/// `GET /me/looks`: who looked at this person's record or changed it.
pub async fn looks(State(app): State<App>, visit: Visit, who: Who) -> Result<Markup, Error> {
    let entries = audit::looks_at(&app.db, who.account.id, 200).await?;
    let words = visit.words();
    let body = html! {
        (trail(&visit, &[(words.me_title(), "/me".to_owned())], &words.me_looks()))
        h1 { (words.me_looks()) }
        p.lead { (words.me_looks_lead()) }
        @if entries.is_empty() { p { (words.me_looks_none()) } } @else { (entries_list(&visit, &entries)) }
    };
    Ok(page(&visit, &head(words.me_looks()), &body))
}

fn entries_list(visit: &Visit, entries: &[Entry]) -> Markup {
    html! {
        ul.rows {
            @for entry in entries {
                li {
                    b { (visit.lang.action(&entry.action)) }
                    span { (visit.lang.role(&entry.role)) @if let Some(name) = &entry.name { " " (name) } }
                    span.small { (visit.lang.moment(entry.at)) @if !entry.from.is_empty() { " · " (entry.from) } }
                }
            }
        }
    }
}

/// `GET /me/data.json`: everything that is kept about this person.
pub async fn data(State(app): State<App>, who: Who) -> Result<Response, Error> {
    let (id, now) = (who.account.id, Stamp::now());
    audit::write_read(&app.db, &Actor::from(&who), Action::Exported, Subject::Account(id), now).await?;
    let open = sessions::of(&app.db, id, now).await?;
    let done = audit::search(&app.db, &Question { account: Some(id), ..Question::default() }, 0, 10_000).await?;
    let looked = audit::looks_at(&app.db, id, 10_000).await?;
    let told = |entries: &[Entry]| -> Vec<Value> {
        let one =
            |entry: &Entry| json!({ "at": entry.at.rfc3339(), "role": entry.role, "action": entry.action, "from": entry.from });
        entries.iter().map(one).collect()
    };
    let grants: Vec<Value> = who.account.grants.iter().map(|grant| {
        json!({ "role": grant.slug(), "institution": grant.institution().map(crate::db::show_id), "region": grant.region().map(|code| code.to_string()) })
    }).collect();
    let sessions: Vec<Value> =
        open.iter().map(|one| json!({ "since": one.since.rfc3339(), "from": one.address, "agent": one.agent })).collect();
    let all = json!({
        "account": {
            "id": crate::db::show_id(id), "name": who.account.name, "phone": who.account.phone, "email": who.account.email,
            "language": who.account.lang.slug(), "second_factor": who.account.has_factor,
            "since": store::made_at(&app.db, id).await?.rfc3339(),
        },
        "grants": grants, "sessions": sessions, "done": told(&done), "looked_at_by_others": told(&looked),
    });
    Ok(([(CONTENT_DISPOSITION, "attachment; filename=\"yipin-data.json\"")], Json(all)).into_response())
}
