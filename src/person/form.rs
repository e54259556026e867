//! A person as the fields of a form write one: the paths of the interface, flattened with dots.
//!
//! `education.level=bachelor`, `rural=true`, `wants.kinds=vacancy&wants.kinds=internship`; of a list of records each has a number
//! of its own, `work.3.occupation=cook&work.3.years=5`, and the numbers need not follow each other, so that a box keeps its
//! number whether the one before it is ticked or not. `none` for a list (`licences=none`) says "none of these"; an empty field
//! says nothing. Of a field that may stand once the last word counts. Pages that ask a person share these names, so that what
//! was answered on one can be carried to another.
//!
//! What it refuses: to keep a record that says nothing (a date of a certificate that is not ticked), and to read over a field
//! that no person has.

use super::Person;
use crate::error::FieldFault;
use crate::time::read_day;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// How a field is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    Word,
    /// Several words, each a field of its own.
    Words,
    Flag,
    Whole,
    Decimal,
    Day,
    /// A list of records, of which only "none" is written by itself.
    Records,
}

/// Every field, `#` for the number of a record.
const FIELDS: &[(&str, Written)] = &[
    ("birth_year", Written::Whole),
    ("region", Written::Word),
    ("lat", Written::Decimal),
    ("lon", Written::Decimal),
    ("rural", Written::Flag),
    ("education.level", Written::Word),
    ("education.major", Written::Word),
    ("education.full_time", Written::Flag),
    ("education.graduated_on", Written::Day),
    ("licences", Written::Records),
    ("licences.#.kind", Written::Word),
    ("licences.#.valid_until", Written::Day),
    ("licences.#.last_practised", Written::Day),
    ("skills", Written::Records),
    ("skills.#.occupation", Written::Word),
    ("skills.#.level", Written::Whole),
    ("work", Written::Records),
    ("work.#.sector", Written::Word),
    ("work.#.occupation", Written::Word),
    ("work.#.years", Written::Decimal),
    ("retired", Written::Flag),
    ("employed", Written::Flag),
    ("registered_unemployed", Written::Flag),
    ("cares_for_family", Written::Flag),
    ("wants_to_start_business", Written::Flag),
    ("household", Written::Words),
    ("wants.occupations", Written::Words),
    ("wants.kinds", Written::Words),
    ("wants.regions", Written::Words),
    ("wants.pay_min", Written::Whole),
    ("wants.radius_km", Written::Decimal),
    ("wants.live_in", Written::Flag),
    ("wants.nights", Written::Flag),
];

/// Said of a list: none of these.
pub const NONE: &str = "none";
/// No form has so many records of one kind.
const MOST_RECORDS: usize = 160;
/// Nobody writes so much into one field.
const LONGEST: usize = 200;

/// Whether a field belongs to a person.
pub fn is_field(name: &str) -> bool {
    written(name).is_some()
}

/// A field with `#` for the number of its record: `work.3.years` is one of `work.#.years`.
pub fn field(name: &str) -> Option<&'static str> {
    written(name).map(|(field, ..)| field)
}

/// How a field is written, and the number of its record.
fn written(name: &str) -> Option<(&'static str, Written, Option<usize>)> {
    let mut number = None;
    let plain: Vec<&str> = name
        .split('.')
        .map(|part| match part.parse::<usize>() {
            Ok(at) if at < MOST_RECORDS && number.is_none() => {
                number = Some(at);
                "#"
            }
            _ => part,
        })
        .collect();
    let plain = plain.join(".");
    FIELDS.iter().find(|(field, _)| *field == plain).map(|(field, written)| (*field, *written, number))
}

/// Reads a person from the fields of a form.
///
/// # Errors
/// Every field that is not one of a person's, or whose value cannot be read, by its name in the form.
pub fn read(fields: &[(String, String)]) -> Result<Person, Vec<FieldFault>> {
    let mut sheet = Sheet::default();
    let faults: Vec<FieldFault> = fields.iter().filter_map(|(name, value)| sheet.take(name, value).err()).collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    let numbers = sheet.numbers();
    serde_path_to_error::deserialize(sheet.json()).map_err(|fault| {
        let path = fault.path().to_string();
        vec![FieldFault::new(named(&path, &numbers), fault.inner().to_string())]
    })
}

/// The fields that say what a person said. `number` gives the number of a record by its list and its place in it; no two records
/// of a list may have the same.
pub fn write(person: &Person, number: impl Fn(&str, usize) -> usize) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let Ok(Value::Object(all)) = serde_json::to_value(person) else { return fields };
    for (name, value) in all {
        match value {
            Value::Object(parts) => {
                for (part, value) in parts {
                    write_field(format!("{name}.{part}"), value, &mut fields);
                }
            }
            Value::Array(records) if records.iter().any(Value::is_object) => {
                for (at, record) in records.into_iter().enumerate() {
                    let number = number(&name, at);
                    let Value::Object(parts) = record else { continue };
                    for (part, value) in parts {
                        write_field(format!("{name}.{number}.{part}"), value, &mut fields);
                    }
                }
            }
            Value::Array(none) if none.is_empty() => fields.push((name, NONE.to_owned())),
            other => write_field(name, other, &mut fields),
        }
    }
    fields
}

fn write_field(name: String, value: Value, fields: &mut Vec<(String, String)>) {
    match value {
        Value::Array(words) => {
            for word in words {
                write_field(name.clone(), word, fields);
            }
        }
        Value::String(text) => fields.push((name, text)),
        Value::Bool(flag) => fields.push((name, flag.to_string())),
        // As people write it: 3, not 3.0.
        Value::Number(figure) => {
            let plain = figure.as_f64().filter(|figure| figure.fract() == 0.0 && figure.abs() < 1e15);
            fields.push((name, plain.map_or_else(|| figure.to_string(), |whole| format!("{whole:.0}"))));
        }
        Value::Null | Value::Object(_) => {}
    }
}

/// The name that a path of the interface has in a form: `work[0].years` of the records numbered 3, 7 is `work.3.years`.
fn named(path: &str, numbers: &BTreeMap<&'static str, Vec<usize>>) -> String {
    let Some((list, rest)) = path.split_once('[') else { return path.to_owned() };
    let Some((at, rest)) = rest.split_once(']') else { return path.to_owned() };
    let number = at.parse::<usize>().ok().and_then(|at| numbers.get(list)?.get(at).copied());
    number.map_or_else(|| list.to_owned(), |number| format!("{list}.{number}{rest}"))
}

/// The fields as they come in, before they are put together.
#[derive(Default)]
struct Sheet {
    /// By path, for all that is not in a record.
    plain: BTreeMap<&'static str, Value>,
    records: BTreeMap<&'static str, BTreeMap<usize, Map<String, Value>>>,
}

impl Sheet {
    fn take(&mut self, name: &str, value: &str) -> Result<(), FieldFault> {
        let Some((field, written, number)) = written(name) else {
            return Err(FieldFault::new(name.chars().take(60).collect::<String>(), "is not a field of a person"));
        };
        let value = value.trim();
        if value.is_empty() {
            return Ok(());
        }
        if value.chars().count() > LONGEST {
            return Err(FieldFault::new(name, format!("is longer than {LONGEST} characters")));
        }
        if written == Written::Words {
            let words = self.plain.entry(field).or_insert_with(|| json!([]));
            if let (Value::Array(words), false) = (words, value == NONE) {
                words.push(json!(value));
            }
            return Ok(());
        }
        let value = read_value(written, value).map_err(|reason| FieldFault::new(name, reason))?;
        match (field.split_once(".#."), number) {
            (Some((list, part)), Some(number)) => {
                self.records.entry(list).or_default().entry(number).or_default().insert(part.to_owned(), value);
            }
            _ => {
                self.plain.insert(field, value);
            }
        }
        Ok(())
    }

    /// The numbers of the records that say something, by list.
    fn numbers(&self) -> BTreeMap<&'static str, Vec<usize>> {
        let numbers = |list: &BTreeMap<usize, Map<String, Value>>| {
            list.iter().filter(|(_, record)| says_something(record)).map(|(number, _)| *number).collect()
        };
        self.records.iter().map(|(list, records)| (*list, numbers(records))).collect()
    }

    fn json(self) -> Value {
        let mut person = Map::new();
        for (field, value) in self.plain {
            match field.split_once('.') {
                Some((group, part)) => {
                    let group = person.entry(group).or_insert_with(|| json!({}));
                    if let Value::Object(group) = group {
                        group.insert(part.to_owned(), value);
                    }
                }
                None => {
                    person.insert(field.to_owned(), value);
                }
            }
        }
        for (list, records) in self.records {
            let said: Vec<Value> = records.into_values().filter(says_something).map(Value::Object).collect();
            if !said.is_empty() {
                person.insert(list.to_owned(), Value::Array(said));
            }
        }
        Value::Object(person)
    }
}

/// Whether a record names what it is about; years or dates alone say nothing.
fn says_something(record: &Map<String, Value>) -> bool {
    ["kind", "occupation", "sector"].iter().any(|name| record.contains_key(*name))
}

fn read_value(written: Written, value: &str) -> Result<Value, &'static str> {
    let number = || plain_number(value);
    match written {
        Written::Word | Written::Words => Ok(json!(value)),
        Written::Flag => value.parse::<bool>().map(Value::from).map_err(|_| "is neither true nor false"),
        Written::Whole => number().parse::<i64>().map(Value::from).map_err(|_| "is not a whole number"),
        Written::Decimal => {
            let figure = number().parse::<f64>().ok().filter(|figure| figure.is_finite());
            figure.map(Value::from).ok_or("is not a number")
        }
        Written::Day => read_day(value).map(|day| json!(day.to_string())).ok_or("is not a day, such as 2025-06-30"),
        Written::Records => (value == NONE).then(|| json!([])).ok_or("is a list; write its records, or none"),
    }
}

/// A figure as people type it: full-width digits, and what it counts behind it.
fn plain_number(text: &str) -> String {
    let narrow = text.chars().map(|c| match c {
        '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10).unwrap_or(c),
        '．' => '.',
        other => other,
    });
    let narrow: String = narrow.filter(|c| !c.is_whitespace() && *c != ',').collect();
    narrow.trim_end_matches(['年', '元', '岁']).trim_end_matches("公里").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::{HouseholdFlag, LicenceKind, OpeningKind};

    fn fields(text: &str) -> Vec<(String, String)> {
        text.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    fn person(text: &str) -> Person {
        read(&fields(text)).unwrap_or_else(|faults| panic!("{text}: {faults:?}"))
    }

    fn faulty(text: &str) -> Vec<String> {
        read(&fields(text)).expect_err("a fault").into_iter().map(|fault| fault.field).collect()
    }

    #[test]
    fn a_form_says_what_the_interface_says() {
        let filled = person(
            "region=210302&rural=false&education.level=junior_college&education.graduated_on=2025年6月30日&licences.4.kind=nurse\
             &licences.4.valid_until=2028-05-01&work.2.occupation=cook&work.2.years=１０年&work.9.sector=retail\
             &wants.kinds=vacancy&wants.kinds=internship&wants.pay_min=3,500元&wants.nights=true&household=disabled",
        );
        let json = json!({"region": "210302", "rural": false, "education": {"level": "junior_college", "graduated_on": "2025-06-30"},
            "licences": [{"kind": "nurse", "valid_until": "2028-05-01"}], "work": [{"occupation": "cook", "years": 10.0}, {"sector": "retail"}],
            "wants": {"kinds": ["vacancy", "internship"], "pay_min": 3500, "nights": true}, "household": ["disabled"]});
        assert_eq!(filled, serde_json::from_value(json).expect("a person"));
    }

    #[test]
    fn an_empty_field_says_nothing_and_none_says_none() {
        assert_eq!(person("region=&education.level=&work.0.occupation=&wants.kinds="), Person::default());
        let none = person("licences=none&household=none&work=none");
        assert_eq!((none.licences, none.household, none.work), (Some(vec![]), Some(vec![]), Some(vec![])));
        let some = person("licences=none&licences.3.kind=cook&household=none&household=monitored");
        assert_eq!(some.licences.expect("one")[0].kind, LicenceKind::Cook);
        assert_eq!(some.household, Some(vec![HouseholdFlag::Monitored]));
    }

    #[test]
    fn a_record_that_names_nothing_is_none() {
        assert_eq!(person("licences.0.valid_until=2028-05-01&work.1.years=3&skills.0.level=3"), Person::default());
    }

    #[test]
    fn of_a_field_that_may_stand_once_the_last_word_counts() {
        assert_eq!(person("region=210302&region=210381").region.as_deref(), Some("210381"));
        assert_eq!(person("wants.kinds=volunteer").wants.expect("wishes").kinds, [OpeningKind::Volunteer]);
    }

    #[test]
    fn what_cannot_be_read_is_named_as_the_form_names_it() {
        assert_eq!(faulty("sex=f&rural=maybe"), ["sex", "rural"]);
        assert_eq!(faulty("education.graduated_on=yesterday"), ["education.graduated_on"]);
        assert_eq!(faulty("work.5.sector=retail&work.7.sector=magic"), ["work.7.sector"]);
        assert_eq!(faulty("education.level=genius"), ["education.level"]);
        assert_eq!(faulty("household=rich"), ["household"]);
        assert_eq!(faulty("licences=all"), ["licences"]);
        assert_eq!(faulty("work.160.sector=retail"), ["work.160.sector"]);
        assert_eq!(faulty("wants.radius_km=inf"), ["wants.radius_km"]);
        assert_eq!(faulty(&format!("education.major={}", "长".repeat(201))), ["education.major"]);
    }

    #[test]
    fn what_was_read_is_written_as_it_was() {
        let filled = person(
            "region=210302&rural=false&education.level=junior_college&education.graduated_on=2025-06-30&licences.4.kind=nurse&work.2.years=2.5\
             &licences.4.valid_until=2028-05-01&work.2.occupation=cook&work.9.sector=retail&skills=none&wants.kinds=vacancy&wants.kinds=internship\
             &wants.pay_min=3500&wants.radius_km=5&household=disabled&household=monitored",
        );
        let written = write(&filled, |list, at| if list == "work" { 60 - at } else { at });
        assert!(written.iter().any(|(name, value)| name == "work.60.occupation" && value == "cook"), "{written:?}");
        let back = read(&written).expect("a person");
        let work = back.work.clone().map(|mut work| {
            work.reverse();
            work
        });
        assert_eq!(Person { work, ..back }, filled);
        let none = person("household=none&licences=none&work=none");
        assert_eq!(read(&write(&none, |_, at| at)).expect("a person"), none);
        assert_eq!(write(&Person::default(), |_, at| at), []);
    }

    #[test]
    fn every_field_of_a_person_can_be_written() {
        let all = serde_json::to_value(Person {
            education: Some(Default::default()),
            wants: Some(Default::default()),
            ..Default::default()
        });
        let all = all.expect("JSON");
        let mut lacking = Vec::new();
        for (name, value) in all.as_object().expect("an object") {
            match value.as_object() {
                Some(parts) => lacking.extend(parts.keys().map(|part| format!("{name}.{part}")).filter(|field| !is_field(field))),
                None if !is_field(name) => lacking.push(name.clone()),
                None => {}
            }
        }
        assert_eq!(lacking, Vec::<String>::new());
    }
}
