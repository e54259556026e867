//! The follower: reads the change log and keeps the index a function of the database.
//!
//! Building anew is the same as following from zero into an empty folder, so there is one mechanism and nothing to
//! disagree. The last number followed is written with each commit of the index ("fingerprint:number"); another
//! fingerprint, or a number the database has not reached (it was put back from a copy), means building anew. An index
//! folder has one writer, held by a lock that the system drops when the process dies.
//!
//! There is an index of openings and one of people ([`crate::candidates::index`]); what differs between them is their
//! [`Subject`], all else is this.

use super::schema::{Fields, document, fingerprint, register};
use crate::db::{Db, Touched, sql};
use crate::error::Error;
use crate::openings::{self, Opening};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use tantivy::schema::Schema;
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, Term};

/// Changes followed in one step.
const STEP: i64 = 2_000;

/// What an index is about: where it lies, what its fields are, and how rows become documents.
pub trait Subject: Default + Send + Sync {
    /// The folder of its index below the data folder.
    const FOLDER: &'static str;
    /// The changes that concern it.
    const CHANGES: Touched;
    /// Memory for new segments, all indexing threads together.
    const MEMORY: usize;
    /// The most indexing threads.
    const THREADS: usize;

    fn schema(&self) -> &Schema;
    /// What the index is a function of besides the database.
    fn fingerprint() -> &'static str;
    /// Reads rows by their ids and writes them as they are now.
    fn take(&self, writer: &IndexWriter, db: &Db, ids: &[i64], day: Date) -> impl Future<Output = Result<(), Error>> + Send;
}

impl Subject for Fields {
    const FOLDER: &'static str = "index";
    const CHANGES: Touched = Touched::Opening;
    const MEMORY: usize = 192 << 20;
    const THREADS: usize = 4;

    fn schema(&self) -> &Schema {
        &self.schema
    }

    fn fingerprint() -> &'static str {
        fingerprint()
    }

    /// Also writes anew all that say the same as these.
    async fn take(&self, writer: &IndexWriter, db: &Db, ids: &[i64], day: Date) -> Result<(), Error> {
        for part in ids.chunks(500) {
            let mut folds = BTreeSet::new();
            for opening in openings::store::by_ids(db, part).await? {
                folds.insert(opening.fold);
            }
            let folds: Vec<String> = folds.into_iter().collect();
            let public = openings::store::public_in_folds(db, &folds, day).await?;
            for id in part {
                writer.delete_term(Term::from_field_u64(self.id, *id as u64));
            }
            for fold in &folds {
                writer.delete_term(Term::from_field_text(self.fold, fold));
            }
            for group in groups(public).into_values() {
                if let Some(first) = leader(&group) {
                    writer.add_document(document(self, first, group.len(), day))?;
                }
            }
        }
        Ok(())
    }
}

/// The folder that holds the index: `CURRENT` names the sub-folder in use, `lock` is held by its one writer.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

impl Folder {
    /// The folder of an index in a data folder.
    pub fn of<S: Subject>(data: &Path) -> Self {
        Self(data.join(S::FOLDER))
    }

    fn current(&self) -> Option<PathBuf> {
        let name = fs::read_to_string(self.0.join("CURRENT")).ok()?;
        let name = name.trim();
        let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        Some(self.0.join(name)).filter(|folder| plain && folder.join("meta.json").exists())
    }

    /// Makes another sub-folder the one in use, in one step that a crash cannot halve.
    fn switch_to(&self, folder: &Path) -> Result<(), Error> {
        let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let draft = self.0.join("CURRENT.new");
        let mut file = File::create(&draft)?;
        std::io::Write::write_all(&mut file, name.as_bytes())?;
        file.sync_all()?;
        fs::rename(&draft, self.0.join("CURRENT"))?;
        File::open(&self.0)?.sync_all()?;
        Ok(())
    }

    /// Removes sub-folders that are not in use.
    fn sweep(&self) {
        let current = self.current();
        for entry in fs::read_dir(&self.0).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() && Some(&path) != current.as_ref() {
                let _ = fs::remove_dir_all(path);
            }
        }
    }

    fn fresh(&self) -> Result<PathBuf, Error> {
        let path = self.0.join(format!("at-{}", crate::db::show_id(crate::db::new_id())));
        fs::create_dir_all(&path)?;
        Ok(path)
    }

    /// Takes the writer's place; `None` where another process has it.
    pub fn lock(&self) -> Result<Option<Lock>, Error> {
        fs::create_dir_all(&self.0).map_err(|fault| Error::file(self.0.display(), fault))?;
        let file = File::options().create(true).truncate(false).write(true).open(self.0.join("lock"))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Lock { _file: file })),
            Err(fs::TryLockError::WouldBlock) => Ok(None),
            Err(fs::TryLockError::Error(fault)) => Err(Error::file(self.0.display(), fault)),
        }
    }
}

/// The writer's place, given up when dropped or when the process dies.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// The one writer of an index folder.
pub struct Follower<S> {
    folder: Folder,
    subject: S,
    writer: IndexWriter,
    reader: IndexReader,
    /// The last change followed.
    at: i64,
    _lock: Lock,
}

/// What one step did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    pub followed: usize,
    /// Whether the log may hold more.
    pub more: bool,
}

impl<S: Subject> Follower<S> {
    /// Opens the index in a folder, or begins an empty one where there is none, it is damaged, or it is of another release.
    pub fn open(folder: Folder, lock: Lock) -> Result<Self, Error> {
        let subject = S::default();
        let usable = folder.current().and_then(|path| opened(&path, &subject).ok());
        let (index, at) = match usable {
            Some(found) => found,
            None => (begun(&folder, &subject)?, 0),
        };
        folder.sweep();
        let writer = index.writer_with_num_threads(threads::<S>(), S::MEMORY)?;
        let reader = reader_of(&index)?;
        Ok(Self { folder, subject, writer, reader, at, _lock: lock })
    }

    /// Throws the index away and begins an empty one.
    pub fn begin_anew(self) -> Result<Self, Error> {
        let Self { folder, subject, writer, reader, _lock: lock, .. } = self;
        drop((writer, reader));
        begun(&folder, &subject)?;
        Self::open(folder, lock)
    }

    /// Builds another index beside the one in use, follows the log to its end, and only then swaps.
    pub async fn rebuilt(self, db: &Db, day: Date, told: impl FnMut(i64)) -> Result<Self, Error> {
        let Self { folder, subject, writer, reader, _lock: lock, .. } = self;
        drop((writer, reader));
        let path = folder.fresh()?;
        let index = empty_in(&path, &subject)?;
        let writer = index.writer_with_num_threads(threads::<S>(), S::MEMORY)?;
        let reader = reader_of(&index)?;
        let mut beside = Self { folder, subject, writer, reader, at: 0, _lock: lock };
        beside.catch_up(db, day, told).await?;
        beside.folder.switch_to(&path)?;
        beside.folder.sweep();
        Ok(beside)
    }

    /// Where searches read.
    pub fn reader(&self) -> IndexReader {
        self.reader.clone()
    }

    /// The last change that is in the index.
    pub fn at(&self) -> i64 {
        self.at
    }

    /// Follows the next changes of the log and makes them searchable.
    pub async fn step(&mut self, db: &Db, day: Date) -> Result<Step, Error> {
        let rows = db
            .all(sql("select seq, kind, id from changes where seq > $1 order by seq limit $2").bind(self.at).bind(STEP))
            .await?;
        let Some(last) = rows.last() else {
            return Ok(Step { followed: 0, more: false });
        };
        let last: i64 = last.get("seq")?;
        let mut ids = BTreeSet::new();
        for row in &rows {
            if row.get::<String>("kind")? == S::CHANGES.slug() {
                ids.insert(row.get::<i64>("id")?);
            }
        }
        let ids: Vec<i64> = ids.into_iter().collect();
        self.subject.take(&self.writer, db, &ids, day).await?;
        self.commit(last)?;
        Ok(Step { followed: rows.len(), more: rows.len() as i64 == STEP })
    }

    /// Follows the log to its end. `told` hears how many changes are done.
    pub async fn catch_up(&mut self, db: &Db, day: Date, mut told: impl FnMut(i64)) -> Result<(), Error> {
        if self.at > newest(db).await? {
            return Err(Error::Busy("the index is ahead of the database; build it anew with `yipin reindex`".to_owned()));
        }
        while self.step(db, day).await?.more {
            told(self.at);
        }
        told(self.at);
        Ok(())
    }

    fn commit(&mut self, at: i64) -> Result<(), Error> {
        let mut prepared = self.writer.prepare_commit()?;
        prepared.set_payload(&format!("{}:{at}", S::fingerprint()));
        prepared.commit()?;
        self.reader.reload()?;
        self.at = at;
        Ok(())
    }

    /// Waits for merges, so that what was written is on disk in few segments.
    pub fn finish(self) -> Result<(), Error> {
        self.writer.wait_merging_threads()?;
        Ok(())
    }
}

fn threads<S: Subject>() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from).clamp(1, S::THREADS)
}

/// Posts that say the same, by their fold.
fn groups(openings: Vec<Opening>) -> BTreeMap<String, Vec<Opening>> {
    let mut groups: BTreeMap<String, Vec<Opening>> = BTreeMap::new();
    for opening in openings {
        groups.entry(opening.fold.clone()).or_default().push(opening);
    }
    groups
}

/// Which of the posts that say the same stands for them: the newest, and of two as new the one with the larger id.
fn leader(group: &[Opening]) -> Option<&Opening> {
    group.iter().max_by_key(|opening| (opening.published, opening.id))
}

/// The newest number of the change log.
pub async fn newest(db: &Db) -> Result<i64, Error> {
    db.one(sql("select seq from change_clock")).await?.get("seq")
}

fn begun<S: Subject>(folder: &Folder, subject: &S) -> Result<Index, Error> {
    let path = folder.fresh()?;
    let index = empty_in(&path, subject)?;
    folder.switch_to(&path)?;
    Ok(index)
}

fn empty_in<S: Subject>(path: &Path, subject: &S) -> Result<Index, Error> {
    let index = Index::create_in_dir(path, subject.schema().clone())?;
    register(&index);
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 16 << 20)?;
    let mut prepared = writer.prepare_commit()?;
    prepared.set_payload(&format!("{}:0", S::fingerprint()));
    prepared.commit()?;
    Ok(index)
}

fn opened<S: Subject>(path: &Path, subject: &S) -> Result<(Index, i64), Error> {
    let index = Index::open_in_dir(path)?;
    register(&index);
    let payload = index.load_metas()?.payload.unwrap_or_default();
    let at = payload.strip_prefix(S::fingerprint()).and_then(|rest| rest.strip_prefix(':')).and_then(|at| at.parse().ok());
    match at {
        Some(at) if index.schema() == *subject.schema() => Ok((index, at)),
        _ => Err(Error::Busy("the index is of another release".to_owned())),
    }
}

fn reader_of(index: &Index) -> Result<IndexReader, Error> {
    Ok(index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?)
}

/// A reader on the index another process writes; `None` where there is none that can be read.
pub fn look_in<S: Subject>(folder: &Folder) -> Option<(IndexReader, i64)> {
    let (index, at) = opened(&folder.current()?, &S::default()).ok()?;
    Some((reader_of(&index).ok()?, at))
}

/// One fault between index and database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Drift {
    /// Public, but not found.
    Lacking(i64),
    /// Found, but not public or not standing for its like.
    Stale(i64),
    /// In the index more than once.
    Twice(i64),
    /// The number of posts that say the same is wrong.
    Miscounted(i64),
}

impl std::fmt::Display for Drift {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (id, what) = match self {
            Self::Lacking(id) => (id, "is public and not in the index"),
            Self::Stale(id) => (id, "is in the index and not public"),
            Self::Twice(id) => (id, "is in the index twice"),
            Self::Miscounted(id) => (id, "stands in the index for another number of posts than say the same"),
        };
        write!(f, "opening {} {what}", crate::db::show_id(*id))
    }
}

/// Holds the index against the database and names every difference.
pub async fn drift(db: &Db, reader: &IndexReader, day: Date) -> Result<Vec<Drift>, Error> {
    let mut groups: BTreeMap<String, (String, i64, u64)> = BTreeMap::new();
    for (id, fold, published) in openings::store::public_outline(db, day).await? {
        let entry = groups.entry(fold).or_insert_with(|| (String::new(), 0, 0));
        if (&published, id) > (&entry.0, entry.1) {
            (entry.0, entry.1) = (published, id);
        }
        entry.2 += 1;
    }
    let mut wanted: BTreeMap<i64, u64> = groups.into_values().map(|(_, id, count)| (id, count)).collect();
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    let today = crate::time::day_number(day).max(0) as u64;
    for segment in reader.searcher().segment_readers() {
        let (ids, crowds, days) =
            (segment.fast_fields().u64("id")?, segment.fast_fields().u64("crowd")?, segment.fast_fields().u64("days")?);
        for doc in segment.doc_ids_alive() {
            // A post whose last day has passed waits for the sweep; searches leave it out by its day.
            if days.first(doc).unwrap_or(0) & 0xffff_ffff < today {
                continue;
            }
            let id = ids.first(doc).unwrap_or(0) as i64;
            if !seen.insert(id) {
                faults.push(Drift::Twice(id));
                continue;
            }
            match wanted.remove(&id) {
                None => faults.push(Drift::Stale(id)),
                Some(count) if count != crowds.first(doc).unwrap_or(0) >> 32 => faults.push(Drift::Miscounted(id)),
                Some(_) => {}
            }
        }
    }
    faults.extend(wanted.into_keys().map(Drift::Lacking));
    Ok(faults)
}
