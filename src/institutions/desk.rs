//! An institution's desk: where its own people begin, and who they are.
//!
//! Everything here is about the institution whose desk is open; no address names another. An institution always keeps at
//! least one owner.

use super::{Institution, Standing, store};
use crate::app::App;
use crate::audit::{self, Action, Actor, Subject};
use crate::db::{read_id, show_id};
use crate::error::Error;
use crate::mail::{Asked, outbox};
use crate::openings::Opening;
use crate::people::invitations::{self, Invitation};
use crate::people::pages::{login_fault, too_often, wait_told};
use crate::people::store::{self as people, Colleague, Taken};
use crate::people::{Desk, Grant, Login, Who, letters, login, sessions, tries};
use crate::time::Stamp;
use crate::web::form::{Faults, Field, Sent, choice, head};
use crate::web::parts::{Card, cards, note, own_lang, trail};
use crate::web::{Visit, page};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};
use serde_json::json;
use tower_sessions::Session;

/// Whoever the table lets in has a desk; should it ever let in another, there is nothing to see.
fn desk_of(who: &Who) -> Result<Desk, Error> {
    who.desk.ok_or(Error::Missing("desk"))
}

async fn institution_of(app: &App, desk: Desk) -> Result<Institution, Error> {
    store::find(&app.db, desk.institution).await?.ok_or(Error::Missing("institution"))
}

/// The start page.
#[derive(Debug)]
pub struct DeskPage {
    pub institution: Institution,
    pub desk: Desk,
    /// The other desks of the same person.
    pub others: Vec<(i64, String)>,
    pub openings: Vec<Opening>,
    pub people: usize,
}

impl DeskPage {
    pub fn draw(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let name = &self.institution.name;
        let body = html! {
            (trail(visit, &[], &words.desk_title()))
            h1 lang=[own_lang(visit, name)] { (name) }
            (standing(visit, self.institution.standing))
            ul.figures {
                li { b { (self.openings.len()) } " " (words.desk_openings_count()) }
                li { b { (self.people) } " " a href="/desk/colleagues" { (words.desk_people_count()) } }
            }
            ul.links {
                li { a.go href=(crate::openings::pages::institution_address(self.institution.id)) { (words.desk_public_page()) } }
                li { a.go href="/desk/colleagues" { (words.colleagues_title()) } }
            }
            @if !self.others.is_empty() { (self.other_desks(visit)) }
            section aria-labelledby="posts" {
                h2 #posts { (words.institution_posts()) }
                @if self.openings.is_empty() { p { (words.desk_no_posts()) } } @else { (cards(visit, self.openings.iter().map(Card::from))) }
            }
        };
        page(visit, &head(words.desk_of(name)), &body)
    }

    fn other_desks(&self, visit: &Visit) -> Markup {
        html! {
            form.form method="post" action="/desk" {
                fieldset {
                    legend { (visit.words().desk_others()) }
                    @for (id, name) in &self.others {
                        p { button.quiet type="submit" name="institution" value=(show_id(*id)) { (name) } }
                    }
                }
            }
        }
    }
}

/// How far an office has looked, said to the institution itself.
fn standing(visit: &Visit, standing: Standing) -> Markup {
    let words = visit.words();
    match standing {
        Standing::Verified => note("good", "check", &html! { p { (words.desk_verified()) } }),
        Standing::Listed => note("ask", "ask", &html! { p { (words.desk_listed()) } }),
        Standing::Suspended => note("bad", "info", &html! { p { (words.desk_suspended()) } }),
    }
}

/// `GET /desk`
pub async fn show(State(app): State<App>, visit: Visit, who: Who) -> Result<Markup, Error> {
    const MOST_POSTS: i64 = 100;
    let desk = desk_of(&who)?;
    let institution = institution_of(&app, desk).await?;
    let openings = crate::openings::store::of_institution(&app.db, desk.institution, visit.today, MOST_POSTS).await?;
    let people = people::of_institution(&app.db, desk.institution).await?.len();
    let mut others = vec![];
    for id in who.account.grants.iter().filter_map(Grant::institution).filter(|id| *id != desk.institution) {
        if let Some(other) = store::find(&app.db, id).await? {
            others.push((id, other.name));
        }
    }
    Ok(DeskPage { institution, desk, others, openings, people }.draw(&visit))
}

/// `POST /desk`: opens another of one's desks.
pub async fn choose(who: Who, session: Session, mut sent: Sent) -> Result<Redirect, Error> {
    let wanted = read_id(&sent.line("institution", 20)).ok_or(Error::Missing("institution"))?;
    sent.done()?;
    if !who.account.grants.iter().any(|grant| grant.institution() == Some(wanted)) {
        return Err(Error::Missing("institution"));
    }
    session.insert(sessions::DESK, wanted).await.map_err(|fault| Error::Busy(format!("writing a session: {fault}")))?;
    Ok(Redirect::to("/desk"))
}

/// The people of an institution, and who is invited.
#[derive(Debug)]
pub struct ColleaguesPage {
    pub institution: Institution,
    pub desk: Desk,
    pub own: i64,
    pub people: Vec<Colleague>,
    pub invited: Vec<Invitation>,
    pub typed: (String, String),
    pub faults: Faults,
    pub above: Option<Markup>,
}

impl ColleaguesPage {
    pub fn draw(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let body = html! {
            (trail(visit, &[(words.desk_title(), "/desk".to_owned())], &words.colleagues_title()))
            h1 { (words.colleagues_title()) }
            p.lead { (self.institution.name) }
            @if let Some(above) = &self.above { (above) }
            ul.rows { @for one in &self.people { li { (self.person(visit, one)) } } }
            @if self.desk.owner {
                @if !self.invited.is_empty() {
                    section aria-labelledby="invited" { h2 #invited { (words.invited_open()) } (self.invitations(visit)) }
                }
                section aria-labelledby="invite" { h2 #invite { (words.invite_colleague()) } (self.form(visit)) }
            } @else {
                p { (words.colleagues_owners_only()) }
            }
        };
        page(visit, &head(words.colleagues_title()), &body)
    }

    fn person(&self, visit: &Visit, one: &Colleague) -> Markup {
        let words = visit.words();
        let owner = matches!(one.grant, Grant::Owner { .. });
        html! {
            b { (one.name) }
            span { (visit.lang.role(one.grant.slug())) @if one.account == self.own { " · " (words.that_is_you()) } }
            span.small { (login::masked(&one.login)) }
            @if self.desk.owner {
                form method="post" action={ "/desk/colleagues/" (show_id(one.grant_id)) } {
                    @if owner {
                        button.quiet type="submit" name="do" value="member" { (words.make_member()) }
                    } @else {
                        button.quiet type="submit" name="do" value="owner" { (words.make_owner()) }
                    }
                    button.quiet type="submit" name="do" value="remove" { (words.take_off()) }
                }
            }
        }
    }

    fn invitations(&self, visit: &Visit) -> Markup {
        html! {
            ul.rows {
                @for one in &self.invited {
                    li {
                        b { (one.login.as_deref().map_or_else(|| visit.words().invited_somebody(), login::masked)) }
                        span { (visit.lang.role(one.grant.slug())) }
                        form method="post" action="/desk/colleagues" {
                            button.quiet type="submit" name="withdraw" value=(show_id(one.id)) { (visit.words().withdraw()) }
                        }
                    }
                }
            }
        }
    }

    fn form(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let roles = ["member", "owner"].map(|role| (role.to_owned(), visit.lang.role(role)));
        html! {
            form.form method="post" action="/desk/colleagues" {
                (Field::text("login", &words.invite_login_label(), &self.typed.0).hint(&words.invite_login_hint()).fault(&self.faults).optional().draw())
                (choice("role", &words.invite_role_label(), &roles, &self.typed.1, &self.faults))
                p.act { button type="submit" { (words.invite_button()) } }
            }
        }
    }
}

async fn colleagues_page(app: &App, who: &Who) -> Result<ColleaguesPage, Error> {
    let desk = desk_of(who)?;
    Ok(ColleaguesPage {
        institution: institution_of(app, desk).await?,
        desk,
        own: who.account.id,
        people: people::of_institution(&app.db, desk.institution).await?,
        invited: invitations::of_institution(&app.db, desk.institution, Stamp::now()).await?,
        typed: (String::new(), "member".to_owned()),
        faults: Faults::default(),
        above: None,
    })
}

/// `GET /desk/colleagues`
pub async fn colleagues(State(app): State<App>, visit: Visit, who: Who) -> Result<Markup, Error> {
    Ok(colleagues_page(&app, &who).await?.draw(&visit))
}

/// `POST /desk/colleagues`: invites somebody, or withdraws an invitation.
pub async fn invite(State(app): State<App>, visit: Visit, who: Who, mut sent: Sent) -> Result<Response, Error> {
    let desk = desk_of(&who)?;
    let (typed, role, withdrawn) = (sent.line("login", 200), sent.line("role", 20), sent.line("withdraw", 20));
    sent.done()?;
    if !withdrawn.is_empty() {
        return withdraw(&app, &who, &withdrawn, Some(desk.institution), "/desk/colleagues").await;
    }
    let grant = match role.as_str() {
        "member" => Grant::Member { institution: desk.institution },
        "owner" => Grant::Owner { institution: desk.institution },
        _ => return Err(Error::field("role", "member or owner")),
    };
    let mut page = colleagues_page(&app, &who).await?;
    page.typed = (typed.clone(), role);
    match make(&app, &visit, &who, &grant, &typed).await? {
        Invited::Link(link) => {
            page.above = Some(link_told(&visit, &link, typed.contains('@')));
            page.typed = (String::new(), "member".to_owned());
            page.invited = invitations::of_institution(&app.db, desk.institution, Stamp::now()).await?;
            Ok(page.draw(&visit).into_response())
        }
        Invited::Faulty(said) => {
            page.faults.add("login", said);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page.draw(&visit)).into_response())
        }
        Invited::Wait(wait) => {
            page.above = Some(note("bad", "info", &html! { p role="alert" { (wait_told(visit.words(), wait)) } }));
            Ok(too_often(wait, page.draw(&visit)))
        }
    }
}

/// What became of an invitation that somebody wanted to make.
#[derive(Debug)]
pub enum Invited {
    /// Made; this is the link, shown once.
    Link(String),
    /// The login is neither a number nor an address.
    Faulty(String),
    Wait(tries::Wait),
}

/// Makes an invitation; an address gets a letter, and whoever invites gets the link to pass on.
pub async fn make(app: &App, visit: &Visit, who: &Who, grant: &Grant, typed: &str) -> Result<Invited, Error> {
    let login = match typed.is_empty() {
        true => None,
        false => match Login::read_new(typed) {
            Ok(login) => Some(login),
            Err(fault) => return Ok(Invited::Faulty(login_fault(visit.words(), fault))),
        },
    };
    let now = Stamp::now();
    if let Err(wait) = tries::count(&app.db, tries::INVITE, &who.account.id.to_string(), now).await? {
        return Ok(Invited::Wait(wait));
    }
    let mut tx = app.db.begin().await?;
    let shown = login.as_ref().map(Login::as_str);
    let (id, secret) = invitations::make(&mut tx, grant, shown, visit.lang, &Actor::from(who), now).await?;
    if login.as_ref().and_then(Login::email).is_some() {
        outbox::ask(&mut tx, &Asked::of(letters::INVITATION, now, visit.lang).invitation(id)).await?;
    }
    tx.commit().await?;
    Ok(Invited::Link(visit.absolute(&format!("/invited/{secret}"))))
}

/// The link of a new invitation, to pass on.
pub fn link_told(visit: &Visit, link: &str, mailed: bool) -> Markup {
    let words = visit.words();
    note(
        "good",
        "check",
        &html! {
            p role="status" { @if mailed { (words.invited_mailed()) } @else { (words.invited_link_only()) } }
            p { code { (link) } }
        },
    )
}

/// Withdraws an invitation of this institution, or of staff.
pub async fn withdraw(app: &App, who: &Who, id: &str, institution: Option<i64>, back: &str) -> Result<Response, Error> {
    let id = read_id(id).ok_or(Error::Missing("invitation"))?;
    let mut tx = app.db.begin().await?;
    if !invitations::withdraw(&mut tx, id, institution, &Actor::from(who), Stamp::now()).await? {
        return Err(Error::Missing("invitation"));
    }
    tx.commit().await?;
    Ok(Redirect::to(back).into_response())
}

/// `POST /desk/colleagues/{id}`: makes somebody owner or member, or takes them off.
pub async fn change(
    State(app): State<App>,
    visit: Visit,
    who: Who,
    Path(id): Path<String>,
    mut sent: Sent,
) -> Result<Response, Error> {
    let wanted = sent.line("do", 20);
    sent.done()?;
    let desk = desk_of(&who)?;
    let grant_id = read_id(&id).ok_or(Error::Missing("colleague"))?;
    let institution = desk.institution;
    let to = match wanted.as_str() {
        "owner" => Some(Grant::Owner { institution }),
        "member" => Some(Grant::Member { institution }),
        "remove" => None,
        _ => return Err(Error::field("do", "owner, member or remove")),
    };
    let now = Stamp::now();
    let mut tx = app.db.begin().await?;
    match people::change_colleague(&mut tx, institution, grant_id, to.as_ref(), now).await? {
        Taken::Missing => Err(Error::Missing("colleague")),
        Taken::Last => {
            drop(tx);
            let mut page = colleagues_page(&app, &who).await?;
            page.above = Some(note("bad", "info", &html! { p role="alert" { (visit.words().last_owner()) } }));
            Ok((StatusCode::CONFLICT, page.draw(&visit)).into_response())
        }
        Taken::Done(colleague) => {
            let action = if to.is_some() { Action::GrantGiven } else { Action::GrantTaken };
            let detail = json!({ "role": to.as_ref().unwrap_or(&colleague.grant).slug(), "institution": show_id(institution) });
            audit::write(&mut tx, &Actor::from(&who), action, Subject::Account(colleague.account), &detail, now).await?;
            // What they may do changed: they come in anew. One's own session goes on; it carries no rights.
            if colleague.account != who.account.id {
                sessions::end_all(&mut tx, colleague.account, None).await?;
            }
            tx.commit().await?;
            let still_here = colleague.account != who.account.id || to.is_some();
            Ok(Redirect::to(if still_here { "/desk/colleagues" } else { "/me" }).into_response())
        }
    }
}
