//! When they meet: a colouring of interviews with slots, no person and no interviewer in two places.
//!
//! Every interviewer is a *seat* of the stand; a talk takes a seat and its person for one slot. A talk is placed in the
//! first of these ways that works:
//!
//! 1. a slot in which the person and a seat are both free;
//! 2. an alternating path (König 1916): a seat is free at `b`, the person at `a`; the talk in that seat at `a` goes to `b`,
//!    the one its person had at `b` goes to `a`, and so on until one finds its place free. Without restricted hours and
//!    fixed talks this always succeeds;
//! 3. a chain over any slots: each talk in the way moves to another slot, where one talk is in the way at most.
//!
//! A talk that was placed is moved, never dropped, by any of these.

use super::roll::{Roll, common, has};

pub(super) const NONE: u32 = u32::MAX;

/// Talks looked at in one search for a chain. Ten times as many found no interview more in a thousand random fairs, and
/// neither did trees of moves in which a talk pushes out two others.
const CHAIN: usize = 400;

/// Where a talk sits: slot and seat (numbered over all stands), or nowhere.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Place {
    slot: u32,
    seat: u32,
}
const NOWHERE: Place = Place { slot: NONE, seat: NONE };

/// The timetable while it is being made. Talks are numbered: first the pairs of the roll, then the fixed interviews.
pub(super) struct Grid<'g> {
    pub roll: &'g Roll<'g>,
    slots: usize,
    words: usize,
    /// Person and stand of each talk.
    sides: Vec<(u32, u32)>,
    /// Talk of each person in each slot.
    at_person: Vec<u32>,
    /// Talk in each seat in each slot.
    at_seat: Vec<u32>,
    first_seat: Vec<usize>,
    /// Seats taken, per stand and slot.
    load: Vec<u32>,
    /// Talks beside the fixed ones, against the limits of the roll.
    person_load: Vec<u32>,
    opening_load: Vec<u32>,
    stand_load: Vec<u32>,
    /// Hours of a person without a talk; hours of a stand with an empty seat.
    person_free: Vec<u64>,
    stand_free: Vec<u64>,
    places: Vec<Place>,
    /// Moves made, with the place before, so that an attempt can be taken back.
    journal: Vec<(u32, Place)>,
    /// Talks a search has met already carry the number of that search.
    met: Vec<u32>,
    search: u32,
}

impl<'g> Grid<'g> {
    /// An empty timetable with the fixed interviews in it.
    pub fn new(roll: &'g Roll<'g>) -> Self {
        let (slots, words) = (roll.slots.len(), roll.slots.len().div_ceil(64));
        let mut seats = 0;
        let mut first_seat = vec![0];
        for stand in &roll.stands {
            seats += stand.seats as usize;
            first_seat.push(seats);
        }
        let talks = roll.pairs.len() + roll.fixed.len();
        let pairs = roll.pairs.iter().map(|pair| (pair.person, pair.stand));
        let fixed = roll.fixed.iter().map(|fixed| (fixed.person, fixed.stand));
        let mut grid = Grid {
            roll,
            slots,
            words,
            sides: pairs.chain(fixed).collect(),
            at_person: vec![NONE; roll.people.len() * slots],
            at_seat: vec![NONE; seats * slots],
            first_seat,
            load: vec![0; roll.stands.len() * slots],
            person_load: vec![0; roll.people.len()],
            opening_load: vec![0; roll.openings.len()],
            stand_load: vec![0; roll.stands.len()],
            person_free: roll.people.iter().flat_map(|p| p.hours.iter().copied()).collect(),
            stand_free: roll.stands.iter().flat_map(|s| s.hours.iter().copied()).collect(),
            places: vec![NOWHERE; talks],
            journal: Vec::new(),
            met: vec![0; talks],
            search: 0,
        };
        for (n, fixed) in roll.fixed.iter().enumerate() {
            grid.sit((roll.pairs.len() + n) as u32, fixed.slot as usize);
        }
        grid.journal.clear();
        grid
    }

    pub fn person(&self, talk: u32) -> usize {
        self.sides[talk as usize].0 as usize
    }

    pub fn stand(&self, talk: u32) -> usize {
        self.sides[talk as usize].1 as usize
    }

    pub fn is_fixed(&self, talk: u32) -> bool {
        talk as usize >= self.roll.pairs.len()
    }

    /// The slot of a talk, if it has one.
    pub fn slot(&self, talk: u32) -> Option<usize> {
        let slot = self.places[talk as usize].slot;
        (slot != NONE).then_some(slot as usize)
    }

    /// What the person does in each slot: a talk or [`NONE`].
    pub fn day_of(&self, person: usize) -> &[u32] {
        &self.at_person[person * self.slots..(person + 1) * self.slots]
    }

    /// How many seats of the stand are taken in each slot.
    pub fn load_of(&self, stand: usize) -> &[u32] {
        &self.load[stand * self.slots..(stand + 1) * self.slots]
    }

    /// The talks at a stand in a slot.
    pub fn talks_at(&self, stand: usize, slot: usize) -> impl Iterator<Item = u32> + '_ {
        (self.first_seat[stand]..self.first_seat[stand + 1])
            .map(move |seat| self.at_seat[seat * self.slots + slot])
            .filter(|&talk| talk != NONE)
    }

    /// Slots in which the person is there and idle.
    pub fn idle(&self, person: usize) -> &[u64] {
        &self.person_free[person * self.words..(person + 1) * self.words]
    }

    /// Slots in which the stand is manned and has an empty seat.
    pub fn open(&self, stand: usize) -> &[u64] {
        &self.stand_free[stand * self.words..(stand + 1) * self.words]
    }

    /// Both sides have room for a talk more by their limits.
    pub fn has_room(&self, talk: u32) -> bool {
        let Some(pair) = self.roll.pairs.get(talk as usize) else { return false };
        self.person_load[pair.person as usize] < self.roll.people[pair.person as usize].limit
            && self.opening_load[pair.opening as usize] < self.roll.openings[pair.opening as usize].limit
            && self.stand_load[pair.stand as usize] < self.roll.stands[pair.stand as usize].limit
    }

    /// In how many slots both sides could be: the fewer, the harder to place.
    pub fn choices(&self, talk: u32) -> usize {
        common(&self.roll.people[self.person(talk)].hours, &self.roll.stands[self.stand(talk)].hours).count()
    }

    /// Takes a talk out of the timetable for good.
    pub fn drop_talk(&mut self, talk: u32) {
        self.rise(talk);
        self.journal.clear();
    }

    /// Moves a talk to a slot in which its person and a seat are free, and says whether they were.
    pub fn move_to(&mut self, talk: u32, slot: usize) -> bool {
        let mark = self.journal.len();
        self.rise(talk);
        let done = self.sit_if_free(talk, slot);
        self.keep_or_undo(done, mark)
    }

    /// Exchanges the slots of two talks, if both fit.
    pub fn exchange(&mut self, one: u32, other: u32) -> bool {
        let mark = self.journal.len();
        let (Some(first), Some(second)) = (self.slot(one), self.slot(other)) else { return false };
        self.rise(one);
        self.rise(other);
        let done = self.sit_if_free(one, second) && self.sit_if_free(other, first);
        self.keep_or_undo(done, mark)
    }

    /// Finds a time for a talk; others may move, none is dropped. Says whether it worked.
    pub fn place(&mut self, talk: u32, prefer: impl Fn(&Self, u32, usize) -> i64) -> bool {
        let mark = self.journal.len();
        let (idle, open) = (self.idle(self.person(talk)), self.open(self.stand(talk)));
        let best = common(idle, open).min_by_key(|&slot| (prefer(self, talk, slot), slot));
        let done = match best {
            Some(slot) => self.sit_if_free(talk, slot),
            None => self.alternate(talk) || !self.roll.free && self.shift(talk),
        };
        self.keep_or_undo(done, mark)
    }

    /// Ends an attempt that began at a mark of the journal.
    fn keep_or_undo(&mut self, keep: bool, mark: usize) -> bool {
        if !keep {
            self.undo(mark);
        }
        if mark == 0 {
            self.journal.clear();
        }
        keep
    }

    /// Takes back every move since the mark, the last first.
    fn undo(&mut self, mark: usize) {
        while self.journal.len() > mark {
            if let Some((talk, before)) = self.journal.pop() {
                self.lift(talk);
                self.put(talk, before);
            }
        }
    }

    fn lift(&mut self, talk: u32) {
        let place = self.places[talk as usize];
        if place == NOWHERE {
            return;
        }
        let (person, stand, slot) = (self.person(talk), self.stand(talk), place.slot as usize);
        self.at_person[person * self.slots + slot] = NONE;
        self.at_seat[place.seat as usize * self.slots + slot] = NONE;
        self.load[stand * self.slots + slot] -= 1;
        if let Some(pair) = self.roll.pairs.get(talk as usize) {
            self.person_load[person] -= 1;
            self.opening_load[pair.opening as usize] -= 1;
            self.stand_load[stand] -= 1;
        }
        let bit = 1 << (slot % 64);
        if has(&self.roll.people[person].hours, slot) {
            self.person_free[person * self.words + slot / 64] |= bit;
        }
        if has(&self.roll.stands[stand].hours, slot) {
            self.stand_free[stand * self.words + slot / 64] |= bit;
        }
        self.places[talk as usize] = NOWHERE;
    }

    fn put(&mut self, talk: u32, place: Place) {
        if place == NOWHERE {
            return;
        }
        let (person, stand, slot) = (self.person(talk), self.stand(talk), place.slot as usize);
        self.at_person[person * self.slots + slot] = talk;
        self.at_seat[place.seat as usize * self.slots + slot] = talk;
        self.load[stand * self.slots + slot] += 1;
        if let Some(pair) = self.roll.pairs.get(talk as usize) {
            self.person_load[person] += 1;
            self.opening_load[pair.opening as usize] += 1;
            self.stand_load[stand] += 1;
        }
        let bit = 1 << (slot % 64);
        self.person_free[person * self.words + slot / 64] &= !bit;
        if self.load[stand * self.slots + slot] == self.roll.stands[stand].seats {
            self.stand_free[stand * self.words + slot / 64] &= !bit;
        }
        self.places[talk as usize] = place;
    }

    fn rise(&mut self, talk: u32) {
        self.journal.push((talk, self.places[talk as usize]));
        self.lift(talk);
    }

    /// Seats a talk that is nowhere; the caller knows there is room.
    fn sit(&mut self, talk: u32, slot: usize) {
        let stand = self.stand(talk);
        let mut seats = self.first_seat[stand]..self.first_seat[stand + 1];
        if let Some(seat) = seats.find(|&seat| self.at_seat[seat * self.slots + slot] == NONE) {
            self.journal.push((talk, NOWHERE));
            self.put(talk, Place { slot: slot as u32, seat: seat as u32 });
        }
    }

    fn sit_if_free(&mut self, talk: u32, slot: usize) -> bool {
        let free = has(self.idle(self.person(talk)), slot) && has(self.open(self.stand(talk)), slot);
        if free {
            self.sit(talk, slot);
        }
        free
    }

    /// Both sides are there in that slot, busy or not.
    fn could_be(&self, talk: u32, slot: usize) -> bool {
        has(&self.roll.people[self.person(talk)].hours, slot) && has(&self.roll.stands[self.stand(talk)].hours, slot)
    }

    /// Moves a row of talks at once: all rise, then each sits where it should. False (and half done) if one cannot.
    fn move_all(&mut self, moves: &[(u32, usize)]) -> bool {
        moves.iter().for_each(|&(talk, _)| self.rise(talk));
        moves.iter().all(|&(talk, slot)| self.sit_if_free(talk, slot))
    }

    /// König's step: two slots, one free for the person, the other for a seat, and the path between them turned over.
    fn alternate(&mut self, talk: u32) -> bool {
        let (person, stand) = (self.person(talk), self.stand(talk));
        let (idle, open) = (self.idle(person).to_vec(), self.open(stand).to_vec());
        let mut path = Vec::new();
        // The talk goes to `a`: some seat of the stand hands its talk of `a` over to `b`, where it is empty.
        for a in common(&idle, &self.roll.stands[stand].hours) {
            for b in common(&open, &open) {
                for seat in self.first_seat[stand]..self.first_seat[stand + 1] {
                    if self.at_seat[seat * self.slots + b] != NONE {
                        continue;
                    }
                    let first = self.at_seat[seat * self.slots + a];
                    if self.path(first, a, b, true, &mut path) && self.take(talk, a, &path) {
                        return true;
                    }
                }
            }
        }
        // The talk goes to `b`: the person's own talk of `b` moves to `a`, where they are idle.
        for b in common(&open, &self.roll.people[person].hours) {
            let first = self.at_person[person * self.slots + b];
            for a in common(&idle, &idle) {
                if self.path(first, b, a, false, &mut path) && self.take(talk, b, &path) {
                    return true;
                }
            }
        }
        false
    }

    /// Turns a path over and seats the talk in the slot it made free.
    fn take(&mut self, talk: u32, slot: usize, path: &[(u32, usize)]) -> bool {
        let mark = self.journal.len();
        let done = self.move_all(path) && self.sit_if_free(talk, slot);
        if !done {
            self.undo(mark);
        }
        done
    }

    /// Follows the alternating path that begins by moving `first` from one slot to another. `person_next` says on which
    /// side the first move can meet a talk in its way. False if the path runs into something that cannot move.
    fn path(&self, first: u32, from: usize, to: usize, person_next: bool, path: &mut Vec<(u32, usize)>) -> bool {
        path.clear();
        let (mut talk, mut from, mut to, mut person_next) = (first, from, to, person_next);
        while talk != NONE {
            if self.is_fixed(talk) || !self.could_be(talk, to) || path.len() > self.places.len() {
                return false;
            }
            path.push((talk, to));
            talk = if person_next {
                self.at_person[self.person(talk) * self.slots + to]
            } else if has(self.open(self.stand(talk)), to) {
                NONE
            } else {
                self.at_seat[self.places[talk as usize].seat as usize * self.slots + to]
            };
            (from, to, person_next) = (to, from, !person_next);
        }
        true
    }

    /// Breadth first over chains in which every talk meets at most one other in its way.
    fn shift(&mut self, talk: u32) -> bool {
        self.search = self.search.wrapping_add(1);
        self.met[talk as usize] = self.search;
        // (talk, its forerunner in the chain, the slot the forerunner wants from it)
        let mut chain: Vec<(u32, usize, usize)> = vec![(talk, usize::MAX, usize::MAX)];
        let mut next = 0;
        while next < chain.len() && chain.len() < CHAIN {
            let mover = chain[next].0;
            let (person, stand) = (self.person(mover), self.stand(mover));
            let slots: Vec<usize> = common(&self.roll.people[person].hours, &self.roll.stands[stand].hours).collect();
            for slot in slots {
                let own = self.at_person[person * self.slots + slot];
                let open = has(self.open(stand), slot);
                if own == mover {
                    continue;
                }
                if own == NONE && open {
                    if self.pull(&chain, next, slot) {
                        return true;
                    }
                } else if own != NONE && (open || self.stand(own) == stand) {
                    self.meet(own, next, slot, &mut chain);
                } else if own == NONE {
                    let in_the_way: Vec<u32> = self.talks_at(stand, slot).collect();
                    in_the_way.into_iter().for_each(|other| self.meet(other, next, slot, &mut chain));
                }
            }
            next += 1;
        }
        false
    }

    fn meet(&mut self, talk: u32, forerunner: usize, slot: usize, chain: &mut Vec<(u32, usize, usize)>) {
        if !self.is_fixed(talk) && self.met[talk as usize] != self.search {
            self.met[talk as usize] = self.search;
            chain.push((talk, forerunner, slot));
        }
    }

    /// Moves the end of a chain to a free slot and everyone before it one place on; taken back if two get in each
    /// other's way.
    fn pull(&mut self, chain: &[(u32, usize, usize)], end: usize, slot: usize) -> bool {
        let mark = self.journal.len();
        let mut moves = Vec::new();
        let (mut at, mut to) = (end, slot);
        while let Some(&(talk, forerunner, wanted)) = chain.get(at) {
            moves.push((talk, to));
            (at, to) = (forerunner, wanted);
        }
        let done = self.move_all(&moves);
        if !done {
            self.undo(mark);
        }
        done
    }
}
