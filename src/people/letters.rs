//! The letters people get about their account, and how they are written: each as plain text and as HTML, in the reader's
//! language, from what is true when it goes out. Links are made while writing, so no link ever waits in the store.

use super::tokens::{self, For, INVITATION_SECONDS, RESET_SECONDS};
use super::{Login, invitations, store};
use crate::db::{Db, sql};
use crate::error::Error;
use crate::mail::{Asked, Letter, Outcome, Paragraph};
use crate::time::Stamp;
use crate::words::Lang;

/// The kinds, as the outbox names them.
pub const RESET: &str = "reset";
pub const WELCOME: &str = "welcome";
pub const INVITATION: &str = "invitation";
pub const PASSWORD_CHANGED: &str = "password_changed";
pub const LOGIN_CHANGED: &str = "login_changed";

/// Writes the letter that was asked for.
pub async fn write(db: &Db, asked: &Asked, site: &str, now: Stamp) -> Result<Outcome, Error> {
    match asked.kind.as_str() {
        RESET => reset(db, asked, site, now).await,
        WELCOME => welcome(db, asked, site).await,
        INVITATION => invitation(db, asked, site, now).await,
        PASSWORD_CHANGED => {
            notice(db, asked, site, |words| (words.letter_password_subject(), words.letter_password_told())).await
        }
        LOGIN_CHANGED => notice(db, asked, site, |words| (words.letter_login_subject(), words.letter_login_told())).await,
        other => Err(Error::stored("kind", other)),
    }
}

async fn account_of(db: &Db, asked: &Asked) -> Result<Option<super::Account>, Error> {
    let id = match (&asked.account, &asked.login) {
        (Some(id), _) => Some(*id),
        (None, Some(login)) => match Login::read(login) {
            Ok(login) => store::by_login(db, &login).await?,
            Err(_) => None,
        },
        (None, None) => None,
    };
    match id {
        Some(id) => store::find(db, id).await,
        None => Ok(None),
    }
}

/// A link to a new password; to nobody where the login has no account or the account no address.
async fn reset(db: &Db, asked: &Asked, site: &str, now: Stamp) -> Result<Outcome, Error> {
    let Some(account) = account_of(db, asked).await? else { return Ok(Outcome::Nobody) };
    let Some(email) = account.email else { return Ok(Outcome::Nobody) };
    let mut tx = db.begin().await?;
    let secret = tokens::make(&mut tx, For::Reset(account.id), now, Stamp(now.0 + RESET_SECONDS)).await?;
    tx.commit().await?;
    let words = account.lang.words();
    Ok(Outcome::Letter(Letter {
        to: email,
        lang: account.lang,
        subject: words.letter_reset_subject(),
        body: vec![
            Paragraph::Text(words.letter_greeting(&account.name)),
            Paragraph::Text(words.letter_reset_told()),
            Paragraph::Link(words.letter_reset_link(), format!("{site}/reset/{secret}")),
            Paragraph::Text(words.letter_reset_ends(RESET_SECONDS / 60)),
            Paragraph::Text(words.letter_reset_not_you()),
        ],
    }))
}

/// To an address with which somebody signed up: the account is ready, or there was one already.
async fn welcome(db: &Db, asked: &Asked, site: &str) -> Result<Outcome, Error> {
    let Some(account) = account_of(db, asked).await? else { return Ok(Outcome::Nobody) };
    let Some(email) = account.email.clone() else { return Ok(Outcome::Nobody) };
    let words = account.lang.words();
    // Whoever made the account names it; a try to make it again knows only the address.
    let is_new = asked.account.is_some();
    let told = if is_new { words.letter_welcome_new() } else { words.letter_welcome_known() };
    Ok(Outcome::Letter(Letter {
        to: email,
        lang: account.lang,
        subject: if is_new { words.letter_welcome_subject() } else { words.letter_known_subject() },
        body: vec![
            Paragraph::Text(words.letter_greeting(&account.name)),
            Paragraph::Text(told),
            Paragraph::Link(words.letter_sign_in_link(), format!("{site}/sign-in")),
            Paragraph::Text(words.letter_welcome_not_you()),
        ],
    }))
}

async fn invitation(db: &Db, asked: &Asked, site: &str, now: Stamp) -> Result<Outcome, Error> {
    let Some(id) = asked.invitation else { return Ok(Outcome::Nobody) };
    let Some(invitation) = invitations::find(db, id, now).await? else { return Ok(Outcome::Nobody) };
    let Some(Ok(Login::Email(to))) = invitation.login.as_deref().map(Login::read) else { return Ok(Outcome::Nobody) };
    let mut tx = db.begin().await?;
    let secret = tokens::make(&mut tx, For::Invitation(id), now, invitation.expires).await?;
    tx.commit().await?;
    let words = invitation.lang.words();
    let place = invitation.lang.role_at(&invitation.grant, invitation.institution.as_deref());
    Ok(Outcome::Letter(Letter {
        to,
        lang: invitation.lang,
        subject: words.letter_invitation_subject(place.clone()),
        body: vec![
            Paragraph::Text(words.letter_invitation_told(place)),
            Paragraph::Link(words.letter_invitation_link(), format!("{site}/invited/{secret}")),
            Paragraph::Text(words.letter_invitation_ends(INVITATION_SECONDS / 86_400)),
        ],
    }))
}

/// Something about the account changed; if it was not its owner, they can do something about it.
async fn notice(
    db: &Db,
    asked: &Asked,
    site: &str,
    said: fn(&crate::words::Words) -> (String, String),
) -> Result<Outcome, Error> {
    let Some(account) = account_of(db, asked).await? else { return Ok(Outcome::Nobody) };
    // A change of the address is told to the old one.
    let to = asked.login.clone().or_else(|| account.email.clone());
    let Some(to) = to.filter(|to| to.contains('@')) else { return Ok(Outcome::Nobody) };
    let words = account.lang.words();
    let (subject, told) = said(words);
    Ok(Outcome::Letter(Letter {
        to,
        lang: account.lang,
        subject,
        body: vec![
            Paragraph::Text(words.letter_greeting(&account.name)),
            Paragraph::Text(told),
            Paragraph::Link(words.letter_forgot_link(), format!("{site}/forgot")),
        ],
    }))
}

/// Asks for a letter to an account within the transaction that gives the reason.
pub async fn ask(tx: &mut crate::db::Tx, kind: &str, account: i64, lang: Lang, now: Stamp) -> Result<(), Error> {
    crate::mail::outbox::ask(tx, &Asked::of(kind, now, lang).account(account)).await
}

/// Removes letters that went out, or could not, three months ago.
pub async fn sweep(db: &Db, now: Stamp) -> Result<u64, Error> {
    let mut tx = db.begin().await?;
    let gone = tx
        .run(sql("delete from outbox where state in ('sent', 'nobody', 'failed') and made_at < $1").bind(now.0 - 90 * 86_400))
        .await?;
    tx.commit().await?;
    Ok(gone)
}
