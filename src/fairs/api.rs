//! The fair planner for other systems.

use super::plan::{self, Request, Wrong};
use crate::error::{Error, FieldFault};
use axum::Json;
use axum::body::Bytes;
use serde_json::Value;

/// Plans a fair as it came.
///
/// # Errors
/// Every place where the request does not read or contradicts itself.
pub fn answer(question: &[u8]) -> Result<Value, Error> {
    let mut from = serde_json::Deserializer::from_slice(question);
    let request: Request =
        serde_path_to_error::deserialize(&mut from).map_err(|fault| Error::field(path_of(&fault), fault.inner().to_string()))?;
    from.end().map_err(|fault| Error::field("body", fault.to_string()))?;
    let named = |wrong: Wrong| FieldFault::new(wrong.field, wrong.reason);
    let planned = plan::plan(&request).map_err(|fault| Error::Input(fault.errors.into_iter().map(named).collect()))?;
    serde_json::to_value(planned).map_err(|fault| Error::Stored(fault.to_string()))
}

fn path_of<E>(fault: &serde_path_to_error::Error<E>) -> String {
    let path = fault.path().to_string();
    if path == "." { "body".to_owned() } else { path }
}

/// Make a fair's timetable: stable pairs under quotas, without clashes.
#[utoipa::path(
    post, path = "/fairs/plan", tag = "fairs", request_body(content = Object, description = "slots, stands, candidates, scores, banned, fixed"),
    responses((status = 200, description = "interviews, unplaced, blocking_pairs, total_score, filled", body = Object), (status = 400, description = "The request contradicts itself; every place is named", content_type = "application/problem+json"))
)]
pub async fn plan(body: Bytes) -> Result<Json<Value>, Error> {
    // A large fair takes a second of computing: not on the threads that answer everybody else.
    tokio::task::spawn_blocking(move || answer(&body)).await.map_err(|fault| Error::Stored(fault.to_string()))?.map(Json)
}
