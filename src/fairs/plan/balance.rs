//! Good times: people wait little between interviews, stands have few holes.
//!
//! Strain is counted in points. Between two interviews of a person at different stands one slot to walk is best; none costs
//! one point, and every slot more costs its square, so that one long wait is worse than several short ones. At the same
//! stand no break is best. An empty slot of an interviewer between two interviews costs one point; hours in which the stand
//! is not manned are no holes. How early or late somebody comes costs nothing.
//!
//! The pass walks over people and stands in order and makes the best move or exchange it finds for each, as long as the
//! total falls; it never changes who meets whom.

use super::roll::{common, has};
use super::timetable::{Grid, NONE};

/// Passes over the fair; a fourth and later ones found nothing that shows in the mean wait.
const PASSES: usize = 3;

/// The strain of a day given as (slot, stand), in any order.
fn strain_of(day: &mut [(usize, usize)]) -> i64 {
    day.sort_unstable();
    day.windows(2)
        .map(|two| {
            let ((before, here), (after, there)) = (two[0], two[1]);
            let between = (after - before - 1) as i64;
            match (here == there, between) {
                (true, _) => between * between,
                (false, 0) => 1,
                (false, _) => (between - 1) * (between - 1),
            }
        })
        .sum()
}

/// A person's day, with one talk taken out and one put in.
fn day(grid: &Grid<'_>, person: usize, without: Option<usize>, with: Option<(usize, usize)>) -> i64 {
    let talks = grid.day_of(person).iter().enumerate().filter(|&(slot, &talk)| talk != NONE && Some(slot) != without);
    let mut day: Vec<_> = talks.map(|(slot, &talk)| (slot, grid.stand(talk))).chain(with).collect();
    strain_of(&mut day)
}

/// What it costs to add a talk in a slot: the person's strain, and among equals the earlier slot, so that days begin full.
pub(super) fn cost_of(grid: &Grid<'_>, talk: u32, slot: usize) -> i64 {
    let idle_day = grid.day_of(grid.person(talk)).iter().all(|&t| t == NONE);
    if idle_day { 0 } else { day(grid, grid.person(talk), None, Some((slot, grid.stand(talk)))) }
}

/// The holes of a stand with the load changed by −1 in one slot and +1 in another. The n-th interviewer is busy whenever n
/// people or more are there.
fn holes(grid: &Grid<'_>, stand: usize, change: Option<(usize, usize)>) -> i64 {
    let load = |slot: usize| {
        let moved = change.map_or(0, |(from, to)| i64::from(slot == to) - i64::from(slot == from));
        i64::from(grid.load_of(stand)[slot]) + moved
    };
    let hours = &grid.roll.stands[stand].hours;
    // For each interviewer the last slot they were busy in, counted in slots the stand is manned.
    let mut last: Vec<i64> = Vec::with_capacity(grid.roll.stands[stand].seats as usize);
    let mut total = 0;
    for (now, slot) in (0..).zip(common(hours, hours)) {
        let busy = load(slot).max(0) as usize;
        for before in last.iter_mut().take(busy) {
            total += now - *before - 1;
            *before = now;
        }
        last.resize(last.len().max(busy), now);
    }
    total
}

/// Moves interviews to better times until nothing improves.
pub(super) fn ease(grid: &mut Grid<'_>) {
    let mut strain: Vec<i64> = (0..grid.roll.people.len()).map(|person| day(grid, person, None, None)).collect();
    for _ in 0..PASSES {
        let mut eased = false;
        for person in 0..grid.roll.people.len() {
            eased |= ease_person(grid, &mut strain, person);
        }
        for stand in 0..grid.roll.stands.len() {
            eased |= close_holes(grid, &mut strain, stand);
        }
        if !eased {
            break;
        }
    }
}

/// A better time for one talk: a free slot, or the slot of another talk at the same stand.
struct Better {
    gain: i64,
    talk: u32,
    slot: usize,
    with: Option<u32>,
}

fn ease_person(grid: &mut Grid<'_>, strain: &mut [i64], person: usize) -> bool {
    let mut eased = false;
    // Each round lowers the total strain, so it ends; a day has few talks and two rounds settle it.
    for _ in 0..4 {
        if strain[person] == 0 {
            return eased;
        }
        let mut best: Option<Better> = None;
        for &talk in grid.day_of(person).iter().filter(|&&t| t != NONE && !grid.is_fixed(t)) {
            let floor = best.as_ref().map_or(0, |b| b.gain);
            best = better_time(grid, strain, talk, floor).or(best);
        }
        let Some(Better { talk, slot, with, .. }) = best else { return eased };
        let done = match with {
            Some(other) => grid.exchange(talk, other),
            None => grid.move_to(talk, slot),
        };
        if !done {
            return eased;
        }
        for touched in [talk].into_iter().chain(with) {
            strain[grid.person(touched)] = day(grid, grid.person(touched), None, None);
        }
        eased = true;
    }
    eased
}

/// The best new time for a talk that gains more than the floor. What a partner gains is at most the strain they have, so
/// most need no looking at.
fn better_time(grid: &Grid<'_>, strain: &[i64], talk: u32, floor: i64) -> Option<Better> {
    let (person, stand, from) = (grid.person(talk), grid.stand(talk), grid.slot(talk)?);
    let gaps = holes(grid, stand, None);
    let (mut best, mut floor) = (None, floor);
    for slot in common(grid.idle(person), &grid.roll.stands[stand].hours) {
        let own = strain[person] - day(grid, person, Some(from), Some((slot, stand)));
        if own <= 0 {
            continue;
        }
        if has(grid.open(stand), slot) && own + gaps > floor {
            let gain = own + gaps - holes(grid, stand, Some((from, slot)));
            if gain > floor {
                (best, floor) = (Some(Better { gain, talk, slot, with: None }), gain);
            }
        }
        for other in grid.talks_at(stand, slot) {
            let partner = grid.person(other);
            if own + strain[partner] > floor && !grid.is_fixed(other) && has(grid.idle(partner), from) {
                let gain = own + strain[partner] - day(grid, partner, Some(slot), Some((from, stand)));
                if gain > floor {
                    (best, floor) = (Some(Better { gain, talk, slot, with: Some(other) }), gain);
                }
            }
        }
    }
    best
}

/// Fills holes of a stand with its own talks, where the people concerned do not suffer more than the stand gains.
fn close_holes(grid: &mut Grid<'_>, strain: &mut [i64], stand: usize) -> bool {
    let mut closed = false;
    let mut now = holes(grid, stand, None);
    for from in (0..grid.roll.slots.len()).rev() {
        let talks: Vec<u32> = grid.talks_at(stand, from).filter(|&t| !grid.is_fixed(t)).collect();
        for talk in talks {
            if now == 0 {
                return closed;
            }
            let person = grid.person(talk);
            let (mut best, mut floor) = (None, 0);
            for slot in common(grid.open(stand), grid.idle(person)) {
                let theirs = strain[person] - day(grid, person, Some(from), Some((slot, stand)));
                if now + theirs > floor {
                    let gain = now + theirs - holes(grid, stand, Some((from, slot)));
                    if gain > floor {
                        (best, floor) = (Some(slot), gain);
                    }
                }
            }
            if best.is_some_and(|slot| grid.move_to(talk, slot)) {
                now = holes(grid, stand, None);
                strain[person] = day(grid, person, None, None);
                closed = true;
            }
        }
    }
    closed
}
