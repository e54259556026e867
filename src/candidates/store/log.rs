//! The log of looks: who looked at whose record, at what of it, and why. Every read of a record comes through here.

use super::super::{Looker, Part};
use crate::db::{Db, MOST_VALUES, Row, new_id, sql};
use crate::error::Error;
use crate::time::Stamp;

/// A look, as its owner reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    pub at: Stamp,
    /// `person`, `staff`, `institution` or `clock`.
    pub who: String,
    /// Account or institution.
    pub who_id: Option<i64>,
    /// As [`Part::slug`].
    pub what: String,
    pub why: String,
}

/// Writes down that somebody looks at these people's records, before they are shown. This is the one place: whoever keeps
/// another book of reads is told from here.
pub async fn looked(db: &Db, ids: &[i64], looker: Looker, what: Part, why: &str, now: Stamp) -> Result<(), Error> {
    if ids.is_empty() {
        return Ok(());
    }
    let (who, who_id) = looker.parts();
    // In the order of ids, so that two lists of one looker wait for each other in turn.
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    let mut tx = db.begin().await?;
    for part in ids.chunks(MOST_VALUES / 8) {
        let mut statement = sql("insert into access_log (id, at, day, candidate_id, who, who_id, what, why) values ");
        for (at, id) in part.iter().enumerate() {
            statement = statement
                .push(if at > 0 { ", (" } else { "(" })
                .put(new_id())
                .push(", ")
                .put(now)
                .push(", ")
                .put(now.day())
                .push(", ")
                .put(*id)
                .push(", ")
                .put(who)
                .push(", ")
                .put(who_id)
                .push(", ")
                .put(what.slug())
                .push(", ")
                .put(why)
                .push(")");
        }
        // Someone who stands in a list again the same day is already in the log.
        tx.run(statement.push(" on conflict do nothing")).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Looks at a record, newest first.
pub async fn of(db: &Db, id: i64, limit: i64) -> Result<Vec<Look>, Error> {
    let statement =
        sql("select at, who, who_id, what, why from access_log where candidate_id = $1 order by at desc, id desc limit $2");
    db.all(statement.bind(id).bind(limit)).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Look, Error> {
    Ok(Look {
        at: Stamp(row.get("at")?),
        who: row.get("who")?,
        who_id: row.get("who_id")?,
        what: row.get("what")?,
        why: row.get("why")?,
    })
}
