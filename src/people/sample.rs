//! The sample city's four accounts. They are made by `yipin demo` alone; a server that is not the demo refuses a store in which
//! they are, and nobody can sign up with an address of theirs.

use super::store::{self, NewAccount};
use super::{Grant, Login, password};
use crate::db::{Db, sql};
use crate::error::Error;
use crate::time::Stamp;
use crate::words::Lang;

/// The password of all of them.
pub const PASSWORD: &str = "yipin-demo-2026";

/// Addresses and names.
pub const ACCOUNTS: [(&str, &str); 4] = [
    ("seeker@yipin.test", "林晓燕"),
    ("employer@yipin.test", "周院长"),
    ("office@yipin.test", "鞍山市人社窗口"),
    ("admin@yipin.test", "系统管理员"),
];

/// Makes the four accounts. The employer owns the institution with the most open posts, so that there is something to see.
pub async fn build(db: &Db, home_region: &str, now: Stamp) -> Result<(), Error> {
    let hashed = password::hash(PASSWORD).await?;
    let busiest = sql(
        "select institution_id from openings where state = 'open' group by institution_id order by count(*) desc, institution_id limit 1",
    );
    let institution: Option<i64> = db.find(busiest).await?.map(|row| row.get("institution_id")).transpose()?;
    let region = home_region.parse().map_err(|_| Error::config(format!("{home_region} is no region")))?;
    let grants =
        [None, institution.map(|institution| Grant::Owner { institution }), Some(Grant::Office { region }), Some(Grant::Admin)];
    let mut tx = db.begin().await?;
    for ((address, name), grant) in ACCOUNTS.into_iter().zip(grants) {
        let login = Login::Email(address.to_owned());
        let new = NewAccount { name, login: &login, password: Some(&hashed), lang: Lang::Zh, sample: true };
        let id = store::insert(&mut tx, &new, now).await?;
        if let (Some(id), Some(grant)) = (id, grant) {
            store::give(&mut tx, id, &grant, None, now).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}
