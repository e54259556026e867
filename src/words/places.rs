//! Places as people call them; in English by their sound, as road signs in China write them.

use super::Lang;
use crate::regions::{Level, RegionCode, Regions};
use pinyin::ToPinyin;

/// Names that sound or are called otherwise than their characters' first readings.
const ENGLISH: &[(&str, &str)] = &[
    ("重庆", "Chongqing"),
    ("陕西", "Shaanxi"),
    ("内蒙古", "Inner Mongolia"),
    ("西藏", "Tibet"),
    ("香港", "Hong Kong"),
    ("澳门", "Macao"),
    ("新疆", "Xinjiang"),
    ("哈尔滨", "Harbin"),
    ("齐齐哈尔", "Qiqihar"),
    ("呼和浩特", "Hohhot"),
    ("乌鲁木齐", "Urumqi"),
    ("拉萨", "Lhasa"),
    ("厦门", "Xiamen"),
    ("六安", "Lu’an"),
    ("蚌埠", "Bengbu"),
    ("番禺", "Panyu"),
    ("大厂", "Dachang"),
    ("朝阳", "Chaoyang"),
    ("乐清", "Yueqing"),
    ("长子", "Zhangzi"),
    ("东阿", "Dong’e"),
    ("台州", "Taizhou"),
    ("丽水", "Lishui"),
];

impl Lang {
    /// A division by its own name: "铁东区", "Tiedong District". What has no such code stays as it was written.
    pub fn region(self, code: &str) -> String {
        let found = code.parse::<RegionCode>().ok().and_then(|code| Regions::builtin().get(code));
        match (found, self) {
            (Some(region), Self::Zh) => region.name.to_owned(),
            (Some(region), Self::En) => english(region.code, region.name, region.short),
            (None, _) => code.to_owned(),
        }
    }

    /// A division by the short name people use: "铁东", "Tiedong".
    pub fn region_short(self, code: &str) -> String {
        let found = code.parse::<RegionCode>().ok().and_then(|code| Regions::builtin().get(code));
        match (found, self) {
            (Some(region), Self::Zh) => region.short.to_owned(),
            (Some(region), Self::En) => sound(region.short),
            (None, _) => code.to_owned(),
        }
    }

    /// A place as a list shows it, city and district: "鞍山市铁东区", "Tiedong District, Anshan". Streets and villages are left to
    /// the page of the post.
    pub fn place(self, code: &str) -> String {
        let regions = Regions::builtin();
        let Ok(code) = code.parse::<RegionCode>() else { return code.to_owned() };
        let city = code.city().and_then(|city| regions.get(city));
        let district = code.lineage().find(|part| part.level() == Level::District).and_then(|part| regions.get(part));
        let parts: Vec<_> = match (city, district) {
            (Some(city), Some(district)) if city.code == district.code => vec![city],
            (city, district) => city.into_iter().chain(district).collect(),
        };
        match (self, parts.is_empty()) {
            (_, true) => self.region(&code.prefix()),
            (Self::Zh, false) => parts.iter().map(|part| part.name).collect(),
            (Self::En, false) => {
                let names: Vec<String> = parts.iter().rev().map(|part| english(part.code, part.name, part.short)).collect();
                names.join(", ")
            }
        }
    }

    /// The whole name from the province down to the village: for the page of one post.
    pub fn place_in_full(self, code: &str) -> String {
        let regions = Regions::builtin();
        let Ok(code) = code.parse::<RegionCode>() else { return code.to_owned() };
        match self {
            Self::Zh => regions.full_name(code).unwrap_or_else(|| code.prefix()),
            Self::En => {
                let names: Vec<String> = code
                    .lineage()
                    .filter_map(|part| regions.get(part))
                    .map(|part| english(part.code, part.name, part.short))
                    .collect();
                names.join(", ")
            }
        }
    }
}

/// "Tiedong District", "Xiuyan County", "Anshan", "Liaoning".
fn english(code: RegionCode, name: &str, short: &str) -> String {
    let kind = match (code.level(), name.chars().last()) {
        (Level::District, Some('区')) => " District",
        (Level::District, Some('县')) => " County",
        (Level::Street, Some('镇')) => " Town",
        (Level::Street, Some('乡')) => " Township",
        (Level::Street, _) => " Street",
        (Level::Village, Some('村')) => " Village",
        _ => "",
    };
    format!("{}{kind}", sound(short))
}

/// The sound of a name in one word, with the apostrophe that keeps its syllables apart: Tai’an.
fn sound(name: &str) -> String {
    if let Some((_, english)) = ENGLISH.iter().find(|(chinese, _)| *chinese == name) {
        return (*english).to_owned();
    }
    let mut word = String::new();
    for (at, letter) in name.chars().enumerate() {
        let syllable = match (letter, letter.to_pinyin()) {
            // In names of places 长 is nearly always "long".
            ('长', _) => "chang",
            (_, Some(syllable)) => syllable.plain(),
            (_, None) => {
                word.push(letter);
                continue;
            }
        };
        if at == 0 {
            let mut letters = syllable.chars();
            word.extend(letters.next().map(|first| first.to_ascii_uppercase()));
            word.push_str(letters.as_str());
        } else {
            if syllable.starts_with(['a', 'e', 'o']) {
                word.push('’');
            }
            word.push_str(syllable);
        }
    }
    // A division that is only a numbered zone keeps its own name: no sound would help anyone.
    if word.is_empty() { name.to_owned() } else { word }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anshan_and_its_districts_in_both_languages() {
        assert_eq!(Lang::Zh.place("210302"), "鞍山市铁东区");
        assert_eq!(Lang::En.place("210302"), "Tiedong District, Anshan");
        assert_eq!(Lang::En.place("210321"), "Tai’an County, Anshan");
        assert_eq!(Lang::En.region("210381"), "Haicheng");
        assert_eq!(Lang::En.region("210323"), "Xiuyan County");
        assert_eq!(Lang::Zh.region_short("210323"), "岫岩");
    }

    #[test]
    fn a_street_is_shown_by_its_district_in_lists_and_in_full_on_its_page() {
        assert_eq!(Lang::Zh.place("210302002"), "鞍山市铁东区");
        assert!(Lang::Zh.place_in_full("210302002").starts_with("辽宁省鞍山市铁东区"));
    }

    #[test]
    fn names_with_a_sound_of_their_own_are_not_spelled_by_their_characters() {
        assert_eq!(Lang::En.region("50"), "Chongqing");
        assert_eq!(Lang::En.region("61"), "Shaanxi");
        assert_eq!(Lang::En.region("4301"), "Changsha");
        assert_eq!(Lang::En.region("6101"), "Xi’an");
    }

    #[test]
    fn a_code_nobody_knows_is_shown_as_it_is() {
        assert_eq!(Lang::Zh.region("999999"), "999999");
        assert_eq!(Lang::Zh.place("nowhere"), "nowhere");
    }
}
