//! The words of the trade: dictionary additions, synonyms, and what typists mix up (`index/words.txt`, `synonyms.txt`,
//! `confusions.txt`).
//!
//! What it promises: every line is checked, and a fault names the file and the line, all faults at once, so that someone who
//! added a word sees at a glance what to mend. What it refuses: a lexicon with a fault. It does not cut text into words;
//! that is the tokenizer's work.

use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::ops::Range;
use std::sync::LazyLock;

const WORDS: &str = include_str!("../../index/words.txt");
const SYNONYMS: &str = include_str!("../../index/synonyms.txt");
const CONFUSIONS: &str = include_str!("../../index/confusions.txt");

/// Weight of a synonym where the line gives none.
const USUAL_WEIGHT: f32 = 0.8;

/// A fault of one line of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LexiconFault {
    pub file: &'static str,
    /// Counted from 1.
    pub line: usize,
    pub what: String,
}

impl fmt::Display for LexiconFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}: {}", self.file, self.line, self.what)
    }
}
impl std::error::Error for LexiconFault {}

/// A word for the cutter's dictionary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    /// How common, 1 to 100,000.
    pub frequency: usize,
    /// `n`, `v`, `nz` and the like.
    pub tag: String,
}

/// What a phrase also means.
#[derive(Debug, Clone, PartialEq)]
pub struct Expansion {
    pub phrase: String,
    /// Above 0 up to 1, of the weight of what was typed.
    pub weight: f32,
}

/// A phrase of a query that has synonyms, with its bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct SynonymMention<'l> {
    pub range: Range<usize>,
    /// Heaviest first.
    pub expansions: &'l [Expansion],
}

/// Words, synonyms and confusions, checked.
pub struct Lexicon {
    words: Vec<Word>,
    phrases: AhoCorasick,
    /// Beside each phrase of the automaton.
    expansions: Vec<Vec<Expansion>>,
    by_phrase: HashMap<String, usize>,
    shapes: HashMap<char, Vec<char>>,
    /// Longer part first: zh before z.
    sounds: Vec<(String, String)>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::read(WORDS, SYNONYMS, CONFUSIONS).unwrap_or_else(|faults| {
        panic!("the lexicon carried by the program: {}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
    })
});

impl Lexicon {
    /// The lexicon the program carries. A test reads it, so a faulty file cannot be built into a release.
    pub fn builtin() -> &'static Self {
        &LEXICON
    }

    /// Reads the three files.
    ///
    /// # Errors
    /// Every fault of every line, in the order of the files.
    pub fn read(words: &str, synonyms: &str, confusions: &str) -> Result<Self, Vec<LexiconFault>> {
        let mut faults = Vec::new();
        let words = read_words(words, &mut faults);
        let pairs = read_synonyms(synonyms, &mut faults);
        let (shapes, sounds) = read_confusions(confusions, &mut faults);
        if !faults.is_empty() {
            return Err(faults);
        }
        let (by_phrase, patterns, expansions) = gather(pairs);
        let built = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).ascii_case_insensitive(true).build(&patterns);
        let phrases = built.map_err(|error| vec![LexiconFault { file: "synonyms.txt", line: 1, what: error.to_string() }])?;
        Ok(Self { words, phrases, expansions, by_phrase, shapes, sounds })
    }

    /// The words to add to the cutter's dictionary.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// What exactly this phrase also means, heaviest first; nothing for most phrases. Latin letters in small.
    pub fn expansions(&self, phrase: &str) -> &[Expansion] {
        self.by_phrase.get(phrase).and_then(|at| self.expansions.get(*at)).map_or(&[], Vec::as_slice)
    }

    /// The phrases of a query that have synonyms, leftmost and longest first, never overlapping.
    pub fn mentions(&self, query: &str) -> Vec<SynonymMention<'_>> {
        let whole = |hit: &aho_corasick::Match| stands_alone(query, hit.range());
        let mention = |hit: aho_corasick::Match| {
            let expansions = self.expansions.get(hit.pattern().as_usize())?;
            (!expansions.is_empty()).then(|| SynonymMention { range: hit.range(), expansions })
        };
        self.phrases.find_iter(query).filter(whole).filter_map(mention).collect()
    }

    /// The characters that look like this one.
    pub fn look_alikes(&self, c: char) -> &[char] {
        self.shapes.get(&c).map_or(&[], Vec::as_slice)
    }

    /// The text with one of its characters put right by shape: “护土” gives “护士” among others.
    pub fn shape_variants<'a>(&'a self, text: &'a str) -> impl Iterator<Item = String> + 'a {
        text.char_indices().flat_map(move |(at, c)| {
            self.look_alikes(c).iter().filter_map(move |other| {
                let (before, behind) = (text.get(..at)?, text.get(at + c.len_utf8()..)?);
                Some(format!("{before}{other}{behind}"))
            })
        })
    }

    /// A syllable of pinyin, small letters without tone, in the form in which syllables that people mix up are the same:
    /// `zhang`, `zang` and `zan` give one form.
    pub fn fold_sound(&self, syllable: &str) -> String {
        let mut folded = syllable.to_owned();
        for (long, short) in &self.sounds {
            let opens = !long.starts_with(['a', 'e', 'i', 'o', 'u']);
            let rest = if opens { folded.strip_prefix(long.as_str()) } else { folded.strip_suffix(long.as_str()) };
            if let Some(rest) = rest.filter(|rest| !rest.is_empty()) {
                folded = if opens { format!("{short}{rest}") } else { format!("{rest}{short}") };
            }
        }
        folded
    }

    /// Whether two syllables are the same to someone who mixes up what the file lists.
    pub fn same_sound(&self, one: &str, other: &str) -> bool {
        one == other || self.fold_sound(one) == self.fold_sound(other)
    }
}

/// The lines that say something, with their numbers; what follows “#” is a comment.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let said = |line: &'_ str| line.split_once('#').map_or(line.len(), |(said, _)| said.len());
    (1..)
        .zip(text.lines())
        .map(move |(number, line)| (number, line.get(..said(line)).unwrap_or(line).trim()))
        .filter(|(_, line)| !line.is_empty())
}

fn read_words(text: &str, faults: &mut Vec<LexiconFault>) -> Vec<Word> {
    let (mut words, mut seen) = (Vec::new(), HashSet::new());
    for (line, said) in lines(text) {
        let mut refuse = |what: String| faults.push(LexiconFault { file: "words.txt", line, what });
        let parts: Vec<_> = said.split_whitespace().collect();
        let &[word, figure, tag] = parts.as_slice() else {
            refuse(format!("“{said}” is not a word, a figure and a kind"));
            continue;
        };
        let frequency = figure.parse().ok().filter(|figure| (1..=100_000).contains(figure));
        match frequency {
            None => refuse(format!("“{figure}” is not a figure from 1 to 100000")),
            Some(_) if word.chars().count() < 2 => refuse(format!("“{word}” is a single character; words have two or more")),
            Some(_) if !seen.insert(word) => refuse(format!("“{word}” stands twice")),
            Some(frequency) => words.push(Word { text: word.to_owned(), frequency, tag: tag.to_owned() }),
        }
    }
    words
}

/// `(typed, meant, weight)`, the two-way ones in both directions; a look-alike means nothing.
fn read_synonyms(text: &str, faults: &mut Vec<LexiconFault>) -> Vec<(String, String, f32)> {
    let mut pairs = Vec::new();
    let mut seen = HashSet::new();
    for (line, said) in lines(text) {
        let mut refuse = |what: String| faults.push(LexiconFault { file: "synonyms.txt", line, what });
        if let Some(whole) = said.strip_prefix('!') {
            let words: Vec<_> = whole.split([',', '，']).map(|word| word.trim().to_lowercase()).collect();
            if words.contains(&String::new()) {
                refuse(format!("a word is missing in “{said}”"));
            } else {
                pairs.extend(words.into_iter().map(|word| (word, String::new(), 0.0)));
            }
            continue;
        }
        let (both, halves) = match said.split_once("=>") {
            Some(halves) => (false, Some(halves)),
            None => (true, said.split_once('=')),
        };
        let Some((typed, meant)) = halves.map(|(typed, meant)| (typed.trim().to_lowercase(), meant.trim())) else {
            refuse(format!("“{said}” has neither “=” nor “=>”"));
            continue;
        };
        let (meant, weight) = match meant.rsplit_once(' ').map(|(meant, figure)| (meant, figure.parse::<f32>())) {
            Some((meant, Ok(weight))) => (meant, weight),
            _ => (meant, USUAL_WEIGHT),
        };
        if !(0.1..=1.0).contains(&weight) {
            refuse(format!("the weight {weight} is not from 0.1 to 1"));
            continue;
        }
        for meant in meant.split([',', '，']).map(|meant| meant.trim().to_lowercase()) {
            if typed.is_empty() || meant.is_empty() {
                refuse(format!("a word is missing in “{said}”"));
            } else if typed == meant {
                refuse(format!("“{typed}” is said to mean itself"));
            } else if !seen.insert((typed.clone(), meant.clone())) || (both && !seen.insert((meant.clone(), typed.clone()))) {
                refuse(format!("that “{typed}” means “{meant}” stands twice"));
            } else {
                if both {
                    pairs.push((meant.clone(), typed.clone(), weight));
                }
                pairs.push((typed.clone(), meant, weight));
            }
        }
    }
    pairs
}

type Phrases = (HashMap<String, usize>, Vec<String>, Vec<Vec<Expansion>>);

/// Collects what each phrase means. One step only: a synonym of a synonym is not one.
fn gather(pairs: Vec<(String, String, f32)>) -> Phrases {
    let (mut by_phrase, mut patterns, mut expansions) = Phrases::default();
    for (typed, phrase, weight) in pairs {
        let at = *by_phrase.entry(typed.clone()).or_insert_with(|| {
            patterns.push(typed);
            expansions.push(Vec::new());
            patterns.len() - 1
        });
        if let Some(known) = expansions.get_mut(at).filter(|_| !phrase.is_empty()) {
            known.push(Expansion { phrase, weight });
        }
    }
    for known in &mut expansions {
        known.sort_by(|one, other| other.weight.total_cmp(&one.weight));
    }
    (by_phrase, patterns, expansions)
}

type Confusions = (HashMap<char, Vec<char>>, Vec<(String, String)>);

fn read_confusions(text: &str, faults: &mut Vec<LexiconFault>) -> Confusions {
    let (mut shapes, mut sounds) = (HashMap::<char, Vec<char>>::new(), Vec::new());
    for (line, said) in lines(text) {
        let mut refuse = |what: String| faults.push(LexiconFault { file: "confusions.txt", line, what });
        let (kind, rest) = said.split_once(':').unwrap_or((said, ""));
        let group: Vec<_> = rest.split_whitespace().collect();
        match kind {
            "shape" => match characters(&group) {
                Ok(group) => pair_up(&group, &mut shapes),
                Err(what) => refuse(what),
            },
            "sound" => match group.as_slice() {
                [long, short]
                    if [long, short].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_lowercase())) && long != short =>
                {
                    sounds.push(((*long).to_owned(), (*short).to_owned()));
                }
                _ => refuse(format!("“{said}” is not two different parts of pinyin in small letters")),
            },
            _ => refuse(format!("“{said}” opens with neither “shape:” nor “sound:”")),
        }
    }
    (shapes, sounds)
}

fn characters(group: &[&str]) -> Result<Vec<char>, String> {
    let single = |word: &&str| {
        word.chars().next().filter(|_| word.chars().count() == 1).ok_or_else(|| format!("“{word}” is not one character"))
    };
    let group: Vec<char> = group.iter().map(single).collect::<Result<_, _>>()?;
    let different: HashSet<_> = group.iter().collect();
    match group.len() {
        0 | 1 => Err("a line of shapes needs two characters or more".to_owned()),
        count if different.len() < count => Err("a character stands twice in the line".to_owned()),
        _ => Ok(group),
    }
}

fn pair_up(group: &[char], shapes: &mut HashMap<char, Vec<char>>) {
    for one in group {
        let known = shapes.entry(*one).or_default();
        let new: Vec<_> = group.iter().filter(|other| *other != one && !known.contains(*other)).copied().collect();
        known.extend(new);
    }
}

/// Whether a hit that begins or ends with a Latin letter is a whole word.
fn stands_alone(text: &str, hit: Range<usize>) -> bool {
    let latin = |at: Option<usize>| at.and_then(|at| text.as_bytes().get(at)).is_some_and(u8::is_ascii_alphanumeric);
    let opens = latin(Some(hit.start)) && latin(hit.start.checked_sub(1));
    let closes = latin(hit.end.checked_sub(1)) && latin(Some(hit.end));
    !opens && !closes
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn meant(phrase: &str) -> Vec<&'static str> {
        Lexicon::builtin().expansions(phrase).iter().map(|one| one.phrase.as_str()).collect()
    }

    #[test]
    fn lay_words_mean_the_trade_but_not_the_other_way() {
        assert!(meant("看大门").contains(&"门卫"));
        assert!(!meant("门卫").contains(&"看大门"));
        assert!(meant("caregiver").contains(&"护工"));
        assert!(meant("大夫").contains(&"医生") && meant("医生").contains(&"大夫"));
    }

    #[test]
    fn a_carer_is_never_widened_into_road_keeping() {
        assert!(!meant("护工").iter().any(|word| word.contains("养护")));
    }

    #[test]
    fn phrases_are_found_whole_in_a_query() {
        let found = Lexicon::builtin().mentions("Nurse 看大门");
        let words: Vec<_> = found.iter().map(|one| &"Nurse 看大门"[one.range.clone()]).collect();
        assert_eq!(words, ["Nurse", "看大门"]);
        assert!(Lexicon::builtin().mentions("nurseries").is_empty());
        assert!(Lexicon::builtin().mentions("养护工").is_empty());
    }

    #[test]
    fn a_wrong_stroke_is_put_right() {
        assert!(Lexicon::builtin().shape_variants("护土").any(|word| word == "护士"));
    }

    #[test]
    fn north_and_south_type_the_same_word() {
        let lexicon = Lexicon::builtin();
        for (one, other) in
            [("zhang", "zang"), ("shi", "si"), ("lao", "nao"), ("ying", "yin"), ("hu", "fu"), ("sheng", "sen"), ("ren", "len")]
        {
            assert!(lexicon.same_sound(one, other), "{one} {other}");
        }
        assert!(!lexicon.same_sound("hu", "gu"));
        assert!(!lexicon.same_sound("an", "en"));
    }

    #[test]
    fn every_fault_is_named_with_its_file_and_line() {
        let faults = Lexicon::read("护工 many n\n\n人 5 n", "护工 护理员\n甲 = 甲\n甲 => 乙 7", "shape: 士\nform: 士 土")
            .err()
            .expect("four faults");
        let told: Vec<_> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "words.txt, line 1: “many” is not a figure from 1 to 100000",
                "words.txt, line 3: “人” is a single character; words have two or more",
                "synonyms.txt, line 1: “护工 护理员” has neither “=” nor “=>”",
                "synonyms.txt, line 2: “甲” is said to mean itself",
                "synonyms.txt, line 3: the weight 7 is not from 0.1 to 1",
                "confusions.txt, line 1: a line of shapes needs two characters or more",
                "confusions.txt, line 2: “form: 士 土” opens with neither “shape:” nor “sound:”",
            ]
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_fall(text in "\\PC*") {
            let lexicon = Lexicon::builtin();
            lexicon.fold_sound(&text);
            prop_assert!(lexicon.shape_variants(&text).all(|variant| variant.chars().count() == text.chars().count()));
            for one in lexicon.mentions(&text) {
                prop_assert!(text.get(one.range).is_some_and(|said| !said.is_empty()));
            }
            let _ = Lexicon::read(&text, &text, &text);
        }
    }
}
