//! A whole city at once: the best posts for each of many people.
//!
//! Posts that differ only in place and pay share a `Shape`: it is weighed once a person, and a post then costs only its
//! place and its pay. Trades and shapes that cannot reach the person's list any more are passed over by their upper bound,
//! so the answer is exactly that of [`best_posts`](super::best_posts) at a fraction of the work.

use super::local::{MOST_LOCAL, weigh_local};
use super::post::{Post, Shape};
use super::score::{most_of_trade, weigh_shape};
use super::seeker::Seeker;
use std::collections::BTreeMap;
use std::ops::Range;

/// One match of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// The place of the post in the list the board was built from.
    pub post: u32,
    pub score: u8,
}

/// The posts of a city, laid out for weighing.
pub struct Board {
    /// In the order of their shapes.
    posts: Vec<Post>,
    /// Where each post stood in the list given.
    places: Vec<u32>,
    shapes: Vec<(Shape, Range<usize>)>,
    /// Shapes of one trade and kind.
    trades: Vec<Range<usize>>,
}

impl Board {
    /// Lays the posts out. More than four thousand million posts are beyond it: the rest is left out.
    pub fn new(posts: &[Post]) -> Self {
        let mut grouped: BTreeMap<Shape, Vec<u32>> = BTreeMap::new();
        for (post, place) in posts.iter().zip(0..u32::MAX) {
            grouped.entry(post.shape).or_default().push(place);
        }
        let mut board = Self { posts: Vec::new(), places: Vec::new(), shapes: Vec::new(), trades: Vec::new() };
        for (shape, places) in grouped {
            let from = board.posts.len();
            board.posts.extend(places.iter().filter_map(|place| posts.get(*place as usize)));
            board.places.extend(places);
            let at = board.shapes.len();
            let like_last =
                board.shapes.last().is_some_and(|(last, _)| (last.occupation, last.kind) == (shape.occupation, shape.kind));
            match board.trades.last_mut() {
                Some(trade) if like_last => trade.end = at + 1,
                _ => board.trades.push(at..at + 1),
            }
            board.shapes.push((shape, from..board.posts.len()));
        }
        board
    }

    /// The `k` best posts for each person, best first, worked out on so many threads.
    pub fn best_for_all(&self, seekers: &[Seeker], k: usize, threads: usize) -> Vec<Vec<Placed>> {
        let share = seekers.len().div_ceil(threads.max(1)).max(1);
        let mut answers: Vec<Vec<Placed>> = Vec::with_capacity(seekers.len());
        answers.resize_with(seekers.len(), Vec::new);
        std::thread::scope(|scope| {
            for (people, slots) in seekers.chunks(share).zip(answers.chunks_mut(share)) {
                scope.spawn(move || {
                    let mut desk = Desk::default();
                    for (seeker, slot) in people.iter().zip(slots) {
                        *slot = self.best_for(seeker, k, &mut desk);
                    }
                });
            }
        });
        answers
    }

    fn best_for(&self, seeker: &Seeker, k: usize, desk: &mut Desk) -> Vec<Placed> {
        desk.clear(k);
        desk.order_trades(seeker, self);
        let trades = std::mem::take(&mut desk.trades);
        for (most, at) in trades.iter().rev() {
            if most + MOST_LOCAL < desk.least() {
                break;
            }
            for (shape, range) in
                self.trades.get(usize::from(*at)).and_then(|trade| self.shapes.get(trade.clone())).into_iter().flatten()
            {
                let Some(points) = weigh_shape(seeker, shape, &mut ()) else { continue };
                if points + MOST_LOCAL < desk.least() {
                    continue;
                }
                let posts = self.posts.get(range.clone()).into_iter().flatten();
                for (post, place) in posts.zip(self.places.get(range.clone()).into_iter().flatten()) {
                    desk.offer(points + weigh_local(seeker, post, &mut ()), post.id, *place);
                }
            }
        }
        desk.trades = trades;
        desk.best.iter().map(|(score, _, place)| Placed { post: place.0, score: *score }).collect()
    }
}

type Key = (u8, std::cmp::Reverse<i64>, std::cmp::Reverse<u32>);

/// What one thread writes on while it goes from person to person.
#[derive(Default)]
struct Desk {
    k: usize,
    /// Best first, never longer than `k`.
    best: Vec<Key>,
    /// Upper bound and place of each trade, ascending.
    trades: Vec<(u8, u16)>,
}

impl Desk {
    fn clear(&mut self, k: usize) {
        self.k = k;
        self.best.clear();
    }

    fn order_trades(&mut self, seeker: &Seeker, board: &Board) {
        self.trades.clear();
        for (trade, at) in board.trades.iter().zip(0..u16::MAX) {
            if let Some((shape, _)) = board.shapes.get(trade.start) {
                self.trades.push((most_of_trade(seeker, shape.occupation, shape.kind), at));
            }
        }
        self.trades.sort_unstable();
    }

    /// The least score that still gets on the list.
    fn least(&self) -> u8 {
        if self.best.len() < self.k { 0 } else { self.best.last().map_or(u8::MAX, |(score, ..)| *score) }
    }

    fn offer(&mut self, score: u8, id: i64, place: u32) {
        let key = (score, std::cmp::Reverse(id), std::cmp::Reverse(place));
        if self.best.len() >= self.k {
            match self.best.last() {
                Some(last) if key > *last => {}
                _ => return,
            }
            self.best.pop();
        }
        let at = self.best.partition_point(|before| *before > key);
        self.best.insert(at, key);
    }
}
