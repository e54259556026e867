//! What a fault looks like: a page in the visitor's language that names what is wrong and shows a way on, or for programs a problem
//! document (RFC 9457). Handlers return [`Error`]; the layer around all addresses redraws it here, together with every other bare
//! refusal (no such address, wrong method, too large, too slow). Details of our own faults go to the log, never to the visitor.

use super::parts::{note, search_box};
use super::visit::pairs;
use super::{Head, Visit, page, visit};
use crate::error::{Error, FieldFault};
use crate::words::Words;
use axum::body::Body;
use axum::http::header::{ACCEPT, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Serialize;

/// What the layer around all addresses needs to draw a fault again.
#[derive(Debug, Clone, Default)]
struct Told {
    faults: Vec<FieldFault>,
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let status = status_of(&self);
        if status.is_server_error() {
            tracing::error!(%status, "{self}");
        }
        let told = match self {
            Self::Input(faults) => Told { faults },
            _ => Told::default(),
        };
        let mut response = status.into_response();
        response.extensions_mut().insert(told);
        response
    }
}

fn status_of(error: &Error) -> StatusCode {
    match error {
        Error::Input(_) => StatusCode::BAD_REQUEST,
        Error::Missing(_) => StatusCode::NOT_FOUND,
        Error::Gone(_) => StatusCode::GONE,
        Error::Busy(_) => StatusCode::SERVICE_UNAVAILABLE,
        error if error.is_out_of_reach() => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Whether the asker is a program: it asks below `/api/`, or for JSON and not for a page.
pub fn wants_json(path: &str, headers: &HeaderMap) -> bool {
    let accepts = |kind: &str| headers.get_all(ACCEPT).iter().any(|line| line.to_str().is_ok_and(|line| line.contains(kind)));
    path == "/api" || path.starts_with("/api/") || (accepts("json") && !accepts("html"))
}

/// Draws a refusal that is still bare; anything else passes as it is.
pub fn redraw(response: Response, visit: &Visit, as_json: bool) -> Response {
    let status = response.status();
    let told = response.extensions().get::<Told>().cloned();
    let kind = response.headers().get(CONTENT_TYPE);
    let bare = kind.is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    // The probes speak plain text to machines.
    let is_probe = matches!(visit.path.as_str(), "/healthz" | "/readyz" | "/metrics");
    if !(status.is_client_error() || status.is_server_error()) || !bare || is_probe {
        return response;
    }
    let faults = told.unwrap_or_default().faults;
    let (kind, body) = if as_json {
        ("application/problem+json", serde_json::to_string(&Problem::new(status, faults)).unwrap_or_default())
    } else {
        ("text/html; charset=utf-8", FaultPage { status, faults }.draw(visit).into_string())
    };
    // All else that the refusal carries stays: the rules for browsers, the methods allowed, when to come again.
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(CONTENT_LENGTH);
    parts.headers.remove(CONTENT_ENCODING);
    parts.headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        parts.headers.entry(RETRY_AFTER).or_insert(HeaderValue::from_static("10"));
    }
    Response::from_parts(parts, Body::from(body))
}

/// A problem document.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the status says what kind of problem it is.
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    detail: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldFault>,
}

impl Problem {
    fn new(status: StatusCode, errors: Vec<FieldFault>) -> Self {
        let title = status.canonical_reason().unwrap_or("Refused");
        let detail = if !errors.is_empty() {
            let said: Vec<String> = errors.iter().map(ToString::to_string).collect();
            said.join("; ")
        } else if status.is_server_error() {
            "The fault is ours; it was recorded. Please try again in a little while.".to_owned()
        } else {
            title.to_owned()
        };
        Self { kind: "about:blank", title, status: status.as_u16(), detail, errors }
    }
}

/// A fault as a person sees it.
#[derive(Debug)]
pub struct FaultPage {
    pub status: StatusCode,
    pub faults: Vec<FieldFault>,
}

impl FaultPage {
    pub fn draw(&self, visit: &Visit) -> Markup {
        let (title, told) = self.sentences(visit.words());
        let body = html! {
            article.fault {
                p.code { (self.status.as_u16()) }
                h1 { (title) }
                p.lead { (told) }
                (self.faulty_fields(visit))
                (self.ways_on(visit))
            }
        };
        page(visit, &Head { title, ..Head::default() }, &body)
    }

    fn sentences(&self, words: &Words) -> (String, String) {
        match self.status.as_u16() {
            400 | 422 => (words.fault_input_title(), words.fault_input_told()),
            403 => (words.fault_right_title(), words.fault_right_told()),
            404 => (words.fault_missing_title(), words.fault_missing_told()),
            405 => (words.fault_method_title(), words.fault_method_told()),
            410 => (words.fault_gone_title(), words.fault_gone_told()),
            413 => (words.fault_large_title(), words.fault_large_told()),
            429 => (words.fault_often_title(), words.fault_often_told()),
            503 => (words.fault_busy_title(), words.fault_busy_told()),
            status if status < 500 => (words.fault_input_title(), words.fault_input_told()),
            _ => (words.fault_ours_title(), words.fault_ours_told()),
        }
    }

    /// Each faulty field, what was given and what would be right.
    fn faulty_fields(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let given = pairs(&visit.query);
        html! {
            @for fault in &self.faults {
                @let value = given.iter().find(|(name, _)| *name == fault.field).map(|(_, value)| shortened(value));
                (note("bad", "info", &html! {
                    p { b { (field_name(words, &fault.field).unwrap_or_else(|| words.fault_field_unknown(&fault.field))) } }
                    @if let Some(value) = value.filter(|value| !value.is_empty()) { p { (words.fault_given(value)) } }
                    p { (how_to_mend(words, &fault.field)) }
                    p.small lang="en" { code { (fault.field) } ": " (fault.reason) }
                }))
            }
        }
    }

    fn ways_on(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let kept: Vec<(String, String)> =
            pairs(&visit.query).into_iter().filter(|(name, _)| !self.faults.iter().any(|fault| fault.field == *name)).collect();
        let searching = visit.path == "/openings";
        let q = kept.iter().find(|(name, _)| name == "q").map_or("", |(_, value)| value);
        html! {
            h2 { (words.fault_ways_on()) }
            // What passes by itself may have passed: the same address once more.
            @if self.status.is_server_error() {
                p { a.go href=(here(visit)) { (words.fault_again()) } }
            }
            @if searching && !self.faults.is_empty() {
                p { a.go href={ "/openings?" (rejoin(&kept)) } { (words.fault_without()) } }
            }
            (search_box(visit, if searching { q } else { "" }, &[], false))
            ul.links {
                li { a href="/" { (words.menu_home()) } }
                li { a href="/openings" { (words.all_openings()) } }
            }
        }
    }
}

/// The address that was asked for.
fn here(visit: &Visit) -> String {
    if visit.query.is_empty() { visit.path.clone() } else { format!("{}?{}", visit.path, visit.query) }
}

fn rejoin(pairs: &[(String, String)]) -> String {
    let joined: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{}={}", visit::encode(name), visit::encode(value))).collect();
    joined.join("&")
}

fn shortened(value: &str) -> String {
    const MOST: usize = 60;
    let short: String = value.chars().take(MOST).collect();
    if short.len() < value.len() { format!("{short}…") } else { short }
}

/// What a search parameter is called on the pages.
fn field_name(words: &Words, field: &str) -> Option<String> {
    Some(match field {
        "q" => words.search_label(),
        "region" => words.facet_region(),
        "kind" => words.facet_kind(),
        "occupation" => words.facet_occupation(),
        "pathway" => words.facet_pathway(),
        "education" => words.facet_education(),
        "institution_kind" => words.facet_institution(),
        "pay_min" => words.facet_pay(),
        "benefit" => words.facet_benefit(),
        "near" | "radius_km" => words.facet_near(),
        "sort" => words.sort_name(),
        "page" | "per_page" | "part" => words.pager_name(),
        _ => return None,
    })
}

fn how_to_mend(words: &Words, field: &str) -> String {
    match field {
        "region" | "kind" | "occupation" | "pathway" | "education" | "institution_kind" | "benefit" | "sort" | "subsidy" => {
            words.mend_choose()
        }
        "pay_min" => words.mend_pay(),
        "near" => words.mend_near(),
        "radius_km" => words.mend_radius(),
        "page" | "per_page" | "part" => words.mend_page(),
        "q" => words.mend_q(),
        _ => words.mend_unknown(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Uri;
    use jiff::civil::date;

    fn at(address: &'static str) -> Visit {
        Visit::read(&visit::Site::default(), &Uri::from_static(address), &HeaderMap::new(), date(2026, 11, 23))
    }

    async fn body(response: Response) -> String {
        let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.expect("a body");
        String::from_utf8(bytes.to_vec()).expect("text")
    }

    #[tokio::test]
    async fn a_faulty_filter_is_named_with_what_was_given_and_a_way_on_without_it() {
        let error = Error::field("region", "“铁岭街” is not a region code");
        let visit = at("/openings?q=%E6%8A%A4%E5%B7%A5&region=%E9%93%81%E5%B2%AD%E8%A1%97");
        let response = redraw(error.into_response(), &visit, false);
        assert_eq!(response.status(), StatusCode::BAD_REQUEST);
        let page = body(response).await;
        assert!(page.contains("铁岭街") && page.contains(r#"href="/openings?q=%E6%8A%A4%E5%B7%A5""#), "{page}");
    }

    #[tokio::test]
    async fn a_program_gets_a_problem_document_with_the_field() {
        let response = redraw(Error::field("kind", "no such kind").into_response(), &at("/api/v1/openings?kind=x"), true);
        assert_eq!(response.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes), Some(&b"application/problem+json"[..]));
        let problem: serde_json::Value = serde_json::from_str(&body(response).await).expect("JSON");
        assert_eq!(problem["status"], 400);
        assert_eq!(problem["errors"][0]["field"], "kind");
    }

    #[tokio::test]
    async fn our_own_faults_are_not_told_in_detail() {
        let error = Error::Stored("column pay_min holds what cannot be read: x".into());
        let page = body(redraw(error.into_response(), &at("/openings"), false)).await;
        assert!(!page.contains("pay_min holds"));
        assert!(page.contains(r#"href="/""#));
    }

    #[tokio::test]
    async fn an_address_that_is_not_there_is_a_page_too_and_the_probes_are_left_alone() {
        let page = redraw(StatusCode::NOT_FOUND.into_response(), &at("/nowhere?lang=en"), false);
        assert_eq!(page.status(), StatusCode::NOT_FOUND);
        assert!(body(page).await.contains("<html lang=\"en\""));
        let probe = redraw((StatusCode::SERVICE_UNAVAILABLE, "index behind").into_response(), &at("/readyz"), false);
        assert_eq!(body(probe).await, "index behind");
    }

    #[tokio::test]
    async fn a_database_out_of_reach_passes_by_itself_and_a_fault_of_ours_does_not() {
        let away = redraw(Error::from(sqlx::Error::PoolTimedOut).into_response(), &at("/openings?q=x&lang=en"), false);
        assert_eq!(away.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(away.headers().contains_key(RETRY_AFTER));
        let page = body(away).await;
        assert!(page.contains(r#"href="/openings?q=x""#), "the same address once more: {page}");
        let ours = redraw(Error::from(sqlx::Error::RowNotFound).into_response(), &at("/openings"), false);
        assert_eq!(ours.status(), StatusCode::INTERNAL_SERVER_ERROR);
    }

    #[test]
    fn programs_are_known_by_where_and_how_they_ask() {
        let mut headers = HeaderMap::new();
        assert!(wants_json("/api/v1/openings", &headers));
        assert!(!wants_json("/apiary", &headers));
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        assert!(wants_json("/openings", &headers));
        headers.insert(ACCEPT, HeaderValue::from_static("text/html,application/json;q=0.9"));
        assert!(!wants_json("/openings", &headers));
    }
}
