//! Subsidies judged: worked cases a clerk could read, laws that hold for all cases, faults of packs named.
//!
//! The cases in `tests/cases/eligibility/` were worked out by hand from the rules; they go through the JSON of the
//! interface, both ways.

mod faults;
mod laws;
mod versions;

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use yipin::eligibility::Lang;
use yipin::eligibility::pack::Packs;
use yipin::eligibility::request::Request;

/// Every file below `policies/`, by its path there.
fn files() -> Vec<(String, String)> {
    fn walk(folder: &Path, root: &Path, found: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).expect("policies can be listed") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, root, found);
            } else if path.extension().is_some_and(|end| end == "toml") {
                let name = path.strip_prefix(root).expect("below policies").to_string_lossy().replace('\\', "/");
                found.push((name, std::fs::read_to_string(&path).expect("a policy file")));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies");
    let mut found = Vec::new();
    walk(&root, &root, &mut found);
    found
}

/// The packs as shipped, read once.
fn packs() -> &'static Packs {
    static PACKS: OnceLock<Packs> = OnceLock::new();
    PACKS.get_or_init(|| {
        Packs::load(files()).unwrap_or_else(|faults| {
            let listed: Vec<String> = faults.iter().map(ToString::to_string).collect();
            panic!("the shipped packs have faults:\n{}", listed.join("\n"))
        })
    })
}

/// Judges a request in JSON; the answer in JSON.
fn judge(request: &Value) -> Value {
    let request = Request::from_json(request.to_string().as_bytes()).unwrap_or_else(|faults| panic!("refused: {faults:?}"));
    let on = request.on.expect("every case has a day");
    let verdicts = packs().judge(request.case(), on, request.policies.as_deref()).expect("known policies");
    serde_json::to_value(packs().tell(&verdicts, request.lang.unwrap_or_default())).expect("plain values")
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    policy: String,
    base: toml::Table,
    case: Vec<WorkedCase>,
    #[serde(default)]
    alone: Vec<Alone>,
}

/// One fact of the base changed or taken away, everything else in order.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Alone {
    fact: String,
    /// With this instead the answer is no.
    no: Option<BTreeMap<String, toml::Value>>,
    /// With this instead it is not yet.
    not_yet: Option<BTreeMap<String, toml::Value>>,
    /// Whether the judge asks for the fact where it is missing.
    #[serde(default = "always")]
    needed: bool,
    /// What is asked for then, where it is more than the fact.
    missing: Option<Vec<String>>,
}

fn always() -> bool {
    true
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct WorkedCase {
    name: String,
    on: Option<String>,
    #[serde(default)]
    with: BTreeMap<String, toml::Value>,
    #[serde(default)]
    without: Vec<String>,
    answer: String,
    from: Option<String>,
    version: Option<String>,
    /// Yuan, or "none" (no amount at all) or "not_entered".
    amount: Option<toml::Value>,
    certainty: Option<String>,
    /// Days with yuan, or "not_stated".
    schedule: Option<Vec<(String, toml::Value)>>,
    missing: Option<Vec<String>>,
    lines: Option<BTreeMap<String, String>>,
}

/// Where a fact stands in a request: job facts under `employment`, all others under `person`.
fn place<'r>(request: &'r mut Value, path: &str) -> (&'r mut serde_json::Map<String, Value>, String) {
    let full = if path.starts_with("employment") { path.to_owned() } else { format!("person.{path}") };
    let mut steps: Vec<&str> = full.split('.').collect();
    let last = steps.pop().expect("a path has a last step").to_owned();
    let mut at = request;
    for step in steps {
        at = at.as_object_mut().expect("an object").entry(step).or_insert_with(|| json!({}));
    }
    (at.as_object_mut().expect("an object"), last)
}

fn request_of(file: &CaseFile, case: &WorkedCase) -> Value {
    let mut request = serde_json::to_value(&file.base).expect("plain values");
    request["policies"] = json!([file.policy]);
    if let Some(on) = &case.on {
        request["on"] = json!(on);
    }
    for (path, value) in &case.with {
        let (at, last) = place(&mut request, path);
        at.insert(last, serde_json::to_value(value).expect("plain values"));
    }
    for path in &case.without {
        if path == "employment" {
            request.as_object_mut().expect("an object").remove("employment");
            continue;
        }
        let (at, last) = place(&mut request, path);
        assert!(at.remove(&last).is_some(), "{}: {path} was not there to take away", case.name);
    }
    request
}

/// Every expectation that does not hold, in words.
fn check(case: &WorkedCase, verdict: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut expect = |what: &str, wanted: Value, got: &Value| {
        if &wanted != got {
            wrong.push(format!("{what}: worked out {wanted}, judged {got}"));
        }
    };
    expect("answer", json!(case.answer), &verdict["answer"]);
    if let Some(from) = &case.from {
        expect("from", json!(from), &verdict["from"]);
    }
    if let Some(version) = &case.version {
        expect("version", json!(version), &verdict["version"]);
    }
    match &case.amount {
        Some(toml::Value::String(word)) if word == "none" => expect("amount", Value::Null, &verdict["amount"]),
        Some(toml::Value::String(_)) => expect("amount", Value::Null, &verdict["amount"]["value"]),
        Some(yuan) => expect("amount", json!(yuan.as_integer()), &verdict["amount"]["value"]),
        None => {}
    }
    if let Some(certainty) = &case.certainty {
        expect("certainty", json!(certainty), &verdict["amount"]["certainty"]);
    }
    if let Some(schedule) = &case.schedule {
        let wanted: Vec<Value> = schedule.iter().map(|(due, yuan)| json!({ "due": due, "amount": yuan.as_integer() })).collect();
        expect("schedule", json!(wanted), &verdict["schedule"]);
    }
    if let Some(missing) = &case.missing {
        let sorted = |list: Vec<&str>| {
            let mut list: Vec<String> = list.into_iter().map(str::to_owned).collect();
            list.sort();
            json!(list)
        };
        let got: Vec<&str> = verdict["missing"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        expect("missing", sorted(missing.iter().map(String::as_str).collect()), &sorted(got));
    }
    for (fact, answer) in case.lines.iter().flatten() {
        let heard: Vec<&str> = verdict["lines"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|line| line["fact"] == **fact)
            .filter_map(|line| line["answer"].as_str())
            .collect();
        if !heard.contains(&answer.as_str()) {
            wrong.push(format!("line on {fact}: worked out {answer}, judged {heard:?}"));
        }
    }
    wrong
}

fn case_files() -> Vec<(PathBuf, CaseFile)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/eligibility");
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("the cases can be listed").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).expect("a file of cases");
        let file = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (path, file)
    };
    paths.into_iter().map(read).collect()
}

#[test]
fn every_worked_case_comes_out_as_worked_out() {
    let mut wrong = Vec::new();
    for (path, file) in case_files() {
        for case in &file.case {
            let answer = judge(&request_of(&file, case));
            let found = check(case, &answer["verdicts"][0]);
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            wrong.extend(found.into_iter().map(|what| format!("{name} – {}\n    {what}", case.name)));
        }
    }
    assert!(wrong.is_empty(), "{} expectations do not hold:\n{}", wrong.len(), wrong.join("\n"));
}

/// The base of a file with facts put in or, where there is no value, taken away.
fn base_with(file: &CaseFile, facts: &[(&str, Option<&toml::Value>)]) -> Value {
    let mut request = serde_json::to_value(&file.base).expect("plain values");
    request["policies"] = json!([file.policy]);
    for (path, value) in facts {
        let (at, last) = place(&mut request, path);
        match value {
            Some(value) => drop(at.insert(last, serde_json::to_value(value).expect("plain values"))),
            None => assert!(at.remove(&last).is_some(), "{}: {path} was not there to take away", file.policy),
        }
    }
    judge(&request)["verdicts"][0].clone()
}

#[test]
fn each_condition_alone_turns_the_answer_and_is_asked_for_where_it_is_missing() {
    let mut wrong = Vec::new();
    for (_, file) in case_files().into_iter().filter(|(_, file)| !file.alone.is_empty()) {
        let mut expect = |what: String, wanted: Value, got: &Value| {
            if &wanted != got {
                wrong.push(format!("{} – {what}: worked out {wanted}, judged {got}", file.policy));
            }
        };
        expect("the base".to_owned(), json!("yes"), &base_with(&file, &[])["answer"]);
        for alone in &file.alone {
            for (answer, facts) in [("no", &alone.no), ("not_yet", &alone.not_yet)] {
                let Some(facts) = facts else { continue };
                let facts: Vec<_> = facts.iter().map(|(path, value)| (path.as_str(), Some(value))).collect();
                expect(alone.fact.clone(), json!(answer), &base_with(&file, &facts)["answer"]);
            }
            if alone.needed {
                let verdict = base_with(&file, &[(&alone.fact, None)]);
                let missing = alone.missing.clone().unwrap_or_else(|| vec![alone.fact.clone()]);
                expect(
                    format!("without {}", alone.fact),
                    json!(["unknown", missing]),
                    &json!([verdict["answer"], verdict["missing"]]),
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{} expectations do not hold:\n{}", wrong.len(), wrong.join("\n"));
}

/// Nobody adds a condition to a rule for graduates without a case in which it stands alone.
#[test]
fn every_condition_of_a_graduates_rule_stands_alone_in_some_case() {
    for (_, file) in case_files().into_iter().filter(|(_, file)| file.policy.ends_with("-graduate-entry")) {
        let judged = base_with(&file, &[]);
        let version = judged["version"].as_str().expect("a version");
        let pack = packs().pack(&file.policy, version).expect("the version judged");
        let conditions = pack.lines.iter().filter(|line| line.fact.askable() && line.fact.path() != "office.decision");
        for line in conditions {
            let alone = file.alone.iter().any(|alone| alone.fact == line.fact.path() && alone.needed);
            assert!(alone, "{} {version}: “{}” ({}) never stands alone", file.policy, line.name, line.fact.path());
        }
    }
}

/// "Not yet" promises its day, so an open fact outweighs it: the answer is unknown and says from when it could be yes.
#[test]
fn a_missing_fact_outweighs_service_that_is_not_full_and_the_earliest_day_is_still_told() {
    let judged = |major: Option<&str>, on: &str| {
        let mut person = json!({ "education": { "level": "junior_college", "full_time": true, "graduated_on": "2024-06-30" },
            "licences": [{ "kind": "elder_carer" }] });
        person["education"]["major"] = json!(major);
        judge(&json!({ "on": on, "policies": ["liaoning-graduate-entry"], "person": person,
            "employment": { "institution_kind": "care_home", "legal_form": "private_nonprofit", "region": "210302", "kind": "vacancy",
                "occupation": "elder_carer", "post": "frontline_care", "establishment": false, "hired_on": "2025-03-01",
                "contract_from": "2025-03-01", "contract_months": 36, "dispatched": false, "insured_from": "2025-03-01",
                "still_in_post": true, "left_on": null } }))["verdicts"][0]
            .clone()
    };
    let told = |verdict: &Value| json!([verdict["answer"], verdict["from"], verdict["not_before"], verdict["missing"]]);
    assert_eq!(told(&judged(Some("护理"), "2025-11-23")), json!(["not_yet", "2026-03-01", null, []]));
    assert_eq!(told(&judged(None, "2025-11-23")), json!(["unknown", null, "2026-03-01", ["education.major"]]));
    assert_eq!(told(&judged(None, "2026-11-23")), json!(["unknown", null, "2026-11-23", ["education.major"]]));
    assert_eq!(told(&judged(Some("护理"), "2026-11-23")), json!(["yes", "2026-03-01", null, []]));
}

#[test]
fn every_policy_has_its_worked_cases() {
    let cases: BTreeMap<String, usize> = case_files().into_iter().map(|(_, file)| (file.policy, file.case.len())).collect();
    for policy in packs().policies() {
        let family = &policy.versions()[0].family;
        let needed = if family == "graduate-entry" { 12 } else { 5 };
        let found = cases.get(&policy.slug).copied().unwrap_or(0);
        assert!(found >= needed, "{} has {found} worked cases, {needed} are needed", policy.slug);
    }
}

#[test]
fn someone_who_names_no_policy_hears_of_all_that_reach_them_nearest_first() {
    let answer = judge(&json!({ "on": "2026-11-23", "person": { "region": "210302" } }));
    let slugs: Vec<&str> = answer["verdicts"].as_array().unwrap().iter().filter_map(|v| v["policy"].as_str()).collect();
    assert_eq!(slugs[..1], ["anshan-direct-settlement"]);
    assert!(slugs.contains(&"liaoning-graduate-entry") && slugs.contains(&"startup-loan"));
    assert!(!slugs.contains(&"beijing-graduate-entry"), "Beijing's rules do not reach Anshan");
    assert!(!slugs.contains(&"hiring-expansion-subsidy"), "it ended in 2025");
    let at = |slug: &str| slugs.iter().position(|one| *one == slug);
    assert!(at("anshan-graduate-entry") < at("liaoning-graduate-entry") && at("liaoning-graduate-entry") < at("startup-loan"));
}

#[test]
fn someone_of_no_known_place_is_asked_where_they_live() {
    let answer = judge(&json!({ "on": "2026-11-23", "person": {}, "policies": ["anshan-graduate-entry"] }));
    let missing = answer["verdicts"][0]["missing"].as_array().unwrap().clone();
    assert_eq!(answer["verdicts"][0]["answer"], "unknown");
    assert!(missing.contains(&json!("region")) && missing.contains(&json!("employment.post")));
    let asked = answer["verdicts"][0]["questions"].as_array().unwrap();
    assert_eq!(asked.len(), missing.len(), "every missing fact is a question");
}

#[test]
fn the_province_says_which_city_goes_its_own_way() {
    let request = json!({ "on": "2026-11-23", "person": { "region": "210302" },
        "policies": ["liaoning-graduate-entry", "anshan-graduate-entry"] });
    let answer = judge(&request);
    assert_eq!(answer["verdicts"][0]["overridden_by"], "anshan-graduate-entry");
    assert_eq!(answer["verdicts"][1]["overridden_by"], Value::Null);
}

#[test]
fn a_city_without_its_own_figure_shows_the_ceiling_beside_it() {
    let request = json!({ "on": "2026-11-23", "person": { "region": "210302", "education": { "level": "junior_college" } },
        "policies": ["anshan-graduate-entry"] });
    let amount = judge(&request)["verdicts"][0]["amount"].clone();
    assert_eq!(amount, json!({ "value": null, "certainty": "not_entered", "currency": "CNY", "ceiling": 50000 }));
}

#[test]
fn a_policy_nobody_knows_is_named() {
    let person = yipin::person::Person::default();
    let case = yipin::eligibility::facts::Case::new(&person, None);
    let on = "2026-11-23".parse().expect("a day");
    let fault = packs().judge(case, on, Some(&["atlantis-grant".to_owned()])).expect_err("no such policy");
    assert_eq!(fault.to_string(), "“atlantis-grant” is not a known policy");
}

#[test]
fn the_answer_speaks_both_languages_and_every_line_has_words() {
    let ask =
        |lang: &str| judge(&json!({ "on": "2026-11-23", "lang": lang, "person": {}, "policies": ["liaoning-graduate-entry"] }));
    let (zh, en) = (ask("zh"), ask("en"));
    assert_eq!(zh["verdicts"][0]["lines"][0]["text"], "工作的地方（没有工作的，看住处）在辽宁省");
    assert_eq!(en["verdicts"][0]["lines"][0]["text"], "The job, or where there is none your home, is in Liaoning.");
    assert_eq!(ask("zh")["verdicts"][0]["source"]["certainty"], "news");
    assert_eq!(Lang::default(), Lang::Zh);
}

#[test]
fn no_day_however_far_makes_the_judge_fall_over() {
    let days = ["-009999-01-01", "0000-02-29", "2026-11-23", "9999-12-31"];
    for (on, dated) in days.iter().flat_map(|on| days.iter().map(move |dated| (on, dated))) {
        let request = json!({ "on": on, "person": { "birth_year": 1900, "education": { "level": "bachelor", "graduated_on": dated } },
            "employment": { "hired_on": dated, "contract_from": dated, "insured_from": dated, "left_on": dated,
                "contract_months": 1200, "other_service_months": 65535 },
            "policies": packs().policies().map(|policy| policy.slug.clone()).collect::<Vec<_>>() });
        assert_eq!(judge(&request)["verdicts"].as_array().map(Vec::len), Some(packs().policies().count()));
    }
}

#[test]
fn the_wages_of_2019_are_dated_and_reach_their_own_districts_only() {
    let wages = yipin::eligibility::wages::MinimumWages::load(files()).expect("sound rows");
    let on = |region: &str, day: &str| wages.on(region, day.parse().expect("a day")).map(|row| (row.month, row.hour_fen));
    assert_eq!(on("210302", "2019-11-01"), Some((1610, 1630)));
    assert_eq!(on("210381", "2026-11-23"), Some((1480, 1500)));
    assert_eq!(on("210300", "2026-11-23"), Some((1480, 1500)), "of the whole city, the lowest of its districts");
    assert_eq!(on("210302", "2019-10-31"), None, "no row had begun");
    assert_eq!(on("210102", "2026-11-23"), None, "Shenyang's figure is not Anshan's");
    assert_eq!(on("210000", "2026-11-23"), None, "one city is not the province");
}
