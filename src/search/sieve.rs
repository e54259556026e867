//! A request's filters, held against the packed numbers of a post.
//!
//! Facets are disjunctive: the counts of one facet are taken as if nothing were chosen in that facet. So a post that
//! fails in exactly one of them still counts there, and only a post that fails in none is a hit.

use super::collect::kilometres;
use super::posts::Post;
use super::schema::{Facts, RegionOrder, place_of, unpack_spot};
use super::{Request, Sort};
use crate::codes::{Education, InstitutionKind, OpeningKind, Pathway};
use crate::occupations::Catalogue;
use crate::regions::RegionCode;

/// The ways in which a post can fail; each is one facet.
#[derive(Clone, Copy)]
pub enum Facet {
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
    /// Its bit in a set of fails.
    pub const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// What speaks against a post that passes: it stands behind those that nothing speaks against.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Doubts {
    /// The hands-on work of a trade is looked for: a rank of it (保洁主管) is less.
    pub rank: bool,
    /// The trades that are looked for and those near to them, a bit each by their place in the catalogue; 0: any. A post that is
    /// surely another trade only has the words (家政业务员).
    pub trades: u128,
    /// Bits of the condition word that say the opposite of what is asked: of day and night work, the day alone is better.
    pub mixed: u64,
}

impl Doubts {
    /// By how much the score of a post shrinks.
    #[inline]
    pub fn about(&self, post: &Post) -> f64 {
        let trade = post.facts.part(Facts::OCCUPATION);
        let stranger = self.trades != 0 && trade != 0 && self.trades >> trade & 1 == 0;
        let rank = self.rank && post.facts.part(Facts::RANK) == 1;
        let mixed = post.conditions & self.mixed != 0;
        (if stranger { 0.7 } else { 1.0 }) * (if rank { 0.75 } else { 1.0 }) * if mixed { 0.85 } else { 1.0 }
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
    today: u16,
    /// Nothing was chosen: every post that is still valid passes.
    open: bool,
    /// The age of the searcher; 0: not told.
    age: usize,
    /// Whether a post must say that it takes people of that age.
    age_stated: bool,
    /// What lets a post that passes stand behind others.
    pub doubts: Doubts,
    pub sort: Sort,
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
        let sieve = Self {
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
            today: today.clamp(0, i64::from(u16::MAX)) as u16,
            open: false,
            age: 0,
            age_stated: false,
            doubts: Doubts::default(),
            sort: request.sort,
        };
        Self { open: sieve.is_open(), ..sieve }
    }

    fn is_open(&self) -> bool {
        let codes = self.kinds | self.educations | self.institutions | self.conditions | self.contrary;
        let counted = self.pathways == 0 && self.occupations == 0 && self.pay_min == 0 && !self.subsidy;
        codes == 0 && counted && self.regions.is_empty() && self.radius_km.is_infinite()
    }

    /// Keeps out posts that do not take people of an age, and with `stated` those that do not say that they do.
    pub fn for_age(mut self, age: Option<u8>, stated: bool) -> Self {
        (self.age, self.age_stated) = (age.map_or(0, usize::from), stated);
        self.open &= age.is_none();
        self
    }

    /// Lets posts stand behind others for these doubts.
    pub fn with(mut self, doubts: Doubts) -> Self {
        self.doubts = doubts;
        self
    }

    fn takes_age(&self, facts: Facts) -> bool {
        let limit = facts.part(Facts::AGE);
        self.age == 0 || if limit == 0 { !self.age_stated } else { limit >= self.age }
    }

    fn has_region(&self, place: usize) -> bool {
        self.regions.is_empty() || self.regions.get(place / 64).is_some_and(|word| word >> (place % 64) & 1 == 1)
    }

    /// In which facets a post fails, a bit each.
    #[inline]
    pub fn fails(&self, post: &Post, distance: Option<f64>) -> u8 {
        if self.open {
            return if post.until >= self.today { 0 } else { Facet::Other.bit() };
        }
        let facts = post.facts;
        let chosen = |mask: u64, part| mask == 0 || mask >> facts.part(part) & 1 == 1;
        let mut fails = 0;
        let mut hold = |facet: Facet, holds: bool| fails |= if holds { 0 } else { facet.bit() };
        hold(Facet::Kind, chosen(self.kinds, Facts::KIND));
        hold(Facet::Occupation, self.occupations == 0 || self.occupations >> facts.part(Facts::OCCUPATION) & 1 == 1);
        hold(Facet::Education, chosen(self.educations, Facts::EDUCATION));
        hold(Facet::Institution, chosen(self.institutions, Facts::INSTITUTION));
        hold(Facet::Region, self.has_region(facts.part(Facts::REGION)));
        hold(Facet::Pay, post.pay.1 >= self.pay_min);
        hold(Facet::Pathway, self.pathways == 0 || self.pathways & facts.part(Facts::PATHWAYS) != 0);
        let opens = !self.subsidy || facts.part(Facts::SUBSIDY) == 1;
        let near = self.radius_km.is_infinite() || distance.is_some_and(|km| km <= self.radius_km);
        let said = post.conditions & self.conditions == self.conditions && post.conditions & self.contrary == 0;
        hold(Facet::Other, said && post.until >= self.today && near && opens && self.takes_age(facts));
        fails
    }

    /// How far a post is from where the searcher stands, where both are known.
    #[inline]
    pub fn distance(&self, spot: impl FnOnce() -> u64) -> Option<f64> {
        let here = self.near?;
        unpack_spot(spot()).map(|there| kilometres(here, there))
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
