//! The home page: one search box, a door for each of the people the market is for, where the posts are, and the newest of them.

use crate::app::App;
use crate::codes::Pathway;
use crate::db::Db;
use crate::error::Error;
use crate::openings::{Opening, store};
use crate::regions::{RegionCode, Regions};
use crate::search::{FacetCount, Request};
use crate::web::parts::{Card, cards, icon, note, search_address, search_box};
use crate::web::{Head, Visit, assets, drawings, page};
use axum::extract::State;
use jiff::civil::Date;
use maud::{Markup, html};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What the home page shows.
#[derive(Debug)]
pub struct Home {
    /// The region this market is first for.
    pub region: String,
    /// Public posts, and institutions that have one.
    pub openings: i64,
    pub institutions: i64,
    /// Posts by the parts of the region.
    pub districts: Vec<FacetCount>,
    pub newest: Vec<Opening>,
}

/// The doors: for whom, under which drawing.
const DOORS: &[(Pathway, &str)] = &[
    (Pathway::Graduate, "cap"),
    (Pathway::CrossField, "broom"),
    (Pathway::RetiredMedic, "medic"),
    (Pathway::RuralLowIncome, "field"),
    (Pathway::FamilyCarer, "home"),
    (Pathway::Volunteer, "heart"),
];

impl Home {
    pub fn draw(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let place = visit.lang.region_short(&self.region);
        let body = html! {
            section.hero {
                div {
                    h1 { (words.home_title(&place)) }
                    p.lead { (words.home_lead()) }
                    (search_box(visit, "", &[], true))
                    (examples(visit))
                    p.to-match { a.go href="/match" { (icon("ask")) (words.home_match_go()) } span { (words.home_match()) } }
                }
                img.scene src=(assets::scene()) alt="" width="420" height="300";
            }
            (self.figures(visit))
            (doors(visit))
            section aria-labelledby="where" {
                h2 #where { (words.home_where(&place)) }
                div.side {
                    (drawings::supply(visit, &self.districts))
                    div {
                        (note("calm", "scales", &html! { p { b { (words.fair_title()) } " " (words.fair_told()) } }))
                        (note("calm", "shield", &html! { p { b { (words.safe_title()) } " " (words.safe_told()) } }))
                    }
                }
            }
            (self.newest(visit))
        };
        let head = Head {
            description: words.home_description(&place),
            canonical: Some("/".to_owned()),
            feed: Some("/openings.atom".to_owned()),
            ..Head::default()
        };
        page(visit, &head, &body)
    }

    fn figures(&self, visit: &Visit) -> Markup {
        let (words, lang) = (visit.words(), visit.lang);
        html! {
            ul.figures {
                li { a href="/openings" { b { (lang.number(self.openings)) } " " (words.figure_openings(self.openings)) } }
                li { b { (lang.number(self.institutions)) } " " (words.figure_institutions(self.institutions)) }
                li { b { (words.figure_free()) } " " (words.figure_free_told()) }
            }
        }
    }

    fn newest(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        html! {
            @if !self.newest.is_empty() {
                section aria-labelledby="newest" {
                    h2 #newest { (words.home_newest()) }
                    (cards(visit, self.newest.iter().map(Card::from)))
                    p { a.go href="/openings?sort=newest" { (words.all_openings()) } }
                }
            }
        }
    }
}

fn examples(visit: &Visit) -> Markup {
    let words = visit.words();
    html! {
        div.chips {
            p #tries { (words.examples_name()) }
            ul aria-labelledby="tries" {
                @for example in [words.example_1(), words.example_2(), words.example_3()] {
                    li { a.chip href=(search_address(&[("q", &example)])) { (example) } }
                }
            }
        }
    }
}

fn doors(visit: &Visit) -> Markup {
    let words = visit.words();
    html! {
        section aria-labelledby="doors" {
            h2 #doors { (words.doors_title()) }
            ul.doors {
                @for (pathway, drawing) in DOORS {
                    li {
                        a href=(search_address(&[("pathway", pathway.slug())])) {
                            (icon(drawing))
                            @let (who, told) = door_told(visit, *pathway);
                            span { b { (who) } (told) }
                        }
                    }
                }
            }
        }
    }
}

/// Whom a door is for, and what is behind it.
fn door_told(visit: &Visit, pathway: Pathway) -> (String, String) {
    let words = visit.words();
    match pathway {
        Pathway::Graduate => (words.door_graduate_who(), words.door_graduate()),
        Pathway::CrossField => (words.door_cross_field_who(), words.door_cross_field()),
        Pathway::Medic | Pathway::RetiredMedic => (words.door_retired_medic_who(), words.door_retired_medic()),
        Pathway::RuralLowIncome | Pathway::Returnee => (words.door_rural_who(), words.door_rural()),
        Pathway::FamilyCarer => (words.door_family_carer_who(), words.door_family_carer()),
        Pathway::Volunteer => (words.door_volunteer_who(), words.door_volunteer()),
    }
}

/// The market's two figures. Counting walks over every post, so it is done once for each position of the change log and day;
/// they are never older than the page.
#[derive(Debug, Default)]
pub struct Figures(Mutex<Option<Counted>>);

#[derive(Debug, Clone, Copy)]
struct Counted {
    seq: i64,
    day: Date,
    /// Public posts, and institutions that have one.
    figures: (i64, i64),
}

impl Figures {
    async fn on(&self, db: &Db, day: Date) -> Result<(i64, i64), Error> {
        // Read before counting: what changes meanwhile is counted anew for the next visitor.
        let seq = crate::search::newest(db).await?;
        let kept = *self.kept();
        if let Some(counted) = kept.filter(|counted| counted.seq == seq && counted.day == day) {
            return Ok(counted.figures);
        }
        let figures = store::public_counts(db, day).await?;
        *self.kept() = Some(Counted { seq, day, figures });
        Ok(figures)
    }

    fn kept(&self) -> MutexGuard<'_, Option<Counted>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// `GET /`
pub async fn show(State(app): State<App>, visit: Visit) -> Result<Markup, Error> {
    const NEWEST: i64 = 6;
    let region = app.config.home_region.clone();
    let (openings, institutions) = app.figures.on(&app.db, visit.today).await?;
    let newest = store::newest(&app.db, visit.today, NEWEST).await?;
    let at_home = Request { regions: vec![region.clone()], per_page: 1, ..Request::default() };
    let found = app.search.answer(&app.db, &at_home).await?;
    let districts = districts(&region, &found.facets.region);
    Ok(Home { region, openings, institutions, districts, newest }.draw(&visit))
}

/// Every part of the region with its count; a part without posts counts nought.
fn districts(region: &str, counts: &[FacetCount]) -> Vec<FacetCount> {
    let Ok(code) = region.parse::<RegionCode>() else { return counts.to_vec() };
    let parts = Regions::builtin().children(Some(code)).map(|part| part.code.to_string());
    parts
        .map(|value| FacetCount {
            count: counts.iter().find(|counted| counted.value == value).map_or(0, |counted| counted.count),
            value,
        })
        .collect()
}
