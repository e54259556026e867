//! Suggestions while typing, for the pages' script and for other systems.

use crate::app::App;
use crate::error::Error;
use axum::Json;
use axum::extract::{RawQuery, State};
use serde::Serialize;
use utoipa::ToSchema;

/// A suggestion.
#[derive(Debug, Serialize, ToSchema)]
pub struct Suggestion {
    #[schema(example = "养老护理员")]
    pub text: String,
    /// `occupation`, `place`, `condition` or `word`.
    pub kind: String,
}

/// Suggestions, the likeliest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Suggestions {
    pub suggestions: Vec<Suggestion>,
}

/// The most suggestions.
const MOST: usize = 8;
/// Nobody types more before the first suggestion helps.
const LONGEST: usize = 60;

/// Words that complete what is being typed, in Chinese, pinyin or first letters.
#[utoipa::path(
    get, path = "/suggest", tag = "search",
    params(("q" = String, Query, description = "What is typed so far")),
    responses((status = 200, body = Suggestions), (status = 400, description = "A parameter is wrong", content_type = "application/problem+json"))
)]
pub async fn suggest(State(app): State<App>, RawQuery(query): RawQuery) -> Result<Json<Suggestions>, Error> {
    let mut typed = String::new();
    for (name, value) in form_urlencoded::parse(query.as_deref().unwrap_or_default().as_bytes()) {
        match name.as_ref() {
            "q" if value.chars().count() <= LONGEST => typed = value.into_owned(),
            "q" => return Err(Error::field("q", format!("is longer than {LONGEST} characters"))),
            "lang" => {}
            other => {
                return Err(Error::field(
                    other.chars().take(40).collect::<String>(),
                    "is not a parameter of suggestions; known is q",
                ));
            }
        }
    }
    let suggestions = app
        .search
        .suggest(&typed, MOST)
        .into_iter()
        .map(|entry| Suggestion { text: entry.text, kind: entry.kind.slug().to_owned() });
    Ok(Json(Suggestions { suggestions: suggestions.collect() }))
}
