//! `index/pathways.toml`, read: gates, what counts for which trade, what newcomers lack, and the eight ways in.
//!
//! A [`Book`] is read once and only looked up afterwards. A fault in the file is an error with its line; a book with a
//! fault does not exist.

mod read;

use super::form::{self, Advisory, LifeFact, MedicalUnit};
use super::post::Notice;
use super::{TRADES, bit};
use crate::codes::{HouseholdFlag, LicenceKind, OpeningKind, Pathway, WorkSector};
use crate::eligibility::Text;
use crate::occupations::Catalogue;
use crate::person::{Person, Work};
use crate::regions::{Level, RegionCode};
use crate::search::conditions::{Condition, Conditions};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

const BUILTIN: &str = include_str!("../../index/pathways.toml");

/// A licence that a kind of post may not do without.
#[derive(Debug, Clone)]
pub struct Gate {
    /// A bit for each occupation and each kind of opening.
    occupations: u64,
    kinds: u64,
    pub licence: LicenceKind,
    asked: bool,
    pub law: Text,
}

/// A trade of the catalogue, as matching needs it.
#[derive(Debug, Clone)]
pub struct Trade {
    pub slug: String,
    pub name: Text,
    /// A bit for each near occupation.
    pub related: u64,
}

/// What speaks for which trades: weights of 0 to 100 by trade.
pub type Opens = Vec<(u8, u8)>;

/// A licence or certificate.
#[derive(Debug, Clone)]
pub struct Certificate {
    pub name: Text,
    pub opens: Opens,
    pub how: Text,
}

/// A field of study.
#[derive(Debug, Clone)]
pub struct Field {
    words: Vec<String>,
    pub name: Text,
    pub opens: Opens,
}

impl Field {
    /// A major that belongs to it: what stands for a person's own words where those are not to be told.
    pub fn major(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }
}

/// Whose experience a transfer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum From {
    Sector(WorkSector),
    Occupation(u8),
    Both(WorkSector, u8),
    Life(LifeFact),
}

impl From {
    const fn occupation(self) -> Option<u8> {
        match self {
            Self::Occupation(occupation) | Self::Both(_, occupation) => Some(occupation),
            Self::Sector(_) | Self::Life(_) => None,
        }
    }
}

/// What earlier work or life counts for.
#[derive(Debug, Clone)]
pub struct Transfer {
    from: From,
    pub carries: Text,
    pub to: Opens,
}

/// What a newcomer to a trade still lacks.
#[derive(Debug, Clone)]
pub struct Training {
    /// A bit for each licence that makes it needless.
    pub unless: u64,
    pub missing: Text,
    pub how: Text,
}

/// Whom a public-welfare post is kept for: a bit for each household flag, and two groups that are no flag.
pub mod group {
    /// 农村剩余劳动力.
    pub const RURAL_OUT_OF_WORK: u16 = 1 << 14;
    /// 就业困难人员 by long unemployment, which the office decides.
    pub const UNEMPLOYED: u16 = 1 << 15;
    /// Nobody named: every group.
    pub const ALL: u16 = u16::MAX;
}

#[derive(Debug, Clone)]
struct Reserved {
    says: Vec<String>,
    groups: u16,
}

struct Who {
    form: form::WhoForm,
    worked_as: u64,
}

struct Door {
    form: form::DoorForm,
    occupations: u64,
    conditions: Vec<Condition>,
}

/// One of the eight ways in.
pub struct Way {
    pub pathway: Pathway,
    pub name: Text,
    /// The paragraphs of the policy it comes from.
    pub policy: String,
    /// What is said of a match where person and post share it.
    pub fits: Text,
    who: Vec<Who>,
    doors: Vec<Door>,
}

/// Everything `pathways.toml` says.
pub struct Book {
    trades: Vec<Trade>,
    index: HashMap<String, u8>,
    gates: Vec<Gate>,
    pub(crate) advisory: Advisory,
    pub(crate) unit: MedicalUnit,
    reserved: Vec<Reserved>,
    pub(crate) entry: [u8; TRADES],
    learning: BTreeMap<OpeningKind, u8>,
    certificates: Vec<Certificate>,
    fields: Vec<Field>,
    transfers: Vec<Transfer>,
    trainings: Vec<Training>,
    training_of: [Option<u8>; TRADES],
    ways: Vec<Way>,
}

static BOOK: LazyLock<Book> = LazyLock::new(|| {
    Book::read(BUILTIN, Catalogue::builtin(), Conditions::builtin())
        .unwrap_or_else(|fault| panic!("the pathways carried by the program: {fault}"))
});

impl Book {
    /// The book the program carries. A test reads it, so a faulty file cannot be built into a release.
    pub fn builtin() -> &'static Self {
        &BOOK
    }

    /// The place of an occupation in the tables; none for a slug the catalogue does not have.
    pub fn place_of(&self, slug: &str) -> Option<u8> {
        self.index.get(slug).copied()
    }

    /// The trade at a place.
    pub fn trade(&self, place: u8) -> Option<&Trade> {
        self.trades.get(usize::from(place))
    }

    /// Trades related to one, a bit each.
    pub(crate) fn related(&self, place: u8) -> u64 {
        self.trade(place).map_or(0, |trade| trade.related)
    }

    /// The licences that law asks for in such a post, a bit each; `asked` are those the post itself asks for.
    pub(crate) fn gate(&self, occupation: Option<u8>, kind: OpeningKind, asked: u64) -> u64 {
        let Some(occupation) = occupation else { return 0 };
        let stands = |gate: &&Gate| {
            gate.occupations & bit(usize::from(occupation)) != 0
                && gate.kinds & bit(kind as usize) != 0
                && (!gate.asked || asked & bit(gate.licence as usize) != 0)
        };
        self.gates.iter().filter(stands).fold(0, |bits, gate| bits | bit(gate.licence as usize))
    }

    /// The law behind a licence that is a gate.
    pub fn law_of(&self, licence: LicenceKind) -> Option<&Text> {
        self.gates.iter().find(|gate| gate.licence == licence).map(|gate| &gate.law)
    }

    /// Whom a public-welfare post with this text is kept for.
    pub(crate) fn reserved_for(&self, says: impl Fn(&str) -> bool) -> u16 {
        let named = self.reserved.iter().filter(|one| one.says.iter().any(|word| says(word)));
        match named.fold(0, |groups, one| groups | one.groups) {
            0 => group::ALL,
            groups => groups,
        }
    }

    /// How well posts of this kind suit learners, 0 to 100.
    pub(crate) fn learning(&self, kind: OpeningKind) -> u8 {
        self.learning.get(&kind).copied().unwrap_or(0)
    }

    /// What is known of a licence.
    pub fn certificate(&self, kind: LicenceKind) -> Option<&Certificate> {
        self.certificates.get(kind as usize)
    }

    /// The field a major belongs to, if any.
    pub fn field_of(&self, major: &str) -> Option<(u8, &Field)> {
        let place = self.fields.iter().position(|field| field.words.iter().any(|word| major.contains(word.as_str())))?;
        Some((u8::try_from(place).ok()?, self.fields.get(place)?))
    }

    pub(crate) fn field(&self, place: u16) -> Option<&Field> {
        self.fields.get(usize::from(place))
    }

    pub(crate) fn transfer(&self, place: u16) -> Option<&Transfer> {
        self.transfers.get(usize::from(place))
    }

    /// The transfers of one piece of work, with their places, and the quarters of the weight that count. What was done says
    /// more than where: beside a transfer of the very occupation, that of the sector counts three quarters.
    pub(crate) fn transfers_of(&self, work: &Work) -> impl Iterator<Item = (u16, &Transfer, u8)> {
        let done = work.occupation.as_deref().and_then(|slug| self.place_of(slug));
        let sector = work.sector;
        let own = done.is_some() && self.transfers.iter().any(|transfer| done == transfer.from.occupation());
        (0..).zip(&self.transfers).filter_map(move |(place, transfer)| match transfer.from {
            From::Occupation(occupation) => (done == Some(occupation)).then_some((place, transfer, 4)),
            From::Sector(wanted) => (sector == Some(wanted)).then_some((place, transfer, if own { 3 } else { 4 })),
            From::Both(wanted, occupation) => {
                let same = done == Some(occupation) && sector.is_none_or(|known| known == wanted);
                same.then_some((place, transfer, 4))
            }
            From::Life(_) => None,
        })
    }

    /// The transfers of a fact of life.
    pub(crate) fn transfers_of_life(&self, fact: LifeFact) -> impl Iterator<Item = (u16, &Transfer)> {
        (0..).zip(&self.transfers).filter(move |(_, transfer)| transfer.from == From::Life(fact))
    }

    /// What a newcomer to a trade lacks who holds these licences.
    pub(crate) fn training(&self, occupation: u8, held: u64) -> Option<&Training> {
        let place = (*self.training_of.get(usize::from(occupation))?)?;
        self.trainings.get(usize::from(place)).filter(|training| training.unless & held == 0)
    }

    /// Every sentence that belongs to a trade, a licence or a way in.
    pub fn sentences(&self) -> impl Iterator<Item = &Text> {
        let transfers = self.transfers.iter().map(|one| &one.carries);
        let trainings = self.trainings.iter().flat_map(|one| [&one.missing, &one.how]);
        let licences = self.certificates.iter().map(|one| &one.how);
        let ways = self.ways.iter().flat_map(|way| way.who.iter().map(|who| &who.form.because).chain([&way.fits]));
        transfers.chain(trainings).chain(licences).chain(ways)
    }

    /// One of the ways in.
    pub fn way(&self, pathway: Pathway) -> Option<&Way> {
        self.ways.iter().find(|way| way.pathway == pathway)
    }

    /// The ways by which a person comes, each with the sentence that says why, in the order of the file. Household flags are
    /// read here: the answer is for the person and for the office, never for an institution.
    pub fn pathways_of(&self, person: &Person, on: Date) -> Vec<(Pathway, &Text)> {
        let because = |way: &'_ Way| way.who.iter().position(|who| self.belongs(who, person, on));
        let ways = self.ways.iter().filter_map(|way| Some((way, way.who.get(because(way)?)?)));
        ways.map(|(way, who)| (way.pathway, &who.form.because)).collect()
    }

    /// The ways in, a bit each, that a post is a natural door for: what the search can be narrowed to.
    pub fn suits(&self, notice: &Notice<'_>) -> u8 {
        let suited = self.ways.iter().filter(|way| way.doors.iter().any(|door| self.leads(door, notice)));
        suited.fold(0, |bits, way| bits | 1 << way.pathway as u8)
    }

    fn belongs(&self, who: &Who, person: &Person, on: Date) -> bool {
        let form = &who.form;
        let work = person.work.as_deref().unwrap_or_default();
        let worked_as = |work: &Work| {
            let place = work.occupation.as_deref().and_then(|slug| self.place_of(slug));
            place.is_some_and(|place| who.worked_as & bit(usize::from(place)) != 0)
        };
        let wants = person.wants.as_ref();
        let holds = |kind: &LicenceKind| person.licences.iter().flatten().any(|licence| licence.kind == *kind);
        let flagged = |flag: &HouseholdFlag| person.household.iter().flatten().any(|one| one == flag);
        let said = |asked: Option<bool>, told: Option<bool>| asked.is_none_or(|asked| told == Some(asked));
        form.graduated_within_years.is_none_or(|years| graduated_within(person, years, on))
            && (form.worked_in.is_empty()
                || work.iter().any(|one| one.sector.is_some_and(|sector| form.worked_in.contains(&sector))))
            && (form.worked_as.is_empty() || work.iter().any(worked_as))
            && (form.holds.is_empty() || form.holds.iter().any(holds))
            && (!form.not_retired || person.retired != Some(true))
            && said(form.retired, person.retired)
            && said(form.rural, person.rural)
            && said(form.employed, person.employed)
            && said(form.cares_for_family, person.cares_for_family)
            && said(form.wants_to_start_business, person.wants_to_start_business)
            && said(form.county, person.region.as_deref().and_then(in_county))
            && (form.household.is_empty() || form.household.iter().any(flagged))
            && form.wants_kind.is_none_or(|kind| wants.is_some_and(|wants| wants.kinds.contains(&kind)))
            && form
                .wants_occupation
                .as_ref()
                .is_none_or(|slug| wants.is_some_and(|wants| wants.occupations.contains(slug.get_ref())))
            && (!form.wants_no_kind || wants.is_none_or(|wants| wants.kinds.is_empty()))
    }

    fn leads(&self, door: &Door, notice: &Notice<'_>) -> bool {
        let form = &door.form;
        let occupation = notice.occupation.and_then(|slug| self.place_of(slug));
        (form.kinds.is_empty() || form.kinds.contains(&notice.kind))
            && (form.occupations.is_empty() || occupation.is_some_and(|place| door.occupations & bit(usize::from(place)) != 0))
            && (form.institution_kinds.is_empty()
                || notice.institution_kind.is_some_and(|kind| form.institution_kinds.contains(&kind)))
            && (door.conditions.is_empty() || door.conditions.iter().any(|one| notice.said.says(*one)))
            && (form.says.is_empty() || form.says.iter().any(|word| notice.says(word)))
            && form.county.is_none_or(|county| notice.region.and_then(in_county) == Some(county))
    }
}

/// Whether schooling ended at most so many years ago, or ends within a year. Unknown is no.
pub(crate) fn graduated_within(person: &Person, years: i16, on: Date) -> bool {
    let graduated = person.education.as_ref().and_then(|schooling| schooling.graduated_on);
    graduated.is_some_and(|day| day.saturating_add(i64::from(years).years()) >= on && day <= on.saturating_add(1.year()))
}

/// Whether a place lies in a county or a county-level city rather than in a district of a city: by the third pair of digits
/// of GB/T 2260, 01 to 20 are districts and 21 to 99 are counties and county-level cities (71 to 79 are zones). None where
/// the code does not reach that far.
pub(crate) fn in_county(region: &str) -> Option<bool> {
    let code: RegionCode = region.parse().ok()?;
    (code.level() >= Level::District).then(|| {
        let pair = code.as_u64() / 1_000_000 % 100;
        pair > 20 && !(71..80).contains(&pair)
    })
}
