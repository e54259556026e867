//! A sample Anshan for `yipin demo`: institutions, openings and people that nobody would take for real ones, and that a
//! reader would still believe.
//!
//! [`city`] is a function of the day alone: the same day gives the same city to the last character, and another day moves
//! only dates. It gives rows in the very form that `yipin import` reads, so the demo goes through the same door as
//! everybody's files. Names of streets and villages are real; every institution, organisation code, telephone number and
//! person is invented. Nothing here looks at the clock, the disk or the database.
//!
//! The texts live in `texts/*.toml`: places, institutions in their own voice, kinds of job, ways of putting a condition.

mod build;
mod candidates;
mod dice;
mod institutions;
mod openings;
mod posts;
mod prose;
mod wording;

pub use build::build;
use jiff::civil::Date;
use serde_json::{Map, Value};

/// One row of an import file: column name to value.
pub type Row = Map<String, Value>;

/// The sample city as import rows.
#[derive(Debug, Clone, PartialEq)]
pub struct City {
    /// Rows for `import institutions`.
    pub institutions: Vec<Row>,
    /// Rows for `import openings`; each names one of the institutions.
    pub openings: Vec<Row>,
    /// Rows for `import candidates`.
    pub candidates: Vec<Row>,
}

/// The sample city as it stands on a day: posts were published within the 60 days before it and run out after it.
pub fn city(on: Date) -> City {
    let places = institutions::Places::read();
    let institutions = institutions::read(&places);
    City {
        institutions: institutions.iter().map(institutions::Institution::row).collect(),
        openings: openings::compose(&institutions, on),
        candidates: candidates::people(&places, on),
    }
}

/// A row of the pairs that are known; a null says nothing, so it is left out.
fn row(cells: impl IntoIterator<Item = (&'static str, Value)>) -> Row {
    cells.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name.to_owned(), value)).collect()
}

#[cfg(test)]
mod tests;
