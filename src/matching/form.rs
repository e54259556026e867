//! The form of `pathways.toml` as it is written, before slugs are looked up and weights are checked.

use crate::codes::{HouseholdFlag, InstitutionKind, LicenceKind, OpeningKind, Pathway, WorkSector};
use crate::eligibility::Text;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// Slugs of occupations, each with its place in the file.
pub type Slugs = Vec<Spanned<String>>;
/// Slugs of occupations with a weight of 0 to 100.
pub type Weights = BTreeMap<String, Spanned<i64>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    pub gate: Vec<GateForm>,
    pub advisory: Advisory,
    pub medical_unit: MedicalUnit,
    pub reserved: Vec<ReservedForm>,
    pub entry: Weights,
    pub learning: BTreeMap<OpeningKind, Spanned<i64>>,
    pub licence: Vec<Spanned<LicenceForm>>,
    pub field: Vec<Spanned<FieldForm>>,
    pub transfer: Vec<TransferForm>,
    pub training: Vec<TrainingForm>,
    pub pathway: Vec<PathwayForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GateForm {
    pub occupations: Slugs,
    pub kinds: Vec<OpeningKind>,
    pub licence: LicenceKind,
    #[serde(default)]
    pub asked: bool,
    pub law: Text,
}

/// Words by which an advisory post tells its mode.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Advisory {
    pub guide: Vec<String>,
    pub train: Vec<String>,
    pub practise: Vec<String>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct MedicalUnit {
    pub yes: Vec<InstitutionKind>,
    pub no: Vec<InstitutionKind>,
    pub says: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReservedForm {
    pub says: Vec<String>,
    #[serde(default)]
    pub flags: Vec<HouseholdFlag>,
    #[serde(default)]
    pub unemployed: bool,
    #[serde(default)]
    pub rural_out_of_work: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LicenceForm {
    pub kind: LicenceKind,
    pub zh: String,
    pub en: String,
    pub opens: Weights,
    pub how: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldForm {
    pub words: Vec<String>,
    pub zh: String,
    pub en: String,
    pub opens: Weights,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransferForm {
    pub from: Spanned<FromForm>,
    pub carries: Text,
    pub to: Weights,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FromForm {
    pub sector: Option<WorkSector>,
    pub occupation: Option<Spanned<String>>,
    pub fact: Option<LifeFact>,
}

/// What life itself teaches, apart from work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LifeFact {
    CaresForFamily,
    Rural,
    WantsToStartBusiness,
    WantsToVolunteer,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainingForm {
    pub occupations: Slugs,
    #[serde(default)]
    pub unless: Vec<LicenceKind>,
    pub missing: Text,
    pub how: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathwayForm {
    pub slug: Spanned<Pathway>,
    pub zh: String,
    pub en: String,
    pub policy: String,
    pub fits: Text,
    pub who: Vec<Spanned<WhoForm>>,
    pub door: Vec<Spanned<DoorForm>>,
}

/// One way to belong to a pathway; what it names must be known and true.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WhoForm {
    pub graduated_within_years: Option<i16>,
    #[serde(default)]
    pub worked_in: Vec<WorkSector>,
    #[serde(default)]
    pub worked_as: Slugs,
    #[serde(default)]
    pub holds: Vec<LicenceKind>,
    pub retired: Option<bool>,
    #[serde(default)]
    pub not_retired: bool,
    pub rural: Option<bool>,
    pub employed: Option<bool>,
    pub cares_for_family: Option<bool>,
    pub wants_to_start_business: Option<bool>,
    pub county: Option<bool>,
    #[serde(default)]
    pub household: Vec<HouseholdFlag>,
    pub wants_kind: Option<OpeningKind>,
    pub wants_occupation: Option<Spanned<String>>,
    #[serde(default)]
    pub wants_no_kind: bool,
    pub because: Text,
}

/// One kind of post that is a natural way in; what it names must hold.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DoorForm {
    #[serde(default)]
    pub kinds: Vec<OpeningKind>,
    #[serde(default)]
    pub occupations: Slugs,
    #[serde(default)]
    pub institution_kinds: Vec<InstitutionKind>,
    #[serde(default)]
    pub conditions: Slugs,
    #[serde(default)]
    pub says: Vec<String>,
    pub county: Option<bool>,
}
