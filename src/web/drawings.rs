//! Figures people would rather see than read: where the posts are, and what they pay. Drawn by the server, without script; what the
//! colours say is also written.

use super::Visit;
use super::parts::search_address;
use crate::search::FacetCount;
use maud::{Markup, html};

/// The tiles of Anshan as they lie to each other, by column and row: three counties around four city districts.
const ANSHAN: &[(&str, u8, u8)] = &[
    ("210321", 1, 1),
    ("210304", 3, 1),
    ("210303", 2, 2),
    ("210302", 3, 2),
    ("210381", 1, 3),
    ("210311", 3, 3),
    ("210323", 4, 3),
];

/// Where the posts are: a tile a district, darker where there are more; each is a link to its posts. Districts whose lie is not known
/// stand in a row by their counts.
pub fn supply(visit: &Visit, districts: &[FacetCount]) -> Markup {
    let words = visit.words();
    let counts = || districts.iter().map(|district| district.count).filter(|count| *count > 0);
    let (least, most) = (counts().min().unwrap_or(0), counts().max().unwrap_or(0));
    let laid = !districts.is_empty() && districts.iter().all(|district| place_of(&district.value).is_some());
    html! {
        figure.supply {
            ul.tiles.laid[laid] {
                @for district in districts {
                    @let place = place_of(&district.value).filter(|_| laid).map(|(column, row)| format!(" c{column} r{row}")).unwrap_or_default();
                    li class={ "tile s" (shade(district.count, least, most)) (place) } {
                        a href=(search_address(&[("region", &district.value)])) {
                            b { (visit.lang.region_short(&district.value)) }
                            span { (words.supply_count(i64::try_from(district.count).unwrap_or(i64::MAX))) }
                        }
                    }
                }
            }
            figcaption { (words.supply_caption()) }
        }
    }
}

fn place_of(code: &str) -> Option<(u8, u8)> {
    ANSHAN.iter().find(|(tile, ..)| *tile == code).map(|&(_, column, row)| (column, row))
}

/// Four shades between the least and the most, by square roots, so that one large district does not make all others look alike;
/// a district without posts has none.
fn shade(count: u64, least: u64, most: u64) -> u8 {
    if count == 0 {
        return 0;
    }
    let root = |number: u64| (number as f64).sqrt();
    let share = if most > least { (root(count) - root(least)) / (root(most) - root(least)) } else { 1.0 };
    (share * 4.0).ceil().clamp(1.0, 4.0) as u8
}

/// What the posts pay a month: a bar a band, labelled with its lower end in thousands of yuan, and the counts in words for those
/// who do not see it. Nothing where fewer than two bands have posts.
pub fn pay(visit: &Visit, bands: &[FacetCount]) -> Markup {
    const WIDTH: usize = 250;
    const HEIGHT: u64 = 90;
    let words = visit.words();
    let bands: Vec<(i64, u64)> = bands.iter().filter_map(|band| Some((band.value.parse().ok()?, band.count))).collect();
    let most = bands.iter().map(|(_, count)| *count).max().unwrap_or(0);
    if bands.iter().filter(|(_, count)| *count > 0).count() < 2 {
        return html! {};
    }
    let step = WIDTH / bands.len().max(1);
    let told = bands.iter().filter(|(_, count)| *count > 0);
    let told = visit
        .lang
        .list(told.map(|(from, count)| words.pay_band(visit.lang.number(*from), i64::try_from(*count).unwrap_or(i64::MAX))));
    html! {
        figure.pays {
            figcaption { (words.pay_caption()) }
            svg role="img" aria-label=(told) viewBox={ "0 0 " (WIDTH) " 128" } width="250" height="128" {
                @for (at, (from, count)) in bands.iter().enumerate() {
                    @let tall = (count * HEIGHT).checked_div(most).unwrap_or(0).max(u64::from(*count > 0) * 2);
                    @let (left, middle) = (at * step + 3, at * step + step / 2);
                    rect x=(left) y=(HEIGHT + 16 - tall) width=(step.saturating_sub(6)) height=(tall) rx="3" {}
                    @if *count > 0 { text x=(middle) y=(HEIGHT + 11 - tall) text-anchor="middle" { (count) } }
                    text.axis x=(middle) y="124" text-anchor="middle" { (words.pay_thousands(thousands(*from))) }
                }
            }
            p.small { (words.pay_axis()) }
        }
    }
}

/// 3500 → "3.5", 4000 → "4".
fn thousands(yuan: i64) -> String {
    match yuan % 1000 {
        0 => (yuan / 1000).to_string(),
        rest => format!("{}.{}", yuan / 1000, rest / 100),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(value: &str, count: u64) -> FacetCount {
        FacetCount { value: value.to_owned(), count }
    }

    fn visit() -> Visit {
        let headers = axum::http::HeaderMap::new();
        Visit::read(
            &super::super::visit::Site::default(),
            &axum::http::Uri::from_static("/"),
            &headers,
            jiff::civil::date(2026, 11, 23),
        )
    }

    #[test]
    fn every_district_of_anshan_has_its_own_place_in_the_drawing() {
        let mut places: Vec<_> = ANSHAN.iter().map(|(_, column, row)| (column, row)).collect();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), 7);
        let drawn = supply(&visit(), &[count("210302", 120), count("210323", 0)]).into_string();
        assert!(drawn.contains(r#"class="tile s4 c3 r2""#) && drawn.contains(r#"class="tile s0 c4 r3""#), "{drawn}");
        assert!(drawn.contains("/openings?region=210302") && drawn.contains("铁东"));
    }

    #[test]
    fn another_city_is_drawn_in_a_row() {
        let drawn = supply(&visit(), &[count("440113", 9), count("440105", 3)]).into_string();
        assert!(!drawn.contains("laid") && drawn.contains("番禺"), "{drawn}");
    }

    #[test]
    fn a_small_district_beside_a_large_one_is_not_drawn_as_empty() {
        assert_eq!([shade(0, 1, 900), shade(1, 1, 900), shade(100, 1, 900), shade(900, 1, 900), shade(5, 5, 5)], [0, 1, 2, 4, 4]);
    }

    #[test]
    fn pay_is_drawn_only_where_there_is_something_to_compare() {
        assert_eq!(pay(&visit(), &[count("3000", 5), count("4000", 0)]).into_string(), "");
        let drawn = pay(&visit(), &[count("2000", 0), count("3000", 5), count("3500", 8)]).into_string();
        assert!(drawn.matches("<rect").count() == 3 && drawn.contains(">3.5千<"), "{drawn}");
    }
}
