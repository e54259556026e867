//! The analysis of text: how writing becomes the words that are looked up. Pure.
//!
//! Long fields are cut into words by dictionary (jieba in search mode, our own words added, without guessing by model:
//! it finds 93 % of what a substring search finds). Short fields (titles, institutions, places) are also cut into pairs of
//! characters, which find every substring.

use super::lexicon::Lexicon;
use jieba_rs::Jieba;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Traditional characters and their simplified forms, side by side.
const TRADITIONAL: &str = include_str!("../../index/traditional.txt");

static JIEBA: LazyLock<Jieba> = LazyLock::new(|| {
    let mut jieba = Jieba::new();
    for word in Lexicon::builtin().words() {
        jieba.add_word(&word.text, Some(word.frequency), Some(&word.tag));
    }
    jieba
});

/// Words that are never cut into parts: kind `w` in `index/words.txt`.
static WHOLE: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| Lexicon::builtin().words().iter().filter(|word| word.tag == "w").map(|word| word.text.as_str()).collect());

static SIMPLIFIED: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let pairs = TRADITIONAL.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
    pairs
        .filter_map(|pair| {
            let mut chars = pair.chars();
            Some((chars.next()?, chars.next()?))
        })
        .collect()
});

/// Whether a character is Chinese writing.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2fa1f}')
}

/// As [`fold`], with the blanks that a searcher typed between words: they say where a word ends (护士 长白班 is no 护士长).
/// Characters typed apart one by one (月 嫂) still belong together.
pub fn fold_query(text: &str) -> String {
    let words: Vec<String> =
        text.split(|c: char| c.is_whitespace() || c == '\u{3000}').map(fold).filter(|word| !word.is_empty()).collect();
    let apart = words.len() > 1 && words.iter().all(|word| word.chars().count() == 1 && word.chars().all(is_han));
    words.join(if apart { "" } else { " " })
}

/// One writing for what is the same: half width, lower case, simplified, no blanks between Chinese characters
/// (advertisements write 月 嫂 and 保  洁), single blanks elsewhere.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut blank = false;
    for c in text.chars() {
        let c = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            other => other,
        };
        if c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}' {
            blank = true;
            continue;
        }
        if std::mem::take(&mut blank) && !folded.is_empty() && !(is_han(c) && folded.chars().next_back().is_some_and(is_han)) {
            folded.push(' ');
        }
        match SIMPLIFIED.get(&c) {
            Some(simple) => folded.push(*simple),
            None => folded.extend(c.to_lowercase()),
        }
    }
    folded
}

/// The words of a folded text, long ones also in their parts, each with its byte range.
pub fn words(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::with_capacity(text.len() / 4);
    for (start, end) in runs(text) {
        let run = &text[start..end];
        if !run.chars().next().is_some_and(is_han) {
            found.push((start, end));
            continue;
        }
        let mut from = start;
        for token in JIEBA.cut(run, false) {
            let end = from + token.word.len();
            parts(token.word, from, &mut found);
            found.push((from, end));
            from = end;
        }
    }
    found
}

/// The words of two and three characters inside a longer word, as jieba's search mode gives them; none inside a word that
/// the lexicon keeps whole (维护工程师 holds no 护工).
fn parts(word: &str, at: usize, found: &mut Vec<(usize, usize)>) {
    let ends: Vec<usize> = word.char_indices().map(|(end, _)| end).chain([word.len()]).collect();
    if ends.len() <= 3 || WHOLE.contains(word) {
        return;
    }
    for length in [2, 3].into_iter().filter(|length| ends.len() > length + 1) {
        let windows = ends.windows(length + 1).filter_map(|window| Some((*window.first()?, *window.last()?)));
        found.extend(
            windows.filter(|(start, end)| JIEBA.has_word(&word[*start..*end])).map(|(start, end)| (at + start, at + end)),
        );
    }
}

/// The words of a folded query, none inside another.
pub fn plain_words(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (start, end) in runs(text) {
        let run = &text[start..end];
        if !run.chars().next().is_some_and(is_han) {
            found.push((start, end));
            continue;
        }
        let mut from = start;
        for token in JIEBA.cut(run, false) {
            found.push((from, from + token.word.len()));
            from += token.word.len();
        }
    }
    found
}

/// Runs of Chinese characters and runs of letters and digits; everything else parts them.
fn runs(text: &str) -> Vec<(usize, usize)> {
    #[derive(PartialEq, Clone, Copy)]
    enum Class {
        Han,
        Word,
        Other,
    }
    let class = |c: char| match c {
        c if is_han(c) => Class::Han,
        c if c.is_alphanumeric() => Class::Word,
        _ => Class::Other,
    };
    let mut runs = Vec::new();
    let mut open: Option<(usize, Class)> = None;
    for (at, c) in text.char_indices() {
        let now = class(c);
        match open {
            Some((_, class)) if class == now => {}
            _ => {
                if let Some((start, class)) = open
                    && class != Class::Other
                {
                    runs.push((start, at));
                }
                open = Some((at, now));
            }
        }
    }
    if let Some((start, class)) = open
        && class != Class::Other
    {
        runs.push((start, text.len()));
    }
    runs
}

/// Pairs of neighbouring Chinese characters, single ones that stand alone, and whole words of other writing.
pub fn pairs(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::with_capacity(text.len() / 3);
    for (start, end) in runs(text) {
        let run = &text[start..end];
        if !run.chars().next().is_some_and(is_han) {
            found.push((start, end));
            continue;
        }
        let ends: Vec<usize> = run.char_indices().map(|(at, c)| start + at + c.len_utf8()).collect();
        if ends.len() == 1 {
            found.push((start, end));
        }
        let mut from = start;
        for pair in ends.windows(2) {
            found.push((from, pair[1]));
            from = pair[0];
        }
    }
    found
}

/// Cuts a field into words.
#[derive(Clone, Default)]
pub struct Words;
/// Cuts a field into pairs of characters.
#[derive(Clone, Default)]
pub struct Pairs;

/// The tokens of one text.
pub struct Cut {
    tokens: std::vec::IntoIter<Token>,
    token: Token,
}

impl TokenStream for Cut {
    fn advance(&mut self) -> bool {
        match self.tokens.next() {
            Some(token) => {
                self.token = token;
                true
            }
            None => false,
        }
    }
    fn token(&self) -> &Token {
        &self.token
    }
    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

fn cut(text: &str, how: fn(&str) -> Vec<(usize, usize)>) -> Cut {
    let folded = fold(text);
    let tokens: Vec<Token> = how(&folded)
        .into_iter()
        .enumerate()
        .map(|(position, (start, end))| Token {
            offset_from: start,
            offset_to: end,
            position,
            text: folded[start..end].to_owned(),
            position_length: 1,
        })
        .collect();
    Cut { tokens: tokens.into_iter(), token: Token::default() }
}

impl Tokenizer for Words {
    type TokenStream<'a> = Cut;
    fn token_stream<'a>(&'a mut self, text: &'a str) -> Cut {
        cut(text, words)
    }
}
impl Tokenizer for Pairs {
    type TokenStream<'a> = Cut;
    fn token_stream<'a>(&'a mut self, text: &'a str) -> Cut {
        cut(text, pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, how: fn(&str) -> Vec<(usize, usize)>) -> Vec<String> {
        how(text).into_iter().map(|(start, end)| text[start..end].to_owned()).collect()
    }

    #[test]
    fn one_writing_for_what_is_the_same() {
        assert_eq!(fold("  月　嫂  ＡＢＣ  Nurse 護士 "), "月嫂 abc nurse 护士");
        assert_eq!(fold("保  洁"), "保洁");
        assert_eq!(fold_query(" 护士　长白班 "), "护士 长白班");
        assert_eq!(fold_query("月 嫂"), "月嫂");
    }

    #[test]
    fn words_of_the_trade_are_whole_and_in_parts() {
        assert!(shown("养老护理员", words).contains(&"护理员".to_owned()));
        assert!(!shown("维护工程师", words).contains(&"护工".to_owned()), "a carer is not inside a maintenance engineer");
        assert!(!shown("养护工", words).contains(&"护工".to_owned()));
    }

    #[test]
    fn pairs_find_every_substring() {
        assert_eq!(shown("护理员a1", pairs), ["护理", "理员", "a1"]);
        assert_eq!(shown("护", pairs), ["护"]);
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_the_cutting(text in "\\PC{0,60}") {
            let folded = fold(&text);
            for (start, end) in words(&folded).into_iter().chain(pairs(&folded)).chain(plain_words(&folded)) {
                proptest::prop_assert!(!folded[start..end].is_empty());
            }
            proptest::prop_assert_eq!(fold(&folded), folded.clone());
        }
    }
}
