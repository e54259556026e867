//! What a score is made of: the lines that carry points, what is not known, what is not asked, and what is missing.
//!
//! The weighing writes on a [`Sheet`]; an empty one makes the quick answer, a full one the explained.

use super::seeker::Why;

/// A line of the account with points of its own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Line {
    TradeWanted,
    TradeNear,
    KindWanted,
    /// Left school within two years.
    Internship,
    /// Registered as out of work.
    Welfare,
    /// Bits of the mode, see `term`.
    Advisory(u16),
    Ability(Why),
    /// The post names the field the person studied.
    StudyNamed,
    /// A beginner can start here.
    Beginner,
    Schooling,
    Certificates(u16),
    Level,
    Experience,
    /// Kilometres.
    Near(f32),
    /// From the middle of the street or village they live in.
    NearAbout(f32),
    /// From the middle of the district they live in.
    NearDistrict(f32),
    SameTown,
    SameDistrict,
    SameCity,
    SameProvince,
    PlaceWanted,
    Way(u8),
    Pay,
    PayPartly,
    NoNights,
    NightsFit,
    LiveIn,
    NotLiveIn,
}

/// What is not known and counts as average.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Open {
    Trade,
    Kind,
    Schooling,
    Certificates,
    Experience,
    Home,
    Pay,
    Nights,
    LiveIn,
}

/// Who did not say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Silent {
    Person,
    Post,
}

/// What the post does not ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Free {
    Schooling,
    Certificates,
    Experience,
}

/// What stands in the way, or should be asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Lack {
    /// Licences the law asks for, of which the person said nothing.
    LicenceAsk(u16),
    LicenceDate(u16),
    LicenceEnding(u16),
    /// A registered nurse who has not practised for long.
    Refresh,
    /// The last day of practice under these licences is not known.
    PractisedAsk(u16),
    UnitAsk,
    /// Licences asked for that are not held.
    Certificates(u16),
    CertificatesAsk(u16),
    Level(u8),
    Schooling(u8),
    Experience(u8),
    Training(u8, u64),
    ReservedAsk,
    /// Opened by what the household is; for the person's eyes only.
    ReservedOpen,
    InternshipAsk,
    InternshipUnfit,
    /// Has the trade already.
    PastLearning,
    /// Studied something else than the post names.
    OtherStudy,
    Agreement,
    TurnsSixteen,
    Unpaid,
    Far(f32),
    OtherPlace,
    Pay,
    Nights,
    LiveIn,
}

/// Where the account is written.
pub(crate) trait Sheet {
    fn points(&mut self, _line: Line, _points: u8) {}
    fn open(&mut self, _who: Silent, _what: Open, _points: u8) {}
    fn free(&mut self, _what: Free, _points: u8) {}
    fn lack(&mut self, _lack: Lack) {}
}

/// The quick answer writes nothing down.
impl Sheet for () {}
