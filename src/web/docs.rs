//! The description of the API, made from the code, as JSON and as a page.

use super::{Head, Visit, page};
use crate::app::App;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use maud::{Markup, html};
use serde_json::Value;
use utoipa::OpenApi;
use utoipa::openapi;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Yipin 颐聘",
        description = "Openings of an elder-care job market: search, suggestions, and a feed of changes. Errors are application/problem+json."
    ),
    components(schemas(super::fault::Problem, crate::error::FieldFault))
)]
struct About;

/// What the description begins with.
pub fn about() -> openapi::OpenApi {
    About::openapi()
}

/// `/api/openapi.json` and `/api/docs`.
pub fn router(mut description: openapi::OpenApi) -> Router<App> {
    description.servers = Some(vec![openapi::Server::new("/api/v1")]);
    let value = serde_json::to_value(&description).unwrap_or(Value::Null);
    let shown = value.clone();
    Router::new()
        .route("/api/openapi.json", get(async move || Json(value.clone()).into_response()))
        .route("/api/docs", get(async move |visit: Visit| draw(&visit, &shown)))
}

fn draw(visit: &Visit, description: &Value) -> Markup {
    let words = visit.words();
    let head = Head { title: words.api_title(), ..Head::default() };
    let paths: Vec<(&String, &Value)> = description["paths"].as_object().into_iter().flatten().collect();
    page(
        visit,
        &head,
        &html! {
            h1 { (words.api_title()) }
            p { (words.api_lead()) " " a href="/api/openapi.json" { "openapi.json" } }
            @for (path, methods) in &paths {
                @for (method, call) in methods.as_object().into_iter().flatten() {
                    section {
                        h2 { code { (method.to_uppercase()) " /api/v1" (path) } }
                        // What it says to programmers is English on every page.
                        p lang="en" { (coded(call["summary"].as_str())) " " (coded(call["description"].as_str())) }
                        (parameters(&words.api_parameter(), &words.api_meaning(), &call["parameters"]))
                    }
                }
            }
        },
    )
}

/// A text in which backticks mark names.
fn coded(text: Option<&str>) -> Markup {
    html! {
        @for (at, part) in text.unwrap_or_default().split('`').enumerate() {
            @if at % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

fn parameters(parameter: &str, meaning: &str, list: &Value) -> Markup {
    let list = list.as_array().map(Vec::as_slice).unwrap_or_default();
    html! {
        @if !list.is_empty() {
            table {
                thead { tr { th scope="col" { (parameter) } th scope="col" { (meaning) } } }
                tbody {
                    @for one in list {
                        tr { th scope="row" { code { (one["name"].as_str().unwrap_or_default()) } } td lang="en" { (coded(one["description"].as_str())) } }
                    }
                }
            }
        }
    }
}
