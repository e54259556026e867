//! A record as people write it becomes a candidate with checked values.
//!
//! As with openings, what cannot be meant is refused and what is only vague stays unknown. A certificate, a skill or a trade
//! that no list of ours knows is left out and counted, never the whole row. Faults in what is nobody's business (telephone,
//! citizen number, household) do not repeat what was written.

use super::{
    Cells, Defaults, KINDS, Known, LICENCES, Reading, SKILL_WORDS, half_width, read_code, read_education, read_money,
    read_number, region_of, shown, split_list,
};
use crate::candidates::{Agreed, Born, IdNumber, Incoming};
use crate::codes::{Channel, Education, HouseholdFlag, SkillLevel, Visibility, WorkSector};
use crate::error::FieldFault;
use crate::import::read::Record;
use crate::occupations::Catalogue;
use crate::person::{Licence, Person, Schooling, Skill, Wants, Work};
use crate::time::read_day;
use jiff::civil::Date;
use std::str::FromStr;

/// A candidate as read, and what of the row was only vague.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    pub incoming: Incoming,
    /// The row names a place in which no region was found.
    pub place_unknown: bool,
    /// Certificates, skills or trades that no list knows.
    pub words_unknown: bool,
}

/// A candidate, or every fault of its row. `on` is the day of the import.
pub fn candidate(record: &Record, known: Known<'_>, defaults: &Defaults, on: Date) -> Result<Read, Vec<FieldFault>> {
    let mut row = Row { cells: Cells { record, faults: Vec::new() }, known, words_unknown: false };
    let place = row.cells.text("region", 300);
    let region = region_of(known.regions, place.as_deref(), None, defaults.region.as_deref()).filter(|_| place.is_some());
    let id_number = row.id_number(on);
    let at = row.cells.position();
    let (licences, certified) = row.licences();
    let person = Person {
        birth_year: None,
        lat: at.map(|(lat, _)| lat),
        lon: at.map(|(_, lon)| lon),
        rural: row.yes_no("rural", &[("农村", true), ("村", true), ("城镇", false), ("城市", false)]),
        education: row.schooling(),
        licences,
        skills: row.skills(certified),
        work: row.work(),
        retired: row.yes_no("retired", &[("退休", true), ("已退休", true), ("未退休", false)]),
        employed: row.yes_no("employed", EMPLOYED),
        registered_unemployed: row.yes_no("registered_unemployed", &[("登记失业", true), ("已登记", true), ("未登记", false)]),
        cares_for_family: row.yes_no("cares_for_family", &[]),
        wants_to_start_business: row.yes_no("wants_to_start_business", &[]),
        household: row.household(),
        wants: row.wants(defaults),
        region,
    };
    let incoming = Incoming {
        source: row.cells.source(defaults),
        source_id: row.cells.needed("source_id", 200),
        name: row.cells.needed("name", 60),
        phone: row.phone(),
        born: row.born(id_number.as_ref(), on),
        consent: row.consent(on),
        hidden_from: row.cells.record.get("hidden_from").map(split_list),
        id_number,
        person,
    };
    let place_unknown = incoming.person.region.is_none() && place.is_some();
    let words_unknown = row.words_unknown;
    row.cells.done(Read { incoming, place_unknown, words_unknown })
}

/// What people write where nothing is to be said.
const NONE: &[&str] = &["无", "没有", "否", "都不是", "无证", "暂无", "/", "-", "—", "[]", "none"];
/// What people write where they do not know.
const VAGUE: &[&str] = &["不详", "未知", "不清楚", "不确定", "其他", "其它", "见描述", "?", "？"];

const EMPLOYED: &[(&str, bool)] = &[
    ("在职", true),
    ("在岗", true),
    ("就业", true),
    ("已就业", true),
    ("失业", false),
    ("未就业", false),
    ("待业", false),
    ("无业", false),
    ("下岗", false),
    ("离职", false),
    ("退休", false),
];

const HOUSEHOLDS: &[(&str, HouseholdFlag)] = &[
    ("脱贫", HouseholdFlag::LiftedOutOfPoverty),
    ("监测", HouseholdFlag::Monitored),
    ("低保", HouseholdFlag::MinimumLivingAllowance),
    ("特困", HouseholdFlag::ExtremePoverty),
    ("刚性支出", HouseholdFlag::HardshipExpense),
    ("支出型困难", HouseholdFlag::HardshipExpense),
    ("零就业", HouseholdFlag::ZeroEmploymentFamily),
    ("残疾", HouseholdFlag::Disabled),
    ("单亲", HouseholdFlag::SingleParent),
    ("距退休", HouseholdFlag::NearRetirement),
    ("临近退休", HouseholdFlag::NearRetirement),
    ("随军", HouseholdFlag::MilitarySpouse),
    ("优抚", HouseholdFlag::PreferentialTreatment),
    ("烈属", HouseholdFlag::MartyrFamily),
    ("失地", HouseholdFlag::LandExpropriated),
    ("劳模", HouseholdFlag::ModelWorker),
    ("劳动模范", HouseholdFlag::ModelWorker),
];

const SECTORS: &[(&str, WorkSector)] = &[
    ("物业", WorkSector::Property),
    ("家政", WorkSector::Housekeeping),
    ("医院", WorkSector::Medical),
    ("医疗", WorkSector::Medical),
    ("卫生院", WorkSector::Medical),
    ("诊所", WorkSector::Medical),
    ("养老", WorkSector::ElderCare),
    ("敬老院", WorkSector::ElderCare),
    ("社会工作", WorkSector::SocialWork),
    ("社工", WorkSector::SocialWork),
    ("餐饮", WorkSector::Catering),
    ("饭店", WorkSector::Catering),
    ("零售", WorkSector::Retail),
    ("超市", WorkSector::Retail),
    ("商场", WorkSector::Retail),
    ("制造", WorkSector::Manufacturing),
    ("工厂", WorkSector::Manufacturing),
    ("务农", WorkSector::Farming),
    ("种地", WorkSector::Farming),
    ("农业", WorkSector::Farming),
    ("学校", WorkSector::Education),
    ("教育", WorkSector::Education),
    ("政府", WorkSector::Government),
    ("机关", WorkSector::Government),
];

const VISIBILITIES: &[(&str, Visibility)] = &[
    ("不公开", Visibility::Nobody),
    ("谁也不给看", Visibility::Nobody),
    ("无", Visibility::Nobody),
    ("匹配的单位", Visibility::Matched),
    ("匹配单位", Visibility::Matched),
    ("合适的单位", Visibility::Matched),
    ("所有认证单位", Visibility::Verified),
    ("全部认证单位", Visibility::Verified),
    ("所有单位", Visibility::Verified),
    ("公开", Visibility::Verified),
];

const CHANNELS: &[(&str, Channel)] = &[
    ("网上", Channel::Web),
    ("网站", Channel::Web),
    ("窗口", Channel::Desk),
    ("现场", Channel::Desk),
    ("口头", Channel::Desk),
    ("纸质", Channel::Paper),
    ("签字", Channel::Paper),
    ("书面", Channel::Paper),
    ("电话", Channel::Phone),
    ("名单", Channel::List),
];

/// What a list that gives no words of the consent is kept with.
const NO_WORDING: &str = "（名单没有写明内容）";

struct Row<'a> {
    cells: Cells<'a>,
    known: Known<'a>,
    words_unknown: bool,
}

impl Row<'_> {
    fn yes_no(&mut self, column: &'static str, words: &[(&str, bool)]) -> Option<bool> {
        let text = self.cells.record.get(column)?;
        match read_yes_no(text, words) {
            Reading::Is(answer) => Some(answer),
            Reading::Vague => None,
            Reading::Unknown => {
                self.cells.fault(column, format!("“{}” is neither yes nor no", shown(text)));
                None
            }
        }
    }

    fn phone(&mut self) -> Option<String> {
        let number = read_phone(self.cells.record.get("phone")?);
        if number.is_none() {
            self.cells.fault("phone", "is not a telephone number");
        }
        number
    }

    fn id_number(&mut self, on: Date) -> Option<IdNumber> {
        match IdNumber::read(self.cells.record.get("id_number")?, on) {
            Ok(number) => Some(number),
            Err(why) => {
                self.cells.fault("id_number", why);
                None
            }
        }
    }

    fn born(&mut self, number: Option<&IdNumber>, on: Date) -> Option<Born> {
        let told = match self.cells.record.get("birth_year").map(|text| ("birth_year", text)) {
            None => self.cells.record.get("age").map(|text| ("age", text)),
            some => some,
        };
        let (column, text) = told.filter(|(_, text)| !VAGUE.contains(text))?;
        let Some(born) = read_born(text, on) else {
            self.cells.fault(column, format!("“{}” is neither a year of birth nor an age", shown(text)));
            return None;
        };
        if let (Born::In(year), Some(other)) = (born, number.and_then(IdNumber::birth_year))
            && year != other
        {
            self.cells.fault(column, "is not the year that the citizen number tells");
        }
        Some(born)
    }

    fn schooling(&mut self) -> Option<Schooling> {
        let level = self.cells.record.get("education.level").and_then(|text| match read_level(text) {
            Reading::Is(level) => Some(level),
            Reading::Vague => None,
            Reading::Unknown => {
                self.cells.fault("education.level", format!("“{}” is not a known education", shown(text)));
                None
            }
        });
        let full_time = self.yes_no("education.full_time", FULL_TIME);
        let schooling = Schooling {
            level,
            major: self.cells.text("education.major", 100).filter(|major| !NONE.contains(&major.as_str())),
            full_time,
            graduated_on: self.graduated(),
        };
        (schooling != Schooling::default()).then_some(schooling)
    }

    /// A certificate names a day. A month alone is not a day, so the day stays unknown and will be asked for.
    fn graduated(&mut self) -> Option<Date> {
        let text = self.cells.record.get("education.graduated_on")?;
        let digits: String = half_width(text).chars().filter(char::is_ascii_digit).collect();
        let day = read_day(&half_width(text)).filter(|day| (1940..=2100).contains(&day.year()));
        let month_only = digits.len() <= 6
            && digits.get(..4).and_then(|year| year.parse().ok()).is_some_and(|year| (1940..=2100).contains(&year));
        if day.is_none() && !month_only && !NONE.contains(&text) && !VAGUE.contains(&text) {
            self.cells.fault("education.graduated_on", format!("“{}” is not a day such as 2025-06-30", shown(text)));
        }
        day
    }

    /// Entries of a list: JSON things with parts, or words. `None` where the cell says nothing; an empty list where it says "none".
    fn entries<T: serde::de::DeserializeOwned>(&mut self, column: &'static str) -> Option<Entries<T>> {
        let text = self.cells.record.get(column)?;
        if NONE.contains(&text) {
            return Some(Entries::Things(vec![]));
        }
        if VAGUE.contains(&text) {
            return None;
        }
        if !text.starts_with('[') {
            let words = split_list(text);
            if words.len() > MOST_ENTRIES {
                self.cells.fault(column, format!("has more than {MOST_ENTRIES} entries"));
            }
            return Some(Entries::Words(words));
        }
        match serde_json::from_str::<Vec<T>>(text) {
            Ok(things) if things.len() <= MOST_ENTRIES => Some(Entries::Things(things)),
            Ok(_) => {
                self.cells.fault(column, format!("has more than {MOST_ENTRIES} entries"));
                None
            }
            Err(fault) => {
                self.cells.fault(column, format!("cannot be read: {fault}"));
                None
            }
        }
    }

    /// Licences, and the skill levels that their certificates name.
    fn licences(&mut self) -> (Option<Vec<Licence>>, Vec<Skill>) {
        let mut certified = Vec::new();
        let licences = match self.entries::<Licence>("licences") {
            None => return (None, certified),
            Some(Entries::Things(things)) => things,
            Some(Entries::Words(words)) => {
                let mut licences: Vec<Licence> = Vec::new();
                for word in words {
                    certified.extend(self.certified(&word));
                    match read_licence(&word) {
                        Some(licence) if licences.iter().any(|known| known.kind == licence.kind) => {}
                        Some(licence) => licences.push(licence),
                        None => self.words_unknown = true,
                    }
                }
                licences
            }
        };
        (Some(licences), certified)
    }

    /// 养老护理员三级证书 is a certificate and a level in a trade.
    fn certified(&self, word: &str) -> Option<Skill> {
        let skill = self.skill(word.trim_end_matches("证书").trim_end_matches('证'))?;
        skill.level.is_some().then_some(skill)
    }

    fn skills(&mut self, certified: Vec<Skill>) -> Option<Vec<Skill>> {
        let told = match self.entries::<Skill>("skills") {
            None => (!certified.is_empty()).then(Vec::new),
            Some(Entries::Things(things)) => {
                self.check_trades("skills", things.iter().map(|skill| skill.occupation.as_str()));
                Some(things)
            }
            Some(Entries::Words(words)) => {
                let read: Vec<Option<Skill>> = words.iter().map(|word| self.skill(word)).collect();
                self.words_unknown |= read.iter().any(Option::is_none);
                Some(read.into_iter().flatten().collect())
            }
        };
        let mut skills = told?;
        for skill in certified {
            if !skills.iter().any(|known| known.occupation == skill.occupation && known.level.is_some()) {
                skills.retain(|known| known.occupation != skill.occupation);
                skills.push(skill);
            }
        }
        Some(skills)
    }

    fn skill(&self, word: &str) -> Option<Skill> {
        let level = SKILL_WORDS.iter().filter(|(name, _)| word.contains(name)).max_by_key(|(name, _)| name.len());
        let trade = level.map_or_else(|| word.to_owned(), |(name, _)| word.replacen(name, "", 1));
        let level = match level {
            Some((_, level)) => SkillLevel::new(*level),
            None => {
                read_number(trade.trim_matches(|c: char| !c.is_ascii_digit())).and_then(|level| SkillLevel::new(level as i64))
            }
        };
        let trade = trade.trim_matches(|c: char| c.is_ascii_digit() || is_mark(c) || c == '级');
        Some(Skill { occupation: trade_of(trade, self.known.occupations)?, level })
    }

    fn work(&mut self) -> Option<Vec<Work>> {
        let single = self.single_work();
        let mut work = match self.entries::<Work>("work") {
            None => return single.map(|work| vec![work]),
            Some(Entries::Things(things)) => {
                self.check_trades("work", things.iter().filter_map(|work| work.occupation.as_deref()));
                if things.iter().any(|work| work.years.is_some_and(|years| !(0.0..=100.0).contains(&years))) {
                    self.cells.fault("work", "years are 0 to 100");
                }
                things
            }
            Some(Entries::Words(words)) => {
                let read: Vec<Option<Work>> = words.iter().map(|word| read_work(word, self.known.occupations)).collect();
                self.words_unknown |= read.iter().any(Option::is_none);
                read.into_iter().flatten().collect()
            }
        };
        work.extend(single);
        Some(work)
    }

    /// Work told in columns of its own.
    fn single_work(&mut self) -> Option<Work> {
        let sector = self.cells.record.get("work.sector").filter(|text| !VAGUE.contains(text) && !NONE.contains(text));
        let occupation = self.cells.record.get("work.occupation").filter(|text| !VAGUE.contains(text) && !NONE.contains(text));
        let years = self.cells.record.get("work.years").filter(|text| !NONE.contains(text));
        let told = Work {
            sector: sector.and_then(|text| text.parse().ok().or_else(|| sector_in(text))),
            occupation: occupation.and_then(|text| trade_of(text, self.known.occupations)),
            years: years.and_then(|text| {
                let read = read_number(text).filter(|years| (0.0..=100.0).contains(years)).or_else(|| read_years(text));
                if read.is_none() {
                    self.cells.fault("work.years", format!("“{}” is not a number of years", shown(text)));
                }
                read
            }),
        };
        self.words_unknown |= (sector.is_some() && told.sector.is_none()) || (occupation.is_some() && told.occupation.is_none());
        (told.sector.is_some() || told.occupation.is_some()).then_some(told)
    }

    fn check_trades<'t>(&mut self, column: &'static str, slugs: impl Iterator<Item = &'t str>) {
        for slug in slugs {
            if self.known.occupations.find(slug).is_err() {
                self.cells.fault(column, format!("“{}” is not a known occupation", shown(slug)));
            }
        }
    }

    fn household(&mut self) -> Option<Vec<HouseholdFlag>> {
        let text = self.cells.record.get("household")?;
        if NONE.contains(&text) {
            return Some(vec![]);
        }
        let mut flags = Vec::new();
        for word in split_list(text) {
            let named = || HOUSEHOLDS.iter().find(|(sign, _)| word.contains(sign)).map(|(_, flag)| *flag);
            match HouseholdFlag::from_str(&word).ok().or_else(named) {
                Some(flag) => flags.push(flag),
                None => self.cells.fault("household", "holds a word that names no household flag"),
            }
        }
        Some(flags)
    }

    fn wants(&mut self, defaults: &Defaults) -> Option<Wants> {
        let wants = Wants {
            occupations: self.wanted_trades(),
            kinds: self.cells.codes("wants.kinds", KINDS),
            regions: self.wanted_regions(defaults),
            pay_min: self.wanted_pay(),
            radius_km: self.radius(),
            live_in: self.yes_no("wants.live_in", &[("住家", true), ("可住家", true), ("不住家", false)]),
            nights: self.yes_no("wants.nights", &[("能上", true), ("不能上", false), ("不上夜班", false), ("不上", false)]),
        };
        (wants != Wants::default()).then_some(wants)
    }

    fn wanted_trades(&mut self) -> Vec<String> {
        let mut trades: Vec<String> = Vec::new();
        for word in split_list(self.cells.record.get("wants.occupations").unwrap_or_default()) {
            if NONE.contains(&word.as_str()) || ANYTHING.contains(&word.as_str()) {
                continue;
            }
            match trade_of(&word, self.known.occupations) {
                Some(slug) if trades.contains(&slug) => {}
                Some(slug) => trades.push(slug),
                None => self.words_unknown = true,
            }
        }
        trades
    }

    fn wanted_regions(&mut self, defaults: &Defaults) -> Vec<String> {
        let mut regions: Vec<String> = Vec::new();
        for word in split_list(self.cells.record.get("wants.regions").unwrap_or_default()) {
            if NONE.contains(&word.as_str()) || ANYTHING.contains(&word.as_str()) {
                continue;
            }
            match region_of(self.known.regions, Some(&word), None, defaults.region.as_deref()) {
                Some(code) if regions.contains(&code) => {}
                Some(code) => regions.push(code),
                None => self.cells.fault("wants.regions", format!("“{}” is no place that is known", shown(&word))),
            }
        }
        regions
    }

    fn wanted_pay(&mut self) -> Option<i64> {
        let text = self.cells.record.get("wants.pay_min")?;
        if NONE.contains(&text) || ANYTHING.contains(&text) {
            return None;
        }
        let yuan = read_wage(text);
        if yuan.is_none() {
            self.cells.fault("wants.pay_min", format!("“{}” is not an amount in yuan a month", shown(text)));
        }
        yuan.filter(|yuan| *yuan > 0)
    }

    fn radius(&mut self) -> Option<f64> {
        let text = self.cells.record.get("wants.radius_km")?;
        let plain = half_width(text).to_lowercase();
        let plain =
            plain.trim().trim_end_matches("公里").trim_end_matches("千米").trim_end_matches("km").trim_end_matches("以内");
        let km = plain.trim().parse::<f64>().ok().filter(|km| *km > 0.0 && *km <= 20_000.0);
        if km.is_none() && !ANYTHING.contains(&text) {
            self.cells.fault("wants.radius_km", format!("“{}” is not a distance in kilometres", shown(text)));
        }
        km
    }

    /// That the masked profile may be shown: only with the day on which the person agreed to it.
    fn consent(&mut self, on: Date) -> Option<Agreed> {
        let to = match self.cells.record.get("visible_to") {
            Some(text) => {
                let found = read_code(text, VISIBILITIES);
                if found.is_none() {
                    self.cells.fault("visible_to", format!("“{}” is not nobody, matched or verified", shown(text)));
                }
                found?
            }
            None => Visibility::Nobody,
        };
        let day = self.cells.day("consent_on");
        let channel = match self.cells.record.get("consent_channel") {
            Some(text) => {
                let found = read_code(text, CHANNELS);
                if found.is_none() {
                    self.cells.fault("consent_channel", format!("“{}” is not a known way of agreeing", shown(text)));
                }
                found?
            }
            None => Channel::List,
        };
        let wording = self.cells.text("consent_wording", 1000);
        match (to, day) {
            (Visibility::Nobody, _) => None,
            (_, None) => {
                self.cells.fault("consent_on", "is missing: who may see a profile is the person's to say, with a day");
                None
            }
            (_, Some(day)) if day > on => {
                self.cells.fault("consent_on", format!("{day} lies ahead"));
                None
            }
            (to, Some(on)) => Some(Agreed { to, on, channel, wording: wording.unwrap_or_else(|| NO_WORDING.to_owned()) }),
        }
    }
}

enum Entries<T> {
    Things(Vec<T>),
    Words(Vec<String>),
}

/// More certificates, skills or posts than this nobody has.
const MOST_ENTRIES: usize = 60;

const ANYTHING: &[&str] = &["不限", "都行", "都可以", "均可", "随便", "面议", "服从安排", "不限制"];

const FULL_TIME: &[(&str, bool)] = &[
    ("全日制", true),
    ("统招", true),
    ("非全日制", false),
    ("函授", false),
    ("自考", false),
    ("成人", false),
    ("成人教育", false),
    ("业余", false),
    ("电大", false),
    ("网络教育", false),
];

/// Yes or no as people write it.
pub fn read_yes_no(text: &str, words: &[(&str, bool)]) -> Reading<bool> {
    let word = half_width(text).trim().to_lowercase();
    if let Some((_, answer)) = words.iter().find(|(known, _)| *known == word) {
        return Reading::Is(*answer);
    }
    match word.as_str() {
        "是" | "有" | "对" | "可以" | "能" | "愿意" | "可" | "√" | "✓" | "y" | "yes" | "true" | "1" | "1.0" => {
            Reading::Is(true)
        }
        "否" | "无" | "没有" | "不" | "不是" | "不能" | "不可以" | "不愿意" | "未" | "×" | "x" | "n" | "no" | "false" | "0"
        | "0.0" => Reading::Is(false),
        word if VAGUE.contains(&word) || ["", "-", "/", "—", "null", "都行", "均可", "面议", "看情况"].contains(&word) => {
            Reading::Vague
        }
        _ => Reading::Unknown,
    }
}

/// The schooling of a person: the words of posts, except those that only make sense of a post.
pub fn read_level(text: &str) -> Reading<Education> {
    let word: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    match word.as_str() {
        "无" | "文盲" | "没上过学" | "未上学" => return Reading::Is(Education::None),
        // Less than junior high is one of three; nobody says which.
        "初中及以下" | "初中以下" | "小学以下" | "不限" | "不详" | "/" | "-" => return Reading::Vague,
        _ => {}
    }
    if word.contains("在读") || word.contains("肄业") || word.contains("未毕业") || word.contains("以下") {
        return Reading::Vague;
    }
    read_education(&word)
}

/// A telephone number in digits; a number of a place keeps its area code. None where it is none.
pub fn read_phone(text: &str) -> Option<String> {
    // A sheet turns a number into 1.38E10 or 13800000000.0.
    let text = half_width(text);
    let text = text.trim().trim_start_matches('\'').trim_end_matches(".0");
    let plain: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')' | '—' | '.')).collect();
    let plain = plain.strip_prefix("+86").or_else(|| plain.strip_prefix("0086")).unwrap_or(&plain);
    let plain = if plain.len() == 13 { plain.strip_prefix("86").unwrap_or(plain) } else { plain };
    let digits = plain.bytes().all(|byte| byte.is_ascii_digit());
    let mobile = plain.len() == 11 && matches!(plain.as_bytes().get(..2), Some([b'1', b'3'..=b'9']));
    let fixed = plain.starts_with('0') && (10..=12).contains(&plain.len());
    let local = (7..=8).contains(&plain.len()) && !plain.starts_with('0');
    (digits && (mobile || fixed || local)).then(|| plain.to_owned())
}

/// 1974, 1974年5月, 1974-05-02, 52岁, 52.
fn read_born(text: &str, on: Date) -> Option<Born> {
    let plain = half_width(text);
    let plain = plain.trim().trim_end_matches(".0");
    let digits: String = plain.chars().take_while(char::is_ascii_digit).collect();
    let rest = plain.get(digits.len()..)?;
    let number: i16 = digits.get(..digits.len().min(4))?.parse().ok()?;
    match digits.len() {
        // A stretch of digits is a day or a month: 19740502, 197405.
        4 | 6 | 8 if (1900..=on.year()).contains(&number) => Some(Born::In(number)),
        2 | 3 if matches!(rest.trim(), "" | "岁" | "周岁") && (10..=110).contains(&number) => Some(Born::Aged(number)),
        _ => None,
    }
}

/// A licence with the day that stands behind it: 护士执业证(2028-05-01), 健康证 有效期至2027年3月8日.
fn read_licence(word: &str) -> Option<Licence> {
    let word = half_width(word);
    let start = word.char_indices().position(|(at, c)| c.is_ascii_digit() && word.get(at..).is_some_and(begins_with_year));
    let at = start.and_then(|place| word.char_indices().nth(place)).map(|(at, _)| at);
    let (name, day) = at.map_or((word.as_str(), None), |at| (&word[..at], read_day(&word[at..])));
    let kind = name.trim_matches(is_mark).parse().ok().or_else(|| {
        let names = LICENCES.iter().filter(|(known, _)| name.contains(known.trim_end_matches("证书").trim_end_matches('证')));
        names.max_by_key(|(known, _)| known.len()).map(|(_, kind)| *kind)
    })?;
    Some(Licence { kind, valid_until: day, last_practised: None })
}

fn begins_with_year(text: &str) -> bool {
    let year: String = text.chars().take_while(char::is_ascii_digit).collect();
    year.get(..4).and_then(|year| year.parse::<i16>().ok()).is_some_and(|year| (1950..=2100).contains(&year))
}

/// 物业保安5年, 家政服务三年, 务农.
fn read_work(word: &str, catalogue: &Catalogue) -> Option<Work> {
    let word = half_width(word);
    let years = read_years(&word);
    let named: String = word.chars().filter(|c| !c.is_ascii_digit() && !is_mark(*c)).collect();
    let named = ["年以上", "多年", "个月", "年半", "半年", "年"].iter().fold(named, |named, tail| named.replace(tail, ""));
    let named = named.trim_end_matches(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '两', '做', '干']);
    let sector = sector_in(named);
    let occupation = trade_of(named, catalogue);
    (sector.is_some() || occupation.is_some()).then_some(Work { sector, occupation, years })
}

fn sector_in(text: &str) -> Option<WorkSector> {
    SECTORS.iter().find(|(sign, _)| text.contains(sign)).map(|(_, sector)| *sector)
}

/// 5年, 1.5年, 十年, 半年, 6个月, 三年半, 2-3年 (the lower is sure).
fn read_years(text: &str) -> Option<f64> {
    if let Some((before, _)) = text.split_once("个月") {
        return trailing_number(before).map(|months| (months / 12.0 * 100.0).round() / 100.0);
    }
    let (before, after) = text.split_once('年')?;
    let half = if after.starts_with('半') { 0.5 } else { 0.0 };
    if before.ends_with('半') {
        return Some(0.5);
    }
    let years = trailing_number(before)? + half;
    (0.0..=100.0).contains(&years).then_some(years)
}

/// The number a text ends in; of a span the lower one.
fn trailing_number(text: &str) -> Option<f64> {
    let text = text.trim_end();
    let digits = |c: char| c.is_ascii_digit() || c == '.';
    let start = text.trim_end_matches(digits).len();
    if start < text.len() {
        let upper = text.get(start..)?.parse().ok()?;
        let before = text.get(..start)?;
        let span = before.strip_suffix(['-', '~', '到', '至', '—']).map(str::trim_end);
        let lower =
            span.and_then(|before| before.get(before.trim_end_matches(digits).len()..)).and_then(|lower| lower.parse().ok());
        return lower.or(Some(upper));
    }
    let numerals = "零一二三四五六七八九十";
    let value = |c: char| if c == '两' { Some(2) } else { numerals.chars().position(|known| known == c) };
    let mut last: Vec<char> = text.chars().rev().take_while(|c| value(*c).is_some()).collect();
    last.reverse();
    // 十五, 二十, 二十五 and the single ones.
    let of = |c: &char| value(*c).unwrap_or(0) as f64;
    match last.as_slice() {
        [one] => Some(of(one)),
        ['十', one] => Some(10.0 + of(one)),
        [ten, '十'] => Some(of(ten) * 10.0),
        [ten, '十', one] => Some(of(ten) * 10.0 + of(one)),
        _ => None,
    }
}

/// The least of a wage as people wish it: 3000, 3000-4000, 3-4千, 3500以上, 0.4万.
fn read_wage(text: &str) -> Option<i64> {
    let plain = half_width(text).to_lowercase();
    let plain = plain
        .trim()
        .trim_end_matches("以上")
        .trim_end_matches("左右")
        .trim_end_matches('起')
        .trim_end_matches("/月")
        .trim_end_matches('元');
    let parts: Vec<&str> = plain.split(['-', '~', '至', '到', '—']).collect();
    let (first, last) = (parts.first()?.trim(), parts.last()?.trim());
    let unit = last.chars().next_back().filter(|c| matches!(c, '千' | 'k' | '万' | 'w'));
    let lower = match unit {
        Some(unit) if parts.len() > 1 && first.chars().all(|c| c.is_ascii_digit() || c == '.') && read_money(first)? < 100.0 => {
            format!("{first}{unit}")
        }
        _ => first.to_owned(),
    };
    read_money(&lower).map(|yuan| yuan.round() as i64)
}

/// The trade a word surely names.
fn trade_of(word: &str, catalogue: &Catalogue) -> Option<String> {
    let word = word.trim_matches(is_mark).trim_start_matches("会").trim();
    if word.is_empty() {
        return None;
    }
    let same = |names: &[String]| names.iter().any(|name| name.eq_ignore_ascii_case(word));
    let named = || {
        let all = catalogue.all().iter();
        all.clone()
            .find(|each| each.zh == word || same(&each.names))
            .or_else(|| all.clone().find(|each| same(&each.lay) || same(&each.english)))
    };
    let found = catalogue.find(word).ok().or_else(named).or_else(|| catalogue.recognise(word, None, ""));
    found.map(|found| found.slug.clone())
}

fn is_mark(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')' | '（' | '）' | '/' | ':' | '：' | '·' | '-' | '.' | '[' | ']' | '【' | '】')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::LicenceKind;
    use crate::regions::Regions;
    use jiff::civil::date;

    fn read(cells: &[(&'static str, &str)]) -> Result<Read, Vec<FieldFault>> {
        let fields = [("source_id", "1"), ("name", "王桂芝")].iter().chain(cells).map(|(name, text)| (*name, (*text).to_owned()));
        let known = Known { regions: Regions::builtin(), occupations: Catalogue::builtin() };
        let defaults = Defaults { source: None, region: Some("210300".to_owned()) };
        candidate(&Record { line: 2, fields: fields.collect() }, known, &defaults, date(2026, 11, 23))
    }

    fn person(cells: &[(&'static str, &str)]) -> Person {
        read(cells).unwrap_or_else(|faults| panic!("{cells:?}: {faults:?}")).incoming.person
    }

    fn faulty(cells: &[(&'static str, &str)]) -> Vec<String> {
        read(cells).err().unwrap_or_default().into_iter().map(|fault| fault.field).collect()
    }

    #[test]
    fn yes_and_no_are_read_as_people_write_them() {
        for (text, answer) in
            [("是", Some(true)), ("√", Some(true)), ("Ｙ", Some(true)), ("否", Some(false)), ("×", Some(false)), ("不详", None)]
        {
            assert_eq!(person(&[("retired", text)]).retired, answer, "{text}");
        }
        assert_eq!(person(&[("employed", "待业")]).employed, Some(false));
        assert_eq!(person(&[("education.full_time", "函授")]).education.and_then(|it| it.full_time), Some(false));
        assert_eq!(faulty(&[("retired", "五年前")]), ["retired"]);
    }

    #[test]
    fn a_year_of_birth_may_come_as_a_day_or_as_an_age() {
        for (text, born) in [
            ("1974", Born::In(1974)),
            ("1974年5月", Born::In(1974)),
            ("1974-05-02", Born::In(1974)),
            ("197405", Born::In(1974)),
            ("52", Born::Aged(52)),
            ("５２岁", Born::Aged(52)),
            ("52.0", Born::Aged(52)),
        ] {
            assert_eq!(read(&[("birth_year", text)]).expect(text).incoming.born, Some(born), "{text}");
        }
        assert_eq!(read(&[("age", "38周岁")]).expect("an age").incoming.born, Some(Born::Aged(38)));
        for text in ["74年", "3", "2050", "老"] {
            assert_eq!(faulty(&[("birth_year", text)]), ["birth_year"], "{text}");
        }
        assert_eq!(faulty(&[("birth_year", "1950"), ("id_number", "11010519491231002X")]), ["birth_year"]);
    }

    #[test]
    fn the_schooling_of_a_person_is_not_that_of_a_post() {
        let level = |text| person(&[("education.level", text)]).education.and_then(|it| it.level);
        assert_eq!(level("小学毕业"), Some(Education::Primary));
        assert_eq!(level("文盲"), Some(Education::None));
        assert_eq!(level("大专"), Some(Education::JuniorCollege));
        for vague in ["初中及以下", "不限", "本科在读"] {
            assert_eq!(level(vague), None, "{vague}");
        }
        assert_eq!(faulty(&[("education.level", "蓝翔")]), ["education.level"]);
        let graduated = |text| person(&[("education.graduated_on", text)]).education.and_then(|it| it.graduated_on);
        assert_eq!(graduated("2025年6月30日"), Some(date(2025, 6, 30)));
        assert_eq!(graduated("2025年6月"), None, "a month is no day");
        assert_eq!(faulty(&[("education.graduated_on", "去年")]), ["education.graduated_on"]);
    }

    #[test]
    fn certificates_come_with_their_days_and_levels() {
        let told = person(&[("licences", "护士执业证(2028-05-01)、健康证 有效期至2027年3月8日；养老护理员三级证书，驾照")]);
        let licences = told.licences.expect("licences");
        assert_eq!(
            licences.iter().map(|it| (it.kind, it.valid_until)).collect::<Vec<_>>(),
            [
                (LicenceKind::Nurse, Some(date(2028, 5, 1))),
                (LicenceKind::HealthCertificate, Some(date(2027, 3, 8))),
                (LicenceKind::ElderCarer, None),
                (LicenceKind::Driver, None),
            ]
        );
        assert_eq!(told.skills, Some(vec![Skill { occupation: "elder_carer".to_owned(), level: SkillLevel::new(4) }]));
        assert_eq!(person(&[("licences", "无")]).licences, Some(vec![]));
        assert_eq!(person(&[]).licences, None);
        let odd = read(&[("licences", "普通话证书、护士证")]).expect("read");
        assert!(odd.words_unknown && odd.incoming.person.licences.is_some_and(|held| held.len() == 1));
    }

    #[test]
    fn skills_come_with_their_levels() {
        let skill = |text| person(&[("skills", text)]).skills.unwrap_or_default().pop();
        for (text, level) in [
            ("养老护理员三级", 4),
            ("养老护理员（三级/高级工）", 4),
            ("三级养老护理员", 4),
            ("养老护理员 高级技师", 6),
            ("养老护理员5", 5),
        ] {
            assert_eq!(
                skill(text),
                Some(Skill { occupation: "elder_carer".to_owned(), level: SkillLevel::new(level) }),
                "{text}"
            );
        }
        assert_eq!(skill("会做饭").map(|skill| skill.occupation).as_deref(), Some("cook"));
    }

    #[test]
    fn earlier_work_names_a_sector_a_trade_and_years() {
        let work = |text| person(&[("work", text)]).work.unwrap_or_default();
        let one = |sector, occupation: Option<&str>, years| Work { sector, occupation: occupation.map(str::to_owned), years };
        assert_eq!(work("物业保安5年"), [one(Some(WorkSector::Property), Some("security_guard"), Some(5.0))]);
        assert_eq!(work("务农十五年"), [one(Some(WorkSector::Farming), None, Some(15.0))]);
        assert_eq!(
            work("月嫂2-3年，保洁半年"),
            [one(None, Some("maternity_carer"), Some(2.0)), one(None, Some("cleaner"), Some(0.5))]
        );
        let told = person(&[("work.sector", "家政"), ("work.occupation", "保洁"), ("work.years", "3年半")]);
        assert_eq!(told.work, Some(vec![one(Some(WorkSector::Housekeeping), Some("cleaner"), Some(3.5))]));
    }

    #[test]
    fn wishes_are_read_in_words() {
        let told = person(&[
            ("wants.occupations", "护工、养老护理员、什么都干"),
            ("wants.regions", "铁东区、海城"),
            ("wants.pay_min", "3-4千"),
            ("wants.radius_km", "10公里"),
            ("wants.nights", "不上夜班"),
            ("wants.kinds", "全职、公益岗"),
        ]);
        let wants = told.wants.expect("wishes");
        assert_eq!(wants.regions, ["210302", "210381"]);
        assert_eq!((wants.pay_min, wants.radius_km, wants.nights, wants.kinds.len()), (Some(3000), Some(10.0), Some(false), 2));
        assert!(wants.occupations.contains(&"elder_carer".to_owned()));
        for (text, yuan) in [("3500以上", 3500), ("0.4万", 4000), ("3000-4000", 3000), ("4k", 4000)] {
            assert_eq!(read_wage(text), Some(yuan), "{text}");
        }
        assert_eq!(faulty(&[("wants.regions", "火星基地")]), ["wants.regions"]);
    }

    #[test]
    fn nobody_is_shown_by_a_list_without_the_day_they_agreed() {
        assert_eq!(read(&[]).expect("read").incoming.consent, None);
        assert_eq!(faulty(&[("visible_to", "verified")]), ["consent_on"]);
        assert_eq!(faulty(&[("visible_to", "verified"), ("consent_on", "2027-01-01")]), ["consent_on"]);
        let agreed = read(&[("visible_to", "匹配的单位"), ("consent_on", "2026年11月1日"), ("consent_channel", "签字")]);
        let agreed = agreed.expect("read").incoming.consent.expect("a consent");
        assert_eq!((agreed.to, agreed.channel, agreed.on), (Visibility::Matched, Channel::Paper, date(2026, 11, 1)));
    }

    #[test]
    fn faults_in_what_is_nobodys_business_do_not_repeat_it() {
        let planted = [("phone", "1380000"), ("id_number", "110105194912310021"), ("household", "欠债三十万")];
        let faults = read(&[planted[0], planted[1], planted[2], ("phone", "12")]).expect_err("faults");
        for (_, text) in planted {
            assert!(faults.iter().all(|fault| !fault.reason.contains(text)), "{faults:?}");
        }
        assert_eq!(person(&[("household", "农村低保、监测对象")]).household.map(|flags| flags.len()), Some(2));
        assert_eq!(person(&[("household", "无")]).household, Some(vec![]));
    }

    #[test]
    fn telephone_numbers_shed_their_dress() {
        for (text, number) in [
            ("138 0000 0000", "13800000000"),
            ("+86-13800000000", "13800000000"),
            ("13800000000.0", "13800000000"),
            ("0412-5550123", "04125550123"),
        ] {
            assert_eq!(read_phone(text).as_deref(), Some(number), "{text}");
        }
        for text in ["1380000000", "23800000000", "没有", "1.38E10", "12345"] {
            assert_eq!(read_phone(text), None, "{text}");
        }
    }

    proptest::proptest! {
        /// Whatever stands in the cells, a row becomes a person or a list of faults.
        #[test]
        fn no_cell_breaks_the_reading(cells in proptest::collection::vec((0usize..40, "\\PC{0,24}|[0-9年月个.\\-~至千万kw三十半（）(]{0,9}"), 0..9)) {
            let columns = crate::import::columns::Table::Candidates.names();
            let cells: Vec<(&'static str, &str)> =
                cells.iter().filter_map(|(at, text)| Some((*columns.get(*at)?, text.as_str()))).collect();
            let _ = read(&cells);
        }
    }
}
