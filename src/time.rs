//! Points in time. Everything stored is a whole UTC second ([`Stamp`]) or a civil day ("2026-11-23", which sorts as it
//! reads). Days are those of China, one zone without summer time, whatever the zone of the machine.

use jiff::civil::Date;
use std::fmt;

/// A whole UTC second since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp(pub i64);

/// China keeps UTC+8 all year.
const CHINA_SECONDS: i64 = 8 * 3600;

impl Stamp {
    /// This second. The only place where the program reads the clock for what it stores.
    pub fn now() -> Self {
        Self(jiff::Timestamp::now().as_second())
    }

    /// The civil day in China.
    pub fn day(self) -> Date {
        day_of_number((self.0 + CHINA_SECONDS).div_euclid(86_400))
    }

    /// The first second of a civil day in China.
    pub fn start_of(day: Date) -> Self {
        Self(day_number(day) * 86_400 - CHINA_SECONDS)
    }

    /// RFC 3339 in China's zone, as feeds and JSON-LD want it.
    pub fn rfc3339(self) -> String {
        let second = (self.0 + CHINA_SECONDS).rem_euclid(86_400);
        format!("{}T{:02}:{:02}:{:02}+08:00", self.day(), second / 3600, second / 60 % 60, second % 60)
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.rfc3339())
    }
}

/// Today in China.
pub fn today() -> Date {
    Stamp::now().day()
}

/// Days since 1970-01-01, negative before it.
pub fn day_number(day: Date) -> i64 {
    i64::from((day - EPOCH).get_days())
}

/// The day that is `number` days after 1970-01-01; days beyond the calendar's ends stay at the ends.
pub fn day_of_number(number: i64) -> Date {
    let span = jiff::Span::new().try_days(number);
    match span {
        Ok(span) => EPOCH.saturating_add(span),
        Err(_) if number < 0 => Date::MIN,
        Err(_) => Date::MAX,
    }
}

const EPOCH: Date = jiff::civil::date(1970, 1, 1);

/// A day as people and files write it: `2026-11-23`, `2026/11/23`, `2026.11.23`, `2026年11月23日`, `20261123`, or the day of a
/// longer stamp such as `2024-09-13T20:59:37+08:00` or `2024-07-11 13:48:30`.
pub fn read_day(text: &str) -> Option<Date> {
    let text = text.trim();
    let mut parts = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let first = parts.next()?;
    let (year, month, day) = if first.len() == 8 {
        (first.get(..4)?, first.get(4..6)?, first.get(6..8)?)
    } else {
        (first, parts.next()?, parts.next()?)
    };
    if year.len() != 4 || text.starts_with('-') {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn an_evening_in_utc_is_already_the_next_day_in_china() {
        assert_eq!(Stamp(1_763_913_600).rfc3339(), "2025-11-24T00:00:00+08:00");
        assert_eq!(Stamp::start_of(date(2025, 11, 24)), Stamp(1_763_913_600));
        assert_eq!(Stamp(1_763_913_599).day(), date(2025, 11, 23));
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        for text in ["2026-11-23", "2026/11/23", "2026年11月23日", "20261123", "2026-11-23T20:59:37+08:00", " 2026.11.23 "] {
            assert_eq!(read_day(text), Some(date(2026, 11, 23)), "{text}");
        }
        for text in ["", "明天", "2026-13-01", "2026-02-30", "23-11-2026", "-2026-11-23", "2026-11"] {
            assert_eq!(read_day(text), None, "{text}");
        }
    }

    #[test]
    fn day_numbers_go_both_ways() {
        for number in [-1, 0, 1, 20_000] {
            assert_eq!(day_number(day_of_number(number)), number);
        }
        assert_eq!(day_of_number(i64::MAX), Date::MAX);
    }
}
