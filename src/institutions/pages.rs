//! The page of one institution: what is known of it, who has looked, and its open posts.

use super::{Institution, Standing, store};
use crate::app::App;
use crate::error::Error;
use crate::openings::Opening;
use crate::web::parts::{Card, cards, dialled, district_code, facts, icon, note, own_lang, pager, search_address, trail};
use crate::web::{Head, Visit, page};
use axum::extract::{Path, State};
use maud::{Markup, html};

/// An institution and its open posts.
#[derive(Debug)]
pub struct InstitutionPage {
    pub institution: Institution,
    /// Those of its open posts that stand on this page.
    pub openings: Vec<Opening>,
    /// Which page of them, from 1, and how many pages there are.
    pub page: usize,
    pub pages: usize,
}

/// How many posts a page shows.
const MOST_POSTS: i64 = 20;

impl InstitutionPage {
    pub fn draw(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let institution = &self.institution;
        let body = html! {
            (trail(visit, &self.steps(visit), &institution.name))
            article.post {
                header.opener {
                    h1 lang=[own_lang(visit, &institution.name)] { (institution.name) }
                    @if let Some(kind) = institution.kind { p.who { (visit.lang.institution_kind(kind)) } }
                    (self.standing(visit))
                }
                (self.facts(visit))
            }
            section aria-labelledby="posts" {
                h2 #posts { (words.institution_posts()) }
                @if self.openings.is_empty() {
                    p { (words.institution_no_posts()) }
                    p { a href="/openings" { (words.all_openings()) } }
                } @else {
                    (cards(visit, self.openings.iter().map(Card::from)))
                    @let own = crate::openings::pages::institution_address(institution.id);
                    (pager(visit, self.page, self.pages, |page| format!("{own}?page={page}#posts")))
                }
            }
        };
        let place = institution.region.as_deref().map(|code| visit.lang.place(code)).unwrap_or_default();
        let head = Head {
            title: institution.name.clone(),
            description: words.institution_description(&institution.name, place),
            canonical: Some(crate::openings::pages::institution_address(institution.id)),
            ..Head::default()
        };
        page(visit, &head, &body)
    }

    fn steps(&self, visit: &Visit) -> Vec<(String, String)> {
        let mut steps = vec![(visit.words().menu_openings(), "/openings".to_owned())];
        if let Some(code) = self.institution.region.as_deref() {
            steps.push((visit.lang.place(code), search_address(&[("region", &district_code(code))])));
        }
        steps
    }

    /// How far an office has looked at it, in plain words.
    fn standing(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        match self.institution.standing {
            Standing::Verified => note("good", "check", &html! { p { (words.standing_verified()) } }),
            Standing::Listed => note("ask", "ask", &html! { p { (words.standing_listed()) } }),
            Standing::Suspended => note("bad", "info", &html! { p { (words.standing_suspended()) } }),
        }
    }

    fn facts(&self, visit: &Visit) -> Markup {
        use crate::codes::LegalForm;
        let (words, lang, institution) = (visit.words(), visit.lang, &self.institution);
        let plain = |text: Option<String>| text.map(|text| html! { (text) });
        let place = institution.region.as_deref().map(|code| lang.place_in_full(code)).or_else(|| institution.place.clone());
        let form = (institution.legal_form != LegalForm::Unknown).then(|| lang.legal_form(institution.legal_form));
        let rows = [
            (words.fact_place(), plain(place)),
            (words.fact_address(), plain(institution.address.clone())),
            (words.fact_grade(), plain(institution.grade.map(|grade| words.grade(grade)))),
            (words.fact_beds(), plain(institution.beds.map(|beds| words.beds(beds)))),
            (words.fact_legal_form(), plain(form)),
            (words.fact_credit_code(), plain(institution.credit_code.clone())),
            (words.fact_contact(), plain(institution.contact.clone())),
            (
                words.fact_phone(),
                institution.phone.as_ref().map(|phone| {
                    html! { a href={ "tel:" (dialled(phone)) } { (icon("phone")) (phone) } }
                }),
            ),
        ];
        html! {
            @if rows.iter().any(|(_, value)| value.is_some()) {
                section aria-labelledby="facts" { h2 #facts { (words.institution_facts()) } (facts(&rows)) }
            }
        }
    }
}

/// `GET /institutions/{id}`
pub async fn show(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Markup, Error> {
    let id = crate::db::read_id(&id).ok_or(Error::Missing("institution"))?;
    let institution = store::find(&app.db, id).await?.ok_or(Error::Missing("institution"))?;
    let posts = crate::openings::store::count_of_institution(&app.db, id, visit.today).await?;
    let pages = usize::try_from(posts).unwrap_or(0).div_ceil(MOST_POSTS as usize).max(1);
    let page = page_asked(&visit, pages)?;
    let before = (page as i64 - 1) * MOST_POSTS;
    let openings = crate::openings::store::of_institution_from(&app.db, id, visit.today, before, MOST_POSTS).await?;
    Ok(InstitutionPage { institution, openings, page, pages }.draw(&visit))
}

/// Which page of the posts is asked for. One that is not there is a fault.
fn page_asked(visit: &Visit, pages: usize) -> Result<usize, Error> {
    let asked = crate::web::visit::pairs(&visit.query).into_iter().find(|(name, _)| name == "page").map(|(_, page)| page);
    let Some(asked) = asked else { return Ok(1) };
    let page = asked.parse().ok().filter(|page| (1..=pages).contains(page));
    page.ok_or_else(|| Error::field("page", format!("is not a number from 1 to {pages}")))
}
