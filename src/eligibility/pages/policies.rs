//! `/policies`: every rule in force on a day, and `/policies/{slug}`: one rule in words, with its versions, its sources, what is
//! not known of it, and what changed.

use crate::app::App;
use crate::eligibility::carried::{self, Rules};
use crate::eligibility::change::{Change, changes};
use crate::eligibility::facts::{covers, significant};
use crate::eligibility::pack::{
    Amount, AmountCertainty, Instalment, Line, Pack, Packs, Policy, ReadTier, Rule, Service, Share, Sum, Way,
};
use crate::eligibility::{Certainty, wording};
use crate::error::Error;
use crate::regions::{RegionCode, Regions};
use crate::web::assets::rules_style;
use crate::web::parts::{facts, icon, note, trail};
use crate::web::{Head, Visit, page};
use crate::words::Lang;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use maud::{Markup, html};

/// The address of a policy, or of one version of it.
pub fn address(slug: &str, version: Option<&str>) -> String {
    version.map_or_else(|| format!("/policies/{slug}"), |version| format!("/policies/{slug}/{version}"))
}

/// The rules of a day, and the places to choose from.
#[derive(Debug)]
pub struct PoliciesPage<'p> {
    pub rules: &'p Rules,
    pub packs: &'p Packs,
    pub on: Date,
    /// Only what reaches this place.
    pub region: Option<String>,
    /// The place this market is first for: its rules come first.
    pub home: String,
}

impl PoliciesPage<'_> {
    pub fn draw(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let in_force = self.packs.in_force(self.on, self.region.as_deref());
        let places = self.places(&in_force);
        let body = html! {
            (trail(visit, &[], &words.policies_title()))
            h1 { (words.policies_title()) }
            p.lead { (words.policies_lead()) }
            p { a.go href="/subsidies" { (icon("ask")) (words.policies_ask_me()) } }
            (self.faults(visit))
            (self.chooser(visit))
            p { b { (words.policies_on_day(wording::full_day(visit.lang, self.on))) } }
            @if in_force.is_empty() { (note("ask", "ask", &html! { p { (words.policies_none()) } })) }
            @for place in &places {
                section aria-labelledby={ "in" (place) } {
                    h2 id={ "in" (place) } { (words.policies_of_place(place_name(visit.lang, place))) }
                    ul.rules { @for pack in in_force.iter().filter(|pack| &pack.jurisdiction == place) { li { (self.rule(visit, pack)) } } }
                }
            }
            (self.others(visit))
        };
        let head = Head {
            title: words.policies_title(),
            description: words.policies_lead(),
            canonical: Some("/policies".to_owned()),
            style: Some(rules_style()),
            ..Head::default()
        };
        page(visit, &head, &body)
    }

    /// The places that have rules: home with all above it from near to far, then the others in the order of their codes.
    fn places(&self, packs: &[&Pack]) -> Vec<String> {
        let mut places: Vec<String> = packs.iter().map(|pack| pack.jurisdiction.clone()).collect();
        let home = self.region.as_deref().unwrap_or(&self.home);
        places.sort_by_key(|place| {
            let far = covers(place, home) != Some(true);
            let depth = if far { 0 } else { usize::MAX - significant(place).len() };
            (far, depth, place.clone())
        });
        places.dedup();
        places
    }

    fn faults(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        html! {
            @if !self.rules.office_faults().is_empty() {
                (note("bad", "info", &html! {
                    p { b { (words.policies_fault_title()) } }
                    ul { @for fault in self.rules.office_faults() { li lang="en" { code { (fault) } } } }
                    p { (words.policies_fault_told()) }
                }))
            }
        }
    }

    fn chooser(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let all: Vec<&Pack> = self.packs.policies().flat_map(Policy::versions).collect();
        html! {
            form.ask-row action="/policies" method="get" {
                p { label for="on" { (words.policies_day()) } input #on type="date" name="on" value=(self.on); }
                p {
                    label for="region" { (words.policies_region()) }
                    select #region name="region" {
                        option value="" { (words.policies_region_all()) }
                        @for place in self.places(&all).iter().filter(|place| !significant(place).is_empty()) {
                            option value=(place) selected[self.region.as_ref() == Some(place)] { (place_name(visit.lang, place)) }
                        }
                    }
                }
                p.act { button type="submit" { (words.policies_show()) } }
            }
        }
    }

    fn rule(&self, visit: &Visit, pack: &Pack) -> Markup {
        let (words, lang) = (visit.words(), visit.lang);
        html! {
            h3 { a href=(address(&pack.slug, None)) { (pack.title.of(lang.into())) } }
            @if let Some(span) = wording::span(lang, pack) { p { (span) } }
            ul.tags {
                li { (wording::paid_to(lang, pack.paid_to)) }
                li { (version_name(lang, pack)) }
                li { (wording::in_force(lang, pack.in_force)) }
                li { (wording::certainty(lang, grade(pack))) }
                @if pack.exploratory { li.kind { (words.policy_trial()) } }
                @if self.rules.is_offices(&pack.file) { li.good { (words.policies_offices()) } }
            }
        }
    }

    /// Policies that reach the place and have no version in force on the day.
    fn others(&self, visit: &Visit) -> Markup {
        let reaches = |pack: &&Pack| self.region.as_deref().is_none_or(|place| covers(&pack.jurisdiction, place) != Some(false));
        let asleep = self.packs.policies().filter(|policy| policy.on(self.on).is_none());
        let others: Vec<&Pack> = asleep.filter_map(|policy| policy.versions().last()).filter(reaches).collect();
        html! {
            @if !others.is_empty() {
                section aria-labelledby="others" {
                    h2 #others { (visit.words().policies_ended()) }
                    ul.rules { @for pack in others { li { (self.rule(visit, pack)) } } }
                }
            }
        }
    }
}

/// What a place of the rules is called.
pub fn place_name(lang: Lang, code: &str) -> String {
    match significant(code) {
        "" => lang.words().policies_whole_country(),
        part => lang.region(part),
    }
}

fn version_name(lang: Lang, pack: &Pack) -> String {
    match pack.version.as_str() {
        "undated" => lang.words().policy_undated(),
        version => lang.words().policy_version(version),
    }
}

fn grade(pack: &Pack) -> Certainty {
    pack.sources.first().map_or(Certainty::Derived, |source| source.certainty)
}

/// One version of one policy.
#[derive(Debug)]
pub struct PolicyPage<'p> {
    pub rules: &'p Rules,
    pub packs: &'p Packs,
    pub policy: &'p Policy,
    pub pack: &'p Pack,
    /// The day it was asked for.
    pub on: Date,
}

impl PolicyPage<'_> {
    pub fn draw(&self, visit: &Visit) -> Markup {
        let (words, lang, pack) = (visit.words(), visit.lang, self.pack);
        let title = pack.title.of(lang.into());
        let body = html! {
            (trail(visit, &[(words.policies_title(), "/policies".to_owned())], title))
            article.rule {
                (self.opener(visit))
                section aria-labelledby="conditions" {
                    h2 #conditions { (words.policy_conditions()) }
                    p.small { (words.policy_all_needed()) " " (words.policy_who_decides()) }
                    ol.lines { @for line in &pack.lines { (self.line(visit, line)) } }
                }
                (self.money(visit))
                (self.papers(visit))
                (self.notes(visit))
                section aria-labelledby="ask" { h2 #ask { (words.policy_ask()) } p { (pack.ask.of(lang.into())) } }
                (self.sources(visit))
                (self.versions(visit))
            }
        };
        let is_current = self.policy.on(visit.today).is_some_and(|current| current.version == pack.version);
        let canonical = address(&pack.slug, (!is_current).then_some(pack.version.as_str()));
        let head = Head {
            title: title.to_owned(),
            description: wording::span(lang, pack).unwrap_or_else(|| wording::paid_to(lang, pack.paid_to)),
            canonical: Some(canonical),
            style: Some(rules_style()),
            ..Head::default()
        };
        page(visit, &head, &body)
    }

    fn opener(&self, visit: &Visit) -> Markup {
        let (words, lang, pack) = (visit.words(), visit.lang, self.pack);
        let number = pack.document.number.clone().unwrap_or_else(|| words.policy_number_unseen());
        let above = pack.inherits.as_ref().and_then(|(slug, version)| self.packs.pack(slug, version));
        let plain = |text: String| Some(html! { (text) });
        let rows = [
            (words.policy_paid_to(), plain(wording::paid_to(lang, pack.paid_to))),
            (words.policies_region(), plain(place_name(lang, &pack.jurisdiction))),
            (words.policy_document(), Some(html! { span lang=[zh_on(lang)] { (pack.document.title) } })),
            (
                words.policy_number(),
                Some(html! { span lang=[zh_on(lang).filter(|_| pack.document.number.is_some())] { (number) } }),
            ),
            (words.policy_issuers(), pack.document.issuers.as_ref().map(|who| html! { span lang=[zh_on(lang)] { (who) } })),
            (
                words.policy_in_force(),
                plain(format!("{} · {}", wording::in_force(lang, pack.in_force), version_name(lang, pack))),
            ),
            (words.policy_grade(), plain(wording::certainty(lang, grade(pack)))),
            (
                words.policy_builds_on(),
                above.map(|above| html! { a href=(address(&above.slug, None)) { (above.title.of(lang.into())) } }),
            ),
        ];
        html! {
            header.opener {
                h1 { (pack.title.of(lang.into())) }
                @if let Some(span) = wording::span(lang, pack) { p.pay { (span) } }
                (self.standing(visit))
                (facts(&rows))
                p.tools {
                    a.go href="/subsidies" { (icon("ask")) (words.policies_ask_me()) }
                    button.quiet type="button" hidden data-print { (icon("print")) (words.print_button()) }
                }
            }
        }
    }

    /// Whether this version is the one that holds.
    fn standing(&self, visit: &Visit) -> Markup {
        let (words, pack) = (visit.words(), self.pack);
        let now = self.policy.on(self.on);
        let newer = now.is_some_and(|now| now.in_force.from > pack.in_force.from);
        html! {
            @if newer {
                (note("ask", "info", &html! { p { (words.policy_older()) " " a href=(address(&pack.slug, None)) { (words.policy_newer()) } } }))
            } @else if now.is_none() {
                (note("ask", "info", &html! { p { (words.policy_not_in_force(wording::full_day(visit.lang, self.on))) } }))
            }
            @if pack.exploratory { (note("ask", "info", &html! { p { (words.policy_trial_told()) } })) }
            @if self.rules.is_offices(&pack.file) { (note("good", "check", &html! { p { (words.policies_offices()) } })) }
        }
    }

    fn line(&self, visit: &Visit, line: &Line) -> Markup {
        let (words, lang) = (visit.words(), visit.lang);
        html! {
            li {
                (line.text.of(lang.into()))
                @if line.certainty != grade(self.pack) { " " span.grade { (wording::certainty(lang, line.certainty)) } }
                @if let Some(clause) = &line.clause { q.clause lang=[zh_on(lang)] { (clause) } }
                @if let Some(hint) = &line.hint { p.small { (hint.of(lang.into())) } }
                @match &line.rule {
                    Rule::Any(parts) => { (self.parts(visit, &words.policy_any(), parts)) }
                    Rule::All(parts) => { (self.parts(visit, &words.policy_all(), parts)) }
                    Rule::None(parts) => { (self.parts(visit, &words.policy_none(), parts)) }
                    Rule::Local { family, otherwise } => {
                        p.small {
                            (words.policy_local())
                            @for local in self.packs.in_force(self.on, None).into_iter().filter(|pack| &pack.family == family) {
                                " · " a href=(address(&local.slug, None)) { (local.title.of(lang.into())) }
                            }
                        }
                        (self.parts(visit, &words.policy_any(), otherwise))
                    }
                    Rule::Test(_) | Rule::Jurisdiction | Rule::InForce | Rule::Service => {}
                }
            }
        }
    }

    fn parts(&self, visit: &Visit, said: &str, parts: &[Line]) -> Markup {
        html! { p.small { (said) } ul.lines { @for part in parts { (self.line(visit, part)) } } }
    }

    fn money(&self, visit: &Visit) -> Markup {
        let (words, lang, pack) = (visit.words(), visit.lang, self.pack);
        let tiers = wording::tiers(lang, pack);
        html! {
            @if let Some(amount) = &pack.amount {
                section aria-labelledby="money" {
                    h2 #money { (words.policy_money()) }
                    table {
                        thead { tr { th scope="col" { (words.policy_level()) } th scope="col" { (words.policy_amount()) } } }
                        tbody {
                            @for (name, sum) in &tiers {
                                tr { th scope="row" { (name) } td { (wording::sum_in_words(lang, *sum, amount.certainty)) } }
                            }
                        }
                    }
                    @if let Some(read) = read_in_words(lang, amount) { p.small { (read) } }
                    (self.schedule(visit))
                }
            }
        }
    }

    fn schedule(&self, visit: &Visit) -> Markup {
        let (words, lang, pay) = (visit.words(), visit.lang, &self.pack.pay);
        html! {
            h3 { (words.policy_schedule()) }
            @if let Some(text) = &pay.text { p { (text.of(lang.into())) } } @else { p { (way_in_words(lang, &pay.way)) } }
            @if let Way::Instalments(parts) = &pay.way {
                table {
                    thead { tr { th scope="col" { (words.policy_after()) } th scope="col" { (words.policy_amount()) } } }
                    tbody {
                        @for part in parts {
                            tr { td { (words.policy_after_months(i64::from(part.after_months))) } td { (share_in_words(lang, part)) } }
                        }
                    }
                }
            }
            @if pay.certainty != grade(self.pack) { p.small { (wording::certainty(lang, pay.certainty)) } }
        }
    }

    fn papers(&self, visit: &Visit) -> Markup {
        let papers = self.packs.papers_of(self.pack, visit.lang.into());
        html! {
            @if !papers.is_empty() {
                section aria-labelledby="bring" {
                    h2 #bring { (visit.words().policy_bring()) }
                    ul.ticks { @for paper in papers { li { (paper) } } }
                }
            }
        }
    }

    fn notes(&self, visit: &Visit) -> Markup {
        let lang = visit.lang;
        html! {
            @if !self.pack.notes.is_empty() {
                section aria-labelledby="notes" {
                    h2 #notes { (visit.words().policy_notes()) }
                    ul.said {
                        @for note in &self.pack.notes {
                            li {
                                b { (wording::note_kind(lang, note.kind)) } " " (note.text.of(lang.into()))
                                @if note.certainty != grade(self.pack) { " " span.grade { (wording::certainty(lang, note.certainty)) } }
                            }
                        }
                    }
                }
            }
        }
    }

    fn sources(&self, visit: &Visit) -> Markup {
        let lang = visit.lang;
        html! {
            section aria-labelledby="sources" {
                h2 #sources { (visit.words().policy_sources()) }
                ul.said {
                    @for source in &self.pack.sources {
                        li {
                            @match source.url.as_deref().filter(|url| url.starts_with("http")) {
                                Some(url) => a lang=[zh_on(lang)] href=(url) rel="nofollow noopener external" { (source.title) },
                                None => span lang=[zh_on(lang)] { (source.title) },
                            }
                            " " span.grade { (wording::certainty(lang, source.certainty)) }
                        }
                    }
                }
            }
        }
    }

    fn versions(&self, visit: &Visit) -> Markup {
        let (words, lang) = (visit.words(), visit.lang);
        let before = self.pack.supersedes.as_deref().and_then(|version| self.packs.pack(&self.pack.slug, version));
        html! {
            @if self.policy.versions().len() > 1 {
                section aria-labelledby="versions" {
                    h2 #versions { (words.policy_versions()) }
                    ul.said {
                        @for version in self.policy.versions().iter().rev() {
                            li {
                                @if version.version == self.pack.version {
                                    b { (version_name(lang, version)) } " (" (words.policy_version_now()) ")"
                                } @else {
                                    a href=(address(&version.slug, Some(&version.version))) { (version_name(lang, version)) }
                                }
                                " · " (wording::in_force(lang, version.in_force))
                            }
                        }
                    }
                    @if let Some(before) = before {
                        h3 { (words.policy_changes(&before.version)) }
                        dl.changes { @for change in changes(before, self.pack) { (changed(visit, &change)) } }
                    }
                }
            }
        }
    }
}

/// The tag of Chinese text on a page in another language.
fn zh_on(lang: Lang) -> Option<&'static str> {
    (lang != Lang::Zh).then_some(Lang::Zh.tag())
}

fn read_in_words(lang: Lang, amount: &Amount) -> Option<String> {
    let words = lang.words();
    matches!(amount.tiers, crate::eligibility::pack::Tiers::Education(_)).then(|| match amount.read {
        ReadTier::Entry => words.policy_read_entry(),
        ReadTier::Payment => words.policy_read_payment(),
        ReadTier::Highest => words.policy_read_highest(),
    })
}

fn way_in_words(lang: Lang, way: &Way) -> String {
    let words = lang.words();
    match way {
        Way::NotSeen => words.policy_way_not_seen(),
        Way::Once => words.policy_way_once(),
        Way::Instalments(_) => words.policy_way_instalments(),
        Way::Recurring { .. } => words.policy_way_recurring(),
    }
}

fn share_in_words(lang: Lang, part: &Instalment) -> String {
    match part.share {
        Share::Percent(percent) => format!("{percent}%"),
        Share::Yuan(yuan) => lang.words().amount_exact(lang.number(yuan)),
        Share::NotSettled => lang.words().policy_share_unsettled(),
    }
}

/// One difference between two versions: what it is about, as it was, as it is.
fn changed(visit: &Visit, change: &Change<'_>) -> Markup {
    let (words, lang) = (visit.words(), visit.lang);
    let (about, before, after) = match change {
        Change::Added(line) => (words.policy_change_added(), None, Some(line.text.of(lang.into()).to_owned())),
        Change::Dropped(line) => (words.policy_change_dropped(), Some(line.text.of(lang.into()).to_owned()), None),
        Change::Changed { before, after } if before.text == after.text => {
            let said = format!("{} {}", after.text.of(lang.into()), words.policy_change_same_words());
            (words.policy_change_changed(), None, Some(said))
        }
        Change::Changed { before, after } => {
            let text = |line: &Line| Some(line.text.of(lang.into()).to_owned());
            (words.policy_change_changed(), text(before), text(after))
        }
        Change::Service { before, after } => {
            let months = |service: &Option<&Service>| {
                service.map_or_else(|| words.policy_change_none(), |s| words.policy_service_months(i64::from(s.months)))
            };
            (words.policy_change_service(), Some(months(before)), Some(months(after)))
        }
        Change::Tier { tier, before, after } => {
            let sum = |sum: &Option<Sum>, certainty| {
                sum.map_or_else(|| words.policy_change_none(), |sum| wording::sum_in_words(lang, sum, certainty))
            };
            let about = format!("{} · {}", words.policy_change_amount(), wording::tier(lang, tier));
            (about, Some(sum(before, AmountCertainty::Exact)), Some(sum(after, AmountCertainty::Exact)))
        }
        Change::Certainty { before, after } => {
            (words.policy_change_certainty(), Some(certainty_in_words(lang, *before)), Some(certainty_in_words(lang, *after)))
        }
        Change::Pay { before, after } => {
            (words.policy_change_pay(), Some(way_in_words(lang, before)), Some(way_in_words(lang, after)))
        }
    };
    html! {
        div {
            dt { (about) }
            @if let (Some(before), Some(_)) = (&before, &after) { dd.was { span.grade { (words.policy_change_before()) } " " (before) } }
            @else if let Some(before) = &before { dd.was { (before) } }
            @if let Some(after) = &after { dd { @if before.is_some() { span.grade { (words.policy_change_after()) } " " } (after) } }
        }
    }
}

fn certainty_in_words(lang: Lang, certainty: AmountCertainty) -> String {
    let words = lang.words();
    match certainty {
        AmountCertainty::Exact => words.policy_certainty_exact(),
        AmountCertainty::Ceiling => words.policy_certainty_ceiling(),
        AmountCertainty::NotEntered => words.policy_certainty_not_entered(),
    }
}

/// A rule nobody has here: said plainly, with the ways on.
fn missing(visit: &Visit) -> Response {
    let words = visit.words();
    let body = html! {
        (trail(visit, &[(words.policies_title(), "/policies".to_owned())], &words.policy_missing_title()))
        article.fault {
            p.code { "404" }
            h1 { (words.policy_missing_title()) }
            p.lead { (words.policy_missing_told()) }
            ul.links {
                li { a.go href="/policies" { (words.policies_title()) } }
                li { a.go href="/subsidies" { (words.policies_ask_me()) } }
            }
        }
    };
    let drawn = page(visit, &Head { title: words.policy_missing_title(), ..Head::default() }, &body);
    (StatusCode::NOT_FOUND, drawn).into_response()
}

/// The parameters of the list, read strictly.
fn asked(visit: &Visit) -> Result<(Date, Option<String>), Error> {
    let (mut on, mut region) = (visit.today, None);
    for (name, value) in crate::web::visit::pairs(&visit.query) {
        match name.as_str() {
            "on" if value.is_empty() => {}
            "on" => on = value.parse().map_err(|_| Error::field("on", format!("“{value}” is not a day like 2026-11-23")))?,
            "region" if value.is_empty() => {}
            "region" => {
                let known = value.parse::<RegionCode>().is_ok_and(|code| Regions::builtin().knows(code));
                if !known {
                    return Err(Error::field("region", format!("“{value}” is not a known region code")));
                }
                region = Some(value);
            }
            _ => return Err(Error::field(name, "not a parameter of this page")),
        }
    }
    Ok((on, region))
}

/// `GET /policies`
pub async fn list(State(app): State<App>, visit: Visit) -> Result<Markup, Error> {
    let (on, region) = asked(&visit)?;
    let (rules, packs) = (carried::rules(), carried::packs()?);
    Ok(PoliciesPage { rules, packs, on, region, home: app.config.home_region.clone() }.draw(&visit))
}

/// `GET /policies/{slug}`: the version of the day, or where none is in force the last that was.
pub async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response, Error> {
    let (on, _) = asked(&visit)?;
    let (rules, packs) = (carried::rules(), carried::packs()?);
    let Some(policy) = packs.policy(&slug) else { return Ok(missing(&visit)) };
    let before_all = || policy.versions().first();
    let Some(pack) = policy.on(on).or_else(|| policy.begun_by(on)).or_else(before_all) else { return Ok(missing(&visit)) };
    Ok(PolicyPage { rules, packs, policy, pack, on }.draw(&visit).into_response())
}

/// `GET /policies/{slug}/{version}`
pub async fn version(visit: Visit, Path((slug, version)): Path<(String, String)>) -> Result<Response, Error> {
    let (rules, packs) = (carried::rules(), carried::packs()?);
    let found = packs.policy(&slug).zip(packs.pack(&slug, &version));
    let Some((policy, pack)) = found else { return Ok(missing(&visit)) };
    Ok(PolicyPage { rules, packs, policy, pack, on: visit.today }.draw(&visit).into_response())
}
