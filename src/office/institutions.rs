//! The institutions of the office's region: the list, and one with its people. The office invites the first owner of an
//! institution that is only known from a list.

use super::Area;
use super::store::{self, Listed};
use crate::app::App;
use crate::audit::{self, Action, Actor, Subject};
use crate::db::{read_id, show_id};
use crate::error::Error;
use crate::institutions::desk::{Invited, link_told, make, withdraw};
use crate::institutions::{self, Institution, Standing};
use crate::people::invitations::{self, Invitation};
use crate::people::pages::{too_often, wait_told};
use crate::people::store::Colleague;
use crate::people::{Grant, Who, login, store as people};
use crate::time::Stamp;
use crate::web::form::{Faults, Field, Sent, head};
use crate::web::parts::{note, own_lang, pager, trail};
use crate::web::visit::{encode, pairs};
use crate::web::{Visit, page};
use crate::words::Words;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

const A_PAGE: i64 = 50;

/// The list.
#[derive(Debug)]
pub struct ListPage {
    pub text: String,
    pub found: i64,
    pub at: i64,
    pub listed: Vec<Listed>,
}

impl ListPage {
    pub fn draw(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let last = usize::try_from((self.found + A_PAGE - 1) / A_PAGE).unwrap_or(1);
        let body = html! {
            (trail(visit, &[(words.office_title(), "/office".to_owned())], &words.office_institutions()))
            h1 { (words.office_institutions()) }
            form.form method="get" action="/office/institutions" {
                (Field::text("name", &words.part_of_name(), &self.text).optional().draw())
                p.act { button type="submit" { (words.search_button()) } }
            }
            p { (words.found_institutions(self.found)) }
            ul.rows {
                @for one in &self.listed {
                    li {
                        b lang=[own_lang(visit, &one.name)] { a href={ "/office/institutions/" (show_id(one.id)) } { (one.name) } }
                        span { (standing(words, one.standing)) }
                        span.small {
                            @if let Some(code) = &one.region { (visit.lang.place(code)) " · " }
                            (words.people_count(one.people))
                        }
                    }
                }
            }
            (pager(visit, usize::try_from(self.at).unwrap_or(1), last, |number| format!("/office/institutions?name={}&page={number}", encode(&self.text))))
        };
        page(visit, &head(words.office_institutions()), &body)
    }
}

fn standing(words: &Words, standing: Standing) -> String {
    match standing {
        Standing::Listed => words.state_listed(),
        Standing::Verified => words.state_verified(),
        Standing::Suspended => words.state_suspended(),
    }
}

/// The number of the page that an address asks for.
pub fn page_number(query: &[(String, String)]) -> Result<i64, Error> {
    match query.iter().find(|(name, _)| name == "page") {
        None => Ok(1),
        Some((_, number)) => match number.parse() {
            Ok(number @ 1..=200_000) => Ok(number),
            _ => Err(Error::field("page", "a whole number from 1")),
        },
    }
}

/// `GET /office/institutions`
pub async fn list(State(app): State<App>, visit: Visit, who: Who) -> Result<Markup, Error> {
    let query = pairs(&visit.query);
    let at = page_number(&query)?;
    let text: String = query
        .iter()
        .find(|(name, _)| name == "name")
        .map(|(_, text)| text.trim().chars().filter(|c| !c.is_control()).take(100).collect())
        .unwrap_or_default();
    // One list a person: staff of several regions see the widest, and the others by its pages.
    let (mut found, mut listed) = (0, vec![]);
    let mut skip = (at - 1) * A_PAGE;
    for area in Area::of(&who) {
        let here = store::count_institutions(&app.db, area, &text).await?;
        found += here;
        let room = A_PAGE - i64::try_from(listed.len()).unwrap_or(A_PAGE);
        if room > 0 && skip < here {
            listed.extend(store::institutions(&app.db, area, &text, skip, room).await?);
        }
        skip = (skip - here).max(0);
    }
    Ok(ListPage { text, found, at, listed }.draw(&visit))
}

/// One institution as the office sees it.
#[derive(Debug)]
pub struct OnePage {
    pub institution: Institution,
    pub people: Vec<Colleague>,
    pub invited: Vec<Invitation>,
    pub typed: String,
    pub faults: Faults,
    pub above: Option<Markup>,
}

impl OnePage {
    pub fn draw(&self, visit: &Visit) -> Markup {
        let (words, institution) = (visit.words(), &self.institution);
        let steps =
            [(words.office_title(), "/office".to_owned()), (words.office_institutions(), "/office/institutions".to_owned())];
        let here = format!("/office/institutions/{}", show_id(institution.id));
        let body = html! {
            (trail(visit, &steps, &institution.name))
            h1 lang=[own_lang(visit, &institution.name)] { (institution.name) }
            p.lead {
                (standing(words, institution.standing))
                @if let Some(code) = &institution.region { " · " (visit.lang.place_in_full(code)) }
            }
            @if let Some(above) = &self.above { (above) }
            p { a href=(crate::openings::pages::institution_address(institution.id)) { (words.desk_public_page()) } }
            section aria-labelledby="people" {
                h2 #people { (words.institution_people()) }
                @if self.people.is_empty() { p { (words.institution_nobody()) } }
                ul.rows {
                    @for one in &self.people {
                        li { b { (one.name) } span { (visit.lang.role(one.grant.slug())) } span.small { (login::masked(&one.login)) } }
                    }
                    @for one in &self.invited {
                        li {
                            b { (one.login.as_deref().map_or_else(|| words.invited_somebody(), login::masked)) }
                            span { (words.invited_open()) " · " (visit.lang.role(one.grant.slug())) }
                            form method="post" action=(here) { button.quiet type="submit" name="withdraw" value=(show_id(one.id)) { (words.withdraw()) } }
                        }
                    }
                }
            }
            section aria-labelledby="invite" {
                h2 #invite { (words.invite_owner()) }
                p { (words.invite_owner_told()) }
                form.form method="post" action=(here) {
                    (Field::text("login", &words.invite_login_label(), &self.typed).hint(&words.invite_login_hint()).fault(&self.faults).optional().draw())
                    p.act { button type="submit" { (words.invite_button()) } }
                }
            }
        };
        page(visit, &head(institution.name.clone()), &body)
    }
}

async fn one_page(app: &App, id: i64) -> Result<OnePage, Error> {
    let institution = institutions::store::find(&app.db, id).await?.ok_or(Error::Missing("institution"))?;
    Ok(OnePage {
        institution,
        people: people::of_institution(&app.db, id).await?,
        invited: invitations::of_institution(&app.db, id, Stamp::now()).await?,
        typed: String::new(),
        faults: Faults::default(),
        above: None,
    })
}

/// `GET /office/institutions/{id}`: its people's names are personal data, so the look is written down.
pub async fn show(State(app): State<App>, visit: Visit, who: Who, Path(id): Path<String>) -> Result<Markup, Error> {
    let id = read_id(&id).ok_or(Error::Missing("institution"))?;
    audit::write_read(&app.db, &Actor::from(&who), Action::RecordRead, Subject::Institution(id), Stamp::now()).await?;
    Ok(one_page(&app, id).await?.draw(&visit))
}

/// `POST /office/institutions/{id}`: invites an owner, or withdraws that.
pub async fn invite(
    State(app): State<App>,
    visit: Visit,
    who: Who,
    Path(id): Path<String>,
    mut sent: Sent,
) -> Result<Response, Error> {
    let id = read_id(&id).ok_or(Error::Missing("institution"))?;
    let (typed, withdrawn) = (sent.line("login", 200), sent.line("withdraw", 20));
    sent.done()?;
    if !withdrawn.is_empty() {
        return withdraw(&app, &who, &withdrawn, Some(id), &format!("/office/institutions/{}", show_id(id))).await;
    }
    let made = make(&app, &visit, &who, &Grant::Owner { institution: id }, &typed).await?;
    let mut page = one_page(&app, id).await?;
    match made {
        Invited::Link(link) => {
            page.above = Some(link_told(&visit, &link, typed.contains('@')));
            Ok(page.draw(&visit).into_response())
        }
        Invited::Faulty(said) => {
            page.faults.add("login", said);
            page.typed = typed;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page.draw(&visit)).into_response())
        }
        Invited::Wait(wait) => {
            page.above = Some(note("bad", "info", &html! { p role="alert" { (wait_told(visit.words(), wait)) } }));
            Ok(too_often(wait, page.draw(&visit)))
        }
    }
}
