//! Every statement of the office's lists and figures.

use super::{Area, Figures};
use crate::db::{Db, sql};
use crate::error::Error;
use crate::institutions::Standing;
use jiff::civil::Date;
use std::collections::BTreeMap;

fn below(area: Area) -> String {
    format!("{}%", area.prefix())
}

/// The figures of an area. What lies nowhere known counts only everywhere.
pub async fn figures(db: &Db, area: Area, day: Date) -> Result<Figures, Error> {
    let institutions = sql(
        "select count(*) as institutions, coalesce(sum(case when state = 'verified' then 1 else 0 end), 0) as verified, \
         coalesce(sum(case when exists (select 1 from grants where grants.institution_id = institutions.id) then 1 else 0 end), 0) as staffed \
         from institutions where coalesce(region, '') like $1",
    );
    let row = db.one(institutions.bind(below(area))).await?;
    let openings =
        sql("select count(*) as openings, count(*) + cast(coalesce(sum(headcount - 1), 0) as bigint) as places from openings \
         where state = 'open' and (valid_until is null or valid_until >= $1) and coalesce(region, '') like $2");
    let posts = db.one(openings.bind(day).bind(below(area))).await?;
    Ok(Figures {
        institutions: row.get("institutions")?,
        verified: row.get("verified")?,
        staffed: row.get("staffed")?,
        openings: posts.get("openings")?,
        places: posts.get("places")?,
    })
}

/// Institutions, posts and places by the first `digits` of the region's code.
pub async fn by_part(db: &Db, area: Area, digits: i64, day: Date) -> Result<Vec<(String, Figures)>, Error> {
    let mut parts: BTreeMap<String, Figures> = BTreeMap::new();
    let institutions = sql(
        "select substr(region, 1, cast($1 as integer)) as part, count(*) as institutions from institutions where region like $2 group by 1",
    );
    for row in db.all(institutions.bind(digits).bind(below(area))).await? {
        parts.entry(row.get("part")?).or_default().institutions = row.get("institutions")?;
    }
    let openings = sql("select substr(region, 1, cast($1 as integer)) as part, count(*) as openings, \
         count(*) + cast(coalesce(sum(headcount - 1), 0) as bigint) as places from openings \
         where state = 'open' and (valid_until is null or valid_until >= $2) and region like $3 group by 1");
    for row in db.all(openings.bind(digits).bind(day).bind(below(area))).await? {
        let figures = parts.entry(row.get("part")?).or_default();
        (figures.openings, figures.places) = (row.get("openings")?, row.get("places")?);
    }
    Ok(parts.into_iter().collect())
}

/// An institution in the office's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub id: i64,
    pub name: String,
    pub region: Option<String>,
    pub standing: Standing,
    /// How many people can sign in for it.
    pub people: i64,
}

/// Institutions of an area whose name holds a text, by name: `limit` of them after the first `skip`.
pub async fn institutions(db: &Db, area: Area, text: &str, skip: i64, limit: i64) -> Result<Vec<Listed>, Error> {
    let statement = sql(
        "select id, name, region, state, (select count(*) from grants where grants.institution_id = institutions.id) as people \
         from institutions where coalesce(region, '') like $1 and name like $2 escape '\\' order by name, id limit $3 offset $4",
    );
    let rows = db.all(statement.bind(below(area)).bind(holding(text)).bind(limit).bind(skip)).await?;
    let read = |row: &crate::db::Row| {
        Ok(Listed {
            id: row.get("id")?,
            name: row.get("name")?,
            region: row.get("region")?,
            standing: row.code("state")?.unwrap_or(Standing::Listed),
            people: row.get("people")?,
        })
    };
    rows.iter().map(read).collect()
}

/// How many there are.
pub async fn count_institutions(db: &Db, area: Area, text: &str) -> Result<i64, Error> {
    let statement =
        sql("select count(*) as found from institutions where coalesce(region, '') like $1 and name like $2 escape '\\'");
    db.one(statement.bind(below(area)).bind(holding(text))).await?.get("found")
}

/// A pattern for `like … escape '\'`.
fn holding(text: &str) -> String {
    format!("%{}%", text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}
