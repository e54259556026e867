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
    for _ in 0..PASSES {
        let mut eased = false;
        for person in 0..grid.roll.people.len() {
            eased |= ease_person(grid, person);
        }
        for stand in 0..grid.roll.stands.len() {
            eased |= close_holes(grid, stand);
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

fn ease_person(grid: &mut Grid<'_>, person: usize) -> bool {
    let mut eased = false;
    // Each round lowers the total strain, so it ends; a day has few talks and two rounds settle it.
    for _ in 0..4 {
        let now = day(grid, person, None, None);
        if now == 0 {
            return eased;
        }
        let mut best: Option<Better> = None;
        for talk in grid.day_of(person).iter().copied().filter(|&t| t != NONE && !grid.is_fixed(t)) {
            if let Some(better) = better_time(grid, person, talk, now)
                && best.as_ref().is_none_or(|b| better.gain > b.gain)
            {
                best = Some(better);
            }
        }
        let Some(Better { talk, slot, with, .. }) = best else { return eased };
        let done = match with {
            Some(other) => grid.exchange(talk, other),
            None => grid.move_to(talk, slot),
        };
        if !done {
            return eased;
        }
        eased = true;
    }
    eased
}

fn better_time(grid: &Grid<'_>, person: usize, talk: u32, now: i64) -> Option<Better> {
    let from = grid.slot(talk)?;
    let stand = grid.stand(talk);
    let gaps = holes(grid, stand, None);
    let mut best: Option<Better> = None;
    for slot in common(grid.idle(person), &grid.roll.stands[stand].hours) {
        let own = now - day(grid, person, Some(from), Some((slot, stand)));
        if own <= 0 {
            continue;
        }
        let mut offer = |gain: i64, with: Option<u32>| {
            if gain > best.as_ref().map_or(0, |b| b.gain) {
                best = Some(Better { gain, talk, slot, with });
            }
        };
        if has(grid.open(stand), slot) {
            offer(own + gaps - holes(grid, stand, Some((from, slot))), None);
        }
        for other in grid.talks_at(stand, slot) {
            let partner = grid.person(other);
            if !grid.is_fixed(other) && has(grid.idle(partner), from) {
                let theirs = day(grid, partner, None, None) - day(grid, partner, Some(slot), Some((from, stand)));
                offer(own + theirs, Some(other));
            }
        }
    }
    best
}

/// Fills holes of a stand with its own talks, where the people concerned do not suffer more than the stand gains.
fn close_holes(grid: &mut Grid<'_>, stand: usize) -> bool {
    let mut closed = false;
    let slots = grid.roll.slots.len();
    let mut now = holes(grid, stand, None);
    for from in (0..slots).rev() {
        let talks: Vec<u32> = grid.talks_at(stand, from).filter(|&t| !grid.is_fixed(t)).collect();
        for talk in talks {
            if now == 0 {
                return closed;
            }
            let person = grid.person(talk);
            let before = day(grid, person, None, None);
            let gain = |slot: usize| {
                let theirs = before - day(grid, person, Some(from), Some((slot, stand)));
                now - holes(grid, stand, Some((from, slot))) + theirs
            };
            let best =
                common(grid.open(stand), grid.idle(person)).map(|slot| (gain(slot), slot)).max_by_key(|&(g, s)| (g, slots - s));
            if let Some((gain, slot)) = best
                && gain > 0
                && grid.move_to(talk, slot)
            {
                now = holes(grid, stand, None);
                closed = true;
            }
        }
    }
    closed
}
