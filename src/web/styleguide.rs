//! `/styleguide`: every part drawn once with invented data, in both languages by `?lang=`. Whoever changes the stylesheet looks here.

use super::parts::{self, Card, Chip, icon, note};
use super::{Head, Visit, drawings, page, prose};
use crate::codes::{Education, InstitutionKind, LegalForm, LicenceKind, OpeningKind, PayPeriod, Shift};
use crate::openings::{Employer, Fen, Opening, Pay, Requirements, State};
use crate::search::FacetCount;
use crate::time::Stamp;
use crate::words::Lang;
use jiff::ToSpan;
use maud::{Markup, html};

/// `GET /styleguide`
pub async fn show(visit: Visit) -> Markup {
    draw(&visit)
}

/// Draws the page.
pub fn draw(visit: &Visit) -> Markup {
    let words = visit.words();
    let rules = || match crate::eligibility::carried::packs() {
        Ok(packs) => crate::eligibility::pages::samples::draw(visit, packs),
        Err(_) => html! {},
    };
    let samples: [(String, Markup); 13] = [
        (words.style_type(), type_sample(visit)),
        (words.search_label(), parts::search_box(visit, &words.example_1(), &[], true)),
        (words.chosen_name(), chips(visit)),
        (words.style_cards(), parts::cards(visit, cards(visit.lang, &openings(visit)))),
        (words.style_notes(), notes(visit)),
        (words.post_facts(), facts(visit)),
        (words.post_description(), html! { div.prose { (prose::draw(&words.style_advertisement())) } }),
        (words.style_buttons(), buttons(visit)),
        (words.style_icons(), icons()),
        (words.style_supply(), drawings::supply(visit, &supply())),
        (words.pay_caption(), drawings::pay(visit, &pay_bands())),
        (words.claims_title(), rules()),
        (words.pager_name(), parts::pager(visit, 5, 12, |number| format!("/styleguide?page={number}"))),
    ];
    let body = html! {
        (parts::trail(visit, &[], &words.footer_styleguide()))
        h1 { (words.footer_styleguide()) }
        p.lead { (words.style_lead()) }
        p { a href="/styleguide/matching" { (words.style_matching()) } }
        @for (at, (title, sample)) in samples.iter().enumerate() {
            section.sample aria-labelledby={ "part" (at) } { h2 id={ "part" (at) } { (title) } (sample) }
        }
    };
    page(visit, &Head { title: words.footer_styleguide(), style: Some(super::assets::rules_style()), ..Head::default() }, &body)
}

fn type_sample(visit: &Visit) -> Markup {
    let words = visit.words();
    html! {
        p.lead { (words.home_lead()) }
        p { (words.footer_about()) " " a href="/" { (words.menu_home()) } " " mark { (words.example_2()) } }
        p.small { (words.pager_where(1, 2)) }
        p.pay { (visit.lang.pay(pay(3500, 4500), OpeningKind::Vacancy)) }
        p.pay.none { (words.pay_unknown()) }
    }
}

fn chips(visit: &Visit) -> Markup {
    let words = visit.words();
    let read = [Chip {
        role: words.facet_region(),
        name: visit.lang.region("210302"),
        without: "/styleguide".into(),
        read_from_words: true,
    }];
    let chosen = [
        Chip {
            role: words.facet_kind(),
            name: visit.lang.opening_kind(OpeningKind::Internship),
            without: "/styleguide".into(),
            read_from_words: false,
        },
        Chip {
            role: words.facet_pay(),
            name: words.pay_at_least(visit.lang.number(4000)),
            without: "/styleguide".into(),
            read_from_words: false,
        },
    ];
    html! { (parts::chips(visit, &words.understood_name(), &read)) (parts::chips(visit, &words.chosen_name(), &chosen)) }
}

fn cards(lang: Lang, openings: &[Opening]) -> Vec<Card<'_>> {
    const FIRST_WORD: [(usize, usize); 2] = [(0, 2), (0, 5)];
    let first_word = FIRST_WORD.get(lang as usize..=lang as usize).unwrap_or_default();
    let mut cards: Vec<Card<'_>> = openings.iter().map(Card::from).collect();
    if let Some(first) = cards.first_mut() {
        first.distance_km = Some(2.4);
        first.folded = 3;
        first.marked = first_word;
        first.snippet = Some((&first.opening.description, &[]));
    }
    cards
}

fn notes(visit: &Visit) -> Markup {
    let words = visit.words();
    html! {
        (note("calm", "shield", &html! { p { b { (words.safe_title()) } " " (words.safe_told()) } }))
        (note("good", "check", &html! { p { (words.standing_verified()) } }))
        (note("ask", "ask", &html! { p { (words.standing_listed()) } }))
        (note("bad", "info", &html! { p { (words.standing_suspended()) } }))
    }
}

fn facts(visit: &Visit) -> Markup {
    let (words, lang) = (visit.words(), visit.lang);
    parts::facts(&[
        (words.fact_pay(), Some(html! { (lang.pay(pay(3500, 4500), OpeningKind::Vacancy)) })),
        (words.fact_education(), Some(html! { (lang.at_least(Education::JuniorCollege)) })),
        (words.fact_shifts(), None),
        (words.fact_licences(), Some(html! { (lang.licence(LicenceKind::HealthCertificate)) })),
    ])
}

fn buttons(visit: &Visit) -> Markup {
    let words = visit.words();
    html! {
        p { a.go href="/openings" { (words.all_openings()) } }
        p.act { button type="button" { (words.filters_apply()) } a href="/styleguide" { (words.filters_clear()) } }
        p { button.quiet type="button" { (icon("print")) (words.print_button()) } }
    }
}

fn icons() -> Markup {
    const NAMES: [&str; 17] = [
        "search", "pin", "x", "info", "ask", "check", "shield", "scales", "phone", "print", "share", "cap", "broom", "medic",
        "field", "home", "heart",
    ];
    html! { ul.links { @for name in NAMES { li { (icon(name)) " " small { (name) } } } } }
}

fn supply() -> Vec<FacetCount> {
    let counts =
        [("210302", 182), ("210303", 121), ("210304", 64), ("210311", 31), ("210321", 12), ("210323", 0), ("210381", 88)];
    counts.iter().map(|(code, count)| FacetCount { value: (*code).to_owned(), count: *count }).collect()
}

fn pay_bands() -> Vec<FacetCount> {
    let counts = [("2000", 21), ("3000", 96), ("4000", 140), ("5000", 77), ("6000", 30), ("8000", 4)];
    counts.iter().map(|(band, count)| FacetCount { value: (*band).to_owned(), count: *count }).collect()
}

fn pay(min: i64, max: i64) -> Pay {
    Pay { min: Some(Fen(min * 100)), max: Some(Fen(max * 100)), period: Some(PayPeriod::Month), months: None }
}

/// Posts of an institution that does not exist: one that says all it can, and one that says little.
pub(crate) fn openings(visit: &Visit) -> Vec<Opening> {
    let words = visit.words();
    let full = Opening {
        id: 1,
        source: "demo".into(),
        source_id: "1".into(),
        institution: Employer {
            id: 1,
            name: words.style_institution(),
            kind: Some(InstitutionKind::CareHome),
            legal_form: LegalForm::PrivateNonprofit,
        },
        title: words.style_title_1(),
        kind: OpeningKind::Vacancy,
        occupation: Some("elder_carer".into()),
        region: Some("210302".into()),
        place: None,
        address: None,
        at: None,
        description: words.style_advertisement(),
        headcount: Some(4),
        pay: pay(3500, 4500),
        requirements: Requirements {
            education: Some(Education::None),
            experience_years: Some(0),
            licences: vec![LicenceKind::HealthCertificate],
            ..Requirements::default()
        },
        employment: None,
        benefits: vec![words.style_benefit()],
        skills: vec![],
        shifts: vec![Shift::Rotating],
        published: visit.today.saturating_sub(2.days()),
        valid_until: Some(visit.today.saturating_add(5.days())),
        url: None,
        state: State::Open,
        refreshed_at: Stamp(0),
        applied_lately: 0,
        fold: String::new(),
    };
    let bare = Opening {
        id: 2,
        title: words.style_title_2(),
        kind: OpeningKind::Volunteer,
        pay: Pay::default(),
        headcount: None,
        requirements: Requirements::default(),
        benefits: vec![],
        shifts: vec![Shift::Flexible],
        valid_until: None,
        ..full.clone()
    };
    vec![full, bare]
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderMap, Uri};

    #[test]
    fn every_part_is_drawn_in_both_languages() {
        for (lang, said) in [(Lang::Zh, "3500–4500 元/月"), (Lang::En, "¥3,500–4,500 a month")] {
            let mut visit = Visit::read(
                &super::super::visit::Site::default(),
                &Uri::from_static("/styleguide"),
                &HeaderMap::new(),
                jiff::civil::date(2026, 11, 23),
            );
            visit.lang = lang;
            let drawn = draw(&visit).into_string();
            assert!(drawn.contains(said), "{lang:?}");
            assert!(!drawn.contains('\u{2068}'), "isolation marks would end up in people's clipboards");
        }
    }
}
