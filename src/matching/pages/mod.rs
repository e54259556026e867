//! “What suits me?”: questions one at a time, or all on one page, and the posts that suit.
//!
//! What it promises: nothing is stored and no cookie holds an answer; what was answered lies in the forms themselves and goes
//! to the server by POST, so that no address and no log tells of it; every question can be skipped, gone back to and changed;
//! nothing is asked that is not used; hardship of the household comes last and is never shown again.

mod answers;
mod ask;
mod choices;
mod result;
mod sheet;
pub mod spoken;
mod steps;

use crate::app::App;
use crate::codes::OpeningKind;
use crate::db::read_id;
use crate::eligibility::carried::packs;
use crate::eligibility::openings::opened_to;
use crate::error::{Error, FieldFault};
use crate::matching::live::{Suited, post_of, suits};
use crate::matching::pathways::Book;
use crate::matching::post::Mode;
use crate::matching::{Seeker, closed};
use crate::openings::{self, Opening};
use crate::person::{Person, Wants};
use crate::regions::{RegionCode, Regions};
use crate::web::Visit;
use crate::web::visit::pairs;
use answers::{Answers, From, Go, MOST_SKIPPED, SHOWN, Sent};
use ask::Ask;
use axum::body::Bytes;
use axum::extract::State;
use maud::Markup;
use result::{Found, Looser, Medic, ResultPage, Subsidy, This};
use sheet::Sheet;
use steps::Step;

/// `GET /match`: the first question; `?opening=` is the post that it is about.
pub async fn first(State(app): State<App>, visit: Visit) -> Markup {
    let answers = Answers { opening: opening_named(&visit), ..Answers::default() };
    ask(&app, &visit, &answers, Step::Work, &[], "")
}

/// `GET /match/form`: everything on one page.
pub async fn form(State(app): State<App>, visit: Visit) -> Markup {
    let answers = Answers { opening: opening_named(&visit), ..Answers::default() };
    Sheet { answers: &answers, home: &app.config.home_region, faults: &[] }.draw(&visit)
}

fn opening_named(visit: &Visit) -> Option<i64> {
    pairs(&visit.query).into_iter().find(|(name, _)| name == "opening").and_then(|(_, value)| read_id(&value))
}

/// `POST /match`: takes an answer, and shows the next question or the result.
pub async fn go_on(State(app): State<App>, visit: Visit, body: Bytes) -> Result<Markup, Error> {
    let mut sent = Sent::read(pairs(&String::from_utf8_lossy(&body)))?;
    if let (From::Step(step), Go::Skip) = (sent.from, sent.go) {
        sent.forget(step);
    }
    if let Some(wish) = sent.without {
        sent.forget(wish);
    }
    let understood = settle_place(&mut sent, &app).and_then(|()| Answers::read(&sent.fields, sent.opening));
    let answers = match understood {
        Ok(answers) => tidy(answers, sent.from),
        Err(faults) => return misread(&app, &visit, &mut sent, faults),
    };
    let person = &answers.person;
    let step = match (sent.go, sent.from) {
        (Go::Ask(step), _) | (Go::Stay, From::Step(step)) => Some(step),
        (Go::Next | Go::Skip, From::Step(step)) => step.next(person),
        (Go::Back, From::Step(step)) => Some(step.back(person).unwrap_or(Step::Work)),
        (Go::Sheet, _) | (Go::Stay, From::Sheet) => {
            return Ok(Sheet { answers: &answers, home: &app.config.home_region, faults: &[] }.draw(&visit));
        }
        _ => None,
    };
    match step {
        Some(step) => Ok(ask(&app, &visit, &answers, step, &[], "")),
        None => result(&app, &visit, &answers, sent.skip).await,
    }
}

fn ask(app: &App, visit: &Visit, answers: &Answers, step: Step, faults: &[FieldFault], place: &str) -> Markup {
    Ask { step, answers, home: &app.config.home_region, faults, place }.draw(visit)
}

/// The page again, with what could not be read; a fault of a field that the page does not ask is no slip of a person.
fn misread(app: &App, visit: &Visit, sent: &mut Sent, faults: Vec<FieldFault>) -> Result<Markup, Error> {
    match sent.from {
        From::Sheet => {
            let answers = Answers { person: Person::default(), fields: sent.fields.clone(), opening: sent.opening };
            Ok(Sheet { answers: &answers, home: &app.config.home_region, faults: &faults }.draw(visit))
        }
        From::Step(step) if faults.iter().all(|fault| fault.field == "place" || step.fills(&fault.field)) => {
            let given: Vec<(String, String)> = sent.fields.iter().filter(|(name, _)| step.fills(name)).cloned().collect();
            sent.forget(step);
            let mut answers = Answers::read(&sent.fields, sent.opening).map_err(Error::Input)?;
            // One that goes back is not held up by what they leave behind.
            if sent.go == Go::Back {
                let before = step.back(&answers.person).unwrap_or(Step::Work);
                return Ok(ask(app, visit, &answers, before, &[], ""));
            }
            answers.fields.extend(given);
            Ok(ask(app, visit, &answers, step, &faults, &sent.place))
        }
        _ => Err(Error::Input(faults)),
    }
}

/// A place written in words becomes a code; one left as it stood gives way to the district that was chosen.
fn settle_place(sent: &mut Sent, app: &App) -> Result<(), Vec<FieldFault>> {
    let chosen = sent.fields.iter().any(|(name, value)| name == "region" && !value.is_empty());
    let untouched = sent.place == sent.place_before;
    if sent.place.is_empty() || (untouched && chosen) || matches!(sent.go, Go::Skip | Go::Back) {
        return Ok(());
    }
    let home: Option<RegionCode> = app.config.home_region.parse().ok();
    let Some(code) = Regions::builtin().resolve(&sent.place, None, home) else {
        return Err(vec![FieldFault::new("place", "is not a known place")]);
    };
    sent.fields.retain(|(name, _)| name != "region");
    sent.fields.push(("region".to_owned(), code.to_string()));
    Ok(())
}

/// A carer's level that nobody chose, and one for a certificate that is not held, is none.
fn tidy(answers: Answers, from: From) -> Answers {
    let unsaid = |skill: &crate::person::Skill| skill.occupation == "elder_carer" && skill.level.is_none();
    let page = matches!(from, From::Step(Step::Skill) | From::Sheet);
    if !page || !answers.person.skills.iter().flatten().any(unsaid) {
        return answers;
    }
    let mut person = answers.person;
    let skills: Vec<_> = person.skills.into_iter().flatten().filter(|skill| !unsaid(skill)).collect();
    person.skills = Some(skills).filter(|skills| !skills.is_empty());
    Answers::of(person, answers.opening)
}

/// Below this the best post is no good fit, and it is shown what could be given up.
const GOOD: u8 = 60;
/// What giving up a wish must bring to be worth a word.
const WORTH: u8 = 5;
/// Wishes that can be given up.
const WISHES: [Step; 6] = [Step::Distance, Step::Pay, Step::Nights, Step::Lodging, Step::Kinds, Step::Trades];

async fn result(app: &App, visit: &Visit, answers: &Answers, skip: usize) -> Result<Markup, Error> {
    let (book, person) = (Book::builtin(), &answers.person);
    let seeker = Seeker::of(0, person, visit.today, book, Regions::builtin());
    let elsewhere = person.region.is_some() || person.wants.as_ref().is_some_and(|wants| !wants.regions.is_empty());
    let home = (!elsewhere).then(|| app.config.home_region.clone());
    let within: Option<RegionCode> = home.as_deref().and_then(|code| code.parse().ok());
    let found = app.live.suited(&app.db, &seeker, (skip, SHOWN), within).await?;
    // One that begins where this one ends shows whether it would be empty.
    let more = found.len() == SHOWN
        && skip < MOST_SKIPPED
        && !app.live.suited(&app.db, &seeker, (skip + SHOWN, 1), within).await?.is_empty();
    let best = app.live.best(&seeker, within).unwrap_or(0);
    let lang = visit.lang.into();
    let ways = book.pathways_of(person, visit.today).into_iter();
    let ways = ways.filter_map(|(way, because)| Some((way, book.way(way)?.name.of(lang), because.of(lang))));
    let shown = ResultPage {
        answers,
        ways: ways.collect(),
        medic: medic(app, visit, person, within).await?,
        this: this(app, visit, answers, &seeker).await?,
        found: found.into_iter().map(|suited| with_subsidies(suited, person, visit)).collect(),
        skip,
        more,
        looser: if best < GOOD { looser(app, visit, answers, within, best) } else { vec![] },
        home,
    };
    Ok(shown.draw(visit))
}

fn with_subsidies(suited: Suited, person: &Person, visit: &Visit) -> Found {
    let opening = &suited.opening;
    let place = opening.region.as_deref().unwrap_or_default();
    let named = |(slug, answer, from): (String, _, _)| {
        let packs = packs().ok()?;
        // Where a lower place has a rule of its own, that one is told.
        let title = packs.policy(&slug)?.on(visit.today)?.title.clone();
        packs.overriding(&slug, place, visit.today).is_none().then_some(Subsidy { title, answer, from })
    };
    let subsidies = opened_to(person, opening, visit.today).into_iter().filter_map(named).collect();
    Found { suited, subsidies }
}

/// The post from whose page they came; none where it has ended since.
async fn this(app: &App, visit: &Visit, answers: &Answers, seeker: &Seeker) -> Result<Option<This>, Error> {
    let Some(id) = answers.opening else { return Ok(None) };
    let opening = openings::store::find(&app.db, id).await?.filter(|opening| opening.is_public_on(visit.today));
    let Some(opening) = opening else { return Ok(None) };
    if let Some(gap) = closed(seeker, &post_of(&opening), Book::builtin()) {
        return Ok(Some(This::Closed(Box::new(opening), gap)));
    }
    let open = suits(seeker, opening, None).map(|suited| with_subsidies(suited, &answers.person, visit));
    Ok(open.map(|found| This::Open(Box::new(found))))
}

/// The three ways of a retired doctor or nurse, with the best post of each.
async fn medic(app: &App, visit: &Visit, person: &Person, within: Option<RegionCode>) -> Result<Option<Medic>, Error> {
    const LOOKED_AT: usize = 60;
    let book = Book::builtin();
    let retired = book.pathways_of(person, visit.today).iter().any(|(way, _)| *way == crate::codes::Pathway::RetiredMedic);
    if !retired {
        return Ok(None);
    }
    let wants = Wants { kinds: vec![OpeningKind::Advisory], ..person.wants.clone().unwrap_or_default() };
    let guiding = Person { wants: Some(wants), ..person.clone() };
    let seeker = Seeker::of(0, &guiding, visit.today, book, Regions::builtin());
    let found = app.live.suited(&app.db, &seeker, (0, LOOKED_AT), within).await?;
    let mut posts: Vec<(Mode, Opening)> = Vec::new();
    for one in found {
        let mode = post_of(&one.opening).mode();
        if let Some(mode) = mode.filter(|mode| !posts.iter().any(|(known, _)| known == mode)) {
            posts.push((mode, one.opening));
        }
    }
    Ok(Some(Medic { practice: seeker.practice(), posts }))
}

/// What would be found without one wish, the best first.
fn looser(app: &App, visit: &Visit, answers: &Answers, within: Option<RegionCode>, best: u8) -> Vec<Looser> {
    let without = |step: Step| {
        let person = answers.without(step).person;
        let seeker = Seeker::of(0, &person, visit.today, Book::builtin(), Regions::builtin());
        let reached = app.live.best(&seeker, within)?;
        (reached >= best.saturating_add(WORTH)).then_some(Looser { step, best: reached })
    };
    let wishes = WISHES.into_iter().filter(|step| answers.answers(*step));
    let mut all: Vec<Looser> = wishes.filter_map(without).collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.best));
    all.truncate(3);
    all
}
