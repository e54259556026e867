//! How often something was tried lately. The counts stand in the store, so that they hold however many nodes serve; a count is
//! taken before the try, so that many at once gain nothing.

use super::secret;
use crate::db::{Db, sql};
use crate::error::Error;
use crate::time::Stamp;

/// A limit: so many within so long.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// What is tried; part of the key.
    pub what: &'static str,
    pub most: i64,
    pub seconds: i64,
}

/// Passwords and codes for one account: five, then a pause. Short enough that whoever locks a stranger out by wrong tries
/// annoys them for minutes only.
pub const SIGN_IN: Limit = Limit { what: "sign-in", most: 5, seconds: 600 };
/// Wrong passwords from one address, which may be a whole office's.
pub const SIGN_IN_FROM: Limit = Limit { what: "sign-in-from", most: 50, seconds: 600 };
/// Accounts made from one address.
pub const SIGN_UP_FROM: Limit = Limit { what: "sign-up-from", most: 30, seconds: 3600 };
/// Letters with links to one login.
pub const FORGOT: Limit = Limit { what: "forgot", most: 3, seconds: 3600 };
/// Such letters asked for from one address.
pub const FORGOT_FROM: Limit = Limit { what: "forgot-from", most: 30, seconds: 3600 };
/// Changes of one account's number or address, which also tell whether another has it.
pub const NEW_LOGIN: Limit = Limit { what: "new-login", most: 5, seconds: 86_400 };
/// Invitations by one account.
pub const INVITE: Limit = Limit { what: "invite", most: 50, seconds: 86_400 };

/// Who must wait, and how long in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait(pub i64);

fn key(limit: Limit, of: &str) -> String {
    format!("{}:{}", limit.what, secret::key(of))
}

/// Counts one more try of `of`. Says how long to wait where it is one too many; such a try does not prolong the wait.
pub async fn count(db: &Db, limit: Limit, of: &str, now: Stamp) -> Result<Result<(), Wait>, Error> {
    let statement = sql("insert into tries (key, count, since) values ($1, 1, $2) on conflict (key) do update set \
         count = case when tries.since <= $3 then 1 else tries.count + 1 end, \
         since = case when tries.since <= $3 then $2 else tries.since end returning count, since");
    let mut tx = db.begin().await?;
    let row = tx.one(statement.bind(key(limit, of)).bind(now).bind(now.0 - limit.seconds)).await?;
    tx.commit().await?;
    let (count, since): (i64, i64) = (row.get("count")?, row.get("since")?);
    Ok(if count > limit.most { Err(Wait((since + limit.seconds - now.0).max(1))) } else { Ok(()) })
}

/// Takes one try back: it was a right one.
pub async fn forgive(db: &Db, limit: Limit, of: &str) -> Result<(), Error> {
    let mut tx = db.begin().await?;
    tx.run(sql("update tries set count = count - 1 where key = $1 and count > 0").bind(key(limit, of))).await?;
    tx.commit().await?;
    Ok(())
}

/// Forgets all tries: the right one came.
pub async fn forget(db: &Db, limit: Limit, of: &str) -> Result<(), Error> {
    let mut tx = db.begin().await?;
    tx.run(sql("delete from tries where key = $1").bind(key(limit, of))).await?;
    tx.commit().await?;
    Ok(())
}

/// Removes counts that no limit looks at any more.
pub async fn sweep(db: &Db, now: Stamp) -> Result<u64, Error> {
    let mut tx = db.begin().await?;
    let gone = tx.run(sql("delete from tries where since < $1").bind(now.0 - 2 * 86_400)).await?;
    tx.commit().await?;
    Ok(gone)
}
