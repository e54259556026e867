//! Conditions of work (`index/conditions.toml`): what an advertisement says of them, and what a searcher asks for.
//!
//! What it promises: a condition of an advertisement is said, denied or unknown; “不包住” denies, silence is unknown, and an
//! advertisement that says both is unknown too. In a query every condition, pay wish, kind of opening, schooling, pathway
//! and earlier work is found with its bytes, so that a page can show it as a chip and take it out of the words. What it
//! refuses: to guess. The pure data of the trade is in the file; this module only reads it.

pub mod age;
mod file;
mod hours;
pub mod pay;

use self::file::{File, askings, mask, sayings, slugs};
use self::pay::PayMention;
use crate::codes::{Education, OpeningKind, Pathway, WorkSector};
use aho_corasick::AhoCorasick;
use std::collections::HashSet;
use std::fmt;
use std::ops::Range;
use std::sync::LazyLock;

const BUILTIN: &str = include_str!("../../index/conditions.toml");

/// One condition of the closed list; [`Conditions::get`] tells its slug and its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Condition(u8);

/// What a condition is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Naming {
    pub slug: String,
    pub zh: String,
    pub en: String,
    /// A wish that advertisements seldom answer in words (离家近, 稳定): it lifts a post that says it, and leaves none out.
    pub wish: bool,
}

/// What an advertisement says of the conditions: a bit said, a bit denied, neither is unknown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ConditionSet(u64);

impl ConditionSet {
    /// The bits as the index keeps them: the low half says, the high half denies.
    pub const fn bits(self) -> u64 {
        self.0
    }
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }
    pub const fn says(self, condition: Condition) -> bool {
        self.0 & (1 << condition.0) != 0
    }
    pub const fn denies(self, condition: Condition) -> bool {
        self.0 & (1 << (condition.0 + 32)) != 0
    }
    /// With a condition said, whatever was said before.
    pub const fn and(self, condition: Condition) -> Self {
        Self((self.0 | 1 << condition.0) & !(1 << (condition.0 + 32)))
    }
    /// With a condition denied, whatever was said before.
    pub const fn but(self, condition: Condition) -> Self {
        Self((self.0 | 1 << (condition.0 + 32)) & !(1 << condition.0))
    }
    fn of(said: u32, denied: u32) -> Self {
        Self(u64::from(said) | u64::from(denied) << 32)
    }
}

/// Something a query says besides its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Bytes of the query. Two meanings may share their bytes (应届 is a condition and a pathway).
    pub range: Range<usize>,
    pub meaning: Meaning,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// `wanted` is false where the searcher refuses it: “不要日结”.
    Condition {
        condition: Condition,
        wanted: bool,
    },
    Pay(PayMention),
    Kind(OpeningKind),
    /// The schooling the searcher has.
    Education(Education),
    Pathway(Pathway),
    /// Earlier work, which is not the work that is looked for: “做过保安”.
    Worked(WorkSector),
    /// A phrase that carries no search of its own.
    Filler,
}

impl Meaning {
    /// Whether the words of the mention are used up by it. A retired nurse still looks for nursing.
    pub const fn consumes(&self) -> bool {
        !matches!(self, Self::Pathway(Pathway::RetiredMedic | Pathway::Medic))
    }
}

/// A fault in `conditions.toml`; the sentence names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionFault(String);

impl fmt::Display for ConditionFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "conditions.toml: {}", self.0)
    }
}
impl std::error::Error for ConditionFault {}

/// What a saying of an advertisement does to the set, one bit per condition.
#[derive(Default, Clone, Copy)]
struct Effect {
    says: u32,
    brief: u32,
    hints: u32,
    denies: u32,
}

#[derive(Clone)]
enum Asking {
    Condition(Condition),
    Plain(Meaning),
}

/// The conditions and every way to say them, ready to read advertisements and queries.
pub struct Conditions {
    names: Vec<Naming>,
    parts: Vec<u32>,
    against: Vec<u32>,
    older: Option<Condition>,
    by_day: u32,
    denials: Vec<String>,
    sayings: AhoCorasick,
    effects: Vec<Effect>,
    refusals: Vec<String>,
    stay_away: Vec<String>,
    sectors: Vec<(WorkSector, Vec<String>)>,
    askings: AhoCorasick,
    /// For each pattern of a query what it means; nothing where it is said in passing.
    asked: Vec<Vec<Asking>>,
    fillers: HashSet<String>,
}

static CONDITIONS: LazyLock<Conditions> =
    LazyLock::new(|| Conditions::read(BUILTIN).unwrap_or_else(|fault| panic!("the conditions carried by the program: {fault}")));

impl Conditions {
    /// The conditions the program carries. A test reads them, so a faulty file cannot be built into a release.
    pub fn builtin() -> &'static Self {
        &CONDITIONS
    }

    /// Reads `conditions.toml`.
    ///
    /// # Errors
    /// More than 32 conditions, a slug given twice, an unknown slug among `parts` or `against`, an empty word, an unknown
    /// code, or TOML that does not parse; the sentence names it.
    pub fn read(toml: &str) -> Result<Self, ConditionFault> {
        let file: File = toml::from_str(toml).map_err(|error| ConditionFault(error.to_string()))?;
        let slugs = slugs(&file.condition)?;
        let masks = |pick: fn(&file::Entry) -> &Vec<String>| {
            file.condition.iter().map(|entry| mask(&slugs, &entry.slug, pick(entry))).collect::<Result<Vec<_>, _>>()
        };
        let (parts, against) = (masks(|entry| &entry.parts)?, masks(|entry| &entry.against)?);
        let (sayings, effects) = sayings(&file.condition, &file.advertisement.look_alikes)?;
        let (askings, asked) = askings(&file)?;
        let names =
            file.condition.into_iter().map(|entry| Naming { slug: entry.slug, zh: entry.zh, en: entry.en, wish: entry.wish });
        Ok(Self {
            names: names.collect(),
            parts,
            against,
            older: slugs.get("older_welcome").copied(),
            by_day: ["no_nights", "not_live_in"]
                .iter()
                .filter_map(|slug| slugs.get(*slug))
                .fold(0, |bits, one| bits | 1 << one.0),
            denials: file.advertisement.denials,
            sayings,
            effects,
            refusals: file.query.refusals,
            sectors: file.worked.sector.into_iter().map(|one| (one.slug, one.words)).collect(),
            stay_away: file.query.stay_away,
            askings,
            asked,
            fillers: file.fillers.words.into_iter().map(|word| word.to_lowercase()).collect(),
        })
    }

    /// Every condition, in the order of the file.
    pub fn all(&self) -> impl Iterator<Item = (Condition, &Naming)> {
        (0..).map(Condition).zip(&self.names)
    }

    /// The condition of a slug; none for a word that is not one.
    pub fn find(&self, slug: &str) -> Option<Condition> {
        self.all().find(|(_, naming)| naming.slug == slug).map(|(condition, _)| condition)
    }

    /// What a condition of this list is called.
    pub fn get(&self, condition: Condition) -> Option<&Naming> {
        self.names.get(usize::from(condition.0))
    }

    /// The conditions that stand for the opposite (夜班 and 不上夜班).
    pub fn opposites(&self, condition: Condition) -> impl Iterator<Item = Condition> {
        let against = self.against.get(usize::from(condition.0)).copied().unwrap_or(0);
        (0..32).filter(move |bit| against & (1 << bit) != 0).map(Condition)
    }

    /// Whether a word of a query, exactly as it was cut, carries no search of its own.
    pub fn is_filler(&self, word: &str) -> bool {
        self.fillers.contains(word)
    }

    /// How people name their work in a sector.
    pub fn work_in(&self, sector: WorkSector) -> impl Iterator<Item = &str> {
        self.sectors.iter().filter(move |(one, _)| *one == sector).flat_map(|(_, words)| words).map(String::as_str)
    }

    /// What an advertisement says of every condition.
    pub fn read_ad(&self, title: &str, description: Option<&str>, benefits: &[&str]) -> ConditionSet {
        let mut sum = Effect::default();
        self.gather(title, true, &mut sum);
        benefits.iter().for_each(|benefit| self.gather(benefit, true, &mut sum));
        if let Some(description) = description {
            self.gather(description, false, &mut sum);
            self.ages(description, &mut sum);
            if hours::all_by_day(description) {
                sum.hints |= self.by_day;
            }
            // 十天白班十天夜班: however nights are named, they are no hint of work by day.
            if ["夜班", "晚班", "通宵"].iter().any(|word| description.contains(word)) {
                sum.hints &= !self.by_day;
            }
        }
        self.conclude(sum)
    }

    /// Everything a query says besides its words, leftmost and longest first. Only mentions of one range overlap.
    pub fn read_query(&self, query: &str) -> Vec<Mention> {
        let mut mentions = Vec::new();
        if let Some(pay) = pay::read_pay(query) {
            mentions.push(Mention { range: pay.range.clone(), meaning: Meaning::Pay(pay) });
        }
        for hit in self.askings.find_iter(query).filter(|hit| stands_alone(query, hit.range())) {
            for asking in self.asked.get(hit.pattern().as_usize()).into_iter().flatten() {
                self.understand(query, hit.range(), asking, &mut mentions);
            }
        }
        if let Some((range, condition)) = age::of_searcher(query).zip(self.older) {
            mentions.push(Mention { range, meaning: Meaning::Condition { condition, wanted: true } });
        }
        keep_apart(mentions)
    }

    fn gather(&self, text: &str, brief: bool, sum: &mut Effect) {
        for hit in self.sayings.find_iter(text).filter(|hit| stands_alone(text, hit.range())) {
            let Some(effect) = self.effects.get(hit.pattern().as_usize()) else { continue };
            let said = effect.says | if brief { effect.brief } else { 0 };
            sum.denies |= effect.denies;
            if (said | effect.hints) == 0 {
                continue;
            }
            if text.get(..hit.start()).is_some_and(|before| self.denials.iter().any(|word| before.ends_with(word.as_str()))) {
                sum.denies |= said;
            } else {
                sum.says |= said;
                sum.hints |= effect.hints;
            }
        }
    }

    /// Puts the sayings together: opposites deny each other, parts make the whole, and said and denied at once is unknown.
    fn conclude(&self, sum: Effect) -> ConditionSet {
        let spread = |bits: u32| each(&self.parts, bits).fold(bits, |all, parts| all | parts);
        let (said, denied) = (spread(sum.says), spread(sum.denies));
        let opposed = |bits: u32| each(&self.against, bits).fold(0, |all, against| all | against);
        let hinted = sum.hints & !said & !denied & !opposed(said);
        let said = said | hinted;
        let denied = denied | (opposed(said) & !said);
        let (mut says, mut denies) = (said & !denied, denied & !said);
        for (bit, parts) in self.parts.iter().enumerate().filter(|(_, parts)| **parts != 0) {
            let whole = 1 << bit;
            says = if says & parts == *parts { says | whole } else { says & !whole };
            denies = if denies & parts != 0 { denies | whole } else { denies & !whole };
        }
        ConditionSet::of(says, denies)
    }

    /// An upper age of 55 or more welcomes older people, one below 45 keeps them out.
    fn ages(&self, text: &str, sum: &mut Effect) {
        let Some(older) = self.older else { return };
        match age::upper_limit(text) {
            Some(55..) => sum.says |= 1 << older.0,
            Some(..45) => sum.denies |= 1 << older.0,
            _ => {}
        }
    }

    fn understand(&self, query: &str, range: Range<usize>, asking: &Asking, mentions: &mut Vec<Mention>) {
        let condition = match asking {
            Asking::Plain(meaning) => return mentions.push(Mention { range, meaning: meaning.clone() }),
            Asking::Condition(condition) => *condition,
        };
        let before = query.get(..range.start).unwrap_or("");
        let refusal = self.refusals.iter().filter(|word| before.ends_with(word.as_str())).max_by_key(|word| word.len());
        let refusal = refusal.filter(|word| !asks_whether(before, word, query.get(range.start..).unwrap_or("")));
        let Some(refusal) = refusal else {
            return mentions.push(Mention { range, meaning: Meaning::Condition { condition, wanted: true } });
        };
        let behind = query.get(range.end..).unwrap_or("").trim_start_matches(['的', '话', '就', '我']);
        let away = self.stay_away.iter().find(|word| refusal.starts_with('没') && behind.starts_with(word.as_str()));
        let end = away.map_or(range.end, |word| {
            range.end + query.get(range.end..).and_then(|rest| rest.find(word.as_str())).unwrap_or(0) + word.len()
        });
        let range = range.start - refusal.len()..end;
        let opposites: Vec<_> = self.opposites(condition).collect();
        let wishes = match (away, opposites.is_empty()) {
            (Some(_), _) => vec![(condition, true)],
            (None, true) => vec![(condition, false)],
            (None, false) => opposites.into_iter().map(|opposite| (opposite, true)).collect(),
        };
        let meanings = wishes.into_iter().map(|(condition, wanted)| Meaning::Condition { condition, wanted });
        mentions.extend(meanings.map(|meaning| Mention { range: range.clone(), meaning }));
    }
}

/// Whether a word that would refuse only asks: 有没有包培训的, 包不包住, 要不要经验.
fn asks_whether(before: &str, refusal: &str, behind: &str) -> bool {
    let said = before.strip_suffix(refusal).and_then(|head| head.chars().next_back());
    let again = refusal.chars().chain(behind.chars()).nth(1);
    said.is_some() && said == again
}

/// The masks of the conditions whose bits are set.
fn each(masks: &[u32], bits: u32) -> impl Iterator<Item = u32> {
    masks.iter().enumerate().filter(move |(bit, _)| bits & (1 << bit) != 0).map(|(_, mask)| *mask)
}

/// Keeps the longest of mentions that overlap; mentions of the very same bytes stay together.
fn keep_apart(mut mentions: Vec<Mention>) -> Vec<Mention> {
    let rank = |one: &Mention| (one.meaning == Meaning::Filler, std::cmp::Reverse(one.range.len()), one.range.start);
    mentions.sort_by_key(rank);
    let mut kept: Vec<Mention> = Vec::with_capacity(mentions.len());
    for one in mentions {
        let clash =
            |other: &Mention| other.range.start < one.range.end && one.range.start < other.range.end && other.range != one.range;
        if !kept.iter().any(clash) && !kept.contains(&one) {
            kept.push(one);
        }
    }
    kept.sort_by_key(|one| one.range.start);
    kept
}

/// Whether a hit that begins or ends with a Latin letter or figure is a whole word.
fn stands_alone(text: &str, hit: Range<usize>) -> bool {
    let latin = |at: Option<usize>| at.and_then(|at| text.as_bytes().get(at)).is_some_and(u8::is_ascii_alphanumeric);
    let opens = latin(Some(hit.start))
        && (latin(hit.start.checked_sub(1)) || text.get(..hit.start).is_some_and(|head| head.ends_with('.')));
    let closes = latin(hit.end.checked_sub(1)) && latin(Some(hit.end));
    !opens && !closes
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn named(slug: &str) -> Condition {
        Conditions::builtin().find(slug).unwrap_or_else(|| panic!("{slug} is not a condition"))
    }
    /// "+" said, "-" denied, "?" unknown.
    fn ad(text: &str, slug: &str) -> char {
        let set = Conditions::builtin().read_ad("", Some(text), &[]);
        match (set.says(named(slug)), set.denies(named(slug))) {
            (true, false) => '+',
            (false, true) => '-',
            _ => '?',
        }
    }
    /// The slugs a query asks for; a refused one with "!" before it.
    fn asked(query: &str) -> Vec<String> {
        let book = Conditions::builtin();
        let mentions = book.read_query(query).into_iter();
        let slug = |condition| book.get(condition).map(|naming| naming.slug.clone()).unwrap_or_default();
        mentions
            .filter_map(|one| match one.meaning {
                Meaning::Condition { condition, wanted } => Some(format!("{}{}", if wanted { "" } else { "!" }, slug(condition))),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn an_advertisement_says_denies_or_keeps_silent() {
        assert_eq!(ad("免费提供食宿", "housing"), '+');
        assert_eq!(ad("免费提供食宿", "meals_and_housing"), '+');
        assert_eq!(ad("包吃，不包住", "housing"), '-');
        assert_eq!(ad("包吃，不包住", "meals"), '+');
        assert_eq!(ad("包吃，不包住", "meals_and_housing"), '-');
        assert_eq!(ad("不提供住宿", "housing"), '-');
        assert_eq!(ad("负责酒店住宿登记", "housing"), '?');
        assert_eq!(ad("五险一金", "housing_fund"), '+');
        assert_eq!(ad("谢绝兼职", "part_time"), '-');
    }

    #[test]
    fn night_work_is_told_from_its_absence() {
        for text in ["无夜班", "不用上夜班", "常白班", "不倒班", "早九晚六，白班"] {
            assert_eq!((ad(text, "no_nights"), ad(text, "nights")), ('+', '-'), "{text}");
        }
        for text in ["需要上夜班", "夜班补贴20元", "三班倒", "有夜班，夜班少", "白班夜班轮换"] {
            assert_eq!((ad(text, "no_nights"), ad(text, "nights")), ('-', '+'), "{text}");
        }
        assert_eq!(ad("照顾老人", "nights"), '?');
    }

    #[test]
    fn an_age_limit_tells_whether_older_people_are_welcome() {
        assert_eq!(ad("年龄18-60周岁", "older_welcome"), '+');
        assert_eq!(ad("35岁以下", "older_welcome"), '-');
        assert_eq!(ad("照顾90岁老人", "older_welcome"), '?');
    }

    #[test]
    fn a_searcher_is_understood_in_plain_words() {
        assert_eq!(asked("护工不上夜班包吃住"), ["no_nights", "meals_and_housing"]);
        assert_eq!(asked("不要夜班 双休"), ["no_nights", "two_days_off"]);
        assert_eq!(asked("没学历没经验能干啥"), ["no_education_limit", "no_experience"]);
        assert_eq!(asked("55岁还能当保洁吗"), ["older_welcome"]);
        assert_eq!(asked("五十多岁 有五险"), ["older_welcome", "insurance"]);
        assert_eq!(asked("不要日结"), ["!day_pay"]);
        assert_eq!(asked("没有五险不去"), ["insurance"]);
        assert_eq!(asked("可以上夜班的保安"), Vec::<String>::new());
        assert_eq!(asked("nurse no night shift"), ["no_nights"]);
        assert_eq!(asked("夜班保安"), ["nights"]);
    }

    #[test]
    fn earlier_work_is_not_the_work_that_is_looked_for() {
        let found = Conditions::builtin().read_query("做过保安想干养老");
        assert_eq!(
            found.first().map(|one| (&one.meaning, one.range.clone())),
            Some((&Meaning::Worked(WorkSector::Property), 0..12))
        );
    }

    #[test]
    fn a_retired_nurse_still_looks_for_nursing() {
        let found = Conditions::builtin().read_query("退休护士");
        let pathway =
            found.iter().find(|one| one.meaning == Meaning::Pathway(Pathway::RetiredMedic)).expect("the pathway is seen");
        assert!(!pathway.meaning.consumes());
    }

    #[test]
    fn pay_schooling_and_kind_are_found_beside_conditions() {
        let found = Conditions::builtin().read_query("大专护士月薪6000以上见习");
        let has = |wanted: &Meaning| found.iter().any(|one| one.meaning == *wanted);
        assert!(has(&Meaning::Education(Education::JuniorCollege)) && has(&Meaning::Kind(OpeningKind::Internship)));
        assert!(found.iter().any(|one| matches!(&one.meaning, Meaning::Pay(pay) if pay.min == 6_000)));
    }

    #[test]
    fn a_faulty_file_is_refused_with_the_fault_named() {
        let twice = BUILTIN.replacen("slug = \"housing\"", "slug = \"meals\"", 1);
        assert_eq!(
            Conditions::read(&twice).err().map(|fault| fault.to_string()).as_deref(),
            Some("conditions.toml: condition “meals” stands twice")
        );
        let stray = BUILTIN.replacen("against = [\"nights\"]", "against = [\"noise\"]", 1);
        let named = Conditions::read(&stray).err().map(|fault| fault.to_string());
        assert_eq!(named.as_deref(), Some("conditions.toml: condition “no_nights” names “noise”, which is not a condition"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_fall_and_every_range_is_whole(text in "(\\PC|[0-9千万岁不没夜班包住五k])*") {
            let book = Conditions::builtin();
            book.read_ad(&text, Some(&text), &[&text]);
            for one in book.read_query(&text) {
                prop_assert!(text.get(one.range.clone()).is_some_and(|said| !said.is_empty()), "{:?}", one.range);
            }
        }
    }
}
