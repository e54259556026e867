//! A person, boiled down to what is weighed.
//!
//! Built once from a [`Person`] and a day; weighing a post against it only looks up. There is no field for sex, marriage,
//! ethnicity or household registration because a [`Person`] has none, and of the age only "surely under 16" is kept.

use super::form::LifeFact;
use super::pathways::{Book, graduated_within};
use super::post::{NO_TRADE, group_of, rank};
use super::{TRADES, bit};
use crate::codes::{LicenceKind, OpeningKind};
use crate::person::{Licence, Person, Wants};
use crate::regions::{Level, RegionCode, Regions};
use jiff::ToSpan;
use jiff::civil::Date;

/// What speaks for a trade, in the eyes of the explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Why {
    #[default]
    Nothing,
    Skill,
    SameWork,
    Licence(LicenceKind),
    /// The field of study at this place of the book.
    Studied(u16),
    /// The transfer at this place of the book.
    Transfer(u16),
}

/// How well it is known where someone lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Precision {
    Point,
    Street,
    District,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Home {
    pub lat: f32,
    pub lon: f32,
    /// Cosine of the latitude: what a degree of longitude is worth.
    pub cos: f32,
    pub precision: Precision,
}

/// What the person asked for; empty lists and `None` ask for nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wishes {
    /// A bit for each wanted and for each nearly wanted trade.
    pub trades: u64,
    pub near: u64,
    pub named_trades: bool,
    pub kinds: u64,
    pub named_kinds: bool,
    /// First and last padded code of each wanted division.
    pub regions: Vec<(u64, u64)>,
    pub radius_km: Option<f32>,
    pub pay_min: Option<i32>,
    pub nights: Option<bool>,
    pub live_in: Option<bool>,
}

/// Whether someone may go on practising as a doctor or nurse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Practice {
    /// Registered, and practised within two years.
    Open,
    /// The registration ran out.
    Expired,
    /// A doctor whose last day of practice was more than two years ago (医师法 art. 19).
    Idle,
    /// A nurse after a long break: open, but to be asked about.
    Break,
    /// No registration was named.
    Unnamed,
    /// A date that decides is not known.
    Unknown,
}

/// Licences, a bit each; `known` tells whether the person said anything of them.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Held {
    pub known: bool,
    /// Named at all, valid or not.
    pub named: u16,
    pub valid: u16,
    /// Valid, but only for another three months.
    pub ending: u16,
    /// Valid as far as is known: no last day was given.
    pub undated: u16,
    /// A doctor who last practised more than two years ago must be assessed and registered again (医师法 art. 19).
    pub stale: u16,
    /// A nurse who has not practised for long. No rule was found for nurses (护士条例 arts 7–10 name none), so it is only asked about.
    pub idle: u16,
    pub practised: u16,
}

/// A person ready to be weighed.
#[derive(Debug, Clone)]
pub struct Seeker {
    /// Any number that tells people apart; ties go to the lower.
    pub id: i64,
    /// What speaks for each trade, 0 to 100, and why.
    pub(crate) ability: [u8; TRADES],
    pub(crate) why: [Why; TRADES],
    /// Years of work that count as experience in each trade, in quarters.
    pub(crate) quarters: [u8; TRADES],
    /// Skill level held in each trade, 0 none.
    pub(crate) levels: [u8; TRADES],
    pub(crate) work_known: bool,
    pub(crate) skills_known: bool,
    /// 0 unknown; otherwise [`rank`].
    pub(crate) education: u8,
    pub(crate) fields: u32,
    pub(crate) major_known: bool,
    pub(crate) held: Held,
    pub(crate) wishes: Wishes,
    pub(crate) home: Option<Home>,
    /// First and last padded code of the division they live in.
    pub(crate) region: Option<(u64, u64)>,
    /// The ways by which they come, without a look at the household.
    pub(crate) ways: u8,
    /// Household flags as groups; none where nothing was said.
    pub(crate) groups: Option<u16>,
    pub(crate) rural: Option<bool>,
    pub(crate) employed: Option<bool>,
    pub(crate) registered: Option<bool>,
    pub(crate) retired: Option<bool>,
    /// Left school within two years; none where the day is not known.
    pub(crate) just_left_school: Option<bool>,
    /// Years they turn this year, where that is 16 or less; the age is not kept beyond that.
    pub(crate) young: Option<u8>,
    pub(crate) medic: bool,
}

impl Seeker {
    /// Boils a person down. What cannot be read (an unknown slug, a code that is none) counts as not said; a request is
    /// checked before it comes here.
    pub fn of(id: i64, person: &Person, on: Date, book: &Book, regions: &Regions) -> Self {
        let region: Option<RegionCode> = person.region.as_deref().and_then(|code| code.parse().ok());
        let schooling = person.education.as_ref();
        let age = person.birth_year.map(|year| on.year() - year);
        let mut seeker = Self {
            id,
            ability: [0; TRADES],
            why: [Why::Nothing; TRADES],
            quarters: [0; TRADES],
            levels: [0; TRADES],
            work_known: person.work.is_some(),
            skills_known: person.skills.is_some(),
            education: schooling.and_then(|schooling| schooling.level).map_or(0, rank),
            fields: 0,
            major_known: schooling.is_some_and(|schooling| schooling.major.as_deref().is_some_and(|major| !major.is_empty())),
            held: held(person, on),
            wishes: person.wants.as_ref().map(|wants| wishes(wants, book)).unwrap_or_default(),
            home: home(person, region, regions),
            region: region.map(|region| (*region.range().start(), *region.range().end())),
            ways: ways(person, on, book),
            groups: person.household.as_ref().map(|flags| flags.iter().fold(0, |groups, flag| groups | group_of(*flag))),
            rural: person.rural,
            employed: person.employed,
            registered: person.registered_unemployed,
            retired: person.retired,
            just_left_school: schooling.and_then(|schooling| schooling.graduated_on).map(|_| graduated_within(person, 2, on)),
            young: age.and_then(|age| u8::try_from(age).ok()).filter(|age| *age <= 16),
            medic: medic(person),
        };
        seeker.learn(person, book);
        seeker
    }

    /// Everything that speaks for a trade. The strongest counts; of two as strong, the earlier here.
    fn learn(&mut self, person: &Person, book: &Book) {
        for skill in person.skills.iter().flatten() {
            if let Some(place) = book.place_of(&skill.occupation) {
                let level = skill.level.map_or(0, |level| level.get());
                self.note_level(place, level);
                self.note(place, skill_weight(level), Why::Skill);
            }
        }
        for work in person.work.iter().flatten() {
            let years = work.years.filter(|years| years.is_finite() && *years >= 0.0);
            if let Some(place) = work.occupation.as_deref().and_then(|slug| book.place_of(slug)) {
                self.note(place, same_work_weight(years), Why::SameWork);
                self.note_years(place, years);
            }
            for (at, transfer, quarters) in book.transfers_of(work) {
                for (place, weight) in &transfer.to {
                    let weight = if quarters < 4 { weight / 4 * quarters } else { *weight };
                    self.note(*place, seasoned(weight, years), Why::Transfer(at));
                    if weight >= RELATED_EXPERIENCE {
                        self.note_years(*place, years);
                    }
                }
            }
        }
        for licence in person.licences.iter().flatten() {
            let known = book.certificate(licence.kind).map_or(&[][..], |certificate| certificate.opens.as_slice());
            self.note_all(known, Why::Licence(licence.kind));
        }
        let major = person.education.as_ref().and_then(|schooling| schooling.major.as_deref());
        if let Some((at, field)) = major.and_then(|major| book.field_of(major)) {
            self.fields |= 1 << (at & 31);
            self.note_all(&field.opens, Why::Studied(u16::from(at)));
        }
        for fact in life_facts(person) {
            for (at, transfer) in book.transfers_of_life(fact) {
                self.note_all(&transfer.to, Why::Transfer(at));
            }
        }
    }

    fn note_all(&mut self, opens: &[(u8, u8)], why: Why) {
        for (place, weight) in opens {
            self.note(*place, *weight, why);
        }
    }

    fn note(&mut self, place: u8, weight: u8, why: Why) {
        let place = usize::from(place);
        if let (Some(ability), Some(reason)) = (self.ability.get_mut(place), self.why.get_mut(place))
            && weight > *ability
        {
            (*ability, *reason) = (weight, why);
        }
    }

    fn note_level(&mut self, place: u8, level: u8) {
        if let Some(slot) = self.levels.get_mut(usize::from(place)) {
            *slot = level.max(*slot);
        }
    }

    fn note_years(&mut self, place: u8, years: Option<f64>) {
        // Years nobody gave still are some work: counted as one.
        let quarters = (years.unwrap_or(1.0) * 4.0).min(240.0) as u8;
        if let Some(slot) = self.quarters.get_mut(usize::from(place)) {
            *slot = slot.saturating_add(quarters);
        }
    }

    /// How it stands with practising as a doctor or nurse after retirement; what else is asked is up to the post.
    pub fn practice(&self) -> Practice {
        let medical = bit(LicenceKind::Nurse as usize) as u16 | bit(LicenceKind::Doctor as usize) as u16;
        let held = &self.held;
        let (named, valid) = (held.named & medical, held.valid & medical);
        match () {
            () if named == 0 => Practice::Unnamed,
            () if valid == 0 => Practice::Expired,
            () if valid & !held.stale == 0 => Practice::Idle,
            () if valid & held.idle != 0 && valid & held.practised == 0 => Practice::Break,
            () if valid & held.practised == 0 || valid & held.undated & bit(LicenceKind::Nurse as usize) as u16 != 0 => {
                Practice::Unknown
            }
            () => Practice::Open,
        }
    }

    /// Whether kinds of post were named and this is none of them.
    pub(crate) fn refuses(&self, kind: OpeningKind) -> bool {
        self.wishes.named_kinds && self.wishes.kinds & bit(kind as usize) == 0
    }

    /// Whether a post of this trade and kind was asked for by name.
    pub(crate) fn asked_for(&self, occupation: u8, kind: OpeningKind) -> bool {
        let trade = occupation != NO_TRADE && self.wishes.trades & bit(usize::from(occupation)) != 0;
        let kind_named = self.wishes.kinds & bit(kind as usize) != 0;
        match (self.wishes.named_trades, self.wishes.named_kinds) {
            (true, false) => trade,
            (true, true) => trade && kind_named,
            (false, _) => kind == OpeningKind::Volunteer && kind_named,
        }
    }
}

/// Work that counts this much for a trade counts as experience in it.
const RELATED_EXPERIENCE: u8 = 66;

/// A level in a trade: apprentice 70 to technician and above 100; a skill without a level 84.
const fn skill_weight(level: u8) -> u8 {
    match level {
        0 => 84,
        1 => 72,
        2 => 82,
        3 => 90,
        4 => 96,
        _ => 100,
    }
}

/// The very same work, by years; years nobody gave count as some.
fn same_work_weight(years: Option<f64>) -> u8 {
    match years {
        None => 84,
        Some(years) if years < 1.0 => 70,
        Some(years) if years < 3.0 => 86,
        Some(years) if years < 5.0 => 94,
        Some(_) => 100,
    }
}

/// Work of a few months carries less over than work of years.
fn seasoned(weight: u8, years: Option<f64>) -> u8 {
    match years {
        Some(years) if years < 0.5 => weight / 2,
        Some(years) if years < 1.0 => weight / 4 * 3,
        _ => weight,
    }
}

fn life_facts(person: &Person) -> Vec<LifeFact> {
    let wants = person.wants.as_ref();
    let volunteers = wants.is_some_and(|wants| {
        wants.kinds.contains(&OpeningKind::Volunteer) || wants.occupations.iter().any(|slug| slug == "volunteer")
    });
    [
        (person.cares_for_family == Some(true), LifeFact::CaresForFamily),
        (person.rural == Some(true), LifeFact::Rural),
        (person.wants_to_start_business == Some(true), LifeFact::WantsToStartBusiness),
        (volunteers, LifeFact::WantsToVolunteer),
    ]
    .into_iter()
    .filter_map(|(holds, fact)| holds.then_some(fact))
    .collect()
}

fn held(person: &Person, on: Date) -> Held {
    let Some(licences) = &person.licences else { return Held::default() };
    let mut held = Held { known: true, ..Held::default() };
    let soon = on.saturating_add(3.months());
    let two_years_ago = on.saturating_sub(2.years());
    for licence in licences {
        let one = bit(licence.kind as usize) as u16;
        held.named |= one;
        if licence.valid_until.is_none_or(|last| last >= on) {
            held.valid |= one;
        }
        if licence.valid_until.is_none() {
            held.undated |= one;
        }
        if licence.valid_until.is_some_and(|last| last >= on && last <= soon) {
            held.ending |= one;
        }
        match licence.last_practised {
            Some(day) if day < two_years_ago && licence.kind == LicenceKind::Doctor => held.stale |= one,
            Some(day) if day < two_years_ago => held.idle |= one,
            Some(_) => held.practised |= one,
            None => {}
        }
    }
    stands_for_lower(&mut held, licences);
    held.stale &= !held.practised;
    held.idle &= !held.practised;
    held
}

/// A higher certificate of the social workers' ladder stands for the lower ones.
fn stands_for_lower(held: &mut Held, licences: &[Licence]) {
    let ladder = [LicenceKind::SocialWorkerAssistant, LicenceKind::SocialWorker, LicenceKind::SocialWorkerSenior];
    let highest = ladder.iter().rposition(|kind| licences.iter().any(|licence| licence.kind == *kind));
    let lower = ladder.iter().take(highest.unwrap_or(0));
    held.valid |= lower.fold(0, |bits, kind| bits | bit(*kind as usize) as u16);
}

fn wishes(wants: &Wants, book: &Book) -> Wishes {
    let places: Vec<u8> = wants.occupations.iter().filter_map(|slug| book.place_of(slug)).collect();
    let trades = places.iter().fold(0, |bits, place| bits | bit(usize::from(*place)));
    let near = places.iter().fold(0, |bits, place| bits | book.related(*place)) & !trades;
    let mut kinds = wants.kinds.iter().fold(0, |bits, kind| bits | bit(*kind as usize));
    let named_kinds = kinds != 0;
    // Asking for volunteer work asks for volunteer posts.
    if !named_kinds && wants.occupations.iter().any(|slug| slug == "volunteer") {
        kinds |= bit(OpeningKind::Volunteer as usize);
    }
    let region = |code: &String| code.parse().ok().map(|code: RegionCode| (*code.range().start(), *code.range().end()));
    Wishes {
        trades,
        near,
        named_trades: trades != 0,
        kinds,
        named_kinds,
        regions: wants.regions.iter().filter_map(region).collect(),
        radius_km: wants.radius_km.filter(|km| km.is_finite() && *km > 0.0).map(|km| km as f32),
        pay_min: wants.pay_min.filter(|yuan| *yuan > 0).map(|yuan| i32::try_from(yuan).unwrap_or(i32::MAX)),
        nights: wants.nights,
        live_in: wants.live_in,
    }
}

/// Where someone lives: the point they gave, else the middle of their village, street or district.
fn home(person: &Person, region: Option<RegionCode>, regions: &Regions) -> Option<Home> {
    let given = person.lat.zip(person.lon).filter(|(lat, lon)| lat.abs() <= 90.0 && lon.abs() <= 180.0);
    let (place, precision) = match given {
        Some(place) => (place, Precision::Point),
        None => region?.lineage().find_map(|code| {
            let precision = match code.level() {
                Level::Village | Level::Street => Precision::Street,
                Level::District => Precision::District,
                Level::City | Level::Province => return None,
            };
            Some((regions.centre(code)?, precision))
        })?,
    };
    Some(Home { lat: place.0 as f32, lon: place.1 as f32, cos: place.0.to_radians().cos() as f32, precision })
}

/// The ways in, judged as if nothing were known of the household: what is scored never depends on it.
fn ways(person: &Person, on: Date, book: &Book) -> u8 {
    let open = Person { household: None, ..person.clone() };
    book.pathways_of(&open, on).iter().fold(0, |bits, (pathway, _)| bits | 1 << *pathway as u8)
}

fn medic(person: &Person) -> bool {
    let licences = [LicenceKind::Nurse, LicenceKind::Doctor, LicenceKind::Pharmacist, LicenceKind::RehabTherapist];
    let trades = ["nurse", "doctor", "tcm_doctor", "pharmacist", "rehab_therapist"];
    let worked = |slug: &str| trades.contains(&slug);
    person.licences.iter().flatten().any(|licence| licences.contains(&licence.kind))
        || person.work.iter().flatten().any(|work| work.occupation.as_deref().is_some_and(worked))
}
