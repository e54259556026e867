//! Who meets whom: deferred acceptance with quotas on both sides.
//!
//! People propose down their lists until they hold as many promises as they may; a stand keeps the best of what it is
//! offered and turns the rest away for good. The stand's choice has two nested limits, each opening's quota within the
//! stand's own: if an opening runs over, its lowest goes; if only the stand runs over, the stand's lowest goes. That is the
//! greedy choice of a laminar matroid, so the outcome is stable and does not depend on who proposes first.
//!
//! When hours are restricted, counting slots is not enough: thirty people who all come between ten and eleven cannot have
//! the thirty free slots of a stand. Then each side also keeps only what it could lay out over its own [`Day`]. What still
//! cannot be laid out for everyone at once is the timetable's business.

use super::day::Day;
use super::roll::{Merit, Roll};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The promises held, lowest first; those withdrawn elsewhere are skipped when they come up.
type Promises = BinaryHeap<Reverse<(Merit, usize)>>;

/// Everything promised so far.
struct Market<'m> {
    roll: &'m Roll<'m>,
    held: Vec<bool>,
    /// Turned away for good, or out of the question from the start.
    refused: Vec<bool>,
    at_opening: Vec<Promises>,
    at_stand: Vec<Promises>,
    opening_load: Vec<u32>,
    stand_load: Vec<u32>,
    promised: Vec<u32>,
    /// The stands' days; empty when everybody is free, where the limits say it all.
    days: Vec<Day>,
    proposing: Vec<usize>,
}

/// The stable pairs, leaving out those struck off; `true` where the pair meets. With free hours the best stable outcome for
/// every person.
pub(super) fn choose(roll: &Roll<'_>, struck: &[bool]) -> Vec<bool> {
    let closed = |p: usize| {
        let pair = &roll.pairs[p];
        !pair.possible || roll.openings[pair.opening as usize].limit == 0 || roll.stands[pair.stand as usize].limit == 0
    };
    let mut market = Market {
        roll,
        held: vec![false; roll.pairs.len()],
        refused: (0..roll.pairs.len()).map(|p| struck[p] || closed(p)).collect(),
        at_opening: vec![Promises::new(); roll.openings.len()],
        at_stand: vec![Promises::new(); roll.stands.len()],
        opening_load: vec![0; roll.openings.len()],
        stand_load: vec![0; roll.stands.len()],
        promised: vec![0; roll.people.len()],
        days: if roll.free { Vec::new() } else { roll.rooms().into_iter().map(Day::new).collect() },
        proposing: (0..roll.people.len()).rev().collect(),
    };
    let mut next: Vec<usize> = roll.first_pair.clone();
    while let Some(person) = market.proposing.pop() {
        if roll.free {
            market.propose(person, &mut next[person]);
        } else {
            market.propose_in_time(person);
        }
    }
    market.held
}

impl Market<'_> {
    /// The person offers their next best pairs while they have room.
    fn propose(&mut self, person: usize, next: &mut usize) {
        while self.promised[person] < self.roll.people[person].limit && *next < self.roll.first_pair[person + 1] {
            let p = *next;
            *next += 1;
            if !self.refused[p] {
                self.offer(p);
            }
        }
    }

    /// As [`Market::propose`], of pairs that the person could lay out over their own slots. One that does not fit today's
    /// promises may fit after a refusal, so the list is always read from the top.
    fn propose_in_time(&mut self, person: usize) {
        let slots = self.roll.slots.len();
        'promises: loop {
            let mut day = Day::new(vec![1; slots]);
            for p in self.roll.pairs_of(person).filter(|&p| self.held[p]) {
                day.add(self.roll, p);
            }
            for p in self.roll.pairs_of(person) {
                if self.promised[person] >= self.roll.people[person].limit {
                    return;
                }
                if !self.held[p] && !self.refused[p] && day.add(self.roll, p) {
                    let before = self.promised[person];
                    self.offer(p);
                    if self.promised[person] <= before {
                        continue 'promises;
                    }
                }
            }
            return;
        }
    }

    /// Puts a pair before its stand, which keeps it or turns it or others away.
    fn offer(&mut self, p: usize) {
        let pair = &self.roll.pairs[p];
        let (opening, stand) = (pair.opening as usize, pair.stand as usize);
        self.held[p] = true;
        self.promised[pair.person as usize] += 1;
        self.opening_load[opening] += 1;
        self.stand_load[stand] += 1;
        self.at_opening[opening].push(Reverse((self.roll.merit(p), p)));
        self.at_stand[stand].push(Reverse((self.roll.merit(p), p)));
        if self.opening_load[opening] > self.roll.openings[opening].limit {
            let lowest = take_lowest(&mut self.at_opening[opening], &self.held);
            self.refuse(lowest, p);
        } else if self.stand_load[stand] > self.roll.stands[stand].limit {
            let lowest = take_lowest(&mut self.at_stand[stand], &self.held);
            self.refuse(lowest, p);
        }
        if self.held[p] && !self.days.is_empty() {
            let lowest = self.days[stand].add_and_drop_lowest(self.roll, p);
            self.refuse(lowest, p);
        }
    }

    /// Turns a pair away for good; its person proposes again, unless they are the one proposing now.
    fn refuse(&mut self, lowest: Option<usize>, offered: usize) {
        let Some(p) = lowest else { return };
        let pair = &self.roll.pairs[p];
        self.held[p] = false;
        self.refused[p] = true;
        self.opening_load[pair.opening as usize] -= 1;
        self.stand_load[pair.stand as usize] -= 1;
        self.promised[pair.person as usize] -= 1;
        if let Some(day) = self.days.get_mut(pair.stand as usize) {
            day.remove(p);
        }
        if pair.person != self.roll.pairs[offered].person {
            self.proposing.push(pair.person as usize);
        }
    }
}

fn take_lowest(promises: &mut Promises, held: &[bool]) -> Option<usize> {
    while let Some(Reverse((_, p))) = promises.pop() {
        if held[p] {
            return Some(p);
        }
    }
    None
}
