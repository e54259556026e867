//! Openings as rows that an import reads: what `yipin export` prints, so that one market's posts can go into another.
//!
//! What is unknown is left out, so the row says no more than the post.

use crate::openings::Opening;
use crate::regions::Regions;
use serde_json::{Map, Value, json};

/// The row of an opening, by the English names of the columns.
pub fn row(opening: &Opening) -> Map<String, Value> {
    let wanted = &opening.requirements;
    let cells = [
        ("source", json!(opening.source)),
        ("source_id", json!(opening.source_id)),
        ("title", json!(opening.title)),
        ("institution", json!(opening.institution.name)),
        ("kind", json!(opening.kind)),
        ("occupation", json!(opening.occupation)),
        ("place", json!(place(opening))),
        ("address", json!(opening.address)),
        ("lat", json!(opening.at.map(|(lat, _)| lat))),
        ("lon", json!(opening.at.map(|(_, lon)| lon))),
        ("description", json!(opening.description)),
        ("headcount", json!(opening.headcount)),
        ("pay_min", json!(opening.pay.min)),
        ("pay_max", json!(opening.pay.max)),
        ("pay_period", json!(opening.pay.period)),
        ("pay_months", json!(opening.pay.months)),
        ("education", json!(wanted.education)),
        ("experience_years", json!(wanted.experience_years)),
        ("skill_level", json!(wanted.skill_level.map(|level| level.get()))),
        ("licences", json!(wanted.licences)),
        ("majors", json!(wanted.majors)),
        ("employment", json!(opening.employment)),
        ("benefits", json!(opening.benefits)),
        ("skills", json!(opening.skills)),
        ("shifts", json!(opening.shifts)),
        ("valid_until", json!(opening.valid_until)),
        ("published", json!(opening.published)),
        ("url", json!(opening.url)),
    ];
    let says = |value: &Value| !(value.is_null() || value.as_array().is_some_and(Vec::is_empty) || value == "");
    cells.into_iter().filter(|(_, value)| says(value)).map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The place as it was written, or its code where the words alone would be read as another place.
fn place(opening: &Opening) -> Option<String> {
    let written = opening.place.clone().unwrap_or_default();
    let read = Regions::builtin().resolve(&written, opening.address.as_deref(), None).map(|code| code.to_string());
    if read == opening.region { opening.place.clone() } else { opening.region.clone().or_else(|| opening.place.clone()) }
}
