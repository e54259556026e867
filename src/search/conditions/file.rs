//! `conditions.toml` as it is written, checked and turned into automata that find many words in one pass.

use super::{Asking, Condition, ConditionFault, Effect, Meaning};
use crate::codes::{Education, OpeningKind, Pathway, WorkSector};
use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;
use std::collections::HashMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) advertisement: Advertisement,
    pub(super) query: Query,
    pub(super) condition: Vec<Entry>,
    pub(super) kind: Vec<Asked<OpeningKind>>,
    pub(super) education: Vec<Asked<Education>>,
    pub(super) pathway: Vec<Asked<Pathway>>,
    pub(super) worked: Worked,
    pub(super) fillers: Fillers,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Advertisement {
    pub(super) denials: Vec<String>,
    pub(super) look_alikes: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Query {
    pub(super) refusals: Vec<String>,
    pub(super) stay_away: Vec<String>,
    pub(super) in_passing: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub(super) slug: String,
    pub(super) zh: String,
    pub(super) en: String,
    #[serde(default)]
    pub(super) wish: bool,
    /// A condition made of others, said when all of them are.
    #[serde(default)]
    pub(super) parts: Vec<String>,
    #[serde(default)]
    pub(super) against: Vec<String>,
    pub(super) says: Vec<String>,
    /// Count only in the title and the benefits, where words are few and mean themselves.
    #[serde(default)]
    pub(super) brief: Vec<String>,
    /// Count only where nothing speaks against the condition.
    #[serde(default)]
    pub(super) hints: Vec<String>,
    #[serde(default)]
    pub(super) denied: Vec<String>,
    pub(super) asks: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked<T> {
    pub(super) slug: T,
    pub(super) asks: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Worked {
    pub(super) did: Vec<String>,
    pub(super) left: Vec<String>,
    pub(super) sector: Vec<Sector>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sector {
    pub(super) slug: WorkSector,
    pub(super) words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fillers {
    pub(super) words: Vec<String>,
}

pub(super) fn slugs(entries: &[Entry]) -> Result<HashMap<String, Condition>, ConditionFault> {
    if entries.len() > 32 {
        return Err(ConditionFault(format!("{} conditions stand in the file; 32 is the most", entries.len())));
    }
    let mut slugs = HashMap::new();
    for (at, entry) in (0..).zip(entries) {
        if slugs.insert(entry.slug.clone(), Condition(at)).is_some() {
            return Err(ConditionFault(format!("condition “{}” stands twice", entry.slug)));
        }
        let words = [&entry.says, &entry.brief, &entry.hints, &entry.denied, &entry.asks];
        if words.into_iter().flatten().any(|word| word.trim().is_empty()) {
            return Err(ConditionFault(format!("condition “{}” has an empty word", entry.slug)));
        }
    }
    Ok(slugs)
}

pub(super) fn mask(slugs: &HashMap<String, Condition>, owner: &str, named: &[String]) -> Result<u32, ConditionFault> {
    named.iter().try_fold(0, |mask, slug| match slugs.get(slug) {
        Some(condition) => Ok(mask | 1 << condition.0),
        None => Err(ConditionFault(format!("condition “{owner}” names “{slug}”, which is not a condition"))),
    })
}

pub(super) fn sayings(entries: &[Entry], look_alikes: &[String]) -> Result<(AhoCorasick, Vec<Effect>), ConditionFault> {
    let mut effects = HashMap::<&str, Effect>::new();
    for (bit, entry) in entries.iter().enumerate() {
        entry.says.iter().for_each(|word| effects.entry(word).or_default().says |= 1 << bit);
        entry.brief.iter().for_each(|word| effects.entry(word).or_default().brief |= 1 << bit);
        entry.hints.iter().for_each(|word| effects.entry(word).or_default().hints |= 1 << bit);
        entry.denied.iter().for_each(|word| effects.entry(word).or_default().denies |= 1 << bit);
    }
    for word in look_alikes {
        effects.insert(word, Effect::default());
    }
    let (words, effects): (Vec<_>, Vec<_>) = effects.into_iter().unzip();
    Ok((automaton(&words)?, effects))
}

pub(super) fn askings(file: &File) -> Result<(AhoCorasick, Vec<Vec<Asking>>), ConditionFault> {
    let mut asked = HashMap::<String, Vec<Asking>>::new();
    let mut add = |word: String, asking: Asking| asked.entry(word.to_lowercase()).or_default().push(asking);
    for (bit, entry) in (0..).zip(&file.condition) {
        entry.asks.iter().for_each(|word| add(word.clone(), Asking::Condition(Condition(bit))));
    }
    let mut plain =
        |words: &[String], meaning: Meaning| words.iter().for_each(|word| add(word.clone(), Asking::Plain(meaning.clone())));
    file.kind.iter().for_each(|one| plain(&one.asks, Meaning::Kind(one.slug)));
    file.education.iter().for_each(|one| plain(&one.asks, Meaning::Education(one.slug)));
    file.pathway.iter().for_each(|one| plain(&one.asks, Meaning::Pathway(one.slug)));
    for sector in &file.worked.sector {
        let did = file.worked.did.iter().flat_map(|did| sector.words.iter().map(move |word| format!("{did}{word}")));
        let left = file.worked.left.iter().flat_map(|left| sector.words.iter().map(move |word| format!("{word}{left}")));
        plain(&did.chain(left).collect::<Vec<_>>(), Meaning::Worked(sector.slug));
    }
    let long = |word: &&String| word.chars().count() > 2 && !word.is_ascii();
    plain(&file.fillers.words.iter().filter(long).cloned().collect::<Vec<_>>(), Meaning::Filler);
    for word in &file.query.in_passing {
        asked.insert(word.to_lowercase(), Vec::new());
    }
    let (words, asked): (Vec<_>, Vec<_>) = asked.into_iter().unzip();
    Ok((automaton(&words)?, asked))
}

fn automaton<W: AsRef<[u8]>>(words: &[W]) -> Result<AhoCorasick, ConditionFault> {
    let built = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).ascii_case_insensitive(true).build(words);
    built.map_err(|error| ConditionFault(error.to_string()))
}
