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
