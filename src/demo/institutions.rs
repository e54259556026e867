//! The sample institutions: read from the texts, given a place on the map, a telephone and a credit code of lawful shape.

use super::{Row, dice::Dice, row};
use crate::codes::{InstitutionKind, LegalForm};
use crate::regions::Regions;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const PLACES: &str = include_str!("texts/places.toml");
const TEXTS: [&str; 3] = [
    include_str!("texts/institutions_1.toml"),
    include_str!("texts/institutions_2.toml"),
    include_str!("texts/institutions_3.toml"),
];

/// Streets and towns by their codes.
#[derive(Debug, Deserialize)]
pub struct Places {
    districts: BTreeMap<String, String>,
    /// Those in the built-up middle of their district.
    middle: BTreeMap<String, String>,
    elsewhere: BTreeMap<String, String>,
}

/// One street or town.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Nine digits.
    pub code: String,
    pub district: String,
    pub street: String,
    /// Latitude and longitude of the district's centre, for a street in its middle; of others no position is known.
    pub centre: Option<(f64, f64)>,
}

impl Place {
    /// A made-up spot near the centre: four decimals, at most about 900 metres north or south of it. None where no position is
    /// known; the dice are thrown all the same, so that whatever is drawn after stays what it was.
    pub fn spot(&self, dice: &mut Dice) -> Option<(f64, f64)> {
        let mut near = || dice.between(-80, 80) as f64;
        let (north, east) = (near(), near());
        let beside = |centre: f64, step: f64| ((centre * 10_000.0).round() + step) / 10_000.0;
        self.centre.map(|(lat, lon)| (beside(lat, north), beside(lon, east)))
    }

    /// A town or a township, not a street of a city.
    pub fn is_rural(&self) -> bool {
        self.street.ends_with('镇') || self.street.ends_with('乡')
    }
}

impl Places {
    pub fn read() -> Self {
        toml::from_str(PLACES).expect("places.toml is part of the program and is read by its tests")
    }

    pub fn all(&self) -> Vec<Place> {
        let mut codes: Vec<&String> = self.middle.keys().chain(self.elsewhere.keys()).collect();
        codes.sort();
        codes.into_iter().filter_map(|code| self.find(code)).collect()
    }

    fn find(&self, code: &str) -> Option<Place> {
        let street = self.middle.get(code).or_else(|| self.elsewhere.get(code))?;
        let district = code.get(..6)?;
        let centre = self.middle.contains_key(code).then(|| Regions::builtin().centre(district.parse().ok()?)).flatten();
        Some(Place { code: code.to_owned(), district: self.districts.get(district)?.clone(), street: street.clone(), centre })
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    slug: String,
    name: String,
    kind: InstitutionKind,
    form: LegalForm,
    grade: Option<u8>,
    beds: Option<u16>,
    street: String,
    village: Option<String>,
    address: String,
    voice: Vec<String>,
    posts: String,
}

#[derive(Debug, Deserialize)]
struct File {
    institution: Vec<Written>,
}

/// A sample institution.
#[derive(Debug, Clone, PartialEq)]
pub struct Institution {
    /// Opens the stable ids of the institution and of its posts.
    pub slug: String,
    pub name: String,
    pub kind: InstitutionKind,
    pub form: LegalForm,
    /// 1 to 5, where assessed.
    pub grade: Option<u8>,
    pub beds: Option<u16>,
    pub place: Place,
    pub village: Option<String>,
    pub address: String,
    /// Latitude and longitude, where any are known.
    pub spot: Option<(f64, f64)>,
    /// None where the institution is not registered on its own, as most village homes are not.
    pub credit_code: Option<String>,
    pub phone: String,
    /// What it says of itself: clauses without a full stop.
    pub voice: Vec<String>,
    /// Keys of the posts it offers.
    pub posts: Vec<String>,
}

/// All sample institutions, in the order of the texts.
pub fn read(places: &Places) -> Vec<Institution> {
    let written = TEXTS.iter().flat_map(|text| {
        let file: File = toml::from_str(text).expect("the institutions' texts are part of the program and are read by its tests");
        file.institution
    });
    written.zip(1..).filter_map(|(text, number)| settle(text, number, places)).collect()
}

fn settle(text: Written, number: u32, places: &Places) -> Option<Institution> {
    let place = places.find(&text.street)?;
    let spot = place.spot(&mut Dice::named(&text.slug)).filter(|_| text.village.is_none());
    Some(Institution {
        credit_code: prefix(text.form).map(|prefix| credit_code(prefix, place.code.get(..6).unwrap_or("210300"), number)),
        phone: format!("0412-555-{:04}", 1000 + number * 7),
        posts: text.posts.split_whitespace().map(str::to_owned).collect(),
        slug: text.slug,
        name: text.name,
        kind: text.kind,
        form: text.form,
        grade: text.grade,
        beds: text.beds,
        village: text.village,
        address: text.address,
        voice: text.voice,
        place,
        spot,
    })
}

impl Institution {
    /// The stable id of the institution in the source "demo".
    pub fn source_id(&self) -> String {
        format!("demo-{}", self.slug)
    }

    /// The place as a clerk would write it, down to the street or village.
    pub fn place_in_full(&self) -> String {
        let village = self.village.as_deref().unwrap_or("");
        format!("鞍山市{}{}{village}", self.place.district, self.place.street)
    }

    /// The import row.
    pub fn row(&self) -> Row {
        let contact = match self.kind {
            InstitutionKind::RuralMutualAid => "村委会值班室",
            InstitutionKind::VolunteerStation => "志愿服务台",
            InstitutionKind::Government => "综合科",
            InstitutionKind::School | InstitutionKind::Training => "教务办公室",
            InstitutionKind::CommunityCare => "服务台",
            _ => "人事办公室",
        };
        row([
            ("source", json!("demo")),
            ("source_id", json!(self.source_id())),
            ("credit_code", json!(self.credit_code)),
            ("name", json!(self.name)),
            ("kind", json!(self.kind)),
            ("legal_form", if self.form == LegalForm::Unknown { Value::Null } else { json!(self.form) }),
            ("grade", json!(self.grade)),
            ("beds", json!(self.beds)),
            ("place", json!(self.place_in_full())),
            ("address", json!(self.address)),
            ("lat", json!(self.spot.map(|(lat, _)| lat))),
            ("lon", json!(self.spot.map(|(_, lon)| lon))),
            ("phone", json!(self.phone)),
            ("contact", json!(contact)),
        ])
    }
}

/// The first two digits of the credit code of a legal form (GB 32100).
const fn prefix(form: LegalForm) -> Option<&'static str> {
    Some(match form {
        LegalForm::Government => "11",
        LegalForm::PublicInstitution => "12",
        LegalForm::SocialGroup => "51",
        LegalForm::PrivateNonprofit => "52",
        LegalForm::Foundation => "53",
        LegalForm::Company => "91",
        LegalForm::SoleTrader => "92",
        LegalForm::Cooperative => "93",
        LegalForm::Unknown => return None,
    })
}

const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// A credit code of lawful shape around an organisation code that no office gave: "YP" and a number.
fn credit_code(prefix: &str, region: &str, number: u32) -> String {
    let body = format!("YP{number:06}");
    let mut code = format!("{prefix}{region}{body}{}", organisation_check(&body));
    code.push(credit_check(&code).unwrap_or('0'));
    code
}

/// The check character of an organisation code (GB 11714): weights 3 7 9 10 5 8 4 2, letters counted from A = 10.
fn organisation_check(body: &str) -> char {
    let sum: u32 =
        body.chars().zip([3, 7, 9, 10, 5, 8, 4, 2]).map(|(sign, weight)| sign.to_digit(36).unwrap_or(0) * weight).sum();
    match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        digit => char::from_digit(digit, 10).unwrap_or('0'),
    }
}

/// The 18th character of a unified social credit code (GB 32100) from its first 17; nothing where one is not of its alphabet.
pub fn credit_check(code: &str) -> Option<char> {
    let mut weight = 1;
    let mut sum = 0;
    for byte in code.bytes().take(17) {
        sum += ALPHABET.iter().position(|&sign| sign == byte)? * weight;
        weight = weight * 3 % 31;
    }
    ALPHABET.get((31 - sum % 31) % 31).map(|&sign| char::from(sign))
}
