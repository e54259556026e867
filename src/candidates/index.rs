//! What the index holds of a person: words made from the masked profile alone, and two packed words that filter and count.
//!
//! A document is made from a [`Masked`] and from nothing else, so the folder of the index holds nothing that an institution
//! may not read. Who a person is hidden from is not in it either: that is asked of the database with every search.

use super::masked::{Availability, Trade};
use super::{Candidate, Masked, store};
use crate::codes::{Education, LicenceKind, OpeningKind, Visibility};
use crate::db::{Db, Touched};
use crate::error::Error;
use crate::matching::Book;
use crate::occupations::Catalogue;
use crate::regions::Regions;
use crate::search::follow::Subject;
use crate::search::schema::{RegionOrder, fingerprint, place_of};
use crate::time::day_number;
use crate::words::Lang;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{IndexWriter, Searcher, TantivyDocument, Term};

/// Raised by hand when the meaning of a field changes.
const VERSION: &str = "1";

/// The fields, by name.
#[derive(Debug, Clone)]
pub struct Fields {
    pub schema: Schema,
    pub id: Field,
    /// The profile in words, and in pairs of characters.
    pub words: Field,
    pub pairs: Field,
    /// Exact codes: `w:nurse` wanted, `s:nurse` a skill, `d:nurse` done.
    pub codes: Field,
    pub facts: Field,
    /// A bit for each wanted trade, in the order of the catalogue.
    pub wanted: Field,
    /// A digest of all of the document: what `yipin check` holds against the database.
    pub sum: Field,
}

impl Default for Fields {
    fn default() -> Self {
        let mut schema = Schema::builder();
        let cut = |tokenizer: &str, record, norms| {
            let how = TextFieldIndexing::default().set_tokenizer(tokenizer).set_fieldnorms(norms).set_index_option(record);
            TextOptions::default().set_indexing_options(how)
        };
        let id = schema.add_u64_field("id", INDEXED | FAST);
        let words = schema.add_text_field("words", cut("words", IndexRecordOption::WithFreqs, true));
        let pairs = schema.add_text_field("pairs", cut("pairs", IndexRecordOption::WithFreqsAndPositions, true));
        let codes = schema.add_text_field("codes", cut("raw", IndexRecordOption::Basic, false));
        let facts = schema.add_u64_field("facts", FAST);
        let wanted = schema.add_u64_field("wanted", FAST);
        let sum = schema.add_u64_field("sum", FAST);
        Self { schema: schema.build(), id, words, pairs, codes, facts, wanted, sum }
    }
}

impl Subject for Fields {
    const FOLDER: &'static str = "index-candidates";
    const CHANGES: Touched = Touched::Candidate;
    const MEMORY: usize = 32 << 20;
    const THREADS: usize = 2;

    fn schema(&self) -> &Schema {
        &self.schema
    }

    fn fingerprint() -> &'static str {
        static PRINT: LazyLock<String> = LazyLock::new(|| crate::openings::digest(&["candidates", VERSION, fingerprint()]));
        &PRINT
    }

    async fn take(&self, writer: &IndexWriter, db: &Db, ids: &[i64], _day: Date) -> Result<(), Error> {
        for part in ids.chunks(1_000) {
            for id in part {
                writer.delete_term(Term::from_field_u64(self.id, *id as u64));
            }
            for candidate in store::indexed(db, part).await? {
                writer.add_document(Entry::of(&candidate).document(self))?;
            }
        }
        Ok(())
    }
}

/// The packed word of a profile. Every part is 0 where unknown.
///
/// | bits | part |
/// |---|---|
/// | 0–3 | education + 1 |
/// | 4–16 | place of the district in the catalogue + 1 |
/// | 17–20 | highest skill level |
/// | 21–22 | availability + 1 |
/// | 23–24 | nights: 1 no, 2 yes |
/// | 25–26 | living in: likewise |
/// | 27 | whether only matched institutions find it |
/// | 28–33 | kinds of post looked for, a bit each; none: any |
/// | 34–48 | licences, a bit each |
/// | 49–63 | the last sign of life, in days since 2000 |
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Facts(pub u64);

impl Facts {
    pub const EDUCATION: (u32, u64) = (0, 0xf);
    pub const DISTRICT: (u32, u64) = (4, 0x1fff);
    pub const LEVEL: (u32, u64) = (17, 0xf);
    pub const AVAILABILITY: (u32, u64) = (21, 0x3);
    pub const NIGHTS: (u32, u64) = (23, 0x3);
    pub const LIVE_IN: (u32, u64) = (25, 0x3);
    pub const MATCHED_ONLY: (u32, u64) = (27, 0x1);
    pub const KINDS: (u32, u64) = (28, 0x3f);
    pub const LICENCES: (u32, u64) = (34, 0x7fff);
    pub const FRESH: (u32, u64) = (49, 0x7fff);

    /// One part of the word.
    pub const fn part(self, (shift, mask): (u32, u64)) -> usize {
        ((self.0 >> shift) & mask) as usize
    }

    fn with(self, (shift, mask): (u32, u64), value: usize) -> Self {
        Self(self.0 | ((value as u64 & mask) << shift))
    }
}

/// Everything the index holds of one person.
struct Entry {
    id: i64,
    text: String,
    codes: Vec<String>,
    facts: Facts,
    wanted: u64,
}

/// 2000-01-01 in days since 1970.
const YEAR_2000: i64 = 10_957;

/// A bit for each of some trades, in the order of the catalogue.
pub fn trade_bits<'a>(slugs: impl IntoIterator<Item = &'a str>) -> u64 {
    let all = Catalogue::builtin().all();
    let place = |slug: &str| all.iter().position(|each| each.slug == slug);
    slugs.into_iter().filter_map(place).fold(0, |bits, place| bits | 1 << (place & 63))
}

/// A bit for each of some codes of a closed list.
pub fn code_bits<T: PartialEq>(list: &[T], codes: impl IntoIterator<Item = T>) -> usize {
    codes.into_iter().fold(0, |bits, code| bits | 1 << place_of(list, &code)) >> 1
}

impl Entry {
    fn of(candidate: &Candidate) -> Self {
        // Licences that ended are left out by the rows themselves, so that the document is a function of the rows and of no day.
        let masked = Masked::of(candidate, Date::MIN);
        Self {
            id: candidate.id,
            text: text(&masked),
            codes: codes(&masked),
            facts: facts(&masked, candidate),
            wanted: trade_bits(masked.wants.trades.iter().map(|trade| trade.slug())),
        }
    }

    fn sum(&self) -> u64 {
        let digest =
            crate::openings::digest(&[&self.text, &self.codes.join(" "), &self.facts.0.to_string(), &self.wanted.to_string()]);
        digest.get(..16).and_then(|start| u64::from_str_radix(start, 16).ok()).unwrap_or_default()
    }

    fn document(&self, fields: &Fields) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_u64(fields.id, self.id as u64);
        document.add_text(fields.words, &self.text);
        document.add_text(fields.pairs, &self.text);
        for code in &self.codes {
            document.add_text(fields.codes, code);
        }
        document.add_u64(fields.facts, self.facts.0);
        document.add_u64(fields.wanted, self.wanted);
        document.add_u64(fields.sum, self.sum());
        document
    }
}

fn facts(masked: &Masked, candidate: &Candidate) -> Facts {
    let answer = |answer: Option<bool>| answer.map_or(0, |yes| if yes { 2 } else { 1 });
    let level = masked.skills.iter().filter_map(|skill| skill.level).max().map_or(0, |level| usize::from(level.get()));
    let fresh = (day_number(candidate.updated_at.day()) - YEAR_2000).clamp(0, 0x7fff);
    Facts::default()
        .with(Facts::EDUCATION, masked.education.map_or(0, |level| place_of(Education::ALL, &level)))
        .with(Facts::DISTRICT, masked.district.map_or(0, |district| RegionOrder::builtin().place(district.code())))
        .with(Facts::LEVEL, level)
        .with(Facts::AVAILABILITY, masked.availability.map_or(0, |one| place_of(&Availability::ALL, &one)))
        .with(Facts::NIGHTS, answer(masked.wants.nights))
        .with(Facts::LIVE_IN, answer(masked.wants.live_in))
        .with(Facts::MATCHED_ONLY, usize::from(candidate.visible_to != Visibility::Verified))
        .with(Facts::KINDS, code_bits(OpeningKind::ALL, masked.wants.kinds.iter().copied()))
        .with(Facts::LICENCES, code_bits(LicenceKind::ALL, masked.licences.iter().map(|held| held.kind)))
        .with(Facts::FRESH, usize::try_from(fresh).unwrap_or(0))
}

fn codes(masked: &Masked) -> Vec<String> {
    let code = |letter: &str, trade: &Trade| format!("{letter}:{}", trade.slug());
    let wanted = masked.wants.trades.iter().map(|trade| code("w", trade));
    let skilled = masked.skills.iter().map(|skill| code("s", &skill.trade));
    let done = masked.work.iter().filter_map(|work| work.trade).map(|trade| code("d", &trade));
    let codes: BTreeSet<String> = wanted.chain(skilled).chain(done).collect();
    codes.into_iter().collect()
}

/// The profile in words of ours: what a search may be typed in.
fn text(masked: &Masked) -> String {
    let mut said: Vec<String> = Vec::new();
    let trades = masked.wants.trades.iter().copied().chain(masked.skills.iter().map(|skill| skill.trade));
    for trade in trades.chain(masked.work.iter().filter_map(|work| work.trade)) {
        let occupation = trade.occupation();
        said.push(occupation.zh.clone());
        said.extend(occupation.names.iter().chain(&occupation.lay).chain(&occupation.english).cloned());
    }
    let lineage = masked.district.into_iter().flat_map(|district| district.code().lineage());
    said.extend(lineage.filter_map(|code| Regions::builtin().name(code)).map(str::to_owned));
    for lang in Lang::ALL {
        said.extend(masked.education.map(|level| lang.education(level)));
        said.extend(masked.licences.iter().map(|held| lang.licence(held.kind)));
        said.extend(masked.wants.kinds.iter().map(|kind| lang.opening_kind(*kind)));
    }
    if let Some(field) = masked.field {
        said.extend([field.name().zh.clone(), field.name().en.clone()]);
    }
    let certificates = masked.licences.iter().filter_map(|held| Book::builtin().certificate(held.kind));
    said.extend(certificates.flat_map(|certificate| [certificate.name.zh.clone(), certificate.name.en.clone()]));
    let mut seen = BTreeSet::new();
    said.retain(|word| seen.insert(word.clone()));
    said.join("，")
}

/// One fault between index and database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Drift {
    /// Shown, but not found.
    Lacking(i64),
    /// Found, but shown to nobody.
    Stale(i64),
    Twice(i64),
    /// Found by something else than what is on record.
    Differs(i64),
}

impl std::fmt::Display for Drift {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (id, what) = match self {
            Self::Lacking(id) => (id, "is shown and not in the index"),
            Self::Stale(id) => (id, "is in the index and shown to nobody"),
            Self::Twice(id) => (id, "is in the index twice"),
            Self::Differs(id) => (id, "stands in the index with something else than is on record"),
        };
        write!(f, "candidate {} {what}", crate::db::show_id(*id))
    }
}

/// Holds the index against the database and names every difference.
pub async fn drift(db: &Db, searcher: &Searcher) -> Result<Vec<Drift>, Error> {
    let mut wanted: BTreeMap<i64, u64> = BTreeMap::new();
    let mut after = 0;
    loop {
        let part = store::indexed_after(db, after, 1_000).await?;
        let Some(last) = part.last() else { break };
        after = last.id;
        wanted.extend(part.iter().map(|candidate| (candidate.id, Entry::of(candidate).sum())));
    }
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for segment in searcher.segment_readers() {
        let (ids, sums) = (segment.fast_fields().u64("id")?, segment.fast_fields().u64("sum")?);
        for doc in segment.doc_ids_alive() {
            let id = ids.first(doc).unwrap_or(0) as i64;
            if !seen.insert(id) {
                faults.push(Drift::Twice(id));
                continue;
            }
            match wanted.remove(&id) {
                None => faults.push(Drift::Stale(id)),
                Some(sum) if sums.first(doc) != Some(sum) => faults.push(Drift::Differs(id)),
                Some(_) => {}
            }
        }
    }
    faults.extend(wanted.into_keys().map(Drift::Lacking));
    Ok(faults)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_have_room_for_every_list() {
        assert!(Catalogue::builtin().all().len() <= 64, "trades");
        assert!(Education::ALL.len() < 15 && OpeningKind::ALL.len() <= 6 && LicenceKind::ALL.len() <= 15);
        assert!(RegionOrder::builtin().codes.len() < 0x1fff, "regions");
    }

    #[test]
    fn a_bit_stands_for_each_code_in_its_own_order() {
        assert_eq!(code_bits(OpeningKind::ALL, [OpeningKind::Vacancy, OpeningKind::PublicWelfare]), 0b101);
        assert_eq!(code_bits(OpeningKind::ALL, []), 0);
    }
}
