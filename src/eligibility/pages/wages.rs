//! `/wages`: the minimum wages, each with its day and its source. A place without a row is said to have none; no neighbour's figure
//! stands in for it.

use super::policies::place_name;
use crate::app::App;
use crate::eligibility::carried;
use crate::eligibility::facts::{covers, significant};
use crate::eligibility::wages::{MinimumWage, MinimumWages};
use crate::eligibility::wording;
use crate::web::assets::rules_style;
use crate::web::parts::{note, trail};
use crate::web::{Head, Visit, page};
use axum::extract::State;
use maud::{Markup, html};

/// The rows, those of the home province first.
#[derive(Debug)]
pub struct WagesPage<'w> {
    pub wages: &'w MinimumWages,
    /// The place this market is first for.
    pub home: String,
}

impl WagesPage<'_> {
    pub fn draw(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let (current, older): (Vec<_>, Vec<_>) = self.wages.rows().iter().rev().partition(|row| self.holds(visit, row));
        let (home, elsewhere): (Vec<_>, Vec<_>) = current.into_iter().partition(|row| self.is_at_home(row));
        let place = visit.lang.region(&self.home);
        let body = html! {
            (trail(visit, &[], &words.wages_title()))
            h1 { (words.wages_title()) }
            p.lead { (words.wages_lead()) }
            section aria-labelledby="now" {
                h2 #now { (words.wages_now(&place)) }
                @if home.is_empty() { (note("ask", "ask", &html! { p { (words.wages_none()) } })) } @else { (rows(visit, &home)) }
                p.small { (words.wages_hour_told()) }
            }
            @if !elsewhere.is_empty() {
                section aria-labelledby="elsewhere" { h2 #elsewhere { (words.wages_elsewhere()) } (rows(visit, &elsewhere)) }
            }
            @if !older.is_empty() {
                section aria-labelledby="older" { h2 #older { (words.wages_old()) } (rows(visit, &older)) }
            }
            (note("calm", "shield", &html! { p { (words.wages_complain()) } }))
        };
        let head = Head {
            title: words.wages_title(),
            description: words.wages_now(&place),
            canonical: Some("/wages".to_owned()),
            style: Some(rules_style()),
            ..Head::default()
        };
        page(visit, &head, &body)
    }

    /// Whether a row is the one in force today in one of its places.
    fn holds(&self, visit: &Visit, row: &MinimumWage) -> bool {
        row.regions.iter().any(|region| self.wages.on(region, visit.today) == Some(row))
    }

    /// Whether a row is of the home city.
    fn is_at_home(&self, row: &MinimumWage) -> bool {
        row.regions.iter().any(|region| covers(&self.home, region) == Some(true) || covers(region, &self.home) == Some(true))
    }
}

fn rows(visit: &Visit, rows: &[&MinimumWage]) -> Markup {
    let (words, lang) = (visit.words(), visit.lang);
    html! {
        @for row in rows {
            div.wage {
                h3 { (lang.list(row.regions.iter().map(|code| short_place(visit, code)))) }
                table {
                    thead { tr { th scope="col" { (words.wages_month()) } th scope="col" { (words.wages_hour()) } th scope="col" { (words.wages_from()) } } }
                    tbody { tr { td { b { (lang.number(row.month)) } } td { b { (hourly(row.hour_fen)) } } td { (wording::full_day(lang, row.from)) } } }
                }
                @if let Some(said) = &row.note { p { (said.of(lang.into())) } }
                p.small {
                    (words.wages_source()) " "
                    @if let Some(number) = &row.number { span lang=[crate::web::parts::own_lang(visit, number)] { (number) } " · " }
                    (wording::certainty(lang, row.certainty))
                    @for (at, url) in row.sources.iter().enumerate() {
                        @if url.starts_with("http") { " · " a href=(url) rel="nofollow noopener external" { (words.wages_source()) " " (at + 1) } }
                        @else { " · " (url) }
                    }
                }
            }
        }
    }
}

/// A district by its short name, a larger place by its own.
fn short_place(visit: &Visit, code: &str) -> String {
    match significant(code).len() {
        0..4 => place_name(visit.lang, code),
        _ => visit.lang.region_short(significant(code)),
    }
}

/// Fen an hour in yuan, as people write it: 16.3.
fn hourly(fen: i64) -> String {
    match (fen / 100, fen % 100) {
        (yuan, 0) => yuan.to_string(),
        (yuan, rest) if rest % 10 == 0 => format!("{yuan}.{}", rest / 10),
        (yuan, rest) => format!("{yuan}.{rest:02}"),
    }
}

/// `GET /wages`
pub async fn show(State(app): State<App>, visit: Visit) -> Markup {
    WagesPage { wages: carried::wages(), home: app.config.home_region.clone() }.draw(&visit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_is_written_in_yuan() {
        assert_eq!([1630, 1500, 1925].map(hourly), ["16.3", "15", "19.25"]);
    }
}
