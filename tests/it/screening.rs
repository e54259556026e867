//! Posts screened: sentences a clerk could read, each with the words that are found or with none; laws that hold for any text;
//! faults of rules named with their line; the two doors.

use crate::world::{World, post, stories};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use yipin::eligibility::{Fault, Lang};
use yipin::error::Error;
use yipin::screening::{Finding, Level, Post, Rules, carried, findings};

const DAY: &str = "2026-11-23";

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    rule: String,
    /// Of the posts whose sentences stand here.
    kind: Option<String>,
    region: Option<String>,
    #[serde(default)]
    block: Vec<String>,
    #[serde(default)]
    risk: Vec<String>,
    #[serde(default)]
    note: Vec<String>,
    innocent: Vec<String>,
    #[serde(default)]
    post: Vec<PostCase>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct PostCase {
    name: String,
    on: Option<String>,
    post: Map<String, Value>,
    level: Option<Level>,
    words: Option<String>,
    field: Option<String>,
    #[serde(default)]
    innocent: bool,
}

fn case_files() -> Vec<(PathBuf, CaseFile)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/screening");
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

fn read(fields: Value) -> Post {
    let Value::Object(fields) = fields else { panic!("a post is an object") };
    Post::from_json(fields).unwrap_or_else(|faults| panic!("refused: {faults:?}"))
}

fn screen(fields: Value, on: &str) -> Vec<Finding<'static>> {
    findings(&read(fields), on.parse().expect("a day")).expect("sound rules")
}

fn described(text: &str) -> Vec<Finding<'static>> {
    screen(json!({ "description": text }), DAY)
}

/// The sentence as it is written, and the words marked in it.
fn marked(sentence: &str) -> (String, String, usize) {
    let (before, rest) = sentence.split_once('⟦').unwrap_or_else(|| panic!("nothing is marked in {sentence}"));
    let (words, behind) = rest.split_once('⟧').unwrap_or_else(|| panic!("nothing is marked in {sentence}"));
    (format!("{before}{words}{behind}"), words.to_owned(), before.chars().count())
}

fn of<'f, 'r>(rule: &str, found: &'f [Finding<'r>]) -> Vec<&'f Finding<'r>> {
    found.iter().filter(|finding| finding.rule.slug == rule).collect()
}

fn shown(found: &[Finding<'_>]) -> Vec<String> {
    found.iter().map(|finding| format!("{} {:?} “{}”", finding.rule.slug, finding.level, finding.words)).collect()
}

impl CaseFile {
    fn fields(&self, text: &str) -> Value {
        json!({ "description": text, "kind": self.kind, "region": self.region })
    }

    fn wrong(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        let breaches = [(Level::Block, &self.block), (Level::Risk, &self.risk), (Level::Note, &self.note)];
        for (level, sentence) in breaches.into_iter().flat_map(|(level, list)| list.iter().map(move |text| (level, text))) {
            let (text, words, from) = marked(sentence);
            let found = screen(self.fields(&text), DAY);
            let hit = |finding: &&&Finding| finding.level == level && finding.words == words && finding.at.0 == from;
            if of(&self.rule, &found).iter().find(hit).is_none() {
                wrong.push(format!("{} {level:?} {sentence}: found {:?}", self.rule, shown(&found)));
            }
        }
        for text in &self.innocent {
            let found = screen(self.fields(text), DAY);
            if !of(&self.rule, &found).is_empty() || found.iter().any(|finding| finding.level == Level::Block) {
                wrong.push(format!("{} innocent {text}: found {:?}", self.rule, shown(&found)));
            }
        }
        wrong.extend(self.post.iter().filter_map(|case| self.wrong_post(case)));
        wrong
    }

    fn wrong_post(&self, case: &PostCase) -> Option<String> {
        let found = screen(Value::Object(case.post.clone()), case.on.as_deref().unwrap_or(DAY));
        let hits = of(&self.rule, &found);
        let fits = |finding: &&&Finding| {
            case.level.is_none_or(|level| finding.level == level)
                && case.words.as_ref().is_none_or(|words| finding.words == *words)
                && case.field.as_ref().is_none_or(|field| finding.field == *field)
        };
        let right = if case.innocent { hits.is_empty() } else { hits.iter().any(|finding| fits(&finding)) };
        (!right).then(|| format!("{} post “{}”: found {:?}", self.rule, case.name, shown(&found)))
    }
}

#[test]
fn every_sentence_comes_out_as_a_clerk_would_read_it() {
    let wrong: Vec<String> = case_files().iter().flat_map(|(_, file)| file.wrong()).collect();
    assert!(wrong.is_empty(), "{} sentences come out otherwise:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_rule_has_a_dozen_cases_and_half_of_them_are_innocent() {
    let files = case_files();
    for rule in carried::rules().expect("sound rules").all() {
        let (_, file) =
            files.iter().find(|(_, file)| file.rule == rule.slug).unwrap_or_else(|| panic!("{} has no worked cases", rule.slug));
        let posts = file.post.iter().filter(|case| !case.innocent).count();
        let breaches = file.block.len() + file.risk.len() + file.note.len() + posts;
        let innocent = file.innocent.len() + file.post.len() - posts;
        assert!(breaches >= 6 && innocent >= 6, "{}: {breaches} breaches, {innocent} innocent", rule.slug);
    }
}

/// What is carried says where it comes from, in both languages.
#[test]
fn every_finding_names_its_law_and_a_way_out_in_both_languages() {
    for finding in described("限女性，已婚已育优先，汉族优先，无宗教信仰，残疾人勿扰，无乙肝，45岁以下，押身份证，不交社保")
    {
        for lang in [Lang::Zh, Lang::En] {
            let told = finding.told(lang);
            assert!(!told.law.is_empty() && !told.suggest.is_empty() && !told.text.is_empty(), "{told:?}");
        }
        assert!(
            finding.told(Lang::En).law.is_ascii() || finding.told(Lang::En).law.contains('“'),
            "{:?}",
            finding.told(Lang::En)
        );
    }
}

#[test]
fn a_law_that_was_not_yet_in_force_is_not_named() {
    let law = |on: &str| screen(json!({"title": "护工", "description": "限女性"}), on)[0].law(Lang::Zh);
    assert!(law("2026-11-23").contains("妇女权益保障法") && law("2026-11-23").contains("九部门"));
    assert!(!law("2015-01-01").contains("妇女权益保障法") && !law("2015-01-01").contains("九部门"));
    assert!(law("2015-01-01").contains("就业促进法"));
}

#[test]
fn what_one_field_excuses_the_next_does_not() {
    let found = screen(json!({"title": "男女不限", "description": "限女性", "benefits": "性别不限，限男性"}), DAY);
    let where_ = |finding: &Finding| (finding.field.clone(), finding.words.clone());
    let got: Vec<_> = of("sex", &found).into_iter().map(where_).collect();
    assert_eq!(got, [("description".into(), "限女性".into()), ("benefits".into(), "限男性".into())]);
}

/// The weight of a text that says everything wrong many times over is in the findings, not in the time: no doubling.
#[test]
fn a_long_text_is_read_to_its_end() {
    let text = "老人很多，活儿不少".repeat(2_000) + "，限女性";
    let found = described(&text);
    assert_eq!(found.len(), 1, "{:?}", shown(&found));
    assert_eq!(found[0].at, (18_001, 18_004));
    assert_eq!(described(&"限女。".repeat(5_000)).len(), 5_000);
    assert_eq!(described(&"不限女".repeat(6_000)).len(), 0);
}

/// Sentences of the cases, marked or not, as they would be written.
fn sentences(pick: fn(&CaseFile) -> Vec<&String>) -> Vec<String> {
    let plain = |text: &String| text.replace(['⟦', '⟧'], "");
    case_files()
        .iter()
        .filter(|(_, file)| file.kind.is_none() && file.region.is_none())
        .flat_map(|(_, file)| pick(file).into_iter().map(plain).collect::<Vec<_>>())
        .collect()
}

fn any_text() -> impl Strategy<Value = String> {
    let pieces: Vec<String> = sentences(|file| file.block.iter().chain(&file.innocent).collect());
    let scraps = proptest::sample::select(vec![
        "限",
        "女",
        "不限",
        "男",
        "，",
        "。",
        "\n",
        " ",
        "18",
        "-",
        "45",
        "岁",
        "以下",
        "<b>",
        "</b>",
        "&nbsp;",
        "👩‍⚕️",
        "①",
        "1、",
        "（",
        "）",
        "押金",
        "不收",
        "试用期",
        "个月",
        "…",
        "\u{200b}",
        "限\u{301}女",
        "Ａ",
        "𠮷",
        "㊗",
        "<",
        ">",
        "&",
    ]);
    let piece = prop_oneof![
        3 => scraps.prop_map(str::to_owned),
        2 => proptest::sample::select(pieces),
        1 => any::<String>(),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_read_and_every_finding_cuts_its_words_out(text in any_text(), title in any_text()) {
        let title: String = title.chars().take(200).collect();
        for finding in screen(json!({"title": title, "description": text, "benefits": [text]}), DAY) {
            let field = if finding.field == "title" { &title } else { &text };
            let cut: String = field.chars().skip(finding.at.0).take(finding.at.1 - finding.at.0).collect();
            prop_assert_eq!(&cut, &finding.words);
            prop_assert!(finding.at.0 < finding.at.1);
        }
    }

    #[test]
    fn blanks_around_a_text_change_nothing(text in any_text(), before in "[ \t\n\u{3000}]{0,4}", behind in "[ \t\n\u{3000}]{0,4}") {
        let bare: Vec<_> = described(&text).iter().map(|finding| (finding.rule.slug.clone(), finding.words.clone())).collect();
        let amid = described(&format!("{before}{text}{behind}"));
        let shift = before.chars().count();
        let same: Vec<_> = amid.iter().map(|finding| (finding.rule.slug.clone(), finding.words.clone())).collect();
        prop_assert_eq!(bare, same);
        prop_assert!(amid.iter().all(|finding| finding.at.0 >= shift));
    }

    #[test]
    fn innocent_sentences_around_it_excuse_no_breach(
        breach in proptest::sample::select(sentences(|file| file.block.iter().collect())),
        before in proptest::sample::select(sentences(|file| file.innocent.iter().collect())),
        behind in proptest::sample::select(sentences(|file| file.innocent.iter().collect())),
        mark in proptest::sample::select(vec!["。", "\n", "；", "<br>", "！"]),
    ) {
        let words = |found: Vec<Finding>| -> BTreeSet<(String, String)> {
            let blocked = found.into_iter().filter(|finding| finding.level == Level::Block);
            blocked.map(|finding| (finding.rule.slug.clone(), finding.words)).collect()
        };
        let (alone, amid) = (words(described(&breach)), words(described(&format!("{before}{mark}{breach}{mark}{behind}"))));
        prop_assert!(alone.is_subset(&amid), "{:?} became {:?} in {}{}{}{}{}", alone, amid, before, mark, breach, mark, behind);
    }
}

/// The shipped files of `policies/screening/`, one of them changed.
fn faults_after(file: &str, change: impl Fn(&str) -> String) -> Vec<Fault> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/screening");
    let mut files: BTreeMap<String, String> = std::fs::read_dir(folder)
        .expect("the rules can be listed")
        .map(|entry| entry.expect("an entry").path())
        .map(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            (format!("screening/{name}"), std::fs::read_to_string(&path).expect("a rule"))
        })
        .collect();
    let text = files.get_mut(file).expect("a shipped rule");
    let changed = change(text);
    assert_ne!(*text, changed, "the change must change something");
    *text = changed;
    Rules::load(files).expect_err("the faulty rule must be refused")
}

#[test]
fn a_faulty_rule_is_refused_with_its_file_its_line_and_the_fault() {
    let file = "screening/origin.toml";
    for (old, new, says) in [
        ("level = \"block\"", "levle = \"block\"", "levle"),
        ("level = \"block\"", "level = \"hard\"", "hard"),
        ("<local>", "<locals>", "<locals>"),
        ("from = \"not_seen\"", "from = \"some day\"", "some day"),
        ("kinds = [\"public_welfare\"]", "kinds = [\"welfare\"]", "welfare"),
        ("\"非<local>", "\"非 <local>", "blanks"),
        ("\"非<local>", "\"非[甲<local>", "“]” is missing"),
        ("zh = \"限定户籍或者地域，或者排斥外地、农村的人\"", "zh = \"\"", "empty in one language"),
        ("rule = \"origin\"", "rule = \"sex\"", "already in another file"),
        ("[[find]]\nlevel = \"risk\"", "[[find]]\nmore_than = 3\nlevel = \"risk\"", "{n}"),
        ("[[find]]\nlevel = \"risk\"", "[[find]]\nfields = [\"tittle\"]\nlevel = \"risk\"", "tittle"),
        ("[[find]]\nlevel = \"risk\"", "[[find]]\nfigure = \"pay\"\nlevel = \"risk\"", "either words, or a figure"),
    ] {
        let faults = faults_after(file, |text| text.replacen(old, new, 1));
        let named = faults.iter().any(|fault| fault.what.contains(says) && fault.line.is_some());
        assert!(named, "{new}: {faults:?}");
    }
    let faults = faults_after(file, |text| text.replacen("\"非<local>", "\"非 <local>", 1));
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("policies").join(file)).expect("a rule");
    let line = 1 + text.lines().position(|line| line.contains("\"非<local>")).expect("the line");
    assert_eq!((faults.len(), faults[0].file.as_str(), faults[0].line), (1, file, Some(line)));
}

fn refusal(question: &str) -> Vec<String> {
    match yipin::screening::api::answer(question.as_bytes()) {
        Err(Error::Input(faults)) => faults.into_iter().map(|fault| fault.field).collect(),
        other => panic!("{question}: {other:?}"),
    }
}

#[test]
fn what_does_not_read_is_refused_by_name() {
    for (question, fields) in [
        ("", vec!["body"]),
        ("[]", vec!["body"]),
        ("{} {}", vec!["body"]),
        (r#"{"descripton":"限女性"}"#, vec!["descripton"]),
        (r#"{"description":{}}"#, vec!["description"]),
        (r#"{"description":"甲","职位描述":"乙"}"#, vec!["description"]),
        (r#"{"benefits":["甲",{}]}"#, vec!["benefits[1]"]),
        (r#"{"kind":"job"}"#, vec!["kind"]),
        (r#"{"pay_min":"many"}"#, vec!["pay_min"]),
        (r#"{"pay":{"minimum":1}}"#, vec!["pay.minimum"]),
        (r#"{"region":"鞍山"}"#, vec!["region"]),
        (r#"{"trial_months":"half"}"#, vec!["trial_months"]),
        (r#"{"on":"tomorrow","lang":"fr","titel":"x"}"#, vec!["on", "lang", "titel"]),
    ] {
        assert_eq!(refusal(question), fields, "{question}");
    }
    assert_eq!(refusal(&json!({"description": "长".repeat(20_001)}).to_string()), ["description"]);
}

#[test]
fn a_post_may_come_with_the_headings_of_a_sheet_or_as_the_api_shows_it() {
    let answer = |fields: Value| yipin::screening::api::answer(fields.to_string().as_bytes()).expect("an answer");
    let sheet = answer(
        json!({"职位名称": "护工", "职位描述": "限女性", "工作地点": "鞍山铁东区", "最低薪资": "1,500", "薪资周期": "月"}),
    );
    let rules: Vec<_> = sheet["findings"].as_array().expect("a list").iter().map(|finding| &finding["rule"]).collect();
    assert_eq!(rules, ["sex", "minimum_wage"]);
    let shown = answer(
        json!({"id": "5k2m9x", "title": "护工", "institution": {"id": "1", "name": "某院", "kind": null}, "requirements": {"education": "none", "majors": ["护理（限女）"]},
        "pay": null, "source": "x", "source_id": "1", "subsidies": [], "url": "/openings/5k2m9x", "lang": "en"}),
    );
    assert_eq!(shown["findings"][0]["field"], "majors[0]");
    assert_eq!(shown["findings"][0]["at"], json!([3, 5]));
    assert_eq!(answer(json!({})), json!({"findings": []}));
}

stories! {
    async fn a_post_is_screened_over_the_api_and_at_the_command_line(world: World) {
        let market = world.open().await;
        let asked = json!({"title": "养老护理员", "description": "招聘护理员，限女性，45岁以下", "region": "210302"});
        let reply = market.send("/api/v1/screenings", &asked).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        let answer: Value = serde_json::from_str(&reply.text).expect("JSON");
        let first = &answer["findings"][0];
        assert_eq!((&first["rule"], &first["level"], &first["words"], &first["at"]), (&json!("sex"), &json!("block"), &json!("限女性"), &json!([6, 9])));
        assert_eq!(answer["findings"][1]["rule"], "age");
        let reply = market.send("/api/v1/screenings", &json!({"titel": "x"})).await;
        assert_eq!(reply.status, 400);
        assert!(reply.text.contains("titel") && reply.text.contains("errors"), "{}", reply.text);
        let file = world.data().join("post.json");
        std::fs::write(&file, asked.to_string()).expect("a file");
        let output = world.yipin().arg("screen").arg(&file).output().expect("yipin starts");
        assert!(output.status.success());
        assert_eq!(serde_json::from_slice::<Value>(&output.stdout).expect("JSON"), answer);
    }

    /// The office will see them in its review; the public never does.
    async fn findings_of_a_stored_post_show_nowhere_in_public(world: World) {
        let market = world.open_with_posts([post("a", "女护工", json!({"description": "限女性，押身份证", "pay_min": 1000, "place": "鞍山铁东区"}))]).await;
        let stored = market.post("a").await;
        let found = yipin::screening::findings_of(&stored, DAY.parse().expect("a day")).expect("sound rules");
        let rules: BTreeSet<&str> = found.iter().map(|finding| finding.rule.slug.as_str()).collect();
        assert_eq!(rules, BTreeSet::from(["kept_papers", "minimum_wage", "sex"]));
        let page = market.page_of("a").await;
        for finding in &found {
            assert!(!page.contains(&finding.rule.title.zh) && !page.contains(&finding.suggest.zh), "{}", finding.rule.slug);
        }
    }
}
