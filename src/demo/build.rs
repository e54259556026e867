//! Puts the sample city into a store, through the same door as everybody's files.

use super::{Row, candidates, city};
use crate::candidates::Key;
use crate::db::Db;
use crate::error::Error;
use crate::import::columns::Table;
use crate::import::normalise::Defaults;
use crate::import::{self, Job};
use crate::time::{Stamp, today};
use std::io::Write as _;
use std::path::Path;

/// Writes the city's rows to files in the data folder and imports them. A refused row is a fault of the sample.
pub async fn build(db: &Db, data: &Path) -> Result<(), Error> {
    let mut city = city(today());
    candidates::agreed(&mut city.candidates, today());
    let key = Key::of(data, None)?;
    for (table, name, rows) in [
        (Table::Institutions, "institutions", &city.institutions),
        (Table::Openings, "openings", &city.openings),
        (Table::Candidates, "candidates", &city.candidates),
    ] {
        let file = data.join(format!("sample-{name}.jsonl"));
        write(&file, rows)?;
        let defaults = Defaults { source: Some("demo".to_owned()), region: Some("210300".to_owned()) };
        let rejects = data.join(format!("sample-{name}.rejects.csv"));
        let job = Job { table, file, defaults, rejects };
        let summary = match table {
            Table::Candidates => import::run_people(db, &job, &key, &|_, _, _| {}).await?,
            _ => import::run(db, &job, &|_, _, _| {}).await?,
        };
        if summary.refused > 0 {
            return Err(Error::File(format!(
                "{} rows of the sample city were refused: see {}",
                summary.refused,
                job.rejects.display()
            )));
        }
    }
    crate::people::sample::build(db, "210300", Stamp::now()).await
}

fn write(file: &Path, rows: &[Row]) -> Result<(), Error> {
    let named = |fault: &dyn std::fmt::Display| Error::file(file.display(), fault);
    let mut out = std::io::BufWriter::new(std::fs::File::create(file).map_err(|fault| named(&fault))?);
    for row in rows {
        let line = serde_json::to_string(row).map_err(|fault| named(&fault))?;
        writeln!(out, "{line}").map_err(|fault| named(&fault))?;
    }
    out.flush().map_err(|fault| named(&fault))
}
