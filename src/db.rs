//! The database: one SQL text on two engines.
//!
//! A statement is a [`Sql`]: static text with `$1`-style places and the values that go there. Only text that stands in the
//! source can become SQL; everything else is bound. [`Db`] reads, [`Tx`] reads and writes, and both have the same four
//! verbs: `all`, `find` (none or one), `one`, `run` (how many rows were touched).
//!
//! A transaction that changes what others follow calls [`Tx::touch`]; the entries are written when it commits, after all
//! else, under the lock of the one-row clock. So number order is commit order on both engines, and because the clock is
//! always the last lock taken it can never be part of a deadlock.

use crate::error::Error;
use sqlx::postgres::{PgPoolOptions, PgRow};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous};
use sqlx::{AssertSqlSafe, Row as _};
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

/// A value bound to a place. Nulls carry their type, which PostgreSQL insists on.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Int(Option<i64>),
    Real(Option<f64>),
    Text(Option<String>),
}

macro_rules! values {
    ($($from:ty => $variant:ident, $value:ident, $as:expr;)+) => { $(
        impl From<$from> for Value { fn from($value: $from) -> Self { Self::$variant(Some($as)) } }
        impl From<Option<$from>> for Value { fn from($value: Option<$from>) -> Self { Self::$variant($value.map(|$value| $as)) } }
    )+ };
}
values! {
    i64 => Int, v, v;
    bool => Int, v, i64::from(v);
    crate::time::Stamp => Int, v, v.0;
    f64 => Real, v, v;
    String => Text, v, v;
    &str => Text, v, v.to_owned();
    jiff::civil::Date => Text, v, v.to_string();
}

/// A statement and its values.
#[derive(Debug, Clone)]
pub struct Sql {
    text: String,
    values: Vec<Value>,
}

/// Begins a statement.
pub fn sql(text: &'static str) -> Sql {
    Sql { text: text.to_owned(), values: Vec::new() }
}

impl Sql {
    /// Gives the next place its value: the first call is `$1`.
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Goes on with the text.
    pub fn push(mut self, text: &'static str) -> Self {
        self.text.push_str(text);
        self
    }

    /// Writes the next place into the text and binds it.
    pub fn put(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        let _ = write!(self.text, "${}", self.values.len());
        self
    }

    /// Writes `($n, $m, …)` for as many values as there are. An empty list would not be SQL; callers ask nothing then.
    pub fn list<V: Into<Value>>(mut self, values: impl IntoIterator<Item = V>) -> Self {
        self.text.push('(');
        for (at, value) in values.into_iter().enumerate() {
            if at > 0 {
                self.text.push_str(", ");
            }
            self = self.put(value);
        }
        self.text.push(')');
        self
    }
}

/// The largest number of values one statement may bind, below the limits of both engines.
pub const MOST_VALUES: usize = 30_000;

/// A row of either engine.
#[derive(Debug)]
pub enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

/// What can be read out of a row.
pub trait Column: Sized {
    fn from_sqlite(row: &SqliteRow, name: &str) -> Result<Self, sqlx::Error>;
    fn from_postgres(row: &PgRow, name: &str) -> Result<Self, sqlx::Error>;
}

macro_rules! columns {
    ($($type:ty),+) => { $(
        impl Column for $type {
            fn from_sqlite(row: &SqliteRow, name: &str) -> Result<Self, sqlx::Error> { row.try_get(name) }
            fn from_postgres(row: &PgRow, name: &str) -> Result<Self, sqlx::Error> { row.try_get(name) }
        }
    )+ };
}
columns!(i64, f64, String, Option<i64>, Option<f64>, Option<String>);

impl Row {
    /// The named column. A missing column or another type is a fault of the program, told as an error.
    pub fn get<T: Column>(&self, name: &str) -> Result<T, Error> {
        Ok(match self {
            Self::Sqlite(row) => T::from_sqlite(row, name)?,
            Self::Postgres(row) => T::from_postgres(row, name)?,
        })
    }

    /// A civil day kept as text.
    pub fn day(&self, name: &str) -> Result<Option<jiff::civil::Date>, Error> {
        let text: Option<String> = self.get(name)?;
        text.map(|text| text.parse().map_err(|_| Error::stored(name, &text))).transpose()
    }

    /// A code kept as its slug.
    pub fn code<T: std::str::FromStr>(&self, name: &str) -> Result<Option<T>, Error> {
        let text: Option<String> = self.get(name)?;
        text.map(|text| text.parse().map_err(|_| Error::stored(name, &text))).transpose()
    }

    /// A list kept as JSON text.
    pub fn json<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<T, Error> {
        let text: String = self.get(name)?;
        serde_json::from_str(&text).map_err(|_| Error::stored(name, &text))
    }
}

/// The shared store.
#[derive(Debug, Clone)]
pub enum Db {
    /// Readers beside one writer, which queues in the program instead of at the file's lock.
    Sqlite {
        read: sqlx::SqlitePool,
        write: sqlx::SqlitePool,
    },
    Postgres(sqlx::PgPool),
}

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("./migrations");

macro_rules! bound {
    ($statement:expr) => {{
        let Sql { text, values } = $statement;
        let mut query = sqlx::query(AssertSqlSafe(text));
        for value in values {
            query = match value {
                Value::Int(value) => query.bind(value),
                Value::Real(value) => query.bind(value),
                Value::Text(value) => query.bind(value),
            };
        }
        query
    }};
}

impl Db {
    /// Opens the store that `url` names and brings its tables up to date: `postgres://…`, or else SQLite in `data`.
    pub async fn open(url: Option<&str>, data: &Path) -> Result<Self, Error> {
        let db = match url {
            Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => Self::postgres(url).await?,
            Some(url) => return Err(Error::config(format!("DATABASE_URL is neither empty nor postgres://…: {}", scheme(url)))),
            None => Self::sqlite(&data.join("yipin.db")).await?,
        };
        match &db {
            Self::Sqlite { write, .. } => MIGRATIONS.run(write).await?,
            Self::Postgres(pool) => MIGRATIONS.run(pool).await?,
        }
        db.seal().await?;
        Ok(db)
    }

    /// Lets the database itself refuse to change or remove a row of the audit. The engines write this so differently that it
    /// cannot stand in the migrations.
    async fn seal(&self) -> Result<(), Error> {
        let texts: &[&'static str] = match self {
            Self::Sqlite { .. } => &[
                "create trigger if not exists audit_is_not_changed before update on audit \
                 begin select raise(abort, 'the audit is kept as it is'); end",
                "create trigger if not exists audit_is_not_removed before delete on audit \
                 begin select raise(abort, 'the audit is kept as it is'); end",
            ],
            Self::Postgres(_) => &[
                // Nodes that start at once would trip over each other's new function.
                "select pg_advisory_xact_lock(7411726)",
                "create or replace function audit_is_kept() returns trigger language plpgsql as \
                 $$ begin raise exception 'the audit is kept as it is'; end $$",
                "create or replace trigger audit_is_kept before update or delete or truncate on audit \
                 for each statement execute function audit_is_kept()",
            ],
        };
        let mut tx = self.begin().await?;
        for text in texts {
            tx.run(sql(text)).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn sqlite(file: &Path) -> Result<Self, Error> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // WAL with "normal" survives a killed process; with "full" an acknowledged row survives a power cut too.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(30))
            .pragma("cache_size", "-65536")
            // Who is erased is gone from the file too, not only from its tables.
            .pragma("secure_delete", "on")
            .statement_cache_capacity(200);
        let write = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
        let read = SqlitePoolOptions::new().max_connections(4).connect_with(options).await?;
        Ok(Self::Sqlite { read, write })
    }

    async fn postgres(url: &str) -> Result<Self, Error> {
        // A visitor is told after this long that the store is not reached; nobody waits ten seconds before a blank page.
        let pool = PgPoolOptions::new().max_connections(16).acquire_timeout(Duration::from_secs(3)).connect_lazy(url)?;
        // A server that is only just starting, as after a power cut, is given longer.
        for _ in 0..3 {
            match pool.acquire().await.map_err(Error::from) {
                Err(fault) if fault.is_out_of_reach() => tracing::warn!(%fault, "the database is not reached yet"),
                reached => return reached.map(|_| Self::Postgres(pool)),
            }
        }
        pool.acquire().await?;
        Ok(Self::Postgres(pool))
    }

    /// The engine's name, for logs and `/metrics`.
    pub fn engine(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "sqlite",
            Self::Postgres(_) => "postgresql",
        }
    }

    /// Begins a transaction that may write. On SQLite it takes the write lock at once: one that first read and then wrote
    /// would fail under load.
    pub async fn begin(&self) -> Result<Tx, Error> {
        Ok(match self {
            Self::Sqlite { write, .. } => Tx::new(Inner::Sqlite(write.begin_with("begin immediate").await?)),
            Self::Postgres(pool) => Tx::new(Inner::Postgres(pool.begin().await?)),
        })
    }

    /// Every row.
    pub async fn all(&self, statement: Sql) -> Result<Vec<Row>, Error> {
        Ok(match self {
            Self::Sqlite { read, .. } => bound!(statement).fetch_all(read).await?.into_iter().map(Row::Sqlite).collect(),
            Self::Postgres(pool) => bound!(statement).fetch_all(pool).await?.into_iter().map(Row::Postgres).collect(),
        })
    }

    /// No row or one.
    pub async fn find(&self, statement: Sql) -> Result<Option<Row>, Error> {
        Ok(match self {
            Self::Sqlite { read, .. } => bound!(statement).fetch_optional(read).await?.map(Row::Sqlite),
            Self::Postgres(pool) => bound!(statement).fetch_optional(pool).await?.map(Row::Postgres),
        })
    }

    /// The one row that must be there.
    pub async fn one(&self, statement: Sql) -> Result<Row, Error> {
        self.find(statement).await?.ok_or_else(|| Error::from(sqlx::Error::RowNotFound))
    }

    /// Waits for open statements and closes every connection; SQLite's log is folded into its file.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// What the scheme of an address is, so that an error can name it without its password.
fn scheme(url: &str) -> &str {
    url.split(':').next().unwrap_or_default()
}

/// What a change was made to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Touched {
    Opening,
    Institution,
    Candidate,
}

impl Touched {
    /// The word in the log.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Institution => "institution",
            Self::Candidate => "candidate",
        }
    }
}

#[derive(Debug)]
enum Inner {
    Sqlite(sqlx::Transaction<'static, sqlx::Sqlite>),
    Postgres(sqlx::Transaction<'static, sqlx::Postgres>),
}

/// A transaction. Dropped without [`Tx::commit`] it leaves nothing behind.
#[derive(Debug)]
pub struct Tx {
    inner: Inner,
    touched: Vec<(Touched, i64)>,
}

impl Tx {
    fn new(inner: Inner) -> Self {
        Self { inner, touched: Vec::new() }
    }

    /// Every row.
    pub async fn all(&mut self, statement: Sql) -> Result<Vec<Row>, Error> {
        Ok(match &mut self.inner {
            Inner::Sqlite(tx) => bound!(statement).fetch_all(&mut **tx).await?.into_iter().map(Row::Sqlite).collect(),
            Inner::Postgres(tx) => bound!(statement).fetch_all(&mut **tx).await?.into_iter().map(Row::Postgres).collect(),
        })
    }

    /// No row or one.
    pub async fn find(&mut self, statement: Sql) -> Result<Option<Row>, Error> {
        Ok(match &mut self.inner {
            Inner::Sqlite(tx) => bound!(statement).fetch_optional(&mut **tx).await?.map(Row::Sqlite),
            Inner::Postgres(tx) => bound!(statement).fetch_optional(&mut **tx).await?.map(Row::Postgres),
        })
    }

    /// The one row that must be there.
    pub async fn one(&mut self, statement: Sql) -> Result<Row, Error> {
        self.find(statement).await?.ok_or_else(|| Error::from(sqlx::Error::RowNotFound))
    }

    /// Runs a change and says how many rows it met.
    pub async fn run(&mut self, statement: Sql) -> Result<u64, Error> {
        Ok(match &mut self.inner {
            Inner::Sqlite(tx) => bound!(statement).execute(&mut **tx).await?.rows_affected(),
            Inner::Postgres(tx) => bound!(statement).execute(&mut **tx).await?.rows_affected(),
        })
    }

    /// Records that a row changed, came or went, so that followers read it again.
    pub fn touch(&mut self, kind: Touched, id: i64) {
        self.touched.push((kind, id));
    }

    /// Writes the change log and commits. Gives the number of the last entry, if there was one.
    pub async fn commit(mut self) -> Result<Option<i64>, Error> {
        let mut touched = std::mem::take(&mut self.touched);
        touched.sort_unstable();
        touched.dedup();
        let last = if touched.is_empty() { None } else { Some(self.log(&touched).await?) };
        match self.inner {
            Inner::Sqlite(tx) => tx.commit().await?,
            Inner::Postgres(tx) => tx.commit().await?,
        }
        Ok(last)
    }

    async fn log(&mut self, touched: &[(Touched, i64)]) -> Result<i64, Error> {
        let count = i64::try_from(touched.len()).unwrap_or(i64::MAX);
        let clock = self.one(sql("update change_clock set seq = seq + $1 returning seq").bind(count)).await?;
        let last: i64 = clock.get("seq")?;
        let mut seq = last - count;
        for part in touched.chunks(MOST_VALUES / 3) {
            let mut insert = sql("insert into changes (seq, kind, id) values ");
            for (at, (kind, id)) in part.iter().enumerate() {
                seq += 1;
                insert = insert
                    .push(if at > 0 { ", " } else { "" })
                    .push("(")
                    .put(seq)
                    .push(", ")
                    .put(kind.slug())
                    .push(", ")
                    .put(*id)
                    .push(")");
            }
            self.run(insert).await?;
        }
        Ok(last)
    }
}

/// Whether a transaction failed only because another was at the same rows: both wrote a key that may stand once, or they
/// waited for each other crosswise. Run again it finds what the other left.
pub fn met_another(error: &Error) -> bool {
    let Error::Database(sqlx::Error::Database(fault)) = error else { return false };
    // PostgreSQL, appendix A: deadlock_detected, serialization_failure.
    fault.is_unique_violation() || matches!(fault.code().as_deref(), Some("40P01" | "40001"))
}

/// A new id: milliseconds since 2020 in the upper bits, a counter with a random start below. Ids of one process never
/// repeat; two nodes could meet only by chance within one millisecond, and the primary key refuses that.
pub fn new_id() -> i64 {
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: LazyLock<AtomicU64> = LazyLock::new(|| AtomicU64::new(fastrand::u64(..)));
    const YEAR_2020_MS: i64 = 1_577_836_800_000;
    let ms = (jiff::Timestamp::now().as_millisecond() - YEAR_2020_MS).max(0);
    let low = NEXT.fetch_add(1, Ordering::Relaxed) & 0x3f_ffff;
    (ms << 22) | low as i64
}

/// Ids in addresses and answers: lower-case base 32 without the letters that are misread (i, l, o, u).
pub fn show_id(id: i64) -> String {
    let mut rest = id as u64;
    let mut letters = Vec::with_capacity(13);
    while rest > 0 || letters.is_empty() {
        letters.push(ID_LETTERS[(rest % 32) as usize]);
        rest /= 32;
    }
    letters.iter().rev().map(|&letter| letter as char).collect()
}

/// Reads an id out of an address; `None` if it is none.
pub fn read_id(text: &str) -> Option<i64> {
    if text.is_empty() || text.len() > 13 {
        return None;
    }
    let value = text.bytes().try_fold(0u64, |value, byte| {
        let digit = ID_LETTERS.iter().position(|&letter| letter == byte)?;
        value.checked_mul(32)?.checked_add(digit as u64)
    })?;
    i64::try_from(value).ok()
}

const ID_LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_read_back_and_never_repeat() {
        let ids: std::collections::HashSet<i64> = (0..10_000).map(|_| new_id()).collect();
        assert_eq!(ids.len(), 10_000);
        assert!(ids.iter().all(|&id| id > 0 && read_id(&show_id(id)) == Some(id)));
        for junk in ["", "ü", "ilou", "zzzzzzzzzzzzzz", "../etc", "-1"] {
            assert_eq!(read_id(junk), None, "{junk}");
        }
    }
}
