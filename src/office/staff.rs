//! Office staff and admins: who they are, inviting one, and letting one go. For admins. The last admin stays.

use crate::app::App;
use crate::audit::{self, Action, Actor, Subject};
use crate::db::{read_id, show_id};
use crate::error::Error;
use crate::institutions::desk::{Invited, link_told, make, withdraw};
use crate::people::invitations::{self, Invitation};
use crate::people::pages::{too_often, wait_told};
use crate::people::store::{self, Colleague, Taken};
use crate::people::{Grant, Who, login, sessions};
use crate::regions::{RegionCode, Regions};
use crate::time::Stamp;
use crate::web::form::{Faults, Field, Sent, choice, head};
use crate::web::parts::{note, trail};
use crate::web::{Visit, page};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};
use serde_json::json;

/// The staff, and the form that invites.
#[derive(Debug)]
pub struct StaffPage {
    pub own: i64,
    pub staff: Vec<Colleague>,
    pub invited: Vec<Invitation>,
    /// Login, role, region as typed.
    pub typed: (String, String, String),
    pub faults: Faults,
    pub above: Option<Markup>,
}

impl StaffPage {
    pub fn draw(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let body = html! {
            (trail(visit, &[(words.office_title(), "/office".to_owned())], &words.staff_title()))
            h1 { (words.staff_title()) }
            @if let Some(above) = &self.above { (above) }
            ul.rows { @for one in &self.staff { li { (self.person(visit, one)) } } }
            @if !self.invited.is_empty() {
                section aria-labelledby="invited" {
                    h2 #invited { (words.invited_open()) }
                    ul.rows {
                        @for one in &self.invited {
                            li {
                                b { (one.login.as_deref().map_or_else(|| words.invited_somebody(), login::masked)) }
                                span { (visit.lang.role_at(&one.grant, None)) }
                                form method="post" action="/office/staff" { button.quiet type="submit" name="withdraw" value=(show_id(one.id)) { (words.withdraw()) } }
                            }
                        }
                    }
                }
            }
            section aria-labelledby="invite" { h2 #invite { (words.invite_staff()) } (self.form(visit)) }
        };
        page(visit, &head(words.staff_title()), &body)
    }

    fn person(&self, visit: &Visit, one: &Colleague) -> Markup {
        let words = visit.words();
        html! {
            b { (one.name) }
            span { (visit.lang.role_at(&one.grant, None)) @if one.account == self.own { " · " (words.that_is_you()) } }
            span.small { (login::masked(&one.login)) " · " @if one.has_factor { (words.factor_is_on()) } @else { (words.factor_is_off()) } }
            form method="post" action={ "/office/staff/" (show_id(one.grant_id)) } {
                button.quiet type="submit" name="do" value="remove" { (words.take_off()) }
            }
        }
    }

    fn form(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let (login, role, region) = &self.typed;
        let roles = ["office", "admin"].map(|role| (role.to_owned(), visit.lang.role(role)));
        html! {
            form.form method="post" action="/office/staff" {
                (Field::text("login", &words.invite_login_label(), login).hint(&words.invite_login_hint()).fault(&self.faults).optional().draw())
                (choice("role", &words.invite_role_label(), &roles, role, &self.faults))
                (Field::text("region", &words.invite_region_label(), region).hint(&words.invite_region_hint()).fault(&self.faults).optional().draw())
                p.act { button type="submit" { (words.invite_button()) } }
            }
        }
    }
}

async fn staff_page(app: &App, who: &Who) -> Result<StaffPage, Error> {
    Ok(StaffPage {
        own: who.account.id,
        staff: store::staff(&app.db).await?,
        invited: invitations::of_staff(&app.db, Stamp::now()).await?,
        typed: (String::new(), "office".to_owned(), app.config.home_region.clone()),
        faults: Faults::default(),
        above: None,
    })
}

/// `GET /office/staff`
pub async fn show(State(app): State<App>, visit: Visit, who: Who) -> Result<Markup, Error> {
    Ok(staff_page(&app, &who).await?.draw(&visit))
}

/// A region as an admin types it: a code, or a name that only one place has.
fn region(typed: &str) -> Option<RegionCode> {
    let regions = Regions::builtin();
    let code = typed.parse::<RegionCode>().ok().filter(|code| regions.knows(*code));
    code.or_else(|| match regions.search(typed, 2).as_slice() {
        [only] => Some(*only),
        _ => None,
    })
}

/// `POST /office/staff`: invites, or withdraws an invitation.
pub async fn invite(State(app): State<App>, visit: Visit, who: Who, mut sent: Sent) -> Result<Response, Error> {
    let words = visit.words();
    let (typed, role, place, withdrawn) =
        (sent.line("login", 200), sent.line("role", 20), sent.line("region", 60), sent.line("withdraw", 20));
    sent.done()?;
    if !withdrawn.is_empty() {
        return withdraw(&app, &who, &withdrawn, None, "/office/staff").await;
    }
    let mut page = staff_page(&app, &who).await?;
    page.typed = (typed.clone(), role.clone(), place.clone());
    let grant = match role.as_str() {
        "admin" => Some(Grant::Admin),
        "office" => region(&place).map(|region| Grant::Office { region }),
        _ => return Err(Error::field("role", "office or admin")),
    };
    let Some(grant) = grant else {
        page.faults.add("region", words.region_unknown());
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page.draw(&visit)).into_response());
    };
    match make(&app, &visit, &who, &grant, &typed).await? {
        Invited::Link(link) => {
            let mut page = staff_page(&app, &who).await?;
            page.above = Some(link_told(&visit, &link, typed.contains('@')));
            Ok(page.draw(&visit).into_response())
        }
        Invited::Faulty(said) => {
            page.faults.add("login", said);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page.draw(&visit)).into_response())
        }
        Invited::Wait(wait) => {
            page.above = Some(note("bad", "info", &html! { p role="alert" { (wait_told(words, wait)) } }));
            Ok(too_often(wait, page.draw(&visit)))
        }
    }
}

/// `POST /office/staff/{id}`: lets somebody go.
pub async fn dismiss(
    State(app): State<App>,
    visit: Visit,
    who: Who,
    Path(id): Path<String>,
    mut sent: Sent,
) -> Result<Response, Error> {
    let wanted = sent.line("do", 20);
    sent.done()?;
    if wanted != "remove" {
        return Err(Error::field("do", "remove"));
    }
    let grant = read_id(&id).ok_or(Error::Missing("colleague"))?;
    let now = Stamp::now();
    let mut tx = app.db.begin().await?;
    match store::dismiss(&mut tx, grant).await? {
        Taken::Missing => Err(Error::Missing("colleague")),
        Taken::Last => {
            drop(tx);
            let mut page = staff_page(&app, &who).await?;
            page.above = Some(note("bad", "info", &html! { p role="alert" { (visit.words().last_admin()) } }));
            Ok((StatusCode::CONFLICT, page.draw(&visit)).into_response())
        }
        Taken::Done(gone) => {
            let detail = json!({ "role": gone.grant.slug(), "region": gone.grant.region().map(|code| code.to_string()) });
            audit::write(&mut tx, &Actor::from(&who), Action::GrantTaken, Subject::Account(gone.account), &detail, now).await?;
            if gone.account != who.account.id {
                sessions::end_all(&mut tx, gone.account, None).await?;
            }
            tx.commit().await?;
            Ok(Redirect::to(if gone.account == who.account.id { "/me" } else { "/office/staff" }).into_response())
        }
    }
}
