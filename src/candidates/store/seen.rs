//! What an institution is told of people: always a mask, always after the database was asked, always written down.

use super::super::asker::{Answer, Asker};
use super::super::{Candidate, Looker, Masked, Part};
use super::{SHOWN, consents, log, select, with_licences};
use crate::codes::{OpeningKind, Sharing};
use crate::db::{Db, sql};
use crate::error::Error;
use crate::institutions::{Standing, name_key};
use crate::time::Stamp;
use jiff::civil::Date;
use std::collections::HashSet;

/// The institution that asks, as it stands now.
///
/// # Errors
/// [`Error::Missing`] where there is no such institution.
pub async fn asker(db: &Db, institution: i64, day: Date) -> Result<Asker, Error> {
    let found = db.find(sql("select name, state from institutions where id = $1").bind(institution)).await?;
    let row = found.ok_or(Error::Missing("institution"))?;
    let standing = row.code("state").ok().flatten().unwrap_or(Standing::Listed);
    let hidden = hidden(db, institution, &name_key(&row.get::<String>("name")?)).await?;
    let posts = posts(db, institution, day).await?;
    Ok(Asker::new(institution, standing, posts.iter().map(|(kind, slug)| (*kind, slug.as_str())), hidden))
}

async fn hidden(db: &Db, institution: i64, name_key: &str) -> Result<HashSet<i64>, Error> {
    let statement = sql("select candidate_id from candidate_hidden_from where institution_id = $1 or name_key = $2");
    db.all(statement.bind(institution).bind(name_key)).await?.iter().map(|row| row.get("candidate_id")).collect()
}

/// Kinds and trades of its public posts.
async fn posts(db: &Db, institution: i64, day: Date) -> Result<Vec<(OpeningKind, String)>, Error> {
    let statement = sql("select distinct kind, occupation from openings where institution_id = $1 and state = 'open' \
         and (valid_until is null or valid_until >= $2) and occupation is not null");
    let rows = db.all(statement.bind(institution).bind(day)).await?;
    let post = |row: &crate::db::Row| {
        let kind = row.code("kind")?.ok_or_else(|| Error::stored("kind", "nothing"))?;
        Ok((kind, row.get("occupation")?))
    };
    rows.iter().map(post).collect()
}

/// The records among these ids that the asker may see, in no order. Not logged: whoever shows one logs it.
pub(in super::super) async fn visible(db: &Db, ids: &[i64], asker: &Asker, day: Date) -> Result<Vec<Candidate>, Error> {
    let mut seen = super::shown(db, ids).await?;
    seen.retain(|candidate| asker.may_see(candidate, day));
    Ok(seen)
}

/// Everybody the asker may see, in the order of ids, beginning after one: at most `limit` read, the last id read beside them.
pub(in super::super) async fn visible_after(
    db: &Db,
    id: i64,
    asker: &Asker,
    day: Date,
    limit: i64,
) -> Result<(Vec<Candidate>, Option<i64>), Error> {
    let statement = select()
        .push("where c.id > $1 and c.keep_until >= $2 and ")
        .bind(id)
        .bind(day)
        .push(SHOWN)
        .push(" order by c.id limit ")
        .put(limit);
    let mut seen = with_licences(db, &db.all(statement).await?).await?;
    let last = seen.last().map(|candidate| candidate.id);
    seen.retain(|candidate| asker.may_see(candidate, day));
    Ok((seen, last))
}

/// One masked profile, opened by an institution; the look is written down. None where it may not see this person: it is not
/// told whether there is one.
pub async fn profile(db: &Db, id: i64, institution: i64, why: &str, now: Stamp) -> Result<Answer<Option<Masked>>, Error> {
    let day = now.day();
    let asker = asker(db, institution, day).await?;
    if asker.standing != Standing::Verified {
        return Ok(Answer::Barred(asker.standing));
    }
    let Some(candidate) = visible(db, &[id], &asker, day).await?.pop() else { return Ok(Answer::Found(None)) };
    log::looked(db, &[id], Looker::Institution(institution), Part::Profile, why, now).await?;
    Ok(Answer::Found(Some(Masked::of(&candidate, day))))
}

/// Name and telephone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    pub name: String,
    pub phone: Option<String>,
}

/// Name and telephone for one institution to which the person agreed to give them; the look is written down.
pub async fn contact(db: &Db, id: i64, institution: i64, why: &str, now: Stamp) -> Result<Option<Contact>, Error> {
    if !consents::stands(db, id, Sharing::Contact, Some(institution)).await? {
        return Ok(None);
    }
    let Some(row) = db.find(sql("select name, phone from candidates where id = $1").bind(id)).await? else { return Ok(None) };
    log::looked(db, &[id], Looker::Institution(institution), Part::Contact, why, now).await?;
    Ok(Some(Contact { name: row.get("name")?, phone: row.get("phone")? }))
}
