//! The page of one post, and what stands at its address when it has ended.

use super::{Opening, store};
use crate::app::App;
use crate::eligibility::openings::{Chance, chances};
use crate::error::Error;
use crate::institutions::{self, Institution};
use crate::search::Request;
use crate::search::collect::kilometres;
use crate::web::parts::{
    Card, cards, dialled, district_code, facts, icon, note, own_lang, pager, search_address, tags, trail, where_it_is,
};
use crate::web::{Head, Visit, page, prose};
use crate::words::Lang;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

/// A post, who offers it, and where to go from here.
#[derive(Debug)]
pub struct OpeningPage {
    pub opening: Opening,
    pub institution: Institution,
    /// From where the visitor said to be.
    pub distance_km: Option<f64>,
    pub similar: Vec<Opening>,
    /// More posts of the same institution.
    pub others: Vec<Opening>,
    pub json_ld: Option<String>,
    /// Subsidies it may open.
    pub chances: Vec<Chance>,
    /// Which part of a long text is shown, from 1.
    pub part: usize,
}

impl OpeningPage {
    pub fn draw(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let opening = &self.opening;
        let body = html! {
            (trail(visit, &self.steps(visit), &opening.title))
            article.post {
                (self.opener(visit))
                div.cols {
                    div {
                        (self.told(visit))
                        (self.description(visit))
                        (self.silent(visit))
                        (crate::eligibility::pages::chances::draw(visit, &self.opening, &self.chances))
                    }
                    aside {
                        (self.contact(visit))
                        (note("calm", "shield", &html! { p { b { (words.safe_title()) } " " (words.safe_told()) } }))
                        (self.origin(visit))
                    }
                }
            }
            (more(visit, "others", &words.post_others(), &self.others))
            (more(visit, "similar", &words.post_similar(), &self.similar))
        };
        page(visit, &self.head(visit), &body)
    }

    fn head(&self, visit: &Visit) -> Head {
        let opening = &self.opening;
        let place = where_it_is(visit, opening).unwrap_or_default();
        let facts = [opening.institution.name.clone(), place, visit.lang.pay(opening.pay, opening.kind)];
        Head {
            title: format!("{} · {}", opening.title, opening.institution.name),
            description: visit.lang.list(facts.iter().filter(|fact| !fact.is_empty())),
            canonical: Some(crate::web::parts::address(opening)),
            feed: None,
            json_ld: self.json_ld.clone(),
            style: (!self.chances.is_empty()).then(crate::web::assets::rules_style),
        }
    }

    fn steps(&self, visit: &Visit) -> Vec<(String, String)> {
        let mut steps = vec![(visit.words().menu_openings(), "/openings".to_owned())];
        if let Some(code) = self.opening.region.as_deref() {
            steps.push((visit.lang.place(code), search_address(&[("region", &district_code(code))])));
        }
        steps
    }

    fn opener(&self, visit: &Visit) -> Markup {
        let (words, lang, opening) = (visit.words(), visit.lang, &self.opening);
        html! {
            header.opener {
                h1 lang=[own_lang(visit, &opening.title)] { (opening.title) }
                p.pay.none[!opening.pay.is_known()] { (lang.pay(opening.pay, opening.kind)) }
                p.who {
                    a href=(institution_address(self.institution.id)) { (opening.institution.name) }
                    @if let Some(kind) = opening.institution.kind { " · " (lang.institution_kind(kind)) }
                }
                @if let Some(place) = where_it_is(visit, opening) {
                    p { (icon("pin")) (place) @if let Some(km) = self.distance_km { b { " · " (words.distance_away(lang.distance(km))) } } }
                }
                (tags(visit, opening))
                p.small {
                    (words.card_published(lang.ago(opening.published, visit.today)))
                    @if let Some(last) = opening.valid_until { " · " (lang.until(last, visit.today)) }
                }
                p.tools {
                    a.go.to-contact href="#contact" { (icon("phone")) (words.contact_title()) }
                    a.go rel="nofollow" href={ "/match?opening=" (crate::db::show_id(opening.id)) } { (icon("ask")) (words.match_to_opening()) }
                    button.quiet type="button" hidden data-print { (icon("print")) (words.print_button()) }
                    button.quiet type="button" hidden data-share=(words.share_done()) { (icon("share")) (words.share_button()) }
                }
            }
        }
    }

    /// The facts the post states.
    fn told(&self, visit: &Visit) -> Markup {
        let (words, lang, opening) = (visit.words(), visit.lang, &self.opening);
        let asks = &opening.requirements;
        let listed = |parts: Vec<String>| (!parts.is_empty()).then(|| html! { (lang.list(parts)) });
        let plain = |text: Option<String>| text.map(|text| html! { (text) });
        let rows = [
            (words.fact_kind(), plain(Some(lang.opening_kind(opening.kind)))),
            (
                words.fact_occupation(),
                opening.occupation.as_deref().map(|slug| {
                    html! { a href=(search_address(&[("occupation", slug)])) { (lang.occupation(slug)) } }
                }),
            ),
            (words.fact_pay(), plain(opening.pay.is_known().then(|| lang.pay(opening.pay, opening.kind)))),
            (words.fact_headcount(), plain(opening.headcount.map(|places| words.headcount(places)))),
            (words.fact_employment(), plain(opening.employment.map(|form| lang.employment(form)))),
            (words.fact_shifts(), listed(opening.shifts.iter().map(|&shift| lang.shift(shift)).collect())),
            (words.fact_education(), plain(asks.education.map(|level| lang.at_least(level)))),
            (
                words.fact_experience(),
                plain(asks.experience_years.map(|years| match years {
                    0 => words.experience_none(),
                    years => words.experience_years(years),
                })),
            ),
            (words.fact_licences(), listed(asks.licences.iter().map(|&licence| lang.licence(licence)).collect())),
            (words.fact_skill(), plain(asks.skill_level.map(|level| lang.skill_level(level)))),
            (words.fact_majors(), listed(asks.majors.clone())),
            (words.fact_skills(), listed(opening.skills.clone())),
            (words.fact_benefits(), listed(opening.benefits.iter().map(|benefit| lang.benefit(benefit)).collect())),
            (words.fact_address(), plain(self.full_address(visit))),
        ];
        html! { section aria-labelledby="facts" { h2 #facts { (words.post_facts()) } (facts(&rows)) } }
    }

    fn full_address(&self, visit: &Visit) -> Option<String> {
        let region = self.opening.region.as_deref().map(|code| visit.lang.place_in_full(code));
        let place = region.or_else(|| self.opening.place.clone());
        let address = self.opening.address.clone().filter(|address| !address.trim().is_empty());
        match (place, address) {
            (Some(place), Some(address)) => Some(joined(visit.lang, &place, &address)),
            (one, other) => one.or(other),
        }
    }

    /// What the post says in its own words; a long text comes in parts, so that the page stays light.
    fn description(&self, visit: &Visit) -> Markup {
        let text = &self.opening.description;
        let parts = prose::pieces(text, HEAVIEST_TEXT);
        let part = parts.get(self.part.saturating_sub(1)).copied().unwrap_or_default();
        let own = crate::web::parts::address(&self.opening);
        html! {
            @if !text.trim().is_empty() {
                section.prose aria-labelledby="told" {
                    h2 #told { (visit.words().post_description()) }
                    div lang=[own_lang(visit, part)] { (prose::draw(part)) }
                }
                (pager(visit, self.part, parts.len(), |part| format!("{own}?part={part}#told")))
            }
        }
    }

    /// What a person would want to know and the post does not say.
    fn silent(&self, visit: &Visit) -> Markup {
        let (words, opening) = (visit.words(), &self.opening);
        let unpaid = opening.kind == crate::codes::OpeningKind::Volunteer;
        let silent = [
            (!opening.pay.is_known() && !unpaid, words.fact_pay()),
            (opening.shifts.is_empty(), words.fact_shifts()),
            (opening.headcount.is_none(), words.fact_headcount()),
            (opening.requirements.education.is_none(), words.fact_education()),
            (opening.benefits.is_empty() && !unpaid, words.fact_benefits()),
            (opening.address.is_none(), words.fact_address()),
            (opening.valid_until.is_none(), words.fact_until()),
        ];
        let silent: Vec<String> = silent.into_iter().filter(|(silent, _)| *silent).map(|(_, name)| name).collect();
        html! {
            @if !silent.is_empty() {
                (note("ask", "ask", &html! { p { b { (words.silent_title()) } " " (visit.lang.list(silent)) (words.full_stop()) } p { (words.silent_told()) } }))
            }
        }
    }

    fn contact(&self, visit: &Visit) -> Markup {
        let (words, institution) = (visit.words(), &self.institution);
        html! {
            section.box-card aria-labelledby="contact" {
                h2 #contact { (words.contact_title()) }
                @if let Some(phone) = &institution.phone {
                    p { a.go href={ "tel:" (dialled(phone)) } { (icon("phone")) (phone) } }
                    @if let Some(person) = &institution.contact { p { (words.contact_person(person)) } }
                }
                @if let Some(url) = web_address(self.opening.url.as_deref()) {
                    p { a.go href=(url) rel="nofollow noopener external" { (words.contact_source(visit.lang.source(&self.opening.source))) } }
                }
                @if institution.phone.is_none() && web_address(self.opening.url.as_deref()).is_none() {
                    p { (words.contact_none(visit.lang.source(&self.opening.source))) }
                }
            }
        }
    }

    /// Where the post comes from, and under which number it is known there.
    fn origin(&self, visit: &Visit) -> Markup {
        let (words, opening) = (visit.words(), &self.opening);
        html! { p.small { (words.post_source(visit.lang.source(&opening.source), &opening.source_id)) } }
    }
}

/// A post that has ended: said plainly, with what is like it.
#[derive(Debug)]
pub struct EndedPage {
    pub opening: Opening,
    pub similar: Vec<Opening>,
    pub others: Vec<Opening>,
}

impl EndedPage {
    pub fn draw(&self, visit: &Visit) -> Markup {
        let (words, opening) = (visit.words(), &self.opening);
        let why = match opening.state {
            super::State::Filled => words.ended_filled(),
            super::State::Closed => words.ended_closed(),
            _ => words.ended_lapsed(),
        };
        let body = html! {
            (trail(visit, &[(words.menu_openings(), "/openings".to_owned())], &opening.title))
            article.post {
                h1 { (words.ended_title()) }
                p.lead { b { (opening.title) } " · " a href=(institution_address(opening.institution.id)) { (opening.institution.name) } }
                p { (why) }
                p { a.go href=(self.alike()) { (words.ended_search()) } }
            }
            (more(visit, "similar", &words.post_similar(), &self.similar))
            (more(visit, "others", &words.post_others(), &self.others))
        };
        page(visit, &Head { title: words.ended_title(), ..Head::default() }, &body)
    }

    /// A search for what is like it: the same trade in the same region, else its title.
    fn alike(&self) -> String {
        let mut parameters = match &self.opening.occupation {
            Some(slug) => vec![("occupation", slug.as_str())],
            None => vec![("q", self.opening.title.as_str())],
        };
        let district = self.opening.region.as_deref().map(district_code);
        parameters.extend(district.as_deref().map(|code| ("region", code)));
        search_address(&parameters)
    }
}

fn more(visit: &Visit, id: &str, title: &str, openings: &[Opening]) -> Markup {
    html! {
        @if !openings.is_empty() {
            section.more aria-labelledby=(id) { h2 id=(id) { (title) } (cards(visit, openings.iter().map(Card::from))) }
        }
    }
}

/// A place and an address in it, without saying twice what both say: 台安县西佛镇 + 西佛镇才文路 is 台安县西佛镇才文路.
fn joined(lang: Lang, place: &str, address: &str) -> String {
    if address.contains(place) {
        return address.to_owned();
    }
    if lang == Lang::En {
        return format!("{address}, {place}");
    }
    let said_twice = place.char_indices().map(|(at, _)| place.get(at..).unwrap_or_default()).find(|end| address.starts_with(end));
    let rest = said_twice.and_then(|twice| address.strip_prefix(twice)).unwrap_or(address);
    format!("{place}{rest}")
}

/// The address of an institution's page.
pub fn institution_address(id: i64) -> String {
    format!("/institutions/{}", crate::db::show_id(id))
}

/// A link of an advertisement, where it is one a browser may follow.
fn web_address(url: Option<&str>) -> Option<&str> {
    url.filter(|url| url.starts_with("https://") || url.starts_with("http://"))
}

/// How much of its text a post shows at once, in bytes.
const HEAVIEST_TEXT: usize = 7_000;

/// Which part of the text is asked for. A part that the text does not have is a fault.
fn part_of(visit: &Visit, text: &str) -> Result<usize, Error> {
    let asked = crate::web::visit::pairs(&visit.query).into_iter().find(|(name, _)| name == "part").map(|(_, part)| part);
    let Some(asked) = asked else { return Ok(1) };
    let last = prose::pieces(text, HEAVIEST_TEXT).len();
    let part = asked.parse().ok().filter(|part| (1..=last).contains(part));
    part.ok_or_else(|| Error::field("part", format!("is not a number from 1 to {last}")))
}

/// How many posts stand in a list below.
const MORE: usize = 6;

/// `GET /openings/{id}`
pub async fn show(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Response, Error> {
    use super::State::{Draft, InReview, Returned};
    let id = crate::db::read_id(&id).ok_or(Error::Missing("opening"))?;
    let opening = store::find(&app.db, id).await?.ok_or(Error::Missing("opening"))?;
    if matches!(opening.state, Draft | InReview | Returned) {
        return Err(Error::Missing("opening"));
    }
    let part = part_of(&visit, &opening.description)?;
    let similar = alike(&app, &opening).await?;
    let mut others = store::of_institution(&app.db, opening.institution.id, visit.today, MORE as i64 + 1).await?;
    others.retain(|other| other.id != opening.id);
    others.truncate(MORE);
    if !opening.is_public_on(visit.today) {
        return Ok((StatusCode::GONE, EndedPage { opening, similar, others }.draw(&visit)).into_response());
    }
    let institution = institutions::store::find(&app.db, opening.institution.id).await?.ok_or(Error::Missing("institution"))?;
    let json_ld = super::feeds::json_ld(&opening, &visit.absolute(&crate::web::parts::address(&opening))).filter(|_| part == 1);
    let distance_km = from_where(&visit).zip(opening.at).map(|(here, there)| kilometres(here, there));
    let chances = if part == 1 { chances(&opening, visit.today)? } else { vec![] };
    Ok(OpeningPage { opening, institution, distance_km, similar, others, json_ld, chances, part }.draw(&visit).into_response())
}

/// Posts of the same trade, else with the same words, of other institutions: in the same district first, then anywhere.
async fn alike(app: &App, opening: &Opening) -> Result<Vec<Opening>, Error> {
    let mut wide = Request { per_page: MORE * 2, ..Request::default() };
    match &opening.occupation {
        Some(slug) => wide.occupations.push(slug.clone()),
        None => wide.q = opening.title.chars().take(40).collect(),
    }
    let near = Request { regions: opening.region.iter().map(|code| district_code(code)).collect(), ..wide.clone() };
    let mut found: Vec<Opening> = Vec::new();
    for request in [near, wide] {
        for hit in app.search.answer(&app.db, &request).await?.hits {
            let another = hit.opening.institution.id != opening.institution.id;
            if another && !found.iter().any(|known| known.id == hit.opening.id) {
                found.push(hit.opening);
            }
        }
        if found.len() >= MORE {
            break;
        }
    }
    found.truncate(MORE);
    Ok(found)
}

/// Where the visitor said to be, carried along from a search near a place. Anything else there is left aside: the page of a post
/// does not depend on it.
fn from_where(visit: &Visit) -> Option<(f64, f64)> {
    let near = crate::web::visit::pairs(&visit.query).into_iter().find(|(name, _)| name == "near").map(|(_, value)| value)?;
    let (lat, lon) = near.split_once(',')?;
    let degrees = |text: &str, most: f64| text.trim().parse::<f64>().ok().filter(|degrees| degrees.abs() <= most);
    degrees(lat, 90.0).zip(degrees(lon, 180.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visit() -> Visit {
        let site = crate::web::visit::Site { demo: true, ..Default::default() };
        Visit::read(
            &site,
            &axum::http::Uri::from_static("/openings/1"),
            &axum::http::HeaderMap::new(),
            jiff::civil::date(2026, 11, 23),
        )
    }

    fn institution() -> Institution {
        Institution {
            id: 1,
            name: "样例养老院".into(),
            credit_code: None,
            kind: None,
            legal_form: crate::codes::LegalForm::Unknown,
            grade: None,
            beds: None,
            region: None,
            place: None,
            address: None,
            at: None,
            phone: None,
            contact: None,
            standing: crate::institutions::Standing::Listed,
        }
    }

    #[test]
    fn what_a_post_does_not_say_is_named_and_nothing_is_made_up() {
        let visit = visit();
        let full = crate::web::styleguide::openings(&visit).remove(0);
        let opening = Opening { pay: Default::default(), shifts: vec![], title: "护工</script>".into(), ..full };
        let json_ld = crate::openings::feeds::json_ld(&opening, "https://yipin.example/openings/1");
        let post = OpeningPage {
            opening,
            institution: institution(),
            distance_km: None,
            similar: vec![],
            others: vec![],
            json_ld,
            chances: vec![],
            part: 1,
        };
        let page = post.draw(&visit).into_string();
        assert!(
            page.contains("未写明工资") && page.contains("这条招聘没有写：") && page.contains("工资、班次、地址。"),
            "{page}"
        );
        assert!(page.contains("这是演示"), "sample data is marked on every page");
        assert_eq!(page.matches("</script>").count(), 2, "a title cannot end the element that holds the structured data");
    }

    #[test]
    fn a_post_that_ended_says_why_and_leads_on() {
        let visit = visit();
        let full = crate::web::styleguide::openings(&visit).remove(0);
        let opening = Opening { state: crate::openings::State::Filled, ..full };
        let page = EndedPage { opening, similar: vec![], others: vec![] }.draw(&visit).into_string();
        assert!(page.contains("人已经招满了。") && page.contains("/openings?occupation=elder_carer&amp;region=210302"), "{page}");
        assert!(page.contains(r#"content="noindex""#));
    }

    #[test]
    fn an_address_does_not_say_its_street_twice() {
        assert_eq!(joined(Lang::Zh, "鞍山市台安县西佛镇", "西佛镇才文路小满仓"), "鞍山市台安县西佛镇才文路小满仓");
        assert_eq!(joined(Lang::Zh, "鞍山市铁东区", "胜利路6号"), "鞍山市铁东区胜利路6号");
        assert_eq!(joined(Lang::Zh, "铁东区", "鞍山市铁东区胜利路"), "鞍山市铁东区胜利路");
        assert_eq!(joined(Lang::En, "Tiedong District, Anshan", "胜利路6号"), "胜利路6号, Tiedong District, Anshan");
    }

    #[test]
    fn only_addresses_of_the_web_become_links() {
        assert_eq!(web_address(Some("https://example.org/1")), Some("https://example.org/1"));
        assert_eq!(web_address(Some("javascript:alert(1)")), None);
    }
}
