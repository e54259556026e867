//! Putting people on record: a batch of rows, each new, changed, the same, or refused with the reason.

use super::super::{Born, Incoming, Key, keep_until, may_be_shown, merged};
use super::{consents, household, kept, licence, licences_of};
use crate::codes::HouseholdFlag;
use crate::db::{Sql, Touched, Tx, Value, new_id, sql};
use crate::error::{Error, FieldFault};
use crate::openings::store::Outcome;
use crate::person::{Licence, Person};
use crate::time::{Stamp, day_number};
use std::collections::HashMap;

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    Done(Outcome),
    /// Not put on record, and why.
    Refused(FieldFault),
}

struct Known {
    id: i64,
    /// Whether the person keeps their record themselves.
    own: bool,
    name: String,
    phone: Option<String>,
    content: String,
    person: Person,
    keep_until: String,
}

/// A row with what is digested of it.
struct Keyed<'a> {
    it: &'a Incoming,
    row_key: String,
    id_digest: Option<String>,
    content: String,
}

impl<'a> Keyed<'a> {
    fn of(it: &'a Incoming, key: &Key) -> Self {
        let id_digest = it.id_number.as_ref().map(|number| number.digest(key));
        // Keyed like the citizen number, because it would give the number away to whoever knows the rest of the row.
        let content = key.digest(&["row", &format!("{it:?}"), id_digest.as_deref().unwrap_or_default()]);
        Self { it, row_key: key.digest(&["row key", &it.source, &it.source_id]), id_digest, content }
    }
}

/// Writes a batch of rows, no key twice within it, each by itself: what is said again replaces what was said, what is left
/// out stays. Who keeps their record themselves is not overwritten: a list only fills what they left open. A record never becomes more visible than the row's own consent says, nor than the person's later word allows.
pub async fn write_batch(tx: &mut Tx, rows: &[Incoming], key: &Key, now: Stamp) -> Result<Vec<Written>, Error> {
    let rows: Vec<Keyed<'_>> = rows.iter().map(|row| Keyed::of(row, key)).collect();
    let known = known(tx, &rows).await?;
    let gone = gone(tx, &rows).await?;
    let mut numbers = numbers(tx, &rows).await?;
    let mut written = Vec::with_capacity(rows.len());
    for row in &rows {
        let before = known.get(&row.row_key);
        written.push(match refusal(row, before, &gone, &numbers, now) {
            Some(fault) => Written::Refused(fault),
            None => Written::Done(write(tx, row, before, now).await?),
        });
        if let (Some(digest), Some(Written::Done(Outcome::New))) = (&row.id_digest, written.last()) {
            numbers.insert(digest.clone(), (None, format!("{}/{}", row.it.source, row.it.source_id)));
        }
    }
    Ok(written)
}

async fn write(tx: &mut Tx, row: &Keyed<'_>, before: Option<&Known>, now: Stamp) -> Result<Outcome, Error> {
    match before {
        None => insert(tx, row, now).await.map(|()| Outcome::New),
        Some(known) if known.content == row.content => {
            renew(tx, known, now).await?;
            Ok(Outcome::Same)
        }
        Some(known) => update(tx, row, known, now).await.map(|()| Outcome::Changed),
    }
}

/// Whose number it is: the id where it is on record already, and under what it stands.
type Numbers = HashMap<String, (Option<i64>, String)>;

/// What keeps a row from being put on record, beyond what it says itself.
fn refusal(
    row: &Keyed<'_>,
    before: Option<&Known>,
    gone: &HashMap<String, String>,
    numbers: &Numbers,
    now: Stamp,
) -> Option<FieldFault> {
    if let Some(day) = gone.get(&row.row_key) {
        return Some(FieldFault::new("source_id", format!("this person was erased on {day} and may not come back by a list")));
    }
    if let Some((owner, under)) = row.id_digest.as_ref().and_then(|digest| numbers.get(digest))
        && (owner.is_none() || *owner != before.map(|known| known.id))
    {
        return Some(FieldFault::new("id_number", format!("this citizen number is already on record as {under}")));
    }
    let agreed = row.it.consent.as_ref()?;
    if agreed.on > now.day() {
        return Some(FieldFault::new("consent_on", format!("{} lies ahead", agreed.on)));
    }
    let person = person_of(row.it, before, now);
    (!may_be_shown(&person, now.day()))
        .then(|| FieldFault::new("visible_to", "somebody under sixteen may not be offered for work (劳动法 art. 15)"))
}

/// The person as they will be on record.
fn person_of(it: &Incoming, before: Option<&Known>, now: Stamp) -> Person {
    let born = it.born.or_else(|| it.id_number.as_ref().and_then(super::IdNumber::birth_year).map(Born::In));
    let told = Person { birth_year: born.map(|born| born.year(now.day())), household: None, ..it.person.clone() };
    match before {
        Some(known) if known.own => merged(told, known.person.clone()),
        Some(known) => merged(known.person.clone(), told),
        None => told,
    }
}

async fn known(tx: &mut Tx, rows: &[Keyed<'_>]) -> Result<HashMap<String, Known>, Error> {
    let mut known = HashMap::with_capacity(rows.len());
    if rows.is_empty() {
        return Ok(known);
    }
    let statement =
        sql("select id, account_id, row_key, name, phone, content, person, keep_until from candidates where row_key in ");
    for row in tx.all(statement.list(rows.iter().map(|row| row.row_key.as_str()))).await? {
        let person: String = row.get("person")?;
        let person = serde_json::from_str(&person).map_err(|_| Error::stored("person", "no person"))?;
        let entry = Known {
            id: row.get("id")?,
            own: row.get::<Option<i64>>("account_id")?.is_some(),
            name: row.get("name")?,
            phone: row.get("phone")?,
            content: row.get("content")?,
            person,
            keep_until: row.get("keep_until")?,
        };
        known.insert(row.get("row_key")?, entry);
    }
    let ids: Vec<i64> = known.values().map(|known| known.id).collect();
    if !ids.is_empty() {
        let mut held: HashMap<i64, Vec<Licence>> = HashMap::new();
        for row in tx.all(licences_of(&ids)).await? {
            held.entry(row.get("candidate_id")?).or_default().push(licence(&row)?);
        }
        for known in known.values_mut() {
            if let Some(licences) = held.remove(&known.id) {
                known.person.licences = Some(licences);
            }
        }
    }
    Ok(known)
}

/// Rows of people who were erased, with the day.
async fn gone(tx: &mut Tx, rows: &[Keyed<'_>]) -> Result<HashMap<String, String>, Error> {
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let statement = sql("select row_key, erased_on from candidate_tombstones where row_key in ");
    let found = tx.all(statement.list(rows.iter().map(|row| row.row_key.as_str()))).await?;
    found.iter().map(|row| Ok((row.get("row_key")?, row.get("erased_on")?))).collect()
}

async fn numbers(tx: &mut Tx, rows: &[Keyed<'_>]) -> Result<Numbers, Error> {
    let digests: Vec<&str> = rows.iter().filter_map(|row| row.id_digest.as_deref()).collect();
    if digests.is_empty() {
        return Ok(Numbers::new());
    }
    let statement = sql("select id, id_digest, source, source_id from candidates where id_digest in ");
    let found = tx.all(statement.list(digests)).await?;
    let entry = |row: &crate::db::Row| {
        let under = format!("{}/{}", row.get::<String>("source")?, row.get::<String>("source_id")?);
        Ok((row.get("id_digest")?, (Some(row.get("id")?), under)))
    };
    found.iter().map(entry).collect()
}

async fn insert(tx: &mut Tx, row: &Keyed<'_>, now: Stamp) -> Result<(), Error> {
    let (it, id) = (row.it, new_id());
    let person = person_of(it, None, now);
    let statement =
        sql("insert into candidates (id, source, source_id, row_key, name, phone, id_digest, id_last4, region, person, \
         visible_to, content, keep_until, created_at, updated_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'nobody', $11, $12, $13, $13)")
        .bind(id)
        .bind(it.source.as_str())
        .bind(it.source_id.as_str())
        .bind(row.row_key.as_str())
        .bind(it.name.as_str())
        .bind(it.phone.clone())
        .bind(row.id_digest.clone())
        .bind(it.id_number.as_ref().map(|number| number.last4().to_owned()))
        .bind(person.region.clone())
        .bind(kept(&person))
        .bind(row.content.as_str())
        .bind(keep_until(now.day()))
        .bind(now);
    tx.run(statement).await?;
    if let Some(licences) = &person.licences {
        put_licences(tx, id, licences, now).await?;
    }
    beside(tx, id, it, now).await
}

async fn update(tx: &mut Tx, row: &Keyed<'_>, known: &Known, now: Stamp) -> Result<(), Error> {
    let it = row.it;
    let person = person_of(it, Some(known), now);
    let (name, phone) = match known.own {
        true => (known.name.as_str(), known.phone.clone().or_else(|| it.phone.clone())),
        false => (it.name.as_str(), it.phone.clone().or_else(|| known.phone.clone())),
    };
    let statement = sql("update candidates set name = $1, phone = $2, id_digest = coalesce($3, id_digest), \
         id_last4 = coalesce($4, id_last4), region = $5, person = $6, content = $7, keep_until = $8, updated_at = $9 where id = $10")
    .bind(name)
    .bind(phone)
    .bind(row.id_digest.clone())
    .bind(it.id_number.as_ref().map(|number| number.last4().to_owned()))
    .bind(person.region.clone())
    .bind(kept(&person))
    .bind(row.content.as_str())
    .bind(keep_until(now.day()))
    .bind(now)
    .bind(known.id);
    tx.run(statement).await?;
    if let Some(licences) = person.licences.as_ref().filter(|licences| Some(*licences) != known.person.licences.as_ref()) {
        put_licences(tx, known.id, licences, now).await?;
    }
    beside(tx, known.id, it, now).await
}

/// What stands in tables of its own.
async fn beside(tx: &mut Tx, id: i64, it: &Incoming, now: Stamp) -> Result<(), Error> {
    if let Some(flags) = &it.person.household {
        let mut flags: Vec<HouseholdFlag> = flags.clone();
        flags.sort_unstable();
        flags.dedup();
        household::tell(tx, id, &flags, now).await?;
    }
    if let Some(names) = &it.hidden_from {
        consents::hide_from(tx, id, names).await?;
    }
    if let Some(agreed) = &it.consent {
        consents::from_list(tx, id, agreed, now).await?;
    }
    tx.touch(Touched::Candidate, id);
    Ok(())
}

/// What a person, or an office with them, writes into the record: all of it as it is to be. The household is told by itself
/// ([`household::tell`]). False where nobody is on record under this id. Whoever turns out to be under sixteen is hidden.
pub async fn rewrite(tx: &mut Tx, id: i64, name: &str, phone: Option<&str>, person: &Person, now: Stamp) -> Result<bool, Error> {
    let statement =
        sql("update candidates set name = $1, phone = $2, region = $3, person = $4, keep_until = $5, updated_at = $6 \
         where id = $7")
        .bind(name)
        .bind(phone.map(str::to_owned))
        .bind(person.region.clone())
        .bind(kept(person))
        .bind(keep_until(now.day()))
        .bind(now)
        .bind(id);
    if tx.run(statement).await? == 0 {
        return Ok(false);
    }
    put_licences(tx, id, person.licences.as_deref().unwrap_or_default(), now).await?;
    if !may_be_shown(person, now.day()) {
        consents::hide(tx, id, now).await?;
    }
    tx.touch(Touched::Candidate, id);
    Ok(true)
}

/// The licences of a person, all of them anew.
async fn put_licences(tx: &mut Tx, id: i64, licences: &[Licence], now: Stamp) -> Result<(), Error> {
    tx.run(sql("delete from candidate_licences where candidate_id = $1").bind(id)).await?;
    if licences.is_empty() {
        return Ok(());
    }
    let day = now.day();
    let mut statement: Sql =
        sql("insert into candidate_licences (candidate_id, place, kind, valid_until, last_practised, counted) values ");
    for (place, licence) in (0i64..).zip(licences) {
        let counted = licence.valid_until.is_none_or(|last| last >= day);
        let values: [Value; 6] = [
            id.into(),
            place.into(),
            licence.kind.slug().into(),
            licence.valid_until.into(),
            licence.last_practised.into(),
            counted.into(),
        ];
        statement = statement.push(if place > 0 { ", " } else { "" }).list(values);
    }
    tx.run(statement).await?;
    Ok(())
}

/// A list that names somebody again is a sign of life, written down at most once a month.
async fn renew(tx: &mut Tx, known: &Known, now: Stamp) -> Result<(), Error> {
    let until = keep_until(now.day());
    let soon = known.keep_until.parse().is_ok_and(|kept| day_number(until) - day_number(kept) > 30);
    if soon {
        tx.run(sql("update candidates set keep_until = $1 where id = $2").bind(until).bind(known.id)).await?;
    }
    Ok(())
}
