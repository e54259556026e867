//! Consents: given one by one, each with its words, its day and its channel; withdrawn at once; never changed.

use super::super::{Agreed, Consent, needed_for};
use crate::codes::{Channel, Sharing, Visibility};
use crate::db::{Db, Row, Touched, Tx, new_id, sql};
use crate::error::Error;
use crate::institutions::name_key;
use crate::time::Stamp;
use jiff::civil::Date;

/// How something was agreed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub on: Date,
    pub channel: Channel,
    pub wording: String,
}

/// Every agreement of a person, newest first.
pub async fn of(db: &Db, id: i64) -> Result<Vec<Consent>, Error> {
    let statement = sql("select id, sharing, institution_id, wording, given_on, channel, withdrawn_at from candidate_consents \
         where candidate_id = $1 order by given_on desc, id desc");
    db.all(statement.bind(id)).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Consent, Error> {
    let needed = |column| Error::stored(column, "nothing");
    Ok(Consent {
        id: row.get("id")?,
        sharing: row.code("sharing")?.ok_or_else(|| needed("sharing"))?,
        institution: row.get("institution_id")?,
        wording: row.get("wording")?,
        given_on: row.day("given_on")?.ok_or_else(|| needed("given_on"))?,
        channel: row.code("channel")?.ok_or_else(|| needed("channel"))?,
        withdrawn_at: row.get::<Option<i64>>("withdrawn_at")?.map(Stamp),
    })
}

/// Whether a consent stands; one for a contact names the institution.
pub async fn stands(db: &Db, id: i64, sharing: Sharing, institution: Option<i64>) -> Result<bool, Error> {
    let statement =
        sql("select 1 as one from candidate_consents where candidate_id = $1 and sharing = $2 and withdrawn_at is null \
         and coalesce(institution_id, 0) = $3 limit 1");
    let found = db.find(statement.bind(id).bind(sharing.slug()).bind(institution.unwrap_or(0))).await?;
    Ok(found.is_some())
}

/// Puts a consent on record.
pub async fn give(
    tx: &mut Tx,
    id: i64,
    sharing: Sharing,
    institution: Option<i64>,
    given: &Given,
    now: Stamp,
) -> Result<(), Error> {
    if given.on > now.day() {
        return Err(Error::field("consent_on", format!("{} lies ahead", given.on)));
    }
    let statement = sql(
        "insert into candidate_consents (id, candidate_id, sharing, institution_id, wording, given_on, channel, recorded_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    );
    tx.run(
        statement
            .bind(new_id())
            .bind(id)
            .bind(sharing.slug())
            .bind(institution)
            .bind(given.wording.as_str())
            .bind(given.on)
            .bind(given.channel.slug())
            .bind(now),
    )
    .await?;
    tx.touch(Touched::Candidate, id);
    Ok(())
}

/// Shows the masked profile to the matched or to all verified institutions, as was just agreed to.
pub async fn show(tx: &mut Tx, id: i64, agreed: &Agreed, now: Stamp) -> Result<(), Error> {
    if let Some(sharing) = needed_for(agreed.to) {
        let given = Given { on: agreed.on, channel: agreed.channel, wording: agreed.wording.clone() };
        give(tx, id, sharing, None, &given, now).await?;
    }
    set_visibility(tx, id, agreed.to, now).await
}

/// Shows the masked profile to nobody any more. The agreements to showing it are withdrawn with it.
pub async fn hide(tx: &mut Tx, id: i64, now: Stamp) -> Result<(), Error> {
    withdraw(tx, id, Sharing::MaskedMatched, now).await?;
    withdraw(tx, id, Sharing::MaskedVerified, now).await
}

async fn set_visibility(tx: &mut Tx, id: i64, to: Visibility, now: Stamp) -> Result<(), Error> {
    let statement = sql("update candidates set visible_to = $1, updated_at = $2 where id = $3");
    tx.run(statement.bind(to.slug()).bind(now).bind(id)).await?;
    tx.touch(Touched::Candidate, id);
    Ok(())
}

/// Withdraws every standing consent to a sharing. Where nothing is left that covers showing the profile, it is hidden in the
/// same step.
pub async fn withdraw(tx: &mut Tx, id: i64, sharing: Sharing, now: Stamp) -> Result<(), Error> {
    let statement =
        sql("update candidate_consents set withdrawn_at = $1 where candidate_id = $2 and sharing = $3 and withdrawn_at is null");
    tx.run(statement.bind(now).bind(id).bind(sharing.slug())).await?;
    let left = sql(
        "select cast(max(case when sharing = 'masked_verified' then 2 else 1 end) as bigint) as widest from candidate_consents \
         where candidate_id = $1 and withdrawn_at is null and sharing in ('masked_matched', 'masked_verified')",
    );
    let widest: Option<i64> = tx.one(left.bind(id)).await?.get("widest")?;
    let narrower =
        sql("update candidates set visible_to = case when $1 = 0 then 'nobody' when $1 = 1 and visible_to = 'verified' \
         then 'matched' else visible_to end, updated_at = $2 where id = $3");
    tx.run(narrower.bind(widest.unwrap_or(0)).bind(now).bind(id)).await?;
    tx.touch(Touched::Candidate, id);
    Ok(())
}

/// Takes over what a list says was agreed to. A list knows nothing newer than its own day: what the person agreed to or took
/// back on that day or later stays as it is. Gives whether anything changed.
pub(super) async fn from_list(tx: &mut Tx, id: i64, agreed: &Agreed, now: Stamp) -> Result<bool, Error> {
    let newer = sql(
        "select 1 as one from candidate_consents where candidate_id = $1 and sharing in ('masked_matched', 'masked_verified') \
         and (given_on >= $2 or withdrawn_at >= $3) limit 1",
    );
    let newer = newer.bind(id).bind(agreed.on).bind(Stamp::start_of(agreed.on));
    if tx.find(newer).await?.is_some() {
        return Ok(false);
    }
    show(tx, id, agreed, now).await?;
    Ok(true)
}

/// Hides a person from institutions of these names, beside those they are hidden from already.
pub async fn hide_from(tx: &mut Tx, id: i64, names: &[String]) -> Result<(), Error> {
    for name in names {
        let key = name_key(name);
        let known = sql("select id from institutions where name_key = $1 order by id limit 1").bind(key.as_str());
        let institution: Option<i64> = tx.find(known).await?.map(|row| row.get("id")).transpose()?;
        let statement =
            sql("insert into candidate_hidden_from (candidate_id, name_key, name, institution_id) values ($1, $2, $3, $4) \
             on conflict (candidate_id, name_key) do nothing");
        tx.run(statement.bind(id).bind(key).bind(name.as_str()).bind(institution)).await?;
    }
    tx.touch(Touched::Candidate, id);
    Ok(())
}

/// Lets an institution of this name find a person again.
pub async fn unhide_from(tx: &mut Tx, id: i64, name: &str) -> Result<(), Error> {
    let statement = sql("delete from candidate_hidden_from where candidate_id = $1 and name_key = $2");
    tx.run(statement.bind(id).bind(name_key(name))).await?;
    tx.touch(Touched::Candidate, id);
    Ok(())
}

/// The names of the institutions a person is hidden from.
pub async fn hidden_from(db: &Db, id: i64) -> Result<Vec<String>, Error> {
    let statement = sql("select name from candidate_hidden_from where candidate_id = $1 order by name_key");
    db.all(statement.bind(id)).await?.iter().map(|row| row.get("name")).collect()
}
