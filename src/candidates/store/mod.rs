//! Every statement about candidates.
//!
//! Reads of a record go through [`log::looked`], writes of one end in `tx.touch(Touched::Candidate, …)`. Statements about
//! who may be found say so in one text, [`shown`], which nothing else repeats.

pub mod consents;
pub mod erasure;
pub mod household;
pub mod log;
pub mod seen;
mod write;

pub use write::{Written, rewrite, write_batch};

use super::{Candidate, IdNumber, Key, Looker, Part};
use crate::codes::Visibility;
use crate::db::{Db, Row, Sql, Tx, sql};
use crate::error::Error;
use crate::person::{Licence, Person};
use crate::time::Stamp;
use jiff::civil::Date;
use std::collections::HashMap;

fn select() -> Sql {
    sql("select c.id, c.account_id, c.source, c.source_id, c.name, c.phone, c.id_last4, c.person, c.visible_to, c.keep_until, \
         c.updated_at from candidates c ")
}

fn read(row: &Row) -> Result<Candidate, Error> {
    let person: String = row.get("person")?;
    Ok(Candidate {
        id: row.get("id")?,
        account: row.get("account_id")?,
        source: row.get("source")?,
        source_id: row.get("source_id")?,
        name: row.get("name")?,
        phone: row.get("phone")?,
        id_last4: row.get("id_last4")?,
        // The fault names no word of the record: faults are logged.
        person: serde_json::from_str(&person).map_err(|_| Error::stored("person", "no person"))?,
        visible_to: row.code("visible_to")?.unwrap_or(Visibility::Nobody),
        keep_until: row.day("keep_until")?.ok_or_else(|| Error::stored("keep_until", "nothing"))?,
        updated_at: Stamp(row.get("updated_at")?),
    })
}

/// The records of some rows, with all their licences.
async fn with_licences(db: &Db, rows: &[Row]) -> Result<Vec<Candidate>, Error> {
    with(db, rows, licences_of).await
}

async fn with(db: &Db, rows: &[Row], licences_of: fn(&[i64]) -> Sql) -> Result<Vec<Candidate>, Error> {
    let mut candidates: Vec<Candidate> = rows.iter().map(read).collect::<Result<_, _>>()?;
    let ids: Vec<i64> = candidates.iter().map(|one| one.id).collect();
    let mut licences: HashMap<i64, Vec<Licence>> = HashMap::new();
    for part in ids.chunks(10_000) {
        for row in db.all(licences_of(part)).await? {
            licences.entry(row.get("candidate_id")?).or_default().push(licence(&row)?);
        }
    }
    for one in &mut candidates {
        if let Some(held) = licences.remove(&one.id) {
            one.person.licences = Some(held);
        }
    }
    Ok(candidates)
}

fn licences_of(ids: &[i64]) -> Sql {
    sql("select candidate_id, kind, valid_until, last_practised from candidate_licences where candidate_id in ")
        .list(ids.iter().copied())
        .push(" order by candidate_id, place")
}

/// Those of them that the index counts.
fn counted_licences_of(ids: &[i64]) -> Sql {
    sql("select candidate_id, kind, valid_until, last_practised from candidate_licences where counted = 1 and candidate_id in ")
        .list(ids.iter().copied())
        .push(" order by candidate_id, place")
}

fn licence(row: &Row) -> Result<Licence, Error> {
    Ok(Licence {
        kind: row.code("kind")?.ok_or_else(|| Error::stored("kind", "nothing"))?,
        valid_until: row.day("valid_until")?,
        last_practised: row.day("last_practised")?,
    })
}

/// The record, for somebody who may read all of it; the look is written down. None where nobody is on record under this id.
pub async fn record(db: &Db, id: i64, looker: Looker, why: &str, now: Stamp) -> Result<Option<Candidate>, Error> {
    let rows = db.all(select().push("where c.id = $1").bind(id)).await?;
    let found = with_licences(db, &rows).await?.pop();
    if found.is_some() {
        log::looked(db, &[id], looker, Part::Record, why, now).await?;
    }
    Ok(found)
}

/// The record of an account, as its owner reads it.
pub async fn of_account(db: &Db, account: i64, why: &str, now: Stamp) -> Result<Option<Candidate>, Error> {
    let found = db.find(sql("select id from candidates where account_id = $1").bind(account)).await?;
    match found {
        Some(row) => record(db, row.get("id")?, Looker::Owner, why, now).await,
        None => Ok(None),
    }
}

/// Gives a record to an account. False where the record or the account already belongs elsewhere, or there is no record.
pub async fn belongs_to(tx: &mut Tx, id: i64, account: i64, now: Stamp) -> Result<bool, Error> {
    let statement = sql("update candidates set account_id = $1, updated_at = $2 where id = $3 \
         and (account_id is null or account_id = $1) \
         and not exists (select 1 from candidates other where other.account_id = $1 and other.id <> $3)");
    Ok(tx.run(statement.bind(account).bind(now).bind(id)).await? > 0)
}

/// The record under a citizen number: where an office looks first, so that nobody is put on record twice.
pub async fn by_id_number(
    db: &Db,
    key: &Key,
    number: &IdNumber,
    looker: Looker,
    why: &str,
    now: Stamp,
) -> Result<Option<i64>, Error> {
    let found = db.find(sql("select id from candidates where id_digest = $1").bind(number.digest(key))).await?;
    let Some(id) = found.map(|row| row.get::<i64>("id")).transpose()? else { return Ok(None) };
    log::looked(db, &[id], looker, Part::IdNumber, why, now).await?;
    Ok(Some(id))
}

/// The id under which a source's row is on record.
pub async fn by_source(db: &Db, source: &str, source_id: &str) -> Result<Option<i64>, Error> {
    let statement = sql("select id from candidates where source = $1 and source_id = $2").bind(source).bind(source_id);
    db.find(statement).await?.map(|row| row.get("id")).transpose()
}

/// How many people are on record.
pub async fn count(db: &Db) -> Result<i64, Error> {
    db.one(sql("select count(*) as people from candidates")).await?.get("people")
}

/// Whom an institution may be told of at all, whoever it is: those who are shown to somebody and stand by a consent that covers it.
const SHOWN: &str = "c.visible_to <> 'nobody' and exists (select 1 from candidate_consents k where k.candidate_id = c.id \
     and k.withdrawn_at is null and (k.sharing = 'masked_verified' or (k.sharing = 'masked_matched' and c.visible_to = 'matched')))";

/// The records with these ids that are shown to somebody. Nothing of them may be shown before an asker was asked about.
pub async fn shown(db: &Db, ids: &[i64]) -> Result<Vec<Candidate>, Error> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let rows = db.all(select().push("where ").push(SHOWN).push(" and c.id in ").list(ids.iter().copied())).await?;
    with_licences(db, &rows).await
}

/// As the index holds them: those among these ids who are shown to somebody, with the licences that count.
pub async fn indexed(db: &Db, ids: &[i64]) -> Result<Vec<Candidate>, Error> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let rows = db.all(select().push("where ").push(SHOWN).push(" and c.id in ").list(ids.iter().copied())).await?;
    with(db, &rows, counted_licences_of).await
}

/// Everybody as the index holds them, after an id, in order.
pub async fn indexed_after(db: &Db, id: i64, limit: i64) -> Result<Vec<Candidate>, Error> {
    let statement = select().push("where c.id > $1 and ").bind(id).push(SHOWN).push(" order by c.id limit ").put(limit);
    with(db, &db.all(statement).await?, counted_licences_of).await
}

/// Brings the store's mark of its key up, and refuses a key that is not the store's.
///
/// # Errors
/// [`Error::Config`] where the digests of this store were made with another key.
pub async fn marked(db: &Db, key: &Key) -> Result<(), Error> {
    let mark = key.digest(&["the key of this store"]);
    let known = sql("select mark from digest_key where one = 1");
    if db.find(known.clone()).await?.is_none() {
        let mut tx = db.begin().await?;
        let statement = sql("insert into digest_key (one, mark) values (1, $1) on conflict do nothing");
        tx.run(statement.bind(mark.as_str())).await?;
        tx.commit().await?;
    }
    if db.one(known).await?.get::<String>("mark")? == mark {
        return Ok(());
    }
    Err(Error::config(
        "the key here is not the one this store's digests were made with: set YIPIN_KEY as on the other nodes, or copy their file `key`",
    ))
}

/// Licences whose last day passed and that the index still counts: their people are read again. Gives how many people.
pub async fn uncount_ended_licences(db: &Db, day: Date) -> Result<u64, Error> {
    let mut tx = db.begin().await?;
    let statement = sql(
        "select distinct candidate_id from candidate_licences where counted = 1 and valid_until < $1 order by candidate_id limit 5000",
    );
    let ids: Vec<i64> = tx.all(statement.bind(day)).await?.iter().map(|row| row.get("candidate_id")).collect::<Result<_, _>>()?;
    if ids.is_empty() {
        return Ok(0);
    }
    let statement = sql("update candidate_licences set counted = 0 where valid_until < $1 and candidate_id in ");
    tx.run(statement.bind(day).list(ids.iter().copied())).await?;
    for id in &ids {
        tx.touch(crate::db::Touched::Candidate, *id);
    }
    tx.commit().await?;
    Ok(ids.len() as u64)
}

/// Licences of shown or hidden people alike that end between two days, for reminders: person, kind, last day.
pub async fn licences_ending(db: &Db, from: Date, to: Date) -> Result<Vec<(i64, crate::codes::LicenceKind, Date)>, Error> {
    let statement =
        sql("select candidate_id, kind, valid_until from candidate_licences where valid_until >= $1 and valid_until <= $2 \
         order by valid_until, candidate_id, place");
    let rows = db.all(statement.bind(from).bind(to)).await?;
    let needed = |column| Error::stored(column, "nothing");
    rows.iter()
        .map(|row| {
            let kind = row.code("kind")?.ok_or_else(|| needed("kind"))?;
            let last = row.day("valid_until")?.ok_or_else(|| needed("valid_until"))?;
            Ok((row.get("candidate_id")?, kind, last))
        })
        .collect()
}

/// What of a person is kept in the one text: all but licences and household. That licences were told of at all stays: an
/// empty list says "none", where nothing says nothing.
fn kept(person: &Person) -> String {
    let licences = person.licences.as_ref().map(|_| vec![]);
    let kept = Person { licences, household: None, ..person.clone() };
    // A value of our own type always has a JSON form.
    serde_json::to_string(&kept).unwrap_or_else(|_| "{}".to_owned())
}
