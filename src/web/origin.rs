//! Requests that another site makes a visitor's browser send are refused, for every method that changes something.
//!
//! Browsers say where a request comes from: `Sec-Fetch-Site`, or before it `Origin`, or at least `Referer`. What says
//! otherwise than "this site" is refused. What says nothing comes from no browser of the last years, and a script that holds
//! no cookie of somebody else can do no harm; and an old browser's cookie is `SameSite=Lax`, so that it is not sent along.

use super::visit::Site;
use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN, REFERER};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

/// Goes around every address.
pub async fn around(State(site): State<Site>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE);
    if safe || is_own(&site, request.headers()) {
        next.run(request).await
    } else {
        (StatusCode::FORBIDDEN, "another site").into_response()
    }
}

/// Whether a request comes from a page of this site, or from no page at all.
fn is_own(site: &Site, headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    match text("sec-fetch-site") {
        Some(site) => return matches!(site, "same-origin" | "none"),
        None if headers.contains_key(ORIGIN) => {}
        None => return headers.get(REFERER).is_none_or(|from| from.to_str().is_ok_and(|from| is_here(site, headers, from))),
    }
    text("origin").is_some_and(|from| is_here(site, headers, from))
}

/// Whether an address is on this site: at the address people use, or at the host that was asked for.
fn is_here(site: &Site, headers: &HeaderMap, address: &str) -> bool {
    let host = |address: &str| {
        let (scheme, rest) = address.split_once("://")?;
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default().to_ascii_lowercase();
        matches!(scheme, "http" | "https").then_some(host)
    };
    let Some(from) = host(address) else { return false };
    let asked = headers.get(HOST).and_then(|host| host.to_str().ok()).map(str::to_ascii_lowercase);
    let public = site.public_url.as_deref().and_then(host);
    !from.is_empty() && (asked.as_deref() == Some(&from) || public.as_deref() == Some(&from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn own(lines: &[(&'static str, &'static str)]) -> bool {
        let site = Site { public_url: Some("https://jobs.example".into()), demo: false };
        let mut headers = HeaderMap::new();
        headers.insert(HOST, HeaderValue::from_static("10.0.0.5:3000"));
        for (name, value) in lines {
            headers.insert(*name, HeaderValue::from_static(value));
        }
        is_own(&site, &headers)
    }

    #[test]
    fn pages_of_this_site_and_scripts_may_and_other_sites_may_not() {
        for (lines, may) in [
            (&[][..], true),
            (&[("sec-fetch-site", "same-origin")], true),
            (&[("sec-fetch-site", "none")], true),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("sec-fetch-site", "cross-site")], false),
            (&[("sec-fetch-site", "cross-site"), ("origin", "https://jobs.example")], false),
            (&[("origin", "https://jobs.example")], true),
            (&[("origin", "http://10.0.0.5:3000")], true),
            (&[("origin", "http://10.0.0.5:3001")], false),
            (&[("origin", "https://jobs.example.evil.example")], false),
            (&[("origin", "null")], false),
            (&[("origin", "")], false),
            (&[("origin", "file://jobs.example")], false),
            (&[("referer", "https://jobs.example/me?x=1")], true),
            (&[("referer", "https://evil.example/?https://jobs.example/")], false),
        ] {
            assert_eq!(own(lines), may, "{lines:?}");
        }
    }
}
