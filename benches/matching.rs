//! Matching at the size of a city: one person against all openings, and everybody against everything.
//!
//! `cargo bench --bench matching [-- PEOPLE OPENINGS]`; 100,000 and 10,000 where nothing is said. People and openings are
//! those of the sample city many times over, each time moved on the map and paid and aged differently. Figures are printed
//! in processor time, which a busy machine does not blur, and as ratios to a bare loop over the same pairs (two loads, a comparison and an addition a pair, which the
//! compiler may vectorise), so that they can be compared between machines.

use fastrand::Rng;
use jiff::civil::{Date, date};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};
use yipin::codes::InstitutionKind;
use yipin::import::columns::Table;
use yipin::import::normalise::{self, Defaults, Known};
use yipin::import::read::Record;
use yipin::matching::board::Board;
use yipin::matching::{Audience, Book, Notice, Post, Seeker, best_people, explain, recommend, score};
use yipin::occupations::Catalogue;
use yipin::openings::{Fen, Incoming};
use yipin::person::Person;
use yipin::regions::Regions;
use yipin::search::conditions::Conditions;

const DAY: Date = date(2026, 11, 23);
const TOP: usize = 20;
const THREADS: usize = 2;

/// Processor time of the whole process, all its threads together.
struct Watch(Duration);

impl Watch {
    fn start() -> Self {
        Self(Self::now())
    }

    fn elapsed(&self) -> Duration {
        Self::now().saturating_sub(self.0)
    }

    fn now() -> Duration {
        let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
        // SAFETY: the clock exists on every Unix and `now` is a place to write to.
        let fault = unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &raw mut now) };
        assert_eq!(fault, 0, "the system counts processor time");
        Duration::new(u64::try_from(now.tv_sec).unwrap_or(0), u32::try_from(now.tv_nsec).unwrap_or(0))
    }
}

fn main() {
    let mut sizes = std::env::args().filter_map(|word| word.parse::<usize>().ok());
    let (people, openings) = (sizes.next().unwrap_or(100_000), sizes.next().unwrap_or(10_000));
    let mut dice = Rng::with_seed(210_300);
    let posts = posts(openings, &mut dice);
    let persons = persons(people, &mut dice);
    println!("{} people, {} openings, top {TOP}", persons.len(), posts.len());

    one_person(&persons, &posts);
    let started = Watch::start();
    let seekers: Vec<Seeker> =
        (0..).zip(&persons).map(|(id, one)| Seeker::of(id, one, DAY, Book::builtin(), Regions::builtin())).collect();
    println!("people read                          {:>10.2?}", started.elapsed());
    drop(persons);
    city(&seekers, &posts);
    one_opening(&seekers, &posts);
    println!("most memory held                     {:>10}", peak().unwrap_or_default());
}

/// A person asks: read them, weigh every opening, choose twenty and explain them.
fn one_person(persons: &[Person], posts: &[Post]) {
    let book = Book::builtin();
    let mut times: Vec<Duration> = Vec::new();
    for person in persons.iter().take(2_000) {
        let started = Watch::start();
        let seeker = Seeker::of(0, person, DAY, book, Regions::builtin());
        let picks = recommend(&seeker, posts, TOP, None);
        let told: Vec<_> = picks.iter().filter_map(|pick| explain(&seeker, &posts[pick.place], book, Audience::Person)).collect();
        times.push(started.elapsed());
        black_box(told);
    }
    times.sort();
    let at = |percent: usize| times.get(times.len() * percent / 100).or(times.last()).copied().unwrap_or_default();
    println!("one person, explained       p50 {:>9.3?}  p99 {:>9.3?}  most {:>9.3?}", at(50), at(99), at(100));
    assert!(at(99) < Duration::from_millis(5), "one person must be answered within 5 ms");
}

/// Everybody against everything.
fn city(seekers: &[Seeker], posts: &[Post]) {
    let pairs = (seekers.len() * posts.len()) as f64;
    let per_pair = |time: Duration| time.as_secs_f64() * 1e9 / pairs;
    let bare = bare_loop(seekers, posts);
    println!("bare loop                            {bare:>10.2?}   {:.3} ns a pair", per_pair(bare));
    let ratio = |time: Duration| time.as_secs_f64() / bare.as_secs_f64();

    let some = &seekers[..seekers.len().min(500)];
    let started = Watch::start();
    let sum: u64 = some.iter().flat_map(|one| posts.iter().filter_map(|post| score(one, post))).map(u64::from).sum();
    let plain = started.elapsed().mul_f64(seekers.len() as f64 / some.len() as f64);
    black_box(sum);
    let (each, times) = (per_pair(plain), ratio(plain));
    println!("every pair weighed (from {} people)  {plain:>10.2?}   {each:.2} ns a pair, {times:.1} × bare", some.len());

    let (started, wall) = (Watch::start(), Instant::now());
    let answers = Board::new(posts).best_for_all(seekers, TOP, THREADS);
    let (took, wall) = (started.elapsed(), wall.elapsed());
    let (each, times) = (per_pair(took), ratio(took));
    println!(
        "the city on {THREADS} threads                {took:>10.2?}   {each:.2} ns a pair, {times:.2} × bare; {wall:.2?} by the clock on the wall"
    );
    let matched: usize = answers.iter().map(Vec::len).sum();
    assert!(matched >= seekers.len(), "everybody finds something");
}

/// The least that any loop over all pairs costs: load two figures, compare, count.
fn bare_loop(seekers: &[Seeker], posts: &[Post]) -> Duration {
    let (people, openings): (Vec<i32>, Vec<i32>) =
        (seekers.iter().map(|one| one.id as i32).collect(), posts.iter().map(|one| one.id as i32).collect());
    let started = Watch::start();
    let mut sum = 0u64;
    for one in &people {
        let one = black_box(*one);
        sum += u64::from(openings.iter().map(|other| u32::from(one ^ other > 4_096)).sum::<u32>());
    }
    black_box(sum);
    started.elapsed()
}

/// An institution asks for people.
fn one_opening(seekers: &[Seeker], posts: &[Post]) {
    let some = &posts[..posts.len().min(50)];
    let started = Watch::start();
    for post in some {
        black_box(best_people(post, seekers, TOP));
    }
    println!("one opening, all people              {:>10.2?}", started.elapsed() / some.len() as u32);
}

fn posts(count: usize, dice: &mut Rng) -> Vec<Post> {
    let city = yipin::demo::city(DAY);
    let kind = |row: &Map<String, Value>| Some((row.get("name")?.as_str()?.to_owned(), row.get("kind")?.as_str()?.parse().ok()?));
    let kinds: BTreeMap<String, InstitutionKind> = city.institutions.iter().filter_map(kind).collect();
    let known = Known { regions: Regions::builtin(), occupations: Catalogue::builtin() };
    let defaults = Defaults { source: None, region: Some("210300".to_owned()) };
    let read = |row: &Map<String, Value>| normalise::opening(&record(row), known, &defaults).expect("the sample city is sound");
    let openings: Vec<Incoming> = city.openings.iter().map(read).collect();
    let (book, conditions) = (Book::builtin(), Conditions::builtin());
    let moved = |(id, opening): (i64, &Incoming)| {
        let mut opening = opening.clone();
        opening.at = opening.at.map(|(lat, lon)| (lat + dice.f64() * 0.1 - 0.05, lon + dice.f64() * 0.1 - 0.05));
        let more = dice.i64(0..1_000) * 100;
        opening.pay.min = opening.pay.min.map(|fen| Fen(fen.0 + more));
        opening.pay.max = opening.pay.max.map(|fen| Fen(fen.0 + more));
        opening.requirements.experience_years =
            opening.requirements.experience_years.map(|years| (years + dice.i64(0..3)).min(10));
        Post::of(&Notice::coming(id, &opening, kinds.get(&opening.institution).copied(), conditions), book, conditions)
    };
    (1..).zip(openings.iter().cycle().take(count)).map(moved).collect()
}

fn record(row: &Map<String, Value>) -> Record {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("、"),
        other => other.to_string(),
    };
    let fields = row.iter().map(|(name, value)| (Table::Openings.column(name).expect("a known column"), text(value)));
    Record { line: 1, fields: fields.collect() }
}

fn persons(count: usize, dice: &mut Rng) -> Vec<Person> {
    let city = yipin::demo::city(DAY);
    let people: Vec<Person> = city.candidates.iter().map(person).collect();
    let moved = |person: &Person| {
        let mut person = person.clone();
        person.lat = person.lat.map(|lat| lat + dice.f64() * 0.2 - 0.1);
        person.lon = person.lon.map(|lon| lon + dice.f64() * 0.2 - 0.1);
        if let Some(wants) = &mut person.wants {
            wants.pay_min = wants.pay_min.map(|pay| pay + dice.i64(0..10) * 100);
            // Half of them name no trade, as people do who do not know the trade yet.
            if dice.bool() {
                wants.occupations.clear();
            }
        }
        for work in person.work.iter_mut().flatten() {
            work.years = work.years.map(|years| years + dice.f64() * 4.0);
        }
        person
    };
    people.iter().cycle().take(count).map(moved).collect()
}

/// A row of candidates, its dotted columns made objects again.
fn person(row: &Map<String, Value>) -> Person {
    let mut person = Map::new();
    for (name, value) in row.iter().filter(|(name, _)| !["source", "source_id", "name", "phone"].contains(&name.as_str())) {
        match name.split_once('.') {
            None => {
                person.insert(name.clone(), value.clone());
            }
            Some((outer, inner)) => {
                if let Some(object) = person.entry(outer).or_insert_with(|| json!({})).as_object_mut() {
                    object.insert(inner.to_owned(), value.clone());
                }
            }
        }
    }
    serde_json::from_value(Value::Object(person)).expect("the sample people are sound")
}

/// What the system says of the most memory this process has held; Linux only.
fn peak() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(format!("{:.0} MB", kilobytes / 1024.0))
}
