//! The sample city as a newcomer and as the importer see it.

use super::*;
use crate::codes::{Education, Employment, InstitutionKind, LegalForm, LicenceKind, OpeningKind, PayPeriod, Shift};
use crate::person::Person;
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

fn day() -> Date {
    "2026-11-23".parse().expect("a day")
}

fn text<'a>(row: &'a Row, column: &str) -> &'a str {
    row.get(column).and_then(Value::as_str).unwrap_or("")
}

fn number(row: &Row, column: &str) -> Option<i64> {
    row.get(column).and_then(Value::as_i64)
}

fn is_code<T: FromStr>(row: &Row, column: &str) -> bool {
    row.get(column).is_none_or(|value| value.as_str().is_some_and(|word| word.parse::<T>().is_ok()))
}

const DISTRICTS: [&str; 7] = ["铁东区", "铁西区", "立山区", "千山区", "台安县", "岫岩满族自治县", "海城市"];

const OCCUPATIONS: &str = "elder_carer dementia_carer village_carer home_carer hospital_attendant nurse doctor tcm_doctor rehab_therapist \
    social_worker dietitian counsellor pharmacist care_home_director care_manager team_leader quality_manager hr finance marketing \
    care_adviser trainer fire_safety food_safety property_maintenance repair it_support cook cleaner housekeeper security_guard driver \
    receptionist maternity_carer childcare volunteer other";

#[test]
fn the_city_is_big_enough_to_walk_around_in() {
    let city = city(day());
    assert!(city.institutions.len() >= 120, "{} institutions", city.institutions.len());
    assert!(city.openings.len() >= 600, "{} openings", city.openings.len());
    assert!(city.candidates.len() >= 300, "{} people", city.candidates.len());
}

#[test]
fn every_district_has_institutions_and_openings_and_every_kind_and_trade_is_there() {
    let city = city(day());
    for district in DISTRICTS {
        assert!(city.institutions.iter().any(|row| text(row, "place").contains(district)), "no institution in {district}");
        assert!(
            city.openings.iter().filter(|row| text(row, "place").contains(district)).count() > 20,
            "too few openings in {district}"
        );
    }
    for kind in InstitutionKind::ALL {
        assert!(city.institutions.iter().any(|row| text(row, "kind") == kind.slug()), "no {kind}");
    }
    for kind in OpeningKind::ALL {
        assert!(city.openings.iter().any(|row| text(row, "kind") == kind.slug()), "no {kind}");
    }
    let trades: BTreeSet<&str> = city.openings.iter().map(|row| text(row, "occupation")).collect();
    assert_eq!(trades, OCCUPATIONS.split_whitespace().collect());
}

#[test]
fn only_what_stands_in_the_middle_of_a_district_has_a_position_and_that_is_enough_to_search_by_distance() {
    let city = city(day());
    let placed = |row: &&Row| row.contains_key("lat") && row.contains_key("lon");
    for row in city.institutions.iter().filter(placed) {
        let place = text(row, "place");
        assert!(place.ends_with("街道"), "{place} has a position nobody gave a source for");
        let centres = crate::regions::Regions::builtin();
        let district = centres.resolve(place, None, None).and_then(|code| centres.known_part(code)).expect("a place of Anshan");
        let of_district = district.lineage().find_map(|code| centres.centre(code)).expect("every district has a centre");
        let (lat, lon) = (row["lat"].as_f64().expect("a number"), row["lon"].as_f64().expect("a number"));
        assert!((lat - of_district.0).abs() < 0.0081 && (lon - of_district.1).abs() < 0.0081, "{place} at {lat}, {lon}");
    }
    let (with, all) = (city.openings.iter().filter(placed).count(), city.openings.len());
    assert!(with * 2 > all && with < all, "{with} of {all} posts have a position");
    assert!(city.openings.iter().all(|row| row.contains_key("lat") == row.contains_key("lon")));
}

#[test]
fn about_half_of_the_posts_are_care() {
    let city = city(day());
    let care = ["elder_carer", "dementia_carer", "village_carer", "home_carer", "hospital_attendant"];
    let posts = city.openings.iter().filter(|row| care.contains(&text(row, "occupation"))).count();
    assert!((40..=55).contains(&(posts * 100 / city.openings.len())), "{posts} of {}", city.openings.len());
}

#[test]
fn the_same_day_gives_the_same_city_and_another_day_moves_only_dates() {
    let strip = |mut rows: Vec<Row>| {
        rows.iter_mut().for_each(|row| {
            row.remove("published");
            row.remove("valid_until");
        });
        rows
    };
    let (today, later) = (city(day()), city("2027-03-01".parse().expect("a day")));
    assert_eq!(today, city(day()));
    assert_eq!(strip(today.openings), strip(later.openings));
    assert_eq!(today.institutions, later.institutions);
}

#[test]
fn every_credit_code_checks_and_opens_with_the_number_of_its_legal_form() {
    // The code that GB 32100 itself gives as an example.
    assert_eq!(institutions::credit_check("91350100M000100Y4"), Some('3'));
    let forms = BTreeMap::from([
        ("public_institution", "12"),
        ("social_group", "51"),
        ("private_nonprofit", "52"),
        ("company", "91"),
        ("sole_trader", "92"),
        ("cooperative", "93"),
        ("government", "11"),
    ]);
    let city = city(day());
    let mut seen = BTreeSet::new();
    for row in &city.institutions {
        let Some(code) = row.get("credit_code").and_then(Value::as_str) else { continue };
        assert_eq!(code.len(), 18);
        assert_eq!(institutions::credit_check(code), code.chars().last(), "{code}");
        assert_eq!(forms.get(text(row, "legal_form")).copied(), code.get(..2), "{}", text(row, "name"));
        assert_eq!(code.get(2..6), Some("2103"));
        assert!(seen.insert(code), "{code} twice");
    }
    assert!(seen.len() < city.institutions.len(), "some have no code of their own");
}

#[test]
fn an_institution_row_is_valid_and_names_an_office_not_a_person() {
    let city = city(day());
    let mut names = BTreeSet::new();
    for row in &city.institutions {
        assert!(names.insert(text(row, "name")), "{} twice", text(row, "name"));
        assert!(is_code::<InstitutionKind>(row, "kind") && is_code::<LegalForm>(row, "legal_form"));
        assert!(number(row, "grade").is_none_or(|grade| (1..=5).contains(&grade)));
        assert!(text(row, "phone").starts_with("0412-555-"));
        assert!(!text(row, "contact").is_empty());
    }
}

#[test]
fn an_opening_row_is_valid_and_belongs_to_an_institution() {
    let city = city(day());
    let names: BTreeSet<&str> = city.institutions.iter().map(|row| text(row, "name")).collect();
    let mut ids = BTreeSet::new();
    for row in &city.openings {
        let id = text(row, "source_id");
        assert!(ids.insert(id), "{id} twice");
        assert!(names.contains(text(row, "institution")), "{id}");
        assert!(is_code::<OpeningKind>(row, "kind") && is_code::<Education>(row, "education"), "{id}");
        assert!(is_code::<PayPeriod>(row, "pay_period") && is_code::<Employment>(row, "employment"), "{id}");
        assert!(is_code::<Shift>(row, "shifts"), "{id}");
        let licences = text(row, "licences");
        assert!(licences.split('、').all(|word| word.is_empty() || word.parse::<LicenceKind>().is_ok()), "{id}: {licences}");
        assert!(number(row, "headcount").is_some_and(|places| places >= 1), "{id}");
        assert!(number(row, "skill_level").is_none_or(|level| (1..=8).contains(&level)), "{id}");
    }
}

#[test]
fn dates_are_near_the_day_and_most_posts_run_on_for_weeks() {
    let on = day();
    let city = city(on);
    let mut soon = 0;
    for row in &city.openings {
        let published: Date = text(row, "published").parse().expect("a day");
        let until: Date = text(row, "valid_until").parse().expect("a day");
        let age = (on - published).get_days();
        assert!((0..=60).contains(&age), "{age} days old");
        assert!(until > on);
        soon += usize::from((until - on).get_days() < 7);
    }
    assert!(soon > 10 && soon * 8 < city.openings.len(), "{soon} end within a week");
}

#[test]
fn pay_is_lawful_and_a_volunteer_has_none() {
    for row in city(day()).openings {
        let pay = (number(&row, "pay_min"), number(&row, "pay_max"), text(&row, "pay_period"));
        let id = text(&row, "source_id");
        match (text(&row, "kind"), pay) {
            ("volunteer", pay) => assert_eq!(pay, (None, None, ""), "{id}"),
            (_, (Some(low), Some(high), period)) => {
                assert!(low < high, "{id}");
                // Anshan's minimum wage of 2019-11-01: 1,610 yuan a month, 16.3 an hour in the city.
                let least = match period {
                    "month" => 1_611,
                    "day" => 131 - 1,
                    _ => 17,
                };
                assert!(low >= least, "{id}: {low} a {period}");
            }
            (_, pay) => panic!("{id}: {pay:?}"),
        }
    }
}

#[test]
fn nurses_doctors_drivers_and_keepers_of_alarms_need_what_the_law_asks() {
    for row in city(day()).openings {
        let needed = match (text(&row, "kind"), text(&row, "occupation")) {
            ("vacancy", "nurse") => "nurse",
            ("vacancy", "doctor" | "tcm_doctor") => "doctor",
            ("vacancy", "pharmacist") => "pharmacist",
            ("vacancy", "driver") => "driver",
            ("vacancy", "fire_safety") => "fire_operator",
            ("vacancy", "cook") => "health_certificate",
            _ => continue,
        };
        assert!(text(&row, "licences").contains(needed), "{}", text(&row, "source_id"));
    }
}

#[test]
fn to_practise_a_retired_medic_needs_a_licence_and_a_house_with_a_medical_unit() {
    let city = city(day());
    let kinds: BTreeMap<&str, &str> = city.institutions.iter().map(|row| (text(row, "name"), text(row, "kind"))).collect();
    let mut modes = BTreeSet::new();
    for row in city.openings.iter().filter(|row| text(row, "kind") == "advisory") {
        let practises = !text(row, "licences").is_empty();
        modes.insert((practises, text(row, "occupation") == "trainer"));
        if practises {
            let kind = kinds.get(text(row, "institution")).copied();
            assert!(matches!(kind, Some("medical_care" | "medical")), "{}", text(row, "source_id"));
        }
    }
    assert_eq!(modes, BTreeSet::from([(true, false), (false, false), (false, true)]), "practise, guide and train");
}

#[test]
fn a_public_welfare_post_says_whom_it_is_for_and_that_names_are_made_public() {
    for row in city(day()).openings.iter().filter(|row| text(row, "kind") == "public_welfare") {
        let description = text(row, "description");
        assert!(description.contains("面向") && description.contains("公"), "{description}");
    }
}

#[test]
fn texts_are_of_readable_length_and_no_two_open_alike() {
    let mut openers: BTreeMap<String, usize> = BTreeMap::new();
    for row in city(day()).openings {
        let description = text(&row, "description");
        let length = description.chars().count();
        assert!((80..=350).contains(&length), "{length}: {description}");
        *openers.entry(description.chars().take(120).collect()).or_default() += 1;
    }
    let most = openers.iter().max_by_key(|(_, count)| **count);
    assert!(most.is_some_and(|(_, count)| *count <= 2), "{most:?}");
}

#[test]
fn no_two_texts_say_nearly_the_same() {
    let shingles = |text: &str| -> BTreeSet<String> {
        let signs: Vec<char> = text.chars().collect();
        signs.windows(6).map(|window| window.iter().collect()).collect()
    };
    // Posts of different trades draw on different pools, so only those of one trade can come close.
    let mut trades: BTreeMap<String, Vec<(String, BTreeSet<String>)>> = BTreeMap::new();
    for row in city(day()).openings {
        let trade = format!("{} {}", text(&row, "kind"), text(&row, "occupation"));
        trades.entry(trade).or_default().push((text(&row, "source_id").to_owned(), shingles(text(&row, "description"))));
    }
    for texts in trades.values() {
        for (at, (id, one)) in texts.iter().enumerate() {
            for (other_id, other) in texts.iter().skip(at + 1) {
                let shared = one.intersection(other).count();
                assert!(shared * 100 < 75 * one.len().min(other.len()), "{id} and {other_id} share {shared} of {}", one.len());
            }
        }
    }
}

#[test]
fn no_text_holds_words_that_the_law_does_not_allow() {
    let forbidden = [
        "男",
        "女",
        "未婚",
        "已婚",
        "婚育",
        "怀孕",
        "押金",
        "保证金",
        "押",
        "扣证",
        "身份证",
        "岁以下",
        "周岁",
        "年龄",
        "年轻",
        "乙肝",
        "民族",
        "汉族",
        "户口",
        "户籍",
        "本地人",
        "形象",
        "身高",
        "培训费",
        "报名费",
        "贷款",
        "先垫",
        "高薪",
        "保录",
    ];
    for row in city(day()).openings {
        for column in ["title", "description", "benefits"] {
            let words = text(&row, column);
            let found = forbidden.iter().find(|word| words.contains(**word));
            assert_eq!(found, None, "{}: {words}", text(&row, "source_id"));
        }
    }
}

#[test]
fn conditions_people_search_for_are_there_in_more_than_one_wording() {
    let city = city(day());
    let count = |word: &str| city.openings.iter().filter(|row| text(row, "description").contains(word)).count();
    for words in [
        ["包吃住", "提供食宿"],
        ["不上夜班", "长白班"],
        ["双休", "做五休二"],
        ["月休四天", "一个月歇四天"],
        ["无经验可带教", "没干过也行"],
        ["退休医护欢迎", "退休返聘"],
        ["日结", "当天"],
        ["应届毕业生", "刚毕业"],
        ["五险", "社保"],
    ] {
        for word in words {
            assert!(count(word) >= 2, "{word}: {}", count(word));
        }
    }
}

#[test]
fn the_text_and_the_columns_do_not_contradict_each_other() {
    for row in city(day()).openings {
        let (id, description, benefits) = (text(&row, "source_id"), text(&row, "description"), text(&row, "benefits"));
        if description.contains("双休") || description.contains("做五休二") {
            assert!(benefits.contains("双休"), "{id}");
        }
        if text(&row, "shifts") == "night" {
            assert!(!description.contains("不上夜班"), "{id}");
        }
        if text(&row, "title").contains("不上夜班") {
            assert_eq!(text(&row, "shifts"), "day", "{id}");
        }
        if description.contains("包吃住") {
            assert!(benefits.contains("包吃住"), "{id}");
        }
    }
}

#[test]
fn a_person_reads_back_as_a_person_and_every_pathway_is_walked() {
    let on = day();
    let city = city(on);
    let mut ids = BTreeSet::new();
    let (mut graduates, mut retired, mut rural, mut family, mut founders, mut helpers) = (0, 0, 0, 0, 0, 0);
    for row in &city.candidates {
        assert!(ids.insert(text(row, "source_id")));
        assert!(text(row, "phone").starts_with("1990000") && !text(row, "name").is_empty());
        let person: Person = serde_json::from_value(nested(row)).unwrap_or_else(|fault| panic!("{row:?}: {fault}"));
        if let (Some(born), Some(schooling)) = (person.birth_year, &person.education)
            && let Some(day) = schooling.graduated_on
        {
            assert!((17..=27).contains(&(day.year() - born)), "{row:?}");
        }
        graduates += usize::from(person.education.as_ref().is_some_and(|schooling| schooling.graduated_on.is_some()));
        retired += usize::from(person.retired == Some(true) && person.licences.is_some());
        rural += usize::from(person.household.as_ref().is_some_and(|flags| !flags.is_empty()));
        family += usize::from(person.cares_for_family == Some(true));
        founders += usize::from(person.wants_to_start_business == Some(true));
        helpers += usize::from(person.wants.is_some_and(|wants| wants.kinds.contains(&OpeningKind::Volunteer)));
    }
    for (pathway, count) in [
        ("graduates", graduates),
        ("medics", retired),
        ("rural", rural),
        ("family", family),
        ("founders", founders),
        ("volunteers", helpers),
    ] {
        assert!(count >= 5, "{pathway}: {count}");
    }
}

/// The person's fields of a flat row as one nested object.
fn nested(row: &Row) -> Value {
    let mut person = Map::new();
    for (column, value) in row {
        if ["source", "source_id", "name", "phone"].contains(&column.as_str()) {
            continue;
        }
        match column.split_once('.') {
            Some((outer, inner)) => {
                let part = person.entry(outer).or_insert_with(|| Value::Object(Map::new()));
                if let Value::Object(part) = part {
                    part.insert(inner.to_owned(), value.clone());
                }
            }
            None => {
                person.insert(column.clone(), value.clone());
            }
        }
    }
    Value::Object(person)
}

#[test]
fn every_judged_search_names_posts_of_the_city() {
    #[derive(serde::Deserialize)]
    struct Judged {
        query: Vec<Query>,
    }
    #[derive(serde::Deserialize)]
    struct Query {
        family: String,
        q: String,
        relevant: BTreeMap<String, u8>,
    }
    let judged: Judged = toml::from_str(include_str!("../../index/judged/demo.toml")).expect("judged searches");
    let city = city(day());
    let ids: BTreeSet<&str> = city.openings.iter().map(|row| text(row, "source_id")).collect();
    let families: BTreeSet<&str> = judged.query.iter().map(|query| query.family.as_str()).collect();
    let expected = ["exact", "lay", "conditions", "cross", "professional", "place", "typo", "pinyin", "long", "traps"];
    assert_eq!(families, BTreeSet::from(expected));
    assert!(judged.query.len() >= 40);
    for Query { q, relevant, .. } in &judged.query {
        assert!(relevant.values().any(|grade| *grade == 3), "{q} has no full answer");
        assert!(relevant.iter().all(|(id, grade)| ids.contains(id.as_str()) && (1..=3).contains(grade)), "{q}");
    }
}
