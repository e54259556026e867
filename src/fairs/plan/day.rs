//! One side's day: can this set of talks be held, one person or a few interviewers looking at their own slots alone?
//!
//! Talks and slots form a transversal matroid, so a set that fits can be kept by moving its talks about (an augmenting
//! path), and when one talk too many comes, there is exactly one circle of talks of which any one has to go. Choosing
//! greedily in it is what keeps the stable choice stable when hours are restricted (Fleiner 2003).

use super::roll::{Merit, Roll, common};
use std::collections::VecDeque;

const NOT_SEEN: (usize, usize) = (usize::MAX, usize::MAX);
/// In a search: the talk that comes new, from no slot.
const OUTSIDE: usize = usize::MAX;

/// Talks (numbers of pairs) laid out over the slots of one person or stand.
pub(super) struct Day {
    /// How many talks fit into each slot.
    room: Vec<u32>,
    sits: Vec<Vec<usize>>,
}

/// What a search found on its way: for each slot it reached the talk that would move there and the slot it leaves.
struct Search(Vec<(usize, usize)>);

impl Day {
    /// An empty day with that much room in each slot.
    pub fn new(room: Vec<u32>) -> Self {
        let sits = vec![Vec::new(); room.len()];
        Day { room, sits }
    }

    /// Whether a talk would fit, with others moved.
    pub fn fits(&self, roll: &Roll<'_>, p: usize) -> bool {
        self.search(roll, p).is_ok()
    }

    /// Adds a talk if it fits, moving others.
    pub fn add(&mut self, roll: &Roll<'_>, p: usize) -> bool {
        match self.search(roll, p) {
            Ok((slot, search)) => {
                self.pull(slot, &search);
                true
            }
            Err(_) => false,
        }
    }

    /// Adds a talk; if it is one too many, the lowest of those it competes with goes and is returned (perhaps the talk
    /// itself).
    pub fn add_and_drop_lowest(&mut self, roll: &Roll<'_>, p: usize) -> Option<usize> {
        let search = match self.search(roll, p) {
            Ok((slot, search)) => {
                self.pull(slot, &search);
                return None;
            }
            Err(search) => search,
        };
        let reached = (0..self.room.len()).filter(|&slot| search.0[slot] != NOT_SEEN);
        let rivals = reached.flat_map(|slot| self.sits[slot].iter().map(move |&talk| (roll.merit(talk), talk, slot)));
        let lowest: Option<(Merit, usize, usize)> = rivals.min();
        match lowest {
            Some((merit, talk, slot)) if merit < roll.merit(p) => {
                self.sits[slot].retain(|&t| t != talk);
                self.pull(slot, &search);
                Some(talk)
            }
            _ => Some(p),
        }
    }

    pub fn remove(&mut self, p: usize) {
        self.sits.iter_mut().for_each(|slot| slot.retain(|&talk| talk != p));
    }

    /// Breadth first from the slots the talk could have, over talks that could move on, to a slot with room.
    fn search(&self, roll: &Roll<'_>, p: usize) -> Result<(usize, Search), Search> {
        let slots_of = |talk: usize| {
            let pair = &roll.pairs[talk];
            common(&roll.people[pair.person as usize].hours, &roll.stands[pair.stand as usize].hours)
        };
        let mut search = Search(vec![NOT_SEEN; self.room.len()]);
        let mut queue = VecDeque::new();
        for slot in slots_of(p) {
            search.0[slot] = (p, OUTSIDE);
            queue.push_back(slot);
        }
        while let Some(slot) = queue.pop_front() {
            if self.sits[slot].len() < self.room[slot] as usize {
                return Ok((slot, search));
            }
            for &talk in &self.sits[slot] {
                for next in slots_of(talk) {
                    if search.0[next] == NOT_SEEN {
                        search.0[next] = (talk, slot);
                        queue.push_back(next);
                    }
                }
            }
        }
        Err(search)
    }

    /// Moves the talks of a found way, each to the slot before it, until the new one is in.
    fn pull(&mut self, mut slot: usize, search: &Search) {
        loop {
            let (talk, from) = search.0[slot];
            self.sits[slot].push(talk);
            if from == OUTSIDE {
                return;
            }
            self.sits[from].retain(|&t| t != talk);
            slot = from;
        }
    }
}
