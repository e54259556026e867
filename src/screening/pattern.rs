//! The way rules write words: plain text with a few signs that a clerk can learn in a minute, turned into one linear search.
//!
//! | sign | means |
//! |---|---|
//! | `[甲\|乙]` | one of these; `[甲\|乙]?` one of these or nothing |
//! | `<women>` | one of the words of that name in `words.toml` |
//! | `{n}` | a figure, 45 or 四十五, which the rule weighs; `{#}` a figure it does not |
//! | `…` | up to eight characters of the same clause; `……` up to twenty of the same sentence |
//! | `^` `$` | the beginning, the end of a clause |
//!
//! Signs such as 、：/（） may always stand between two characters, and blanks are not there any more.

use super::writing::{LIGHT, Writing, is_numeral};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Sets of words by name.
pub(super) type Sets = BTreeMap<String, Vec<String>>;

#[derive(Debug, Clone, PartialEq)]
enum Piece {
    Char(char),
    OneOf { words: Vec<Vec<Piece>>, optional: bool },
    Number { weighed: bool },
    Near,
    Far,
    Begin,
    End,
}

/// Words of a rule, read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pattern {
    pieces: Vec<Piece>,
}

impl Pattern {
    /// Reads the words of a rule.
    ///
    /// # Errors
    /// What is wrong with them, in a sentence.
    pub fn read(text: &str, sets: &Sets, writing: &Writing) -> Result<Self, String> {
        let mut reader = Reader { chars: text.chars().collect(), at: 0, sets, writing };
        let pieces = reader.pieces(false)?;
        let pattern = Self { pieces };
        let gap = |piece: Option<&Piece>| matches!(piece, Some(Piece::Near | Piece::Far));
        if gap(pattern.pieces.first()) || gap(pattern.pieces.last()) {
            return Err(format!("“{text}” begins or ends with …"));
        }
        let weighed = pattern.pieces.iter().filter(|piece| matches!(piece, Piece::Number { weighed: true })).count();
        if weighed > 1 {
            return Err(format!("“{text}” weighs two figures; write {{#}} for the other"));
        }
        if pattern.keys().is_none() {
            return Err(format!("“{text}” has no character that must be there"));
        }
        Ok(pattern)
    }

    /// Whether it weighs a figure.
    pub fn weighs(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Number { weighed: true }))
    }

    /// Characters of which a sentence must hold at least one for these words to be in it: as few as there are.
    pub fn keys(&self) -> Option<Vec<char>> {
        let common = |c: char| "的不人有无招要可年月元".contains(c) || c.is_ascii_digit() || is_numeral(c);
        self.needs().into_iter().min_by_key(|keys| (keys.iter().any(|c| common(*c)), keys.len()))
    }

    /// The pieces that must be there, each as the characters of which one must be.
    pub fn needs(&self) -> Vec<Vec<char>> {
        self.pieces.iter().filter_map(Piece::keys).collect()
    }

    /// The words as a regular expression; a weighed figure is a group.
    pub fn expression(&self) -> String {
        let mut expression = String::new();
        write_all(&self.pieces, &mut expression);
        expression
    }
}

impl Piece {
    fn keys(&self) -> Option<Vec<char>> {
        match self {
            Self::Char(c) => Some(vec![*c]),
            Self::OneOf { words, optional: false } => {
                let each: Option<Vec<Vec<char>>> = words.iter().map(|word| word.iter().find_map(Self::keys)).collect();
                each.map(|each| each.concat())
            }
            Self::Number { .. } => Some("0123456789零〇一二两三四五六七八九十百千万半".chars().collect()),
            Self::OneOf { .. } | Self::Near | Self::Far | Self::Begin | Self::End => None,
        }
    }

    fn is_gap(&self) -> bool {
        matches!(self, Self::Near | Self::Far | Self::Begin | Self::End)
    }
}

const BETWEEN: &str = "[:、/()]{0,2}";
const FIGURE: &str = "(?:[0-9]{1,12}(?:\\.[0-9]{1,2})?[kw千万]?|[零〇一二两三四五六七八九十百千万半]{1,7})";

fn write_all(pieces: &[Piece], to: &mut String) {
    // Between two characters signs may stand; beside a gap they would only make the search slower.
    let (mut begun, mut gap) = (false, false);
    for piece in pieces {
        let between = begun && !gap && !piece.is_gap();
        if let Piece::OneOf { words, optional: true } = piece {
            let between = if between { BETWEEN } else { "" };
            let after = if begun { "" } else { BETWEEN };
            let _ = write!(to, "(?:{between}{}{after})?", one_of(words));
            continue;
        }
        if between {
            to.push_str(BETWEEN);
        }
        match piece {
            Piece::Char(c) => to.push_str(&regex::escape(c.encode_utf8(&mut [0; 4]))),
            Piece::OneOf { words, .. } => to.push_str(&one_of(words)),
            Piece::Number { weighed: true } => _ = write!(to, "({FIGURE})"),
            Piece::Number { weighed: false } => to.push_str(FIGURE),
            Piece::Near => to.push_str("[^,]{0,8}?"),
            Piece::Far => to.push_str(".{0,20}?"),
            Piece::Begin => to.push_str("(?:^|[,:/()、])"),
            Piece::End => to.push_str("(?:$|[,:/()、])"),
        }
        gap = piece.is_gap();
        begun = begun || !gap;
    }
}

/// Longer words first: the search takes the first that fits.
fn one_of(words: &[Vec<Piece>]) -> String {
    let mut words: Vec<String> = words
        .iter()
        .map(|word| {
            let mut expression = String::new();
            write_all(word, &mut expression);
            expression
        })
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    format!("(?:{})", words.join("|"))
}

struct Reader<'r> {
    chars: Vec<char>,
    at: usize,
    sets: &'r Sets,
    writing: &'r Writing,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let c = self.chars.get(self.at).copied();
        self.at += 1;
        c
    }

    fn takes(&mut self, wanted: char) -> bool {
        let there = self.chars.get(self.at) == Some(&wanted);
        self.at += usize::from(there);
        there
    }

    fn until(&mut self, end: char) -> Result<String, String> {
        let name: String = self.chars.iter().skip(self.at).take_while(|c| **c != end).collect();
        self.at += name.chars().count();
        if self.takes(end) { Ok(name) } else { Err(format!("“{end}” is missing")) }
    }

    /// Pieces up to the end, or inside brackets up to `|` or `]`, which stay unread.
    fn pieces(&mut self, inside: bool) -> Result<Vec<Piece>, String> {
        let mut pieces = Vec::new();
        while let Some(c) = self.next() {
            pieces.push(match c {
                '|' | ']' if inside => {
                    self.at -= 1;
                    break;
                }
                '[' => self.brackets()?,
                '<' => self.set()?,
                '{' => match self.until('}')?.as_str() {
                    "n" if !inside => Piece::Number { weighed: true },
                    "#" => Piece::Number { weighed: false },
                    other => {
                        return Err(format!("{{{other}}} means nothing here; {{n}} and {{#}} do, {{n}} outside of brackets"));
                    }
                },
                '…' if self.takes('…') => Piece::Far,
                '…' => Piece::Near,
                '^' => Piece::Begin,
                '$' => Piece::End,
                plain => self.plain(plain)?,
            });
        }
        if pieces.is_empty() { Err("words are empty".to_owned()) } else { Ok(pieces) }
    }

    fn plain(&self, c: char) -> Result<Piece, String> {
        let simple = self.writing.simple(c);
        if simple.is_alphanumeric() || LIGHT.contains(&simple) || matches!(simple, ',' | '-' | '%') {
            Ok(Piece::Char(simple))
        } else {
            Err(format!("“{c}” is never seen: blanks, stops and decoration are gone before words are looked for"))
        }
    }

    fn brackets(&mut self) -> Result<Piece, String> {
        let mut words = vec![self.pieces(true)?];
        while self.takes('|') {
            words.push(self.pieces(true)?);
        }
        if !self.takes(']') {
            return Err("“]” is missing".to_owned());
        }
        Ok(Piece::OneOf { words, optional: self.takes('?') })
    }

    fn set(&mut self) -> Result<Piece, String> {
        let name = self.until('>')?;
        let words = self.sets.get(&name).ok_or_else(|| format!("there is no set of words <{name}>"))?;
        let none = Sets::new();
        let read =
            |word: &String| Reader { chars: word.chars().collect(), at: 0, sets: &none, writing: self.writing }.pieces(false);
        let words = words.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        Ok(Piece::OneOf { words, optional: self.takes('?') })
    }
}

/// A figure as people write it: 45, 4.5, 3k, 1.2万, 四十五, 两, 半.
pub(super) fn figure(text: &str) -> Option<f64> {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        let (digits, factor) = match text.char_indices().next_back()? {
            (at, 'k' | '千') => (text.get(..at)?, 1_000.0),
            (at, 'w' | '万') => (text.get(..at)?, 10_000.0),
            _ => (text, 1.0),
        };
        return digits.parse::<f64>().ok().map(|number| number * factor);
    }
    let (mut sum, mut part, mut digit) = (0.0, 0.0, None);
    // The unit just before a last digit gives it its weight: 一千五 is 1500, 一千零五 is 1005.
    let mut unit_before = 0.0;
    for c in text.chars() {
        let unit = match c {
            '十' => 10.0,
            '百' => 100.0,
            '千' => 1_000.0,
            '万' => 10_000.0,
            '半' => {
                part += 0.5;
                continue;
            }
            '两' => {
                digit = Some(2.0);
                continue;
            }
            other => {
                let value = "零一二三四五六七八九".chars().position(|known| known == other).or((other == '〇').then_some(0))?;
                unit_before = if value == 0 { 0.0 } else { unit_before };
                digit = Some(value as f64);
                continue;
            }
        };
        if unit == 10_000.0 {
            sum = (sum + part + digit.unwrap_or(0.0)) * unit;
            part = 0.0;
        } else {
            part += digit.filter(|digit| *digit > 0.0).unwrap_or(1.0) * unit;
        }
        (digit, unit_before) = (None, unit);
    }
    let last = digit.map_or(0.0, |digit| if unit_before >= 100.0 { digit * unit_before / 10.0 } else { digit });
    Some(sum + part + last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(words: &str, text: &str) -> Option<String> {
        let sets = Sets::from([("women".to_owned(), vec!["女".to_owned(), "女[性|士]".to_owned()])]);
        let pattern = Pattern::read(words, &sets, &Writing::default()).unwrap_or_else(|why| panic!("{words}: {why}"));
        let expression = regex::Regex::new(&pattern.expression()).expect("an expression");
        expression.find(text).map(|found| found.as_str().to_owned())
    }

    #[test]
    fn words_are_found_with_signs_between_them() {
        assert_eq!(finds("限<women>", "只限:女性").as_deref(), Some("限:女性"));
        assert_eq!(finds("[仅|只]?限女", "仅限女").as_deref(), Some("仅限女"));
        assert_eq!(finds("[仅|只]?限女", "限女").as_deref(), Some("限女"));
        assert_eq!(finds("女…优先", "女性护理员优先").as_deref(), Some("女性护理员优先"));
        assert_eq!(finds("女…优先", "女性,党员优先"), None);
        assert_eq!(finds("^女$", "护理员(女)").as_deref(), Some("(女)"));
        assert_eq!(finds("^女$", "子女"), None);
    }

    #[test]
    fn words_that_cannot_be_meant_are_refused() {
        for words in ["", "…女", "限 女", "[限|女", "<men>女", "{n}到{n}岁", "{x}", "[限]?", "^$", "[]女", "<women"] {
            let sets = Sets::from([("women".to_owned(), vec!["女".to_owned()])]);
            assert!(Pattern::read(words, &sets, &Writing::default()).is_err(), "{words}");
        }
    }

    #[test]
    fn figures_are_read_as_people_write_them() {
        for (text, number) in [
            ("45", 45.0),
            ("16.3", 16.3),
            ("3k", 3_000.0),
            ("1.2万", 12_000.0),
            ("四十五", 45.0),
            ("十八", 18.0),
            ("两", 2.0),
            ("半", 0.5),
            ("一千五", 1_500.0),
            ("一千零五", 1_005.0),
            ("三万二千", 32_000.0),
            ("六", 6.0),
            ("三十六", 36.0),
        ] {
            assert_eq!(figure(text), Some(number), "{text}");
        }
    }
}
