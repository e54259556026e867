//! A pack that is wrong is refused with its file, its line and what is wrong, and all faults are named at once.

use super::files;
use yipin::eligibility::Fault;
use yipin::eligibility::pack::Packs;

const FILE: &str = "330000-zhejiang/graduate-entry.2022.toml";

/// The shipped files with one text in one of them changed.
fn faults_after(file: &str, change: impl Fn(&str) -> String) -> Vec<Fault> {
    let mut files = files();
    let (_, text) = files.iter_mut().find(|(name, _)| name == file).expect("a shipped file");
    let changed = change(text);
    assert_ne!(*text, changed, "the change must change something");
    *text = changed;
    Packs::load(files).expect_err("the faulty pack must be refused")
}

/// The one fault that replacing a piece of the Zhejiang pack makes, with the line it names.
fn fault(old: &str, new: &str) -> (usize, String) {
    let mut faults = faults_after(FILE, |text| text.replacen(old, new, 1));
    assert_eq!(faults.len(), 1, "{faults:?}");
    let fault = faults.remove(0);
    assert_eq!(fault.file, FILE);
    (fault.line.expect("a line"), fault.what)
}

/// The line that holds a piece of text in the Zhejiang pack.
fn line_of(piece: &str) -> usize {
    let files = files();
    let text = &files.iter().find(|(name, _)| name == FILE).expect("the pack").1;
    1 + text.lines().position(|line| line.contains(piece)).expect("the piece is there")
}

#[test]
fn an_unknown_key_is_refused_where_it_stands() {
    let (line, what) = fault("kind = \"portable\"", "knid = \"portable\"");
    assert_eq!(line, line_of("kind = \"portable\""));
    assert!(what.contains("knid"), "{what}");
}

#[test]
fn an_unknown_word_is_refused_with_the_list_it_is_not_in() {
    let (line, what) = fault("\"secondary_vocational\", \"junior_college\"", "\"vocational\", \"junior_college\"");
    assert_eq!(line, line_of("one_of = [\"secondary_vocational\""));
    assert_eq!(what, "“vocational” is not a known education level");
}

#[test]
fn a_fact_nobody_can_give_is_refused() {
    let (_, what) = fault("fact = \"employment.contract_months\"", "fact = \"employment.contract_length\"");
    assert_eq!(what, "there is no fact “employment.contract_length”");
}

#[test]
fn a_test_that_does_not_fit_its_fact_is_refused() {
    let (_, what) = fault("at_least = 36", "on_or_after = 2020-01-01");
    assert_eq!(what, "on_or_after / on_or_before cannot be asked of “employment.contract_months”");
}

#[test]
fn parts_that_do_not_make_a_hundred_are_refused() {
    let (line, what) = fault("percent = 40", "percent = 30");
    assert_eq!(line, line_of("way = \"instalments\""));
    assert_eq!(what, "the parts make 90 percent, not 100");
}

#[test]
fn a_calendar_that_begins_before_service_is_full_is_refused() {
    let (_, what) = fault("months = 36", "months = 48");
    assert_eq!(what, "the first part falls due after 36 months, but service is 48");
}

#[test]
fn an_end_before_the_beginning_is_refused() {
    let (line, what) = fault("from = 2022-02-01", "from = 2022-02-01\nto = 2021-02-01");
    assert_eq!((line, what.as_str()), (line_of("from = 2022-02-01"), "the rule ends before it begins"));
}

#[test]
fn bounds_the_wrong_way_round_are_refused() {
    let (_, what) = fault("on_or_before = 2020-12-21", "on_or_before = 2019-12-31");
    assert_eq!(what, "2020-12-21 comes after 2019-12-31");
}

#[test]
fn an_amount_of_nothing_is_refused() {
    let (line, what) = fault("bachelor = 50000", "bachelor = 0");
    assert_eq!(line, line_of("bachelor = 50000"));
    assert!(what.contains("not_entered"), "{what}");
}

#[test]
fn words_in_one_language_only_are_refused() {
    let (_, what) = fault("en = \"Social insurance is paid for you.\"", "en = \"\"");
    assert_eq!(what, "the words are empty in one language");
}

#[test]
fn a_window_without_its_day_of_measuring_is_refused() {
    let (_, what) = fault("measured_at = \"hire\"\n", "");
    assert!(what.starts_with("say when this is measured"), "{what}");
}

#[test]
fn two_conditions_of_one_name_are_refused() {
    let (_, what) = fault("name = \"insured\"", "name = \"contract\"");
    assert_eq!(what, "two lines are named “contract”");
}

#[test]
fn a_pack_in_the_wrong_folder_is_refused() {
    let (_, what) = fault("jurisdiction = \"330000\"", "jurisdiction = \"340000\"");
    assert_eq!(what, "a rule of 340000 belongs into a folder that begins with 340000");
}

#[test]
fn an_amount_above_the_provinces_ceiling_is_refused() {
    let faults = faults_after("210300-anshan/graduate-entry.2024.toml", |text| {
        text.replace("bachelor = \"not_entered\"", "bachelor = 70000")
            .replace("certainty = \"not_entered\"\nby", "certainty = \"exact\"\nby")
    });
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert_eq!(faults[0].what, "70000 is above the higher place's ceiling of 60000");
}

#[test]
fn versions_that_supersede_in_a_circle_are_refused() {
    let faults = faults_after("210000-liaoning/graduate-entry.2018.toml", |text| {
        text.replace("version = \"2018\"", "version = \"2018\"\nsupersedes = \"2023-12\"")
    });
    assert!(faults.iter().any(|fault| fault.what.starts_with("it supersedes itself")), "{faults:?}");
}

#[test]
fn a_version_that_does_not_name_the_one_before_is_refused() {
    let faults = faults_after("210000-liaoning/graduate-entry.2023-12.toml", |text| text.replace("supersedes = \"2018\"\n", ""));
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert_eq!(faults[0].what, "it begins after “2018” but does not say that it supersedes it");
}

#[test]
fn a_parent_that_is_not_there_is_named() {
    let faults = faults_after("210300-anshan/graduate-entry.2024.toml", |text| text.replace("entry@2023-12", "entry@2022"));
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert_eq!(faults[0].what, "it inherits from liaoning-graduate-entry@2022, which is not there or inherits from it in turn");
}

#[test]
fn the_same_version_twice_is_refused() {
    let mut files = files();
    let twin = files.iter().find(|(name, _)| name == FILE).expect("the pack").1.clone();
    files.push(("330000-zhejiang/twin.toml".to_owned(), twin));
    let faults = Packs::load(files).expect_err("twins must be refused");
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].what, format!("zhejiang-graduate-entry 2022 is already in {FILE}"));
}

#[test]
fn a_fact_without_a_question_is_refused() {
    let faults = faults_after("questions.toml", |text| text.replace("[fact.\"retired\"]", "[fact.\"pensioner\"]"));
    let told: Vec<&str> = faults.iter().map(|fault| fault.what.as_str()).collect();
    assert_eq!(told, ["“pensioner” is not a fact that can be asked", "there is no question for the fact “retired”"]);
}

#[test]
fn all_faults_of_all_files_are_told_at_once() {
    let mut files = files();
    for (_, text) in files.iter_mut().filter(|(name, _)| name.contains("graduate-entry") && !name.contains("liaoning")) {
        *text = text.replace("paid_to = \"person\"", "paid_to = \"nobody\"");
    }
    let faults = Packs::load(files).expect_err("all are wrong");
    assert!(faults.len() >= 8, "one fault for each pack: {faults:?}");
    assert!(faults.iter().all(|fault| fault.line.is_some()));
}

#[test]
fn no_text_makes_the_reader_fall_over() {
    let whole = files().into_iter().find(|(name, _)| name == FILE).expect("the pack").1;
    let questions = files().into_iter().find(|(name, _)| name == "questions.toml").expect("the questions");
    for cut in (0..whole.len()).filter(|at| whole.is_char_boundary(*at)).step_by(7) {
        let files = vec![questions.clone(), (FILE.to_owned(), whole[..cut].to_owned())];
        if let Err(faults) = Packs::load(files) {
            assert!(faults.iter().all(|fault| !fault.what.is_empty()));
        }
    }
}
