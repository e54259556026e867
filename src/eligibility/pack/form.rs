//! A pack as a clerk writes it: the TOML, key for key. `policies/README.md` explains every key; an unknown one is refused.

use crate::eligibility::{Certainty, Text};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::{Spanned, Value};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PackForm {
    pub slug: Spanned<String>,
    pub version: Spanned<String>,
    pub family: Spanned<String>,
    pub jurisdiction: Spanned<String>,
    pub place: Spanned<Text>,
    pub title: Spanned<Text>,
    pub supersedes: Option<Spanned<String>>,
    pub inherits: Option<Spanned<String>>,
    #[serde(default)]
    pub without: Vec<Spanned<String>>,
    pub applies_by: Option<Spanned<String>>,
    pub paid_to: Spanned<String>,
    #[serde(default)]
    pub exploratory: bool,
    pub ask: Option<Spanned<Text>>,
    pub document: DocumentForm,
    pub in_force: InForceForm,
    #[serde(default)]
    pub source: Vec<SourceForm>,
    #[serde(default)]
    pub condition: Vec<Spanned<LineForm>>,
    pub service: Option<Spanned<ServiceForm>>,
    pub amount: Option<Spanned<AmountForm>>,
    pub pay: Option<Spanned<PayForm>>,
    #[serde(default)]
    pub note: Vec<Spanned<NoteForm>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DocumentForm {
    pub title: Spanned<String>,
    pub number: Option<Spanned<String>>,
    pub issuers: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InForceForm {
    pub from: Spanned<Value>,
    pub to: Option<Spanned<Value>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceForm {
    pub title: Spanned<String>,
    pub url: Option<String>,
    pub certainty: Certainty,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LineForm {
    pub name: Option<Spanned<String>>,
    pub fact: Option<Spanned<String>>,
    pub text: Spanned<Text>,
    pub clause: Option<String>,
    pub certainty: Option<Spanned<Certainty>>,
    pub hint: Option<Spanned<Text>>,
    #[serde(default)]
    pub only_with_employment: bool,
    // A group
    pub all: Option<Vec<Spanned<LineForm>>>,
    pub any: Option<Vec<Spanned<LineForm>>>,
    pub none: Option<Vec<Spanned<LineForm>>>,
    pub local: Option<Spanned<String>>,
    // A test
    pub is: Option<Spanned<Value>>,
    pub one_of: Option<Spanned<Vec<String>>>,
    pub not_one_of: Option<Spanned<Vec<String>>>,
    pub unsettled: Option<Spanned<Vec<Value>>>,
    pub others: Option<Spanned<String>>,
    pub at_least: Option<Spanned<i64>>,
    pub at_most: Option<Spanned<i64>>,
    pub age_at_least: Option<Spanned<i64>>,
    pub age_at_most: Option<Spanned<i64>>,
    pub on_or_after: Option<Spanned<Value>>,
    pub on_or_before: Option<Spanned<Value>>,
    pub begun: Option<Spanned<bool>>,
    pub within_years: Option<Spanned<i64>>,
    pub or_same_year: Option<Spanned<bool>>,
    pub same_year: Option<Spanned<bool>>,
    pub lasts_months: Option<Spanned<i64>>,
    pub measured_at: Option<Spanned<String>>,
    pub not_seen: Option<Spanned<bool>>,
    pub majors: Option<Spanned<BTreeMap<String, Spanned<MajorsForm>>>>,
    pub has_any: Option<Spanned<Vec<String>>>,
    pub occupation: Option<Spanned<String>>,
    pub level_at_least: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum MajorsForm {
    Word(String),
    List(MajorList),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MajorList {
    #[serde(default)]
    pub names: Vec<String>,
    #[serde(default)]
    pub containing: Vec<String>,
    pub complete: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ServiceForm {
    pub months: Spanned<i64>,
    pub kind: Spanned<String>,
    #[serde(default)]
    pub in_post: bool,
    pub clock: Option<Spanned<Vec<String>>>,
    pub text: Spanned<Text>,
    pub clause: Option<String>,
    pub certainty: Certainty,
    pub hint: Option<Spanned<Text>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AmountForm {
    pub certainty: Spanned<String>,
    pub by: Spanned<String>,
    pub occupation: Option<Spanned<String>>,
    pub read: Option<Spanned<String>>,
    pub value: Option<Spanned<Value>>,
    pub tiers: Option<Spanned<BTreeMap<String, Spanned<Value>>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PayForm {
    pub way: Spanned<String>,
    #[serde(default)]
    pub instalments: Vec<Spanned<InstalmentForm>>,
    pub every_months: Option<Spanned<i64>>,
    pub times: Option<Spanned<i64>>,
    pub text: Option<Spanned<Text>>,
    pub certainty: Certainty,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InstalmentForm {
    pub after_months: Spanned<i64>,
    pub percent: Option<i64>,
    pub yuan: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoteForm {
    pub name: Spanned<String>,
    pub kind: Spanned<String>,
    pub text: Spanned<Text>,
    pub certainty: Option<Certainty>,
}
