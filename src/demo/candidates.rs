//! The sample people: invented names and numbers over every pathway into elder care, in the import form of candidates.
//!
//! Some leave facts out, as people do; what is left out is unknown and stays out of the row. Objects of a person are
//! flattened with dots; lists stay lists. Telephone numbers are of the form 199-0000-xxxx.

use super::{
    Row,
    dice::Dice,
    institutions::{Place, Places},
    row,
};
use jiff::{ToSpan, civil::Date};
use serde_json::{Value, json};

/// How many people the sample city has.
const PEOPLE: u32 = 330;

const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷佟关那";
const GIVEN: [&str; 56] = [
    "春禾", "立新", "晓棠", "建业", "思源", "桂枝", "兰芝", "国栋", "明远", "雨桐", "佳宁", "海燕", "秀云", "长顺", "永和",
    "小满", "冬梅", "志远", "文博", "凤芹", "玉珍", "德厚", "一诺", "子涵", "青山", "守信", "素英", "淑兰", "铁生", "继红",
    "昕怡", "浩然", "广福", "念慈", "亚楠", "晓峰", "红霞", "庆丰", "丽娟", "宝玉", "知秋", "若溪", "振东", "桂兰", "连生",
    "书语", "大壮", "景明", "翠平", "树仁", "安然", "松年", "巧云", "喜顺", "初晴", "向阳",
];

/// The sample people on a day.
pub fn people(places: &Places, on: Date) -> Vec<Row> {
    let places = places.all();
    (1..=PEOPLE).map(|number| person(number, &places, on)).collect()
}

/// Adds to each row what that person agreed to: a third shows the masked profile to matched institutions, a third to all that
/// are verified, a third to nobody.
pub fn agreed(rows: &mut [Row], on: Date) {
    for row in rows {
        let name = row.get("source_id").and_then(Value::as_str).unwrap_or_default().to_owned();
        let mut dice = Dice::named(&format!("consent of {name}"));
        let Some(to) = dice.pick(&["nobody", "matched", "verified"]).copied().filter(|to| *to != "nobody") else { continue };
        let day = on.saturating_sub(dice.between(3, 60).days());
        let wording = if to == "matched" {
            "同意让有合适岗位的认证单位看到我的匿名简历（不含姓名、电话和住址）"
        } else {
            "同意让所有认证单位看到我的匿名简历（不含姓名、电话和住址）"
        };
        let channel = dice.pick(&["web", "desk", "paper"]).copied().unwrap_or("desk");
        row.insert("visible_to".to_owned(), json!(to));
        row.insert("consent_on".to_owned(), json!(day.to_string()));
        row.insert("consent_channel".to_owned(), json!(channel));
        row.insert("consent_wording".to_owned(), json!(wording));
    }
}

fn person(number: u32, places: &[Place], on: Date) -> Row {
    let mut dice = Dice::named(&format!("demo person {number}"));
    let (pathway, home) = PATHWAYS.get(number as usize % PATHWAYS.len()).copied().unwrap_or((graduate, Home::Anywhere));
    let places: Vec<&Place> = places.iter().filter(|place| home == Home::Anywhere || place.is_rural()).collect();
    let mut cells = common(number, &places, &mut dice);
    cells.extend(pathway(&mut dice, on));
    // One in nine leaves a fact out; the law of the house is that this means unknown.
    if dice.chance(11) {
        let left_out = ["birth_year", "education.full_time", "employed", "lat", "household"];
        if let Some(name) = dice.pick(&left_out) {
            cells.remove(*name);
        }
    }
    // Where one is on the map is known by both numbers or not at all.
    if !cells.contains_key("lat") {
        cells.remove("lon");
    }
    cells
}

fn common(number: u32, places: &[&Place], dice: &mut Dice) -> Row {
    let surnames: Vec<char> = SURNAMES.chars().collect();
    let surname = dice.pick(&surnames).copied().unwrap_or('王');
    let given = dice.pick(&GIVEN).copied().unwrap_or("小满");
    let place = dice.pick(places);
    let spot = place.and_then(|place| place.spot(dice));
    row([
        ("source", json!("demo")),
        ("source_id", json!(format!("demo-person-{number:03}"))),
        ("name", json!(format!("{surname}{given}"))),
        ("phone", json!(format!("1990000{number:04}"))),
        ("region", json!(place.map(|place| place.code.clone()))),
        ("rural", json!(place.map(|place| place.is_rural()))),
        ("lat", json!(spot.map(|(lat, _)| lat))),
        ("lon", json!(spot.map(|(_, lon)| lon))),
    ])
}

/// Where the people of a pathway live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Home {
    Anywhere,
    /// In a town or a village of it.
    Countryside,
}

type Pathway = fn(&mut Dice, Date) -> Row;

/// Ways into elder care; the more common ones stand more often.
const PATHWAYS: [(Pathway, Home); 16] = [
    (graduate, Home::Anywhere),
    (property_worker, Home::Anywhere),
    (rural_worker, Home::Countryside),
    (housekeeper, Home::Anywhere),
    (retired_nurse, Home::Anywhere),
    (experienced_carer, Home::Anywhere),
    (family_carer, Home::Anywhere),
    (graduate, Home::Anywhere),
    (volunteer, Home::Anywhere),
    (rural_worker, Home::Countryside),
    (returnee, Home::Countryside),
    (nurse_at_work, Home::Anywhere),
    (housekeeper, Home::Anywhere),
    (retired_doctor, Home::Anywhere),
    (specialist, Home::Anywhere),
    (laid_off_worker, Home::Anywhere),
];

fn born(on: Date, dice: &mut Dice, youngest: i64, oldest: i64) -> Value {
    json!(i64::from(on.year()) - dice.between(youngest, oldest))
}

fn pay(dice: &mut Dice, low: i64, high: i64) -> Value {
    json!(dice.between(low / 100, high / 100) * 100)
}

/// The usual age on leaving a school of that level.
fn school_leaving_age(level: &str) -> i64 {
    match level {
        "secondary_vocational" => 18,
        "junior_college" => 21,
        "bachelor" => 22,
        _ => 25,
    }
}

fn graduate(dice: &mut Dice, on: Date) -> Row {
    let schooling = [
        ("junior_college", "老年服务与管理", "elder_carer"),
        ("junior_college", "护理", "nurse"),
        ("secondary_vocational", "护理", "elder_carer"),
        ("bachelor", "社会工作", "social_worker"),
        ("junior_college", "康复治疗技术", "rehab_therapist"),
        ("secondary_vocational", "智慧健康养老服务", "elder_carer"),
        ("bachelor", "护理学", "nurse"),
        ("junior_college", "计算机应用技术", "it_support"),
        ("bachelor", "应用心理学", "counsellor"),
        ("junior_college", "食品营养与健康", "dietitian"),
        ("master", "社会工作", "social_worker"),
    ];
    let (level, major, occupation) = dice.pick(&schooling).copied().unwrap_or(schooling[0]);
    let kinds = if dice.chance(45) { json!(["internship", "vacancy"]) } else { json!(["vacancy"]) };
    let certified = dice.chance(40) && occupation == "elder_carer";
    let licensed = dice.chance(60) && occupation == "nurse";
    // The end of June, one to five summers back.
    let graduated = on.year() - i16::try_from(dice.between(1, 5)).unwrap_or(1);
    let birth_year = i64::from(graduated) - school_leaving_age(level) - dice.between(0, 1);
    row([
        ("birth_year", json!(birth_year)),
        ("education.level", json!(level)),
        ("education.major", json!(major)),
        ("education.full_time", json!(dice.chance(88))),
        ("education.graduated_on", json!(Date::new(graduated, 6, 30).unwrap_or(on).to_string())),
        (
            "licences",
            if licensed {
                json!([{"kind": "nurse", "valid_until": on.saturating_add(4.years()).to_string()}])
            } else {
                json!([])
            },
        ),
        ("skills", if certified { json!([{"occupation": "elder_carer", "level": dice.between(2, 3)}]) } else { json!([]) }),
        ("retired", json!(false)),
        ("employed", json!(false)),
        ("registered_unemployed", json!(dice.chance(50))),
        ("wants.occupations", json!([occupation])),
        ("wants.kinds", kinds),
        ("wants.regions", json!(["210300"])),
        ("wants.pay_min", pay(dice, 2200, 3800)),
        ("wants.nights", json!(dice.chance(50))),
    ])
}

fn property_worker(dice: &mut Dice, on: Date) -> Row {
    let earlier = ["security_guard", "property_maintenance", "cleaner", "receptionist"];
    let occupation = dice.pick(&earlier).copied().unwrap_or("cleaner");
    row([
        ("birth_year", born(on, dice, 30, 54)),
        ("education.level", json!(dice.pick(&["junior_high", "high_school", "secondary_vocational"]))),
        ("work", json!([{"sector": "property", "occupation": occupation, "years": dice.between(2, 15)}])),
        ("retired", json!(false)),
        ("employed", json!(dice.chance(60))),
        (
            "wants.occupations",
            json!(if dice.chance(60) { ["elder_carer", "home_carer"] } else { ["housekeeper", "fire_safety"] }),
        ),
        ("wants.kinds", json!(["vacancy", "apprenticeship"])),
        ("wants.pay_min", pay(dice, 2600, 3400)),
        ("wants.radius_km", json!(dice.between(3, 15))),
        ("wants.nights", json!(dice.chance(40))),
    ])
}

fn housekeeper(dice: &mut Dice, on: Date) -> Row {
    let earlier = ["housekeeper", "maternity_carer", "childcare", "cleaner"];
    let occupation = dice.pick(&earlier).copied().unwrap_or("housekeeper");
    let healthy =
        json!([{"kind": "health_certificate", "valid_until": on.saturating_add(dice.between(1, 11).months()).to_string()}]);
    row([
        ("birth_year", born(on, dice, 34, 56)),
        ("education.level", json!(dice.pick(&["primary", "junior_high", "high_school"]))),
        ("licences", if dice.chance(70) { healthy } else { json!([]) }),
        ("work", json!([{"sector": "housekeeping", "occupation": occupation, "years": dice.between(1, 14)}])),
        ("retired", json!(false)),
        ("cares_for_family", json!(dice.chance(25))),
        ("wants.occupations", json!(["home_carer", "elder_carer"])),
        ("wants.kinds", json!(["vacancy"])),
        ("wants.pay_min", pay(dice, 2800, 4500)),
        ("wants.live_in", json!(dice.chance(45))),
        ("wants.radius_km", json!(dice.between(2, 12))),
    ])
}

fn rural_worker(dice: &mut Dice, on: Date) -> Row {
    let hardships = [
        json!(["lifted_out_of_poverty"]),
        json!(["monitored"]),
        json!(["minimum_living_allowance"]),
        json!(["lifted_out_of_poverty", "single_parent"]),
        json!(["hardship_expense"]),
        json!([]),
    ];
    row([
        ("birth_year", born(on, dice, 32, 58)),
        ("education.level", json!(dice.pick(&["none", "primary", "primary", "junior_high"]))),
        ("work", json!([{"sector": "farming", "years": dice.between(5, 30)}])),
        ("household", json!(dice.pick(&hardships))),
        ("retired", json!(false)),
        ("employed", json!(false)),
        ("registered_unemployed", json!(dice.chance(35))),
        ("cares_for_family", json!(dice.chance(40))),
        ("wants.occupations", json!(["village_carer", "elder_carer"])),
        ("wants.kinds", json!(["public_welfare", "vacancy"])),
        ("wants.pay_min", pay(dice, 1700, 2600)),
        ("wants.radius_km", json!(dice.between(3, 20))),
        ("wants.nights", json!(false)),
    ])
}

fn medic(kind: &str, on: Date, idle_months: i64, left_months: i64) -> Value {
    json!([{
        "kind": kind,
        "valid_until": on.saturating_add(left_months.months()).to_string(),
        "last_practised": on.saturating_sub(idle_months.months()).to_string(),
    }])
}

fn retired_nurse(dice: &mut Dice, on: Date) -> Row {
    let (idle, left) = (dice.between(1, 48), dice.between(-6, 50));
    row([
        ("birth_year", born(on, dice, 55, 67)),
        ("education.level", json!(dice.pick(&["secondary_vocational", "junior_college", "bachelor"]))),
        ("education.major", json!("护理")),
        ("licences", medic("nurse", on, idle, left)),
        ("work", json!([{"sector": "medical", "occupation": "nurse", "years": dice.between(20, 36)}])),
        ("retired", json!(true)),
        ("employed", json!(false)),
        ("wants.occupations", json!(if idle > 24 { ["trainer", "nurse"] } else { ["nurse", "trainer"] })),
        ("wants.kinds", json!(["advisory"])),
        ("wants.nights", json!(false)),
        ("wants.radius_km", json!(dice.between(5, 25))),
    ])
}

fn retired_doctor(dice: &mut Dice, on: Date) -> Row {
    let (idle, traditional) = (dice.between(1, 40), dice.chance(30));
    let occupation = if traditional { "tcm_doctor" } else { "doctor" };
    row([
        ("birth_year", born(on, dice, 60, 72)),
        ("education.level", json!(dice.pick(&["junior_college", "bachelor", "bachelor", "master"]))),
        ("education.major", json!(if traditional { "中医学" } else { "临床医学" })),
        ("licences", json!([{"kind": "doctor", "last_practised": on.saturating_sub(idle.months()).to_string()}])),
        ("work", json!([{"sector": "medical", "occupation": occupation, "years": dice.between(25, 40)}])),
        ("retired", json!(true)),
        ("wants.occupations", json!([occupation])),
        ("wants.kinds", json!(["advisory"])),
        ("wants.nights", json!(false)),
    ])
}

fn nurse_at_work(dice: &mut Dice, on: Date) -> Row {
    let left = dice.between(6, 55);
    row([
        ("birth_year", born(on, dice, 24, 45)),
        ("education.level", json!(dice.pick(&["secondary_vocational", "junior_college", "bachelor"]))),
        ("education.major", json!("护理")),
        ("licences", medic("nurse", on, 0, left)),
        ("work", json!([{"sector": "medical", "occupation": "nurse", "years": dice.between(1, 20)}])),
        ("retired", json!(false)),
        ("employed", json!(true)),
        ("wants.occupations", json!(["nurse", "care_manager"])),
        ("wants.kinds", json!(["vacancy"])),
        ("wants.pay_min", pay(dice, 3500, 5200)),
        ("wants.nights", json!(dice.chance(35))),
    ])
}

fn experienced_carer(dice: &mut Dice, on: Date) -> Row {
    let level = dice.between(2, 5);
    let leads = level >= 4;
    row([
        ("birth_year", born(on, dice, 30, 55)),
        ("education.level", json!(dice.pick(&["junior_high", "high_school", "secondary_vocational"]))),
        (
            "licences",
            json!([{"kind": "elder_carer"}, {"kind": "health_certificate", "valid_until": on.saturating_add(5.months()).to_string()}]),
        ),
        ("skills", json!([{"occupation": "elder_carer", "level": level}])),
        ("work", json!([{"sector": "elder_care", "occupation": "elder_carer", "years": level + dice.between(1, 6)}])),
        ("retired", json!(false)),
        ("employed", json!(dice.chance(70))),
        ("wants.occupations", json!(if leads { ["team_leader", "care_manager"] } else { ["elder_carer", "dementia_carer"] })),
        ("wants.kinds", json!(["vacancy"])),
        ("wants.pay_min", pay(dice, 3000, 4600)),
        ("wants.nights", json!(dice.chance(70))),
        ("wants.live_in", json!(dice.chance(30))),
    ])
}

fn family_carer(dice: &mut Dice, on: Date) -> Row {
    row([
        ("birth_year", born(on, dice, 38, 60)),
        ("education.level", json!(dice.pick(&["junior_high", "high_school", "junior_college"]))),
        ("cares_for_family", json!(true)),
        ("retired", json!(false)),
        ("employed", json!(false)),
        ("registered_unemployed", json!(dice.chance(30))),
        ("household", json!(dice.pick(&[json!([]), json!(["minimum_living_allowance"]), json!(["zero_employment_family"])]))),
        ("wants.occupations", json!(["home_carer", "dementia_carer"])),
        ("wants.kinds", json!(["vacancy", "apprenticeship"])),
        ("wants.pay_min", pay(dice, 2200, 3200)),
        ("wants.nights", json!(false)),
        ("wants.live_in", json!(false)),
        ("wants.radius_km", json!(dice.between(1, 6))),
    ])
}

fn volunteer(dice: &mut Dice, on: Date) -> Row {
    let retired = dice.chance(60);
    row([
        ("birth_year", if retired { born(on, dice, 56, 70) } else { born(on, dice, 18, 40) }),
        ("education.level", json!(dice.pick(&["high_school", "junior_college", "bachelor"]))),
        ("retired", json!(retired)),
        (
            "work",
            json!([{"sector": dice.pick(&["education", "manufacturing", "government", "medical"]), "years": dice.between(1, 30)}]),
        ),
        ("wants.occupations", json!(["volunteer"])),
        ("wants.kinds", json!(["volunteer"])),
        ("wants.radius_km", json!(dice.between(1, 8))),
    ])
}

fn returnee(dice: &mut Dice, on: Date) -> Row {
    row([
        ("birth_year", born(on, dice, 26, 48)),
        ("education.level", json!(dice.pick(&["junior_high", "secondary_vocational", "junior_college"]))),
        (
            "work",
            json!([{"sector": dice.pick(&["manufacturing", "catering", "retail", "housekeeping"]), "years": dice.between(2, 18)}]),
        ),
        ("retired", json!(false)),
        ("employed", json!(false)),
        ("wants_to_start_business", json!(dice.chance(40))),
        ("wants.occupations", json!(["village_carer", "care_home_director"])),
        ("wants.kinds", json!(["vacancy", "apprenticeship"])),
        ("wants.pay_min", pay(dice, 2200, 3600)),
    ])
}

fn specialist(dice: &mut Dice, on: Date) -> Row {
    let trades = [
        ("junior_college", "会计", "finance", "retail"),
        ("bachelor", "社会工作", "social_worker", "social_work"),
        ("junior_college", "康复治疗技术", "rehab_therapist", "medical"),
        ("high_school", "烹饪", "cook", "catering"),
        ("junior_college", "人力资源管理", "hr", "manufacturing"),
        ("bachelor", "药学", "pharmacist", "medical"),
        ("junior_high", "汽车驾驶", "driver", "other"),
        ("bachelor", "管理学", "care_home_director", "elder_care"),
    ];
    let (level, major, occupation, sector) = dice.pick(&trades).copied().unwrap_or(trades[0]);
    let licence =
        ["social_worker", "rehab_therapist", "cook", "pharmacist", "driver"].into_iter().find(|kind| *kind == occupation);
    row([
        ("birth_year", born(on, dice, 26, 50)),
        ("education.level", json!(level)),
        ("education.major", json!(major)),
        ("licences", licence.map_or_else(|| json!([]), |kind| json!([{"kind": kind}]))),
        ("work", json!([{"sector": sector, "occupation": occupation, "years": dice.between(2, 18)}])),
        ("retired", json!(false)),
        ("employed", json!(dice.chance(60))),
        ("wants.occupations", json!([occupation])),
        ("wants.kinds", json!(["vacancy"])),
        ("wants.pay_min", pay(dice, 3000, 6000)),
    ])
}

fn laid_off_worker(dice: &mut Dice, on: Date) -> Row {
    let age = dice.between(45, 59);
    let hardships = [json!(["zero_employment_family"]), json!(["disabled"]), json!([])];
    // Late in the fifties nobody needs asking whether retirement is near.
    let household = if age >= 57 { json!(["near_retirement"]) } else { json!(dice.pick(&hardships)) };
    row([
        ("birth_year", json!(i64::from(on.year()) - age)),
        ("education.level", json!(dice.pick(&["junior_high", "high_school", "secondary_vocational"]))),
        ("work", json!([{"sector": "manufacturing", "years": dice.between(15, age - 20)}])),
        ("household", household),
        ("retired", json!(false)),
        ("employed", json!(false)),
        ("registered_unemployed", json!(true)),
        ("wants.occupations", json!(["property_maintenance", "security_guard", "elder_carer"])),
        ("wants.kinds", json!(["public_welfare", "vacancy"])),
        ("wants.pay_min", pay(dice, 1900, 3000)),
        ("wants.radius_km", json!(dice.between(2, 10))),
    ])
}
