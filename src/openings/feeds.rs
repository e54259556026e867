//! Openings as other programs of the web read them: JobPosting for search engines, an Atom feed, the sitemap. What a post
//! does not say is left out, never filled in.

use super::{Opening, store};
use crate::app::App;
use crate::codes::{Employment, OpeningKind, PayPeriod};
use crate::db::show_id;
use crate::error::Error;
use crate::institutions;
use crate::regions::{RegionCode, Regions};
use crate::search::{Request, Sort};
use crate::time::{Stamp, today};
use crate::web::Visit;
use axum::extract::{Path, RawQuery, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// The opening as schema.org's JobPosting, safe to stand in a script element; nothing for unpaid volunteering, which is no
/// job, nor for a post without a place, which a JobPosting must have.
pub fn json_ld(opening: &Opening, address: &str) -> Option<String> {
    if opening.kind == OpeningKind::Volunteer {
        return None;
    }
    let mut posting = Map::new();
    let mut put = |name: &str, value: Value| _ = posting.insert(name.to_owned(), value);
    put("@context", "https://schema.org".into());
    put("@type", "JobPosting".into());
    put("title", opening.title.clone().into());
    put("description", beginning(&opening.description).replace('\n', "<br>").into());
    put("datePosted", opening.published.to_string().into());
    put("url", address.into());
    put("identifier", json!({"@type": "PropertyValue", "name": opening.source, "value": opening.source_id}));
    put("hiringOrganization", json!({"@type": "Organization", "name": opening.institution.name}));
    put("jobLocation", location(opening)?);
    if let Some(last) = opening.valid_until {
        put("validThrough", format!("{last}T23:59:59+08:00").into());
    }
    if let Some(salary) = salary(opening) {
        put("baseSalary", salary);
    }
    if let Some(kind) = employment(opening) {
        put("employmentType", kind.into());
    }
    if let Some(places) = opening.headcount {
        put("totalJobOpenings", places.into());
    }
    if let Some(years) = opening.requirements.experience_years.filter(|years| *years > 0) {
        put("experienceRequirements", json!({"@type": "OccupationalExperienceRequirements", "monthsOfExperience": years * 12}));
    }
    // "</script>" inside a text would end the element.
    Some(Value::Object(posting).to_string().replace('<', "\\u003c"))
}

/// The text, or the beginning of a very long one: it stands on the page a second time.
fn beginning(text: &str) -> String {
    let pieces = crate::web::prose::pieces(text, 6_000);
    let more = if pieces.len() > 1 { "…" } else { "" };
    format!("{}{more}", pieces.first().copied().unwrap_or_default())
}

fn location(opening: &Opening) -> Option<Value> {
    let code: RegionCode = opening.region.as_deref()?.parse().ok()?;
    let regions = Regions::builtin();
    let mut address = Map::from_iter([
        ("@type".to_owned(), Value::from("PostalAddress")),
        ("addressCountry".to_owned(), "CN".into()),
        ("addressRegion".to_owned(), regions.name(code.province())?.into()),
    ]);
    if let Some(city) = code.city().and_then(|city| regions.name(city)) {
        address.insert("addressLocality".to_owned(), city.into());
    }
    if let Some(street) = &opening.address {
        address.insert("streetAddress".to_owned(), street.clone().into());
    }
    let mut place = json!({"@type": "Place", "address": address});
    if let Some((lat, lon)) = opening.at {
        place["geo"] = json!({"@type": "GeoCoordinates", "latitude": lat, "longitude": lon});
    }
    Some(place)
}

fn salary(opening: &Opening) -> Option<Value> {
    let unit = match opening.pay.period? {
        PayPeriod::Hour => "HOUR",
        PayPeriod::Day => "DAY",
        PayPeriod::Month => "MONTH",
        PayPeriod::Year => "YEAR",
    };
    let value = match (opening.pay.min, opening.pay.max) {
        (Some(min), Some(max)) => json!({"@type": "QuantitativeValue", "minValue": min, "maxValue": max, "unitText": unit}),
        (Some(one), None) | (None, Some(one)) => json!({"@type": "QuantitativeValue", "value": one, "unitText": unit}),
        (None, None) => return None,
    };
    Some(json!({"@type": "MonetaryAmount", "currency": "CNY", "value": value}))
}

fn employment(opening: &Opening) -> Option<&'static str> {
    match (opening.kind, opening.employment) {
        (OpeningKind::Internship, _) => Some("INTERN"),
        (_, Some(Employment::FullTime)) => Some("FULL_TIME"),
        (_, Some(Employment::PartTime)) => Some("PART_TIME"),
        (_, Some(Employment::Temporary)) => Some("TEMPORARY"),
        (_, Some(Employment::Dispatched | Employment::ServiceAgreement)) => Some("CONTRACTOR"),
        (_, None) => None,
    }
}

/// The feed of a search: its newest fifty posts.
pub async fn atom(State(app): State<App>, visit: Visit, RawQuery(query): RawQuery) -> Result<Response, Error> {
    let query = query.unwrap_or_default();
    let asked = Request::read(&query).map_err(Error::Input)?;
    let request = Request { sort: Sort::Newest, page: 1, per_page: 50, ..asked };
    let answer = app.search.answer(&app.db, &request).await?;
    let own = visit.absolute(&format!("/openings.atom?{}", request.to_query()));
    let updated = answer.hits.iter().map(|hit| Stamp::start_of(hit.opening.published)).max().unwrap_or(Stamp(0));
    let mut feed = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    let _ = writeln!(
        feed,
        "<id>{own}</id><title>{}</title><updated>{updated}</updated><link rel=\"self\" href=\"{own}\"/><link href=\"{}\"/>",
        escaped(&format!("颐聘 Yipin {}", request.q)),
        escaped(&visit.absolute(&format!("/openings?{}", request.to_query()))),
        own = escaped(&own),
    );
    for hit in &answer.hits {
        let address = visit.absolute(&format!("/openings/{}", show_id(hit.opening.id)));
        let summary: String = hit.opening.description.chars().take(200).collect();
        let _ = writeln!(
            feed,
            "<entry><id>{address}</id><title>{}</title><link href=\"{address}\"/><updated>{}</updated><author><name>{}</name></author><summary>{}</summary></entry>",
            escaped(&hit.opening.title),
            Stamp::start_of(hit.opening.published),
            escaped(&hit.opening.institution.name),
            escaped(&summary),
        );
    }
    feed.push_str("</feed>\n");
    Ok(([(CONTENT_TYPE, "application/atom+xml; charset=utf-8")], feed).into_response())
}

/// Text as XML holds it: signs escaped, characters that XML forbids left out.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' | '\t' => safe.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => safe.push(c),
        }
    }
    safe
}

/// Addresses in one sitemap file, well below the protocol's 50,000.
const MAP: i64 = 20_000;

/// The sitemap: an index of files, each of openings or institutions in the order of ids.
pub async fn sitemap(State(app): State<App>, visit: Visit) -> Result<Response, Error> {
    let mut map = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (kind, starts) in [
        ("openings", store::id_steps(&app.db, today(), MAP).await?),
        ("institutions", institutions::store::id_steps(&app.db, MAP).await?),
    ] {
        for start in starts {
            let _ = writeln!(
                map,
                "<sitemap><loc>{}</loc></sitemap>",
                escaped(&visit.absolute(&format!("/sitemap/{kind}/{}", show_id(start))))
            );
        }
    }
    let _ = writeln!(map, "<sitemap><loc>{}</loc></sitemap>", escaped(&visit.absolute("/sitemap/pages/0")));
    map.push_str("</sitemapindex>\n");
    Ok(([(CONTENT_TYPE, "application/xml; charset=utf-8")], map).into_response())
}

/// One file of the sitemap.
pub async fn sitemap_part(
    State(app): State<App>,
    visit: Visit,
    Path((kind, start)): Path<(String, String)>,
) -> Result<Response, Error> {
    if kind == "pages" {
        return Ok(([(CONTENT_TYPE, "application/xml; charset=utf-8")], map_of_pages(&visit)?).into_response());
    }
    let start = crate::db::read_id(&start).ok_or(Error::Missing("sitemap"))?;
    let entries: Vec<(i64, String)> = match kind.as_str() {
        "openings" => store::public_ids_after(&app.db, start, today(), MAP).await?,
        "institutions" => institutions::store::ids_after(&app.db, start, MAP)
            .await?
            .into_iter()
            .map(|(id, stamp)| (id, stamp.day().to_string()))
            .collect(),
        _ => return Err(Error::Missing("sitemap")),
    };
    let mut map = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (id, changed) in entries {
        let _ = writeln!(
            map,
            "<url><loc>{}</loc><lastmod>{changed}</lastmod></url>",
            escaped(&visit.absolute(&format!("/{kind}/{}", show_id(id))))
        );
    }
    map.push_str("</urlset>\n");
    Ok(([(CONTENT_TYPE, "application/xml; charset=utf-8")], map).into_response())
}

/// The pages that are there without a row: the doors of the site, and the rules.
fn map_of_pages(visit: &Visit) -> Result<String, Error> {
    let mut map = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let rules = crate::eligibility::carried::packs()?;
    let policies = rules.policies().map(|policy| crate::eligibility::pages::policies::address(&policy.slug, None));
    let doors = ["/", "/openings", "/subsidies", "/policies", "/wages"].map(str::to_owned);
    for address in doors.into_iter().chain(policies) {
        let _ = writeln!(map, "<url><loc>{}</loc></url>", escaped(&visit.absolute(&address)));
    }
    map.push_str("</urlset>\n");
    Ok(map)
}

/// What crawlers may read. A sample city is for nobody's search results.
pub async fn robots(State(app): State<App>, visit: Visit) -> String {
    if app.config.demo {
        return "User-agent: *\nDisallow: /\n".to_owned();
    }
    format!(
        "User-agent: *\nDisallow: /api/\nDisallow: /me\nDisallow: /desk\nDisallow: /office\n\nSitemap: {}\n",
        visit.absolute("/sitemap.xml")
    )
}
