//! Sessions: rows of the store behind an opaque cookie.
//!
//! The store knows a session by the SHA-256 of what the cookie carries. A session that was ended stays ended: a request that
//! was under way cannot write it back. A session holds whose it is and which desk is open, nothing else; rights are read anew
//! each time.

use super::secret;
use crate::db::{Db, Tx, new_id, sql};
use crate::error::Error;
use crate::time::Stamp;
use async_trait::async_trait;
use serde_json::Value;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{self, SessionStore};

/// Whose session it is.
pub const ACCOUNT: &str = "account";
/// Whose it will be once the code of the second factor came.
pub const HALFWAY: &str = "halfway";
/// The institution whose desk is open.
pub const DESK: &str = "desk";
/// Where the session was begun: an address and what the browser calls itself.
pub const PLACE: &str = "place";

/// How long a person stays signed in, in seconds.
pub const PERSON_SECONDS: i64 = 30 * 86_400;
/// How long office staff do: a working day.
pub const STAFF_SECONDS: i64 = 12 * 3600;
/// How long a sign-in may wait for its code.
pub const HALFWAY_SECONDS: i64 = 600;

/// The rows of table `sessions` as tower-sessions wants them.
#[derive(Debug, Clone)]
pub struct Rows(pub Db);

fn key(id: &Id) -> String {
    secret::key(&id.to_string())
}

fn backend(fault: impl std::fmt::Display) -> session_store::Error {
    session_store::Error::Backend(fault.to_string())
}

fn text(record: &Record, name: &str) -> String {
    let place = record.data.get(PLACE).and_then(|place| place.get(name)).and_then(Value::as_str);
    place.unwrap_or_default().chars().take(200).collect()
}

fn account(record: &Record) -> Option<i64> {
    record.data.get(ACCOUNT).and_then(Value::as_i64)
}

#[async_trait]
impl SessionStore for Rows {
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
        // 128 bits of chance never meet; were it otherwise the primary key would refuse.
        record.id = Id(i128::from_le_bytes(secret::chance::<16>().map_err(backend)?));
        insert(&self.0, record).await.map_err(backend)
    }

    async fn save(&self, record: &Record) -> session_store::Result<()> {
        update(&self.0, record).await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        load(&self.0, *id, Stamp::now()).await.map_err(backend)
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        delete(&self.0, &key(id)).await.map_err(backend)
    }
}

fn data(record: &Record) -> Result<String, Error> {
    serde_json::to_string(&record.data).map_err(|fault| Error::stored("data", &fault.to_string()))
}

async fn insert(db: &Db, record: &Record) -> Result<(), Error> {
    let statement = sql("insert into sessions (key, id, account_id, data, address, agent, created_at, expires_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8)")
    .bind(key(&record.id))
    .bind(new_id())
    .bind(account(record))
    .bind(data(record)?)
    .bind(text(record, "address"))
    .bind(text(record, "agent"))
    .bind(Stamp::now())
    .bind(record.expiry_date.unix_timestamp());
    let mut tx = db.begin().await?;
    tx.run(statement).await?;
    tx.commit().await?;
    Ok(())
}

/// Only where it still is: a session that was ended meanwhile stays ended.
async fn update(db: &Db, record: &Record) -> Result<(), Error> {
    let statement = sql("update sessions set account_id = $1, data = $2, expires_at = $3 where key = $4")
        .bind(account(record))
        .bind(data(record)?)
        .bind(record.expiry_date.unix_timestamp())
        .bind(key(&record.id));
    let mut tx = db.begin().await?;
    tx.run(statement).await?;
    tx.commit().await?;
    Ok(())
}

async fn load(db: &Db, id: Id, now: Stamp) -> Result<Option<Record>, Error> {
    let statement = sql("select data, expires_at from sessions where key = $1 and expires_at > $2");
    let Some(row) = db.find(statement.bind(key(&id)).bind(now)).await? else { return Ok(None) };
    let expires: i64 = row.get("expires_at")?;
    let expiry_date =
        time::OffsetDateTime::from_unix_timestamp(expires).map_err(|_| Error::stored("expires_at", &expires.to_string()))?;
    Ok(Some(Record { id, data: row.json("data")?, expiry_date }))
}

async fn delete(db: &Db, key: &str) -> Result<(), Error> {
    let mut tx = db.begin().await?;
    tx.run(sql("delete from sessions where key = $1").bind(key)).await?;
    tx.commit().await?;
    Ok(())
}

/// The number of a session that is still good.
pub async fn number(db: &Db, id: Id) -> Result<Option<i64>, Error> {
    let row = db.find(sql("select id from sessions where key = $1").bind(key(&id))).await?;
    row.map(|row| row.get("id")).transpose()
}

/// A session as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    pub id: i64,
    pub address: String,
    pub agent: String,
    pub since: Stamp,
}

/// Everywhere an account is signed in, newest first.
pub async fn of(db: &Db, account: i64, now: Stamp) -> Result<Vec<Open>, Error> {
    let statement = sql("select id, address, agent, created_at from sessions where account_id = $1 and expires_at > $2 \
         order by created_at desc, id desc limit 100");
    let rows = db.all(statement.bind(account).bind(now)).await?;
    let read = |row: &crate::db::Row| {
        Ok(Open {
            id: row.get("id")?,
            address: row.get("address")?,
            agent: row.get("agent")?,
            since: Stamp(row.get("created_at")?),
        })
    };
    rows.iter().map(read).collect()
}

/// Ends one session of an account; another account's is not there.
pub async fn end(tx: &mut Tx, account: i64, id: i64) -> Result<bool, Error> {
    let statement = sql("delete from sessions where account_id = $1 and id = $2");
    Ok(tx.run(statement.bind(account).bind(id)).await? > 0)
}

/// Ends every session of an account but one.
pub async fn end_all(tx: &mut Tx, account: i64, but: Option<i64>) -> Result<u64, Error> {
    tx.run(sql("delete from sessions where account_id = $1 and id <> $2").bind(account).bind(but.unwrap_or(0))).await
}

/// Removes sessions that ran out.
pub async fn sweep(db: &Db, now: Stamp) -> Result<u64, Error> {
    let mut tx = db.begin().await?;
    let gone = tx.run(sql("delete from sessions where expires_at <= $1").bind(now)).await?;
    tx.commit().await?;
    Ok(gone)
}
