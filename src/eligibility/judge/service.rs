//! How long someone has served, and until when they are in the job.

use super::days::{Days, Met, months_after};
use crate::eligibility::facts::{Case, Fact, FactSet};
use crate::eligibility::pack::{Service, ServiceKind};
use jiff::civil::Date;

/// Where the clock of service stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// The latest of the dates that are known; none if none is.
    pub start: Option<Date>,
    /// Dates that are not known and could start it later.
    pub missing: FactSet,
}

/// The clock starts at the latest of its dates.
pub fn clock(service: &Service, case: Case) -> Clock {
    let mut clock = Clock { start: None, missing: FactSet::EMPTY };
    for fact in &service.clock {
        match case.day(*fact) {
            Some(day) => clock.start = clock.start.max(Some(day)),
            None => clock.missing.add(FactSet::of(*fact)),
        }
    }
    clock
}

/// Whether someone is in the job.
enum Tenure {
    InPost,
    /// Out of it from this day on.
    Left(Date),
    /// Out of it, since a day nobody gave.
    LeftSometime,
    Unsaid,
}

/// A day of leaving is more exact than a yes or no and wins over it; nobody can have left a job that has not begun.
fn tenure(case: Case, on: Date) -> Tenure {
    match (case.day(Fact::LeftOn), case.flag(Fact::StillInPost)) {
        (Some(left), _) => Tenure::Left(left),
        (None, Some(true)) => Tenure::InPost,
        (None, Some(false)) => Tenure::LeftSometime,
        (None, None) if case.day(Fact::HiredOn).is_some_and(|hired| hired > on) => Tenure::InPost,
        (None, None) => Tenure::Unsaid,
    }
}

/// The day so many months of service are full. Months carried over from elsewhere bring it forward; while a date of the
/// clock is missing it is the earliest the day could be. None while no date is known.
pub fn full_after(months: i32, service: &Service, case: Case, clock: Clock) -> Option<Date> {
    let carried = match service.kind {
        ServiceKind::Portable => i32::try_from(case.count(Fact::OtherServiceMonths).unwrap_or(0)).unwrap_or(0),
        ServiceKind::Continuous | ServiceKind::SameChain | ServiceKind::NotSeen => 0,
    };
    clock.start.map(|start| months_after(start, (months - carried).max(0)))
}

/// On which days the term is served (and, where the rule asks for it, the person still in the job).
///
/// "No" comes early: a missing date can only make the clock start later, so someone who left before the earliest possible
/// day of full service never reaches it.
pub fn served(service: &Service, case: Case, on: Date) -> Met {
    let clock = clock(service, case);
    let full = full_after(service.months, service, case, clock);
    let from = full.unwrap_or(Date::MIN);
    let elsewhere = matches!(service.kind, ServiceKind::Portable | ServiceKind::NotSeen);
    let unknown = |missing: FactSet, to: Date| {
        let may = Days::new(from, to);
        Met { sure: if missing.is_empty() { may } else { None }, may, missing }
    };
    match tenure(case, on) {
        Tenure::InPost => unknown(clock.missing, Date::MAX),
        Tenure::Left(left) if full.is_some_and(|full| left < full) => cut_short(service.kind, left, case, clock),
        Tenure::Left(left) => {
            let last = if service.in_post { left.yesterday().unwrap_or(left) } else { Date::MAX };
            unknown(clock.missing, last)
        }
        Tenure::LeftSometime if service.in_post && !elsewhere => Met::NO,
        Tenure::LeftSometime if full.is_some_and(|full| on < full) => cut_short(service.kind, on, case, clock),
        Tenure::LeftSometime => unknown(clock.missing.and(FactSet::of(Fact::LeftOn)), Date::MAX),
        Tenure::Unsaid => unknown(clock.missing.and(FactSet::of(Fact::StillInPost)), Date::MAX),
    }
}

/// Left before the term was full: the end, unless months elsewhere count and nobody said how many there are, or nobody knows
/// whether they count.
fn cut_short(kind: ServiceKind, left: Date, case: Case, clock: Clock) -> Met {
    let asked = match kind {
        ServiceKind::Portable if case.count(Fact::OtherServiceMonths).is_none() => Fact::OtherServiceMonths,
        ServiceKind::NotSeen => Fact::OfficeDecision,
        ServiceKind::Portable | ServiceKind::Continuous | ServiceKind::SameChain => return Met::NO,
    };
    Met { sure: None, may: Some(Days::since(left)), missing: clock.missing.and(FactSet::of(asked)) }
}

/// The last day that instalments can still be earned: the day of leaving, if there is one.
pub fn earned_until(case: Case) -> Date {
    case.day(Fact::LeftOn).unwrap_or(Date::MAX)
}
