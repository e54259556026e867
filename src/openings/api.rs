//! Openings for other systems: search, one opening, and the feed of changes.

use super::{Opening, store};
use crate::app::App;
use crate::codes::{Education, Employment, InstitutionKind, LicenceKind, OpeningKind, PayPeriod, Shift};
use crate::db::{read_id, show_id};
use crate::eligibility::openings::may_open;
use crate::error::{Error, FieldFault};
use crate::regions::{RegionCode, Regions};
use crate::search::{Corrected, Facets, Hit, Request, Understood};
use crate::time::today;
use axum::Json;
use axum::extract::{Path, RawQuery, State};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

/// The institution of an opening.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct InstitutionView {
    pub id: String,
    pub name: String,
    #[schema(value_type = Option<String>)]
    pub kind: Option<InstitutionKind>,
}

/// A place by its official code and name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RegionView {
    #[schema(example = "210302")]
    pub code: String,
    #[schema(example = "辽宁省鞍山市铁东区")]
    pub name: String,
}

/// What the post says it pays, in yuan a period; the period is null where the post does not say.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PayView {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>, example = 3500)]
    pub min: Option<super::Fen>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>, example = 4500)]
    pub max: Option<super::Fen>,
    #[schema(value_type = Option<String>, example = "month")]
    pub period: Option<PayPeriod>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub months: Option<i64>,
}

/// An opening in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OpeningView {
    pub id: String,
    pub title: String,
    #[schema(value_type = String, example = "vacancy")]
    pub kind: OpeningKind,
    /// A slug; null where the trade is not sure.
    pub occupation: Option<String>,
    pub institution: InstitutionView,
    pub region: Option<RegionView>,
    /// Null where the post states no pay.
    pub pay: Option<PayView>,
    pub headcount: Option<i64>,
    /// The least education asked; "none" is no limit, null is not stated.
    #[schema(value_type = Option<String>)]
    pub education: Option<Education>,
    pub source: String,
    pub source_id: String,
    #[schema(value_type = String, example = "2026-11-20")]
    pub published: Date,
    #[schema(value_type = Option<String>)]
    pub valid_until: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distance_km: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<f32>,
    /// How many more posts say the same and stand behind this one.
    #[serde(skip_serializing_if = "is_zero")]
    pub folded: u64,
    /// Subsidies that this post may open, by the rules in force.
    pub subsidies: Vec<String>,
    #[schema(example = "/openings/5k2m9x")]
    pub url: String,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl OpeningView {
    /// The view of a row.
    pub fn of(opening: &Opening) -> Self {
        Self {
            id: show_id(opening.id),
            title: opening.title.clone(),
            kind: opening.kind,
            occupation: opening.occupation.clone(),
            institution: InstitutionView {
                id: show_id(opening.institution.id),
                name: opening.institution.name.clone(),
                kind: opening.institution.kind,
            },
            region: opening.region.as_deref().and_then(region_view),
            pay: opening.pay.is_known().then_some(PayView {
                min: opening.pay.min,
                max: opening.pay.max,
                period: opening.pay.period,
                months: opening.pay.months,
            }),
            headcount: opening.headcount,
            education: opening.requirements.education,
            source: opening.source.clone(),
            source_id: opening.source_id.clone(),
            published: opening.published,
            valid_until: opening.valid_until,
            distance_km: None,
            score: None,
            folded: 0,
            subsidies: may_open(opening, today()),
            url: format!("/openings/{}", show_id(opening.id)),
        }
    }

    fn of_hit(hit: &Hit) -> Self {
        Self {
            distance_km: hit.distance_km.map(|km| (km * 10.0).round() / 10.0),
            score: Some(hit.score),
            folded: hit.folded,
            ..Self::of(&hit.opening)
        }
    }
}

fn region_view(code: &str) -> Option<RegionView> {
    let region: RegionCode = code.parse().ok()?;
    Some(RegionView { code: region.to_string(), name: Regions::builtin().full_name(region)? })
}

/// What a post asks of people.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RequirementsView {
    #[schema(value_type = Option<String>)]
    pub education: Option<Education>,
    pub experience_years: Option<i64>,
    /// 1 (apprentice) to 8 (chief).
    pub skill_level: Option<u8>,
    #[schema(value_type = Vec<String>)]
    pub licences: Vec<LicenceKind>,
    pub majors: Vec<String>,
}

/// One opening, whole.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OpeningDetail {
    #[serde(flatten)]
    pub opening: OpeningView,
    pub description: String,
    pub requirements: RequirementsView,
    pub benefits: Vec<String>,
    pub skills: Vec<String>,
    #[schema(value_type = Vec<String>)]
    pub shifts: Vec<Shift>,
    #[schema(value_type = Option<String>)]
    pub employment: Option<Employment>,
    pub place: Option<String>,
    pub address: Option<String>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    /// The address at the source.
    pub source_url: Option<String>,
}

impl OpeningDetail {
    /// The whole view of a row.
    pub fn of(opening: &Opening) -> Self {
        let wanted = &opening.requirements;
        Self {
            opening: OpeningView::of(opening),
            description: opening.description.clone(),
            requirements: RequirementsView {
                education: wanted.education,
                experience_years: wanted.experience_years,
                skill_level: wanted.skill_level.map(|level| level.get()),
                licences: wanted.licences.clone(),
                majors: wanted.majors.clone(),
            },
            benefits: opening.benefits.clone(),
            skills: opening.skills.clone(),
            shifts: opening.shifts.clone(),
            employment: opening.employment,
            place: opening.place.clone(),
            address: opening.address.clone(),
            lat: opening.at.map(|(lat, _)| lat),
            lon: opening.at.map(|(_, lon)| lon),
            source_url: opening.url.clone(),
        }
    }
}

/// What a search found.
#[derive(Debug, Serialize, ToSchema)]
pub struct Found {
    /// Posts that fit, those that say the same included.
    pub total: u64,
    /// Entries to page through: posts that say the same count once.
    pub entries: u64,
    pub page: usize,
    pub per_page: usize,
    pub took_ms: f64,
    pub understood: Vec<Understood>,
    pub corrected: Option<Corrected>,
    /// How many of the total fit exactly, where posts that fit less exactly were added behind them because they were few;
    /// null where all of them do.
    pub exact: Option<u64>,
    pub openings: Vec<OpeningView>,
    pub facets: Facets,
}

/// Search openings.
#[utoipa::path(
    get, path = "/openings", tag = "openings",
    params(
        ("q" = Option<String>, Query, description = "Words as people type them: Chinese, pinyin, first letters or English"),
        ("region" = Option<Vec<String>>, Query, description = "Region codes (2 to 12 digits) or place names", explode = true),
        ("kind" = Option<Vec<String>>, Query, description = "vacancy, internship, public_welfare, apprenticeship, advisory, volunteer"),
        ("occupation" = Option<Vec<String>>, Query, description = "Occupation slugs"),
        ("pathway" = Option<Vec<String>>, Query, description = "graduate, cross_field, medic, retired_medic, rural_low_income, family_carer, returnee, volunteer"),
        ("education" = Option<Vec<String>>, Query, description = "The person's education: posts that ask for more are left out"),
        ("institution_kind" = Option<Vec<String>>, Query, description = "Kinds of institutions"),
        ("pay_min" = Option<i64>, Query, description = "Yuan a month"),
        ("benefit" = Option<Vec<String>>, Query, description = "Conditions that must hold"),
        ("subsidy" = Option<bool>, Query, description = "Only posts that may open a subsidy"),
        ("near" = Option<String>, Query, description = "LAT,LON in degrees"),
        ("radius_km" = Option<f64>, Query, description = "With near"),
        ("sort" = Option<String>, Query, description = "relevance, newest, pay, distance, ending"),
        ("page" = Option<usize>, Query, description = "From 1; to the 10,000th result"),
        ("per_page" = Option<usize>, Query, description = "1 to 100"),
        ("verbatim" = Option<bool>, Query, description = "Take the words as typed, without mending typing errors"),
    ),
    responses((status = 200, body = Found), (status = 400, description = "A parameter is wrong; each is named", content_type = "application/problem+json"))
)]
pub async fn search(State(app): State<App>, RawQuery(query): RawQuery) -> Result<Json<Found>, Error> {
    let request = Request::read(query.as_deref().unwrap_or_default()).map_err(Error::Input)?;
    let answer = app.search.answer(&app.db, &request).await?;
    Ok(Json(Found {
        total: answer.total,
        entries: answer.entries,
        page: request.page,
        per_page: request.per_page,
        took_ms: answer.took_ms,
        understood: answer.understood,
        corrected: answer.corrected,
        exact: answer.exact,
        openings: answer.hits.iter().map(OpeningView::of_hit).collect(),
        facets: answer.facets,
    }))
}

/// One opening.
#[utoipa::path(
    get, path = "/openings/{id}", tag = "openings", params(("id" = String, Path)),
    responses((status = 200, body = OpeningDetail), (status = 404, description = "No such opening"), (status = 410, description = "It has ended"))
)]
pub async fn one(State(app): State<App>, Path(id): Path<String>) -> Result<Json<OpeningDetail>, Error> {
    let id = read_id(&id).ok_or(Error::Missing("opening"))?;
    let opening = store::find(&app.db, id).await?.ok_or(Error::Missing("opening"))?;
    if !opening.is_public_on(today()) {
        return Err(Error::Gone("opening"));
    }
    Ok(Json(OpeningDetail::of(&opening)))
}

/// An entry of the change feed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeView {
    pub seq: i64,
    pub id: String,
    /// Null: not public any more.
    pub opening: Option<OpeningDetail>,
}

/// A stretch of the change feed.
#[derive(Debug, Serialize, ToSchema)]
pub struct Changes {
    /// Ask with this number next.
    pub next: i64,
    pub changes: Vec<ChangeView>,
}

/// What changed since a number. Following it from 0 gives every public opening.
#[utoipa::path(
    get, path = "/openings/changes", tag = "openings",
    params(("since" = Option<i64>, Query, description = "The number the last answer gave; 0 to begin"), ("limit" = Option<i64>, Query, description = "1 to 1000")),
    responses((status = 200, body = Changes))
)]
pub async fn changes(State(app): State<App>, RawQuery(query): RawQuery) -> Result<Json<Changes>, Error> {
    let (since, limit) = feed_range(query.as_deref().unwrap_or_default())?;
    let changes = store::changes_after(&app.db, since, limit).await?;
    let ids: Vec<i64> = changes.iter().map(|change| change.id).collect();
    let day = today();
    let rows = store::by_ids(&app.db, &ids).await?;
    let public: HashMap<i64, &Opening> =
        rows.iter().filter(|opening| opening.is_public_on(day)).map(|opening| (opening.id, opening)).collect();
    Ok(Json(Changes {
        next: changes.last().map_or(since, |last| last.seq),
        changes: changes
            .iter()
            .map(|change| ChangeView {
                seq: change.seq,
                id: show_id(change.id),
                opening: public.get(&change.id).map(|opening| OpeningDetail::of(opening)),
            })
            .collect(),
    }))
}

fn feed_range(query: &str) -> Result<(i64, i64), Error> {
    let (mut since, mut limit) = (0, 100);
    let mut faults = Vec::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let mut number = |least, most| {
            let number = value.parse::<i64>().ok().filter(|number| (least..=most).contains(number));
            if number.is_none() {
                faults.push(FieldFault::new(name.as_ref(), format!("is not a whole number from {least} to {most}")));
            }
            number
        };
        match name.as_ref() {
            "since" => since = number(0, i64::MAX).unwrap_or(0),
            "limit" => limit = number(1, 1000).unwrap_or(100),
            _ => faults.push(FieldFault::new(
                name.chars().take(40).collect::<String>(),
                "is not a parameter of this feed; known are since, limit",
            )),
        }
    }
    if faults.is_empty() { Ok((since, limit)) } else { Err(Error::Input(faults)) }
}
