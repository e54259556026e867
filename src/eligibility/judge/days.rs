//! On which days a line is met: the three-valued answer as a function of the day.
//!
//! A line's truth over time is two runs of days, one inside the other: `sure`, the days on which the given facts make it
//! true, and `may`, the days on which it could be true if the missing facts turned out well. A day in `sure` is a yes, a day
//! outside `may` a no, a day between them unknown. Groups follow Kleene on each day, so "not yet" needs no truth value of
//! its own: it is a no today with a yes on a later day.

use crate::eligibility::facts::{Fact, FactSet};
use jiff::civil::Date;

/// A run of days, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    pub from: Date,
    pub to: Date,
}

impl Days {
    pub const ALWAYS: Self = Self { from: Date::MIN, to: Date::MAX };

    /// None where the run is empty.
    pub fn new(from: Date, to: Date) -> Option<Self> {
        (from <= to).then_some(Self { from, to })
    }
    pub fn since(from: Date) -> Self {
        Self { from, to: Date::MAX }
    }
    pub fn has(self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }
}

/// The truth of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    No,
    Unknown,
    Yes,
}

impl std::ops::Not for Truth {
    type Output = Self;
    fn not(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Unknown => Self::Unknown,
            Self::Yes => Self::No,
        }
    }
}

/// What a line without parts came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Met {
    pub sure: Option<Days>,
    pub may: Option<Days>,
    /// The facts that keep `sure` from being `may`.
    pub missing: FactSet,
}

impl Met {
    pub const YES: Self = Self { sure: Some(Days::ALWAYS), may: Some(Days::ALWAYS), missing: FactSet::EMPTY };
    pub const NO: Self = Self { sure: None, may: None, missing: FactSet::EMPTY };

    pub fn on(days: Option<Days>) -> Self {
        Self { sure: days, may: days, missing: FactSet::EMPTY }
    }
    pub fn known(yes: bool) -> Self {
        if yes { Self::YES } else { Self::NO }
    }
    /// Nothing is known without this fact.
    pub fn needs(fact: Fact) -> Self {
        Self::needs_all(FactSet::of(fact))
    }
    pub fn needs_all(missing: FactSet) -> Self {
        Self { sure: None, may: Some(Days::ALWAYS), missing }
    }

    pub fn truth(&self, day: Date) -> Truth {
        let within = |days: Option<Days>| days.is_some_and(|days| days.has(day));
        if within(self.sure) {
            Truth::Yes
        } else if within(self.may) {
            Truth::Unknown
        } else {
            Truth::No
        }
    }

    /// The days on which the truth may change: first days of runs and days after last ones.
    pub fn turns(&self, mut note: impl FnMut(Date)) {
        for days in [self.sure, self.may].into_iter().flatten() {
            note(days.from);
            if let Ok(after) = days.to.tomorrow() {
                note(after);
            }
        }
    }
}

/// A day so many months later; a day the month does not have becomes its last (31 January + 1 month = 28 or 29 February).
/// Beyond the calendar it stays at its end.
pub fn months_after(day: Date, months: i32) -> Date {
    day.saturating_add(jiff::Span::new().months(months.clamp(-CALENDAR_MONTHS, CALENDAR_MONTHS)))
}

/// More months than the calendar has from its first year to its last leave it anyway.
const CALENDAR_MONTHS: i32 = 12 * 19_998;

/// The same day so many years later; 29 February becomes the 28th.
pub fn years_after(day: Date, years: i32) -> Date {
    day.saturating_add(jiff::Span::new().years(years))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn months_are_whole_and_keep_the_day_where_the_month_has_it() {
        assert_eq!(months_after(date(2025, 3, 1), 12), date(2026, 3, 1));
        assert_eq!(months_after(date(2025, 1, 31), 1), date(2025, 2, 28));
        assert_eq!(months_after(date(2024, 2, 29), 12), date(2025, 2, 28));
        assert_eq!(years_after(date(2024, 2, 29), 1), date(2025, 2, 28));
        assert_eq!(months_after(date(2024, 2, 29), i32::MAX), Date::MAX);
    }

    #[test]
    fn a_day_between_sure_and_may_is_unknown() {
        let met = Met { sure: None, may: Some(Days::since(date(2026, 3, 1))), missing: FactSet::of(Fact::InsuredFrom) };
        assert_eq!(met.truth(date(2026, 2, 28)), Truth::No);
        assert_eq!(met.truth(date(2026, 3, 1)), Truth::Unknown);
    }
}
