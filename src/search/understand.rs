//! What a query means: places, trades, conditions, pay, kinds and pathways are recognised; what is left are words. Pure.
//!
//! Places become filters; conditions, pay and schooling become filters that are loosened to preferences when they leave
//! too little; trades and words become the parts that the text must match. Everything recognised is shown to the person,
//! who can take it off.

use super::Understood;
use super::conditions::{ConditionSet, Conditions, Meaning, age};
use super::elder_care::ElderCare;
use super::sieve::Doubts;
use super::text::{fold_query, is_han, plain_words};
use crate::codes::{Education, OpeningKind, Pathway, PostClass, WorkSector};
use crate::institutions::kind_of_name;
use crate::occupations::{Catalogue, Naming};
use crate::regions::{RegionCode, Regions};
use std::ops::Range;

/// A part of the query that a post should match.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// A trade, with the words that named it.
    Trade {
        slugs: Vec<String>,
        words: String,
        naming: Naming,
    },
    /// Words without a meaning of their own.
    Words(String),
    Kind {
        kind: OpeningKind,
        words: String,
    },
}

impl Part {
    fn into_words(self) -> Option<String> {
        match self {
            Self::Words(words) => Some(words),
            Self::Trade { .. } | Self::Kind { .. } => None,
        }
    }
}

/// A query, understood.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Meant {
    /// The query in one writing.
    pub text: String,
    pub parts: Vec<Part>,
    pub places: Vec<RegionCode>,
    /// Bits of the condition word that are asked for, that are only wished for, and that speak against either.
    pub conditions: u64,
    pub wishes: u64,
    pub contrary: u64,
    /// Yuan a month; 0: nothing asked.
    pub pay_min: i64,
    pub education: Option<Education>,
    /// The searcher's age in years.
    pub age: Option<u8>,
    pub pathways: Vec<Pathway>,
    /// The words of what was recognised beside trades: a post that says the very words stands above one that only fits.
    pub said: Vec<String>,
    /// Trades the searcher comes from and wants to leave, or to take along into elder care.
    pub left: Vec<String>,
    /// Where the searcher has worked before.
    pub worked: Vec<WorkSector>,
    /// Whether the searcher wants to turn from one kind of work to another.
    pub turns: bool,
    /// Trades the searcher does not want, by slug.
    pub refused: Vec<String>,
    pub chips: Vec<Understood>,
}

/// Something recognised, before overlaps are settled.
struct Claim {
    range: Range<usize>,
    what: What,
}

enum What {
    Place(RegionCode),
    Trade { slugs: Vec<String>, naming: Naming, refused: bool },
    Meaning(Meaning),
}

/// Reads a query. `home` settles shared place names.
pub fn understand(query: &str, home: Option<RegionCode>) -> Meant {
    understand_in(query, home, &|_| 0)
}

/// Reads a query in a market: a place name that home does not settle is the place with most `posts`.
pub fn understand_in(query: &str, home: Option<RegionCode>, posts: &dyn Fn(RegionCode) -> u64) -> Meant {
    let text = fold_query(query);
    let mut meant = Meant { text: text.clone(), ..Meant::default() };
    let mut used: Vec<Range<usize>> = Vec::new();
    let claims = claims(&text, home, posts);
    let pivot = pivot(&text, &claims);
    meant.turns = pivot.is_some() || claims.iter().any(|claim| is_worked(&claim.what));
    let earlier = |claim: &Claim| inside_worked(&claims, &claim.range) || pivot.is_some_and(|at| claim.range.end <= at);
    let looked_for = claims.iter().any(|claim| {
        matches!(claim.what, What::Trade { refused: false, .. })
            && !earlier(claim)
            && workplace(&text[claim.range.clone()]).is_none()
    });
    for claim in &claims {
        meant.take(&text, claim, looked_for && earlier(claim));
        used.push(claim.range.clone());
    }
    for rest in gaps(&text, &used) {
        // What is told of the work before is no wish for the work to come.
        let told = meant.parts.len();
        meant.add_words(&text[rest.clone()]);
        if pivot.is_some_and(|at| rest.end <= at) {
            meant.said.extend(meant.parts.split_off(told).into_iter().filter_map(Part::into_words));
        }
    }
    meant.settle();
    meant
}

/// Where a sentence turns from the work someone did to the work they want: 保洁阿姨想做护工, 厨师想去养老院. Only from a trade to
/// a trade or into elder care.
fn pivot(text: &str, claims: &[Claim]) -> Option<usize> {
    const TURNS: [&str; 13] =
        ["想做", "想当", "想干", "想转", "转行", "转做", "改行", "改做", "转", "想去", "想到", "想进", "换"];
    let trades = || claims.iter().filter(|claim| matches!(claim.what, What::Trade { refused: false, .. }));
    // 月嫂想照顾老人: what is wished for stands right behind.
    let wished = |trade: &Claim| text.get(..trade.range.start).and_then(|before| before.strip_suffix('想')).map(str::len);
    let turn = TURNS.iter().filter_map(|turn| text.find(turn)).chain(trades().filter_map(wished)).min()?;
    let whereto = || ElderCare::builtin().find_in(text.get(turn..).unwrap_or("")).is_some();
    let before = trades().any(|trade| trade.range.end <= turn);
    (before && (whereto() || trades().any(|trade| trade.range.start >= turn))).then_some(turn)
}

/// The place to work in that lay words for a trade name: 养老院上班.
fn workplace(words: &str) -> Option<&str> {
    ["上班", "工作"].iter().find_map(|end| words.strip_suffix(end))
}

/// Whether the words of a claim are used up by it.
fn consumes(what: &What) -> bool {
    match what {
        What::Meaning(meaning) => meaning.consumes(),
        What::Place(_) | What::Trade { .. } => true,
    }
}

/// Everything recognised, overlaps settled: places first, then the longer of two, then the one further left.
fn claims(text: &str, home: Option<RegionCode>, posts: &dyn Fn(RegionCode) -> u64) -> Vec<Claim> {
    let mut claims: Vec<Claim> = Regions::builtin()
        .find_in_market(text, home, posts)
        .into_iter()
        .map(|place| Claim { range: place.range, what: What::Place(place.code) })
        .collect();
    let mut others: Vec<Claim> = Conditions::builtin()
        .read_query(text)
        .into_iter()
        .map(|mention| Claim { range: mention.range, what: What::Meaning(mention.meaning) })
        .chain(Catalogue::builtin().mentions(text).into_iter().map(|mention| Claim {
            range: mention.range,
            what: What::Trade { slugs: mention.slugs.to_vec(), naming: mention.naming, refused: mention.refused },
        }))
        .collect();
    others.sort_by_key(|claim| (std::cmp::Reverse(claim.range.len()), claim.range.start));
    for claim in others {
        let meets = |other: &Claim| other.range.start < claim.range.end && claim.range.start < other.range.end;
        let beside = |other: &Claim| {
            // A retired nurse is a pathway and a trade; earlier work is a trade too; two meanings may share their bytes.
            !consumes(&other.what) || !consumes(&claim.what) || other.range == claim.range || is_worked(&other.what)
        };
        if claims.iter().filter(|other| meets(other)).all(beside) {
            claims.push(claim);
        }
    }
    claims.sort_by_key(|claim| claim.range.start);
    claims
}

fn is_worked(what: &What) -> bool {
    matches!(what, What::Meaning(Meaning::Worked(_)))
}

fn inside_worked(claims: &[Claim], range: &Range<usize>) -> bool {
    claims.iter().any(|claim| is_worked(&claim.what) && claim.range.start <= range.start && range.end <= claim.range.end)
}

/// The stretches of the text that no range covers.
fn gaps(text: &str, used: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut gaps = Vec::new();
    let mut at = 0;
    let mut used = used.to_vec();
    used.sort_by_key(|range| range.start);
    for range in used {
        if range.start > at {
            gaps.push(at..range.start);
        }
        at = at.max(range.end);
    }
    if at < text.len() {
        gaps.push(at..text.len());
    }
    gaps
}

impl Meant {
    fn take(&mut self, text: &str, claim: &Claim, is_earlier: bool) {
        let words = text[claim.range.clone()].to_owned();
        match &claim.what {
            What::Place(code) => {
                self.places.push(*code);
                self.chip(text, &claim.range, "region", code.to_string());
            }
            What::Trade { slugs, refused: true, .. } => {
                self.refused.extend(slugs.iter().cloned());
                self.chip(text, &claim.range, "occupation", format!("-{}", slugs.first().map_or("", String::as_str)));
            }
            What::Trade { slugs, naming, refused: false } => {
                // Earlier work is not what is looked for, unless nothing else is; a post that names it still stands above.
                if is_earlier {
                    self.left.extend(slugs.iter().take(2).cloned());
                    self.said.push(words);
                    return;
                }
                self.chip(text, &claim.range, "occupation", slugs.first().cloned().unwrap_or_default());
                if *naming == Naming::Lay {
                    self.said.push(words.clone());
                }
                self.parts.push(Part::Trade { slugs: slugs.clone(), words, naming: *naming });
            }
            What::Meaning(meaning) => self.take_meaning(text, &claim.range, meaning, words),
        }
    }

    fn take_meaning(&mut self, text: &str, range: &Range<usize>, meaning: &Meaning, words: String) {
        if !matches!(meaning, Meaning::Filler | Meaning::Pay(_)) {
            self.said.push(words.clone());
        }
        match meaning {
            Meaning::Condition { condition, wanted } => {
                let known = Conditions::builtin();
                let (said, denied) =
                    (ConditionSet::default().and(*condition).bits(), ConditionSet::default().but(*condition).bits());
                let naming = known.get(*condition);
                if !*wanted {
                    self.contrary |= said;
                } else if let Some(years) =
                    age::said(&words).filter(|_| naming.is_some_and(|naming| naming.slug == "older_welcome"))
                {
                    self.age = Some(years);
                    self.contrary |= denied;
                } else if naming.is_some_and(|naming| naming.wish) {
                    self.wishes |= said;
                } else {
                    self.conditions |= said;
                    self.contrary |= denied;
                }
                let slug = naming.map_or("", |naming| &naming.slug);
                self.chip(text, range, "condition", if *wanted { slug.to_owned() } else { format!("-{slug}") });
            }
            Meaning::Pay(pay) => {
                self.pay_min = self.pay_min.max(pay.monthly());
                self.chip(text, range, "pay_min", pay.monthly().to_string());
            }
            Meaning::Kind(kind) => {
                self.chip(text, range, "kind", kind.slug().to_owned());
                self.parts.push(Part::Kind { kind: *kind, words });
            }
            Meaning::Education(level) => {
                self.education = Some(*level);
                self.chip(text, range, "education", level.slug().to_owned());
            }
            Meaning::Pathway(pathway) => {
                self.pathways.push(*pathway);
                self.chip(text, range, "pathway", pathway.slug().to_owned());
            }
            Meaning::Worked(sector) => {
                self.worked.push(*sector);
                self.chip(text, range, "worked", sector.slug().to_owned());
            }
            Meaning::Filler => {}
        }
    }

    fn chip(&mut self, text: &str, range: &Range<usize>, role: &'static str, value: String) {
        let mut without = format!("{} {}", &text[..range.start], &text[range.end..]);
        without = fold_query(&without);
        let chip = Understood { text: text[range.clone()].to_owned(), role, value, without };
        // One word may be two things (应届: a condition and a pathway); it is one chip to take off.
        if !self.chips.iter().any(|other| other.text == chip.text && other.without == chip.without) {
            self.chips.push(chip);
        }
    }

    /// Cuts what is left into words. Single characters that stand together belong together: the dictionary did not know
    /// them, and apart they would match anything.
    fn add_words(&mut self, rest: &str) {
        let mut loose = String::new();
        for (start, end) in plain_words(rest) {
            let word = &rest[start..end];
            if Conditions::builtin().is_filler(word) {
                self.add_word(std::mem::take(&mut loose));
            } else if word.chars().count() == 1 && word.chars().all(is_han) {
                loose.push_str(word);
            } else {
                self.add_word(std::mem::take(&mut loose));
                self.add_word(word.to_owned());
            }
        }
        self.add_word(loose);
    }

    fn add_word(&mut self, word: String) {
        // One character says nothing beside others; alone it is all there is.
        let lone = word.chars().count() == 1 && word.chars().all(is_han) && self.text.chars().count() > 1;
        if !word.is_empty() && !lone && !self.parts.contains(&Part::Words(word.clone())) {
            self.parts.push(Part::Words(word));
        }
    }

    /// What can be said only when all is read.
    fn settle(&mut self) {
        let several = self.parts.iter().filter(|part| matches!(part, Part::Trade { .. })).count() > 1;
        for part in self.parts.iter_mut().filter(|_| several) {
            // 电工 物业: beside a trade, 物业 is where the work is.
            if let Part::Trade { words, .. } = part
                && words.chars().count() == 2
                && kind_of_name(words).is_some()
            {
                *part = Part::Words(std::mem::take(words));
            }
        }
        let mut workplaces = Vec::new();
        for part in &mut self.parts {
            let Part::Trade { words, naming: Naming::Lay, .. } = part else { continue };
            // A cook who wants to work in a care home looks for a kitchen there, not for a carer's post.
            if let Some(place) = workplace(words).filter(|_| several) {
                workplaces.push(place.to_owned());
                words.clear();
            }
        }
        self.parts.retain(|part| !matches!(part, Part::Trade { words, .. } if words.is_empty()));
        workplaces.into_iter().for_each(|place| self.add_word(place));
        // 物业转养老 names where to, not what as.
        if self.chips.iter().any(|chip| chip.role == "worked" && chip.text.ends_with("养老")) {
            for part in std::mem::take(&mut self.parts) {
                if let Part::Trade { slugs, words, .. } = part {
                    self.left.extend(slugs.into_iter().take(1));
                    self.said.push(words);
                }
            }
            self.add_word("养老".to_owned());
        }
    }

    /// Whether any trade was named.
    pub fn has_trade(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Trade { .. }))
    }

    /// What lets a post stand behind others: who names a trade and no rank of it wants its work, and no other trade.
    pub fn doubts(&self) -> Doubts {
        let known = Catalogue::builtin();
        let hands = |slug: &String| known.find(slug).is_ok_and(|one| one.class != PostClass::Management);
        let place = |slug: &String| known.all().iter().position(|one| one.slug == *slug).map_or(0, |at| at + 1);
        let named = self.parts.iter().filter_map(|part| if let Part::Trade { slugs, .. } = part { Some(slugs) } else { None });
        let near = |slug: &String| known.find(slug).map_or(vec![], |one| one.related.clone());
        let wanted = named.flatten().flat_map(|slug| near(slug).into_iter().chain([slug.clone()]));
        let asked = ConditionSet::from_bits(self.conditions | self.wishes);
        let conditions = Conditions::builtin();
        let opposites = conditions.all().filter(|(one, _)| asked.says(*one)).flat_map(|(one, _)| conditions.opposites(one));
        Doubts {
            rank: self.has_trade() && self.trades().all(hands) && !ElderCare::builtin().names_rank(&self.text),
            trades: if self.turns { 0 } else { wanted.fold(0, |bits, slug| bits | 1 << place(&slug)) },
            mixed: opposites.fold(ConditionSet::default(), ConditionSet::and).bits(),
        }
    }

    /// The trades somebody comes from who turns to other work. Into elder care, the trade that was named is one of them, and so is
    /// all work of the sector that was left: a cleaner of an estate may clean in a care home.
    pub fn come_from(&self) -> Vec<&str> {
        let along = self.turns && self.elder_care().is_some();
        let in_sectors = self.worked.iter().flat_map(|sector| Conditions::builtin().work_in(*sector));
        let same_work =
            in_sectors.filter_map(|words| Catalogue::builtin().mentions(words).first().and_then(|one| one.slugs.first()));
        let mut trades: Vec<&str> =
            self.trades().filter(|_| along).chain(&self.left).chain(same_work.filter(|_| along)).map(String::as_str).collect();
        trades.sort_unstable();
        trades.dedup();
        trades
    }

    /// The likeliest occupation of each trade that was named, by slug.
    fn trades(&self) -> impl Iterator<Item = &String> {
        self.parts.iter().filter_map(|part| if let Part::Trade { slugs, .. } = part { slugs.first() } else { None })
    }

    /// The word that names elder care as the place to work in.
    pub fn elder_care(&self) -> Option<&str> {
        let asked = |part: &Part| matches!(part, Part::Words(word) if ElderCare::builtin().is_asked_by(word));
        self.parts
            .iter()
            .find(|part| asked(part))
            .and_then(|part| if let Part::Words(word) = part { Some(word.as_str()) } else { None })
    }

    /// Whether places are all that was said.
    pub fn only_places(&self) -> bool {
        !self.places.is_empty() && self.chips.iter().all(|chip| chip.role == "region") && self.parts.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anshan() -> Option<RegionCode> {
        "210300".parse().ok()
    }

    fn chips(query: &str) -> Vec<(String, &'static str, String)> {
        understand(query, anshan()).chips.into_iter().map(|chip| (chip.text, chip.role, chip.value)).collect()
    }

    #[test]
    fn a_district_a_trade_and_a_condition_are_told_apart() {
        let found = chips("番禺护工 包吃住");
        assert!(found.contains(&("番禺".into(), "region", "440113".into())), "{found:?}");
        assert!(found.iter().any(|(text, role, _)| text == "护工" && *role == "occupation"), "{found:?}");
        assert!(
            found.iter().any(|(text, role, value)| text == "包吃住" && *role == "condition" && value == "meals_and_housing"),
            "{found:?}"
        );
    }

    #[test]
    fn taking_a_chip_off_leaves_the_rest() {
        let meant = understand("番禺护工 包吃住", anshan());
        let chip = meant.chips.iter().find(|chip| chip.role == "region").expect("the place");
        assert_eq!(chip.without, "护工 包吃住");
    }

    #[test]
    fn no_nights_is_a_wish_and_night_work_speaks_against_it() {
        let meant = understand("保洁 不上夜班", anshan());
        let nights = Conditions::builtin().find("no_nights").expect("of the list");
        assert_ne!(meant.conditions & ConditionSet::default().and(nights).bits(), 0);
        assert_ne!(meant.contrary & ConditionSet::default().but(nights).bits(), 0);
    }

    #[test]
    fn ma_anshan_is_not_anshan() {
        assert!(understand("马鞍山保安", anshan()).places.iter().all(|place| place.to_string() != "210300"));
    }

    #[test]
    fn characters_the_dictionary_does_not_know_stay_together() {
        assert_eq!(understand("月扫", anshan()).parts, vec![Part::Words("月扫".into())]);
    }

    #[test]
    fn a_long_sentence_leaves_only_what_says_something() {
        let meant = understand("我五十多岁了没什么文化想找个打扫卫生的活最好包吃住", anshan());
        assert!(meant.has_trade(), "{meant:?}");
        assert!(meant.parts.len() <= 3, "{:?}", meant.parts);
    }

    proptest::proptest! {
        #[test]
        fn no_query_breaks_the_reading(query in "\\PC{0,40}") {
            let meant = understand(&query, anshan());
            for chip in &meant.chips {
                proptest::prop_assert!(chip.without.chars().count() <= meant.text.chars().count() + 1);
            }
        }
    }
}
