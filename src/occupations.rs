//! The catalogue of occupations (`index/occupations.toml`) and the recognition of an advertisement's occupation.
//!
//! What it promises: an occupation is named only where the title leaves no doubt; a title that offers two jobs, that is
//! some other trade, or that has a helper behind the name of a trade, gets none. A head of a trade (保安主管) belongs to it,
//! or to the trade that leads it. What it refuses: to guess from the description alone. The description and the institution only settle which trade an ambiguous title means (护工 in a
//! hospital, 护工 in a care home).

use crate::codes::PostClass;
use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::ops::Range;
use std::sync::LazyLock;

/// The file the program carries; an office can put another in its place with [`Catalogue::read`].
const BUILTIN: &str = include_str!("../index/occupations.toml");

/// What a searcher puts before an occupation they do not want; longer ones first.
const REFUSALS: [&str; 14] =
    ["不想做", "不想干", "不想当", "不要做", "不愿做", "不要", "不做", "不干", "不当", "不是", "不找", "除了", "非", "别"];

/// A fault in the catalogue, or a slug it does not have; the sentence names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueFault(String);

impl fmt::Display for CatalogueFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl std::error::Error for CatalogueFault {}

fn fault<T>(sentence: impl Into<String>) -> Result<T, CatalogueFault> {
    Err(CatalogueFault(sentence.into()))
}

/// One occupation of the catalogue.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Occupation {
    /// The stable code in files, addresses and answers.
    pub slug: String,
    pub zh: String,
    pub en: String,
    pub class: PostClass,
    /// Code in 《中华人民共和国职业分类大典》, only where the whole occupation has one; general knowledge, not held against the book.
    #[serde(default)]
    pub code: Option<String>,
    /// Titles that surely are this occupation, without the marks of the file.
    pub names: Vec<String>,
    /// How lay people ask for it. Never used to recognise an advertisement.
    pub lay: Vec<String>,
    pub english: Vec<String>,
    /// Slugs of occupations near to this one, nearest first.
    pub related: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
    #[serde(default)]
    despite: Vec<String>,
    #[serde(default)]
    tails: Vec<String>,
    #[serde(default)]
    general: bool,
    /// Slug of the occupation that its heads are; without one they are of the occupation itself.
    #[serde(default)]
    led_by: Option<String>,
    #[serde(default)]
    when: Vec<When>,
}

/// A title that is this occupation only in the right company.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct When {
    names: Vec<String>,
    /// One of these must stand in the title or the institution's name.
    #[serde(default)]
    near: Vec<String>,
    /// One of these must stand in the description.
    #[serde(default)]
    told: Vec<String>,
    /// None of these may stand in the title or the institution's name; where `told` is used, nor in the description.
    #[serde(default)]
    without: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    recognition: Recognition,
    occupation: Vec<Occupation>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Recognition {
    never: Vec<String>,
    tails: Vec<String>,
    breaks: Vec<String>,
    heads: Vec<String>,
}

/// How an occupation was named in a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// By its own name or a title of it.
    Trade,
    /// As lay people say it.
    Lay,
    English,
}

/// An occupation named in a query, with the bytes that name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention<'c> {
    pub range: Range<usize>,
    /// The slug; one phrase may name several occupations (护工), the likeliest first.
    pub slugs: &'c [String],
    pub naming: Naming,
    /// The searcher says what they do not want: “不要销售”. The range covers the refusal.
    pub refused: bool,
}

/// What one name of the file may mean.
struct Name {
    /// Plain: the occupation, and whether anything but a break may follow.
    plain: Option<(usize, bool)>,
    /// In company: occupation, which of its `when` rules, loose.
    company: Vec<(usize, usize, bool)>,
}

/// What a phrase of a query names; no slugs means: it only looks like an occupation (养护工).
struct Phrase {
    slugs: Vec<String>,
    naming: Naming,
}

/// All occupations, ready to look up, to recognise and to find in queries.
pub struct Catalogue {
    occupations: Vec<Occupation>,
    by_slug: HashMap<String, usize>,
    finder: AhoCorasick,
    names: Vec<Name>,
    spoilers: AhoCorasick,
    /// For each spoiler the occupations it rules out, one bit each.
    spoils: Vec<u64>,
    tails: Vec<String>,
    breaks: Vec<String>,
    heads: Vec<String>,
    speech: AhoCorasick,
    phrases: Vec<Phrase>,
}

static CATALOGUE: LazyLock<Catalogue> =
    LazyLock::new(|| Catalogue::read(BUILTIN).unwrap_or_else(|fault| panic!("the occupations carried by the program: {fault}")));

impl Catalogue {
    /// The catalogue the program carries. A test reads it, so a faulty file cannot be built into a release.
    pub fn builtin() -> &'static Self {
        &CATALOGUE
    }

    /// Reads `occupations.toml`.
    ///
    /// # Errors
    /// A sentence that names the occupation and the field: an unknown slug in `related` or `led_by`, a slug or a name given twice,
    /// an empty word, more than 64 occupations, or TOML that does not parse.
    pub fn read(toml: &str) -> Result<Self, CatalogueFault> {
        let File { recognition, mut occupation } =
            toml::from_str(toml).map_err(|error| CatalogueFault(format!("occupations.toml: {error}")))?;
        let by_slug = check(&occupation)?;
        let (finder, names) = collect_names(&occupation)?;
        let (spoilers, spoils) = collect_spoilers(&occupation, &recognition.never)?;
        let (speech, phrases) = collect_phrases(&occupation)?;
        for one in &mut occupation {
            for name in &mut one.names {
                *name = bare(name).0.to_owned();
            }
        }
        let folded = |words: Vec<String>| words.iter().map(|word| fold(word)).collect();
        let (tails, breaks, heads) = (folded(recognition.tails), folded(recognition.breaks), folded(recognition.heads));
        Ok(Self { occupations: occupation, by_slug, finder, names, spoilers, spoils, tails, breaks, heads, speech, phrases })
    }

    /// Every occupation, in the order of the file.
    pub fn all(&self) -> &[Occupation] {
        &self.occupations
    }

    /// The occupation of a slug.
    ///
    /// # Errors
    /// A slug the catalogue does not have is named.
    pub fn find(&self, slug: &str) -> Result<&Occupation, CatalogueFault> {
        match self.by_slug.get(slug).and_then(|at| self.occupations.get(*at)) {
            Some(occupation) => Ok(occupation),
            None => fault(format!("“{slug}” is not a known occupation")),
        }
    }

    /// The occupation of an advertisement, only where it is sure (the aim is 97 right in 100). `institution` may be empty.
    pub fn recognise(&self, title: &str, description: Option<&str>, institution: &str) -> Option<&Occupation> {
        let folded = fold(title);
        let title = offered(&folded);
        if self.finder.is_match(title) {
            return self.recognise_folded(title, description, institution);
        }
        // A title may be spread out on the page: “绿化  工”.
        let closed: String = title.chars().filter(|c| !c.is_whitespace()).collect();
        if closed.len() == title.len() { None } else { self.recognise_folded(&closed, description, institution) }
    }

    fn recognise_folded(&self, title: &str, description: Option<&str>, institution: &str) -> Option<&Occupation> {
        let spoiled =
            self.spoilers.find_overlapping_iter(title).fold(0, |mask, hit| mask | self.spoils_of(hit.pattern().as_usize()));
        let mut company = Company { title, institution, description: description.unwrap_or(""), folded: None };
        let (mut found, mut general) = (None, None);
        for hit in self.finder.find_iter(title) {
            if !stands_alone(title, hit.range()) {
                continue;
            }
            let (at, loose) = self.settle(self.names.get(hit.pattern().as_usize())?, &mut company, spoiled)?;
            let at = self.followed_by(at, loose, title.get(hit.end()..)?)?;
            let occupation = self.occupations.get(at)?;
            if spoiled & (1 << at) != 0 {
                return None;
            }
            let slot = if occupation.general { &mut general } else { &mut found };
            if slot.is_some_and(|before| before != at) {
                return None;
            }
            *slot = Some(at);
        }
        self.occupations.get(found.or(general)?)
    }

    /// The occupations named in a query, leftmost and longest first, never overlapping. English words count as words only.
    pub fn mentions(&self, query: &str) -> Vec<Mention<'_>> {
        let hits = self.speech.find_iter(query).filter(|hit| stands_alone(query, hit.range()));
        let told = hits.filter_map(|hit| Some((hit.range(), self.phrases.get(hit.pattern().as_usize())?)));
        told.filter(|(_, phrase)| !phrase.slugs.is_empty())
            .map(|(range, phrase)| {
                let refusal = query.get(..range.start).and_then(|before| REFUSALS.iter().find(|word| before.ends_with(**word)));
                let start = range.start - refusal.map_or(0, |word| word.len());
                Mention { range: start..range.end, slugs: &phrase.slugs, naming: phrase.naming, refused: refusal.is_some() }
            })
            .collect()
    }

    fn spoils_of(&self, pattern: usize) -> u64 {
        self.spoils.get(pattern).copied().unwrap_or(0)
    }

    /// Which occupation a name means here. Two that both fit, or none, is doubt.
    fn settle(&self, name: &Name, company: &mut Company<'_>, spoiled: u64) -> Option<(usize, bool)> {
        let mut fits = None;
        for &(at, rule, loose) in &name.company {
            let rule = self.occupations.get(at)?.when.get(rule)?;
            if spoiled & (1 << at) != 0 || !company.fits(rule) {
                continue;
            }
            match fits {
                Some((before, _)) if before != at => return None,
                _ => fits = Some((at, loose)),
            }
        }
        fits.or(name.plain)
    }

    /// Which occupation a name stands for, given what follows it: its own, the one that leads it, or, where what follows
    /// makes it something else, none.
    fn followed_by(&self, at: usize, loose: bool, rest: &str) -> Option<usize> {
        let Some(next) = rest.chars().next() else { return Some(at) };
        let occupation = self.occupations.get(at)?;
        let begins = |words: &[String]| words.iter().any(|word| rest.starts_with(word.as_str()));
        if !next.is_alphanumeric() || next.is_ascii_digit() || begins(&occupation.tails) || begins(&self.tails) {
            return Some(at);
        }
        if let Some(behind) = self.heads.iter().find_map(|head| rest.strip_prefix(head.as_str())) {
            let leader = occupation.led_by.as_ref().and_then(|slug| self.by_slug.get(slug)).copied();
            return self.followed_by(leader.unwrap_or(at), loose, behind);
        }
        (loose && !begins(&self.breaks)).then_some(at)
    }
}

/// What stands around a title; folded only when an ambiguous name asks for it.
struct Company<'a> {
    title: &'a str,
    institution: &'a str,
    description: &'a str,
    folded: Option<String>,
}

impl Company<'_> {
    fn fits(&mut self, rule: &When) -> bool {
        let has = |text: &str, words: &[String]| words.iter().any(|word| text.contains(word.as_str()));
        let institution = self.folded.get_or_insert_with(|| fold(self.institution));
        let near = |words: &[String]| has(self.title, words) || has(institution, words);
        let told = rule.told.is_empty() || has(self.description, &rule.told);
        let company = rule.near.is_empty() || near(&rule.near);
        told && company && !near(&rule.without) && (rule.told.is_empty() || !has(self.description, &rule.without))
    }
}

/// Writes a title in one way: small letters, ASCII marks and figures.
fn fold(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c).to_ascii_lowercase(),
            '\u{3000}' => ' ',
            '【' | '〔' | '「' => '[',
            '】' | '〕' | '」' => ']',
            '、' | '・' | '·' => ',',
            _ => c.to_ascii_lowercase(),
        })
        .collect()
}

/// The post that a title offers: what stands behind “招聘” in “某某公司招聘保安”. 招聘专员 is a post itself.
fn offered(title: &str) -> &str {
    const POSTS: [&str; 17] = [
        "奖",
        "专员",
        "经理",
        "主管",
        "助理",
        "实习",
        "总监",
        "顾问",
        "负责人",
        "岗",
        "文员",
        "hr",
        "专",
        "会",
        "官",
        "组",
        "师",
    ];
    let Some((_, behind)) = title.rsplit_once("招聘") else { return title };
    let post = behind.trim_start_matches(|c: char| !c.is_alphanumeric());
    if post.is_empty() || POSTS.iter().any(|word| behind.starts_with(word)) { title } else { post }
}

/// A name without the star that lets anything follow it.
fn bare(name: &str) -> (&str, bool) {
    name.strip_suffix('*').map_or((name, false), |bare| (bare, true))
}

/// Whether a hit that begins or ends with a Latin letter is a whole word (hr in “hr专员”, not in “three”).
fn stands_alone(text: &str, hit: Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let latin = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphabetic);
    let opens = latin(Some(hit.start)) && latin(hit.start.checked_sub(1));
    let closes = latin(hit.end.checked_sub(1)) && latin(Some(hit.end));
    !opens && !closes
}

fn check(occupations: &[Occupation]) -> Result<HashMap<String, usize>, CatalogueFault> {
    if occupations.len() > 64 {
        return fault(format!("occupations.toml holds {} occupations; 64 is the most", occupations.len()));
    }
    let mut by_slug = HashMap::new();
    for (at, one) in occupations.iter().enumerate() {
        if by_slug.insert(one.slug.clone(), at).is_some() {
            return fault(format!("occupation “{}” stands twice", one.slug));
        }
    }
    for one in occupations {
        if let Some(stranger) = one.led_by.iter().find(|slug| !by_slug.contains_key(*slug)) {
            return fault(format!("occupation “{}”: led_by “{stranger}” is not in the catalogue", one.slug));
        }
        if let Some(stranger) = one.related.iter().find(|slug| !by_slug.contains_key(*slug)) {
            return fault(format!("occupation “{}”: related “{stranger}” is not in the catalogue", one.slug));
        }
        let words = one.names.iter().chain(&one.lay).chain(&one.english).chain(&one.not).chain(&one.tails);
        let company = one.when.iter().flat_map(|when| when.names.iter().chain(&when.near).chain(&when.told).chain(&when.without));
        if words.chain(company).any(|word| bare(word).0.trim().is_empty()) {
            return fault(format!("occupation “{}” has an empty word", one.slug));
        }
    }
    Ok(by_slug)
}

fn collect_names(occupations: &[Occupation]) -> Result<(AhoCorasick, Vec<Name>), CatalogueFault> {
    let (mut words, mut names, mut seen) = (Vec::new(), Vec::<Name>::new(), HashMap::<String, usize>::new());
    let mut place = |word: &str| {
        let word = fold(word);
        *seen.entry(word.clone()).or_insert_with(|| {
            words.push(word);
            words.len() - 1
        })
    };
    let mut add = |name: &str, at: usize, rule: Option<usize>| {
        let (word, loose) = bare(name);
        let slot = place(word);
        if names.len() == slot {
            names.push(Name { plain: None, company: Vec::new() });
        }
        let Some(entry) = names.get_mut(slot) else { return true };
        match (rule, entry.plain) {
            (Some(rule), _) => entry.company.push((at, rule, loose)),
            (None, Some((before, _))) if before != at => return false,
            (None, _) => entry.plain = Some((at, loose)),
        }
        true
    };
    for (at, one) in occupations.iter().enumerate() {
        if let Some(name) = one.names.iter().find(|name| !add(name, at, None)) {
            return fault(format!("occupation “{}”: the name “{name}” already belongs to another", one.slug));
        }
        for (rule, when) in one.when.iter().enumerate() {
            for name in &when.names {
                add(name, at, Some(rule));
            }
        }
    }
    Ok((automaton(&words, MatchKind::LeftmostLongest)?, names))
}

fn collect_spoilers(occupations: &[Occupation], never: &[String]) -> Result<(AhoCorasick, Vec<u64>), CatalogueFault> {
    let mut masks = HashMap::<String, u64>::new();
    for (at, one) in occupations.iter().enumerate() {
        let despite: HashSet<_> = one.despite.iter().collect();
        let spoilers = never.iter().filter(|word| !despite.contains(word)).chain(&one.not);
        for word in spoilers {
            *masks.entry(fold(word)).or_default() |= 1 << at;
        }
    }
    let (words, masks): (Vec<_>, Vec<_>) = masks.into_iter().unzip();
    Ok((automaton(&words, MatchKind::Standard)?, masks))
}

fn collect_phrases(occupations: &[Occupation]) -> Result<(AhoCorasick, Vec<Phrase>), CatalogueFault> {
    let (mut words, mut phrases, mut seen) = (Vec::new(), Vec::<Phrase>::new(), HashMap::<String, usize>::new());
    let mut add = |word: &str, slug: Option<&str>, naming: Naming| {
        let word = bare(word).0;
        let slot = *seen.entry(word.to_lowercase()).or_insert_with(|| {
            words.push(word.to_owned());
            phrases.push(Phrase { slugs: Vec::new(), naming });
            words.len() - 1
        });
        let Some((phrase, slug)) = phrases.get_mut(slot).zip(slug) else { return };
        if !phrase.slugs.iter().any(|known| known == slug) {
            phrase.slugs.push(slug.to_owned());
        }
    };
    for one in occupations {
        add(&one.zh, Some(&one.slug), Naming::Trade);
        one.names.iter().for_each(|name| add(name, Some(&one.slug), Naming::Trade));
    }
    for one in occupations {
        one.when.iter().flat_map(|when| &when.names).for_each(|name| add(name, Some(&one.slug), Naming::Trade));
        one.lay.iter().for_each(|word| add(word, Some(&one.slug), Naming::Lay));
        one.english.iter().for_each(|word| add(word, Some(&one.slug), Naming::English));
    }
    // A look-alike eats its characters, so that 养护工 never names 护工; only words longer than a name need it.
    for one in occupations {
        let company = one.when.iter().flat_map(|when| &when.names);
        let names: Vec<_> =
            one.names.iter().chain(company).chain(&one.lay).chain(&one.english).map(|name| bare(name).0).collect();
        let alike = one.not.iter().filter(|word| names.iter().any(|name| word.len() > name.len() && word.contains(name)));
        alike.for_each(|word| add(word, None, Naming::Trade));
    }
    Ok((automaton(&words, MatchKind::LeftmostLongest)?, phrases))
}

fn automaton(words: &[String], kind: MatchKind) -> Result<AhoCorasick, CatalogueFault> {
    let built = AhoCorasick::builder().match_kind(kind).ascii_case_insensitive(true).build(words);
    built.map_err(|error| CatalogueFault(format!("occupations.toml: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn trade(title: &str) -> Option<&'static str> {
        in_company(title, "", "")
    }
    fn in_company(title: &str, description: &str, institution: &str) -> Option<&'static str> {
        Catalogue::builtin().recognise(title, Some(description), institution).map(|one| one.slug.as_str())
    }

    #[test]
    fn every_trade_that_the_interface_promises_is_there() {
        let promised = "elder_carer dementia_carer village_carer home_carer hospital_attendant nurse doctor tcm_doctor rehab_therapist \
             social_worker dietitian counsellor pharmacist care_home_director care_manager team_leader quality_manager hr finance \
             marketing care_adviser trainer fire_safety food_safety property_maintenance repair it_support cook cleaner housekeeper \
             security_guard driver receptionist maternity_carer childcare volunteer other";
        for slug in promised.split_whitespace() {
            assert!(Catalogue::builtin().find(slug).is_ok(), "{slug} is missing");
        }
    }

    #[test]
    fn an_unknown_slug_is_named() {
        let fault = Catalogue::builtin().find("astronaut").expect_err("not a trade of this market");
        assert_eq!(fault.to_string(), "“astronaut” is not a known occupation");
    }

    #[test]
    fn titles_in_brackets_with_pay_and_benefits_are_still_what_they_are() {
        assert_eq!(trade("【急聘】护士6K+包吃住"), Some("nurse"));
        assert_eq!(trade("阳光物业招聘保安"), Some("security_guard"));
        assert_eq!(trade("（某大厦）保安员（12小时制）"), Some("security_guard"));
        assert_eq!(trade("养老护理员（灵活）"), Some("elder_carer"));
        assert_eq!(trade("养 老 护 理 员"), Some("elder_carer"));
    }

    #[test]
    fn look_alikes_are_not_care() {
        for title in [
            "公路养护工",
            "维护工程师",
            "中老年模特",
            "护理用品销售",
            "宠物护士",
            "医药代表",
            "网络安全工程师",
            "Java开发（养老金）",
        ] {
            assert_eq!(trade(title), None, "{title}");
        }
    }

    #[test]
    fn a_head_of_a_trade_belongs_to_it_or_to_the_trade_that_leads_it() {
        let heads = [
            ("保安队长", "security_guard"),
            ("某某集团招聘保安主管/队长", "security_guard"),
            ("保洁主管（或领班）", "cleaner"),
            ("工程主管", "property_maintenance"),
            ("行政主管", "clerk"),
            ("客服主管", "customer_service"),
            ("养老护理员主管", "team_leader"),
            ("护工组长", "team_leader"),
        ];
        for (title, slug) in heads {
            assert_eq!(in_company(title, "", "某某物业"), Some(slug), "{title}");
        }
    }

    #[test]
    fn a_helper_of_a_trade_is_not_the_trade() {
        for title in ["院长助理", "医生助理", "护理主任助理", "保安主管助理", "保洁项目经理"] {
            assert_eq!(in_company(title, "", "某某养老院"), None, "{title}");
        }
    }

    #[test]
    fn two_jobs_at_once_are_left_unknown() {
        assert_eq!(trade("保洁保安"), None);
        assert_eq!(trade("厨师/帮厨"), None);
        assert_eq!(trade("行政/人事助理"), None);
        assert_eq!(trade("护士、护师"), Some("nurse"));
    }

    #[test]
    fn a_rank_beside_the_doctors_is_no_second_trade() {
        assert_eq!(in_company("口腔医生,正畸医生,院长/主任", "", "某某口腔门诊部"), Some("doctor"));
        assert_eq!(in_company("神经内科主任", "", "某某医院"), Some("doctor"));
        assert_eq!(in_company("医务科主任", "", "某某医院"), None);
    }

    #[test]
    fn who_lives_in_for_an_old_person_is_a_home_carer() {
        assert_eq!(in_company("住家保姆", "照顾一位八十岁的老人，做饭", "某某家政"), Some("home_carer"));
        assert_eq!(in_company("住家保姆", "做饭、带小孩，家里有老人", "某某家政"), Some("housekeeper"));
        assert_eq!(in_company("居家护理员", "", "某某健康养老服务公司"), Some("home_carer"));
    }

    #[test]
    fn a_general_name_gives_way_to_the_special_one_beside_it() {
        assert_eq!(trade("家政服务员"), Some("housekeeper"));
        assert_eq!(trade("家政服务员（月嫂）"), Some("maternity_carer"));
    }

    #[test]
    fn the_house_tells_which_attendant_is_meant() {
        assert_eq!(in_company("护工", "", "某某市中心医院"), Some("hospital_attendant"));
        assert_eq!(in_company("护工", "", "夕阳红养老院"), Some("elder_carer"));
        assert_eq!(in_company("护工", "协助老人起居", "某某家政公司"), Some("elder_carer"));
        assert_eq!(in_company("护工", "", "某某公司"), None);
    }

    #[test]
    fn a_query_names_trades_as_people_say_them() {
        let catalogue = Catalogue::builtin();
        let said = |query: &str| catalogue.mentions(query).first().and_then(|one| one.slugs.first().cloned());
        assert_eq!(said("想找个伺候老人的活").as_deref(), Some("elder_carer"));
        assert_eq!(said("看大门").as_deref(), Some("security_guard"));
        assert_eq!(said("Nurse anshan").as_deref(), Some("nurse"));
        assert_eq!(said("three"), None);
        assert_eq!(said("养护工"), None);
        assert!(catalogue.mentions("文员 不要销售").iter().any(|one| one.refused && one.slugs.contains(&"sales".to_owned())));
    }

    #[test]
    fn a_faulty_catalogue_is_refused_with_the_fault_named() {
        let head = "[recognition]\nnever=[]\ntails=[]\nbreaks=[]\nheads=[]\n";
        let one = |slug: &str, name: &str, related: &str| {
            format!(
                "[[occupation]]\nslug='{slug}'\nzh='z'\nen='e'\nclass='care'\nnames=['{name}']\nlay=[]\nenglish=[]\nrelated=[{related}]\n"
            )
        };
        let refused = |body: String| Catalogue::read(&(head.to_owned() + &body)).err().map(|fault| fault.to_string());
        assert_eq!(refused(one("a", "甲", "'b'")).as_deref(), Some("occupation “a”: related “b” is not in the catalogue"));
        let led = refused(one("a", "甲", "") + "led_by='b'\n");
        assert_eq!(led.as_deref(), Some("occupation “a”: led_by “b” is not in the catalogue"));
        assert_eq!(refused(one("a", "甲", "") + &one("a", "乙", "")).as_deref(), Some("occupation “a” stands twice"));
        let twice = refused(one("a", "甲", "") + &one("b", "甲", ""));
        assert_eq!(twice.as_deref(), Some("occupation “b”: the name “甲” already belongs to another"));
    }

    proptest! {
        #[test]
        fn any_title_and_any_query_is_read_without_a_fall(text in "(\\PC|[护工士师保安招聘（）hr ])*") {
            let catalogue = Catalogue::builtin();
            catalogue.recognise(&text, Some(&text), &text);
            for one in catalogue.mentions(&text) {
                prop_assert!(text.get(one.range).is_some_and(|said| !said.is_empty()));
            }
        }
    }
}
