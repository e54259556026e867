//! The book of who did or read what: every write by staff, every read of somebody else's personal data, and what concerns an
//! account's safety. Rows are only added; the database itself refuses to change or remove one ([`crate::db`] sets that up).
//!
//! A row names people by number, never by name, so that a person who has their account erased is gone from here too.

use crate::db::{Db, Row, Sql, Tx, new_id, sql};
use crate::error::Error;
use crate::people::Who;
use crate::time::Stamp;
use serde_json::Value;

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// `None` for the clock, a command, or somebody not signed in.
    pub account: Option<i64>,
    /// `seeker`, `member`, `owner`, `office`, `admin`, `visitor` or `system`.
    pub role: &'static str,
    /// The address it came from; empty for the clock and for commands.
    pub from: String,
}

impl Actor {
    /// The program itself: the clock or a command.
    pub fn system() -> Self {
        Self { account: None, role: "system", from: String::new() }
    }

    /// Somebody not signed in.
    pub fn visitor(from: &str) -> Self {
        Self { account: None, role: "visitor", from: from.to_owned() }
    }

    /// Somebody who just proved to be this account, before there is a session.
    pub fn account(id: i64, from: &str) -> Self {
        Self { account: Some(id), role: "seeker", from: from.to_owned() }
    }
}

impl From<&Who> for Actor {
    fn from(who: &Who) -> Self {
        Self { account: Some(who.account.id), role: who.role(), from: who.from.clone() }
    }
}

/// What can be done. Words in the database; the pages name them in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    SignedUp,
    SignedIn,
    /// A wrong password or code.
    SignInRefused,
    SignedOut,
    PasswordChanged,
    PasswordReset,
    LoginChanged,
    FactorOn,
    FactorOff,
    RecoveryUsed,
    SessionsEnded,
    Exported,
    Erased,
    Invited,
    InvitationWithdrawn,
    GrantGiven,
    GrantTaken,
    /// The book itself was searched.
    AuditRead,
    /// Somebody else's record was looked at.
    RecordRead,
}

impl Action {
    pub const ALL: [Self; 19] = [
        Self::SignedUp,
        Self::SignedIn,
        Self::SignInRefused,
        Self::SignedOut,
        Self::PasswordChanged,
        Self::PasswordReset,
        Self::LoginChanged,
        Self::FactorOn,
        Self::FactorOff,
        Self::RecoveryUsed,
        Self::SessionsEnded,
        Self::Exported,
        Self::Erased,
        Self::Invited,
        Self::InvitationWithdrawn,
        Self::GrantGiven,
        Self::GrantTaken,
        Self::AuditRead,
        Self::RecordRead,
    ];

    /// The word in the database and in addresses.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::SignedUp => "signed_up",
            Self::SignedIn => "signed_in",
            Self::SignInRefused => "sign_in_refused",
            Self::SignedOut => "signed_out",
            Self::PasswordChanged => "password_changed",
            Self::PasswordReset => "password_reset",
            Self::LoginChanged => "login_changed",
            Self::FactorOn => "factor_on",
            Self::FactorOff => "factor_off",
            Self::RecoveryUsed => "recovery_used",
            Self::SessionsEnded => "sessions_ended",
            Self::Exported => "exported",
            Self::Erased => "erased",
            Self::Invited => "invited",
            Self::InvitationWithdrawn => "invitation_withdrawn",
            Self::GrantGiven => "grant_given",
            Self::GrantTaken => "grant_taken",
            Self::AuditRead => "audit_read",
            Self::RecordRead => "record_read",
        }
    }

    /// Reads the word.
    pub fn read(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.slug() == slug)
    }
}

/// What it was done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    Account(i64),
    Institution(i64),
    Invitation(i64),
    /// The book itself.
    Audit,
}

impl Subject {
    /// The word and number in the database.
    pub const fn parts(self) -> (&'static str, Option<i64>) {
        match self {
            Self::Account(id) => ("account", Some(id)),
            Self::Institution(id) => ("institution", Some(id)),
            Self::Invitation(id) => ("invitation", Some(id)),
            Self::Audit => ("audit", None),
        }
    }
}

/// Adds a row within the transaction that does it. `detail` is a JSON object without a word of a person.
pub async fn write(
    tx: &mut Tx,
    actor: &Actor,
    action: Action,
    subject: Subject,
    detail: &Value,
    now: Stamp,
) -> Result<(), Error> {
    let (kind, id) = subject.parts();
    let statement = sql("insert into audit (id, at, account_id, role, action, subject, subject_id, detail, address) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
    .bind(new_id())
    .bind(now)
    .bind(actor.account)
    .bind(actor.role)
    .bind(action.slug())
    .bind(kind)
    .bind(id)
    .bind(detail.to_string())
    .bind(actor.from.as_str());
    tx.run(statement).await?;
    Ok(())
}

/// Adds a row for a read, in a transaction of its own. Call it before the data is shown.
pub async fn write_read(db: &Db, actor: &Actor, action: Action, subject: Subject, now: Stamp) -> Result<(), Error> {
    let mut tx = db.begin().await?;
    write(&mut tx, actor, action, subject, &Value::Object(serde_json::Map::new()), now).await?;
    tx.commit().await?;
    Ok(())
}

/// A row as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub at: Stamp,
    pub account: Option<i64>,
    /// The account's name; `None` if it has none or was erased.
    pub name: Option<String>,
    pub role: String,
    pub action: String,
    pub subject: String,
    pub subject_id: Option<i64>,
    pub detail: String,
    pub from: String,
}

/// What is looked for. All of it together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// Part of a name, or a whole number or address of an account.
    pub who: Option<String>,
    /// The account that did it or to which it was done.
    pub account: Option<i64>,
    pub action: Option<Action>,
    pub subject: Option<(String, i64)>,
    /// From the beginning of this second.
    pub from: Option<Stamp>,
    /// To before this second.
    pub to: Option<Stamp>,
}

/// Escapes what `like` would read as a sign.
fn like(part: &str) -> String {
    format!("%{}%", part.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}

impl Question {
    fn filter(&self, mut statement: Sql) -> Sql {
        statement = statement.push(" where 1 = 1");
        if let Some(who) = &self.who {
            let login = crate::people::Login::read(who).map_or_else(|_| who.clone(), |login| login.as_str().to_owned());
            statement = statement
                .push(" and audit.account_id in (select id from accounts where name like ")
                .put(like(who))
                .push(" escape '\\' or phone = ")
                .put(login.as_str())
                .push(" or email = ")
                .put(login.as_str())
                .push(")");
        }
        if let Some(account) = self.account {
            statement = statement.push(" and audit.account_id = ").put(account);
        }
        if let Some(action) = self.action {
            statement = statement.push(" and action = ").put(action.slug());
        }
        if let Some((kind, id)) = &self.subject {
            statement = statement.push(" and subject = ").put(kind.as_str()).push(" and subject_id = ").put(*id);
        }
        if let Some(from) = self.from {
            statement = statement.push(" and at >= ").put(from);
        }
        if let Some(to) = self.to {
            statement = statement.push(" and at < ").put(to);
        }
        statement
    }
}

fn read(row: &Row) -> Result<Entry, Error> {
    Ok(Entry {
        at: Stamp(row.get("at")?),
        account: row.get("account_id")?,
        name: row.get::<Option<String>>("name")?.filter(|name| !name.is_empty()),
        role: row.get("role")?,
        action: row.get("action")?,
        subject: row.get("subject")?,
        subject_id: row.get("subject_id")?,
        detail: row.get("detail")?,
        from: row.get("address")?,
    })
}

/// The rows that fit, newest first, `limit` of them after the first `skip`.
pub async fn search(db: &Db, question: &Question, skip: i64, limit: i64) -> Result<Vec<Entry>, Error> {
    let select =
        sql("select audit.at, audit.account_id, accounts.name, audit.role, audit.action, audit.subject, audit.subject_id, \
         audit.detail, audit.address from audit left join accounts on accounts.id = audit.account_id");
    let statement = question.filter(select).push(" order by at desc, audit.id desc limit ").put(limit).push(" offset ").put(skip);
    db.all(statement).await?.iter().map(read).collect()
}

/// How many rows fit.
pub async fn count(db: &Db, question: &Question) -> Result<i64, Error> {
    db.one(question.filter(sql("select count(*) as all_of_them from audit"))).await?.get("all_of_them")
}

/// Who of others looked at an account's record or changed it, newest first.
pub async fn looks_at(db: &Db, account: i64, limit: i64) -> Result<Vec<Entry>, Error> {
    let select =
        sql("select audit.at, audit.account_id, accounts.name, audit.role, audit.action, audit.subject, audit.subject_id, \
         audit.detail, audit.address from audit left join accounts on accounts.id = audit.account_id \
         where subject = 'account' and subject_id = $1 and (audit.account_id is null or audit.account_id <> $1) \
         order by at desc, audit.id desc limit $2");
    db.all(select.bind(account).bind(limit)).await?.iter().map(read).collect()
}
