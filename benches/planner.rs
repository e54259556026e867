//! The fair planner: how long a plan takes, how that grows with the fair, and instances for others to be measured on.
//!
//! `cargo bench --bench planner` measures. `cargo bench --bench planner -- --write FOLDER` writes the instances of
//! `peers/` with our answers and times, for `peers/stable.py` and `peers/timetable.py` to be run on the same. Times are
//! those of the processor, the best of several runs; the planner uses one thread.

use fastrand::Rng;
use std::error::Error;
use std::path::{Path, PathBuf};
use yipin::fairs::plan::{Candidate, Opening, Request, Response, Stand, plan, stable_pairs};

/// The size of a made-up fair.
#[derive(Clone, Copy)]
struct Size {
    people: usize,
    stands: usize,
    openings: usize,
    slots: usize,
    /// Fewest and most interviewers of a stand.
    interviewers: (i64, i64),
    /// Scored openings a person.
    scored: usize,
    max_interviews: i64,
    /// Most people come for a part of the day only, many stands too.
    part_time: bool,
}

/// The fair that DESIGN asks for: planned in less than a second on one core.
const GOAL: Size = Size {
    people: 5_000,
    stands: 200,
    openings: 300,
    slots: 32,
    interviewers: (1, 3),
    scored: 20,
    max_interviews: 3,
    part_time: false,
};
const SMALL: Size = Size {
    people: 200,
    stands: 16,
    openings: 24,
    slots: 12,
    interviewers: (1, 3),
    scored: 8,
    max_interviews: 3,
    part_time: false,
};

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip_while(|word| word != "--write").skip(1);
    match words.next() {
        Some(folder) => write_instances(&PathBuf::from(folder)),
        None => {
            measure();
            Ok(())
        }
    }
}

/// A fair by dice, the same for the same seed. Some openings are liked by most; every person differs a little.
fn fair(seed: u64, size: Size) -> Request {
    let mut rng = Rng::with_seed(seed);
    let slots: Vec<String> = (0..size.slots).map(|t| format!("{:02}:{:02}", 9 + t / 4, t % 4 * 15)).collect();
    let part = |rng: &mut Rng, share: f64| {
        (size.part_time && rng.f64() < share).then(|| {
            let length = size.slots / 3;
            let from = rng.usize(0..=size.slots - length);
            slots[from..from + length].to_vec()
        })
    };
    let mut stands: Vec<Stand> = (0..size.stands)
        .map(|n| Stand {
            id: format!("A{n:03}"),
            interviewers: rng.i64(size.interviewers.0..=size.interviewers.1),
            max_interviews: None,
            openings: Vec::new(),
            slots: part(&mut rng, 0.4),
        })
        .collect();
    let mut liked = Vec::new();
    for n in 0..size.openings {
        let at = if n < size.stands { n } else { rng.usize(0..size.stands) };
        stands[at].openings.push(Opening { id: format!("o{n:03}"), quota: Some(rng.i64(10..=40)) });
        liked.push(rng.f64() * 40.0);
    }
    let mut scores = Vec::new();
    let mut candidates = Vec::new();
    for n in 0..size.people {
        let id = format!("c{n:05}");
        let mut known: Vec<usize> = (0..size.openings).collect();
        for place in 0..size.scored {
            known.swap(place, rng.usize(place..size.openings));
            let opening = known[place];
            scores.push((id.clone(), format!("o{opening:03}"), ((liked[opening] + rng.f64() * 60.0) * 10.0).round() / 10.0));
        }
        let wishes = (0..rng.usize(0..=2)).map(|place| format!("o{:03}", known[place])).collect();
        candidates.push(Candidate { id, max_interviews: Some(size.max_interviews), wishes, slots: part(&mut rng, 0.7) });
    }
    Request { slots, stands, candidates, scores, ..Request::default() }
}

/// Milliseconds this program has had a processor. The clock on the wall would also count what others do meanwhile.
fn processor_ms() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the call writes one timespec, and it is given one.
    let failed = unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &raw mut time) };
    assert_eq!(failed, 0, "this system has no clock for processor time");
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}

/// Processor milliseconds of the best of several runs, and what the last one gave.
fn best<T>(runs: usize, mut what: impl FnMut() -> T) -> (f64, T) {
    let mut timed = || {
        let begun = processor_ms();
        let done = what();
        (processor_ms() - begun, done)
    };
    let mut least = timed();
    for _ in 1..runs {
        let (time, done) = timed();
        least = (least.0.min(time), done);
    }
    least
}

fn planned(request: &Request) -> Response {
    plan(request).unwrap_or_else(|fault| panic!("{fault}"))
}

/// Mean and longest wait between two interviews of a person, in slots.
fn waits(request: &Request, response: &Response) -> (f64, usize) {
    let place = |slot: &str| request.slots.iter().position(|s| s == slot).unwrap_or(0);
    let mut days: std::collections::HashMap<&str, Vec<usize>> = Default::default();
    response.interviews.iter().for_each(|i| days.entry(&i.candidate).or_default().push(place(&i.slot)));
    let mut all = Vec::new();
    for day in days.values_mut() {
        day.sort_unstable();
        all.extend(day.windows(2).map(|two| two[1] - two[0] - 1));
    }
    (all.iter().sum::<usize>() as f64 / all.len().max(1) as f64, all.into_iter().max().unwrap_or(0))
}

fn row(name: &str, size: Size) -> f64 {
    let request = fair(1, size);
    let (stable_ms, stable) = best(15, || stable_pairs(&request).unwrap_or_default().len());
    let (plan_ms, response) = best(15, || planned(&request));
    let (mean, longest) = waits(&request, &response);
    println!(
        "{name:<22}{:>8}{stable:>10}{:>10}{:>10}{:>9}{stable_ms:>11.1}{plan_ms:>10.1}{mean:>9.2}{longest:>9}",
        size.people,
        response.filled,
        response.untimed.iter().filter(|u| u.code == "slots_taken").count(),
        response.blocking_pairs.len(),
    );
    plan_ms
}

fn measure() {
    println!(
        "{:<22}{:>8}{:>10}{:>10}{:>10}{:>9}{:>11}{:>10}{:>9}{:>9}",
        "fair", "people", "stable", "held", "untimed", "blocks", "stable ms", "plan ms", "wait", "longest"
    );
    let goal = row("goal", GOAL);
    row("goal, part of the day", Size { part_time: true, ..GOAL });
    let sized = |people: usize| Size { people, stands: people / 25, openings: people * 3 / 50, ..GOAL };
    let grown: Vec<(usize, f64)> =
        [1_250, 2_500, 5_000, 10_000].into_iter().map(|people| (people, row("hall grows along", sized(people)))).collect();
    println!(
        "“stable”: pairs chosen; “held”: interviews in the plan; “untimed”: wanted on both sides, no slot found; “wait”: mean and \
         longest break between two interviews of a person, in slots (one is for the walk)."
    );
    println!("The goal is one second: a plan takes {:.3} of it.", goal / 1e3);
    if let [(few, fast), .., (many, slow)] = grown[..] {
        let cost = |n: usize| n as f64 * (n as f64).ln();
        println!(
            "From {few} to {many} people the time grows {:.1} times; n·log n would be {:.1}. A share of {:.2}: at or below 1 is the goal.",
            slow / fast,
            cost(many) / cost(few),
            slow / fast / (cost(many) / cost(few))
        );
        let copying = |people: usize| {
            let request = fair(1, sized(people));
            best(15, || request.clone()).0
        };
        println!(
            "Copying the request, which is linear, grows {:.1} times here: what is above {} is this machine's memory, not the method.",
            copying(many) / copying(few),
            many / few
        );
    }
}

/// The instances the peers are measured on, each beside our answer and our times.
fn write_instances(folder: &Path) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(folder)?;
    // `matching` knows no more than one interview a person, and no time: these stands have more than enough.
    let single = |size: Size| Size { max_interviews: 1, interviewers: (12, 12), ..size };
    let hours = |size: Size| Size { part_time: true, ..size };
    for (name, size) in [
        ("stable-small", single(SMALL)),
        ("stable-large", single(GOAL)),
        ("timetable-small", SMALL),
        ("timetable-large", GOAL),
        ("hours-small", hours(SMALL)),
        ("hours-large", hours(GOAL)),
    ] {
        let request = fair(1, size);
        let (stable_ms, stable) = best(15, || stable_pairs(&request).unwrap_or_default());
        let (plan_ms, response) = best(15, || planned(&request));
        std::fs::write(folder.join(format!("{name}.json")), serde_json::to_string(&request)?)?;
        let ours = serde_json::json!({"stable_ms": stable_ms, "plan_ms": plan_ms, "stable": stable, "plan": response});
        std::fs::write(folder.join(format!("{name}.ours.json")), serde_json::to_string(&ours)?)?;
        println!("{name}: {} interviews, stable part {stable_ms:.2} ms, whole plan {plan_ms:.2} ms", response.filled);
    }
    Ok(())
}
