//! A new password for somebody who forgot the old one: a link by mail, good once and for half an hour.
//!
//! Asking writes one row, whoever is asked for; whether there is somebody to write to is found out when the letter goes out.
//! So the answer is the same and takes as long.

use super::{faulty, login_fault, narrow, password_faults, too_often, wait_told};
use crate::app::App;
use crate::audit::{self, Action, Actor, Subject};
use crate::error::Error;
use crate::mail::{Asked, outbox};
use crate::people::guard::Asker;
use crate::people::{Login, letters, password, sessions, store, tokens, tries};
use crate::time::Stamp;
use crate::web::Visit;
use crate::web::form::{Faults, Field, Sent};
use crate::web::parts::note;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};
use serde_json::json;

/// The form that asks for a link.
#[derive(Debug, Default)]
pub struct ForgotPage {
    pub login: String,
    pub faults: Faults,
    pub above: Option<String>,
}

impl ForgotPage {
    pub fn draw(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let body = html! {
            p.lead { (words.forgot_lead()) }
            @if let Some(above) = &self.above { (note("bad", "info", &html! { p role="alert" { (above) } })) }
            form.form method="post" action="/forgot" {
                (Field::text("login", &words.login_label(), &self.login).fills("username").fault(&self.faults).draw())
                p.act { button type="submit" { (words.forgot_button()) } }
            }
            p.also { (words.forgot_no_mail()) }
            p.also { a href="/sign-in" { (words.sign_in_link()) } }
        };
        narrow(visit, &words.forgot_title(), &body)
    }
}

/// `GET /forgot`
pub async fn show(visit: Visit) -> Markup {
    ForgotPage::default().draw(&visit)
}

/// `POST /forgot`
pub async fn submit(State(app): State<App>, visit: Visit, asker: Asker, mut sent: Sent) -> Result<Response, Error> {
    let words = visit.words();
    let typed = sent.line("login", 200);
    sent.done()?;
    let login = match Login::read(&typed) {
        Ok(login) => login,
        Err(fault) => {
            let mut faults = Faults::default();
            faults.add("login", login_fault(words, fault));
            return Ok(faulty(ForgotPage { login: typed, faults, above: None }.draw(&visit)));
        }
    };
    let now = Stamp::now();
    let by_login = tries::count(&app.db, tries::FORGOT, login.as_str(), now).await?;
    let by_address = tries::count(&app.db, tries::FORGOT_FROM, &asker.from, now).await?;
    if let Err(wait) = by_login.and(by_address) {
        let above = Some(wait_told(words, wait));
        return Ok(too_often(wait, ForgotPage { login: typed, faults: Faults::default(), above }.draw(&visit)));
    }
    let mut tx = app.db.begin().await?;
    outbox::ask(&mut tx, &Asked::of(letters::RESET, now, visit.lang).login(login.as_str())).await?;
    tx.commit().await?;
    let body = html! {
        (note("good", "check", &html! { p role="status" { (words.forgot_done()) } }))
        p { (words.forgot_done_wait()) }
        p.also { (words.forgot_no_mail()) }
    };
    Ok(narrow(&visit, &words.forgot_done_title(), &body).into_response())
}

/// The form for the new password.
#[derive(Debug)]
pub struct ResetPage {
    pub token: String,
    pub faults: Faults,
}

impl ResetPage {
    pub fn draw(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let body = html! {
            form.form method="post" action={ "/reset/" (self.token) } {
                (Field::password("password", &words.new_password_label(), "new-password").hint(&words.password_hint(password::FEWEST as i64)).fault(&self.faults).draw())
                p.small { (words.reset_ends_sessions()) }
                p.act { button type="submit" { (words.save_button()) } }
            }
        };
        narrow(visit, &words.reset_title(), &body)
    }
}

/// A link that does not work, for whatever reason: made up, used, too old.
pub fn dead_link(visit: &Visit, told: &str, again: Option<(&str, &str)>) -> Response {
    let words = visit.words();
    let body = html! {
        (note("bad", "info", &html! { p { (told) } }))
        @if let Some((said, address)) = again { p.also { a.go href=(address) { (said) } } }
    };
    (StatusCode::GONE, narrow(visit, &words.dead_link_title(), &body)).into_response()
}

fn dead_reset(visit: &Visit) -> Response {
    let words = visit.words();
    dead_link(visit, &words.reset_dead(), Some((&words.forgot_again(), "/forgot")))
}

/// `GET /reset/{token}`
pub async fn show_reset(State(app): State<App>, visit: Visit, Path(token): Path<String>) -> Result<Response, Error> {
    match tokens::reset_for(&app.db, &token, Stamp::now()).await? {
        Some(_) => Ok(ResetPage { token, faults: Faults::default() }.draw(&visit).into_response()),
        None => Ok(dead_reset(&visit)),
    }
}

/// `POST /reset/{token}`
pub async fn submit_reset(
    State(app): State<App>,
    visit: Visit,
    asker: Asker,
    Path(token): Path<String>,
    mut sent: Sent,
) -> Result<Response, Error> {
    let password = sent.secret("password");
    sent.done()?;
    let now = Stamp::now();
    let Some(id) = tokens::reset_for(&app.db, &token, now).await? else { return Ok(dead_reset(&visit)) };
    let Some(account) = store::find(&app.db, id).await? else { return Ok(dead_reset(&visit)) };
    let logins: Vec<&str> = account.phone.iter().chain(&account.email).map(String::as_str).collect();
    let mut faults = Faults::default();
    password_faults(visit.words(), &mut faults, &password, &logins);
    if !faults.is_empty() {
        return Ok(faulty(ResetPage { token, faults }.draw(&visit)));
    }
    let hashed = password::hash(&password).await?;
    let mut tx = app.db.begin().await?;
    // Of two tabs one is first.
    let Some(id) = tokens::use_reset(&mut tx, &token, now).await? else { return Ok(dead_reset(&visit)) };
    store::set_password(&mut tx, id, &hashed, now).await?;
    sessions::end_all(&mut tx, id, None).await?;
    audit::write(&mut tx, &Actor::account(id, &asker.from), Action::PasswordReset, Subject::Account(id), &json!({}), now).await?;
    letters::ask(&mut tx, letters::PASSWORD_CHANGED, id, account.lang, now).await?;
    tx.commit().await?;
    for login in &logins {
        tries::forget(&app.db, tries::SIGN_IN, login).await?;
    }
    Ok(Redirect::to("/sign-in?done=password").into_response())
}
