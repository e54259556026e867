//! Minimum wages by place and day, from `policies/wages/`: dated rows with their source, read by the posting screen and the
//! wage pages. A row holds until a newer one for the same place begins or its own last day passes; a place without a row has
//! no answer, never a neighbour's figure.

use super::facts::{covers, significant};
use super::{Certainty, Fault, Text, line_at};
use jiff::civil::Date;
use serde::Deserialize;
use toml::{Spanned, Value};

/// All rows.
#[derive(Debug, Clone, Default)]
pub struct MinimumWages {
    rows: Vec<MinimumWage>,
}

/// What at least must be paid in some places from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinimumWage {
    /// Place codes the row covers.
    pub regions: Vec<String>,
    pub from: Date,
    /// The last day, where a source names one.
    pub to: Option<Date>,
    /// Yuan a month.
    pub month: i64,
    /// Fen an hour, for part-time work.
    pub hour_fen: i64,
    pub number: Option<String>,
    pub sources: Vec<String>,
    pub certainty: Certainty,
    pub note: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    row: Vec<Spanned<Row>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    regions: Vec<String>,
    from: Value,
    to: Option<Value>,
    month: i64,
    hour: f64,
    number: Option<String>,
    sources: Vec<String>,
    certainty: Certainty,
    note: Option<Text>,
}

impl MinimumWages {
    /// Reads the files of `policies/wages/`, given as names below `policies/`; others are passed over.
    ///
    /// # Errors
    /// Every fault found in any file.
    pub fn load<N: AsRef<str>, T: AsRef<str>>(files: impl IntoIterator<Item = (N, T)>) -> Result<Self, Vec<Fault>> {
        let (mut rows, mut faults): (Vec<MinimumWage>, Vec<Fault>) = (Vec::new(), Vec::new());
        for (name, text) in files {
            let (name, text) = (name.as_ref(), text.as_ref());
            if !name.starts_with("wages/") || !name.ends_with(".toml") {
                continue;
            }
            let fault = |byte: Option<usize>, what: String| Fault {
                file: name.to_owned(),
                line: byte.map(|byte| line_at(text, byte)),
                what,
            };
            match toml::from_str::<File>(text) {
                Err(error) => faults.push(fault(error.span().map(|span| span.start), error.message().to_owned())),
                Ok(file) => {
                    for row in file.row {
                        let at = row.span().start;
                        match row.into_inner().read() {
                            Ok(row) => rows.push(row),
                            Err(what) => faults.push(fault(Some(at), what)),
                        }
                    }
                }
            }
        }
        rows.sort_by_key(|row| row.from);
        if faults.is_empty() { Ok(Self { rows }) } else { Err(faults) }
    }

    /// The row in force at a place on a day: of the rows that cover it the latest to begin; for a whole city whose districts
    /// have rows of their own, the lowest of them, below which no post in the city may pay.
    pub fn on(&self, region: &str, day: Date) -> Option<&MinimumWage> {
        let begun = || self.rows.iter().filter(|row| row.from <= day && row.to.is_none_or(|to| day <= to));
        let covering = |row: &&MinimumWage| row.regions.iter().any(|code| covers(code, region) == Some(true));
        if let Some(row) = begun().filter(covering).max_by_key(|row| row.from) {
            return Some(row);
        }
        if significant(region).len() < 4 {
            return None;
        }
        let districts: Vec<&String> =
            begun().flat_map(|row| &row.regions).filter(|code| covers(region, code) == Some(true)).collect();
        let latest = |code: &String| begun().filter(|row| row.regions.contains(code)).max_by_key(|row| row.from);
        districts.into_iter().filter_map(latest).min_by_key(|row| row.month)
    }

    /// Every row, oldest first.
    pub fn rows(&self) -> &[MinimumWage] {
        &self.rows
    }
}

impl Row {
    fn read(self) -> Result<MinimumWage, String> {
        let day = |value: &Value| match value {
            Value::Datetime(stamp) => stamp.date.and_then(|date| date.to_string().parse::<Date>().ok()),
            _ => None,
        };
        let from = day(&self.from).ok_or_else(|| format!("{} is not a day", self.from))?;
        let to = self.to.as_ref().map(|to| day(to).ok_or_else(|| format!("{to} is not a day"))).transpose()?;
        if to.is_some_and(|to| to < from) {
            return Err("the row ends before it begins".to_owned());
        }
        if let Some(code) = self.regions.iter().find(|code| code.len() != 6 || !code.bytes().all(|b| b.is_ascii_digit())) {
            return Err(format!("“{code}” is not a six-digit place code"));
        }
        if self.regions.is_empty() || self.sources.is_empty() {
            return Err("a row names its places and its sources".to_owned());
        }
        if self.month <= 0 || !(0.01..=10_000.0).contains(&self.hour) {
            return Err("a minimum wage lies above 0".to_owned());
        }
        // Two decimals at most are written, so rounding to fen is exact.
        let hour_fen = (self.hour * 100.0).round() as i64;
        let (number, certainty, note) = (self.number, self.certainty, self.note);
        Ok(MinimumWage {
            regions: self.regions,
            from,
            to,
            month: self.month,
            hour_fen,
            number,
            sources: self.sources,
            certainty,
            note,
        })
    }
}
