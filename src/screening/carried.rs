//! The rules this process screens by: those the program carries (`policies/screening/` as it stood when it was built) and
//! those an office laid beside its data, in `<data>/policies/screening/`, in the same form.
//!
//! A file of the office with the name of a carried one stands in its place; any other is added. A faulty one is named with its
//! line and left out; what is sound goes on. Read once, when the first post is screened.

use super::Rules;
use crate::eligibility::Fault;
use crate::error::Error;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, OnceLock};

#[derive(rust_embed::RustEmbed)]
#[folder = "policies/screening/"]
#[prefix = "screening/"]
#[include = "*.toml"]
struct Files;

/// Texts by their name below `policies/`.
type Texts = BTreeMap<String, String>;

fn texts() -> Texts {
    let text = |name: &str| Files::get(name).map(|file| String::from_utf8_lossy(&file.data).into_owned());
    Files::iter().filter_map(|name| text(&name).map(|text| (name.into_owned(), text))).collect()
}

/// What was read, and what was wrong with it.
struct Read {
    rules: Result<Rules, Vec<Fault>>,
    office_faults: Vec<Fault>,
}

static OFFICE: OnceLock<PathBuf> = OnceLock::new();

static READ: LazyLock<Read> = LazyLock::new(|| {
    let (office, mut unread) = OFFICE.get().map(|folder| office_texts(folder)).unwrap_or_default();
    let mut read = with_office(texts(), office);
    read.office_faults.append(&mut unread);
    for fault in &read.office_faults {
        tracing::warn!("the office's {fault}; the file is left out");
    }
    read
});

/// Where the office's own rules lie: below the data folder. Said once, before the first post is screened.
pub fn look_in(data: &Path) {
    // A second call, as in tests, keeps the first.
    let _ = OFFICE.set(data.join("policies/screening"));
}

/// Every fault of the carried rules; none in a release, which a test sees to.
pub fn faults() -> Vec<Fault> {
    READ.rules.as_ref().err().cloned().unwrap_or_default()
}

/// Every fault of the office's own files, by their names below its `policies/`.
pub fn office_faults() -> &'static [Fault] {
    &READ.office_faults
}

/// The rules of this process.
///
/// # Errors
/// Where one carried file is faulty: half of the rules would let pass what the other half forbids.
pub fn rules() -> Result<&'static Rules, Error> {
    let rules = READ.rules.as_ref();
    rules.map_err(|faults| Error::File(format!("policies/screening: {} faults; see `yipin check`", faults.len())))
}

/// The carried files with each of the office's that is sound beside what is already there; shared words come first.
fn with_office(mut texts: Texts, office: Texts) -> Read {
    let mut read = Read { rules: Rules::load(&texts), office_faults: Vec::new() };
    let mut office: Vec<(String, String)> = office.into_iter().collect();
    office.sort_by_key(|(name, _)| name != super::rules::SHARED);
    for (name, text) in office {
        if read.rules.is_err() {
            break;
        }
        let mut with = texts.clone();
        with.insert(name.clone(), text);
        match Rules::load(&with) {
            Ok(rules) => (texts, read.rules) = (with, Ok(rules)),
            Err(faults) => read.office_faults.extend(faults.into_iter().map(|fault| laid_to(&name, fault))),
        }
    }
    read
}

/// A fault that a file of the office brings about in another file is still the office's to mend.
fn laid_to(name: &str, fault: Fault) -> Fault {
    if fault.file == name {
        return fault;
    }
    Fault { file: name.to_owned(), line: None, what: format!("with this file in place, {fault}") }
}

fn office_texts(folder: &Path) -> (Texts, Vec<Fault>) {
    let (mut texts, mut unread) = (Texts::new(), Vec::new());
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = format!("screening/{}", entry.file_name().to_string_lossy());
        if !name.ends_with(".toml") {
            continue;
        }
        match std::fs::read_to_string(entry.path()) {
            Ok(text) => drop(texts.insert(name, text)),
            Err(fault) => unread.push(Fault { file: name, line: None, what: fault.to_string() }),
        }
    }
    (texts, unread)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screening::Post;
    use serde_json::json;

    #[test]
    fn a_release_carries_rules_without_a_fault() {
        assert_eq!(faults().iter().map(ToString::to_string).collect::<Vec<_>>(), Vec::<String>::new());
        assert!(rules().is_ok_and(|rules| rules.all().iter().any(|rule| rule.slug == "sex")));
    }

    #[test]
    fn an_office_adds_a_rule_without_a_release_and_a_broken_one_is_left_out() {
        let own = texts()["screening/religion.toml"]
            .replace("rule = \"religion\"", "rule = \"dialect\"")
            .replace("[[find]]", "[[find]]\nwords = [\"必须说鞍山话\"]\n[[find]]");
        let broken = own.replace("level = \"block\"", "level = \"hard\"");
        let office = Texts::from([("screening/dialect.toml".to_owned(), own), ("screening/zz.toml".to_owned(), broken)]);
        let read = with_office(texts(), office);
        let named: Vec<_> = read.office_faults.iter().map(|fault| (fault.file.as_str(), fault.line)).collect();
        assert_eq!(named, [("screening/zz.toml", Some(3))]);
        let rules = read.rules.expect("sound rules");
        let post = Post::from_json(json!({"title": "必须说鞍山话"}).as_object().expect("an object").clone()).expect("a post");
        let found = rules.findings(&post, jiff::civil::date(2026, 11, 23), &crate::eligibility::wages::MinimumWages::default());
        assert!(found.iter().any(|finding| finding.rule.slug == "dialect" && finding.words == "必须说鞍山话"));
    }
}
