//! The household: the one place where its flags are read and written. Every reader says who asks and why; an institution
//! cannot be named as one (law 10 of the house, 个人信息保护法 art. 28–29).

use super::super::{Confidant, Flag, Part, Verified};
use super::{consents, log};
use crate::codes::{HouseholdFlag, Sharing};
use crate::db::{Db, Row, Touched, Tx, sql};
use crate::error::Error;
use crate::person::Person;
use crate::time::Stamp;

/// What somebody who asks for a household hears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// The person said nothing of it.
    Nothing,
    /// The person has not agreed that the office reads it.
    NotAgreed,
    /// The flags; none of them where the list is empty.
    Flags(Vec<Flag>),
}

/// The household of a person. The look is written down where there is something to see.
pub async fn of(db: &Db, id: i64, asker: Confidant, why: &str, now: Stamp) -> Result<Told, Error> {
    if matches!(asker, Confidant::Staff(_)) && !consents::stands(db, id, Sharing::Household, None).await? {
        return Ok(Told::NotAgreed);
    }
    let told = read(db, id).await?;
    if told != Told::Nothing {
        log::looked(db, &[id], asker.into(), Part::Household, why, now).await?;
    }
    Ok(told)
}

/// Without a log: for the person's own export, which is logged as a whole.
pub(super) async fn read(db: &Db, id: i64) -> Result<Told, Error> {
    if db.find(sql("select told_at from candidate_households where candidate_id = $1").bind(id)).await?.is_none() {
        return Ok(Told::Nothing);
    }
    let statement = sql("select flag, verified_by, verified_on, evidence, valid_until from candidate_household_flags \
         where candidate_id = $1 order by flag");
    Ok(Told::Flags(db.all(statement.bind(id)).await?.iter().map(flag).collect::<Result<_, _>>()?))
}

fn flag(row: &Row) -> Result<Flag, Error> {
    let verified = match (row.get::<Option<i64>>("verified_by")?, row.day("verified_on")?) {
        (Some(by), Some(on)) => Some(Verified {
            by,
            on,
            evidence: row.get::<Option<String>>("evidence")?.unwrap_or_default(),
            valid_until: row.day("valid_until")?,
        }),
        _ => None,
    };
    // Which word could not be read is nobody's business but the person's.
    let flag: HouseholdFlag = row.get::<String>("flag")?.parse().map_err(|_| Error::stored("flag", "no flag"))?;
    Ok(Flag { flag, verified })
}

/// A person with their household, for the judge of subsidies and for matching on their own behalf.
pub async fn joined(db: &Db, id: i64, person: Person, asker: Confidant, why: &str, now: Stamp) -> Result<Person, Error> {
    let household = match of(db, id, asker, why, now).await? {
        Told::Flags(flags) => Some(flags.into_iter().map(|flag| flag.flag).collect()),
        Told::Nothing | Told::NotAgreed => None,
    };
    Ok(Person { household, ..person })
}

/// Puts on record what a person told of their household; an empty list says "none of these". What an office verified of a flag
/// that is told again stays.
pub async fn tell(tx: &mut Tx, id: i64, flags: &[HouseholdFlag], now: Stamp) -> Result<(), Error> {
    let statement = sql("insert into candidate_households (candidate_id, told_at) values ($1, $2) \
         on conflict (candidate_id) do update set told_at = excluded.told_at");
    tx.run(statement.bind(id).bind(now)).await?;
    let gone = sql("delete from candidate_household_flags where candidate_id = $1").bind(id);
    let gone = if flags.is_empty() { gone } else { gone.push(" and flag not in ").list(flags.iter().map(|flag| flag.slug())) };
    tx.run(gone).await?;
    for flag in flags {
        let statement = sql(
            "insert into candidate_household_flags (candidate_id, flag) values ($1, $2) on conflict (candidate_id, flag) do nothing",
        );
        tx.run(statement.bind(id).bind(flag.slug())).await?;
    }
    tx.touch(Touched::Candidate, id);
    Ok(())
}

/// Takes back everything told of a household.
pub async fn forget(tx: &mut Tx, id: i64) -> Result<(), Error> {
    tx.run(sql("delete from candidate_household_flags where candidate_id = $1").bind(id)).await?;
    tx.run(sql("delete from candidate_households where candidate_id = $1").bind(id)).await?;
    tx.touch(Touched::Candidate, id);
    Ok(())
}

/// Puts on record that an office saw evidence for a flag that was told. False where it was not.
pub async fn verify(tx: &mut Tx, id: i64, flag: HouseholdFlag, verified: &Verified) -> Result<bool, Error> {
    let statement =
        sql("update candidate_household_flags set verified_by = $1, verified_on = $2, evidence = $3, valid_until = $4 \
         where candidate_id = $5 and flag = $6");
    let met = tx
        .run(
            statement
                .bind(verified.by)
                .bind(verified.on)
                .bind(verified.evidence.as_str())
                .bind(verified.valid_until)
                .bind(id)
                .bind(flag.slug()),
        )
        .await?;
    Ok(met > 0)
}
