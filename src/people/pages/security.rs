//! Changing the password, and everywhere one is signed in.

use super::me::is_own_password;
use super::{faulty, narrow, password_faults};
use crate::app::App;
use crate::audit::{self, Action, Actor, Subject};
use crate::db::{read_id, show_id};
use crate::error::Error;
use crate::people::sessions::{self, Open};
use crate::people::{Who, letters, password, store};
use crate::time::Stamp;
use crate::web::form::{Faults, Field, Sent, head};
use crate::web::parts::trail;
use crate::web::{Visit, page};
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};
use serde_json::json;
use tower_sessions::Session;

fn password_page(visit: &Visit, faults: &Faults) -> Markup {
    let words = visit.words();
    let body = html! {
        form.form method="post" action="/me/password" {
            (Field::password("now", &words.password_now_label(), "current-password").fault(faults).draw())
            (Field::password("password", &words.new_password_label(), "new-password").hint(&words.password_hint(password::FEWEST as i64)).fault(faults).draw())
            p.small { (words.password_ends_others()) }
            p.act { button type="submit" { (words.save_button()) } a href="/me" { (words.not_now()) } }
        }
    };
    narrow(visit, &words.password_title(), &body)
}

/// `GET /me/password`
pub async fn show_password(visit: Visit) -> Markup {
    password_page(&visit, &Faults::default())
}

/// `POST /me/password`
pub async fn save_password(
    State(app): State<App>,
    visit: Visit,
    who: Who,
    session: Session,
    mut sent: Sent,
) -> Result<Response, Error> {
    let (now_given, password) = (sent.secret("now"), sent.secret("password"));
    sent.done()?;
    let words = visit.words();
    let logins: Vec<&str> = who.account.phone.iter().chain(&who.account.email).map(String::as_str).collect();
    let mut faults = Faults::default();
    password_faults(words, &mut faults, &password, &logins);
    if !is_own_password(&app, &who, &now_given).await? {
        faults.add("now", words.password_wrong());
    }
    if !faults.is_empty() {
        return Ok(faulty(password_page(&visit, &faults)));
    }
    let hashed = password::hash(&password).await?;
    let (id, now) = (who.account.id, Stamp::now());
    let own = number(&app, &session).await?;
    let mut tx = app.db.begin().await?;
    store::set_password(&mut tx, id, &hashed, now).await?;
    sessions::end_all(&mut tx, id, own).await?;
    audit::write(&mut tx, &Actor::from(&who), Action::PasswordChanged, Subject::Account(id), &json!({}), now).await?;
    letters::ask(&mut tx, letters::PASSWORD_CHANGED, id, who.account.lang, now).await?;
    tx.commit().await?;
    Ok(Redirect::to("/me?saved").into_response())
}

/// The number of the session that is asking.
async fn number(app: &App, session: &Session) -> Result<Option<i64>, Error> {
    match session.id() {
        Some(id) => sessions::number(&app.db, id).await,
        None => Ok(None),
    }
}

/// Everywhere one is signed in.
#[derive(Debug)]
pub struct SessionsPage {
    pub open: Vec<Open>,
    pub own: Option<i64>,
}

impl SessionsPage {
    pub fn draw(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let body = html! {
            (trail(visit, &[(words.me_title(), "/me".to_owned())], &words.sessions_label()))
            h1 { (words.sessions_label()) }
            p.lead { (words.sessions_lead()) }
            ul.rows {
                @for one in &self.open {
                    li {
                        b { (device(visit, &one.agent)) }
                        @if Some(one.id) == self.own { span { (words.session_here()) } }
                        span.small { (visit.lang.moment(one.since)) @if !one.address.is_empty() { " · " (one.address) } }
                        @if Some(one.id) != self.own {
                            form method="post" action="/me/sessions/end" {
                                button.quiet type="submit" name="session" value=(show_id(one.id)) { (words.session_end()) }
                            }
                        }
                    }
                }
            }
            form.form method="post" action="/me/sessions/end" {
                p.act { button type="submit" name="session" value="all" { (words.sessions_end_all()) } }
            }
        };
        page(visit, &head(words.sessions_label()), &body)
    }
}

/// What a browser calls itself, as a person would call it.
fn device(visit: &Visit, agent: &str) -> String {
    let words = visit.words();
    let has = |word: &str| agent.contains(word);
    let program = ["MicroMessenger", "Edg", "Firefox", "Chrome", "Safari"].into_iter().find(|word| has(word));
    let program = match program {
        Some("MicroMessenger") => words.agent_wechat(),
        Some("Edg") => "Edge".to_owned(),
        Some(name) => name.to_owned(),
        None => words.agent_unknown(),
    };
    let machine = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ];
    match machine.into_iter().find(|(word, _)| has(word)) {
        Some((_, name)) => format!("{program} · {name}"),
        None => program,
    }
}

/// `GET /me/sessions`
pub async fn show_sessions(State(app): State<App>, visit: Visit, who: Who, session: Session) -> Result<Markup, Error> {
    let open = sessions::of(&app.db, who.account.id, Stamp::now()).await?;
    Ok(SessionsPage { open, own: number(&app, &session).await? }.draw(&visit))
}

/// `POST /me/sessions/end`: one of one's own, or all of them, this one too.
pub async fn end_sessions(State(app): State<App>, who: Who, mut sent: Sent) -> Result<Response, Error> {
    let which = sent.line("session", 20);
    sent.done()?;
    let (id, now) = (who.account.id, Stamp::now());
    let mut tx = app.db.begin().await?;
    let ended = match which.as_str() {
        "all" => sessions::end_all(&mut tx, id, None).await?,
        one => {
            let one = read_id(one).ok_or(Error::Missing("session"))?;
            if !sessions::end(&mut tx, id, one).await? {
                return Err(Error::Missing("session"));
            }
            1
        }
    };
    audit::write(&mut tx, &Actor::from(&who), Action::SessionsEnded, Subject::Account(id), &json!({ "count": ended }), now)
        .await?;
    tx.commit().await?;
    Ok(Redirect::to(if which == "all" { "/sign-in?done=out" } else { "/me/sessions" }).into_response())
}
