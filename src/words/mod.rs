//! Every sentence the site says, in Chinese and in English.
//!
//! The sentences stand in `zh/*.ftl` and `en/*.ftl`, split by area, and `build.rs` makes one Rust function of each: a sentence
//! that one language lacks stops the build. This module adds what is more than a sentence: what the closed lists call their
//! codes (`codes`), and how days, money and distances are written for people (`figures`). It refuses to hold page markup, and pages
//! refuse to hold sentences.

mod codes;
mod figures;
mod people;
mod places;

use std::str::FromStr;
use std::sync::LazyLock;

#[allow(dead_code, reason = "made by build.rs, with more ways to load a language than one site needs")]
#[allow(clippy::derivable_impls, reason = "the generator writes it out")]
mod said {
    include!(concat!(env!("OUT_DIR"), "/said.rs"));
}

/// The sentences of one language, a function each.
pub type Words = said::L10nLanguage;

/// A language of the site.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    #[default]
    Zh,
    En,
}

static SAID: LazyLock<[Words; 2]> = LazyLock::new(|| [said::L10n::Zh.load(), said::L10n::En.load()]);

impl Lang {
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// The word in addresses and cookies.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// The tag for `lang` attributes.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// The other language.
    pub const fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }

    /// The sentences in this language.
    pub fn words(self) -> &'static Words {
        let [zh, en] = &*SAID;
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// The parts of a list, joined as the language writes lists.
    pub fn list<S: AsRef<str>>(self, parts: impl IntoIterator<Item = S>) -> String {
        let comma = match self {
            Self::Zh => "、",
            Self::En => ", ",
        };
        let mut joined = String::new();
        for part in parts {
            if !joined.is_empty() {
                joined.push_str(comma);
            }
            joined.push_str(part.as_ref());
        }
        joined
    }
}

/// The rules and the matching carry their sentences with them, in the same two languages.
impl From<Lang> for crate::eligibility::Lang {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Zh => Self::Zh,
            Lang::En => Self::En,
        }
    }
}

impl FromStr for Lang {
    type Err = crate::codes::UnknownCode;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|lang| lang.slug() == word);
        found.ok_or_else(|| crate::codes::UnknownCode { list: "language", word: word.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_say_the_name_of_the_site() {
        assert_eq!(Lang::Zh.words().site_name(), "颐聘");
        assert_eq!(Lang::En.words().site_name(), "Yipin");
    }

    #[test]
    fn no_sentence_stands_in_the_files_that_no_page_says() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut folders = vec![root.clone()];
        let mut code = String::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).expect("a folder of the source").flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|end| end == "rs") {
                    code.push_str(&std::fs::read_to_string(&path).expect("source text"));
                }
            }
        }
        let said: std::collections::HashSet<&str> = code.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
        let mut unsaid = Vec::new();
        for file in std::fs::read_dir(root.join("words/zh")).expect("the sentences").flatten() {
            let text = std::fs::read_to_string(file.path()).expect("sentences");
            let names = text
                .lines()
                .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
                .filter_map(|line| line.split_once(" ="));
            unsaid.extend(names.map(|(name, _)| name.replace('-', "_")).filter(|name| !said.contains(name.as_str())));
        }
        assert_eq!(unsaid, Vec::<String>::new());
    }

    #[test]
    fn lists_are_joined_as_each_language_writes_them() {
        assert_eq!(Lang::Zh.list(["白班", "夜班"]), "白班、夜班");
        assert_eq!(Lang::En.list(["day", "night"]), "day, night");
        assert_eq!(Lang::En.list(Vec::<String>::new()), "");
    }
}
