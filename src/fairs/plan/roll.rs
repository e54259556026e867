//! The roll: a request checked for contradictions and numbered.
//!
//! People, stands, openings and slots are numbered in the order of their ids (slots: of the clock), so a smaller number is
//! the smaller id and the order of the lists in the request leaves no trace. Everything after this works on numbers alone.

use super::types::{Fault, Request, Wrong};
use std::cmp::{Ordering, Reverse};
use std::collections::{HashMap, HashSet};

/// Faults told at once; more would not help anybody.
const MOST_FAULTS: usize = 100;
/// Slots of a fair: a week in ten-minute steps.
const MOST_SLOTS: usize = 1_008;
/// Cells of the timetable, people and interviewers times slots: about 160 MB.
const MOST_CELLS: usize = 40_000_000;
/// Scores lie within this, either way: their sum stays a number.
const MOST_SCORE: f64 = 1e9;

/// A set of slots; bit `t` of word `t / 64`.
pub(super) type Hours = Vec<u64>;

pub(super) struct PersonRow<'r> {
    pub id: &'r str,
    /// Interviews still to be given beside the fixed ones, by `max_interviews` and by free slots.
    pub limit: u32,
    /// Slots they are there and not in a fixed interview.
    pub hours: Hours,
    /// `max_interviews` leaves room beside the fixed ones.
    pub willing: bool,
    /// Some scored opening of theirs is at a stand they are banned from.
    pub banned: bool,
}

pub(super) struct StandRow<'r> {
    pub id: &'r str,
    /// Interviewers, no more than could ever be busy.
    pub seats: u32,
    /// Interviews still to be given beside the fixed ones.
    pub limit: u32,
    /// Slots it is manned and not every interviewer is in a fixed interview.
    pub hours: Hours,
}

pub(super) struct OpeningRow<'r> {
    pub id: &'r str,
    pub stand: u32,
    /// Places of the quota beside the fixed ones.
    pub limit: u32,
}

/// A scored pair that is neither banned nor fixed.
pub(super) struct Pair {
    pub person: u32,
    pub opening: u32,
    pub stand: u32,
    pub score: f64,
    /// There is a slot in which both could be.
    pub possible: bool,
}

/// How a stand values a pair; greater is better, never equal for two pairs of one fair.
pub(super) type Merit = (u64, Reverse<u32>, Reverse<u32>);

/// A fixed interview.
pub(super) struct FixedRow {
    pub person: u32,
    pub opening: u32,
    pub stand: u32,
    pub slot: u32,
    pub score: Option<f64>,
}

pub(super) struct Roll<'r> {
    pub slots: Vec<&'r str>,
    pub people: Vec<PersonRow<'r>>,
    pub stands: Vec<StandRow<'r>>,
    pub openings: Vec<OpeningRow<'r>>,
    /// Person by person, each in the person's own order.
    pub pairs: Vec<Pair>,
    /// Where each person's pairs begin; one more than there are people.
    pub first_pair: Vec<usize>,
    pub fixed: Vec<FixedRow>,
    /// Everybody is there all day and nothing is fixed: König's theorem holds.
    pub free: bool,
}

impl Roll<'_> {
    pub fn pairs_of(&self, person: usize) -> std::ops::Range<usize> {
        self.first_pair[person]..self.first_pair[person + 1]
    }

    /// For each stand, the interviewers not in a fixed interview in each slot it is manned.
    pub fn rooms(&self) -> Vec<Vec<u32>> {
        let manned =
            |stand: &StandRow<'_>| (0..self.slots.len()).map(|t| if has(&stand.hours, t) { stand.seats } else { 0 }).collect();
        let mut rooms: Vec<Vec<u32>> = self.stands.iter().map(manned).collect();
        for fixed in &self.fixed {
            let room = &mut rooms[fixed.stand as usize][fixed.slot as usize];
            *room = room.saturating_sub(1);
        }
        rooms
    }

    pub fn merit(&self, pair: usize) -> Merit {
        let pair = &self.pairs[pair];
        (ascending(pair.score), Reverse(pair.person), Reverse(pair.opening))
    }
}

pub(super) fn has(hours: &[u64], slot: usize) -> bool {
    hours[slot / 64] >> (slot % 64) & 1 == 1
}

/// The slots in both sets, in the order of the clock.
pub(super) fn common<'h>(one: &'h [u64], other: &'h [u64]) -> impl Iterator<Item = usize> + 'h {
    one.iter().zip(other).enumerate().flat_map(|(word, (a, b))| {
        let mut bits = a & b;
        std::iter::from_fn(move || {
            (bits != 0).then(|| {
                let slot = word * 64 + bits.trailing_zeros() as usize;
                bits &= bits - 1;
                slot
            })
        })
    })
}

fn count(hours: &[u64]) -> u64 {
    hours.iter().map(|word| u64::from(word.count_ones())).sum()
}

/// A number that grows with the score; +0 and −0 are the same.
fn ascending(score: f64) -> u64 {
    let bits = (score + 0.0).to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

/// Text order in which runs of digits compare as numbers: 9:00 before 10:00.
fn by_the_clock(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        let digits = |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (m, n) = (digits(left), digits(right));
        let order = if m > 0 && n > 0 {
            let (x, y) = (left[..m].trim_start_matches('0'), right[..n].trim_start_matches('0'));
            (left, right) = (&left[m..], &right[n..]);
            x.len().cmp(&y.len()).then_with(|| x.cmp(y))
        } else {
            let (mut x, mut y) = (left.chars(), right.chars());
            let order = match (x.next(), y.next()) {
                (None, None) => return a.cmp(b),
                (p, q) => p.cmp(&q),
            };
            (left, right) = (x.as_str(), y.as_str());
            order
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// A pair (person, opening) and its score.
type Scored = ((u32, u32), f64);

/// The faults found so far.
#[derive(Default)]
struct Faults(Vec<Wrong>);

impl Faults {
    fn add(&mut self, field: impl FnOnce() -> String, reason: impl FnOnce() -> String) {
        if self.0.len() < MOST_FAULTS {
            self.0.push(Wrong { field: field(), reason: reason() });
        }
    }

    /// Ids of one kind: empty ones and repetitions are faults.
    fn ids<'r>(&mut self, kind: &str, ids: impl Iterator<Item = (String, &'r str)>) -> Vec<&'r str> {
        let mut seen = HashSet::new();
        let mut kept = Vec::new();
        for (field, id) in ids {
            if id.is_empty() {
                self.add(|| field, || format!("a {kind} needs a name, this one is empty"));
            } else if seen.insert(id) {
                kept.push(id);
            } else {
                self.add(|| field, || format!("there are two {kind}s “{id}”"));
            }
        }
        kept
    }

    /// A count that may not be negative; huge ones mean "no limit".
    fn amount(&mut self, field: impl FnOnce() -> String, value: Option<i64>) -> u32 {
        match value {
            None => u32::MAX,
            Some(n) if n < 0 => {
                self.add(field, || format!("{n} is negative"));
                0
            }
            Some(n) => u32::try_from(n).unwrap_or(u32::MAX),
        }
    }
}

/// Names and their numbers.
struct Names<'r> {
    slots: HashMap<&'r str, u32>,
    stands: HashMap<&'r str, u32>,
    openings: HashMap<&'r str, u32>,
    people: HashMap<&'r str, u32>,
}

fn find(names: &HashMap<&str, u32>, kind: &str, id: &str, faults: &mut Faults, field: impl FnOnce() -> String) -> Option<u32> {
    let found = names.get(id).copied();
    if found.is_none() {
        faults.add(field, || format!("there is no {kind} “{id}”"));
    }
    found
}

fn numbered<'r>(ids: &[&'r str]) -> HashMap<&'r str, u32> {
    ids.iter().zip(0..).map(|(&id, n)| (id, n)).collect()
}

impl<'r> Roll<'r> {
    /// Checks and numbers a request.
    pub fn read(request: &'r Request) -> Result<Self, Fault> {
        let mut faults = Faults::default();
        if request.slots.len() > MOST_SLOTS {
            faults.add(|| "slots".to_owned(), || format!("{} slots are more than {MOST_SLOTS}", request.slots.len()));
            return Err(Fault { errors: faults.0 });
        }
        let slots = read_slots(request, &mut faults);
        let (people_ids, stand_ids, opening_ids) = read_ids(request, &mut faults);
        let names = Names {
            slots: numbered(&slots),
            stands: numbered(&stand_ids),
            openings: numbered(&opening_ids),
            people: numbered(&people_ids),
        };
        let mut roll = Roll {
            people: read_people(request, &people_ids, &names, &mut faults),
            stands: Vec::new(),
            openings: Vec::new(),
            pairs: Vec::new(),
            first_pair: Vec::new(),
            fixed: Vec::new(),
            free: request.fixed.is_empty(),
            slots,
        };
        (roll.stands, roll.openings) = read_stands(request, &stand_ids, &opening_ids, &names, &mut faults);
        let all = count(&full(roll.slots.len()));
        roll.free &= roll.people.iter().all(|p| count(&p.hours) == all) && roll.stands.iter().all(|s| count(&s.hours) == all);
        let banned = read_banned(request, &names, &mut faults);
        let scores = read_scores(request, &names, &mut faults);
        read_fixed(request, &mut roll, &names, &scores, &banned, &mut faults);
        roll.rank(request, &names, &scores, &banned, &mut faults);
        if faults.0.is_empty() {
            roll.bound(&mut faults);
        }
        if faults.0.is_empty() { Ok(roll) } else { Err(Fault { errors: faults.0 }) }
    }

    /// Puts the scored pairs in each person's order: wishes, then scores, then opening ids.
    fn rank(
        &mut self,
        request: &Request,
        names: &Names<'_>,
        scores: &[Scored],
        banned: &HashSet<(u32, u32)>,
        faults: &mut Faults,
    ) {
        let mut wished = read_wishes(request, names, faults).into_iter().peekable();
        let fixed: HashSet<(u32, u32)> = self.fixed.iter().map(|f| (f.person, f.opening)).collect();
        self.pairs.reserve_exact(scores.len());
        let mut day = Vec::new();
        for own in scores.chunk_by(|((one, _), _), ((other, _), _)| one == other) {
            for &((person, opening), score) in own {
                while wished.next_if(|&(pair, _)| pair < (person, opening)).is_some() {}
                let wish = wished.peek().filter(|&&(pair, _)| pair == (person, opening)).map_or(u32::MAX, |&(_, place)| place);
                let stand = self.openings[opening as usize].stand;
                if banned.contains(&(person, stand)) {
                    self.people[person as usize].banned = true;
                } else if !fixed.contains(&(person, opening)) {
                    let order = (wish, Reverse(ascending(score)), opening);
                    day.push((order, Pair { person, opening, stand, score, possible: false }));
                }
            }
            day.sort_unstable_by_key(|&(order, _)| order);
            self.pairs.extend(day.drain(..).map(|(_, pair)| pair));
        }
        let begins = (0..=self.people.len()).map(|person| self.pairs.partition_point(|pair| (pair.person as usize) < person));
        self.first_pair = begins.collect();
    }

    /// Bounds every limit by what is fixed and by time, and finds the pairs that have an hour in common.
    fn bound(&mut self, faults: &mut Faults) {
        let slots = self.slots.len();
        let mut load = vec![0u32; self.stands.len()];
        for stand in self.pairs.iter().map(|p| p.stand).chain(self.fixed.iter().map(|f| f.stand)) {
            load[stand as usize] += 1;
        }
        let mut busy: HashMap<(u32, u32), u32> = HashMap::new();
        for fixed in &self.fixed {
            *busy.entry((fixed.stand, fixed.slot)).or_default() += 1;
            let person = &mut self.people[fixed.person as usize];
            person.limit = person.limit.saturating_sub(1);
            person.hours[fixed.slot as usize / 64] &= !(1 << (fixed.slot % 64));
            let stand = &mut self.stands[fixed.stand as usize];
            stand.limit = stand.limit.saturating_sub(1);
            let opening = &mut self.openings[fixed.opening as usize];
            opening.limit = opening.limit.saturating_sub(1);
        }
        for person in &mut self.people {
            person.willing = person.limit > 0;
            person.limit = u64::from(person.limit).min(count(&person.hours)) as u32;
        }
        for (n, stand) in self.stands.iter_mut().enumerate() {
            stand.seats = stand.seats.min(load[n]);
            let mut room = u64::from(stand.seats) * count(&stand.hours);
            for slot in 0..slots {
                let taken = busy.get(&(n as u32, slot as u32)).copied().unwrap_or(0);
                if taken > 0 && has(&stand.hours, slot) {
                    room -= u64::from(taken);
                    if taken == stand.seats {
                        stand.hours[slot / 64] &= !(1 << (slot % 64));
                    }
                }
            }
            stand.limit = u64::from(stand.limit).min(room) as u32;
        }
        for pair in &mut self.pairs {
            let (person, stand) = (&self.people[pair.person as usize], &self.stands[pair.stand as usize]);
            pair.possible = person.hours.iter().zip(&stand.hours).any(|(a, b)| a & b != 0);
        }
        let rows = self.people.len() + self.stands.iter().map(|s| s.seats as usize).sum::<usize>();
        if rows.saturating_mul(slots) > MOST_CELLS {
            faults.add(
                || "slots".to_owned(),
                || format!("{rows} people and interviewers in {slots} slots are more than one plan can hold; split the fair"),
            );
        }
    }
}

fn full(slots: usize) -> Hours {
    let mut hours = vec![0; slots.div_ceil(64)];
    (0..slots).for_each(|slot| hours[slot / 64] |= 1 << (slot % 64));
    hours
}

fn read_slots<'r>(request: &'r Request, faults: &mut Faults) -> Vec<&'r str> {
    let named = request.slots.iter().enumerate().map(|(n, slot)| (format!("slots[{n}]"), slot.as_str()));
    let mut slots = faults.ids("slot", named);
    slots.sort_unstable_by(|a, b| by_the_clock(a, b));
    slots
}

/// The ids of people, stands and openings, each sorted.
fn read_ids<'r>(request: &'r Request, faults: &mut Faults) -> (Vec<&'r str>, Vec<&'r str>, Vec<&'r str>) {
    let candidates = request.candidates.iter().enumerate().map(|(n, c)| (format!("candidates[{n}].id"), c.id.as_str()));
    let mut people = faults.ids("candidate", candidates);
    let stands = request.stands.iter().enumerate();
    let mut stand_ids = faults.ids("stand", stands.clone().map(|(n, s)| (format!("stands[{n}].id"), s.id.as_str())));
    let openings = stands.flat_map(|(n, stand)| {
        stand.openings.iter().enumerate().map(move |(m, o)| (format!("stands[{n}].openings[{m}].id"), o.id.as_str()))
    });
    let mut opening_ids = faults.ids("opening", openings);
    people.sort_unstable();
    stand_ids.sort_unstable();
    opening_ids.sort_unstable();
    (people, stand_ids, opening_ids)
}

fn read_hours(slots: Option<&[String]>, names: &Names<'_>, faults: &mut Faults, field: impl Fn() -> String) -> Hours {
    let Some(slots) = slots else { return full(names.slots.len()) };
    let mut hours = vec![0; names.slots.len().div_ceil(64)];
    for (n, slot) in slots.iter().enumerate() {
        if let Some(t) = find(&names.slots, "slot", slot, faults, || format!("{}[{n}]", field())) {
            hours[t as usize / 64] |= 1 << (t % 64);
        }
    }
    hours
}

fn read_people<'r>(request: &'r Request, ids: &[&'r str], names: &Names<'_>, faults: &mut Faults) -> Vec<PersonRow<'r>> {
    let empty = |&id: &&'r str| PersonRow { id, limit: 0, hours: Vec::new(), willing: false, banned: false };
    let mut people: Vec<_> = ids.iter().map(empty).collect();
    for (n, candidate) in request.candidates.iter().enumerate() {
        let limit = faults.amount(|| format!("candidates[{n}].max_interviews"), candidate.max_interviews);
        let hours = read_hours(candidate.slots.as_deref(), names, faults, || format!("candidates[{n}].slots"));
        if let Some(&person) = names.people.get(candidate.id.as_str()) {
            let row = &mut people[person as usize];
            (row.limit, row.hours) = (limit, hours);
        }
    }
    people
}

fn read_stands<'r>(
    request: &'r Request,
    stand_ids: &[&'r str],
    opening_ids: &[&'r str],
    names: &Names<'_>,
    faults: &mut Faults,
) -> (Vec<StandRow<'r>>, Vec<OpeningRow<'r>>) {
    let mut stands: Vec<_> = stand_ids.iter().map(|&id| StandRow { id, seats: 0, limit: 0, hours: Vec::new() }).collect();
    let mut openings: Vec<_> = opening_ids.iter().map(|&id| OpeningRow { id, stand: 0, limit: 0 }).collect();
    for (n, stand) in request.stands.iter().enumerate() {
        let seats = faults.amount(|| format!("stands[{n}].interviewers"), Some(stand.interviewers));
        let limit = faults.amount(|| format!("stands[{n}].max_interviews"), stand.max_interviews);
        let hours = read_hours(stand.slots.as_deref(), names, faults, || format!("stands[{n}].slots"));
        let Some(&number) = names.stands.get(stand.id.as_str()) else { continue };
        let row = &mut stands[number as usize];
        (row.seats, row.limit, row.hours) = (seats, limit, hours);
        for (m, opening) in stand.openings.iter().enumerate() {
            let limit = faults.amount(|| format!("stands[{n}].openings[{m}].quota"), opening.quota);
            if let Some(&o) = names.openings.get(opening.id.as_str()) {
                let row = &mut openings[o as usize];
                (row.stand, row.limit) = (number, limit);
            }
        }
    }
    (stands, openings)
}

fn read_banned(request: &Request, names: &Names<'_>, faults: &mut Faults) -> HashSet<(u32, u32)> {
    let mut banned = HashSet::with_capacity(request.banned.len());
    for (n, (candidate, stand)) in request.banned.iter().enumerate() {
        let person = find(&names.people, "candidate", candidate, faults, || format!("banned[{n}]"));
        let stand = find(&names.stands, "stand", stand, faults, || format!("banned[{n}]"));
        banned.extend(person.zip(stand));
    }
    banned
}

/// The scores in order of person and opening, each pair once.
fn read_scores(request: &Request, names: &Names<'_>, faults: &mut Faults) -> Vec<Scored> {
    let mut scores = Vec::with_capacity(request.scores.len());
    // Scores mostly come person by person: the name is looked up once.
    let mut last: (&str, Option<u32>) = ("", None);
    for (n, (candidate, opening, score)) in request.scores.iter().enumerate() {
        if last.1.is_none() || last.0 != candidate {
            last = (candidate, find(&names.people, "candidate", candidate, faults, || format!("scores[{n}]")));
        }
        let person = last.1;
        let opening = find(&names.openings, "opening", opening, faults, || format!("scores[{n}]"));
        if !score.is_finite() || score.abs() > MOST_SCORE {
            faults.add(|| format!("scores[{n}]"), || format!("{score} is no score; it must be a number within ±{MOST_SCORE}"));
        } else if let Some(pair) = person.zip(opening) {
            scores.push((pair, *score, n));
        }
    }
    scores.sort_by_key(|&((person, _), ..)| person);
    let people = scores.chunk_by_mut(|((one, _), ..), ((other, _), ..)| one == other);
    people.for_each(|own| own.sort_unstable_by_key(|&((_, opening), _, n)| (opening, n)));
    for two in scores.windows(2) {
        let ((before, one, _), (pair, other, n)) = (two[0], two[1]);
        if before == pair && one != other {
            let (candidate, opening, _) = &request.scores[n];
            faults.add(|| format!("scores[{n}]"), || format!("“{candidate}” and “{opening}” have two different scores"));
        }
    }
    scores.dedup_by_key(|&mut (pair, ..)| pair);
    scores.into_iter().map(|(pair, score, _)| (pair, score)).collect()
}

/// The place of each opening among its person's wishes, in order of person and opening; a wish said twice counts where it
/// was said first.
fn read_wishes(request: &Request, names: &Names<'_>, faults: &mut Faults) -> Vec<((u32, u32), u32)> {
    let mut wished = Vec::new();
    for (n, candidate) in request.candidates.iter().enumerate() {
        let person = names.people.get(candidate.id.as_str());
        for (place, opening) in candidate.wishes.iter().enumerate() {
            let opening = find(&names.openings, "opening", opening, faults, || format!("candidates[{n}].wishes[{place}]"));
            wished.extend(person.copied().zip(opening).map(|pair| (pair, place as u32)));
        }
    }
    wished.sort_unstable();
    wished.dedup_by_key(|&mut (pair, _)| pair);
    wished
}

fn read_fixed(
    request: &Request,
    roll: &mut Roll<'_>,
    names: &Names<'_>,
    scores: &[Scored],
    banned: &HashSet<(u32, u32)>,
    faults: &mut Faults,
) {
    let (mut pairs, mut places) = (HashSet::new(), HashSet::new());
    let mut seats: HashMap<(u32, u32), u32> = HashMap::new();
    for (n, fixed) in request.fixed.iter().enumerate() {
        let field = |part: &str| format!("fixed[{n}].{part}");
        let person = find(&names.people, "candidate", &fixed.candidate, faults, || field("candidate"));
        let opening = find(&names.openings, "opening", &fixed.opening, faults, || field("opening"));
        let stand = find(&names.stands, "stand", &fixed.stand, faults, || field("stand"));
        let slot = find(&names.slots, "slot", &fixed.slot, faults, || field("slot"));
        let (Some(person), Some(opening), Some(stand), Some(slot)) = (person, opening, stand, slot) else { continue };
        if roll.openings[opening as usize].stand != stand {
            faults.add(|| field("opening"), || format!("opening “{}” is not at stand “{}”", fixed.opening, fixed.stand));
        }
        if banned.contains(&(person, stand)) {
            faults.add(|| field("stand"), || format!("“{}” is banned from stand “{}”", fixed.candidate, fixed.stand));
        }
        if !pairs.insert((person, opening)) {
            faults.add(|| field("opening"), || format!("“{}” meets “{}” twice", fixed.candidate, fixed.opening));
        } else if !places.insert((person, slot)) {
            faults.add(|| field("slot"), || format!("“{}” would be in two places at {}", fixed.candidate, fixed.slot));
        }
        let seated = seats.entry((stand, slot)).or_default();
        *seated += 1;
        if *seated > roll.stands[stand as usize].seats {
            let reason = || format!("stand “{}” has more interviews than interviewers at {}", fixed.stand, fixed.slot);
            faults.add(|| field("slot"), reason);
        }
        let found = scores.binary_search_by_key(&(person, opening), |&(pair, _)| pair);
        let score = found.ok().map(|at| scores[at].1);
        roll.fixed.push(FixedRow { person, opening, stand, slot, score });
    }
    roll.fixed.sort_unstable_by_key(|f| (f.slot, f.stand, f.opening, f.person));
}
