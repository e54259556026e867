//! Matching, told as people who come to an employment office: what they should be shown, what they must not, and the laws
//! that hold for everybody.

use jiff::civil::{Date, date};
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;
use yipin::codes::{Education, HouseholdFlag, InstitutionKind, LicenceKind, OpeningKind, Pathway, PayPeriod, Shift};
use yipin::import::columns::Table;
use yipin::import::normalise::{self, Defaults, Known};
use yipin::import::read::Record;
use yipin::matching::board::Board;
use yipin::matching::request::{MatchShown, Request};
use yipin::matching::{Audience, Book, Match, Notice, Post, Seeker, best_people, best_posts, explain, recommend, score};
use yipin::occupations::Catalogue;
use yipin::openings::{Fen, Incoming, Pay, Requirements};
use yipin::person::Person;
use yipin::regions::Regions;
use yipin::search::conditions::Conditions;

const DAY: Date = date(2026, 11, 23);

// ---------------------------------------------------------------------------------------------------------------------
// The sample city
// ---------------------------------------------------------------------------------------------------------------------

struct City {
    openings: Vec<Incoming>,
    posts: Vec<Post>,
}

/// The sample city, through the importer's own normalising.
static CITY: LazyLock<City> = LazyLock::new(|| {
    let city = yipin::demo::city(DAY);
    let kind = |row: &yipin::demo::Row| Some((row.get("name")?.as_str()?.to_owned(), row.get("kind")?.as_str()?.parse().ok()?));
    let kinds: BTreeMap<String, InstitutionKind> = city.institutions.iter().filter_map(kind).collect();
    let known = Known { regions: Regions::builtin(), occupations: Catalogue::builtin() };
    let defaults = Defaults { source: None, region: Some("210300".to_owned()) };
    let read = |row| normalise::opening(&record(row), known, &defaults).expect("the sample city is sound");
    let openings: Vec<Incoming> = city.openings.iter().map(read).collect();
    let conditions = Conditions::builtin();
    let post = |(id, one): (i64, &Incoming)| {
        Post::of(&Notice::coming(id, one, kinds.get(&one.institution).copied(), conditions), Book::builtin(), conditions)
    };
    let posts = (1..).zip(&openings).map(post).collect();
    City { openings, posts }
});

fn record(row: &yipin::demo::Row) -> Record {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("、"),
        other => other.to_string(),
    };
    let fields = row.iter().map(|(name, value)| (Table::Openings.column(name).expect("a known column"), text(value)));
    Record { line: 1, fields: fields.collect() }
}

fn seeker(person: &Person) -> Seeker {
    Seeker::of(1, person, DAY, Book::builtin(), Regions::builtin())
}

fn person(value: Value) -> Person {
    serde_json::from_value(value).expect("a person")
}

fn explained(person: &Person, post: &Post) -> Option<Match> {
    explain(&seeker(person), post, Book::builtin(), Audience::Person)
}

fn gaps(matched: &Match) -> Vec<&'static str> {
    matched.gaps.iter().map(|gap| gap.code).collect()
}

// ---------------------------------------------------------------------------------------------------------------------
// People of the city
// ---------------------------------------------------------------------------------------------------------------------

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Personas {
    persona: Vec<Persona>,
}

/// What an employment officer would expect for one person.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Persona {
    story: String,
    person: Person,
    /// Trades that must be among the first five posts.
    #[serde(default)]
    top: Vec<String>,
    /// Trades that must not be there.
    #[serde(default)]
    not: Vec<String>,
    /// Kinds of post that must be there.
    #[serde(default)]
    kinds: Vec<OpeningKind>,
    /// No other kinds than these are there.
    #[serde(default)]
    only_kinds: Vec<OpeningKind>,
    #[serde(default)]
    ways: Vec<Pathway>,
    /// For a trade, a gap that every post of it among the first five names.
    #[serde(default)]
    gaps: BTreeMap<String, String>,
    /// Trades whose ordinary posts law keeps from this person.
    #[serde(default)]
    no_gate: Vec<String>,
}

fn personas() -> Vec<Persona> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/personas");
    let mut files: Vec<_> = std::fs::read_dir(folder).expect("the personas").map(|file| file.expect("a file").path()).collect();
    files.sort();
    let read = |file: &std::path::PathBuf| {
        let text = std::fs::read_to_string(file).expect("a readable file");
        toml::from_str::<Personas>(&text).unwrap_or_else(|fault| panic!("{}: {fault}", file.display())).persona
    };
    files.iter().flat_map(read).collect()
}

/// What is wrong with what a persona is shown, in words.
fn faults_of(persona: &Persona, limit: usize) -> Vec<String> {
    let (book, seeker) = (Book::builtin(), seeker(&persona.person));
    let picks = recommend(&seeker, &CITY.posts, limit, None);
    let first: Vec<&Incoming> = picks.iter().take(5).map(|pick| &CITY.openings[pick.place]).collect();
    let trades: Vec<&str> = first.iter().map(|one| one.occupation.as_deref().unwrap_or("-")).collect();
    let mut faults = Vec::new();
    let mut check = |sound: bool, what: String| {
        if !sound {
            faults.push(format!("{} (of {limit}): {what}; shown {trades:?}", persona.story));
        }
    };
    // A longer list may open with several posts of the best trade, but within it every expected trade is found.
    let listed = |trade: &String| picks.iter().any(|pick| CITY.openings[pick.place].occupation.as_ref() == Some(trade));
    for trade in &persona.top {
        check(listed(trade) && (limit > 5 || trades.contains(&trade.as_str())), format!("no {trade}"));
    }
    for trade in &persona.not {
        check(!trades.contains(&trade.as_str()), format!("{trade} should not be there"));
    }
    let kinds: BTreeSet<OpeningKind> = first.iter().map(|one| one.kind).collect();
    check(persona.kinds.iter().all(|kind| kinds.contains(kind)), format!("kinds are {kinds:?}"));
    check(
        persona.only_kinds.is_empty() || kinds.iter().all(|kind| persona.only_kinds.contains(kind)),
        format!("kinds are {kinds:?}"),
    );
    let ways: Vec<Pathway> = book.pathways_of(&persona.person, DAY).into_iter().map(|(way, _)| way).collect();
    check(persona.ways.iter().all(|way| ways.contains(way)), format!("ways are {ways:?}"));
    for pick in picks.iter().take(5) {
        let told = explain(&seeker, &CITY.posts[pick.place], book, Audience::Person).expect("what is shown is open");
        if let Some(gap) = CITY.openings[pick.place].occupation.as_ref().and_then(|trade| persona.gaps.get(trade)) {
            let taught = CITY.openings[pick.place].kind == OpeningKind::Apprenticeship;
            check(taught || gaps(&told).contains(&gap.as_str()), format!("gap {gap} is not named but {:?}", gaps(&told)));
        }
    }
    let vacancies = CITY.openings.iter().zip(&CITY.posts).filter(|(one, _)| one.kind == OpeningKind::Vacancy);
    for (_, post) in vacancies.filter(|(one, _)| one.occupation.as_ref().is_some_and(|trade| persona.no_gate.contains(trade))) {
        check(score(&seeker, post).is_none(), "a post that law keeps from them is open".to_owned());
    }
    faults
}

#[test]
fn everybody_is_shown_what_a_sensible_officer_would_show() {
    let personas = personas();
    assert!(personas.len() >= 30, "{} personas", personas.len());
    let faults: Vec<String> = personas.iter().flat_map(|one| [faults_of(one, 5), faults_of(one, 20)].concat()).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_personas_walk_every_way_into_elder_care() {
    let walked: BTreeSet<Pathway> = personas().into_iter().flat_map(|one| one.ways).collect();
    assert_eq!(walked, Pathway::ALL.iter().copied().collect());
}

#[test]
fn every_way_is_a_door_to_some_posts_and_to_far_from_all() {
    let posts = &CITY.posts;
    for way in Pathway::ALL {
        let doors = posts.iter().filter(|post| post.suits() & (1 << *way as u8) != 0).count();
        assert!(doors >= 10 && doors * 3 < posts.len(), "{way} is a door to {doors} of {}", posts.len());
    }
}

#[test]
fn a_list_shows_the_best_first_and_keeps_to_a_division() {
    let guard = seeker(&person(json!({"region": "210302", "work": [{"occupation": "security_guard", "years": 8}]})));
    let haicheng = "210381".parse().expect("a code");
    for within in [None, Some(haicheng)] {
        let picks = recommend(&guard, &CITY.posts, 20, within);
        assert_eq!(picks.len(), 20);
        assert!(picks.is_sorted_by(|one, next| one.score >= next.score));
        assert!(picks.iter().all(|pick| within.is_none_or(|region| CITY.posts[pick.place].is_in(region))));
    }
    assert!(recommend(&guard, &CITY.posts, 0, None).is_empty());
    assert_eq!(recommend(&guard, &CITY.posts[..3], 20, None).len(), 3);
}

// ---------------------------------------------------------------------------------------------------------------------
// Single posts by hand
// ---------------------------------------------------------------------------------------------------------------------

/// A post written for a test.
struct Written {
    title: &'static str,
    text: &'static str,
    kind: OpeningKind,
    occupation: &'static str,
    institution_kind: InstitutionKind,
    asks: Requirements,
    shifts: Vec<Shift>,
    pay: Option<(f64, f64)>,
}

impl Written {
    fn new(occupation: &'static str) -> Self {
        Self {
            title: "岗位",
            text: "",
            kind: OpeningKind::Vacancy,
            occupation,
            institution_kind: InstitutionKind::CareHome,
            asks: Requirements::default(),
            shifts: Vec::new(),
            pay: None,
        }
    }

    fn post(&self) -> Post {
        let conditions = Conditions::builtin();
        let fen = |yuan: f64| Fen::from_yuan(yuan);
        let pay = self.pay.map_or_else(Pay::default, |(low, high)| Pay {
            min: fen(low),
            max: fen(high),
            period: Some(PayPeriod::Month),
            months: None,
        });
        let notice = Notice {
            id: 7,
            title: self.title,
            description: self.text,
            kind: self.kind,
            occupation: Some(self.occupation),
            region: Some("210302"),
            at: Some((41.11, 122.99)),
            pay,
            requirements: &self.asks,
            employment: None,
            shifts: &self.shifts,
            institution: "测试养老院",
            institution_kind: Some(self.institution_kind),
            said: conditions.read_ad(self.title, Some(self.text), &[]),
        };
        Post::of(&notice, Book::builtin(), conditions)
    }
}

fn licensed(kind: &str, valid_until: &str, last_practised: &str, retired: bool) -> Person {
    person(json!({
        "licences": [{"kind": kind, "valid_until": valid_until, "last_practised": last_practised}],
        "work": [{"sector": "medical", "occupation": kind, "years": 20}], "retired": retired
    }))
}

#[test]
fn a_nurse_post_is_closed_without_a_registration_and_asked_about_where_nothing_is_said() {
    let post = Written::new("nurse").post();
    assert!(explained(&person(json!({"licences": []})), &post).is_none());
    assert!(explained(&licensed("nurse", "2026-11-22", "2026-10-01", false), &post).is_none(), "it ran out yesterday");
    assert!(explained(&licensed("nurse", "2026-11-23", "2026-10-01", false), &post).is_some(), "it is valid today");
    let unsaid = explained(&person(json!({})), &post).expect("unknown is not no");
    assert!(gaps(&unsaid).contains(&"licence_unknown"));
}

#[test]
fn a_learner_needs_no_registration_yet() {
    let post = Written { kind: OpeningKind::Internship, ..Written::new("nurse") }.post();
    assert!(explained(&person(json!({"licences": []})), &post).is_some());
}

#[test]
fn a_registration_that_ends_soon_is_to_be_renewed() {
    let post = Written::new("nurse").post();
    let told = explained(&licensed("nurse", "2027-01-15", "2026-10-01", false), &post).expect("still valid");
    assert!(gaps(&told).contains(&"licence_ending"));
}

#[test]
fn a_retired_medic_has_three_ways_in() {
    let advisory = |text, licences| Written {
        kind: OpeningKind::Advisory,
        text,
        institution_kind: InstitutionKind::MedicalCare,
        asks: Requirements { licences, ..Requirements::default() },
        ..Written::new("nurse")
    };
    let practise = advisory("这是执业岗位", vec![LicenceKind::Nurse]);
    let guide = advisory("只做技术指导，不打针", vec![]);
    let train = Written { kind: OpeningKind::Advisory, text: "只讲课", ..Written::new("trainer") };
    let (fresh, idle, expired) = (
        licensed("nurse", "2028-05-01", "2025-12-01", true),
        licensed("nurse", "2028-05-01", "2024-11-22", true),
        licensed("nurse", "2026-05-01", "2025-12-01", true),
    );
    for (who, may_practise) in [(&fresh, true), (&idle, true), (&expired, false)] {
        assert_eq!(explained(who, &practise.post()).is_some(), may_practise);
        for open in [&guide, &train] {
            let told = explained(who, &open.post()).expect("guiding and teaching need no registration");
            assert!(told.reasons.iter().any(|one| one.code.starts_with("retired_") || one.code == "pathway"));
        }
    }
    let back = explained(&idle, &practise.post()).expect("no rule shuts a registered nurse out after a break");
    assert!(gaps(&back).contains(&"not_practised_lately"), "but it is asked about");
    let homeless = Written { institution_kind: InstitutionKind::Property, ..practise };
    assert!(explained(&fresh, &homeless.post()).is_none(), "there is no medical unit to practise in");
    let unsure = Written { institution_kind: InstitutionKind::CareHome, ..homeless };
    assert!(gaps(&explained(&fresh, &unsure.post()).expect("it may have one")).contains(&"medical_unit_unknown"));
}

#[test]
fn a_doctor_who_stopped_for_two_years_may_guide_but_not_practise() {
    let stopped = licensed("doctor", "2030-01-01", "2024-11-22", false);
    assert!(explained(&stopped, &Written::new("doctor").post()).is_none(), "医师法 art. 19");
    assert!(explained(&licensed("doctor", "2030-01-01", "2024-11-23", false), &Written::new("doctor").post()).is_some());
}

#[test]
fn nobody_under_sixteen_works_but_they_may_volunteer() {
    let child = person(json!({"birth_year": 2011}));
    assert!(explained(&child, &Written::new("elder_carer").post()).is_none());
    let volunteering = Written { kind: OpeningKind::Volunteer, ..Written::new("volunteer") };
    assert!(explained(&child, &volunteering.post()).is_some());
    let nearly = explained(&person(json!({"birth_year": 2010})), &Written::new("elder_carer").post()).expect("may be 16");
    assert!(gaps(&nearly).contains(&"under_sixteen"));
}

#[test]
fn a_public_welfare_post_opens_by_the_household_or_by_asking_the_office() {
    let post = Written {
        kind: OpeningKind::PublicWelfare,
        text: "面向脱贫户、防返贫监测对象，以公示为准",
        institution_kind: InstitutionKind::RuralMutualAid,
        ..Written::new("village_carer")
    }
    .post();
    let with = |household: Value| explained(&person(json!({"rural": true, "household": household})), &post);
    let open = with(json!(["monitored"])).expect("kept for them");
    assert!(!gaps(&open).contains(&"reserved") && open.reasons.iter().any(|one| one.code == "kept"));
    let unsaid = with(json!(null)).expect("nothing said");
    assert!(gaps(&unsaid).contains(&"reserved"));
    assert_eq!(open.score, unsaid.score, "a hardship opens the post and adds nothing");
    assert!(with(json!([])).is_none() && with(json!(["disabled"])).is_none());
}

#[test]
fn an_institution_is_never_told_of_a_household() {
    let book = Book::builtin();
    let poor = person(json!({"rural": true, "household": ["lifted_out_of_poverty", "disabled"]}));
    let silent = Person { household: None, ..poor.clone() };
    for post in CITY.posts.iter().filter(|post| score(&seeker(&poor), post).is_some()) {
        let told = |who: &Person| explain(&seeker(who), post, book, Audience::Institution);
        assert_eq!(told(&poor), told(&silent));
        let told = told(&poor).expect("open");
        assert!(
            told.reasons.iter().all(|one| !["pathway", "kept"].contains(&one.code)),
            "by which way they come is theirs to tell"
        );
        assert_eq!(told.reasons.iter().map(|one| u32::from(one.points)).sum::<u32>(), u32::from(told.score));
    }
}

#[test]
fn a_post_that_law_closes_says_which_law_and_what_to_do() {
    let code = |who: Value, post: &Post| {
        let closed = yipin::matching::closed(&seeker(&person(who)), post, Book::builtin())?;
        assert!(!closed.how.zh.is_empty() && !closed.how.en.is_empty() && closed.text.en.is_ascii());
        Some(closed.code)
    };
    let nurse = Written::new("nurse").post();
    assert_eq!(code(json!({"licences": []}), &nurse), Some("licence_needed"));
    assert_eq!(code(json!({}), &nurse), None, "unknown is not no");
    assert_eq!(code(json!({"birth_year": 2015}), &nurse), Some("under_sixteen"));
    let stopped = json!({"licences": [{"kind": "doctor", "last_practised": "2020-01-01"}]});
    assert_eq!(code(stopped, &Written::new("doctor").post()), Some("practice_ended"));
    let kept = Written { kind: OpeningKind::PublicWelfare, text: "面向脱贫户", ..Written::new("village_carer") }.post();
    assert_eq!(code(json!({"household": []}), &kept), Some("kept_for_others"));
    let house = Written {
        kind: OpeningKind::Advisory,
        text: "执业岗位",
        institution_kind: InstitutionKind::Property,
        ..Written::new("nurse")
    };
    let fresh = json!({"licences": [{"kind": "nurse", "valid_until": "2030-01-01", "last_practised": "2026-10-01"}]});
    assert_eq!(code(fresh, &house.post()), Some("no_medical_unit"));
}

#[test]
fn people_registered_as_out_of_work_are_shown_posts_made_for_them() {
    let post = Written { kind: OpeningKind::PublicWelfare, text: "面向就业困难人员", ..Written::new("cleaner") }.post();
    let told = |who: Value| explained(&person(who), &post).expect("open");
    let registered = told(json!({"registered_unemployed": true, "employed": false}));
    assert!(registered.reasons.iter().any(|one| one.code == "welfare_post"));
    assert!(registered.score > told(json!({"employed": false})).score);
    assert!(told(json!({"employed": true})).score < told(json!({})).score);
}

#[test]
fn what_a_post_does_not_say_is_told_apart_from_what_a_person_does_not_say() {
    let post = Written::new("elder_carer").post();
    let said = |who: Value| {
        let told = explained(&person(who), &post).expect("open");
        let of = |code: &str| told.reasons.iter().find(|one| one.code == code).map(|one| one.text.zh.clone()).unwrap_or_default();
        (of("not_known"), of("not_told"))
    };
    let (unsaid, untold) = said(json!({}));
    assert!(unsaid.contains("能不能上夜班") && untold.is_empty(), "{unsaid} {untold}");
    let (unsaid, untold) = said(json!({"wants": {"nights": false, "pay_min": 3000}}));
    assert!(!unsaid.contains("能不能上夜班") && untold.contains("上不上夜班") && untold.contains("工资"), "{unsaid} {untold}");
}

#[test]
fn work_carries_over_with_its_training_gap() {
    let guard = person(json!({"work": [{"sector": "property", "occupation": "security_guard", "years": 6}]}));
    let told = explained(&guard, &Written::new("elder_carer").post()).expect("open to all");
    assert!(told.reasons.iter().any(|one| one.code == "transfer" && one.text.zh.contains("守夜")));
    assert!(gaps(&told).contains(&"training_missing"));
    let certified = Person { licences: person(json!({"licences": [{"kind": "elder_carer"}]})).licences, ..guard };
    let told = explained(&certified, &Written::new("elder_carer").post()).expect("open to all");
    assert!(!gaps(&told).contains(&"training_missing"));
}

#[test]
fn what_a_person_refuses_is_named_and_costs() {
    let nights = Written { shifts: vec![Shift::Night], pay: Some((2000.0, 2400.0)), ..Written::new("elder_carer") }.post();
    let days = Written { shifts: vec![Shift::Day], pay: Some((3000.0, 3500.0)), ..Written::new("elder_carer") }.post();
    let who = person(json!({"wants": {"nights": false, "pay_min": 2800}, "lat": 41.11, "lon": 122.99}));
    let (dark, light) = (explained(&who, &nights).expect("open"), explained(&who, &days).expect("open"));
    assert!(gaps(&dark).contains(&"nights") && gaps(&dark).contains(&"pay_below"));
    assert!(light.score >= dark.score + 15, "{} {}", light.score, dark.score);
}

#[test]
fn a_home_known_only_by_its_district_is_told_so() {
    let post = Written::new("elder_carer").post();
    let codes = |value: Value| -> Vec<&str> {
        explained(&person(value), &post).expect("open").reasons.iter().map(|one| one.code).collect()
    };
    assert!(codes(json!({"lat": 41.12, "lon": 122.99})).contains(&"near"));
    assert!(codes(json!({"region": "210302"})).contains(&"same_district"));
    assert!(codes(json!({"region": "210303"})).contains(&"near_about"));
    assert!(!codes(json!({})).iter().any(|code| code.starts_with("near")));
}

// ---------------------------------------------------------------------------------------------------------------------
// The book and the question
// ---------------------------------------------------------------------------------------------------------------------

const FILE: &str = include_str!("../../index/pathways.toml");

fn fault_in(from: &str, to: &str) -> String {
    assert!(FILE.contains(from), "{from}");
    let text = FILE.replacen(from, to, 1);
    let line = 1 + FILE[..FILE.find(from).expect("found")].matches('\n').count();
    let fault = Book::read(&text, Catalogue::builtin(), Conditions::builtin()).err().expect("a fault").to_string();
    assert!(fault.starts_with(&format!("pathways.toml, line {line}: ")), "{fault} (line {line})");
    fault
}

#[test]
fn a_fault_in_the_file_is_named_with_its_line() {
    assert!(fault_in("elder_carer = 42", "elder_carer = 420").contains("420 is not a weight"));
    assert!(fault_in("home_carer = 36", "home_carrer = 36").contains("“home_carrer” is not an occupation"));
    assert!(fault_in("kind = \"nurse\"", "kind = \"nurs\"").contains("nurs"));
    assert!(
        fault_in("conditions = [\"graduates_welcome\"]", "conditions = [\"graduates\"]")
            .contains("“graduates” is not a condition")
    );
    assert!(fault_in("from = { sector = \"farming\" }", "from = { sector = \"catering\" }").contains("stands above already"));
    assert!(fault_in("from = { sector = \"retail\" }", "from = {}").contains("`from` names"));
}

#[test]
fn every_sentence_reads_in_both_languages_and_speaks_to_nobody() {
    let mut texts: BTreeSet<(String, String)> = BTreeSet::new();
    for persona in personas() {
        let seeker = seeker(&persona.person);
        for post in CITY.posts.iter().step_by(7) {
            let Some(told) = explain(&seeker, post, Book::builtin(), Audience::Person) else { continue };
            texts.extend(told.reasons.into_iter().map(|one| (one.text.zh, one.text.en)));
            texts.extend(told.gaps.into_iter().flat_map(|one| [(one.text.zh, one.text.en), (one.how.zh, one.how.en)]));
        }
    }
    assert!(texts.len() > 100, "{}", texts.len());
    for (zh, en) in &texts {
        let sound = !zh.is_empty() && zh.chars().count() <= 70 && !zh.contains(['{', '}', '你', '您', '。']);
        assert!(sound, "{zh}");
        let words: Vec<String> = en.to_lowercase().split(|c: char| !c.is_alphabetic()).map(str::to_owned).collect();
        let plain = en.is_ascii() && !en.contains(['{', '}']) && !words.iter().any(|word| word == "you" || word == "your");
        assert!(plain && en.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) && en.len() <= 200, "{en}");
    }
}

#[test]
fn a_question_is_read_strictly() {
    let read = |value: Value| Request::from_json(value.to_string().as_bytes(), Book::builtin(), Regions::builtin());
    let fields = |value: Value| read(value).expect_err("a fault").into_iter().map(|one| one.field).collect::<Vec<_>>();
    let sound = read(json!({"person": {"birth_year": 1980}, "on": "2026-11-23", "limit": 20, "region": "2103"})).expect("sound");
    assert_eq!((sound.limit(), sound.on), (20, Some(DAY)));
    assert_eq!(read(json!({})).expect("nothing is needed").limit(), 20);
    assert_eq!(fields(json!({"limit": 0})), ["limit"]);
    assert_eq!(fields(json!({"person": {"wants": {"occupations": ["nurse", "wizard"]}}})), ["person.wants.occupations[1]"]);
    assert_eq!(fields(json!({"person": {"region": "999999"}, "region": "9"})), ["person.region", "region"]);
    assert_eq!(fields(json!({"person": {"lat": 123.0, "work": [{"years": -1.0}]}})), ["person.lat", "person.work"]);
    assert_eq!(fields(json!({"person": {"sex": "f"}})), ["person.sex"]);
}

#[test]
fn an_answer_has_the_form_of_the_interface() {
    let told = explained(&person(json!({"licences": []})), &Written::new("elder_carer").post()).expect("open");
    let shown = MatchShown::of(json!({"id": "7"}), &told, Vec::new(), yipin::eligibility::Lang::En);
    let answer = serde_json::to_value(&shown).expect("JSON");
    assert_eq!(answer["opening"]["id"], "7");
    assert!(
        answer["reasons"].as_array().is_some_and(|all| all.iter().all(|one| one["points"].is_u64() && one["text"].is_string()))
    );
    assert!(answer["gaps"].as_array().is_some_and(|all| all.iter().all(|one| one["how"].is_string() && one["code"].is_string())));
}

#[test]
fn a_person_has_no_field_for_what_may_not_be_scored() {
    let fields = serde_json::to_value(Person::default()).expect("JSON");
    let names: BTreeSet<&str> = fields.as_object().expect("an object").keys().map(String::as_str).collect();
    let known = [
        "birth_year",
        "cares_for_family",
        "education",
        "employed",
        "household",
        "lat",
        "licences",
        "lon",
        "region",
        "registered_unemployed",
        "retired",
        "rural",
        "skills",
        "wants",
        "wants_to_start_business",
        "work",
    ];
    assert_eq!(names, BTreeSet::from(known), "sex, marriage, ethnicity and registration are not among them");
    let weighed = format!("{:?}", seeker(&person(json!({"birth_year": 1965}))));
    for word in ["birth", "1965", "sex", "gender", "ethnic", "married", "hukou"] {
        assert!(!weighed.contains(word), "{word}");
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Laws, for people and posts made at random
// ---------------------------------------------------------------------------------------------------------------------

fn trade() -> impl Strategy<Value = String> {
    prop::sample::select(Catalogue::builtin().all().iter().map(|one| one.slug.clone()).collect::<Vec<_>>())
}

fn wish_list() -> impl Strategy<Value = Value> {
    (
        prop::collection::vec(trade(), 0..3),
        prop::collection::vec(prop::sample::select(OpeningKind::ALL), 0..3),
        prop::collection::vec(prop::sample::select(vec!["2103", "210302", "210381", "110000"]), 0..2),
        prop::option::of(1500..6000i64),
        prop::option::of(1.0..60.0f64),
        prop::option::of(any::<bool>()),
        prop::option::of(any::<bool>()),
    )
        .prop_map(|(occupations, kinds, regions, pay_min, radius_km, live_in, nights)| {
            json!({"occupations": occupations, "kinds": kinds, "regions": regions, "pay_min": pay_min, "radius_km": radius_km,
                   "live_in": live_in, "nights": nights})
        })
}

fn licence_list() -> impl Strategy<Value = Value> {
    let day = prop::sample::select(vec![None, Some("2022-01-01"), Some("2026-06-01"), Some("2026-12-31"), Some("2029-01-01")]);
    let one = (prop::sample::select(LicenceKind::ALL), day.clone(), day)
        .prop_map(|(kind, until, last)| json!({"kind": kind, "valid_until": until, "last_practised": last}));
    prop::option::of(prop::collection::vec(one, 0..3)).prop_map(|all| json!(all))
}

fn anybody() -> impl Strategy<Value = Person> {
    let majors = prop::sample::select(vec![None, Some("护理"), Some("会计"), Some("社会工作"), Some("哲学")]);
    let graduated =
        prop::sample::select(vec![None, Some("1998-06-30"), Some("2023-06-30"), Some("2026-06-30"), Some("2027-06-30")]);
    let schooling = (prop::option::of(prop::sample::select(Education::ALL)), majors, graduated)
        .prop_map(|(level, major, graduated)| json!({"level": level, "major": major, "graduated_on": graduated}));
    let work = (prop::option::of(trade()), prop::option::of(0.0..30.0f64))
        .prop_map(|(occupation, years)| json!({"occupation": occupation, "years": years}));
    let maybe = || prop::option::of(any::<bool>());
    let place = prop::sample::select(vec![
        (None, None, None),
        (Some("210302"), None, None),
        (Some("210381104"), None, None),
        (Some("2103"), Some(41.11), Some(122.99)),
    ]);
    (
        (place, prop::option::of(schooling), licence_list(), prop::option::of(prop::collection::vec(work, 0..3)), wish_list()),
        (prop::option::of(1950..2010i16), maybe(), maybe(), maybe(), maybe(), maybe()),
    )
        .prop_map(|((place, education, licences, work, wants), (birth_year, rural, retired, employed, family, business))| {
            person(json!({
                "birth_year": birth_year, "region": place.0, "lat": place.1, "lon": place.2, "rural": rural, "education": education,
                "licences": licences, "work": work, "retired": retired, "employed": employed, "cares_for_family": family,
                "wants_to_start_business": business, "wants": wants
            }))
        })
}

fn posts_of_city() -> impl Strategy<Value = Vec<Post>> {
    prop::collection::vec(0..CITY.posts.len(), 40).prop_map(|places| places.into_iter().map(|place| CITY.posts[place]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn points_sum_to_the_score_and_the_quick_answer_agrees(who in anybody(), posts in posts_of_city()) {
        let seeker = seeker(&who);
        for post in &posts {
            let told = explain(&seeker, post, Book::builtin(), Audience::Person);
            prop_assert_eq!(told.as_ref().map(|told| told.score), score(&seeker, post));
            if let Some(told) = told {
                prop_assert!(told.score <= 100);
                prop_assert_eq!(told.reasons.iter().map(|one| u32::from(one.points)).sum::<u32>(), u32::from(told.score));
                prop_assert!(told.gaps.iter().all(|one| !one.how.zh.is_empty() && !one.how.en.is_empty()));
            }
        }
    }

    #[test]
    fn the_household_only_opens_reserved_posts(
        who in anybody(), flags in prop::collection::vec(prop::sample::select(HouseholdFlag::ALL), 0..4), posts in posts_of_city()
    ) {
        let silent = Person { household: None, ..who.clone() };
        let poor = Person { household: Some(flags), ..who };
        let (silent, poor) = (seeker(&silent), seeker(&poor));
        for post in &posts {
            if post.kind() == OpeningKind::PublicWelfare {
                if let (Some(one), Some(other)) = (score(&silent, post), score(&poor, post)) {
                    prop_assert_eq!(one, other);
                }
            } else {
                prop_assert_eq!(score(&silent, post), score(&poor, post));
            }
        }
    }

    #[test]
    fn the_year_of_birth_opens_work_at_sixteen_and_counts_for_nothing_else(who in anybody(), year in 1930..2010i16, posts in posts_of_city()) {
        let (one, other) = (Person { birth_year: None, ..who.clone() }, Person { birth_year: Some(year), ..who });
        let (one, other) = (seeker(&one), seeker(&other));
        prop_assert!(posts.iter().all(|post| score(&one, post) == score(&other, post)));
    }

    #[test]
    fn a_wish_that_a_post_meets_never_lowers_it(who in anybody(), posts in posts_of_city()) {
        for post in &posts {
            let before = score(&seeker(&who), post);
            let wants = who.wants.clone().unwrap_or_default();
            let mut wishes = Vec::new();
            if let Some(trade) = post.occupation(Book::builtin()) {
                let mut wished = wants.clone();
                wished.occupations.push(trade.to_owned());
                wishes.push(("trade", wished));
            }
            let mut wished = wants.clone();
            wished.kinds.push(post.kind());
            wishes.push(("kind", wished));
            if !wants.regions.is_empty() || post.is_in("2103".parse().expect("a code")) {
                let mut wished = wants.clone();
                wished.regions.push("2103".to_owned());
                wishes.push(("region", wished));
            }
            for (what, wants) in wishes {
                let after = score(&seeker(&Person { wants: Some(wants), ..who.clone() }), post);
                prop_assert!(after >= before, "{what}: {before:?} became {after:?}");
            }
        }
    }

    #[test]
    fn the_board_of_the_city_agrees_with_weighing_one_by_one(people in prop::collection::vec(anybody(), 1..6), k in 0..30usize) {
        let seekers: Vec<Seeker> = people.iter().map(seeker).collect();
        let board = Board::new(&CITY.posts);
        for threads in [1, 3] {
            for (seeker, placed) in seekers.iter().zip(board.best_for_all(&seekers, k, threads)) {
                let best: Vec<(u32, u8)> = best_posts(seeker, &CITY.posts, k).iter().map(|pick| (pick.place as u32, pick.score)).collect();
                prop_assert_eq!(placed.iter().map(|one| (one.post, one.score)).collect::<Vec<_>>(), best);
            }
        }
    }

    #[test]
    fn the_best_people_for_a_post_come_first_and_ties_go_to_the_lower_id(people in prop::collection::vec(anybody(), 1..12), at in 0..900usize) {
        let book = Book::builtin();
        let seekers: Vec<Seeker> = (0..).zip(&people).map(|(id, who)| Seeker::of(id, who, DAY, book, Regions::builtin())).collect();
        let post = &CITY.posts[at];
        let mut all: Vec<(u8, i64)> = seekers.iter().filter_map(|one| Some((score(one, post)?, one.id))).collect();
        all.sort_by_key(|(score, id)| (std::cmp::Reverse(*score), *id));
        let best: Vec<(u8, i64)> = best_people(post, &seekers, 5).iter().map(|pick| (pick.score, seekers[pick.place].id)).collect();
        prop_assert_eq!(best, all.into_iter().take(5).collect::<Vec<_>>());
    }
}

#[test]
fn outside_of_the_wished_distance_the_nearer_is_still_the_better() {
    let who = |lat: f64, wants: Value| seeker(&person(json!({"lat": lat, "lon": 122.99, "wants": wants})));
    let post = Written::new("elder_carer").post();
    let narrow = json!({"radius_km": 1.0});
    let (near, far) = (score(&who(41.14, narrow.clone()), &post), score(&who(41.9, narrow), &post));
    assert!(near > far && near < score(&who(41.14, json!({})), &post));
    let wide = json!({"regions": ["2103"]});
    assert!(score(&who(41.12, wide.clone()), &post) > score(&who(41.6, wide), &post));
}

#[test]
fn meeting_a_wish_for_hours_pay_or_nearness_never_lowers_a_score() {
    let days = Written { shifts: vec![Shift::Day], pay: Some((3000.0, 3500.0)), ..Written::new("elder_carer") }.post();
    let living_in = Written { shifts: vec![Shift::LiveIn], pay: Some((3000.0, 3500.0)), ..Written::new("elder_carer") }.post();
    let home = |wants: Value| score(&seeker(&person(json!({"lat": 41.2, "lon": 122.99, "wants": wants}))), &days);
    let unasked = home(json!({}));
    for wants in [
        json!({"nights": false}),
        json!({"nights": true}),
        json!({"live_in": false}),
        json!({"pay_min": 2500}),
        json!({"pay_min": 3400}),
        json!({"radius_km": 12.0}),
    ] {
        assert!(home(wants.clone()) > unasked, "{wants}");
    }
    let lodger = |wants: Value| score(&seeker(&person(json!({"wants": wants}))), &living_in);
    assert!(lodger(json!({"live_in": true})) > lodger(json!({})));
    assert!(lodger(json!({"live_in": false})) < lodger(json!({})));
}
