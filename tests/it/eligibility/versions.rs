//! Which version holds, and what changed between two.

use super::packs;
use jiff::civil::Date;
use yipin::eligibility::change::{Change, changes};

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

#[test]
fn the_rules_of_a_day_are_those_in_force_on_it() {
    let version = |slug: &str, on: &str| packs().policy(slug).and_then(|policy| policy.on(day(on))).map(|p| p.version.as_str());
    assert_eq!(version("liaoning-graduate-entry", "2017-12-31"), None);
    assert_eq!(version("liaoning-graduate-entry", "2018-01-01"), Some("2018"));
    assert_eq!(version("liaoning-graduate-entry", "2023-11-30"), Some("2018"));
    assert_eq!(version("liaoning-graduate-entry", "2023-12-01"), Some("2023-12"));
    assert_eq!(version("hiring-expansion-subsidy", "2024-12-31"), Some("2023"));
    assert_eq!(version("hiring-expansion-subsidy", "2025-01-01"), Some("2025"));
    assert_eq!(version("hiring-expansion-subsidy", "2026-01-01"), None, "it ended by its own text");
}

#[test]
fn what_changed_in_liaoning_between_2018_and_2023_can_be_read_off() {
    let pack = |version| packs().pack("liaoning-graduate-entry", version).expect("a shipped version");
    let found = changes(pack("2018"), pack("2023-12"));
    let changed = |wanted: &str| found.iter().any(|c| matches!(c, Change::Changed { after, .. } if after.name == wanted));
    let added = |wanted: &str| found.iter().any(|c| matches!(c, Change::Added(line) if line.name == wanted));
    assert!(changed("graduated_within"), "three years became five");
    assert!(changed("legal_form"), "public homes came in");
    assert!(changed("post"), "directors came in");
    assert!(added("certificate") && added("establishment") && added("joined_since"));
    assert!(!changed("job_kind") && !added("job_kind"), "what stayed the same is not a change");
    assert!(found.iter().any(|c| matches!(c, Change::Dropped(line) if line.name == "service_not_seen")));
    assert!(found.iter().any(|c| matches!(c, Change::Service { before: None, after: Some(service) } if service.months == 12)));
    let tier = |wanted: &str| {
        found.iter().find_map(|c| match c {
            Change::Tier { tier, before: Some(old), after: Some(new) } if tier == wanted => Some((old.value, new.value)),
            _ => None,
        })
    };
    assert_eq!(tier("junior_college"), Some((None, Some(50_000))));
    assert_eq!(tier("secondary_vocational"), None, "not entered before, not entered after");
}

#[test]
fn nothing_changed_between_a_version_and_itself() {
    for policy in packs().policies() {
        for pack in policy.versions() {
            assert!(changes(pack, pack).is_empty(), "{} {}", pack.slug, pack.version);
        }
    }
}

#[test]
fn a_rule_by_entry_keeps_people_under_the_version_they_came_in_under() {
    let questions = super::files().into_iter().find(|(name, _)| name == "questions.toml").expect("the questions");
    let pack = |version: &str, supersedes: &str, from: &str, level: &str| {
        format!(
            r#"slug = "test-grant"
version = "{version}"
{supersedes}
family = "test"
jurisdiction = "210300"
place = {{ zh = "鞍山市", en = "Anshan" }}
title = {{ zh = "试", en = "Test" }}
applies_by = "entry"
paid_to = "person"
ask = {{ zh = "问", en = "ask" }}
[document]
title = "试"
[in_force]
from = {from}
[[source]]
title = "试"
certainty = "seed"
[[condition]]
name = "level"
fact = "education.level"
is = "{level}"
text = {{ zh = "学历", en = "Level" }}
certainty = "seed"
"#
        )
    };
    let files = vec![
        questions,
        ("210300-anshan/a.toml".to_owned(), pack("1", "", "2020-01-01", "bachelor")),
        ("210300-anshan/b.toml".to_owned(), pack("2", "supersedes = \"1\"", "2024-01-01", "doctor")),
    ];
    let packs = yipin::eligibility::pack::Packs::load(files).expect("sound packs");
    let judged = |hired: &str| {
        let json = format!(
            r#"{{"person":{{"education":{{"level":"bachelor"}}}},"employment":{{"region":"210302","hired_on":"{hired}"}}}}"#
        );
        let request = yipin::eligibility::request::Request::from_json(json.as_bytes()).expect("sound");
        let names = ["test-grant".to_owned()];
        let verdicts = packs.judge(request.case(), day("2026-11-23"), Some(&names)).expect("known");
        (verdicts[0].pack.version.clone(), verdicts[0].answer)
    };
    assert_eq!(judged("2023-12-31"), ("1".to_owned(), yipin::codes::Answer::Yes));
    assert_eq!(judged("2024-01-01"), ("2".to_owned(), yipin::codes::Answer::No));
}
