//! Which pairs block a finished timetable. Knows nothing of how it was made: it looks at who meets whom and when.

use super::roll::{Merit, Roll, common, has};
use super::timetable::{Grid, NONE};

/// What stands between a wanted pair and its interview.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Obstacle {
    /// One side has no room and nothing it likes less.
    Choice,
    /// Both sides want it; there is no slot in which both could ever be.
    NeverTogether,
    /// Both sides want it; every slot they share would cost one of them more than it gains.
    SlotsTaken,
    /// Nothing: the pair blocks the plan.
    Blocks,
}

/// Talks given up for another.
#[derive(Clone, Copy)]
pub(super) struct Price {
    own: Option<usize>,
    stand: Option<usize>,
}

impl Price {
    /// The pairs given up, each once.
    pub fn talks(self) -> impl Iterator<Item = usize> {
        self.own.into_iter().chain(self.stand.filter(|_| self.own != self.stand))
    }
}

/// Loads and lowest choices of a finished timetable.
pub(super) struct Outcome<'o> {
    roll: &'o Roll<'o>,
    grid: &'o Grid<'o>,
    person_load: Vec<u32>,
    opening_load: Vec<u32>,
    stand_load: Vec<u32>,
    /// The least liked pair of each person: pairs are numbered in the person's order, so the largest number.
    least: Vec<Option<usize>>,
    opening_lowest: Vec<Option<Merit>>,
    stand_lowest: Vec<Option<Merit>>,
    /// The pairs each stand meets, without the fixed ones.
    held: Vec<Vec<usize>>,
}

impl<'o> Outcome<'o> {
    pub fn of(roll: &'o Roll<'o>, grid: &'o Grid<'o>) -> Self {
        let mut outcome = Outcome {
            roll,
            grid,
            person_load: vec![0; roll.people.len()],
            opening_load: vec![0; roll.openings.len()],
            stand_load: vec![0; roll.stands.len()],
            least: vec![None; roll.people.len()],
            opening_lowest: vec![None; roll.openings.len()],
            stand_lowest: vec![None; roll.stands.len()],
            held: vec![Vec::new(); roll.stands.len()],
        };
        for (p, pair) in roll.pairs.iter().enumerate() {
            if grid.slot(p as u32).is_none() {
                continue;
            }
            let (person, opening, stand) = (pair.person as usize, pair.opening as usize, pair.stand as usize);
            outcome.person_load[person] += 1;
            outcome.opening_load[opening] += 1;
            outcome.stand_load[stand] += 1;
            outcome.least[person] = Some(p);
            outcome.held[stand].push(p);
            let merit = roll.merit(p);
            for lowest in [&mut outcome.opening_lowest[opening], &mut outcome.stand_lowest[stand]] {
                *lowest = Some(lowest.map_or(merit, |low| low.min(merit)));
            }
        }
        outcome
    }

    /// Both sides would rather have the pair, time apart: each has room or something it likes less.
    fn wanted(&self, p: usize) -> bool {
        let pair = &self.roll.pairs[p];
        let (person, opening, stand) = (pair.person as usize, pair.opening as usize, pair.stand as usize);
        let above = |lowest: Option<Merit>| lowest.is_some_and(|low| low < self.roll.merit(p));
        let person_wants = self.person_has_room(person) || self.least[person].is_some_and(|worst| worst > p);
        person_wants
            && if self.opening_load[opening] >= self.roll.openings[opening].limit {
                above(self.opening_lowest[opening])
            } else {
                self.stand_load[stand] < self.roll.stands[stand].limit || above(self.stand_lowest[stand])
            }
    }

    fn person_has_room(&self, person: usize) -> bool {
        self.person_load[person] < self.roll.people[person].limit
    }

    /// What each side would have to give up to hold a wanted pair in a slot of their hours, looking at its own day alone: nothing, or
    /// one talk it likes less. `None` if that is not enough for one of them.
    fn price(&self, p: usize, slot: usize) -> Option<Price> {
        Some(Price { own: self.person_gives(p, slot)?, stand: self.stand_gives(p, slot)? })
    }

    fn person_gives(&self, p: usize, slot: usize) -> Option<Option<usize>> {
        let person = self.roll.pairs[p].person as usize;
        match self.grid.day_of(person)[slot] {
            NONE if self.person_has_room(person) => Some(None),
            NONE => self.least[person].filter(|&least| least > p).map(Some),
            busy => Some(busy as usize).filter(|&talk| talk > p && !self.grid.is_fixed(busy)).map(Some),
        }
    }

    fn stand_gives(&self, p: usize, slot: usize) -> Option<Option<usize>> {
        let stand = self.roll.pairs[p].stand as usize;
        if self.stand_fits(p, slot, None) {
            return Some(None);
        }
        let enough = |t: &usize| self.roll.merit(*t) < self.roll.merit(p) && self.stand_fits(p, slot, Some(*t));
        self.held[stand].iter().copied().filter(enough).min_by_key(|&t| self.roll.merit(t)).map(Some)
    }

    /// The stand can take the pair in that slot once it has given up that talk.
    fn stand_fits(&self, p: usize, slot: usize, given: Option<usize>) -> bool {
        let (opening, stand) = (self.roll.pairs[p].opening, self.roll.pairs[p].stand as usize);
        let same_opening = given.is_some_and(|g| self.roll.pairs[g].opening == opening);
        let same_slot = given.is_some_and(|g| self.grid.slot(g as u32) == Some(slot));
        let opening = opening as usize;
        self.opening_load[opening] - u32::from(same_opening) < self.roll.openings[opening].limit
            && self.stand_load[stand] - u32::from(given.is_some()) < self.roll.stands[stand].limit
            && (same_slot || has(self.grid.open(stand), slot))
    }

    /// The slots in which a wanted pair could be held, each with its price.
    fn offers(&self, p: usize) -> impl Iterator<Item = (usize, Price)> {
        let pair = &self.roll.pairs[p];
        let (person, stand) = (&self.roll.people[pair.person as usize], &self.roll.stands[pair.stand as usize]);
        common(&person.hours, &stand.hours).filter_map(move |slot| self.price(p, slot).map(|price| (slot, price)))
    }

    /// The slot and the price at which a pair could be held that blocks the plan: the least price, the earliest slot.
    pub fn cheapest(&self, p: usize) -> Option<(usize, Price)> {
        let wanted = self.roll.pairs[p].possible && self.wanted(p);
        wanted.then(|| self.offers(p).min_by_key(|&(slot, price)| (price.talks().count(), slot))).flatten()
    }

    /// What stands between a pair that does not meet and its interview.
    pub fn obstacle(&self, p: usize) -> Obstacle {
        if !self.wanted(p) {
            Obstacle::Choice
        } else if !self.roll.pairs[p].possible {
            Obstacle::NeverTogether
        } else if self.roll.free || self.offers(p).next().is_some() {
            Obstacle::Blocks
        } else {
            Obstacle::SlotsTaken
        }
    }
}
