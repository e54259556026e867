//! What the page of a post says of subsidies: which it may open, what the post itself settles, and what is left to the person.

use super::policies::address;
use crate::db::show_id;
use crate::eligibility::openings::Chance;
use crate::eligibility::pack::Line;
use crate::eligibility::{Certainty, wording};
use crate::openings::Opening;
use crate::web::Visit;
use crate::web::parts::icon;
use crate::words::Lang;
use maud::{Markup, html};

/// Draws the part; nothing where the post opens none.
pub fn draw(visit: &Visit, opening: &Opening, chances: &[Chance]) -> Markup {
    let words = visit.words();
    html! {
        @if !chances.is_empty() {
            section aria-labelledby="chances" {
                h2 #chances { (words.post_subsidies()) }
                p.small { (words.post_subsidies_told()) }
                ul.rules { @for chance in chances { li { (one(visit, chance)) } } }
                p { a.go rel="nofollow" href={ "/subsidies?opening=" (show_id(opening.id)) } { (icon("ask")) (words.post_subsidies_ask()) } }
            }
        }
    }
}

fn one(visit: &Visit, chance: &Chance) -> Markup {
    let (words, lang, pack) = (visit.words(), visit.lang, chance.pack);
    let grade = pack.sources.first().map_or(Certainty::Derived, |source| source.certainty);
    html! {
        h3 { a href=(address(&pack.slug, None)) { (pack.title.of(lang.into())) } }
        @if let Some(span) = wording::span(lang, pack) { p { b { (span) } } }
        @if !chance.open.is_empty() { p { (words.post_subsidies_who()) (said(lang, &chance.open)) } }
        @if !chance.met.is_empty() { p.small { (words.post_subsidies_why()) (said(lang, &chance.met)) } }
        ul.tags {
            li { (wording::paid_to(lang, pack.paid_to)) }
            li lang=[(lang != Lang::Zh && pack.document.number.is_some()).then_some("zh-CN")] {
                (pack.document.number.clone().unwrap_or_else(|| wording::certainty(lang, grade)))
            }
            @if pack.document.number.is_some() { li { (wording::certainty(lang, grade)) } }
        }
    }
}

/// Conditions in one sentence.
fn said(lang: Lang, lines: &[&Line]) -> String {
    let texts: Vec<&str> = lines.iter().map(|line| line.text.of(lang.into())).collect();
    match lang {
        Lang::Zh => format!("{}。", texts.join("；")),
        Lang::En => format!(" {}", texts.join(" ")),
    }
}
