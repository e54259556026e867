//! Following an invitation: with the account one has, or with a new one. Whoever accepts gets a new session, because what they
//! may do changed.

use super::forgot::dead_link;
use super::{begin_session, faulty, first_page, narrow, sign_up, too_often, wait_told};
use crate::app::App;
use crate::error::Error;
use crate::people::guard::Asker;
use crate::people::invitations::{self, Invitation};
use crate::people::{Account, password, store, tokens, tries};
use crate::time::Stamp;
use crate::web::Visit;
use crate::web::form::{Faults, Sent};
use crate::web::parts::note;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};
use tower_sessions::Session;

/// An invitation, and the two ways to accept it.
#[derive(Debug)]
pub struct InvitedPage {
    pub token: String,
    pub invitation: Invitation,
    /// Who is signed in.
    pub name: Option<String>,
    pub typed: (String, String),
    pub faults: Faults,
    pub above: Option<String>,
}

impl InvitedPage {
    pub fn draw(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let place = visit.lang.role_at(&self.invitation.grant, self.invitation.institution.as_deref());
        let here = format!("/invited/{}", self.token);
        let (name, login) = &self.typed;
        let body = html! {
            p.lead { (words.invited_lead(place)) }
            @if let Some(above) = &self.above { (note("bad", "info", &html! { p role="alert" { (above) } })) }
            @match &self.name {
                Some(name) => {
                    form.form method="post" action=(here) {
                        p.act { button type="submit" name="accept" value="yes" { (words.invited_accept(name)) } }
                    }
                    p.also { (words.invited_other()) " " a href="/sign-out" { (words.sign_out_button()) } }
                }
                None => {
                    p { a.go href={ "/sign-in?next=" (crate::web::visit::encode(&here)) } { (words.invited_sign_in()) } }
                    h2 { (words.invited_new()) }
                    form.form method="post" action=(here) {
                        (sign_up::fields(visit, name, login, &self.faults))
                        p.act { button type="submit" { (words.invited_make()) } }
                    }
                }
            }
        };
        narrow(visit, &words.invited_title(), &body)
    }
}

fn dead(visit: &Visit) -> Response {
    dead_link(visit, &visit.words().invited_dead(), Some((&visit.words().sign_in_link(), "/sign-in")))
}

async fn standing(app: &App, token: &str, now: Stamp) -> Result<Option<Invitation>, Error> {
    match tokens::invitation_of(&app.db, token, now).await? {
        Some(id) => invitations::find(&app.db, id, now).await,
        None => Ok(None),
    }
}

fn page(token: String, invitation: Invitation, asker: &Asker) -> InvitedPage {
    let name = asker.who.as_ref().map(|who| who.account.name.clone());
    let login = invitation.login.clone().unwrap_or_default();
    InvitedPage { token, invitation, name, typed: (String::new(), login), faults: Faults::default(), above: None }
}

/// `GET /invited/{token}`
pub async fn show(State(app): State<App>, visit: Visit, asker: Asker, Path(token): Path<String>) -> Result<Response, Error> {
    match standing(&app, &token, Stamp::now()).await? {
        Some(invitation) => Ok(page(token, invitation, &asker).draw(&visit).into_response()),
        None => Ok(dead(&visit)),
    }
}

/// `POST /invited/{token}`
pub async fn submit(
    State(app): State<App>,
    visit: Visit,
    asker: Asker,
    session: Session,
    headers: HeaderMap,
    Path(token): Path<String>,
    mut sent: Sent,
) -> Result<Response, Error> {
    let now = Stamp::now();
    let Some(invitation) = standing(&app, &token, now).await? else { return Ok(dead(&visit)) };
    let id = invitation.id;
    let account = match &asker.who {
        Some(who) => {
            sent.ticked("accept");
            sent.done()?;
            let mut tx = app.db.begin().await?;
            let accepted = invitations::accept(&mut tx, id, who.account.id, &asker.from, now).await?;
            tx.commit().await?;
            accepted.map(|_| who.account.id)
        }
        None => match with_new_account(&app, &visit, &asker, invitation, token, sent, now).await? {
            Made::Account(made) => made,
            Made::Page(page) => return Ok(*page),
        },
    };
    let Some(account) = account else { return Ok(dead(&visit)) };
    let Some(account) = store::find(&app.db, account).await? else { return Ok(dead(&visit)) };
    go_on(&app, &session, &account, &headers, &asker.from).await
}

/// A new session for what they may do now. Somebody already signed in has shown their second factor, if they have one.
async fn go_on(app: &App, session: &Session, account: &Account, headers: &HeaderMap, from: &str) -> Result<Response, Error> {
    begin_session(session, account, headers, from, app.config.demo).await?;
    Ok(Redirect::to(first_page(account)).into_response())
}

enum Made {
    /// The account that accepted; `None` if the invitation was gone by then.
    Account(Option<i64>),
    Page(Box<Response>),
}

/// Makes an account and lets it accept, both or neither.
async fn with_new_account(
    app: &App,
    visit: &Visit,
    asker: &Asker,
    invitation: Invitation,
    token: String,
    mut sent: Sent,
    now: Stamp,
) -> Result<Made, Error> {
    let read = sign_up::read(visit, &mut sent);
    sent.done()?;
    let id = invitation.id;
    let mut again = page(token, invitation, asker);
    let wanted = match read {
        Ok(wanted) => wanted,
        Err((name, login, faults)) => {
            again = InvitedPage { typed: (name, login), faults, ..again };
            return Ok(Made::Page(Box::new(faulty(again.draw(visit)))));
        }
    };
    again.typed = (wanted.name.clone(), wanted.login.to_string());
    if let Err(wait) = tries::count(&app.db, tries::SIGN_UP_FROM, &asker.from, now).await? {
        again.above = Some(wait_told(visit.words(), wait));
        return Ok(Made::Page(Box::new(too_often(wait, again.draw(visit)))));
    }
    let hashed = password::hash(&wanted.password).await?;
    let new =
        store::NewAccount { name: &wanted.name, login: &wanted.login, password: Some(&hashed), lang: visit.lang, sample: false };
    let mut tx = app.db.begin().await?;
    let Some(account) = store::insert(&mut tx, &new, now).await? else {
        again.faults.add("login", visit.words().invited_login_taken());
        return Ok(Made::Page(Box::new(faulty(again.draw(visit)))));
    };
    let accepted = invitations::accept(&mut tx, id, account, &asker.from, now).await?;
    if accepted.is_some() {
        tx.commit().await?;
    }
    Ok(Made::Account(accepted.map(|_| account)))
}
