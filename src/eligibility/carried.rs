//! The rules this process goes by: those the program carries (the files of `policies/` as they stood when it was built) and
//! those an office laid beside its data, in `<data>/policies/`, in the same form and under the same names.
//!
//! A file of the office with the name of a carried one stands in its place; any other is added. What the office's files say is
//! only taken where it is sound together with the rest: a faulty file is named with its line and left out, the rules that
//! are sound go on. Read once, when the process starts: a verdict never changes between two questions of one run.

use super::Fault;
use super::pack::Packs;
use super::wages::MinimumWages;
use crate::error::Error;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::OnceLock;

#[derive(rust_embed::RustEmbed)]
#[folder = "policies/"]
#[include = "*.toml"]
struct Files;

/// Texts by their name below `policies/`.
type Texts = BTreeMap<String, String>;

/// Rules, wages, and what was wrong with the files they were read from.
#[derive(Debug)]
pub struct Rules {
    /// None where the carried rules themselves are faulty: half of them would give wrong answers.
    packs: Option<Packs>,
    wages: MinimumWages,
    /// Faults of carried files; none in a release, which a test sees to.
    faults: Vec<Fault>,
    /// Faults of the office's files, by their names below its `policies/`.
    office_faults: Vec<Fault>,
    /// The office's files that are in use.
    office: BTreeSet<String>,
    digest: String,
}

static RULES: OnceLock<Rules> = OnceLock::new();

/// Reads the rules for this process, the office's with them. The first call decides; called when a command starts.
pub fn read(data: &Path) -> &'static Rules {
    RULES.get_or_init(|| {
        let folder = data.join("policies");
        let (texts, unread) = office_texts(&folder);
        let rules = Rules::of(carried_texts(), &texts, unread);
        for fault in &rules.office_faults {
            tracing::warn!("{}/{fault}; the file is left out", folder.display());
        }
        rules
    })
}

/// The rules of this process; the carried ones alone where nothing was read.
pub fn rules() -> &'static Rules {
    RULES.get_or_init(|| Rules::of(carried_texts(), &Texts::new(), vec![]))
}

/// The packs of this process.
///
/// # Errors
/// Where a carried file is faulty.
pub fn packs() -> Result<&'static Packs, Error> {
    let rules = rules();
    rules.packs.as_ref().ok_or_else(|| Error::File(format!("policies: {} faults; see `yipin check`", rules.faults.len())))
}

/// The minimum wages of this process.
pub fn wages() -> &'static MinimumWages {
    &rules().wages
}

impl Rules {
    /// The carried files and the office's, as far as each of these is sound together with what is already there. Passes are
    /// made until none adds anything, so that files may build on each other in any order.
    pub fn of(carried: Texts, office: &Texts, unread: Vec<Fault>) -> Self {
        let (mut faults, mut texts) = (faults_of(&carried), carried);
        let (mut used, mut office_faults) = (BTreeSet::new(), unread);
        let mut waiting: Vec<(&String, &String)> = office.iter().filter(|(name, _)| is_read(name)).collect();
        for name in office.keys().filter(|name| !is_read(name)) {
            let what = "no rule is read from here; a rule lies in a folder whose name begins with the six digits of its place";
            office_faults.push(Fault { file: name.clone(), line: None, what: what.to_owned() });
        }
        loop {
            let before = waiting.len();
            waiting.retain(|(name, text)| {
                let mut with = texts.clone();
                with.insert((*name).clone(), (*text).clone());
                let sound = faults_of(&with).len() <= faults.len();
                if sound {
                    texts = with;
                    used.insert((*name).clone());
                }
                !sound
            });
            if waiting.len() == before {
                break;
            }
        }
        for (name, text) in waiting {
            let mut with = texts.clone();
            with.insert(name.clone(), text.clone());
            office_faults.extend(faults_of(&with).into_iter().map(|fault| laid_to(name, fault)));
        }
        let parts: Vec<&str> = texts.iter().flat_map(|(name, text)| [name.as_str(), text.as_str()]).collect();
        let digest = crate::openings::digest(&parts);
        let packs = Packs::load(&texts).map_err(|found| faults = found).ok();
        let wages = MinimumWages::load(&texts).unwrap_or_default();
        Self { packs, wages, faults, office_faults, office: used, digest }
    }

    pub fn packs(&self) -> Option<&Packs> {
        self.packs.as_ref()
    }

    pub fn wages(&self) -> &MinimumWages {
        &self.wages
    }

    /// Faults of carried files.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// Faults of the office's files, each left out of the rules.
    pub fn office_faults(&self) -> &[Fault] {
        &self.office_faults
    }

    /// Whether a file in use is the office's own.
    pub fn is_offices(&self, file: &str) -> bool {
        self.office.contains(file)
    }

    /// Another where any rule differs.
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

/// A fault that a file of the office brings about in another file is still the office's to mend.
fn laid_to(name: &str, fault: Fault) -> Fault {
    if fault.file == name {
        return fault;
    }
    Fault { file: name.to_owned(), line: None, what: format!("with this file in place, {fault}") }
}

fn faults_of(texts: &Texts) -> Vec<Fault> {
    let packs = Packs::load(texts).err().unwrap_or_default();
    packs.into_iter().chain(MinimumWages::load(texts).err().unwrap_or_default()).collect()
}

/// Rooms of `policies/` that other parts of the program read.
const OTHER_ROOMS: [&str; 2] = ["screening", "staffing"];

/// Whether a name is one that rules, wages or questions are read from.
fn is_read(name: &str) -> bool {
    match name.split_once('/') {
        None => name == "questions.toml",
        Some((room, _)) => room == "wages" || room.get(..6).is_some_and(|code| code.bytes().all(|b| b.is_ascii_digit())),
    }
}

fn carried_texts() -> Texts {
    let text = |name: &str| Files::get(name).map(|file| String::from_utf8_lossy(&file.data).into_owned());
    Files::iter().filter_map(|name| text(&name).map(|text| (name.into_owned(), text))).collect()
}

/// More than any rule is long; a larger file lies there by mistake.
const LARGEST_FILE: u64 = 1 << 20;

/// The `.toml` files in the folder and the folders in it, with what could not be read.
fn office_texts(folder: &Path) -> (Texts, Vec<Fault>) {
    let (mut texts, mut unread) = (Texts::new(), Vec::new());
    if !folder.is_dir() {
        return (texts, unread);
    }
    let mut take = |name: String, path: &Path| {
        let size = std::fs::metadata(path).map(|about| about.len());
        let text = match size {
            Ok(size) if size > LARGEST_FILE => Err(format!("{size} bytes is too long for a rule")),
            Ok(_) => std::fs::read_to_string(path).map_err(|fault| fault.to_string()),
            Err(fault) => Err(fault.to_string()),
        };
        match text {
            Ok(text) => drop(texts.insert(name, text)),
            Err(what) => unread.push(Fault { file: name, line: None, what }),
        }
    };
    for (name, path) in listed(folder) {
        if path.is_dir() && !OTHER_ROOMS.contains(&name.as_str()) {
            for (file, path) in listed(&path).into_iter().filter(|(_, path)| path.is_file()) {
                if file.ends_with(".toml") {
                    take(format!("{name}/{file}"), &path);
                }
            }
        } else if path.is_file() && name.ends_with(".toml") {
            take(name, &path);
        }
    }
    (texts, unread)
}

/// What lies in a folder, by name; a folder that cannot be listed holds nothing anybody could use.
fn listed(folder: &Path) -> Vec<(String, std::path::PathBuf)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules_with(office: &[(&str, String)]) -> Rules {
        let office = office.iter().map(|(name, text)| ((*name).to_owned(), text.clone())).collect();
        Rules::of(carried_texts(), &office, vec![])
    }

    fn carried(name: &str) -> String {
        carried_texts().remove(name).expect("a carried file")
    }

    const ANSHAN: &str = "210300-anshan/graduate-entry.2024.toml";

    #[test]
    fn a_release_carries_rules_without_a_fault() {
        let rules = rules_with(&[]);
        assert_eq!(rules.faults().iter().map(ToString::to_string).collect::<Vec<_>>(), Vec::<String>::new());
        assert!(rules.packs().is_some_and(|packs| packs.policy("liaoning-graduate-entry").is_some()));
        assert!(rules.wages().rows().len() > 1);
    }

    #[test]
    fn an_office_enters_its_amounts_without_a_release() {
        let amounts = carried(ANSHAN)
            .replace("certainty = \"not_entered\"", "certainty = \"exact\"")
            .replace("junior_college = \"not_entered\"", "junior_college = 45000");
        let rules = rules_with(&[(ANSHAN, amounts)]);
        assert_eq!(rules.office_faults(), []);
        assert!(rules.is_offices(ANSHAN));
        let pack = rules.packs().and_then(|packs| packs.pack("anshan-graduate-entry", "2024")).expect("the pack");
        let amount = pack.amount.as_ref().expect("an amount");
        assert!(format!("{:?}", amount.tiers).contains("45000"), "{amount:?}");
        assert_ne!(rules.digest(), rules_with(&[]).digest());
    }

    #[test]
    fn a_new_version_lies_beside_the_old_one_in_any_order() {
        let next = |version: &str, before: &str, from: &str| {
            carried(ANSHAN)
                .replace("version = \"2024\"", &format!("version = \"{version}\"\nsupersedes = \"{before}\""))
                .replace("from = \"2024\"", &format!("from = {from}"))
        };
        // The file that builds on the other is read first.
        let rules = rules_with(&[
            ("210300-anshan/a.toml", next("2028", "2027", "2028-01-01")),
            ("210300-anshan/b.toml", next("2027", "2024", "2027-01-01")),
        ]);
        assert_eq!(rules.office_faults(), []);
        let versions =
            rules.packs().and_then(|packs| packs.policy("anshan-graduate-entry")).map(|policy| policy.versions().len());
        assert_eq!(versions, Some(3));
    }

    #[test]
    fn a_broken_file_is_named_with_its_line_and_the_carried_rules_go_on() {
        let broken = carried(ANSHAN).replace("paid_to = \"person\"", "paid_to = \"nobody\"");
        let line = broken.lines().position(|line| line.contains("nobody")).map(|at| at + 1);
        let wages = "[[row]]\nregions = [\"2103\"]\n".to_owned();
        let rules = rules_with(&[(ANSHAN, broken), ("wages/new.toml", wages), ("anshan.toml", String::new())]);
        let named: Vec<(&str, Option<usize>)> =
            rules.office_faults().iter().map(|fault| (fault.file.as_str(), fault.line)).collect();
        assert_eq!(named, [("anshan.toml", None), (ANSHAN, line), ("wages/new.toml", Some(1))]);
        assert!(rules.faults().is_empty() && !rules.is_offices(ANSHAN));
        assert!(rules.packs().is_some_and(|packs| packs.pack("anshan-graduate-entry", "2024").is_some()));
        assert_eq!(rules.digest(), rules_with(&[]).digest(), "what is left out changes nothing");
    }

    #[test]
    fn a_second_file_of_the_same_version_is_the_offices_to_mend() {
        let rules = rules_with(&[("210300-anshan/aaa.toml", carried(ANSHAN))]);
        let [fault] = rules.office_faults() else { panic!("{:?}", rules.office_faults()) };
        assert_eq!(fault.file, "210300-anshan/aaa.toml");
        assert!(fault.what.contains("already in"), "{fault}");
        assert!(rules.faults().is_empty());
    }
}
