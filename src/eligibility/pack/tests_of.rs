//! The test of one line: which keys it was written with, whether they fit the fact, and what they mean.

use super::form::{LineForm, MajorsForm};
use super::read::{Reader, Spot};
use super::{Majors, Moment, Others, Test};
use crate::codes::Education;
use crate::eligibility::facts::{Fact, Kind, check_slug};
use jiff::civil::Date;
use std::collections::BTreeMap;
use toml::{Spanned, Value};

/// The families of keys a test can be written with; a line uses exactly one.
#[derive(Clone, Copy, PartialEq)]
enum Keys {
    Word,
    Count,
    Age,
    Between,
    Begun,
    Within,
    SameYear,
    Lasts,
    Majors,
    HasAny,
    Skill,
    NotSeen,
}

impl Keys {
    const ALL: &'static [(Keys, &'static str)] = &[
        (Keys::Word, "is / one_of / not_one_of / unsettled"),
        (Keys::Count, "at_least / at_most"),
        (Keys::Age, "age_at_least / age_at_most"),
        (Keys::Between, "on_or_after / on_or_before"),
        (Keys::Begun, "begun"),
        (Keys::Within, "within_years"),
        (Keys::SameYear, "same_year"),
        (Keys::Lasts, "lasts_months"),
        (Keys::Majors, "majors"),
        (Keys::HasAny, "has_any"),
        (Keys::Skill, "level_at_least"),
        (Keys::NotSeen, "not_seen"),
    ];

    fn written_in(self, form: &LineForm) -> bool {
        match self {
            Keys::Word => form.is.is_some() || form.one_of.is_some() || form.not_one_of.is_some() || form.unsettled.is_some(),
            Keys::Count => form.at_least.is_some() || form.at_most.is_some(),
            Keys::Age => form.age_at_least.is_some() || form.age_at_most.is_some(),
            Keys::Between => form.on_or_after.is_some() || form.on_or_before.is_some(),
            Keys::Begun => form.begun.is_some(),
            Keys::Within => form.within_years.is_some(),
            Keys::SameYear => form.same_year.is_some(),
            Keys::Lasts => form.lasts_months.is_some(),
            Keys::Majors => form.majors.is_some(),
            Keys::HasAny => form.has_any.is_some(),
            Keys::Skill => form.level_at_least.is_some(),
            Keys::NotSeen => form.not_seen.is_some(),
        }
    }

    fn fits(self, kind: Kind) -> bool {
        match self {
            Keys::Word => matches!(kind, Kind::Flag | Kind::Code | Kind::Slug),
            Keys::Count => kind == Kind::Count,
            Keys::Age => kind == Kind::Year,
            Keys::Between | Keys::Begun | Keys::Within | Keys::SameYear | Keys::Lasts => kind == Kind::Day,
            Keys::Majors => kind == Kind::Major,
            Keys::HasAny => matches!(kind, Kind::Licences | Kind::Household),
            Keys::Skill => kind == Kind::Skills,
            Keys::NotSeen => kind == Kind::Computed,
        }
    }
}

/// Reads the test of a line; `None` after a fault was recorded.
pub(super) fn read(reader: &mut Reader, form: &LineForm, fact: Fact, at: Spot) -> Option<Test> {
    let used: Vec<_> = Keys::ALL.iter().filter(|(keys, _)| keys.written_in(form)).collect();
    let (keys, named) = match used.as_slice() {
        [] => return reader.none(at, format!("the line on “{}” has no test", fact.path())),
        [one] => **one,
        [one, two, ..] => return reader.none(at, format!("one line, one test: this one has {} and {}", one.1, two.1)),
    };
    if !keys.fits(fact.kind()) {
        return reader.none(at, format!("{named} cannot be asked of “{}”", fact.path()));
    }
    let timed = matches!(keys, Keys::Within | Keys::SameYear | Keys::Age);
    if let Some(extra) = form.measured_at.as_ref().filter(|_| !timed) {
        reader.fault(extra.span().into(), "measured_at goes only with within_years, same_year or an age".to_owned());
    }
    if let Some(extra) = form.or_same_year.as_ref().filter(|_| keys != Keys::Within) {
        reader.fault(extra.span().into(), "or_same_year goes only with within_years".to_owned());
    }
    if let Some(extra) = form.others.as_ref().filter(|_| keys != Keys::Word) {
        reader.fault(extra.span().into(), "others goes only with is, one_of or unsettled".to_owned());
    }
    match keys {
        Keys::Word => word(reader, form, fact),
        Keys::Count => bounds(reader, form.at_least.as_ref(), form.at_most.as_ref(), at)
            .map(|(at_least, at_most)| Test::Count { at_least, at_most }),
        Keys::Age => age(reader, form, at),
        Keys::Between => between(reader, form, at),
        Keys::Begun => Some(Test::Begun),
        Keys::Within => {
            let years = small(reader, form.within_years.as_ref()?)?;
            let or_same_year = form.or_same_year.as_ref().is_some_and(|yes| *yes.get_ref());
            Some(Test::Within { years, at: moment(reader, form, at)?, or_same_year })
        }
        Keys::SameYear => Some(Test::SameYear { at: moment(reader, form, at)? }),
        Keys::Lasts => small(reader, form.lasts_months.as_ref()?).map(|months| Test::Lasts { months }),
        Keys::Majors => majors(reader, form),
        Keys::HasAny => {
            let wanted = form.has_any.as_ref()?;
            check_words(reader, fact, wanted.get_ref(), wanted.span().into());
            Some(Test::HasAny(wanted.get_ref().clone()))
        }
        Keys::Skill => skill(reader, form, at),
        Keys::NotSeen => Some(Test::NotSeen),
    }
}

fn word(reader: &mut Reader, form: &LineForm, fact: Fact) -> Option<Test> {
    let mut test = (Vec::new(), Vec::new(), Vec::new());
    if let Some(is) = &form.is {
        test.0.push(one_word(reader, fact, is.get_ref(), is.span().into())?);
    }
    for (list, into) in [(&form.one_of, &mut test.0), (&form.not_one_of, &mut test.1)] {
        if let Some(list) = list {
            check_words(reader, fact, list.get_ref(), list.span().into());
            into.extend(list.get_ref().iter().cloned());
        }
    }
    if let Some(list) = &form.unsettled {
        for value in list.get_ref() {
            test.2.push(one_word(reader, fact, value, list.span().into())?);
        }
    }
    let (yes, no, unsettled) = test;
    if let Some(word) = yes.iter().find(|word| no.contains(word) || unsettled.contains(word)) {
        reader.fault(Spot::of(&form.text), format!("“{word}” is given two answers"));
    }
    let others = match form.others.as_ref().map(|word| (word.get_ref().as_str(), word.span())) {
        None if form.not_one_of.is_some() => Others::Yes,
        None | Some(("no", _)) => Others::No,
        Some(("unsettled", _)) => Others::Unsettled,
        Some((other, span)) => return reader.none(span.into(), format!("others is “no” or “unsettled”, not “{other}”")),
    };
    Some(Test::Word { yes, no, unsettled, others })
}

/// A word of a coded fact, or true / false of a yes-or-no one.
fn one_word(reader: &mut Reader, fact: Fact, value: &Value, at: Spot) -> Option<String> {
    match (fact.kind(), value) {
        (Kind::Flag, Value::Boolean(yes)) => Some(yes.to_string()),
        (Kind::Code | Kind::Slug, Value::String(word)) => {
            check_words(reader, fact, std::slice::from_ref(word), at);
            Some(word.clone())
        }
        (Kind::Flag, _) => reader.none(at, format!("“{}” is true or false", fact.path())),
        _ => reader.none(at, format!("“{}” is a word in quotes", fact.path())),
    }
}

fn check_words(reader: &mut Reader, fact: Fact, words: &[String], at: Spot) {
    if words.is_empty() {
        reader.fault(at, "the list is empty".to_owned());
    }
    for word in words {
        if let Err(what) = fact.check_word(word) {
            reader.fault(at, what);
        }
    }
}

fn bounds(reader: &mut Reader, least: Option<&Spanned<i64>>, most: Option<&Spanned<i64>>, at: Spot) -> Option<(i64, i64)> {
    let (least, most) = (least.map_or(0, |n| *n.get_ref()), most.map_or(i64::MAX, |n| *n.get_ref()));
    if least < 0 || least > most {
        return reader.none(at, format!("nothing lies between {least} and {most}"));
    }
    Some((least, most))
}

fn age(reader: &mut Reader, form: &LineForm, at: Spot) -> Option<Test> {
    let (least, most) = bounds(reader, form.age_at_least.as_ref(), form.age_at_most.as_ref(), at)?;
    let years = |n: i64| i16::try_from(n.min(150)).unwrap_or(150);
    let at = if form.measured_at.is_some() { moment(reader, form, at)? } else { Moment::Application };
    Some(Test::Age { at_least: years(least), at_most: years(most), at })
}

fn between(reader: &mut Reader, form: &LineForm, at: Spot) -> Option<Test> {
    let from = form.on_or_after.as_ref().map_or(Some(Date::MIN), |day| reader.day(day).map(|(day, _)| day))?;
    let to = form.on_or_before.as_ref().map_or(Some(Date::MAX), |day| reader.day(day).map(|(day, _)| day))?;
    if from > to {
        return reader.none(at, format!("{from} comes after {to}"));
    }
    Some(Test::Between { from, to })
}

fn moment(reader: &mut Reader, form: &LineForm, at: Spot) -> Option<Moment> {
    match form.measured_at.as_ref().map(|word| (word.get_ref().as_str(), word.span())) {
        Some(("hire", _)) => Some(Moment::Hire),
        Some(("contract", _)) => Some(Moment::Contract),
        Some(("application", _)) => Some(Moment::Application),
        Some((other, span)) => {
            reader.none(span.into(), format!("measured_at is “hire”, “contract” or “application”, not “{other}”"))
        }
        None => reader.none(at, "say when this is measured: measured_at = \"hire\", \"contract\" or \"application\"".to_owned()),
    }
}

fn small(reader: &mut Reader, number: &Spanned<i64>) -> Option<i32> {
    match i32::try_from(*number.get_ref()) {
        Ok(n @ 1..=1200) => Some(n),
        _ => reader.none(number.span().into(), format!("{} is not between 1 and 1200", number.get_ref())),
    }
}

fn majors(reader: &mut Reader, form: &LineForm) -> Option<Test> {
    let written = form.majors.as_ref()?;
    let mut lists = BTreeMap::new();
    for (level, majors) in written.get_ref() {
        let at = Spot::of(majors);
        let level = match level.parse::<Education>() {
            Ok(level) => level,
            Err(unknown) => return reader.none(at, unknown.to_string()),
        };
        let read = match majors.get_ref() {
            MajorsForm::Word(word) if word == "any" => Majors::Any,
            MajorsForm::Word(word) => return reader.none(at, format!("majors are \"any\" or a list, not “{word}”")),
            MajorsForm::List(list) => Majors::Listed {
                names: list.names.iter().map(|name| plain_major(name)).collect(),
                containing: list.containing.clone(),
                complete: list.complete,
            },
        };
        if matches!(&read, Majors::Listed { names, containing, complete: true } if names.is_empty() && containing.is_empty()) {
            reader.fault(at, "a complete list of majors that is empty would refuse everybody".to_owned());
        }
        lists.insert(level, read);
    }
    Some(Test::Majors(lists))
}

/// A major's name as it is compared: no spaces, half-width brackets, without a closing 专业.
pub(crate) fn plain_major(name: &str) -> String {
    let plain: String = name
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '（' => '(',
            '）' => ')',
            other => other,
        })
        .collect();
    plain.strip_suffix("专业").map(str::to_owned).unwrap_or(plain)
}

fn skill(reader: &mut Reader, form: &LineForm, at: Spot) -> Option<Test> {
    let Some(occupation) = &form.occupation else {
        return reader.none(at, "a skill level needs its occupation".to_owned());
    };
    if let Err(what) = check_slug(occupation.get_ref()) {
        reader.fault(Spot::of(occupation), what);
    }
    let level = form.level_at_least.as_ref()?;
    match skill_level(level.get_ref()) {
        Some(at_least) => Some(Test::Skill { occupation: occupation.get_ref().clone(), at_least }),
        None => reader.none(Spot::of(level), format!("“{}” is not a skill level", level.get_ref())),
    }
}

/// The eight steps of the ladder (新八级工) by name.
pub(super) fn skill_level(name: &str) -> Option<u8> {
    let ladder = ["apprentice", "junior", "intermediate", "senior", "technician", "senior_technician", "special", "chief"];
    ladder.iter().zip(1..).find_map(|(step, level)| (*step == name).then_some(level))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_major_is_the_same_however_it_is_written() {
        assert_eq!(plain_major(" 护理（老年护理方向） 专业"), "护理(老年护理方向)");
        assert_eq!(plain_major("护理"), "护理");
    }

    #[test]
    fn the_ladder_has_eight_steps() {
        assert_eq!((skill_level("apprentice"), skill_level("chief"), skill_level("五级")), (Some(1), Some(8), None));
    }
}
