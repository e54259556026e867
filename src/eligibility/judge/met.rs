//! One test against the facts.

use super::days::{Days, Met, years_after};
use crate::codes::Education;
use crate::eligibility::facts::{Case, Fact, FactSet};
use crate::eligibility::pack::{Majors, Moment, Others, Test, plain_major};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// On which days the facts meet a test.
pub fn met(test: &Test, fact: Fact, case: Case) -> Met {
    match test {
        Test::Word { yes, no, unsettled, others } => match case.word(fact) {
            None => Met::needs(fact),
            Some(word) => {
                let named = |list: &[String]| list.iter().any(|one| one == word);
                match (named(yes), named(no), named(unsettled), others) {
                    (true, ..) | (_, false, false, Others::Yes) => Met::YES,
                    (_, _, true, _) | (_, false, _, Others::Unsettled) => Met::needs(fact),
                    _ => Met::NO,
                }
            }
        },
        Test::Count { at_least, at_most } => match case.count(fact) {
            None => Met::needs(fact),
            Some(n) => Met::known((*at_least..=*at_most).contains(&n)),
        },
        Test::Age { at_least, at_most, at } => age(*at_least, *at_most, *at, case),
        Test::Between { from, to } => match case.day(fact) {
            None => Met::needs(fact),
            Some(day) => Met::known(*from <= day && day <= *to),
        },
        Test::NotSeen => Met::needs(fact),
        Test::Begun => match case.day(fact) {
            None => Met::needs(fact),
            Some(day) => Met::on(Some(Days::since(day))),
        },
        Test::Within { years, at, or_same_year } => within(fact, *years, *at, *or_same_year, case),
        Test::SameYear { at } => same_year(fact, *at, case),
        Test::Lasts { months } => match case.day(fact) {
            None => Met::needs(fact),
            Some(day) => {
                let after = super::days::months_after(day, *months);
                Met::on(after.yesterday().ok().and_then(|last| Days::new(day, last)))
            }
        },
        Test::Majors(lists) => majors(lists, case),
        Test::HasAny(wanted) if fact == Fact::Licences => licences(wanted, case),
        Test::HasAny(wanted) => match &case.person.household {
            None => Met::needs(fact),
            Some(flags) => Met::known(flags.iter().any(|flag| wanted.iter().any(|one| one == flag.slug()))),
        },
        Test::Skill { occupation, at_least } => skill(occupation, *at_least, case),
    }
}

/// The day something is measured on, if it is not the day of the question itself.
fn measured(at: Moment, case: Case) -> Result<Option<Date>, Fact> {
    match at {
        Moment::Application => Ok(None),
        Moment::Hire => case.day(Fact::HiredOn).map(Some).ok_or(Fact::HiredOn),
        Moment::Contract => case.day(Fact::ContractFrom).map(Some).ok_or(Fact::ContractFrom),
    }
}

/// Both the date and the day of measuring, or what is missing of them.
fn both(fact: Fact, at: Moment, case: Case) -> Result<(Date, Option<Date>), Met> {
    match (case.day(fact), measured(at, case)) {
        (Some(day), Ok(moment)) => Ok((day, moment)),
        (None, Ok(_)) => Err(Met::needs(fact)),
        (Some(_), Err(other)) => Err(Met::needs(other)),
        (None, Err(other)) => Err(Met::needs_all(FactSet::of(fact).and(FactSet::of(other)))),
    }
}

/// Graduated at most so many years before. Someone who was hired in an earlier year than they graduated in did not come as
/// a graduate; hired in the same year, they did, from the day they hold the diploma.
fn within(fact: Fact, years: i32, at: Moment, or_same_year: bool, case: Case) -> Met {
    let (day, moment) = match both(fact, at, case) {
        Ok(found) => found,
        Err(missing) => return missing,
    };
    let last = years_after(day, years);
    match moment {
        None => {
            let year_end = Date::new(day.year(), 12, 31).unwrap_or(last);
            Met::on(Days::new(day, if or_same_year { last.max(year_end) } else { last }))
        }
        Some(moment) => {
            let in_time = moment <= last || (or_same_year && moment.year() == day.year());
            Met::on((in_time && moment.year() >= day.year()).then_some(Days::since(day)))
        }
    }
}

fn same_year(fact: Fact, at: Moment, case: Case) -> Met {
    match both(fact, at, case) {
        Err(missing) => missing,
        Ok((day, Some(moment))) => Met::known(day.year() == moment.year()),
        Ok((day, None)) => Met::on(match (Date::new(day.year(), 1, 1), Date::new(day.year(), 12, 31)) {
            (Ok(first), Ok(last)) => Days::new(first, last),
            _ => None,
        }),
    }
}

/// Only the year of birth is asked, so the birthday may be any day of it: in the years at either edge the answer is
/// unknown until the last possible birthday has passed.
fn age(at_least: i16, at_most: i16, at: Moment, case: Case) -> Met {
    let (born, moment) = match (case.person.birth_year, measured(at, case)) {
        (Some(born), Ok(moment)) => (born, moment),
        (None, Ok(_)) => return Met::needs(Fact::BirthYear),
        (Some(_), Err(other)) => return Met::needs(other),
        (None, Err(other)) => return Met::needs_all(FactSet::of(Fact::BirthYear).and(FactSet::of(other))),
    };
    let first = |years: i16| born.checked_add(years).and_then(|year| Date::new(year, 1, 1).ok());
    let last = |years: i16| born.checked_add(years).and_then(|year| Date::new(year, 12, 31).ok());
    let (earliest, surely) = match at_least {
        0 => (Date::MIN, Date::MIN),
        _ => (first(at_least).unwrap_or(Date::MAX), last(at_least).unwrap_or(Date::MAX)),
    };
    let surely_until = last(at_most).unwrap_or(Date::MAX);
    let perhaps_until = at_most.checked_add(1).and_then(last).and_then(|day| day.yesterday().ok()).unwrap_or(Date::MAX);
    let over_time = Met {
        sure: Days::new(surely, surely_until),
        may: Days::new(earliest, perhaps_until),
        missing: FactSet::of(Fact::BirthYear),
    };
    match moment {
        None => over_time,
        Some(moment) => match over_time.truth(moment) {
            super::days::Truth::Yes => Met::YES,
            super::days::Truth::No => Met::NO,
            super::days::Truth::Unknown => Met::needs(Fact::BirthYear),
        },
    }
}

fn majors(lists: &BTreeMap<Education, Majors>, case: Case) -> Met {
    let major = case.major().map(plain_major);
    let at_level = |list: &Majors| match (list, &major) {
        (Majors::Any, _) => Met::YES,
        (Majors::Listed { .. }, None) => Met::needs(Fact::Major),
        (Majors::Listed { names, containing, complete }, Some(major)) => {
            if names.contains(major) || containing.iter().any(|word| major.contains(word.as_str())) {
                Met::YES
            } else if *complete {
                Met::NO
            } else {
                Met::needs(Fact::Major)
            }
        }
    };
    match case.level() {
        Some(level) => lists.get(&level).map_or(Met::NO, at_level),
        None if lists.values().all(|list| at_level(list) == Met::NO) => Met::NO,
        None => {
            lists.values().map(at_level).fold(Met::needs(Fact::Level), |all, one| Met::needs_all(all.missing.and(one.missing)))
        }
    }
}

/// Any of the licences, as long as it runs; one without an end runs on.
fn licences(wanted: &[String], case: Case) -> Met {
    let Some(held) = &case.person.licences else { return Met::needs(Fact::Licences) };
    let until = held
        .iter()
        .filter(|licence| wanted.iter().any(|one| one == licence.kind.slug()))
        .map(|licence| licence.valid_until.unwrap_or(Date::MAX))
        .max();
    Met::on(until.and_then(|until| Days::new(Date::MIN, until)))
}

/// A skill level in the occupation; one whose level was not said may be high enough.
fn skill(occupation: &str, at_least: u8, case: Case) -> Met {
    let Some(held) = &case.person.skills else { return Met::needs(Fact::Skills) };
    let mut levels = held.iter().filter(|skill| skill.occupation == occupation).map(|skill| skill.level).peekable();
    if levels.peek().is_none() {
        return Met::NO;
    }
    let mut unsaid = false;
    for level in levels {
        match level {
            Some(level) if level.get() >= at_least => return Met::YES,
            Some(_) => {}
            None => unsaid = true,
        }
    }
    if unsaid { Met::needs(Fact::Skills) } else { Met::NO }
}

/// The days from a version's first to its last.
pub fn in_force(from: Date, to: Option<Date>) -> Met {
    Met::on(Days::new(from, to.unwrap_or(Date::MAX)))
}
