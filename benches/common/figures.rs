//! Times and how they are told.

use std::time::{Duration, Instant};

/// Times of one kind, in microseconds.
#[derive(Debug, Default, Clone)]
pub struct Times(Vec<f64>);

impl Times {
    pub fn add(&mut self, time: Duration) {
        self.0.push(time.as_secs_f64() * 1e6);
    }

    /// Times what is done.
    pub fn of<T>(&mut self, what: impl FnOnce() -> T) -> T {
        let begun = Instant::now();
        let done = what();
        self.add(begun.elapsed());
        done
    }

    /// Times what this thread does by the processor's clock: what other programs do on a shared machine is not counted.
    pub fn busy<T>(&mut self, what: impl FnOnce() -> T) -> T {
        let begun = processor_time();
        let done = what();
        self.add(processor_time() - begun);
        done
    }

    pub fn extend(&mut self, other: &Self) {
        self.0.extend(&other.0);
    }

    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The time that so large a share (0 to 1) does not exceed; 0 where nothing was timed.
    pub fn at(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let place = (share * sorted.len() as f64).ceil() as usize;
        sorted.get(place.clamp(1, sorted.len().max(1)) - 1).copied().unwrap_or(0.0)
    }

    pub fn mean(&self) -> f64 {
        self.0.iter().sum::<f64>() / self.0.len().max(1) as f64
    }
}

/// How long this thread has been on a processor.
fn processor_time() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the pointer is to a value of the right type that outlives the call.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &raw mut time) };
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// Microseconds as milliseconds with two places.
pub fn ms(microseconds: f64) -> String {
    format!("{:.2}", microseconds / 1e3)
}

/// The number behind an option such as `--openings`, or `otherwise`.
///
/// # Panics
/// Where no number stands behind it: the bench was called wrongly.
pub fn option(name: &str, otherwise: usize) -> usize {
    let mut words = std::env::args().skip_while(|word| word != name).skip(1);
    words.next().map_or(otherwise, |number| {
        number.replace('_', "").parse().unwrap_or_else(|_| panic!("{name} needs a number, not {number}"))
    })
}
