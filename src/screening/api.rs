//! The screen for other systems: an opening, and what it says that it may not.

use super::post::Post;
use super::search::Told;
use crate::eligibility::Lang;
use crate::error::{Error, FieldFault};
use crate::time::today;
use axum::Json;
use axum::body::Bytes;
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// Screens an opening as it came. Beside the opening's own fields stand `on`, the day (today where it is missing), and `lang`.
///
/// # Errors
/// Every field that does not read.
pub fn answer(question: &[u8]) -> Result<Value, Error> {
    let mut fields: Map<String, Value> =
        serde_json::from_slice(question).map_err(|fault| Error::field("body", format!("is not an opening in JSON: {fault}")))?;
    let mut faults = Vec::new();
    let on = beside(&mut fields, "on", &mut faults);
    let lang: Lang = beside(&mut fields, "lang", &mut faults).unwrap_or_default();
    let post = match Post::from_json(fields) {
        Ok(post) if faults.is_empty() => post,
        Ok(_) => return Err(Error::Input(faults)),
        Err(found) => {
            faults.extend(found);
            return Err(Error::Input(faults));
        }
    };
    let findings = super::findings(&post, on.unwrap_or_else(today))?;
    let told: Vec<Told> = findings.iter().map(|finding| finding.told(lang)).collect();
    Ok(json!({ "findings": told }))
}

/// A field that belongs to the question and not to the opening.
fn beside<T: for<'de> Deserialize<'de>>(fields: &mut Map<String, Value>, name: &str, faults: &mut Vec<FieldFault>) -> Option<T> {
    let value = fields.remove(name).filter(|value| !value.is_null())?;
    let read = serde_json::from_value(value);
    read.map_err(|fault| faults.push(FieldFault::new(name, fault.to_string()))).ok()
}

/// Screen a post: what it says that the law does not allow, where, and what to write instead.
#[utoipa::path(
    post, path = "/screenings", tag = "openings",
    request_body(content = Object, description = "An opening with the columns of an import or as the API shows it, all of them free to be missing; and contract_months, trial_months, internship_months, on (the day), lang (zh, en)"),
    responses((status = 200, description = "findings: rule, level (block, risk, note), field, words, at (characters from and to in the field), text, law, certainty, suggest", body = Object), (status = 400, description = "A field is wrong; each is named", content_type = "application/problem+json"))
)]
pub async fn screen(body: Bytes) -> Result<Json<Value>, Error> {
    answer(&body).map(Json)
}
