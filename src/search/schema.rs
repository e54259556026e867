//! What the index holds of an opening: the fields that match, and a few packed numbers that filter, count and sort.
//!
//! Nothing here is ever shown; what is shown comes from the database. Everything that a filter or a facet asks is packed
//! into one 64-bit word a post, so that one pass over the hits filters them and counts every facet.

use super::conditions::{ConditionSet, Conditions, age};
use super::elder_care::ElderCare;
use super::text::{Pairs, Words};
use super::titles;
use crate::codes::{Education, Employment, InstitutionKind, OpeningKind, Shift};
use crate::eligibility;
use crate::matching::{Book, Notice, Post};
use crate::occupations::Catalogue;
use crate::openings::Opening;
use crate::regions::{RegionCode, Regions};
use crate::time::day_number;
use jiff::civil::Date;
use std::collections::HashMap;
use std::sync::LazyLock;
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, TantivyDocument};

/// Raised by hand when the meaning of a field changes; the words and rules the index is built from are digested besides.
const VERSION: &str = "7";

/// The fields, by name.
#[derive(Debug, Clone)]
pub struct Fields {
    pub schema: Schema,
    pub id: Field,
    pub fold: Field,
    /// Title in words, and in pairs.
    pub title: Field,
    pub title_pairs: Field,
    pub institution: Field,
    pub text: Field,
    /// Benefits, skills, majors.
    pub perks: Field,
    /// Place and address, in pairs.
    pub place: Field,
    /// Exact codes: `o:elder_carer`, `n:elder_carer` (its title has one of the trade's names), `k:internship`, `i:care_home`,
    /// `c:no_nights`, `s:no_nights` where the words themselves say it, `r:2103`, `w:elder_care` where the post belongs to elder
    /// care, `w:elder_house` where it is in a house of it, `a:60` where it takes people of 60.
    pub codes: Field,
    pub facts: Field,
    /// What the post says of every condition, and what it denies.
    pub conditions: Field,
    /// Lower and upper pay in yuan a month, 32 bits each; 0 where not stated.
    pub pay: Field,
    /// Latitude and longitude in millionths of a degree, 32 bits each; 0 where unknown.
    pub spot: Field,
    /// Days since 1970: published in the upper 32 bits, last valid day in the lower (its largest value: no end).
    pub days: Field,
    /// How many posts say the same (upper 32 bits), applications of the last 30 days per place (lower, in hundredths).
    pub crowd: Field,
}

impl Fields {
    /// The schema of this release.
    pub fn new() -> Self {
        let mut schema = Schema::builder();
        let cut = |tokenizer: &str, record| {
            TextOptions::default()
                .set_indexing_options(TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(record))
        };
        let codes = TextOptions::default().set_indexing_options(
            TextFieldIndexing::default().set_tokenizer("raw").set_fieldnorms(false).set_index_option(IndexRecordOption::Basic),
        );
        let id = schema.add_u64_field("id", INDEXED | FAST);
        let fold = schema.add_text_field("fold", STRING);
        let title = schema.add_text_field("title", cut("words", IndexRecordOption::WithFreqs));
        let title_pairs = schema.add_text_field("title_pairs", cut("pairs", IndexRecordOption::WithFreqsAndPositions));
        let institution = schema.add_text_field("institution", cut("pairs", IndexRecordOption::WithFreqsAndPositions));
        let text = schema.add_text_field("text", cut("words", IndexRecordOption::WithFreqs));
        let perks = schema.add_text_field("perks", cut("words", IndexRecordOption::WithFreqs));
        let place = schema.add_text_field("place", cut("pairs", IndexRecordOption::WithFreqsAndPositions));
        let codes = schema.add_text_field("codes", codes);
        let facts = schema.add_u64_field("facts", FAST);
        let conditions = schema.add_u64_field("conditions", FAST);
        let pay = schema.add_u64_field("pay", FAST);
        let spot = schema.add_u64_field("spot", FAST);
        let days = schema.add_u64_field("days", FAST);
        let crowd = schema.add_u64_field("crowd", FAST);
        let schema = schema.build();
        Self {
            schema,
            id,
            fold,
            title,
            title_pairs,
            institution,
            text,
            perks,
            place,
            codes,
            facts,
            conditions,
            pay,
            spot,
            days,
            crowd,
        }
    }
}

impl Default for Fields {
    fn default() -> Self {
        Self::new()
    }
}

/// Makes our ways of cutting known to an index.
pub fn register(index: &Index) {
    index.tokenizers().register("words", Words);
    index.tokenizers().register("pairs", Pairs);
}

/// What the index is a function of besides the database: schema, dictionary, trades, conditions and regions of this
/// release. Another fingerprint means the index is built anew.
pub fn fingerprint() -> &'static str {
    static PRINT: LazyLock<String> = LazyLock::new(|| {
        crate::openings::digest(&[
            VERSION,
            include_str!("../../index/words.txt"),
            include_str!("../../index/traditional.txt"),
            include_str!("../../index/conditions.toml"),
            include_str!("../../index/elder_care.toml"),
            include_str!("../../index/occupations.toml"),
            include_str!("../../index/regions.tsv"),
            include_str!("../../index/pathways.toml"),
            eligibility::carried::rules().digest(),
        ])
    });
    &PRINT
}

/// The packed word of a post. Every part is 0 where unknown.
///
/// | bits | part |
/// |---|---|
/// | 0–2 | kind + 1 |
/// | 3–9 | place of the occupation in the catalogue + 1 |
/// | 10–13 | education + 1 |
/// | 14–17 | institution kind + 1 |
/// | 18–30 | place of the region in the catalogue + 1 |
/// | 31–38 | pathways it is a natural door for, a bit each |
/// | 39 | whether it may open a subsidy |
/// | 40–46 | upper age it takes people to; 127: any age |
/// | 47 | whether it belongs to elder care |
/// | 48 | whether its title names a rank or a side of a trade (保洁主管, 护理讲师) |
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Facts(pub u64);

impl Facts {
    pub const KIND: (u32, u64) = (0, 0x7);
    pub const OCCUPATION: (u32, u64) = (3, 0x7f);
    pub const EDUCATION: (u32, u64) = (10, 0xf);
    pub const INSTITUTION: (u32, u64) = (14, 0xf);
    pub const REGION: (u32, u64) = (18, 0x1fff);
    pub const PATHWAYS: (u32, u64) = (31, 0xff);
    pub const SUBSIDY: (u32, u64) = (39, 0x1);
    pub const AGE: (u32, u64) = (40, 0x7f);
    pub const ELDER_CARE: (u32, u64) = (47, 0x1);
    pub const RANK: (u32, u64) = (48, 0x1);

    /// One part of the word.
    pub const fn part(self, (shift, mask): (u32, u64)) -> usize {
        ((self.0 >> shift) & mask) as usize
    }

    fn with(self, (shift, mask): (u32, u64), value: usize) -> Self {
        Self(self.0 | ((value as u64 & mask) << shift))
    }
}

/// Where a code stands in its list, plus one.
pub fn place_of<T: PartialEq>(list: &[T], code: &T) -> usize {
    list.iter().position(|each| each == code).map_or(0, |at| at + 1)
}

/// Every region of the catalogue in a fixed order, and where each stands in it, plus one.
pub struct RegionOrder {
    pub codes: Vec<RegionCode>,
    places: HashMap<RegionCode, usize>,
}

impl RegionOrder {
    /// The order of this release.
    pub fn builtin() -> &'static Self {
        static ORDER: LazyLock<RegionOrder> = LazyLock::new(|| {
            let codes: Vec<RegionCode> = Regions::builtin().iter().map(|region| region.code).collect();
            let places = codes.iter().enumerate().map(|(at, code)| (*code, at + 1)).collect();
            RegionOrder { codes, places }
        });
        &ORDER
    }

    /// 0 for a region the catalogue does not hold.
    pub fn place(&self, code: RegionCode) -> usize {
        self.places.get(&code).copied().unwrap_or(0)
    }
}

/// The document of a post that stands for `alike` posts saying the same.
pub fn document(fields: &Fields, opening: &Opening, alike: usize, day: Date) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    let in_words = in_words(opening);
    let said = with_fields(opening, in_words);
    let region = opening.region.as_deref().and_then(|code| code.parse::<RegionCode>().ok());
    document.add_u64(fields.id, opening.id as u64);
    document.add_text(fields.fold, &opening.fold);
    document.add_text(fields.title, &opening.title);
    document.add_text(fields.title_pairs, &opening.title);
    document.add_text(fields.institution, &opening.institution.name);
    document.add_text(fields.text, &opening.description);
    document.add_text(fields.perks, [&opening.benefits[..], &opening.skills, &opening.requirements.majors].concat().join("、"));
    document.add_text(
        fields.place,
        [opening.place.as_deref(), opening.address.as_deref()].into_iter().flatten().collect::<Vec<_>>().join("，"),
    );
    let mut code = |letter: &str, slug: &str| document.add_text(fields.codes, format!("{letter}:{slug}"));
    code("k", opening.kind.slug());
    if let Some(kind) = opening.institution.kind {
        code("i", kind.slug());
    }
    if let Some(occupation) = &opening.occupation {
        code("o", occupation);
    }
    for slug in titles::named_in(&opening.title) {
        code("n", slug);
    }
    for region in region.into_iter().flat_map(RegionCode::lineage) {
        code("r", &region.prefix());
    }
    for (condition, naming) in Conditions::builtin().all() {
        if said.says(condition) {
            code("c", &naming.slug);
        }
        if in_words.says(condition) {
            code("s", &naming.slug);
        }
    }
    for bracket in (40..=upper_age(opening, said).min(75)).filter(|age| age % 5 == 0) {
        code("a", &bracket.to_string());
    }
    if is_elder_care(opening) {
        code("w", "elder_care");
    }
    if ElderCare::builtin().houses(opening.institution.kind, &opening.title, &opening.institution.name) {
        code("w", "elder_house");
    }
    document.add_u64(fields.facts, facts(opening, region, said, day).0);
    document.add_u64(fields.conditions, said.bits());
    document.add_u64(fields.pay, packed_pay(opening));
    document.add_u64(fields.spot, opening.at.map_or(0, |(lat, lon)| pack_spot(lat, lon)));
    let until = opening.valid_until.map_or(u32::MAX, |day| day_number(day).max(0) as u32);
    document.add_u64(fields.days, (day_number(opening.published).max(0) as u64) << 32 | u64::from(until));
    let places = opening.headcount.unwrap_or(1).max(1);
    let crowd = (opening.applied_lately.max(0) * 100 / places).min(i64::from(u32::MAX)) as u64;
    document.add_u64(fields.crowd, (alike as u64) << 32 | crowd);
    document
}

/// What a post says of every condition: in its words, and in the fields that say the same.
pub fn said(opening: &Opening) -> ConditionSet {
    with_fields(opening, in_words(opening))
}

/// What the words of a post say of every condition.
fn in_words(opening: &Opening) -> ConditionSet {
    let perks: Vec<&str> = opening.benefits.iter().chain(&opening.skills).map(String::as_str).collect();
    Conditions::builtin().read_ad(&opening.title, Some(&opening.description), &perks)
}

/// The same with what the fields say. Where the words deny it, the words are believed: many forms fill in a 0 that nobody meant.
fn with_fields(opening: &Opening, mut said: ConditionSet) -> ConditionSet {
    let wanted = &opening.requirements;
    let day_only = !opening.shifts.is_empty() && opening.shifts.iter().all(|shift| *shift == Shift::Day);
    let stated = [
        ("no_education_limit", wanted.education == Some(Education::None)),
        ("no_experience", wanted.experience_years == Some(0)),
        ("part_time", opening.employment == Some(Employment::PartTime)),
        ("no_nights", day_only),
        ("nights", opening.shifts.iter().any(|shift| matches!(shift, Shift::Night | Shift::Rotating))),
        ("live_in", opening.shifts.contains(&Shift::LiveIn)),
        ("flexible_hours", opening.shifts.contains(&Shift::Flexible)),
    ];
    for (slug, _) in stated.into_iter().filter(|(_, holds)| *holds) {
        said = Conditions::builtin().find(slug).filter(|one| !said.denies(*one)).map_or(said, |one| said.and(one));
    }
    said
}

fn is_elder_care(opening: &Opening) -> bool {
    let house = &opening.institution;
    ElderCare::builtin().holds(house.kind, opening.occupation.as_deref(), &opening.title, &house.name)
}

/// The upper age a post takes people to; 127 where it says that any will do, 0 where it says nothing.
fn upper_age(opening: &Opening, said: ConditionSet) -> usize {
    let stated = age::upper_limit(&opening.title).max(age::upper_limit(&opening.description));
    let any = Conditions::builtin().find("older_welcome").is_some_and(|older| said.says(older));
    stated.map_or(if any { 127 } else { 0 }, usize::from)
}

fn facts(opening: &Opening, region: Option<RegionCode>, said: ConditionSet, day: Date) -> Facts {
    let occupation =
        opening.occupation.as_deref().and_then(|slug| Catalogue::builtin().all().iter().position(|each| each.slug == slug));
    let conditions = Conditions::builtin();
    let suits = Post::of(&Notice::of(opening, conditions), Book::builtin(), conditions).suits();
    Facts::default()
        .with(Facts::KIND, place_of(OpeningKind::ALL, &opening.kind))
        .with(Facts::OCCUPATION, occupation.map_or(0, |at| at + 1))
        .with(Facts::EDUCATION, opening.requirements.education.map_or(0, |level| place_of(Education::ALL, &level)))
        .with(Facts::INSTITUTION, opening.institution.kind.map_or(0, |kind| place_of(InstitutionKind::ALL, &kind)))
        .with(Facts::REGION, region.map_or(0, |code| RegionOrder::builtin().place(code)))
        .with(Facts::PATHWAYS, usize::from(suits))
        .with(Facts::SUBSIDY, usize::from(!eligibility::openings::may_open(opening, day).is_empty()))
        .with(Facts::AGE, upper_age(opening, said))
        .with(Facts::ELDER_CARE, usize::from(is_elder_care(opening)))
        .with(Facts::RANK, usize::from(ElderCare::builtin().names_rank(&opening.title)))
}

fn packed_pay(opening: &Opening) -> u64 {
    opening.pay.monthly().map_or(0, |(low, high)| {
        let yuan = |fen: crate::openings::Fen| (fen.0 / 100).clamp(0, i64::from(u32::MAX)) as u64;
        yuan(low) << 32 | yuan(high)
    })
}

/// A position in one word.
pub fn pack_spot(lat: f64, lon: f64) -> u64 {
    let millionths = |degrees: f64| ((degrees * 1e6).round() as i32) as u32;
    u64::from(millionths(lat)) << 32 | u64::from(millionths(lon))
}

/// The position back out of its word; `None` where unknown.
pub fn unpack_spot(spot: u64) -> Option<(f64, f64)> {
    let degrees = |millionths: u64| f64::from(millionths as u32 as i32) / 1e6;
    (spot != 0).then(|| (degrees(spot >> 32), degrees(spot)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_survives_its_packing() {
        for (lat, lon) in [(41.110344, 122.994475), (-33.5, -70.25)] {
            assert_eq!(unpack_spot(pack_spot(lat, lon)), Some((lat, lon)));
        }
        assert_eq!(unpack_spot(0), None);
    }

    #[test]
    fn the_word_has_room_for_every_list() {
        assert!(OpeningKind::ALL.len() < 7 && InstitutionKind::ALL.len() < 15 && Education::ALL.len() < 15);
        assert!(Catalogue::builtin().all().len() < 127, "occupations");
        assert!(RegionOrder::builtin().codes.len() < 0x1fff, "regions");
    }
}
