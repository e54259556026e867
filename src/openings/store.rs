//! Every statement about openings.

use super::{Employer, Event, Fen, Incoming, Opening, Pay, Requirements, State, digest, next};
use crate::codes::{LegalForm, SkillLevel};
use crate::db::{Db, Row, Sql, Touched, Tx, new_id, sql};
use crate::error::Error;
use crate::time::Stamp;
use jiff::civil::Date;
use std::collections::HashMap;

fn select() -> Sql {
    sql(
        "select o.id, o.source, o.source_id, o.institution_id, o.title, o.kind, o.occupation, o.region, o.place, o.address, o.lat, o.lon, \
         o.description, o.headcount, o.pay_min, o.pay_max, o.pay_period, o.pay_months, o.education, o.experience_years, o.skill_level, \
         o.licences, o.majors, o.employment, o.benefits, o.skills, o.shifts, o.published, o.valid_until, o.url, o.state, o.refreshed_at, \
         o.applied_lately, o.fold, i.name as institution_name, i.kind as institution_kind, i.legal_form as institution_legal_form \
         from openings o join institutions i on i.id = o.institution_id ",
    )
}

fn read(row: &Row) -> Result<Opening, Error> {
    let skill_level: Option<i64> = row.get("skill_level")?;
    let pay = |name| Ok::<_, Error>(row.get::<Option<i64>>(name)?.map(Fen));
    Ok(Opening {
        id: row.get("id")?,
        source: row.get("source")?,
        source_id: row.get("source_id")?,
        institution: Employer {
            id: row.get("institution_id")?,
            name: row.get("institution_name")?,
            kind: row.code("institution_kind")?,
            legal_form: row.code("institution_legal_form")?.unwrap_or(LegalForm::Unknown),
        },
        title: row.get("title")?,
        kind: needed(row.code("kind")?, "kind")?,
        occupation: row.get("occupation")?,
        region: row.get("region")?,
        place: row.get("place")?,
        address: row.get("address")?,
        at: row.get::<Option<f64>>("lat")?.zip(row.get("lon")?),
        description: row.get("description")?,
        headcount: row.get("headcount")?,
        pay: Pay { min: pay("pay_min")?, max: pay("pay_max")?, period: row.code("pay_period")?, months: row.get("pay_months")? },
        requirements: Requirements {
            education: row.code("education")?,
            experience_years: row.get("experience_years")?,
            skill_level: skill_level.and_then(SkillLevel::new),
            licences: row.json("licences")?,
            majors: row.json("majors")?,
        },
        employment: row.code("employment")?,
        benefits: row.json("benefits")?,
        skills: row.json("skills")?,
        shifts: row.json("shifts")?,
        published: needed(row.day("published")?, "published")?,
        valid_until: row.day("valid_until")?,
        url: row.get("url")?,
        state: needed(row.code("state")?, "state")?,
        refreshed_at: Stamp(row.get("refreshed_at")?),
        applied_lately: row.get("applied_lately")?,
        fold: row.get("fold")?,
    })
}

fn needed<T>(value: Option<T>, column: &str) -> Result<T, Error> {
    value.ok_or_else(|| Error::stored(column, "nothing"))
}

fn read_all(rows: &[Row]) -> Result<Vec<Opening>, Error> {
    rows.iter().map(read).collect()
}

/// The opening with this id, whatever its state.
pub async fn find(db: &Db, id: i64) -> Result<Option<Opening>, Error> {
    db.find(select().push("where o.id = $1").bind(id)).await?.as_ref().map(read).transpose()
}

/// The openings with these ids, in no order; those that are gone are left out.
pub async fn by_ids(db: &Db, ids: &[i64]) -> Result<Vec<Opening>, Error> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    read_all(&db.all(select().push("where o.id in ").list(ids.iter().copied())).await?)
}

/// The opening that a source knows under this id.
pub async fn by_source(db: &Db, source: &str, source_id: &str) -> Result<Option<Opening>, Error> {
    let statement = select().push("where o.source = $1 and o.source_id = $2").bind(source).bind(source_id);
    db.find(statement).await?.as_ref().map(read).transpose()
}

/// The public openings of an institution, newest first.
pub async fn of_institution(db: &Db, institution: i64, day: Date, limit: i64) -> Result<Vec<Opening>, Error> {
    of_institution_from(db, institution, day, 0, limit).await
}

/// The public openings of an institution behind the first so many, newest first.
pub async fn of_institution_from(db: &Db, institution: i64, day: Date, before: i64, limit: i64) -> Result<Vec<Opening>, Error> {
    let statement = select()
        .push("where o.institution_id = $1 and o.state = 'open' and (o.valid_until is null or o.valid_until >= $2) order by o.published desc, o.id desc limit $3 offset $4")
        .bind(institution)
        .bind(day)
        .bind(limit)
        .bind(before);
    read_all(&db.all(statement).await?)
}

/// How many public openings an institution has.
pub async fn count_of_institution(db: &Db, institution: i64, day: Date) -> Result<i64, Error> {
    let statement = sql("select count(*) as openings from openings \
                         where institution_id = $1 and state = 'open' and (valid_until is null or valid_until >= $2)");
    db.one(statement.bind(institution).bind(day)).await?.get("openings")
}

/// Every public opening that says the same as these, the openings themselves included.
pub async fn public_in_folds(db: &Db, folds: &[String], day: Date) -> Result<Vec<Opening>, Error> {
    if folds.is_empty() {
        return Ok(vec![]);
    }
    let statement = select()
        .push("where o.state = 'open' and (o.valid_until is null or o.valid_until >= $1) and o.fold in ")
        .bind(day)
        .list(folds.iter().map(String::as_str));
    read_all(&db.all(statement).await?)
}

/// Public openings in the order of ids, beginning after one: how a rebuild walks the table.
pub async fn public_after(db: &Db, id: i64, day: Date, limit: i64) -> Result<Vec<Opening>, Error> {
    let statement = select()
        .push("where o.id > $1 and o.state = 'open' and (o.valid_until is null or o.valid_until >= $2) order by o.id limit $3")
        .bind(id)
        .bind(day)
        .bind(limit);
    read_all(&db.all(statement).await?)
}

/// How many openings and how many institutions with openings the public can see.
pub async fn public_counts(db: &Db, day: Date) -> Result<(i64, i64), Error> {
    let row = db
        .one(
            sql("select count(*) as openings, count(distinct institution_id) as institutions from openings \
                  where state = 'open' and (valid_until is null or valid_until >= $1)")
            .bind(day),
        )
        .await?;
    Ok((row.get("openings")?, row.get("institutions")?))
}

/// The newest public openings.
pub async fn newest(db: &Db, day: Date, limit: i64) -> Result<Vec<Opening>, Error> {
    let statement = select()
        .push("where o.state = 'open' and (o.valid_until is null or o.valid_until >= $1) order by o.published desc, o.id desc limit $2")
        .bind(day)
        .bind(limit);
    read_all(&db.all(statement).await?)
}

/// Id, fold and day of publication of every public opening: what `yipin check` holds the index against.
pub async fn public_outline(db: &Db, day: Date) -> Result<Vec<(i64, String, String)>, Error> {
    let statement = sql(
        "select id, fold, published from openings where state = 'open' and (valid_until is null or valid_until >= $1) order by id",
    );
    let rows = db.all(statement.bind(day)).await?;
    rows.iter().map(|row| Ok((row.get("id")?, row.get("fold")?, row.get("published")?))).collect()
}

/// Ids and days of publication of public openings after an id: a file of the sitemap.
pub async fn public_ids_after(db: &Db, id: i64, day: Date, limit: i64) -> Result<Vec<(i64, String)>, Error> {
    let statement = sql(
        "select id, published from openings where id > $1 and state = 'open' and (valid_until is null or valid_until >= $2) order by id limit $3",
    );
    let rows = db.all(statement.bind(id).bind(day).bind(limit)).await?;
    rows.iter().map(|row| Ok((row.get("id")?, row.get("published")?))).collect()
}

/// The ids behind which each stretch of `step` public openings begins: 0 and every `step`-th id.
pub async fn id_steps(db: &Db, day: Date, step: i64) -> Result<Vec<i64>, Error> {
    let statement = sql("select id from (select id, row_number() over (order by id) as place from openings \
         where state = 'open' and (valid_until is null or valid_until >= $1)) numbered where place % $2 = 0 order by id");
    let rows = db.all(statement.bind(day).bind(step)).await?;
    std::iter::once(Ok(0)).chain(rows.iter().map(|row| row.get("id"))).collect()
}

/// What became of an imported row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    New,
    Changed,
    Same,
}

/// An imported row with the institution it belongs to.
#[derive(Debug, Clone)]
pub struct Placed {
    pub incoming: Incoming,
    pub institution: i64,
}

/// Rows one insert carries: more make a statement that costs more to read than it saves.
const ROWS_A_STATEMENT: usize = 50;

struct Known {
    id: i64,
    content: String,
    state: State,
    refreshed_at: i64,
    fold: String,
}

/// Writes a batch of imported rows, no key twice within it. Rows whose content is what it was are left alone; their
/// sign of life is renewed once a day.
pub async fn write_batch(tx: &mut Tx, rows: &[Placed], now: Stamp) -> Result<Vec<Outcome>, Error> {
    let known = known(tx, rows).await?;
    let mut outcomes = Vec::with_capacity(rows.len());
    let mut fresh = Vec::new();
    let mut seen_again = Vec::new();
    for row in rows {
        let content = content_of(row);
        let key = row.incoming.key();
        let outcome = match known.get(&key) {
            None => {
                fresh.push((new_id(), row, content));
                Outcome::New
            }
            Some(known) => {
                let outcome = if known.content == content { Outcome::Same } else { Outcome::Changed };
                if outcome == Outcome::Changed {
                    update(tx, known, row, &content, now).await?;
                }
                // A list that still names a post whose last day has passed does not make it last longer.
                let lasts = row.incoming.valid_until.is_none_or(|last| last >= now.day());
                if lasts && next(known.state, Event::Relist).is_some() {
                    move_to(tx, known.id, known.state, Event::Relist, now, "import", None).await?;
                }
                if now.0 - known.refreshed_at > 86_400 {
                    seen_again.push(known.id);
                }
                outcome
            }
        };
        outcomes.push(outcome);
    }
    for part in fresh.chunks(ROWS_A_STATEMENT) {
        insert(tx, part, now).await?;
    }
    if !seen_again.is_empty() {
        tx.run(sql("update openings set refreshed_at = $1 where id in ").bind(now).list(seen_again)).await?;
    }
    Ok(outcomes)
}

fn content_of(row: &Placed) -> String {
    digest(&[&format!("{:?}", row.incoming), &row.institution.to_string()])
}

async fn known(tx: &mut Tx, rows: &[Placed]) -> Result<HashMap<(String, String), Known>, Error> {
    let mut by_source: HashMap<&str, Vec<&str>> = HashMap::new();
    for row in rows {
        by_source.entry(&row.incoming.source).or_default().push(&row.incoming.source_id);
    }
    let mut known = HashMap::with_capacity(rows.len());
    for (source, ids) in by_source {
        let statement =
            sql("select id, source_id, content, state, refreshed_at, fold from openings where source = $1 and source_id in ");
        for row in tx.all(statement.bind(source).list(ids)).await? {
            let entry = Known {
                id: row.get("id")?,
                content: row.get("content")?,
                state: needed(row.code("state")?, "state")?,
                refreshed_at: row.get("refreshed_at")?,
                fold: row.get("fold")?,
            };
            known.insert((source.to_owned(), row.get("source_id")?), entry);
        }
    }
    Ok(known)
}

async fn insert(tx: &mut Tx, rows: &[(i64, &Placed, String)], now: Stamp) -> Result<(), Error> {
    let mut statement =
        sql("insert into openings (id, source, source_id, created_at, state, published, ").push(CONTENT).push(") values ");
    for (at, (id, row, content)) in rows.iter().enumerate() {
        let published = row.incoming.published.unwrap_or_else(|| now.day());
        statement =
            statement.push(if at > 0 { ", (" } else { "(" }).put(*id).push(", ").put(row.incoming.source.as_str()).push(", ");
        statement = statement.put(row.incoming.source_id.as_str()).push(", ").put(now).push(", 'open', ").put(published);
        for value in values(row, content, now) {
            statement = statement.push(", ").put(value);
        }
        statement = statement.push(")");
        tx.touch(Touched::Opening, *id);
    }
    tx.run(statement).await?;
    Ok(())
}

async fn update(tx: &mut Tx, known: &Known, row: &Placed, content: &str, now: Stamp) -> Result<(), Error> {
    let id = known.id;
    let mut statement = sql("update openings set (").push(CONTENT).push(") = (");
    for (at, value) in values(row, content, now).into_iter().enumerate() {
        statement = statement.push(if at > 0 { ", " } else { "" }).put(value);
    }
    statement = statement.push(")");
    if let Some(published) = row.incoming.published {
        statement = statement.push(", published = ").put(published);
    }
    tx.run(statement.push(" where id = ").put(id)).await?;
    tx.touch(Touched::Opening, id);
    if row.incoming.fold() != known.fold {
        // Those it used to stand with are one fewer now: whoever follows one of them reads them all.
        let left =
            sql("select id from openings where fold = $1 and id <> $2 order by id limit 1").bind(known.fold.as_str()).bind(id);
        if let Some(row) = tx.find(left).await? {
            tx.touch(Touched::Opening, row.get("id")?);
        }
    }
    Ok(())
}

const CONTENT: &str = "institution_id, title, kind, occupation, region, place, address, lat, lon, description, headcount, pay_min, pay_max, \
    pay_period, pay_months, education, experience_years, skill_level, licences, majors, employment, benefits, skills, shifts, valid_until, \
    url, refreshed_at, updated_at, fold, content";

/// The values of [`CONTENT`], in its order.
fn values(row: &Placed, content: &str, now: Stamp) -> Vec<crate::db::Value> {
    let it = &row.incoming;
    let wanted = &it.requirements;
    vec![
        row.institution.into(),
        it.title.as_str().into(),
        it.kind.slug().into(),
        it.occupation.clone().into(),
        it.region.clone().into(),
        it.place.clone().into(),
        it.address.clone().into(),
        it.at.map(|(lat, _)| lat).into(),
        it.at.map(|(_, lon)| lon).into(),
        it.description.as_str().into(),
        it.headcount.into(),
        it.pay.min.map(|fen| fen.0).into(),
        it.pay.max.map(|fen| fen.0).into(),
        it.pay.period.map(|period| period.slug()).into(),
        it.pay.months.into(),
        wanted.education.map(|level| level.slug()).into(),
        wanted.experience_years.into(),
        wanted.skill_level.map(|level| i64::from(level.get())).into(),
        json(&wanted.licences).into(),
        json(&wanted.majors).into(),
        it.employment.map(|form| form.slug()).into(),
        json(&it.benefits).into(),
        json(&it.skills).into(),
        json(&it.shifts).into(),
        it.valid_until.into(),
        it.url.clone().into(),
        now.into(),
        now.into(),
        it.fold().into(),
        content.into(),
    ]
}

fn json<T: serde::Serialize>(list: &[T]) -> String {
    serde_json::to_string(list).unwrap_or_else(|_| "[]".to_owned())
}

/// Moves an opening along its life cycle, if it still stands where the caller saw it. Gives whether it moved.
pub async fn move_to(
    tx: &mut Tx,
    id: i64,
    from: State,
    event: Event,
    now: Stamp,
    by: &str,
    reason: Option<&str>,
) -> Result<bool, Error> {
    let Some(to) = next(from, event) else {
        return Err(Error::field("state", format!("an opening that is {} cannot do this", from.slug())));
    };
    let statement = sql("update openings set state = $1, updated_at = $2 where id = $3 and state = $4");
    if tx.run(statement.bind(to.slug()).bind(now).bind(id).bind(from.slug())).await? == 0 {
        return Ok(false);
    }
    let statement = sql(
        "insert into opening_moves (id, opening_id, from_state, to_state, at, by_whom, reason) values ($1, $2, $3, $4, $5, $6, $7)",
    );
    tx.run(
        statement.bind(new_id()).bind(id).bind(from.slug()).bind(to.slug()).bind(now).bind(by).bind(reason.map(str::to_owned)),
    )
    .await?;
    tx.touch(Touched::Opening, id);
    Ok(true)
}

/// Open openings whose last day has passed, or that showed no sign of life since a stamp; in the order of ids, so that
/// two nodes that sweep at once never wait for each other crosswise.
pub async fn run_out(tx: &mut Tx, day: Date, silent_since: Stamp, limit: i64) -> Result<Vec<i64>, Error> {
    let statement =
        sql("select id from openings where state = 'open' and (valid_until < $1 or refreshed_at < $2) order by id limit $3");
    let rows = tx.all(statement.bind(day).bind(silent_since).bind(limit)).await?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// An entry of the change feed.
#[derive(Debug, Clone)]
pub struct Change {
    pub seq: i64,
    pub id: i64,
}

/// Changes to openings after a number, at most `limit`, oldest first.
pub async fn changes_after(db: &Db, seq: i64, limit: i64) -> Result<Vec<Change>, Error> {
    let statement = sql("select seq, id from changes where seq > $1 and kind = 'opening' order by seq limit $2");
    let rows = db.all(statement.bind(seq).bind(limit)).await?;
    rows.iter().map(|row| Ok(Change { seq: row.get("seq")?, id: row.get("id")? })).collect()
}
