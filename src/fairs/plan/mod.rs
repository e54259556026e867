//! The fair planner: who meets whom, and when.
//!
//! # What it promises
//!
//! **Who meets whom** is a stable many-to-many matching. People propose: first the openings they wish for, in their own
//! order, then the others by score, equal scores by opening id. An opening, and the stand that holds it, takes people by
//! score, equal scores by candidate id. A pair without a score is not wanted, even when it is wished for. The limits kept
//! are the person's `max_interviews`, the opening's `quota`, the stand's `max_interviews` over all its openings, and time
//! itself: a person has at most as many interviews as free slots, a stand at most its interviewers times its slots. A
//! person may meet several openings of one stand, each in a slot of its own, since an interview is a person, an opening and
//! a stand.
//!
//! A pair *blocks* a plan when it has a score, is not banned, does not meet, and both sides would rather have it: the person
//! has room or likes it better than the least liked of their interviews; the opening has room or scores the person above
//! its lowest (when only the stand is full: above the stand's lowest). Fixed interviews take room and are never given up.
//! With people proposing, no stable plan is better for any one of them (Gale and Shapley 1962; Roth and Sotomayor,
//! *Two-Sided Matching*, 1990, for quotas on both sides; the nested quotas of a stand are a laminar matroid, for which
//! Fleiner 2003 shows the same). The search is O(p log p) for p scored pairs.
//!
//! **When they meet** is an edge colouring: people and interviewers are the two sides, interviews the edges, slots the
//! colours. König 1916: as many slots as the largest load suffice. Because the limits above already bound every load by the
//! slots, no chosen pair stays without a time when everybody is free all day and nothing is fixed. The method is the
//! alternating path of König's proof, one interview after the other: O(e · v) at worst, close to linear on real fairs.
//! Euler splitting (Gabow 1976; Cole, Ost and Schirra 2001) has the better bound, O(e log d), but it colours whole graphs
//! at once and cannot keep hours, fixed interviews or a plan that is already there.
//!
//! **With restricted hours** (`slots` of a stand or a person, or fixed interviews in the way) the colouring becomes list
//! colouring, which is NP-hard. Then a pair that has no free slot in common is left aside from the start, the hardest pairs
//! are placed first, others move over for them along alternating paths and chains of moves, and room that
//! stays free is offered to the next best pairs until nothing more fits. Pairs that both sides wanted and no time was found
//! for are listed in `untimed`. A pair blocks such a plan only if it could also be held: at some slot, by giving up no more
//! than one less liked interview on either side.
//!
//! **At good times.** A last pass moves interviews so that people wait little between two of them, with a slot to walk
//! where there is one, and stands have few holes.
//!
//! # What it refuses
//!
//! Contradictions: unknown or repeated ids, negative numbers, scores that are no numbers, fixed interviews that clash with
//! each other or with a ban. The answer names every fault. A limit of 0 is no fault; it means nobody.
//!
//! The order of the lists in a request plays no part, except the order of a person's wishes; slots are put in the order of
//! the clock (digits compare as numbers). There is no chance and no clock in it: same fair, same plan.

mod balance;
mod check;
mod day;
mod matching;
mod reasons;
mod roll;
mod rounds;
mod timetable;
mod types;

pub use types::{BlockingPair, Candidate, Fault, Fixed, Interview, Opening, Request, Response, Stand, Unplaced, Untimed, Wrong};

use check::{Obstacle, Outcome};
use reasons::Reason;
use roll::Roll;
use timetable::Grid;

/// Makes the timetable of a fair.
///
/// # Errors
/// A [`Fault`] naming every place where the request contradicts itself.
pub fn plan(request: &Request) -> Result<Response, Fault> {
    let roll = Roll::read(request)?;
    let mut grid = Grid::new(&roll);
    rounds::arrange(&roll, &mut grid);
    balance::ease(&mut grid);
    if !roll.free {
        rounds::settle(&roll, &mut grid);
    }
    Ok(answer(&roll, &grid))
}

/// The stable pairs of a fair as (candidate, opening), before any times are looked for and without the fixed interviews.
///
/// # Errors
/// As [`plan`].
pub fn stable_pairs(request: &Request) -> Result<Vec<(String, String)>, Fault> {
    let roll = Roll::read(request)?;
    let held = matching::choose(&roll, &vec![false; roll.pairs.len()]);
    let name = |p: usize| {
        let pair = &roll.pairs[p];
        (roll.people[pair.person as usize].id.to_owned(), roll.openings[pair.opening as usize].id.to_owned())
    };
    Ok((0..held.len()).filter(|&p| held[p]).map(name).collect())
}

fn answer(roll: &Roll<'_>, grid: &Grid<'_>) -> Response {
    let outcome = Outcome::of(roll, grid);
    let mut interviews = interviews(roll, grid);
    let mut response = Response {
        filled: interviews.len(),
        total_score: interviews.iter().filter_map(|(_, interview)| interview.score).sum(),
        interviews: Vec::new(),
        unplaced: Vec::new(),
        untimed: Vec::new(),
        blocking_pairs: Vec::new(),
    };
    response.interviews = interviews.drain(..).map(|(_, interview)| interview).collect();
    for (person, row) in roll.people.iter().enumerate() {
        if grid.day_of(person).iter().all(|&talk| talk == timetable::NONE) {
            let (reason, pair) = reasons::why_unplaced(roll, &outcome, person);
            let (stand, opening) = pair.map_or(("", ""), |p| names(roll, p));
            let (because, because_en) = (reason.in_chinese(stand, opening), reason.in_english(stand, opening));
            response.unplaced.push(Unplaced {
                candidate: row.id.to_owned(),
                code: reason.code().to_owned(),
                because,
                because_en,
            });
        }
    }
    for p in (0..roll.pairs.len()).filter(|&p| grid.slot(p as u32).is_none()) {
        let (stand, opening) = names(roll, p);
        let candidate = roll.people[roll.pairs[p].person as usize].id;
        let reason = match outcome.obstacle(p) {
            Obstacle::Choice => continue,
            Obstacle::Blocks => {
                let (candidate, opening, stand) = (candidate.to_owned(), opening.to_owned(), stand.to_owned());
                response.blocking_pairs.push(BlockingPair { candidate, opening, stand });
                continue;
            }
            Obstacle::NeverTogether => Reason::NoCommonSlot,
            Obstacle::SlotsTaken => Reason::SlotsTaken,
        };
        response.untimed.push(Untimed {
            candidate: candidate.to_owned(),
            opening: opening.to_owned(),
            stand: stand.to_owned(),
            code: reason.code().to_owned(),
            because: reason.in_chinese(stand, opening),
            because_en: reason.in_english(stand, opening),
        });
    }
    response
}

/// The stand and the opening of a pair.
fn names<'r>(roll: &Roll<'r>, p: usize) -> (&'r str, &'r str) {
    let pair = &roll.pairs[p];
    (roll.stands[pair.stand as usize].id, roll.openings[pair.opening as usize].id)
}

/// The interviews with the key they are sorted by: slot, stand, opening, candidate.
fn interviews(roll: &Roll<'_>, grid: &Grid<'_>) -> Vec<([usize; 4], Interview)> {
    let row = |slot: usize, stand: u32, opening: u32, person: u32, score: Option<f64>| {
        let (s, o, p) = (stand as usize, opening as usize, person as usize);
        let interview = Interview {
            candidate: roll.people[p].id.to_owned(),
            opening: roll.openings[o].id.to_owned(),
            stand: roll.stands[s].id.to_owned(),
            slot: roll.slots[slot].to_owned(),
            score,
        };
        ([slot, s, o, p], interview)
    };
    let placed = roll.pairs.iter().enumerate().filter_map(|(p, pair)| {
        grid.slot(p as u32).map(|slot| row(slot, pair.stand, pair.opening, pair.person, Some(pair.score)))
    });
    let fixed = roll.fixed.iter().map(|f| row(f.slot as usize, f.stand, f.opening, f.person, f.score));
    let mut all: Vec<_> = placed.chain(fixed).collect();
    all.sort_unstable_by_key(|&(key, _)| key);
    all
}
