//! Laws that hold for every person, every job and every shipped rule.

use super::packs;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};
use yipin::codes::{Answer, Education, HouseholdFlag, InstitutionKind, LegalForm, LicenceKind, OpeningKind, SubsidyPost};
use yipin::eligibility::facts::{Case, Fact};
use yipin::eligibility::judge::Verdict;
use yipin::eligibility::request::Request;

/// A set of facts, each a path of the interface with a value.
type Facts = Vec<(&'static str, Value)>;

fn request(facts: &Facts, with_job: bool) -> Request {
    let mut person = Map::new();
    let mut education = Map::new();
    let mut job = Map::new();
    for (path, value) in facts {
        match path.split_once('.') {
            Some(("education", field)) => education.insert(field.to_owned(), value.clone()),
            Some(("employment", field)) => job.insert(field.to_owned(), value.clone()),
            _ => person.insert((*path).to_owned(), value.clone()),
        };
    }
    person.insert("education".to_owned(), Value::Object(education));
    let mut whole = json!({ "person": person });
    if with_job {
        whole["employment"] = Value::Object(job);
    }
    Request::from_json(whole.to_string().as_bytes()).unwrap_or_else(|faults| panic!("{whole}: {faults:?}"))
}

fn codes<T: ToString + Copy>(all: &'static [T]) -> BoxedStrategy<Value> {
    select(all.iter().map(|code| json!(code.to_string())).collect::<Vec<_>>()).boxed()
}

fn days() -> BoxedStrategy<Value> {
    (0..4000i64).prop_map(|n| json!(date(2017, 1, 1).saturating_add(n.days()).to_string())).boxed()
}

fn flags() -> BoxedStrategy<Value> {
    any::<bool>().prop_map(|yes| json!(yes)).boxed()
}

/// One value for a fact, near enough to the rules to meet them often.
fn value_of(path: &'static str) -> BoxedStrategy<Value> {
    let words = |list: &'static [&'static str]| select(list).prop_map(|word| json!(word)).boxed();
    match path {
        "birth_year" => (1950i64..2012).prop_map(|year| json!(year)).boxed(),
        "region" | "employment.region" => words(&["210302", "210302", "210381", "210102", "110105", "330106", "320505", "21"]),
        "education.level" => codes(Education::ALL),
        "education.major" => words(&["护理", "老年服务与管理", "会计", "护理学", "社会工作"]),
        "licences" => subsequence(LicenceKind::ALL, 0..4)
            .prop_map(|kinds| json!(kinds.iter().map(|kind| json!({ "kind": kind })).collect::<Vec<_>>()))
            .boxed(),
        "skills" => {
            let level = |n: i64| json!([{ "occupation": "elder_carer", "level": n }]);
            prop_oneof![Just(json!([])), (1i64..=8).prop_map(level)].boxed()
        }
        "household" => subsequence(HouseholdFlag::ALL, 0..3).prop_map(|list| json!(list)).boxed(),
        "employment.institution_kind" => codes(InstitutionKind::ALL),
        "employment.legal_form" => codes(LegalForm::ALL),
        "employment.kind" => codes(OpeningKind::ALL),
        "employment.occupation" => words(&["elder_carer", "nurse", "social_worker", "cook"]),
        "employment.post" => codes(SubsidyPost::ALL),
        "employment.contract_months" => select(&[2i64, 6, 12, 24, 36, 60][..]).prop_map(|n| json!(n)).boxed(),
        "employment.other_service_months" => (0i64..40).prop_map(|n| json!(n)).boxed(),
        path if path.ends_with("_on") || path.ends_with("_from") => days(),
        _ => flags(),
    }
}

/// Answers to a question, one of which should settle it.
fn answers_to(path: &str, on: Date) -> Vec<Value> {
    let slugs = |list: Vec<String>| list.into_iter().map(|slug| json!(slug)).collect();
    match path {
        "birth_year" => vec![json!(1950), json!(2024)],
        "region" | "employment.region" => vec![json!("650100"), json!("210302")],
        "education.level" => slugs(Education::ALL.iter().map(ToString::to_string).collect()),
        "education.major" => vec![json!("老年服务与管理"), json!("老年人服务与管理"), json!("护理"), json!("会计")],
        "licences" | "skills" => vec![json!([])],
        "household" => vec![json!([]), json!(["disabled"])],
        "employment.institution_kind" => slugs(InstitutionKind::ALL.iter().map(ToString::to_string).collect()),
        "employment.legal_form" => slugs(LegalForm::ALL.iter().map(ToString::to_string).collect()),
        "employment.kind" => slugs(OpeningKind::ALL.iter().map(ToString::to_string).collect()),
        "employment.post" => slugs(SubsidyPost::ALL.iter().map(ToString::to_string).collect()),
        "employment.occupation" => vec![json!("cook"), json!("elder_carer"), json!("nurse")],
        "employment.contract_months" => vec![json!(1)],
        "employment.other_service_months" => vec![json!(0), json!(120)],
        path if path.ends_with("_on") || path.ends_with("_from") => {
            vec![json!(on.to_string()), json!("2017-01-01"), json!("2030-01-01"), json!("1990-01-01")]
        }
        _ => vec![json!(true), json!(false)],
    }
}

/// The facts a request can carry.
fn paths() -> Vec<&'static str> {
    Fact::ALL.iter().filter(|fact| fact.askable() && **fact != Fact::OfficeDecision).map(|fact| fact.path()).collect()
}

/// Any of the facts, leaning towards a carer with everything in order in Anshan.
fn any_facts() -> impl Strategy<Value = Facts> {
    let usual = |path: &'static str| {
        let value = match path {
            "region" | "employment.region" => json!("210302"),
            "education.level" => json!("junior_college"),
            "education.major" => json!("护理"),
            "education.graduated_on" => json!("2022-06-30"),
            "licences" => json!([{ "kind": "elder_carer" }]),
            "employment.institution_kind" => json!("care_home"),
            "employment.legal_form" => json!("private_nonprofit"),
            "employment.kind" => json!("vacancy"),
            "employment.occupation" => json!("elder_carer"),
            "employment.post" => json!("frontline_care"),
            "employment.contract_months" => json!(36),
            "education.full_time" | "employment.still_in_post" => json!(true),
            "employment.establishment" | "employment.dispatched" => json!(false),
            _ => return value_of(path),
        };
        prop_oneof![3 => Just(value), 1 => value_of(path)].boxed()
    };
    let fact =
        move |path: &'static str| prop_oneof![3 => usual(path).prop_map(move |value| Some((path, value))), 1 => Just(None)];
    paths().into_iter().map(fact).collect::<Vec<_>>().prop_map(|facts| facts.into_iter().flatten().collect())
}

fn any_day() -> impl Strategy<Value = Date> {
    (0..4500i64).prop_map(|n| date(2017, 1, 1).saturating_add(n.days()))
}

/// Every shipped version on the case, each judged as it stands.
fn verdicts(request: &Request, on: Date) -> Vec<Verdict<'static>> {
    let case = Case::new(&request.person, request.employment.as_ref());
    let all = packs().policies().flat_map(|policy| policy.versions());
    all.map(|pack| packs().judge_one(pack, case, on)).collect()
}

fn named(verdict: &Verdict) -> String {
    format!("{} {}", verdict.pack.slug, verdict.pack.version)
}

/// Facts that say the same thing twice can contradict each other; adding the second is then not adding knowledge.
fn contradicts(facts: &Facts, path: &str) -> bool {
    let pairs = [["employment.left_on", "employment.still_in_post"], ["employed", "registered_unemployed"]];
    pairs.iter().any(|pair| pair.contains(&path) && facts.iter().any(|(other, _)| pair.contains(other)))
}

/// The question that a fact answers along with its own: who is registered as unemployed has said that they have no job.
fn asked_as(fact: Fact) -> Fact {
    match fact {
        Fact::RegisteredUnemployed => Fact::Employed,
        other => other,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    /// "No" is final: what is learned later cannot open it again.
    #[test]
    fn adding_a_fact_never_turns_no_into_unknown(facts in any_facts(), pick in any::<prop::sample::Index>(), on in any_day()) {
        prop_assume!(!facts.is_empty());
        let mut fewer = facts.clone();
        let (taken, _) = fewer.remove(pick.index(facts.len()));
        prop_assume!(!contradicts(&fewer, taken));
        let (less, more) = (request(&fewer, true), request(&facts, true));
        for (before, after) in verdicts(&less, on).iter().zip(verdicts(&more, on)) {
            if before.answer == Answer::No {
                prop_assert_eq!(after.answer, Answer::No, "{}: {} was added", named(before), taken);
            }
        }
    }

    /// What is not missing does not matter: adding a fact that was not asked for changes nothing of an "unknown".
    #[test]
    fn only_the_facts_named_as_missing_can_change_an_unknown(facts in any_facts(), pick in any::<prop::sample::Index>(), on in any_day()) {
        prop_assume!(!facts.is_empty());
        let mut fewer = facts.clone();
        let (taken, _) = fewer.remove(pick.index(facts.len()));
        // The day of leaving is asked for once someone says they left; nobody is asked when they will, nor whether they are
        // still in a job that has not begun.
        prop_assume!(!contradicts(&fewer, taken) && taken != "employment.left_on");
        let begun = request(&facts, true).employment.and_then(|job| job.hired_on).is_none_or(|hired| hired <= on);
        prop_assume!(begun || taken != "employment.still_in_post");
        let (less, more) = (request(&fewer, true), request(&facts, true));
        let fact = Fact::from_path(taken).expect("a fact");
        for (before, after) in verdicts(&less, on).iter().zip(verdicts(&more, on)) {
            if before.answer == Answer::Unknown && !before.missing.has(fact) && !before.missing.has(asked_as(fact)) {
                prop_assert_eq!(after.answer, Answer::Unknown, "{}: {} was not named", named(before), taken);
            }
        }
    }

    /// "Unknown" names a fact that can be asked; where it is the last open one, some answer to it settles the verdict. (The
    /// place may first have to say whose rule holds, which opens the questions of that rule.)
    #[test]
    fn unknown_always_names_a_fact_that_matters(facts in any_facts(), on in any_day(), with_job in any::<bool>()) {
        let asked = request(&facts, with_job);
        for verdict in verdicts(&asked, on) {
            prop_assert_eq!(verdict.answer == Answer::Unknown, !verdict.missing.is_empty(), "{}", named(&verdict));
            for fact in verdict.missing.iter() {
                prop_assert!(packs().words().question(fact).is_some(), "{}: nobody can ask {}", named(&verdict), fact.path());
            }
            let mut missing = verdict.missing.iter();
            let (Some(last), None, true) = (missing.next(), missing.next(), with_job) else { continue };
            let settles = |value: Value| {
                let mut told: Facts = facts.iter().filter(|(path, _)| *path != last.path()).cloned().collect();
                told.push((last.path(), value));
                let told = request(&told, true);
                let then = packs().judge_one(verdict.pack, told.case(), on);
                then.answer != Answer::Unknown || (last == Fact::JobRegion && !then.missing.has(last))
            };
            let settled = last == Fact::OfficeDecision || answers_to(last.path(), on).into_iter().any(settles);
            prop_assert!(settled, "{}: no answer to {} settles it", named(&verdict), last.path());
        }
    }

    /// With the same facts, time only brings "not yet" to "yes" – on the day that was named – until service or a window ends.
    #[test]
    fn time_only_brings_not_yet_to_yes(facts in any_facts(), on in any_day(), later in 1..3000i64) {
        let asked = request(&facts, true);
        // "No longer there" is said of the day of asking; without the day of leaving it says another thing on another day.
        let job = asked.employment.as_ref();
        prop_assume!(job.is_none_or(|job| job.still_in_post == Some(true) || job.left_on.is_some()));
        let then = on.saturating_add(later.days());
        for (before, after) in verdicts(&asked, on).iter().zip(verdicts(&asked, then)) {
            match before.answer {
                Answer::NotYet => {
                    let from = before.from.expect("a day is named");
                    prop_assert!(from > on);
                    let case = Case::new(&asked.person, asked.employment.as_ref());
                    let day_before = from.yesterday().expect("a day before");
                    prop_assert_eq!(packs().answer(before.pack, case, from).0, Answer::Yes, "{}", named(before));
                    prop_assert_eq!(packs().answer(before.pack, case, day_before).0, Answer::NotYet, "{}", named(before));
                    prop_assert!(then >= from || after.answer == Answer::NotYet, "{}", named(before));
                }
                Answer::No => prop_assert_eq!(after.answer, Answer::No, "{}", named(before)),
                Answer::Yes => prop_assert_ne!(after.answer, Answer::NotYet, "{}", named(before)),
                Answer::Unknown => prop_assert_ne!(after.answer, Answer::NotYet, "{}", named(before)),
            }
        }
    }

    /// The short answer is the long one's, and the same question has the same answer.
    #[test]
    fn the_same_question_has_the_same_answer(facts in any_facts(), on in any_day(), with_job in any::<bool>()) {
        let asked = request(&facts, with_job);
        let told = |verdicts: &[Verdict<'static>]| serde_json::to_string(&packs().tell(verdicts, Default::default())).expect("plain");
        let (once, again) = (verdicts(&asked, on), verdicts(&asked, on));
        prop_assert_eq!(told(&once), told(&again));
        for verdict in &once {
            prop_assert_eq!(packs().answer(verdict.pack, asked.case(), on), (verdict.answer, verdict.from), "{}", named(verdict));
        }
    }

    /// Money is never 0 and never negative; parts never make more than the whole; a refused claim has none.
    #[test]
    fn money_is_stated_or_it_is_not(facts in any_facts(), on in any_day()) {
        let asked = request(&facts, true);
        for verdict in verdicts(&asked, on) {
            let value = verdict.amount.and_then(|money| money.value);
            prop_assert!(value.is_none_or(|yuan| yuan > 0));
            if verdict.answer == Answer::No {
                prop_assert!(verdict.amount.is_none() && verdict.schedule.is_empty());
            }
            let once = verdict.amount.is_some_and(|money| money.every_months.is_none());
            let sum: i64 = verdict.schedule.iter().filter_map(|due| due.amount).sum();
            if let (true, Some(value)) = (once, value) {
                prop_assert!(sum <= value, "{}: {} of {}", named(&verdict), sum, value);
            }
            prop_assert!(verdict.schedule.windows(2).all(|pair| pair[0].due <= pair[1].due));
        }
    }
}
