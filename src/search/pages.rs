//! The page of a search: what was understood, what was found, how to narrow it, and a way on where nothing was found.

use super::counts::PAY_BANDS;
use super::{Answer, Change, DEEPEST, FacetCount, Hit, Request, Sort, Understood, WayOn};
use crate::app::App;
use crate::codes::{Education, InstitutionKind, OpeningKind, Pathway};
use crate::error::Error;
use crate::web::parts::{Card, Chip, cards, chips, note, pager, search_box};
use crate::web::visit::pairs;
use crate::web::{Head, Visit, drawings, page};
use crate::words::Lang;
use axum::extract::State;
use maud::{Markup, html};

/// A search and what was found.
#[derive(Debug)]
pub struct Results<'a> {
    pub request: &'a Request,
    pub answer: &'a Answer,
}

/// How many values of a long facet are offered before one is chosen.
const SHOWN: usize = 10;

impl Results<'_> {
    pub fn draw(&self, visit: &Visit) -> Markup {
        let title = self.title(visit);
        let description = visit.words().results_description(&title, visit.lang.number(count(self.answer.total)));
        let body = html! {
            div.results {
                h1 { (title) }
                (search_box(visit, &self.request.q, &self.kept(&["q", "page", "verbatim"]), false))
                div.told {
                    (self.correction(visit))
                    (chips(visit, &visit.words().understood_name(), &self.understood(visit)))
                    (chips(visit, &visit.words().chosen_name(), &self.chosen(visit)))
                }
                (self.filters(visit))
                section.hits aria-labelledby="found" {
                    (self.hits(visit))
                }
            }
        };
        let head = Head {
            title: title.clone(),
            description,
            canonical: Some(address(self.request)),
            feed: Some(self.feed()),
            json_ld: None,
            ..Head::default()
        };
        page(visit, &head, &body)
    }

    /// What is searched for, and where.
    fn title(&self, visit: &Visit) -> String {
        let words = visit.words();
        let mut parts: Vec<String> = Vec::new();
        if !self.request.q.is_empty() {
            parts.push(words.quoted(&self.request.q));
        }
        parts.extend(self.chosen(visit).into_iter().map(|chip| chip.name).take(3));
        if parts.is_empty() { words.all_openings() } else { words.results_title(visit.lang.list(parts)) }
    }

    fn feed(&self) -> String {
        let plain = Request { page: 1, sort: Sort::Relevance, ..self.request.clone() };
        join("/openings.atom", &plain.to_query())
    }

    /// The parameters of this search but those named.
    fn kept(&self, without: &[&str]) -> Vec<(String, String)> {
        pairs(&self.request.to_query()).into_iter().filter(|(name, _)| !without.contains(&name.as_str())).collect()
    }

    fn correction(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        html! {
            @if let Some(corrected) = &self.answer.corrected {
                @let verbatim = Request { verbatim: true, page: 1, ..self.request.clone() };
                (note("calm", "info", &html! {
                    p role="status" {
                        (words.corrected_to(&corrected.to)) " "
                        a href=(address(&verbatim)) rel="nofollow" { (words.corrected_back(&corrected.from)) }
                    }
                }))
            }
        }
    }

    fn understood(&self, visit: &Visit) -> Vec<Chip> {
        let chip = |read: &Understood| {
            let name = understood_name(visit.lang, read);
            let name = if name == read.text { name } else { visit.words().understood_as(&read.text, name) };
            let without = Request { q: read.without.clone(), page: 1, ..self.request.clone() };
            Chip { role: role_name(visit, read.role), name, without: address(&without), read_from_words: true }
        };
        self.answer.understood.iter().map(chip).collect()
    }

    /// Every filter that was chosen, each with the search without it.
    fn chosen(&self, visit: &Visit) -> Vec<Chip> {
        let (words, lang, request) = (visit.words(), visit.lang, self.request);
        let mut chips = Vec::new();
        let mut add = |role: String, name: String, change: &dyn Fn(&mut Request)| {
            let mut without = Request { page: 1, ..request.clone() };
            change(&mut without);
            chips.push(Chip { role, name, without: address(&without), read_from_words: false });
        };
        for code in &request.regions {
            add(words.facet_region(), lang.region(code), &|without| without.regions.retain(|kept| kept != code));
        }
        for slug in &request.occupations {
            add(words.facet_occupation(), lang.occupation(slug), &|without| without.occupations.retain(|kept| kept != slug));
        }
        for kind in &request.kinds {
            add(words.facet_kind(), lang.opening_kind(*kind), &|without| without.kinds.retain(|kept| kept != kind));
        }
        for pathway in &request.pathways {
            add(words.facet_pathway(), lang.pathway(*pathway), &|without| without.pathways.retain(|kept| kept != pathway));
        }
        for level in &request.education {
            add(words.facet_education(), lang.education(*level), &|without| without.education.retain(|kept| kept != level));
        }
        for kind in &request.institution_kinds {
            add(words.facet_institution(), lang.institution_kind(*kind), &|without| {
                without.institution_kinds.retain(|kept| kept != kind)
            });
        }
        for slug in &request.benefits {
            add(words.facet_benefit(), lang.condition(slug), &|without| without.benefits.retain(|kept| kept != slug));
        }
        if let Some(yuan) = request.pay_min {
            add(words.facet_pay(), words.pay_at_least(lang.number(yuan)), &|without| without.pay_min = None);
        }
        if request.subsidy {
            add(String::new(), words.subsidy_only(), &|without| without.subsidy = false);
        }
        if request.near.is_some() {
            let name = request.radius_km.map_or_else(|| words.near_chosen(), |km| words.near_within(lang.distance(km)));
            add(words.facet_near(), name, &|without| {
                without.near = None;
                without.radius_km = None;
                if without.sort == Sort::Distance {
                    without.sort = Sort::Relevance;
                }
            });
        }
        chips
    }

    fn hits(&self, visit: &Visit) -> Markup {
        let (words, answer) = (visit.words(), self.answer);
        if answer.total == 0 {
            return self.nothing(visit);
        }
        let last = answer.entries.min(DEEPEST as u64).div_ceil(self.request.per_page.max(1) as u64);
        let last = usize::try_from(last).unwrap_or(usize::MAX);
        html! {
            div.bar {
                h2 #found { (words.found(count(answer.total), visit.lang.number(count(answer.total)))) }
                (self.sorts(visit))
            }
            @if let Some(exact) = answer.exact { p { (words.found_exactly(count(exact))) } }
            @if answer.hits.is_empty() {
                p { (words.beyond_last()) " " a href=(address(&Request { page: 1, ..self.request.clone() })) { (words.to_first_page()) } }
            } @else {
                (cards(visit, answer.hits.iter().map(|hit| self.card(hit))))
            }
            (pager(visit, self.request.page, last, |page| address(&Request { page, ..self.request.clone() })))
            p.small.mid { a href=(self.feed()) { (words.feed_this()) } }
        }
    }

    /// Without words there is nothing the text could be quoted for.
    fn card<'a>(&self, hit: &'a Hit) -> Card<'a> {
        let card = Card { near: self.request.near, ..Card::from(hit) };
        if self.request.q.is_empty() { Card { snippet: None, ..card } } else { card }
    }

    fn sorts(&self, visit: &Visit) -> Markup {
        html! {
            nav.sorts aria-label=(visit.words().sort_name()) {
                ul {
                    @for sort in Sort::ALL.into_iter().filter(|&sort| sort != Sort::Distance || self.request.near.is_some()) {
                        li {
                            @if sort == self.request.sort {
                                b aria-current="true" { (visit.lang.sort(sort)) }
                            } @else {
                                a rel="nofollow" href=(address(&Request { sort, page: 1, ..self.request.clone() })) { (visit.lang.sort(sort)) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn nothing(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        html! {
            h2 #found { (words.nothing_title()) }
            @if self.answer.ways_on.is_empty() {
                p { (words.nothing_told()) }
            } @else {
                p { (words.nothing_ways()) }
                ul.ways-on {
                    @for way in &self.answer.ways_on {
                        li { a href=(address(&way.request)) { span { (way_on(visit, way)) } b { (words.posts(count(way.count))) } } }
                    }
                }
            }
            p { a href="/openings" { (words.all_openings()) } }
        }
    }

    fn filters(&self, visit: &Visit) -> Markup {
        let (words, facets, request) = (visit.words(), &self.answer.facets, self.request);
        let lang = visit.lang;
        let chosen = request.regions.len() + request.occupations.len() + request.kinds.len() + request.benefits.len();
        let chosen = chosen
            + request.institution_kinds.len()
            + request.pathways.len()
            + request.education.len()
            + usize::from(request.pay_min.is_some());
        let slugs = |codes: Vec<&'static str>| codes.into_iter().map(str::to_owned).collect::<Vec<_>>();
        let own = [
            "region",
            "occupation",
            "kind",
            "benefit",
            "institution_kind",
            "pathway",
            "education",
            "pay_min",
            "radius_km",
            "page",
        ];
        html! {
            details.filters {
                summary { (words.filters_name()) @if chosen > 0 { " (" (chosen) ")" } }
                form action="/openings" method="get" aria-label=(words.filters_name()) {
                    @for (name, value) in self.kept(&own) { input type="hidden" name=(name) value=(value); }
                    (self.selects(visit))
                    (boxes("region", &words.facet_region(), &request.regions, &facets.region, |code| lang.region(code)))
                    (boxes("occupation", &words.facet_occupation(), &request.occupations, &facets.occupation, |slug| lang.occupation(slug)))
                    (boxes("benefit", &words.facet_benefit(), &request.benefits, &facets.benefit, |slug| lang.condition(slug)))
                    (boxes("kind", &words.facet_kind(), &slugs(request.kinds.iter().map(|kind| kind.slug()).collect()), &facets.kind, |slug| {
                        named(slug, |kind: OpeningKind| lang.opening_kind(kind))
                    }))
                    (boxes(
                        "institution_kind",
                        &words.facet_institution(),
                        &slugs(request.institution_kinds.iter().map(|kind| kind.slug()).collect()),
                        &facets.institution_kind,
                        |slug| named(slug, |kind: InstitutionKind| lang.institution_kind(kind)),
                    ))
                    (boxes("pathway", &words.facet_pathway(), &slugs(request.pathways.iter().map(|way| way.slug()).collect()), &facets.pathway, |slug| {
                        named(slug, |way: Pathway| lang.pathway(way))
                    }))
                    p.act { button type="submit" { (words.filters_apply()) } " " a href=(address(&Request { q: request.q.clone(), ..Request::default() })) { (words.filters_clear()) } }
                    (drawings::pay(visit, &pay_bands(&facets.pay)))
                }
            }
        }
    }

    /// The filters with one value: own schooling, least pay, how far.
    fn selects(&self, visit: &Visit) -> Markup {
        const PAYS: [i64; 6] = [2000, 3000, 4000, 5000, 6000, 8000];
        const RADII: [f64; 5] = [2.0, 5.0, 10.0, 20.0, 50.0];
        let (words, lang, request) = (visit.words(), visit.lang, self.request);
        let odd_pay = request.pay_min.filter(|yuan| !PAYS.contains(yuan));
        let odd_radius = request.radius_km.filter(|km| !RADII.contains(km));
        html! {
            p {
                label for="pay_min" { (words.facet_pay()) }
                select #pay_min name="pay_min" {
                    option value="" { (words.any()) }
                    @for yuan in odd_pay.into_iter().chain(PAYS) {
                        option value=(yuan) selected[request.pay_min == Some(yuan)] { (words.pay_at_least(lang.number(yuan))) }
                    }
                }
            }
            p {
                label for="education" { (words.facet_education()) }
                select #education name="education" {
                    option value="" { (words.any()) }
                    @for &level in Education::ALL.iter().filter(|level| **level != Education::None || request.education.contains(level)) {
                        option value=(level.slug()) selected[request.education.last() == Some(&level)] { (lang.education(level)) }
                    }
                }
            }
            @if request.near.is_some() {
                p {
                    label for="radius_km" { (words.facet_near()) }
                    select #radius_km name="radius_km" {
                        option value="" { (words.any()) }
                        @for km in odd_radius.into_iter().chain(RADII) {
                            option value=(km) selected[request.radius_km == Some(km)] { (words.near_within(lang.distance(km))) }
                        }
                    }
                }
            }
        }
    }
}

/// Tick boxes for the values of a facet: what is chosen first, then the most frequent.
fn boxes(field: &str, title: &str, chosen: &[String], counts: &[FacetCount], name: impl Fn(&str) -> String) -> Markup {
    let count_of = |value: &str| counts.iter().find(|counted| counted.value == value).map_or(0, |counted| counted.count);
    let others = counts.iter().filter(|counted| counted.count > 0 && !chosen.contains(&counted.value)).take(SHOWN);
    let shown: Vec<(&str, u64, bool)> = chosen
        .iter()
        .map(|value| (value.as_str(), count_of(value), true))
        .chain(others.map(|counted| (counted.value.as_str(), counted.count, false)))
        .collect();
    html! {
        @if !shown.is_empty() {
            fieldset {
                legend { (title) }
                @for (value, count, checked) in shown {
                    label { input type="checkbox" name=(field) value=(value) checked[checked]; " " (name(value)) " " small { (count) } }
                }
            }
        }
    }
}

/// The bands of pay with those between them that nobody pays, so that the drawing has no step missing.
fn pay_bands(counts: &[FacetCount]) -> Vec<FacetCount> {
    let count_of = |low: &u32| counts.iter().find(|band| band.value == low.to_string()).map_or(0, |band| band.count);
    let paid: Vec<usize> = PAY_BANDS.iter().enumerate().filter(|(_, low)| count_of(low) > 0).map(|(at, _)| at).collect();
    let (Some(&first), Some(&last)) = (paid.first(), paid.last()) else { return vec![] };
    PAY_BANDS
        .get(first..=last)
        .unwrap_or_default()
        .iter()
        .map(|low| FacetCount { value: low.to_string(), count: count_of(low) })
        .collect()
}

fn named<T: std::str::FromStr>(slug: &str, name: impl Fn(T) -> String) -> String {
    slug.parse().map_or_else(|_| slug.to_owned(), name)
}

fn understood_name(lang: Lang, read: &Understood) -> String {
    let value = read.value.as_str();
    match read.role {
        "region" => lang.region(value),
        "occupation" => lang.occupation(value),
        "condition" => lang.condition(value),
        "kind" => named(value, |kind| lang.opening_kind(kind)),
        "pathway" => named(value, |pathway| lang.pathway(pathway)),
        "education" => named(value, |level| lang.education(level)),
        "pay_min" => value.parse().map_or_else(|_| value.to_owned(), |yuan| lang.words().pay_at_least(lang.number(yuan))),
        _ => read.text.clone(),
    }
}

fn role_name(visit: &Visit, role: &str) -> String {
    let words = visit.words();
    match role {
        "region" => words.facet_region(),
        "occupation" => words.facet_occupation(),
        "condition" => words.facet_benefit(),
        "kind" => words.facet_kind(),
        "pathway" => words.facet_pathway(),
        "education" => words.facet_education(),
        "pay_min" => words.facet_pay(),
        _ => String::new(),
    }
}

fn way_on(visit: &Visit, way: &WayOn) -> String {
    let (words, lang) = (visit.words(), visit.lang);
    match &way.change {
        Change::Without(left_out) => words.way_without(left_out),
        Change::Wider(code) => words.way_wider(lang.region(code)),
        Change::Radius(km) => words.way_radius(lang.distance(*km as f64)),
        Change::Unfiltered(field) => words.way_unfiltered(role_name(visit, field_role(field))),
        Change::All(code) => words.way_all(lang.region(code)),
        Change::Occupation(slug) => words.way_occupation(lang.occupation(slug)),
    }
}

/// The role that a search parameter plays among the conditions read from words.
fn field_role(field: &str) -> &str {
    match field {
        "benefit" => "condition",
        other => other,
    }
}

/// The address of a search.
fn address(request: &Request) -> String {
    join("/openings", &request.to_query())
}

fn join(path: &str, query: &str) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

fn count(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// How many posts a page shows: more would be too heavy for an old phone on a slow line.
const MOST: usize = 20;

/// The same search in steps that a page can hold. Programs may ask the API for more at once; a page begins where they would, and
/// leads on from there.
fn on_a_page(request: Request) -> Request {
    if request.per_page <= MOST {
        return request;
    }
    let before = request.page.saturating_sub(1).saturating_mul(request.per_page);
    Request { per_page: MOST, page: before / MOST + 1, ..request }
}

/// `GET /openings`
pub async fn show(State(app): State<App>, visit: Visit) -> Result<Markup, Error> {
    let request = on_a_page(Request::read(&visit.query).map_err(Error::Input)?);
    let answer = app.search.answer(&app.db, &request).await?;
    Ok(Results { request: &request, answer: &answer }.draw(&visit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{Corrected, Facets};
    use axum::http::{HeaderMap, Uri};

    fn visit(address: &'static str) -> Visit {
        Visit::read(
            &crate::web::visit::Site::default(),
            &Uri::from_static(address),
            &HeaderMap::new(),
            jiff::civil::date(2026, 11, 23),
        )
    }

    fn answer(hits: Vec<Hit>) -> Answer {
        let total = hits.len() as u64;
        let understood = vec![];
        Answer {
            total,
            entries: total,
            hits,
            understood,
            corrected: None,
            exact: None,
            facets: Facets::default(),
            ways_on: vec![],
            took_ms: 1.0,
        }
    }

    fn hits(visit: &Visit) -> Vec<Hit> {
        let hit = |opening| Hit { opening, score: 1.0, distance_km: Some(2.4), folded: 3, marked: vec![(0, 2)], snippet: None };
        crate::web::styleguide::openings(visit).into_iter().map(hit).collect()
    }

    #[test]
    fn what_was_understood_and_what_was_chosen_can_each_be_taken_off() {
        let visit = visit("/openings");
        let request = Request { q: "铁东 护工".into(), kinds: vec![OpeningKind::Vacancy], page: 4, ..Request::default() };
        let read = Understood { text: "铁东".into(), role: "region", value: "210302".into(), without: "护工".into() };
        let answer = Answer { understood: vec![read], ..answer(hits(&visit)) };
        let page = Results { request: &request, answer: &answer }.draw(&visit).into_string();
        assert!(page.contains("铁东 → 铁东区"), "{page}");
        assert!(
            page.contains(r#"href="/openings?q=%E6%8A%A4%E5%B7%A5&amp;kind=vacancy""#),
            "the words without the place, from the first page"
        );
        assert!(page.contains(r#"href="/openings?q=%E9%93%81%E4%B8%9C+%E6%8A%A4%E5%B7%A5""#), "all kinds again");
        assert!(page.contains("另有 3 条相同的招聘") && page.contains("离您 2.4 公里"));
    }

    #[test]
    fn a_mended_typing_error_is_told_and_can_be_undone() {
        let visit = visit("/openings");
        let request = Request { q: "户理员".into(), ..Request::default() };
        let answer =
            Answer { corrected: Some(Corrected { from: "户理员".into(), to: "护理员".into() }), ..answer(hits(&visit)) };
        let page = Results { request: &request, answer: &answer }.draw(&visit).into_string();
        assert!(page.contains("已经按“护理员”给您找。") && page.contains("verbatim=true"), "{page}");
    }

    #[test]
    fn where_nothing_fits_the_page_offers_what_would_with_counts() {
        let visit = visit("/openings?lang=en");
        let request = Request { q: "护工".into(), regions: vec!["210323".into()], ..Request::default() };
        let wider = Request { regions: vec!["210300".into()], ..request.clone() };
        let way = WayOn { change: Change::Wider("210300".into()), request: wider, count: 12 };
        let answer = Answer { ways_on: vec![way], ..answer(vec![]) };
        let page = Results { request: &request, answer: &answer }.draw(&visit).into_string();
        assert!(page.contains("in all of Anshan") && page.contains("12 posts"), "{page}");
    }

    #[test]
    fn a_filter_that_was_chosen_stays_in_the_form_although_nothing_has_it() {
        let page =
            boxes("region", "地方", &["210323".to_owned()], &[FacetCount { value: "210302".into(), count: 5 }], str::to_owned)
                .into_string();
        assert!(page.contains(r#"value="210323" checked"#) && page.contains(r#"value="210302">"#), "{page}");
    }

    #[test]
    fn a_page_that_is_asked_for_more_than_it_holds_begins_at_the_same_post() {
        let asked = |page, per_page| on_a_page(Request { page, per_page, ..Request::default() });
        assert_eq!((asked(3, 100).page, asked(3, 100).per_page), (11, 20));
        assert_eq!((asked(1, 100).page, asked(2, 30).page), (1, 2));
        assert_eq!((asked(7, 5).page, asked(7, 5).per_page), (7, 5));
    }

    #[test]
    fn a_band_that_nobody_pays_keeps_its_place_in_the_drawing() {
        let count = |value: &str, count| FacetCount { value: value.to_owned(), count };
        let bands = pay_bands(&[count("2000", 3), count("5000", 7)]);
        assert_eq!(bands, [count("2000", 3), count("3000", 0), count("4000", 0), count("5000", 7)]);
        assert_eq!(pay_bands(&[]), []);
    }

    #[test]
    fn twenty_hits_stay_light() {
        let visit = visit("/openings");
        let many: Vec<Hit> = hits(&visit).into_iter().cycle().take(20).collect();
        let request = Request { q: "护工".into(), ..Request::default() };
        let page = Results { request: &request, answer: &answer(many) }.draw(&visit).into_string();
        assert!(page.len() < 34_000, "{} bytes", page.len());
        assert!(
            !page.contains(" style=") && !page.contains("<script>") && !page.contains("onclick"),
            "the content policy forbids inline style and script"
        );
    }
}
