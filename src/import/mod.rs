//! Imports: a file of openings, institutions or people goes in, row by row, and every row is accounted for.
//!
//! A row's key is (`source`, `source_id`); the same row again changes nothing. A bad row goes to the rejects file with its
//! line, the column and the reason, and never stops the file. Reading and normalising run on a thread of their own, a few
//! batches ahead of the database; each batch is one transaction, so a stopped import is simply run again.

pub mod columns;
pub mod normalise;
pub mod read;
pub mod write;

use crate::candidates::{self, Key};
use crate::db::{Db, met_another};
use crate::error::{Error, FieldFault};
use crate::institutions;
use crate::occupations::Catalogue;
use crate::openings::store::{Outcome, Placed};
use crate::openings::{self, Incoming};
use crate::regions::Regions;
use crate::time::Stamp;
use columns::Table;
use normalise::{Defaults, Known};
use read::{Broken, Record, Source};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::sync::mpsc;

/// What to import.
#[derive(Debug, Clone)]
pub struct Job {
    pub table: Table,
    pub file: PathBuf,
    pub defaults: Defaults,
    /// Where refused rows go.
    pub rejects: PathBuf,
}

/// What became of the rows; the four counts add up to the rows of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    pub new: u64,
    pub changed: u64,
    pub same: u64,
    pub refused: u64,
    /// Rows that name a place in which no region was found.
    pub place_unknown: u64,
    /// Openings whose occupation is not sure.
    pub occupation_unknown: u64,
    /// People with certificates, skills or trades that no list knows; what is known of the row went in.
    pub words_unknown: u64,
    /// Headings that were ignored.
    pub unknown_columns: Vec<String>,
}

/// Rows in one transaction.
const BATCH: usize = 500;

/// Told after every batch: rows so far, bytes read, bytes in all.
pub type Progress<'a> = &'a (dyn Fn(u64, u64, u64) + Sync);

enum Row {
    Opening(Box<Incoming>),
    Institution(Box<institutions::Incoming>, String),
    /// With the line it came from.
    Candidate(Box<candidates::Incoming>, u64),
}

/// What of a row was only vague.
#[derive(Clone, Copy, Default)]
struct Vague {
    place: bool,
    words: bool,
}

struct Batch {
    rows: Vec<Row>,
    refused: u64,
    place_unknown: u64,
    words_unknown: u64,
}

/// Runs an import to its end.
pub async fn run(db: &Db, job: &Job, progress: Progress<'_>) -> Result<Summary, Error> {
    if job.table == Table::Candidates {
        return Err(Error::config("an import of people needs the key of the house's digests"));
    }
    run_with(db, job, None, progress).await
}

/// Runs an import of people to its end; what of them must not be kept as it is is digested with the key.
pub async fn run_people(db: &Db, job: &Job, key: &Key, progress: Progress<'_>) -> Result<Summary, Error> {
    candidates::store::marked(db, key).await?;
    run_with(db, job, Some(key), progress).await
}

async fn run_with(db: &Db, job: &Job, key: Option<&Key>, progress: Progress<'_>) -> Result<Summary, Error> {
    let mut source = read::open(&job.file, job.table)?;
    let (size, read) = (source.size, std::sync::Arc::clone(&source.read));
    let (send, mut batches) = mpsc::channel::<Batch>(3);
    let (defaults, rejects, table) = (job.defaults.clone(), job.rejects.clone(), job.table);
    let reader = tokio::task::spawn_blocking(move || {
        let mut rejects = Rejects::new(rejects, table);
        let known = Known { regions: Regions::builtin(), occupations: Catalogue::builtin() };
        feed(&mut source, table, known, &defaults, &mut rejects, &send)?;
        Ok::<_, Error>((source.unknown(), rejects))
    });
    let mut summary = Summary::default();
    let mut homes = Homes::default();
    let mut late = Vec::new();
    while let Some(mut batch) = batches.recv().await {
        summary.refused += batch.refused;
        summary.place_unknown += batch.place_unknown;
        summary.words_unknown += batch.words_unknown;
        let Done { outcomes, refused } = write(db, &mut batch.rows, key, &mut homes, &mut summary).await?;
        summary.refused += refused.len() as u64;
        late.extend(refused);
        for outcome in outcomes {
            match outcome {
                Outcome::New => summary.new += 1,
                Outcome::Changed => summary.changed += 1,
                Outcome::Same => summary.same += 1,
            }
        }
        let done = summary.new + summary.changed + summary.same + summary.refused;
        progress(done, read.load(std::sync::atomic::Ordering::Relaxed), size);
    }
    let (unknown, mut rejects) = reader.await.map_err(|fault| Error::file(job.file.display(), fault))??;
    late.iter().try_for_each(|(line, fault)| rejects.write_late(*line, fault))?;
    rejects.finish()?;
    summary.unknown_columns = unknown;
    Ok(summary)
}

/// Reads the whole file into batches. Ends early, without fault, when nobody takes them any more.
fn feed(
    source: &mut Source,
    table: Table,
    known: Known<'_>,
    defaults: &Defaults,
    rejects: &mut Rejects,
    send: &mpsc::Sender<Batch>,
) -> Result<(), Error> {
    let empty = || Batch { rows: Vec::with_capacity(BATCH), refused: 0, place_unknown: 0, words_unknown: 0 };
    let mut batch = empty();
    let mut keys = HashSet::new();
    for record in source.by_ref() {
        match record.map_err(Refusal::Broken).and_then(|record| normalised(record, table, known, defaults)) {
            Ok((row, vague)) => {
                // A key that comes twice goes into the next batch, so that within one transaction each stands once.
                if !keys.insert(key_of(&row)) || batch.rows.len() >= BATCH {
                    keys = HashSet::from([key_of(&row)]);
                    if send.blocking_send(std::mem::replace(&mut batch, empty())).is_err() {
                        return Ok(());
                    }
                }
                batch.place_unknown += u64::from(vague.place);
                batch.words_unknown += u64::from(vague.words);
                batch.rows.push(row);
            }
            Err(refusal) => {
                rejects.write(&refusal)?;
                batch.refused += 1;
            }
        }
    }
    let _ = send.blocking_send(batch);
    Ok(())
}

fn key_of(row: &Row) -> (String, String) {
    match row {
        Row::Opening(it) => it.key(),
        Row::Institution(it, _) => (institutions::name_key(&it.name), it.credit_code.clone().unwrap_or_default()),
        Row::Candidate(it, _) => it.key(),
    }
}

/// Why a row did not go in.
enum Refusal {
    Broken(Broken),
    Faulty(Record, Vec<FieldFault>),
}

fn normalised(record: Record, table: Table, known: Known<'_>, defaults: &Defaults) -> Result<(Row, Vague), Refusal> {
    let place = |place| Vague { place, words: false };
    match table {
        Table::Openings => match normalise::opening(&record, known, defaults) {
            Ok(it) => {
                let vague = it.region.is_none() && it.place.is_some();
                Ok((Row::Opening(Box::new(it)), place(vague)))
            }
            Err(faults) => Err(Refusal::Faulty(record, faults)),
        },
        Table::Institutions => match normalise::institution(&record, known, defaults) {
            Ok(it) => {
                let source = normalise::source_of(&record, defaults);
                let vague = it.region.is_none();
                Ok((Row::Institution(Box::new(it), source), place(vague)))
            }
            Err(faults) => Err(Refusal::Faulty(record, faults)),
        },
        Table::Candidates => match normalise::people::candidate(&record, known, defaults, crate::time::today()) {
            Ok(read) => {
                let vague = Vague { place: read.place_unknown, words: read.words_unknown };
                Ok((Row::Candidate(Box::new(read.incoming), record.line), vague))
            }
            Err(faults) => Err(Refusal::Faulty(record, faults)),
        },
    }
}

/// The refused rows, as a sheet a clerk can mend: made when the first row is refused, so that a clean import leaves no file.
struct Rejects {
    path: PathBuf,
    /// Whether the rows are about people: then only the line, the column and the reason are written, for its owner alone.
    people: bool,
    sheet: Option<csv::Writer<std::fs::File>>,
}

impl Rejects {
    fn new(path: PathBuf, table: Table) -> Self {
        Self { path, people: table == Table::Candidates, sheet: None }
    }

    fn sheet(&mut self) -> Result<&mut csv::Writer<std::fs::File>, Error> {
        if self.sheet.is_none() {
            let named = |fault: &dyn std::fmt::Display| Error::file(self.path.display(), fault);
            if let Some(folder) = self.path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                std::fs::create_dir_all(folder).map_err(|fault| named(&fault))?;
            }
            let mut file = self.file().map_err(|fault| named(&fault))?;
            // Without this mark spreadsheets read UTF-8 as something else.
            std::io::Write::write_all(&mut file, "\u{feff}".as_bytes()).map_err(|fault| named(&fault))?;
            let mut sheet = csv::Writer::from_writer(file);
            sheet.write_record(["line", "column", "reason", "row"]).map_err(|fault| named(&fault))?;
            self.sheet = Some(sheet);
        }
        self.sheet.as_mut().ok_or_else(|| Error::File("the rejects file was not opened".to_owned()))
    }

    fn file(&self) -> std::io::Result<std::fs::File> {
        use std::os::unix::fs::OpenOptionsExt as _;
        if self.people {
            // A file that is there keeps the rights it has, so it is made anew.
            let _ = std::fs::remove_file(&self.path);
        }
        let rights = if self.people { 0o600 } else { 0o666 };
        std::fs::File::options().write(true).create(true).truncate(true).mode(rights).open(&self.path)
    }

    fn line(&mut self, cells: [&str; 4]) -> Result<(), Error> {
        let path = self.path.clone();
        self.sheet()?.write_record(cells.map(safe_cell)).map_err(|fault| Error::file(path.display(), fault))
    }

    /// A row that was refused only when it met what is on record.
    fn write_late(&mut self, line: u64, fault: &FieldFault) -> Result<(), Error> {
        self.line([&line.to_string(), &fault.field, &fault.reason, ""])
    }

    fn write(&mut self, refusal: &Refusal) -> Result<(), Error> {
        let people = self.people;
        let mut line = |cells: [&str; 4]| self.line(cells);
        match refusal {
            Refusal::Broken(broken) if people => line([&broken.line.to_string(), "", &broken.reason, ""]),
            Refusal::Faulty(record, faults) if people => {
                faults.iter().try_for_each(|fault| line([&record.line.to_string(), &fault.field, &fault.reason, ""]))
            }
            Refusal::Broken(broken) => line([&broken.line.to_string(), "", &broken.reason, &broken.text]),
            Refusal::Faulty(record, faults) => {
                let cells: serde_json::Map<String, serde_json::Value> =
                    record.fields.iter().map(|(name, text)| ((*name).to_owned(), text.clone().into())).collect();
                let row = serde_json::Value::Object(cells).to_string();
                faults.iter().try_for_each(|fault| line([&record.line.to_string(), &fault.field, &fault.reason, &row]))
            }
        }
    }

    fn finish(&mut self) -> Result<(), Error> {
        match &mut self.sheet {
            Some(sheet) => sheet.flush().map_err(|fault| Error::file(self.path.display(), fault)),
            None => Ok(()),
        }
    }
}

/// A cell that a spreadsheet would run as a formula is made plain text.
fn safe_cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t']) { format!("'{text}") } else { text.to_owned() }
}

/// What an opening's institution is told apart by: name, credit code, city.
type Home = (String, Option<String>, Option<String>);

fn home_of(it: &Incoming) -> Home {
    let city = it.region.as_deref().and_then(|code| code.get(..4)).map(str::to_owned);
    (institutions::name_key(&it.institution), it.credit_code.clone(), city)
}

/// Institutions met in this import, so that each is looked up once. Forgotten when too many, to keep memory flat.
#[derive(Default)]
struct Homes {
    known: HashMap<Home, i64>,
}

const MOST_HOMES: usize = 50_000;

/// Writes one batch, in the order of keys: two imports that meet on the same rows then wait for each other in turn instead of
/// crosswise. Where they meet all the same (a name and a credit code of one institution), one starts its batch again.
async fn write(db: &Db, rows: &mut [Row], key: Option<&Key>, homes: &mut Homes, summary: &mut Summary) -> Result<Done, Error> {
    rows.sort_by_cached_key(key_of);
    for row in rows.iter() {
        if let Row::Opening(it) = row {
            summary.occupation_unknown += u64::from(it.occupation.is_none());
        }
    }
    let mut tries = 0;
    loop {
        match write_once(db, rows, key, homes).await {
            Err(fault) if met_another(&fault) && tries < 20 => {
                homes.known.clear();
                tries += 1;
                // The longer it has been unlucky, the longer it leaves the way to the other.
                tokio::time::sleep(Duration::from_millis(fastrand::u64(..20 * tries))).await;
            }
            done => return done,
        }
    }
}

/// What became of a batch.
#[derive(Default)]
struct Done {
    outcomes: Vec<Outcome>,
    /// Rows that what is on record does not let in, with their lines.
    refused: Vec<(u64, FieldFault)>,
}

async fn write_people(db: &Db, rows: &[Row], key: &Key) -> Result<Done, Error> {
    let (people, lines): (Vec<candidates::Incoming>, Vec<u64>) = rows
        .iter()
        .filter_map(|row| match row {
            Row::Candidate(it, line) => Some(((**it).clone(), *line)),
            _ => None,
        })
        .unzip();
    let mut tx = db.begin().await?;
    let written = candidates::store::write_batch(&mut tx, &people, key, Stamp::now()).await?;
    tx.commit().await?;
    let mut done = Done::default();
    for (written, line) in written.into_iter().zip(lines) {
        match written {
            candidates::store::Written::Done(outcome) => done.outcomes.push(outcome),
            candidates::store::Written::Refused(fault) => done.refused.push((line, fault)),
        }
    }
    Ok(done)
}

async fn write_once(db: &Db, rows: &[Row], key: Option<&Key>, homes: &mut Homes) -> Result<Done, Error> {
    if let Some(key) = key {
        return write_people(db, rows, key).await;
    }
    let now = Stamp::now();
    let mut tx = db.begin().await?;
    let mut outcomes = Vec::with_capacity(rows.len());
    let (mut named, mut placed) = (Vec::new(), Vec::new());
    let mut found = Vec::new();
    if homes.known.len() > MOST_HOMES {
        homes.known.clear();
    }
    for row in rows {
        match row {
            Row::Institution(it, source) => outcomes.push(institutions::store::write(&mut tx, it, source, now).await?),
            Row::Opening(it) => named.push((home_of(it), it)),
            Row::Candidate(..) => {}
        }
    }
    named.sort_by(|(one, _), (other, _)| one.cmp(other));
    for (key, it) in named {
        let institution = match homes.known.get(&key) {
            Some(id) => *id,
            None => {
                let code = it.credit_code.as_deref();
                let id =
                    institutions::store::named(&mut tx, &it.institution, code, it.region.as_deref(), &it.source, now).await?;
                found.push(key.clone());
                homes.known.insert(key, id);
                id
            }
        };
        placed.push(Placed { incoming: (**it).clone(), institution });
    }
    placed.sort_by_cached_key(|it| it.incoming.key());
    let written = openings::store::write_batch(&mut tx, &placed, now).await;
    let done = match written {
        Ok(written) => tx.commit().await.map(|_| written),
        Err(fault) => Err(fault),
    };
    if done.is_err() {
        // What was made in a transaction that failed does not exist.
        found.iter().for_each(|key| {
            homes.known.remove(key);
        });
    }
    outcomes.extend(done?);
    Ok(Done { outcomes, refused: vec![] })
}

/// Where refused rows go when nobody named a file: beside the data, named after the file.
pub fn default_rejects(data: &Path, file: &Path) -> PathBuf {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or("import");
    data.join("rejects").join(format!("{name}.rejects.csv"))
}
