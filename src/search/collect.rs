//! One pass over what a query matches: filters, counts every facet, and keeps the best.
//!
//! Facets are disjunctive: the counts of one facet are taken as if nothing were chosen in that facet. So a post that
//! fails in exactly one of them still counts there, and only a post that fails in none is a hit.

use super::schema::{Facts, RegionOrder, place_of, unpack_spot};
use super::{Request, Sort};
use crate::codes::{Education, InstitutionKind, OpeningKind, Pathway};
use crate::occupations::Catalogue;
use crate::regions::RegionCode;
use std::sync::Arc;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::ColumnValues;
use tantivy::query::Weight;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

/// Lower ends of the bands that pay is counted in, yuan a month.
pub const PAY_BANDS: [u32; 7] = [0, 2_000, 3_000, 4_000, 5_000, 6_000, 8_000];

/// The ways in which a post can fail; each is one facet.
#[derive(Clone, Copy)]
enum Facet {
    Kind,
    Occupation,
    Education,
    Institution,
    Region,
    Pay,
    Pathway,
    /// Everything that is no facet of its own: conditions, distance, validity.
    Other,
}

impl Facet {
    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// A request's filters, ready to be held against the packed words.
#[derive(Debug, Clone)]
pub struct Sieve {
    kinds: u64,
    occupations: u128,
    educations: u64,
    institutions: u64,
    pathways: usize,
    subsidy: bool,
    /// One bit for each place in the order of regions; empty: all.
    regions: Vec<u64>,
    /// Bits of the condition word that must be set, and that must not.
    conditions: u64,
    contrary: u64,
    pay_min: u32,
    near: Option<(f64, f64)>,
    radius_km: f64,
    today: u32,
    sort: Sort,
}

impl Sieve {
    /// Compiles the filters. `conditions` and `contrary` are the bits that the words of the query add.
    pub fn new(request: &Request, conditions: u64, contrary: u64, pay_min: i64, today: i64) -> Self {
        let bits = |places: &mut dyn Iterator<Item = usize>| places.fold(0u64, |bits, place| bits | 1 << place);
        let catalogue = Catalogue::builtin().all();
        let place_in_catalogue = |slug: &String| catalogue.iter().position(|each| each.slug == *slug).map_or(0, |at| at + 1);
        // A post that states no education asks for none; one that states it is left out where it asks for more.
        let allowed = |place: usize| match place.checked_sub(1).and_then(|at| Education::ALL.get(at)) {
            None => true,
            Some(asked) => request.education.iter().any(|own| own.meets(*asked)),
        };
        Self {
            kinds: bits(&mut request.kinds.iter().map(|kind| place_of(OpeningKind::ALL, kind))),
            occupations: request.occupations.iter().map(place_in_catalogue).fold(0, |bits, place| bits | 1 << place),
            educations: if request.education.is_empty() { 0 } else { bits(&mut (0..16).filter(|place| allowed(*place))) },
            institutions: bits(&mut request.institution_kinds.iter().map(|kind| place_of(InstitutionKind::ALL, kind))),
            pathways: request.pathways.iter().fold(0, |bits, pathway| bits | 1 << (place_of(Pathway::ALL, pathway) - 1)),
            subsidy: request.subsidy,
            regions: region_bits(&request.regions),
            conditions,
            contrary,
            pay_min: pay_min.max(request.pay_min.unwrap_or(0)).clamp(0, i64::from(u32::MAX)) as u32,
            near: request.near,
            radius_km: request.radius_km.unwrap_or(f64::INFINITY),
            today: today.clamp(0, i64::from(u32::MAX)) as u32,
            sort: request.sort,
        }
    }

    fn has_region(&self, place: usize) -> bool {
        self.regions.is_empty() || self.regions.get(place / 64).is_some_and(|word| word >> (place % 64) & 1 == 1)
    }

    /// In which facets a post fails.
    fn fails(&self, facts: Facts, conditions: u64, pay: u64, until: u32, distance: Option<f64>) -> u8 {
        let chosen = |mask: u64, part| mask == 0 || mask >> facts.part(part) & 1 == 1;
        let mut fails = 0;
        let mut hold = |facet: Facet, holds: bool| fails |= if holds { 0 } else { facet.bit() };
        hold(Facet::Kind, chosen(self.kinds, Facts::KIND));
        hold(Facet::Occupation, self.occupations == 0 || self.occupations >> facts.part(Facts::OCCUPATION) & 1 == 1);
        hold(Facet::Education, chosen(self.educations, Facts::EDUCATION));
        hold(Facet::Institution, chosen(self.institutions, Facts::INSTITUTION));
        hold(Facet::Region, self.has_region(facts.part(Facts::REGION)));
        hold(Facet::Pay, pay as u32 >= self.pay_min);
        hold(Facet::Pathway, self.pathways == 0 || self.pathways & facts.part(Facts::PATHWAYS) != 0);
        let opens = !self.subsidy || facts.part(Facts::SUBSIDY) == 1;
        let near = self.radius_km.is_infinite() || distance.is_some_and(|km| km <= self.radius_km);
        hold(
            Facet::Other,
            conditions & self.conditions == self.conditions
                && conditions & self.contrary == 0
                && until >= self.today
                && near
                && opens,
        );
        fails
    }
}

fn region_bits(codes: &[String]) -> Vec<u64> {
    let chosen: Vec<RegionCode> = codes.iter().filter_map(|code| code.parse().ok()).collect();
    if chosen.is_empty() {
        return vec![];
    }
    let order = RegionOrder::builtin();
    let mut bits = vec![0u64; order.codes.len() / 64 + 1];
    for (at, code) in order.codes.iter().enumerate() {
        if chosen.iter().any(|chosen| chosen.contains(*code)) {
            bits[(at + 1) / 64] |= 1 << ((at + 1) % 64);
        }
    }
    bits
}

/// Counts by the place of each value in its list.
#[derive(Debug, Clone)]
pub struct Counts {
    pub kinds: [u64; 8],
    pub occupations: Vec<u64>,
    pub educations: [u64; 16],
    pub institutions: [u64; 16],
    pub regions: Vec<u64>,
    pub conditions: [u64; 32],
    pub pay: [u64; PAY_BANDS.len()],
    pub pathways: [u64; 8],
}

impl Default for Counts {
    fn default() -> Self {
        Self {
            kinds: [0; 8],
            occupations: vec![0; 128],
            educations: [0; 16],
            institutions: [0; 16],
            regions: vec![0; RegionOrder::builtin().codes.len() + 1],
            conditions: [0; 32],
            pay: [0; PAY_BANDS.len()],
            pathways: [0; 8],
        }
    }
}

impl Counts {
    fn add(&mut self, other: &Self) {
        let add = |into: &mut [u64], from: &[u64]| into.iter_mut().zip(from).for_each(|(into, from)| *into += from);
        add(&mut self.kinds, &other.kinds);
        add(&mut self.occupations, &other.occupations);
        add(&mut self.educations, &other.educations);
        add(&mut self.institutions, &other.institutions);
        add(&mut self.regions, &other.regions);
        add(&mut self.conditions, &other.conditions);
        add(&mut self.pay, &other.pay);
        add(&mut self.pathways, &other.pathways);
    }

    #[inline]
    fn count(&mut self, fails: u8, facts: Facts, conditions: u64, pay: u64, posts: u64) {
        let counts = |facet: Facet| fails & !facet.bit() == 0;
        if counts(Facet::Kind) {
            self.kinds[facts.part(Facts::KIND)] += posts;
        }
        if counts(Facet::Occupation) {
            self.occupations[facts.part(Facts::OCCUPATION)] += posts;
        }
        if counts(Facet::Education) {
            self.educations[facts.part(Facts::EDUCATION)] += posts;
        }
        if counts(Facet::Institution) {
            self.institutions[facts.part(Facts::INSTITUTION)] += posts;
        }
        if counts(Facet::Region)
            && let Some(count) = self.regions.get_mut(facts.part(Facts::REGION))
        {
            *count += posts;
        }
        if counts(Facet::Pay) && pay != 0 {
            let high = pay as u32;
            let band = PAY_BANDS.iter().rposition(|low| high >= *low).unwrap_or(0);
            self.pay[band] += posts;
        }
        if counts(Facet::Pathway) {
            let suits = facts.part(Facts::PATHWAYS);
            self.pathways.iter_mut().enumerate().filter(|(at, _)| suits >> at & 1 == 1).for_each(|(_, count)| *count += posts);
        }
        if fails == 0 {
            // The low half says; what is denied is not counted.
            let mut conditions = conditions & 0xffff_ffff;
            while conditions != 0 {
                self.conditions[conditions.trailing_zeros() as usize] += posts;
                conditions &= conditions - 1;
            }
        }
    }
}

/// A hit before its row is read. Ordered best first by `key`, then newest, then by id, so that the order is the same
/// however the index is cut into segments.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    pub key: f64,
    pub published: u32,
    pub id: u64,
    pub score: f32,
    pub distance_km: Option<f64>,
    /// How many posts say the same, itself included.
    pub alike: u32,
}

impl Found {
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        other.key.total_cmp(&self.key).then(other.published.cmp(&self.published)).then(other.id.cmp(&self.id))
    }
}

/// The best of what was seen, in no order until taken.
#[derive(Debug)]
struct Best {
    most: usize,
    kept: Vec<Found>,
    /// What is below this key cannot be among the best any more.
    floor: f64,
}

impl Best {
    fn new(most: usize) -> Self {
        Self { most, kept: Vec::with_capacity((most * 2).min(4096)), floor: f64::NEG_INFINITY }
    }

    fn offer(&mut self, found: Found) {
        self.kept.push(found);
        if self.kept.len() >= self.most * 2 + 16 {
            self.cut();
        }
    }

    fn cut(&mut self) {
        if self.kept.len() > self.most {
            self.kept.select_nth_unstable_by(self.most.saturating_sub(1), Found::order);
            self.kept.truncate(self.most);
            self.floor = self.kept.last().map_or(self.floor, |last| last.key);
        }
    }

    fn take(mut self) -> Vec<Found> {
        self.kept.sort_unstable_by(Found::order);
        self.kept.truncate(self.most);
        self.kept
    }
}

/// What one pass gives.
#[derive(Debug, Default)]
pub struct Gathered {
    pub best: Vec<Found>,
    pub counts: Counts,
    /// Hits, those that say the same once.
    pub entries: u64,
    /// Posts behind the hits.
    pub total: u64,
}

/// Gathers the best `most` hits.
#[derive(Debug)]
pub struct Gather<'a> {
    pub sieve: &'a Sieve,
    pub most: usize,
}

type Numbers = Arc<dyn ColumnValues<u64>>;

struct Columns {
    facts: Numbers,
    conditions: Numbers,
    pay: Numbers,
    spot: Numbers,
    days: Numbers,
    crowd: Numbers,
    id: Numbers,
}

impl Columns {
    fn of(reader: &SegmentReader) -> tantivy::Result<Self> {
        let column = |name| reader.fast_fields().u64(name).map(|column| column.first_or_default_col(0));
        Ok(Self {
            facts: column("facts")?,
            conditions: column("conditions")?,
            pay: column("pay")?,
            spot: column("spot")?,
            days: column("days")?,
            crowd: column("crowd")?,
            id: column("id")?,
        })
    }
}

/// Required by the trait, never fed: [`Gather::collect_segment`] walks the posts itself, so that a post that fails is
/// never scored.
pub struct Unused;

impl SegmentCollector for Unused {
    type Fruit = Gathered;
    fn collect(&mut self, _: DocId, _: Score) {}
    fn harvest(self) -> Gathered {
        Gathered::default()
    }
}

impl Collector for Gather<'_> {
    type Fruit = Gathered;
    type Child = Unused;

    fn for_segment(&self, _: u32, _: &SegmentReader) -> tantivy::Result<Unused> {
        Ok(Unused)
    }

    fn requires_scoring(&self) -> bool {
        self.sieve.sort == Sort::Relevance
    }

    fn collect_segment(&self, weight: &dyn Weight, _: u32, reader: &SegmentReader) -> tantivy::Result<Gathered> {
        let columns = Columns::of(reader)?;
        let alive = reader.alive_bitset();
        let mut scorer = weight.scorer(reader, 1.0)?;
        let mut gathered = Gathered::default();
        let mut best = Best::new(self.most);
        let mut doc = scorer.doc();
        while doc != TERMINATED {
            if alive.is_none_or(|alive| alive.is_alive(doc)) {
                self.look_at(doc, &columns, &mut gathered, &mut best, &mut || scorer.score());
            }
            doc = scorer.advance();
        }
        gathered.best = best.take();
        Ok(gathered)
    }

    fn merge_fruits(&self, parts: Vec<Gathered>) -> tantivy::Result<Gathered> {
        let mut all = Gathered::default();
        for part in parts {
            all.best.extend(part.best);
            all.counts.add(&part.counts);
            all.entries += part.entries;
            all.total += part.total;
        }
        all.best.sort_unstable_by(Found::order);
        all.best.truncate(self.most);
        Ok(all)
    }
}

impl Gather<'_> {
    #[inline]
    fn look_at(&self, doc: DocId, columns: &Columns, gathered: &mut Gathered, best: &mut Best, score: &mut dyn FnMut() -> Score) {
        let sieve = self.sieve;
        let facts = Facts(columns.facts.get_val(doc));
        let pay = columns.pay.get_val(doc);
        let days = columns.days.get_val(doc);
        let distance = sieve.near.and_then(|here| Some(kilometres(here, unpack_spot(columns.spot.get_val(doc))?)));
        let conditions = columns.conditions.get_val(doc);
        let fails = sieve.fails(facts, conditions, pay, days as u32, distance);
        if fails & (fails.wrapping_sub(1)) != 0 || fails & Facet::Other.bit() != 0 {
            return;
        }
        let crowd = columns.crowd.get_val(doc);
        gathered.counts.count(fails, facts, conditions, pay, crowd >> 32);
        if fails != 0 {
            return;
        }
        gathered.entries += 1;
        gathered.total += crowd >> 32;
        let mut score_is = 0.0;
        let key;
        match sieve.sort {
            Sort::Relevance => {
                score_is = score();
                key = f64::from(score_is) * fairness(crowd as u32);
            }
            Sort::Newest => key = (days >> 32) as f64,
            Sort::Pay => key = if pay == 0 { -1.0 } else { (pay >> 32) as f64 + f64::from(pay as u32) },
            Sort::Distance => key = distance.map_or(f64::NEG_INFINITY, |km| -km),
            Sort::Ending => key = -f64::from(days as u32),
        }
        if key >= best.floor {
            best.offer(Found {
                key,
                published: (days >> 32) as u32,
                id: columns.id.get_val(doc),
                score: score_is,
                distance_km: distance,
                alike: (crowd >> 32) as u32,
            });
        }
    }
}

/// Posts that many have applied to lately stand a little behind posts that fit as well: at most 15 % of the score, so
/// that it decides among equals and never lifts what fits worse by far. `crowd` is applications a place, in hundredths.
fn fairness(crowd: u32) -> f64 {
    1.0 - 0.15 * ((1.0 + f64::from(crowd) / 100.0).log2() / 7.0).min(1.0)
}

/// The distance on the globe.
pub fn kilometres(from: (f64, f64), to: (f64, f64)) -> f64 {
    const EARTH_RADIUS_KM: f64 = 6371.0;
    let (lat_from, lat_to) = (from.0.to_radians(), to.0.to_radians());
    let half_lat = ((lat_to - lat_from) / 2.0).sin();
    let half_lon = ((to.1 - from.1).to_radians() / 2.0).sin();
    let chord = half_lat * half_lat + lat_from.cos() * lat_to.cos() * half_lon * half_lon;
    2.0 * EARTH_RADIUS_KM * chord.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_the_station_of_anshan_to_that_of_haicheng_it_is_some_35_kilometres() {
        let km = kilometres((41.110344, 122.994475), (40.852533, 122.752199));
        assert!((30.0..40.0).contains(&km), "{km}");
    }

    #[test]
    fn a_crowd_costs_a_little_and_never_more() {
        assert_eq!(fairness(0), 1.0);
        assert!(fairness(10_000) < fairness(100));
        assert!(fairness(u32::MAX) >= 0.85);
    }

    #[test]
    fn the_best_are_the_same_in_whatever_order_they_come() {
        let found =
            |id: u64| Found { key: (id % 7) as f64, published: (id % 3) as u32, id, score: 0.0, distance_km: None, alike: 1 };
        let run = |ids: &mut dyn Iterator<Item = u64>| {
            let mut best = Best::new(10);
            ids.for_each(|id| best.offer(found(id)));
            best.take().into_iter().map(|found| found.id).collect::<Vec<_>>()
        };
        assert_eq!(run(&mut (0..500)), run(&mut (0..500).rev()));
    }
}
