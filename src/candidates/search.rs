//! Searching people, as a verified institution does: words and facets from the index, who may be seen from the database.
//!
//! The index gives every hit; the database says before anything is counted who is hidden from the asker and whether its posts
//! match, and once more for each profile that is shown. So neither a total nor a facet tells of somebody the asker may not
//! see, and a hit that went stale vanishes.

use super::asker::{Answer, Asker};
use super::index::{Facts, code_bits, trade_bits};
use super::masked::Availability;
use super::meant::Meant;
use super::store::{log, seen};
use super::{Directory, Looker, Masked, Part};
use crate::codes::{Education, LicenceKind, OpeningKind, SkillLevel};
use crate::db::Db;
use crate::error::Error;
use crate::institutions::Standing;
use crate::occupations::Catalogue;
use crate::regions::{RegionCode, Regions};
use crate::search::schema::{RegionOrder, place_of};
use crate::search::{Corrected, DEEPEST, FacetCount, Understood};
use crate::time::{Stamp, today};
use std::collections::BTreeMap;
use tantivy::query::{EnableScoring, Query};
use tantivy::{DocSet as _, Score, Searcher, TERMINATED};

/// What an institution asks. Values within one list are alternatives; the lists all apply.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// As typed, at most 200 characters are read.
    pub q: String,
    /// Trades looked for, by slug.
    pub occupations: Vec<String>,
    /// Where people live, by region code.
    pub regions: Vec<String>,
    pub education: Vec<Education>,
    pub licences: Vec<LicenceKind>,
    /// Levels of the highest skill.
    pub levels: Vec<SkillLevel>,
    pub availability: Vec<Availability>,
    pub kinds: Vec<OpeningKind>,
    /// Only those who said that they do nights, or live in.
    pub nights: bool,
    pub live_in: bool,
    /// From 1.
    pub page: usize,
    /// 1 to 100.
    pub per_page: usize,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            q: String::new(),
            occupations: vec![],
            regions: vec![],
            education: vec![],
            licences: vec![],
            levels: vec![],
            availability: vec![],
            kinds: vec![],
            nights: false,
            live_in: false,
            page: 1,
            per_page: 20,
        }
    }
}

/// One hit.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    pub masked: Masked,
    pub score: f32,
}

/// The values of each facet, with how many people have it, all other choices kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    pub occupation: Vec<FacetCount>,
    pub region: Vec<FacetCount>,
    pub education: Vec<FacetCount>,
    pub licence: Vec<FacetCount>,
    /// Highest skill level, 1 to 8.
    pub level: Vec<FacetCount>,
    pub availability: Vec<FacetCount>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    pub total: u64,
    pub hits: Vec<Hit>,
    pub understood: Vec<Understood>,
    /// A typing error that was mended because the words as typed found nobody.
    pub corrected: Option<Corrected>,
    pub facets: Facets,
}

/// Answers an institution's search. Those who are shown in the answer read in their log that they were listed.
///
/// # Errors
/// [`Error::Input`] naming what is not known, [`Error::Missing`] where there is no such institution.
pub async fn search(db: &Db, directory: &Directory, request: &Request, institution: i64) -> Result<Answer<Found>, Error> {
    let (now, day) = (Stamp::now(), today());
    let asker = seen::asker(db, institution, day).await?;
    if asker.standing != Standing::Verified {
        return Ok(Answer::Barred(asker.standing));
    }
    let (meant, gathered, corrected) = answered(directory, request, &asker)?;
    let page: Vec<&Ranked> =
        gathered.hits.iter().skip((request.page.max(1) - 1).saturating_mul(request.per_page)).take(request.per_page).collect();
    let ids: Vec<i64> = page.iter().map(|hit| hit.id).collect();
    let mut seen: BTreeMap<i64, Masked> =
        seen::visible(db, &ids, &asker, day).await?.iter().map(|candidate| (candidate.id, Masked::of(candidate, day))).collect();
    let hits: Vec<Hit> = page.iter().filter_map(|hit| Some(Hit { masked: seen.remove(&hit.id)?, score: hit.score })).collect();
    let shown: Vec<i64> = hits.iter().map(|hit| hit.masked.id).collect();
    log::looked(db, &shown, Looker::Institution(institution), Part::Listed, "search", now).await?;
    let facets = gathered.counts.facets(&meant, request);
    Ok(Answer::Found(Found { total: gathered.hits.len() as u64, hits, understood: meant.chips, corrected, facets }))
}

/// What the words find; where they find nobody, what they were likely meant for.
fn answered(directory: &Directory, request: &Request, asker: &Asker) -> Result<(Meant, Gathered, Option<Corrected>), Error> {
    let searcher = directory.held.searcher();
    let run = |meant: &Meant| gather(&searcher, &*meant.query(directory), &Sieve::new(request, meant)?, asker);
    let meant = Meant::read(&request.q, directory.home);
    let gathered = run(&meant)?;
    if !gathered.hits.is_empty() {
        return Ok((meant, gathered, None));
    }
    // The likeliest guess comes first.
    for (from, to) in meant.guesses(&directory.vocabulary) {
        let better = Meant::read(&meant.text.replacen(&from, &to, 1), directory.home);
        let found = run(&better)?;
        if !found.hits.is_empty() {
            return Ok((better, found, Some(Corrected { from, to })));
        }
    }
    Ok((meant, gathered, None))
}

/// The facets, each a bit: who fails in exactly one still counts there.
const OCCUPATION: u8 = 1;
const REGION: u8 = 1 << 1;
const EDUCATION: u8 = 1 << 2;
const LICENCE: u8 = 1 << 3;
const LEVEL: u8 = 1 << 4;
const AVAILABILITY: u8 = 1 << 5;
const OTHER: u8 = 1 << 6;

struct Sieve {
    occupations: u64,
    /// Places of the districts in the catalogue's order.
    districts: Option<Vec<bool>>,
    education: usize,
    licences: usize,
    levels: usize,
    availability: usize,
    kinds: usize,
    nights: bool,
    live_in: bool,
}

impl Sieve {
    fn new(request: &Request, meant: &Meant) -> Result<Self, Error> {
        let mut faults = Vec::new();
        for slug in &request.occupations {
            if let Err(fault) = Catalogue::builtin().find(slug) {
                faults.push(crate::error::FieldFault::new("occupation", fault.to_string()));
            }
        }
        let mut chosen: Vec<RegionCode> = Vec::new();
        for code in &request.regions {
            match code.parse::<RegionCode>().ok().filter(|code| Regions::builtin().knows(*code)) {
                Some(code) => chosen.push(code),
                None => faults.push(crate::error::FieldFault::new("region", format!("“{code}” is not a known region code"))),
            }
        }
        if !(1..=100).contains(&request.per_page) {
            faults.push(crate::error::FieldFault::new("per_page", "is not a number from 1 to 100"));
        }
        if request.page == 0 || request.page.saturating_mul(request.per_page.max(1)) > DEEPEST {
            faults.push(crate::error::FieldFault::new("page", format!("is not a page of the first {DEEPEST}")));
        }
        if !faults.is_empty() {
            return Err(Error::Input(faults));
        }
        let sets = [&chosen, &meant.places].map(|codes| (!codes.is_empty()).then_some(codes.as_slice()));
        let places = |bits: Vec<usize>| bits.into_iter().fold(0, |bits, place| bits | 1 << place);
        Ok(Self {
            occupations: trade_bits(request.occupations.iter().map(String::as_str)),
            districts: districts(&sets),
            education: places(request.education.iter().map(|level| place_of(Education::ALL, level)).collect()),
            licences: code_bits(LicenceKind::ALL, request.licences.iter().copied()),
            levels: places(request.levels.iter().map(|level| usize::from(level.get())).collect()),
            availability: places(request.availability.iter().map(|one| place_of(&Availability::ALL, one)).collect()),
            kinds: code_bits(OpeningKind::ALL, request.kinds.iter().copied()),
            nights: request.nights,
            live_in: request.live_in,
        })
    }

    /// The facets in which a profile fails.
    fn fails(&self, facts: Facts, wanted: u64) -> u8 {
        let lacks = |chosen: usize, part| chosen != 0 && chosen & (1 << facts.part(part)) == 0;
        let kinds = facts.part(Facts::KINDS);
        let other = (self.kinds != 0 && kinds != 0 && kinds & self.kinds == 0)
            || (self.nights && facts.part(Facts::NIGHTS) != 2)
            || (self.live_in && facts.part(Facts::LIVE_IN) != 2);
        let elsewhere =
            self.districts.as_ref().is_some_and(|inside| !inside.get(facts.part(Facts::DISTRICT)).copied().unwrap_or(false));
        [
            (self.occupations != 0 && self.occupations & wanted == 0, OCCUPATION),
            (elsewhere, REGION),
            (lacks(self.education, Facts::EDUCATION), EDUCATION),
            (self.licences != 0 && self.licences & facts.part(Facts::LICENCES) == 0, LICENCE),
            (lacks(self.levels, Facts::LEVEL), LEVEL),
            (lacks(self.availability, Facts::AVAILABILITY), AVAILABILITY),
            (other, OTHER),
        ]
        .into_iter()
        .fold(0, |bits, (fails, bit)| if fails { bits | bit } else { bits })
    }
}

/// Which districts lie inside one of each set's divisions, by their place in the catalogue's order; none where nothing was asked.
fn districts(sets: &[Option<&[RegionCode]>]) -> Option<Vec<bool>> {
    if sets.iter().all(Option::is_none) {
        return None;
    }
    let inside = |code: &RegionCode| {
        sets.iter()
            .flatten()
            .all(|codes| codes.iter().any(|wanted| wanted.contains(*code) || district_of(*wanted) == Some(*code)))
    };
    Some(std::iter::once(false).chain(RegionOrder::builtin().codes.iter().map(inside)).collect())
}

/// A profile names no more than a district: who asks for a street of it asks for the district.
fn district_of(code: RegionCode) -> Option<RegionCode> {
    code.lineage().find(|code| code.level() <= crate::regions::Level::District)
}

struct Ranked {
    id: i64,
    score: Score,
    fresh: usize,
}

#[derive(Default)]
struct Gathered {
    /// Best first.
    hits: Vec<Ranked>,
    counts: Counts,
}

/// Every hit that the asker may see, and every facet's counts, in one pass.
fn gather(searcher: &Searcher, query: &dyn Query, sieve: &Sieve, asker: &Asker) -> Result<Gathered, Error> {
    let weight = query.weight(EnableScoring::enabled_from_searcher(searcher))?;
    let mut gathered = Gathered::default();
    for reader in searcher.segment_readers() {
        let fast = reader.fast_fields();
        let (ids, facts, wanted) = (fast.u64("id")?, fast.u64("facts")?, fast.u64("wanted")?);
        let mut scorer = weight.scorer(reader, 1.0)?;
        let mut doc = scorer.doc();
        while doc != TERMINATED {
            let id = ids.first(doc).unwrap_or(0) as i64;
            let (facts, wanted) = (Facts(facts.first(doc).unwrap_or(0)), wanted.first(doc).unwrap_or(0));
            if reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc)) && asker.may_count(id, facts, wanted) {
                let fails = sieve.fails(facts, wanted);
                if fails.count_ones() <= 1 && fails & OTHER == 0 {
                    gathered.counts.count(facts, wanted, fails);
                }
                if fails == 0 {
                    gathered.hits.push(Ranked { id, score: scorer.score(), fresh: facts.part(Facts::FRESH) });
                }
            }
            doc = scorer.advance();
        }
    }
    // Among equals who showed a sign of life last.
    gathered
        .hits
        .sort_by(|one, other| other.score.total_cmp(&one.score).then(other.fresh.cmp(&one.fresh)).then(one.id.cmp(&other.id)));
    Ok(gathered)
}

/// Counts by place in each list.
struct Counts {
    occupations: [u64; 64],
    districts: BTreeMap<usize, u64>,
    educations: [u64; 16],
    licences: [u64; 16],
    levels: [u64; 16],
    availability: [u64; 4],
}

impl Default for Counts {
    fn default() -> Self {
        Self {
            occupations: [0; 64],
            districts: BTreeMap::new(),
            educations: [0; 16],
            licences: [0; 16],
            levels: [0; 16],
            availability: [0; 4],
        }
    }
}

fn add(counts: &mut [u64], place: usize) {
    if let Some(count) = counts.get_mut(place) {
        *count += 1;
    }
}

fn bits(word: u64) -> impl Iterator<Item = usize> {
    (0..64).filter(move |place| word & (1 << place) != 0)
}

impl Counts {
    /// Counts a profile in every facet in which it fails alone or that it passes.
    fn count(&mut self, facts: Facts, wanted: u64, fails: u8) {
        let counts = |facet: u8| fails & !facet == 0;
        if counts(OCCUPATION) {
            bits(wanted).for_each(|place| add(&mut self.occupations, place));
        }
        if counts(REGION) {
            *self.districts.entry(facts.part(Facts::DISTRICT)).or_default() += 1;
        }
        if counts(EDUCATION) {
            add(&mut self.educations, facts.part(Facts::EDUCATION));
        }
        if counts(LICENCE) {
            bits(facts.part(Facts::LICENCES) as u64).for_each(|place| add(&mut self.licences, place));
        }
        if counts(LEVEL) {
            add(&mut self.levels, facts.part(Facts::LEVEL));
        }
        if counts(AVAILABILITY) {
            add(&mut self.availability, facts.part(Facts::AVAILABILITY));
        }
    }

    fn facets(&self, meant: &Meant, request: &Request) -> Facets {
        let occupations = Catalogue::builtin().all();
        let listed = |counts: &[u64], name: &dyn Fn(usize) -> Option<String>| -> Vec<FacetCount> {
            let some = counts.iter().enumerate().filter(|(_, count)| **count > 0);
            some.filter_map(|(place, count)| Some(FacetCount { value: name(place)?, count: *count })).collect()
        };
        let mut facets = Facets {
            occupation: listed(&self.occupations, &|place| occupations.get(place).map(|each| each.slug.clone())),
            region: self.regions(meant, request),
            education: listed(&self.educations, &|place| Some(Education::ALL.get(place.checked_sub(1)?)?.slug().to_owned())),
            licence: listed(&self.licences, &|place| LicenceKind::ALL.get(place).map(|kind| kind.slug().to_owned())),
            level: listed(&self.levels, &|place| (place > 0).then(|| place.to_string())),
            availability: listed(&self.availability, &|place| {
                Some(Availability::ALL.get(place.checked_sub(1)?)?.slug().to_owned())
            }),
        };
        for list in [&mut facets.occupation, &mut facets.region, &mut facets.licence] {
            list.sort_by(|one, other| other.count.cmp(&one.count).then(one.value.cmp(&other.value)));
        }
        facets
    }

    /// Districts; where people of more than one city are found and none was asked for, cities.
    fn regions(&self, meant: &Meant, request: &Request) -> Vec<FacetCount> {
        let order = &RegionOrder::builtin().codes;
        let known: Vec<(RegionCode, u64)> =
            self.districts.iter().filter_map(|(place, count)| Some((*order.get(place.checked_sub(1)?)?, *count))).collect();
        let mut cities: BTreeMap<RegionCode, u64> = BTreeMap::new();
        for (code, count) in &known {
            *cities.entry(code.city().unwrap_or(*code)).or_default() += count;
        }
        let asked = !meant.places.is_empty() || !request.regions.is_empty();
        let shown: Vec<(RegionCode, u64)> = if cities.len() > 1 && !asked { cities.into_iter().collect() } else { known };
        shown.into_iter().map(|(code, count)| FacetCount { value: code.to_string(), count }).collect()
    }
}
