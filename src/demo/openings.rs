//! The sample openings: for each post of each institution, terms that fit the employer and the place, and a row.
//!
//! Pay stands in Anshan's plausible range and never under the lawful minimum; the terms in the columns and the terms in the
//! text are the same terms.

use super::{
    Row,
    dice::Dice,
    institutions::Institution,
    posts::{self, Lodging, Nights, Post, Rest},
    prose, row,
    wording::Wording,
};
use crate::codes::{Education, Employment, InstitutionKind, LegalForm, LicenceKind, OpeningKind, PayPeriod, Shift};
use jiff::{ToSpan, civil::Date};
use serde_json::{Value, json};

/// What the post offers and asks, settled for one employer.
#[derive(Debug, Clone, PartialEq)]
pub struct Terms {
    pub nights: Nights,
    pub rest: Rest,
    pub lodging: Lodging,
    /// The pool of `[insured]`, where there is insurance to speak of.
    pub insured: Option<String>,
    pub novice: bool,
    pub experience_years: i64,
    /// 2 to 5, or 0 where no level is asked for.
    pub skill: i64,
    pub welcomes: Vec<String>,
    /// Benefit words of `[extras]`.
    pub extras: Vec<String>,
    /// Yuan per the post's period.
    pub pay: Option<(i64, i64)>,
    /// Months of an internship, 3 to 12.
    pub months: i64,
    pub headcount: i64,
}

/// The import rows of all institutions' openings on a day. An opening's id is the institution's slug and the post's place in
/// its list, so it stays when other institutions come or go.
pub fn compose(institutions: &[Institution], on: Date) -> Vec<Row> {
    let posts = posts::read();
    let wording = Wording::read();
    let mut openings = Vec::new();
    for institution in institutions {
        for (key, number) in institution.posts.iter().zip(1..) {
            if let Some(post) = posts.get(key) {
                openings.push(open(institution, post, number, &wording, on));
            }
        }
    }
    openings
}

fn open(institution: &Institution, post: &Post, number: u32, wording: &Wording, on: Date) -> Row {
    let source_id = format!("demo-{}-{number:02}", institution.slug);
    let mut dice = Dice::named(&source_id);
    let terms = settle(institution, post, &mut dice);
    let title = prose::title(post, &terms, &mut dice);
    let description = prose::describe(institution, post, &terms, wording, &mut dice);
    let published = on.saturating_sub(dice.between(0, 58).days());
    // Most posts run for weeks yet; some end within days, so that "ending soon" has something to show.
    let left = if dice.chance(7) { dice.between(1, 6) } else { dice.between(14, 88) };
    let mut row = row([
        ("source", json!("demo")),
        ("source_id", json!(source_id)),
        ("title", json!(title)),
        ("institution", json!(institution.name)),
        ("credit_code", json!(institution.credit_code)),
        ("kind", json!(post.kind())),
        ("occupation", json!(post.occupation)),
        ("place", json!(place(institution, &mut dice))),
        ("address", json!(institution.address)),
        ("lat", json!(institution.spot.map(|(lat, _)| lat))),
        ("lon", json!(institution.spot.map(|(_, lon)| lon))),
        ("description", json!(description)),
        ("headcount", json!(terms.headcount)),
        ("published", json!(published.to_string())),
        ("valid_until", json!(on.saturating_add(left.days()).to_string())),
    ]);
    row.extend(demands(post, &terms));
    row
}

/// The columns of pay, demands and benefits.
fn demands(post: &Post, terms: &Terms) -> Row {
    let (pay_min, pay_max) = terms.pay.unzip();
    let shift = match (post.kind(), terms.nights, terms.rest) {
        (OpeningKind::Volunteer, ..) => Shift::Flexible,
        (_, Nights::Only, _) => Shift::Night,
        (_, Nights::Live, _) => Shift::LiveIn,
        (_, Nights::None, Rest::Own) => Shift::Flexible,
        (_, Nights::None, _) => Shift::Day,
        (_, Nights::Rotating | Nights::Mixed, _) => Shift::Rotating,
    };
    let mut licences = post.licences.clone();
    if terms.skill > 0 && !licences.contains(&LicenceKind::ElderCarer) {
        licences.push(LicenceKind::ElderCarer);
    }
    let licences: Vec<&str> = licences.into_iter().map(LicenceKind::slug).collect();
    row([
        ("pay_min", json!(pay_min)),
        ("pay_max", json!(pay_max)),
        ("pay_period", json!(pay_min.map(|_| post.period.unwrap_or(PayPeriod::Month)))),
        ("education", json!(post.education.unwrap_or(Education::None))),
        ("experience_years", json!(terms.experience_years)),
        ("skill_level", if terms.skill > 0 { json!(terms.skill) } else { Value::Null }),
        ("licences", listed(&licences)),
        ("majors", json!(post.majors)),
        ("employment", json!(post.employment())),
        ("benefits", listed(&benefits(post, terms))),
        ("shifts", json!(shift)),
    ])
}

fn listed(words: &[&str]) -> Value {
    if words.is_empty() { Value::Null } else { json!(words.join("、")) }
}

fn benefits<'a>(post: &Post, terms: &'a Terms) -> Vec<&'a str> {
    let mut words = Vec::new();
    words.extend(match terms.lodging {
        Lodging::Full => Some("包吃住"),
        Lodging::Board => Some("包吃"),
        Lodging::None => None,
    });
    words.extend(match terms.rest {
        Rest::Two => Some("双休"),
        Rest::Six => Some("月休六天"),
        Rest::Four => Some("月休四天"),
        Rest::One | Rest::Swap | Rest::Own => None,
    });
    words.extend(match terms.insured.as_deref() {
        Some("five") => Some("五险"),
        Some("five_fund") => Some("五险一金"),
        Some(_) => Some("意外险"),
        None => None,
    });
    if post.settled_daily {
        words.push("日结");
    }
    if terms.novice {
        words.push("带教");
    }
    words.extend(terms.extras.iter().map(String::as_str));
    words
}

/// The place as different employers write it; a village is always written out.
fn place(institution: &Institution, dice: &mut Dice) -> String {
    if institution.village.is_none() && dice.chance(18) {
        format!("鞍山·{}", institution.place.district)
    } else {
        institution.place_in_full()
    }
}

fn settle(institution: &Institution, post: &Post, dice: &mut Dice) -> Terms {
    let nights = match post.nights {
        Nights::Mixed if dice.chance(45) => Nights::None,
        Nights::Mixed => Nights::Rotating,
        fixed => fixed,
    };
    let skill = dice.pick(&post.skill).copied().unwrap_or(0);
    let settled_job = post.employment() == Some(Employment::FullTime) && post.kind() == OpeningKind::Vacancy;
    let novice = post.novice || post.cares() && settled_job && skill == 0 && dice.chance(45);
    let experience_years = match post.years {
        0 if post.cares()
            && post.occupation != "village_carer"
            && !post.beginners
            && settled_job
            && !novice
            && dice.chance(45) =>
        {
            dice.between(1, 2)
        }
        years => years,
    };
    Terms {
        nights,
        rest: dice.pick(&post.rest).copied().unwrap_or(Rest::Four),
        lodging: post.lodging.unwrap_or_else(|| lodging(institution, post, dice)),
        insured: insured(institution, post, dice),
        novice,
        experience_years,
        skill,
        welcomes: welcomes(institution, post, settled_job && experience_years == 0 && skill == 0, dice),
        extras: if settled_job && institution.kind != InstitutionKind::RuralMutualAid {
            extras(institution, post, dice)
        } else {
            Vec::new()
        },
        pay: pay(institution, post, dice),
        months: dice.pick(&[3, 3, 6, 6, 6, 9, 12]).copied().unwrap_or(6),
        headcount: headcount(institution, post, dice),
    }
}

fn lodging(institution: &Institution, post: &Post, dice: &mut Dice) -> Lodging {
    use InstitutionKind as Kind;
    if post.employment().is_some_and(|form| form != Employment::FullTime) || post.kind() == OpeningKind::Volunteer {
        return Lodging::None;
    }
    let (full, board) = match institution.kind {
        Kind::CareHome | Kind::MedicalCare => (35, 40),
        Kind::CommunityCare | Kind::School | Kind::Medical => (0, 55),
        Kind::Property | Kind::Training | Kind::Other => (0, 35),
        _ => (0, 0),
    };
    match dice.between(1, 100) {
        face if face <= full => Lodging::Full,
        face if face <= full + board => Lodging::Board,
        _ => Lodging::None,
    }
}

fn insured(institution: &Institution, post: &Post, dice: &mut Dice) -> Option<String> {
    if let Some(fixed) = &post.insured {
        return Some(fixed.clone());
    }
    let pool = match (post.kind(), post.employment()) {
        (OpeningKind::Volunteer, _) => return None,
        (OpeningKind::Internship | OpeningKind::PublicWelfare, _) => "accident_only",
        (_, Some(Employment::FullTime)) => {
            let funded = institution.form == LegalForm::PublicInstitution || institution.grade.is_some_and(|grade| grade >= 4);
            if funded && dice.chance(60) { "five_fund" } else { "five" }
        }
        (_, Some(Employment::ServiceAgreement)) => "accident",
        _ => "accident_only",
    };
    Some(pool.to_owned())
}

fn welcomes(institution: &Institution, post: &Post, open_to_beginners: bool, dice: &mut Dice) -> Vec<String> {
    let mut pools = post.welcomes.clone();
    if post.cares() && open_to_beginners && pools.is_empty() {
        let county = !matches!(institution.place.code.get(..6), Some("210302" | "210303" | "210304" | "210311"));
        let odds = [
            ("cross", 30),
            ("graduate", 22),
            ("family", 18),
            ("rural", if county { 30 } else { 6 }),
            ("returnee", if county { 14 } else { 3 }),
        ];
        pools.extend(odds.into_iter().filter(|&(_, percent)| dice.chance(percent)).map(|(pool, _)| pool.to_owned()));
    }
    pools.truncate(2);
    pools
}

fn extras(institution: &Institution, post: &Post, dice: &mut Dice) -> Vec<String> {
    let mut words: Vec<&str> =
        ["工龄工资", "节日福利", "免费体检", "年终奖", "交通补贴", "全勤奖"].into_iter().filter(|_| dice.chance(17)).collect();
    if post.cares() && dice.chance(25) {
        words.push("岗位津贴");
    }
    if dice.chance(18) {
        words.push("带薪培训");
    }
    // A staff bus belongs to the house, not to the post.
    if institution.kind != InstitutionKind::Housekeeping && Dice::named(&format!("{} bus", institution.slug)).chance(14) {
        words.push("班车");
    }
    words.truncate(3);
    words.into_iter().map(str::to_owned).collect()
}

/// Yuan, rounded as employers round: tens for a day, hundreds for a month.
fn pay(institution: &Institution, post: &Post, dice: &mut Dice) -> Option<(i64, i64)> {
    let (low, high) = post.pay?;
    let county = match institution.place.code.get(..6) {
        Some("210321" | "210323") => 91,
        Some("210381") => 95,
        _ => 100,
    };
    let house = if institution.grade.is_some_and(|grade| grade >= 4) { 105 } else { 99 };
    let (step, floor) = match post.period.unwrap_or(PayPeriod::Month) {
        PayPeriod::Hour => (1, 18),
        PayPeriod::Day => (10, 130),
        PayPeriod::Month | PayPeriod::Year => (100, 1_800),
    };
    let here = |yuan: i64| (yuan * county * house + 5_000 * step) / (10_000 * step) * step;
    let low = (here(low) + dice.between(-1, 1) * step).max(floor);
    let high = (here(high) + dice.between(-1, 2) * step).max(low + step);
    Some((low, high))
}

fn headcount(institution: &Institution, post: &Post, dice: &mut Dice) -> i64 {
    match post.kind() {
        OpeningKind::Volunteer => dice.between(5, 20),
        OpeningKind::Internship => dice.between(1, 4),
        _ if matches!(institution.kind, InstitutionKind::School | InstitutionKind::Training) && post.cares() => {
            dice.between(15, 30)
        }
        _ if institution.kind == InstitutionKind::Housekeeping => dice.between(2, 8),
        _ if post.cares() => dice.between(1, institution.beds.map_or(3, |beds| i64::from(beds) / 50 + 2)),
        _ => dice.between(1, 2),
    }
}
