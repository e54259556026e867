//! One pass over what a query matches: filters, counts every facet, and keeps the best.

use super::Sort;
use super::counts::Counts;
use super::posts::{Post, Segment};
use super::schema::Facts;
use super::sieve::{Facet, Sieve};
use std::sync::Arc;
use tantivy::query::{EnableScoring, Query};
use tantivy::{DocId, DocSet as _, Score, Searcher, TERMINATED};

/// A hit before its row is read. Ordered best first by `key`, then newest, then by id, so that the order is the same
/// however the index is cut into segments.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    pub key: f64,
    pub published: u16,
    pub id: u64,
    pub score: f32,
    pub distance_km: Option<f64>,
    /// How many posts say the same, itself included.
    pub alike: u16,
}

impl Found {
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        other.key.total_cmp(&self.key).then(other.published.cmp(&self.published)).then(other.id.cmp(&self.id))
    }
}

/// The best of what was seen, in no order until taken.
#[derive(Debug)]
struct Best {
    most: usize,
    kept: Vec<Found>,
    /// The worst of the best so far: what is below it cannot be among them any more.
    floor: (f64, u16),
}

impl Best {
    fn new(most: usize) -> Self {
        Self { most, kept: Vec::with_capacity((most * 2).min(4096)), floor: (f64::NEG_INFINITY, 0) }
    }

    /// Whether a hit can be among the best. Among equals the newer stands first, and the id is not asked for yet.
    #[inline]
    fn wants(&self, key: f64, published: u16) -> bool {
        key > self.floor.0 || (key == self.floor.0 && published >= self.floor.1)
    }

    fn offer(&mut self, found: Found) {
        self.kept.push(found);
        if self.kept.len() >= self.most * 2 + 16 {
            self.cut();
        }
    }

    fn cut(&mut self) {
        if self.kept.len() > self.most {
            self.kept.select_nth_unstable_by(self.most.saturating_sub(1), Found::order);
            self.kept.truncate(self.most);
            self.floor = self.kept.last().map_or(self.floor, |last| (last.key, last.published));
        }
    }

    fn take(mut self) -> Vec<Found> {
        self.kept.sort_unstable_by(Found::order);
        self.kept.truncate(self.most);
        self.kept
    }
}

/// What one pass gives.
#[derive(Debug, Default)]
pub struct Gathered {
    pub best: Vec<Found>,
    pub counts: Counts,
    /// Hits, those that say the same once.
    pub entries: u64,
    /// Posts behind the hits.
    pub total: u64,
}

/// Gathers the best `most` hits of a query. `posts` are those of the searcher's segments, in their order.
///
/// Walks the segments itself instead of feeding a collector: so a post that fails is never scored, and one set of counts
/// serves all segments.
pub fn gather(
    searcher: &Searcher,
    posts: &[Arc<Segment>],
    query: &dyn Query,
    sieve: &Sieve,
    most: usize,
) -> tantivy::Result<Gathered> {
    let mut gathered = Gathered::default();
    let mut best = Best::new(most);
    visit(searcher, posts, query, sieve.sort == Sort::Relevance, |segment, doc, post, score| {
        let distance = sieve.distance(|| segment.spot(doc));
        let fails = sieve.fails(post, distance);
        if fails & (fails.wrapping_sub(1)) != 0 || fails & Facet::Other.bit() != 0 {
            return;
        }
        gathered.counts.count(post, fails);
        if fails != 0 {
            return;
        }
        gathered.entries += 1;
        gathered.total += u64::from(post.alike);
        let (key, score) = key(sieve, post, distance, score);
        if best.wants(key, post.published) {
            let (published, alike) = (post.published, post.alike);
            best.offer(Found { key, published, id: segment.id(doc), score, distance_km: distance, alike });
        }
    })?;
    gathered.best = best.take();
    Ok(gathered)
}

/// How many hits a query has, those that say the same once. Scores and counts nothing else.
pub fn entries(searcher: &Searcher, posts: &[Arc<Segment>], query: &dyn Query, sieve: &Sieve) -> tantivy::Result<u64> {
    let mut entries = 0;
    visit(searcher, posts, query, false, |segment, doc, post, _| {
        entries += u64::from(sieve.fails(post, sieve.distance(|| segment.spot(doc))) == 0);
    })?;
    Ok(entries)
}

/// Calls for every living post that a query matches, with a way to its score.
fn visit(
    searcher: &Searcher,
    posts: &[Arc<Segment>],
    query: &dyn Query,
    scores: bool,
    mut call: impl FnMut(&Segment, DocId, &Post, &mut dyn FnMut() -> Score),
) -> tantivy::Result<()> {
    let scoring =
        if scores { EnableScoring::enabled_from_searcher(searcher) } else { EnableScoring::disabled_from_searcher(searcher) };
    let weight = query.weight(scoring)?;
    for (reader, segment) in searcher.segment_readers().iter().zip(posts) {
        let alive = reader.alive_bitset();
        let mut scorer = weight.scorer(reader, 1.0)?;
        let mut doc = scorer.doc();
        while doc != TERMINATED {
            if alive.is_none_or(|alive| alive.is_alive(doc)) {
                call(segment, doc, &segment.post(doc), &mut || scorer.score());
            }
            doc = scorer.advance();
        }
    }
    Ok(())
}

/// What a hit is ordered by, and its score where that was asked for.
#[inline]
fn key(sieve: &Sieve, post: &Post, distance: Option<f64>, score: &mut dyn FnMut() -> Score) -> (f64, Score) {
    let (low, high) = post.pay;
    match sieve.sort {
        Sort::Relevance => {
            let score = score();
            (f64::from(score) * fairness(post.crowd) * standing(post.facts) * sieve.doubts.about(post), score)
        }
        Sort::Newest => (f64::from(post.published), 0.0),
        Sort::Pay if post.pay == (0, 0) => (-1.0, 0.0),
        Sort::Pay => (f64::from(low) + f64::from(high), 0.0),
        Sort::Distance => (distance.map_or(f64::NEG_INFINITY, |km| -km), 0.0),
        Sort::Ending => (-f64::from(post.until), 0.0),
    }
}

/// Among posts that fit alike, those of elder care stand first: it is what this market is for.
fn standing(facts: Facts) -> f64 {
    if facts.part(Facts::ELDER_CARE) == 1 { 1.05 } else { 1.0 }
}

/// Posts that many have applied to lately stand a little behind posts that fit as well: at most 15 % of the score, so
/// that it decides among equals and never lifts what fits worse by far. `crowd` is applications a place, in hundredths.
fn fairness(crowd: u16) -> f64 {
    1.0 - 0.15 * ((1.0 + f64::from(crowd) / 100.0).log2() / 7.0).min(1.0)
}

/// The distance on the globe.
pub fn kilometres(from: (f64, f64), to: (f64, f64)) -> f64 {
    const EARTH_RADIUS_KM: f64 = 6371.0;
    let (lat_from, lat_to) = (from.0.to_radians(), to.0.to_radians());
    let half_lat = ((lat_to - lat_from) / 2.0).sin();
    let half_lon = ((to.1 - from.1).to_radians() / 2.0).sin();
    let chord = half_lat * half_lat + lat_from.cos() * lat_to.cos() * half_lon * half_lon;
    2.0 * EARTH_RADIUS_KM * chord.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_the_station_of_anshan_to_that_of_haicheng_it_is_some_35_kilometres() {
        let km = kilometres((41.110344, 122.994475), (40.852533, 122.752199));
        assert!((30.0..40.0).contains(&km), "{km}");
    }

    #[test]
    fn a_crowd_costs_a_little_and_never_more() {
        assert_eq!(fairness(0), 1.0);
        assert!(fairness(10_000) < fairness(100));
        assert!(fairness(u16::MAX) >= 0.85);
    }

    #[test]
    fn the_best_are_the_same_in_whatever_order_they_come() {
        let found =
            |id: u64| Found { key: (id % 7) as f64, published: (id % 3) as u16, id, score: 0.0, distance_km: None, alike: 1 };
        let run = |ids: &mut dyn Iterator<Item = u64>| {
            let mut best = Best::new(10);
            ids.for_each(|id| best.offer(found(id)));
            best.take().into_iter().map(|found| found.id).collect::<Vec<_>>()
        };
        assert_eq!(run(&mut (0..500)), run(&mut (0..500).rev()));
    }
}
