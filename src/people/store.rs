//! Every statement about accounts and what they may do.

use super::{Account, Grant, Login};
use crate::db::{Db, Row, Sql, Tx, new_id, sql};
use crate::error::Error;
use crate::time::Stamp;
use crate::words::Lang;

fn select() -> Sql {
    sql("select id, name, phone, email, lang, factor_since, sample from accounts ")
}

fn read(row: &Row) -> Result<Account, Error> {
    Ok(Account {
        id: row.get("id")?,
        name: row.get("name")?,
        phone: row.get("phone")?,
        email: row.get("email")?,
        lang: row.code("lang")?.unwrap_or_default(),
        has_factor: row.get::<Option<i64>>("factor_since")?.is_some(),
        sample: row.get::<i64>("sample")? == 1,
        grants: vec![],
    })
}

fn grants(rows: &[Row]) -> Result<Vec<Grant>, Error> {
    let one = |row: &Row| {
        let (role, region): (String, Option<String>) = (row.get("role")?, row.get("region")?);
        Grant::read(&role, row.get("institution_id")?, region.as_deref()).ok_or_else(|| Error::stored("role", &role))
    };
    rows.iter().map(one).collect()
}

/// An account that can sign in, with what it may do.
pub async fn find(db: &Db, id: i64) -> Result<Option<Account>, Error> {
    let Some(row) = db.find(select().push("where id = $1 and state = 'active'").bind(id)).await? else { return Ok(None) };
    let mut account = read(&row)?;
    let statement = sql("select role, institution_id, region from grants where account_id = $1 order by id").bind(id);
    account.grants = grants(&db.all(statement).await?)?;
    Ok(Some(account))
}

/// The id of the account that signs in with this.
pub async fn by_login(db: &Db, login: &Login) -> Result<Option<i64>, Error> {
    let statement = match login {
        Login::Phone(phone) => sql("select id from accounts where phone = $1 and state = 'active'").bind(phone.as_str()),
        Login::Email(email) => sql("select id from accounts where email = $1 and state = 'active'").bind(email.as_str()),
    };
    db.find(statement).await?.map(|row| row.get("id")).transpose()
}

/// What a sign-in is held against: the password's string.
pub async fn password_of(db: &Db, account: i64) -> Result<Option<String>, Error> {
    let row = db.find(sql("select password from accounts where id = $1 and state = 'active'").bind(account)).await?;
    Ok(row.map(|row| row.get::<Option<String>>("password")).transpose()?.flatten())
}

/// The secret of the second factor, whether it is in use, and the last half minute used.
pub async fn factor_of(db: &Db, account: i64) -> Result<Option<(String, bool, i64)>, Error> {
    let statement = sql("select factor, factor_since, factor_step from accounts where id = $1 and state = 'active'");
    let Some(row) = db.find(statement.bind(account)).await? else { return Ok(None) };
    let (secret, since): (Option<String>, Option<i64>) = (row.get("factor")?, row.get("factor_since")?);
    let step = row.get("factor_step")?;
    Ok(secret.map(|secret| (secret, since.is_some(), step)))
}

/// A new account.
#[derive(Debug, Clone)]
pub struct NewAccount<'a> {
    pub name: &'a str,
    pub login: &'a Login,
    /// The password's string; `None`: nobody can sign in before it is set.
    pub password: Option<&'a str>,
    pub lang: Lang,
    pub sample: bool,
}

/// Makes an account, unless its number or address has one already: then `None`.
pub async fn insert(tx: &mut Tx, new: &NewAccount<'_>, now: Stamp) -> Result<Option<i64>, Error> {
    let id = new_id();
    let statement = sql("insert into accounts (id, name, phone, email, password, lang, sample, state, created_at, updated_at) \
         values ($1, $2, $3, $4, $5, $6, $7, 'active', $8, $8) on conflict do nothing")
    .bind(id)
    .bind(new.name)
    .bind(new.login.phone())
    .bind(new.login.email())
    .bind(new.password)
    .bind(new.lang.slug())
    .bind(new.sample)
    .bind(now);
    Ok((tx.run(statement).await? == 1).then_some(id))
}

/// Sets name and language.
pub async fn set_name(tx: &mut Tx, account: i64, name: &str, lang: Lang, now: Stamp) -> Result<(), Error> {
    let statement = sql("update accounts set name = $1, lang = $2, updated_at = $3 where id = $4");
    tx.run(statement.bind(name).bind(lang.slug()).bind(now).bind(account)).await?;
    Ok(())
}

/// Sets the number or the address. Whether it was free.
pub async fn set_login(tx: &mut Tx, account: i64, login: &Login, now: Stamp) -> Result<bool, Error> {
    let (set, taken) = match login {
        Login::Phone(_) => (
            "update accounts set phone = $1, updated_at = $2 where id = $3",
            "select id from accounts where phone = $1 and id <> $2",
        ),
        Login::Email(_) => (
            "update accounts set email = $1, updated_at = $2 where id = $3",
            "select id from accounts where email = $1 and id <> $2",
        ),
    };
    if tx.find(sql(taken).bind(login.as_str()).bind(account)).await?.is_some() {
        return Ok(false);
    }
    Ok(tx.run(sql(set).bind(login.as_str()).bind(now).bind(account)).await? == 1)
}

/// Sets the password's string.
pub async fn set_password(tx: &mut Tx, account: i64, password: &str, now: Stamp) -> Result<(), Error> {
    let statement = sql("update accounts set password = $1, updated_at = $2 where id = $3");
    tx.run(statement.bind(password).bind(now).bind(account)).await?;
    Ok(())
}

/// Keeps a secret that is being set up, unless one is in use.
pub async fn prepare_factor(tx: &mut Tx, account: i64, secret: &str) -> Result<bool, Error> {
    let statement = sql("update accounts set factor = $1, factor_step = 0 where id = $2 and factor_since is null");
    Ok(tx.run(statement.bind(secret).bind(account)).await? == 1)
}

/// Takes the second factor into use, or says that it was already.
pub async fn begin_factor(tx: &mut Tx, account: i64, step: i64, now: Stamp) -> Result<bool, Error> {
    let statement = sql("update accounts set factor_since = $1, factor_step = $2, updated_at = $1 \
         where id = $3 and factor is not null and factor_since is null");
    Ok(tx.run(statement.bind(now).bind(step).bind(account)).await? == 1)
}

/// Takes the second factor and its paper codes away.
pub async fn end_factor(tx: &mut Tx, account: i64, now: Stamp) -> Result<(), Error> {
    tx.run(sql("update accounts set factor = null, factor_since = null, updated_at = $1 where id = $2").bind(now).bind(account))
        .await?;
    tx.run(sql("delete from recovery_codes where account_id = $1").bind(account)).await?;
    Ok(())
}

/// Uses the code of a half minute. Whether nobody had used it, or a later one, before.
pub async fn use_step(tx: &mut Tx, account: i64, step: i64) -> Result<bool, Error> {
    let statement = sql("update accounts set factor_step = $1 where id = $2 and factor_step < $1");
    Ok(tx.run(statement.bind(step).bind(account)).await? == 1)
}

/// Puts new paper codes in place of all old ones; `keys` are their digests.
pub async fn set_paper_codes(tx: &mut Tx, account: i64, keys: &[String]) -> Result<(), Error> {
    tx.run(sql("delete from recovery_codes where account_id = $1").bind(account)).await?;
    for key in keys {
        tx.run(sql("insert into recovery_codes (account_id, key) values ($1, $2)").bind(account).bind(key.as_str())).await?;
    }
    Ok(())
}

/// Uses a paper code. Whether it was one, and unused.
pub async fn use_paper_code(tx: &mut Tx, account: i64, key: &str, now: Stamp) -> Result<bool, Error> {
    let statement = sql("update recovery_codes set used_at = $1 where account_id = $2 and key = $3 and used_at is null");
    Ok(tx.run(statement.bind(now).bind(account).bind(key)).await? == 1)
}

/// How many paper codes are left.
pub async fn paper_codes_left(db: &Db, account: i64) -> Result<i64, Error> {
    let statement = sql("select count(*) as left_over from recovery_codes where account_id = $1 and used_at is null");
    db.one(statement.bind(account)).await?.get("left_over")
}

/// Gives an account a right it does not have yet. A member who is made owner, or an owner member, is moved.
pub async fn give(tx: &mut Tx, account: i64, grant: &Grant, by: Option<i64>, now: Stamp) -> Result<(), Error> {
    let same = sql("update grants set role = $1, granted_at = $2, granted_by = $3 where account_id = $4 and institution_id = $5");
    if let Some(institution) = grant.institution()
        && tx.run(same.bind(grant.slug()).bind(now).bind(by).bind(account).bind(institution)).await? == 1
    {
        return Ok(());
    }
    let statement = sql("insert into grants (id, account_id, role, institution_id, region, granted_at, granted_by) \
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing")
    .bind(new_id())
    .bind(account)
    .bind(grant.slug())
    .bind(grant.institution())
    .bind(grant.region().map(|region| region.to_string()))
    .bind(now)
    .bind(by);
    tx.run(statement).await?;
    Ok(())
}

/// One of an institution's people, or of the staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// The grant's number, by which it is changed.
    pub grant_id: i64,
    pub account: i64,
    pub name: String,
    pub login: String,
    pub grant: Grant,
    pub has_factor: bool,
}

fn colleagues() -> Sql {
    sql("select grants.id as grant_id, accounts.id, accounts.name, accounts.phone, accounts.email, accounts.factor_since, \
         grants.role, grants.institution_id, grants.region from grants join accounts on accounts.id = grants.account_id ")
}

fn colleague(row: &Row) -> Result<Colleague, Error> {
    let (role, region): (String, Option<String>) = (row.get("role")?, row.get("region")?);
    let grant = Grant::read(&role, row.get("institution_id")?, region.as_deref());
    let (phone, email): (Option<String>, Option<String>) = (row.get("phone")?, row.get("email")?);
    Ok(Colleague {
        grant_id: row.get("grant_id")?,
        account: row.get("id")?,
        name: row.get("name")?,
        login: email.or(phone).unwrap_or_default(),
        grant: grant.ok_or_else(|| Error::stored("role", &role))?,
        has_factor: row.get::<Option<i64>>("factor_since")?.is_some(),
    })
}

/// The people of an institution, owners first.
pub async fn of_institution(db: &Db, institution: i64) -> Result<Vec<Colleague>, Error> {
    let statement =
        colleagues().push("where grants.institution_id = $1 order by grants.role desc, accounts.name, grants.id limit 500");
    db.all(statement.bind(institution)).await?.iter().map(colleague).collect()
}

/// Office staff and admins.
pub async fn staff(db: &Db) -> Result<Vec<Colleague>, Error> {
    let statement = colleagues()
        .push("where grants.role in ('office', 'admin') order by grants.role, grants.region, accounts.name limit 1000");
    db.all(statement).await?.iter().map(colleague).collect()
}

/// What became of a right that was to be taken away or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// Done; whose it was.
    Done(Colleague),
    /// There is no such right here.
    Missing,
    /// It is the last owner's, or the last admin's.
    Last,
}

/// Takes away a right at an institution, or makes an owner a member or the other way round. The last owner stays.
pub async fn change_colleague(tx: &mut Tx, institution: i64, grant: i64, to: Option<&Grant>, now: Stamp) -> Result<Taken, Error> {
    // Two owners who remove each other at once must meet: the institution's row is the lock.
    tx.run(sql("update institutions set id = id where id = $1").bind(institution)).await?;
    let statement = colleagues().push("where grants.id = $1 and grants.institution_id = $2").bind(grant).bind(institution);
    let Some(row) = tx.find(statement).await? else { return Ok(Taken::Missing) };
    let colleague = colleague(&row)?;
    let leaves = matches!(colleague.grant, Grant::Owner { .. }) && !matches!(to, Some(Grant::Owner { .. }));
    if leaves && owners(tx, institution).await? < 2 {
        return Ok(Taken::Last);
    }
    match to {
        None => tx.run(sql("delete from grants where id = $1").bind(grant)).await?,
        Some(to) => {
            let statement = sql("update grants set role = $1, granted_at = $2 where id = $3");
            tx.run(statement.bind(to.slug()).bind(now).bind(grant)).await?
        }
    };
    Ok(Taken::Done(colleague))
}

async fn owners(tx: &mut Tx, institution: i64) -> Result<i64, Error> {
    let statement = sql("select count(*) as owners from grants where institution_id = $1 and role = 'owner'");
    tx.one(statement.bind(institution)).await?.get("owners")
}

/// Takes away a right of office staff or of an admin. The last admin stays.
pub async fn dismiss(tx: &mut Tx, grant: i64) -> Result<Taken, Error> {
    // Two admins who dismiss each other at once must meet: the admins' rows are the lock.
    tx.run(sql("update grants set id = id where role = 'admin'")).await?;
    let statement = colleagues().push("where grants.id = $1 and grants.role in ('office', 'admin')").bind(grant);
    let Some(row) = tx.find(statement).await? else { return Ok(Taken::Missing) };
    let colleague = colleague(&row)?;
    let admins: i64 = tx.one(sql("select count(*) as admins from grants where role = 'admin'")).await?.get("admins")?;
    if colleague.grant == Grant::Admin && admins < 2 {
        return Ok(Taken::Last);
    }
    tx.run(sql("delete from grants where id = $1").bind(grant)).await?;
    Ok(Taken::Done(colleague))
}

/// Institutions that would be left without an owner, and whether the program would be left without an admin, if this account
/// went.
pub async fn would_be_left(tx: &mut Tx, account: i64) -> Result<(Vec<String>, bool), Error> {
    let lock = sql(
        "update institutions set id = id where id in (select institution_id from grants where account_id = $1 and role = 'owner')",
    );
    tx.run(lock.bind(account)).await?;
    tx.run(sql("update grants set id = id where role = 'admin'")).await?;
    let statement = sql("select institutions.name from grants join institutions on institutions.id = grants.institution_id \
         where grants.account_id = $1 and grants.role = 'owner' and not exists (select 1 from grants other \
         where other.institution_id = grants.institution_id and other.role = 'owner' and other.account_id <> $1) order by institutions.name");
    let names: Result<Vec<String>, Error> = tx.all(statement.bind(account)).await?.iter().map(|row| row.get("name")).collect();
    let admins = sql(
        "select count(*) as admins, sum(case when account_id = $1 then 1 else 0 end) as own from grants where role = 'admin'",
    );
    let row = tx.one(admins.bind(account)).await?;
    let (admins, own): (i64, Option<i64>) = (row.get("admins")?, row.get("own")?);
    Ok((names?, admins == 1 && own == Some(1)))
}

/// Removes what is known of a person. The empty row stays, so that numbers in the audit never mean another.
pub async fn erase(tx: &mut Tx, account: i64, now: Stamp) -> Result<(), Error> {
    for text in [
        "delete from sessions where account_id = $1",
        "delete from recovery_codes where account_id = $1",
        "delete from grants where account_id = $1",
        "delete from tokens where account_id = $1",
        "delete from outbox where account_id = $1",
        "update invitations set login = null where used_by = $1",
    ] {
        tx.run(sql(text).bind(account)).await?;
    }
    let statement = sql("update accounts set name = '', phone = null, email = null, password = null, factor = null, \
         factor_since = null, state = 'erased', updated_at = $1 where id = $2");
    tx.run(statement.bind(now).bind(account)).await?;
    Ok(())
}

/// Whether the store holds the sample city's accounts, whose password everybody knows.
pub async fn has_samples(db: &Db) -> Result<bool, Error> {
    Ok(db.find(sql("select id from accounts where sample = 1 limit 1")).await?.is_some())
}

/// When an account was made.
pub async fn made_at(db: &Db, account: i64) -> Result<Stamp, Error> {
    Ok(Stamp(db.one(sql("select created_at from accounts where id = $1").bind(account)).await?.get("created_at")?))
}
