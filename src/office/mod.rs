//! The office: what its staff see of their region, who the staff are, and the book of who did what.
//!
//! A clerk sees the regions of their own grants and everything under them; an admin sees all. That is held in the table of
//! rights for addresses that name an institution, and in the questions to the store for lists.

pub mod book;
pub mod institutions;
pub mod staff;
pub mod store;

use crate::app::App;
use crate::error::Error;
use crate::people::Who;
use crate::regions::RegionCode;
use crate::web::form::head;
use crate::web::parts::{note, trail};
use crate::web::{Visit, page};
use axum::extract::State;
use maud::{Markup, html};

/// The figures of one region.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    pub institutions: i64,
    /// … of which an office verified them.
    pub verified: i64,
    /// … of which have somebody who can sign in for them.
    pub staffed: i64,
    /// Public posts.
    pub openings: i64,
    /// Places in them, where they say how many; one where they do not.
    pub places: i64,
}

/// Where somebody of the office works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// An admin.
    Everywhere,
    Region(RegionCode),
}

impl Area {
    /// The areas of somebody, widest first; none lies in another.
    pub fn of(who: &Who) -> Vec<Self> {
        if who.is_admin() {
            return vec![Self::Everywhere];
        }
        let all: Vec<RegionCode> = who.regions().collect();
        let outer = |one: &RegionCode| !all.iter().any(|other| other != one && other.contains(*one));
        all.iter().filter(|one| outer(one)).copied().map(Self::Region).collect()
    }

    /// The digits that codes of this area begin with.
    pub fn prefix(self) -> String {
        match self {
            Self::Everywhere => String::new(),
            Self::Region(region) => region.prefix(),
        }
    }

    /// What it is called.
    pub fn name(self, visit: &Visit) -> String {
        match self {
            Self::Everywhere => visit.words().everywhere(),
            Self::Region(region) => visit.lang.place_in_full(&region.to_string()),
        }
    }
}

/// An area with its figures.
#[derive(Debug)]
pub struct Seen {
    pub area: Area,
    pub figures: Figures,
    /// Those of its parts, by code.
    pub parts: Vec<(String, Figures)>,
}

/// The start page: figures of each area and of the districts in it.
#[derive(Debug)]
pub struct OfficePage {
    pub areas: Vec<Seen>,
    pub admin: bool,
}

impl OfficePage {
    pub fn draw(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let body = html! {
            (trail(visit, &[], &words.office_title()))
            h1 { (words.office_title()) }
            ul.links {
                li { a.go href="/office/institutions" { (words.office_institutions()) } }
                @if self.admin {
                    li { a.go href="/office/staff" { (words.staff_title()) } }
                    li { a.go href="/office/audit" { (words.audit_title()) } }
                }
            }
            @for (at, Seen { area, figures, parts }) in self.areas.iter().enumerate() {
                section aria-labelledby={ "area" (at) } {
                    h2 id={ "area" (at) } { (area.name(visit)) }
                    (self.figures(visit, figures))
                    @if !parts.is_empty() { (table(visit, parts)) }
                }
            }
            (note("ask", "info", &html! { p { (words.office_figures_from()) } }))
        };
        page(visit, &head(words.office_title()), &body)
    }

    fn figures(&self, visit: &Visit, figures: &Figures) -> Markup {
        let (words, lang) = (visit.words(), visit.lang);
        let rows = [
            (figures.institutions, words.office_figure_institutions()),
            (figures.verified, words.office_figure_verified()),
            (figures.staffed, words.office_figure_staffed()),
            (figures.openings, words.office_figure_openings()),
            (figures.places, words.office_figure_places()),
        ];
        html! { ul.figures { @for (number, name) in rows { li { b { (lang.number(number)) } " " (name) } } } }
    }
}

fn table(visit: &Visit, parts: &[(String, Figures)]) -> Markup {
    let (words, lang) = (visit.words(), visit.lang);
    html! {
        table {
            thead { tr {
                th scope="col" { (words.facet_region()) } th scope="col" { (words.office_figure_institutions()) }
                th scope="col" { (words.office_figure_openings()) } th scope="col" { (words.office_figure_places()) }
            } }
            tbody {
                @for (code, figures) in parts {
                    tr {
                        th scope="row" { (lang.region(code)) } td { (lang.number(figures.institutions)) }
                        td { (lang.number(figures.openings)) } td { (lang.number(figures.places)) }
                    }
                }
            }
        }
    }
}

/// `GET /office`
pub async fn show(State(app): State<App>, visit: Visit, who: Who) -> Result<Markup, Error> {
    let mut areas = vec![];
    for area in Area::of(&who) {
        let figures = store::figures(&app.db, area, visit.today).await?;
        let parts = match area {
            Area::Everywhere => store::by_part(&app.db, area, 4, visit.today).await?,
            Area::Region(_) => store::by_part(&app.db, area, 6, visit.today).await?,
        };
        areas.push(Seen { area, figures, parts });
    }
    Ok(OfficePage { areas, admin: who.is_admin() }.draw(&visit))
}
