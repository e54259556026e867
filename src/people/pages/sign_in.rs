//! Signing in, the code of the second factor, and signing out.
//!
//! A wrong number, a wrong password and an account that does not exist get the same answer, and it takes as long.

use super::{begin_halfway, begin_session, faulty, first_page, local, narrow, too_often, wait_told};
use crate::app::App;
use crate::audit::{self, Action, Actor, Subject};
use crate::error::Error;
use crate::people::guard::Asker;
use crate::people::tries::{self, Wait};
use crate::people::{Login, factor, password, secret, sessions, store};
use crate::time::Stamp;
use crate::web::Visit;
use crate::web::form::{Faults, Field, Sent};
use crate::web::parts::note;
use crate::web::visit::pairs;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};
use serde_json::json;
use tower_sessions::Session;

/// What stands above the form.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Said {
    #[default]
    Nothing,
    /// Somebody signed up a moment ago.
    SignedUp,
    /// A new password was set.
    NewPassword,
    SignedOut,
    Erased,
    Wrong,
    Wait(i64),
}

/// The form.
#[derive(Debug, Default)]
pub struct SignInPage {
    pub login: String,
    pub next: String,
    pub said: Said,
}

impl SignInPage {
    pub fn draw(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let faults = Faults::default();
        let body = html! {
            (self.said(visit))
            form.form method="post" action="/sign-in" {
                (Field::text("login", &words.login_label(), &self.login).hint(&words.login_hint()).fills("username").draw())
                (Field::password("password", &words.password_label(), "current-password").fault(&faults).draw())
                @if !self.next.is_empty() { input type="hidden" name="next" value=(self.next); }
                p.act { button type="submit" { (words.sign_in_button()) } a href="/forgot" { (words.forgot_link()) } }
            }
            p.also { (words.no_account()) " " a href="/sign-up" { (words.sign_up_link()) } }
            @if visit.demo { (demo_accounts(visit)) }
        };
        narrow(visit, &words.sign_in_title(), &body)
    }

    fn said(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let good = |said: String| note("good", "check", &html! { p role="status" { (said) } });
        let bad = |said: String| note("bad", "info", &html! { p role="alert" { (said) } });
        match self.said {
            Said::Nothing => html! {},
            Said::SignedUp => good(words.signed_up_told()),
            Said::NewPassword => good(words.new_password_told()),
            Said::SignedOut => good(words.signed_out_told()),
            Said::Erased => good(words.erased_told()),
            Said::Wrong => bad(words.sign_in_wrong()),
            Said::Wait(seconds) => bad(wait_told(words, Wait(seconds))),
        }
    }
}

/// Whoever looks at the demonstration should not have to search for its accounts.
fn demo_accounts(visit: &Visit) -> Markup {
    let words = visit.words();
    note(
        "ask",
        "ask",
        &html! {
            p { (words.demo_accounts()) }
            ul { @for (login, _) in crate::people::sample::ACCOUNTS { li { code { (login) } } } }
            p { (words.password_label()) ": " code { (crate::people::sample::PASSWORD) } }
        },
    )
}

/// `GET /sign-in`
pub async fn show(visit: Visit, asker: Asker) -> Response {
    let asked = pairs(&visit.query);
    let value = |name: &str| asked.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str()).unwrap_or_default();
    let said = match value("done") {
        "password" => Said::NewPassword,
        "out" => Said::SignedOut,
        "erased" => Said::Erased,
        _ => Said::Nothing,
    };
    let next = local(value("next")).unwrap_or_default().to_owned();
    match &asker.who {
        Some(who) if next.is_empty() => Redirect::to(first_page(&who.account)).into_response(),
        _ => SignInPage { login: String::new(), next, said }.draw(&visit).into_response(),
    }
}

/// `POST /sign-in`
pub async fn submit(
    State(app): State<App>,
    visit: Visit,
    asker: Asker,
    session: Session,
    headers: HeaderMap,
    mut sent: Sent,
) -> Result<Response, Error> {
    let (typed, given, next) = (sent.line("login", 200), sent.secret("password"), sent.line("next", 500));
    sent.done()?;
    let page = |said| SignInPage { login: typed.clone(), next: next.clone(), said }.draw(&visit);
    let now = Stamp::now();
    let login = Login::read(&typed).ok();
    let key = login.as_ref().map_or(typed.as_str(), Login::as_str);
    if let Err(wait) = allowed(&app, key, &asker.from, now).await? {
        return Ok(too_often(wait, page(Said::Wait(wait.0))));
    }
    let id = match &login {
        Some(login) => store::by_login(&app.db, login).await?,
        None => None,
    };
    let stored = match id {
        Some(id) => store::password_of(&app.db, id).await?,
        // As many questions as with an account.
        None => store::password_of(&app.db, 0).await?,
    };
    let right = password::is_right(&given, stored.as_deref()).await?;
    let Some(id) = id.filter(|_| right) else {
        note_refusal(&app, id, &asker.from, now).await?;
        return Ok((StatusCode::UNAUTHORIZED, page(Said::Wrong)).into_response());
    };
    tries::forgive(&app.db, tries::SIGN_IN_FROM, &asker.from).await?;
    tries::forget(&app.db, tries::SIGN_IN, key).await?;
    let Some(account) = store::find(&app.db, id).await? else { return Err(Error::Missing("account")) };
    if account.has_factor {
        begin_halfway(&session, id, &headers, &asker.from).await?;
        let next = local(&next).map(|next| format!("?next={}", crate::web::visit::encode(next))).unwrap_or_default();
        return Ok(Redirect::to(&format!("/sign-in/code{next}")).into_response());
    }
    begin_session(&session, &account, &headers, &asker.from, app.config.demo).await?;
    note_sign_in(&app, id, &asker.from, now).await?;
    Ok(Redirect::to(local(&next).unwrap_or_else(|| first_page(&account))).into_response())
}

/// Counts the try against the account and against the address it comes from.
async fn allowed(app: &App, login: &str, from: &str, now: Stamp) -> Result<Result<(), Wait>, Error> {
    let by_login = tries::count(&app.db, tries::SIGN_IN, login, now).await?;
    let by_address = tries::count(&app.db, tries::SIGN_IN_FROM, from, now).await?;
    Ok(by_login.and(by_address))
}

/// The same work whether or not there is an account: one row.
async fn note_refusal(app: &App, id: Option<i64>, from: &str, now: Stamp) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let subject = Subject::Account(id.unwrap_or(0));
    audit::write(&mut tx, &Actor::visitor(from), Action::SignInRefused, subject, &json!({}), now).await?;
    tx.commit().await?;
    Ok(())
}

async fn note_sign_in(app: &App, id: i64, from: &str, now: Stamp) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let account = store::find(&app.db, id).await?;
    let role = account.map_or("seeker", |account| crate::people::Who { desk: None, from: String::new(), account }.role());
    let actor = Actor { account: Some(id), role, from: from.to_owned() };
    audit::write(&mut tx, &actor, Action::SignedIn, Subject::Account(id), &json!({}), now).await?;
    tx.commit().await?;
    Ok(())
}

/// The form for the code.
#[derive(Debug, Default)]
pub struct CodePage {
    pub next: String,
    pub fault: Option<String>,
}

impl CodePage {
    pub fn draw(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let mut faults = Faults::default();
        if let Some(fault) = &self.fault {
            faults.add("code", fault.clone());
        }
        let body = html! {
            p.lead { (words.code_told()) }
            form.form method="post" action="/sign-in/code" {
                (Field::text("code", &words.code_label(), "").hint(&words.code_hint()).fills("one-time-code").fault(&faults).draw())
                @if !self.next.is_empty() { input type="hidden" name="next" value=(self.next); }
                p.act { button type="submit" { (words.go_on_button()) } a href="/sign-in" { (words.begin_again()) } }
            }
        };
        narrow(visit, &words.code_title(), &body)
    }
}

async fn halfway(session: &Session) -> Result<Option<i64>, Error> {
    session.get::<i64>(sessions::HALFWAY).await.map_err(|fault| Error::Busy(format!("reading a session: {fault}")))
}

/// `GET /sign-in/code`
pub async fn show_code(visit: Visit, session: Session) -> Result<Response, Error> {
    if halfway(&session).await?.is_none() {
        return Ok(Redirect::to("/sign-in").into_response());
    }
    let asked = pairs(&visit.query);
    let next = asked.iter().find(|(name, _)| name == "next").and_then(|(_, next)| local(next)).unwrap_or_default();
    Ok(CodePage { next: next.to_owned(), fault: None }.draw(&visit).into_response())
}

/// `POST /sign-in/code`
pub async fn submit_code(
    State(app): State<App>,
    visit: Visit,
    asker: Asker,
    session: Session,
    headers: HeaderMap,
    mut sent: Sent,
) -> Result<Response, Error> {
    let (typed, next) = (sent.line("code", 40), sent.line("next", 500));
    sent.done()?;
    let Some(id) = halfway(&session).await? else { return Ok(Redirect::to("/sign-in").into_response()) };
    let now = Stamp::now();
    let page = |fault: String| CodePage { next: next.clone(), fault: Some(fault) }.draw(&visit);
    if let Err(wait) = tries::count(&app.db, tries::SIGN_IN, &format!("code of {id}"), now).await? {
        return Ok(too_often(wait, page(wait_told(visit.words(), wait))));
    }
    if !prove(&app, id, &typed, &asker.from, now).await? {
        note_refusal(&app, Some(id), &asker.from, now).await?;
        return Ok(faulty(page(visit.words().code_wrong())));
    }
    tries::forget(&app.db, tries::SIGN_IN, &format!("code of {id}")).await?;
    let Some(account) = store::find(&app.db, id).await? else { return Ok(Redirect::to("/sign-in").into_response()) };
    begin_session(&session, &account, &headers, &asker.from, app.config.demo).await?;
    note_sign_in(&app, id, &asker.from, now).await?;
    Ok(Redirect::to(local(&next).unwrap_or_else(|| first_page(&account))).into_response())
}

/// Whether the code is the telephone's, or one from paper; either works once.
async fn prove(app: &App, id: i64, typed: &str, from: &str, now: Stamp) -> Result<bool, Error> {
    let Some((secret, true, last)) = store::factor_of(&app.db, id).await? else { return Ok(false) };
    let mut tx = app.db.begin().await?;
    let proved = match factor::step_of(&secret, typed, now, last) {
        Some(step) => store::use_step(&mut tx, id, step).await?,
        None => {
            let used = store::use_paper_code(&mut tx, id, &secret::key(&factor::plain(typed)), now).await?;
            if used {
                audit::write(&mut tx, &Actor::account(id, from), Action::RecoveryUsed, Subject::Account(id), &json!({}), now)
                    .await?;
            }
            used
        }
    };
    tx.commit().await?;
    Ok(proved)
}

/// `GET /sign-out`: a page with a button, so that no link and no picture signs anybody out.
pub async fn ask_out(visit: Visit, asker: Asker) -> Response {
    let words = visit.words();
    if asker.who.is_none() {
        return Redirect::to("/sign-in").into_response();
    }
    let body = html! {
        form.form method="post" action="/sign-out" {
            p.act { button type="submit" { (words.sign_out_button()) } a href="/me" { (words.not_now()) } }
        }
    };
    narrow(&visit, &words.sign_out_title(), &body).into_response()
}

/// `POST /sign-out`
pub async fn out(State(app): State<App>, asker: Asker, session: Session) -> Result<Redirect, Error> {
    session.flush().await.map_err(|fault| Error::Busy(format!("ending a session: {fault}")))?;
    if let Some(who) = &asker.who {
        let mut tx = app.db.begin().await?;
        audit::write(&mut tx, &Actor::from(who), Action::SignedOut, Subject::Account(who.account.id), &json!({}), Stamp::now())
            .await?;
        tx.commit().await?;
    }
    Ok(Redirect::to("/sign-in?done=out"))
}
