//! The outbox: every statement about letters that wait, and the step that sends them.

use super::{Asked, Outcome, Post};
use crate::db::{Db, Row, Tx, sql};
use crate::error::Error;
use crate::time::Stamp;

/// A letter under way for so long belongs to a node that died.
const GIVEN_UP_SECONDS: i64 = 600;
/// After so many failures a letter stays where it is; the pauses between them add up to two days.
const MOST_TRIES: i64 = 10;

/// Asks for a letter within the transaction that gives the reason.
pub async fn ask(tx: &mut Tx, asked: &Asked) -> Result<(), Error> {
    let statement = sql("insert into outbox (id, kind, account_id, login, invitation_id, lang, state, made_at, due_at) \
         values ($1, $2, $3, $4, $5, $6, 'waiting', $7, $7)")
    .bind(asked.id)
    .bind(asked.kind.as_str())
    .bind(asked.account)
    .bind(asked.login.as_deref())
    .bind(asked.invitation)
    .bind(asked.lang.slug())
    .bind(asked.made);
    tx.run(statement).await?;
    Ok(())
}

/// Sends what is due; says how many letters went out. May run on every node at once: a letter is taken by one of them.
pub async fn send_due(db: &Db, post: &Post, site: &str, now: Stamp) -> Result<usize, Error> {
    let mut sent = 0;
    loop {
        let due = due(db, now).await?;
        if due.is_empty() {
            return Ok(sent);
        }
        for id in due {
            if let Some(asked) = take(db, id, now).await? {
                sent += usize::from(send(db, post, site, &asked, now).await?);
            }
        }
    }
}

async fn due(db: &Db, now: Stamp) -> Result<Vec<i64>, Error> {
    let statement =
        sql("select id from outbox where state in ('waiting', 'sending') and due_at <= $1 order by due_at, id limit 50");
    db.all(statement.bind(now)).await?.iter().map(|row| row.get("id")).collect()
}

fn read(row: &Row) -> Result<Asked, Error> {
    Ok(Asked {
        id: row.get("id")?,
        kind: row.get("kind")?,
        account: row.get("account_id")?,
        login: row.get("login")?,
        invitation: row.get("invitation_id")?,
        lang: row.code("lang")?.unwrap_or_default(),
        made: Stamp(row.get("made_at")?),
    })
}

/// Takes a letter for this node: from now on it is due again only when this node must have died.
async fn take(db: &Db, id: i64, now: Stamp) -> Result<Option<Asked>, Error> {
    let statement = sql("update outbox set state = 'sending', tries = tries + 1, due_at = $1 where id = $2 and due_at <= $3 \
         and state in ('waiting', 'sending') returning id, kind, account_id, login, invitation_id, lang, made_at");
    let mut tx = db.begin().await?;
    let row = tx.find(statement.bind(now.0 + GIVEN_UP_SECONDS).bind(id).bind(now)).await?;
    tx.commit().await?;
    row.as_ref().map(read).transpose()
}

/// Writes and sends one letter; whether it went out. A failure is noted and tried again later.
async fn send(db: &Db, post: &Post, site: &str, asked: &Asked, now: Stamp) -> Result<bool, Error> {
    let written = crate::people::letters::write(db, asked, site, now).await;
    let done = match written {
        Ok(Outcome::Letter(letter)) => post.send(asked.id, &letter).await.map(|()| true),
        Ok(Outcome::Nobody) => Ok(false),
        Err(fault) => Err(fault),
    };
    match done {
        Ok(went) => {
            close(db, asked.id, if went { "sent" } else { "nobody" }).await?;
            Ok(went)
        }
        Err(fault) => {
            tracing::warn!(%fault, kind = asked.kind, "a letter did not go out");
            put_off(db, asked.id, &fault.to_string(), now).await?;
            Ok(false)
        }
    }
}

/// The letter is done with; whom it was for is forgotten.
async fn close(db: &Db, id: i64, state: &'static str) -> Result<(), Error> {
    let mut tx = db.begin().await?;
    tx.run(sql("update outbox set state = $1, login = null, fault = null where id = $2").bind(state).bind(id)).await?;
    tx.commit().await?;
    Ok(())
}

/// Tries again after 1, 8, 27 … minutes, later hours; in the end leaves it as failed, for the figures.
async fn put_off(db: &Db, id: i64, fault: &str, now: Stamp) -> Result<(), Error> {
    let short: String = fault.chars().take(300).collect();
    let statement = sql("update outbox set fault = $1, due_at = $2 + tries * tries * tries * 60, \
         state = case when tries >= $3 then 'failed' else 'waiting' end where id = $4");
    let mut tx = db.begin().await?;
    tx.run(statement.bind(short).bind(now).bind(MOST_TRIES).bind(id)).await?;
    tx.commit().await?;
    Ok(())
}
