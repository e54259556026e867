//! A record as people write it becomes an opening or an institution with checked values.
//!
//! What cannot be meant is refused with the column and the reason. What is only vague stays unknown: an education that
//! says "other", a place nobody can find, a pay figure without its period. Nothing is filled in.

pub mod people;

use super::read::Record;
use crate::codes::{Education, Employment, InstitutionKind, LegalForm, LicenceKind, OpeningKind, PayPeriod, Shift, SkillLevel};
use crate::error::FieldFault;
use crate::occupations::Catalogue;
use crate::openings::{Fen, Pay, Requirements};
use crate::regions::Regions;
use crate::time::read_day;
use crate::{institutions, openings};
use std::str::FromStr;

/// What normalising needs to know of the world.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    pub regions: &'a Regions,
    pub occupations: &'a Catalogue,
}

/// Settings of one import.
#[derive(Debug, Clone, Default)]
pub struct Defaults {
    /// The source of rows that name none.
    pub source: Option<String>,
    /// The region in which places are looked for first.
    pub region: Option<String>,
}

const LONGEST_TITLE: usize = 200;
const LONGEST_SOURCE: usize = 100;
const LONGEST_TEXT: usize = 20_000;
const LONGEST_LIST: usize = 1_000;

/// An opening, or every fault of its row.
pub fn opening(record: &Record, known: Known<'_>, defaults: &Defaults) -> Result<openings::Incoming, Vec<FieldFault>> {
    let mut row = Cells { record, faults: Vec::new() };
    let source = row.source(defaults);
    let source_id = row.needed("source_id", 200);
    let title = title_of(&row.needed("title", LONGEST_TITLE));
    let institution = row.needed("institution", 200);
    let description = row.prose("description", LONGEST_TEXT);
    let address = row.text("address", 300);
    let place = row.text("place", 200);
    let region = region_of(known.regions, place.as_deref(), address.as_deref(), defaults.region.as_deref());
    let occupation = match record.get("occupation") {
        Some(given) => row.occupation(given, known.occupations),
        None => known.occupations.recognise(&title, Some(&description), &institution).map(|found| found.slug.clone()),
    };
    let incoming = openings::Incoming {
        credit_code: row.credit_code(),
        kind: row.code("kind", KINDS)?.unwrap_or(OpeningKind::Vacancy),
        at: row.position(),
        headcount: row.whole("headcount", 1, 100_000),
        pay: row.pay(&title),
        requirements: row.requirements()?,
        employment: row.code("employment", EMPLOYMENTS)?,
        benefits: row.list("benefits"),
        skills: row.list("skills"),
        shifts: row.codes("shifts", SHIFTS),
        published: row.day("published").filter(|day| day.year() > 1970),
        valid_until: row.day("valid_until").filter(|day| day.year() > 1970),
        url: row.url(),
        source,
        source_id,
        institution,
        title,
        occupation,
        region,
        place,
        address,
        description,
    };
    row.done(incoming)
}

/// What an opening says besides its words.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Besides {
    pub kind: Option<OpeningKind>,
    pub employment: Option<Employment>,
    pub region: Option<String>,
    pub pay: Pay,
}

/// What an opening that is still being written says besides its words: every column may be missing, and those that are
/// there are read as an import would read them.
pub fn besides(record: &Record, regions: &Regions) -> Result<Besides, Vec<FieldFault>> {
    let mut row = Cells { record, faults: Vec::new() };
    let title = row.text("title", LONGEST_TITLE).unwrap_or_default();
    row.prose("description", LONGEST_TEXT);
    let (address, place) = (row.text("address", 300), row.text("place", 200));
    let besides = Besides {
        kind: row.code("kind", KINDS)?,
        employment: row.code("employment", EMPLOYMENTS)?,
        region: region_of(regions, place.as_deref(), address.as_deref(), None),
        pay: row.pay(&title),
    };
    row.position();
    row.whole("headcount", 1, 100_000);
    row.requirements()?;
    row.codes("shifts", SHIFTS);
    for column in ["benefits", "skills"] {
        row.list(column);
    }
    for column in ["published", "valid_until"] {
        row.day(column);
    }
    row.done(besides)
}

/// An institution, or every fault of its row.
pub fn institution(record: &Record, known: Known<'_>, defaults: &Defaults) -> Result<institutions::Incoming, Vec<FieldFault>> {
    let mut row = Cells { record, faults: Vec::new() };
    row.source(defaults);
    let name = row.needed("name", 200);
    let place = row.text("place", 200);
    if place.is_none() {
        row.fault("place", "is missing");
    }
    let address = row.text("address", 300);
    let region = region_of(known.regions, place.as_deref(), address.as_deref(), defaults.region.as_deref());
    let incoming = institutions::Incoming {
        name,
        credit_code: row.credit_code(),
        kind: row.code("kind", INSTITUTION_KINDS)?,
        legal_form: row.code("legal_form", LEGAL_FORMS)?,
        grade: row.grade(),
        beds: row.whole("beds", 0, 1_000_000),
        region,
        place,
        address,
        at: row.position(),
        phone: row.text("phone", 60),
        contact: row.text("contact", 60),
    };
    row.done(incoming)
}

/// Where a row comes from: what it says itself, else what the import was told, else "file".
pub fn source_of(record: &Record, defaults: &Defaults) -> String {
    let own = record.get("source").map(tidy).filter(|own| !own.is_empty());
    own.or_else(|| defaults.source.clone()).unwrap_or_else(|| "file".to_owned())
}

fn region_of(regions: &Regions, place: Option<&str>, address: Option<&str>, home: Option<&str>) -> Option<String> {
    let home = home.and_then(|code| code.parse().ok());
    regions.resolve(place.unwrap_or_default(), address, home).map(|code| code.to_string())
}

/// The cells of one row and the faults found so far.
struct Cells<'a> {
    record: &'a Record,
    faults: Vec<FieldFault>,
}

impl Cells<'_> {
    fn fault(&mut self, column: &str, reason: impl Into<String>) {
        self.faults.push(FieldFault::new(column, reason));
    }

    fn done<T>(self, value: T) -> Result<T, Vec<FieldFault>> {
        if self.faults.is_empty() { Ok(value) } else { Err(self.faults) }
    }

    fn text(&mut self, column: &'static str, longest: usize) -> Option<String> {
        let text = tidy(self.record.get(column)?);
        if text.chars().count() > longest {
            self.fault(column, format!("is longer than {longest} characters"));
        }
        (!text.is_empty()).then_some(text)
    }

    /// A text of several lines, which keep apart what the writer kept apart.
    fn prose(&mut self, column: &'static str, longest: usize) -> String {
        let text = plain_text(self.record.get(column).unwrap_or_default());
        if text.chars().count() > longest {
            self.fault(column, format!("is longer than {longest} characters"));
        }
        text
    }

    fn needed(&mut self, column: &'static str, longest: usize) -> String {
        let text = self.text(column, longest);
        if text.is_none() {
            self.fault(column, "is missing");
        }
        text.unwrap_or_default()
    }

    fn source(&mut self, defaults: &Defaults) -> String {
        self.text("source", LONGEST_SOURCE);
        source_of(self.record, defaults)
    }

    fn number(&mut self, column: &'static str) -> Option<f64> {
        let text = self.record.get(column)?;
        let number = read_number(text);
        if number.is_none() {
            self.fault(column, format!("“{}” is not a number", shown(text)));
        }
        number
    }

    fn whole(&mut self, column: &'static str, least: i64, most: i64) -> Option<i64> {
        let number = self.number(column)?;
        if number.fract() != 0.0 || number < least as f64 || number > most as f64 {
            self.fault(column, format!("{number} is not a whole number from {least} to {most}"));
            return None;
        }
        Some(number as i64)
    }

    fn day(&mut self, column: &'static str) -> Option<jiff::civil::Date> {
        let text = self.record.get(column)?;
        // 1970 is the first day of a computer's clock: a source that sends it knows no day, and it is read as none.
        let day = read_day(text).filter(|day| day.year() == 1970 || (1990..=2100).contains(&day.year()));
        if day.is_none() {
            self.fault(column, format!("“{}” is not a day such as 2026-11-23", shown(text)));
        }
        day
    }

    /// One code, in its own word or in one of the words people write. An unknown word is a fault of the row.
    fn code<T: FromStr + Copy>(&mut self, column: &'static str, words: &[(&str, T)]) -> Result<Option<T>, Vec<FieldFault>> {
        let Some(text) = self.record.get(column) else { return Ok(None) };
        let found = read_code(text, words);
        if found.is_none() {
            self.fault(column, format!("“{}” is not a known value", shown(text)));
        }
        Ok(found)
    }

    fn codes<T: FromStr + Copy + PartialEq>(&mut self, column: &'static str, words: &[(&str, T)]) -> Vec<T> {
        let mut codes = Vec::new();
        for part in split_list(self.record.get(column).unwrap_or_default()) {
            match read_code(&part, words) {
                Some(code) if codes.contains(&code) => {}
                Some(code) => codes.push(code),
                None => self.fault(column, format!("“{}” is not a known value", shown(&part))),
            }
        }
        codes
    }

    fn list(&mut self, column: &'static str) -> Vec<String> {
        let mut items = split_list(self.record.get(column).unwrap_or_default());
        if items.len() > 60 {
            self.fault(column, "has more than 60 entries");
            items.truncate(60);
        }
        if items.iter().map(|item| item.chars().count()).sum::<usize>() > LONGEST_LIST {
            self.fault(column, format!("is longer than {LONGEST_LIST} characters"));
        }
        items
    }

    fn occupation(&mut self, given: &str, catalogue: &Catalogue) -> Option<String> {
        let named = || catalogue.all().iter().find(|each| each.zh == given || each.names.iter().any(|name| name == given));
        let found = catalogue.find(given).ok().or_else(named).map(|found| found.slug.clone());
        if found.is_none() {
            self.fault("occupation", format!("“{}” is not a known occupation", shown(given)));
        }
        found
    }

    fn credit_code(&mut self) -> Option<String> {
        let code: String = self
            .record
            .get("credit_code")?
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .collect::<String>()
            .to_uppercase();
        if !institutions::is_credit_code(&code) {
            self.fault("credit_code", format!("“{}” is not 18 letters and digits", shown(&code)));
            return None;
        }
        Some(code)
    }

    fn position(&mut self) -> Option<(f64, f64)> {
        let (lat, lon) = (self.number("lat"), self.number("lon"));
        match (lat, lon) {
            (None, None) => None,
            // Near 0, 0 is what forms send when they know nothing.
            (Some(lat), Some(lon)) if lat.abs() < 1.0 && lon.abs() < 1.0 => None,
            (Some(lat), Some(lon)) if (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon) => Some((lat, lon)),
            (Some(lat), Some(lon)) => {
                self.fault("lat", format!("{lat}, {lon} is no place on earth"));
                None
            }
            (Some(_), None) if self.record.get("lon").is_none() => {
                self.fault("lon", "is missing beside lat");
                None
            }
            (None, Some(_)) if self.record.get("lat").is_none() => {
                self.fault("lat", "is missing beside lon");
                None
            }
            _ => None,
        }
    }

    fn amount(&mut self, column: &'static str) -> Option<Fen> {
        let text = self.record.get(column)?;
        let amount = read_money(text).and_then(Fen::from_yuan);
        if amount.is_none() {
            self.fault(column, format!("“{}” is not an amount in yuan", shown(text)));
        }
        amount.filter(|fen| fen.0 > 0)
    }

    fn pay(&mut self, title: &str) -> Pay {
        let (mut min, mut max) = (self.amount("pay_min"), self.amount("pay_max"));
        if let (Some(low), Some(high)) = (min, max)
            && low > high
        {
            (min, max) = (Some(high), Some(low));
        }
        let given = match self.record.get("pay_period") {
            Some(text) => {
                let found = read_code(text, PERIODS);
                if found.is_none() {
                    self.fault("pay_period", format!("“{}” is not hour, day, month or year", shown(text)));
                }
                found
            }
            None => None,
        };
        let figure = max.or(min);
        let period = given.or_else(|| figure.and_then(|figure| period_of(figure, title)));
        let months = self.whole("pay_months", 1, 36).filter(|_| figure.is_some());
        Pay { min, max, period: period.filter(|_| figure.is_some()), months }
    }

    fn requirements(&mut self) -> Result<Requirements, Vec<FieldFault>> {
        Ok(Requirements {
            education: self.education(),
            experience_years: self.experience(),
            skill_level: self.skill_level(),
            licences: self.codes("licences", LICENCES),
            majors: self.list("majors"),
        })
    }

    fn education(&mut self) -> Option<Education> {
        let text = self.record.get("education")?;
        match read_education(text) {
            Reading::Is(level) => Some(level),
            Reading::Vague => None,
            Reading::Unknown => {
                self.fault("education", format!("“{}” is not a known education", shown(text)));
                None
            }
        }
    }

    fn experience(&mut self) -> Option<i64> {
        let text = self.record.get("experience_years")?;
        match read_experience(text) {
            Reading::Is(years) => Some(years),
            Reading::Vague => None,
            Reading::Unknown => {
                self.fault("experience_years", format!("“{}” is not a number of years from 0 to 60", shown(text)));
                None
            }
        }
    }

    fn skill_level(&mut self) -> Option<SkillLevel> {
        let text = self.record.get("skill_level")?;
        let level =
            read_code(text, SKILL_WORDS).or_else(|| read_number(text).map(|level| level as i64)).and_then(SkillLevel::new);
        if level.is_none() {
            self.fault("skill_level", format!("“{}” is not a skill level from 1 to 8", shown(text)));
        }
        level
    }

    fn grade(&mut self) -> Option<i64> {
        let text = self.record.get("grade")?;
        let grade = read_code(text, GRADE_WORDS)
            .or_else(|| read_number(text).filter(|number| number.fract() == 0.0).map(|number| number as i64));
        let grade = grade.filter(|grade| (1..=5).contains(grade));
        if grade.is_none() {
            self.fault("grade", format!("“{}” is not a grade from 1 to 5", shown(text)));
        }
        grade
    }

    fn url(&mut self) -> Option<String> {
        let url = self.text("url", 1000)?;
        if !(url.starts_with("https://") || url.starts_with("http://")) || url.contains(char::is_whitespace) {
            self.fault("url", format!("“{}” is not an address beginning with http:// or https://", shown(&url)));
            return None;
        }
        Some(url)
    }
}

/// A cell as an error shows it.
fn shown(text: &str) -> String {
    let mut shown: String = text.chars().take(40).collect();
    if text.chars().nth(40).is_some() {
        shown.push('…');
    }
    shown
}

/// Reading a cell that people fill in freely.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading<T> {
    Is(T),
    /// Something that says nothing definite ("其他").
    Vague,
    Unknown,
}

/// Education as people write it.
pub fn read_education(text: &str) -> Reading<Education> {
    let word: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if let Ok(level) = word.parse() {
        return Reading::Is(level);
    }
    let word = word.trim_end_matches("学历").trim_end_matches("文化").trim_end_matches("程度").trim_end_matches("毕业");
    let word = word.trim_end_matches("及以上").trim_end_matches("以上").trim_end_matches("或以上");
    let word = word.trim_start_matches("统招").trim_start_matches("全日制").trim_start_matches("全日");
    Reading::Is(match word {
        "不限" | "不限制" | "学历不限" | "无" | "无要求" | "不要求" | "无限制" | "初中以下" | "初中及以下" | "小学以下"
        | "文盲" | "不限学历" | "" => Education::None,
        "小学" => Education::Primary,
        "初中" | "初级中学" => Education::JuniorHigh,
        "高中" | "普通高中" | "高级中学" => Education::HighSchool,
        "中专"
        | "中职"
        | "中技"
        | "技校"
        | "职高"
        | "职业高中"
        | "技工学校"
        | "技工"
        | "中等专科"
        | "中等职业"
        | "中技/中专"
        | "中专/中技"
        | "中专/高中"
        | "高中/中专"
        | "职业中专"
        | "中等职业教育"
        | "高中/中专/技校"
        | "高中及中专" => Education::SecondaryVocational,
        "大专" | "专科" | "高职" | "大学专科" | "高职高专" | "高等职业" | "大学专科教育" | "高等专科" => {
            Education::JuniorCollege
        }
        "本科" | "大学本科" | "大学" | "学士" | "大学本科教育" => Education::Bachelor,
        "硕士" | "研究生" | "硕士研究生" | "硕士研究生教育" => Education::Master,
        "博士" | "博士研究生" | "博士研究生教育" => Education::Doctor,
        "其他" | "其它" | "未知" | "见描述" => return Reading::Vague,
        _ => return Reading::Unknown,
    })
}

/// Years of experience asked for: `3`, `3年`, `1-3年`, `5年以上`, `不限`, `应届`.
pub fn read_experience(text: &str) -> Reading<i64> {
    let word: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if matches!(
        word.as_str(),
        "不限"
            | "无"
            | "不限制"
            | "经验不限"
            | "无要求"
            | "无需经验"
            | "应届"
            | "应届生"
            | "在校/应届"
            | "无经验"
            | "不要求"
            | "1年以下"
            | "一年以下"
    ) {
        return Reading::Is(0);
    }
    if matches!(word.as_str(), "其他" | "面议" | "见描述") {
        return Reading::Vague;
    }
    let digits: String = word.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    let rest = &word[digits.len()..];
    let fits = rest.is_empty() || rest.contains('年') || rest.starts_with(['-', '~', '到', '至']) || rest.starts_with("以上");
    match digits.parse::<f64>() {
        Ok(years) if fits && (0.0..=60.0).contains(&years) => Reading::Is(years as i64),
        _ => match word.chars().next().and_then(|c| "零一二三四五六七八九十".chars().position(|d| d == c)) {
            Some(years) if word.contains('年') => Reading::Is(years as i64),
            _ => Reading::Unknown,
        },
    }
}

/// The period of a pay figure that comes without one: what the title says of hours and days, else a month for a figure
/// that can only be one. In between it stays open.
fn period_of(figure: Fen, title: &str) -> Option<PayPeriod> {
    let says = |words: &[&str]| words.iter().any(|word| title.contains(word));
    if figure < Fen(100_000) {
        return match () {
            () if says(&["/时", "/小时", "每小时", "元/h", "元/H", "时薪", "小时工"]) => Some(PayPeriod::Hour),
            () if says(&["/天", "/日", "每天", "一天", "日薪", "日结", "元/班"]) => Some(PayPeriod::Day),
            () => None,
        };
    }
    (figure <= Fen(100_000_000)).then_some(PayPeriod::Month)
}

fn read_number(text: &str) -> Option<f64> {
    let plain: String = half_width(text).chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
    let plain = plain.trim_end_matches(['人', '名', '个', '张', '年', '薪', '级']);
    plain.parse::<f64>().ok().filter(|number| number.is_finite())
}

fn read_money(text: &str) -> Option<f64> {
    let plain: String = half_width(text).chars().filter(|c| !c.is_whitespace() && *c != ',').collect::<String>().to_lowercase();
    let plain = plain.trim_start_matches(['¥', '￥']).trim_end_matches("/月").trim_end_matches('元');
    let (digits, factor) = match plain.chars().last()? {
        '万' | 'w' => (&plain[..plain.len() - plain.chars().last()?.len_utf8()], 10_000.0),
        '千' | 'k' => (&plain[..plain.len() - plain.chars().last()?.len_utf8()], 1_000.0),
        _ => (plain, 1.0),
    };
    digits.parse::<f64>().ok().map(|number| number * factor).filter(|yuan| yuan.is_finite() && (0.0..=1e9).contains(yuan))
}

fn half_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            '\u{3000}' => ' ',
            other => other,
        })
        .collect()
}

fn read_code<T: FromStr + Copy>(text: &str, words: &[(&str, T)]) -> Option<T> {
    let text = text.trim();
    if let Ok(code) = text.parse() {
        return Some(code);
    }
    let text = text.trim_start_matches("元/").trim_start_matches('/');
    words.iter().find(|(word, _)| *word == text).map(|(_, code)| *code)
}

/// Entries parted by commas, semicolons, bars or line ends; each once, in order.
pub fn split_list(text: &str) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    for item in text.split(['、', ',', '，', ';', '；', '|', '\n', '\r']) {
        let item = tidy(item);
        if !item.is_empty() && !items.contains(&item) {
            items.push(item.chars().take(100).collect());
        }
    }
    items
}

/// Blanks at the ends gone, runs of blanks made one, control characters dropped.
fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut blank = false;
    for c in text.chars() {
        if c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}' {
            blank = true;
        } else if !c.is_control() {
            if blank && !tidy.is_empty() {
                tidy.push(' ');
            }
            blank = false;
            tidy.push(c);
        }
    }
    tidy
}

/// A title without brackets that hold all of it or nothing.
pub fn title_of(text: &str) -> String {
    let mut title = text.trim();
    loop {
        let inner = [('【', '】'), ('[', ']'), ('「', '」'), ('（', '）'), ('(', ')'), ('《', '》'), ('"', '"'), ('“', '”')]
            .into_iter()
            .find_map(|(open, close)| {
                title.strip_prefix(open)?.strip_suffix(close).filter(|inner| !inner.contains([open, close]))
            });
        match inner {
            Some(inner) if !inner.trim().is_empty() => title = inner.trim(),
            _ => break,
        }
    }
    title.replace("【】", "").replace("（）", "").replace("()", "").trim().to_owned()
}

/// The text of an advertisement: markup that some sources leave in becomes plain lines.
pub fn plain_text(text: &str) -> String {
    if !text.contains('<') && !text.contains('&') {
        return lines_of(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        plain.push_str(&rest[..at]);
        let tag = &rest[at..];
        let named = tag[1..].trim_start_matches('/').starts_with(|c: char| c.is_ascii_alphabetic());
        match tag.find('>') {
            Some(end) if named && end < 300 => {
                let name: String = tag[1..end].trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
                if matches!(
                    name.to_ascii_lowercase().as_str(),
                    "br" | "p" | "div" | "li" | "ul" | "ol" | "tr" | "h1" | "h2" | "h3" | "h4"
                ) {
                    plain.push('\n');
                }
                rest = &tag[end + 1..];
            }
            _ => {
                plain.push('<');
                rest = &tag[1..];
            }
        }
    }
    plain.push_str(rest);
    for (entity, letter) in [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
        if plain.contains(entity) {
            plain = plain.replace(entity, letter);
        }
    }
    lines_of(&plain)
}

fn lines_of(text: &str) -> String {
    let mut lines = String::with_capacity(text.len());
    for line in text.split(['\n', '\r', '\u{2028}']).map(tidy).filter(|line| !line.is_empty()) {
        if !lines.is_empty() {
            lines.push('\n');
        }
        lines.push_str(&line);
    }
    lines
}

const KINDS: &[(&str, OpeningKind)] = &[
    ("全职", OpeningKind::Vacancy),
    ("招聘", OpeningKind::Vacancy),
    ("社会招聘", OpeningKind::Vacancy),
    ("兼职", OpeningKind::Vacancy),
    ("实习", OpeningKind::Internship),
    ("见习", OpeningKind::Internship),
    ("就业见习", OpeningKind::Internship),
    ("见习岗位", OpeningKind::Internship),
    ("公益性岗位", OpeningKind::PublicWelfare),
    ("公益岗", OpeningKind::PublicWelfare),
    ("公益岗位", OpeningKind::PublicWelfare),
    ("学徒", OpeningKind::Apprenticeship),
    ("学徒工", OpeningKind::Apprenticeship),
    ("新型学徒", OpeningKind::Apprenticeship),
    ("顾问", OpeningKind::Advisory),
    ("技术指导", OpeningKind::Advisory),
    ("志愿者", OpeningKind::Volunteer),
    ("志愿服务", OpeningKind::Volunteer),
];

const EMPLOYMENTS: &[(&str, Employment)] = &[
    ("全职", Employment::FullTime),
    ("兼职", Employment::PartTime),
    ("派遣", Employment::Dispatched),
    ("劳务派遣", Employment::Dispatched),
    ("劳务", Employment::ServiceAgreement),
    ("劳务协议", Employment::ServiceAgreement),
    ("用工协议", Employment::ServiceAgreement),
    ("临时", Employment::Temporary),
    ("临时工", Employment::Temporary),
];

const SHIFTS: &[(&str, Shift)] = &[
    ("白班", Shift::Day),
    ("长白班", Shift::Day),
    ("夜班", Shift::Night),
    ("倒班", Shift::Rotating),
    ("轮班", Shift::Rotating),
    ("两班倒", Shift::Rotating),
    ("三班倒", Shift::Rotating),
    ("住家", Shift::LiveIn),
    ("24小时", Shift::LiveIn),
    ("弹性", Shift::Flexible),
];

const PERIODS: &[(&str, PayPeriod)] = &[
    ("小时", PayPeriod::Hour),
    ("时", PayPeriod::Hour),
    ("时薪", PayPeriod::Hour),
    ("天", PayPeriod::Day),
    ("日", PayPeriod::Day),
    ("日薪", PayPeriod::Day),
    ("日结", PayPeriod::Day),
    ("月", PayPeriod::Month),
    ("月薪", PayPeriod::Month),
    ("年", PayPeriod::Year),
    ("年薪", PayPeriod::Year),
];

const LICENCES: &[(&str, LicenceKind)] = &[
    ("护士执业证", LicenceKind::Nurse),
    ("护士执业证书", LicenceKind::Nurse),
    ("护士资格证", LicenceKind::Nurse),
    ("护士证", LicenceKind::Nurse),
    ("医师执业证", LicenceKind::Doctor),
    ("医师执业证书", LicenceKind::Doctor),
    ("执业医师证", LicenceKind::Doctor),
    ("执业药师", LicenceKind::Pharmacist),
    ("执业药师证", LicenceKind::Pharmacist),
    ("药师证", LicenceKind::Pharmacist),
    ("康复治疗师证", LicenceKind::RehabTherapist),
    ("助理社会工作师", LicenceKind::SocialWorkerAssistant),
    ("社会工作师", LicenceKind::SocialWorker),
    ("社工证", LicenceKind::SocialWorkerAssistant),
    ("高级社会工作师", LicenceKind::SocialWorkerSenior),
    ("心理咨询师证", LicenceKind::Counsellor),
    ("营养师证", LicenceKind::Dietitian),
    ("养老护理员证", LicenceKind::ElderCarer),
    ("护理员证", LicenceKind::ElderCarer),
    ("健康证", LicenceKind::HealthCertificate),
    ("消防设施操作员证", LicenceKind::FireOperator),
    ("消防证", LicenceKind::FireOperator),
    ("食品安全管理员证", LicenceKind::FoodSafety),
    ("厨师证", LicenceKind::Cook),
    ("驾驶证", LicenceKind::Driver),
    ("驾照", LicenceKind::Driver),
];

const INSTITUTION_KINDS: &[(&str, InstitutionKind)] = &[
    ("养老机构", InstitutionKind::CareHome),
    ("养老院", InstitutionKind::CareHome),
    ("敬老院", InstitutionKind::CareHome),
    ("社区养老", InstitutionKind::CommunityCare),
    ("居家和社区养老", InstitutionKind::CommunityCare),
    ("日间照料中心", InstitutionKind::CommunityCare),
    ("医养结合", InstitutionKind::MedicalCare),
    ("医养结合机构", InstitutionKind::MedicalCare),
    ("农村互助幸福院", InstitutionKind::RuralMutualAid),
    ("幸福院", InstitutionKind::RuralMutualAid),
    ("医疗机构", InstitutionKind::Medical),
    ("医院", InstitutionKind::Medical),
    ("物业", InstitutionKind::Property),
    ("物业企业", InstitutionKind::Property),
    ("家政", InstitutionKind::Housekeeping),
    ("家政企业", InstitutionKind::Housekeeping),
    ("社工机构", InstitutionKind::SocialWork),
    ("社会工作服务机构", InstitutionKind::SocialWork),
    ("志愿服务站", InstitutionKind::VolunteerStation),
    ("志愿服务站点", InstitutionKind::VolunteerStation),
    ("学校", InstitutionKind::School),
    ("职业院校", InstitutionKind::School),
    ("培训机构", InstitutionKind::Training),
    ("政府", InstitutionKind::Government),
    ("机关", InstitutionKind::Government),
    ("其他", InstitutionKind::Other),
];

const LEGAL_FORMS: &[(&str, LegalForm)] = &[
    ("事业单位", LegalForm::PublicInstitution),
    ("社会团体", LegalForm::SocialGroup),
    ("民办非企业", LegalForm::PrivateNonprofit),
    ("民办非企业单位", LegalForm::PrivateNonprofit),
    ("社会服务机构", LegalForm::PrivateNonprofit),
    ("基金会", LegalForm::Foundation),
    ("企业", LegalForm::Company),
    ("公司", LegalForm::Company),
    ("个体", LegalForm::SoleTrader),
    ("个体工商户", LegalForm::SoleTrader),
    ("合作社", LegalForm::Cooperative),
    ("农民专业合作社", LegalForm::Cooperative),
    ("机关", LegalForm::Government),
    ("未知", LegalForm::Unknown),
];

/// Words for the eight steps; the numerals of the older ladder run the other way (五级 is the lowest of five).
const SKILL_WORDS: &[(&str, i64)] = &[
    ("学徒工", 1),
    ("初级工", 2),
    ("初级", 2),
    ("五级", 2),
    ("五级/初级工", 2),
    ("中级工", 3),
    ("中级", 3),
    ("四级", 3),
    ("四级/中级工", 3),
    ("高级工", 4),
    ("高级", 4),
    ("三级", 4),
    ("三级/高级工", 4),
    ("技师", 5),
    ("二级", 5),
    ("二级/技师", 5),
    ("高级技师", 6),
    ("一级", 6),
    ("一级/高级技师", 6),
    ("特级技师", 7),
    ("首席技师", 8),
];

const GRADE_WORDS: &[(&str, i64)] = &[
    ("一级", 1),
    ("二级", 2),
    ("三级", 3),
    ("四级", 4),
    ("五级", 5),
    ("一星", 1),
    ("二星", 2),
    ("三星", 3),
    ("四星", 4),
    ("五星", 5),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn education_is_read_as_people_write_it() {
        let written = [
            ("本科", Education::Bachelor),
            ("大专", Education::JuniorCollege),
            ("不限制", Education::None),
            ("学历不限", Education::None),
            ("大学专科", Education::JuniorCollege),
            ("硕士", Education::Master),
            ("高中", Education::HighSchool),
            ("大学本科", Education::Bachelor),
            ("统招本科", Education::Bachelor),
            ("初中", Education::JuniorHigh),
            ("中技/中专", Education::SecondaryVocational),
            ("中专/中技", Education::SecondaryVocational),
            ("中等专科", Education::SecondaryVocational),
            ("普通高中", Education::HighSchool),
            ("初中及以下", Education::None),
            ("不限", Education::None),
            ("硕士研究生", Education::Master),
            ("博士", Education::Doctor),
            ("职业高中", Education::SecondaryVocational),
            ("技工学校", Education::SecondaryVocational),
            ("小学", Education::Primary),
            ("博士研究生", Education::Doctor),
            ("大专及以上", Education::JuniorCollege),
            (" 全日制 本科以上 ", Education::Bachelor),
        ];
        for (text, level) in written {
            assert_eq!(read_education(text), Reading::Is(level), "{text}");
        }
        assert_eq!(read_education("其他"), Reading::Vague);
        assert_eq!(read_education("蓝翔"), Reading::Unknown);
    }

    #[test]
    fn experience_is_read_as_people_write_it() {
        for (text, years) in
            [("3", 3), ("3年", 3), ("1-3年", 1), ("5年以上", 5), ("不限", 0), ("应届", 0), ("三年以上", 3), ("2.0", 2)]
        {
            assert_eq!(read_experience(text), Reading::Is(years), "{text}");
        }
        for text in ["很多", "-3", "1e9", "99", "3个苹果"] {
            assert_eq!(read_experience(text), Reading::Unknown, "{text}");
        }
    }

    #[test]
    fn money_is_read_with_its_units_and_commas() {
        for (text, yuan) in [
            ("3500", 3500.0),
            ("3,500", 3500.0),
            ("3.5k", 3500.0),
            ("1.2万", 12_000.0),
            ("４５００元", 4500.0),
            ("5001.0", 5001.0),
        ] {
            assert_eq!(read_money(text), Some(yuan), "{text}");
        }
        for text in ["面议", "-5", "", "NaN", "inf", "1e300", "万", "元"] {
            assert_eq!(read_money(text), None, "{text}");
        }
    }

    #[test]
    fn a_small_figure_has_no_period_unless_the_title_names_one() {
        assert_eq!(period_of(Fen(2_000), "保洁小时工"), Some(PayPeriod::Hour));
        assert_eq!(period_of(Fen(20_000), "搬运工 日结"), Some(PayPeriod::Day));
        assert_eq!(period_of(Fen(20_000), "搬运工"), None);
        assert_eq!(period_of(Fen(350_000), "护理员"), Some(PayPeriod::Month));
    }

    #[test]
    fn a_title_sheds_brackets_around_all_of_it_only() {
        assert_eq!(title_of("【养老护理员】"), "养老护理员");
        assert_eq!(title_of("【包吃住】养老护理员（夜班）"), "【包吃住】养老护理员（夜班）");
        assert_eq!(title_of("（急聘）护士（白班）"), "（急聘）护士（白班）");
        assert_eq!(title_of("【】护工"), "护工");
    }

    #[test]
    fn markup_becomes_lines_and_signs_stay() {
        assert_eq!(
            plain_text("工作职责：\n<br>1、照护<b>老人</b>&nbsp;&lt;好&gt;<br/>2、a < b"),
            "工作职责：\n1、照护老人 <好>\n2、a < b"
        );
        assert_eq!(plain_text("<"), "<");
    }
}
