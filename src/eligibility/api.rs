//! The judge for other systems: a person, a post, and which subsidies may be claimed, line by line.

use super::carried::packs;
use super::request::{Request, RequestFault};
use super::told::Verdicts;
use crate::error::{Error, FieldFault};
use crate::time::today;
use axum::Json;
use axum::body::Bytes;
use serde_json::Value;

/// Answers a question as it came, by the rules the program carries.
///
/// # Errors
/// Every field that is wrong, by its path.
pub fn answer(question: &[u8]) -> Result<Value, Error> {
    let request = Request::from_json(question).map_err(|faults| Error::Input(faults.into_iter().map(named).collect()))?;
    let on = request.on.unwrap_or_else(today);
    let packs = packs()?;
    let verdicts = packs
        .judge(request.case(), on, request.policies.as_deref())
        .map_err(|unknown| Error::field("policies", format!("“{}” is not a known policy", unknown.slug)))?;
    let told: Verdicts<'_> = packs.tell(&verdicts, request.lang.unwrap_or_default());
    serde_json::to_value(told).map_err(|fault| Error::Stored(fault.to_string()))
}

fn named(fault: RequestFault) -> FieldFault {
    FieldFault::new(if fault.field.is_empty() { "body".to_owned() } else { fault.field }, fault.reason)
}

/// Judge subsidies for a person and a post.
#[utoipa::path(
    post, path = "/eligibility", tag = "eligibility", request_body(content = Object, description = "on, person, employment, policies, lang; what is missing is unknown, never false"),
    responses((status = 200, description = "Verdicts, each with every line's own answer", body = Object), (status = 400, description = "A field is wrong; each is named", content_type = "application/problem+json"))
)]
pub async fn judge(body: Bytes) -> Result<Json<Value>, Error> {
    answer(&body).map(Json)
}
