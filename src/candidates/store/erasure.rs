//! Taking away: everything kept about a person as one JSON, and everything kept about a person gone.
//!
//! What stays is a tombstone: a number, a keyed digest that keeps a file from bringing the person back, a day and a cause.
//! The log of looks keeps that somebody looked at that number, without the reason, which may hold a name.

use super::super::{Cause, Looker, Part};
use super::{consents, household, log, record};
use crate::db::{Db, Touched, Tx, sql};
use crate::error::Error;
use crate::time::Stamp;
use jiff::civil::Date;
use serde_json::{Value, json};

/// Everything kept about a person, for the person to take away. None where nobody is on record under this id.
pub async fn export(db: &Db, id: i64, looker: Looker, why: &str, now: Stamp) -> Result<Option<Value>, Error> {
    let Some(one) = record(db, id, looker, why, now).await? else { return Ok(None) };
    log::looked(db, &[id], looker, Part::Export, why, now).await?;
    let flags = match household::read(db, id).await? {
        household::Told::Flags(flags) => json!(
            flags
                .iter()
                .map(|flag| json!({
                    "flag": flag.flag,
                    "verified": flag.verified.as_ref().map(|seen| json!({
                        "by": crate::db::show_id(seen.by),
                        "on": seen.on.to_string(),
                        "evidence": seen.evidence,
                        "valid_until": seen.valid_until.map(|day| day.to_string()),
                    })),
                }))
                .collect::<Vec<_>>()
        ),
        _ => Value::Null,
    };
    let agreed: Vec<Value> = consents::of(db, id)
        .await?
        .iter()
        .map(|consent| {
            json!({
                "sharing": consent.sharing,
                "institution": consent.institution.map(crate::db::show_id),
                "wording": consent.wording,
                "given_on": consent.given_on.to_string(),
                "channel": consent.channel,
                "withdrawn": consent.withdrawn_at.map(Stamp::rfc3339),
            })
        })
        .collect();
    let looks: Vec<Value> = log::of(db, id, i64::MAX)
        .await?
        .iter()
        .map(|look| {
            json!({
                "at": look.at.rfc3339(),
                "who": look.who,
                "id": look.who_id.map(crate::db::show_id),
                "what": look.what,
                "why": look.why,
            })
        })
        .collect();
    Ok(Some(json!({
        "id": crate::db::show_id(one.id),
        "account": one.account.map(crate::db::show_id),
        "source": one.source,
        "source_id": one.source_id,
        "name": one.name,
        "phone": one.phone,
        "id_number_ends_in": one.id_last4,
        "person": one.person,
        "household": flags,
        "visible_to": one.visible_to,
        "hidden_from": consents::hidden_from(db, id).await?,
        "consents": agreed,
        "looks": looks,
        "kept_until": one.keep_until.to_string(),
        "changed": one.updated_at.rfc3339(),
    })))
}

/// Erases a person. False where nobody is on record under this id.
pub async fn erase(tx: &mut Tx, id: i64, cause: Cause, now: Stamp) -> Result<bool, Error> {
    // Written first, so that of two who erase at once the second waits here and then finds nobody.
    let held = sql("update candidates set updated_at = $1 where id = $2 returning row_key").bind(now).bind(id);
    let Some(row) = tx.find(held).await? else { return Ok(false) };
    let row_key: String = row.get("row_key")?;
    for statement in [
        "delete from candidate_licences where candidate_id = $1",
        "delete from candidate_household_flags where candidate_id = $1",
        "delete from candidate_households where candidate_id = $1",
        "delete from candidate_consents where candidate_id = $1",
        "delete from candidate_hidden_from where candidate_id = $1",
        "update access_log set why = '' where candidate_id = $1",
        "delete from candidates where id = $1",
    ] {
        tx.run(sql(statement).bind(id)).await?;
    }
    let statement = sql("insert into candidate_tombstones (id, row_key, erased_on, cause) values ($1, $2, $3, $4)");
    tx.run(statement.bind(id).bind(row_key).bind(now.day()).bind(cause.slug())).await?;
    tx.touch(Touched::Candidate, id);
    Ok(true)
}

/// Erases those whose time is over; gives how many. Two nodes at once take them in the same order and each only once.
pub async fn erase_run_out(db: &Db, now: Stamp) -> Result<u64, Error> {
    let mut gone = 0;
    loop {
        let mut tx = db.begin().await?;
        let statement = sql("select id from candidates where keep_until < $1 order by id limit 200").bind(now.day());
        let ids: Vec<i64> = tx.all(statement).await?.iter().map(|row| row.get("id")).collect::<Result<_, _>>()?;
        for id in &ids {
            gone += u64::from(erase(&mut tx, *id, Cause::Retention, now).await?);
        }
        tx.commit().await?;
        if ids.len() < 200 {
            return Ok(gone);
        }
    }
}

/// Ids of those whose record ends between two days, for the notice that goes out before.
pub async fn ending(db: &Db, from: Date, to: Date) -> Result<Vec<(i64, Date)>, Error> {
    let statement =
        sql("select id, keep_until from candidates where keep_until >= $1 and keep_until <= $2 order by keep_until, id");
    let rows = db.all(statement.bind(from).bind(to)).await?;
    rows.iter()
        .map(|row| Ok((row.get("id")?, row.day("keep_until")?.ok_or_else(|| Error::stored("keep_until", "nothing"))?)))
        .collect()
}
