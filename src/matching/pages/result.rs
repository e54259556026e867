//! What a person is shown: the ways in, the posts with the reasons for each, what is missing, and what to do next.

use super::answers::{Answers, SHOWN};
use super::ask::FORM;
use super::choices;
use super::steps::{Step, place};
use crate::codes::{Answer, OpeningKind, Pathway};
use crate::eligibility::Text;
use crate::matching::live::Suited;
use crate::matching::post::Mode;
use crate::matching::{Gap, Practice, Reason};
use crate::openings::Opening;
use crate::web::assets::match_style;
use crate::web::parts::{address, icon, note, own_lang, search_address, tags, trail, where_it_is};
use crate::web::{Head, Visit, page};
use jiff::civil::Date;
use maud::{Markup, html};

/// Where someone goes on to see what they can claim; the answers go along in the form.
const SUBSIDIES: &str = "/subsidies";

/// A post that suits, and the subsidies that it may open.
#[derive(Debug)]
pub struct Found {
    pub suited: Suited,
    pub subsidies: Vec<Subsidy>,
}

/// A subsidy as it stands for the person.
#[derive(Debug)]
pub struct Subsidy {
    pub title: Text,
    pub answer: Answer,
    pub from: Option<Date>,
}

/// How the post stands from whose page they came.
#[derive(Debug)]
pub enum This {
    Open(Box<Found>),
    Closed(Box<Opening>, Gap),
}

/// What would be found without one wish.
#[derive(Debug)]
pub struct Looser {
    pub step: Step,
    pub best: u8,
}

/// The three ways of a retired medic.
#[derive(Debug)]
pub struct Medic {
    pub practice: Practice,
    /// The best post for each way, where there is one.
    pub posts: Vec<(Mode, Opening)>,
}

/// The whole answer.
#[derive(Debug)]
pub struct ResultPage<'a> {
    pub answers: &'a Answers,
    pub ways: Vec<(Pathway, &'a str, &'a str)>,
    pub medic: Option<Medic>,
    pub this: Option<This>,
    pub found: Vec<Found>,
    /// Behind how many posts the list begins, and whether there are more behind it.
    pub skip: usize,
    pub more: bool,
    pub looser: Vec<Looser>,
    /// The region looked through because they did not say where they live.
    pub home: Option<String>,
}

impl ResultPage<'_> {
    pub fn draw(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let visit = &visit.carrying(FORM);
        let body = html! {
            (trail(visit, &[(words.match_title(), "/match".to_owned())], &words.match_found_title()))
            form #(FORM) method="post" action="/match" {
                input type="hidden" name="step" value="result";
                (self.answers.carried(|_| false))
            }
            h1 { @if self.is_empty() { (words.match_nothing_title()) } @else { (words.match_found_title()) } }
            (self.lead(visit))
            (self.this(visit))
            (self.ways(visit))
            (self.list(visit))
            (self.looser(visit))
            (self.answered(visit))
            (self.onward(visit))
        };
        page(visit, &Head { title: words.match_found_title(), style: Some(match_style()), ..Head::default() }, &body)
    }

    fn is_empty(&self) -> bool {
        self.found.is_empty() && self.skip == 0
    }

    fn lead(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        html! {
            @if self.is_empty() { p.lead { (words.match_nothing_told()) } }
            @else if self.answers.count() == 0 { p.lead { (words.match_found_little()) } }
            @else { p.lead { (words.match_found_lead(self.answers.count())) } }
            @if let Some(home) = &self.home { p { (words.match_found_home(visit.lang.region_short(home))) } }
        }
    }

    fn this(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        html! {
            @match &self.this {
                None => {}
                Some(This::Open(found)) => { section aria-labelledby="this" { h2 #this { (words.match_this_title()) } div.fits { (fit(visit, found, true)) } } }
                Some(This::Closed(opening, gap)) => {
                    section aria-labelledby="this" {
                        h2 #this { (words.match_this_title()) }
                        (note("ask", "info", &html! {
                            p { b { (words.match_this_closed()) } " " a href=(address(opening)) lang=[own_lang(visit, &opening.title)] { (opening.title) } }
                            p { (gap.text.of(visit.lang.into())) }
                            p { (words.match_how(gap.how.of(visit.lang.into()))) }
                        }))
                    }
                }
            }
        }
    }

    fn ways(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        html! {
            @if !self.ways.is_empty() {
                section aria-labelledby="ways" {
                    h2 #ways { (words.match_ways_title()) }
                    ul.in-ways {
                        @for (pathway, name, because) in &self.ways {
                            li { b { a href=(search_address(&[("pathway", pathway.slug())])) { (name) } } span { (because) } }
                        }
                    }
                }
            }
            @if let Some(medic) = &self.medic { (medic.draw(visit)) }
        }
    }

    fn list(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        html! {
            @if !self.found.is_empty() {
                section aria-labelledby="posts" {
                    h2 #posts { (words.match_list_title()) }
                    ol.fits start=(self.skip + 1) { @for (at, found) in self.found.iter().enumerate() { li { (fit(visit, found, at == 0)) } } }
                    p.act {
                        @if self.skip > 0 { button.quiet type="submit" form=(FORM) name="skip" value=(self.skip.saturating_sub(SHOWN)) { (words.match_fewer()) } }
                        @if self.more { button.quiet type="submit" form=(FORM) name="skip" value=(self.skip + SHOWN) { (words.match_more()) } }
                    }
                }
            }
        }
    }

    fn looser(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        html! {
            @if !self.looser.is_empty() || self.is_empty() {
                section aria-labelledby="looser" {
                    h2 #looser { (words.match_loosen_title()) }
                    div.ways-on {
                        @for one in &self.looser {
                            button type="submit" form=(FORM) name="without" value=(one.step.slug()) {
                                span { (words.match_loosen(title(visit, one.step), i64::from(one.best))) } (icon("search"))
                            }
                        }
                        @if self.is_empty() {
                            button type="submit" form=(FORM) name="go" value=(Step::Place.slug()) { span { (words.match_loosen_place()) } (icon("pin")) }
                            a href="/openings" { span { (words.match_to_search()) } (icon("search")) }
                        }
                    }
                }
            }
        }
    }

    /// The answers, each with a way to change it.
    fn answered(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let asked = Step::ALL.into_iter().filter(|step| step.is_asked(&self.answers.person) || self.answers.answers(*step));
        html! {
            section.answered aria-labelledby="answered" {
                h2 #answered { (words.match_answers_title()) }
                dl.facts {
                    @for step in asked {
                        div {
                            dt { (title(visit, step)) }
                            dd {
                                span { @match told(visit, self.answers, step) { Some(told) => (told), None => { i { (words.match_unanswered()) } } } }
                                button.quiet type="submit" form=(FORM) name="go" value=(step.slug()) { (words.match_change()) span.vh { (words.match_change_which(title(visit, step))) } }
                            }
                        }
                    }
                }
                p.act { button.quiet type="submit" form=(FORM) name="go" value="sheet" { (words.match_all_on_one()) } }
            }
        }
    }

    fn onward(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        html! {
            section aria-labelledby="onward" {
                h2 #onward { (words.match_on_title()) }
                p.act {
                    button type="submit" form=(FORM) formaction=(SUBSIDIES) { (words.match_to_subsidies()) }
                    a href="/match" { (words.match_again()) }
                    button.quiet type="button" hidden data-print { (icon("print")) (words.print_button()) }
                }
                (note("calm", "shield", &html! { p { (words.match_kept()) } }))
            }
        }
    }
}

impl Medic {
    fn draw(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let ways = [
            (Mode::Practise, words.match_medic_practise(), words.match_medic_practise_told()),
            (Mode::Guide, words.match_medic_guide(), words.match_medic_guide_told()),
            (Mode::Train, words.match_medic_train(), words.match_medic_train_told()),
        ];
        html! {
            section aria-labelledby="medic" {
                h2 #medic { (words.match_medic_title()) }
                ul.three {
                    @for (mode, name, told) in ways {
                        @let (open, says) = self.stands(visit, mode);
                        li {
                            h3 { (name) }
                            p { (told) }
                            p.good[open] { (icon(if open { "check" } else { "ask" })) (says) }
                            @if let Some((_, post)) = self.posts.iter().find(|(one, _)| *one == mode) {
                                p { a href=(address(post)) lang=[own_lang(visit, &post.title)] { (post.title) } }
                            } @else {
                                p { a href=(search_address(&[("kind", OpeningKind::Advisory.slug())])) { (words.match_medic_see()) } }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Whether a way is open, and the sentence that says so.
    fn stands(&self, visit: &Visit, mode: Mode) -> (bool, String) {
        let words = visit.words();
        match (mode, self.practice) {
            (Mode::Guide | Mode::Train, _) | (_, Practice::Open) => (true, words.match_medic_open()),
            (_, Practice::Expired) => (false, words.match_medic_closed_expired()),
            (_, Practice::Break) => (true, words.match_medic_break()),
            (_, Practice::Idle) => (false, words.match_medic_closed_idle()),
            (_, Practice::Unnamed) => (false, words.match_medic_closed_none()),
            (_, Practice::Unknown) => (false, words.match_medic_unknown()),
        }
    }
}

/// A post with its score drawn, the reasons with their points, and what is missing.
pub fn fit(visit: &Visit, found: &Found, open: bool) -> Markup {
    let (words, lang) = (visit.words(), visit.lang);
    let Suited { opening, matched } = &found.suited;
    html! {
        article.fit {
            (score(visit, matched.score))
            h3 lang=[own_lang(visit, &opening.title)] { a href=(address(opening)) { (opening.title) } }
            p.pay.none[!opening.pay.is_known()] { (lang.pay(opening.pay, opening.kind)) }
            p.who {
                span lang=[own_lang(visit, &opening.institution.name)] { (opening.institution.name) }
                @if let Some(place) = where_it_is(visit, opening) { " · " (place) }
            }
            (tags(visit, opening))
            details open[open] { summary { (words.match_why()) } (reasons(visit, &matched.reasons)) }
            @if !matched.gaps.is_empty() { (gaps(visit, &matched.gaps)) }
            (subsidies(visit, &found.subsidies))
        }
    }
}

/// A score of 0 to 100 as a ring.
pub fn score(visit: &Visit, score: u8) -> Markup {
    html! {
        // The radius makes the way around 100 long.
        svg.ring viewBox="0 0 36 36" role="img" aria-label=(visit.words().match_score(i64::from(score))) {
            circle cx="18" cy="18" r="15.9155" {}
            circle.part cx="18" cy="18" r="15.9155" stroke-dasharray={ (score) " 100" } transform="rotate(-90 18 18)" {}
            text x="18" y="22.5" text-anchor="middle" { (score) }
        }
    }
}

/// Reasons with the points of each.
pub fn reasons(visit: &Visit, reasons: &[Reason]) -> Markup {
    html! {
        ul.reasons {
            @for one in reasons {
                li { span { (one.text.of(visit.lang.into())) } @if one.points > 0 { b { (visit.words().match_points(i64::from(one.points))) } } }
            }
        }
    }
}

/// What is missing, each with what to do.
pub fn gaps(visit: &Visit, gaps: &[Gap]) -> Markup {
    html! {
        div.gaps {
            h4 { (visit.words().match_gaps()) }
            ul { @for one in gaps { li { (one.text.of(visit.lang.into())) br; small { (one.how.of(visit.lang.into())) } } } }
        }
    }
}

fn subsidies(visit: &Visit, subsidies: &[Subsidy]) -> Markup {
    let words = visit.words();
    let says = |one: &Subsidy| {
        let title = one.title.of(visit.lang.into());
        match (one.answer, one.from) {
            (Answer::Yes, _) => words.match_subsidy_yes(title),
            (Answer::NotYet, Some(day)) => words.match_subsidy_from(title, visit.lang.day(day, visit.today)),
            (Answer::NotYet, None) => words.match_subsidy_not_yet(title),
            (Answer::Unknown | Answer::No, _) => words.match_subsidy_unknown(title),
        }
    };
    html! {
        @if !subsidies.is_empty() {
            div.grants { h4 { (words.match_subsidies()) } ul { @for one in subsidies { li { (says(one)) } } } }
        }
    }
}

/// What a question is called beside its answer.
fn title(visit: &Visit, step: Step) -> String {
    let words = visit.words();
    match step {
        Step::Work => words.match_part_work(),
        Step::Years => words.match_ask_years(),
        Step::Licences => words.match_part_papers(),
        Step::Papers => words.match_ask_papers(),
        Step::Skill => words.fact_skill(),
        Step::Place | Step::Town => words.match_part_home(),
        Step::Village => words.match_ask_village(),
        Step::Schooling => words.match_part_school(),
        Step::Study => words.fact_majors(),
        Step::Pension => words.match_ask_pension(),
        Step::Job => words.match_ask_job(),
        Step::Registered => words.match_ask_registered(),
        Step::Family => words.match_ask_family(),
        Step::Business => words.match_ask_business(),
        Step::Kinds => words.fact_kind(),
        Step::Trades => words.match_ask_trades(),
        Step::Nights => words.match_ask_nights(),
        Step::Lodging => words.match_ask_lodging(),
        Step::Pay => words.match_ask_pay(),
        Step::Distance => words.match_ask_distance(),
        Step::Household => words.match_part_household(),
    }
}

/// An answer in words; none where there is none. Hardship is not shown.
fn told(visit: &Visit, answers: &Answers, step: Step) -> Option<String> {
    let (words, lang, person) = (visit.words(), visit.lang, &answers.person);
    let flag = |told: Option<bool>| told.map(|yes| if yes { words.match_yes() } else { words.match_no() });
    let list = |parts: Vec<String>| if parts.is_empty() { words.match_none() } else { lang.list(parts) };
    let wants = person.wants.as_ref();
    let schooling = person.education.as_ref();
    match step {
        Step::Work => person.work.as_ref().map(|work| list(work.iter().map(|one| choices::name_of_work(lang, one)).collect())),
        Step::Years => {
            let years = person.work.iter().flatten().filter_map(|one| one.years);
            Some(lang.list(years.map(|years| words.experience_years(years as i64)))).filter(|told| !told.is_empty())
        }
        Step::Licences => person.licences.as_ref().map(|all| list(all.iter().map(|one| lang.licence(one.kind)).collect())),
        Step::Papers => {
            let days = person.licences.iter().flatten().flat_map(|one| [one.valid_until, one.last_practised]).flatten();
            Some(lang.list(days.map(|day| day.to_string()))).filter(|told| !told.is_empty())
        }
        Step::Skill => person.skills.iter().flatten().find_map(|one| one.level).map(|level| lang.skill_level(level)),
        Step::Place | Step::Town => place(person).map(|code| lang.place_in_full(&code.to_string())),
        Step::Village => flag(person.rural),
        Step::Schooling => schooling.and_then(|one| one.level).map(|level| choices::schooling(lang, level)),
        Step::Study => {
            let told = schooling.map(|one| {
                let full_time = |yes: bool| if yes { words.match_full_time_yes() } else { words.match_full_time_no() };
                let parts = [one.major.clone(), one.graduated_on.map(|day| day.to_string()), one.full_time.map(full_time)];
                lang.list(parts.into_iter().flatten())
            });
            told.filter(|told| !told.is_empty())
        }
        Step::Pension => flag(person.retired),
        Step::Job => flag(person.employed),
        Step::Registered => flag(person.registered_unemployed),
        Step::Family => flag(person.cares_for_family),
        Step::Business => flag(person.wants_to_start_business),
        Step::Kinds => {
            let kinds = wants.map(|wants| lang.list(wants.kinds.iter().map(|kind| choices::kind_of_post(words, *kind))));
            kinds.filter(|told| !told.is_empty())
        }
        Step::Trades => {
            let trades = wants.map(|wants| lang.list(wants.occupations.iter().map(|slug| lang.occupation(slug))));
            trades.filter(|told| !told.is_empty())
        }
        Step::Nights => flag(wants.and_then(|wants| wants.nights)),
        Step::Lodging => flag(wants.and_then(|wants| wants.live_in)),
        Step::Pay => wants.and_then(|wants| wants.pay_min).map(|yuan| words.match_pay(lang.number(yuan))),
        Step::Distance => wants.and_then(|wants| wants.radius_km).map(|km| lang.distance(km)),
        Step::Household => person.household.as_ref().map(|_| words.match_not_shown()),
    }
}
