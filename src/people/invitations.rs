//! Invitations: the way to an institution's desk, to the office, and to being an admin. One works once, for a week, and may be
//! withdrawn. An institution that has nobody yet gets its first owner this way too.

use super::tokens::{self, For, INVITATION_SECONDS};
use super::{Grant, store};
use crate::audit::{self, Action, Actor, Subject};
use crate::db::{Db, Row, Tx, new_id, sql};
use crate::error::Error;
use crate::time::Stamp;
use crate::words::Lang;
use serde_json::json;

/// An invitation as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    pub id: i64,
    pub grant: Grant,
    /// The name of the institution it leads to.
    pub institution: Option<String>,
    /// Whom it was meant for, as the inviter wrote it.
    pub login: Option<String>,
    pub lang: Lang,
    pub expires: Stamp,
}

const COLUMNS: &str = "select invitations.id, invitations.role, invitations.institution_id, invitations.region, invitations.login, \
     invitations.lang, invitations.expires_at, institutions.name from invitations \
     left join institutions on institutions.id = invitations.institution_id ";

fn read(row: &Row) -> Result<Invitation, Error> {
    let (role, region): (String, Option<String>) = (row.get("role")?, row.get("region")?);
    let grant = Grant::read(&role, row.get("institution_id")?, region.as_deref());
    Ok(Invitation {
        id: row.get("id")?,
        grant: grant.ok_or_else(|| Error::stored("role", &role))?,
        institution: row.get("name")?,
        login: row.get("login")?,
        lang: row.code("lang")?.unwrap_or_default(),
        expires: Stamp(row.get("expires_at")?),
    })
}

/// Makes an invitation and the link to it. The link is given here and nowhere again; a letter carries one of its own.
pub async fn make(
    tx: &mut Tx,
    grant: &Grant,
    login: Option<&str>,
    lang: Lang,
    by: &Actor,
    now: Stamp,
) -> Result<(i64, String), Error> {
    let id = new_id();
    let expires = Stamp(now.0 + INVITATION_SECONDS);
    let statement = sql("insert into invitations (id, role, institution_id, region, login, lang, made_by, made_at, expires_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
    .bind(id)
    .bind(grant.slug())
    .bind(grant.institution())
    .bind(grant.region().map(|region| region.to_string()))
    .bind(login)
    .bind(lang.slug())
    .bind(by.account)
    .bind(now)
    .bind(expires);
    tx.run(statement).await?;
    let secret = tokens::make(tx, For::Invitation(id), now, expires).await?;
    let detail = json!({ "role": grant.slug(), "institution": grant.institution().map(crate::db::show_id), "region": grant.region().map(|code| code.to_string()) });
    audit::write(tx, by, Action::Invited, Subject::Invitation(id), &detail, now).await?;
    Ok((id, secret))
}

/// An invitation that still stands.
pub async fn find(db: &Db, id: i64, now: Stamp) -> Result<Option<Invitation>, Error> {
    let statement =
        sql(COLUMNS).push("where invitations.id = $1 and used_at is null and withdrawn_at is null and expires_at > $2");
    db.find(statement.bind(id).bind(now)).await?.as_ref().map(read).transpose()
}

/// The invitations of an institution that still stand, newest first.
pub async fn of_institution(db: &Db, institution: i64, now: Stamp) -> Result<Vec<Invitation>, Error> {
    let statement = sql(COLUMNS).push("where invitations.institution_id = $1 and used_at is null and withdrawn_at is null and expires_at > $2 order by invitations.id desc limit 200");
    db.all(statement.bind(institution).bind(now)).await?.iter().map(read).collect()
}

/// The invitations of staff that still stand, newest first.
pub async fn of_staff(db: &Db, now: Stamp) -> Result<Vec<Invitation>, Error> {
    let statement = sql(COLUMNS).push("where role in ('office', 'admin') and used_at is null and withdrawn_at is null and expires_at > $1 order by invitations.id desc limit 200");
    db.all(statement.bind(now)).await?.iter().map(read).collect()
}

/// Withdraws an invitation: of one institution, or of staff where none is named. Whether it still stood.
pub async fn withdraw(tx: &mut Tx, id: i64, institution: Option<i64>, by: &Actor, now: Stamp) -> Result<bool, Error> {
    let statement =
        sql("update invitations set withdrawn_at = $1 where id = $2 and used_at is null and withdrawn_at is null and ")
            .bind(now)
            .bind(id);
    let statement = match institution {
        Some(institution) => statement.push("institution_id = ").put(institution),
        None => statement.push("institution_id is null"),
    };
    let done = tx.run(statement).await? == 1;
    if done {
        audit::write(tx, by, Action::InvitationWithdrawn, Subject::Invitation(id), &json!({}), now).await?;
    }
    Ok(done)
}

/// Accepts an invitation for an account. `None` if it no longer stands: used in another tab, withdrawn, run out.
pub async fn accept(tx: &mut Tx, id: i64, account: i64, from: &str, now: Stamp) -> Result<Option<Grant>, Error> {
    let statement =
        sql("update invitations set used_at = $1, used_by = $2 where id = $3 and used_at is null and withdrawn_at is null \
         and expires_at > $1 returning role, institution_id, region, made_by");
    let Some(row) = tx.find(statement.bind(now).bind(account).bind(id)).await? else { return Ok(None) };
    let (role, region): (String, Option<String>) = (row.get("role")?, row.get("region")?);
    let grant = Grant::read(&role, row.get("institution_id")?, region.as_deref()).ok_or_else(|| Error::stored("role", &role))?;
    if !already_owner(tx, account, &grant).await? {
        store::give(tx, account, &grant, row.get("made_by")?, now).await?;
    }
    let detail = json!({ "role": grant.slug(), "invitation": crate::db::show_id(id) });
    audit::write(tx, &Actor::account(account, from), Action::GrantGiven, Subject::Account(account), &detail, now).await?;
    Ok(Some(grant))
}

/// An owner who follows a member's invitation stays owner: else the last could be lost that way.
async fn already_owner(tx: &mut Tx, account: i64, grant: &Grant) -> Result<bool, Error> {
    let Grant::Member { institution } = grant else { return Ok(false) };
    let statement = sql("select id from grants where account_id = $1 and institution_id = $2 and role = 'owner'");
    Ok(tx.find(statement.bind(account).bind(*institution)).await?.is_some())
}
