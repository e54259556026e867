//! Where nothing fits: the same search beside its words, and the trades that are hiring there. Pure; whoever asks counts what each
//! would find and offers only what finds something.

use super::understand::{Meant, Part};
use super::{Change, FacetCount, Request};
use crate::occupations::Catalogue;
use crate::regions::RegionCode;

/// How many trades are offered.
const TRADES: usize = 3;

/// What was asked without the words that stand for nothing known, and all posts of the place that was asked for.
pub fn beside_the_words(request: &Request, meant: &Meant) -> Vec<(Change, Request)> {
    let mut ways = Vec::new();
    let words: Vec<&str> =
        meant.parts.iter().filter_map(|part| if let Part::Words(words) = part { Some(words.as_str()) } else { None }).collect();
    if !words.is_empty() {
        let understood = understood(meant, |_| true);
        ways.push((Change::Without(words.join(" ")), Request { q: understood, ..request.clone() }));
    }
    // Its own posts or, where it has none, those of what it lies in: whoever counts takes the nearest that has any.
    let lineage = region(request, meant).and_then(|region| region.parse::<RegionCode>().ok()).map(RegionCode::lineage);
    for region in lineage.into_iter().flatten() {
        ways.push((Change::All(region.to_string()), Request { regions: vec![region.to_string()], ..Request::default() }));
    }
    ways
}

/// The same search for any trade: its counts say which trades are hiring.
pub fn for_any_trade(request: &Request, meant: &Meant) -> Request {
    Request { q: understood(meant, |role| role != "occupation"), occupations: vec![], ..request.clone() }
}

/// The trades that hire most in such a search; where a trade was asked for, those of its kind first.
pub fn other_trades(any_trade: &Request, request: &Request, meant: &Meant, hiring: &[FacetCount]) -> Vec<(Change, Request)> {
    let class = |slug: &str| Catalogue::builtin().find(slug).ok().map(|trade| trade.class);
    let asked = asked_trades(request, meant);
    let kind = asked.first().and_then(|slug| class(slug));
    let mut others: Vec<&FacetCount> =
        hiring.iter().filter(|trade| trade.value != "other" && !asked.contains(&trade.value)).collect();
    others.sort_by_key(|trade| (kind.is_some() && class(&trade.value) != kind, std::cmp::Reverse(trade.count)));
    let only = |trade: &&FacetCount| {
        (Change::Occupation(trade.value.clone()), Request { occupations: vec![trade.value.clone()], ..any_trade.clone() })
    };
    others.iter().take(TRADES).map(only).collect()
}

/// The understood parts of the query, as words again.
fn understood(meant: &Meant, keep: impl Fn(&str) -> bool) -> String {
    let kept: Vec<&str> = meant.chips.iter().filter(|chip| keep(chip.role)).map(|chip| chip.text.as_str()).collect();
    kept.join(" ")
}

fn region(request: &Request, meant: &Meant) -> Option<String> {
    request.regions.first().cloned().or_else(|| meant.places.first().map(ToString::to_string))
}

fn asked_trades(request: &Request, meant: &Meant) -> Vec<String> {
    let read =
        meant.parts.iter().filter_map(|part| if let Part::Trade { slugs, .. } = part { Some(slugs.clone()) } else { None });
    request.occupations.iter().cloned().chain(read.flatten()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::understand::understand;
    use super::*;

    fn ways(q: &str, request: Request) -> Vec<(Change, Request)> {
        let meant = understand(q, "210300".parse().ok());
        beside_the_words(&Request { q: q.to_owned(), ..request }, &meant)
    }

    #[test]
    fn words_that_mean_nothing_are_left_out_and_what_was_chosen_stays() {
        let chosen = Request { pay_min: Some(4000), regions: vec!["210302".into()], ..Request::default() };
        let found = ways("zzqqxx", chosen.clone());
        assert_eq!(found[0], (Change::Without("zzqqxx".into()), chosen));
        assert_eq!(found[1].1, Request { regions: vec!["210302".into()], ..Request::default() }, "all posts there");
    }

    #[test]
    fn what_was_understood_stays_in_the_words() {
        let found = ways("岫岩 zzqqxx", Request::default());
        assert_eq!(found[0].1.q, "岫岩");
        assert_eq!(found[1].0, Change::All("210323".into()));
    }

    #[test]
    fn trades_of_the_kind_that_was_asked_for_come_first() {
        let count = |slug: &str, count| FacetCount { value: slug.to_owned(), count };
        let request = Request { occupations: vec!["nurse".into()], ..Request::default() };
        let meant = understand("", None);
        let hiring = [count("elder_carer", 90), count("nurse", 9), count("cook", 8), count("doctor", 3), count("other", 70)];
        let found = other_trades(&for_any_trade(&request, &meant), &request, &meant, &hiring);
        let trades: Vec<&str> = found.iter().map(|(_, request)| request.occupations[0].as_str()).collect();
        assert_eq!(trades, ["doctor", "elder_carer", "cook"]);
    }
}
