//! A post, boiled down to what is weighed.
//!
//! [`Notice`] is the post as it is told; [`Post`] is what is left of it: numbers and bits, a few dozen bytes, so that a
//! whole city can be weighed against a whole city. Nothing is filled in: what a post does not say stays unknown.

use super::pathways::{Book, group};
use super::{TRADES, bit};
use crate::codes::{Education, Employment, InstitutionKind, LicenceKind, OpeningKind, Shift};
use crate::openings::{Incoming, Opening, Pay, Requirements};
use crate::regions::RegionCode;
use crate::search::conditions::{ConditionSet, Conditions};

/// A post as it is told, borrowed from wherever it is kept.
#[derive(Debug, Clone, Copy)]
pub struct Notice<'a> {
    pub id: i64,
    pub title: &'a str,
    pub description: &'a str,
    pub kind: OpeningKind,
    /// A slug of `index/occupations.toml`.
    pub occupation: Option<&'a str>,
    pub region: Option<&'a str>,
    /// Latitude and longitude in degrees.
    pub at: Option<(f64, f64)>,
    pub pay: Pay,
    pub requirements: &'a Requirements,
    pub employment: Option<Employment>,
    pub shifts: &'a [Shift],
    pub institution: &'a str,
    pub institution_kind: Option<InstitutionKind>,
    /// What the text says of the conditions of work.
    pub said: ConditionSet,
}

impl<'a> Notice<'a> {
    /// A stored opening.
    pub fn of(opening: &'a Opening, conditions: &Conditions) -> Self {
        Self {
            id: opening.id,
            title: &opening.title,
            description: &opening.description,
            kind: opening.kind,
            occupation: opening.occupation.as_deref(),
            region: opening.region.as_deref(),
            at: opening.at,
            pay: opening.pay,
            requirements: &opening.requirements,
            employment: opening.employment,
            shifts: &opening.shifts,
            institution: &opening.institution.name,
            institution_kind: opening.institution.kind,
            said: read(conditions, &opening.title, &opening.description, &opening.benefits),
        }
    }

    /// An opening as an import brings it; the kind of its institution is known elsewhere.
    pub fn coming(id: i64, opening: &'a Incoming, institution_kind: Option<InstitutionKind>, conditions: &Conditions) -> Self {
        Self {
            id,
            title: &opening.title,
            description: &opening.description,
            kind: opening.kind,
            occupation: opening.occupation.as_deref(),
            region: opening.region.as_deref(),
            at: opening.at,
            pay: opening.pay,
            requirements: &opening.requirements,
            employment: opening.employment,
            shifts: &opening.shifts,
            institution: &opening.institution,
            institution_kind,
            said: read(conditions, &opening.title, &opening.description, &opening.benefits),
        }
    }

    /// Whether the title or the text holds a word.
    pub fn says(&self, word: &str) -> bool {
        self.title.contains(word) || self.description.contains(word)
    }
}

fn read(conditions: &Conditions, title: &str, description: &str, benefits: &[String]) -> ConditionSet {
    let benefits: Vec<&str> = benefits.iter().map(String::as_str).collect();
    conditions.read_ad(title, Some(description), &benefits)
}

/// What a post says of its hours and terms, a bit each.
pub(crate) mod term {
    pub const NIGHTS: u16 = 1;
    pub const NO_NIGHTS: u16 = 1 << 1;
    pub const LIVE_IN: u16 = 1 << 2;
    /// Not living in, or plainly hours of a day.
    pub const NOT_LIVE_IN: u16 = 1 << 3;
    /// Gives its people a place to live.
    pub const HOUSING: u16 = 1 << 4;
    /// Under a labour contract, as far as it says.
    pub const CONTRACT: u16 = 1 << 5;
    pub const UNIT_YES: u16 = 1 << 6;
    pub const UNIT_NO: u16 = 1 << 7;
    pub const GUIDE: u16 = 1 << 8;
    pub const TRAIN: u16 = 1 << 9;
    pub const PRACTISE: u16 = 1 << 10;
    pub const TEACHES: u16 = 1 << 11;
}

/// The three ways by which a retired medic comes in (¶2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Practise,
    Guide,
    Train,
}

impl Mode {
    pub const ALL: [Self; 3] = [Self::Practise, Self::Guide, Self::Train];
}

/// The place of no known occupation in the tables.
pub(crate) const NO_TRADE: u8 = u8::MAX;

/// Everything of a post that many posts share: all but its place and its pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Shape {
    /// Place in the catalogue, or [`NO_TRADE`].
    pub occupation: u8,
    pub kind: OpeningKind,
    /// 0 asks nothing; otherwise [`rank`].
    pub education: u8,
    /// Whole years of experience; 0 asks nothing.
    pub years: u8,
    /// Skill level 1 to 8; 0 asks nothing.
    pub level: u8,
    /// 0 to 100: how well it suits a beginner.
    pub entry: u8,
    /// The ways in it is a door for.
    pub suits: u8,
    /// Licences that law asks for, a bit each.
    pub gate: u16,
    /// Licences the post asks for beside those.
    pub asks: u16,
    /// Bits of [`term`].
    pub terms: u16,
    /// Whom it is kept for, bits of [`group`]; 0 is open to all.
    pub reserved: u16,
    /// Fields of study it names.
    pub fields: u32,
}

/// A post ready to be weighed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Post {
    pub id: i64,
    pub(crate) shape: Shape,
    /// Padded to twelve digits; 0 is unknown.
    pub(crate) region: u64,
    /// Degrees; not a number where unknown.
    pub(crate) lat: f32,
    pub(crate) lon: f32,
    /// Yuan a month; -1 where the post does not say.
    pub(crate) pay_low: i32,
    pub(crate) pay_high: i32,
}

impl Post {
    /// Boils a post down.
    pub fn of(notice: &Notice<'_>, book: &Book, conditions: &Conditions) -> Self {
        let (lat, lon) = notice.at.unwrap_or((f64::NAN, f64::NAN));
        let yuan = |fen: i64| i32::try_from(fen / 100).unwrap_or(i32::MAX);
        let pay = notice.pay.monthly().map(|(low, high)| (yuan(low.0), yuan(high.0)));
        let (pay_low, pay_high) = pay.unwrap_or((-1, -1));
        Self {
            id: notice.id,
            shape: shape(notice, book, conditions),
            region: notice.region.and_then(|code| code.parse().ok()).map_or(0, RegionCode::as_u64),
            lat: lat as f32,
            lon: lon as f32,
            pay_low,
            pay_high,
        }
    }

    /// The ways in the post is a natural door for, a bit each in the order of the codes.
    pub fn suits(&self) -> u8 {
        self.shape.suits
    }

    /// How a post for guidance wants its medic; none for other posts.
    pub fn mode(&self) -> Option<Mode> {
        let says = |one: u16| self.shape.terms & one != 0;
        (self.shape.kind == OpeningKind::Advisory).then(|| match () {
            () if says(term::PRACTISE) => Mode::Practise,
            () if says(term::TRAIN) => Mode::Train,
            () => Mode::Guide,
        })
    }

    /// The slug of its trade.
    pub fn occupation<'b>(&self, book: &'b Book) -> Option<&'b str> {
        book.trade(self.shape.occupation).map(|trade| trade.slug.as_str())
    }

    pub fn kind(&self) -> OpeningKind {
        self.shape.kind
    }

    /// Whether it lies in a division; a post of unknown place lies in none.
    pub fn is_in(&self, region: RegionCode) -> bool {
        self.region != 0 && region.range().contains(&self.region)
    }
}

/// Education as a number that can be compared: high school and vocational school stand side by side.
pub(crate) fn rank(level: Education) -> u8 {
    match level {
        Education::None => 1,
        Education::Primary => 2,
        Education::JuniorHigh => 3,
        Education::HighSchool | Education::SecondaryVocational => 4,
        Education::JuniorCollege => 5,
        Education::Bachelor => 6,
        Education::Master => 7,
        Education::Doctor => 8,
    }
}

fn shape(notice: &Notice<'_>, book: &Book, conditions: &Conditions) -> Shape {
    let asked = notice.requirements;
    let occupation = notice.occupation.and_then(|slug| book.place_of(slug)).filter(|place| usize::from(*place) < TRADES);
    let licences = asked.licences.iter().fold(0, |bits, kind| bits | bit(*kind as usize));
    let terms = terms(notice, book, conditions, licences);
    let ungated = notice.kind == OpeningKind::Advisory && terms & term::PRACTISE == 0;
    let gate = if ungated { 0 } else { book.gate(occupation, notice.kind, licences) };
    let small = |number: i64| u8::try_from(number.clamp(0, 60)).unwrap_or(0);
    let mut shape = Shape {
        occupation: occupation.unwrap_or(NO_TRADE),
        kind: notice.kind,
        education: asked.education.filter(|level| *level != Education::None).map_or(0, rank),
        years: small(asked.experience_years.unwrap_or(0)),
        level: asked.skill_level.map_or(0, |level| level.get()),
        entry: 0,
        suits: book.suits(notice),
        gate: gate as u16,
        asks: (licences & !gate) as u16,
        terms,
        reserved: 0,
        fields: fields(asked, book),
    };
    shape.entry = entry(&shape, book);
    if notice.kind == OpeningKind::PublicWelfare {
        shape.reserved = book.reserved_for(|word| notice.says(word));
    }
    shape
}

/// How well the post suits someone who has done nothing like it.
fn entry(shape: &Shape, book: &Book) -> u8 {
    let driving = bit(LicenceKind::Driver as usize) as u16;
    if shape.years > 0 || shape.level > 0 || shape.gate & !driving != 0 {
        return 0;
    }
    let usual = book.entry.get(usize::from(shape.occupation)).copied().unwrap_or(0);
    let taught = if shape.terms & term::TEACHES != 0 && usual > 0 { usual + 6 } else { usual };
    taught.max(book.learning(shape.kind)).min(100)
}

fn fields(asked: &Requirements, book: &Book) -> u32 {
    let named = asked.majors.iter().flat_map(|majors| majors.split(['、', ',', '，', ' ', ';', '/', '；']));
    named.filter_map(|major| book.field_of(major)).fold(0, |bits, (place, _)| bits | 1 << (place & 31))
}

fn terms(notice: &Notice<'_>, book: &Book, conditions: &Conditions, licences: u64) -> u16 {
    let says = |slug: &str| conditions.find(slug).is_some_and(|one| notice.said.says(one));
    let shift = |shift: Shift| notice.shifts.contains(&shift);
    let lives_in = shift(Shift::LiveIn) || says("live_in");
    let nights = lives_in || shift(Shift::Night) || shift(Shift::Rotating) || says("nights");
    let days = !nights && (shift(Shift::Day) || says("no_nights"));
    let contract = matches!(notice.employment, Some(Employment::FullTime | Employment::Dispatched))
        && matches!(notice.kind, OpeningKind::Vacancy | OpeningKind::Apprenticeship);
    let unit = medical_unit(notice, book);
    let mode = if notice.kind == OpeningKind::Advisory { mode(notice, book, licences) } else { 0 };
    let bits = [
        (nights, term::NIGHTS),
        (days, term::NO_NIGHTS),
        (lives_in, term::LIVE_IN),
        (!lives_in && (days || shift(Shift::Flexible) || says("not_live_in")), term::NOT_LIVE_IN),
        (lives_in || says("housing") || says("meals_and_housing"), term::HOUSING),
        (contract, term::CONTRACT),
        (unit == Some(true), term::UNIT_YES),
        (unit == Some(false), term::UNIT_NO),
        (says("training") || says("no_experience"), term::TEACHES),
    ];
    bits.into_iter().filter(|(holds, _)| *holds).fold(mode, |bits, (_, one)| bits | one)
}

/// Whether the institution has a medical unit; none where nothing tells.
fn medical_unit(notice: &Notice<'_>, book: &Book) -> Option<bool> {
    let kind = notice.institution_kind;
    let told = || book.unit.says.iter().any(|word| notice.says(word));
    if kind.is_some_and(|kind| book.unit.yes.contains(&kind)) || told() {
        return Some(true);
    }
    kind.is_some_and(|kind| book.unit.no.contains(&kind)).then_some(false)
}

/// How an advisory post wants its medic: the licence it asks for tells, then its words.
fn mode(notice: &Notice<'_>, book: &Book, licences: u64) -> u16 {
    let medical = [LicenceKind::Nurse, LicenceKind::Doctor, LicenceKind::Pharmacist];
    let says = |words: &[String]| words.iter().any(|word| notice.says(word));
    match () {
        () if medical.iter().any(|kind| licences & bit(*kind as usize) != 0) => term::PRACTISE,
        () if notice.occupation == Some("trainer") => term::TRAIN,
        () if says(&book.advisory.guide) => term::GUIDE,
        () if says(&book.advisory.train) => term::TRAIN,
        () if says(&book.advisory.practise) => term::PRACTISE,
        () => term::GUIDE,
    }
}

/// The flag of a household as a group bit.
pub(crate) fn group_of(flag: crate::codes::HouseholdFlag) -> u16 {
    (1 << flag as u16) & !(group::RURAL_OUT_OF_WORK | group::UNEMPLOYED)
}
