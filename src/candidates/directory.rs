//! The directory: the index of people held open, followed, checked, and asked.

use super::index::{Drift, Fields, drift};
use crate::db::Db;
use crate::error::Error;
use crate::regions::RegionCode;
use crate::search::held::Held;
use crate::search::newest;
use crate::search::vocabulary::Vocabulary;
use std::path::Path;
use std::sync::Arc;

/// The index of people of one data folder.
pub struct Directory {
    pub(super) held: Held<Fields>,
    pub(super) fields: Fields,
    /// Settles place names that several cities share.
    pub(super) home: Option<RegionCode>,
    /// Words that typing errors are mended to.
    pub(super) vocabulary: Arc<Vocabulary>,
}

impl Directory {
    /// Opens the directory of a data folder: as its writer, or as a reader beside another process that writes it.
    pub fn open(data: &Path, home: &str) -> Result<Self, Error> {
        let home = home.parse().ok();
        Ok(Self { held: Held::open(data)?, fields: Fields::default(), home, vocabulary: Vocabulary::gather([], home) })
    }

    /// Follows the change log to its end.
    pub async fn follow(&self, db: &Db) -> Result<(), Error> {
        self.held.follow(db).await
    }

    /// Whether this process writes the index.
    pub async fn is_writer(&self) -> bool {
        self.held.is_writer().await
    }

    /// Builds the index anew beside the one in use, and swaps.
    pub async fn rebuild(&self, db: &Db, told: impl FnMut(i64)) -> Result<(), Error> {
        self.held.rebuild(db, told).await
    }

    /// Every difference between index and database.
    pub async fn drift(&self, db: &Db) -> Result<Vec<Drift>, Error> {
        drift(db, &self.held.searcher()).await
    }

    /// How many changes are in the database and not in the index.
    pub async fn lag(&self, db: &Db) -> Result<i64, Error> {
        Ok(newest(db).await? - self.held.at())
    }

    /// How many people the index holds.
    pub fn people(&self) -> u64 {
        self.held.searcher().num_docs()
    }

    /// Its fields that hold words, each with where to read them: for looking over what the index holds.
    pub fn text_fields(&self) -> [(tantivy::Searcher, tantivy::schema::Field); 3] {
        [self.fields.words, self.fields.pairs, self.fields.codes].map(|field| (self.held.searcher(), field))
    }
}
