//! The best posts for a person and the best people for a post.
//!
//! Always by score, ties by the lower id, so that the same city gives the same list. [`recommend`] also sees to it that a
//! person who did not name a trade is shown several, not the same trade twenty times.

use super::post::Post;
use super::score::score;
use super::seeker::Seeker;
use crate::codes::OpeningKind;
use crate::regions::RegionCode;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// One of a list, by its place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pick {
    pub place: usize,
    pub id: i64,
    pub score: u8,
}

/// What is compared: score, then the lower id, then the lower place.
type Key = (u8, Reverse<i64>, Reverse<usize>);

/// The `k` best posts for a person, best first.
pub fn best_posts(seeker: &Seeker, posts: &[Post], k: usize) -> Vec<Pick> {
    best(posts.iter().map(|post| (score(seeker, post), post.id)), k)
}

/// The `k` best people for a post, best first.
pub fn best_people(post: &Post, seekers: &[Seeker], k: usize) -> Vec<Pick> {
    best(seekers.iter().map(|seeker| (score(seeker, post), seeker.id)), k)
}

fn best(scored: impl Iterator<Item = (Option<u8>, i64)>, k: usize) -> Vec<Pick> {
    let mut kept: BinaryHeap<Reverse<Key>> = BinaryHeap::with_capacity(k.min(10_000) + 1);
    for (place, (score, id)) in scored.enumerate() {
        let Some(score) = score else { continue };
        let key = (score, Reverse(id), Reverse(place));
        if kept.len() < k {
            kept.push(Reverse(key));
        } else if kept.peek().is_some_and(|Reverse(least)| key > *least) {
            kept.pop();
            kept.push(Reverse(key));
        }
    }
    kept.into_sorted_vec().into_iter().map(|Reverse(key)| pick(key)).collect()
}

fn pick((score, Reverse(id), Reverse(place)): Key) -> Pick {
    Pick { place, id, score }
}

/// What each further post of a trade counts less, of a trade and kind still less, and of a trade that was asked for; and
/// the most that it comes to, so that a long list does not end in trades that hardly suit.
const FURTHER_OF_TRADE: usize = 5;
const FURTHER_OF_KIND: usize = 2;
const FURTHER_OF_WANTED: usize = 3;
const MOST_FURTHER: usize = 18;
/// What the first post of a trade that was asked for counts more, so that every such trade is seen.
const FIRST_OF_WANTED: i32 = 12;

/// The posts of one trade and kind, best first, and how many of them are taken.
struct Pile {
    trade: u8,
    asked: bool,
    keys: Vec<Key>,
    taken: usize,
}

/// The posts to show to a person, best first. While the list is made up each further post of the same trade counts a little
/// less, so that other trades are seen beside the best one; the scores themselves stay what they are, and the list is in
/// their order. `within` keeps to one division.
pub fn recommend(seeker: &Seeker, posts: &[Post], limit: usize, within: Option<RegionCode>) -> Vec<Pick> {
    let mut chosen: Vec<Pick> = order(seeker, posts, within).take(limit).collect();
    chosen.sort_unstable_by_key(|pick| (Reverse(pick.score), pick.id, pick.place));
    chosen
}

/// Every post that is open to a person, in the order in which a list is made up: whoever finds one of them gone goes on to the
/// next. Holds nothing of the posts it was made from.
pub fn order(seeker: &Seeker, posts: &[Post], within: Option<RegionCode>) -> Order {
    Order { piles: piles(seeker, posts, within), trades: BTreeMap::new() }
}

/// See [`order`].
pub struct Order {
    piles: Vec<Pile>,
    /// How many of each trade were taken.
    trades: BTreeMap<u8, usize>,
}

impl Order {
    /// What the next post of a pile is worth after those that were taken.
    fn worth(&self, pile: &Pile) -> Option<i32> {
        let (score, ..) = *pile.keys.get(pile.taken)?;
        let of_trade = self.trades.get(&pile.trade).copied().unwrap_or(0);
        let less =
            if pile.asked { FURTHER_OF_WANTED * of_trade } else { FURTHER_OF_TRADE * of_trade + FURTHER_OF_KIND * pile.taken };
        let more = if pile.asked && of_trade == 0 { FIRST_OF_WANTED } else { 0 };
        Some(i32::from(score) + more - less.min(MOST_FURTHER) as i32)
    }
}

impl Iterator for Order {
    type Item = Pick;

    fn next(&mut self) -> Option<Pick> {
        let heads = self.piles.iter().enumerate();
        let heads = heads.filter_map(|(at, pile)| Some((self.worth(pile)?, *pile.keys.get(pile.taken)?, at)));
        let (_, key, at) = heads.max()?;
        if let Some(pile) = self.piles.get_mut(at) {
            pile.taken += 1;
            *self.trades.entry(pile.trade).or_default() += 1;
        }
        Some(pick(key))
    }
}

fn piles(seeker: &Seeker, posts: &[Post], within: Option<RegionCode>) -> Vec<Pile> {
    let mut piles: BTreeMap<(u8, OpeningKind), Vec<Key>> = BTreeMap::new();
    for (place, post) in posts.iter().enumerate() {
        if within.is_some_and(|region| !post.is_in(region)) {
            continue;
        }
        if let Some(score) = score(seeker, post) {
            let pile = piles.entry((post.shape.occupation, post.shape.kind)).or_default();
            pile.push((score, Reverse(post.id), Reverse(place)));
        }
    }
    let pile = |((trade, kind), mut keys): ((u8, OpeningKind), Vec<Key>)| {
        keys.sort_unstable_by_key(|key| Reverse(*key));
        Pile { trade, asked: seeker.asked_for(trade, kind), keys, taken: 0 }
    };
    piles.into_iter().map(pile).collect()
}
