//! The parts that pages are put together from. Each is drawn once on `/styleguide`.

use super::{Visit, assets, visit};
use crate::codes::OpeningKind;
use crate::db::show_id;
use crate::openings::Opening;
use crate::regions::{Level, RegionCode};
use crate::search::Hit;
use crate::words::Lang;
use maud::{Markup, html};

/// A small drawing beside words that say the same; screen readers pass over it.
pub fn icon(name: &str) -> Markup {
    html! {
        svg.i aria-hidden="true" width="20" height="20" { use href={ (assets::icons()) "#" (name) } {} }
    }
}

/// The search box. `kept` are the parameters that a new search keeps.
pub fn search_box(visit: &Visit, q: &str, kept: &[(String, String)], large: bool) -> Markup {
    let words = visit.words();
    html! {
        form.find.big[large] role="search" action="/openings" method="get" {
            label for="q" .vh[!large] { (words.search_label()) }
            div.box {
                input #q type="search" name="q" value=(q) maxlength="200" autocomplete="off" autocapitalize="off" enterkeyhint="search" placeholder=(words.search_placeholder());
                button type="submit" { (icon("search")) span { (words.search_button()) } }
            }
            @for (name, value) in kept {
                input type="hidden" name=(name) value=(value);
            }
            button.near type="button" hidden data-near data-fault=(words.near_fault()) { (icon("pin")) (words.near_button()) }
            p.near-said role="status" {}
        }
    }
}

/// Links that each take one condition off.
pub fn chips(visit: &Visit, name: &str, chips: &[Chip]) -> Markup {
    html! {
        @if !chips.is_empty() {
            div.chips {
                p #(chips_id(chips)) { (name) }
                ul aria-labelledby=(chips_id(chips)) {
                    @for chip in chips {
                        li {
                            a.chip href=(chip.without) rel="nofollow" {
                                @if !chip.role.is_empty() { span { (chip.role) } " " }
                                (chip.name) span.vh { (visit.words().chip_take_off()) } (icon("x"))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn chips_id(chips: &[Chip]) -> &'static str {
    if chips.iter().any(|chip| chip.read_from_words) { "read" } else { "chosen" }
}

/// One condition of a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    /// In what respect: "地点".
    pub role: String,
    pub name: String,
    /// The address of the search without it.
    pub without: String,
    /// Whether it was read out of the words typed, rather than chosen.
    pub read_from_words: bool,
}

/// One post as a list shows it.
#[derive(Debug, Clone, Copy)]
pub struct Card<'a> {
    pub opening: &'a Opening,
    pub distance_km: Option<f64>,
    /// How many more posts say the same.
    pub folded: u64,
    pub marked: &'a [(usize, usize)],
    pub snippet: Option<(&'a str, &'a [(usize, usize)])>,
    /// Where the visitor said to be, for the page of the post.
    pub near: Option<(f64, f64)>,
}

impl<'a> From<&'a Opening> for Card<'a> {
    fn from(opening: &'a Opening) -> Self {
        Self { opening, distance_km: None, folded: 0, marked: &[], snippet: None, near: None }
    }
}

impl<'a> From<&'a Hit> for Card<'a> {
    fn from(hit: &'a Hit) -> Self {
        let snippet = hit.snippet.as_ref().map(|(text, marks)| (text.as_str(), marks.as_slice()));
        Self { opening: &hit.opening, distance_km: hit.distance_km, folded: hit.folded, marked: &hit.marked, snippet, near: None }
    }
}

/// Posts as a list of cards.
pub fn cards<'a>(visit: &Visit, cards: impl IntoIterator<Item = Card<'a>>) -> Markup {
    html! {
        ol.cards {
            @for one in cards { li.card { (card(visit, one)) } }
        }
    }
}

fn card(visit: &Visit, card: Card<'_>) -> Markup {
    let (words, lang, opening) = (visit.words(), visit.lang, card.opening);
    html! {
        h3 lang=[own_lang(visit, &opening.title)] { a href={ (address(opening)) @if let Some((lat, lon)) = card.near { "?near=" (lat) "," (lon) } } { (marked(&opening.title, card.marked)) } }
        p.pay.none[!opening.pay.is_known()] { (lang.pay(opening.pay, opening.kind)) }
        p.who {
            span lang=[own_lang(visit, &opening.institution.name)] { (opening.institution.name) }
            @if let Some(kind) = opening.institution.kind { " · " (lang.institution_kind(kind)) }
            @if let Some(place) = where_it_is(visit, opening) { br; (place) }
            @if let Some(km) = card.distance_km { b { " · " (words.distance_away(lang.distance(km))) } }
            @else if card.near.is_some() { " · " (words.distance_not_known()) }
        }
        (tags(visit, opening))
        @if let Some((text, marks)) = card.snippet { p.snip lang=[own_lang(visit, text)] { (marked(text, marks)) } }
        p.small {
            (words.card_published(lang.ago(opening.published, visit.today))) " · " (lang.source(&opening.source))
            @if let Some(last) = opening.valid_until {
                " · "
                @if ends_soon(visit, last) { b { (lang.until(last, visit.today)) } } @else { (lang.until(last, visit.today)) }
            }
            @if card.folded > 0 { " · " (words.card_folded(i64::try_from(card.folded).unwrap_or(i64::MAX))) }
        }
    }
}

/// The address of a post's page.
pub fn address(opening: &Opening) -> String {
    format!("/openings/{}", show_id(opening.id))
}

/// City and district where they are known, else the place as it was written.
pub fn where_it_is(visit: &Visit, opening: &Opening) -> Option<String> {
    match (&opening.region, &opening.place) {
        (Some(code), _) => Some(visit.lang.place(code)),
        (None, place) => place.clone().filter(|place| !place.is_empty()),
    }
}

fn ends_soon(visit: &Visit, last: jiff::civil::Date) -> bool {
    crate::time::day_number(last) - crate::time::day_number(visit.today) <= 7
}

/// The facts people choose by, at a glance.
pub fn tags(visit: &Visit, opening: &Opening) -> Markup {
    const MOST_BENEFITS: usize = 4;
    let (words, lang) = (visit.words(), visit.lang);
    let asks = &opening.requirements;
    html! {
        ul.tags {
            @if opening.kind != OpeningKind::Vacancy { li.kind { (lang.opening_kind(opening.kind)) } }
            // A title in Chinese says nothing to those who read the English page; the trade does.
            @if let (Lang::En, Some(trade)) = (lang, &opening.occupation) { li.kind { (lang.occupation(trade)) } }
            @if let Some(level) = asks.education { li { (lang.at_least(level)) } }
            @match asks.experience_years {
                Some(0) => { li { (words.experience_none()) } }
                Some(years) => { li { (words.experience_years(years)) } }
                None => {}
            }
            @for &licence in &asks.licences { li { (lang.licence(licence)) } }
            @for &shift in &opening.shifts { li { (lang.shift(shift)) } }
            @if let Some(places) = opening.headcount.filter(|&places| places > 1) { li { (words.headcount(places)) } }
            @for benefit in opening.benefits.iter().take(MOST_BENEFITS).map(|benefit| lang.benefit(benefit)) {
                li.good lang=[own_lang(visit, &benefit)] { (benefit) }
            }
        }
    }
}

/// A text with the parts that matched marked. Ranges are in characters; what lies outside the text or runs backwards is left out.
pub fn marked(text: &str, ranges: &[(usize, usize)]) -> Markup {
    let letters: Vec<char> = text.chars().collect();
    let piece = |from: usize, to: usize| letters.get(from..to).map(|part| part.iter().collect::<String>()).unwrap_or_default();
    let mut at = 0;
    let mut pieces: Vec<(String, bool)> = Vec::with_capacity(ranges.len() * 2 + 1);
    for &(from, to) in ranges {
        if from < at || to <= from || to > letters.len() {
            continue;
        }
        pieces.push((piece(at, from), false));
        pieces.push((piece(from, to), true));
        at = to;
    }
    pieces.push((piece(at, letters.len()), false));
    html! {
        @for (part, matched) in &pieces {
            @if *matched { mark { (part) } } @else { (part) }
        }
    }
}

/// The way from the home page to here.
pub fn trail(visit: &Visit, steps: &[(String, String)], here: &str) -> Markup {
    html! {
        nav.trail aria-label=(visit.words().trail_name()) {
            ol {
                li { a href="/" { (visit.words().menu_home()) } }
                @for (name, address) in steps { li { a href=(address) { (name) } } }
                li aria-current="page" { (here) }
            }
        }
    }
}

/// Facts as a list of names and values; what has no value is left out.
pub fn facts(rows: &[(String, Option<Markup>)]) -> Markup {
    html! {
        dl.facts {
            @for (name, value) in rows {
                @if let Some(value) = value { div { dt { (name) } dd { (value) } } }
            }
        }
    }
}

/// The part of a telephone number that is dialled; an extension behind it is for people.
pub fn dialled(phone: &str) -> String {
    let number = phone
        .split(|c: char| !c.is_ascii_digit() && !" +-()（）".contains(c))
        .find(|part| part.chars().any(|c| c.is_ascii_digit()));
    number.unwrap_or_default().chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}

/// The language of a text that an advertisement brought, where it is not the language of the page.
pub fn own_lang(visit: &Visit, text: &str) -> Option<&'static str> {
    let chinese = text.chars().any(|c| matches!(c, '\u{3400}'..='\u{9fff}'));
    (visit.lang == Lang::En && chinese).then_some(Lang::Zh.tag())
}

/// The district a region lies in, or the region itself where it is larger.
pub fn district_code(code: &str) -> String {
    let district = |code: RegionCode| code.lineage().find(|part| part.level() == Level::District).unwrap_or(code);
    code.parse().map_or_else(|_| code.to_owned(), |code| district(code).to_string())
}

/// Something to know, set apart from the rest.
pub fn note(kind: &str, icon_name: &str, body: &Markup) -> Markup {
    html! {
        div class={ "note " (kind) } { (icon(icon_name)) div { (body) } }
    }
}

/// Page numbers around the one that is open. `address` writes the address of a page.
pub fn pager(visit: &Visit, page: usize, last: usize, address: impl Fn(usize) -> String) -> Markup {
    let words = visit.words();
    let number = |page: usize| i64::try_from(page).unwrap_or(i64::MAX);
    html! {
        @if last > 1 {
            nav.pager aria-label=(words.pager_name()) {
                @if page > 1 { a rel="prev" href=(address(page - 1)) { (words.pager_back()) } }
                ol {
                    @for shown in pages_around(page, last) {
                        @match shown {
                            Some(one) if one == page => { li { b aria-current="page" { (one) } } }
                            Some(one) => { li { a href=(address(one)) aria-label=(words.pager_page(number(one))) { (one) } } }
                            None => { li aria-hidden="true" { "…" } }
                        }
                    }
                }
                @if page < last { a rel="next" href=(address(page + 1)) { (words.pager_on()) } }
            }
            p.small.mid { (words.pager_where(number(page), number(last))) }
        }
    }
}

/// The first page, the last, the open one and its neighbours; `None` where some are left out.
fn pages_around(page: usize, last: usize) -> Vec<Option<usize>> {
    let mut shown = Vec::new();
    let mut before = 0;
    for one in (1..=last).filter(|&one| one == 1 || one == last || one.abs_diff(page) <= 1) {
        if one > before + 1 {
            shown.push(None);
        }
        shown.push(Some(one));
        before = one;
    }
    shown
}

/// A search for these parameters.
pub fn search_address(parameters: &[(&str, &str)]) -> String {
    let mut address = "/openings".to_owned();
    for (at, (name, value)) in parameters.iter().enumerate() {
        address.push(if at == 0 { '?' } else { '&' });
        address.push_str(name);
        address.push('=');
        address.push_str(&visit::encode(value));
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_where_the_words_matched_and_bad_ranges_do_no_harm() {
        assert_eq!(marked("急聘护工包住", &[(2, 4)]).into_string(), "急聘<mark>护工</mark>包住");
        assert_eq!(marked("a<b", &[(1, 2)]).into_string(), "a<mark>&lt;</mark>b");
        for ranges in [&[(4, 2)][..], &[(0, 99)], &[(7, 9)]] {
            assert_eq!(marked("护工", ranges).into_string(), "护工");
        }
    }

    #[test]
    fn the_pager_shows_the_ends_and_the_neighbours() {
        assert_eq!(pages_around(5, 9), [Some(1), None, Some(4), Some(5), Some(6), None, Some(9)]);
        assert_eq!(pages_around(1, 3), [Some(1), Some(2), Some(3)]);
        assert_eq!(pages_around(1, 2), [Some(1), Some(2)]);
    }

    #[test]
    fn only_the_number_is_dialled() {
        assert_eq!(dialled("电话：0412-555 1721 转 3"), "04125551721");
        assert_eq!(dialled("+86 138 0000 0000"), "+8613800000000");
        assert_eq!(dialled("面谈"), "");
    }

    #[test]
    fn a_search_address_carries_any_words() {
        assert_eq!(
            search_address(&[("q", "护工 包吃"), ("kind", "vacancy")]),
            "/openings?q=%E6%8A%A4%E5%B7%A5+%E5%8C%85%E5%90%83&kind=vacancy"
        );
        assert_eq!(search_address(&[]), "/openings");
    }
}
