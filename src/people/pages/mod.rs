//! The pages of signing up and in, of one's own account, and of an invitation; and what their handlers share.

pub mod erase;
pub mod factor;
pub mod forgot;
pub mod invited;
pub mod me;
pub mod security;
pub mod sign_in;
pub mod sign_up;

use super::login::NoLogin;
use super::password::Weak;
use super::tries::Wait;
use super::{Account, sessions};
use crate::error::Error;
use crate::time::Stamp;
use crate::web::form::{Faults, head};
use crate::web::{Visit, page};
use crate::words::Words;
use axum::http::header::{RETRY_AFTER, USER_AGENT};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};
use serde_json::json;
use tower_sessions::{Expiry, Session};

/// The longest name of a person.
pub const LONGEST_NAME: usize = 60;

/// A page with one thing to do on it.
pub fn narrow(visit: &Visit, title: &str, body: &Markup) -> Markup {
    let body = html! { div.narrow { h1 { (title) } (body) } };
    page(visit, &head(title.to_owned()), &body)
}

/// A page whose form has something wrong in it.
pub fn faulty(page: Markup) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

/// A page that asks to come again later.
pub fn too_often(wait: Wait, page: Markup) -> Response {
    let mut response = (StatusCode::TOO_MANY_REQUESTS, page).into_response();
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(wait.0));
    response
}

/// "… in 5 minutes."
pub fn wait_told(words: &Words, wait: Wait) -> String {
    words.wait_minutes(wait.0.saturating_add(59) / 60)
}

/// What is wrong with a login, in words.
pub fn login_fault(words: &Words, fault: NoLogin) -> String {
    match fault {
        NoLogin::Empty => words.login_empty(),
        NoLogin::Neither => words.login_neither(),
        NoLogin::Sample => words.login_sample(),
    }
}

/// Looks at a new password typed twice, or once where the page asks once.
pub fn password_faults(words: &Words, faults: &mut Faults, password: &str, logins: &[&str]) {
    let said = match super::password::accept(password, logins) {
        Ok(()) => return,
        Err(Weak::Short) => words.password_short(super::password::FEWEST as i64),
        Err(Weak::Long) => words.password_long(super::password::MOST as i64),
        Err(Weak::Common) => words.password_common(),
    };
    faults.add("password", said);
}

/// Signs somebody in: a new session under a new id, whatever session there was before.
pub async fn begin_session(
    session: &Session,
    account: &Account,
    headers: &HeaderMap,
    from: &str,
    demo: bool,
) -> Result<(), Error> {
    let staff = account.grants.iter().any(|grant| matches!(grant.slug(), "office" | "admin"));
    let seconds = if staff && !demo { sessions::STAFF_SECONDS } else { sessions::PERSON_SECONDS };
    begin(session, sessions::ACCOUNT, account.id, seconds, headers, from).await
}

/// Keeps that the password was right until the code comes: again under a new id.
pub async fn begin_halfway(session: &Session, account: i64, headers: &HeaderMap, from: &str) -> Result<(), Error> {
    begin(session, sessions::HALFWAY, account, sessions::HALFWAY_SECONDS, headers, from).await
}

async fn begin(session: &Session, what: &str, account: i64, seconds: i64, headers: &HeaderMap, from: &str) -> Result<(), Error> {
    let unwritten = |fault: tower_sessions::session::Error| Error::Busy(format!("writing a session: {fault}"));
    let agent: String =
        headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default().chars().take(200).collect();
    session.clear().await;
    session.cycle_id().await.map_err(unwritten)?;
    session.insert(what, account).await.map_err(unwritten)?;
    session.insert(sessions::PLACE, json!({ "address": from, "agent": agent })).await.map_err(unwritten)?;
    let ends = time::OffsetDateTime::from_unix_timestamp(Stamp::now().0 + seconds)
        .map_err(|_| Error::stored("expires_at", "a day beyond the calendar"))?;
    session.set_expiry(Some(Expiry::AtDateTime(ends)));
    Ok(())
}

/// A way back that stays on this site: an address that a form or a link named, or nothing.
pub fn local(next: &str) -> Option<&str> {
    let plain = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && next.bytes().all(|byte| (0x21..0x7f).contains(&byte));
    (plain && next.len() <= 500).then_some(next)
}

/// Where somebody goes who comes in without a particular wish.
pub fn first_page(account: &Account) -> &'static str {
    let has = |slugs: &[&str]| account.grants.iter().any(|grant| slugs.contains(&grant.slug()));
    if has(&["admin", "office"]) {
        "/office"
    } else if has(&["owner", "member"]) {
        "/desk"
    } else {
        "/me"
    }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn a_way_back_never_leaves_the_site() {
        assert_eq!(local("/openings?q=%E6%8A%A4"), Some("/openings?q=%E6%8A%A4"));
        for foreign in
            ["", "//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nx: y", "/护"]
        {
            assert_eq!(local(foreign), None, "{foreign}");
        }
    }
}
