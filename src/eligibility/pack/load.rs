//! All of `policies/` at once: every file read, inheritance resolved, versions put in order, all faults collected.

use super::inherit::complete;
use super::read::{Own, Reader, Spot};
use super::{Line, Pack, Packs, Policy, Rule, Words};
use crate::eligibility::Fault;
use std::collections::{BTreeMap, BTreeSet};

/// The file that holds the questions.
const QUESTIONS: &str = "questions.toml";

/// A file with what was read of it.
struct Draft<'t> {
    reader: Reader<'t>,
    own: Option<Own>,
    key: (String, String),
}

impl Packs {
    /// Reads the files of `policies/`, each given as its path below that folder and its text. Packs are the `.toml` files
    /// in folders that begin with a place code; `questions.toml` is the questions; other files are not this module's.
    ///
    /// # Errors
    /// Every fault found in any file.
    pub fn load<N: AsRef<str>, T: AsRef<str>>(files: impl IntoIterator<Item = (N, T)>) -> Result<Self, Vec<Fault>> {
        let mut files: Vec<(N, T)> = files.into_iter().collect();
        files.sort_by(|a, b| a.0.as_ref().cmp(b.0.as_ref()));
        let mut faults = Vec::new();
        let words = match files.iter().find(|(name, _)| name.as_ref() == QUESTIONS) {
            Some((name, text)) => Words::read(name.as_ref(), text.as_ref()),
            None => Err(vec![Fault { file: QUESTIONS.to_owned(), line: None, what: "the file is missing".to_owned() }]),
        };
        let words = words.unwrap_or_else(|found| {
            faults.extend(found);
            Words::default()
        });
        let mut drafts: Vec<Draft> = files
            .iter()
            .filter(|(name, _)| is_pack(name.as_ref()))
            .map(|(name, text)| draft(name.as_ref(), text.as_ref()))
            .collect();
        note_twins(&mut drafts);
        let packs = resolve(&mut drafts, &words);
        faults.extend(drafts.into_iter().flat_map(|draft| draft.reader.faults));
        let policies = by_slug(packs, &mut faults);
        check_locals(&policies, &mut faults);
        if faults.is_empty() { Ok(Self { policies, words }) } else { Err(faults) }
    }
}

fn is_pack(name: &str) -> bool {
    let coded = name.get(..6).is_some_and(|code| code.bytes().all(|b| b.is_ascii_digit()));
    coded && name.contains('/') && name.ends_with(".toml")
}

fn draft<'t>(file: &'t str, text: &'t str) -> Draft<'t> {
    let mut reader = Reader::new(file, text);
    let own = reader.pack();
    let key = own.as_ref().map(|own| (own.form.slug.get_ref().clone(), own.form.version.get_ref().clone())).unwrap_or_default();
    Draft { reader, own, key }
}

fn note_twins(drafts: &mut [Draft]) {
    let mut seen: BTreeMap<(String, String), String> = BTreeMap::new();
    for draft in drafts.iter_mut().filter(|draft| draft.own.is_some()) {
        let file = draft.reader.file.to_owned();
        if let Some(first) = seen.insert(draft.key.clone(), file) {
            let (slug, version) = &draft.key;
            let at = draft.own.as_ref().map_or(Spot::from(0..0), |own| Spot::of(&own.form.slug));
            draft.reader.fault(at, format!("{slug} {version} is already in {first}"));
            draft.own = None;
        }
    }
}

/// Completes packs, parents before children; what is left over inherits from nothing or in a circle.
fn resolve(drafts: &mut [Draft], words: &Words) -> Vec<Pack> {
    let mut done: Vec<Pack> = Vec::new();
    loop {
        let mut moved = false;
        for draft in drafts.iter_mut() {
            let parent = match draft.own.as_ref().map(|own| own.inherits.as_ref()) {
                None => continue,
                Some(None) => None,
                Some(Some((slug, version))) => match done.iter().find(|p| &p.slug == slug && &p.version == version) {
                    Some(parent) => Some(parent.clone()),
                    None => continue,
                },
            };
            if let Some(own) = draft.own.take() {
                done.extend(complete(own, parent.as_ref(), words, &mut draft.reader));
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    for draft in drafts.iter_mut() {
        if let Some(Own { form, inherits: Some((slug, version)), .. }) = draft.own.take() {
            let at = form.inherits.as_ref().map_or(Spot::from(0..0), Spot::of);
            draft.reader.fault(at, format!("it inherits from {slug}@{version}, which is not there or inherits from it in turn"));
        }
    }
    done
}

fn by_slug(packs: Vec<Pack>, faults: &mut Vec<Fault>) -> BTreeMap<String, Policy> {
    let mut policies: BTreeMap<String, Policy> = BTreeMap::new();
    for pack in packs {
        let slug = pack.slug.clone();
        policies.entry(slug.clone()).or_insert_with(|| Policy { slug, versions: Vec::new() }).versions.push(pack);
    }
    for policy in policies.values_mut() {
        policy.versions.sort_by_key(|pack| pack.in_force.from);
        check_versions(policy, faults);
    }
    policies
}

/// Versions form one chain, oldest first, each naming the one before it.
fn check_versions(policy: &Policy, faults: &mut Vec<Fault>) {
    let mut fault = |pack: &Pack, what: String| faults.push(Fault { file: pack.file.clone(), line: None, what });
    for pack in &policy.versions {
        if let Some(before) = &pack.supersedes
            && !policy.versions.iter().any(|other| &other.version == before)
        {
            fault(pack, format!("it supersedes “{before}”, which is not there"));
        }
        if goes_round(policy, pack) {
            fault(pack, "it supersedes itself, by way of the versions it names".to_owned());
        }
    }
    for pair in policy.versions.windows(2) {
        let [older, newer] = pair else { continue };
        if newer.supersedes.as_deref() != Some(older.version.as_str()) {
            fault(newer, format!("it begins after “{}” but does not say that it supersedes it", older.version));
        }
        if older.in_force.from == newer.in_force.from {
            fault(newer, format!("it begins on the same day as “{}”", older.version));
        }
        if older.jurisdiction != newer.jurisdiction || older.family != newer.family {
            fault(newer, "its place or family is not that of the version before".to_owned());
        }
    }
}

fn goes_round(policy: &Policy, start: &Pack) -> bool {
    let mut seen = BTreeSet::new();
    let mut version = Some(&start.version);
    while let Some(name) = version {
        if !seen.insert(name) {
            return true;
        }
        version = policy.versions.iter().find(|pack| &pack.version == name).and_then(|pack| pack.supersedes.as_ref());
    }
    false
}

/// A line may refer to "the rule of the place" only if some place has such a rule, which refers to none itself.
fn check_locals(policies: &BTreeMap<String, Policy>, faults: &mut Vec<Fault>) {
    let packs = || policies.values().flat_map(|policy| &policy.versions);
    for pack in packs() {
        for family in locals(&pack.lines) {
            let mut found = packs().filter(|other| other.family == family).peekable();
            let what = if found.peek().is_none() {
                format!("no rule of the family “{family}” exists")
            } else if found.any(|other| !locals(&other.lines).is_empty()) {
                format!("the family “{family}” refers to local rules itself")
            } else {
                continue;
            };
            faults.push(Fault { file: pack.file.clone(), line: None, what });
        }
    }
}

fn locals(lines: &[Line]) -> Vec<&str> {
    lines
        .iter()
        .flat_map(|line| match &line.rule {
            Rule::Local { family, otherwise } => [vec![family.as_str()], locals(otherwise)].concat(),
            Rule::All(lines) | Rule::Any(lines) | Rule::None(lines) => locals(lines),
            _ => Vec::new(),
        })
        .collect()
}
