//! Links that work once and only for a while. A link carries 256 bits of chance; the store knows its SHA-256 alone.

use super::secret;
use crate::db::{Db, Tx, sql};
use crate::error::Error;
use crate::time::Stamp;

/// How long a link to a new password works.
pub const RESET_SECONDS: i64 = 1800;
/// How long an invitation stands.
pub const INVITATION_SECONDS: i64 = 7 * 86_400;

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// A new password for this account.
    Reset(i64),
    /// This invitation.
    Invitation(i64),
}

/// Makes a link; gives the secret that goes into it and is stored nowhere.
pub async fn make(tx: &mut Tx, what: For, now: Stamp, expires: Stamp) -> Result<String, Error> {
    let secret = secret::link()?;
    let (kind, account, invitation) = match what {
        For::Reset(account) => ("reset", Some(account), None),
        For::Invitation(invitation) => ("invitation", None, Some(invitation)),
    };
    let statement =
        sql("insert into tokens (key, kind, account_id, invitation_id, made_at, expires_at) values ($1, $2, $3, $4, $5, $6)");
    tx.run(statement.bind(secret::key(&secret)).bind(kind).bind(account).bind(invitation).bind(now).bind(expires)).await?;
    Ok(secret)
}

/// The account for which a link to a new password still works.
pub async fn reset_for(db: &Db, secret: &str, now: Stamp) -> Result<Option<i64>, Error> {
    let statement =
        sql("select account_id from tokens where key = $1 and kind = 'reset' and used_at is null and expires_at > $2");
    db.find(statement.bind(secret::key(secret)).bind(now)).await?.map(|row| row.get("account_id")).transpose()
}

/// Uses a link to a new password; `None` if it does not work, or no longer. All other such links of the account end with it.
pub async fn use_reset(tx: &mut Tx, secret: &str, now: Stamp) -> Result<Option<i64>, Error> {
    let statement = sql(
        "update tokens set used_at = $1 where key = $2 and kind = 'reset' and used_at is null and expires_at > $1 returning account_id",
    );
    let Some(row) = tx.find(statement.bind(now).bind(secret::key(secret))).await? else { return Ok(None) };
    let account: i64 = row.get("account_id")?;
    let others = sql("update tokens set used_at = $1 where account_id = $2 and kind = 'reset' and used_at is null");
    tx.run(others.bind(now).bind(account)).await?;
    Ok(Some(account))
}

/// The invitation that a link belongs to, whatever became of it.
pub async fn invitation_of(db: &Db, secret: &str, now: Stamp) -> Result<Option<i64>, Error> {
    let statement = sql("select invitation_id from tokens where key = $1 and kind = 'invitation' and expires_at > $2");
    db.find(statement.bind(secret::key(secret)).bind(now)).await?.map(|row| row.get("invitation_id")).transpose()
}

/// Removes links that ran out a month ago.
pub async fn sweep(db: &Db, now: Stamp) -> Result<u64, Error> {
    let mut tx = db.begin().await?;
    let gone = tx.run(sql("delete from tokens where expires_at < $1").bind(now.0 - 30 * 86_400)).await?;
    tx.commit().await?;
    Ok(gone)
}
