//! Every statement about institutions.

use super::{Incoming, Institution, Standing, kind_of_name, legal_form_of, name_key};
use crate::codes::LegalForm;
use crate::db::{Db, Row, Sql, Touched, Tx, new_id, sql};
use crate::error::Error;
use crate::openings::digest;
use crate::openings::store::Outcome;
use crate::time::Stamp;

fn select() -> Sql {
    sql(
        "select id, name, credit_code, kind, legal_form, grade, beds, region, place, address, lat, lon, phone, contact, state from institutions ",
    )
}

fn read(row: &Row) -> Result<Institution, Error> {
    Ok(Institution {
        id: row.get("id")?,
        name: row.get("name")?,
        credit_code: row.get("credit_code")?,
        kind: row.code("kind")?,
        legal_form: row.code("legal_form")?.unwrap_or(LegalForm::Unknown),
        grade: row.get("grade")?,
        beds: row.get("beds")?,
        region: row.get("region")?,
        place: row.get("place")?,
        address: row.get("address")?,
        at: row.get::<Option<f64>>("lat")?.zip(row.get("lon")?),
        phone: row.get("phone")?,
        contact: row.get("contact")?,
        standing: row.code("state")?.unwrap_or(Standing::Listed),
    })
}

/// The institution with this id.
pub async fn find(db: &Db, id: i64) -> Result<Option<Institution>, Error> {
    db.find(select().push("where id = $1").bind(id)).await?.as_ref().map(read).transpose()
}

/// Ids and stamps of institutions with public openings, for the sitemap; at most `limit`, beginning after an id.
pub async fn ids_after(db: &Db, id: i64, limit: i64) -> Result<Vec<(i64, Stamp)>, Error> {
    let rows =
        db.all(sql("select id, updated_at from institutions where id > $1 order by id limit $2").bind(id).bind(limit)).await?;
    rows.iter().map(|row| Ok((row.get("id")?, Stamp(row.get("updated_at")?)))).collect()
}

/// The ids behind which each stretch of `step` institutions begins: 0 and every `step`-th id.
pub async fn id_steps(db: &Db, step: i64) -> Result<Vec<i64>, Error> {
    let statement = sql(
        "select id from (select id, row_number() over (order by id) as place from institutions) numbered where place % $1 = 0 order by id",
    );
    let rows = db.all(statement.bind(step)).await?;
    std::iter::once(Ok(0)).chain(rows.iter().map(|row| row.get("id"))).collect()
}

/// The first four digits of a region: the city that names are told apart by.
fn city_of(region: Option<&str>) -> String {
    region.and_then(|code| code.get(..4)).unwrap_or_default().to_owned()
}

/// The institution an opening names: by credit code, else by name within its city; made where there is none.
pub async fn named(
    tx: &mut Tx,
    name: &str,
    credit_code: Option<&str>,
    region: Option<&str>,
    source: &str,
    now: Stamp,
) -> Result<i64, Error> {
    let key = name_key(name);
    let city = city_of(region);
    if let Some(id) = known(tx, credit_code, &key, &city).await? {
        return Ok(id);
    }
    let incoming = Incoming { name: name.to_owned(), credit_code: credit_code.map(str::to_owned), ..Incoming::default() };
    insert(tx, &incoming, region, source, now).await
}

async fn known(tx: &mut Tx, credit_code: Option<&str>, key: &str, city: &str) -> Result<Option<i64>, Error> {
    if let Some(code) = credit_code
        && let Some(row) = tx.find(sql("select id from institutions where credit_code = $1").bind(code)).await?
    {
        return row.get("id").map(Some);
    }
    // A row without a code may be given one; a row with another code is another institution of the same name.
    let row = match credit_code {
        None => {
            tx.find(sql("select id from institutions where name_key = $1 and city = $2 order by id").bind(key).bind(city)).await?
        }
        Some(_) => {
            let statement =
                sql("select id from institutions where name_key = $1 and city = $2 and credit_code is null order by id");
            tx.find(statement.bind(key).bind(city)).await?
        }
    };
    row.map(|row| row.get("id")).transpose()
}

async fn insert(tx: &mut Tx, it: &Incoming, region: Option<&str>, source: &str, now: Stamp) -> Result<i64, Error> {
    let id = new_id();
    let legal_form = it.legal_form.or_else(|| it.credit_code.as_deref().map(legal_form_of)).unwrap_or(LegalForm::Unknown);
    let statement = sql(
        "insert into institutions (id, credit_code, name, name_key, city, kind, legal_form, grade, beds, region, place, address, \
         lat, lon, phone, contact, source, state, content, created_at, updated_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 'listed', $18, $19, $19)",
    )
    .bind(id)
    .bind(it.credit_code.clone())
    .bind(it.name.as_str())
    .bind(name_key(&it.name))
    .bind(city_of(region))
    .bind(it.kind.or_else(|| kind_of_name(&it.name)).map(|kind| kind.slug()))
    .bind(legal_form.slug())
    .bind(it.grade)
    .bind(it.beds)
    .bind(region.map(str::to_owned))
    .bind(it.place.clone())
    .bind(it.address.clone())
    .bind(it.at.map(|(lat, _)| lat))
    .bind(it.at.map(|(_, lon)| lon))
    .bind(it.phone.clone())
    .bind(it.contact.clone())
    .bind(source)
    .bind(content_of(it))
    .bind(now);
    tx.run(statement).await?;
    tx.touch(Touched::Institution, id);
    Ok(id)
}

fn content_of(it: &Incoming) -> String {
    digest(&[&format!("{it:?}")])
}

/// Writes an imported institution. What the row leaves out keeps its stored value.
pub async fn write(tx: &mut Tx, it: &Incoming, source: &str, now: Stamp) -> Result<Outcome, Error> {
    let city = city_of(it.region.as_deref());
    let Some(id) = known(tx, it.credit_code.as_deref(), &name_key(&it.name), &city).await? else {
        insert(tx, it, it.region.as_deref(), source, now).await?;
        return Ok(Outcome::New);
    };
    let content = content_of(it);
    let row = tx.one(sql("select content from institutions where id = $1").bind(id)).await?;
    if row.get::<String>("content")? == content {
        return Ok(Outcome::Same);
    }
    let legal_form = it.legal_form.or_else(|| it.credit_code.as_deref().map(legal_form_of));
    let statement = sql("update institutions set name = $1, name_key = $2, credit_code = coalesce($3, credit_code), kind = coalesce($4, kind), \
         legal_form = coalesce($5, legal_form), grade = coalesce($6, grade), beds = coalesce($7, beds), region = coalesce($8, region), \
         city = case when $8 is null then city else $9 end, place = coalesce($10, place), address = coalesce($11, address), \
         lat = coalesce($12, lat), lon = coalesce($13, lon), phone = coalesce($14, phone), contact = coalesce($15, contact), \
         content = $16, updated_at = $17 where id = $18")
    .bind(it.name.as_str())
    .bind(name_key(&it.name))
    .bind(it.credit_code.clone())
    .bind(it.kind.or_else(|| kind_of_name(&it.name)).map(|kind| kind.slug()))
    .bind(legal_form.map(|form| form.slug()))
    .bind(it.grade)
    .bind(it.beds)
    .bind(it.region.clone())
    .bind(city)
    .bind(it.place.clone())
    .bind(it.address.clone())
    .bind(it.at.map(|(lat, _)| lat))
    .bind(it.at.map(|(_, lon)| lon))
    .bind(it.phone.clone())
    .bind(it.contact.clone())
    .bind(content)
    .bind(now)
    .bind(id);
    tx.run(statement).await?;
    tx.touch(Touched::Institution, id);
    // Its openings show its name and kind, so whoever follows them reads them again.
    for row in tx.all(sql("select id from openings where institution_id = $1 order by id").bind(id)).await? {
        tx.touch(Touched::Opening, row.get("id")?);
    }
    Ok(Outcome::Changed)
}
