//! Matching for other systems: a person, and the posts that suit them, with reasons, gaps and subsidies.

use super::live::{Live, Suited};
use super::pathways::Book;
use super::request::{MatchShown, Request, Response, SubsidyShown, pathways_shown};
use super::seeker::Seeker;
use crate::app::App;
use crate::db::Db;
use crate::eligibility::openings::opened_to;
use crate::eligibility::request::RequestFault;
use crate::error::{Error, FieldFault};
use crate::openings::Opening;
use crate::openings::api::OpeningView;
use crate::person::Person;
use crate::regions::Regions;
use crate::search::collect::kilometres;
use crate::time::today;
use crate::web::visit::language_asked;
use crate::words::Lang;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use jiff::civil::Date;

/// Answers a question as it came, from the posts of a database. `lang` is spoken where the question names no language.
///
/// # Errors
/// Every field that is wrong, by its path; where the database does not answer.
pub async fn answer(db: &Db, live: &Live, question: &[u8], lang: Lang) -> Result<Response<OpeningView>, Error> {
    let (book, regions) = (Book::builtin(), Regions::builtin());
    let read = Request::from_json(question, book, regions);
    let request = read.map_err(|faults| Error::Input(faults.into_iter().map(named).collect()))?;
    let (person, on) = (&request.person, request.on.unwrap_or_else(today));
    let lang = request.lang.unwrap_or_else(|| lang.into());
    let seeker = Seeker::of(0, person, on, book, regions);
    let within = request.region.as_deref().and_then(|code| code.parse().ok());
    let suited = live.suited(db, &seeker, (0, request.limit()), within).await?;
    let shown = |one: &Suited| MatchShown::of(view(&one.opening, person), &one.matched, subsidies(person, one, on), lang);
    Ok(Response {
        pathways: pathways_shown(&book.pathways_of(person, on), book, lang),
        matches: suited.iter().map(shown).collect(),
    })
}

fn named(fault: RequestFault) -> FieldFault {
    FieldFault::new(if fault.field.is_empty() { "body".to_owned() } else { fault.field }, fault.reason)
}

/// The post as a search shows it, and how far it is from where the person said to be.
fn view(opening: &Opening, person: &Person) -> OpeningView {
    let here = person.lat.zip(person.lon);
    let far = here.zip(opening.at).map(|(here, there)| kilometres(here, there));
    OpeningView { distance_km: far.map(|km| (km * 10.0).round() / 10.0), ..OpeningView::of(opening) }
}

fn subsidies(person: &Person, one: &Suited, on: Date) -> Vec<SubsidyShown> {
    let opened = opened_to(person, &one.opening, on).into_iter();
    opened.map(|(policy, answer, from)| SubsidyShown { policy, answer, from }).collect()
}

/// Which posts suit a person, and why.
///
/// Points of the reasons add up to the score. What the person leaves out is unknown, never "no". Subsidies are judged as if
/// the person began on the day asked, with contract and insurance from that day on. Texts are in the language of the request's
/// `lang`, else of `?lang=`, else of Accept-Language, else Chinese.
#[utoipa::path(
    post, path = "/matches", tag = "matching",
    params(("lang" = Option<String>, Query, description = "zh or en")),
    request_body(content = Object, description = "person, on, limit (1 to 100), region, lang; what is missing is unknown, never false"),
    responses((status = 200, description = "pathways with because; matches with opening, score 0 to 100, reasons with points, gaps with how, subsidies with answer and first day", body = Object), (status = 400, description = "A field is wrong; each is named", content_type = "application/problem+json"))
)]
pub async fn matches(
    State(app): State<App>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Response<OpeningView>>, Error> {
    let lang = language_asked(query.as_deref().unwrap_or_default(), &headers)?;
    answer(&app.db, &app.live, &body, lang).await.map(Json)
}
