//! What is screened: the words of a post as they were written, and the few fields rules ask for. Every field may be missing.
//!
//! A post comes as JSON with the columns of an import or in the shape of the API, or from the store. Its words are kept
//! untouched, so that a finding points into what the writer wrote.

use super::rules::Figure;
use crate::codes::{Employment, OpeningKind};
use crate::error::FieldFault;
use crate::import::columns::Table;
use crate::import::normalise::{self, Besides};
use crate::import::read::Record;
use crate::openings::{Fen, Opening, Pay};
use crate::regions::Regions;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The fields whose words are read.
pub(super) const TEXTS: [&str; 5] = ["title", "description", "benefits", "skills", "majors"];

/// Fields of an opening as the API shows it that say nothing a rule asks for.
const SILENT: [&str; 8] = ["id", "institution", "score", "folded", "subsidies", "distance_km", "source_url", "url"];

/// A post to be screened.
#[derive(Debug, Clone, Default)]
pub struct Post {
    pub(super) texts: Vec<Written>,
    /// Figures in fields of their own, as they were written.
    numbers: Vec<Written>,
    pub(super) kind: Option<OpeningKind>,
    pub(super) employment: Option<Employment>,
    /// The place code, as long as it is known.
    pub(super) region: Option<String>,
    pub(super) pay: Pay,
    /// Whole months.
    pub(super) contract_months: Option<i64>,
    pub(super) trial_months: Option<i64>,
    pub(super) internship_months: Option<i64>,
}

/// A field as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    /// `description`, `benefits[2]`.
    pub field: String,
    pub text: String,
}

impl Written {
    /// The field without the place in its list.
    pub fn name(&self) -> &str {
        self.field.split('[').next().unwrap_or_default()
    }
}

impl Post {
    /// The post as it is stored.
    pub fn of(opening: &Opening) -> Self {
        let mut post = Self {
            kind: Some(opening.kind),
            employment: opening.employment,
            region: opening.region.clone(),
            pay: opening.pay,
            ..Self::default()
        };
        post.write("title", &opening.title);
        post.write("description", &opening.description);
        for (field, list) in
            [("benefits", &opening.benefits), ("skills", &opening.skills), ("majors", &opening.requirements.majors)]
        {
            post.write_list(field, list.iter().map(String::as_str));
        }
        let yuan = |fen: Option<Fen>| fen.map(|fen| fen.yuan().to_string());
        for (field, figure) in [("pay_min", yuan(opening.pay.min)), ("pay_max", yuan(opening.pay.max))] {
            post.numbers.extend(figure.map(|text| Written { field: field.to_owned(), text }));
        }
        post
    }

    /// Reads a post from JSON.
    ///
    /// # Errors
    /// Every field that is unknown, stands there twice under two names, or does not read.
    pub fn from_json(fields: Map<String, Value>) -> Result<Self, Vec<FieldFault>> {
        let mut reader = Reader::default();
        for (name, value) in fields {
            reader.take(&name, value);
        }
        let Reader { mut post, record, mut faults, .. } = reader;
        // In the order in which people read them, whatever the order of the JSON.
        post.texts.sort_by_key(|written| TEXTS.iter().position(|field| *field == written.name()));
        match normalise::besides(&record, Regions::builtin()) {
            Ok(Besides { kind, employment, region, pay }) => {
                (post.kind, post.employment, post.region, post.pay) = (kind, employment, region, pay);
            }
            Err(found) => faults.extend(found),
        }
        if faults.is_empty() { Ok(post) } else { Err(faults) }
    }

    /// Every field a finding can point into.
    pub(super) fn fields(&self) -> impl Iterator<Item = &Written> {
        self.texts.iter().chain(&self.numbers)
    }

    /// A figure the post gives in a field of its own, and the field.
    pub(super) fn figure(&self, figure: Figure) -> Option<(f64, &'static str)> {
        let months = |months: Option<i64>, field| months.map(|months| (months as f64, field));
        match figure {
            Figure::Pay => {
                let upper = || self.pay.max.map(|max| (max.yuan(), "pay_max"));
                self.pay.min.map(|min| (min.yuan(), "pay_min")).or_else(upper)
            }
            Figure::InternshipMonths => months(self.internship_months, "internship_months"),
            Figure::TrialMonths => months(self.trial_months, "trial_months"),
        }
    }

    fn write(&mut self, field: &str, text: &str) {
        if !text.is_empty() {
            self.texts.push(Written { field: field.to_owned(), text: text.to_owned() });
        }
    }

    fn write_list<'t>(&mut self, field: &str, items: impl Iterator<Item = &'t str>) {
        for (at, item) in items.enumerate() {
            self.write(&format!("{field}[{at}]"), item);
        }
    }
}

/// JSON on its way to a post.
#[derive(Default)]
struct Reader {
    post: Post,
    /// The same fields as an import would see them.
    record: Record,
    seen: BTreeSet<String>,
    faults: Vec<FieldFault>,
}

impl Reader {
    fn fault(&mut self, field: &str, reason: impl Into<String>) {
        self.faults.push(FieldFault::new(field, reason));
    }

    fn take(&mut self, name: &str, value: Value) {
        if value.is_null() {
            return;
        }
        match (name, value) {
            ("pay", Value::Object(inside)) => self.take_inside(name, inside, &["min", "max", "period", "months"], "pay_"),
            ("requirements", Value::Object(inside)) => {
                let known = ["education", "experience_years", "skill_level", "licences", "majors"];
                self.take_inside(name, inside, &known, "");
            }
            ("region", Value::Object(inside)) => match inside.get("code") {
                Some(Value::String(code)) => self.region(code.clone()),
                _ => self.fault("region.code", "is missing, or is not a text"),
            },
            ("region", Value::String(code)) => self.region(code),
            ("contract_months" | "trial_months" | "internship_months", value) => self.months(name, &value),
            // The institution by its bare name is a column of the import; as the API shows it, an object.
            (name, _) if SILENT.contains(&name) => {}
            (name, value) => self.column(name, value),
        }
    }

    fn take_inside(&mut self, name: &str, inside: Map<String, Value>, known: &[&str], prefix: &str) {
        for (key, value) in inside {
            if known.contains(&key.as_str()) {
                self.take(&format!("{prefix}{key}"), value);
            } else {
                self.fault(&format!("{name}.{key}"), format!("is not a known field; known are: {}", known.join(", ")));
            }
        }
    }

    fn region(&mut self, code: String) {
        if code.len() > 12 || code.len() < 2 || !code.bytes().all(|b| b.is_ascii_digit()) {
            return self.fault("region", format!("“{}” is not a place code of two to twelve digits", shown(&code)));
        }
        self.once("region");
        // The code is surer than the words of the place.
        self.record.fields.retain(|(column, _)| *column != "place");
        self.record.fields.push(("place", code));
    }

    fn once(&mut self, field: &str) {
        if !self.seen.insert(field.to_owned()) {
            self.fault(field, "is given twice");
        }
    }

    fn months(&mut self, name: &str, value: &Value) {
        let text = if let Value::String(text) = value { text.trim().to_owned() } else { value.to_string() };
        match text.parse::<i64>() {
            Ok(months) if (0..=1_200).contains(&months) => {
                match name {
                    "contract_months" => self.post.contract_months = Some(months),
                    "trial_months" => self.post.trial_months = Some(months),
                    _ => self.post.internship_months = Some(months),
                }
                self.post.numbers.push(Written { field: name.to_owned(), text });
            }
            _ => self.fault(name, format!("“{}” is not a whole number of months", shown(&text))),
        }
    }

    /// A column of an import, by its English or its Chinese name.
    fn column(&mut self, name: &str, value: Value) {
        let Some(column) = Table::Openings.column(name) else {
            return self.fault(name, "is not a known field of an opening");
        };
        self.once(column);
        let text = match value {
            Value::Object(_) | Value::Bool(_) => return self.fault(column, "is neither a text, a number nor a list of texts"),
            Value::Array(items) => match self.items(column, items) {
                Some(text) => text,
                None => return,
            },
            Value::String(text) => {
                if TEXTS.contains(&column) {
                    self.post.write(column, &text);
                }
                text
            }
            other => {
                let text = other.to_string();
                if TEXTS.contains(&column) {
                    self.post.write(column, &text);
                }
                text
            }
        };
        if ["pay_min", "pay_max"].contains(&column) {
            self.post.numbers.push(Written { field: column.to_owned(), text: text.clone() });
        }
        if column != "place" || !self.seen.contains("region") {
            self.record.fields.push((column, text));
        }
    }

    fn items(&mut self, column: &'static str, items: Vec<Value>) -> Option<String> {
        let mut texts = Vec::with_capacity(items.len());
        for (at, item) in items.into_iter().enumerate() {
            match item {
                Value::String(text) => texts.push(text),
                Value::Number(number) => texts.push(number.to_string()),
                _ => {
                    self.fault(&format!("{column}[{at}]"), "is not a text");
                    return None;
                }
            }
        }
        if TEXTS.contains(&column) {
            self.post.write_list(column, texts.iter().map(String::as_str));
        }
        Some(texts.join("、"))
    }
}

fn shown(text: &str) -> String {
    text.chars().take(40).collect()
}
