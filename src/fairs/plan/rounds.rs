//! Choosing and timing, round by round.
//!
//! With free hours one round is enough: every chosen pair finds its time. With restricted hours the choice and the clock
//! argue: a pair that finds no time is struck off and the choice made again, what stays free is filled, and in the end
//! pairs that would rather meet, and could, take the place of pairs liked less.

use super::balance;
use super::check::Outcome;
use super::day::Day;
use super::matching;
use super::roll::{Pair, Roll};
use super::timetable::Grid;

/// How often the choice is made again; what is open then is left to filling and settling.
const CHOICES: usize = 12;
/// How often blocking pairs are looked for, and how often one pair may come back: with restricted hours there need not be a
/// stable plan, and steps towards it could go round in circles.
const SETTLINGS: usize = 200;
const RETURNS: u8 = 5;

/// Chooses pairs and finds them times, round by round: a pair that finds none is struck off and the choice made again
/// without it, so that the room it leaves goes to the next best. What is already placed stays unless a better pair comes.
pub(super) fn arrange(roll: &Roll<'_>, grid: &mut Grid<'_>) {
    let mut struck = vec![false; roll.pairs.len()];
    for _ in 0..CHOICES {
        let held = matching::choose(roll, &struck);
        let mut waiting: Vec<u32> = Vec::new();
        for (p, &wanted) in held.iter().enumerate() {
            match (wanted, grid.slot(p as u32)) {
                (true, None) => waiting.push(p as u32),
                (false, Some(_)) => grid.drop_talk(p as u32),
                _ => {}
            }
        }
        if !roll.free {
            waiting.sort_by_key(|&talk| grid.choices(talk));
        }
        waiting.retain(|&talk| !grid.place(talk, balance::cost_of));
        if waiting.is_empty() {
            break;
        }
        waiting.iter().for_each(|&talk| struck[talk as usize] = true);
    }
    if !roll.free {
        fill(roll, grid, |_| true);
    }
}

/// People and stands whose day has changed.
struct Changed {
    people: Vec<bool>,
    stands: Vec<bool>,
}

impl Changed {
    fn all(roll: &Roll<'_>, changed: bool) -> Self {
        Changed { people: vec![changed; roll.people.len()], stands: vec![changed; roll.stands.len()] }
    }

    fn concerns(&self, pair: &Pair) -> bool {
        self.people[pair.person as usize] || self.stands[pair.stand as usize]
    }

    fn note(&mut self, pair: &Pair) {
        (self.people[pair.person as usize], self.stands[pair.stand as usize]) = (true, true);
    }
}

/// Holds the pairs that block the plan at the price of pairs liked less, which are then offered what room there is. Only
/// days that changed can have made new ones; the rest is looked at again when those are settled, since filling may have
/// moved others.
pub(super) fn settle(roll: &Roll<'_>, grid: &mut Grid<'_>) {
    let mut returns = vec![0u8; roll.pairs.len()];
    let (mut look, mut everywhere) = (Changed::all(roll, true), true);
    for _ in 0..SETTLINGS {
        let outcome = Outcome::of(roll, grid);
        let mut changed = Changed::all(roll, false);
        let mut steps = Vec::new();
        for (p, pair) in roll.pairs.iter().enumerate() {
            let open = grid.slot(p as u32).is_none() && returns[p] < RETURNS && look.concerns(pair) && !changed.concerns(pair);
            let Some((slot, price)) = open.then(|| outcome.cheapest(p)).flatten() else { continue };
            if !price.talks().any(|t| changed.concerns(&roll.pairs[t])) {
                price.talks().chain([p]).for_each(|t| changed.note(&roll.pairs[t]));
                steps.push((p, slot, price));
            }
        }
        if steps.is_empty() && everywhere {
            return;
        }
        for &(p, slot, price) in &steps {
            returns[p] += 1;
            price.talks().for_each(|t| grid.drop_talk(t as u32));
            grid.move_to(p as u32, slot);
        }
        everywhere = steps.is_empty();
        if everywhere {
            look = Changed::all(roll, true);
        } else {
            fill(roll, grid, |pair| changed.concerns(pair));
            look = changed;
        }
    }
}

/// Gives every wanted pair of those asked for a time that both have room for, in the order people like them, until nothing
/// more fits. Where the slots of one side alone cannot hold the pair there is no use in looking for a time.
fn fill(roll: &Roll<'_>, grid: &mut Grid<'_>, asked: impl Fn(&Pair) -> bool) {
    let mut days: Vec<Day> = roll.rooms().into_iter().map(Day::new).collect();
    for p in (0..roll.pairs.len()).filter(|&p| grid.slot(p as u32).is_some()) {
        days[roll.pairs[p].stand as usize].add(roll, p);
    }
    loop {
        let mut placed = false;
        for person in 0..roll.people.len() {
            let open = |grid: &Grid<'_>, p: usize| {
                grid.slot(p as u32).is_none() && roll.pairs[p].possible && grid.has_room(p as u32) && asked(&roll.pairs[p])
            };
            if !roll.pairs_of(person).any(|p| open(grid, p)) {
                continue;
            }
            let mut own = Day::new(vec![1; roll.slots.len()]);
            for p in roll.pairs_of(person).filter(|&p| grid.slot(p as u32).is_some()) {
                own.add(roll, p);
            }
            for p in roll.pairs_of(person) {
                let day = &mut days[roll.pairs[p].stand as usize];
                if open(grid, p) && own.fits(roll, p) && day.fits(roll, p) && grid.place(p as u32, balance::cost_of) {
                    own.add(roll, p);
                    day.add(roll, p);
                    placed = true;
                }
            }
        }
        if !placed {
            return;
        }
    }
}
