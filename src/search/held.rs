//! An index held open: followed where this process is its writer, looked at where another is.

use super::follow::{Folder, Follower, Subject, look_in, newest};
use crate::db::Db;
use crate::error::Error;
use crate::time::today;
use std::path::Path;
use std::sync::{PoisonError, RwLock};
use tantivy::{IndexReader, Searcher};
use tokio::sync::Mutex;

/// An index of one subject in one data folder.
pub struct Held<S> {
    folder: Folder,
    live: RwLock<(IndexReader, i64)>,
    follower: Mutex<Option<Follower<S>>>,
}

impl<S: Subject> Held<S> {
    /// Opens it: as its writer, or as a reader beside another process that writes it.
    pub fn open(data: &Path) -> Result<Self, Error> {
        let folder = Folder::of::<S>(data);
        let follower = match folder.lock()? {
            Some(lock) => Some(Follower::<S>::open(folder.clone(), lock)?),
            None => None,
        };
        let live = match &follower {
            Some(follower) => (follower.reader(), follower.at()),
            None => look_in::<S>(&folder)
                .ok_or_else(|| Error::Busy("another process is building an index; try again shortly".to_owned()))?,
        };
        Ok(Self { folder, live: RwLock::new(live), follower: Mutex::new(follower) })
    }

    fn set_live(&self, live: (IndexReader, i64)) {
        *self.live.write().unwrap_or_else(PoisonError::into_inner) = live;
    }

    /// Where searches read now.
    pub fn searcher(&self) -> Searcher {
        self.live.read().unwrap_or_else(PoisonError::into_inner).0.searcher()
    }

    /// The last change that is in it.
    pub fn at(&self) -> i64 {
        self.live.read().unwrap_or_else(PoisonError::into_inner).1
    }

    /// Whether this process writes it.
    pub async fn is_writer(&self) -> bool {
        self.follower.lock().await.is_some()
    }

    /// Follows the change log to its end. Where another process writes the index, looks at what it wrote; where that process
    /// is gone, takes its place.
    pub async fn follow(&self, db: &Db) -> Result<(), Error> {
        let mut place = self.follower.lock().await;
        if place.is_none() {
            *place = self.folder.lock()?.map(|lock| Follower::open(self.folder.clone(), lock)).transpose()?;
        }
        let Some(mut follower) = place.take() else {
            if let Some(live) = look_in::<S>(&self.folder).filter(|(_, at)| *at != self.at()) {
                self.set_live(live);
            }
            return Ok(());
        };
        if follower.at() > newest(db).await? {
            tracing::warn!(folder = S::FOLDER, "the database is older than the index; building the index anew");
            follower = follower.begin_anew()?;
        }
        let done = loop {
            match follower.step(db, today()).await {
                Ok(step) if step.more => {}
                Ok(_) => break Ok(()),
                Err(fault) => break Err(fault),
            }
        };
        self.set_live((follower.reader(), follower.at()));
        *place = Some(follower);
        done
    }

    /// Builds it anew beside the one in use, and swaps.
    pub async fn rebuild(&self, db: &Db, told: impl FnMut(i64)) -> Result<(), Error> {
        let mut place = self.follower.lock().await;
        let Some(follower) = place.take() else {
            return Err(Error::Busy("another process holds the index; stop it first, or ask it".to_owned()));
        };
        let follower = follower.rebuilt(db, today(), told).await?;
        self.set_live((follower.reader(), follower.at()));
        *place = Some(follower);
        Ok(())
    }
}
