//! The vocabulary: the words that searches can find, by writing, by sound and by first letters. Pure.
//!
//! It comes from the trade's own names, the lexicon, the places, and the titles in the index. From it come suggestions
//! while typing, pinyin ("hugong", "hly") and the mending of typing errors (户理员 by sound, 护土 by shape).

use super::conditions::Conditions;
use super::lexicon::Lexicon;
use super::text::is_han;
use crate::occupations::Catalogue;
use crate::regions::{RegionCode, Regions};
use pinyin::ToPinyinMulti;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Occupation,
    Place,
    Condition,
    Word,
}

impl Kind {
    /// The word in answers.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Occupation => "occupation",
            Self::Place => "place",
            Self::Condition => "condition",
            Self::Word => "word",
        }
    }
}

/// One word.
#[derive(Debug, Clone)]
pub struct Entry {
    pub text: String,
    pub kind: Kind,
    /// How much it is worth as a guess: the trade's own words stand far above words from titles.
    pub weight: u64,
}

/// All words, by writing and sound.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    entries: Vec<Entry>,
    by_text: HashMap<String, usize>,
    /// Whole pinyin without blanks, and the same with what people mix up made one.
    by_sound: HashMap<String, Vec<usize>>,
    by_loose_sound: HashMap<String, Vec<usize>>,
    by_letters: HashMap<String, Vec<usize>>,
    /// (pinyin, entry) and (writing, entry), sorted, for beginnings.
    sounds: Vec<(String, usize)>,
    letters: Vec<(String, usize)>,
    texts: Vec<(String, usize)>,
    longest_sound: usize,
}

const TRADE: u64 = 1_000_000;
const PLACE: u64 = 50_000;
/// Readings of one word that are kept: words of many-voiced characters would have hundreds.
const MOST_READINGS: usize = 8;

impl Vocabulary {
    /// Gathers the words. `titles` are the words of titles in the index with the number of posts that have each. Where they
    /// add nothing, what comes back is shared.
    pub fn gather(titles: impl IntoIterator<Item = (String, u64)>, home: Option<RegionCode>) -> Arc<Self> {
        let known = Self::known_everywhere(home);
        let adds = |(word, posts): &(String, u64)| *posts >= 3 && known.get(word).is_none_or(|entry| entry.weight < *posts);
        let new: Vec<(String, u64)> = titles.into_iter().filter(adds).collect();
        if new.is_empty() {
            return known;
        }
        let mut vocabulary = Self::clone(&known);
        for (word, posts) in new {
            vocabulary.add(&word, Kind::Word, posts);
        }
        vocabulary.sort();
        Arc::new(vocabulary)
    }

    /// What is the same for every market with this home: trades, conditions, the lexicon and places. Worked out once.
    fn known_everywhere(home: Option<RegionCode>) -> Arc<Self> {
        static KNOWN: Mutex<Vec<(Option<RegionCode>, Arc<Vocabulary>)>> = Mutex::new(Vec::new());
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, vocabulary)) = known.iter().find(|(of, _)| *of == home) {
            return Arc::clone(vocabulary);
        }
        let vocabulary = Arc::new(Self::without_titles(home));
        known.push((home, Arc::clone(&vocabulary)));
        vocabulary
    }

    fn without_titles(home: Option<RegionCode>) -> Self {
        let mut vocabulary = Self::default();
        for occupation in Catalogue::builtin().all() {
            vocabulary.add(&occupation.zh, Kind::Occupation, TRADE * 4);
            occupation.names.iter().for_each(|name| vocabulary.add(name, Kind::Occupation, TRADE * 2));
            occupation.lay.iter().for_each(|name| vocabulary.add(name, Kind::Occupation, TRADE / 2));
        }
        for (_, naming) in Conditions::builtin().all() {
            vocabulary.add(&naming.zh, Kind::Condition, TRADE);
        }
        for word in Lexicon::builtin().words() {
            vocabulary.add(&word.text, Kind::Word, TRADE / 4 + word.frequency as u64);
        }
        for region in Regions::builtin()
            .iter()
            .filter(|region| region.code.prefix().len() <= 6 || home.is_some_and(|home| home.contains(region.code)))
        {
            let near = home.is_some_and(|home| home.contains(region.code) || region.code.contains(home));
            let weight = PLACE * if near { 8 } else { 1 } / region.code.prefix().len().max(1) as u64;
            vocabulary.add(region.name, Kind::Place, weight);
            vocabulary.add(region.short, Kind::Place, weight + 1);
        }
        vocabulary.sort();
        vocabulary
    }

    fn add(&mut self, text: &str, kind: Kind, weight: u64) {
        let length = text.chars().count();
        if !(2..=12).contains(&length) || !text.chars().all(is_han) {
            return;
        }
        if let Some(&at) = self.by_text.get(text) {
            // A word from titles adds its posts to what is known; a second meaning does not replace the first.
            self.entries[at].weight = self.entries[at].weight.max(weight);
            return;
        }
        let at = self.entries.len();
        self.entries.push(Entry { text: text.to_owned(), kind, weight });
        self.by_text.insert(text.to_owned(), at);
        self.texts.push((text.to_owned(), at));
        for reading in readings(text) {
            let whole: String = reading.concat();
            let loose: String = reading.iter().map(|syllable| Lexicon::builtin().fold_sound(syllable)).collect();
            let letters: String = reading.iter().filter_map(|syllable| syllable.chars().next()).collect();
            self.longest_sound = self.longest_sound.max(whole.len());
            push_once(self.by_loose_sound.entry(loose).or_default(), at);
            push_once(self.by_letters.entry(letters.clone()).or_default(), at);
            push_once(self.by_sound.entry(whole.clone()).or_default(), at);
            self.sounds.push((whole, at));
            self.letters.push((letters, at));
        }
    }

    fn sort(&mut self) {
        for list in [&mut self.sounds, &mut self.letters, &mut self.texts] {
            list.sort_unstable();
            list.dedup();
        }
        let entries = &self.entries;
        let best_first = |one: &usize, other: &usize| {
            let (one, other) = (&entries[*one], &entries[*other]);
            other.weight.cmp(&one.weight).then_with(|| one.text.cmp(&other.text))
        };
        for places in self.by_sound.values_mut().chain(self.by_loose_sound.values_mut()).chain(self.by_letters.values_mut()) {
            places.sort_unstable_by(best_first);
        }
    }

    /// The word with this writing.
    pub fn get(&self, text: &str) -> Option<&Entry> {
        self.by_text.get(text).map(|at| &self.entries[*at])
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Chinese for Latin letters: whole pinyin cut into known words, else first letters, each the likeliest first.
    pub fn from_letters(&self, letters: &str, most: usize) -> Vec<String> {
        let letters = letters.to_ascii_lowercase();
        if letters.len() < 2 || !letters.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return vec![];
        }
        let mut found: Vec<String> =
            self.by_sound.get(&letters).into_iter().flatten().map(|at| self.entries[*at].text.clone()).take(most).collect();
        if found.is_empty() {
            found.extend(self.cut_sounds(&letters, &self.by_sound));
        }
        found.extend(self.by_letters.get(&letters).into_iter().flatten().map(|at| self.entries[*at].text.clone()).take(most));
        if found.is_empty() {
            let loose = Lexicon::builtin().fold_sound(&letters);
            found.extend(
                self.by_loose_sound.get(&loose).into_iter().flatten().map(|at| self.entries[*at].text.clone()).take(most),
            );
            found.extend(self.cut_sounds(&loose, &self.by_loose_sound));
        }
        let mut seen = std::collections::HashSet::new();
        found.retain(|word| seen.insert(word.clone()));
        found.truncate(most);
        found
    }

    /// The best cut of a run of letters into the sounds of known words: the fewest words, then the heaviest.
    fn cut_sounds(&self, letters: &str, sounds: &HashMap<String, Vec<usize>>) -> Option<String> {
        let length = letters.len();
        if length > 60 {
            return None;
        }
        // For each end: (words so far, weight so far, where the last word began, the word).
        let mut best: Vec<Option<(usize, f64, usize, usize)>> = vec![None; length + 1];
        for end in 2..=length {
            for start in end.saturating_sub(self.longest_sound)..end {
                let before = if start == 0 { Some((0, 0.0)) } else { best[start].map(|(words, weight, ..)| (words, weight)) };
                let (Some((words, weight)), Some(at)) =
                    (before, letters.get(start..end).and_then(|part| sounds.get(part)).and_then(|list| list.first()))
                else {
                    continue;
                };
                let candidate = (words + 1, weight + (self.entries[*at].weight as f64).ln(), start, *at);
                if best[end].is_none_or(|known| candidate.0 < known.0 || (candidate.0 == known.0 && candidate.1 > known.1)) {
                    best[end] = Some(candidate);
                }
            }
        }
        let mut words = Vec::new();
        let mut end = length;
        while end > 0 {
            let (_, _, start, at) = best[end]?;
            words.push(self.entries[at].text.clone());
            end = start;
        }
        words.reverse();
        Some(words.join(" "))
    }

    /// A stretch of three to six characters that is no known word and sounds exactly like the name of a trade, with that name.
    /// `cut` is the text in words; the stretch begins where a word does.
    pub fn sounds_like_a_trade<'t>(&self, text: &'t str, cut: &[(usize, usize)]) -> Option<(&'t str, &str)> {
        let ends = || text.char_indices().map(|(at, c)| at + c.len_utf8());
        let stretches =
            cut.iter().flat_map(|(start, _)| ends().filter(|end| end > start).filter_map(|end| text.get(*start..end)));
        let mut unknown = stretches.filter(|one| (3..=6).contains(&one.chars().count()) && self.get(one).is_none());
        unknown.find_map(|typed| {
            let heard = readings(typed).into_iter().find_map(|reading| self.by_sound.get(&reading.concat()))?;
            let named = heard.iter().filter_map(|at| self.entries.get(*at)).find(|entry| entry.kind == Kind::Occupation)?;
            let as_long = named.text.chars().count() == typed.chars().count() && shared(typed, &named.text) > 0;
            as_long.then_some((typed, named.text.as_str()))
        })
    }

    /// What a stretch of Chinese may have been meant for: words that sound the same or look alike, the likeliest first.
    pub fn instead_of(&self, typed: &str, most: usize) -> Vec<&Entry> {
        let mut found: Vec<(u64, usize)> = Vec::new();
        let length = typed.chars().count();
        let own = self.get(typed).map_or(0, |entry| entry.weight);
        let lexicon = Lexicon::builtin();
        for reading in readings(typed) {
            let whole = reading.concat();
            let loose: String = reading.iter().map(|syllable| lexicon.fold_sound(syllable)).collect();
            let exact = self.by_sound.get(&whole).into_iter().flatten().map(|at| (4, *at));
            let alike = self.by_loose_sound.get(&loose).into_iter().flatten().map(|at| (1, *at));
            found.extend(exact.chain(alike));
        }
        found.extend(lexicon.shape_variants(typed).filter_map(|variant| self.by_text.get(&variant).map(|at| (3, *at))));
        let mut best: Vec<(u64, &Entry)> = found
            .into_iter()
            .map(|(likely, at)| (likely, &self.entries[at]))
            // As many characters, at least one of them right or the sound exactly right; and worth far more than what was typed.
            .filter(|(likely, entry)| {
                entry.text != typed && entry.text.chars().count() == length && (*likely > 1 || shared(typed, &entry.text) > 0)
            })
            .filter(|(_, entry)| entry.weight > own.saturating_mul(20))
            .map(|(likely, entry)| {
                (likely * (1 + shared(typed, &entry.text) as u64) * (entry.weight as f64).ln().max(1.0) as u64, entry)
            })
            .collect();
        best.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.text.cmp(&other.1.text)));
        best.dedup_by(|one, other| one.1.text == other.1.text);
        best.truncate(most);
        best.into_iter().map(|(_, entry)| entry).collect()
    }

    /// Words that begin as typed, in writing, whole pinyin or first letters; what is written or sounds just so stands first,
    /// then the weightiest.
    pub fn beginning_with(&self, typed: &str, most: usize) -> Vec<&Entry> {
        let typed = typed.trim().to_lowercase();
        if typed.is_empty() {
            return vec![];
        }
        let mut places: Vec<usize> = Vec::new();
        let letters: String = typed.chars().filter(|c| *c != ' ').collect();
        let just_so = self.by_sound.get(&letters).cloned().unwrap_or_default();
        if typed.chars().all(|c| c.is_ascii_alphabetic() || c == ' ') {
            // First letters all of them: whole pinyin of one or two letters begins too many words.
            places.extend(with_beginning(&self.letters, &letters));
            places.extend(with_beginning(&self.sounds, &letters));
        } else {
            places.extend(with_beginning(&self.texts, &typed));
        }
        places.sort_unstable();
        places.dedup();
        let mut found: Vec<&Entry> = places.into_iter().map(|at| &self.entries[at]).collect();
        found.sort_by(|one, other| {
            let is_just_so = |entry: &Entry| {
                entry.text == typed || just_so.iter().any(|at| self.entries.get(*at).is_some_and(|one| one.text == entry.text))
            };
            (is_just_so(other).cmp(&is_just_so(one)))
                .then(other.weight.cmp(&one.weight))
                .then(one.text.chars().count().cmp(&other.text.chars().count()))
                .then(one.text.cmp(&other.text))
        });
        found.truncate(most);
        found
    }
}

fn push_once(list: &mut Vec<usize>, at: usize) {
    if list.last() != Some(&at) && !list.contains(&at) {
        list.push(at);
    }
}

fn with_beginning<'a>(sorted: &'a [(String, usize)], beginning: &'a str) -> impl Iterator<Item = usize> + 'a {
    let from = sorted.partition_point(|(text, _)| text.as_str() < beginning);
    sorted[from..].iter().take_while(move |(text, _)| text.starts_with(beginning)).take(2_000).map(|(_, at)| *at)
}

fn shared(one: &str, other: &str) -> usize {
    one.chars().zip(other.chars()).filter(|(one, other)| one == other).count()
}

/// How a word may be read aloud, in syllables without tones; nothing where a character has no reading.
fn readings(word: &str) -> Vec<Vec<&'static str>> {
    let mut readings: Vec<Vec<&'static str>> = vec![vec![]];
    for c in word.chars() {
        let Some(voices) = c.to_pinyin_multi() else { return vec![] };
        let mut syllables: Vec<&'static str> = Vec::new();
        for voice in voices {
            // The crate lists rare readings last; two are enough to know 长 and 会.
            if !syllables.contains(&voice.plain()) && syllables.len() < 2 {
                syllables.push(voice.plain());
            }
        }
        readings = readings
            .iter()
            .flat_map(|before| syllables.iter().map(|syllable| before.iter().copied().chain([*syllable]).collect()))
            .take(MOST_READINGS)
            .collect();
    }
    readings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary() -> Arc<Vocabulary> {
        Vocabulary::gather(
            [("前端".to_owned(), 4000), ("开发".to_owned(), 9000), ("保洁".to_owned(), 150)],
            "210300".parse().ok(),
        )
    }

    #[test]
    fn pinyin_and_first_letters_are_read() {
        let words = vocabulary();
        assert_eq!(words.from_letters("hugong", 1), ["护工"]);
        assert!(words.from_letters("hly", 5).contains(&"护理员".to_owned()));
        assert_eq!(words.from_letters("guangzhoubaojie", 1), ["广州 保洁"]);
        assert!(words.from_letters("x1", 5).is_empty());
    }

    #[test]
    fn errors_of_sound_and_shape_are_put_right() {
        let words = vocabulary();
        for (typed, meant) in [("户理员", "护理员"), ("护土", "护士"), ("月扫", "月嫂"), ("厨帅", "厨师"), ("保结员", "保洁员")]
        {
            let guesses: Vec<&str> = words.instead_of(typed, 5).into_iter().map(|entry| entry.text.as_str()).collect();
            assert!(guesses.contains(&meant), "{typed}: {guesses:?}");
        }
        assert!(words.instead_of("护士", 5).iter().all(|entry| entry.kind != Kind::Occupation || entry.text != "护士"));
    }

    #[test]
    fn beginnings_are_completed_in_any_writing() {
        let words = vocabulary();
        for typed in ["养老护", "yanglaohu", "ylhly", "yang lao hu"] {
            assert!(words.beginning_with(typed, 8).iter().any(|entry| entry.text == "养老护理员"), "{typed}");
        }
        assert!(words.beginning_with(" ", 8).is_empty());
    }

    proptest::proptest! {
        #[test]
        fn nothing_typed_breaks_it(typed in "\\PC{0,16}") {
            let words = Vocabulary::gather([], None);
            words.from_letters(&typed, 3);
            words.instead_of(&typed, 3);
            words.beginning_with(&typed, 3);
        }
    }
}
