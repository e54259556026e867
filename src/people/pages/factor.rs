//! The second factor: setting it up with a telephone, the codes for paper, and taking it away.

use super::me::is_own_password;
use super::{faulty, narrow, too_often, wait_told};
use crate::app::App;
use crate::audit::{self, Action, Actor, Subject};
use crate::error::Error;
use crate::people::tries;
use crate::people::{Who, factor, secret, sessions, store};
use crate::time::Stamp;
use crate::web::Visit;
use crate::web::form::{Faults, Field, Sent};
use crate::web::parts::note;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, PreEscaped, html};
use serde_json::json;
use tower_sessions::Session;

/// The page while it is off: the square and the first code.
#[derive(Debug)]
pub struct SetUpPage {
    pub secret: String,
    pub login: String,
    /// Whether their role needs it.
    pub needed: bool,
    pub faults: Faults,
    pub above: Option<String>,
}

impl SetUpPage {
    pub fn draw(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let body = html! {
            @if self.needed { (note("ask", "shield", &html! { p { (words.factor_needed()) } })) }
            @if let Some(above) = &self.above { (note("bad", "info", &html! { p role="alert" { (above) } })) }
            p.lead { (words.factor_lead()) }
            ol.steps {
                li { (words.factor_step_app()) }
                li {
                    (words.factor_step_scan())
                    (square(&factor::address(&self.secret, &self.login), &words.factor_square()))
                    p.small { (words.factor_by_hand()) " " code { (in_groups(&self.secret)) } }
                }
                li { (words.factor_step_code()) }
            }
            form.form method="post" action="/me/second-factor" {
                (Field::text("code", &words.code_label(), "").fills("one-time-code").fault(&self.faults).draw())
                p.act { button type="submit" { (words.factor_turn_on()) } a href="/me" { (words.not_now()) } }
            }
        };
        narrow(visit, &words.factor_label(), &body)
    }
}

/// Four letters at a time, for typing.
fn in_groups(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().collect();
    letters.chunks(4).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The square that a camera reads, drawn here so that no other host learns the secret.
fn square(text: &str, named: &str) -> Markup {
    let Ok(code) = qrcode::QrCode::new(text) else { return html! {} };
    let width = code.width();
    let mut path = String::new();
    for (at, _) in code.to_colors().iter().enumerate().filter(|(_, colour)| **colour == qrcode::Color::Dark) {
        path.push_str(&format!("M{} {}h1v1h-1z", at % width + 4, at / width + 4));
    }
    let side = width + 8;
    html! {
        svg.square role="img" aria-label=(named) viewBox={ "0 0 " (side) " " (side) } width="240" height="240" shape-rendering="crispEdges" {
            (PreEscaped(format!("<path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path fill=\"#000\" d=\"{path}\"/>")))
        }
    }
}

/// The page while it is on.
fn on_page(visit: &Visit, left: i64, may_end: bool, faults: &Faults) -> Markup {
    let words = visit.words();
    let body = html! {
        (note("good", "shield", &html! { p { (words.factor_is_on()) } p { (words.paper_left(left)) } }))
        form.form method="post" action="/me/second-factor" {
            (Field { name: "again", ..Field::password("again", &words.password_now_label(), "current-password") }.fault(faults).draw())
            p.act { button type="submit" { (words.paper_new()) } }
        }
        @if may_end {
            h2 { (words.factor_off_title()) }
            p { (words.factor_off_told()) }
            form.form method="post" action="/me/second-factor/off" {
                (Field::password("password", &words.password_now_label(), "current-password").fault(faults).draw())
                p.act { button type="submit" { (words.factor_turn_off()) } }
            }
        }
    };
    narrow(visit, &words.factor_label(), &body)
}

/// The paper codes, shown this once.
fn codes_page(visit: &Visit, codes: &[String], next: &str) -> Markup {
    let words = visit.words();
    let body = html! {
        (note("good", "shield", &html! { p role="status" { (words.factor_is_on()) } }))
        p.lead { (words.paper_told()) }
        ol.codes { @for code in codes { li { code { (code) } } } }
        p.small { (words.paper_print()) }
        p.also { a.go href=(next) { (words.go_on_button()) } }
    };
    narrow(visit, &words.paper_title(), &body)
}

fn may_end(app: &App, who: &Who) -> bool {
    app.config.demo || !who.is_staff()
}

fn login_of(who: &Who) -> String {
    who.account.email.clone().or_else(|| who.account.phone.clone()).unwrap_or_default()
}

/// The secret that is being set up: the one already shown, so that two tabs show the same, or a new one.
async fn preparing(app: &App, who: &Who) -> Result<String, Error> {
    if let Some((secret, false, _)) = store::factor_of(&app.db, who.account.id).await? {
        return Ok(secret);
    }
    let secret = factor::new_secret()?;
    let mut tx = app.db.begin().await?;
    store::prepare_factor(&mut tx, who.account.id, &secret).await?;
    tx.commit().await?;
    Ok(secret)
}

async fn set_up_page(app: &App, who: &Who, faults: Faults, above: Option<String>) -> Result<SetUpPage, Error> {
    let needed = who.is_staff() && !app.config.demo;
    Ok(SetUpPage { secret: preparing(app, who).await?, login: login_of(who), needed, faults, above })
}

/// `GET /me/second-factor`
pub async fn show(State(app): State<App>, visit: Visit, who: Who) -> Result<Markup, Error> {
    if who.account.has_factor {
        let left = store::paper_codes_left(&app.db, who.account.id).await?;
        return Ok(on_page(&visit, left, may_end(&app, &who), &Faults::default()));
    }
    Ok(set_up_page(&app, &who, Faults::default(), None).await?.draw(&visit))
}

/// `POST /me/second-factor`: turns it on by the first code; while it is on, gives new paper codes for the password.
pub async fn submit(State(app): State<App>, visit: Visit, who: Who, session: Session, mut sent: Sent) -> Result<Response, Error> {
    let (typed, again) = (sent.line("code", 40), sent.secret("again"));
    sent.done()?;
    if who.account.has_factor {
        return new_codes(&app, &visit, &who, &again).await;
    }
    let (id, now, words) = (who.account.id, Stamp::now(), visit.words());
    if let Err(wait) = tries::count(&app.db, tries::SIGN_IN, &format!("code of {id}"), now).await? {
        let page = set_up_page(&app, &who, Faults::default(), Some(wait_told(words, wait))).await?;
        return Ok(too_often(wait, page.draw(&visit)));
    }
    let secret = preparing(&app, &who).await?;
    let Some(step) = factor::step_of(&secret, &typed, now, 0) else {
        let mut faults = Faults::default();
        faults.add("code", words.code_wrong());
        return Ok(faulty(set_up_page(&app, &who, faults, None).await?.draw(&visit)));
    };
    let own = match session.id() {
        Some(id) => sessions::number(&app.db, id).await?,
        None => None,
    };
    let codes = factor::paper_codes()?;
    let mut tx = app.db.begin().await?;
    if !store::begin_factor(&mut tx, id, step, now).await? {
        return Ok(Redirect::to("/me/second-factor").into_response());
    }
    store::set_paper_codes(&mut tx, id, &keys(&codes)).await?;
    // Elsewhere it was not asked for.
    sessions::end_all(&mut tx, id, own).await?;
    audit::write(&mut tx, &Actor::from(&who), Action::FactorOn, Subject::Account(id), &json!({}), now).await?;
    tx.commit().await?;
    tries::forget(&app.db, tries::SIGN_IN, &format!("code of {id}")).await?;
    Ok(codes_page(&visit, &codes, super::first_page(&who.account)).into_response())
}

fn keys(codes: &[String]) -> Vec<String> {
    codes.iter().map(|code| secret::key(&factor::plain(code))).collect()
}

async fn new_codes(app: &App, visit: &Visit, who: &Who, password: &str) -> Result<Response, Error> {
    if !is_own_password(app, who, password).await? {
        let mut faults = Faults::default();
        faults.add("again", visit.words().password_wrong());
        let left = store::paper_codes_left(&app.db, who.account.id).await?;
        return Ok(faulty(on_page(visit, left, may_end(app, who), &faults)));
    }
    let codes = factor::paper_codes()?;
    let mut tx = app.db.begin().await?;
    store::set_paper_codes(&mut tx, who.account.id, &keys(&codes)).await?;
    let subject = Subject::Account(who.account.id);
    audit::write(&mut tx, &Actor::from(who), Action::FactorOn, subject, &json!({ "codes": "new" }), Stamp::now()).await?;
    tx.commit().await?;
    Ok(codes_page(visit, &codes, "/me").into_response())
}

/// `POST /me/second-factor/off`
pub async fn off(State(app): State<App>, visit: Visit, who: Who, mut sent: Sent) -> Result<Response, Error> {
    let password = sent.secret("password");
    sent.done()?;
    let words = visit.words();
    let mut faults = Faults::default();
    if !may_end(&app, &who) {
        faults.add("again", words.factor_needed());
    } else if !is_own_password(&app, &who, &password).await? {
        faults.add("password", words.password_wrong());
    }
    if !faults.is_empty() {
        let left = store::paper_codes_left(&app.db, who.account.id).await?;
        return Ok(faulty(on_page(&visit, left, may_end(&app, &who), &faults)));
    }
    let (id, now) = (who.account.id, Stamp::now());
    let mut tx = app.db.begin().await?;
    store::end_factor(&mut tx, id, now).await?;
    audit::write(&mut tx, &Actor::from(&who), Action::FactorOff, Subject::Account(id), &json!({}), now).await?;
    tx.commit().await?;
    Ok(Redirect::to("/me?saved").into_response())
}
