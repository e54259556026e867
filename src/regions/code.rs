//! The code of a division, as GB/T 2260 and the national statistics list write it.
//!
//! A code is two digits for the province, two for the city, two for the district, three for the street or town and three for
//! the village; trailing zeros mean "all of it". People and systems write 21, 2103, 210300 or 210302000000: all are read, one
//! form is kept. This type knows only the shape; whether a division of that code exists is for the catalogue to say.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// How deep a division lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// A province, autonomous region, municipality or special administrative region.
    Province,
    /// A prefecture-level city, prefecture or league.
    City,
    /// A district, county, banner or county-level city.
    District,
    /// A street, town or township.
    Street,
    /// A village or community.
    Village,
}

impl Level {
    /// What one step in the padded code is worth at this level.
    const fn unit(self) -> u64 {
        match self {
            Level::Province => 10_000_000_000,
            Level::City => 100_000_000,
            Level::District => 1_000_000,
            Level::Street => 1_000,
            Level::Village => 1,
        }
    }
    /// How many digits of the code are used down to this level.
    const fn digits(self) -> usize {
        match self {
            Level::Province => 2,
            Level::City => 4,
            Level::District => 6,
            Level::Street => 9,
            Level::Village => 12,
        }
    }
    const ALL: [Level; 5] = [Level::Province, Level::City, Level::District, Level::Street, Level::Village];
}

/// The code of a division in its one canonical form. Sorts in the order of the national list, a division before its parts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionCode(u64);

/// Text or a number that does not have the shape of a division's code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotACode(String);

impl fmt::Display for NotACode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}” is not a region code (2, 4, 6, 9 or 12 digits as in GB/T 2260, such as 210302)", self.0)
    }
}
impl std::error::Error for NotACode {}

/// The four municipalities: their districts hang from the province; 1101 or 5002 is a row of the list, not a place.
const MUNICIPALITIES: [u64; 4] = [11, 12, 31, 50];

impl RegionCode {
    /// The code padded with zeros to twelve digits: what the search index stores.
    pub const fn as_u64(self) -> u64 {
        self.0
    }

    /// All padded codes of this division and what lies inside it.
    pub const fn range(self) -> RangeInclusive<u64> {
        self.0..=self.0 + self.level().unit() - 1
    }

    pub const fn level(self) -> Level {
        if self.0.is_multiple_of(Level::Province.unit()) {
            Level::Province
        } else if self.0.is_multiple_of(Level::City.unit()) {
            Level::City
        } else if self.0.is_multiple_of(Level::District.unit()) {
            Level::District
        } else if self.0.is_multiple_of(Level::Street.unit()) {
            Level::Street
        } else {
            Level::Village
        }
    }

    /// The code without its trailing zeros: 2103 for 210300.
    pub fn prefix(self) -> String {
        (self.0 / self.level().unit()).to_string()
    }

    /// Whether `other` is this division or lies inside it.
    pub fn contains(self, other: RegionCode) -> bool {
        self.range().contains(&other.0)
    }

    /// The division this one belongs to, none for a province. A district of a municipality belongs to the municipality, a county
    /// or city under the province directly (仙桃 429004) to the province.
    pub fn parent(self) -> Option<RegionCode> {
        match self.level() {
            Level::Province => None,
            Level::City => Some(self.at(Level::Province)),
            Level::District if self.is_without_city() => Some(self.at(Level::Province)),
            Level::District => Some(self.at(Level::City)),
            Level::Street => Some(self.at(Level::District)),
            Level::Village => Some(self.at(Level::Street)),
        }
    }

    /// The province it lies in, which may be itself.
    pub fn province(self) -> RegionCode {
        self.at(Level::Province)
    }

    /// The city people name for it: the city it lies in; for a municipality the municipality; for a county or city under the
    /// province directly that county or city itself. None for a province.
    pub fn city(self) -> Option<RegionCode> {
        let province = self.province();
        if MUNICIPALITIES.contains(&(province.0 / Level::Province.unit())) {
            return Some(province);
        }
        match self.level() {
            Level::Province => None,
            Level::City => Some(self),
            _ if self.is_without_city() => Some(self.at(Level::District)),
            _ => Some(self.at(Level::City)),
        }
    }

    /// From itself up to the province.
    pub fn lineage(self) -> impl Iterator<Item = RegionCode> {
        std::iter::successors(Some(self), |code| code.parent())
    }

    /// Whether the third and fourth digit stand for no city: counties under the province directly (90), or see below.
    fn is_without_city(self) -> bool {
        self.0 / Level::City.unit() % 100 == 90 || self.is_row_of_a_municipality()
    }

    /// Districts (01) and counties (02) of a municipality, and those two rows themselves.
    fn is_row_of_a_municipality(self) -> bool {
        let city = self.0 / Level::City.unit();
        matches!(city % 100, 1 | 2) && MUNICIPALITIES.contains(&(city / 100))
    }

    const fn at(self, level: Level) -> RegionCode {
        RegionCode(self.0 - self.0 % level.unit())
    }

    /// Whether it is one of the development zones the statistics list numbers from 71 on within a city.
    pub(super) fn is_zone(self) -> bool {
        self.level() == Level::District && (71..80).contains(&(self.0 / Level::District.unit() % 100)) && !self.is_without_city()
    }
}

impl TryFrom<u64> for RegionCode {
    type Error = NotACode;

    /// Reads the padded number back. An error where it has no such shape: a gap in the middle, or no such province number.
    fn try_from(padded: u64) -> Result<Self, NotACode> {
        let province = padded / Level::Province.unit();
        let code = RegionCode(padded);
        // Each level above the last must be present: 210002 names a district of no city.
        let named = |(above, level): (&Level, &Level)| *level > code.level() || padded % above.unit() / level.unit() != 0;
        if !(11..=82).contains(&province) || !Level::ALL.iter().zip(&Level::ALL[1..]).all(named) {
            return Err(NotACode(padded.to_string()));
        }
        Ok(if code.level() == Level::City && code.is_row_of_a_municipality() { code.province() } else { code })
    }
}

impl FromStr for RegionCode {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, NotACode> {
        let text = text.trim();
        let refused = || NotACode(text.chars().take(40).collect());
        if !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(refused());
        }
        let level = Level::ALL.into_iter().find(|level| level.digits() == text.len()).ok_or_else(refused)?;
        let number: u64 = text.parse().map_err(|_| refused())?;
        RegionCode::try_from(number * level.unit()).map_err(|_| refused())
    }
}

impl fmt::Display for RegionCode {
    /// Six digits for provinces, cities and districts, nine for streets, twelve for villages.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = self.level().max(Level::District);
        write!(f, "{}", self.0 / level.unit())
    }
}

impl fmt::Debug for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl serde::Serialize for RegionCode {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for RegionCode {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> RegionCode {
        text.parse().unwrap_or_else(|fault| panic!("{fault}"))
    }

    #[test]
    fn one_city_has_one_code_however_it_is_written() {
        for text in ["2103", "210300", "210300000", "210300000000", " 2103 "] {
            assert_eq!(code(text).to_string(), "210300", "{text}");
            assert_eq!(code(text).prefix(), "2103");
        }
        assert_eq!(code("21").to_string(), "210000");
        assert_eq!(code("210302002").to_string(), "210302002");
        assert_eq!(code("210302002001").to_string(), "210302002001");
        assert_eq!(code("210302").as_u64(), 210_302_000_000);
        assert_eq!(RegionCode::try_from(210_302_000_000), Ok(code("210302")));
    }

    #[test]
    fn what_has_no_shape_of_a_code_is_refused_in_words() {
        for text in "|2|21030|鞍山|21O302|000000|990000|210002|210300001|-21034|２１０３|2103021234567890".split('|') {
            let fault = text.parse::<RegionCode>().expect_err(text);
            assert!(fault.to_string().contains("is not a region code"), "{fault}");
        }
        assert!(RegionCode::try_from(u64::MAX).is_err());
        assert!(RegionCode::try_from(0).is_err());
    }

    #[test]
    fn a_city_contains_its_streets_and_no_other_citys() {
        assert!(code("2103").contains(code("210302002")));
        assert!(code("21").contains(code("2103")));
        assert!(code("2103").contains(code("2103")));
        assert!(!code("2103").contains(code("21")));
        assert!(!code("2103").contains(code("2104")));
        assert!(!code("340500").contains(code("210300")));
        assert_eq!(code("2103").range(), 210_300_000_000..=210_399_999_999);
    }

    #[test]
    fn the_way_up_leaves_out_rows_that_are_no_place() {
        let up = |text: &str| code(text).lineage().map(|c| c.to_string()).collect::<Vec<_>>().join(" ");
        assert_eq!(up("210302002001"), "210302002001 210302002 210302 210300 210000");
        assert_eq!(up("110105"), "110105 110000", "a district of Beijing hangs from Beijing");
        assert_eq!(up("500229"), "500229 500000");
        assert_eq!(up("429004"), "429004 420000", "仙桃 is under Hubei directly");
        assert_eq!(code("110100"), code("11"), "1101 is a row of the list, not a place");
        assert_eq!(code("5002"), code("50"));
        assert_eq!(code("110105").city(), Some(code("11")));
        assert_eq!(code("429004").city(), Some(code("429004")));
        assert_eq!(code("210302").city(), Some(code("2103")));
        assert_eq!(code("21").city(), None);
    }

    #[test]
    fn files_carry_the_code_as_text() {
        assert_eq!(serde_json::to_string(&code("2103")).ok().as_deref(), Some("\"210300\""));
        assert_eq!(serde_json::from_str::<RegionCode>("\"2103\"").ok(), Some(code("210300")));
        assert!(serde_json::from_str::<RegionCode>("\"鞍山\"").is_err());
    }
}
