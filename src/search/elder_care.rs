//! What belongs to elder care (`index/elder_care.toml`): which posts do, and how searchers name it as where they want to go.
//! Pure.
//!
//! What it promises: a cook of a care home is in elder care, a cook is not, and a seller of old-age insurance is not either.
//! What it refuses: a fault in its file; the sentence names it.

use crate::codes::InstitutionKind;
use crate::occupations::Catalogue;
use serde::Deserialize;
use std::sync::LazyLock;

const BUILTIN: &str = include_str!("../../index/elder_care.toml");

/// The file, checked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ElderCare {
    kinds: Vec<InstitutionKind>,
    occupations: Vec<String>,
    signs: Vec<String>,
    houses: Vec<String>,
    look_alikes: Vec<String>,
    asks: Vec<String>,
    ranks: Vec<String>,
}

static ELDER_CARE: LazyLock<ElderCare> =
    LazyLock::new(|| ElderCare::read(BUILTIN).unwrap_or_else(|fault| panic!("elder care as the program carries it: {fault}")));

impl ElderCare {
    /// What the program carries. A test reads it, so a faulty file cannot be built into a release.
    pub fn builtin() -> &'static Self {
        &ELDER_CARE
    }

    /// Reads `elder_care.toml`.
    ///
    /// # Errors
    /// TOML that does not parse, an unknown code or occupation, an empty word; the sentence names it.
    pub fn read(toml: &str) -> Result<Self, String> {
        let read: Self = toml::from_str(toml).map_err(|error| format!("elder_care.toml: {error}"))?;
        let unknown = read.occupations.iter().find(|slug| Catalogue::builtin().find(slug).is_err());
        if let Some(slug) = unknown {
            return Err(format!("elder_care.toml: “{slug}” is not a known occupation"));
        }
        let lists = [&read.signs, &read.houses, &read.look_alikes, &read.asks, &read.ranks];
        if lists.into_iter().flatten().any(|word| word.trim().is_empty()) {
            return Err("elder_care.toml: a word is empty".to_owned());
        }
        Ok(read)
    }

    /// Whether a post is in a house of elder care, whatever its trade.
    pub fn houses(&self, kind: Option<InstitutionKind>, title: &str, institution: &str) -> bool {
        kind.is_some_and(|kind| self.kinds.contains(&kind))
            || self.signs_in(institution)
            || self.houses.iter().any(|word| title.contains(word.as_str()))
    }

    /// Whether a post belongs to elder care, by its house or by its work.
    pub fn holds(&self, kind: Option<InstitutionKind>, occupation: Option<&str>, title: &str, institution: &str) -> bool {
        self.houses(kind, title, institution)
            || occupation.is_some_and(|slug| self.occupations.iter().any(|one| one == slug))
            || self.signs_in(title)
    }

    /// A sign that is not part of one of its look-alikes.
    fn signs_in(&self, text: &str) -> bool {
        let hidden: Vec<_> = self
            .look_alikes
            .iter()
            .flat_map(|word| text.match_indices(word.as_str()))
            .map(|(at, word)| at..at + word.len())
            .collect();
        let mut found = self.signs.iter().flat_map(|sign| text.match_indices(sign.as_str()));
        found.any(|(at, _)| !hidden.iter().any(|range| range.contains(&at)))
    }

    /// Whether a word of a query names elder care as a place to work in.
    pub fn is_asked_by(&self, word: &str) -> bool {
        self.asks.iter().any(|asked| asked == word)
    }

    /// The first place of a text at which elder care is named.
    pub fn find_in(&self, text: &str) -> Option<usize> {
        self.asks.iter().filter_map(|word| text.find(word.as_str())).min()
    }

    /// Whether a title, or a query, names a rank or a side of a trade and not its hands-on work.
    pub fn names_rank(&self, text: &str) -> bool {
        self.ranks.iter().any(|word| text.contains(word.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elder_care_is_told_by_kind_trade_and_name() {
        let file = ElderCare::builtin();
        assert!(file.holds(Some(InstitutionKind::CareHome), Some("cook"), "厨师", "幸福之家"));
        assert!(file.holds(None, Some("cleaner"), "清洁工", "广州市颐养院"));
        assert!(file.houses(None, "养老院保安", "某人力资源公司"));
        assert!(file.holds(None, None, "养老护理员", "某家政公司") && !file.houses(None, "养老护理员", "某家政公司"));
        assert!(!file.holds(None, Some("sales"), "保险顾问", "平安养老保险股份有限公司"));
        assert!(!file.holds(None, Some("cook"), "厨师", "某酒店"));
    }

    #[test]
    fn a_faulty_file_is_refused_with_the_fault_named() {
        let stray = BUILTIN.replacen("\"elder_carer\"", "\"ghost\"", 1);
        assert_eq!(ElderCare::read(&stray).err().as_deref(), Some("elder_care.toml: “ghost” is not a known occupation"));
        assert!(ElderCare::read("kinds = 1").is_err());
    }
}
