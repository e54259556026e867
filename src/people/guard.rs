//! The guard before every address: finds out who asks and holds it against the table of rights.
//!
//! Handlers take [`Who`] (somebody signed in, let in by the table) or [`Asker`] (anybody, with the address they ask from).
//! Below `/api/` no session is looked at: those addresses are for programs.

use super::rights::{self, Answer, Whom};
use super::{Account, Who, sessions, store};
use crate::app::App;
use crate::error::Error;
use crate::web::visit::{Signed, Visit, encode};
use axum::extract::{ConnectInfo, FromRequestParts, MatchedPath, Request, State};
use axum::http::header::{ALLOW, CACHE_CONTROL};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};
use std::net::{IpAddr, SocketAddr};
use tower_sessions::Session;

/// Anybody who asks.
#[derive(Debug, Clone, Default)]
pub struct Asker {
    pub who: Option<Who>,
    /// The address they ask from; IPv6 cut to the network that one household has.
    pub from: String,
}

impl<S: Send + Sync> FromRequestParts<S> for Asker {
    type Rejection = std::convert::Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Who {
    type Rejection = Redirect;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Redirect> {
        let asker = parts.extensions.get::<Asker>().and_then(|asker| asker.who.clone());
        asker.ok_or_else(|| Redirect::to("/sign-in"))
    }
}

/// Goes around every address that the router knows.
pub async fn around(State(app): State<App>, mut request: Request, next: Next) -> Response {
    // Nothing stands at this address: the router says so itself.
    let Some(path) = request.extensions().get::<MatchedPath>().cloned() else { return next.run(request).await };
    let Some(line) = rights::line(request.method(), path.as_str()) else { return no_line(path.as_str()) };
    let from = address(request.headers(), request.extensions().get::<ConnectInfo<SocketAddr>>(), app.config.proxies);
    let is_api = request.uri().path().starts_with("/api/");
    let session = request.extensions().get::<Session>().filter(|_| !is_api).cloned();
    let who = match find(&app, session, &from).await {
        Ok(who) => who,
        Err(fault) => return fault.into_response(),
    };
    let id = id_in(path.as_str(), request.uri().path());
    let region = match region_of(&app, line.whom, id).await {
        Ok(region) => region,
        Err(fault) if who.is_some() => return fault.into_response(),
        // Who is not signed in learns nothing of what there is.
        Err(_) => None,
    };
    match rights::decide(line, who.as_ref(), region.as_deref(), !app.config.demo) {
        Answer::Pass => {}
        Answer::SignIn => return to_sign_in(&request),
        Answer::SetUpFactor => return Redirect::to("/me/second-factor").into_response(),
        Answer::Refuse => return with_name(StatusCode::FORBIDDEN.into_response(), who.as_ref()),
    }
    if let Some(visit) = request.extensions_mut().get_mut::<Visit>() {
        visit.signed = who.as_ref().map(signed);
    }
    request.extensions_mut().insert(Asker { who: who.clone(), from });
    with_name(next.run(request).await, who.as_ref())
}

/// A method without a line, or an address without any: a fault of ours, which is closed rather than open.
fn no_line(path: &str) -> Response {
    let methods = rights::methods(path);
    match HeaderValue::from_str(&methods) {
        Ok(allow) if !methods.is_empty() => (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, allow)]).into_response(),
        _ => {
            tracing::error!(path, "this address has no line in the table of src/people/rights.rs and answers nobody");
            StatusCode::FORBIDDEN.into_response()
        }
    }
}

/// Who holds the session of the cookie. Without a cookie nothing is read.
async fn find(app: &App, session: Option<Session>, from: &str) -> Result<Option<Who>, Error> {
    let Some(session) = session else { return Ok(None) };
    let unread = |fault: tower_sessions::session::Error| Error::Busy(format!("reading a session: {fault}"));
    let Some(id) = session.get::<i64>(sessions::ACCOUNT).await.map_err(unread)? else { return Ok(None) };
    let chosen = session.get::<i64>(sessions::DESK).await.map_err(unread)?;
    let account = store::find(&app.db, id).await?;
    Ok(account.map(|account| {
        let desk = Who::desk_of(&account, chosen);
        Who { account, desk, from: from.to_owned() }
    }))
}

/// The id in an address: what stands where its pattern says `{id}`.
fn id_in(pattern: &str, path: &str) -> Option<i64> {
    let at = pattern.split('/').position(|part| part == "{id}")?;
    crate::db::read_id(path.split('/').nth(at)?)
}

/// Where that lies which the address is about. What is not there is 404 to everybody who may ask at all.
async fn region_of(app: &App, whom: Whom, id: Option<i64>) -> Result<Option<String>, Error> {
    match whom {
        Whom::Own => Ok(None),
        Whom::Institution => {
            let id = id.ok_or(Error::Missing("institution"))?;
            let institution = crate::institutions::store::find(&app.db, id).await?.ok_or(Error::Missing("institution"))?;
            Ok(institution.region)
        }
    }
}

fn to_sign_in(request: &Request) -> Response {
    if *request.method() == Method::POST {
        return Redirect::to("/sign-in").into_response();
    }
    let address = request.uri().path_and_query().map_or("/", axum::http::uri::PathAndQuery::as_str);
    Redirect::to(&format!("/sign-in?next={}", encode(address))).into_response()
}

/// What the frame of a page shows of somebody signed in.
pub fn signed(who: &Who) -> Signed {
    let account: &Account = &who.account;
    Signed { name: account.name.clone(), desk: who.desk.is_some(), office: who.is_staff() }
}

/// Faults are drawn around us; they too show who is signed in. And what somebody signed in saw stays in no cache.
fn with_name(mut response: Response, who: Option<&Who>) -> Response {
    if let Some(who) = who {
        response.extensions_mut().insert(signed(who));
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    }
    response
}

/// The address of whoever asks. Behind `proxies` proxies of ours the last so many entries of `X-Forwarded-For` are theirs, so the
/// first of those is the one that our outermost proxy saw; what stands before it anybody may have written.
fn address(headers: &HeaderMap, peer: Option<&ConnectInfo<SocketAddr>>, proxies: usize) -> String {
    let forwarded = || {
        let lines = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok());
        let all: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
        all.len().checked_sub(proxies).and_then(|at| all.get(at)?.parse::<IpAddr>().ok())
    };
    let far = if proxies > 0 { forwarded() } else { None };
    far.or_else(|| peer.map(|peer| peer.0.ip())).map(household).unwrap_or_default()
}

/// An IPv6 household has a whole network of addresses.
fn household(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(four) => four.to_string(),
        IpAddr::V6(six) => {
            let [a, b, c, d, ..] = six.segments();
            if six.is_loopback() { six.to_string() } else { format!("{a:x}:{b:x}:{c:x}:{d:x}::/64") }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(forwarded: &[&'static str], proxies: usize) -> String {
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append("x-forwarded-for", HeaderValue::from_static(line));
        }
        address(&headers, Some(&ConnectInfo(SocketAddr::from(([10, 0, 0, 1], 5)))), proxies)
    }

    #[test]
    fn a_forwarded_address_is_believed_only_from_proxies_of_ours() {
        assert_eq!(seen(&["203.0.113.9"], 0), "10.0.0.1");
        assert_eq!(seen(&["203.0.113.9"], 1), "203.0.113.9");
        assert_eq!(seen(&["6.6.6.6, 203.0.113.9"], 1), "203.0.113.9", "what the visitor wrote counts for nothing");
        assert_eq!(seen(&["6.6.6.6", "203.0.113.9, 10.0.0.7"], 2), "203.0.113.9");
        assert_eq!(seen(&[], 1), "10.0.0.1");
        assert_eq!(seen(&["junk"], 1), "10.0.0.1");
        assert_eq!(seen(&["2001:db8:1:2:3:4:5:6"], 1), "2001:db8:1:2::/64");
        assert_eq!(seen(&["::ffff:203.0.113.9"], 1), "203.0.113.9");
    }
}
