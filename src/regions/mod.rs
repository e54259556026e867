//! The divisions of China: what they are called, how they nest, and which one a piece of text means.
//!
//! Provinces, cities and districts of the whole country, streets and towns of Liaoning and villages of Anshan are built in
//! (`index/regions.tsv`). Names are exact data; reading them out of what people write is in `resolve` (a field that is meant to
//! be a place) and `mentions` (a sentence someone typed into the search box). Both would rather answer less than guess: a name that
//! several divisions share stays unanswered until the text or the home of the asker settles it.
//!
//! It refuses: distances (only the centres the data gives are known), old divisions beyond the short list of former names, and
//! places that are no division (business areas, roads, scenic spots).

mod code;
mod mentions;
mod names;
mod resolve;

use std::collections::HashMap;
use std::sync::LazyLock;

pub use code::{Level, NotACode, RegionCode};
pub use mentions::PlaceMention;
use names::NameTable;

/// One division.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    pub code: RegionCode,
    /// As the list has it: 铁东区, 岫岩满族自治县.
    pub name: &'static str,
    /// Without what kind of division it is: 铁东, 岫岩; the whole name where nothing would be left to recognise (忠县, 城区).
    pub short: &'static str,
    /// The name as said within its city: zones repeat the city's name in the list (济南高新技术产业开发区).
    local: &'static str,
}

/// The catalogue. Cheap to share: it is built once from the text the program carries.
pub struct Regions {
    /// Sorted by code.
    regions: Vec<Region>,
    names: NameTable,
    /// Latitude and longitude in degrees, of public map data (probably GCJ-02).
    centres: HashMap<RegionCode, (f64, f64)>,
}

static BUILTIN: LazyLock<Regions> = LazyLock::new(|| Regions::from_list(include_str!("../../index/regions.tsv")));

impl Regions {
    /// The catalogue the program carries.
    pub fn builtin() -> &'static Regions {
        &BUILTIN
    }

    /// Reads the list; its first lines describe the form. A line that does not have it is left out, and the tests see to it that
    /// there is none.
    fn from_list(text: &'static str) -> Regions {
        let mut regions = Vec::with_capacity(6_200);
        let mut centres = HashMap::new();
        for line in text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit())) {
            let mut cells = line.split('\t');
            let (Some(Ok(code)), Some(name)) = (cells.next().map(str::parse::<RegionCode>), cells.next()) else { continue };
            regions.push(Region { code, name, short: name, local: name });
            if let (Some(Ok(lat)), Some(Ok(lon))) = (cells.next().map(str::parse), cells.next().map(str::parse)) {
                centres.insert(code, (lat, lon));
            }
        }
        regions.sort_by_key(|region| region.code);
        let mut catalogue = Regions { regions, names: NameTable::default(), centres };
        catalogue.shorten();
        catalogue.names = NameTable::build(&catalogue, text);
        catalogue
    }

    /// Finds every division's short name; zones need the names of their parents for it.
    fn shorten(&mut self) {
        for i in 0..self.regions.len() {
            let Region { code, name, .. } = self.regions[i];
            let local = if code.is_zone() {
                names::without_parents(name, code.lineage().skip(1).filter_map(|up| self.get(up)))
            } else {
                name
            };
            let short = names::short(code, local);
            self.regions[i] = Region { code, name, short, local };
        }
    }

    /// The division of that code, if there is one.
    pub fn get(&self, code: RegionCode) -> Option<&Region> {
        let at = self.regions.binary_search_by_key(&code, |region| region.code).ok()?;
        self.regions.get(at)
    }

    /// Whether a division of that code exists: the check for a filter someone sent.
    pub fn knows(&self, code: RegionCode) -> bool {
        self.get(code).is_some()
    }

    /// The division itself or the nearest one above it that the catalogue has.
    pub fn known_part(&self, code: RegionCode) -> Option<RegionCode> {
        code.lineage().find(|up| self.knows(*up))
    }

    /// 铁东区
    pub fn name(&self, code: RegionCode) -> Option<&'static str> {
        self.get(code).map(|region| region.name)
    }

    /// 铁东; see [`Region::short`].
    pub fn short_name(&self, code: RegionCode) -> Option<&'static str> {
        self.get(code).map(|region| region.short)
    }

    /// 辽宁省鞍山市铁东区; 北京市朝阳区.
    pub fn full_name(&self, code: RegionCode) -> Option<String> {
        self.get(code)?;
        let mut up: Vec<&str> = code.lineage().filter_map(|c| self.get(c)).map(|region| region.local).collect();
        up.reverse();
        Some(up.concat())
    }

    /// Latitude and longitude of its centre in degrees, where the data gives one.
    pub fn centre(&self, code: RegionCode) -> Option<(f64, f64)> {
        self.centres.get(&code).copied()
    }

    /// The divisions directly below, in the order of the list. None given: the provinces.
    pub fn children(&self, code: Option<RegionCode>) -> impl Iterator<Item = &Region> {
        self.inside(code).iter().filter(move |region| region.code.parent() == code)
    }

    /// Every division in the order of the list, a division before its parts.
    pub fn iter(&self) -> impl Iterator<Item = &Region> {
        self.regions.iter()
    }

    /// Other names people write for a division: former names and zones without a code of their own.
    pub fn other_names(&self, code: RegionCode) -> impl Iterator<Item = &'static str> {
        self.names.others().filter(move |(of, _)| *of == code).map(|(_, name)| name)
    }

    /// Divisions whose name starts with `text` or contains it, best first: the whole name, then its beginning, then anywhere; larger
    /// divisions before smaller. At most `limit`.
    pub fn search(&self, text: &str, limit: usize) -> Vec<RegionCode> {
        let text = text.trim();
        if text.is_empty() {
            return Vec::new();
        }
        let rank = |name: &str, short: &str| match () {
            _ if name == text || short == text => Some(0),
            _ if name.starts_with(text) => Some(1),
            _ if name.contains(text) => Some(2),
            _ => None,
        };
        let mut found: Vec<(u8, Level, RegionCode)> = self
            .iter()
            .filter_map(|region| rank(region.name, region.short).map(|rank| (rank, region.code.level(), region.code)))
            .chain(self.names.others().filter(|(_, name)| *name == text).map(|(code, _)| (0, code.level(), code)))
            .collect();
        found.sort_unstable();
        found.dedup_by_key(|(_, _, code)| *code);
        found.into_iter().map(|(_, _, code)| code).take(limit).collect()
    }

    /// The division and everything in it, as one stretch of the sorted list.
    fn inside(&self, code: Option<RegionCode>) -> &[Region] {
        let Some(code) = code else { return &self.regions };
        let range = code.range();
        let from = self.regions.partition_point(|region| region.code.as_u64() < *range.start());
        let to = self.regions.partition_point(|region| region.code.as_u64() <= *range.end());
        self.regions.get(from..to).unwrap_or_default()
    }

    /// Whether the catalogue has anything below this division: 东莞 and 中山 have no districts.
    fn has_parts(&self, code: RegionCode) -> bool {
        self.inside(Some(code)).len() > 1
    }

    /// One division out of several that the same name could mean, if one can be told.
    ///
    /// What lies in the home city wins, then the largest (朝阳 alone is the city, not one of the districts), then what lies in the home
    /// province, then a county-level city over districts of the same name (海城). Where none stands out, the smallest division that has
    /// them all, if there is one.
    fn choose(&self, mut among: Vec<RegionCode>, home: Option<RegionCode>) -> Option<RegionCode> {
        keep(&mut among, |code| {
            code.level() <= Level::District && home.and_then(RegionCode::city).is_some_and(|home| home.contains(code))
        });
        let largest = among.iter().map(|code| code.level()).min()?;
        among.retain(|code| code.level() == largest);
        keep(&mut among, |code| home.is_some_and(|home| home.province().contains(code)));
        let ends = |code: &RegionCode, kind: char| self.name(*code).is_some_and(|name| name.ends_with(kind));
        if among.iter().all(|code| ends(code, '市') || ends(code, '区'))
            && among.iter().filter(|code| ends(code, '市')).count() == 1
        {
            among.retain(|code| ends(code, '市'));
        }
        self.common(&among)
    }

    /// The smallest known division that has all of these.
    fn common(&self, codes: &[RegionCode]) -> Option<RegionCode> {
        let (first, rest) = codes.split_first()?;
        first.lineage().find(|up| self.knows(*up) && rest.iter().all(|code| up.contains(*code)))
    }
}

/// Keeps only what is wanted, unless nothing is.
fn keep(codes: &mut Vec<RegionCode>, wanted: impl Fn(RegionCode) -> bool) {
    if codes.iter().any(|code| wanted(*code)) {
        codes.retain(|code| wanted(*code));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> RegionCode {
        text.parse().unwrap_or_else(|fault| panic!("{fault}"))
    }

    #[test]
    fn every_line_of_the_list_is_read_and_has_its_parents() {
        let text = include_str!("../../index/regions.tsv");
        let regions = Regions::builtin();
        let lines = text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit())).count();
        assert_eq!(regions.iter().count(), lines);
        for region in regions.iter() {
            assert!(region.code.parent().is_none_or(|up| regions.knows(up)), "{region:?} hangs in the air");
            assert!(region.short.chars().count() >= 2, "{region:?}");
            assert!(region.name.contains(region.short) || region.code.is_zone(), "{region:?}");
        }
        let mut codes: Vec<_> = regions.iter().map(|region| region.code).collect();
        codes.dedup();
        assert_eq!(codes.len(), lines, "a code stands for one division");
    }

    #[test]
    fn the_list_has_the_whole_country_and_anshan_to_the_village() {
        let regions = Regions::builtin();
        assert_eq!(regions.children(None).count(), 34);
        let districts: Vec<_> = regions.children(Some(code("2103"))).map(|region| region.name).collect();
        assert_eq!(districts, ["铁东区", "铁西区", "立山区", "千山区", "台安县", "岫岩满族自治县", "海城市"]);
        assert_eq!(regions.children(Some(code("11"))).count(), 16, "districts hang from Beijing itself");
        assert!(regions.children(Some(code("42"))).any(|region| region.name == "仙桃市"));
        assert_eq!(regions.iter().filter(|r| r.code.level() == Level::Village && code("2103").contains(r.code)).count(), 1193);
    }

    #[test]
    fn names_are_said_whole_and_short() {
        let regions = Regions::builtin();
        let full = |text: &str| regions.full_name(code(text)).unwrap_or_default();
        assert_eq!(full("210302"), "辽宁省鞍山市铁东区");
        assert_eq!(full("110105"), "北京市朝阳区");
        assert_eq!(full("429004"), "湖北省仙桃市");
        assert_eq!(full("370176"), "山东省济南市高新技术产业开发区", "the city is not said twice");
        assert_eq!(full("441900"), "广东省东莞市");
        assert_eq!(full("810000"), "香港特别行政区");
        assert_eq!(full("210302002003"), "辽宁省鞍山市铁东区解放街道长影社区");
        for (text, short) in [
            ("21", "辽宁"),
            ("15", "内蒙古"),
            ("45", "广西"),
            ("65", "新疆"),
            ("81", "香港"),
            ("2103", "鞍山"),
            ("3405", "马鞍山"),
            ("210302", "铁东"),
            ("210323", "岫岩"),
            ("422800", "恩施"),
            ("150781", "满洲里"),
            ("652800", "巴音郭楞"),
            ("310115", "浦东"),
            ("620500", "天水"),
            ("500233", "忠县"),
            ("140302", "城区"),
            ("370176", "高新区"),
            ("220172", "净月"),
            ("622926", "东乡"),
            ("410104", "管城"),
            ("152900", "阿拉善"),
            ("210381112", "西柳"),
        ] {
            assert_eq!(regions.short_name(code(text)), Some(short), "{text}");
        }
        assert_eq!(regions.name(code("990000".replace("99", "28").as_str())), None);
    }

    #[test]
    fn a_code_that_names_nothing_known_falls_back_to_what_is() {
        let regions = Regions::builtin();
        assert_eq!(regions.known_part(code("210399")), Some(code("2103")));
        assert_eq!(regions.known_part(code("419000")), Some(code("41")));
        assert_eq!(regions.known_part(code("440113001")), Some(code("440113")));
        assert_eq!(regions.known_part(code("28")), None);
    }

    #[test]
    fn search_puts_the_whole_name_and_the_larger_place_first() {
        let regions = Regions::builtin();
        assert_eq!(regions.search("朝阳", 3).first(), Some(&code("2113")));
        assert_eq!(regions.search("铁东", 5).first(), Some(&code("210302")));
        assert_eq!(regions.search("鞍山", 9).first(), Some(&code("2103")));
        assert!(regions.search("鞍山", 9).contains(&code("3405")));
        assert_eq!(regions.search("襄樊", 1), [code("4206")]);
        assert!(regions.search(" ", 9).is_empty());
        assert!(regions.search("没有这个地方", 9).is_empty());
    }

    #[test]
    fn centres_are_known_where_the_data_gives_them() {
        let regions = Regions::builtin();
        assert_eq!(regions.centre(code("210302")), Some((41.110344, 122.994475)));
        assert!(regions.centre(code("2113")).is_some());
        assert_eq!(regions.centre(code("44")), None);
    }

    #[test]
    fn former_names_are_listed_with_the_division() {
        let names: Vec<_> = Regions::builtin().other_names(code("440112")).collect();
        assert_eq!(names, ["萝岗区", "萝岗"]);
    }
}
